use proptest::prelude::*;

use super::*;
use crate::fixture::{folder, key, measured, record};
use crate::{KeyError, MANIFEST_FILE};

fn envelope() -> Envelope {
    sign_evidence(&record(vec![]), &key(1)).unwrap()
}

#[test]
fn pre_authentication_encoding_known_answers() {
    let bytes = pae("http://example.com/HelloWorld", b"hello world");
    assert_eq!(bytes, b"DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    assert_eq!(pae("", b""), b"DSSEv1 0  0 ");
    assert_eq!(pae("é", b"\0\n"), "DSSEv1 2 é 2 \0\n".as_bytes(), "lengths count bytes");
}

#[test]
fn the_file_is_a_dsse_envelope() {
    let bytes = envelope().to_bytes().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(json["payloadType"], "application/vnd.in-toto+json");
    assert_eq!(json["signatures"][0]["keyid"], key(1).public().id().to_string());
    assert_eq!(STANDARD.decode(json["signatures"][0]["sig"].as_str().unwrap()).unwrap().len(), 64);
    let payload = STANDARD.decode(json["payload"].as_str().unwrap()).unwrap();
    assert_eq!(payload, Statement::Evidence(Box::new(record(vec![]))).to_payload().unwrap());
}

#[test]
fn a_signed_record_is_accepted_only_with_its_key() {
    let bytes = envelope().to_bytes().unwrap();
    let verified = verify_envelope(&bytes, &[key(2).public(), key(1).public()]).unwrap();
    assert_eq!(verified.statement, Statement::Evidence(Box::new(record(vec![]))));
    assert_eq!(verified.signers, [key(1).public().id()]);
    let error = verify_envelope(&bytes, &[key(2).public()]).unwrap_err();
    assert!(matches!(error, VerifyError::UnknownKey(id) if id == key(1).public().id()));
    assert!(matches!(verify_envelope(&bytes, &[]), Err(VerifyError::UnknownKey(_))));
}

#[test]
fn a_signature_for_another_payload_or_type_is_refused() {
    let mut mixed = envelope();
    mixed.signatures = sign_evidence(&measured(0.5, [0.4, 0.6], 0), &key(1)).unwrap().signatures;
    let error = verify_envelope(&mixed.to_bytes().unwrap(), &[key(1).public()]).unwrap_err();
    assert!(matches!(error, VerifyError::BadSignature(_)));

    let mut other_type = envelope();
    let sig = key(1).sign(&pae("application/json", other_type.payload()));
    other_type.signatures.insert(key(1).public().id(), sig);
    let error = verify_envelope(&other_type.to_bytes().unwrap(), &[key(1).public()]).unwrap_err();
    assert!(matches!(error, VerifyError::BadSignature(_)));
}

#[test]
fn every_signature_must_be_good() {
    let mut both = envelope();
    both.co_sign(&key(2)).unwrap();
    both.co_sign(&key(2)).unwrap();
    let bytes = both.to_bytes().unwrap();
    let keys = [key(1).public(), key(2).public()];
    assert_eq!(verify_envelope(&bytes, &keys).unwrap().signers.len(), 2);
    assert!(matches!(verify_envelope(&bytes, &keys[..1]), Err(VerifyError::UnknownKey(_))));

    let mut json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    json["signatures"].as_array_mut().unwrap().reverse();
    let swapped = to_canonical_json(&json).unwrap();
    assert!(matches!(verify_envelope(&swapped, &keys), Err(VerifyError::NotCanonical)));
    let first = json["signatures"][0].clone();
    json["signatures"].as_array_mut().unwrap().push(first);
    let twice = to_canonical_json(&json).unwrap();
    assert!(matches!(verify_envelope(&twice, &keys), Err(VerifyError::NotCanonical)));
}

#[test]
fn limits_are_kept() {
    let mut many = envelope();
    for fill in 2..=MAX_SIGNATURES as u8 {
        many.co_sign(&key(fill)).unwrap();
    }
    assert!(matches!(many.co_sign(&key(200)), Err(SignError::TooManySignatures)));
    assert!(many.co_sign(&key(3)).is_ok(), "replacing one is no addition");
    assert!(Envelope::parse(&many.to_bytes().unwrap()).is_ok());

    many.signatures.insert(key(200).public().id(), [0; 64]);
    let error = Envelope::parse(&many.to_bytes().unwrap()).unwrap_err();
    assert!(matches!(error, VerifyError::Malformed(_)), "{error}");
    many.signatures.clear();
    assert!(matches!(Envelope::parse(&many.to_bytes().unwrap()), Err(VerifyError::Malformed(_))));
    let error = Envelope::parse(&vec![b' '; MAX_ENVELOPE_BYTES + 1]).unwrap_err();
    assert!(matches!(error, VerifyError::TooLarge(_)));
    assert!(Envelope::parse("[".repeat(200_000).as_bytes()).is_err());

    let mut long = record(vec![]);
    long.kind = "k".repeat(MAX_ENVELOPE_BYTES);
    assert!(matches!(sign_evidence(&long, &key(1)), Err(SignError::TooLarge(_))));
}

#[test]
fn other_spellings_of_the_same_envelope_are_refused() {
    let text = String::from_utf8(envelope().to_bytes().unwrap()).unwrap();
    let id = key(1).public().id().to_string();
    let variants = [
        format!("{text}\n"),
        format!("\u{feff}{text}"),
        text.replacen(':', ": ", 1),
        text.replacen("application/vnd", "application\\/vnd", 1),
        text.replacen("{\"payload\"", "{\"note\":1,\"payload\"", 1),
        text.replacen(&id, &id.to_uppercase(), 1),
        text.replacen("==\"", "\"", 1),
        text.replacen("in-toto+json", "other+json", 1),
    ];
    for variant in variants {
        assert_ne!(variant, text, "the replacement must hit");
        let result = verify_envelope(variant.as_bytes(), &[key(1).public()]);
        assert!(result.is_err(), "{variant}");
    }
}

#[test]
fn what_cannot_be_read_back_is_not_signed() {
    let error = sign_evidence(&measured(0.5, [0.4, 0.6], (1 << 53) + 1), &key(1)).unwrap_err();
    assert!(matches!(error, SignError::NotExact), "{error}");
    let error = sign_evidence(&measured(f64::NAN, [0.4, 0.6], 0), &key(1)).unwrap_err();
    assert!(matches!(error, SignError::Statement(_)), "{error}");
}

#[test]
fn a_manifest_is_signed_by_the_key_it_lists() {
    let bytes = folder(&key(1))[MANIFEST_FILE].clone();
    let verified = verify_envelope(&bytes, &[key(1).public()]).unwrap();
    let Statement::Manifest(manifest) = verified.statement else { panic!("not a manifest") };
    assert!(matches!(sign_manifest(&manifest, &key(2)), Err(SignError::OtherSigner)));
    let no_key: Result<_, KeyError> = PublicKey::parse(&bytes);
    assert!(no_key.is_err());
}

/// Every byte of an envelope, each with one flipped bit.
#[test]
fn every_byte_counts() {
    let bytes = envelope().to_bytes().unwrap();
    let keys = [key(1).public()];
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(verify_envelope(&changed, &keys).is_err(), "byte {at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sign_and_verify(fill: u8, kind: String, cut in 1_usize..400, flip in 1_u8..) {
        let mut evidence = record(vec![]);
        evidence.kind = kind;
        let bytes = sign_evidence(&evidence, &key(fill)).unwrap().to_bytes().unwrap();
        let keys = [key(fill).public()];
        let verified = verify_envelope(&bytes, &keys).unwrap();
        prop_assert_eq!(verified.statement, Statement::Evidence(Box::new(evidence)));
        prop_assert!(verify_envelope(&bytes[..bytes.len() - cut], &keys).is_err());
        let mut changed = bytes;
        changed[cut] ^= flip;
        prop_assert!(verify_envelope(&changed, &keys).is_err());
    }

    #[test]
    fn no_input_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), at: usize) {
        let _ = Envelope::parse(&bytes);
        let mut file = envelope().to_bytes().unwrap();
        let at = at % file.len();
        file.splice(at..at, bytes);
        let _ = Envelope::parse(&file);
    }
}
