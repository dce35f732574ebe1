//! The direction of the crates, as drawn in ARCHITECTURE.md.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::Findings;

/// Every crate with the crates it may depend on. A crate that is not here
/// fails the check: a new room is drawn in the plan first.
const MAY_USE: &[(&str, &[&str])] = &[
    ("tenbin-vocab", &[]),
    ("tenbin-law", &["vocab"]),
    ("tenbin-policy", &["vocab", "law"]),
    ("tenbin-stats", &["vocab"]),
    ("tenbin-ledger", &["vocab"]),
    ("tenbin-eval", &["vocab", "stats"]),
    ("tenbin-assess", &["vocab", "law", "stats", "eval"]),
    ("tenbin-oscal", &["vocab", "law", "assess"]),
    ("tenbin-store", &["vocab", "law", "eval", "assess", "ledger"]),
    ("tenbin-report", &["vocab", "law", "stats", "eval", "assess", "ledger"]),
    (
        "tenbin-app",
        &[
            "vocab", "law", "policy", "stats", "eval", "assess", "oscal", "ledger", "store",
            "report",
        ],
    ),
    ("tenbin-web", &["vocab", "law", "policy", "assess", "report", "app"]),
    ("tenbin-cli", &["vocab", "law", "policy", "assess", "report", "app", "web"]),
    ("xtask", &["vocab", "law", "eval", "assess"]),
];

pub(crate) fn check(root: &Path) -> Findings {
    match arrows(root) {
        Ok(arrows) => judge(&arrows),
        Err(error) => vec![error],
    }
}

/// Crate name to the project crates it depends on, development included only
/// as far as `cargo metadata` marks it: development arrows are free.
fn arrows(root: &Path) -> Result<BTreeMap<String, Vec<String>>, String> {
    let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo metadata: {error}"))?;
    let mut arrows = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let uses = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
            .filter_map(|dependency| dependency["name"].as_str())
            .filter(|name| name.starts_with("tenbin-"))
            .map(str::to_owned)
            .collect();
        arrows.insert(package["name"].as_str().unwrap_or_default().to_owned(), uses);
    }
    Ok(arrows)
}

fn judge(arrows: &BTreeMap<String, Vec<String>>) -> Findings {
    let mut findings = Vec::new();
    for (name, uses) in arrows {
        let Some((_, allowed)) = MAY_USE.iter().find(|(known, _)| known == name) else {
            findings.push(format!("crate {name} is not in the plan (xtask/src/crates.rs)"));
            continue;
        };
        for used in uses {
            if !allowed.iter().any(|short| used.strip_prefix("tenbin-") == Some(short)) {
                findings.push(format!("{name} must not depend on {used}"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn a_forbidden_arrow_and_an_unknown_crate_are_named() {
        let arrows = [
            ("tenbin-law".to_owned(), vec!["tenbin-store".to_owned()]),
            ("tenbin-cellar".to_owned(), vec![]),
        ];
        let findings = judge(&arrows.into());
        assert_eq!(findings.len(), 2);
        assert!(findings.iter().any(|f| f.contains("tenbin-law must not depend on tenbin-store")));
    }
}
