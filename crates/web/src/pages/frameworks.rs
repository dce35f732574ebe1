use askama::Template;
use tenbin_law::{
    ChangeKind, FineRule, Framework, Library, Penalty, Period, Provision, Signatory, TextKind,
};
use tenbin_report::{Texts, dated, words};
use tenbin_vocab::{Bilingual, Date};

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::Choice;
use crate::pages::lawful::{Stand, jurisdiction, languages, state, tongues, warning};
use crate::pages::timeline::places;
use crate::site::Ask;

#[derive(Template)]
#[template(path = "frameworks.html")]
struct Frameworks<'a> {
    frame: Frame,
    action: String,
    q: String,
    today: Date,
    jurisdictions: Vec<Choice>,
    forces: Vec<Choice>,
    stands: Vec<Choice>,
    total: usize,
    groups: Vec<Group<'a>>,
}

/// The frameworks of one jurisdiction.
struct Group<'a> {
    name: String,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    href: String,
    title: &'a str,
    instrument: &'a str,
    binding: String,
    state: String,
    languages: String,
    version: Option<&'a str>,
    provisions: usize,
    mark: &'static str,
}

#[derive(Template)]
#[template(path = "framework.html")]
struct FrameworkPage<'a> {
    frame: Frame,
    framework: &'a Framework,
    title: &'a str,
    binding: String,
    note: Option<&'a str>,
    warning: Option<String>,
    weak: Option<String>,
    book: String,
    place: String,
    state: String,
    history: Vec<History<'a>>,
    events: Vec<History<'a>>,
    changes: Vec<Changes<'a>>,
    versions: Vec<Version<'a>>,
    languages: String,
    tongues: String,
    json: String,
    action: String,
    q: String,
    shown: usize,
    all: usize,
    articles: Vec<Article<'a>>,
    penalties: Vec<Fine<'a>>,
    signed: usize,
    signatories: Vec<Signed<'a>>,
    sources: Vec<&'a tenbin_law::Source>,
}

/// What one version of the text changed.
struct Changes<'a> {
    version: &'a str,
    on: Date,
    parts: Vec<(String, Vec<(String, &'a str)>)>,
}

/// The signatories of one part or list.
struct Signed<'a> {
    group: &'a str,
    names: Vec<(&'a str, String)>,
}

struct History<'a> {
    on: String,
    sources: String,
    what: String,
    note: &'a str,
    mark: &'static str,
}

struct Version<'a> {
    id: &'a str,
    period: String,
    current: bool,
}

struct Article<'a> {
    head: String,
    rows: Vec<Duty<'a>>,
}

struct Duty<'a> {
    href: String,
    title: &'a str,
    cite: &'a str,
    versions: usize,
    mark: &'static str,
    force: String,
    gist: &'a str,
}

struct Fine<'a> {
    id: &'a str,
    covers: &'a str,
    cite: &'a str,
    most: String,
    note: &'a str,
    period: String,
    mark: &'static str,
}

