use proptest::prelude::*;

use super::*;
use crate::fixture::{artefact, measured, record, time};

fn manifest(paths: &[&str]) -> Manifest {
    let mut files: BTreeMap<String, Digest> =
        paths.iter().map(|path| ((*path).to_owned(), Digest::of(path.as_bytes()))).collect();
    files.insert(SIGNER_FILE.into(), Digest::of(b"key"));
    Manifest { assessment: "a1".into(), made_at: time(), files }
}

#[test]
fn an_evidence_statement_has_the_form_of_in_toto() {
    let evidence = record(vec![artefact("runs/r1/journal.jsonl", b"rows")]);
    let id = evidence.id().unwrap().hex();
    let payload = Statement::Evidence(Box::new(evidence.clone())).to_payload().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(json["_type"], "https://in-toto.io/Statement/v1");
    assert_eq!(json["predicateType"], "urn:x-tenbin:evidence:1");
    assert_eq!(json["predicate"], serde_json::to_value(&evidence).unwrap());
    assert_eq!(
        json["subject"],
        serde_json::json!([
            {"name": "evidence-record", "digest": {"sha256": id}},
            {"name": "runs/r1/journal.jsonl", "digest": {"sha256": Digest::of(b"rows").hex()}},
        ])
    );
}

#[test]
fn a_manifest_statement_lists_its_files_in_order() {
    let payload = Statement::Manifest(manifest(&["b", "a", "あ"])).to_payload().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(json["predicateType"], "urn:x-tenbin:manifest:1");
    let predicate = serde_json::json!({"assessment": "a1", "made_at": "2026-11-21T09:30:00.25Z"});
    assert_eq!(json["predicate"], predicate);
    let names: Vec<_> = json["subject"].as_array().unwrap().iter().map(|s| &s["name"]).collect();
    assert_eq!(names, ["a", "b", SIGNER_FILE, "あ"]);
}

#[test]
fn paths_that_could_leave_the_folder_are_refused() {
    let bad = ["", "/etc/x", "a//b", "a/", "./a", "a/../b", "..", "a\\b", "a\nb", "a\0b"];
    for path in bad.into_iter().chain([MANIFEST_FILE]) {
        let error = Statement::Manifest(manifest(&[path])).to_payload().unwrap_err();
        assert!(matches!(error, StatementError::BadPath { .. }), "{path:?}: {error}");
        let evidence = Statement::Evidence(Box::new(record(vec![artefact(path, b"")])));
        assert!(matches!(evidence.to_payload(), Err(StatementError::BadPath { .. })), "{path:?}");
    }
    let mut without_key = manifest(&["a"]);
    without_key.files.remove(SIGNER_FILE);
    let error = Statement::Manifest(without_key).to_payload().unwrap_err();
    assert!(matches!(error, StatementError::NoSigner));
}

#[test]
fn there_is_a_limit_to_subjects() {
    let paths: Vec<String> = (0..MAX_FILES).map(|n| n.to_string()).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let error = Statement::Manifest(manifest(&paths)).to_payload().unwrap_err();
    assert!(matches!(error, StatementError::TooManySubjects(n) if n == MAX_FILES + 1));
    assert!(Statement::Manifest(manifest(&paths[1..])).to_payload().is_ok());
}

#[test]
fn only_the_canonical_bytes_are_read() {
    let payload = Statement::Evidence(Box::new(record(vec![]))).to_payload().unwrap();
    let text = String::from_utf8(payload).unwrap();
    assert!(Statement::parse(text.as_bytes()).is_ok());
    let variants = [
        format!("{text}\n"),
        text.replacen("{\"_type\"", "{ \"_type\"", 1),
        text.replacen("evidence-record", "evidence-recorD", 1),
        text.replacen("\"controls\":[\"C32\"]", "\"controls\":[\"C33\"]", 1),
        text.replacen("\"dated\":null", "\"dated\":null,\"more\":1", 1),
        text.replacen("\"kind\":", "\"kind\":\"x\",\"kind\":", 1),
        text.replacen("evidence:1", "evidence:2", 1),
        text.replacen("Statement/v1", "Statement/v0.1", 1),
        text.replacen("tenbin.evidence/1", "tenbin.evidence/2", 1),
    ];
    for variant in variants {
        assert_ne!(variant, text, "the replacement must hit");
        assert!(Statement::parse(variant.as_bytes()).is_err(), "{variant}");
    }
}

#[test]
fn deep_nesting_is_refused() {
    for open in ["[", "{\"a\":", "{\"_type\":\"x\",\"predicate\":["] {
        let bytes = open.repeat(200_000);
        assert!(Statement::parse(bytes.as_bytes()).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Floats come back bit for bit; otherwise a good record would fail.
    #[test]
    fn any_finite_number_reads_back(bits: u64, low: f64, high: f64, missing in 0_u64..1 << 53) {
        let estimate = f64::from_bits(bits);
        prop_assume!(estimate.is_finite() && low.is_finite() && high.is_finite());
        let statement = Statement::Evidence(Box::new(measured(estimate, [low, high], missing)));
        let payload = statement.to_payload().unwrap();
        prop_assert_eq!(Statement::parse(&payload).unwrap(), statement);
    }

    #[test]
    fn any_text_reads_back(title: String, assessment: String, path in "[^/\\\\\\p{Cc}]{3,20}") {
        let mut evidence = record(vec![]);
        evidence.subject.name = title;
        let mut listed = manifest(&[&path]);
        listed.assessment = assessment;
        for statement in [Statement::Evidence(Box::new(evidence)), Statement::Manifest(listed)] {
            let payload = statement.to_payload().unwrap();
            prop_assert_eq!(Statement::parse(&payload).unwrap(), statement);
        }
    }

    #[test]
    fn no_input_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), at in 0_usize..400) {
        let _ = Statement::parse(&bytes);
        let mut payload = Statement::Manifest(manifest(&["a"])).to_payload().unwrap();
        let at = at.min(payload.len());
        payload.splice(at..at, bytes);
        let _ = Statement::parse(&payload);
    }
}

#[test]
fn a_review_speaks_of_one_version_and_of_nothing_else() {
    let review = Review {
        of: "demo.1@2024-01-01".into(),
        digest: Digest::of(b"the version"),
        by: "A. Reviewer, lawyer".into(),
        made_at: time(),
        verdict: ReviewVerdict::AgreedWithRemark,
        remark: "備考".into(),
    };
    let payload = Statement::Review(review.clone()).to_payload().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(json["predicateType"], "urn:x-tenbin:review:1");
    assert_eq!(json["predicate"]["verdict"], "agreed-with-remark");
    assert_eq!(json["subject"][0]["digest"]["sha256"], review.digest.hex());
    assert_eq!(Statement::parse(&payload).unwrap(), Statement::Review(review));
    let text = String::from_utf8(payload).unwrap();
    let two = text.replacen(
        "\"subject\":[",
        "\"subject\":[{\"digest\":{\"sha256\":\"00\"},\"name\":\"x\"},",
        1,
    );
    assert!(matches!(Statement::parse(two.as_bytes()), Err(StatementError::NotCanonicalForm)));
}
