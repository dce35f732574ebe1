//! Bars: load every package in at most 50 ms, weigh one subject in at most 5 ms,
//! find the next question among nine times the packages in at most 100 ms.

use std::collections::BTreeSet;
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

/// The packages `times` over, each copy with frameworks, definitions and facts of
/// its own; only the facts of the subject's role are shared.
fn packages_times(times: usize) -> Library {
    let files = package_files();
    let library = read_library(&files);
    let facts = library.vocabulary().facts().map(|fact| fact.name.clone());
    let names = library.definitions().iter().map(|definition| definition.name.clone());
    let words: BTreeSet<String> = facts.chain(names).filter(|name| name != "role").collect();
    let ids: BTreeSet<String> = library
        .provisions()
        .iter()
        .map(|provision| provision.id.clone())
        .chain(library.definitions().iter().map(|definition| definition.id.clone()))
        .chain(library.frameworks().iter().flat_map(|framework| {
            let terms = framework.terms.iter().map(|term| term.id.clone());
            terms.chain([framework.id.clone()])
        }))
        .collect();
    let mut all = files.clone();
    for copy in 1..times {
        for (path, text) in files.iter().filter(|(path, _)| !path.contains("/cases/")) {
            if path.starts_with("controls/") || path.ends_with("roles.toml") {
                continue;
            }
            if path.ends_with("sources.toml") {
                continue;
            }
            let text = renamed(text, &words, &ids, copy);
            match path.split('/').collect::<Vec<_>>().as_slice() {
                [_, "facts.toml"] => {
                    let own = all.iter_mut().find(|(known, _)| known == path);
                    if let Some((_, facts)) = own {
                        let role = text.find("[fact.role]").unwrap_or(0);
                        let after = text[role + 1..].find("\n[fact.").unwrap_or(0) + role + 1;
                        facts.push_str(&text[..role]);
                        facts.push_str(&text[after..]);
                    }
                }
                [root, framework, rest @ ..] => {
                    all.push((format!("{root}/{framework}-{copy}/{}", rest.join("/")), text));
                }
                _ => {}
            }
        }
    }
    all.retain(|(path, _)| !path.contains("/cases/"));
    read_library(&all)
}

/// The text with the words of conditions, and the ids, of copy number `copy`.
fn renamed(text: &str, words: &BTreeSet<String>, ids: &BTreeSet<String>, copy: usize) -> String {
    let mut found = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-') {
            word.push(c);
            continue;
        }
        found.push_str(&word);
        let fact = word.strip_prefix("fact.").map(|name| name.trim_end_matches(".groups"));
        if words.contains(&word) {
            found.push_str(&format!("_{copy}"));
        } else if fact.is_some_and(|name| words.contains(name)) {
            let end = if word.ends_with(".groups") { ".groups" } else { "" };
            found.truncate(found.len() - end.len());
            found.push_str(&format!("_{copy}{end}"));
        } else if ids.contains(&word) {
            found.push_str(&format!("-{copy}"));
        }
        word.clear();
        found.push(c);
    }
    found
}

#[divan::bench(args = [1, 2, 9])]
fn the_next_question_with_nothing_known(bencher: Bencher<'_, '_>, times: usize) {
    let library = packages_times(times);
    let prepared = library.prepare(as_of(), &Selection::all());
    bencher.bench(|| prepared.inquire(black_box(&Facts::new()), &BTreeSet::new()));
}

#[divan::bench(args = [1, 2, 9])]
fn next_questions_with_nothing_known(bencher: Bencher<'_, '_>, times: usize) {
    let library = packages_times(times);
    let prepared = library.prepare(as_of(), &Selection::all());
    bencher.bench(|| prepared.next_questions(black_box(&Facts::new())));
}

#[divan::bench(args = [1, 9])]
fn timeline_of_one_subject(bencher: Bencher<'_, '_>, times: usize) {
    let library = packages_times(times);
    let (_, facts) = &subjects(&read_library(&package_files()))[0];
    bencher.bench(|| library.timeline_of(black_box(facts), as_of(), &Selection::all()));
}