/// `/ja/frameworks`
pub(crate) fn list(ask: &Ask<'_>) -> Result<String, Failure> {
    let t = ask.t;
    let library = ask.source.library()?;
    let today = ask.source.today();
    let q = ask.query.text("q");
    let wanted = wanted(&q);
    let query = &ask.query;
    let (place, force, stand) = (query.get("jurisdiction"), query.get("force"), query.get("stand"));
    if force.is_some_and(|force| !["yes", "no"].contains(&force))
        || stand.is_some_and(|stand| Stand::ALL.iter().all(|known| known.id() != stand))
    {
        return Err(Failure::Bad);
    }
    let kept = library.frameworks().iter().filter(|framework| {
        let Bilingual { ja, en } = &framework.title;
        let text = format!("{} {ja} {en} {}", framework.id, framework.instrument);
        let home = jurisdiction(t, &framework.jurisdiction);
        holds(&format!("{text} {} {home}", framework.jurisdiction), &wanted)
            && place.is_none_or(|place| framework.jurisdiction == place)
            && force.is_none_or(|force| framework.binding == (force == "yes"))
            && stand.is_none_or(|stand| Stand::of(framework, today).id() == stand)
    });
    let mut sorted: Vec<&Framework> = kept.collect();
    sorted.sort_by(|a, b| a.jurisdiction.cmp(&b.jurisdiction));
    let total = sorted.len();
    let groups = sorted
        .chunk_by(|a, b| a.jurisdiction == b.jurisdiction)
        .filter_map(|group| {
            let name = jurisdiction(t, &group.first()?.jurisdiction);
            Some(Group { name, rows: group.iter().map(|one| row(ask, library, one)).collect() })
        })
        .collect();
    let page = Frameworks {
        frame: ask.frame(Room::Law, t.say("frameworks-title")),
        action: ask.href("/frameworks"),
        q,
        today,
        jurisdictions: places(ask, library, place),
        forces: [("yes", "binding-yes"), ("no", "binding-no")]
            .map(|(id, key)| Choice::new(id, t.say(key), force))
            .into(),
        stands: Stand::ALL.map(|one| Choice::new(one.id(), t.say(one.key()), stand)).into(),
        total,
        groups,
    };
    Ok(page.render()?)
}

/// `/ja/frameworks/<id>`
pub(crate) fn one(ask: &Ask<'_>, id: &str) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let library = ask.source.library()?;
    let framework = library.framework(id).ok_or(Failure::NotFound)?;
    let today = ask.source.today();
    let q = ask.query.text("q");
    let words = wanted(&q);
    let all = provisions(library, id).count();
    let found: Vec<&Provision> =
        provisions(library, id).filter(|provision| mentions(provision, &words)).collect();
    let mut articles: Vec<Article<'_>> = Vec::new();
    let mut last = None;
    for provision in &found {
        if last != Some(&provision.article) {
            last = Some(&provision.article);
            let title = provision.article_title.get(lang);
            articles
                .push(Article { head: format!("{} {title}", provision.article), rows: Vec::new() });
        }
        if let (Some(article), Some(duty)) = (articles.last_mut(), duty(ask, provision, today)) {
            article.rows.push(duty);
        }
    }
    let page = FrameworkPage {
        frame: ask
            .frame(Room::Law, framework.title.get(lang))
            .under(ask.href("/frameworks"), t.say("frameworks-title")),
        framework,
        title: framework.title.get(lang),
        binding: t.say(binding(framework.binding)),
        note: framework.note.as_ref().map(|note| note.get(lang)),
        warning: warning(t, framework.confidence),
        weak: weak(t, library, framework),
        book: format!("{}/book.html", address::framework(ask.lang(), &framework.id)),
        place: jurisdiction(t, &framework.jurisdiction),
        state: state(t, framework, today),
        history: history(ask, framework),
        events: events(ask, framework),
        changes: changes(ask, library, framework),
        versions: framework
            .versions
            .iter()
            .map(|version| Version {
                id: &version.id,
                period: period(t, version.in_force),
                current: version.in_force.holds(today),
            })
            .collect(),
        languages: languages(t, &framework.authoritative_languages),
        tongues: tongues(t, &framework.authoritative_languages),
        json: format!("/api/v1/law/{}", address::encode(id)),
        action: address::framework(lang, id),
        q,
        shown: found.len(),
        all,
        articles,
        penalties: framework.penalties.iter().map(|penalty| fine(ask, penalty)).collect(),
        signed: framework.signatories.len(),
        signatories: signed(t, &framework.signatories),
        sources: sources(library, framework),
    };
    Ok(page.render()?)
}

