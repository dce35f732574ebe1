//! A small assessment folder for the tests of this crate.

use std::collections::BTreeMap;

use tenbin_vocab::{
    Artefact, Digest, EVIDENCE_SCHEMA, Estimate, Evidence, Measured, Method, Outcome, SubjectRef,
    Timestamp, Tool,
};

use crate::{
    MANIFEST_FILE, Manifest, SIGNER_FILE, SigningKey, envelope_path, sign_evidence, sign_manifest,
};

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

pub(crate) const JOURNAL: &str = "runs/r1/journal.jsonl";

pub(crate) fn key(fill: u8) -> SigningKey {
    SigningKey::generate(&mut [fill; 32])
}

pub(crate) fn time() -> Timestamp {
    "2026-11-21T09:30:00.25Z".parse().unwrap()
}

pub(crate) fn artefact(name: &str, content: &[u8]) -> Artefact {
    Artefact {
        name: name.into(),
        media_type: "application/jsonl".into(),
        bytes: content.len() as u64,
        digest: Digest::of(content),
    }
}

pub(crate) fn record(artefacts: Vec<Artefact>) -> Evidence {
    Evidence {
        schema: EVIDENCE_SCHEMA.into(),
        kind: "evaluation-report".into(),
        subject: SubjectRef { id: "kaede".into(), name: "楓 70B".into(), version: "1.2".into() },
        controls: vec!["C32".into()],
        outcome: Outcome::Document {
            title: tenbin_vocab::Bilingual::new("題", "安全性評価"),
            dated: None,
        },
        made_at: time(),
        artefacts,
        tool: Tool { name: "tenbin".into(), version: "0.1.0".into() },
    }
}

pub(crate) fn measured(estimate: f64, interval: [f64; 2], missing: u64) -> Evidence {
    let mut record = record(vec![]);
    record.outcome = Outcome::Measured(Measured {
        quantity: "safe_response_rate".into(),
        category: "all".into(),
        language: "ja".into(),
        result: Estimate { estimate, interval, level: 0.95, n: 42, method: "wilson".into() },
        missing,
        method: Method {
            battery: "b".into(),
            battery_version: "1".into(),
            target: "reference:even".into(),
            scorer: "refusal/1".into(),
            judge: None,
            protocol: Digest::of(b"protocol"),
            run: "r1".into(),
            simulation: true,
        },
    });
    record
}

/// A folder signed by `key`: a report, a journal, two records.
pub(crate) fn folder(key: &SigningKey) -> Files {
    let mut files = Files::new();
    files.insert("report.html".into(), "<!doctype html><p>天秤</p>\n".into());
    files.insert(JOURNAL.into(), b"{\"id\":\"i1\"}\n".to_vec());
    files.insert(SIGNER_FILE.into(), key.public().to_pem().into_bytes());
    for record in [record(vec![artefact(JOURNAL, &files[JOURNAL])]), measured(0.9, [0.8, 0.95], 2)]
    {
        let path = envelope_path(&record.id().unwrap());
        files.insert(path, sign_evidence(&record, key).unwrap().to_bytes().unwrap());
    }
    seal(&mut files, key);
    files
}

/// Writes a manifest of the folder as it is.
pub(crate) fn seal(files: &mut Files, key: &SigningKey) {
    let manifest = Manifest::of(files, "a1", time()).unwrap();
    let bytes = sign_manifest(&manifest, key).unwrap().to_bytes().unwrap();
    files.insert(MANIFEST_FILE.into(), bytes);
}
