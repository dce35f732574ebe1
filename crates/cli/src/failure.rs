//! The one error type at the edge: what to print and which code to exit with.

use tenbin_app::AppError;
use tenbin_vocab::{Diagnostic, Diagnostics};

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something a person wrote is wrong.
    Input(Diagnostics),
    /// The work could not be done.
    App(AppError),
    /// The reader of standard output went away: not a failure.
    BrokenPipe,
    /// Standard output could not be written.
    Output(std::io::Error),
}

impl Failure {
    pub(crate) fn input(one: Diagnostic) -> Self {
        Self::Input(one.into())
    }

    /// The exit code this failure ends the program with.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::BrokenPipe => 0,
            Self::App(AppError::Interrupted { .. }) => 130,
            Self::Input(_) | Self::App(_) | Self::Output(_) => 2,
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Input(diagnostics) => Self::Input(diagnostics),
            other => Self::App(other),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::Output(error)
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Input(diagnostics) => write!(f, "{diagnostics}"),
            Self::App(error) => {
                write_chain(f, error)?;
                let hint = error.hint();
                if hint.is_empty() { Ok(()) } else { write!(f, "\n  hint: {hint}") }
            }
            Self::BrokenPipe => Ok(()),
            Self::Output(error) => write!(f, "cannot write standard output: {error}"),
        }
    }
}

/// The error and what caused it; no cause is repeated.
fn write_chain(f: &mut std::fmt::Formatter<'_>, error: &dyn std::error::Error) -> std::fmt::Result {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let why = next.to_string();
        if !text.ends_with(&why) {
            text = format!("{text}: {why}");
        }
        cause = next.source();
    }
    f.write_str(&text)
}
