//! One question after the other, without a script: the whole state stands in the
//! address, so that a bookmark keeps it and every answer can be taken back.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use tenbin_law::{DutyAnswer, FactDefinition, FactKind, Inquiry, Library, Selection, read_answer};
use tenbin_report::{Texts, words};
use tenbin_vocab::{Date, FactState, Facts, Lang};

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::lawful::jurisdiction;
use crate::query::Query;
use crate::site::{Ask, Site};

/// Marks the parameters that are answers.
const ANSWER: &str = "a.";
/// Duties named below a question.
const NAMED: usize = 6;

#[derive(Template)]
#[template(path = "ask.html")]
struct AskPage<'a> {
    frame: Frame,
    action: String,
    as_of: Date,
    /// What is looked at; none chooses first.
    places: Vec<Place<'a>>,
    chosen: Vec<String>,
    /// The state so far, carried by the form.
    hidden: Vec<(String, String)>,
    question: Option<Question<'a>>,
    settled: Option<String>,
    mistake: Option<String>,
    rows: Vec<Row>,
    answers: Vec<Answered<'a>>,
    duties: Vec<Group<'a>>,
    facts: String,
    download: String,
    again: String,
}

struct Place<'a> {
    code: &'a str,
    name: String,
    frameworks: Vec<(&'a str, &'a str)>,
}

struct Question<'a> {
    fact: &'a str,
    field: String,
    text: &'a str,
    help: &'a str,
    kind: &'static str,
    unit: &'a str,
    values: Vec<(String, String)>,
    why: String,
    can: String,
    hangs: Vec<(String, &'a str, String)>,
    more: usize,
}

struct Row {
    href: String,
    name: String,
    counts: [usize; 4],
}

struct Answered<'a> {
    undo: String,
    text: &'a str,
    answer: String,
}

struct Group<'a> {
    framework: &'a str,
    rows: Vec<Duty<'a>>,
}

struct Duty<'a> {
    href: String,
    title: &'a str,
    cite: &'a str,
    force: String,
    state: String,
    mark: &'static str,
}

/// What an address says.
struct Talk<'a> {
    as_of: Date,
    selection: Selection,
    begun: bool,
    given: Vec<(&'a FactDefinition, FactState)>,
    later: BTreeSet<String>,
    /// The state in the order it was built, to be carried on.
    hidden: Vec<(String, String)>,
    mistake: Option<String>,
}

impl<'a> Talk<'a> {
    fn read(query: &Query, library: &'a Library, today: Date) -> Result<Self, Failure> {
        let undo: Vec<&str> =
            query.pairs().filter(|(name, _)| *name == "undo").map(|(_, value)| value).collect();
        let mut talk = Self {
            as_of: today,
            selection: Selection::all(),
            begun: false,
            given: Vec::new(),
            later: BTreeSet::new(),
            hidden: Vec::new(),
            mistake: None,
        };
        let mut frameworks: BTreeSet<&str> = BTreeSet::new();
        let mut chosen: Vec<(&FactDefinition, Vec<&str>)> = Vec::new();
        for (name, value) in query.pairs() {
            let keep = (name.to_owned(), value.to_owned());
            match name {
                "undo" => {}
                "begin" => {
                    talk.begun = true;
                    talk.hidden.push(keep);
                }
                "as_of" => {
                    talk.as_of = value.parse().map_err(|_| Failure::Bad)?;
                    talk.hidden.push(keep);
                }
                "framework" => {
                    frameworks.insert(library.framework(value).ok_or(Failure::Bad)?.id.as_str());
                    talk.hidden.push(keep);
                }
                "jurisdiction" => {
                    let there = library.frameworks().iter();
                    let there = there.filter(|found| found.jurisdiction == value);
                    frameworks.extend(there.map(|found| found.id.as_str()));
                    talk.hidden.push(keep);
                }
                _ => {
                    let (fact, value) = match (name, name.strip_prefix(ANSWER)) {
                        ("later" | "unknown", _) => (value, None),
                        (_, Some(fact)) => (fact, Some(value)),
                        _ => continue,
                    };
                    let fact = library.vocabulary().get(fact).ok_or(Failure::Bad)?;
                    if undo.contains(&fact.name.as_str()) {
                        continue;
                    }
                    match value {
                        Some(value) => {
                            match chosen.iter_mut().find(|(one, _)| one.name == fact.name) {
                                Some((_, values)) => values.push(value),
                                None => chosen.push((fact, vec![value])),
                            }
                        }
                        None if name == "later" => {
                            talk.later.insert(fact.name.clone());
                            talk.hidden.push(keep);
                        }
                        None => chosen.push((fact, vec!["?"])),
                    }
                }
            }
        }
        for (fact, values) in chosen {
            // What is typed last counts; the words of a list count together.
            let text = match (&fact.kind, values.last()) {
                (FactKind::OneOf { .. }, _) => values.join(","),
                (_, Some(last)) => (*last).to_owned(),
                (_, None) => continue,
            };
            let text = if values.contains(&"?") { "?".to_owned() } else { text };
            match read_answer(&fact.name, fact, &text) {
                Ok(FactState::Unknown) => {
                    talk.hidden.push(("unknown".to_owned(), fact.name.clone()));
                    talk.given.push((fact, FactState::Unknown));
                }
                Ok(state) => {
                    talk.hidden.push((format!("{ANSWER}{}", fact.name), text));
                    talk.given.push((fact, state));
                }
                Err(_) => talk.mistake = Some(text),
            }
        }
        talk.begun |= !frameworks.is_empty();
        talk.selection = library.select(frameworks).map_err(|_| Failure::Bad)?;
        Ok(talk)
    }

