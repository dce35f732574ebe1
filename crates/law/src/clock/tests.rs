//! Clocks over a small package.

use tenbin_vocab::Tri;

use super::{ClockAnswer, ClockState, Clocks, SilentReason, TimeName, TimeWarningKind};
use crate::tests::{library, provision, try_library};
use crate::{DutyState, Format, Library, Selection, parse_incident};

/// A clock on the provision `p` with these keys in its one version.
fn clock(id: &str, kind: &str, version: &str) -> String {
    format!(
        r#"
[[clock]]
id = "{id}"
provision = "p"
title = {{ ja = "報告", en = "Report" }}
kind = "{kind}"
[[clock.version]]
from = 2024-01-01
trigger = {{ ja = "知った時", en = "It is known" }}
recipient = {{ ja = "当局", en = "Authority" }}
cite = "2(1)"
confidence = "V2"
sources = ["S1"]
{version}
"#
    )
}

const COUNTING: &str = r#"
[counting]
rest_day = "moves"
least_working_days = 2
about = { ja = "数え方", en = "How days are counted" }
cite = "3"
confidence = "M"
sources = ["S1"]
"#;

fn with(clocks: &str) -> Library {
    let duty = provision("p", "from = 2024-01-01\nwhen = 'a'\napplies_from = 2025-01-01");
    library(&[("articles/a.toml", &duty), ("clocks.toml", clocks)])
}

fn mistakes(clocks: &str) -> String {
    let duty = provision("p", "from = 2024-01-01\nwhen = 'a'\napplies_from = 2025-01-01");
    let files = [("articles/a.toml", duty.as_str()), ("clocks.toml", clocks)];
    try_library(&files).map(|_| ()).unwrap_err().to_string()
}

fn run(library: &Library, file: &str, now: &str) -> Clocks {
    let incident = parse_incident("i.toml", file.as_bytes(), Format::Toml, library)
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    library.clocks(&incident, now.parse().unwrap(), &Selection::all())
}

/// The one clock that runs.
fn one(library: &Library, file: &str, now: &str) -> ClockAnswer {
    let mut clocks = run(library, file, now).clocks;
    assert_eq!(clocks.len(), 1);
    clocks.remove(0)
}

const AWARE: &str = "[incident]\naware = 2026-11-02T17:00:00+09:00\n[facts]\na = true\n";

#[test]
fn a_clock_runs_is_overdue_is_met_or_late() {
    let library = with(&clock("c", "initial", "anchor = 'aware'\nwithin = { days = 15 }"));
    let running = one(&library, AWARE, "2026-11-10T09:00:00Z");
    assert_eq!(running.state, ClockState::Running);
    assert_eq!(running.due.unwrap().to_string(), "2026-11-17T23:59:59+09:00");
    assert_eq!(running.used.unwrap().name, TimeName::Aware);
    // The last second belongs to the period; the next one is past it.
    let state = |now: &str| one(&library, AWARE, now).state;
    assert_eq!(state("2026-11-17T14:59:59Z"), ClockState::Running);
    assert_eq!(state("2026-11-17T15:00:00Z"), ClockState::Overdue);
    let overdue = one(&library, AWARE, "2026-11-17T15:00:59Z");
    assert_eq!(overdue.margin_seconds, Some(-60));
    let submitted = |at: &str| {
        let file = AWARE.replace("[facts]", &format!("submitted = {at}\n[facts]"));
        one(&library, &file, "2027-01-01").state
    };
    assert_eq!(submitted("2026-11-17T23:59:59+09:00"), ClockState::Met);
    assert_eq!(submitted("2026-11-18T00:00:00+09:00"), ClockState::Late);
    assert_eq!(submitted("2026-11-17"), ClockState::Unsettled, "UTC's day is longer than Japan's");
    assert_eq!(submitted("2026-11-16"), ClockState::Met);
}

