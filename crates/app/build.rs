//! Embeds the data folders, so that the program needs no files beside it.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Data folders of the project and the endings that belong to the program.
const FOLDERS: [&str; 6] =
    ["frameworks", "controls", "benchmarks", "crosswalk", "declarations", "policies"];

fn main() -> io::Result<()> {
    let missing = |name| io::Error::other(format!("{name} is not set"));
    let here = PathBuf::from(
        std::env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| missing("CARGO_MANIFEST_DIR"))?,
    );
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or_else(|| missing("OUT_DIR"))?);
    let root = here.join("../..").canonicalize()?;
    let mut list = String::from("&[\n");
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
        for path in data_files(&root.join(folder))? {
            let name = path
                .strip_prefix(&root)
                .map_err(io::Error::other)?
                .to_string_lossy()
                .replace('\\', "/");
            println!("cargo::rerun-if-changed={}", path.display());
            let _ =
                writeln!(list, "    ({name:?}, include_str!({:?})),", path.display().to_string());
        }
    }
    list.push_str("]\n");
    fs::write(out.join("embedded.rs"), list)
}

/// Every `.toml` file below `folder`, sorted by path.
fn data_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(data_files(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
