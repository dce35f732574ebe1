//! Keys and signatures agree with the `openssl` command, an independent
//! implementation. Skipped, with a printed line, where there is none.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "test code outside test functions")]

use std::fs;
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tenbin_ledger::{PAYLOAD_TYPE, PublicKey, SigningKey, pae, sign_evidence, verify_envelope};
use tenbin_vocab::{Digest, EVIDENCE_SCHEMA, Evidence, Outcome, SubjectRef, Timestamp, Tool};

/// Runs `openssl` in `folder`; its standard output.
fn openssl(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?}: {error}");
    output.stdout
}

fn absent() -> bool {
    let absent = Command::new("openssl").arg("version").output().is_err();
    if absent {
        println!("skipped: there is no openssl command here");
    }
    absent
}

fn record() -> Evidence {
    Evidence {
        schema: EVIDENCE_SCHEMA.into(),
        kind: "evaluation-report".into(),
        subject: SubjectRef { id: "a".into(), name: "楓".into(), version: "1".into() },
        controls: vec![],
        outcome: Outcome::Document { title: tenbin_vocab::Bilingual::new("題", "t"), dated: None },
        made_at: Timestamp::UNIX_EPOCH,
        artefacts: vec![],
        tool: Tool { name: "tenbin".into(), version: "0".into() },
    }
}

#[test]
fn openssl_reads_our_keys_and_accepts_our_signatures() {
    if absent() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let key = SigningKey::generate(&mut [42; 32]);
    fs::write(folder.path().join("key.pem"), key.to_pem().as_str()).unwrap();
    fs::write(folder.path().join("signer.pub"), key.public().to_pem()).unwrap();

    let public = openssl(folder.path(), &["pkey", "-in", "key.pem", "-pubout"]);
    assert_eq!(String::from_utf8(public).unwrap(), key.public().to_pem());
    let der = openssl(folder.path(), &["pkey", "-pubin", "-in", "signer.pub", "-outform", "DER"]);
    assert_eq!(format!("ed25519:{}", &Digest::of(&der).hex()[..32]), key.public().id().to_string());

    let envelope = sign_evidence(&record(), &key).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&envelope.to_bytes().unwrap()).unwrap();
    let sig = STANDARD.decode(json["signatures"][0]["sig"].as_str().unwrap()).unwrap();
    let mut message = pae(PAYLOAD_TYPE, envelope.payload());
    fs::write(folder.path().join("message"), &message).unwrap();
    fs::write(folder.path().join("sig"), &sig).unwrap();
    let verify = ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "signer.pub", "-sigfile"];
    openssl(folder.path(), &[&verify[..], &["sig", "-in", "message"]].concat());

    // Ed25519 is deterministic: both must make the same signature.
    let sign = ["pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "message"];
    assert_eq!(openssl(folder.path(), &sign), sig);

    message[10] ^= 1;
    fs::write(folder.path().join("message"), &message).unwrap();
    let refused = Command::new("openssl")
        .args(verify)
        .args(["sig", "-in", "message"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(!refused.status.success(), "the cross-check itself can fail");
}

#[test]
fn we_read_keys_that_openssl_made() {
    if absent() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    openssl(folder.path(), &["genpkey", "-algorithm", "ed25519", "-out", "key.pem"]);
    openssl(folder.path(), &["pkey", "-in", "key.pem", "-pubout", "-out", "signer.pub"]);
    let key = SigningKey::parse(&fs::read(folder.path().join("key.pem")).unwrap()).unwrap();
    let public = PublicKey::parse(&fs::read(folder.path().join("signer.pub")).unwrap()).unwrap();
    assert_eq!(key.public(), public);
    assert_eq!(key.to_pem().as_str().as_bytes(), fs::read(folder.path().join("key.pem")).unwrap());
    let bytes = sign_evidence(&record(), &key).unwrap().to_bytes().unwrap();
    assert_eq!(verify_envelope(&bytes, &[public]).unwrap().signers, [key.public().id()]);

    openssl(
        folder.path(),
        &["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "ec.pem"],
    );
    openssl(folder.path(), &["pkey", "-in", "ec.pem", "-pubout", "-out", "ec.pub"]);
    for (name, is_public) in [("ec.pem", false), ("ec.pub", true)] {
        let bytes = fs::read(folder.path().join(name)).unwrap();
        let error = if is_public {
            PublicKey::parse(&bytes).unwrap_err()
        } else {
            SigningKey::parse(&bytes).unwrap_err()
        };
        assert!(error.to_string().contains("only Ed25519"), "{name}: {error}");
    }
}
