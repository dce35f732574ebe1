use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;
use crate::query::Query;
use crate::site::Site;
use crate::source::{Page, Resource};

/// Entries of a list when the address asks for no number.
const USUAL: usize = 50;
/// Entries of a list at most.
const MOST: usize = 500;

/// `/api/v1/<list>`
pub(crate) async fn list(State(site): State<Site>, uri: Uri, Path(list): Path<String>) -> Response {
    let page = match Query::of(&uri).and_then(|query| slice(&query)) {
        Ok(page) => page,
        Err(failure) => return refuse(&failure),
    };
    send(site, move |source| match list.as_str() {
        "subjects" => source.json(Resource::Subjects(page)),
        "assessments" => source.json(Resource::Assessments(page)),
        "runs" => source.json(Resource::Runs(page)),
        "evidence" => source.json(Resource::Evidence(page)),
        "frameworks" => source.json(Resource::Frameworks),
        "crosswalk" => source.json(Resource::Crosswalk),
        "divergences" => source.json(Resource::Divergences),
        "timeline" => source.json(Resource::Timeline),
        "declarations" => source.json(Resource::Declarations),
        "declaration-matrix" => source.json(Resource::DeclarationMatrix),
        "policies" => source.json(Resource::Policies),
        "lags" => source.json(Resource::Lags),
        _ => Ok(None),
    })
    .await
}

/// `/api/v1/<list>/<id>`
pub(crate) async fn one(
    State(site): State<Site>,
    Path((list, id)): Path<(String, String)>,
) -> Response {
    send(site, move |source| match list.as_str() {
        "subjects" => source.json(Resource::Subject(&id)),
        "assessments" => source.json(Resource::Assessment(&id)),
        "runs" => source.json(Resource::Run(&id)),
        "evidence" => source.json(Resource::Envelope(&id)),
        "law" => source.json(Resource::Law(&id)),
        "divergences" => source.json(Resource::Divergence(&id)),
        "declarations" => source.json(Resource::Declaration(&id)),
        "declaration-countries" => source.json(Resource::DeclarationCountry(&id)),
        "policies" => source.json(Resource::Policy(&id)),
        _ => Ok(None),
    })
    .await
}

/// `/api/v1/crosswalk/<a>/<b>`
pub(crate) async fn comparison(
    State(site): State<Site>,
    Path((a, b)): Path<(String, String)>,
) -> Response {
    send(site, move |source| source.json(Resource::Comparison(&a, &b))).await
}

/// Everything else below `/api`.
pub(crate) async fn nothing() -> Response {
    refuse(&Failure::NotFound)
}

fn slice(query: &Query) -> Result<Page, Failure> {
    let number = |name: &str, usual: usize| match query.get(name) {
        None => Ok(usual),
        Some(text) => text.parse::<usize>().map_err(|_| Failure::Bad),
    };
    let limit = number("limit", USUAL)?;
    if limit == 0 || limit > MOST {
        return Err(Failure::Bad);
    }
    Ok(Page { limit, offset: number("offset", 0)? })
}

async fn send<F>(site: Site, read: F) -> Response
where
    F: FnOnce(&dyn crate::source::Source) -> Result<Option<Vec<u8>>, crate::source::SourceError>
        + Send
        + 'static,
{
    let source = Arc::clone(&site.source);
    let found = tokio::task::spawn_blocking(move || read(&*source)).await;
    let failure = match found {
        Ok(Ok(Some(bytes))) => {
            let json = HeaderValue::from_static("application/json");
            return ([(header::CONTENT_TYPE, json)], bytes).into_response();
        }
        Ok(Ok(None)) => Failure::NotFound,
        Ok(Err(error)) => error.into(),
        Err(error) => Failure::Behind(error.to_string()),
    };
    site.tell(&failure);
    refuse(&failure)
}

/// The reason as JSON; English, like every key of the interface.
fn refuse(failure: &Failure) -> Response {
    let reason = match failure {
        Failure::NotFound => "nothing has this address",
        Failure::Bad => "the query is not understood: limit is 1 to 500, offset a number",
        Failure::Method => "only GET is answered",
        Failure::Behind(_) => "the request failed; the operator has been told why",
    };
    let body = serde_json::json!({ "error": reason }).to_string() + "\n";
    let json = HeaderValue::from_static("application/json");
    (failure.status(), [(header::CONTENT_TYPE, json)], body).into_response()
}
