//! `tenbin law timeline`.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use tenbin_app::{About, App};
use tenbin_law::{EventPrecision, Library, LineKind, Timeline, TimelineLine};
use tenbin_report::{dated, words};
use tenbin_vocab::{Date, Tri};

use crate::command::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

/// More lines of one kind on one day than this are counted, not listed.
const LISTED: usize = 3;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Subject or facts file [default: the whole calendar]
    subject: Option<PathBuf>,
    /// First day to show
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Last day to show
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    #[command(flatten)]
    reading: Reading,
}

/// How the law is read, and what is known besides the subject file.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// Answers given with `tenbin law ask`; they count before the subject file
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Day it is seen from [default: the subject's, else today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Look only at this framework; repeatable [default: the subject's, else all]
    #[arg(long, value_name = "ID")]
    framework: Vec<String>,
}

impl Reading {
    pub(crate) fn about(&self, subject: Option<&PathBuf>) -> About {
        About {
            subject: subject.cloned(),
            answers: self.answers.clone(),
            as_of: self.as_of,
            frameworks: self.framework.clone(),
        }
    }
}

pub(crate) fn run(context: &mut Context<'_>, arguments: &Arguments) -> Result<u8, Failure> {
    let about = arguments.reading.about(arguments.subject.as_ref());
    let timeline = context.app.timeline(&about, App::today())?;
    let timeline = timeline.within(arguments.from, arguments.to);
    if context.output.json {
        context.output.json(&timeline)?;
    } else {
        print(context, &timeline)?;
    }
    Ok(0)
}

/// The lines as a table, seen from the day of the timeline.
pub(crate) fn print(context: &mut Context<'_>, timeline: &Timeline) -> Result<(), Failure> {
    let text = context.texts.value("cli-as-of", timeline.as_of);
    context.output.line(text)?;
    let concerns = timeline.lines.iter().any(|line| line.effect.is_some());
    let mut heads = vec!["cli-date", "", "cli-framework", "cli-cite", "cli-mark", "cli-what"];
    if concerns {
        heads.insert(3, "cli-verdict");
    }
    let heads: Vec<String> = heads
        .iter()
        .map(|key| if key.is_empty() { String::new() } else { context.texts.say(key) })
        .collect();
    let mut table = Table::heading(heads.iter().map(String::as_str));
    let library = context.app.library()?;
    for group in timeline.lines.chunk_by(|a, b| alike(a) == alike(b)) {
        let [first, ..] = group else { continue };
        let counted = group.len() > LISTED && first.effect.is_none();
        let shown = if counted { std::slice::from_ref(first) } else { group };
        for line in shown {
            let what = if counted { many(context, group) } else { one(context, line) };
            table.row(cells(context, library, line, what, counted, concerns));
        }
    }
    if timeline.lines.is_empty() {
        let text = context.texts.say("timeline-empty");
        return context.output.line(text);
    }
    context.output.table(&table)
}

fn alike(line: &TimelineLine) -> (Date, &str, LineKind) {
    (line.date, &line.framework, line.kind)
}

fn cells(
    context: &Context<'_>,
    library: &Library,
    line: &TimelineLine,
    what: String,
    counted: bool,
    concerns: bool,
) -> Vec<Cell> {
    let lang = context.lang;
    let sign = match (line.next, line.past) {
        (true, _) => Cell::left("→").colored(AnsiColor::Yellow),
        (_, true) => Cell::left("·"),
        _ => Cell::left(""),
    };
    let short = library
        .framework(&line.framework)
        .map_or(line.framework.as_str(), |framework| framework.short.get(lang));
    let mut cells = vec![Cell::left(day(line)), sign, Cell::left(short)];
    if concerns {
        let verdict = line.effect.as_ref().map(|effect| effect.verdict);
        let text = verdict.map_or(String::new(), |v| context.texts.say(words::verdict(v)));
        let cell = Cell::left(text);
        let unknown = verdict == Some(Tri::Unknown);
        cells.push(if unknown { cell.colored(AnsiColor::Yellow) } else { cell });
    }
    let cite = if counted || !has_own_cite(line.kind) { String::new() } else { line.cite.clone() };
    cells.push(Cell::left(cite));
    cells.push(Cell::left(if counted { "" } else { line.confidence.as_str() }));
    cells.push(Cell::left(what));
    cells
}

/// False for what happens to a framework as a whole, which cites the whole text.
fn has_own_cite(kind: LineKind) -> bool {
    !matches!(
        kind,
        LineKind::Status
            | LineKind::Event
            | LineKind::Signature
            | LineKind::TextBegins
            | LineKind::TextEnds
    )
}

/// The date as far as it is known.
fn day(line: &TimelineLine) -> String {
    match line.precision {
        EventPrecision::Day => line.date.to_string(),
        EventPrecision::Month => line.date.strftime("%Y-%m").to_string(),
        EventPrecision::Year => line.date.strftime("%Y").to_string(),
    }
}

fn many(context: &Context<'_>, group: &[TimelineLine]) -> String {
    let kind = group.first().map_or("line-event", |line| dated::line_kind(line.kind));
    context.texts.count_of("timeline-many", group.len(), context.texts.say(kind))
}

fn one(context: &Context<'_>, line: &TimelineLine) -> String {
    let (texts, lang) = (context.texts, context.lang);
    let note = line.note.as_ref().map_or("", |note| note.get(lang));
    let what = match (line.kind, line.status) {
        (LineKind::Status, Some(status)) => texts.say(dated::status(status)),
        (kind, _) => texts.say(dated::line_kind(kind)),
    };
    if line.kind == LineKind::Status && note.is_empty() {
        return what;
    }
    let about = match line.kind {
        LineKind::Status | LineKind::Event | LineKind::Signature => note.to_owned(),
        LineKind::TextBegins | LineKind::TextEnds => line.id.clone(),
        _ => format!("{} [{}]", line.title.get(lang), line.id),
    };
    let mut text = format!("{what}{}{about}", texts.say("colon"));
    if line.kind == LineKind::DutyMoves
        && let Some(effect) = &line.effect
    {
        let list = |dates: &[Date]| {
            let dates: Vec<String> = dates.iter().map(Date::to_string).collect();
            dates.join("/")
        };
        text.push_str(&format!(" {} → {}", list(&effect.starts_before), list(&effect.starts)));
    }
    if line.overtaken {
        text.push_str(&format!(" ({})", texts.say("timeline-overtaken")));
    }
    text
}
