use askama::Template;
use tenbin_law::{FieldChange, Framework, Library, Provision, ProvisionVersion, Said};
use tenbin_report::{Texts, dated, words};
use tenbin_vocab::Date;

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::frameworks::period;
use crate::pages::lawful::{tongues, warning};
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
    languages: String,
    action: String,
    as_of: Date,
    not_then: bool,
    versions: Vec<Version<'a>>,
    /// Heads and rows of the versions side by side; empty for one version.
    heads: Vec<String>,
    rows: Vec<(String, Vec<Cell>)>,
    changes: Vec<Change>,
    json: String,
}

/// What one version says in one field, and whether it said so before.
struct Cell {
    says: Vec<String>,
    changed: bool,
}

/// What one version changed.
struct Change {
    from: String,
    by: String,
    fields: Vec<(String, Vec<String>, Vec<String>)>,
}

struct Version<'a> {
    period: String,
    current: bool,
    mark: &'static str,
    warning: Option<String>,
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

/// `/ja/provisions/<id>`: every version of one provision; `?as_of=` puts the one of
/// that day first, today's otherwise.
pub(crate) fn page(ask: &Ask<'_>, id: &str) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let library = ask.source.library()?;
    let provision = library.provision(id).ok_or(Failure::NotFound)?;
    let framework = library.framework(&provision.framework).ok_or(Failure::NotFound)?;
    let as_of = match ask.query.get("as_of") {
        None => ask.source.today(),
        Some(text) => text.parse().map_err(|_| Failure::Bad)?,
    };
    let versions = &provision.versions;
    let then = versions.iter().position(|version| version.in_force.holds(as_of));
    let nearest = then
        .or_else(|| versions.iter().position(|version| version.in_force.from > as_of))
        .unwrap_or(versions.len().saturating_sub(1));
    // The version that is read, then the others, newest first.
    let mut order: Vec<usize> = (0..versions.len()).rev().filter(|at| *at != nearest).collect();
    order.insert(0, nearest);
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
        languages: tongues(t, &framework.authoritative_languages),
        action: address::provision(lang, &provision.id),
        as_of,
        not_then: then.is_none(),
        versions: order
            .iter()
            .filter_map(|at| versions.get(*at))
            .map(|version| version_of(ask, library, provision, version, as_of))
            .collect(),
        heads: versions.iter().map(|version| period(t, version.in_force)).collect(),
        rows: side_by_side(ask, framework, provision),
        changes: changes(ask, framework, provision),
        json: format!("/api/v1/law/{}", address::encode(id)),
    };
    Ok(page.render()?)
}

fn said(ask: &Ask<'_>, list: &[Said]) -> Vec<String> {
    let one = |said: &Said| match said {
        Said::Both(words) => words.get(ask.lang()).to_owned(),
        Said::Plain(text) => text.clone(),
    };
    list.iter().map(one).collect()
}

/// What each version says, field by field; only fields that ever differ.
fn side_by_side(
    ask: &Ask<'_>,
    framework: &Framework,
    provision: &Provision,
) -> Vec<(String, Vec<Cell>)> {
    let Some((first, rest)) = provision.versions.split_first().filter(|(_, rest)| !rest.is_empty())
    else {
        return Vec::new();
    };
    let steps: Vec<Vec<FieldChange>> = provision
        .versions
        .windows(2)
        .filter_map(|pair| Some(provision.compare(framework, pair.first()?, pair.last()?)))
        .collect();
    let whole = provision.fields(framework, first);
    let mut rows = Vec::new();
    for (field, begin) in whole {
        let changed = |step: &Vec<FieldChange>| step.iter().any(|change| change.field == field);
        if !steps.iter().any(changed) {
            continue;
        }
        let mut cells = vec![Cell { says: said(ask, &begin), changed: false }];
        for (version, step) in rest.iter().zip(&steps) {
            let fields = provision.fields(framework, version);
            let says = fields.into_iter().find(|(other, _)| *other == field);
            let says = says.map(|(_, says)| said(ask, &says)).unwrap_or_default();
            cells.push(Cell { says, changed: changed(step) });
        }
        rows.push((ask.t.say(dated::field(field)), cells));
    }
    rows
}

/// What changed from each version to the next, newest first.
fn changes(ask: &Ask<'_>, framework: &Framework, provision: &Provision) -> Vec<Change> {
    let mut found: Vec<Change> = provision
        .versions
        .windows(2)
        .filter_map(|pair| {
            let (before, after) = (pair.first()?, pair.last()?);
            let fields = provision.compare(framework, before, after);
            let told = |change: &FieldChange| {
                let name = ask.t.say(dated::field(change.field));
                (name, said(ask, &change.before), said(ask, &change.after))
            };
            Some(Change {
                from: after.in_force.from.to_string(),
                by: after.amended_by.clone().unwrap_or_default(),
                fields: fields.iter().map(told).collect(),
            })
        })
        .collect();
    found.reverse();
    found
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
        warning: warning(t, version.confidence),
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
