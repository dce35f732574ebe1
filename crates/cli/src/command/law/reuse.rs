//! `tenbin law reuse`: the least evidence, and what sharing it saves.

use tenbin_app::ReuseRequest;
use tenbin_assess::{CostBasis, HOURS, Piece, ReusePlan};
use tenbin_law::Library;

use super::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

/// Duties named in full before the rest are counted.
const MOST_NAMES: usize = 4;

pub(crate) fn run(context: &mut Context<'_>, request: &ReuseRequest) -> Result<u8, Failure> {
    let plan = context.app.reuse(request)?;
    if context.output.json {
        context.output.json(&plan)?;
    } else {
        print(context, &plan)?;
    }
    Ok(0)
}

fn print(context: &mut Context<'_>, plan: &ReusePlan) -> Result<(), Failure> {
    let texts = context.texts;
    let heads = context.texts_of(&[
        "reuse-piece",
        "reuse-cost",
        "reuse-basis",
        "reuse-serves",
        "reuse-regimes",
        "reuse-served",
    ]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    let library = context.app.library()?;
    for piece in &plan.make {
        let mut serves =
            piece.serves.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(" ");
        if piece.serves.len() > MOST_NAMES {
            serves.push_str(&format!(" +{}", piece.serves.len() - MOST_NAMES));
        }
        table.row([
            Cell::left(name(library, piece, context.lang)),
            Cell::right(amount(piece.cost.cost)),
            Cell::left(texts.say(basis_key(piece.cost.basis))),
            Cell::left(serves),
            Cell::count(piece.frameworks.len()),
            Cell::count(piece.served_so_far),
        ]);
    }
    context.output.line(texts.value("cli-as-of", plan.as_of))?;
    context.output.table(&table)?;
    let regimes = plan.frameworks.len();
    context.output.line(texts.part("reuse-duties", plan.duties, regimes))?;
    if !plan.served_already.is_empty() {
        context.output.line(texts.count("reuse-there", plan.served_already.len()))?;
    }
    if !plan.unserved.is_empty() {
        let named = plan.unserved.join(" ");
        context.output.line(texts.count_of("reuse-unserved", plan.unserved.len(), named))?;
    }
    let unit = if plan.unit == HOURS { texts.say("unit-hours") } else { plan.unit.clone() };
    let cost = |value: f64| format!("{} {unit}", amount(value));
    context.output.line(texts.value("reuse-by-duty", cost(plan.cost_by_duty)))?;
    context.output.line(texts.value("reuse-by-regime", cost(plan.cost_by_framework)))?;
    context.output.line(texts.value("reuse-shared", cost(plan.cost)))?;
    let proven = if plan.gap < 1e-9 {
        texts.say("reuse-proven")
    } else {
        texts.value("reuse-gap", format!("{:.1} %", plan.gap * 100.0))
    };
    context.output.line(proven)
}

/// Kind and control, or the battery, in words.
fn name(library: &Library, piece: &Piece, lang: tenbin_vocab::Lang) -> String {
    let [only] = piece.makes.as_slice() else { return piece.id.clone() };
    if piece.id.starts_with("battery:") {
        return piece.id.clone();
    }
    let kind = library.evidence_kinds().iter().find(|kind| kind.id == only.kind);
    let kind = kind.map_or(only.kind.as_str(), |kind| kind.name.get(lang));
    let control = library.controls().iter().find(|control| control.id == only.control);
    let control = control.map_or("", |control| control.name.get(lang));
    format!("{kind} · {} {control}", only.control)
}

fn basis_key(basis: CostBasis) -> &'static str {
    match basis {
        CostBasis::User => "reuse-basis-user",
        CostBasis::Published => "reuse-basis-published",
        CostBasis::Assumed => "reuse-basis-assumed",
    }
}

/// A whole number without decimals, another with one.
fn amount(value: f64) -> String {
    if (value - value.round()).abs() < 1e-6 { format!("{value:.0}") } else { format!("{value:.1}") }
}
