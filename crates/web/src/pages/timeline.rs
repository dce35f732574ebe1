use askama::Template;
use tenbin_law::{EventPrecision, Library, LineKind, Selection, TimelineLine};
use tenbin_report::charts::{BarChart, BarRow, Segment};
use tenbin_report::dated;
use tenbin_vocab::{Confidence, Date};

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::lawful::jurisdiction;
use crate::pages::{Choice, Paging};
use crate::site::Ask;

/// Entries on one page; an entry is what happens to one framework on one day.
const ENTRIES: usize = 60;
/// Names listed in one entry.
const NAMES: usize = 12;
/// Years the filter offers at most.
const YEARS: usize = 60;

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage {
    frame: Frame,
    action: String,
    json: String,
    today: Date,
    jurisdictions: Vec<Choice>,
    frameworks: Vec<Choice>,
    years: Vec<Choice>,
    spans: Vec<Choice>,
    kinds: Vec<Choice>,
    chart: String,
    table: String,
    total: usize,
    entries: Vec<Entry>,
    paging: Paging,
}

struct Entry {
    /// Day as far as it is known, and the machine's form of it.
    date: String,
    stamp: String,
    what: String,
    framework: String,
    href: String,
    names: Vec<Name>,
    more: usize,
    note: String,
    mark: &'static str,
    next: bool,
    overtaken: bool,
}

struct Name {
    text: String,
    href: Option<String>,
    cite: String,
}

/// Which kinds of line a filter keeps.
fn wanted(kind: LineKind, filter: &str) -> bool {
    use LineKind as K;
    let duty = matches!(
        kind,
        K::DutyStarts | K::LegacyStarts | K::DutyEnds | K::ScheduleBegins | K::PenaltyBegins
    );
    let happens = matches!(kind, K::Status | K::Event | K::Signature);
    match filter {
        "duties" => duty,
        "events" => happens,
        "texts" => !duty && !happens,
        _ => true,
    }
}

/// `/ja/timeline`
pub(crate) fn page(ask: &Ask<'_>) -> Result<String, Failure> {
    let t = ask.t;
    let library = ask.source.library()?;
    let today = ask.source.today();
    let query = &ask.query;
    let place = query.get("jurisdiction");
    let framework = query.get("framework");
    let kind = query.text("kind");
    let year = match query.get("year") {
        None => None,
        Some(text) => Some(text.parse::<i16>().map_err(|_| Failure::Bad)?),
    };
    let span = query.text("span");
    if !["", "past", "all"].contains(&span.as_str())
        || !["", "duties", "events", "texts"].contains(&kind.as_str())
    {
        return Err(Failure::Bad);
    }
    let there = |line: &&TimelineLine| {
        let home = library.framework(&line.framework).map(|found| found.jurisdiction.as_str());
        place.is_none_or(|place| home == Some(place))
            && framework.is_none_or(|id| line.framework == id)
            && wanted(line.kind, &kind)
    };
    let timeline = library.timeline(today, &Selection::all());
    let mut kept: Vec<&TimelineLine> = timeline.lines.iter().filter(there).collect();
    kept.sort_by(|a, b| {
        let [a, b] = [a, b].map(|line| (line.date, &line.framework, line.kind, line.overtaken));
        a.cmp(&b)
    });
    let mut years: Vec<i16> = kept.iter().map(|line| line.date.year()).collect();
    years.dedup();
    let shown = kept.iter().copied().filter(|line| match (year, span.as_str()) {
        (Some(year), _) => line.date.year() == year,
        (None, "past") => line.past,
        (None, "all") => true,
        (None, _) => !line.past,
    });
    let shown: Vec<&TimelineLine> = shown.collect();
    let mut groups: Vec<&[&TimelineLine]> = shown
        .chunk_by(|a, b| {
            (a.date, &a.framework, a.kind, a.overtaken)
                == (b.date, &b.framework, b.kind, b.overtaken)
                && !matches!(a.kind, LineKind::Status | LineKind::Event)
        })
        .collect();
    if span == "past" && year.is_none() {
        groups.reverse();
    }
    let slice = query.page(ENTRIES)?;
    let next = kept.iter().map(|line| line.date).find(|date| *date > today);
    let entries = groups.iter().skip(slice.offset).take(slice.limit);
    let entries: Vec<Entry> =
        entries.filter_map(|group| entry(ask, library, group, next)).collect();
    let (chart, table) = starts(ask, library, &kept);
    let page = TimelinePage {
        frame: ask.frame(Room::Law, t.say("timeline-title")),
        action: ask.href("/timeline"),
        json: "/api/v1/timeline".to_owned(),
        today,
        jurisdictions: places(ask, library, place),
        frameworks: library
            .frameworks()
            .iter()
            .filter(|found| place.is_none_or(|place| found.jurisdiction == place))
            .map(|found| Choice::new(&found.id, found.short.get(ask.lang()).to_owned(), framework))
            .collect(),
        years: years
            .iter()
            .take(YEARS)
            .map(|one| Choice {
                id: one.to_string(),
                name: one.to_string(),
                chosen: year == Some(*one),
            })
            .collect(),
        spans: [("past", "timeline-past"), ("all", "filter-all")]
            .map(|(id, key)| Choice::new(id, t.say(key), Some(&span)))
            .into(),
        kinds: [
            ("duties", "timeline-duties"),
            ("events", "timeline-events"),
            ("texts", "timeline-texts"),
        ]
        .map(|(id, key)| Choice::new(id, t.say(key), Some(&kind)))
        .into(),
        chart,
        table,
        total: groups.len(),
        entries,
        paging: Paging::new(query, groups.len(), ENTRIES)?,
    };
    Ok(page.render()?)
}

