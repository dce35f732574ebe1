//! `tenbin eval`: batteries, runs, scorers.

use std::path::Path;

use serde_json::json;
use tenbin_app::{MeasureResult, RunDone, ScoreRequest};
use tenbin_vocab::{Diagnostic, Estimate};

use super::assess::{asked, watch};
use super::{Context, block_on, cancel_on_ctrl_c, shelf};
use crate::arguments::{Battery, Eval, Named};
use crate::failure::Failure;
use crate::output::{Cell, Table};

pub(crate) fn run(context: &mut Context<'_>, verb: &Eval) -> Result<u8, Failure> {
    match verb {
        Eval::Run { battery, asked: flags, out } => {
            let mut wanted = asked(context, flags, battery.clone());
            if wanted.target.is_empty() {
                wanted.target = DEFAULT_TARGET.to_owned();
            }
            let watch = watch(context, flags.max_connections);
            let done = block_on(async {
                cancel_on_ctrl_c(&watch.cancel);
                Ok(context.app.evaluate(&wanted, out, &watch, None).await?)
            })?;
            finish(context, &done)
        }
        Eval::Resume { folder, max_connections } => {
            let watch = watch(context, *max_connections);
            let done = block_on(async {
                cancel_on_ctrl_c(&watch.cancel);
                Ok(context.app.resume(folder, &watch).await?)
            })?;
            finish(context, &done)
        }
        Eval::Score { responses, scorer, labels, map, rows } => {
            let request = ScoreRequest {
                responses: responses.clone(),
                scorer: scorer.clone(),
                labels: labels.clone(),
                map: map.clone(),
                rows: rows.clone(),
            };
            let report = context.app.score(&request)?;
            if context.output.json {
                context.output.json(&report)?;
            } else {
                crate::outline::print(&mut context.output, &json!(report), context.lang.tag())?;
            }
            Ok(0)
        }
        Eval::List(list) => shelf::runs_list(context, list),
        Eval::Show { run } => show(context, run),
        Eval::Battery(Battery::Named(named)) => catalogue(context, named, Shelf::Battery),
        Eval::Battery(Battery::Check) => check(context),
        Eval::Scorer(named) => catalogue(context, named, Shelf::Scorer),
        Eval::Profile(named) => catalogue(context, named, Shelf::Profile),
    }
}

/// The simulated model that is asked when nobody names a target.
const DEFAULT_TARGET: &str = "reference:even";

/// Prints the results; missing answers make the run an adverse finding.
fn finish(context: &mut Context<'_>, done: &RunDone) -> Result<u8, Failure> {
    if context.output.json {
        context.output.json(done)?;
    } else {
        print_summary(context, &done.summary)?;
        let text = context.texts.value("cli-run-folder", done.folder.display());
        context.output.line(text)?;
    }
    Ok(u8::from(done.summary.unanswered + done.summary.unscored > 0))
}

fn show(context: &mut Context<'_>, run: &str) -> Result<u8, Failure> {
    if Path::new(run).is_dir() {
        let (head, summary) = context.app.run_summary(Path::new(run))?;
        if context.output.json {
            context.output.json(&json!({ "head": head, "summary": summary }))?;
        } else {
            print_summary(context, &summary)?;
        }
        return Ok(0);
    }
    let line = context.app.run(run)?.ok_or_else(|| {
        Failure::input(
            Diagnostic::new(run, "no such run, and no such folder")
                .hint("list them: tenbin eval list"),
        )
    })?;
    context.output.json(&line)?;
    Ok(0)
}

fn print_summary(
    context: &mut Context<'_>,
    summary: &tenbin_app::RunSummary,
) -> Result<(), Failure> {
    let lang = context.lang;
    context.output.line(format!("{} · {}", summary.title.get(lang), summary.target))?;
    if summary.simulation {
        let text = context.texts.say("cli-simulation");
        context.output.line(text)?;
    }
    let heads = context.texts_of(&[
        "cli-quantity",
        "cli-category",
        "cli-language",
        "cli-estimate",
        "cli-interval",
        "cli-n",
        "cli-missing",
    ]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    // Each language over all categories, each category over all languages; the
    // finer cells are in the JSON and on the pages.
    let coarse = |result: &&MeasureResult| {
        result.epoch.is_none() && (result.category == "all" || result.language == "all")
    };
    for result in summary.results.iter().filter(coarse) {
        let title = summary
            .measures
            .iter()
            .find(|measure| measure.quantity == result.quantity)
            .map_or(result.quantity.as_str(), |measure| measure.title.get(lang));
        let category = summary
            .categories
            .iter()
            .find(|category| category.id == result.category)
            .map_or(result.category.as_str(), |category| category.name.get(lang));
        let (estimate, interval, n) = figures(result.result.as_ref());
        table.row([
            Cell::left(title),
            Cell::left(category),
            Cell::left(&result.language),
            Cell::left(estimate),
            Cell::left(interval),
            Cell::count(n),
            Cell::count(usize::try_from(result.missing).unwrap_or(usize::MAX)),
        ]);
    }
    context.output.table(&table)?;
    if summary.unanswered + summary.unscored > 0 {
        let text = context.texts.count(
            "cli-run-missing",
            usize::try_from(summary.unanswered + summary.unscored).unwrap_or(usize::MAX),
        );
        context.output.line(text)?;
    }
    Ok(())
}

fn figures(result: Option<&Estimate>) -> (String, String, usize) {
    result.map_or_else(
        || ("–".to_owned(), "–".to_owned(), 0),
        |result| {
            let [low, high] = result.interval;
            (
                format!("{:.3}", result.estimate),
                format!("{low:.3} … {high:.3}"),
                usize::try_from(result.n).unwrap_or(usize::MAX),
            )
        },
    )
}

/// Reading the bank checks all of it; what is wrong ends the command.
fn check(context: &mut Context<'_>) -> Result<u8, Failure> {
    let bank = context.app.bank()?;
    let (items, batteries) = (bank.items.len(), bank.batteries.len());
    if context.output.json {
        context.output.json(&json!({ "items": items, "batteries": batteries }))?;
    } else {
        let text = context.texts.part("cli-bank-checked", items, batteries);
        context.output.line(text)?;
    }
    Ok(0)
}

enum Shelf {
    Battery,
    Scorer,
    Profile,
}

/// `list` and `show` of what the data folders name.
fn catalogue(context: &mut Context<'_>, named: &Named, shelf: Shelf) -> Result<u8, Failure> {
    let entries = match shelf {
        Shelf::Battery => context.app.batteries()?,
        Shelf::Scorer => tenbin_app::scorers(),
        Shelf::Profile => context.app.profiles()?,
    };
    match named {
        Named::List if context.output.json => context.output.json(&json!({ "items": entries }))?,
        Named::List => {
            let heads = context.texts_of(&["cli-id", "cli-version", "cli-title"]);
            let mut table = Table::heading(heads.iter().map(String::as_str));
            for entry in &entries {
                table.row([
                    Cell::left(&entry.id),
                    Cell::left(&entry.version),
                    Cell::left(entry.title.get(context.lang)),
                ]);
            }
            context.output.table(&table)?;
        }
        Named::Show { id } => {
            let entry = entries.into_iter().find(|entry| entry.id == *id).ok_or_else(|| {
                Failure::input(Diagnostic::new(id, "nothing has this id").hint("see the list"))
            })?;
            if context.output.json {
                context.output.json(&entry)?;
            } else {
                crate::outline::print(&mut context.output, &json!(entry), context.lang.tag())?;
            }
        }
    }
    Ok(0)
}
