//! Every file behind a door is in that door's static list.

use std::fs;
use std::path::Path;

use crate::Findings;

/// Folders in which one file is one member of a static list in `mod.rs`.
const DOORS: [&str; 2] = ["crates/eval/src/scorers", "crates/eval/src/targets"];

pub(crate) fn check(root: &Path) -> Findings {
    let mut findings = Vec::new();
    for door in DOORS {
        let folder = root.join(door);
        let list = fs::read_to_string(folder.join("mod.rs")).unwrap_or_default();
        if list.is_empty() {
            findings.push(format!("{door}/mod.rs: missing"));
        }
        let members = fs::read_dir(&folder).into_iter().flatten().flatten().filter_map(|entry| {
            let path = entry.path();
            let source = path.extension().is_some_and(|ending| ending == "rs");
            let stem = path.file_stem()?.to_str()?.to_owned();
            (source && stem != "mod" && !stem.ends_with("tests")).then_some(stem)
        });
        for member in members {
            if !listed(&list, &member) {
                findings.push(format!("{door}/{member}.rs is not in the list of {door}/mod.rs"));
            }
        }
    }
    findings
}

/// A member stands in the list as `member::`; a shared part of the door says
/// so with `// shared: member`.
fn listed(list: &str, member: &str) -> bool {
    let body = list.split_once("ALL").map_or("", |(_, after)| after);
    body.contains(&format!("{member}::")) || list.contains(&format!("// shared: {member}"))
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_member_is_listed_by_its_path_or_marked_shared() {
        let list = "mod a;\nmod b;\n// shared: text\npub const ALL: &[&dyn X] = &[&a::A];";
        assert!(listed(list, "a") && listed(list, "text") && !listed(list, "b"));
    }
}
