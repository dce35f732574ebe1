//! `tenbin law divergence`: where the same words stand for different things.

use tenbin_policy::{Position, TopicView};

use super::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

pub(super) fn run(context: &mut Context<'_>, id: Option<&str>) -> Result<u8, Failure> {
    match id {
        None => list(context)?,
        Some(id) => {
            let view = context.app.divergence(id)?;
            if context.output.json {
                context.output.json(&view)?;
            } else {
                print(context, &view)?;
            }
        }
    }
    Ok(0)
}

fn list(context: &mut Context<'_>) -> Result<(), Failure> {
    let lang = context.lang;
    let heads = context.texts_of(&["cli-id", "cli-title", "divergence-frameworks", "cli-mark"]);
    if context.output.json {
        let listed = context.app.divergences_json()?;
        return context.output.json(&listed);
    }
    let topics = context.app.divergences()?;
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for topic in topics {
        table.row([
            Cell::left(&topic.id),
            Cell::left(topic.title.get(lang)),
            Cell::count(topic.frameworks().len()),
            Cell::left(topic.weakest().map_or("–", |mark| mark.as_str())),
        ]);
    }
    context.output.table(&table)
}

fn print(context: &mut Context<'_>, view: &TopicView) -> Result<(), Failure> {
    let (t, lang, topic) = (context.texts, context.lang, &view.topic);
    context.output.line(topic.title.get(lang))?;
    for (key, text) in
        [("divergence-differs", &topic.differs), ("divergence-matters", &topic.matters)]
    {
        context.output.line(format!("{}: {}", t.say(key), text.get(lang)))?;
    }
    for point in &topic.points {
        context.output.line("")?;
        context.output.line(format!("# {}", point.title.get(lang)))?;
        for position in topic.positions.iter().filter(|p| p.point.as_ref() == Some(&point.id)) {
            print_position(context, position)?;
        }
    }
    if topic.points.is_empty() {
        for position in &topic.positions {
            print_position(context, position)?;
        }
    }
    if !view.figures.is_empty() {
        context.output.line("")?;
        let text = t.say("divergence-figures");
        context.output.line(text)?;
        let heads = context.texts_of(&[
            "cli-framework",
            "cli-id",
            "divergence-figure",
            "cli-from",
            "detail-cite",
            "cli-mark",
        ]);
        let mut table = Table::heading(heads.iter().map(String::as_str));
        for figure in &view.figures {
            let unit = figure.unit.as_deref().unwrap_or_default();
            let value = format!("{} {} {:e} {unit}", figure.fact, figure.sign, figure.value);
            table.row([
                Cell::left(&figure.framework),
                Cell::left(&figure.id),
                Cell::left(value.trim_end()),
                Cell::left(figure.in_force.from.to_string()),
                Cell::left(&figure.cite),
                Cell::left(figure.confidence.as_str()),
            ]);
        }
        context.output.table(&table)?;
    }
    Ok(())
}

fn print_position(context: &mut Context<'_>, position: &Position) -> Result<(), Failure> {
    let entry = position.entry.as_deref().unwrap_or_default();
    let head = format!("{} {entry}", position.framework);
    let mark = position.confidence.as_str();
    context.output.line("")?;
    context.output.line(format!("{}  [{}; {mark}]", head.trim_end(), position.cite))?;
    context.output.line(format!("  {}", position.text.get(context.lang)))
}
