//! The README's second command: every test, the browser's included.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Where Debian puts the browser; `CHROMIUM` names another.
const CHROMIUM: &str = "/usr/bin/chromium";
const INSTALL: &str = "apt-get install -y chromium nodejs npm fonts-noto-cjk";

pub(crate) fn run(root: &Path) -> Result<(), String> {
    step("cargo test", cargo(root).args(["test", "--workspace", "--locked", "--quiet"]))?;
    if !browser_ready() {
        let line = format!("browser tests need Chromium and Node.js: {INSTALL}");
        if std::env::var_os("CI").is_some() {
            return Err(line);
        }
        println!("skipped: {line}");
        return Ok(());
    }
    browser_tests(root)
}

fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    command.current_dir(root);
    command
}

fn step(name: &str, command: &mut Command) -> Result<(), String> {
    println!("== {name}");
    let status = command.status().map_err(|error| format!("{name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name}: {status}")) }
}

fn chromium() -> PathBuf {
    std::env::var_os("CHROMIUM").map_or_else(|| PathBuf::from(CHROMIUM), PathBuf::from)
}

/// True when Chromium and Node.js are there, after an attempt to install them
/// where that needs no questions: as root on a Debian machine.
fn browser_ready() -> bool {
    let ready = || chromium().is_file() && quiet("npm", &["--version"]);
    let root =
        Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0\n"));
    if !ready() && root && quiet("apt-get", &["update", "-qq"]) {
        println!("== {INSTALL}");
        let arguments: Vec<&str> = INSTALL.split(' ').skip(1).chain(["-qq"]).collect();
        quiet("apt-get", &arguments);
    }
    ready()
}

fn quiet(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// A server that is stopped when the tests are over, however they end.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn browser_tests(root: &Path) -> Result<(), String> {
    let e2e = root.join("e2e");
    step(
        "npm ci",
        Command::new("npm").args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&e2e),
    )?;
    step("cargo build", cargo(root).args(["build", "--quiet", "--locked", "-p", "tenbin-cli"]))?;
    let program = target_folder(root).join("debug/tenbin");
    let place = std::env::temp_dir().join(format!("tenbin-e2e-{}", std::process::id()));
    let data = place.join("data");
    let folder = place.join("kaede");
    step(
        "tenbin assess",
        Command::new(&program)
            .args(["assess", "examples/kaede/subject.toml", "--exit-zero", "--quiet", "--out"])
            .arg(&folder)
            .arg("--data-dir")
            .arg(&data)
            .current_dir(root),
    )?;
    let mut server = Server(
        Command::new(&program)
            .args(["serve", "--bind", "127.0.0.1:0", "--data-dir"])
            .arg(&data)
            .stdout(Stdio::piped())
            .current_dir(root)
            .spawn()
            .map_err(|error| format!("tenbin serve: {error}"))?,
    );
    let stdout = server.0.stdout.take().ok_or("tenbin serve: no standard output")?;
    let mut line = String::new();
    BufReader::new(stdout)
        .read_line(&mut line)
        .map_err(|error| format!("tenbin serve: {error}"))?;
    let address = line
        .split_whitespace()
        .find(|word| word.starts_with("http://"))
        .ok_or_else(|| format!("tenbin serve said \"{}\"", line.trim()))?;
    let result = step(
        "browser tests",
        Command::new("node")
            .arg("run.mjs")
            .env("BASE_URL", address.trim_end_matches('/'))
            .env("REPORT", folder.join("report.html"))
            .env("CHROMIUM", chromium())
            .current_dir(&e2e),
    );
    drop(server);
    let _ = std::fs::remove_dir_all(&place);
    result
}

fn target_folder(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}
