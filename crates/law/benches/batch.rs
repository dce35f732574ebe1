//! Bar: weigh 100,000 subjects a second against every framework on 2 cores.
//!
//! The subjects answer every fact of the vocabulary at random, a part of them
//! left open, so that no framework is spared.

use std::fs;
use std::path::Path;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use tenbin_law::{Columns, FactAnswer, FactKind, FactRef, Library, Prepared, Selection, Weighed};
use tenbin_law::{SourceFile, load};
use tenbin_vocab::{Date, FactState, FactValue};

fn main() {
    divan::main();
}

fn library() -> Library {
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
    let files: Vec<SourceFile<'_>> =
        found.iter().map(|(path, text)| SourceFile { path, text }).collect();
    match load(&files) {
        Ok(library) => library,
        Err(mistakes) => panic!("{mistakes}"),
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Answers to every fact, to draw from.
fn answers(prepared: &Prepared<'_>, library: &Library) -> Vec<(FactRef, Vec<FactAnswer>)> {
    let facts = library.vocabulary().facts();
    facts
        .filter_map(|fact| {
            let at = prepared.fact(&fact.name)?;
            let values: Vec<FactValue> = match &fact.kind {
                FactKind::Bool => vec![FactValue::Bool(true), FactValue::Bool(false)],
                FactKind::Number { .. } => {
                    [0.0, 1e3, 1e6, 6e8, 1e25, 2e25, 1e26, 3e26].map(FactValue::Number).to_vec()
                }
                FactKind::Date => (0..12)
                    .map(|at| {
                        FactValue::Date(Date::constant(2023 + at / 2, 1 + (at * 5 % 12) as i8, 2))
                    })
                    .collect(),
                FactKind::OneOf { values, .. } => {
                    values.iter().map(|value| FactValue::OneOf(vec![value.clone()])).collect()
                }
            };
            let answers = values
                .into_iter()
                .filter_map(|value| prepared.answer(at, &FactState::known(value)))
                .collect();
            Some((at, answers))
        })
        .collect()
}

fn fill(columns: &mut Columns, known: &[(FactRef, Vec<FactAnswer>)], open: u64, state: &mut u64) {
    columns.clear();
    while let Some(subject) = columns.add() {
        for (fact, answers) in known {
            let drawn = random(state);
            if drawn % 100 < open {
                continue;
            }
            if let Some(answer) = answers.get((drawn >> 32) as usize % answers.len().max(1)) {
                columns.set(subject, *fact, *answer);
            }
        }
    }
}

/// A block of subjects with so many in a hundred answers open, on one core.
#[divan::bench(args = [0, 10, 50, 90, 100])]
fn weigh_a_block(bencher: Bencher<'_, '_>, open: u64) {
    let library = library();
    let prepared = library.prepare(Date::constant(2026, 11, 21), &Selection::all());
    let batch = prepared.batch();
    let mut columns = batch.columns();
    fill(&mut columns, &answers(&prepared, &library), open, &mut 7);
    let mut weighed = Weighed::default();
    bencher
        .counter(ItemsCount::new(columns.len()))
        .bench_local(|| batch.weigh(black_box(&columns), &mut weighed));
}

/// The same with the subjects filled in anew.
#[divan::bench(args = [50])]
fn fill_and_weigh_a_block(bencher: Bencher<'_, '_>, open: u64) {
    let library = library();
    let prepared = library.prepare(Date::constant(2026, 11, 21), &Selection::all());
    let batch = prepared.batch();
    let known = answers(&prepared, &library);
    let (mut columns, mut weighed, mut state) = (batch.columns(), Weighed::default(), 7);
    bencher.counter(ItemsCount::new(Columns::CAPACITY)).bench_local(|| {
        fill(&mut columns, &known, open, &mut state);
        batch.weigh(black_box(&columns), &mut weighed);
    });
}

/// Choosing the texts of a date and laying them out.
#[divan::bench]
fn prepare_a_batch(bencher: Bencher<'_, '_>) {
    let library = library();
    bencher.bench(|| {
        let prepared = library.prepare(Date::constant(2026, 11, 21), &Selection::all());
        prepared.batch().provision_ids().len()
    });
}