    fn facts(&self) -> Facts {
        self.given.iter().map(|(fact, state)| (fact.name.clone(), state.clone())).collect()
    }

    fn inquire(&self, library: &Library, facts: &Facts) -> Inquiry {
        library.prepare(self.as_of, &self.selection).inquire(facts, &self.later)
    }

    /// The state as the query of an address; begins with `?`.
    fn query(&self) -> String {
        let pairs = self
            .hidden
            .iter()
            .map(|(name, value)| format!("{}={}", address::encode(name), address::encode(value)));
        format!("?{}", pairs.collect::<Vec<_>>().join("&"))
    }
}

/// `/ja/ask`
pub(crate) fn page(ask: &Ask<'_>) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let library = ask.source.library()?;
    let talk = Talk::read(&ask.query, library, ask.source.today())?;
    let mut page = AskPage {
        frame: ask.frame(Room::Law, t.say("ask-title")),
        action: ask.href("/ask"),
        as_of: talk.as_of,
        places: Vec::new(),
        chosen: Vec::new(),
        hidden: Vec::new(),
        question: None,
        settled: None,
        mistake: talk.mistake.as_ref().map(|text| t.value("ask-mistake", text)),
        rows: Vec::new(),
        answers: Vec::new(),
        duties: Vec::new(),
        facts: String::new(),
        download: String::new(),
        again: ask.href("/ask"),
    };
    if !talk.begun {
        page.places = places(ask, library);
        return Ok(page.render()?);
    }
    let facts = talk.facts();
    let inquiry = talk.inquire(library, &facts);
    page.settled = settled(&talk, library, t, &inquiry);
    page.question = question(ask, library, &inquiry);
    page.rows = inquiry
        .frameworks
        .iter()
        .map(|one| Row {
            href: address::framework(lang, &one.framework),
            name: short(library, lang, &one.framework).to_owned(),
            counts: [one.yes, one.no, one.open, one.stuck],
        })
        .collect();
    page.chosen = page.rows.iter().map(|row| row.name.clone()).collect();
    page.answers = talk
        .given
        .iter()
        .rev()
        .map(|(fact, state)| Answered {
            undo: fact.name.clone(),
            text: fact.question.get(lang),
            answer: shown(t, fact, state),
        })
        .chain(talk.later.iter().filter_map(|name| {
            let fact = library.vocabulary().get(name)?;
            let answer = t.say("ask-later-chosen");
            Some(Answered { undo: name.clone(), text: fact.question.get(lang), answer })
        }))
        .collect();
    page.duties = duties(ask, library, &talk, &facts, &inquiry);
    page.facts = file(library, &talk, t);
    page.download = format!("{}{}", ask.href("/ask/facts.toml"), talk.query());
    page.hidden = talk.hidden;
    Ok(page.render()?)
}

