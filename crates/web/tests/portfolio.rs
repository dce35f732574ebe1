//! The form that weighs a register and keeps nothing.

mod memory;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use memory::{Memory, toy_law};
use tenbin_web::{Options, router};
use tower::ServiceExt as _;

fn site() -> Router {
    router(Arc::new(Memory::new(toy_law())), Options::default())
}

async fn post(body: &str, headers: &[(&str, &str)]) -> (StatusCode, String) {
    let mut request = Request::builder()
        .method("POST")
        .uri("/en/portfolio")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    let response = site().oneshot(request).await.expect("an answer");
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 4 << 20).await.expect("a body");
    (status, String::from_utf8(bytes.to_vec()).expect("UTF-8"))
}

const REGISTER: &str =
    "csv=Model%2Cis_gpai_model%2CCountry%0AA%2Ctrue%2CFrance%0AB%2C%2CJapan%0A%3Ci%3EC%2Cfalse%2C";

#[tokio::test]
async fn a_register_is_weighed_and_shown() {
    let (status, html) = post(&format!("{REGISTER}&by=Country"), &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Your register") && html.contains("3 subjects"), "{html}");
    assert!(html.contains("By Country") && html.contains("France"));
    assert!(html.contains("&#60;i&#62;C") && !html.contains("<i>C"));
    // What was sent stands in the form again.
    assert!(html.contains("Model,is_gpai_model,Country"));
}

#[tokio::test]
async fn a_mistake_is_explained_beside_the_form() {
    let (status, html) = post("csv=Model%2Cis_gpai_model%0AA%2Cperhaps", &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("role=\"alert\"") && html.contains("register:2"), "{html}");
    let (_, html) = post(&format!("{REGISTER}&as_of=soon"), &[]).await;
    assert!(html.contains("this is no date"));
    // A map is never taken for the name of a file.
    let (_, html) = post(&format!("{REGISTER}&map=%2Fetc%2Fpasswd"), &[]).await;
    assert!(html.contains("is not COLUMN=FACT"), "{html}");
}

#[tokio::test]
async fn only_this_site_may_send_one() {
    for (headers, expected) in [
        (&[("sec-fetch-site", "same-origin")][..], StatusCode::OK),
        (&[("sec-fetch-site", "cross-site")], StatusCode::FORBIDDEN),
        (&[("origin", "http://localhost:8420"), ("host", "localhost:8420")], StatusCode::OK),
        (&[("origin", "http://elsewhere"), ("host", "localhost:8420")], StatusCode::FORBIDDEN),
        (&[("origin", "null"), ("host", "localhost:8420")], StatusCode::FORBIDDEN),
        (&[], StatusCode::OK),
    ] {
        assert_eq!(post(REGISTER, headers).await.0, expected, "{headers:?}");
    }
}

#[tokio::test]
async fn a_form_that_is_too_long_is_refused() {
    let (status, html) = post(&format!("csv={}", "a".repeat(1_200_000)), &[]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(html.contains("longer than 1 MB"));
    let (status, html) = post(&format!("csv=is_gpai_model{}", "%0Atrue".repeat(5_100)), &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("more than 5000 rows"), "{html}");
}
