use ed25519_dalek::pkcs8::EncodePrivateKey as _;
use ed25519_dalek::pkcs8::spki::EncodePublicKey as _;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use proptest::prelude::*;

use super::*;

fn public_pem(der: &[u8]) -> String {
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
}

#[test]
fn the_public_key_of_a_known_seed() {
    // RFC 8032 section 7.1, test 1.
    let mut seed: [u8; 32] = std::array::from_fn(|i| {
        let hex = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()
    });
    let key = SigningKey::generate(&mut seed);
    assert_eq!(seed, [0; 32], "the seed is wiped");
    let hex: String =
        key.public().to_der()[12..].iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

#[test]
fn the_written_forms_are_those_of_an_independent_encoder() {
    let seed = [7; 32];
    let key = SigningKey::generate(&mut seed.clone());
    let other = ed25519_dalek::SigningKey::from_bytes(&seed);
    assert_eq!(
        key.public().to_pem(),
        other.verifying_key().to_public_key_pem(LineEnding::LF).unwrap()
    );
    let mut pair = KeypairBytes::from(&other);
    pair.public_key = None;
    assert_eq!(key.to_pem().as_str(), pair.to_pkcs8_pem(LineEnding::LF).unwrap().as_str());
}

#[test]
fn both_versions_of_pkcs8_are_read() {
    let seed = [9; 32];
    let expected = SigningKey::generate(&mut seed.clone()).public();
    let version_2 = ed25519_dalek::SigningKey::from_bytes(&seed);
    let pem = version_2.to_pkcs8_pem(LineEnding::CRLF).unwrap();
    assert_eq!(SigningKey::parse(pem.as_bytes()).unwrap().public(), expected);

    let mut pair = KeypairBytes::from(&version_2);
    pair.public_key = Some(ed25519_dalek::pkcs8::PublicKeyBytes([1; 32]));
    let pem = pair.to_pkcs8_pem(LineEnding::LF).unwrap();
    assert!(matches!(SigningKey::parse(pem.as_bytes()), Err(KeyError::Malformed(_))));
}

#[test]
fn the_wrong_file_is_explained() {
    let key = SigningKey::generate(&mut [3; 32]);
    let error = PublicKey::parse(key.to_pem().as_str().as_bytes()).unwrap_err().to_string();
    assert!(error.contains("\"PRIVATE KEY\" where \"PUBLIC KEY\""), "{error}");
    assert!(error.contains("keep this file private"), "{error}");
    let error = SigningKey::parse(key.public().to_pem().as_bytes()).unwrap_err().to_string();
    assert!(error.contains("give the private key"), "{error}");
    let error = PublicKey::parse(b"hello").unwrap_err().to_string();
    assert!(error.contains("-----BEGIN PUBLIC KEY-----"), "{error}");
    assert!(matches!(PublicKey::parse(&[0xff, 0xfe]), Err(KeyError::NotPem { .. })));
    assert!(matches!(PublicKey::parse(&[b'a'; MAX_KEY_BYTES + 1]), Err(KeyError::TooLarge(_))));
    let encrypted = key.to_pem().as_str().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let error = SigningKey::parse(encrypted.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("passphrase"), "{error}");
}

#[test]
fn keys_of_another_kind_and_weak_keys_are_refused() {
    let mut der = SigningKey::generate(&mut [3; 32]).public().to_der();
    der[8] = 0x6e; // X25519
    let error = PublicKey::parse(public_pem(&der).as_bytes()).unwrap_err();
    assert_eq!(error, KeyError::NotEd25519("1.3.101.110".into()));

    let mut neutral = [0_u8; 32];
    neutral[0] = 1;
    let der = [&PUBLIC_DER_PREFIX[..], &neutral].concat();
    assert_eq!(PublicKey::parse(public_pem(&der).as_bytes()), Err(KeyError::Weak));
}

#[test]
fn secrets_are_not_printed() {
    let key = SigningKey::generate(&mut [0x41; 32]);
    let secret = STANDARD.encode([0x41; 30]);
    for text in [format!("{key:?}"), format!("{:?}", key.to_pem())] {
        assert!(!text.contains(&secret) && !text.contains("65, 65") && text.contains("hidden"));
    }
}

#[test]
fn key_ids_read_back() {
    let id = SigningKey::generate(&mut [5; 32]).public().id();
    assert_eq!(id.to_string().parse::<KeyId>().unwrap(), id);
    assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{id}\""));
    assert_eq!(id.to_string().len(), 8 + 32);
    for text in ["", "ed25519:", "ed25519:0", &id.to_string().to_uppercase(), &format!("{id}0")] {
        assert!(text.parse::<KeyId>().is_err(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_key_reads_back(seed: [u8; 32]) {
        let key = SigningKey::generate(&mut seed.clone());
        let again = SigningKey::parse(key.to_pem().as_str().as_bytes()).unwrap();
        prop_assert_eq!(again.public(), key.public());
        let public = PublicKey::parse(key.public().to_pem().as_bytes()).unwrap();
        prop_assert_eq!(public.id(), key.public().id());
    }

    #[test]
    fn no_input_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0_usize..112) {
        let _ = (PublicKey::parse(&bytes), SigningKey::parse(&bytes));
        let mut pem = SigningKey::generate(&mut [1; 32]).public().to_pem().into_bytes();
        pem.splice(at.min(pem.len())..at.min(pem.len()), bytes);
        let _ = (PublicKey::parse(&pem), SigningKey::parse(&pem));
    }
}