#[test]
fn a_missing_time_starts_nothing_and_the_first_of_several_counts() {
    let version = "anchor = ['determined', 'aware']\nwithin = { hours = 72 }";
    let library = with(&clock("c", "initial", version));
    let waiting =
        one(&library, "[incident]\noccurred = 2026-11-01\n[facts]\na = true", "2026-12-01");
    assert_eq!((waiting.state, waiting.due), (ClockState::NotStarted, None));
    let both = "[incident]\naware = 2026-11-02T17:00:00+09:00\ndetermined = 2026-11-01T10:00:00Z\n[facts]\na = true";
    let clock = one(&library, both, "2026-11-03");
    assert_eq!(clock.used.unwrap().name, TimeName::Determined);
    assert_eq!(clock.due.unwrap().to_string(), "2026-11-04T10:00:00+00:00");
    assert_eq!(one(&library, AWARE, "2026-11-03").used.unwrap().name, TimeName::Aware);
}

#[test]
fn an_unknown_fact_leaves_the_clock_running_and_says_which() {
    let library =
        with(&clock("c", "initial", "anchor = 'aware'\nwithin = { days = 2 }\nwhen = 'b'"));
    let time = "[incident]\naware = 2026-11-02T17:00:00+09:00\n[facts]\n";
    let open = one(&library, time, "2026-11-03");
    assert_eq!((open.verdict, open.state), (Tri::Unknown, ClockState::Running));
    let asked: Vec<_> = open.open.iter().map(|open| open.fact.as_str()).collect();
    assert_eq!(asked, ["a", "b"]);
    let half = one(&library, &format!("{time}a = true"), "2026-11-03");
    assert_eq!(half.open.len(), 1);
    let silent = |facts: &str| {
        let clocks = run(&library, &format!("{time}{facts}"), "2026-11-03");
        assert!(clocks.clocks.is_empty());
        clocks.silent.into_iter().map(|clock| clock.reason).collect::<Vec<_>>()
    };
    assert_eq!(silent("b = false"), [SilentReason::Condition]);
    assert_eq!(silent("a = true\nb = true\nrole = 'deployer'"), [SilentReason::OtherParty]);
}

#[test]
fn the_law_is_read_on_the_day_of_the_event() {
    let text = clock("c", "initial", "anchor = 'aware'\nwithin = { days = 2 }\nuntil = 2026-01-01")
        + r#"
[[clock.version]]
from = 2026-01-01
anchor = "aware"
within = { days = 5 }
trigger = { ja = "知った時", en = "It is known" }
recipient = { ja = "当局", en = "Authority" }
cite = "2(1)"
confidence = "V2"
sources = ["S1"]
"#;
    let library = with(&text);
    let due = |aware: &str| {
        let file = format!("[incident]\naware = {aware}\n[facts]\na = true");
        one(&library, &file, "2026-02-01").due.unwrap().to_string()
    };
    assert_eq!(due("2025-12-31"), "2026-01-02T23:59:59+00:00");
    assert_eq!(due("2026-01-01"), "2026-01-06T23:59:59+00:00");
    // Before the duty binds there is nothing to report.
    let early = "[incident]\naware = 2024-12-31\n[facts]\na = true";
    let clock = one(&library, early, "2026-02-01");
    assert_eq!((clock.state, clock.duty_state), (ClockState::NotBinding, DutyState::Later));
    assert_eq!(clock.from.unwrap().to_string(), "2025-01-01");
    assert_eq!(clock.margin_seconds, None);
}

