use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{
    CanonicalError, Digest, EVIDENCE_SCHEMA, Evidence, Timestamp, to_canonical_json,
};

/// The `_type` of an in-toto Statement, version 1.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// The `predicateType` of an evidence record.
pub const EVIDENCE_PREDICATE: &str = "urn:x-tenbin:evidence:1";

/// The `predicateType` of a folder's manifest.
pub const MANIFEST_PREDICATE: &str = "urn:x-tenbin:manifest:1";

/// The `predicateType` of a review.
pub const REVIEW_PREDICATE: &str = "urn:x-tenbin:review:1";

/// Name of the first subject of an evidence statement: the record itself.
const RECORD_SUBJECT: &str = "evidence-record";

/// The folder's manifest: an envelope that lists every other file.
pub const MANIFEST_FILE: &str = "manifest.dsse.json";

/// The public key of whoever signed the manifest, in PEM.
pub const SIGNER_FILE: &str = "signer.pub";

/// Most files a manifest lists, and most subjects a statement has.
pub const MAX_FILES: usize = 20_000;

/// What is signed: the predicate of an in-toto statement. Its subjects follow
/// from it, so they are not kept twice.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// An evidence record; its subjects are the record and its artefacts.
    Evidence(Box<Evidence>),
    /// The files of a folder; its subjects are the files.
    Manifest(Manifest),
    /// A person's view of one dated version of a rule; its subject is that
    /// version.
    Review(Review),
}

/// A person's view of one dated version of a rule as the packages hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The version: id, `@`, first day, for example `euaia.53.1.a@2024-08-01`.
    pub of: String,
    /// Digest of the version reviewed; a changed text has another.
    pub digest: Digest,
    /// Who reviewed it, as they sign: name and capacity.
    pub by: String,
    /// When.
    pub made_at: Timestamp,
    /// What they say.
    pub verdict: ReviewVerdict,
    /// Their remark; may be empty.
    pub remark: String,
}

/// What a reviewer says of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewVerdict {
    /// It says what the text says.
    Agreed,
    /// It does, but the remark matters.
    AgreedWithRemark,
    /// It does not.
    Rejected,
}

/// Every file of an assessment folder except the manifest itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Identifier of the assessment the folder holds.
    pub assessment: String,
    /// When the manifest was made.
    pub made_at: Timestamp,
    /// Digest of each file by its path: relative, `/` as separator.
    pub files: BTreeMap<String, Digest>,
}

