use askama::Template;
use tenbin_assess::Status;
use tenbin_report::charts::{LineChart, LineSeries, figure};
use tenbin_report::{Texts, minute, words};

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::assessments::rows_table;
use crate::pages::{LINES, Paging};
use crate::site::Ask;
use crate::source::{AssessmentLine, Page};

#[derive(Template)]
#[template(path = "subjects.html")]
struct Subjects {
    frame: Frame,
    action: String,
    q: String,
    total: usize,
    rows: Vec<Row>,
    paging: Paging,
}

struct Row {
    href: String,
    name: String,
    id: String,
    version: String,
    kind: String,
    updated: String,
}

#[derive(Template)]
#[template(path = "subject.html")]
struct Subject {
    frame: Frame,
    name: String,
    id: String,
    kind: String,
    fines: Option<String>,
    trend: String,
    table: String,
    paging: Paging,
}

/// `/ja/subjects`
pub(crate) fn list(ask: &Ask<'_>) -> Result<String, Failure> {
    let t = ask.t;
    let q = ask.query.text("q");
    let found = ask.source.subjects(&q, ask.query.page(LINES)?)?;
    let rows = found
        .items
        .iter()
        .map(|subject| Row {
            href: address::subject(ask.lang(), &subject.id),
            name: subject.name.get(ask.lang()).to_owned(),
            id: subject.id.clone(),
            version: subject.version.clone(),
            kind: kind(t, &subject.kind),
            updated: minute(subject.updated_at),
        })
        .collect();
    let paging = Paging::new(&ask.query, found.total, LINES)?;
    let frame = ask.frame(Room::Weigh, t.say("subjects-title"));
    let action = ask.href("/subjects");
    Ok(Subjects { frame, action, q, total: found.total, rows, paging }.render()?)
}

/// The word for a kind of subject, or the id where a newer program wrote it.
fn kind(t: Texts, id: &str) -> String {
    match id {
        "model" => t.say("subject-model"),
        "system" => t.say("subject-system"),
        other => other.to_owned(),
    }
}

/// `/ja/subjects/<id>`
pub(crate) fn one(ask: &Ask<'_>, id: &str) -> Result<String, Failure> {
    let t = ask.t;
    let subject = ask.source.subject(id)?.ok_or(Failure::NotFound)?;
    let found = ask.source.assessments(Some(id), "", ask.query.page(LINES)?)?;
    let paging = Paging::new(&ask.query, found.total, LINES)?;
    let newest = ask.source.assessments(Some(id), "", Page { limit: LINES, offset: 0 })?;
    let name = subject.name.get(ask.lang()).to_owned();
    let frame =
        ask.frame(Room::Weigh, name.clone()).under(ask.href("/subjects"), t.say("subjects-title"));
    let page = Subject {
        frame,
        name: if subject.version.is_empty() { name } else { format!("{name} {}", subject.version) },
        id: subject.id.clone(),
        kind: kind(t, &subject.kind),
        fines: (!newest.items.is_empty())
            .then(|| format!("{}/penalties", address::subject(ask.lang(), &subject.id))),
        trend: trend(t, &newest.items),
        table: rows_table(ask, &found.items)?,
        paging,
    };
    Ok(page.render()?)
}

/// How the counts moved from one as-of date to the next; nothing to draw with
/// fewer than two dates. Of several assessments for one date the newest counts.
fn trend(t: Texts, newest_first: &[AssessmentLine]) -> String {
    let mut lines: Vec<&AssessmentLine> = newest_first.iter().collect();
    lines.sort_by_key(|line| (line.as_of, line.made_at));
    lines.reverse();
    lines.dedup_by_key(|line| line.as_of);
    lines.reverse();
    if lines.len() < 2 {
        return String::new();
    }
    let series = [Status::Met, Status::Partly, Status::Missing, Status::Unknown];
    let chart = LineChart {
        title: t.say("subject-trend"),
        desc: t.count("subject-trend-desc", lines.len()),
        row_head: t.say("title-as-of"),
        dates: lines.iter().map(|line| line.as_of).collect(),
        series: series
            .into_iter()
            .map(|status| LineSeries {
                name: t.say(words::status(status)),
                class: status.as_str(),
                values: lines.iter().map(|line| line.tally.count(status)).collect(),
            })
            .collect(),
    };
    figure(&chart.svg("trend"), &t.say("subject-trend-caption"), &t.say("as-table"), &chart.table())
}
