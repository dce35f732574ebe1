//! `cargo run -p xtask -- test` runs every test, `tidy` the checks the house
//! keeps, `schema` writes the published JSON Schemas.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

mod crates;
mod data;
mod doors;
mod files;
mod locales;
mod schema;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What one check found wrong; empty means clean.
type Findings = Vec<String>;

/// Looks at the project below a folder.
type Check = fn(&Path) -> Findings;

/// The root of the project: the folder above this crate.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

fn main() -> ExitCode {
    let root = root();
    match std::env::args().nth(1).as_deref() {
        Some("tidy") => tidy(&root),
        Some("test") => finish(test::run(&root)),
        Some("schema") => finish(schema::write(&root).map_err(|error| error.to_string())),
        _ => {
            eprintln!("usage: cargo run -p xtask -- test | tidy | schema");
            ExitCode::from(2)
        }
    }
}

fn finish(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("failed: {error}");
            ExitCode::from(1)
        }
    }
}

fn tidy(root: &Path) -> ExitCode {
    let checks: [(&str, Check); 7] = [
        ("direction of crates", crates::check),
        ("files", files::check),
        ("doors", doors::check),
        ("locales", locales::check),
        ("law", data::check_law),
        ("benchmarks", data::check_benchmarks),
        ("schemas", schema::check),
    ];
    let mut failed = 0;
    for (name, check) in checks {
        let findings = check(root);
        if findings.is_empty() {
            println!("ok    {name}");
        } else {
            failed += 1;
            println!("FAIL  {name}");
            for finding in findings.iter().take(200) {
                println!("      {}", finding.replace('\n', "\n      "));
            }
        }
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
