use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use tenbin_vocab::{Digest, Evidence, Timestamp};

use crate::{
    Basis, Envelope, KeyId, MANIFEST_FILE, MAX_ENVELOPE_BYTES, MAX_KEY_BYTES, Manifest, PublicKey,
    SIGNER_FILE, Statement, Trust, Verified, VerifyError, verify_envelope,
};

/// The files of an assessment folder, wherever they are kept.
///
/// Paths are relative to the folder, with `/` as separator. Errors are one
/// sentence for people: why the file could not be read.
pub trait Folder {
    /// The path of every file, whatever its name; directories are left out.
    fn paths(&self) -> Vec<String>;

    /// The content of the file at `path`, one of [`Self::paths`].
    ///
    /// # Errors
    /// When it cannot be read, or is longer than `limit` bytes.
    fn read(&self, path: &str, limit: usize) -> Result<Vec<u8>, String>;

    /// The digest of the content of the file at `path`, one of [`Self::paths`].
    ///
    /// # Errors
    /// When it cannot be read.
    fn digest(&self, path: &str) -> Result<Digest, String>;
}

/// A folder in memory.
impl Folder for BTreeMap<String, Vec<u8>> {
    fn paths(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }

    fn read(&self, path: &str, limit: usize) -> Result<Vec<u8>, String> {
        match self.get(path) {
            None => Err("there is no such file".to_owned()),
            Some(bytes) if bytes.len() > limit => {
                Err(format!("{} bytes is too long; the limit is {limit}", bytes.len()))
            }
            Some(bytes) => Ok(bytes.clone()),
        }
    }

    fn digest(&self, path: &str) -> Result<Digest, String> {
        self.read(path, usize::MAX).map(|bytes| Digest::of(&bytes))
    }
}

impl Manifest {
    /// The manifest of every file of `folder` as it is now, except the
    /// manifest itself. `signer.pub` must already be there.
    ///
    /// # Errors
    /// The path that could not be read, and why.
    pub fn of(
        folder: &dyn Folder,
        assessment: &str,
        made_at: Timestamp,
    ) -> Result<Self, (String, String)> {
        let mut files = BTreeMap::new();
        for path in folder.paths().into_iter().filter(|path| path != MANIFEST_FILE) {
            match folder.digest(&path) {
                Ok(digest) => files.insert(path, digest),
                Err(reason) => return Err((path, reason)),
            };
        }
        Ok(Self { assessment: assessment.to_owned(), made_at, files })
    }
}

/// Where the envelope of the evidence record `id` lies in a folder.
#[must_use]
pub fn envelope_path(id: &Digest) -> String {
    format!("evidence/{}.dsse.json", id.hex())
}

/// True when the file at `path` must be an evidence envelope.
#[must_use]
pub fn is_envelope_path(path: &str) -> bool {
    path.starts_with("evidence/") && path.ends_with(".dsse.json")
}

/// What is known about one file of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The file is the one that was signed.
    Ok,
    /// No valid signature covers the file, because the manifest failed.
    Unproven,
    /// The content is not what was signed.
    Changed,
    /// Signed for, but not in the folder.
    Missing,
    /// In the folder, but not signed for.
    Unlisted,
    /// The signature is wrong or not by a trusted key.
    BadSignature,
    /// It could not be read, or is not what its name promises.
    Unreadable,
}

/// One file and its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Path relative to the folder.
    pub path: String,
    /// What is known about it.
    pub verdict: Verdict,
    /// Why; empty when the verdict says it all.
    pub detail: String,
}

/// One key that signed something in the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyUse {
    /// The key.
    pub id: KeyId,
    /// Why it was trusted.
    pub basis: Basis,
    /// Envelopes with a valid signature by it.
    pub envelopes: u64,
}

/// What is known about a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderReport {
    /// The assessment the manifest names; absent when the manifest failed.
    pub assessment: Option<String>,
    /// When the manifest was made; absent when the manifest failed.
    pub made_at: Option<Timestamp>,
    /// Every file in the folder or signed for, by path.
    pub items: Vec<Item>,
    /// Every key with a valid signature, by id.
    pub keys: Vec<KeyUse>,
}

impl FolderReport {
    /// True when the folder is whole: every file is the one that was signed.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.failures().next().is_none()
    }

    /// The files that are not as they were signed.
    pub fn failures(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.verdict != Verdict::Ok)
    }
}

