//! States, dates, addressees, definitions, traces.

use tenbin_vocab::Tri::{No, Unknown, Yes};
use tenbin_vocab::{Confidence, Facts};

use super::*;
use crate::{DutyState, TextState, TraceKind, ValueSource, WarningKind};

fn state(library: &Library, words: &str, as_of: &str) -> DutyState {
    let weighing = weigh(library, words, as_of);
    weighing.provisions.into_iter().find(|finding| finding.id == "p").unwrap().duty_state
}

#[test]
fn a_duty_starts_and_ends() {
    let body = "when = 'a'\napplies_from = 2025-01-01\napplies_until = 2027-01-01";
    let library = library(&[("articles/a.toml", &article(body))]);
    assert_eq!(state(&library, "a=true", "2024-12-31"), DutyState::Later);
    assert_eq!(state(&library, "a=true", "2025-01-01"), DutyState::Now);
    assert_eq!(state(&library, "a=true", "2026-12-31"), DutyState::Now);
    assert_eq!(state(&library, "a=true", "2027-01-01"), DutyState::Ended);
    assert_eq!(state(&library, "a=false", "2026-01-01"), DutyState::Never);
    assert_eq!(state(&library, "", "2026-01-01"), DutyState::Unknown);
    let found = finding(&library, "a=true");
    assert_eq!(found.from, Some(date("2025-01-01")));
    assert_eq!(found.until, Some(date("2027-01-01")));
}

#[test]
fn without_a_start_the_state_is_unknown() {
    let library = library(&[("articles/a.toml", &article("when = 'a'"))]);
    assert_eq!(state(&library, "a=true", "2026-01-01"), DutyState::Unknown);
}

#[test]
fn the_version_in_force_is_weighed() {
    let text = r#"
[[provision]]
id = "p"
title = { ja = "義務", en = "Duty" }
binds = ["provider"]
[[provision.version]]
from = 2024-01-01
until = 2025-01-01
cite = "1"
when = "a"
applies_from = 2024-01-01
confidence = "V"
sources = ["S1"]
duty = { force = "must", text = { ja = "旧", en = "Old" } }
[[provision.version]]
from = 2025-01-01
until = 2026-01-01
amended_by = "Act 2"
cite = "1"
when = "b"
applies_from = 2024-01-01
confidence = "V"
sources = ["S1"]
duty = { force = "should", text = { ja = "新", en = "New" } }
"#;
    let library = library(&[("articles/a.toml", text)]);
    let on = |as_of: &str| weigh(&library, "a=true b=false", as_of).provisions.remove(0);
    // Before the first text: that text, still to come.
    let found = on("2023-06-01");
    assert_eq!((found.verdict, found.duty_state), (Yes, DutyState::Later));
    assert_eq!(found.text.state, TextState::NotYet);
    let found = on("2024-12-31");
    assert_eq!((found.verdict, found.duty.en.as_str()), (Yes, "Old"));
    let found = on("2025-01-01");
    assert_eq!((found.verdict, found.duty.en.as_str()), (No, "New"));
    assert_eq!(found.text.amended_by.as_deref(), Some("Act 2"));
    assert_eq!(found.until, Some(date("2026-01-01")));
    // After the last text nothing binds, whatever is unknown.
    let found = weigh(&library, "b=true", "2026-01-01").provisions.remove(0);
    assert_eq!((found.duty_state, found.text.state), (DutyState::Ended, TextState::Ended));
    assert_eq!(state(&library, "", "2026-01-01"), DutyState::Ended);
    assert_eq!(state(&library, "b=false", "2026-01-01"), DutyState::Never);
}

const SCHEDULE: &str = r#"
[[schedule]]
id = "routes"
[[schedule.version]]
from = 2024-01-01
[[schedule.version.start]]
when = "a"
date = 2027-01-01
cite = "2"
confidence = "V2"
sources = ["S1"]
[[schedule.version.start]]
when = "b"
date = 2028-01-01
cite = "2"
confidence = "V"
sources = ["S1"]
[[schedule.version.legacy]]
when = "placed < 2027-01-01 and c"
date = 2030-01-01
presumed = "no"
cite = "3"
confidence = "M"
sources = ["S1"]
[[schedule.version.legacy]]
when = "placed < 2020-01-01"
never = true
cite = "4"
confidence = "V"
sources = ["S1"]
"#;

