use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tenbin_app::{AppError, Grouping, LineRow, MapGiven, Portfolio, PortfolioRequest, VerdictRow};
use tenbin_law::{Library, TextState, VerdictCounts};
use tenbin_report::charts::{BarChart, BarRow, Segment};
use tenbin_vocab::{Date, Diagnostic, Tri};

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::site::{Ask, Site};

/// Longest form that is read, in bytes.
pub(crate) const MAX_FORM: usize = 1 << 20;
/// Mistakes shown.
const MISTAKES: usize = 20;
/// Rows of a table: subjects, provisions, groups.
const ROWS: usize = 100;
/// Groups of columns a form may ask for.
const GROUPINGS: usize = 4;

/// A register as the form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct SentRegister {
    #[serde(default)]
    csv: String,
    #[serde(default)]
    map: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    as_of: String,
}

#[derive(Template)]
#[template(path = "portfolio.html")]
struct PortfolioPage {
    frame: Frame,
    action: String,
    as_of: Date,
    own: bool,
    mistakes: Vec<Diagnostic>,
    sent: SentRegister,
    result: Option<Shown>,
}

/// A portfolio as the page shows it.
struct Shown {
    subjects: usize,
    chart: String,
    table: String,
    lines: Vec<Line>,
    heats: Vec<Heat>,
    classifications: Vec<Row>,
    provisions: Vec<Row>,
    silent: usize,
    rows: Vec<Subject>,
    more_rows: bool,
}

struct Line {
    id: String,
    texts: Vec<Drawn>,
}

struct Drawn {
    name: String,
    href: String,
    note: String,
}

struct Heat {
    by: String,
    rows: Vec<HeatRow>,
}

struct HeatRow {
    name: String,
    subjects: u64,
    cells: Vec<HeatCell>,
}

struct HeatCell {
    yes: u64,
    unknown: u64,
    /// Share that passes, in quarters; it chooses the colour.
    shade: u64,
}

struct Row {
    id: String,
    href: Option<String>,
    title: String,
    framework: String,
    counts: VerdictCounts,
}

struct Subject {
    name: String,
    lines: Vec<&'static str>,
    now: u64,
    later: u64,
    unknown: u64,
}

/// `/ja/portfolio`
pub(crate) fn page(ask: &Ask<'_>) -> Result<String, Failure> {
    let as_of = ask.source.today();
    // Packages of another vocabulary have no use for the example.
    let result = tenbin_app::example_portfolio(ask.source.library()?, as_of).ok();
    show(ask, SentRegister::default(), as_of, result, Vec::new())
}

/// The same for a register sent by the form: weighed, shown, not stored.
pub(crate) async fn sent(
    lang: tenbin_vocab::Lang,
    State(site): State<Site>,
    uri: Uri,
    headers: HeaderMap,
    form: Result<Form<SentRegister>, FormRejection>,
) -> Response {
    if !is_own(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match form {
        Ok(Form(sent)) => site.show(lang, uri, move |ask| weigh(ask, sent)).await,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let mistake = Diagnostic::new("register", "the form is longer than 1 MB")
                .hint("use the command line: tenbin law portfolio --csv FILE");
            let source = Arc::clone(&site.source);
            let answer = site
                .show(lang, uri, move |ask| {
                    show(ask, SentRegister::default(), source.today(), None, vec![mistake])
                })
                .await;
            (StatusCode::PAYLOAD_TOO_LARGE, answer).into_response()
        }
        Err(_) => {
            let path = uri.path().strip_prefix(&format!("/{}", lang.tag())).unwrap_or("/");
            Failure::Bad.page(tenbin_report::Texts::new(lang), path)
        }
    }
}

/// True when the request comes from a page of this site, or from no page.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match (text("origin"), text(header::HOST.as_str())) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, at)| at == host),
        (Some(_), None) => false,
    }
}

fn weigh(ask: &Ask<'_>, sent: SentRegister) -> Result<String, Failure> {
    let as_of = match sent.as_of.trim() {
        "" => ask.source.today(),
        text => match text.parse() {
            Ok(date) => date,
            Err(_) => {
                let mistake = Diagnostic::new("as-of", "this is no date").hint("2026-11-21");
                return show(ask, sent, ask.source.today(), None, vec![mistake]);
            }
        },
    };
    let by = sent.by.split(',').map(str::trim).filter(|name| !name.is_empty());
    let map = match sent.map.trim() {
        "" => MapGiven::Columns,
        text => MapGiven::Text(text.to_owned()),
    };
    let request = PortfolioRequest {
        map,
        as_of: Some(as_of),
        by: by.take(GROUPINGS).map(str::to_owned).collect(),
        ..PortfolioRequest::default()
    };
    let weighed =
        tenbin_app::weigh_register(ask.source.library()?, "register", &sent.csv, &request);
    match weighed {
        Ok(portfolio) => show(ask, sent, as_of, Some(portfolio), Vec::new()),
        Err(AppError::Input(mistakes)) => show(ask, sent, as_of, None, mistakes.0),
        Err(other) => Err(Failure::Behind(other.to_string())),
    }
}

