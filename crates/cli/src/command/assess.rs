//! `tenbin assess`: the main job.

use anstyle::AnsiColor;
use jiff::{Timestamp, Zoned};
use tenbin_app::{AssessRequest, Assessed, Watch};
use tenbin_assess::{Assessment, Conclusion, Status, Tally};

use super::{Context, block_on, cancel_on_ctrl_c};
use crate::arguments::{Asked, Assess};
use crate::failure::Failure;
use crate::output::{Cell, Table};
use crate::progress::Shown;

/// Statuses the table counts, with the message that heads each column.
const COLUMNS: [(Status, &str); 6] = [
    (Status::Met, "status-met"),
    (Status::Partly, "status-partly"),
    (Status::Missing, "status-missing"),
    (Status::Later, "status-later"),
    (Status::Unknown, "status-unknown"),
    (Status::OtherParty, "status-other-party"),
];

pub(crate) fn run(context: &mut Context<'_>, arguments: &Assess) -> Result<u8, Failure> {
    let request = AssessRequest {
        subject: arguments.subject.clone(),
        asked: asked(context, &arguments.asked, arguments.battery.clone()),
        as_of: arguments.as_of,
        today: Zoned::now().date(),
        frameworks: arguments.framework.clone(),
        out: arguments.out.clone(),
    };
    let watch = watch(context, arguments.asked.max_connections);
    let assessed = block_on(async {
        cancel_on_ctrl_c(&watch.cancel);
        Ok(context.app.assess(&request, &watch).await?)
    })?;
    if assessed.fresh_key {
        let key = context.app.key_path().display().to_string();
        context.remark(&context.texts.value("cli-fresh-key", key));
    }
    if assessed.resumed > 0 {
        let text = context.texts.value("cli-resumed", assessed.resumed);
        context.remark(&text);
    }
    if assessed.missing > 0 {
        let missing = usize::try_from(assessed.missing).unwrap_or(usize::MAX);
        context.remark(&context.texts.count("cli-run-missing", missing));
    }
    if context.output.json {
        context.output.bytes(&assessed.json)?;
    } else {
        print(context, &assessed)?;
    }
    Ok(if arguments.exit_zero { 0 } else { assessed.assessment.conclusion.exit_code() })
}

/// The flags as the use case takes them.
pub(crate) fn asked(
    context: &Context<'_>,
    flags: &Asked,
    battery: Option<String>,
) -> tenbin_app::Asked {
    tenbin_app::Asked {
        target: flags.target.clone().unwrap_or_default(),
        battery,
        base_url: flags.base_url.clone().or_else(|| context.settings.base_url.value.clone()),
        key_env: flags.key_env.clone(),
        map: flags.map.clone(),
        judge: flags.judge.clone(),
        judge_base_url: flags.judge_base_url.clone(),
        rubric: flags.rubric.clone(),
        epochs: flags.epochs,
        seed: flags.seed,
    }
}

/// How the work is watched: now, so many at once, with a progress line.
pub(crate) fn watch(context: &Context<'_>, connections: Option<usize>) -> Watch {
    let shown = Shown::new(context.show_progress);
    Watch {
        now: now(),
        connections: connections.unwrap_or(context.settings.max_connections.value),
        cancel: tenbin_app::Cancel::new(),
        progress: Some(std::sync::Arc::new(move |progress: tenbin_app::Progress| {
            shown.update(progress.finished, progress.calls, progress.missing);
        })),
    }
}

/// This second: records need no finer time, and people read them.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

fn print(context: &mut Context<'_>, assessed: &Assessed) -> Result<(), Failure> {
    let assessment = &assessed.assessment;
    let subject = &assessment.subject;
    let lang = context.lang;
    let title = format!("{} {}", subject.name.get(lang), subject.version);
    let dated = context.texts.value("cli-as-of", assessment.as_of);
    context.output.line(format!("{} · {dated}", title.trim_end()))?;
    if assessment.simulation {
        let text = context.texts.say("cli-simulation");
        context.output.line(text)?;
    }
    context.output.line("")?;
    let table = tally_table(context, assessment);
    context.output.table(&table)?;
    let silent = assessment.frameworks().count() + 1 - table.len();
    if silent > 0 {
        context.output.line(context.texts.count("findings-silent", silent))?;
    }
    context.output.line("")?;
    let conclusion = match assessment.conclusion {
        Conclusion::Clean => "cli-conclusion-clean",
        Conclusion::Adverse => "cli-conclusion-adverse",
        Conclusion::Undetermined => "cli-conclusion-undetermined",
    };
    let text = context.texts.say(conclusion);
    context.output.line(text)?;
    if let Some(next) = assessment.weighing.next_questions.first() {
        let text = context.texts.count_of("cli-next", next.settles, next.question.get(lang));
        context.output.line(text)?;
        let text = context.texts.value("cli-next-fact", &next.fact);
        context.output.line(text)?;
    }
    let report = assessed.folder.join("report.html").display().to_string();
    let text = context.texts.value("cli-report", report);
    context.output.line(text)?;
    let text = context.texts.value("cli-verify", assessed.folder.display());
    context.output.line(text)
}

fn tally_table(context: &Context<'_>, assessment: &Assessment) -> Table {
    let lang = context.lang;
    let mut heads = context.texts_of(&["cli-framework", "cli-binds"]);
    heads.extend(COLUMNS.map(|(_, key)| context.texts.say(key)));
    let mut table = Table::heading(heads.iter().map(String::as_str));
    let concerned = |id: &&str| {
        let tally = assessment.tallies.get(*id).copied().unwrap_or_default();
        Status::ALL
            .iter()
            .any(|status| *status != Status::NotApplicable && tally.count(*status) > 0)
    };
    for id in assessment.frameworks().filter(concerned) {
        let title = assessment.names.frameworks.get(id).map_or(id, |name| name.get(lang));
        table.row(tally_row(title, assessment.tallies.get(id).copied().unwrap_or_default()));
    }
    table.row(tally_row(&context.texts.say("cli-total"), assessment.tally));
    table
}

fn tally_row(title: &str, tally: Tally) -> Vec<Cell> {
    let mut cells = vec![Cell::left(title), Cell::count(tally.binds)];
    cells.extend(COLUMNS.map(|(status, _)| {
        let count = tally.count(status);
        let cell = Cell::count(count);
        match (status, count) {
            (_, 0) => cell,
            (Status::Met, _) => cell.colored(AnsiColor::Green),
            (Status::Partly, _) => cell.colored(AnsiColor::Yellow),
            (Status::Missing, _) => cell.colored(AnsiColor::Red),
            _ => cell,
        }
    }));
    cells
}