fn scheduled() -> Library {
    let body = "when = 'a or b'\nschedule = 'routes'";
    library(&[("articles/a.toml", &article(body)), ("schedules.toml", SCHEDULE)])
}

#[test]
fn the_earliest_start_that_holds_counts() {
    let library = scheduled();
    let on = |words: &str, as_of: &str| weigh(&library, words, as_of).provisions.remove(0);
    let found = on("a=true b=true placed=2027-06-01", "2026-06-01");
    assert_eq!((found.from, found.duty_state), (Some(date("2027-01-01")), DutyState::Later));
    assert_eq!(found.confidence, Confidence::V2);
    let found = on("a=false b=true placed=2027-06-01", "2026-06-01");
    assert_eq!((found.from, found.confidence), (Some(date("2028-01-01")), Confidence::V));
    // An unknown earlier start stays a candidate.
    let found = on("b=true placed=2027-06-01", "2026-06-01");
    assert_eq!((found.from, found.duty_state), (None, DutyState::Later));
    assert_eq!(found.from_candidates, [date("2027-01-01"), date("2028-01-01")]);
    assert_eq!(on("b=true placed=2027-06-01", "2027-06-01").duty_state, DutyState::Unknown);
    assert_eq!(on("b=true placed=2027-06-01", "2028-01-01").duty_state, DutyState::Now);
    // An unknown later start is none once an earlier one holds.
    assert_eq!(on("a=true placed=2027-06-01", "2027-06-01").duty_state, DutyState::Now);
}

#[test]
fn a_rule_for_what_was_there_before_replaces_the_start() {
    let library = scheduled();
    let on = |words: &str| weigh(&library, words, "2028-06-01").provisions.remove(0);
    let found = on("a=true placed=2026-01-01 c=true");
    assert_eq!((found.from, found.duty_state), (Some(date("2030-01-01")), DutyState::Later));
    assert_eq!(found.confidence, Confidence::M);
    // Presumed no: an unknown condition does not help the subject.
    assert_eq!(on("a=true placed=2026-01-01").duty_state, DutyState::Now);
    // Never, and without a presumption an unknown date leaves both open.
    assert_eq!(on("a=true placed=2019-01-01").duty_state, DutyState::Never);
    assert_eq!(on("a=true placed=2019-01-01").from, None);
    assert_eq!(on("a=true").duty_state, DutyState::Unknown);
    assert_eq!(on("a=true").from_candidates, [date("2027-01-01")]);
}

#[test]
fn a_rule_of_the_provision_goes_before_the_schedule() {
    let body = "when = 'a'\nschedule = 'routes'\nlegacy = [{ when = 'placed < 2026-01-01', date = 2029-01-01, cite = '5', confidence = 'V', sources = ['S1'] }]";
    let library = library(&[("articles/a.toml", &article(body)), ("schedules.toml", SCHEDULE)]);
    assert_eq!(finding(&library, "a=true placed=2019-01-01").from, Some(date("2029-01-01")));
}

#[test]
fn exceptions_take_a_case_out() {
    let body = "when = 'a'\nexcept = [{ when = 'b and not c', cite = '2(1)' }, { when = 'd', cite = '2(2)' }]\napplies_from = 2025-01-01";
    let library = library(&[("articles/a.toml", &article(body))]);
    assert_eq!(finding(&library, "a=true b=false d=false").verdict, Yes);
    assert_eq!(finding(&library, "a=true b=true c=true d=false").verdict, Yes);
    assert_eq!(finding(&library, "a=true b=true d=false").verdict, Unknown);
    let found = finding(&library, "a=true b=false d=true");
    assert_eq!(found.verdict, No);
    assert_eq!(found.because, "d is true");
    let needed: Vec<_> = found.trace.children.iter().map(|step| (step.kind, step.needed)).collect();
    let expected =
        [(TraceKind::All, false), (TraceKind::Exception, false), (TraceKind::Exception, true)];
    assert_eq!(needed[1..], expected[1..]);
    assert_eq!(found.trace.children[2].cite.as_deref(), Some("2(2)"));
}

