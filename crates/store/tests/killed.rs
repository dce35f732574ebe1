//! A writer that is killed at any moment loses nothing it acknowledged, and
//! several processes may make, upgrade and use one store at once.
//!
//! This program starts itself again as the process that is killed; that is
//! why it does not use the usual test harness.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test program of its own"
)]

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use tenbin_store::{
    APPLICATION_ID, AssessmentHead, AssessmentRow, Assessments as _, EvidenceHead,
    EvidenceRecords as _, EvidenceRow, Filter, SCHEMA_VERSION, Store, SubjectRow, Subjects as _,
};
use tenbin_vocab::Timestamp;

const ROLE: &str = "TENBIN_STORE_TEST_ROLE";
const STORE: &str = "TENBIN_STORE_TEST_FILE";
const FIRST: &str = "TENBIN_STORE_TEST_FIRST";
const KILLS: u64 = 40;
const EARLY_KILLS: u64 = 25;
const ROUNDS: usize = 12;
const FIRST_MIGRATION: &str = include_str!("../migrations/0001_documents.sql");

fn main() {
    match std::env::var(ROLE).as_deref() {
        Ok("writer") => write_until_killed(),
        Ok("opener") => open_once(),
        _ => {
            nothing_acknowledged_is_lost();
            being_killed_while_opening_does_no_harm();
            many_processes_open_one_store_at_once();
        }
    }
}

fn subject() -> SubjectRow {
    SubjectRow {
        id: "kaede".into(),
        name_ja: "楓".into(),
        name_en: "Kaede".into(),
        kind: "model".into(),
        version: "1".into(),
        file_digest: "sha256:00".into(),
        updated_at: Timestamp::UNIX_EPOCH,
        json: "{}".into(),
    }
}

/// The nth assessment with its evidence; sizes vary from one page to many.
fn document(n: u64) -> (AssessmentRow, Vec<EvidenceRow>) {
    let id = format!("a{n}");
    let filling = "0123456789".repeat((n as usize * 7919) % 3000);
    let head = AssessmentHead {
        id: id.clone(),
        subject_id: "kaede".into(),
        as_of: "2026-11-21".parse().unwrap(),
        made_at: Timestamp::from_second(n as i64).unwrap(),
        folder: String::new(),
        simulation: false,
        exit_code: 0,
        summary_json: format!("{{\"n\":{n}}}"),
    };
    let evidence = (0..n % 5).map(|k| EvidenceRow {
        head: EvidenceHead {
            id: format!("sha256:{n}-{k}"),
            assessment_id: id.clone(),
            kind: "evaluation-report".into(),
            simulation: false,
            made_at: head.made_at,
        },
        envelope: filling.clone().into_bytes(),
    });
    let evidence = evidence.collect();
    (AssessmentRow { head, json: format!("\"{filling}\"") }, evidence)
}

fn start(role: &str, store: &Path, first: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .env(ROLE, role)
        .env(STORE, store)
        .env(FIRST, first.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Child: writes documents for ever and prints each number once it is stored.
fn write_until_killed() {
    let store = Store::open(Path::new(&std::env::var(STORE).unwrap())).unwrap();
    store.put_subject(&subject()).unwrap();
    let first = std::env::var(FIRST).unwrap().parse().unwrap();
    let mut output = std::io::stdout();
    for n in first.. {
        let (assessment, evidence) = document(n);
        store.put_assessment(&assessment, &evidence).unwrap();
        writeln!(output, "{n}").unwrap();
        output.flush().unwrap();
    }
}

/// Child: waits for the starting signal, opens the store, writes one row.
fn open_once() {
    let mut signal = [0];
    std::io::stdin().read_exact(&mut signal).unwrap();
    let store = Store::open(Path::new(&std::env::var(STORE).unwrap())).unwrap();
    let id = std::env::var(FIRST).unwrap();
    store.put_subject(&SubjectRow { id, ..subject() }).unwrap();
}

/// A delay that differs from run to run, in microseconds below `below`.
fn delay(below: u64) -> Duration {
    Duration::from_micros(RandomState::new().hash_one(below) % below)
}

fn nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tenbin.db");
    let (mut next, mut acknowledged, mut unsaid) = (1, Vec::new(), 0);
    for kill in 0..KILLS {
        let mut child = start("writer", &path, next);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Killed while it writes, not before.
        let mut told = vec![lines.next().expect("the writer writes").unwrap()];
        thread::sleep(delay(60_000));
        child.kill().unwrap();
        told.extend(lines.map_while(Result::ok));
        child.wait().unwrap();
        acknowledged.extend(told.iter().filter_map(|line| line.parse::<u64>().ok()));

        let store = Store::open(&path).unwrap();
        let health = store.health().unwrap();
        assert!(health.problems.is_empty(), "kill {kill}: {:?}", health.problems);
        for n in &acknowledged {
            let (assessment, evidence) = document(*n);
            let found = store.assessment(&assessment.head.id).unwrap();
            assert!(found == Some(assessment), "kill {kill}: acknowledged document {n} is lost");
            assert!(store.assessment_evidence(&format!("a{n}")).unwrap() == evidence);
        }
        // One more may be stored than was told; it must be whole.
        next = acknowledged.last().map_or(1, |last| last + 1);
        let count = store.count_assessments(&Filter::default()).unwrap();
        assert!(count == next - 1 || count == next, "kill {kill}: {count} for {}", next - 1);
        if count == next {
            let (assessment, evidence) = document(next);
            assert!(store.assessment(&assessment.head.id).unwrap() == Some(assessment));
            assert!(store.assessment_evidence(&format!("a{next}")).unwrap() == evidence);
            unsaid += 1;
        }
    }
    println!(
        "killed {KILLS} writers: {} documents acknowledged, none lost; {unsaid} stored, not told",
        acknowledged.len()
    );
}

fn being_killed_while_opening_does_no_harm() {
    let mut early = 0;
    for _ in 0..EARLY_KILLS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tenbin.db");
        let mut child = start("writer", &path, 1);
        thread::sleep(delay(25_000));
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap().lines().count() as u64;
        let store = Store::open(&path).unwrap();
        let health = store.health().unwrap();
        assert!(health.problems.is_empty(), "{:?}", health.problems);
        assert_eq!(health.schema_version, SCHEMA_VERSION);
        assert!(store.count_assessments(&Filter::default()).unwrap() >= told);
        early += u64::from(told == 0);
    }
    println!("killed {EARLY_KILLS} processes early, {early} before their first document");
}

fn many_processes_open_one_store_at_once() {
    for round in 0..ROUNDS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tenbin.db");
        // Every other round starts from a store of the first format.
        if round % 2 == 1 {
            let old = Connection::open(&path).unwrap();
            old.execute_batch(FIRST_MIGRATION).unwrap();
            old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
            old.pragma_update(None, "user_version", 1).unwrap();
        }
        let mut children: Vec<Child> = (0..4).map(|n| start("opener", &path, n)).collect();
        thread::sleep(Duration::from_millis(20));
        for child in &mut children {
            child.stdin.take().unwrap().write_all(b"!").unwrap();
        }
        for child in children {
            let output = child.wait_with_output().unwrap();
            let error = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "round {round}: {error}");
        }
        let store = Store::open(&path).unwrap();
        assert_eq!(store.count_subjects(&Filter::default()).unwrap(), 4);
        let health = store.health().unwrap();
        assert!(health.problems.is_empty(), "{:?}", health.problems);
    }
    println!("{ROUNDS} times 4 processes opened and upgraded one store at once");
}
