//! The pages over a source in memory: every kind of page, both languages.

mod memory;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use memory::{Memory, toy_law};
use tenbin_web::{Options, Source as _, router};
use tower::ServiceExt as _;

const MAX_PAGE: usize = 100_000;

fn site() -> Router {
    router(Arc::new(Memory::new(toy_law())), Options::default())
}

async fn ask(router: &Router, method: &str, path: &str, language: &str) -> Response<Body> {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::ACCEPT_LANGUAGE, language)
        .body(Body::empty())
        .expect("a request");
    router.clone().oneshot(request).await.expect("an answer")
}

async fn get(router: &Router, path: &str) -> (StatusCode, String) {
    let response = ask(router, "GET", path, "en").await;
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 4 << 20).await.expect("a body");
    (status, String::from_utf8(bytes.to_vec()).expect("UTF-8"))
}

fn first_assessment() -> tenbin_assess::Assessment {
    Memory::new(toy_law()).assessments[0].0.clone()
}

/// Every kind of page, without the language.
fn paths() -> Vec<String> {
    let assessment = first_assessment();
    let id = &assessment.id;
    let record = assessment.evidence[0].id.hex();
    let document = assessment.evidence.last().expect("evidence").id.hex();
    vec![
        "/".into(),
        "/subjects".into(),
        "/subjects/kaede-70b".into(),
        "/subjects/kaede-70b/penalties".into(),
        "/clocks".into(),
        "/clocks?aware=2026-11-02T17:00&offset=%2B09:00&is_gpai_model=yes".into(),
        "/portfolio".into(),
        "/assessments".into(),
        "/assessments?subject=kaede-70b&q=kaede".into(),
        format!("/assessments/{id}"),
        format!("/assessments/{id}?framework=eu-ai-act&status=missing&page=1"),
        format!("/assessments/{id}?q=no-such-words"),
        format!("/assessments/{id}/provisions/euaia.53.c"),
        format!("/assessments/{id}/evidence/{record}"),
        format!("/assessments/{id}/evidence/{document}"),
        format!("/assessments/{id}/classifications"),
        "/runs".into(),
        "/runs/kaede-70b-safety-core-20261121".into(),
        "/runs/kaede-70b-safety-core-20261121?language=ja&label=full&page=1".into(),
        "/attest".into(),
        "/attest?page=2".into(),
        "/frameworks".into(),
        "/frameworks?q=toy".into(),
        "/frameworks/toy-act".into(),
        "/frameworks/toy-act?q=keep".into(),
        "/frameworks?jurisdiction=XX&force=yes&stand=applies".into(),
        "/declarations".into(),
        "/declarations?region=asia&kind=frontier&q=jp".into(),
        "/declarations/toy-pact".into(),
        "/declarations/country/JPN".into(),
        "/policies".into(),
        "/policies/toy-plan?owner=office&status=unknown".into(),
        "/policies/lag".into(),
        "/provisions/toy.1.a".into(),
        "/controls".into(),
        "/crosswalk".into(),
        "/crosswalk?rows=XX&columns=YY".into(),
        "/crosswalk/toy-act/toy-code".into(),
        "/crosswalk/toy-code/toy-act?grade=superset-of&basis=authored&control=C15".into(),
        "/crosswalk/toy-act/code.1?grade=no-relationship".into(),
        "/divergences".into(),
        "/divergences/toy-words".into(),
        "/provisions/toy.1.a?as_of=2025-01-01".into(),
        "/timeline".into(),
        "/timeline?span=all&jurisdiction=XX&framework=toy-act".into(),
        "/timeline?year=2025&kind=duties".into(),
        "/timeline?span=past&kind=texts&page=1".into(),
        "/ask".into(),
        "/ask?begin=1".into(),
        "/ask?framework=toy-act&a.is_gpai_model=yes".into(),
        "/ask?jurisdiction=XX&unknown=is_gpai_model".into(),
    ]
}