const DEFINITIONS: &str = r#"
[[definition]]
id = "act.big"
name = "big"
classification = true
title = { ja = "大", en = "Big" }
[[definition.version]]
from = 2024-01-01
when = "size > 1e25 or d"
unless_shown = "c"
cite = "5"
confidence = "V2"
sources = ["S1"]
[[definition]]
id = "act.covered"
name = "covered"
title = { ja = "対象", en = "Covered" }
[[definition.version]]
from = 2024-01-01
when = "big and a"
cite = "6"
confidence = "V"
sources = ["S1"]
"#;

fn defined(when: &str) -> Library {
    let body = article(&format!("when = '{when}'\napplies_from = 2025-01-01"));
    library(&[("articles/a.toml", &body), ("definitions.toml", DEFINITIONS)])
}

#[test]
fn definitions_are_computed_unless_answered() {
    let library = defined("covered");
    assert_eq!(finding(&library, "a=true size=2e25 c=false").verdict, Yes);
    assert_eq!(finding(&library, "a=true size=1e25 d=false").verdict, No);
    assert_eq!(finding(&library, "a=true size=1e25").verdict, Unknown);
    // A given answer wins, and the contradiction is reported.
    let weighing = weigh(&library, "a=true size=2e25 big=false", "2026-06-01");
    assert_eq!(weighing.provisions[0].verdict, No);
    assert_eq!(weighing.warnings[0].kind, WarningKind::Contradiction);
    assert_eq!(weighing.classifications[0].source, ValueSource::Given);
    assert_eq!(weighing.classifications[0].verdict, No);
    // Helpers are not listed.
    assert_eq!(weighing.classifications.len(), 1);
    let weighing = weigh(&library, "a=true size=2e25 big=true", "2026-06-01");
    assert!(weighing.warnings.is_empty());
}

#[test]
fn a_presumption_falls_only_when_shown() {
    let library = defined("big");
    assert_eq!(finding(&library, "size=2e25").verdict, Yes);
    assert_eq!(finding(&library, "size=2e25 c=?").verdict, Yes);
    assert_eq!(finding(&library, "size=2e25 c=false").verdict, Yes);
    let found = finding(&library, "size=2e25 c=true");
    assert_eq!((found.verdict, found.because.as_str()), (No, "c is true"));
}

#[test]
fn a_definition_that_is_contested_or_does_not_apply() {
    let library = defined("big and a");
    assert_eq!(finding(&library, "a=true size=2e25 big=?").verdict, Unknown);
    assert_eq!(finding(&library, "a=true size=2e25 big=!").verdict, No);
    let library = defined("big or not big");
    assert_eq!(finding(&library, "big=?").verdict, Yes);
    let library = defined("big == false");
    assert_eq!(finding(&library, "big=!").verdict, No);
    assert_eq!(finding(&library, "size=1 d=false").verdict, Yes);
}

#[test]
fn every_answer_counts_through_definitions() {
    let library = defined("big or not big or a");
    let found = finding(&library, "");
    assert_eq!(found.verdict, Yes);
    assert!(found.trace.every_answer);
    assert!(found.because.starts_with("every possible answer gives the same result"));
    // The same open fact inside and outside of a definition.
    let library = defined("d and not big");
    assert_eq!(finding(&library, "").verdict, No);
    assert_eq!(finding(&library, "c=true").verdict, Unknown);
}

#[test]
fn confidence_is_the_weakest_mark_met() {
    let library = defined("covered");
    assert_eq!(finding(&library, "a=true size=2e25").confidence, Confidence::V2);
    // A given answer does not rest on the text of the definition.
    assert_eq!(finding(&library, "a=true big=true").confidence, Confidence::V);
    // A branch that decides nothing is not met.
    assert_eq!(finding(&library, "a=false big=true").confidence, Confidence::V);
}