/// Compares `folder` with its signed manifest and checks every evidence
/// envelope in it. A changed byte in any file, a removed, added or renamed
/// file is a failure that names the file. Never fails as a whole: what is
/// wrong stands in the report.
#[must_use]
pub fn verify_folder(folder: &dyn Folder, trust: &Trust) -> FolderReport {
    let mut check = Check::new(folder);
    let offered = check.signer();
    check.keys = trust.keys(offered.as_ref());
    let manifest = check.manifest();
    let mut found = BTreeMap::new();
    for path in check.paths.clone() {
        if path != MANIFEST_FILE
            && let Some(content) = check.content(&path)
        {
            found.insert(path, content);
        }
    }
    check.compare(&manifest, &found);
    check.artefacts(&found);
    check.report(manifest.ok(), trust.basis())
}

/// What a readable file turned out to be.
struct Content {
    digest: Digest,
    /// The record, when the file is an envelope with valid signatures.
    record: Option<Box<Evidence>>,
}

/// The verification under way.
struct Check<'a> {
    folder: &'a dyn Folder,
    paths: BTreeSet<String>,
    keys: Vec<PublicKey>,
    items: BTreeMap<String, (Verdict, String)>,
    uses: BTreeMap<KeyId, u64>,
}

impl<'a> Check<'a> {
    fn new(folder: &'a dyn Folder) -> Self {
        let paths: BTreeSet<String> = folder.paths().into_iter().collect();
        let items = paths.iter().map(|path| (path.clone(), (Verdict::Ok, String::new()))).collect();
        Self { folder, paths, keys: Vec::new(), items, uses: BTreeMap::new() }
    }

    /// Notes that the file at `path` failed. The first failure gives the
    /// verdict, later ones add to the detail.
    fn fail(&mut self, path: &str, verdict: Verdict, detail: impl Into<String>) {
        let (known, text) =
            self.items.entry(path.to_owned()).or_insert((Verdict::Ok, String::new()));
        if matches!(known, Verdict::Ok | Verdict::Unproven) {
            *known = verdict;
        }
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(&detail.into());
    }

    /// The key in `signer.pub`.
    fn signer(&mut self) -> Option<PublicKey> {
        if !self.paths.contains(SIGNER_FILE) {
            self.fail(SIGNER_FILE, Verdict::Missing, "every folder brings its signer's public key");
            return None;
        }
        let key = self
            .folder
            .read(SIGNER_FILE, MAX_KEY_BYTES)
            .and_then(|bytes| PublicKey::parse(&bytes).map_err(|error| error.to_string()));
        match key {
            Ok(key) => Some(key),
            Err(reason) => {
                self.fail(SIGNER_FILE, Verdict::Unreadable, reason);
                None
            }
        }
    }

    /// The manifest; when it cannot be trusted, what it claims, if anything.
    fn manifest(&mut self) -> Result<Manifest, Option<Manifest>> {
        if !self.paths.contains(MANIFEST_FILE) {
            self.fail(MANIFEST_FILE, Verdict::Missing, "nothing says which files belong here");
            return Err(None);
        }
        let bytes = self.folder.read(MANIFEST_FILE, MAX_ENVELOPE_BYTES).map_err(|reason| {
            self.fail(MANIFEST_FILE, Verdict::Unreadable, reason);
            None
        })?;
        match verify_envelope(&bytes, &self.keys) {
            Ok(Verified { statement: Statement::Manifest(manifest), signers }) => {
                self.count(&signers);
                Ok(manifest)
            }
            Ok(_) => {
                self.fail(MANIFEST_FILE, Verdict::Unreadable, "it is an envelope, but no manifest");
                Err(None)
            }
            Err(error) => {
                self.fail(MANIFEST_FILE, error.verdict(), error.to_string());
                let claim = Envelope::parse(&bytes).ok();
                match claim.and_then(|claim| Statement::parse(claim.payload()).ok()) {
                    Some(Statement::Manifest(manifest)) => Err(Some(manifest)),
                    _ => Err(None),
                }
            }
        }
    }

    fn count(&mut self, signers: &[KeyId]) {
        for id in signers {
            let uses = self.uses.entry(*id).or_default();
            *uses = uses.saturating_add(1);
        }
    }

