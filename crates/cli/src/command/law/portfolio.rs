//! `tenbin law portfolio`.

use std::path::PathBuf;

use clap::Args;
use tenbin_app::{Grouping, LineRow, MapGiven, Portfolio, PortfolioRequest};
use tenbin_law::{TextState, VerdictCounts};
use tenbin_vocab::Date;

use crate::UNDETERMINED;
use crate::command::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

/// Groups of one grouping printed; the files and JSON hold every one.
const SHOWN: usize = 40;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Register: CSV with a header row, TSV, or one JSON object a line
    #[arg(long, value_name = "FILE")]
    csv: PathBuf,
    /// Column map: a file, epoch, or COLUMN=FACT,… [default: columns called as facts are]
    #[arg(long, value_name = "MAP")]
    map: Option<String>,
    /// Date the law is read at [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Weigh only this framework; repeatable
    #[arg(long, value_name = "ID")]
    framework: Vec<String>,
    /// Count by a group of the map or a column; repeatable, A,B counts by both together
    #[arg(long, value_name = "COLUMN")]
    by: Vec<String>,
    /// Folder for the verdict table and the summary
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(context: &mut Context<'_>, arguments: &Arguments) -> Result<u8, Failure> {
    let request = PortfolioRequest {
        map: arguments.map.clone().map_or(MapGiven::Columns, MapGiven::Named),
        as_of: arguments.as_of,
        frameworks: arguments.framework.clone(),
        by: arguments.by.clone(),
        out: arguments.out.clone(),
    };
    let portfolio = context.app.portfolio(&arguments.csv, &request)?;
    if context.output.json {
        context.output.json(&portfolio)?;
    } else {
        print(context, &portfolio)?;
    }
    if let Some(folder) = &arguments.out {
        let text = context.texts.value("portfolio-written", folder.display());
        context.remark(&text);
    }
    let open = portfolio.provisions.iter().any(|row| row.counts.unknown > 0);
    Ok(if open { UNDETERMINED } else { 0 })
}

fn print(context: &mut Context<'_>, portfolio: &Portfolio) -> Result<(), Failure> {
    let subjects = usize::try_from(portfolio.subjects).unwrap_or(usize::MAX);
    let text = context.texts.count("portfolio-subjects", subjects);
    let date = context.texts.value("cli-as-of", portfolio.as_of);
    context.output.line(format!("{text} · {date}"))?;
    let lines: Vec<&LineRow> = portfolio.lines.iter().filter(|line| known(line.counts)).collect();
    let heads = ["portfolio-line", "portfolio-drawn-by"];
    table(
        context,
        "portfolio-lines",
        &heads,
        lines.iter().map(|line| (vec![line.id.clone(), drawn_by(line)], line.counts)),
    )?;
    let lang = context.lang;
    let classes = portfolio.classifications.iter().filter(|row| known(row.counts));
    let provisions = portfolio.provisions.iter().filter(|row| known(row.counts));
    for (key, rows) in [
        ("portfolio-classifications", classes.collect::<Vec<_>>()),
        ("portfolio-provisions", provisions.collect()),
    ] {
        table(
            context,
            key,
            &["cli-id", "cli-title"],
            rows.iter()
                .map(|row| (vec![row.id.clone(), row.title.get(lang).to_owned()], row.counts)),
        )?;
    }
    let silent = portfolio.provisions.iter().filter(|row| !known(row.counts)).count();
    if silent > 0 {
        let text = context.texts.count("portfolio-silent", silent);
        context.output.line("")?;
        context.output.line(text)?;
    }
    for grouping in &portfolio.by {
        by_group(context, grouping, &lines)?;
    }
    Ok(())
}

/// True when somebody's answer is settled.
fn known(counts: VerdictCounts) -> bool {
    counts.yes + counts.no > 0
}

/// The texts that draw a line, those no longer in force in brackets.
fn drawn_by(line: &LineRow) -> String {
    let mut names: Vec<String> = Vec::new();
    for text in &line.texts {
        let name = match text.state {
            TextState::InForce => text.framework.clone(),
            TextState::NotYet | TextState::Ended => format!("({})", text.framework),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" ")
}

fn table(
    context: &mut Context<'_>,
    title: &str,
    heads: &[&str],
    rows: impl ExactSizeIterator<Item = (Vec<String>, VerdictCounts)>,
) -> Result<(), Failure> {
    if rows.len() == 0 {
        return Ok(());
    }
    let heads: Vec<&str> =
        heads.iter().copied().chain(["verdict-yes", "verdict-no", "verdict-unknown"]).collect();
    let heads = context.texts_of(&heads);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for (words, counts) in rows {
        let figures = [counts.yes, counts.no, counts.unknown].map(figure);
        table.row(words.into_iter().map(Cell::left).chain(figures));
    }
    let title = context.texts.say(title);
    context.output.line("")?;
    context.output.line(title)?;
    context.output.table(&table)
}

fn figure(number: u64) -> Cell {
    Cell::count(usize::try_from(number).unwrap_or(usize::MAX))
}

/// For each group how many pass each line, and how many are unknown there.
fn by_group(
    context: &mut Context<'_>,
    grouping: &Grouping,
    lines: &[&LineRow],
) -> Result<(), Failure> {
    let mut heads = vec![grouping.by.join(" · "), context.texts.say("portfolio-all")];
    heads.extend(lines.iter().map(|line| line.id.clone()));
    let mut table = Table::heading(heads.iter().map(String::as_str));
    let blank = context.texts.say("portfolio-blank");
    for group in grouping.groups.iter().take(SHOWN) {
        let name = |value: &String| if value.is_empty() { blank.clone() } else { value.clone() };
        let values: Vec<String> = group.values.iter().map(name).collect();
        let cells = lines.iter().map(|line| match group.verdicts.get(&line.id) {
            Some(counts) if counts.unknown > 0 => {
                Cell::right(format!("{} (?{})", counts.yes, counts.unknown))
            }
            Some(counts) => figure(counts.yes),
            None => Cell::right(format!("(?{})", group.subjects)),
        });
        let head = [Cell::left(values.join(" · ")), figure(group.subjects)];
        table.row(head.into_iter().chain(cells.collect::<Vec<_>>()));
    }
    context.output.line("")?;
    context.output.table(&table)?;
    if grouping.groups.len() > SHOWN {
        let text = context.texts.count("portfolio-more-groups", grouping.groups.len() - SHOWN);
        context.output.line(text)?;
    }
    Ok(())
}
