//! `tenbin law`: frameworks, provisions, and what binds on given facts.

// SLICE clocks
mod clocks;
mod penalty;
// SLICE portfolio
pub(crate) mod portfolio;
// SLICE timeline
pub(crate) mod deadlines;
pub(crate) mod diff;
pub(crate) mod timeline;
// SLICE ask
pub(crate) mod ask;
// SLICE crosswalk
mod crosswalk;
mod divergence;
// SLICE declarations
// SLICE oscal
mod export;
mod import;
// SLICE book
mod book;
mod reuse;

use anstyle::AnsiColor;
use jiff::{Timestamp, Zoned};
use tenbin_app::{ReuseRequest, ReviewVerdict, SignOff};
use tenbin_law::{DutyState, Trace, Weighing};
use tenbin_vocab::{Diagnostic, Tri};

use super::Context;
use crate::UNDETERMINED;
use crate::arguments::{Law, ReviewWord};
use crate::failure::Failure;
use crate::output::{Cell, Table};

pub(crate) fn run(context: &mut Context<'_>, verb: &Law) -> Result<u8, Failure> {
    match verb {
        Law::List => list(context),
        Law::Show { id } => show(context, id),
        Law::Applies { facts, as_of, framework, trace } => {
            let today = Zoned::now().date();
            let weighing = context.app.applies(facts, *as_of, today, framework)?;
            if context.output.json {
                let mut value = serde_json::json!(weighing);
                if !trace {
                    leave_out_traces(&mut value);
                }
                context.output.json(&value)?;
            } else {
                print_weighing(context, &weighing, *trace)?;
            }
            let open = weighing.provisions.iter().any(|answer| answer.verdict == Tri::Unknown);
            Ok(if open { UNDETERMINED } else { 0 })
        }
        Law::Check => check(context),
        // SLICE clocks
        Law::Clocks { incident, framework, now } => clocks::run(context, incident, framework, *now),
        Law::Penalty { subject, as_of, framework } => {
            penalty::run(context, subject, *as_of, framework)
        }
        // SLICE portfolio
        Law::Portfolio(arguments) => portfolio::run(context, arguments),
        // SLICE timeline
        Law::Timeline(arguments) => timeline::run(context, arguments),
        Law::Deadlines(arguments) => deadlines::run(context, arguments),
        Law::Diff(arguments) => diff::run(context, arguments),
        // SLICE ask
        Law::Ask(arguments) => ask::run(context, arguments),
        // SLICE crosswalk
        Law::Crosswalk { a, b, grade, control } => {
            crosswalk::run(context, a.as_deref(), b.as_deref(), grade, control.as_deref())
        }
        Law::Divergence { id } => divergence::run(context, id.as_deref()),
        // SLICE declarations
        // SLICE oscal
        Law::Export(arguments) => export::run(context, arguments),
        Law::Import { files, out, framework_id } => {
            import::run(context, files, out, framework_id.as_deref())
        }
        // SLICE book
        Law::Book { framework, out, reviews } => {
            book::book(context, framework, out.as_deref(), reviews.as_deref())
        }
        Law::SignOff { of, by, verdict, remark, key } => {
            let asked = SignOff {
                version: of.clone(),
                by: by.clone(),
                verdict: match verdict {
                    ReviewWord::Agreed => ReviewVerdict::Agreed,
                    ReviewWord::AgreedWithRemark => ReviewVerdict::AgreedWithRemark,
                    ReviewWord::Rejected => ReviewVerdict::Rejected,
                },
                remark: remark.clone(),
                key: key.clone(),
                now: Timestamp::now(),
            };
            book::sign_off(context, &asked)
        }
        Law::Reuse { subject, as_of, framework, costs, open } => {
            let request = ReuseRequest {
                subject: subject.clone(),
                as_of: *as_of,
                today: Zoned::now().date(),
                frameworks: framework.clone(),
                costs: costs.clone(),
                open: *open,
            };
            reuse::run(context, &request)
        }
    }
}

fn list(context: &mut Context<'_>) -> Result<u8, Failure> {
    let lang = context.lang;
    let today = Zoned::now().date();
    let library = context.app.library()?;
    if context.output.json {
        let frameworks = context.app.frameworks_json()?;
        context.output.json(&frameworks)?;
        return Ok(0);
    }
    let heads = [
        "cli-id",
        "cli-title",
        "cli-jurisdiction",
        "cli-binding",
        "cli-provisions",
        "cli-text",
        "cli-mark",
    ];
    let heads: Vec<String> = heads.iter().map(|key| context.texts.say(key)).collect();
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for framework in library.frameworks() {
        let count = library.provisions().iter().filter(|p| p.framework == framework.id).count();
        let version = framework.version_on(today).map_or("–", |version| &version.id);
        let binding = if framework.binding { "cli-yes" } else { "cli-no" };
        table.row([
            Cell::left(&framework.id),
            Cell::left(framework.title.get(lang)),
            Cell::left(&framework.jurisdiction),
            Cell::left(context.texts.say(binding)),
            Cell::count(count),
            Cell::left(version),
            Cell::left(framework.confidence.as_str()),
        ]);
    }
    context.output.table(&table)?;
    Ok(0)
}

fn show(context: &mut Context<'_>, id: &str) -> Result<u8, Failure> {
    let Some(found) = context.app.law_json(id)? else {
        let hint = context.app.nearest_law(id)?.map_or_else(
            || "list them: tenbin law list".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        );
        let message = "no framework, provision, definition, control or fact has this id";
        return Err(Failure::input(Diagnostic::new(id, message).hint(hint)));
    };
    if context.output.json {
        context.output.json(&found)?;
    } else {
        let lang = context.lang.tag();
        crate::outline::print(&mut context.output, &found, lang)?;
    }
    Ok(0)
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

fn check(context: &mut Context<'_>) -> Result<u8, Failure> {
    let library = context.app.library()?;
    context.app.declarations()?;
    context.app.policies()?;
    let mut mistakes = context.app.located(library.check_cases());
    mistakes.0.extend(context.app.check_crosswalk()?.0);
    let (provisions, cases) = (library.provisions().len(), library.cases().len());
    if context.output.json {
        context.output.json(&serde_json::json!({
            "frameworks": library.frameworks().len(),
            "provisions": provisions,
            "cases": cases,
            "citations": library.citations(),
            "mistakes": mistakes,
        }))?;
    } else {
        for mistake in &mistakes.0 {
            context.output.line(mistake.to_string())?;
        }
        let text = context.texts.part("cli-checked", provisions, cases);
        context.output.line(text)?;
        clocks::print_citations(context)?;
    }
    Ok(u8::from(!mistakes.0.is_empty()))
}
