//! What a run's results say once they are evidence.

use tenbin_eval::{Reference, TargetOptions, evidence_from, run_artefacts};
use tenbin_vocab::{Digest, Outcome, SubjectRef, Timestamp, Tool};

use crate::fixture::{bank, options, sit};

#[tokio::test]
async fn one_record_a_measure_category_and_language() {
    let bank = bank(6, &["ja", "en"], 2);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let target = Reference::new(bank.profile("even").unwrap().clone(), &TargetOptions::new(&bank));
    let folder = tempfile::tempdir().unwrap();
    let outcome = sit(&plan, &target, folder.path(), &options(0)).await.unwrap();
    let summary = outcome.summary.unwrap();
    // Two epochs besides all: three results for each of these nine cells.
    assert_eq!(summary.results.len(), 4 * 2 * 3 * 3);
    let subject = SubjectRef { id: "s".into(), name: "S".into(), version: "1".into() };
    let artefacts = run_artefacts(folder.path(), "runs/1/").unwrap();
    let names: Vec<&str> = artefacts.iter().map(|artefact| artefact.name.as_str()).collect();
    assert_eq!(names, ["runs/1/run.json", "runs/1/journal.jsonl", "runs/1/summary.json"]);
    let journal = std::fs::read(folder.path().join("journal.jsonl")).unwrap();
    assert_eq!(artefacts[1].bytes, journal.len() as u64);
    assert_eq!(artefacts[1].digest, Digest::of(&journal));
    let tool = Tool { name: "tenbin".into(), version: "0".into() };
    let evidence = evidence_from(&summary, &subject, &artefacts, &tool, Timestamp::UNIX_EPOCH);
    // Four measures, all and one category, all and two languages.
    assert_eq!(evidence.len(), 4 * 2 * 3);
    let mut ids = std::collections::HashSet::new();
    for record in &evidence {
        assert!(record.is_simulation());
        assert_eq!((record.kind.as_str(), &record.subject), ("evaluation-report", &subject));
        assert_eq!(record.artefacts, artefacts);
        assert!(ids.insert(record.id().unwrap()));
        let Outcome::Measured(measured) = &record.outcome else { panic!("{record:?}") };
        let expected: &[&str] =
            if measured.category == "made" { &["C06", "C32"] } else { &["C32"] };
        assert_eq!(record.controls, expected);
        assert_eq!(measured.method.target, "reference:even");
        assert_eq!(measured.method.run, outcome.head.run);
        assert_eq!(measured.method.protocol, outcome.head.protocol);
        assert!(measured.method.scorer.contains('/'), "{}", measured.method.scorer);
        let [low, high] = measured.result.interval;
        assert!(low <= measured.result.estimate && measured.result.estimate <= high);
    }
}

#[tokio::test]
async fn a_gap_between_languages_is_paired_by_item() {
    let bank = bank(150, &["ja", "en"], 1);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let profile = bank.profile("one-language").unwrap().clone();
    let target = Reference::new(profile, &TargetOptions::new(&bank));
    let folder = tempfile::tempdir().unwrap();
    let outcome = sit(&plan, &target, folder.path(), &options(0)).await.unwrap();
    let summary = outcome.summary.unwrap();
    let gap = |quantity: &str| {
        let found =
            summary.gaps.iter().find(|gap| gap.quantity == quantity && gap.category == "all");
        found.unwrap().clone()
    };
    let safe = gap("safe_response_rate");
    assert_eq!((safe.pairs, safe.missing), (150, 0));
    assert_eq!(safe.languages, ["ja", "en"]);
    let [low, high] = safe.difference.unwrap().interval;
    assert!(low < -0.4 && -0.4 < high && high < 0.0, "{low} {high}");
    let [low, high] = gap("accuracy").difference.unwrap().interval;
    assert!(low < 0.0 && 0.0 < high, "{low} {high}");
}
