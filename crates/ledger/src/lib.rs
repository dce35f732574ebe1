//! Attestation: keys, signed envelopes, and the manifest of an assessment
//! folder. Pure: bytes in, bytes out; the caller brings files, the date and
//! the random bytes.
//!
//! - A [`Statement`] (in-toto v1) says something: an evidence record, or the
//!   list of the files of a folder.
//! - An [`Envelope`] (DSSE v1) carries a statement and its Ed25519 signatures.
//! - [`verify_folder`] compares a folder with its manifest and names every
//!   file that was changed, added, removed or renamed.
//!
//! Parsing never panics on any input: [`Envelope::parse`], [`Statement::parse`],
//! [`SigningKey::parse`], [`PublicKey::parse`] take raw bytes and are the
//! entry points for fuzzing.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::arithmetic_side_effects
    )
)]

mod envelope;
#[cfg(test)]
mod fixture;
mod folder;
mod key;
mod statement;
mod trust;

pub use envelope::{
    Envelope, MAX_ENVELOPE_BYTES, MAX_SIGNATURES, PAYLOAD_TYPE, SignError, Verified, VerifyError,
    pae, sign_evidence, sign_manifest, sign_review, verify_envelope,
};
pub use folder::{
    Folder, FolderReport, Item, KeyUse, Verdict, envelope_path, is_envelope_path, verify_folder,
};
pub use key::{KeyError, KeyId, KeyIdParseError, MAX_KEY_BYTES, PublicKey, SecretPem, SigningKey};
pub use statement::{
    EVIDENCE_PREDICATE, MANIFEST_FILE, MANIFEST_PREDICATE, MAX_FILES, Manifest, REVIEW_PREDICATE,
    Review, ReviewVerdict, SIGNER_FILE, STATEMENT_TYPE, Statement, StatementError,
};
pub use trust::{Basis, Pin, PinError, Trust};