#[test]
fn the_trace_shows_facts_sources_and_definitions() {
    let library = defined("covered or kind == y");
    let mut given: Facts = facts("a=true size=2e25");
    if let Some(FactState::Known { source, .. }) = given.get_mut("size") {
        *source = "model card".into();
    }
    let weighing = library.weigh(&given, date("2026-06-01"), &Selection::all());
    let found = &weighing.provisions[0];
    assert_eq!(found.because, "size is 2e25 (> 1e25); a is true");
    let any = &found.trace.children[0];
    assert_eq!((any.kind, any.text.as_str()), (TraceKind::Any, "covered or kind == y"));
    let covered = &any.children[0];
    assert_eq!(covered.definition.as_ref().unwrap().id, "act.covered");
    assert!(covered.needed && !any.children[1].needed);
    let big = &covered.children[0].children[0];
    let size = &big.children[0].children[0];
    assert_eq!(size.text, "size > 1e25");
    let json = serde_json::to_value(size).unwrap();
    assert_eq!(json["facts"][0]["name"], "size");
    assert_eq!(json["facts"][0]["state"], "known");
    assert_eq!(json["facts"][0]["source"], "model card");
    assert_eq!(json["facts"][0]["value"], 2e25);
    // A definition under "not" is shown as it stands.
    let found = finding(&defined("a and big == false"), "a=true size=2e25");
    let not = &found.trace.children[0].children[1];
    assert_eq!((not.kind, not.verdict, not.children[0].verdict), (TraceKind::Not, No, Yes));
    assert_eq!(found.because, "size is 2e25 (> 1e25)");
    // The presumption was not rebutted: shown, not needed.
    assert_eq!((big.children[1].kind, big.children[1].needed), (TraceKind::UnlessShown, false));
}

#[test]
fn reasons_read_as_one_line() {
    let because = |when: &str, words: &str| finding(&under(when), words).because;
    assert_eq!(because("a and b and c", "a=true"), "not known: b, c");
    assert_eq!(because("a and b and c", "c=false a=false"), "a is false");
    assert_eq!(
        because("a and at least 2 of (b, c, d)", "b=? c=true"),
        "contested: b; not known: a, d"
    );
    assert_eq!(because("a and b", "a=true b=?"), "contested: b");
    assert_eq!(because("size > 3", "size=2"), "size is 2 (not > 3)");
    assert_eq!(because("kind in xs", "kind=x1"), "kind is x1 (in xs)");
    assert_eq!(because("kind == x1", "kind=xs"), "kind is xs (== x1 is open)");
    assert_eq!(because("a", "a=!"), "a does not apply");
    assert_eq!(because("as_of > 2026-01-01", ""), "as_of > 2026-01-01 holds");
    assert_eq!(because("true", ""), "the text sets no condition");
}

#[test]
fn the_addressee_leaves_the_verdict_alone() {
    let bound = |binds: &str, words: &str| {
        let body = article("when = 'a'").replace("binds = [\"provider\"]", binds);
        finding(&library(&[("articles/a.toml", &body)]), words).addressee.subject
    };
    assert_eq!(bound("binds = ['provider']", "a=true role=provider+deployer"), Yes);
    assert_eq!(bound("binds = ['provider']", "a=true role=deployer"), No);
    assert_eq!(bound("binds = ['provider', 'deployer']", "a=true role=deployer"), Yes);
    assert_eq!(bound("binds = ['provider']", "a=true"), Unknown);
    assert_eq!(bound("binds = ['provider', 'deployer']", "a=true"), Yes);
    assert_eq!(bound("binds = ['big_provider']", "a=true role=provider big=true"), Yes);
    assert_eq!(bound("binds = ['big_provider']", "a=true role=provider big=false"), No);
    assert_eq!(bound("binds = ['signatory']", "a=true"), Yes);
    assert_eq!(bound("binds = ['member_state']", "a=true"), Unknown);
    assert_eq!(bound("binds = ['member_state', 'provider']", "role=provider"), Yes);
}

