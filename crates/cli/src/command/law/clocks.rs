//! `tenbin law clocks`: which reports an incident calls for, and by when.

use std::path::Path;

use anstyle::AnsiColor;
use tenbin_app::App;
use tenbin_law::{ClockAnswer, ClockState, Clocks, Moment};
use tenbin_report::clock_words;
use tenbin_vocab::Tri;

use crate::UNDETERMINED;
use crate::command::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

pub(crate) fn run(
    context: &mut Context<'_>,
    incident: &Path,
    frameworks: &[String],
    now: Option<Moment>,
) -> Result<u8, Failure> {
    let clocks = context.app.clocks(incident, now.unwrap_or_else(App::now), frameworks)?;
    if context.output.json {
        context.output.json(&clocks)?;
    } else {
        print(context, &clocks)?;
    }
    Ok(exit_code(&clocks))
}

/// 1 when a report that is surely called for is overdue or came late; 3 when
/// something is open; else 0.
fn exit_code(clocks: &Clocks) -> u8 {
    let missed = |clock: &ClockAnswer| {
        clock.verdict == Tri::Yes && matches!(clock.state, ClockState::Overdue | ClockState::Late)
    };
    let open = |clock: &ClockAnswer| {
        clock.state != ClockState::NotBinding
            && (clock.verdict == Tri::Unknown || clock.state == ClockState::Unsettled)
    };
    if clocks.clocks.iter().any(missed) {
        1
    } else if clocks.clocks.iter().any(open) {
        UNDETERMINED
    } else {
        0
    }
}

fn print(context: &mut Context<'_>, clocks: &Clocks) -> Result<(), Failure> {
    let text = context.texts.value("clocks-now", clocks.now);
    context.output.line(text)?;
    let heads =
        context.texts_of(&["clocks-due", "clocks-state", "cli-verdict", "cli-id", "cli-mark"]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    let mut order: Vec<&ClockAnswer> = clocks.clocks.iter().collect();
    // Clocks without a due moment come last.
    order.sort_by_key(|clock| (clock.due.is_none(), clock.due.and_then(|due| due.instant())));
    for clock in &order {
        let state = Cell::left(clock_words::state(context.texts, clock));
        table.row([
            Cell::left(clock.due.map_or_else(|| "–".to_owned(), |due| due.to_string())),
            match clock.state {
                ClockState::Overdue | ClockState::Late => state.colored(AnsiColor::Red),
                ClockState::Met => state.colored(AnsiColor::Green),
                ClockState::Unsettled => state.colored(AnsiColor::Yellow),
                _ => state,
            },
            Cell::left(context.texts.say(&format!("verdict-{}", clock.verdict.as_str()))),
            Cell::left(&clock.id),
            Cell::left(clock.confidence.as_str()),
        ]);
    }
    context.output.table(&table)?;
    for clock in order {
        print_clock(context, clock)?;
    }
    context.output.line("")?;
    let text = context.texts.count("clocks-silent", clocks.silent.len());
    context.output.line(text)?;
    for counting in &clocks.counting {
        let about = counting.rule.about.get(context.lang);
        let (cite, mark) = (&counting.rule.cite, counting.rule.confidence.as_str());
        let text = format!("{}: {about} [{cite}, {mark}]", counting.framework);
        context.output.line(text)?;
    }
    let text = context.texts.value("clocks-how", &clocks.utc_offset);
    context.output.line(text)?;
    for warning in &clocks.warnings {
        context.remark(&clock_words::warning(context.texts, warning));
    }
    Ok(())
}

fn print_clock(context: &mut Context<'_>, clock: &ClockAnswer) -> Result<(), Failure> {
    let (lang, texts) = (context.lang, context.texts);
    context.output.line("")?;
    context.output.line(format!("{}  {}", clock.id, clock.title.get(lang)))?;
    context.output.line(format!("  {} [{}]", clock_words::rule(texts, clock), clock.cite))?;
    let start = clock_words::start(texts, clock);
    context.output.line(format!("  {start}"))?;
    if let Some(latest) = clock.due_latest {
        context.output.line(format!("  {}", texts.value("clocks-latest", latest)))?;
    }
    let recipient = clock.recipient.get(lang);
    context.output.line(format!("  {}", texts.value("clocks-recipient", recipient)))?;
    if !clock.binding {
        context.output.line(format!("  {}", texts.say("clocks-voluntary")))?;
    }
    if clock.state == ClockState::NotBinding
        && let Some(from) = clock.from
    {
        context.output.line(format!("  {}", texts.value("clocks-binds-from", from)))?;
    }
    if let Some(note) = &clock.note {
        context.output.line(format!("  {}", note.get(lang)))?;
    }
    let binds = clock.state != ClockState::NotBinding;
    for open in clock.open.iter().filter(|_| binds).take(3) {
        let question = open.question.get(lang);
        context.output.line(format!("  ? {question}  [{}]", open.fact))?;
    }
    Ok(())
}

/// The line of `law check` on the citations behind every figure.
pub(super) fn print_citations(context: &mut Context<'_>) -> Result<(), Failure> {
    let count = context.app.library()?.citations();
    let texts = context.texts;
    let parts = [
        texts.count("clocks-check-dates", count.dates),
        texts.count("clocks-check-thresholds", count.thresholds),
        texts.count("clocks-check-amounts", count.amounts),
    ];
    let joined = parts.join(&texts.say("clocks-check-join"));
    let text = match count.uncited.as_slice() {
        [] => texts.value("clocks-check-cited", joined),
        uncited => texts.count_of("clocks-check-uncited", uncited.len(), joined),
    };
    context.output.line(text)
}
