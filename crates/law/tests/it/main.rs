//! The project's own packages load, and their worked examples hold.

#![allow(clippy::unwrap_used)]

mod batch;
mod packages;
mod timeline;

use std::fs;
use std::path::{Path, PathBuf};

/// The project's root folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every package file of the project: path from the root, and text.
fn package_files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["frameworks", "controls"] {
        collect(&root().join(folder), folder, &mut found);
    }
    found.sort();
    found
}

fn collect(folder: &Path, name: &str, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{name}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &name, found);
        } else if name.ends_with(".toml") {
            found.push((name, fs::read_to_string(entry.path()).unwrap()));
        }
    }
}
