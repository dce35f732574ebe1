//! What is measured: the door for targets.
//!
//! A target is one file here with a [`Target`] impl and one line in [`ALL`].

mod openai;
mod recorded;
mod reference;

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Diagnostics};

use crate::bank::{Bank, RecordedMap, nearest_hint, shown};
use crate::plan::{Call, Parameters};

pub use openai::OpenAi;
pub use recorded::Recorded;
pub use reference::Reference;

/// Every kind of target; the first is the default.
pub const ALL: &[&TargetKind] = &[&reference::KIND, &openai::KIND, &recorded::KIND];

/// A kind of target: the word before the colon of a spec, and how it is opened.
pub struct TargetKind {
    /// The word before the colon.
    pub scheme: &'static str,
    /// What stands after the colon, for messages.
    pub argument: &'static str,
    /// What it is, Japanese and English.
    pub about: (&'static str, &'static str),
    /// Opens the target named after the colon.
    pub open: OpenTarget,
}

/// Opens the target that the text after the colon names.
pub type OpenTarget = fn(&str, &TargetOptions<'_>) -> Result<Arc<dyn Target>, TargetError>;

impl TargetKind {
    /// What it is, for people.
    #[must_use]
    pub fn about(&self) -> Bilingual {
        Bilingual::new(self.about.0, self.about.1)
    }
}

/// What targets are opened with; each takes what it needs.
#[derive(Clone, Debug)]
pub struct TargetOptions<'a> {
    /// The bank, for profiles.
    pub bank: &'a Bank,
    /// Seed of the run.
    pub seed: u64,
    /// How the target is asked.
    pub parameters: Parameters,
    /// Address of an OpenAI-compatible server, with or without `/v1`.
    pub base_url: Option<String>,
    /// Name of the environment variable that holds the key; `None` for
    /// `OPENAI_API_KEY`, which may be unset.
    pub key_variable: Option<String>,
    /// How the columns of recorded answers are read.
    pub map: Option<RecordedMap>,
    /// Folder a relative file name is looked up in; `None` for the current one.
    pub folder: Option<PathBuf>,
    /// How long and how often a server is asked.
    pub patience: Patience,
}

impl<'a> TargetOptions<'a> {
    /// The usual options over `bank`.
    #[must_use]
    pub fn new(bank: &'a Bank) -> Self {
        Self {
            bank,
            seed: 0,
            parameters: Parameters::default(),
            base_url: None,
            key_variable: None,
            map: None,
            folder: None,
            patience: Patience::default(),
        }
    }
}

/// How long and how often a server is asked before a call is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Longest wait for one answer.
    pub timeout: Duration,
    /// Most attempts that end in a fault of server or connection.
    pub faults: u32,
    /// Longest time one call may take in all, waiting for a busy server included.
    pub total: Duration,
    /// First wait after a fault; doubles each time, with jitter.
    pub first_wait: Duration,
    /// Longest single wait.
    pub longest_wait: Duration,
    /// Largest response body, in bytes.
    pub max_bytes: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(180),
            faults: 6,
            total: Duration::from_secs(1800),
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(60),
            max_bytes: 4 << 20,
        }
    }
}

/// A target that cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// The spec, or something it needs, is wrong.
    #[error("{message}")]
    Spec {
        /// What is wrong, one sentence.
        message: String,
        /// What to do about it; may be empty.
        hint: String,
    },
    /// A file the target reads has mistakes.
    #[error("{0}")]
    File(#[from] Diagnostics),
}

impl TargetError {
    pub(crate) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Spec { message: message.into(), hint: hint.into() }
    }

    /// What to do about it; may be empty.
    #[must_use]
    pub fn hint(&self) -> &str {
        match self {
            Self::Spec { hint, .. } => hint,
            Self::File(_) => "",
        }
    }
}

