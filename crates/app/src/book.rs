//! The book of a framework, and the reviews of its versions.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tenbin_ledger::{PublicKey, Review, ReviewVerdict, Statement, sign_review, verify_envelope};
use tenbin_report::{BookReview, ReviewState, ReviewTally, book_html, review_state};
use tenbin_vocab::{Diagnostic, Digest, Lang, Timestamp};

use crate::attest::read_key;
use crate::files::{at, write_file};
use crate::{App, AppError, read_file};

const MAX_REVIEW: u64 = 256 * 1024;
const MAX_KEY: u64 = 16 * 1024;
/// Files looked at in a folder of reviews.
const MAX_FILES: usize = 20_000;
/// Longest name and remark of a reviewer, in characters.
const MAX_NAME: usize = 200;
const MAX_REMARK: usize = 10_000;

/// A framework's versions with what reviewers say of them.
#[derive(Clone, Debug, Serialize)]
pub struct BookState {
    /// Framework id.
    pub framework: String,
    /// Counts.
    #[serde(flatten)]
    pub tally: ReviewTally,
    /// Version by version.
    pub versions: Vec<VersionState>,
}

/// One dated version of a rule and where its review stands.
#[derive(Clone, Debug, Serialize)]
pub struct VersionState {
    /// Id, `@`, first day.
    pub id: String,
    /// What a reviewer signs.
    pub digest: Digest,
    /// Where it stands.
    pub review: ReviewState,
}

/// A review to sign.
#[derive(Clone, Debug)]
pub struct SignOff {
    /// Version as the book prints it: `id@date#digest`, the digest shortened
    /// to at least 8 digits.
    pub version: String,
    /// Name and capacity of the reviewer.
    pub by: String,
    /// What they say.
    pub verdict: ReviewVerdict,
    /// Their remark; may be empty.
    pub remark: String,
    /// Private key; `None` for the one in the data folder.
    pub key: Option<PathBuf>,
    /// Now.
    pub now: Timestamp,
}

impl App {
    /// Where reviews signed here are kept.
    #[must_use]
    pub fn reviews_folder(&self) -> PathBuf {
        self.data_dir().join("reviews")
    }

    /// The book of a framework as one HTML file; `None` when there is no such
    /// framework. `folder` holds reviews; `None` for the data folder's own.
    ///
    /// # Errors
    /// When a review in the folder was tampered with or cannot be read.
    pub fn book(
        &self,
        framework: &str,
        folder: Option<&Path>,
        lang: Lang,
    ) -> Result<Option<String>, AppError> {
        let reviews = self.reviews(folder)?;
        let tool = Self::tool();
        let tool = format!("{} {}", tool.name, tool.version);
        Ok(book_html(self.library()?, framework, &reviews, lang, &tool)?)
    }

    /// The versions of a framework and where their reviews stand; `None` when
    /// there is no such framework.
    ///
    /// # Errors
    /// See [`App::book`].
    pub fn book_state(
        &self,
        framework: &str,
        folder: Option<&Path>,
    ) -> Result<Option<BookState>, AppError> {
        let library = self.library()?;
        if library.framework(framework).is_none() {
            return Ok(None);
        }
        let reviews = self.reviews(folder)?;
        let rules = library.dated_rules(framework)?;
        Ok(Some(BookState {
            framework: framework.to_owned(),
            tally: ReviewTally::of(&rules, &reviews),
            versions: rules
                .iter()
                .map(|rule| VersionState {
                    id: rule.id.clone(),
                    digest: rule.digest,
                    review: review_state(&rule.id, &rule.digest, &reviews),
                })
                .collect(),
        }))
    }

