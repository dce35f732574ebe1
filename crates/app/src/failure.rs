use std::path::PathBuf;

use tenbin_vocab::{CanonicalError, Diagnostic, Diagnostics};

/// Why a use case did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Something a person wrote is wrong: each mistake with file, line, remedy.
    #[error("{0}")]
    Input(Diagnostics),
    /// A file or folder could not be read or written.
    #[error("cannot {step} {}", path.display())]
    File {
        /// What was being done, for example `read`.
        step: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The store could not be used.
    #[error(transparent)]
    Store(#[from] tenbin_store::StoreError),
    /// A run could not be made.
    #[error(transparent)]
    Run(#[from] tenbin_eval::RunError),
    /// A record could not be signed.
    #[error("cannot sign {what}")]
    Sign {
        /// What was to be signed.
        what: String,
        /// Why not.
        source: tenbin_ledger::SignError,
    },
    /// A value has no canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// No secure random bytes.
    #[error("the system gives no random bytes: {0}")]
    Random(String),
    /// The user stopped the work; what was finished is kept.
    #[error("stopped; {done} of {planned} answers are kept\n  resume: {resume}")]
    Interrupted {
        /// Answers kept.
        done: u64,
        /// Answers planned.
        planned: u64,
        /// Command that goes on from here.
        resume: String,
    },
}

impl AppError {
    /// Mistakes in the value of a command-line flag rather than in a file.
    pub(crate) fn in_flag(flag: &str, mut mistakes: Diagnostics) -> Self {
        for mistake in &mut mistakes.0 {
            if mistake.file.is_empty() {
                flag.clone_into(&mut mistake.file);
            }
        }
        Self::Input(mistakes)
    }

    /// What to do about it; empty when there is nothing more to say.
    #[must_use]
    pub fn hint(&self) -> &str {
        match self {
            Self::Run(error) => error.hint(),
            _ => "",
        }
    }
}

impl From<Diagnostics> for AppError {
    fn from(mistakes: Diagnostics) -> Self {
        Self::Input(mistakes)
    }
}

impl From<Diagnostic> for AppError {
    fn from(mistake: Diagnostic) -> Self {
        Self::Input(mistake.into())
    }
}