fn row<'a>(ask: &Ask<'_>, library: &Library, framework: &'a Framework) -> Row<'a> {
    let (t, lang, today) = (ask.t, ask.lang(), ask.source.today());
    Row {
        href: address::framework(lang, &framework.id),
        title: framework.title.get(lang),
        instrument: &framework.instrument,
        binding: t.say(binding(framework.binding)),
        state: state(t, framework, today),
        languages: tongues(t, &framework.authoritative_languages),
        version: framework.version_on(today).map(|version| version.id.as_str()),
        provisions: provisions(library, &framework.id).count(),
        mark: framework.confidence.as_str(),
    }
}

fn provisions<'a>(library: &'a Library, framework: &'a str) -> impl Iterator<Item = &'a Provision> {
    library.provisions().iter().filter(move |provision| provision.framework == framework)
}

/// The words of a search, lower case.
fn wanted(text: &str) -> Vec<String> {
    text.to_lowercase().split_whitespace().map(str::to_owned).collect()
}

fn holds(text: &str, words: &[String]) -> bool {
    let text = text.to_lowercase();
    words.iter().all(|word| text.contains(word))
}

fn mentions(provision: &Provision, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let Bilingual { ja, en } = &provision.title;
    let mut text = format!("{} {ja} {en} {} ", provision.id, provision.article);
    for version in &provision.versions {
        let Bilingual { ja, en } = &version.duty.text;
        text.push_str(&format!("{} {ja} {en} {} ", version.cite, version.when.text));
    }
    holds(&text, words)
}

fn duty<'a>(ask: &Ask<'_>, provision: &'a Provision, today: Date) -> Option<Duty<'a>> {
    // The text of today, or the nearest one there is.
    let versions = &provision.versions;
    let version = versions
        .iter()
        .find(|version| version.in_force.holds(today))
        .or_else(|| versions.iter().find(|version| version.in_force.from > today))
        .or_else(|| versions.last())?;
    Some(Duty {
        href: address::provision(ask.lang(), &provision.id),
        title: provision.title.get(ask.lang()),
        cite: &version.cite,
        versions: versions.len(),
        mark: version.confidence.as_str(),
        force: ask.t.say(words::force(version.duty.force)),
        gist: version.duty.text.get(ask.lang()),
    })
}

/// How many provisions rest on memory or are uncertain.
fn weak(t: Texts, library: &Library, framework: &Framework) -> Option<String> {
    let all = provisions(library, &framework.id).count();
    let weak = provisions(library, &framework.id)
        .filter(|one| one.versions.last().is_some_and(|last| last.confidence.needs_warning()))
        .count();
    (weak > 0).then(|| t.part("framework-weak", weak, all))
}

fn history<'a>(ask: &Ask<'_>, framework: &'a Framework) -> Vec<History<'a>> {
    let note = |note: &'a Option<Bilingual>| note.as_ref().map_or("", |note| note.get(ask.lang()));
    framework
        .status
        .iter()
        .map(|status| History {
            on: status.on.to_string(),
            sources: status.sources.join(" "),
            what: ask.t.say(dated::status(status.status)),
            note: note(&status.note),
            mark: status.confidence.as_str(),
        })
        .collect()
}

fn events<'a>(ask: &Ask<'_>, framework: &'a Framework) -> Vec<History<'a>> {
    use tenbin_law::EventPrecision as Known;
    framework
        .events
        .iter()
        .map(|event| History {
            on: match event.precision {
                Known::Day => event.on.to_string(),
                Known::Month => event.on.strftime("%Y-%m").to_string(),
                Known::Year => event.on.strftime("%Y").to_string(),
            },
            sources: event.sources.join(" "),
            what: event.note.get(ask.lang()).to_owned(),
            note: "",
            mark: event.confidence.as_str(),
        })
        .collect()
}