#[test]
fn a_rule_of_counting_leaves_the_days_after_the_plain_end_open() {
    let text =
        format!("{COUNTING}{}", clock("c", "initial", "anchor = 'aware'\nwithin = { days = 2 }"));
    let library = with(&text);
    // A Thursday: the plain end is a Saturday, the rule allows Monday.
    let file = "[incident]\naware = 2026-11-05\n[facts]\na = true";
    let clock = one(&library, file, "2026-11-08");
    assert_eq!(clock.due.unwrap().to_string(), "2026-11-07T23:59:59+00:00");
    assert_eq!(clock.due_latest.unwrap().to_string(), "2026-11-09T23:59:59+00:00");
    assert_eq!(clock.state, ClockState::Unsettled);
    assert_eq!(one(&library, file, "2026-11-10").state, ClockState::Overdue);
    let holiday = file.replace("[facts]", "holidays = ['2026-11-09']\n[facts]");
    assert_eq!(one(&library, &holiday, "2026-11-10").state, ClockState::Unsettled);
    assert_eq!(run(&library, file, "2026-11-08").counting.len(), 1);
}

#[test]
fn follow_ups_repeat_until_the_incident_is_resolved() {
    let first = clock("c.first", "initial", "anchor = 'aware'\nwithin = { days = 2 }");
    let again = clock(
        "c.again",
        "follow-up",
        "anchor = 'submitted'\nwithin = { days = 28 }\nrepeats = true",
    );
    let last = clock("c.last", "final", "anchor = 'resolved'\nwithin = { days = 60 }");
    let library = with(&format!("{first}{again}{last}"));
    let states = |incident: &str, now: &str| {
        let file = format!("[incident]\naware = 2026-11-02\n{incident}\n[facts]\na = true");
        let clocks = run(&library, &file, now).clocks;
        clocks
            .iter()
            .map(|clock| (clock.state, clock.due.map(|due| due.date().to_string())))
            .collect::<Vec<_>>()
    };
    use ClockState::{Closed, Met, NotStarted, Overdue, Running};
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(
        states("submitted = 2026-11-03", "2026-11-10"),
        [(Met, day("2026-11-04")), (Running, day("2026-12-01")), (NotStarted, None)]
    );
    // A follow-up moves the next one; none for too long is overdue.
    let reports = "submitted = { 'c.first' = 2026-11-03, 'c.again' = [2026-12-20, 2026-11-28] }";
    assert_eq!(states(reports, "2027-01-02")[1], (Running, day("2027-01-17")));
    assert_eq!(states(reports, "2027-01-19")[1].0, Overdue);
    let over = "submitted = { act = 2026-11-03 }\nresolved = 2026-11-20";
    assert_eq!(
        states(over, "2026-12-10"),
        [(Met, day("2026-11-04")), (Closed, None), (Running, day("2027-01-19"))]
    );
}

#[test]
fn a_report_without_a_period_is_never_late() {
    let library = with(&clock("c", "initial", "anchor = 'aware'\nwithout = 'delay'"));
    assert_eq!(one(&library, AWARE, "2027-01-01").state, ClockState::NoPeriod);
    let reported = AWARE.replace("[facts]", "submitted = 2026-12-31\n[facts]");
    assert_eq!(one(&library, &reported, "2027-01-01").state, ClockState::Reported);
}

#[test]
fn odd_times_are_pointed_out() {
    let library = with(&clock("c", "initial", "anchor = 'aware'\nwithin = { days = 2 }"));
    let file = "[incident]\noccurred = 2026-11-09\naware = 2026-11-02\nresolved = 2027-01-01\n[facts]\na = true";
    let found = run(&library, file, "2026-11-10").warnings;
    let kinds: Vec<_> = found.iter().map(|warning| (warning.kind, warning.time)).collect();
    assert_eq!(
        kinds,
        [
            (TimeWarningKind::OutOfOrder, TimeName::Aware),
            (TimeWarningKind::InTheFuture, TimeName::Resolved)
        ]
    );
}

