use askama::Template;
use tenbin_law::{
    ClockAnswer, ClockState, Clocks, FactKind, Incident, Library, Moment, OpenFact, Selection,
    Subject, TimeName,
};
use tenbin_report::{Texts, clock_words, words};
use tenbin_vocab::{FactState, FactValue, Lang, Tri};

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::Choice;
use crate::site::Ask;
use crate::source::Page;

/// Assessments offered as a source of facts.
const OFFERED: usize = 50;
/// Facts asked for besides those about the incident.
const ASKED: usize = 8;

#[derive(Template)]
#[template(path = "clocks.html")]
struct ClocksPage {
    frame: Frame,
    action: String,
    times: Vec<TimeField>,
    now: String,
    offset: String,
    assessments: Vec<Choice>,
    incident: Vec<FactField>,
    more: Vec<FactField>,
    problems: Vec<String>,
    answer: Option<Answer>,
}

struct TimeField {
    id: &'static str,
    name: String,
    value: String,
}

/// A fact to answer: a choice, or a number or date to write.
struct FactField {
    id: String,
    question: String,
    values: Vec<Choice>,
    input: &'static str,
    value: String,
}

struct Answer {
    seen: String,
    rows: Vec<Row>,
    silent: usize,
    how: String,
    counting: Vec<String>,
    warnings: Vec<String>,
}

struct Row {
    href: String,
    framework: String,
    title: String,
    voluntary: bool,
    due: String,
    latest: Option<String>,
    state: String,
    look: &'static str,
    open: Vec<String>,
    rule: String,
    start: String,
    binds_from: Option<String>,
    recipient: String,
    cite: String,
    mark: &'static str,
    meaning: String,
    note: String,
}

/// `/ja/clocks`: the times of an incident in, every reporting deadline out.
pub(crate) fn page(ask: &Ask<'_>) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let library = ask.source.library()?;
    let mut problems = Vec::new();
    let asked = read(ask, library, &mut problems)?;
    let offset = ask.query.get("offset").unwrap_or(usual_offset(lang)).to_owned();
    let answered = (!asked.incident.times.is_empty())
        .then(|| library.clocks(&asked.incident, asked.now, &Selection::all()));
    let about_incident = library
        .vocabulary()
        .facts()
        .filter(|fact| fact.subject == Subject::Incident && fact.kind == FactKind::Bool);
    let incident: Vec<FactField> =
        about_incident.filter_map(|fact| field(ask, library, &fact.name)).collect();
    let mut names: Vec<&str> = Vec::new();
    let opened = answered.iter().flat_map(|clocks| &clocks.clocks).flat_map(open_of);
    let given = ask.query.names().filter(|name| library.vocabulary().get(name).is_some());
    for name in given.chain(opened.map(|open| open.fact.as_str())) {
        let shown = incident.iter().any(|field| field.id == name) || names.contains(&name);
        if !shown && names.len() < ASKED {
            names.push(name);
        }
    }
    let more = names.into_iter().filter_map(|name| field(ask, library, name)).collect();
    let page = ClocksPage {
        frame: ask
            .frame(Room::Law, t.say("clocks-title"))
            .under(ask.href("/frameworks"), t.say("frameworks-title")),
        action: ask.href("/clocks"),
        times: TimeName::ALL
            .into_iter()
            .map(|name| TimeField {
                id: name.as_str(),
                name: t.say(asks(name)),
                value: ask.query.text(name.as_str()),
            })
            .collect(),
        now: ask.query.text("now"),
        offset,
        assessments: assessments(ask)?,
        incident,
        more,
        problems,
        answer: answered.map(|clocks| answer(t, lang, library, &clocks)),
    };
    Ok(page.render()?)
}

/// What the form asks for a time.
fn asks(name: TimeName) -> &'static str {
    match name {
        TimeName::Occurred => "clocks-ask-occurred",
        TimeName::Detected => "clocks-ask-detected",
        TimeName::Aware => "clocks-ask-aware",
        TimeName::Determined => "clocks-ask-determined",
        TimeName::Submitted => "clocks-ask-submitted",
        TimeName::Resolved => "clocks-ask-resolved",
    }
}

struct Asked {
    incident: Incident,
    now: Moment,
}

/// What the address asks; whatever cannot be read is named and left out.
fn read(ask: &Ask<'_>, library: &Library, problems: &mut Vec<String>) -> Result<Asked, Failure> {
    let mut incident = Incident::default();
    if let Some(id) = ask.query.get("assessment") {
        incident.facts = ask.source.assessment(id)?.ok_or(Failure::NotFound)?.facts;
    }
    let offset = ask.query.get("offset").unwrap_or(usual_offset(ask.lang()));
    let mut moment = |name: &str| -> Option<Moment> {
        let text = ask.query.get(name)?;
        // The field of a form gives local time without its offset.
        let whole = if text.contains('T') { format!("{text}{offset}") } else { text.to_owned() };
        let read = whole.parse::<Moment>();
        if read.is_err() {
            problems.push(ask.t.value("clocks-no-time", format!("{name} {whole}")));
        }
        read.ok()
    };
    for name in TimeName::ALL {
        if let Some(at) = moment(name.as_str()) {
            incident.times.insert(name, at);
        }
    }
    let now = moment("now").unwrap_or(Moment::Day(ask.source.today()));
    for fact in library.vocabulary().facts() {
        let Some(text) = ask.query.get(&fact.name) else { continue };
        match value(&fact.kind, text) {
            Some(value) => {
                incident.facts.insert(fact.name.clone(), FactState::known(value));
            }
            None => {
                problems.push(ask.t.value("clocks-no-value", format!("{} = {text}", fact.name)));
            }
        }
    }
    Ok(Asked { incident, now })
}

