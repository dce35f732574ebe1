use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;
use ed25519_dalek::pkcs8::spki::SubjectPublicKeyInfoRef;
use ed25519_dalek::pkcs8::{
    Document, KeypairBytes, ObjectIdentifier, PrivateKeyInfoRef, SecretDocument,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use tenbin_vocab::Digest;
use zeroize::{Zeroize as _, Zeroizing};

/// Longest key file that is read, in bytes.
pub const MAX_KEY_BYTES: usize = 16 * 1024;

/// Hexadecimal digits in a key id: 128 bits, so that nobody can search for a
/// second key with a pinned id.
const ID_DIGITS: usize = 32;

/// Object identifier of Ed25519 (RFC 8410).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// DER before the 32 bytes of a public key: SubjectPublicKeyInfo, RFC 8410.
const PUBLIC_DER_PREFIX: [u8; 12] =
    [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// DER before the 32 secret bytes: PKCS#8 version 1, RFC 8410. Version 2 also
/// holds the public key, but OpenSSL 3.0 does not read it.
const PRIVATE_DER_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

const PRIVATE_LABEL: &str = "PRIVATE KEY";
const PUBLIC_LABEL: &str = "PUBLIC KEY";

/// Why a key could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// More than [`MAX_KEY_BYTES`].
    #[error("{0} bytes is too long for a key; the limit is {MAX_KEY_BYTES}")]
    TooLarge(usize),
    /// No readable PEM block.
    #[error("not a PEM key ({reason}); the file must hold one block -----BEGIN {expected}-----")]
    NotPem {
        /// What the reader stumbled over.
        reason: String,
        /// The label that is needed.
        expected: &'static str,
    },
    /// A PEM block of another kind.
    #[error("found a PEM block \"{found}\" where \"{expected}\" is needed{hint}")]
    WrongKind {
        /// The label in the file.
        found: String,
        /// The label that is needed.
        expected: &'static str,
        /// What to do; empty or starting with `; `.
        hint: &'static str,
    },
    /// A key of another algorithm.
    #[error("the key's algorithm is {0}; only Ed25519 (1.3.101.112) is used")]
    NotEd25519(String),
    /// The bytes inside the PEM block are not a key.
    #[error("the key is malformed: {0}")]
    Malformed(String),
    /// A public key anyone can forge signatures for.
    #[error("the public key is a weak (small-order) point")]
    Weak,
}

/// The short name of a public key: `ed25519:` and the first 32 hexadecimal
/// digits of the SHA-256 of its SubjectPublicKeyInfo in DER. Anyone can
/// recompute it:
/// `openssl pkey -pubin -in signer.pub -outform DER | sha256sum | cut -c1-32`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId([u8; ID_DIGITS / 2]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ed25519:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Text that is not a key id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a key id; expected ed25519: and {ID_DIGITS} lower-case hexadecimal digits")]
pub struct KeyIdParseError(String);

impl FromStr for KeyId {
    type Err = KeyIdParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || KeyIdParseError(text.chars().take(80).collect());
        let hex = text.strip_prefix("ed25519:").ok_or_else(error)?;
        if hex.len() != ID_DIGITS || !hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(error());
        }
        let mut id = [0_u8; ID_DIGITS / 2];
        for (byte, pair) in id.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| error())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| error())?;
        }
        Ok(Self(id))
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// An Ed25519 public key.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey(ed25519_dalek::VerifyingKey);

impl PublicKey {
    /// Reads a PEM `PUBLIC KEY` block (SubjectPublicKeyInfo), as `openssl pkey
    /// -pubout` writes it.
    ///
    /// # Errors
    /// When the bytes are anything else, or the key is weak.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeyError> {
        let text = pem_text(bytes, PUBLIC_LABEL)?;
        let (label, document) = Document::from_pem(text).map_err(|e| not_pem(e, PUBLIC_LABEL))?;
        expect_label(label, PUBLIC_LABEL)?;
        let info = SubjectPublicKeyInfoRef::try_from(document.as_bytes())
            .map_err(|error| KeyError::Malformed(error.to_string()))?;
        expect_ed25519(info.algorithm.oid)?;
        let key = ed25519_dalek::VerifyingKey::try_from(info)
            .map_err(|error| KeyError::Malformed(error.to_string()))?;
        if key.is_weak() {
            return Err(KeyError::Weak);
        }
        Ok(Self(key))
    }

    /// The key as SubjectPublicKeyInfo in DER.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        [&PUBLIC_DER_PREFIX[..], self.0.as_bytes()].concat()
    }

    /// The key as a PEM `PUBLIC KEY` block, the text of `signer.pub`.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let body = STANDARD.encode(self.to_der());
        format!("-----BEGIN {PUBLIC_LABEL}-----\n{body}\n-----END {PUBLIC_LABEL}-----\n")
    }

    /// The key's name.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let mut id = [0_u8; ID_DIGITS / 2];
        for (byte, digest) in id.iter_mut().zip(Digest::of(&self.to_der()).as_bytes()) {
            *byte = *digest;
        }
        KeyId(id)
    }

    /// True when `signature` is this key's over `message`, by the strict rules
    /// (canonical encodings, no small-order points).
    #[must_use]
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.0.verify_strict(message, &signature).is_ok()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.id())
    }
}

