//! `tenbin law crosswalk`: how the provisions of two frameworks relate.

use anstyle::AnsiColor;
use tenbin_policy::{Comparison, Coverage, CoverageRow, Grade, Party, RelationBasis, Wanted};

use super::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

pub(super) fn run(
    context: &mut Context<'_>,
    a: Option<&str>,
    b: Option<&str>,
    grades: &[Grade],
    control: Option<&str>,
) -> Result<u8, Failure> {
    match (a, b, control) {
        (Some(a), Some(b), _) => {
            let wanted =
                Wanted { grades: grades.to_vec(), control: control.map(Into::into), basis: None };
            let comparison = context.app.compare(a, b, &wanted)?;
            if context.output.json {
                context.output.json(&comparison)?;
            } else {
                print_comparison(context, &comparison)?;
            }
        }
        (_, _, Some(control)) => print_control(context, control)?,
        _ => {
            let matrix = context.app.crosswalk()?.matrix();
            if context.output.json {
                context.output.json(&matrix)?;
            } else {
                print_matrix(context, &matrix.frameworks)?;
            }
        }
    }
    Ok(0)
}

fn print_comparison(context: &mut Context<'_>, comparison: &Comparison) -> Result<(), Failure> {
    let lang = context.lang;
    for (own, other) in [(&comparison.a, &comparison.b), (&comparison.b, &comparison.a)] {
        print_coverage(context, own, other)?;
    }
    context.output.line("")?;
    let heads = context.texts_of(&[
        "crosswalk-a",
        "crosswalk-grade",
        "crosswalk-b",
        "crosswalk-basis",
        "crosswalk-controls",
        "crosswalk-strength",
        "cli-mark",
    ]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for link in &comparison.links {
        let relation = &link.relation;
        let basis = Cell::left(context.texts.say(basis(relation.basis)));
        table.row([
            Cell::left(&relation.a),
            Cell::left(context.texts.say(grade(relation.grade))),
            Cell::left(&relation.b),
            match relation.basis {
                RelationBasis::Authored => basis.colored(AnsiColor::Green),
                RelationBasis::SharedControls => basis,
            },
            Cell::left(relation.controls.join(" ")),
            Cell::count(usize::from(relation.strength)),
            Cell::left(relation.confidence.as_str()),
        ]);
    }
    context.output.table(&table)?;
    for link in
        comparison.links.iter().filter(|link| link.relation.basis == RelationBasis::Authored)
    {
        let relation = &link.relation;
        context.output.line("")?;
        let said = context.texts.say(grade(relation.grade));
        context.output.line(format!("{} · {said} · {}", relation.a, relation.b))?;
        context.output.line(format!("  {}", relation.reason.get(lang)))?;
    }
    Ok(())
}

fn print_coverage(context: &mut Context<'_>, own: &Party, other: &Party) -> Result<(), Failure> {
    let (t, lang) = (context.texts, context.lang);
    let Coverage { duties, in_full, in_part, through_controls, without } = &own.coverage;
    context.output.line(format!("{} → {}", own.title.get(lang), other.title.get(lang)))?;
    context
        .output
        .line(format!("  {}", t.part("crosswalk-covered", own.coverage.covered(), duties)))?;
    for (key, n) in [
        ("crosswalk-in-full", in_full),
        ("crosswalk-in-part", in_part),
        ("crosswalk-through-controls", through_controls),
    ] {
        context.output.line(format!("  {}", t.count(key, n)))?;
    }
    let gaps = t.count("crosswalk-without", without.len());
    let ids = if without.is_empty() { String::new() } else { format!(": {}", without.join(" ")) };
    context.output.line(format!("  {gaps}{ids}"))
}

fn print_control(context: &mut Context<'_>, id: &str) -> Result<(), Failure> {
    let lang = context.lang;
    let view = context.app.crosswalk()?.control(id).map_err(tenbin_app::AppError::from)?;
    if context.output.json {
        return context.output.json(&view);
    }
    context.output.line(format!("{} {}", view.control, view.name.get(lang)))?;
    let heads = context.texts_of(&["cli-framework", "cli-id", "cli-title", "cli-mark"]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for side in &view.provisions {
        table.row([
            Cell::left(&side.framework),
            Cell::left(&side.id),
            Cell::left(side.title.get(lang)),
            Cell::left(side.confidence.as_str()),
        ]);
    }
    context.output.table(&table)
}

/// Columns carry the number of their row: names would not fit on a screen.
fn print_matrix(context: &mut Context<'_>, rows: &[CoverageRow]) -> Result<(), Failure> {
    let text = context.texts.say("crosswalk-matrix-cli");
    context.output.line(text)?;
    let mut heads = vec!["#".to_owned()];
    heads.extend(context.texts_of(&["cli-framework", "crosswalk-duties"]));
    heads.extend((1..=rows.len()).map(|number| number.to_string()));
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for (number, row) in rows.iter().enumerate() {
        let mut cells = vec![Cell::count(number + 1), Cell::left(&row.id), Cell::count(row.duties)];
        for other in rows {
            cells.push(match row.cells.get(&other.id) {
                Some(cell) if row.duties > 0 => Cell::count(cell.covered * 100 / row.duties),
                _ => Cell::left("–"),
            });
        }
        table.row(cells);
    }
    context.output.table(&table)
}

pub(super) fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::EqualTo => "grade-equal-to",
        Grade::SubsetOf => "grade-subset-of",
        Grade::SupersetOf => "grade-superset-of",
        Grade::IntersectsWith => "grade-intersects-with",
        Grade::NoRelationship => "grade-no-relationship",
    }
}

fn basis(basis: RelationBasis) -> &'static str {
    match basis {
        RelationBasis::Authored => "basis-authored",
        RelationBasis::SharedControls => "basis-shared-controls",
    }
}