/// Opens the target `spec` names: `reference:PROFILE`, `openai:NAME`,
/// `recorded:FILE`.
///
/// # Errors
/// When the scheme is unknown or the target cannot be opened; the message says
/// why and the hint what to do.
pub fn open_target(
    spec: &str,
    options: &TargetOptions<'_>,
) -> Result<Arc<dyn Target>, TargetError> {
    let (scheme, argument) = spec.split_once(':').unwrap_or((spec, ""));
    let Some(kind) = ALL.iter().find(|kind| kind.scheme == scheme) else {
        let message = format!("there is no kind of target `{}`", shown(scheme));
        let hint = nearest_hint(scheme, ALL.iter().map(|kind| kind.scheme));
        return Err(TargetError::new(message, hint));
    };
    if argument.is_empty() {
        let message = format!("target `{scheme}` does not say which");
        return Err(TargetError::new(message, format!("write {scheme}:{}", kind.argument)));
    }
    (kind.open)(argument, options)
}

/// What a target is asked: a text, and what the text stands for.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// What the model is to answer. Real targets see this and nothing else.
    pub prompt: &'a str,
    /// Language of the prompt.
    pub language: &'a str,
    /// The call of the plan; `None` when a judge is asked.
    pub call: Option<Call<'a>>,
}

/// A future answer.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Reply> + Send + 'a>>;

/// Something that answers.
pub trait Target: Send + Sync {
    /// Its spec, without secrets, for example `openai:NAME`.
    fn name(&self) -> String;

    /// True when the answers are simulated; every result is marked so.
    fn is_simulation(&self) -> bool {
        false
    }

    /// How it is asked; `None` when that is not known, as for recorded answers.
    fn parameters(&self) -> Option<Parameters> {
        None
    }

    /// Where the answers come from, for the head of a run; no secrets.
    fn origin(&self) -> String {
        String::new()
    }

    /// Answers once. Never panics; a failure is part of the reply.
    fn ask<'a>(&'a self, ask: Ask<'a>) -> Answering<'a>;
}

/// What came of asking: every attempt, and the answer or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// Every attempt, in order; empty where nothing is sent.
    pub attempts: Vec<Attempt>,
    /// The answer.
    pub answer: Result<Answered, Failure>,
}

impl Reply {
    /// An answer that took no attempt.
    #[must_use]
    pub fn of(text: String) -> Self {
        Self { attempts: Vec::new(), answer: Ok(Answered { text, finish: None }) }
    }

    /// No answer and no attempt.
    #[must_use]
    pub fn none(failure: Failure) -> Self {
        Self { attempts: Vec::new(), answer: Err(failure) }
    }
}

/// A model's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The text.
    pub text: String,
    /// Why the model stopped, in the server's words, for example `length`.
    pub finish: Option<String>,
}

/// One attempt to get an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// HTTP status, or `timeout`, `connection`, `truncated`, `malformed`, `too-large`.
    pub status: String,
    /// How long it took, in milliseconds.
    pub latency_ms: u64,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// This call failed; others may not.
    #[error("{0}")]
    Call(String),
    /// Every call would fail alike (a wrong key, an unknown model).
    #[error("{message}")]
    Target {
        /// What the server said.
        message: String,
        /// What to do about it.
        hint: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specs_that_cannot_be_opened_say_why() {
        let bank = Bank::default();
        let options = TargetOptions::new(&bank);
        let error = |spec: &str| match open_target(spec, &options) {
            Err(error) => (error.to_string(), error.hint().to_owned()),
            Ok(_) => panic!("{spec} opened"),
        };
        assert_eq!(error("refrence:even").1, "did you mean `reference`?");
        assert_eq!(error("reference").1, "write reference:PROFILE");
        assert!(error("reference:even").0.contains("`even`"));
        assert!(error("openai:x").1.contains("--base-url"));
        assert!(error("recorded:missing.csv").0.contains("missing.csv"));
    }

    #[test]
    fn kinds_are_told_apart() {
        for (index, kind) in ALL.iter().enumerate() {
            assert!(ALL[..index].iter().all(|before| before.scheme != kind.scheme));
            assert!(!kind.about().ja.is_empty() && !kind.about().en.is_empty());
        }
    }
}
