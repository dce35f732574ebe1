//! `tenbin declaration`: who stands in which list.

use std::path::Path;

use anstyle::AnsiColor;
use tenbin_policy::{
    Cell as Standing, Declaration as Text, DeclarationKind, ListBasis, MatrixFilter, Stance,
};
use tenbin_report::Texts;
use tenbin_vocab::Diagnostic;

use super::Context;
use crate::arguments::Declaration;
use crate::failure::Failure;
use crate::output::{Cell, Table};

pub(crate) fn run(context: &mut Context<'_>, verb: &Declaration) -> Result<u8, Failure> {
    match verb {
        Declaration::List { kind } => list(context, *kind),
        Declaration::Show { id } => show(context, id),
        Declaration::Matrix { region, kind } => {
            let filter = MatrixFilter { region: region.clone(), kind: *kind, text: None };
            matrix(context, &filter)
        }
        Declaration::Country { country: text } => country(context, text),
        Declaration::Check { folder } => check(context, folder.as_deref()),
    }
}

fn list(context: &mut Context<'_>, kind: Option<DeclarationKind>) -> Result<u8, Failure> {
    if context.output.json {
        let mut value = context.app.declarations_json()?;
        if let (Some(kind), Some(list)) = (kind, value["declarations"].as_array_mut()) {
            list.retain(|declaration| declaration["kind"] == kind.as_str());
        }
        context.output.json(&value)?;
        return Ok(0);
    }
    let lang = context.lang;
    let heads = context.texts_of(&[
        "declaration-col-date",
        "cli-id",
        "cli-title",
        "declaration-col-kind",
        "declaration-col-official",
        "declaration-col-inferred",
        "cli-mark",
    ]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    let found = &context.app.declarations()?.declarations;
    for declaration in found.iter().filter(|d| kind.is_none_or(|kind| kind == d.kind)) {
        table.row([
            Cell::left(declaration.on.to_string()),
            Cell::left(&declaration.id),
            Cell::left(declaration.title.get(lang)),
            Cell::left(
                context.texts.say(&format!("declaration-kind-{}", declaration.kind.as_str())),
            ),
            Cell::count(declaration.number_in(ListBasis::OfficialList)),
            Cell::count(declaration.number_in(ListBasis::Inferred)),
            Cell::left(declaration.confidence.as_str()),
        ]);
    }
    context.output.table(&table)?;
    Ok(0)
}

fn show(context: &mut Context<'_>, id: &str) -> Result<u8, Failure> {
    let Some(value) = context.app.declaration_json(id)? else {
        let message = "no declaration has this id";
        let hint = "list them: tenbin declaration list";
        return Err(Failure::input(Diagnostic::new(id, message).hint(hint)));
    };
    if context.output.json {
        context.output.json(&value)?;
        return Ok(0);
    }
    let declarations = context.app.declarations()?;
    let Some(declaration) = declarations.declaration(id) else { return Ok(0) };
    let (texts, lang) = (context.texts, context.lang);
    context.output.line(declaration.title.get(lang))?;
    let adherence = texts.say(&format!("declaration-adherence-{}", declaration.adherence.as_str()));
    context.output.line(format!(
        "{}  {adherence}  {}  {}",
        declaration.on,
        declaration.confidence.as_str(),
        declaration.sources.join(" ")
    ))?;
    context.output.line(declaration.about.get(lang))?;
    if let Some(gap) = &declaration.gap {
        context.output.line(texts.value("declaration-gap", gap.get(lang)))?;
    }
    for url in &declaration.urls {
        context.output.line(url)?;
    }
    for count in &declaration.counts {
        let note = count.note.as_ref().map_or("", |note| note.get(lang));
        let number = count.parties as usize;
        let text = texts.count_of("declaration-announced", number, count.on);
        context.output.line(format!("{text} {note}").trim_end())?;
    }
    // What a list says and what is concluded stand in tables of their own.
    for basis in [ListBasis::OfficialList, ListBasis::Inferred] {
        if declaration.standings.iter().any(|standing| standing.basis == basis) {
            context.output.line("")?;
            let number = declaration.number_in(basis);
            let key = format!("declaration-in-{}", basis.as_str());
            context.output.line(texts.count(&key, number))?;
            let table = standings(context, declaration, basis)?;
            context.output.table(&table)?;
        }
    }
    Ok(0)
}

fn standings(
    context: &Context<'_>,
    declaration: &Text,
    basis: ListBasis,
) -> Result<Table, Failure> {
    let (texts, lang) = (context.texts, context.lang);
    let declarations = context.app.declarations()?;
    let heads = context.texts_of(&[
        "declaration-col-party",
        "cli-name",
        "declaration-col-standing",
        "declaration-col-since",
        "cli-mark",
        "declaration-col-sources",
        "declaration-col-note",
    ]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for standing in declaration.standings.iter().filter(|standing| standing.basis == basis) {
        let name = declarations.party(&standing.party).map_or("", |party| party.name.get(lang));
        table.row([
            Cell::left(&standing.party),
            Cell::left(name),
            Cell::left(texts.say(&format!("declaration-stance-{}", standing.stance.as_str()))),
            Cell::left(standing.since.map_or_else(|| "–".to_owned(), |since| since.to_string())),
            Cell::left(standing.confidence.as_str()),
            Cell::left(standing.sources.join(" ")),
            Cell::left(standing.note.as_ref().map_or("", |note| note.get(lang))),
        ]);
    }
    Ok(table)
}

fn matrix(context: &mut Context<'_>, filter: &MatrixFilter) -> Result<u8, Failure> {
    let value = context.app.matrix_json(filter)?;
    if context.output.json {
        context.output.json(&value)?;
        return Ok(0);
    }
    let (texts, lang) = (context.texts, context.lang);
    let matrix = context.app.declarations()?.matrix(filter);
    let mut heads = context.texts_of(&["declaration-col-country"]);
    heads.extend((1..=matrix.declarations.len()).map(|number| format!("[{number}]")));
    heads.extend(context.texts_of(&["declaration-col-official", "declaration-col-inferred"]));
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for row in &matrix.rows {
        let mut cells = vec![Cell::left(row.name.get(lang))];
        cells.extend(row.cells.iter().map(|cell| short(texts, cell.as_ref())));
        cells.extend([Cell::count(row.official), Cell::count(row.inferred)]);
        table.row(cells);
    }
    context.output.table(&table)?;
    for (number, place) in matrix.declarations.iter().enumerate() {
        let line = format!("[{}] {} {}", number + 1, place.on, place.short.get(lang));
        context.output.line(line)?;
    }
    Ok(0)
}

fn short(texts: Texts, cell: Option<&Standing>) -> Cell {
    let Some(cell) = cell else { return Cell::left("–") };
    match (cell.stance, cell.basis) {
        (Stance::In, ListBasis::OfficialList) => {
            Cell::left(texts.say("declaration-cell-official")).colored(AnsiColor::Green)
        }
        (Stance::In, ListBasis::Inferred) => Cell::left(texts.say("declaration-cell-inferred")),
        (stance, _) => Cell::left(texts.say(&format!("declaration-cell-{}", stance.as_str()))),
    }
}

fn country(context: &mut Context<'_>, text: &str) -> Result<u8, Failure> {
    let Some(value) = context.app.country_json(text)? else {
        let message = "no country of the table has this code or name";
        let hint = "see them: tenbin declaration matrix";
        return Err(Failure::input(Diagnostic::new(text, message).hint(hint)));
    };
    if context.output.json {
        context.output.json(&value)?;
        return Ok(0);
    }
    let (texts, lang) = (context.texts, context.lang);
    let declarations = context.app.declarations()?;
    let Some(country) = declarations.country(text) else { return Ok(0) };
    let row = declarations.country_row(country);
    context.output.line(format!("{} ({})", country.name.get(lang), country.id))?;
    context.output.line(texts.count("declaration-in-official-list", row.official))?;
    context.output.line(texts.count("declaration-in-inferred", row.inferred))?;
    let heads = context.texts_of(&[
        "declaration-col-date",
        "declaration-col-declaration",
        "declaration-col-standing",
        "declaration-col-basis",
        "declaration-col-since",
        "cli-mark",
        "declaration-col-sources",
        "declaration-col-note",
    ]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for entry in &row.declarations {
        let (date, name) = (entry.declaration.on.to_string(), entry.declaration.short.get(lang));
        let Some(standing) = entry.standing else {
            let none = texts.say("declaration-stance-none");
            table.row([Cell::left(date), Cell::left(name), Cell::left(none)]);
            continue;
        };
        table.row([
            Cell::left(date),
            Cell::left(name),
            Cell::left(texts.say(&format!("declaration-stance-{}", standing.stance.as_str()))),
            Cell::left(texts.say(&format!("declaration-basis-{}", standing.basis.as_str()))),
            Cell::left(standing.since.map_or_else(|| "–".to_owned(), |since| since.to_string())),
            Cell::left(standing.confidence.as_str()),
            Cell::left(standing.sources.join(" ")),
            Cell::left(standing.note.as_ref().map_or("", |note| note.get(lang))),
        ]);
    }
    context.output.table(&table)?;
    if !row.organisations.is_empty() {
        context.output.line("")?;
        context.output.line(texts.say("declaration-seated"))?;
        let heads = context.texts_of(&[
            "declaration-col-organisation",
            "declaration-col-declaration",
            "declaration-col-standing",
            "declaration-col-basis",
            "cli-mark",
        ]);
        let mut table = Table::heading(heads.iter().map(String::as_str));
        for seated in &row.organisations {
            let standing = seated.standing;
            table.row([
                Cell::left(seated.organisation.name.get(lang)),
                Cell::left(seated.declaration.short.get(lang)),
                Cell::left(texts.say(&format!("declaration-stance-{}", standing.stance.as_str()))),
                Cell::left(texts.say(&format!("declaration-basis-{}", standing.basis.as_str()))),
                Cell::left(standing.confidence.as_str()),
            ]);
        }
        context.output.table(&table)?;
    }
    Ok(0)
}

fn check(context: &mut Context<'_>, folder: Option<&Path>) -> Result<u8, Failure> {
    let own = folder.map(|folder| context.app.declarations_with(folder)).transpose()?;
    let found = match &own {
        Some(own) => own,
        None => context.app.declarations()?,
    };
    let standings: usize = found.declarations.iter().map(|d| d.standings.len()).sum();
    let number = found.declarations.len();
    if context.output.json {
        let value = serde_json::json!({ "declarations": number, "standings": standings });
        context.output.json(&value)?;
    } else {
        let text = context.texts.part("declaration-checked", number, standings);
        context.output.line(text)?;
    }
    Ok(0)
}
