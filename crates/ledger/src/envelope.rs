use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{CanonicalError, Digest, Evidence, to_canonical_json};

use crate::{
    KeyId, Manifest, PublicKey, Review, SIGNER_FILE, SigningKey, Statement, StatementError,
};

/// The DSSE `payloadType` of every envelope here.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// Longest envelope that is read, in bytes.
pub const MAX_ENVELOPE_BYTES: usize = 16 * 1024 * 1024;

/// Most signatures on one envelope.
pub const MAX_SIGNATURES: usize = 16;

/// A DSSE v1 envelope: a payload and its signatures, at most one a key.
///
/// It is written as canonical JSON with the signatures in the order of their
/// key ids, and only those bytes are read back: DSSE leaves white space, field
/// order and the base64 alphabet open, but then a changed byte could go
/// unnoticed. Other DSSE tools read these envelopes without change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    payload: Vec<u8>,
    signatures: BTreeMap<KeyId, [u8; 64]>,
}

/// A statement whose every signature was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// What was signed.
    pub statement: Statement,
    /// Who signed it, at least one, in the order of their ids.
    pub signers: Vec<KeyId>,
}

/// Why something could not be signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The statement cannot be written.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// Reading the written statement gives another one, for example because a
    /// count above 2^53 has no exact JSON number.
    #[error("the statement changes when it is written and read back; nothing was signed")]
    NotExact,
    /// The manifest lists another `signer.pub` than the signing key's.
    #[error("the manifest's {SIGNER_FILE} is not the public key of the signing key")]
    OtherSigner,
    /// The envelope is longer than a verifier would read.
    #[error("the envelope is {0} bytes long; the limit is {MAX_ENVELOPE_BYTES}")]
    TooLarge(usize),
    /// The envelope has no canonical JSON form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// [`MAX_SIGNATURES`] is reached.
    #[error("the envelope already has {MAX_SIGNATURES} signatures")]
    TooManySignatures,
}

/// Why an envelope was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// More than [`MAX_ENVELOPE_BYTES`].
    #[error("{0} bytes is too long for an envelope; the limit is {MAX_ENVELOPE_BYTES}")]
    TooLarge(usize),
    /// Not the JSON of an envelope.
    #[error("not a DSSE envelope: {0}")]
    Malformed(String),
    /// Readable, but not byte for byte as it was written.
    #[error("the envelope was altered: its bytes are not the ones that were written")]
    NotCanonical,
    /// Signed by a key that is not trusted.
    #[error("signed by {0}, which is not a trusted key")]
    UnknownKey(KeyId),
    /// The signature does not fit the payload.
    #[error("the signature of {0} does not fit the content")]
    BadSignature(KeyId),
    /// The payload is signed but is no statement of ours.
    #[error(transparent)]
    Statement(#[from] StatementError),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    payload: String,
    #[serde(rename = "payloadType")]
    payload_type: String,
    signatures: Vec<WireSignature>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireSignature {
    keyid: KeyId,
    sig: String,
}

/// The bytes a DSSE signature covers (pre-authentication encoding, version 1).
/// Lengths are in bytes.
#[must_use]
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head =
        format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len()).into_bytes();
    [head.as_slice(), payload].concat()
}

impl Envelope {
    /// `statement` signed by `key`.
    ///
    /// # Errors
    /// When the statement cannot be written, or not exactly.
    pub fn sign(statement: &Statement, key: &SigningKey) -> Result<Self, SignError> {
        let payload = statement.to_payload()?;
        if Statement::parse(&payload)? != *statement {
            return Err(SignError::NotExact);
        }
        let mut envelope = Self { payload, signatures: BTreeMap::new() };
        envelope.co_sign(key)?;
        let length = envelope.to_bytes()?.len();
        if length > MAX_ENVELOPE_BYTES { Err(SignError::TooLarge(length)) } else { Ok(envelope) }
    }

    /// Adds the signature of `key`; a second signature of a key replaces its first.
    ///
    /// # Errors
    /// When there are [`MAX_SIGNATURES`] already.
    pub fn co_sign(&mut self, key: &SigningKey) -> Result<(), SignError> {
        let id = key.public().id();
        if self.signatures.len() >= MAX_SIGNATURES && !self.signatures.contains_key(&id) {
            return Err(SignError::TooManySignatures);
        }
        self.signatures.insert(id, key.sign(&pae(PAYLOAD_TYPE, &self.payload)));
        Ok(())
    }

