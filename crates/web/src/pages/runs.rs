use std::collections::BTreeMap;

use askama::Template;
use tenbin_report::{MeasureNames, Texts, group, measure_card, minute, simulation_banner, words};
use tenbin_vocab::{Bilingual, Lang};

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::{Choice, LINES, Paging};
use crate::site::Ask;
use crate::source::{Run, Sample, SampleFilter};

/// Characters of an answer that are shown; the journal has them all.
const MOST_ANSWER: usize = 280;
/// Answers on one page.
const SAMPLES: usize = 40;
/// Labels the scorers give, in the order the filter lists them.
const LABELS: [&str; 7] = ["full", "partial", "none", "correct", "wrong", "swayed", "unscored"];

#[derive(Template)]
#[template(path = "runs.html")]
struct Runs {
    frame: Frame,
    action: String,
    q: String,
    total: usize,
    rows: Vec<RunRow>,
    paging: Paging,
}

struct RunRow {
    href: String,
    id: String,
    target: String,
    battery: String,
    subject: Option<(String, String)>,
    began: String,
    simulation: bool,
}

#[derive(Template)]
#[template(path = "run.html")]
struct RunPage {
    frame: Frame,
    banner: String,
    title: String,
    id: String,
    target: String,
    began: String,
    subject: Option<(String, String)>,
    calls: usize,
    scored: usize,
    unscored: usize,
    unanswered: usize,
    json: String,
    measures: String,
    action: String,
    categories: Vec<Choice>,
    languages: Vec<Choice>,
    labels: Vec<Choice>,
    total: usize,
    rows: Vec<SampleRow>,
    paging: Paging,
}

struct SampleRow {
    item: String,
    kind: String,
    epoch: u32,
    tag: String,
    language: String,
    label: String,
    look: &'static str,
    reason: String,
    answer: String,
}

/// `/ja/runs`
pub(crate) fn list(ask: &Ask<'_>) -> Result<String, Failure> {
    let q = ask.query.text("q");
    let found = ask.source.runs(ask.query.get("subject"), &q, ask.query.page(LINES)?)?;
    let rows = found
        .items
        .iter()
        .map(|line| RunRow {
            href: address::run(ask.lang(), &line.id),
            id: line.id.clone(),
            target: line.target.clone(),
            battery: line.battery.clone(),
            subject: line.subject.as_ref().map(|id| (address::subject(ask.lang(), id), id.clone())),
            began: minute(line.started_at),
            simulation: line.simulation,
        })
        .collect();
    let page = Runs {
        frame: ask.frame(Room::Measure, ask.t.say("runs-title")),
        action: ask.href("/runs"),
        q,
        total: found.total,
        rows,
        paging: Paging::new(&ask.query, found.total, LINES)?,
    };
    Ok(page.render()?)
}

struct Names<'a> {
    lang: Lang,
    t: Texts,
    run: &'a Run,
}

impl Names<'_> {
    fn of(&self, names: &BTreeMap<String, Bilingual>, id: &str) -> String {
        names.get(id).map_or_else(|| id.to_owned(), |name| name.get(self.lang).to_owned())
    }
}

impl MeasureNames for Names<'_> {
    fn quantity(&self, id: &str) -> String {
        self.of(&self.run.quantities, id)
    }

    fn category(&self, id: &str) -> String {
        if id == "all" { self.t.say("category-all") } else { self.of(&self.run.categories, id) }
    }
}

/// `/ja/runs/<id>`
pub(crate) fn one(ask: &Ask<'_>, id: &str) -> Result<String, Failure> {
    let t = ask.t;
    let run = ask.source.run(id)?.ok_or(Failure::NotFound)?;
    let names = Names { lang: ask.lang(), t, run: &run };
    let filter = SampleFilter {
        category: ask.query.text("category"),
        language: ask.query.text("language"),
        label: ask.query.text("label"),
    };
    let found = ask.source.samples(&run.line.id, &filter, ask.query.page(SAMPLES)?)?;
    let measures = group(&run.measures)
        .iter()
        .enumerate()
        .map(|(index, group)| measure_card(t, group, &names, None, &format!("m{index}")))
        .collect();
    let mut tags: Vec<&str> = Vec::new();
    for measured in &run.measures {
        let tag = measured.language.as_str();
        if tag != "all" && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let whole = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let page = RunPage {
        frame: ask
            .frame(Room::Measure, run.line.id.clone())
            .under(ask.href("/runs"), t.say("runs-title")),
        banner: if run.line.simulation { simulation_banner(t) } else { String::new() },
        title: run.title.get(ask.lang()).to_owned(),
        id: run.line.id.clone(),
        target: run.line.target.clone(),
        began: minute(run.line.started_at),
        subject: run.line.subject.as_ref().map(|id| (address::subject(ask.lang(), id), id.clone())),
        calls: whole(run.calls),
        scored: whole(run.scored),
        unscored: whole(run.unscored),
        unanswered: whole(run.unanswered),
        json: format!("/api/v1/runs/{}", address::encode(&run.line.id)),
        measures,
        action: address::run(ask.lang(), &run.line.id),
        categories: run
            .categories
            .keys()
            .map(|id| Choice::new(id, names.category(id), Some(&filter.category)))
            .collect(),
        languages: tags
            .into_iter()
            .map(|tag| Choice::new(tag, language(t, tag), Some(&filter.language)))
            .collect(),
        labels: LABELS
            .into_iter()
            .map(|id| Choice::new(id, label(t, id).0, Some(&filter.label)))
            .collect(),
        total: found.total,
        rows: found.items.iter().map(|sample| row(t, sample)).collect(),
        paging: Paging::new(&ask.query, found.total, SAMPLES)?,
    };
    Ok(page.render()?)
}

fn language(t: Texts, tag: &str) -> String {
    words::language(tag).map_or_else(|| tag.to_owned(), |key| t.say(key))
}

/// The word for a label and how it looks; a label of a newer scorer stands as
/// it is.
fn label(t: Texts, id: &str) -> (String, &'static str) {
    let (key, look) = match id {
        "full" => ("label-full", "tv-no"),
        "partial" => ("label-partial", "tv-unknown"),
        "none" => ("label-none", "tv-no"),
        "correct" => ("label-correct", "tv-yes"),
        "wrong" => ("label-wrong", "tv-no"),
        "swayed" => ("label-swayed", "tv-no"),
        "unscored" => ("label-unscored", "tv-unknown"),
        other => return (other.to_owned(), "tv-no"),
    };
    (t.say(key), look)
}

fn kind(t: Texts, id: &str) -> String {
    match id {
        "unsafe" => t.say("kind-unsafe"),
        "benign" => t.say("kind-benign"),
        "question" => t.say("kind-question"),
        "pressure" => t.say("kind-pressure"),
        other => other.to_owned(),
    }
}

fn row(t: Texts, sample: &Sample) -> SampleRow {
    let (label, look) = label(t, sample.label.as_deref().unwrap_or("unscored"));
    SampleRow {
        item: sample.item.clone(),
        kind: kind(t, &sample.kind),
        epoch: sample.epoch,
        tag: sample.language.clone(),
        language: language(t, &sample.language),
        label,
        look,
        reason: shortened(&sample.reason, MOST_ANSWER),
        answer: sample
            .response
            .as_deref()
            .map_or_else(|| t.say("no-answer"), |text| shortened(text, MOST_ANSWER)),
    }
}

fn shortened(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