/// An Ed25519 private key; wiped from memory when dropped, never printed.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key made from `seed`, 32 bytes of a cryptographic random source;
    /// `seed` is wiped.
    #[must_use]
    pub fn generate(seed: &mut [u8; 32]) -> Self {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        seed.zeroize();
        Self(key)
    }

    /// Reads a PEM `PRIVATE KEY` block (PKCS#8, not encrypted), as `openssl
    /// genpkey -algorithm ed25519` writes it. The caller wipes `bytes`.
    ///
    /// # Errors
    /// When the bytes are anything else.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeyError> {
        let text = pem_text(bytes, PRIVATE_LABEL)?;
        let (label, document) =
            SecretDocument::from_pem(text).map_err(|e| not_pem(e, PRIVATE_LABEL))?;
        expect_label(label, PRIVATE_LABEL)?;
        let info = PrivateKeyInfoRef::try_from(document.as_bytes())
            .map_err(|error| KeyError::Malformed(error.to_string()))?;
        expect_ed25519(info.algorithm.oid)?;
        let mut pair =
            KeypairBytes::try_from(info).map_err(|error| KeyError::Malformed(error.to_string()))?;
        let key = ed25519_dalek::SigningKey::try_from(&pair)
            .map_err(|error| KeyError::Malformed(error.to_string()));
        pair.secret_key.zeroize();
        key.map(Self)
    }

    /// The key as a PEM `PRIVATE KEY` block (PKCS#8).
    #[must_use]
    pub fn to_pem(&self) -> SecretPem {
        // Sized up front: growing would leave copies of the secret behind.
        let mut der = Zeroizing::new(Vec::with_capacity(64));
        der.extend_from_slice(&PRIVATE_DER_PREFIX);
        der.extend_from_slice(self.0.as_bytes());
        let mut pem = Zeroizing::new(String::with_capacity(256));
        pem.push_str("-----BEGIN PRIVATE KEY-----\n");
        STANDARD.encode_string(der.as_slice(), &mut pem);
        pem.push_str("\n-----END PRIVATE KEY-----\n");
        SecretPem(pem)
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The Ed25519 signature of `message`.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, secret hidden)", self.public().id())
    }
}

/// The text of a private key file; wiped from memory when dropped.
pub struct SecretPem(Zeroizing<String>);

impl SecretPem {
    /// The text itself, to be written to a file that only its owner reads.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretPem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretPem(hidden)")
    }
}

fn pem_text<'a>(bytes: &'a [u8], expected: &'static str) -> Result<&'a str, KeyError> {
    if bytes.len() > MAX_KEY_BYTES {
        return Err(KeyError::TooLarge(bytes.len()));
    }
    std::str::from_utf8(bytes).map_err(|error| not_pem(error, expected))
}

fn not_pem(error: impl fmt::Display, expected: &'static str) -> KeyError {
    KeyError::NotPem { reason: error.to_string(), expected }
}

fn expect_label(found: &str, expected: &'static str) -> Result<(), KeyError> {
    if found == expected {
        return Ok(());
    }
    let hint = match found {
        PRIVATE_LABEL => "; give the public key, and keep this file private",
        PUBLIC_LABEL => "; give the private key",
        "ENCRYPTED PRIVATE KEY" => "; remove the passphrase with openssl pkey",
        _ => "",
    };
    Err(KeyError::WrongKind { found: found.to_owned(), expected, hint })
}

fn expect_ed25519(found: ObjectIdentifier) -> Result<(), KeyError> {
    if found == ED25519 { Ok(()) } else { Err(KeyError::NotEd25519(found.to_string())) }
}

#[cfg(test)]
mod tests;
