//! Length of source files, forbidden names, unfinished marks, leaked paths.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Findings;

const MAX_LINES: usize = 700;
const FORBIDDEN_NAMES: [&str; 6] = ["util", "utils", "common", "manager", "helper", "helpers"];
const SKIPPED_FOLDERS: [&str; 7] =
    ["target", ".git", "node_modules", "out", "tenbin-out", "corpus", "artifacts"];

/// Every file below `folder` that git would keep, sorted.
pub(crate) fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() {
                if !SKIPPED_FOLDERS.iter().any(|skipped| name == *skipped) {
                    waiting.push(path);
                }
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

pub(crate) fn check(root: &Path) -> Findings {
    let mut findings = Vec::new();
    for path in below(root) {
        let shown = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if FORBIDDEN_NAMES.contains(&stem) {
            findings.push(format!("{shown}: name the thing it does, not \"{stem}\""));
        }
        if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap_or_default();
            findings.extend(judge_source(&shown, &text));
        }
    }
    findings
}

fn judge_source(shown: &str, text: &str) -> Findings {
    let mut findings = Vec::new();
    let lines = text.lines().count();
    if lines > MAX_LINES {
        findings.push(format!("{shown}: {lines} lines; at most {MAX_LINES}"));
    }
    // Written in halves so that this file does not find itself.
    let marks =
        [["TO", "DO"], ["FIX", "ME"], ["todo", "!("], ["unimplemented", "!("], ["#[ign", "ore"]];
    for (index, line) in text.lines().enumerate() {
        for mark in &marks {
            if line.contains(&mark.concat()) {
                findings.push(format!("{shown}:{}: unfinished mark {}", index + 1, mark.concat()));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::judge_source;

    #[test]
    fn long_files_and_unfinished_marks_are_named() {
        let long = "x\n".repeat(701);
        assert_eq!(judge_source("a.rs", &long).len(), 1);
        let mark = ["// TO", "DO later"].concat();
        assert!(judge_source("a.rs", &mark)[0].starts_with("a.rs:1:"));
        assert!(judge_source("a.rs", "fn main() {}\n").is_empty());
    }
}
