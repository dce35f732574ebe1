//! `tenbin config`: settings and where each comes from.

use serde::Serialize;

use super::Context;
use crate::arguments::Config;
use crate::failure::Failure;
use crate::output::{Cell, Table};

#[derive(Serialize)]
struct Row {
    name: &'static str,
    value: Option<String>,
    origin: String,
}

pub(crate) fn run(context: &mut Context<'_>, verb: &Config) -> Result<u8, Failure> {
    let Config::Show { origin } = verb;
    let settings = &context.settings;
    let path = |path: &std::path::Path| path.display().to_string();
    let rows = [
        ("lang", Some(settings.lang.value.tag().to_owned()), &settings.lang.origin),
        ("data_dir", Some(path(&settings.data_dir.value)), &settings.data_dir.origin),
        (
            "frameworks_dir",
            settings.frameworks_dir.value.as_deref().map(path),
            &settings.frameworks_dir.origin,
        ),
        (
            "benchmarks_dir",
            settings.benchmarks_dir.value.as_deref().map(path),
            &settings.benchmarks_dir.origin,
        ),
        ("base_url", settings.base_url.value.clone(), &settings.base_url.origin),
        (
            "max_connections",
            Some(settings.max_connections.value.to_string()),
            &settings.max_connections.origin,
        ),
    ]
    .map(|(name, value, origin)| Row { name, value, origin: origin.clone() });
    if context.output.json {
        context.output.json(&serde_json::json!({ "settings": rows }))?;
        return Ok(0);
    }
    let mut table = if *origin {
        Table::heading(["setting", "value", "origin"])
    } else {
        Table::heading(["setting", "value"])
    };
    for row in rows {
        let mut cells =
            vec![Cell::left(row.name), Cell::left(row.value.unwrap_or_else(|| "–".to_owned()))];
        if *origin {
            cells.push(Cell::left(row.origin));
        }
        table.row(cells);
    }
    context.output.table(&table)?;
    Ok(0)
}
