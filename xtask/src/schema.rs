//! The published JSON Schemas are those of the code.

use std::fs;
use std::path::Path;

use schemars::schema_for;

use crate::Findings;

/// File under `docs/schema/` and its content.
fn schemas() -> Vec<(&'static str, String)> {
    let assessment = schema_for!(tenbin_assess::Assessment);
    let weighing = schema_for!(tenbin_law::Weighing);
    let evidence = schema_for!(tenbin_vocab::Evidence);
    let clocks = schema_for!(tenbin_law::Clocks);
    let exposure = schema_for!(tenbin_law::Exposure);
    let timeline = schema_for!(tenbin_law::Timeline);
    let diff = schema_for!(tenbin_law::LawDiff);
    let question = schema_for!(tenbin_law::Inquiry);
    let reuse = schema_for!(tenbin_assess::ReusePlan);
    [
        ("assessment-1.json", assessment),
        ("weighing-1.json", weighing),
        ("evidence-1.json", evidence),
        ("clocks-1.json", clocks),
        ("exposure-1.json", exposure),
        ("law-timeline-1.json", timeline),
        ("law-diff-1.json", diff),
        ("law-question-1.json", question),
        ("reuse-1.json", reuse),
    ]
    .into_iter()
    .map(|(name, schema)| {
        let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
        text.push('\n');
        (name, text)
    })
    .collect()
}

pub(crate) fn write(root: &Path) -> std::io::Result<()> {
    let folder = root.join("docs/schema");
    fs::create_dir_all(&folder)?;
    for (name, text) in schemas() {
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}

pub(crate) fn check(root: &Path) -> Findings {
    schemas()
        .into_iter()
        .filter(|(name, text)| {
            fs::read_to_string(root.join("docs/schema").join(name)).ok().as_ref() != Some(text)
        })
        .map(|(name, _)| {
            format!("docs/schema/{name} is not what the code writes: cargo run -p xtask -- schema")
        })
        .collect()
}
