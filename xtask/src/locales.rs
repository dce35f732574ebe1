//! Japanese and English carry the same messages.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::Findings;

pub(crate) fn check(root: &Path) -> Findings {
    let [ja, en] = ["ja", "en"].map(|lang| keys(&root.join("locales").join(lang)));
    let mut findings = Vec::new();
    if ja.is_empty() {
        findings.push("locales/ja: no messages".to_owned());
    }
    findings.extend(en.difference(&ja).map(|key| format!("locales/ja lacks {key}")));
    findings.extend(ja.difference(&en).map(|key| format!("locales/en lacks {key}")));
    findings
}

/// Message identifiers with the file they stand in; attributes are not used.
fn keys(folder: &Path) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        let file = entry.file_name().to_string_lossy().into_owned();
        keys.extend(identifiers(&text).map(|key| format!("{file}: {key}")));
    }
    keys
}

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim()))
}

#[cfg(test)]
mod tests {
    use super::identifiers;

    #[test]
    fn identifiers_are_read_and_continuations_skipped() {
        let text = "# note\na = x\n    more = y\n-term = z\n";
        assert_eq!(identifiers(text).collect::<Vec<_>>(), ["a", "-term"]);
    }
}