fn show(
    ask: &Ask<'_>,
    sent: SentRegister,
    as_of: Date,
    portfolio: Option<Portfolio>,
    mut mistakes: Vec<Diagnostic>,
) -> Result<String, Failure> {
    let library = ask.source.library()?;
    mistakes.truncate(MISTAKES);
    let page = PortfolioPage {
        frame: ask.frame(Room::Law, ask.t.say("portfolio-title")),
        action: ask.href("/portfolio"),
        as_of,
        own: !sent.csv.is_empty(),
        mistakes,
        sent,
        result: portfolio.map(|portfolio| shown(ask, library, &portfolio)),
    };
    Ok(page.render()?)
}

fn known(counts: VerdictCounts) -> bool {
    counts.yes + counts.no > 0
}

fn shown(ask: &Ask<'_>, library: &Library, portfolio: &Portfolio) -> Shown {
    let t = ask.t;
    let lines: Vec<(usize, &LineRow)> =
        portfolio.lines.iter().enumerate().filter(|(_, line)| known(line.counts)).collect();
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let bar = |(_, line): &(usize, &LineRow)| BarRow {
        label: line.id.clone(),
        segments: [
            ("portfolio-pass", "met", line.counts.yes),
            ("portfolio-below", "not-applicable", line.counts.no),
            ("portfolio-says-not", "unknown", line.counts.unknown),
        ]
        .map(|(key, class, n)| Segment { name: t.say(key), class, count: count(n) })
        .into(),
    };
    let chart = BarChart {
        title: t.say("portfolio-lines"),
        desc: t.say("portfolio-lines-desc"),
        row_head: t.say("portfolio-line"),
        rows: lines.iter().map(bar).collect(),
    };
    let rows = |rows: &[VerdictRow], provisions: bool| -> Vec<Row> {
        let rows = rows.iter().filter(|row| known(row.counts)).take(ROWS);
        rows.map(|row| Row {
            id: row.id.clone(),
            href: provisions.then(|| address::provision(ask.lang(), &row.id)),
            title: row.title.get(ask.lang()).to_owned(),
            framework: short(ask, library, &row.framework),
            counts: row.counts,
        })
        .collect()
    };
    let subjects = portfolio.rows.iter().take(ROWS).map(|row| Subject {
        name: row.name.clone(),
        lines: lines
            .iter()
            .map(|(place, _)| match row.lines.get(*place) {
                Some(Tri::Yes) => "yes",
                Some(Tri::No) => "no",
                _ => "unknown",
            })
            .collect(),
        now: row.now,
        later: row.later,
        unknown: row.unknown,
    });
    Shown {
        subjects: count(portfolio.subjects),
        chart: if lines.is_empty() { String::new() } else { chart.svg("lines") },
        table: chart.table().to_html(&t.say("portfolio-lines")),
        heats: portfolio.by.iter().map(|grouping| heat(ask, grouping, &lines)).collect(),
        lines: lines.iter().map(|(_, line)| drawn(ask, library, line)).collect(),
        classifications: rows(&portfolio.classifications, false),
        provisions: rows(&portfolio.provisions, true),
        silent: portfolio.provisions.iter().filter(|row| !known(row.counts)).count(),
        rows: subjects.collect(),
        more_rows: count(portfolio.subjects) > ROWS,
    }
}

fn short(ask: &Ask<'_>, library: &Library, id: &str) -> String {
    let found = library.framework(id);
    found.map_or(id, |framework| framework.short.get(ask.lang())).to_owned()
}

fn drawn(ask: &Ask<'_>, library: &Library, line: &LineRow) -> Line {
    let mut texts: Vec<Drawn> = Vec::new();
    for text in &line.texts {
        let href = ask.href(&format!("/frameworks/{}", text.framework));
        if texts.iter().any(|other| other.href == href) {
            continue;
        }
        let note = match text.state {
            TextState::InForce => String::new(),
            TextState::NotYet => ask.t.say("portfolio-text-not-yet"),
            TextState::Ended => ask.t.say("portfolio-text-ended"),
        };
        texts.push(Drawn { name: short(ask, library, &text.framework), href, note });
    }
    Line { id: line.id.clone(), texts }
}

fn heat(ask: &Ask<'_>, grouping: &Grouping, lines: &[(usize, &LineRow)]) -> Heat {
    let t = ask.t;
    // Words of the example are the page's own; a form's are the reader's.
    let name = |word: &String| match word.as_str() {
        "country" => t.say("portfolio-group-country"),
        "year" => t.say("portfolio-group-year"),
        other => other.to_owned(),
    };
    let value = |word: &String| {
        if word.is_empty() { t.say("portfolio-blank") } else { word.clone() }
    };
    let rows = grouping.groups.iter().take(ROWS).map(|group| HeatRow {
        name: group.values.iter().map(value).collect::<Vec<_>>().join(" · "),
        subjects: group.subjects,
        cells: lines
            .iter()
            .map(|(_, line)| {
                let open = VerdictCounts { unknown: group.subjects, ..VerdictCounts::default() };
                let counts = group.verdicts.get(&line.id).copied().unwrap_or(open);
                HeatCell {
                    yes: counts.yes,
                    unknown: counts.unknown,
                    shade: (counts.yes * 4).div_ceil(group.subjects.max(1)),
                }
            })
            .collect(),
    });
    Heat { by: grouping.by.iter().map(name).collect::<Vec<_>>().join(" · "), rows: rows.collect() }
}
