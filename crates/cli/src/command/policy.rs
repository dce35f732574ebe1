//! `tenbin policy`: action plans, their measures, and how long rules took.

use std::path::Path;

use anstyle::AnsiColor;
use tenbin_app::App;
use tenbin_policy::{MeasureFilter, MeasureLine, Policies, Progress};
use tenbin_vocab::{Date, Diagnostic};

use super::Context;
use crate::arguments::Policy;
use crate::failure::Failure;
use crate::output::{Cell, Table};

pub(crate) fn run(context: &mut Context<'_>, verb: &Policy) -> Result<u8, Failure> {
    match verb {
        Policy::List => list(context),
        Policy::Show { id } => show(context, id),
        Policy::Measures { plan, owner, status, due_before, as_of } => {
            let filter = MeasureFilter {
                plan: plan.clone(),
                owner: owner.clone(),
                progress: *status,
                due_before: *due_before,
                ..MeasureFilter::default()
            };
            measures(context, &filter, as_of.unwrap_or_else(App::today))
        }
        Policy::Lag => lag(context),
        Policy::Check { folder } => check(context, folder.as_deref()),
    }
}

fn list(context: &mut Context<'_>) -> Result<u8, Failure> {
    if context.output.json {
        let value = context.app.policies_json()?;
        context.output.json(&value)?;
        return Ok(0);
    }
    let lang = context.lang;
    let mut heads =
        context.texts_of(&["declaration-col-date", "cli-id", "cli-title", "policy-col-measures"]);
    heads.extend(
        Progress::ALL.map(|word| context.texts.say(&format!("policy-progress-{}", word.as_str()))),
    );
    heads.extend(context.texts_of(&["cli-mark"]));
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for plan in &context.app.policies()?.plans {
        let mut cells = vec![
            Cell::left(plan.on.to_string()),
            Cell::left(&plan.id),
            Cell::left(plan.title.get(lang)),
            Cell::count(plan.measures.len()),
        ];
        cells.extend(Progress::ALL.map(|word| Cell::count(plan.number(word))));
        cells.push(Cell::left(plan.confidence.as_str()));
        table.row(cells);
    }
    context.output.table(&table)?;
    Ok(0)
}

fn show(context: &mut Context<'_>, id: &str) -> Result<u8, Failure> {
    let Some(value) = context.app.policy_json(id)? else {
        let message = "no plan has this id";
        return Err(Failure::input(
            Diagnostic::new(id, message).hint("list them: tenbin policy list"),
        ));
    };
    if context.output.json {
        context.output.json(&value)?;
        return Ok(0);
    }
    let policies = context.app.policies()?;
    let Some(plan) = policies.plan(id) else { return Ok(0) };
    let (texts, lang) = (context.texts, context.lang);
    context.output.line(plan.title.get(lang))?;
    context.output.line(format!(
        "{}  {}  {}  {}",
        plan.on,
        plan.instrument,
        plan.confidence.as_str(),
        plan.sources.join(" ")
    ))?;
    context.output.line(plan.about.get(lang))?;
    if let Some(announced) = &plan.announced {
        context.output.line(announced.get(lang))?;
    }
    if let Some(gap) = &plan.gap {
        context.output.line(texts.value("declaration-gap", gap.get(lang)))?;
    }
    context.output.line(texts.value("policy-reviewed", plan.reviewed))?;
    for url in &plan.urls {
        context.output.line(url)?;
    }
    let today = App::today();
    for pillar in &plan.pillars {
        context.output.line("")?;
        context.output.line(pillar.title.get(lang))?;
        let filter = MeasureFilter {
            plan: Some(plan.id.clone()),
            pillar: Some(pillar.id.clone()),
            ..MeasureFilter::default()
        };
        let lines = policies.measures(&filter, today);
        let table = table(context, policies, &lines, false);
        context.output.table(&table)?;
    }
    Ok(0)
}

fn measures(context: &mut Context<'_>, filter: &MeasureFilter, as_of: Date) -> Result<u8, Failure> {
    let value = context.app.measures_json(filter, as_of)?;
    if context.output.json {
        context.output.json(&value)?;
        return Ok(0);
    }
    let policies = context.app.policies()?;
    let lines = policies.measures(filter, as_of);
    let table = table(context, policies, &lines, filter.plan.is_none());
    context.output.table(&table)?;
    let text = context.texts.count("policy-found", lines.len());
    context.output.line(text)?;
    Ok(0)
}

