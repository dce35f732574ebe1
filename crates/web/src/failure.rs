use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use tenbin_report::Texts;

use crate::frame::{Frame, Room};
use crate::source::SourceError;

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nothing has this address.
    NotFound,
    /// The address is not one a page or form makes.
    Bad,
    /// The method is not GET.
    Method,
    /// What lies behind the pages failed; the text is for the operator.
    Behind(String),
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::Behind(error.to_string())
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::Behind(error.to_string())
    }
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    frame: Frame,
    heading: String,
    text: String,
}

impl Failure {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Bad => StatusCode::BAD_REQUEST,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Behind(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The page that says so, in the language of the address.
    pub(crate) fn page(&self, t: Texts, path: &str) -> Response {
        let (heading, text) = match self {
            Self::NotFound => (t.say("not-found"), t.say("not-found-text")),
            Self::Bad => (t.say("bad-request"), t.say("bad-request-text")),
            Self::Method => (t.say("bad-method"), t.say("bad-method-text")),
            Self::Behind(_) => (t.say("failed"), t.say("failed-text")),
        };
        let frame = Frame::new(t, path, "", Room::None, heading.clone());
        let page = FailurePage { frame, heading, text };
        let html = page.render().unwrap_or_default();
        (self.status(), Html(html)).into_response()
    }
}