    /// Reads the file at `path`, and checks it when it is an envelope.
    fn content(&mut self, path: &str) -> Option<Content> {
        let folder = self.folder;
        let read = if is_envelope_path(path) {
            folder.read(path, MAX_ENVELOPE_BYTES).map(|bytes| Content {
                digest: Digest::of(&bytes),
                record: self.record(path, &bytes),
            })
        } else {
            folder.digest(path).map(|digest| Content { digest, record: None })
        };
        read.map_err(|reason| self.fail(path, Verdict::Unreadable, reason)).ok()
    }

    fn record(&mut self, path: &str, bytes: &[u8]) -> Option<Box<Evidence>> {
        match verify_envelope(bytes, &self.keys) {
            Ok(Verified { statement: Statement::Evidence(record), signers }) => {
                self.count(&signers);
                Some(record)
            }
            Ok(_) => {
                self.fail(path, Verdict::Unreadable, "it is an envelope, but no evidence record");
                None
            }
            Err(error) => {
                self.fail(path, error.verdict(), error.to_string());
                None
            }
        }
    }

    /// Compares what was found with what the manifest lists.
    fn compare(
        &mut self,
        manifest: &Result<Manifest, Option<Manifest>>,
        found: &BTreeMap<String, Content>,
    ) {
        let files = match manifest {
            Ok(manifest) => &manifest.files,
            Err(claim) => {
                for path in found.keys() {
                    self.fail(path, Verdict::Unproven, "the manifest that should list it failed");
                }
                // With an exchanged signer.pub no signature can be checked; say
                // which of the two files is the likelier cause.
                let listed = claim.as_ref().and_then(|claim| claim.files.get(SIGNER_FILE));
                if let (Some(listed), Some(signer)) = (listed, found.get(SIGNER_FILE))
                    && *listed != signer.digest
                {
                    let detail = "the manifest, itself unproven, lists another key";
                    self.fail(SIGNER_FILE, Verdict::Changed, detail);
                }
                return;
            }
        };
        for (path, content) in found {
            match files.get(path) {
                Some(digest) if *digest == content.digest => {}
                Some(digest) => self.fail(
                    path,
                    Verdict::Changed,
                    format!("it was {digest} when signed and is {} now", content.digest),
                ),
                None => self.fail(path, Verdict::Unlisted, "the manifest does not list it"),
            }
        }
        for path in files.keys().filter(|path| !self.paths.contains(*path)).collect::<Vec<_>>() {
            self.fail(path, Verdict::Missing, "the manifest lists it");
        }
    }

    /// Compares the artefacts of every valid record with the files.
    fn artefacts(&mut self, found: &BTreeMap<String, Content>) {
        let records = found.iter().filter_map(|(path, content)| {
            content.record.as_ref().map(|record| (path, &record.artefacts))
        });
        for (path, artefacts) in records {
            for artefact in artefacts {
                match found.get(&artefact.name) {
                    Some(content) if content.digest == artefact.digest => {}
                    Some(_) => self.fail(
                        &artefact.name,
                        Verdict::Changed,
                        format!("{path} rests on {} of this file", artefact.digest),
                    ),
                    None if self.paths.contains(&artefact.name) => {}
                    None => self.fail(
                        &artefact.name,
                        Verdict::Missing,
                        format!("{path} rests on this file"),
                    ),
                }
            }
        }
    }

    fn report(self, manifest: Option<Manifest>, basis: Basis) -> FolderReport {
        let items = self.items.into_iter();
        let (assessment, made_at) =
            manifest.map(|manifest| (manifest.assessment, manifest.made_at)).unzip();
        FolderReport {
            assessment,
            made_at,
            items: items.map(|(path, (verdict, detail))| Item { path, verdict, detail }).collect(),
            keys: self
                .uses
                .into_iter()
                .map(|(id, envelopes)| KeyUse { id, basis, envelopes })
                .collect(),
        }
    }
}

impl VerifyError {
    /// The verdict on a file that failed with this error.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::UnknownKey(_) | Self::BadSignature(_) => Verdict::BadSignature,
            Self::NotCanonical => Verdict::Changed,
            Self::TooLarge(_) | Self::Malformed(_) | Self::Statement(_) => Verdict::Unreadable,
        }
    }
}

#[cfg(test)]
mod tests;
