use askama::Template;
use tenbin_law::{FineRule, Framework, Library, Penalty, Period, Provision, StatusKind};
use tenbin_report::{Texts, words};
use tenbin_vocab::{Bilingual, Date};

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::site::Ask;

#[derive(Template)]
#[template(path = "frameworks.html")]
struct Frameworks<'a> {
    frame: Frame,
    action: String,
    q: String,
    today: Date,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    href: String,
    title: &'a str,
    instrument: &'a str,
    jurisdiction: &'a str,
    binding: String,
    state: String,
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
    history: Vec<History<'a>>,
    versions: Vec<Version<'a>>,
    languages: String,
    json: String,
    action: String,
    q: String,
    shown: usize,
    all: usize,
    articles: Vec<Article<'a>>,
    penalties: Vec<Fine<'a>>,
    signatories: Vec<&'a str>,
    sources: Vec<&'a tenbin_law::Source>,
}

struct History<'a> {
    on: Date,
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
    let (t, lang) = (ask.t, ask.lang());
    let library = ask.source.library()?;
    let today = ask.source.today();
    let q = ask.query.text("q");
    let wanted = wanted(&q);
    let rows = library
        .frameworks()
        .iter()
        .filter(|framework| {
            let Bilingual { ja, en } = &framework.title;
            let text = format!("{} {ja} {en} {}", framework.id, framework.instrument);
            holds(&format!("{text} {}", framework.jurisdiction), &wanted)
        })
        .map(|framework| Row {
            href: address::framework(lang, &framework.id),
            title: framework.title.get(lang),
            instrument: &framework.instrument,
            jurisdiction: &framework.jurisdiction,
            binding: t.say(binding(framework.binding)),
            state: framework
                .status_on(today)
                .map_or_else(|| "–".to_owned(), |status| t.say(state(status.status))),
            version: framework.version_on(today).map(|version| version.id.as_str()),
            provisions: provisions(library, &framework.id).count(),
            mark: framework.confidence.as_str(),
        })
        .collect();
    let frame = ask.frame(Room::Law, t.say("frameworks-title"));
    let action = ask.href("/frameworks");
    Ok(Frameworks { frame, action, q, today, rows }.render()?)
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
        history: history(ask, framework),
        versions: framework
            .versions
            .iter()
            .map(|version| Version {
                id: &version.id,
                period: period(t, version.in_force),
                current: version.in_force.holds(today),
            })
            .collect(),
        languages: framework.authoritative_languages.join(&t.say("list-comma")),
        json: format!("/api/v1/law/{}", address::encode(id)),
        action: address::framework(lang, id),
        q,
        shown: found.len(),
        all,
        articles,
        penalties: framework.penalties.iter().map(|penalty| fine(ask, penalty)).collect(),
        signatories: framework
            .signatories
            .iter()
            .map(|signatory| signatory.name.as_str())
            .collect(),
        sources: sources(library, framework),
    };
    Ok(page.render()?)
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

fn history<'a>(ask: &Ask<'_>, framework: &'a Framework) -> Vec<History<'a>> {
    let note = |note: &'a Option<Bilingual>| note.as_ref().map_or("", |note| note.get(ask.lang()));
    let mut lines: Vec<History<'a>> = framework
        .status
        .iter()
        .map(|status| History {
            on: status.on,
            what: ask.t.say(state(status.status)),
            note: note(&status.note),
            mark: status.confidence.as_str(),
        })
        .chain(framework.events.iter().map(|event| History {
            on: event.on,
            what: event.note.get(ask.lang()).to_owned(),
            note: "",
            mark: event.confidence.as_str(),
        }))
        .collect();
    lines.sort_by_key(|line| line.on);
    lines
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

fn state(state: StatusKind) -> &'static str {
    match state {
        StatusKind::Proposed => "state-proposed",
        StatusKind::Adopted => "state-adopted",
        StatusKind::InForce => "state-in-force",
        StatusKind::Applies => "state-applies",
        StatusKind::Amended => "state-amended",
        StatusKind::Superseded => "state-superseded",
        StatusKind::Repealed => "state-repealed",
        StatusKind::Rescinded => "state-rescinded",
        StatusKind::Published => "state-published",
    }
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