/// `/ja/ask/facts.toml`: the answers as a facts file.
pub(crate) async fn facts_file(lang: Lang, State(site): State<Site>, uri: Uri) -> Response {
    let t = Texts::new(lang);
    let source = site.source.clone();
    let made = tokio::task::spawn_blocking(move || {
        let query = Query::of(&uri)?;
        let library = source.library()?;
        let talk = Talk::read(&query, library, source.today())?;
        Ok::<String, Failure>(file(library, &talk, t))
    })
    .await
    .unwrap_or_else(|error| Err(Failure::Behind(error.to_string())));
    match made {
        Ok(text) => {
            let kind = HeaderValue::from_static("application/toml; charset=utf-8");
            let name = HeaderValue::from_static("attachment; filename=\"facts.toml\"");
            ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], text)
                .into_response()
        }
        Err(failure) => {
            site.tell(&failure);
            failure.page(t, "/ask")
        }
    }
}

fn file(library: &Library, talk: &Talk<'_>, t: Texts) -> String {
    tenbin_law::facts_toml(
        library.vocabulary(),
        &talk.facts(),
        &t.say("ask-page-file-head"),
        t.lang,
    )
}

fn places<'a>(ask: &Ask<'_>, library: &'a Library) -> Vec<Place<'a>> {
    let lang = ask.lang();
    let asks = |id: &str| library.provisions().iter().any(|provision| provision.framework == id);
    let mut found: Vec<Place<'a>> = Vec::new();
    for framework in library.frameworks().iter().filter(|framework| asks(&framework.id)) {
        let entry = (framework.id.as_str(), framework.short.get(lang));
        match found.iter_mut().find(|place| place.code == framework.jurisdiction) {
            Some(place) => place.frameworks.push(entry),
            None => found.push(Place {
                code: &framework.jurisdiction,
                name: jurisdiction(ask.t, &framework.jurisdiction),
                frameworks: vec![entry],
            }),
        }
    }
    found.sort_by(|a, b| a.code.cmp(b.code));
    found
}

fn short<'a>(library: &'a Library, lang: Lang, id: &'a str) -> &'a str {
    library.framework(id).map_or(id, |framework| framework.short.get(lang))
}

/// What the last answer settled.
fn settled(talk: &Talk<'_>, library: &Library, t: Texts, after: &Inquiry) -> Option<String> {
    let (last, _) = talk.given.last()?;
    let mut facts = talk.facts();
    facts.remove(&last.name);
    let before = talk.inquire(library, &facts);
    let turned = |to: DutyAnswer| {
        let pairs = before.duties.iter().zip(&after.duties);
        pairs.filter(|(old, new)| old.standing != new.standing && new.standing == to).count()
    };
    let parts = [
        (turned(DutyAnswer::Yes), "ask-page-yes"),
        (turned(DutyAnswer::No), "ask-page-no"),
        (turned(DutyAnswer::Stuck), "ask-page-stuck"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, key)| t.count(key, count))
        .collect();
    Some(if parts.is_empty() {
        t.say("ask-settled-nothing")
    } else {
        t.value("ask-page-settled", parts.join(&t.say("list-comma")))
    })
}