/// What each version of the text but the first changed, kind by kind.
fn changes<'a>(ask: &Ask<'_>, library: &'a Library, framework: &'a Framework) -> Vec<Changes<'a>> {
    let (t, lang) = (ask.t, ask.lang());
    let mut found = Vec::new();
    for version in framework.versions.iter().skip(1) {
        let on = version.in_force.from;
        let diff = on.yesterday().ok().and_then(|eve| library.diff(&framework.id, eve, on));
        let mut parts = Vec::new();
        for change in [ChangeKind::Added, ChangeKind::Changed, ChangeKind::Ended] {
            let changed = diff.iter().flat_map(|diff| &diff.changes);
            let names: Vec<(String, &'a str)> = changed
                .filter(|one| one.kind == TextKind::Provision && one.change == change)
                .filter_map(|one| {
                    let provision = library.provision(&one.id)?;
                    Some((address::provision(lang, &one.id), provision.title.get(lang)))
                })
                .collect();
            if !names.is_empty() {
                parts.push((t.say(dated::change_kind(change)), names));
            }
        }
        if !parts.is_empty() {
            found.push(Changes { version: &version.id, on, parts });
        }
    }
    found.reverse();
    found
}

/// The signatories by the part they signed or the list that names them.
fn signed<'a>(t: Texts, all: &'a [Signatory]) -> Vec<Signed<'a>> {
    let mut found: Vec<Signed<'a>> = Vec::new();
    for one in all {
        let group = one.group.as_deref().unwrap_or_default();
        let since = one.since.map(|date| t.value("framework-signed-since", date));
        let entry = (one.name.as_str(), since.unwrap_or_default());
        match found.iter_mut().find(|known| known.group == group) {
            Some(known) => known.names.push(entry),
            None => found.push(Signed { group, names: vec![entry] }),
        }
    }
    found
}

fn fine<'a>(ask: &Ask<'_>, penalty: &'a Penalty) -> Fine<'a> {
    let t = ask.t;
    let fixed = penalty.fixed_max.map(|amount| {
        format!("{} {}", grouped(amount), penalty.currency.as_deref().unwrap_or_default())
    });
    let share = penalty.turnover_percent.map(|share| t.value("penalty-turnover", share));
    let most = match (fixed, share) {
        (Some(fixed), Some(share)) => {
            let key = match penalty.rule {
                Some(FineRule::LowerOf) => "penalty-lower",
                _ => "penalty-higher",
            };
            t.value(key, [fixed, share].join(&t.say("list-or")))
        }
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "–".to_owned(),
    };
    Fine {
        id: &penalty.id,
        covers: penalty.covers.get(ask.lang()),
        cite: &penalty.cite,
        most,
        note: penalty.note.as_ref().map_or("", |note| note.get(ask.lang())),
        period: match penalty.from {
            Some(from) => period(t, Period { from, until: penalty.until }),
            None => "–".to_owned(),
        },
        mark: penalty.confidence.as_str(),
    }
}

/// A whole amount with its thousands apart.
fn grouped(amount: f64) -> String {
    let digits = format!("{amount:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The sources a framework and its texts name.
fn sources<'a>(library: &'a Library, framework: &Framework) -> Vec<&'a tenbin_law::Source> {
    let mut ids: Vec<&str> = framework.sources.iter().map(String::as_str).collect();
    for provision in provisions(library, &framework.id) {
        ids.extend(
            provision.versions.iter().flat_map(|version| &version.sources).map(String::as_str),
        );
    }
    library.sources().iter().filter(|source| ids.contains(&source.id.as_str())).collect()
}

/// A half-open period in words.
pub(crate) fn period(t: Texts, period: Period) -> String {
    match period.until {
        None => t.value("date-from", period.from),
        Some(until) => {
            let last = until.yesterday().unwrap_or(until);
            format!("{} – {last}", period.from)
        }
    }
}

fn binding(binding: bool) -> &'static str {
    if binding { "binding-yes" } else { "binding-no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        assert_eq!(grouped(15_000_000.0), "15,000,000");
        assert_eq!(grouped(750.0), "750");
        assert_eq!(grouped(1_000.4), "1,000");
    }
}
