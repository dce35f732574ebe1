#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::collections::BTreeSet;

use tenbin_assess::Status;
use tenbin_vocab::Lang;

use super::*;

fn report(first: Lang) -> String {
    report_html_in(&fixture::assessment(), first)
}

#[test]
fn the_same_assessment_gives_the_same_bytes() {
    assert_eq!(report(Lang::Ja), report(Lang::Ja));
    assert_ne!(report(Lang::Ja), report(Lang::En));
}

#[test]
fn the_report_is_one_small_file_that_loads_nothing() {
    let html = report(Lang::Ja);
    println!("report: {} bytes", html.len());
    assert!(html.len() < 1_000_000, "{} bytes", html.len());
    for loader in
        ["<script", "<link", "<img", "<iframe", "@import", "url(h", "src=", " style=", " onload"]
    {
        assert!(!html.contains(loader), "{loader}");
    }
    for (at, _) in html.match_indices("href=\"") {
        assert_eq!(&html[at + 6..at + 7], "#", "{}", &html[at..at + 40]);
    }
}

#[test]
fn every_text_is_translated() {
    let html = report(Lang::En);
    let at = html.find(MISSING_MARK).unwrap_or(html.len());
    assert!(!html.contains(MISSING_MARK), "{}", html[at..].chars().take(60).collect::<String>());
}

fn ids(html: &str) -> Vec<&str> {
    html.match_indices(" id=\"")
        .map(|(at, _)| {
            let rest = &html[at + 5..];
            &rest[..rest.find('"').unwrap()]
        })
        .collect()
}

#[test]
fn every_link_has_a_place_and_no_place_stands_twice() {
    let html = report(Lang::Ja);
    let all = ids(&html);
    let places: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(places.len(), all.len(), "an id stands twice");
    for (at, _) in html.match_indices("href=\"#") {
        let rest = &html[at + 7..];
        let target = &rest[..rest.find('"').unwrap()];
        assert!(places.contains(target), "nothing at #{target}");
    }
    for (at, _) in html.match_indices("aria-labelledby=\"") {
        let rest = &html[at + 17..];
        let target = &rest[..rest.find('"').unwrap()];
        assert!(places.contains(target), "nothing labels as {target}");
    }
}

#[test]
fn every_verdict_has_its_trace_and_citation_in_both_languages() {
    let assessment = fixture::assessment();
    let html = report(Lang::Ja);
    for answer in &assessment.weighing.provisions {
        for lang in Lang::ALL {
            let open = format!("id=\"{}-p-{}\"", lang.tag(), answer.id);
            let at = html.find(&open).unwrap_or_else(|| panic!("no detail for {}", answer.id));
            let detail: String = html[at..].chars().take(2000).collect();
            assert!(detail.contains(&answer.cite), "{}", answer.id);
            assert!(detail.contains("class=\"trace\""), "{}", answer.id);
        }
    }
}

#[test]
fn tags_open_and_close() {
    well_formed(&report(Lang::Ja));
}

/// Every element that is opened is closed, in order.
fn well_formed(html: &str) {
    const VOID: [&str; 5] = ["meta", "br", "hr", "input", "link"];
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = rest.find('>').expect("a tag ends");
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        let name: String =
            tag.trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name.as_str()), "before {:.80}", rest);
        } else if !tag.ends_with('/') && !VOID.contains(&name.as_str()) {
            if name == "style" {
                rest = &rest[rest.find("</style>").expect("style ends")..];
            }
            open.push(name);
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

#[test]
fn a_simulation_is_announced_before_any_result_and_only_then() {
    let html = report(Lang::En);
    let banner = html.find("class=\"sim\"").expect("a banner");
    assert!(banner < html.find("class=\"measure\"").expect("results"));
    let real = fixture::assessment_at("2026-11-21", false);
    assert!(!report_html_in(&real, Lang::En).contains("class=\"sim\""));
}

#[test]
fn the_conclusion_says_what_follows() {
    let assessment = fixture::assessment();
    let links = TestLinks;
    let view = View::new(&assessment, Lang::En, &links);
    let conclusion = view.conclusion();
    assert!(conclusion.first.contains("prohibited practice"), "{conclusion:?}");
    assert!(conclusion.rest.iter().any(|text| text.contains("missing evidence")), "{conclusion:?}");
    let mut nothing = assessment.clone();
    nothing.findings.clear();
    nothing.acceptance.clear();
    nothing.tally = tenbin_assess::Tally::default();
    let view = View::new(&nothing, Lang::En, &links);
    assert_eq!(view.conclusion().first, "No duty runs today.");
}

struct TestLinks;

impl Links for TestLinks {
    fn provision(&self, id: &str) -> String {
        format!("/p/{id}")
    }
    fn cell(&self, framework: &str, control: &str, _: &[String]) -> String {
        format!("/c/{framework}/{control}")
    }
    fn evidence(&self, id: &tenbin_vocab::Digest) -> String {
        format!("/e/{}", id.short())
    }
    fn id(&self, name: &str) -> String {
        name.to_owned()
    }
}

#[test]
fn findings_are_filtered_by_framework_control_status_and_words() {
    let assessment = fixture::assessment();
    let links = TestLinks;
    let view = View::new(&assessment, Lang::Ja, &links);
    let all = view.filter(&FindingFilter::default());
    assert_eq!(all.len(), assessment.findings.len());
    let filter = FindingFilter {
        framework: Some("eu-ai-act".into()),
        status: Some(Status::Unknown),
        text: "TRAINING_COMPUTE".into(),
        ..FindingFilter::default()
    };
    let some = view.filter(&filter);
    assert!(!some.is_empty() && some.len() < all.len());
    assert!(some.iter().all(|finding| finding.framework == "eu-ai-act"));
    let none = FindingFilter { control: Some("C99".into()), ..FindingFilter::default() };
    assert!(view.filter(&none).is_empty());
    assert!(view.findings_table(&some).contains("href=\"/p/"));
}

#[test]
fn hostile_text_stays_text() {
    let mut assessment = fixture::assessment();
    let evil = "<script>alert(1)</script>\"'&";
    assessment.subject.name.ja = evil.into();
    assessment.subject.about.en = evil.into();
    for answer in &mut assessment.weighing.provisions {
        answer.because = evil.into();
        answer.trace.text = evil.into();
        answer.title.en = evil.into();
    }
    let html = report_html(&assessment);
    assert!(!html.contains("<script"));
    well_formed(&html);
}

#[test]
fn json_ends_with_a_newline_and_reads_back() {
    let assessment = fixture::assessment();
    let bytes = to_json(&assessment).unwrap();
    assert!(bytes.ends_with(b"}\n"));
    let back: tenbin_assess::Assessment = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(back, assessment);
}