#[tokio::test]
async fn every_page_is_there_in_both_languages_and_small() {
    let site = site();
    for path in paths() {
        for lang in ["ja", "en"] {
            let (status, html) = get(&site, &format!("/{lang}{path}")).await;
            assert_eq!(status, StatusCode::OK, "/{lang}{path}");
            println!("{:>7} /{lang}{path}", html.len());
            assert!(html.len() < MAX_PAGE, "/{lang}{path}: {} bytes", html.len());
            assert!(html.contains(&format!("<html lang=\"{lang}\">")));
            for needed in ["class=\"skip\" href=\"#main\"", "<main id=\"main\"", "<nav ", "<h1>"] {
                assert!(html.contains(needed), "/{lang}{path} lacks {needed}");
            }
            let other = if lang == "ja" { "en" } else { "ja" };
            let link = format!("href=\"/{other}{}\"", path.replace('&', "&#38;"));
            assert!(html.contains(&link), "/{lang}{path} lacks {link}");
            let missing = html.find(tenbin_report::MISSING_MARK);
            assert_eq!(missing, None, "/{lang}{path}: a text is missing");
            well_formed(&html, &path);
        }
    }
}

/// Every element that is opened is closed, in order, and no id stands twice.
fn well_formed(html: &str, path: &str) {
    const VOID: [&str; 6] = ["meta", "br", "hr", "input", "link", "img"];
    let mut open: Vec<String> = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = rest.find('>').expect("a tag ends");
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        assert!(!tag.contains(" style=") && !tag.contains(" onclick"), "{path}: {tag}");
        if let Some(at) = tag.find(" id=\"") {
            let id = &tag[at + 5..];
            ids.push(&id[..id.find('"').expect("a quote")]);
        }
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name.as_str()), "{path}: {rest:.60}");
        } else if !tag.ends_with('/') && !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{path}: left open: {open:?}");
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{path}: an id stands twice");
}

