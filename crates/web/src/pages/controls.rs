use std::collections::BTreeMap;

use askama::Template;
use tenbin_law::{Control, EvidenceKind, Library, Room as MeasuringRoom};
use tenbin_report::Texts;

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::site::Ask;

#[derive(Template)]
#[template(path = "controls.html")]
struct Controls<'a> {
    frame: Frame,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    id: &'a str,
    name: &'a str,
    about: &'a str,
    kinds: Vec<Kind<'a>>,
    frameworks: Vec<(String, &'a str, usize)>,
    others: String,
}

/// A kind of evidence and who can make it.
struct Kind<'a> {
    name: &'a str,
    maker: String,
}

/// `/ja/controls`: the shared controls, what shows each, and which measuring
/// room can make it.
pub(crate) fn page(ask: &Ask<'_>) -> Result<String, Failure> {
    let library = ask.source.library()?;
    let rows = library.controls().iter().map(|control| row(ask, library, control)).collect();
    let page = Controls { frame: ask.frame(Room::Law, ask.t.say("controls-title")), rows };
    Ok(page.render()?)
}

fn row<'a>(ask: &Ask<'_>, library: &'a Library, control: &'a Control) -> Row<'a> {
    let lang = ask.lang();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for provision in library.provisions() {
        if provision.controls.contains(&control.id) {
            *counts.entry(&provision.framework).or_default() += 1;
        }
    }
    let frameworks = counts.into_iter().filter_map(|(id, count)| {
        let framework = library.framework(id)?;
        Some((address::framework(lang, id), framework.short.get(lang), count))
    });
    let kinds = control.evidence.iter().filter_map(|id| {
        let kind = library.evidence_kinds().iter().find(|kind| kind.id == *id)?;
        Some(Kind { name: kind.name.get(lang), maker: maker(ask.t, kind) })
    });
    let mut others: Vec<String> =
        control.iso42001.iter().map(|id| format!("ISO/IEC 42001 {id}")).collect();
    others.extend(control.nist.iter().map(|id| format!("NIST AI RMF {id}")));
    Row {
        id: &control.id,
        name: control.name.get(lang),
        about: control.about.get(lang),
        kinds: kinds.collect(),
        frameworks: frameworks.collect(),
        others: others.join(&ask.t.say("list-comma")),
    }
}

/// The room that can make a kind of evidence, or that it is handed over.
fn maker(t: Texts, kind: &EvidenceKind) -> String {
    t.say(match kind.room {
        Some(MeasuringRoom::Eval) => "controls-room-eval",
        Some(MeasuringRoom::Screen) => "controls-room-screen",
        Some(MeasuringRoom::Media) => "controls-room-media",
        Some(MeasuringRoom::Atlas) => "controls-room-atlas",
        None => "controls-room-none",
    })
}
