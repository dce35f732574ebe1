//! The data folders say nothing wrong: law packages with their cases, and the
//! item bank.

use std::fs;
use std::path::Path;

use crate::Findings;
use crate::files::below;

/// Files of one ending below `folders`, as (path from the root, text).
fn texts(root: &Path, folders: &[&str], ending: &str) -> Result<Vec<(String, String)>, String> {
    let mut texts = Vec::new();
    for path in folders.iter().flat_map(|folder| below(&root.join(folder))) {
        if path.extension().is_none_or(|found| found != ending) {
            continue;
        }
        let shown = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let text = fs::read_to_string(&path).map_err(|error| format!("{shown}: {error}"))?;
        texts.push((shown, text));
    }
    Ok(texts)
}

/// Law packages load, and every worked case holds.
pub(crate) fn check_law(root: &Path) -> Findings {
    let files = match texts(root, &["frameworks", "controls"], "toml") {
        Ok(files) => files,
        Err(error) => return vec![error],
    };
    let sources: Vec<tenbin_law::SourceFile<'_>> =
        files.iter().map(|(path, text)| tenbin_law::SourceFile { path, text }).collect();
    match tenbin_law::load(&sources) {
        Ok(library) => library.check_cases().0.iter().map(ToString::to_string).collect(),
        Err(mistakes) => mistakes.0.iter().map(ToString::to_string).collect(),
    }
}

/// The item bank loads, and what it names exists in the law data.
pub(crate) fn check_benchmarks(root: &Path) -> Findings {
    let files = match texts(root, &["benchmarks"], "toml") {
        Ok(files) => files,
        Err(error) => return vec![error],
    };
    let bank = match tenbin_eval::load_bank(&files) {
        Ok(bank) => bank,
        Err(mistakes) => return mistakes.0.iter().map(ToString::to_string).collect(),
    };
    let law = match texts(root, &["frameworks", "controls"], "toml") {
        Ok(files) => files,
        Err(error) => return vec![error],
    };
    let sources: Vec<tenbin_law::SourceFile<'_>> =
        law.iter().map(|(path, text)| tenbin_law::SourceFile { path, text }).collect();
    // Mistakes in the law data are reported by its own check.
    let Ok(library) = tenbin_law::load(&sources) else { return Vec::new() };
    let control = |id: &String| library.controls().iter().any(|control| control.id == *id);
    let kind = |id: &String| library.evidence_kinds().iter().any(|kind| kind.id == *id);
    let mut findings = Vec::new();
    for category in &bank.categories {
        for id in category.controls.iter().filter(|id| !control(id)) {
            findings.push(format!("benchmarks/categories.toml: {}: no control {id}", category.id));
        }
    }
    for battery in &bank.batteries {
        for measure in &battery.measures {
            let place = format!("benchmarks/batteries/{}.toml: {}", battery.id, measure.quantity);
            for id in measure.controls.iter().filter(|id| !control(id)) {
                findings.push(format!("{place}: no control {id}"));
            }
            if !kind(&measure.evidence) {
                findings.push(format!("{place}: no kind of evidence {}", measure.evidence));
            }
        }
    }
    findings
}