#[tokio::test]
async fn links_within_the_site_lead_somewhere() {
    let site = site();
    let mut seen = std::collections::BTreeSet::new();
    for path in paths() {
        let (_, html) = get(&site, &format!("/en{path}")).await;
        for (at, _) in html.match_indices("href=\"/") {
            let link = &html[at + 6..];
            let link = link[..link.find('"').expect("a quote")].replace("&#38;", "&");
            let target = link.split('#').next().unwrap_or_default().to_owned();
            // The toy law has none of the provisions the made-up assessment names.
            if target.contains("/provisions/") && !target.contains("/assessments/") {
                continue;
            }
            if target.starts_with("/api/v1/") || !seen.insert(target.clone()) || seen.len() > 400 {
                continue;
            }
            let (status, _) = get(&site, &target).await;
            assert_eq!(status, StatusCode::OK, "{target}, linked from {path}");
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}

#[tokio::test]
async fn the_clocks_of_an_incident_are_read_from_the_address() {
    let site = site();
    let known = "/en/clocks?aware=2026-11-02T17:00&offset=%2B09:00&now=2026-11-10T12:00";
    let (status, html) = get(&site, &format!("{known}&is_gpai_model=yes")).await;
    assert_eq!(status, StatusCode::OK);
    for part in
        ["2026-11-17 23:59:59+09:00", "running, 7 days 11 hours left", "Report of an incident"]
    {
        assert!(html.contains(part), "{part}");
    }
    // Not known: the question is asked, and there is a field to answer it.
    let (_, html) = get(&site, known).await;
    assert!(html.contains("The clock may run") && html.contains("name=\"is_gpai_model\""));
    let (_, html) = get(&site, "/en/clocks?aware=soon&is_gpai_model=perhaps").await;
    assert!(html.contains("This is no time: aware soon") && html.contains("perhaps"));
    assert_eq!(get(&site, "/en/clocks?assessment=none").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_comparison_shows_the_grade_from_its_side_and_what_is_missing() {
    let site = site();
    let (_, html) = get(&site, "/en/crosswalk/toy-act/toy-code").await;
    assert!(html.contains("subset of") && html.contains("&#60;a form&#62;"), "{html}");
    let (_, turned) = get(&site, "/en/crosswalk/toy-code/toy-act").await;
    assert!(turned.contains("g-superset-of") && !turned.contains("g-subset-of"), "{turned}");
    let (_, html) = get(&site, "/en/crosswalk/toy-act/toy-code?basis=shared-controls").await;
    assert!(!html.contains("g-subset-of") && html.contains("0 of 1 relations"), "{html}");
}

#[tokio::test]
async fn the_front_door_asks_for_the_language() {
    let site = site();
    for (language, to) in [("ja,en;q=0.5", "/ja/"), ("en-GB", "/en/"), ("de", "/en/")] {
        let response = ask(&site, "GET", "/", language).await;
        assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
        assert_eq!(response.headers()[header::LOCATION], to);
        assert_eq!(response.headers()[header::VARY], "Accept-Language");
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_and_what_is_malformed_400() {
    let site = site();
    let id = first_assessment().id;
    let record = "0".repeat(64);
    let lost = [
        "/en/subjects/none".to_owned(),
        "/ja/assessments/none".into(),
        "/ja/assessments/none/report.html".into(),
        format!("/en/assessments/{id}/provisions/none"),
        format!("/en/assessments/{id}/evidence/{record}"),
        format!("/en/assessments/{id}/evidence/not-hex"),
        format!("/en/assessments/{id}?page=999"),
        "/en/runs/none".into(),
        "/en/frameworks/none".into(),
        "/en/declarations/none".into(),
        "/en/declarations/country/none".into(),
        "/en/policies/none".into(),
        "/en/provisions/%00%FF".into(),
        "/en/provisions/..%2F..%2Fetc".into(),
        "/fr/".into(),
        "/en/crosswalk?rows=ZZ".into(),
        "/en/crosswalk/toy-act/none".into(),
        "/en/crosswalk/toy-act/toy-act".into(),
        "/en/divergences/none".into(),
        "/en/no/such/page".into(),
        "/assets/other.css".into(),
        "/api/v1/assessments/none".into(),
        "/api/v1/none".into(),
        "/api/v2/assessments".into(),
    ];
    for path in &lost {
        let (status, body) = get(&site, path).await;
        let expected =
            if path.contains("%FF") { StatusCode::BAD_REQUEST } else { StatusCode::NOT_FOUND };
        assert_eq!(status, expected, "{path}: {body:.200}");
    }
    let (_, html) = get(&site, "/ja/assessments/none").await;
    assert!(html.contains("<html lang=\"ja\">") && html.contains("そのページはありません"));
    let (_, html) = get(&site, "/en/runs/none").await;
    assert!(html.contains("There is no such page"));
    let bad = [
        format!("/en/assessments/{id}?status=nonsense"),
        "/en/crosswalk/toy-act/toy-code?grade=nonsense".into(),
        "/en/crosswalk/toy-act/toy-code?basis=nonsense".into(),
        "/en/assessments?page=0".into(),
        "/en/assessments?page=x".into(),
        format!("/en/assessments?q={}", "a".repeat(300)),
        "/en/assessments?q=%00".into(),
        "/en/timeline?year=x".into(),
        "/en/timeline?span=never".into(),
        "/en/timeline?kind=none".into(),
        "/en/frameworks?force=maybe".into(),
        "/en/frameworks?stand=x".into(),
        "/en/provisions/toy.1.a?as_of=tomorrow".into(),
        "/en/ask?framework=none".into(),
        "/en/ask?begin=1&a.no_such_fact=yes".into(),
        "/en/ask?begin=1&as_of=x".into(),
        "/en/ask/facts.toml?unknown=no_such_fact".into(),
        "/api/v1/assessments?limit=0".into(),
        "/api/v1/assessments?limit=501".into(),
        "/api/v1/assessments?offset=-1".into(),
    ];
    for path in &bad {
        let (status, body) = get(&site, path).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}: {body:.200}");
    }
    let (status, _) = get(&site, &format!("/en/{}", "a".repeat(3_000))).await;
    assert_eq!(status, StatusCode::URI_TOO_LONG);
}

#[tokio::test]
async fn only_reading_is_answered() {
    let site = site();
    for method in ["POST", "PUT", "DELETE"] {
        let response = ask(&site, method, "/ja/assessments", "en").await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
    assert_eq!(ask(&site, "HEAD", "/en/", "en").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_failure_behind_a_page_is_told_to_the_operator_only() {
    let told = Arc::new(std::sync::Mutex::new(Vec::<String>::new()));
    let heard = Arc::clone(&told);
    let options = Options {
        on_failure: Some(Arc::new(move |text: &str| {
            heard.lock().expect("not poisoned").push(text.to_owned());
        })),
    };
    let source = Memory { broken: true, ..Memory::new(toy_law()) };
    let site = router(Arc::new(source), options);
    for path in [
        "/ja/",
        "/en/assessments",
        "/en/frameworks",
        "/api/v1/assessments",
        "/en/assessments/x/report.html",
    ] {
        let (status, body) = get(&site, path).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        assert!(!body.contains("secret"), "{path}: {body}");
    }
    let told = told.lock().expect("not poisoned");
    assert_eq!(told.len(), 5);
    assert!(told.iter().all(|text| text.contains("/secret/path")));
}

#[tokio::test]
async fn json_is_the_stored_bytes() {
    let memory = Memory::new(toy_law());
    let (assessment, stored) = memory.assessments[1].clone();
    let site = site();
    let response = ask(&site, "GET", &format!("/api/v1/assessments/{}", assessment.id), "en").await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    let bytes = to_bytes(response.into_body(), 16 << 20).await.expect("a body");
    assert_eq!(bytes.as_ref(), stored.as_slice());
    let (_, list) = get(&site, "/api/v1/assessments?limit=2&offset=1").await;
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list["total"], 3);
    assert_eq!(list["items"].as_array().expect("a list").len(), 2);
    assert_eq!(list["items"][0], assessment.id.as_str());
}

#[tokio::test]
async fn headers_keep_a_page_to_itself() {
    let site = site();
    let id = first_assessment().id;
    for path in ["/en/", "/ja/nothing", "/api/v1/assessments", "/"] {
        let response = ask(&site, "GET", path, "en").await;
        let headers = response.headers();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self'"));
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[header::REFERRER_POLICY], "same-origin");
    }
    let response = ask(&site, "GET", &format!("/en/assessments/{id}/report.html"), "en").await;
    let policy =
        response.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned();
    assert!(policy.contains("style-src 'sha256-") && !policy.contains("script-src"), "{policy}");
}

#[tokio::test]
async fn assets_are_addressed_by_content_and_kept() {
    let site = site();
    let (_, html) = get(&site, "/en/").await;
    for (before, media) in
        [("<link rel=\"stylesheet\" href=\"", "text/css"), ("<script src=\"", "text/javascript")]
    {
        let at = html.find(before).expect("an asset") + before.len();
        let path = &html[at..at + html[at..].find('"').expect("a quote")];
        let response = ask(&site, "GET", path, "en").await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let headers = response.headers();
        assert!(headers[header::CONTENT_TYPE].to_str().expect("text").starts_with(media));
        assert!(headers[header::CACHE_CONTROL].to_str().expect("text").contains("immutable"));
    }
}

#[tokio::test]
async fn a_cell_of_the_map_is_two_steps_from_trace_and_citation() {
    let site = site();
    let assessment = first_assessment();
    let (_, page) = get(&site, &format!("/en/assessments/{}", assessment.id)).await;
    let table = &page[page.find("class=\"heat\"").expect("the map")..];
    let at = table.find("href=\"?framework=").expect("a cell with several duties") + 6;
    let cell = table[at..at + table[at..].find('"').expect("a quote")].replace("&#38;", "&");
    let query = cell.split('#').next().unwrap_or_default();
    let (status, list) = get(&site, &format!("/en/assessments/{}{query}", assessment.id)).await;
    assert_eq!(status, StatusCode::OK);
    let rows = &list[list.find("class=\"findings\"").expect("findings")..];
    let at = rows.find("href=\"").expect("a finding") + 6;
    let finding = &rows[at..at + rows[at..].find('"').expect("a quote")];
    let (_, detail) = get(&site, finding).await;
    assert!(detail.contains("class=\"trace\"") && detail.contains("Citation"), "{finding}");
}

#[tokio::test]
async fn a_simulation_is_announced_wherever_its_results_stand() {
    let site = site();
    let assessment = first_assessment();
    let record = assessment.evidence[0].id.hex();
    for path in [
        "/en/".to_owned(),
        format!("/en/assessments/{}", assessment.id),
        format!("/en/assessments/{}/evidence/{record}", assessment.id),
        "/en/runs/kaede-70b-safety-core-20261121".into(),
    ] {
        let (_, html) = get(&site, &path).await;
        assert!(html.contains("class=\"sim\" role=\"note\""), "{path}");
    }
    let (_, html) = get(&site, "/en/assessments").await;
    assert!(html.contains("class=\"chip\">Simulation"));
}

#[test]
fn the_toy_source_has_what_the_tests_ask_for() {
    let memory = Memory::new(toy_law());
    assert_eq!(memory.library().expect("a law").frameworks().len(), 2);
}

#[tokio::test]
async fn asking_goes_on_from_its_address_and_an_answer_can_be_taken_back() {
    let site = site();
    let (_, first) = get(&site, "/en/ask?framework=toy-act").await;
    let question = "name=\"a.is_gpai_model\" value=\"yes\"";
    assert!(first.contains(question), "{first}");
    assert!(first.contains("<input type=\"hidden\" name=\"framework\" value=\"toy-act\">"));
    let (_, known) = get(&site, "/en/ask?framework=toy-act&a.is_gpai_model=no").await;
    assert!(!known.contains(question));
    assert!(known.contains("name=\"undo\" value=\"is_gpai_model\""));
    assert!(known.contains("Nothing material is open"));
    let back = "/en/ask?framework=toy-act&a.is_gpai_model=no&undo=is_gpai_model";
    let (_, back) = get(&site, back).await;
    assert!(back.contains(question));
    for open in ["unknown", "later"] {
        let (_, html) =
            get(&site, &format!("/en/ask?framework=toy-act&{open}=is_gpai_model")).await;
        assert!(!html.contains(question), "{open}: asked again");
    }
    // What is no answer is said, and asked again.
    let (_, html) = get(&site, "/en/ask?framework=toy-act&a.is_gpai_model=perhaps").await;
    assert!(html.contains("role=\"alert\"") && html.contains(question));
}

#[tokio::test]
async fn the_answers_are_a_facts_file() {
    let site = site();
    let path = "/ja/ask/facts.toml?begin=1&a.is_gpai_model=yes";
    let response = ask(&site, "GET", path, "en").await;
    assert_eq!(response.status(), StatusCode::OK);
    let kind = response.headers()[header::CONTENT_TYPE].to_str().expect("text").to_owned();
    assert!(kind.starts_with("application/toml"), "{kind}");
    let (_, text) = get(&site, path).await;
    let library = toy_law();
    let read = tenbin_law::parse_facts(
        "facts.toml",
        text.as_bytes(),
        tenbin_law::Format::Toml,
        library.vocabulary(),
    );
    assert_eq!(read.expect("facts").facts.len(), 1);
}

#[tokio::test]
async fn a_long_interview_is_taken_and_an_endless_one_refused() {
    let site = site();
    let answers = "&a.is_gpai_model=yes".repeat(300);
    let (status, html) = get(&site, &format!("/en/ask?begin=1{answers}")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.len() < MAX_PAGE);
    let (status, _) = get(&site, &format!("/en/ask?begin=1{}", "&a=b".repeat(500))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (status, _) = get(&site, &format!("/en/ask?begin={}", "1".repeat(20_000))).await;
    assert_eq!(status, StatusCode::URI_TOO_LONG);
}

#[tokio::test]
async fn a_provision_is_read_on_any_day_and_its_versions_stand_side_by_side() {
    let site = site();
    let (_, now) = get(&site, "/en/provisions/toy.1.a").await;
    assert!(now.contains("class=\"data sides\"") && now.contains("<del>1(a)</del>"), "{now}");
    assert!(now.contains("Authentic text: English, French"));
    let (_, then) = get(&site, "/en/provisions/toy.1.a?as_of=2025-01-01").await;
    let place = |html: &str, cite: &str| html.find(&format!("<dd>{cite}</dd>")).expect("a version");
    assert!(place(&now, "1(a) new") < place(&now, "1(a)"));
    assert!(place(&then, "1(a)") < place(&then, "1(a) new"));
    assert!(then.contains("written from memory"), "the mark M is said in a sentence");
    let (_, early) = get(&site, "/en/provisions/toy.1.a?as_of=2020-01-01").await;
    assert!(early.contains("No text of this provision was in force"));
}

#[tokio::test]
async fn the_timeline_is_the_calendar_of_the_law() {
    let site = site();
    let (_, json) = get(&site, "/api/v1/timeline").await;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["schema"], "tenbin.law-timeline/1");
    let (_, html) = get(&site, "/en/timeline?span=all").await;
    for line in json["lines"].as_array().expect("lines") {
        let date = line["date"].as_str().expect("a date");
        assert!(html.contains(&format!("<time datetime=\"{date}\">")), "{date}");
    }
    let (_, ahead) = get(&site, "/en/timeline").await;
    assert!(!ahead.contains("datetime=\"2025-08-02\""), "the past is left out unless asked for");
}
