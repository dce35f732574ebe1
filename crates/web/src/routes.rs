use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Router, middleware};
use tenbin_report::{Texts, report_html_in, report_policy};
use tenbin_vocab::Lang;

use crate::failure::Failure;
use crate::site::{Ask, Site, preferred};
use crate::source::Source;
use crate::{Options, api, assets, headers, pages};

/// Every route of the pages and the JSON interface.
pub fn router(source: Arc<dyn Source>, options: Options) -> Router {
    let site = Site { source, options };
    let mut routes = Router::new()
        .route("/", get(front))
        .route("/assets/{name}", get(asset))
        .route("/api/v1/{list}", get(api::list))
        .route("/api/v1/{list}/{id}", get(api::one))
        .route("/api/v1/crosswalk/{a}/{b}", get(api::comparison))
        .route("/api/{*rest}", get(api::nothing));
    for lang in Lang::ALL {
        routes = in_language(routes, lang);
    }
    routes
        .fallback(lost)
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn(headers::guard))
        .with_state(site)
}

fn in_language(routes: Router<Site>, lang: Lang) -> Router<Site> {
    let at = |path: &str| format!("/{}{path}", lang.tag());
    /// A page without parameters in its path.
    macro_rules! plain {
        ($lang:expr, $page:path) => {
            get(move |site, uri| page($lang, site, uri, $page))
        };
    }
    /// A page with one id in its path.
    macro_rules! with_id {
        ($lang:expr, $page:path) => {
            get(move |site, uri, Path(id): Path<String>| {
                page($lang, site, uri, move |ask: &Ask<'_>| $page(ask, &id))
            })
        };
    }
    /// A page with two ids in its path.
    macro_rules! with_two {
        ($lang:expr, $page:path) => {
            get(move |site, uri, Path((id, part)): Path<(String, String)>| {
                page($lang, site, uri, move |ask: &Ask<'_>| $page(ask, &id, &part))
            })
        };
    }
    routes
        .route(&at("/"), plain!(lang, pages::overview::page))
        .route(&at("/subjects"), plain!(lang, pages::subjects::list))
        .route(&at("/subjects/{id}"), with_id!(lang, pages::subjects::one))
        .route(&at("/assessments"), plain!(lang, pages::assessments::list))
        .route(&at("/assessments/{id}"), with_id!(lang, pages::assessment::page))
        .route(
            &at("/assessments/{id}/report.html"),
            get(move |site, Path(id): Path<String>| report(lang, site, id)),
        )
        .route(
            &at("/assessments/{id}/classifications"),
            with_id!(lang, pages::assessment::classifications),
        )
        .route(
            &at("/assessments/{id}/provisions/{part}"),
            with_two!(lang, pages::assessment::finding),
        )
        .route(
            &at("/assessments/{id}/evidence/{part}"),
            with_two!(lang, pages::assessment::evidence),
        )
        .route(&at("/runs"), plain!(lang, pages::runs::list))
        .route(&at("/runs/{id}"), with_id!(lang, pages::runs::one))
        .route(&at("/attest"), plain!(lang, pages::attest::page))
        .route(&at("/frameworks"), plain!(lang, pages::frameworks::list))
        .route(&at("/frameworks/{id}"), with_id!(lang, pages::frameworks::one))
        .route(&at("/provisions/{id}"), with_id!(lang, pages::provision::page))
        .route(&at("/clocks"), plain!(lang, pages::clocks::page))
        .route(&at("/subjects/{id}/penalties"), with_id!(lang, pages::fines::page))
        .route(
            &at("/portfolio"),
            plain!(lang, pages::portfolio::page)
                .post(move |site, uri, headers, form| {
                    pages::portfolio::sent(lang, site, uri, headers, form)
                })
                .layer(DefaultBodyLimit::max(pages::portfolio::MAX_FORM)),
        )
        .route(&at("/timeline"), plain!(lang, pages::timeline::page))
        .route(&at("/ask"), plain!(lang, pages::ask::page))
        .route(
            &at("/ask/facts.toml"),
            get(move |site, uri| pages::ask::facts_file(lang, site, uri)),
        )
        .route(&at("/controls"), plain!(lang, pages::controls::page))
        .route(&at("/crosswalk"), plain!(lang, pages::crosswalk::matrix))
        .route(&at("/crosswalk/{id}/{part}"), with_two!(lang, pages::crosswalk::comparison))
        .route(&at("/divergences"), plain!(lang, pages::divergences::list))
        .route(&at("/divergences/{id}"), with_id!(lang, pages::divergences::one))
        .route(&at("/declarations"), plain!(lang, pages::declarations::matrix))
        .route(&at("/declarations/{id}"), with_id!(lang, pages::declarations::one))
        .route(&at("/declarations/country/{code}"), with_id!(lang, pages::declarations::country))
        .route(&at("/policies"), plain!(lang, pages::policies::list))
        .route(&at("/policies/lag"), plain!(lang, pages::policies::lag))
        .route(&at("/policies/{id}"), with_id!(lang, pages::policies::one))
        .route(
            &at("/frameworks/{id}/book.html"),
            get(move |site, Path(id): Path<String>| book(lang, site, id)),
        )
}

async fn page<F>(lang: Lang, State(site): State<Site>, uri: Uri, make: F) -> Response
where
    F: FnOnce(&Ask<'_>) -> Result<String, Failure> + Send + 'static,
{
    site.show(lang, uri, make).await
}

/// `/` leads to the reader's language.
async fn front(headers: HeaderMap) -> Response {
    let to = format!("/{}/", preferred(&headers).tag());
    ([(header::VARY, HeaderValue::from_static("Accept-Language"))], Redirect::temporary(&to))
        .into_response()
}

async fn asset(uri: Uri, Path(name): Path<String>) -> Response {
    assets::get(&name).unwrap_or_else(|| Failure::NotFound.page(Texts::new(Lang::En), uri.path()))
}

/// The one-file report of an assessment.
async fn report(lang: Lang, site: State<Site>, id: String) -> Response {
    one_file(lang, site, "/assessments", move |source| {
        let assessment = source.assessment(&id)?.ok_or(Failure::NotFound)?;
        Ok(report_html_in(&assessment, lang))
    })
    .await
}

/// The book of a framework.
async fn book(lang: Lang, site: State<Site>, id: String) -> Response {
    one_file(lang, site, "/frameworks", move |source| {
        source.book(&id, lang)?.ok_or(Failure::NotFound)
    })
    .await
}

/// A page that carries its own style: its policy allows that style and nothing
/// else.
async fn one_file<F>(lang: Lang, State(site): State<Site>, up: &str, make: F) -> Response
where
    F: FnOnce(&dyn Source) -> Result<String, Failure> + Send + 'static,
{
    let source = Arc::clone(&site.source);
    let made = tokio::task::spawn_blocking(move || make(&*source))
        .await
        .unwrap_or_else(|error| Err(Failure::Behind(error.to_string())));
    match made {
        Ok(html) => {
            let policy = HeaderValue::from_str(&report_policy())
                .unwrap_or(HeaderValue::from_static(headers::POLICY));
            ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
        }
        Err(failure) => {
            site.tell(&failure);
            failure.page(Texts::new(lang), up)
        }
    }
}

/// The language an address names, else the reader's.
fn language(uri: &Uri, headers: &HeaderMap) -> (Lang, String) {
    for lang in Lang::ALL {
        if let Some(rest) = uri.path().strip_prefix(&format!("/{}", lang.tag()))
            && (rest.is_empty() || rest.starts_with('/'))
        {
            return (lang, rest.to_owned());
        }
    }
    (preferred(headers), "/".to_owned())
}

async fn lost(uri: Uri, headers: HeaderMap) -> Response {
    let (lang, path) = language(&uri, &headers);
    if path.is_empty() {
        return Redirect::permanent(&format!("/{}/", lang.tag())).into_response();
    }
    Failure::NotFound.page(Texts::new(lang), &path)
}

async fn wrong_method(uri: Uri, headers: HeaderMap) -> Response {
    let (lang, path) = language(&uri, &headers);
    Failure::Method.page(Texts::new(lang), &path)
}
