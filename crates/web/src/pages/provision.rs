use askama::Template;
use tenbin_law::{Library, Provision, ProvisionVersion};
use tenbin_report::{Texts, words};
use tenbin_vocab::Date;

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::frameworks::period;
use crate::site::Ask;

#[derive(Template)]
#[template(path = "provision.html")]
struct ProvisionPage<'a> {
    frame: Frame,
    title: &'a str,
    framework: &'a str,
    article: String,
    id: &'a str,
    roles: String,
    controls: Vec<String>,
    versions: Vec<Version<'a>>,
}

struct Version<'a> {
    period: String,
    current: bool,
    mark: &'static str,
    meaning: String,
    force: String,
    gist: &'a str,
    cite: &'a str,
    amended_by: &'a str,
    when: &'a str,
    exceptions: Vec<(&'a str, &'a str)>,
    applies: Vec<String>,
    evidence: String,
    penalty: Option<(String, String)>,
    sources: Vec<String>,
    note: &'a str,
}

/// `/ja/provisions/<id>`: every version of one provision, newest first.
pub(crate) fn page(ask: &Ask<'_>, id: &str) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let library = ask.source.library()?;
    let provision = library.provision(id).ok_or(Failure::NotFound)?;
    let framework = library.framework(&provision.framework).ok_or(Failure::NotFound)?;
    let today = ask.source.today();
    let role = |id: &String| {
        let known = library.roles().iter().find(|role| role.id == *id);
        let named = known.and_then(|role| role.name.as_ref()).map(|name| name.get(lang).to_owned());
        named.unwrap_or_else(|| words::role(id).map_or_else(|| id.clone(), |key| t.say(key)))
    };
    let control = |id: &String| {
        let known = library.controls().iter().find(|control| control.id == *id);
        known.map_or_else(|| id.clone(), |control| format!("{id} {}", control.name.get(lang)))
    };
    let article = format!("{} {}", provision.article, provision.article_title.get(lang));
    let page = ProvisionPage {
        frame: ask
            .frame(Room::Law, provision.title.get(lang))
            .under(ask.href("/frameworks"), t.say("frameworks-title"))
            .under(address::framework(lang, &framework.id), framework.title.get(lang)),
        title: provision.title.get(lang),
        framework: framework.title.get(lang),
        article,
        id: &provision.id,
        roles: provision.binds.iter().map(role).collect::<Vec<_>>().join(&t.say("list-comma")),
        controls: provision.controls.iter().map(control).collect(),
        versions: provision
            .versions
            .iter()
            .rev()
            .map(|version| version_of(ask, library, provision, version, today))
            .collect(),
    };
    Ok(page.render()?)
}

fn version_of<'a>(
    ask: &Ask<'_>,
    library: &'a Library,
    provision: &'a Provision,
    version: &'a ProvisionVersion,
    today: Date,
) -> Version<'a> {
    let (t, lang) = (ask.t, ask.lang());
    let kind = |id: &String| {
        let known = library.evidence_kinds().iter().find(|kind| kind.id == *id);
        known.map_or_else(|| id.clone(), |kind| kind.name.get(lang).to_owned())
    };
    let source = |id: &String| {
        let known = library.sources().iter().find(|source| source.id == *id);
        known.map_or_else(|| id.clone(), |source| format!("{id} {}", source.what))
    };
    Version {
        period: period(t, version.in_force),
        current: version.in_force.holds(today),
        mark: version.confidence.as_str(),
        meaning: t.say(words::confidence(version.confidence)),
        force: t.say(words::force(version.duty.force)),
        gist: version.duty.text.get(lang),
        cite: &version.cite,
        amended_by: version.amended_by.as_deref().unwrap_or_default(),
        when: &version.when.text,
        exceptions: version
            .except
            .iter()
            .map(|exception| (exception.when.text.as_str(), exception.cite.as_str()))
            .collect(),
        applies: applies(ask, library, provision, version),
        evidence: version
            .duty
            .evidence
            .iter()
            .map(kind)
            .collect::<Vec<_>>()
            .join(&t.say("list-comma")),
        penalty: version.duty.penalty.as_ref().map(|id| {
            let penalty = library.penalty(&provision.framework, id);
            let name = penalty.map_or_else(
                || id.clone(),
                |penalty| format!("{} {}", penalty.cite, penalty.covers.get(lang)),
            );
            let page = address::framework(lang, &provision.framework);
            (format!("{page}#penalty-{}", address::encode(id)), name)
        }),
        sources: version.sources.iter().map(source).collect(),
        note: version.note.as_ref().map_or("", |note| note.get(lang)),
    }
}

/// From when and until when the duty runs, line by line.
fn applies(
    ask: &Ask<'_>,
    library: &Library,
    provision: &Provision,
    version: &ProvisionVersion,
) -> Vec<String> {
    let t = ask.t;
    let mut lines = Vec::new();
    if let Some(date) = version.applies_from {
        lines.push(t.value("date-from", date));
    }
    if let Some(id) = &version.schedule {
        let framework = library.framework(&provision.framework);
        let schedule = framework
            .and_then(|framework| framework.schedules.iter().find(|schedule| schedule.id == *id));
        for text in schedule.iter().flat_map(|schedule| &schedule.versions) {
            for start in &text.starts {
                let from = t.value("date-from", start.date);
                lines.push(format!("{from} · {} · {}", start.when.text, start.cite));
            }
            lines.extend(text.legacy.iter().map(|rule| earlier(t, rule)));
        }
    }
    lines.extend(version.legacy.iter().map(|rule| earlier(t, rule)));
    if let Some(date) = version.applies_until {
        lines.push(t.value("date-until", date));
    }
    if let Some(clock) = &version.duty.by {
        let days = usize::try_from(clock.offset_days).unwrap_or(0);
        lines.push(format!("{} · {}", t.count_of("duty-clock", days, &clock.anchor), clock.cite));
    }
    if lines.is_empty() {
        lines.push(t.say("applies-unknown"));
    }
    lines
}

fn earlier(t: Texts, rule: &tenbin_law::Legacy) -> String {
    let from = rule.date.map_or_else(|| t.say("duty-never"), |date| t.value("date-from", date));
    format!("{from} · {} · {}", rule.when.text, rule.cite)
}
