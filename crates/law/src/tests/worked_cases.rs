//! The rules for worked examples.

use super::*;

const BODY: &str = "when = 'a and not b'\napplies_from = 2025-01-01";
const CASES: &str = r#"
[[case]]
name = "bound"
as_of = 2026-01-01
[case.facts]
a = true
b = false
[case.expect]
p = "yes"
[case.expect_state]
p = "now"
[[case]]
name = "not bound"
as_of = 2026-01-01
facts = { a = false }
expect = { p = "no" }
[[case]]
name = "open"
as_of = 2026-01-01
expect_ask = ["a"]
expect = { p = "unknown" }
"#;

fn with(cases: &str) -> Library {
    library(&[("articles/a.toml", &article(BODY)), ("cases/a.toml", cases)])
}

fn complaints(cases: &str) -> String {
    with(cases).check_cases().to_string()
}

#[test]
fn good_cases_pass() {
    let library = with(CASES);
    assert_eq!(library.check_cases().to_string(), "");
    let outcomes = library.run_cases();
    assert_eq!(outcomes.len(), 3);
    assert!(outcomes.iter().all(|outcome| outcome.passed));
    assert_eq!(outcomes[0].results.len(), 2);
    assert_eq!((outcomes[1].name.as_str(), outcomes[1].line), ("not bound", 13));
}

#[test]
fn a_wrong_expectation_is_named() {
    let found = complaints(&CASES.replace("p = \"yes\"", "p = \"no\""));
    assert!(
        found.contains("cases/a.toml:9: case \"bound\": the verdict on p is yes, not no"),
        "{found}"
    );
    let found = complaints(&CASES.replace("p = \"now\"", "p = \"later\""));
    assert!(found.contains("cases/a.toml:11: case \"bound\": the duty p is now, not later"));
    let found = complaints(&CASES.replace("expect_ask = [\"a\"]", "expect_ask = [\"c\"]"));
    assert!(found.contains("cases/a.toml:20: case \"open\": c is not among the next questions"));
}

#[test]
fn every_version_needs_a_yes_a_no_and_an_unknown() {
    let found = complaints(
        &CASES.replace("expect = { p = \"no\" }", "expect = { }\nexpect_state = { p = \"never\" }"),
    );
    assert!(
        found.contains(
            "articles/a.toml:13: p: the version from 2024-01-01 has no case that says no"
        ),
        "{found}"
    );
    // A case outside of the version does not count.
    let found = complaints(&CASES.replacen("2026-01-01", "2023-01-01", 1));
    assert!(found.contains("has no case that says yes"), "{found}");
    assert!(complaints("").contains("no case that says yes, no, unknown"));
}

#[test]
fn a_fact_nothing_looks_at_is_a_mistake() {
    let found = complaints(&CASES.replace("b = false", "b = false\nc = true"));
    assert!(
        found.contains("cases/a.toml:8: case \"bound\": nothing expected here looks at c"),
        "{found}"
    );
    // The addressee is looked at.
    assert_eq!(complaints(&CASES.replace("b = false", "b = false\nrole = 'provider'")), "");
}

#[test]
fn mistakes_in_cases_are_found_while_loading() {
    let bad = |from: &str, to: &str| {
        let cases = CASES.replace(from, to);
        let files = [("articles/a.toml", article(BODY)), ("cases/a.toml", cases)];
        let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
        try_library(&files).unwrap_err().to_string()
    };
    assert!(bad("b = false", "bb = false").contains("cases/a.toml:7:1: unknown fact \"bb\""));
    assert!(bad("b = false", "b = 'x'").contains("cases/a.toml:7:5: b is a bool fact"));
    assert!(
        bad("p = \"yes\"", "pp = \"yes\"").contains("no provision or definition is called \"pp\"")
    );
    assert!(bad("p = \"yes\"", "p = \"ja\"").contains("unknown variant \"ja\""));
    assert!(bad("p = \"now\"", "q = \"now\"").contains("no provision is called \"q\""));
    assert!(bad("[\"a\"]", "[\"aa\"]").contains("unknown fact \"aa\""));
    assert!(bad("expect = { p = \"no\" }", "").contains("expects nothing"));
}

#[test]
fn a_version_that_states_no_condition_is_unknown_whatever_the_facts() {
    let open = "[[case]]\nname = 'open'\nas_of = 2026-01-01\nexpect = { p = 'unknown' }\n";
    let article = super::article("when = 'unknown'");
    let library = library(&[("articles/a.toml", &article), ("cases/a.toml", open)]);
    assert!(library.check_cases().0.is_empty(), "{}", library.check_cases());
    assert_eq!(finding(&library, "a=true b=true").verdict, tenbin_vocab::Tri::Unknown);
    assert!(weigh(&library, "", "2026-01-01").next_questions.is_empty());
    // Part of a condition it cannot be: whoever knows a part states it.
    let part = super::article("when = 'unknown or a'");
    assert!(try_library(&[("articles/a.toml", &part)]).is_err());
}
