use askama::Template;
use tenbin_assess::Status;
use tenbin_report::{Texts, minute, words};
use tenbin_vocab::Date;

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::{LINES, Paging};
use crate::site::Ask;
use crate::source::AssessmentLine;

/// Statuses that have a column of their own.
const COLUMNS: [Status; 5] =
    [Status::Met, Status::Partly, Status::Missing, Status::Later, Status::Unknown];

#[derive(Template)]
#[template(path = "assessments.html")]
struct Assessments {
    frame: Frame,
    action: String,
    subjects: String,
    q: String,
    total: usize,
    table: String,
    paging: Paging,
}

#[derive(Template)]
#[template(path = "assessment_rows.html")]
struct Rows {
    t: Texts,
    statuses: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    subject: String,
    as_of: Date,
    simulation: bool,
    look: &'static str,
    word: String,
    counts: Vec<usize>,
    made_at: String,
}

/// `/ja/assessments`
pub(crate) fn list(ask: &Ask<'_>) -> Result<String, Failure> {
    let t = ask.t;
    let q = ask.query.text("q");
    let found = ask.source.assessments(ask.query.get("subject"), &q, ask.query.page(LINES)?)?;
    let page = Assessments {
        frame: ask.frame(Room::Weigh, t.say("assessments-title")),
        action: ask.href("/assessments"),
        subjects: ask.href("/subjects"),
        q,
        total: found.total,
        table: rows_table(ask, &found.items)?,
        paging: Paging::new(&ask.query, found.total, LINES)?,
    };
    Ok(page.render()?)
}

/// The table of assessments.
pub(crate) fn rows_table(ask: &Ask<'_>, lines: &[AssessmentLine]) -> Result<String, Failure> {
    let t = ask.t;
    let rows = lines
        .iter()
        .map(|line| Row {
            href: address::assessment(ask.lang(), &line.id),
            subject: line.subject.clone(),
            as_of: line.as_of,
            simulation: line.simulation,
            look: words::conclusion_look(line.conclusion).as_str(),
            word: t.say(words::conclusion(line.conclusion)),
            counts: COLUMNS.iter().map(|status| line.tally.count(*status)).collect(),
            made_at: minute(line.made_at),
        })
        .collect();
    let statuses = COLUMNS.iter().map(|status| t.say(words::status(*status))).collect();
    Ok(Rows { t, statuses, rows }.render()?)
}