    /// The bytes of the envelope file.
    ///
    /// # Errors
    /// When JSON cannot be written; not for an envelope of this type.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CanonicalError> {
        to_canonical_json(&Wire {
            payload: STANDARD.encode(&self.payload),
            payload_type: PAYLOAD_TYPE.to_owned(),
            signatures: self
                .signatures
                .iter()
                .map(|(keyid, sig)| WireSignature { keyid: *keyid, sig: STANDARD.encode(sig) })
                .collect(),
        })
    }

    /// Reads an envelope without checking its signatures. Only the exact
    /// bytes [`Self::to_bytes`] writes are accepted.
    ///
    /// # Errors
    /// When the bytes are anything else.
    pub fn parse(bytes: &[u8]) -> Result<Self, VerifyError> {
        if bytes.len() > MAX_ENVELOPE_BYTES {
            return Err(VerifyError::TooLarge(bytes.len()));
        }
        let malformed = |reason: String| VerifyError::Malformed(reason);
        let wire: Wire =
            serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()))?;
        if wire.payload_type != PAYLOAD_TYPE {
            return Err(malformed(format!(
                "payloadType is {:?} where {PAYLOAD_TYPE:?} is needed",
                wire.payload_type
            )));
        }
        if wire.signatures.is_empty() || wire.signatures.len() > MAX_SIGNATURES {
            let count = wire.signatures.len();
            return Err(malformed(format!(
                "{count} signatures where 1 to {MAX_SIGNATURES} may be"
            )));
        }
        let payload = STANDARD
            .decode(&wire.payload)
            .map_err(|error| malformed(format!("payload is not base64: {error}")))?;
        let mut signatures = BTreeMap::new();
        for WireSignature { keyid, sig } in wire.signatures {
            let sig: [u8; 64] =
                STANDARD.decode(&sig).ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(
                    || malformed(format!("the signature of {keyid} is not 64 bytes")),
                )?;
            signatures.insert(keyid, sig);
        }
        let envelope = Self { payload, signatures };
        match envelope.to_bytes() {
            Ok(written) if written == bytes => Ok(envelope),
            _ => Err(VerifyError::NotCanonical),
        }
    }

    /// The payload as signed; not yet known to be authentic.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The keys that claim to have signed, in the order of their ids.
    pub fn claimed_signers(&self) -> impl Iterator<Item = KeyId> {
        self.signatures.keys().copied()
    }

    /// Checks every signature against `keys`, then reads the payload. One
    /// signature that is not by one of `keys` fails the whole: nothing in an
    /// accepted envelope is unchecked.
    ///
    /// # Errors
    /// When a signature is unknown or wrong, or the payload is no statement.
    pub fn verify(&self, keys: &[PublicKey]) -> Result<Verified, VerifyError> {
        let message = pae(PAYLOAD_TYPE, &self.payload);
        for (id, signature) in &self.signatures {
            let key =
                keys.iter().find(|key| key.id() == *id).ok_or(VerifyError::UnknownKey(*id))?;
            if !key.verifies(&message, signature) {
                return Err(VerifyError::BadSignature(*id));
            }
        }
        Ok(Verified {
            statement: Statement::parse(&self.payload)?,
            signers: self.claimed_signers().collect(),
        })
    }
}

/// `record` as a signed envelope.
///
/// # Errors
/// When the record has a number that JSON cannot hold exactly, or an artefact
/// whose name is no path inside the folder.
pub fn sign_evidence(record: &Evidence, key: &SigningKey) -> Result<Envelope, SignError> {
    Envelope::sign(&Statement::Evidence(Box::new(record.clone())), key)
}

/// `manifest` as a signed envelope.
///
/// # Errors
/// When a path could leave the folder, or the listed `signer.pub` is not
/// exactly `key.public().to_pem()`.
pub fn sign_manifest(manifest: &Manifest, key: &SigningKey) -> Result<Envelope, SignError> {
    let envelope = Envelope::sign(&Statement::Manifest(manifest.clone()), key)?;
    let signer = Digest::of(key.public().to_pem().as_bytes());
    if manifest.files.get(SIGNER_FILE) == Some(&signer) {
        Ok(envelope)
    } else {
        Err(SignError::OtherSigner)
    }
}

/// `review` as a signed envelope.
///
/// # Errors
/// When it has no canonical form.
pub fn sign_review(review: &Review, key: &SigningKey) -> Result<Envelope, SignError> {
    Envelope::sign(&Statement::Review(review.clone()), key)
}

/// Reads an envelope file and checks every signature against `keys`.
///
/// # Errors
/// When any byte is not as it was written, a signature is not by one of
/// `keys`, or the payload is no statement of ours.
pub fn verify_envelope(bytes: &[u8], keys: &[PublicKey]) -> Result<Verified, VerifyError> {
    Envelope::parse(bytes)?.verify(keys)
}

#[cfg(test)]
mod tests;
