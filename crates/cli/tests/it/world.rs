//! A folder of one's own, the program, and what it said.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder to work in with a data folder in it; gone when dropped.
pub(crate) struct World {
    folder: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// The program in this folder with a bare environment and its data folder
    /// here; `line` is split at spaces.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = self.bare();
        command.args(["--data-dir", "data"]).args(line.split_whitespace());
        command
    }

    /// The program in this folder with a bare environment and no argument.
    pub(crate) fn bare(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tenbin"));
        self.furnish(&mut command);
        command
    }

    /// A line for the shell, in which `$TENBIN` is the program.
    pub(crate) fn shell(&self, line: &str) -> Said {
        let mut command = Command::new("sh");
        self.furnish(&mut command);
        command.env("TENBIN", env!("CARGO_BIN_EXE_tenbin")).env("TENBIN_DATA_DIR", "data");
        Said::of(command.args(["-c", line]))
    }

    fn furnish(&self, command: &mut Command) {
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .stdin(Stdio::null());
    }

    /// Runs the program.
    pub(crate) fn run(&self, line: &str) -> Said {
        Said::of(&mut self.command(line))
    }

    /// Runs the program with `input` on standard input.
    pub(crate) fn feed(&self, line: &str, input: &[u8]) -> Said {
        let mut command = self.command(line);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Said::new(format!("{command:?}"), child.wait_with_output().unwrap())
    }
}

/// What the program said, and the code it ended with.
pub(crate) struct Said {
    line: String,
    pub(crate) code: Option<i32>,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

impl Said {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self::new(format!("{command:?}"), output)
    }

    pub(crate) fn new(line: String, output: Output) -> Self {
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!err.contains("panicked"), "{line}\n{err}");
        Self { line, code: output.status.code(), out: output.stdout, err }
    }

    /// Fails unless the program ended with `code`.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}\n{}", self.line, self.text(), self.err);
        self
    }

    /// Fails unless the program could not run and said all of `parts`.
    #[track_caller]
    pub(crate) fn refuses(self, parts: &[&str]) -> Self {
        let said = self.ends(2);
        assert!(said.err.starts_with("error: "), "{}\n{}", said.line, said.err);
        for part in parts {
            assert!(said.err.contains(part), "{}\nlacks {part:?}:\n{}", said.line, said.err);
        }
        said
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.out)
            .unwrap_or_else(|error| panic!("{}\n{error}\n{}\n{}", self.line, self.text(), self.err))
    }
}

/// A file of the project, from its root.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path).canonicalize().unwrap()
}

/// Every file below a folder with its content, by path with `/`.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// A subject of seven questions whose verdict hangs on one fact.
pub(crate) fn small_subject(facts: &str) -> String {
    format!(
        r#"[subject]
id = "mini"
name = {{ ja = "ミニ", en = "Mini" }}
version = "1"
kind = "model"
provider = {{ ja = "架空", en = "Nobody" }}
about = {{ ja = "架空のモデル", en = "An invented model" }}
target = "reference:even"
battery = "smoke"
frameworks = ["seoul-frontier"]
as_of = 2026-11-21

[facts]
{facts}
"#
    )
}