/// Why a statement cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StatementError {
    /// A value has no canonical JSON form, for example a number that is not finite.
    #[error(transparent)]
    NotCanonicalJson(#[from] CanonicalError),
    /// The payload is not JSON of the expected form.
    #[error("the payload is not a statement: {0}")]
    Malformed(#[from] serde_json::Error),
    /// `_type` or `predicateType` is none of ours.
    #[error("{field} is \"{found}\", which this program does not know")]
    UnknownType {
        /// `_type` or `predicateType`.
        field: &'static str,
        /// What it says.
        found: String,
    },
    /// Well-formed, but not the bytes this statement is written as.
    #[error("the payload is not in canonical form, or its subjects do not follow from its content")]
    NotCanonicalForm,
    /// More than [`MAX_FILES`] subjects.
    #[error("{0} subjects; the limit is {MAX_FILES}")]
    TooManySubjects(usize),
    /// A path that names no file of a folder.
    #[error("{path:?} cannot name a file of the folder: {reason}")]
    BadPath {
        /// The path.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The manifest does not list `signer.pub`.
    #[error("the manifest does not list {SIGNER_FILE}")]
    NoSigner,
    /// An evidence record of another format version.
    #[error("the record's schema is \"{0}\"; this program knows {EVIDENCE_SCHEMA}")]
    UnknownSchema(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire<P> {
    #[serde(rename = "_type")]
    statement_type: String,
    subject: Vec<Subject>,
    #[serde(rename = "predicateType")]
    predicate_type: String,
    predicate: P,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    name: String,
    digest: Sha256Hex,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sha256Hex {
    sha256: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestPredicate {
    assessment: String,
    made_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewPredicate {
    by: String,
    made_at: Timestamp,
    verdict: ReviewVerdict,
    remark: String,
}

/// The two fields that say how to read the rest.
#[derive(Deserialize)]
struct Header {
    #[serde(rename = "_type")]
    statement_type: String,
    #[serde(rename = "predicateType")]
    predicate_type: String,
}

impl Statement {
    /// The canonical JSON of the statement: the payload that is signed.
    ///
    /// # Errors
    /// When a number is not finite, a path could leave the folder, or there
    /// are too many subjects.
    pub fn to_payload(&self) -> Result<Vec<u8>, StatementError> {
        match self {
            Self::Evidence(record) => {
                if record.schema != EVIDENCE_SCHEMA {
                    return Err(StatementError::UnknownSchema(record.schema.clone()));
                }
                record.artefacts.iter().try_for_each(|artefact| check_path(&artefact.name))?;
                let mut subject = vec![Subject::new(RECORD_SUBJECT, &record.id()?)];
                subject.extend(record.artefacts.iter().map(|a| Subject::new(&a.name, &a.digest)));
                write(subject, EVIDENCE_PREDICATE, record.as_ref())
            }
            Self::Manifest(manifest) => {
                manifest.check()?;
                let subject = manifest.files.iter().map(|(p, d)| Subject::new(p, d)).collect();
                let predicate = ManifestPredicate {
                    assessment: manifest.assessment.clone(),
                    made_at: manifest.made_at,
                };
                write(subject, MANIFEST_PREDICATE, &predicate)
            }
            Self::Review(review) => {
                let predicate = ReviewPredicate {
                    by: review.by.clone(),
                    made_at: review.made_at,
                    verdict: review.verdict,
                    remark: review.remark.clone(),
                };
                write(vec![Subject::new(&review.of, &review.digest)], REVIEW_PREDICATE, &predicate)
            }
        }
    }

    /// Reads a payload. Only the exact bytes [`Self::to_payload`] writes are
    /// accepted.
    ///
    /// # Errors
    /// When the bytes are anything else.
    pub fn parse(payload: &[u8]) -> Result<Self, StatementError> {
        let header: Header = serde_json::from_slice(payload)?;
        if header.statement_type != STATEMENT_TYPE {
            return Err(StatementError::UnknownType {
                field: "_type",
                found: header.statement_type,
            });
        }
        let statement = match header.predicate_type.as_str() {
            EVIDENCE_PREDICATE => Self::Evidence(Box::new(read(payload)?.predicate)),
            MANIFEST_PREDICATE => {
                let wire: Wire<ManifestPredicate> = read(payload)?;
                let mut files = BTreeMap::new();
                for subject in wire.subject {
                    let digest = subject.digest()?;
                    files.insert(subject.name, digest);
                }
                Self::Manifest(Manifest {
                    assessment: wire.predicate.assessment,
                    made_at: wire.predicate.made_at,
                    files,
                })
            }
            REVIEW_PREDICATE => {
                let wire: Wire<ReviewPredicate> = read(payload)?;
                let Ok([subject]) = <[Subject; 1]>::try_from(wire.subject) else {
                    return Err(StatementError::NotCanonicalForm);
                };
                Self::Review(Review {
                    digest: subject.digest()?,
                    of: subject.name,
                    by: wire.predicate.by,
                    made_at: wire.predicate.made_at,
                    verdict: wire.predicate.verdict,
                    remark: wire.predicate.remark,
                })
            }
            _ => {
                return Err(StatementError::UnknownType {
                    field: "predicateType",
                    found: header.predicate_type,
                });
            }
        };
        if statement.to_payload()? == payload {
            Ok(statement)
        } else {
            Err(StatementError::NotCanonicalForm)
        }
    }
}

impl Subject {
    fn new(name: &str, digest: &Digest) -> Self {
        Self { name: name.to_owned(), digest: Sha256Hex { sha256: digest.hex() } }
    }

    fn digest(&self) -> Result<Digest, StatementError> {
        let text = format!("sha256:{}", self.digest.sha256);
        text.parse().map_err(|_| StatementError::NotCanonicalForm)
    }
}

impl Manifest {
    fn check(&self) -> Result<(), StatementError> {
        self.files.keys().try_for_each(|path| check_path(path))?;
        if self.files.contains_key(SIGNER_FILE) { Ok(()) } else { Err(StatementError::NoSigner) }
    }
}

/// A path must mean one file inside the folder on every system.
fn check_path(path: &str) -> Result<(), StatementError> {
    let reason = if path == MANIFEST_FILE {
        "the manifest cannot stand for itself"
    } else if path.chars().any(char::is_control) {
        "it holds a control character"
    } else if path.contains('\\') {
        "use / as the separator"
    } else if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        "it must be relative, without empty parts, . or .."
    } else {
        return Ok(());
    };
    Err(StatementError::BadPath { path: path.to_owned(), reason })
}

fn write<P: Serialize>(
    subject: Vec<Subject>,
    predicate_type: &str,
    predicate: &P,
) -> Result<Vec<u8>, StatementError> {
    if subject.len() > MAX_FILES {
        return Err(StatementError::TooManySubjects(subject.len()));
    }
    Ok(to_canonical_json(&Wire {
        statement_type: STATEMENT_TYPE.to_owned(),
        subject,
        predicate_type: predicate_type.to_owned(),
        predicate,
    })?)
}

fn read<P: DeserializeOwned>(payload: &[u8]) -> Result<Wire<P>, StatementError> {
    Ok(serde_json::from_slice(payload)?)
}

#[cfg(test)]
mod tests;
