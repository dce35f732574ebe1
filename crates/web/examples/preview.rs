//! Serves the pages with made-up content, to look at them:
//! `cargo run -p tenbin-web --example preview [PORT [ASSESSMENT.json …]]`.
//!
//! Law packages come from the project's `frameworks/` and `controls/`; an
//! assessment named on the command line stands before the made-up ones.

#[path = "../tests/memory/mod.rs"]
mod memory;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tenbin_law::{Library, SourceFile};
use tenbin_web::{Options, serve};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().map_or(Ok(4173), |text| text.parse())?;
    let mut source = memory::Memory::new(library());
    for path in arguments {
        source.add(serde_json::from_slice(&std::fs::read(path)?)?);
    }
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    #[allow(clippy::print_stdout)]
    {
        println!("http://{address}/");
    }
    let options = Options {
        #[allow(clippy::print_stderr)]
        on_failure: Some(Arc::new(|text| eprintln!("{text}"))),
    };
    serve(listener, Arc::new(source), options, std::future::pending()).await?;
    Ok(())
}

/// The project's law, or the toy law where it cannot be read.
fn library() -> Library {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in ["frameworks", "controls"] {
        collect(&root, &root.join(folder), &mut files);
    }
    let parts: Vec<SourceFile<'_>> =
        files.iter().map(|(path, text)| SourceFile { path, text }).collect();
    tenbin_law::load(&parts).unwrap_or_else(|mistakes| {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("{mistakes}\nshowing the toy law instead");
        }
        memory::toy_law()
    })
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|end| end == "toml")
            && let (Ok(name), Ok(text)) = (path.strip_prefix(root), std::fs::read_to_string(&path))
        {
            files.push((name.to_string_lossy().replace('\\', "/"), text));
        }
    }
}
