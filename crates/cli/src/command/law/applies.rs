//! `tenbin law applies` and `tenbin law classify`: facts held against the law.

use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use clap::Args;
use serde_json::json;
use tenbin_app::App;
use tenbin_law::{DutyState, Trace, Weighing};
use tenbin_vocab::{Date, Tri};

use crate::UNDETERMINED;
use crate::command::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

/// Longest reason in a table, in characters.
const MOST_BECAUSE: usize = 60;

/// What `applies` and `classify` read besides the facts.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// Date the law is read at [default: as_of in the file, else today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Weigh only this framework; repeatable
    #[arg(long, value_name = "ID")]
    framework: Vec<String>,
    /// Also print how each verdict was reached
    #[arg(long)]
    trace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Facts: JSON, TOML or YAML, or a subject file; - reads JSON from standard input
    #[arg(long, value_name = "FILE")]
    facts: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct ClassifyArguments {
    /// Subject or facts file; - reads JSON from standard input
    subject: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

fn weigh(context: &Context<'_>, facts: &Path, reading: &Reading) -> Result<Weighing, Failure> {
    Ok(context.app.applies(facts, reading.as_of, App::today(), &reading.framework)?)
}

/// `tenbin law applies`
pub(super) fn applies(context: &mut Context<'_>, asked: &Arguments) -> Result<u8, Failure> {
    let weighing = weigh(context, &asked.facts, &asked.reading)?;
    let trace = asked.reading.trace;
    if context.output.json {
        let mut value = json!(weighing);
        if !trace {
            leave_out_traces(&mut value);
        }
        context.output.json(&value)?;
    } else {
        print_weighing(context, &weighing, trace)?;
    }
    let open = weighing.provisions.iter().any(|answer| answer.verdict == Tri::Unknown);
    Ok(if open { UNDETERMINED } else { 0 })
}

/// `tenbin law classify`
pub(super) fn classify(
    context: &mut Context<'_>,
    asked: &ClassifyArguments,
) -> Result<u8, Failure> {
    let weighing = weigh(context, &asked.subject, &asked.reading)?;
    let trace = asked.reading.trace;
    if context.output.json {
        let mut value = json!({
            "schema": "tenbin.classification/1",
            "as_of": weighing.as_of,
            "packages": weighing.packages,
            "classifications": weighing.classifications,
            "warnings": weighing.warnings,
        });
        if !trace {
            leave_out_traces(&mut value);
        }
        context.output.json(&value)?;
    } else {
        print_classes(context, &weighing, trace)?;
    }
    let open = weighing.classifications.iter().any(|class| class.verdict == Tri::Unknown);
    Ok(if open { UNDETERMINED } else { 0 })
}

fn print_classes(
    context: &mut Context<'_>,
    weighing: &Weighing,
    trace: bool,
) -> Result<(), Failure> {
    let lang = context.lang;
    let heads =
        context.texts_of(&["cli-framework", "cli-title", "cli-verdict", "cli-because", "cli-mark"]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for class in &weighing.classifications {
        let word = context.texts.say(&format!("verdict-{}", class.verdict.as_str()));
        let color = match class.verdict {
            Tri::Yes => Some(AnsiColor::Green),
            Tri::Unknown => Some(AnsiColor::Yellow),
            Tri::No => None,
        };
        let verdict = Cell::left(word);
        table.row([
            Cell::left(&class.framework),
            Cell::left(format!("{} [{}]", class.title.get(lang), class.cite)),
            match color {
                Some(color) => verdict.colored(color),
                None => verdict,
            },
            Cell::left(shortened(&class.because)),
            Cell::left(class.confidence.as_str()),
        ]);
    }
    context.output.line(context.texts.value("cli-as-of", weighing.as_of))?;
    context.output.table(&table)?;
    for warning in &weighing.warnings {
        context.remark(&warning.message);
    }
    if trace {
        for class in &weighing.classifications {
            context.output.line("")?;
            context.output.line(format!("{}: {}", class.id, class.because))?;
            print_trace(context, &class.trace, 1)?;
        }
    }
    Ok(())
}

/// The deciding facts cut to what a line of a terminal holds; `--trace` has all.
fn shortened(because: &str) -> String {
    let mut short: String = because.chars().take(MOST_BECAUSE).collect();
    if short.len() < because.len() {
        short.push('…');
    }
    short
}

/// Takes out the traces, nine tenths of the text, unless they are asked for.
fn leave_out_traces(weighing: &mut serde_json::Value) {
    for list in ["classifications", "provisions"] {
        for answer in weighing[list].as_array_mut().into_iter().flatten() {
            if let Some(fields) = answer.as_object_mut() {
                fields.remove("trace");
            }
        }
    }
}

fn print_weighing(
    context: &mut Context<'_>,
    weighing: &Weighing,
    trace: bool,
) -> Result<(), Failure> {
    let lang = context.lang;
    let heads = context.texts_of(&[
        "cli-id",
        "cli-title",
        "cli-verdict",
        "cli-duty",
        "cli-from",
        "cli-mark",
    ]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    let mut silent = 0;
    for answer in &weighing.provisions {
        if answer.verdict == Tri::No {
            silent += 1;
            continue;
        }
        let from = match (answer.from, answer.from_candidates.as_slice()) {
            (Some(date), _) => date.to_string(),
            (None, [first, .., last]) => format!("{first} … {last}"),
            (None, _) => "–".to_owned(),
        };
        let verdict =
            Cell::left(context.texts.say(&format!("verdict-{}", answer.verdict.as_str())));
        let duty = Cell::left(context.texts.say(duty_key(answer.duty_state)));
        table.row([
            Cell::left(&answer.id),
            Cell::left(answer.title.get(lang)),
            if answer.verdict == Tri::Unknown {
                verdict.colored(AnsiColor::Yellow)
            } else {
                verdict
            },
            if answer.duty_state == DutyState::Now { duty.colored(AnsiColor::Green) } else { duty },
            Cell::left(from),
            Cell::left(answer.confidence.as_str()),
        ]);
    }
    let text = context.texts.value("cli-as-of", weighing.as_of);
    context.output.line(text)?;
    context.output.table(&table)?;
    let text = context.texts.count("cli-not-bound", silent);
    context.output.line(text)?;
    for warning in &weighing.warnings {
        context.remark(&warning.message);
    }
    if trace {
        for answer in weighing.provisions.iter().filter(|answer| answer.verdict != Tri::No) {
            context.output.line("")?;
            context.output.line(format!("{}: {}", answer.id, answer.because))?;
            print_trace(context, &answer.trace, 1)?;
        }
    }
    for next in weighing.next_questions.iter().take(3) {
        let text = context.texts.count_of("cli-next", next.settles, next.question.get(lang));
        context.output.line(format!("{text}  [{}]", next.fact))?;
    }
    Ok(())
}

fn duty_key(state: DutyState) -> &'static str {
    match state {
        DutyState::Now => "duty-now",
        DutyState::Later => "duty-later",
        DutyState::Ended => "duty-ended",
        DutyState::Never => "duty-never",
        DutyState::Unknown => "duty-unknown",
    }
}

fn print_trace(context: &mut Context<'_>, trace: &Trace, depth: usize) -> Result<(), Failure> {
    let mark = match (trace.needed, trace.verdict) {
        (false, _) => "·",
        (true, Tri::Yes) => "+",
        (true, Tri::No) => "-",
        (true, Tri::Unknown) => "?",
    };
    let cite = trace.cite.as_deref().map_or_else(String::new, |cite| format!("  [{cite}]"));
    context.output.line(format!("{}{mark} {}{cite}", "  ".repeat(depth), trace.text))?;
    trace.children.iter().try_for_each(|child| print_trace(context, child, depth + 1))
}