    /// Signs a review of one version and keeps it; gives the file.
    ///
    /// # Errors
    /// When no version has this id and digest, or the key cannot be read.
    pub fn sign_off(&self, asked: &SignOff) -> Result<PathBuf, AppError> {
        let mistake = |message: String, hint: &str| {
            AppError::from(Diagnostic::new(&asked.version, message).hint(hint))
        };
        let how = "copy it from the book, for example euaia.53.1.a@2024-08-01#0123456789ab";
        let Some((of, short)) = asked.version.split_once('#') else {
            return Err(mistake("no digest: what was reviewed is not said".to_owned(), how));
        };
        if short.len() < 8 || !short.chars().all(|c| c.is_ascii_hexdigit()) {
            return Err(mistake(format!("\"{short}\" is no shortened digest"), how));
        }
        let (by, remark) = (asked.by.trim(), asked.remark.trim());
        if by.is_empty() || by.chars().count() > MAX_NAME || remark.chars().count() > MAX_REMARK {
            let message = format!("a name has 1 to {MAX_NAME} characters, a remark {MAX_REMARK}");
            return Err(mistake(message, "give --by \"Name, capacity\""));
        }
        let library = self.library()?;
        let mut digest = None;
        for framework in library.frameworks() {
            let rules = library.dated_rules(&framework.id)?;
            digest = digest.or_else(|| rules.iter().find(|rule| rule.id == of).map(|r| r.digest));
        }
        let Some(digest) = digest else {
            return Err(mistake(format!("no version is called \"{of}\""), how));
        };
        if !digest.hex().starts_with(&short.to_ascii_lowercase()) {
            let message = format!("the text now has the digest {digest}, not {short}…");
            return Err(mistake(message, "make the book anew and review the text as it is"));
        }
        let key = match &asked.key {
            Some(path) => read_key(path)?,
            None => self.signing_key()?.0,
        };
        let review = Review {
            of: of.to_owned(),
            digest,
            by: by.to_owned(),
            made_at: asked.now,
            verdict: asked.verdict,
            remark: remark.to_owned(),
        };
        let envelope = sign_review(&review, &key)
            .map_err(|source| AppError::Sign { what: format!("the review of {of}"), source })?;
        let folder = self.reviews_folder();
        let public = key.public();
        write_file(
            &folder.join(format!("{}.pub", public.id().to_string().replace(':', "-"))),
            public.to_pem().as_bytes(),
        )?;
        let name = format!("{}-{}.dsse.json", of.replace('/', "_"), asked.now.as_millisecond());
        let path = folder.join(name);
        write_file(&path, &envelope.to_bytes()?)?;
        Ok(path)
    }

    /// Every review in a folder, its signature checked against the public keys
    /// beside it.
    fn reviews(&self, folder: Option<&Path>) -> Result<Vec<BookReview>, AppError> {
        let own = self.reviews_folder();
        let folder = folder.unwrap_or(&own);
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut names: Vec<PathBuf> = fs::read_dir(folder)
            .map_err(at("read", folder))?
            .take(MAX_FILES)
            .map(|entry| Ok(entry.map_err(at("read", folder))?.path()))
            .collect::<Result<_, AppError>>()?;
        names.sort();
        let ends = |path: &Path, end: &str| path.to_string_lossy().ends_with(end);
        let mut keys: Vec<PublicKey> = Vec::new();
        for path in names.iter().filter(|path| ends(path, ".pub")) {
            let shown = path.display().to_string();
            let key = PublicKey::parse(&read_file(path, MAX_KEY)?).map_err(|error| {
                Diagnostic::new(shown, error.to_string()).hint("hold public keys here as PEM")
            })?;
            keys.push(key);
        }
        let mut reviews = Vec::new();
        for path in names.iter().filter(|path| ends(path, ".dsse.json")) {
            let shown = path.display().to_string();
            let verified =
                verify_envelope(&read_file(path, MAX_REVIEW)?, &keys).map_err(|error| {
                    Diagnostic::new(&shown, error.to_string())
                        .hint("put the reviewer's public key beside it, or take the file away")
                })?;
            let Statement::Review(review) = verified.statement else {
                return Err(Diagnostic::new(shown, "this is signed, but it is no review")
                    .hint("take the file away")
                    .into());
            };
            reviews.push(BookReview {
                of: review.of,
                digest: review.digest,
                by: review.by,
                on: review.made_at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
                verdict: review.verdict,
                remark: review.remark,
                key: verified.signers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            });
        }
        Ok(reviews)
    }
}
