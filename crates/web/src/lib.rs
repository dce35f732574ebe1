//! The pages and the JSON interface of Tenbin, in Japanese and English.
//!
//! Never here: rules of law or statistics, files, the database. Everything
//! shown comes from a [`Source`]; drawing is done by `tenbin_report`. Every
//! page works without a script.
//!
//! [`router`] gives the routes, [`serve`] runs them on a listener the caller
//! has bound.

mod address;
mod api;
mod assets;
mod failure;
mod frame;
mod headers;
mod pages;
mod program;
mod query;
mod routes;
mod site;
mod source;

use std::future::Future;
use std::sync::Arc;

pub use routes::router;
pub use source::{
    AssessmentLine, EvidenceLine, Listed, Page, Resource, Run, RunLine, Sample, SampleFilter,
    Source, SourceError, SubjectLine,
};

/// Takes the text of a failure.
pub type OnFailure = Arc<dyn Fn(&str) + Send + Sync>;

/// How the pages behave.
#[derive(Clone, Default)]
pub struct Options {
    /// Told what went wrong behind a page that shows error 500; the page itself
    /// says only that it did.
    pub on_failure: Option<OnFailure>,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("on_failure", &self.on_failure.is_some()).finish()
    }
}

/// Serves the pages on `listener` until `stop` is done, then lets requests under
/// way come to their end.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    source: Arc<dyn Source>,
    options: Options,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(source, options)).with_graceful_shutdown(stop).await
}
