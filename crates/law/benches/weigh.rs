//! Bars: load every package in at most 50 ms, weigh one subject in at most 5 ms.

use std::fs;
use std::path::Path;

use divan::{Bencher, black_box};
use tenbin_law::{Library, Selection, SourceFile, load};
use tenbin_vocab::{Date, Facts};

fn main() {
    divan::main();
}

fn package_files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    let mut open = vec!["frameworks".to_owned(), "controls".to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root.join(&folder)).into_iter().flatten().flatten() {
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                open.push(name);
            } else if let (true, Ok(text)) =
                (name.ends_with(".toml"), fs::read_to_string(entry.path()))
            {
                found.push((name, text));
            }
        }
    }
    found
}

fn read_library(files: &[(String, String)]) -> Library {
    let files: Vec<SourceFile<'_>> =
        files.iter().map(|(path, text)| SourceFile { path, text }).collect();
    match load(&files) {
        Ok(library) => library,
        Err(mistakes) => panic!("{mistakes}"),
    }
}

/// The facts of the case that gives most of them, and none at all.
fn subjects(library: &Library) -> [(&'static str, Facts); 2] {
    let fullest = library.cases().iter().map(|case| &case.facts).max_by_key(|facts| facts.len());
    [("fullest case", fullest.cloned().unwrap_or_default()), ("nothing known", Facts::new())]
}

fn as_of() -> Date {
    Date::constant(2026, 11, 21)
}

#[divan::bench]
fn load_all_packages(bencher: Bencher<'_, '_>) {
    let files = package_files();
    bencher.bench(|| read_library(black_box(&files)));
}

#[divan::bench(args = [0, 1])]
fn weigh_one_subject(bencher: Bencher<'_, '_>, which: usize) {
    let library = read_library(&package_files());
    let (_, facts) = &subjects(&library)[which];
    bencher.bench(|| library.weigh(black_box(facts), as_of(), &Selection::all()));
}

#[divan::bench(args = [0, 1])]
fn verdicts_of_one_subject(bencher: Bencher<'_, '_>, which: usize) {
    let library = read_library(&package_files());
    let (_, facts) = &subjects(&library)[which];
    let prepared = library.prepare(as_of(), &Selection::all());
    let (dense, _) = prepared.dense(facts);
    bencher.bench(|| prepared.verdicts(black_box(&dense)));
}

#[divan::bench(args = [0, 1])]
fn next_questions_of_one_subject(bencher: Bencher<'_, '_>, which: usize) {
    let library = read_library(&package_files());
    let (_, facts) = &subjects(&library)[which];
    let prepared = library.prepare(as_of(), &Selection::all());
    bencher.bench(|| prepared.next_questions(black_box(facts)));
}

#[divan::bench]
fn run_all_cases(bencher: Bencher<'_, '_>) {
    let library = read_library(&package_files());
    bencher.bench(|| library.check_cases());
}
