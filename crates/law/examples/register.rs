//! Writes a synthetic register that answers every fact of the vocabulary at
//! random, one answer in four left open:
//! `cargo run --release -p tenbin-law --example register -- 1000000 > register.csv`

use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use tenbin_law::{FactKind, Library, SourceFile, load};

fn library() -> Result<Library, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    let mut open = vec!["frameworks".to_owned(), "controls".to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root.join(&folder)).map_err(|error| error.to_string())?.flatten()
        {
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                open.push(name);
            } else if name.ends_with(".toml") {
                let text = fs::read_to_string(entry.path()).map_err(|error| error.to_string())?;
                files.push((name, text));
            }
        }
    }
    let files: Vec<SourceFile<'_>> =
        files.iter().map(|(path, text)| SourceFile { path, text }).collect();
    load(&files).map_err(|mistakes| mistakes.to_string())
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn main() -> Result<(), String> {
    let rows: u64 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1000);
    let library = library()?;
    let answers: Vec<(&str, Vec<String>)> = library
        .vocabulary()
        .facts()
        .map(|fact| {
            let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            let values = match &fact.kind {
                FactKind::Bool => words(&["true", "false"]),
                FactKind::Number { .. } => words(&["0", "1000", "6e8", "1e25", "2e25", "3e26"]),
                FactKind::Date => words(&["2023-02-01", "2025-08-01", "2025-08-02", "2027-03-01"]),
                FactKind::OneOf { values, .. } => values.clone(),
            };
            (fact.name.as_str(), values)
        })
        .collect();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut write = || -> io::Result<()> {
        write!(out, "id,country")?;
        for (name, _) in &answers {
            write!(out, ",{name}")?;
        }
        writeln!(out)?;
        let mut state = 23;
        for row in 0..rows {
            write!(out, "s{row},c{}", random(&mut state) % 30)?;
            for (_, values) in &answers {
                let drawn = random(&mut state);
                let pick = (drawn >> 32) as usize % values.len().max(1);
                let value = values.get(pick).filter(|_| !drawn.is_multiple_of(4));
                write!(out, ",{}", value.map_or("", String::as_str))?;
            }
            writeln!(out)?;
        }
        out.flush()
    };
    write().map_err(|error| error.to_string())
}