#[test]
fn wrong_clocks_are_refused_with_place_and_remedy() {
    let good = clock("c", "initial", "anchor = 'aware'\nwithin = { days = 15 }");
    let swap = |from: &str, to: &str| mistakes(&good.replace(from, to));
    let found = swap("anchor = 'aware'", "anchor = 'awake'");
    assert!(found.contains("clocks.toml:14:10: \"awake\" is no time"), "{found}");
    assert!(found.contains("did you mean \"aware\"?"), "{found}");
    assert!(swap("anchor = 'aware'", "anchor = []").contains("names no time"));
    assert!(swap("anchor = 'aware'", "anchor = ['aware', 'aware']").contains("named twice"));
    assert!(swap("provision = \"p\"", "provision = \"q\"").contains("no provision \"q\""));
    assert!(swap("days = 15", "days = 15, hours = 2").contains("exactly one unit"));
    assert!(swap("days = 15", "days = 0").contains("between 1 and"));
    assert!(swap("within = { days = 15 }", "").contains("either a period"));
    assert!(swap("days = 15", "weeks = 2").contains("unknown field \"weeks\""));
    assert!(swap("cite = \"2(1)\"", "").contains("missing field \"cite\""));
    assert!(swap("cite = \"2(1)\"", "cite = \"\"").contains("the citation is empty"));
    assert!(swap("sources = [\"S1\"]", "sources = []").contains("names no source"));
    assert!(swap("within", "when = 'aa'\nwithin").contains("unknown fact \"aa\""));
    assert!(swap("id = \"c\"", "id = \"p\"").contains("the id \"p\" is used twice"));
    let uncited = format!("{}{good}", COUNTING.replace("cite = \"3\"", ""));
    assert!(mistakes(&uncited).contains("missing field \"cite\""));
    let many = format!("{}{good}", COUNTING.replace("= 2", "= 99"));
    assert!(mistakes(&many).contains("more than 31 working days"));
}

#[test]
fn wrong_incidents_are_refused_with_place_and_remedy() {
    let library = with(&clock("c", "initial", "anchor = 'aware'\nwithin = { days = 2 }"));
    let wrong = |file: &str, format| {
        parse_incident("i", file.as_bytes(), format, &library).unwrap_err().to_string()
    };
    let toml = |line: &str| wrong(&format!("[incident]\n{line}\n"), Format::Toml);
    assert!(toml("aware = 2026-11-02T17:00:00").contains("i:2:9: aware cannot be read as a time"));
    assert!(toml("aware = 2026-11-02T17:00:00").contains("no offset from UTC"));
    assert!(toml("aware = 7").contains("aware holds the number 7"));
    assert!(toml("awear = 2026-11-02").contains("did you mean \"aware\"?"));
    assert!(toml("utc_offset = \"JST\"").contains("+09:00"));
    assert!(toml("submitted = { acts = 2026-11-02 }").contains("did you mean \"act\"?"));
    assert!(toml("holidays = [\"Monday\"]").contains("is not a calendar date"));
    assert!(toml("[facts]\naa = true").contains("unknown fact \"aa\""));
    assert!(toml("[fact]\na = true").contains("did you mean \"facts\"?"));
    assert!(wrong("a = true", Format::Toml).contains("the file has no incident"));
    assert!(wrong("[1]", Format::Json).contains("not an incident"));
    let json = r#"{"incident": {"aware": "2026-11-02T17:00:00+09:00"}, "facts": {"a": true}}"#;
    let yaml = "incident:\n  aware: 2026-11-02T17:00:00+09:00\nfacts:\n  a: true\n";
    let toml = parse_incident("i", AWARE.as_bytes(), Format::Toml, &library).unwrap();
    for (text, format) in [(json, Format::Json), (yaml, Format::Yaml)] {
        assert_eq!(parse_incident("i", text.as_bytes(), format, &library).unwrap(), toml);
    }
}

proptest::proptest! {
    #[test]
    fn any_incident_is_read_or_refused(text in "\\PC{0,200}") {
        let library = with(&clock("c", "initial", "anchor = 'aware'\nwithin = { days = 2 }"));
        for format in [Format::Json, Format::Toml, Format::Yaml] {
            let _ = parse_incident("i", text.as_bytes(), format, &library);
        }
    }
}