#[test]
fn deadlines_evidence_and_binding() {
    let text = article("when = 'a'\napplies_from = 2025-01-01").replace(
        "force = \"must\"",
        "force = \"must\"\nby = { anchor = \"met\", offset_days = 14, cite = \"7\" }",
    );
    let library = library(&[("articles/a.toml", &text)]);
    let found = finding(&library, "a=true met=2026-02-20");
    assert_eq!(found.due, Some(date("2026-03-06")));
    assert_eq!(found.evidence, ["report"]);
    assert!(found.binding);
    assert_eq!(finding(&library, "a=true").due, None);
    assert_eq!(finding(&library, "a=false met=2026-02-20").due, None);
}

#[test]
fn the_output_names_its_packages_and_reads_back() {
    let library = defined("covered");
    let weighing = weigh(&library, "a=true size=2e25 nonsense=true kind=3", "2026-06-01");
    let ids: Vec<_> = weighing.packages.iter().map(|package| package.id.as_str()).collect();
    assert_eq!(ids, ["act", "vocabulary", "controls"]);
    assert_eq!(weighing.packages[0].version.as_deref(), Some("v1"));
    assert_eq!(weighing.warnings.len(), 2);
    assert!(weighing.warnings.iter().all(|warning| warning.kind == WarningKind::IgnoredFact));
    let text = serde_json::to_string(&weighing).unwrap();
    assert_eq!(serde_json::from_str::<Weighing>(&text).unwrap(), weighing);
}

#[test]
fn a_package_digest_changes_with_its_files_alone() {
    let one = defined("covered");
    let two = defined("covered or b");
    assert_ne!(one.frameworks()[0].digest, two.frameworks()[0].digest);
    assert_eq!(one.vocabulary_digest, two.vocabulary_digest);
    let text = article("when = 'covered'\napplies_from = 2025-01-01");
    let article = format!("{ARTICLE_HEAD}{text}");
    let by_hand = tenbin_vocab::Digest::of_named([
        ("framework.toml", FRAMEWORK.as_bytes()),
        ("definitions.toml", DEFINITIONS.as_bytes()),
        ("articles/a.toml", article.as_bytes()),
    ]);
    assert_eq!(one.frameworks()[0].digest, by_hand);
}

#[test]
fn a_selection_limits_what_is_weighed_not_what_is_defined() {
    let other = FRAMEWORK.replace("id = \"act\"", "id = \"code\"");
    let article = article("when = 'big'").replace("id = \"p\"", "id = \"q\"");
    let library = library(&[
        ("definitions.toml", DEFINITIONS),
        ("articles/a.toml", &super::article("when = 'a'")),
        ("frameworks/code/framework.toml", &other),
        ("frameworks/code/articles/a.toml", &article),
    ]);
    let selection = library.select(["code"]).unwrap();
    let weighing = library.weigh(&facts("size=2e25"), date("2026-06-01"), &selection);
    assert_eq!(weighing.provisions.len(), 1);
    assert_eq!(weighing.provisions[0].verdict, Yes);
    assert!(weighing.classifications.is_empty());
    let ids: Vec<_> = weighing.packages.iter().map(|package| package.id.as_str()).collect();
    assert_eq!(ids, ["act", "code", "vocabulary", "controls"]);
    let error = library.select(["cod"]).unwrap_err().to_string();
    assert!(error.contains("did you mean \"code\"?"), "{error}");
}

#[test]
fn the_fast_path_agrees_with_the_full_one() {
    let library = defined("covered or kind == y");
    for words in ["", "a=true", "a=true size=2e25", "a=false kind=x1", "kind=y", "kind=xs size=1"] {
        for as_of in ["2023-01-01", "2024-06-01", "2026-06-01"] {
            let weighing = weigh(&library, words, as_of);
            let prepared = library.prepare(date(as_of), &Selection::all());
            let (dense, _) = prepared.dense(&facts(words));
            let fast: Vec<_> =
                prepared.verdicts(&dense).iter().map(|o| (o.verdict, o.duty_state)).collect();
            let full: Vec<_> =
                weighing.provisions.iter().map(|f| (f.verdict, f.duty_state)).collect();
            assert_eq!(fast, full, "{words} {as_of}");
        }
    }
}
