//! `tenbin law export`: frameworks and assessments as OSCAL.

use jiff::Zoned;
use serde_json::json;
use tenbin_app::{ExportOf, ExportRequest};
use tenbin_vocab::Diagnostic;

use super::Context;
use crate::arguments::Export;
use crate::failure::Failure;
use crate::output::{Cell, Table};

pub(super) fn run(context: &mut Context<'_>, arguments: &Export) -> Result<u8, Failure> {
    let of = match (&arguments.subject, &arguments.assessment) {
        (Some(file), _) => ExportOf::Facts(file.clone()),
        (None, Some(id)) => ExportOf::Assessment(id.clone()),
        (None, None) => ExportOf::Frameworks,
    };
    let request = ExportRequest {
        model: arguments.model.clone(),
        frameworks: arguments.framework.clone(),
        of,
        as_of: arguments.as_of,
        today: Zoned::now().date(),
    };
    let files = context.app.export_oscal(&request)?;
    let Some(folder) = &arguments.out else {
        return match files.as_slice() {
            [only] => context.output.bytes(&only.bytes).map(|()| 0),
            _ => {
                let message = format!("{} documents cannot go to standard output", files.len());
                Err(Failure::input(Diagnostic::new("law export", message).hint(
                    "name a folder with --out, or ask for one with --model, --framework and --as-of",
                )))
            }
        };
    };
    context.app.write_oscal(&files, folder)?;
    if context.output.json {
        context.output.json(&json!({ "folder": folder, "files": files }))?;
        return Ok(0);
    }
    let heads = context.texts_of(&["oscal-file", "oscal-model", "oscal-bytes"]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for file in &files {
        table.row([Cell::left(&file.file), Cell::left(file.model), Cell::count(file.bytes.len())]);
    }
    context.output.table(&table)?;
    let text = context.texts.value("oscal-written", folder.display());
    context.output.line(text)?;
    Ok(0)
}
