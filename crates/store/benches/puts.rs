//! How fast the store acknowledges: every put waits for the disk.

#![allow(clippy::unwrap_used, reason = "a measurement, not a library")]

use std::cell::Cell;

use divan::Bencher;
use divan::counter::ItemsCount;
use tenbin_store::{
    AssessmentHead, AssessmentRow, Assessments as _, EvidenceHead, EvidenceRow, Filter, Page,
    Store, SubjectRow, Subjects as _,
};
use tenbin_vocab::Timestamp;

fn main() {
    divan::main();
}

fn subject(id: &str) -> SubjectRow {
    SubjectRow {
        id: id.into(),
        name_ja: "楓".into(),
        name_en: "Kaede".into(),
        kind: "model".into(),
        version: "1".into(),
        file_digest: "sha256:00".into(),
        updated_at: Timestamp::UNIX_EPOCH,
        json: format!("\"{}\"", "x".repeat(1000)),
    }
}

fn assessment(n: u64, records: u64) -> (AssessmentRow, Vec<EvidenceRow>) {
    let head = AssessmentHead {
        id: format!("a{n}"),
        subject_id: "kaede".into(),
        as_of: "2026-11-21".parse().unwrap(),
        made_at: Timestamp::from_second(n as i64).unwrap(),
        folder: String::new(),
        simulation: false,
        exit_code: 0,
        summary_json: "{}".into(),
    };
    let evidence = (0..records).map(|k| EvidenceRow {
        head: EvidenceHead {
            id: format!("sha256:{n}-{k}"),
            assessment_id: head.id.clone(),
            kind: "evaluation-report".into(),
            simulation: false,
            made_at: head.made_at,
        },
        envelope: vec![b'x'; 2000],
    });
    let evidence = evidence.collect();
    (AssessmentRow { head, json: format!("\"{}\"", "x".repeat(20_000)) }, evidence)
}

/// In the project's own target folder: a temporary folder may be in memory.
fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let store = Store::open(&folder.path().join("tenbin.db")).unwrap();
    store.put_subject(&subject("kaede")).unwrap();
    (folder, store)
}

/// One subject of 1 kB.
#[divan::bench]
fn put_subject(bencher: Bencher<'_, '_>) {
    let (_folder, store) = store();
    let next = Cell::new(0_u64);
    bencher.counter(ItemsCount::new(1_u32)).bench_local(|| {
        next.set(next.get() + 1);
        store.put_subject(&subject(&format!("s{}", next.get()))).unwrap();
    });
}

/// One assessment of 20 kB with its evidence of 2 kB each, in one transaction.
#[divan::bench(args = [0, 12, 100])]
fn put_assessment(bencher: Bencher<'_, '_>, records: u64) {
    let (_folder, store) = store();
    let next = Cell::new(0_u64);
    bencher.counter(ItemsCount::new(records + 1)).bench_local(|| {
        next.set(next.get() + 1);
        let (assessment, evidence) = assessment(next.get(), records);
        store.put_assessment(&assessment, &evidence).unwrap();
    });
}

/// The first page of a list among 5000 assessments, without and with a text.
#[divan::bench(args = ["", "kaede", "a4321"])]
fn list_assessments(bencher: Bencher<'_, '_>, text: &str) {
    let store = Store::open_in_memory().unwrap();
    store.put_subject(&subject("kaede")).unwrap();
    for n in 0..5000 {
        store.put_assessment(&assessment(n, 0).0, &[]).unwrap();
    }
    let filter = Filter { subject: None, text: Some(text.to_owned()) };
    bencher.bench_local(|| store.list_assessments(&filter, Page { limit: 50, offset: 0 }).unwrap());
}
