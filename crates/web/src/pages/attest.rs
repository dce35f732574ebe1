use askama::Template;
use tenbin_report::minute;
use tenbin_vocab::Lang;

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::{LINES, Paging};
use crate::site::Ask;
use crate::source::EvidenceLine;

#[derive(Template)]
#[template(path = "attest.html")]
struct Attest {
    frame: Frame,
    total: usize,
    rows: Vec<Row>,
    paging: Paging,
}

struct Row {
    href: String,
    short: String,
    kind: String,
    assessment: String,
    assessment_href: String,
    made_at: String,
    simulation: bool,
}

/// `/ja/attest`: how to verify, and the evidence that is here.
pub(crate) fn page(ask: &Ask<'_>) -> Result<String, Failure> {
    let found = ask.source.evidence(ask.query.page(LINES)?)?;
    let library = ask.source.library()?;
    let kind = |id: &str| {
        let known = library.evidence_kinds().iter().find(|kind| kind.id == id);
        known.map_or_else(|| id.to_owned(), |kind| kind.name.get(ask.lang()).to_owned())
    };
    let rows = found.items.iter().map(|line| row(ask.lang(), line, kind(&line.kind))).collect();
    let page = Attest {
        frame: ask.frame(Room::Attest, ask.t.say("attest-title")),
        total: found.total,
        rows,
        paging: Paging::new(&ask.query, found.total, LINES)?,
    };
    Ok(page.render()?)
}

fn row(lang: Lang, line: &EvidenceLine, kind: String) -> Row {
    let hex = line.id.strip_prefix("sha256:").unwrap_or(&line.id);
    Row {
        href: address::evidence(lang, &line.assessment, &line.id),
        short: hex.chars().take(12).collect(),
        kind,
        assessment: line.assessment.clone(),
        assessment_href: address::assessment(lang, &line.assessment),
        made_at: minute(line.made_at),
        simulation: line.simulation,
    }
}
