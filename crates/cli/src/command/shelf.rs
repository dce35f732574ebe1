//! `list` and `show` of what is in the store.

use tenbin_app::Page;
use tenbin_report::words;
use tenbin_vocab::Diagnostic;

use super::Context;
use crate::arguments::{ListArgs, Stored};
use crate::failure::Failure;
use crate::output::{Cell, Table};

/// What to say when `show` is given an id that is not there.
fn unknown(what: &str, id: &str, list: &str) -> Failure {
    Failure::input(
        Diagnostic::new(id, format!("no such {what}")).hint(format!("list them: {list}")),
    )
}

fn page(list: &ListArgs) -> Page {
    Page { limit: list.limit, offset: 0 }
}

pub(crate) fn subjects(context: &mut Context<'_>, verb: &Stored) -> Result<u8, Failure> {
    match verb {
        Stored::List(list) => {
            let found = context.app.subjects("", page(list))?;
            if context.output.json {
                context.output.json(&found)?;
                return Ok(0);
            }
            let heads = context.texts_of(&["cli-id", "cli-name", "cli-version", "cli-updated"]);
            let mut table = Table::heading(heads.iter().map(String::as_str));
            for subject in &found.items {
                table.row([
                    Cell::left(&subject.id),
                    Cell::left(subject.name.get(context.lang)),
                    Cell::left(&subject.version),
                    Cell::left(subject.updated_at.to_string()),
                ]);
            }
            context.output.table(&table)?;
        }
        Stored::Show { id } => {
            let json = context.app.subject_json(id)?;
            let json = json.ok_or_else(|| unknown("subject", id, "tenbin subject list"))?;
            context.output.bytes(json.as_bytes())?;
        }
    }
    Ok(0)
}

pub(crate) fn assessments(context: &mut Context<'_>, verb: &Stored) -> Result<u8, Failure> {
    match verb {
        Stored::List(list) => {
            let found = context.app.assessments(list.subject.as_deref(), "", page(list))?;
            if context.output.json {
                context.output.json(&found)?;
                return Ok(0);
            }
            let heads = context.texts_of(&["cli-id", "cli-conclusion", "cli-made", "cli-folder"]);
            let mut table = Table::heading(heads.iter().map(String::as_str));
            for line in &found.items {
                let conclusion = context.texts.say(words::conclusion(line.conclusion));
                table.row([
                    Cell::left(&line.id),
                    Cell::left(conclusion),
                    Cell::left(line.made_at.to_string()),
                    Cell::left(&line.folder),
                ]);
            }
            context.output.table(&table)?;
        }
        Stored::Show { id } => {
            // The same bytes as assessment.json and the web: one text, one digest.
            let json = context.app.assessment_json(id)?;
            let json = json.ok_or_else(|| unknown("assessment", id, "tenbin assessment list"))?;
            context.output.bytes(json.as_bytes())?;
        }
    }
    Ok(0)
}

pub(crate) fn evidence_list(context: &mut Context<'_>, list: &ListArgs) -> Result<u8, Failure> {
    let found = context.app.evidence(list.subject.as_deref(), page(list))?;
    if context.output.json {
        context.output.json(&found)?;
        return Ok(0);
    }
    let heads = context.texts_of(&["cli-id", "cli-kind", "cli-assessment", "cli-made"]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for line in &found.items {
        table.row([
            Cell::left(&line.id),
            Cell::left(&line.kind),
            Cell::left(&line.assessment),
            Cell::left(line.made_at.to_string()),
        ]);
    }
    context.output.table(&table)?;
    Ok(0)
}

pub(crate) fn evidence_show(context: &mut Context<'_>, id: &str) -> Result<u8, Failure> {
    let envelope = context.app.envelope(id)?;
    let envelope = envelope.ok_or_else(|| unknown("evidence record", id, "tenbin ledger list"))?;
    context.output.bytes(&envelope)?;
    Ok(0)
}

pub(crate) fn runs_list(context: &mut Context<'_>, list: &ListArgs) -> Result<u8, Failure> {
    let found = context.app.runs(list.subject.as_deref(), "", page(list))?;
    if context.output.json {
        context.output.json(&found)?;
        return Ok(0);
    }
    let heads =
        context.texts_of(&["cli-id", "cli-battery", "cli-target", "cli-started", "cli-folder"]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for line in &found.items {
        table.row([
            Cell::left(&line.id),
            Cell::left(&line.battery),
            Cell::left(&line.target),
            Cell::left(line.started_at.to_string()),
            Cell::left(&line.folder),
        ]);
    }
    context.output.table(&table)?;
    Ok(0)
}
