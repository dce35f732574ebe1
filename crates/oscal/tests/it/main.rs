//! Documents out and back, on the project's own packages and invented ones.

#![allow(clippy::unwrap_used)]

mod assessment;
mod foreign;
mod mistakes;
mod round_trip;
mod shape;

use std::fs;
use std::path::{Path, PathBuf};

use tenbin_law::{Framework, Library, SourceFile, load};
use tenbin_oscal::{Attachment, Catalogs, Document};

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

fn library_of(files: &[(String, String)]) -> Library {
    let files: Vec<SourceFile<'_>> =
        files.iter().map(|(path, text)| SourceFile { path, text }).collect();
    load(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// Every text version of a framework as the bytes of a catalogue.
fn catalogs(library: &Library, framework: &Framework, files: &[(String, String)]) -> Vec<Vec<u8>> {
    let folder = format!("frameworks/{}/", framework.id);
    let attachments: Vec<Attachment<'_>> = files
        .iter()
        .filter_map(|(path, text)| Some(Attachment { path: path.strip_prefix(&folder)?, text }))
        .filter(|file| !file.path.starts_with("articles/"))
        .collect();
    let writer = Catalogs::of(library);
    let made = framework.versions.iter().map(|version| {
        let catalog = writer.catalog(framework, version, &attachments);
        Document::Catalog(Box::new(catalog)).identified().unwrap().to_json().unwrap()
    });
    made.collect()
}
