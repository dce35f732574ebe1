//! Keys, signing, offline verification.

use std::path::{Path, PathBuf};

use serde::Serialize;
use tenbin_ledger::{
    Envelope, FolderReport, Item, KeyUse, Pin, PublicKey, SIGNER_FILE, SigningKey, Trust, Verdict,
    sign_evidence, verify_envelope, verify_folder,
};
use tenbin_vocab::{Diagnostic, Evidence};

use crate::files::{DiskFolder, write_file, write_secret};
use crate::{App, AppError, read_file};

const MAX_KEY_BYTES: u64 = 16 * 1024;
const MAX_RECORD_BYTES: u64 = 16 * 1024 * 1024;

/// A key pair on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyFiles {
    /// Identifier of the key.
    pub key_id: String,
    /// File of the private key.
    pub private: PathBuf,
    /// File of the public key, to hand to those who verify.
    pub public: PathBuf,
}

/// What verifying found.
#[derive(Clone, Debug, Serialize)]
pub struct Verification {
    /// True when nothing is wrong.
    pub clean: bool,
    /// File by file.
    #[serde(flatten)]
    pub report: FolderReport,
}

impl App {
    /// Where the signing key of this data folder lies.
    #[must_use]
    pub fn key_path(&self) -> PathBuf {
        self.data_dir().join("keys").join("signer.pem")
    }

    /// Makes a key; never overwrites one.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn make_key(&self, private: Option<&Path>) -> Result<KeyFiles, AppError> {
        let private = private.map_or_else(|| self.key_path(), Path::to_path_buf);
        let public = private.with_extension("pub");
        if public == private {
            let message = "the ending .pub is kept for the public key, which is written beside";
            return Err(Diagnostic::new(private.display().to_string(), message)
                .hint("end the name of the private key in .pem")
                .into());
        }
        if let Some(there) = [&private, &public].into_iter().find(|path| path.exists()) {
            return Err(Diagnostic::new(there.display().to_string(), "there is a key already")
                .hint("name another file with --out, or move it away; old signatures need the old key")
                .into());
        }
        let mut seed = [0_u8; 32];
        getrandom::fill(&mut seed).map_err(|error| AppError::Random(error.to_string()))?;
        let key = SigningKey::generate(&mut seed);
        write_secret(&private, key.to_pem().as_str().as_bytes())?;
        write_file(&public, key.public().to_pem().as_bytes())?;
        Ok(KeyFiles { key_id: key.public().id().to_string(), private, public })
    }

    /// The signing key of this data folder, made on first use; the flag is
    /// true when it was made now.
    pub(crate) fn signing_key(&self) -> Result<(SigningKey, bool), AppError> {
        let path = self.key_path();
        let fresh = !path.exists()
            && match self.make_key(None) {
                Ok(_) => true,
                // Another process was first.
                Err(_) if path.exists() => false,
                Err(error) => return Err(error),
            };
        Ok((read_key(&path)?, fresh))
    }

    /// Writes a file that must not be there yet.
    ///
    /// # Errors
    /// When it is there, or cannot be written.
    pub fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<(), AppError> {
        if path.exists() {
            let shown = path.display().to_string();
            return Err(Diagnostic::new(shown, "the file is there already")
                .hint("name another file with --out")
                .into());
        }
        write_file(path, bytes)
    }

    /// Signs one evidence record given as JSON.
    ///
    /// # Errors
    /// When the record or the key cannot be read.
    pub fn sign_record(&self, record: &Path, key: Option<&Path>) -> Result<Vec<u8>, AppError> {
        let shown = record.display().to_string();
        let bytes = read_file(record, MAX_RECORD_BYTES)?;
        let evidence: Evidence = serde_json::from_slice(&bytes).map_err(|error| {
            Diagnostic::new(&shown, format!("not an evidence record: {error}"))
                .at_line(error.line())
                .hint("the format is docs/schema/evidence-1.json")
        })?;
        let key = match key {
            Some(path) => read_key(path)?,
            None => self.signing_key()?.0,
        };
        let envelope = sign(&evidence, &key)?;
        Ok(envelope.to_bytes()?)
    }
}

/// Signs one record.
pub(crate) fn sign(evidence: &Evidence, key: &SigningKey) -> Result<Envelope, AppError> {
    sign_evidence(evidence, key)
        .map_err(|source| AppError::Sign { what: format!("evidence {}", evidence.kind), source })
}

pub(crate) fn read_key(path: &Path) -> Result<SigningKey, AppError> {
    let bytes = read_file(path, MAX_KEY_BYTES)?;
    SigningKey::parse(&bytes).map_err(|error| {
        Diagnostic::new(path.display().to_string(), error.to_string())
            .hint("make a key with: tenbin ledger keygen --out FILE")
            .into()
    })
}

/// A key to trust: an id, or a file with a public key.
///
/// # Errors
/// When the text is neither.
pub fn parse_pin(text: &str) -> Result<Pin, AppError> {
    if text.starts_with("ed25519:") {
        return text.parse().map_err(|error| {
            Diagnostic::new("--key", format!("{error}"))
                .hint("a key id is printed by tenbin ledger keygen")
                .into()
        });
    }
    let path = Path::new(text);
    let bytes = read_file(path, MAX_KEY_BYTES)?;
    PublicKey::parse(&bytes).map(Pin::Key).map_err(|error| {
        Diagnostic::new(text, error.to_string())
            .hint("give the .pub file, not the private key")
            .into()
    })
}

/// Verifies an assessment folder, or one envelope, without any network.
///
/// # Errors
/// When the path cannot be read at all; what is wrong inside is in the report.
pub fn verify(path: &Path, pins: Vec<Pin>) -> Result<Verification, AppError> {
    let trust = if pins.is_empty() { Trust::SelfAsserted } else { Trust::Pinned(pins) };
    if path.is_dir() {
        let folder = DiskFolder::open(path)?;
        let report = verify_folder(&folder, &trust);
        return Ok(Verification { clean: report.is_clean(), report });
    }
    verify_one(path, &trust)
}

/// Verifies one signed record. Without a pinned key, the `signer.pub` of the
/// folder the record lies in is used, and reported as self-asserted.
fn verify_one(path: &Path, trust: &Trust) -> Result<Verification, AppError> {
    let shown = path.display().to_string();
    let bytes = read_file(path, MAX_RECORD_BYTES)?;
    let offered = path
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(SIGNER_FILE))
        .find(|file| file.is_file())
        .map(|file| read_file(&file, MAX_KEY_BYTES))
        .transpose()?
        .and_then(|bytes| PublicKey::parse(&bytes).ok());
    let keys = trust.keys(offered.as_ref());
    if keys.is_empty() {
        return Err(Diagnostic::new(
            &shown,
            format!("no key to verify with: no {SIGNER_FILE} nearby"),
        )
        .hint("give the signer's public key: --key FILE.pub")
        .into());
    }
    let (verdict, detail, signers) = match verify_envelope(&bytes, &keys) {
        Ok(verified) => (Verdict::Ok, String::new(), verified.signers),
        Err(error) => (Verdict::BadSignature, error.to_string(), Vec::new()),
    };
    let report = FolderReport {
        assessment: None,
        made_at: None,
        items: vec![Item { path: shown, verdict, detail }],
        keys: signers
            .into_iter()
            .map(|id| KeyUse { id, basis: trust.basis(), envelopes: 1 })
            .collect(),
    };
    Ok(Verification { clean: report.is_clean(), report })
}