fn question<'a>(ask: &Ask<'_>, library: &'a Library, inquiry: &Inquiry) -> Option<Question<'a>> {
    let (t, lang) = (ask.t, ask.lang());
    let found = inquiry.question.as_ref()?;
    let fact = library.vocabulary().get(&found.fact)?;
    let (unit, values) = match &fact.kind {
        FactKind::Number { unit, .. } => (unit.as_deref().unwrap_or_default(), Vec::new()),
        FactKind::OneOf { values, groups } => {
            let one = |value: &String| (value.clone(), word(t, fact, value));
            let group =
                |(name, _): &(String, Vec<String>)| (name.clone(), t.value("ask-page-group", name));
            ("", values.iter().map(one).chain(groups.iter().map(group)).collect())
        }
        FactKind::Bool | FactKind::Date => ("", Vec::new()),
    };
    let hangs = inquiry.hangs.iter().filter_map(|one| {
        let provision = library.provision(&one.id)?;
        let framework = short(library, lang, &provision.framework);
        let href = address::provision(lang, &one.id);
        Some((href, provision.title.get(lang), format!("{framework} {}", one.cite)))
    });
    Some(Question {
        fact: &fact.name,
        field: format!("{ANSWER}{}", fact.name),
        text: fact.question.get(lang),
        help: fact.help.as_ref().map_or("", |help| help.get(lang)),
        kind: fact.kind.name(),
        unit,
        values,
        why: t.part("ask-why", inquiry.hangs.len(), inquiry.open),
        can: t.count("ask-can-settle", found.settles),
        hangs: hangs.take(NAMED).collect(),
        more: inquiry.hangs.len().saturating_sub(NAMED),
    })
}

/// A word of a list for people, where the interface has one.
fn word(t: Texts, fact: &FactDefinition, value: &str) -> String {
    let named = (fact.name == "role").then(|| words::role(value)).flatten();
    match (named, value) {
        (Some(key), _) => t.say(key),
        (None, "none") => t.say("ask-page-none"),
        (None, "other") => t.say("ask-page-other"),
        (None, value) => value.to_owned(),
    }
}

fn shown(t: Texts, fact: &FactDefinition, state: &FactState) -> String {
    use tenbin_vocab::FactValue as V;
    match state.value() {
        None => t.say("ask-page-dont-know"),
        Some(V::Bool(value)) => t.say(if *value { "verdict-yes" } else { "verdict-no" }),
        Some(V::OneOf(list)) => {
            let list: Vec<String> = list.iter().map(|value| word(t, fact, value)).collect();
            list.join(&t.say("list-comma"))
        }
        Some(other) => match &fact.kind {
            FactKind::Number { unit: Some(unit), .. } => format!("{other} {unit}"),
            _ => other.to_string(),
        },
    }
}

/// The duties that bind, framework by framework.
fn duties<'a>(
    ask: &Ask<'_>,
    library: &'a Library,
    talk: &Talk<'_>,
    facts: &Facts,
    inquiry: &Inquiry,
) -> Vec<Group<'a>> {
    let (t, lang) = (ask.t, ask.lang());
    let prepared = library.prepare(talk.as_of, &talk.selection);
    let (dense, _) = prepared.dense(facts);
    let outcomes = prepared.verdicts(&dense);
    let binds: BTreeSet<&str> = inquiry
        .duties
        .iter()
        .filter(|duty| duty.standing == DutyAnswer::Yes)
        .map(|duty| duty.id.as_str())
        .collect();
    let mut found: Vec<Group<'a>> = Vec::new();
    for (id, outcome) in prepared.provision_ids().zip(&outcomes) {
        let Some(provision) = library.provision(id).filter(|_| binds.contains(id)) else {
            continue;
        };
        let versions = &provision.versions;
        let version = versions
            .iter()
            .find(|version| version.in_force.holds(talk.as_of))
            .or_else(|| versions.iter().find(|version| version.in_force.from > talk.as_of))
            .or_else(|| versions.last());
        let Some(version) = version else { continue };
        let duty = Duty {
            href: address::provision(lang, id),
            title: provision.title.get(lang),
            cite: &version.cite,
            force: t.say(words::force(version.duty.force)),
            state: t.say(words::duty_state(outcome.duty_state)),
            mark: version.confidence.as_str(),
        };
        let name = short(library, lang, &provision.framework);
        match found.last_mut().filter(|group| group.framework == name) {
            Some(group) => group.rows.push(duty),
            None => found.push(Group { framework: name, rows: vec![duty] }),
        }
    }
    found
}