/// The jurisdictions of the library to choose from.
pub(crate) fn places(ask: &Ask<'_>, library: &Library, chosen: Option<&str>) -> Vec<Choice> {
    let mut codes: Vec<&str> =
        library.frameworks().iter().map(|found| found.jurisdiction.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.iter().map(|code| Choice::new(code, jurisdiction(ask.t, code), chosen)).collect()
}

fn entry(
    ask: &Ask<'_>,
    library: &Library,
    group: &[&TimelineLine],
    next: Option<Date>,
) -> Option<Entry> {
    let (t, lang) = (ask.t, ask.lang());
    let first = group.first()?;
    let framework = library.framework(&first.framework)?;
    let own = matches!(first.kind, LineKind::Status | LineKind::Event);
    let what = match first.status {
        Some(status) => t.say(dated::status(status)),
        None => t.say(dated::line_kind(first.kind)),
    };
    // Rules of one article that differ in their condition alone are one name.
    let mut names: Vec<&TimelineLine> = if own { Vec::new() } else { group.to_vec() };
    names.dedup_by(|a, b| (&a.id, &a.cite) == (&b.id, &b.cite));
    let name = |line: &&TimelineLine| {
        let text = match line.kind {
            LineKind::TextBegins | LineKind::TextEnds => line.id.clone(),
            LineKind::Signature => line.note.as_ref().map_or("", |note| note.get(lang)).to_owned(),
            _ => line.title.get(lang).to_owned(),
        };
        let provision = library.provision(&line.id).map(|_| address::provision(lang, &line.id));
        let cite = match line.kind {
            LineKind::TextBegins | LineKind::TextEnds | LineKind::Signature => String::new(),
            _ if line.provisions.is_empty() => line.cite.clone(),
            _ => {
                format!("{} · {}", line.cite, t.count("timeline-followers", line.provisions.len()))
            }
        };
        Name { text, href: provision, cite }
    };
    let mark = group.iter().map(|line| line.confidence).reduce(Confidence::weakest)?;
    let note = if own { first.note.as_ref().map_or("", |note| note.get(lang)) } else { "" };
    let date = match first.precision {
        EventPrecision::Day => first.date.to_string(),
        EventPrecision::Month => first.date.strftime("%Y-%m").to_string(),
        EventPrecision::Year => first.date.strftime("%Y").to_string(),
    };
    Some(Entry {
        stamp: date.clone(),
        date,
        what,
        framework: framework.short.get(lang).to_owned(),
        href: address::framework(lang, &framework.id),
        names: names.iter().take(NAMES).map(name).collect(),
        more: names.len().saturating_sub(NAMES),
        note: note.to_owned(),
        mark: mark.as_str(),
        next: Some(first.date) == next,
        overtaken: first.overtaken,
    })
}

/// Starts of duties by year, binding and voluntary; a date that was moved before
/// it came is left out.
fn starts(ask: &Ask<'_>, library: &Library, lines: &[&TimelineLine]) -> (String, String) {
    let t = ask.t;
    let mut years: std::collections::BTreeMap<i16, [usize; 2]> = std::collections::BTreeMap::new();
    for line in lines.iter().filter(|line| line.kind == LineKind::DutyStarts && !line.overtaken) {
        let binds = library.framework(&line.framework).is_some_and(|found| found.binding);
        let [law, soft] = years.entry(line.date.year()).or_default();
        *(if binds { law } else { soft }) += line.provisions.len().max(1);
    }
    if years.is_empty() {
        return (String::new(), String::new());
    }
    let row = |(year, [law, soft]): (&i16, &[usize; 2])| BarRow {
        label: year.to_string(),
        segments: vec![
            Segment { name: t.say("binding-yes"), class: "met", count: *law },
            Segment { name: t.say("binding-no"), class: "later", count: *soft },
        ],
    };
    let chart = BarChart {
        title: t.say("timeline-chart"),
        desc: t.say("timeline-chart-desc"),
        row_head: t.say("timeline-year"),
        rows: years.iter().map(row).collect(),
    };
    (chart.svg("starts"), chart.table().to_html(&t.say("timeline-chart")))
}
