//! `tenbin law import`: an OSCAL catalogue as a framework folder.

use std::path::{Path, PathBuf};

use super::Context;
use crate::failure::Failure;

/// Mistakes of the worked examples shown at most.
const SHOWN: usize = 10;

pub(super) fn run(
    context: &mut Context<'_>,
    files: &[PathBuf],
    out: &Path,
    framework_id: Option<&str>,
) -> Result<u8, Failure> {
    let imported = context.app.import_oscal(files, out, framework_id)?;
    if context.output.json {
        context.output.json(&imported)?;
        return Ok(0);
    }
    let mut lines = vec![
        context.texts.value("oscal-imported-to", imported.folder.display()),
        context.texts.count("oscal-imported", imported.provisions),
    ];
    if imported.unstated > 0 {
        lines.push(context.texts.count("oscal-unstated", imported.unstated));
    }
    if imported.withdrawn > 0 {
        lines.push(context.texts.count("oscal-withdrawn", imported.withdrawn));
    }
    if imported.open.is_empty() {
        lines.push(context.texts.value("oscal-check", out.display()));
    } else {
        lines.push(context.texts.count("oscal-open", imported.open.len()));
        lines.extend(imported.open.iter().take(SHOWN).map(ToString::to_string));
    }
    lines.iter().try_for_each(|line| context.output.line(line))?;
    Ok(0)
}