/// Where most readers of a language are; shown in the form and open to change.
fn usual_offset(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "+09:00",
        Lang::En => "+00:00",
    }
}

fn value(kind: &FactKind, text: &str) -> Option<FactValue> {
    match kind {
        FactKind::Bool => match text {
            "yes" => Some(FactValue::Bool(true)),
            "no" => Some(FactValue::Bool(false)),
            _ => None,
        },
        FactKind::Number { min, .. } => {
            let number: f64 = text.parse().ok()?;
            let inside = number.is_finite() && min.is_none_or(|min| number >= min);
            inside.then_some(FactValue::Number(number))
        }
        FactKind::Date => text.parse().ok().map(FactValue::Date),
        FactKind::OneOf { values, .. } => {
            values.iter().any(|value| value == text).then(|| FactValue::OneOf(vec![text.into()]))
        }
    }
}

fn field(ask: &Ask<'_>, library: &Library, name: &str) -> Option<FactField> {
    let t = ask.t;
    let fact = library.vocabulary().get(name)?;
    let given = ask.query.get(name);
    let values: Vec<Choice> = match &fact.kind {
        FactKind::Bool => vec![
            Choice::new("yes", t.say("verdict-yes"), given),
            Choice::new("no", t.say("verdict-no"), given),
        ],
        FactKind::OneOf { values, .. } => {
            let name_of = |id: &String| {
                let role =
                    library.roles().iter().find(|role| fact.name == "role" && role.id == *id);
                role.and_then(|role| role.name.as_ref())
                    .map_or_else(|| id.clone(), |name| name.get(ask.lang()).to_owned())
            };
            values.iter().map(|id| Choice::new(id, name_of(id), given)).collect()
        }
        FactKind::Number { .. } | FactKind::Date => Vec::new(),
    };
    Some(FactField {
        id: fact.name.clone(),
        question: fact.question.get(ask.lang()).to_owned(),
        values,
        input: if fact.kind == FactKind::Date { "date" } else { "number" },
        value: given.unwrap_or_default().to_owned(),
    })
}

fn assessments(ask: &Ask<'_>) -> Result<Vec<Choice>, Failure> {
    let chosen = ask.query.get("assessment");
    let found = ask.source.assessments(None, "", Page { limit: OFFERED, offset: 0 })?;
    Ok(found
        .items
        .iter()
        .map(|line| {
            let name = format!("{} {}", line.subject, line.as_of);
            Choice::new(&line.id, name, chosen)
        })
        .collect())
}

fn answer(t: Texts, lang: Lang, library: &Library, clocks: &Clocks) -> Answer {
    let mut rows: Vec<(Option<_>, Row)> = clocks
        .clocks
        .iter()
        .map(|clock| (clock.due.and_then(|due| due.instant()), row(t, lang, library, clock)))
        .collect();
    rows.sort_by_key(|(due, _)| (due.is_none(), *due));
    let short = |id: &str| {
        library.framework(id).map_or_else(|| id.to_owned(), |f| f.short.get(lang).to_owned())
    };
    Answer {
        seen: t.value("clocks-now", clocks.now),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        silent: clocks.silent.len(),
        how: t.value("clocks-how", &clocks.utc_offset),
        counting: clocks
            .counting
            .iter()
            .map(|counting| {
                let (rule, name) = (&counting.rule, short(&counting.framework));
                let about = rule.about.get(lang);
                format!("{name}: {about} [{}, {}]", rule.cite, rule.confidence.as_str())
            })
            .collect(),
        warnings: clocks.warnings.iter().map(|warning| clock_words::warning(t, warning)).collect(),
    }
}

/// The facts that are missing; none where nothing binds whatever they are.
fn open_of(clock: &ClockAnswer) -> &[OpenFact] {
    if clock.state == ClockState::NotBinding { &[] } else { &clock.open }
}

fn row(t: Texts, lang: Lang, library: &Library, clock: &ClockAnswer) -> Row {
    let framework = library.framework(&clock.framework);
    Row {
        href: address::provision(lang, &clock.provision),
        framework: framework.map_or("", |framework| framework.short.get(lang)).to_owned(),
        title: clock.title.get(lang).to_owned(),
        voluntary: !clock.binding,
        due: clock.due.map_or_else(|| "–".to_owned(), |due| due.to_string().replace('T', " ")),
        latest: clock
            .due_latest
            .map(|latest| t.value("clocks-latest", latest.to_string().replace('T', " "))),
        state: clock_words::state(t, clock),
        look: match clock.state {
            // What may not be called for is no reproach.
            ClockState::Overdue | ClockState::Late if clock.verdict == Tri::Unknown => "unknown",
            ClockState::Overdue | ClockState::Late => "missing",
            ClockState::Met => "met",
            ClockState::Running => "partly",
            ClockState::Unsettled => "unknown",
            _ => "later",
        },
        open: open_of(clock)
            .iter()
            .take(3)
            .map(|open| open.question.get(lang).to_owned())
            .collect(),
        rule: clock_words::rule(t, clock),
        start: clock_words::start(t, clock),
        binds_from: clock
            .from
            .filter(|_| clock.state == ClockState::NotBinding)
            .map(|from| t.value("clocks-binds-from", from)),
        recipient: t.value("clocks-recipient", clock.recipient.get(lang)),
        cite: clock.cite.clone(),
        mark: clock.confidence.as_str(),
        meaning: t.say(words::confidence(clock.confidence)),
        note: clock.note.as_ref().map(|note| note.get(lang).to_owned()).unwrap_or_default(),
    }
}