fn table(
    context: &Context<'_>,
    policies: &Policies,
    lines: &[MeasureLine<'_>],
    with_plan: bool,
) -> Table {
    let (texts, lang) = (context.texts, context.lang);
    let plan_head = with_plan.then_some("policy-col-plan");
    let keys: Vec<&str> = ["cli-id"]
        .into_iter()
        .chain(plan_head)
        .chain(["policy-col-progress", "policy-col-due", "policy-col-owners", "policy-col-measure"])
        .collect();
    let heads = context.texts_of(&keys);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for line in lines {
        let measure = line.measure;
        let word = Cell::left(texts.say(&format!("policy-progress-{}", line.progress.as_str())));
        let word = match line.progress {
            Progress::Done => word.colored(AnsiColor::Green),
            Progress::Overdue => word.colored(AnsiColor::Red),
            _ => word,
        };
        let due = match measure.due {
            None => Cell::left("–"),
            Some(due) if line.due_passed => {
                Cell::left(texts.value("policy-due-passed", due)).colored(AnsiColor::Yellow)
            }
            Some(due) => Cell::left(due.to_string()),
        };
        let owners: Vec<&str> = measure
            .owners
            .iter()
            .map(|id| policies.owner(id).map_or(id.as_str(), |owner| owner.short.get(lang)))
            .collect();
        let owners = match owners.is_empty() {
            true => "–".to_owned(),
            false => owners.join(&texts.say("list-comma")),
        };
        let mut cells = vec![Cell::left(&measure.id)];
        cells.extend(with_plan.then(|| Cell::left(line.plan)));
        cells.extend([word, due, Cell::left(owners), Cell::left(measure.gist.get(lang))]);
        table.row(cells);
    }
    table
}

fn lag(context: &mut Context<'_>) -> Result<u8, Failure> {
    if context.output.json {
        let value = context.app.lags_json()?;
        context.output.json(&value)?;
        return Ok(0);
    }
    let (texts, lang) = (context.texts, context.lang);
    let lags = &context.app.policies()?.lags;
    for (number, lag) in lags.iter().enumerate() {
        if number > 0 {
            context.output.line("")?;
        }
        context.output.line(lag.title.get(lang))?;
        context.output.line(format!(
            "  {}  {}  [{}]  {}",
            lag.event.on,
            lag.event.what.get(lang),
            lag.event.cite,
            lag.event.confidence.as_str()
        ))?;
        let heads = context.texts_of(&[
            "policy-col-days",
            "declaration-col-date",
            "policy-col-moment",
            "policy-col-whose",
            "policy-col-rule",
            "cli-mark",
        ]);
        let mut table = Table::heading(heads.iter().map(String::as_str));
        for rule in &lag.rules {
            let id = rule.provision.as_deref().or(rule.framework.as_deref());
            let name = match id {
                Some(id) => format!("{} [{id}]", rule.what.get(lang)),
                None => format!("{} [{}]", rule.what.get(lang), rule.cite),
            };
            table.row([
                Cell::right(match rule.approximate {
                    true => format!("~{}", rule.days),
                    false => rule.days.to_string(),
                }),
                Cell::left(rule.on.to_string()),
                Cell::left(texts.say(&format!("policy-moment-{}", rule.moment.as_str()))),
                Cell::left(&rule.jurisdiction),
                Cell::left(name),
                Cell::left(rule.confidence.as_str()),
            ]);
        }
        context.output.table(&table)?;
    }
    Ok(0)
}

fn check(context: &mut Context<'_>, folder: Option<&Path>) -> Result<u8, Failure> {
    let own = folder.map(|folder| context.app.policies_with(folder)).transpose()?;
    let found = match &own {
        Some(own) => own,
        None => context.app.policies()?,
    };
    let measures: usize = found.plans.iter().map(|plan| plan.measures.len()).sum();
    let (plans, lags) = (found.plans.len(), found.lags.len());
    if context.output.json {
        let value = serde_json::json!({ "plans": plans, "measures": measures, "lags": lags });
        context.output.json(&value)?;
    } else {
        context.output.line(context.texts.part("policy-checked", plans, measures))?;
        context.output.line(context.texts.count("policy-lags-checked", lags))?;
    }
    Ok(0)
}
