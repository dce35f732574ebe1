use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use tenbin_vocab::{Artefact, Digest};

use crate::runner::{JOURNAL_FILE, RUN_FILE, RunError, SUMMARY_FILE};

/// The digest of a file of any size.
pub(crate) fn digest_file(path: &Path) -> std::io::Result<Digest> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(Digest::from_bytes(hasher.finalize().into())),
            read => hasher.update(&buffer[..read]),
        }
    }
}

/// The files of a finished run as artefacts of evidence; `prefix` is put before
/// their names, for example `runs/1/`.
///
/// # Errors
/// When one of them cannot be read.
pub fn run_artefacts(folder: &Path, prefix: &str) -> Result<Vec<Artefact>, RunError> {
    let artefact = |name: &str, media_type: &str| -> Result<Artefact, RunError> {
        let path = folder.join(name);
        let io = |error| RunError::io(&path, error);
        Ok(Artefact {
            name: format!("{prefix}{name}"),
            media_type: media_type.to_owned(),
            bytes: std::fs::metadata(&path).map_err(io)?.len(),
            digest: digest_file(&path).map_err(io)?,
        })
    };
    Ok(vec![
        artefact(RUN_FILE, "application/json")?,
        artefact(JOURNAL_FILE, "application/jsonl")?,
        artefact(SUMMARY_FILE, "application/json")?,
    ])
}
