use tenbin_law::SourceFile;

use super::*;
use crate::sample::library;

const OWNERS: &str =
    "[[owner]]\nid = 'office'\nname = { ja = '局', en = 'Office' }\njurisdiction = 'XX'\n";

const PLAN: &str = r#"
[plan]
id = "plan"
title = { ja = "計画", en = "Plan" }
short = { ja = "計画", en = "Plan" }
jurisdiction = "XX"
owner = "office"
on = 2025-01-01
instrument = "Paper of 2025"
about = { ja = "内容", en = "What it is" }
reviewed = 2025-12-01
confidence = "V"
sources = ["S1"]
[[pillar]]
id = "one"
title = { ja = "一", en = "One" }
[[measure]]
id = "plan.1"
pillar = "one"
gist = { ja = "調べる", en = "Study it" }
owners = ["office"]
due = 2025-06-01
cite = "Section 1"
confidence = "V2"
sources = ["S1"]
[[measure]]
id = "plan.2"
pillar = "one"
gist = { ja = "公表する", en = "Publish it" }
due = 2025-06-01
cite = "Section 2"
confidence = "M"
sources = ["S1"]
[measure.status]
progress = "done"
on = 2025-05-01
note = { ja = "公表した", en = "Published" }
confidence = "V"
sources = ["S1"]
"#;

fn load(plan: &str) -> Result<Policies, String> {
    let files = [
        SourceFile { path: "policies/owners.toml", text: OWNERS },
        SourceFile { path: "policies/plan.toml", text: plan },
    ];
    load_policies(&files, &library()).map_err(|mistakes| mistakes.to_string())
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn a_measure_no_source_speaks_of_is_unknown_and_not_overdue() {
    let found = load(PLAN).unwrap();
    let plan = found.plan("plan").unwrap();
    assert_eq!((plan.number(Progress::Unknown), plan.number(Progress::Done)), (1, 1));
    assert_eq!(plan.number(Progress::Overdue), 0);
    let passed = |today| -> Vec<bool> {
        plan.measures.iter().map(|measure| measure.due_passed(today)).collect()
    };
    assert_eq!(passed(day("2025-06-01")), [false, false]);
    assert_eq!(passed(day("2025-06-02")), [true, false]);
}

#[test]
fn filters_take_owner_status_due_date_and_words() {
    let found = load(PLAN).unwrap();
    let today = day("2026-01-01");
    let ids = |filter: MeasureFilter| -> Vec<String> {
        found.measures(&filter, today).iter().map(|line| line.measure.id.clone()).collect()
    };
    let all = MeasureFilter::default;
    assert_eq!(ids(all()).len(), 2);
    assert_eq!(ids(MeasureFilter { owner: Some("office".into()), ..all() }), ["plan.1"]);
    assert_eq!(ids(MeasureFilter { progress: Some(Progress::Done), ..all() }), ["plan.2"]);
    assert_eq!(ids(MeasureFilter { text: Some("study".into()), ..all() }), ["plan.1"]);
    assert!(ids(MeasureFilter { due_before: Some(day("2025-06-01")), ..all() }).is_empty());
    assert_eq!(ids(MeasureFilter { due_before: Some(day("2025-06-02")), ..all() }).len(), 2);
    assert!(ids(MeasureFilter { plan: Some("other".into()), ..all() }).is_empty());
}

#[test]
fn every_mistake_has_file_line_and_remedy() {
    let cases = [
        (
            PLAN.replace("owner = \"office\"", "owner = \"ofice\""),
            "unknown owner \"ofice\"",
            "did you mean \"office\"?",
        ),
        (
            PLAN.replace("pillar = \"one\"", "pillar = \"two\""),
            "unknown pillar \"two\"",
            "use one of: one",
        ),
        (PLAN.replace("plan.2", "plan.1"), "the id \"plan.1\" is used twice", "rename one"),
        (
            PLAN.replace("due = 2025-06-01", "due = 2024-06-01"),
            "due before the plan",
            "correct one",
        ),
        (PLAN.replace("on = 2025-05-01", "on = 2026-05-01"), "younger than the review", "reviewed"),
        (
            PLAN.replace("progress = \"done\"", "progress = \"unknown\""),
            "says nothing",
            "leave the status out",
        ),
        (
            PLAN.replace("progress = \"done\"", "progress = \"dun\""),
            "unknown variant",
            "use one of: done",
        ),
        (
            PLAN.replace("cite = \"Section 1\"", "cite = \"\""),
            "the citation is empty",
            "where it is written",
        ),
        (
            PLAN.replace("reviewed = 2025-12-01", "reviewed = 2024-12-01"),
            "before the plan",
            "correct one",
        ),
        (
            PLAN.replace("sources = [\"S1\"]\n[[pillar]]", "sources = []\n[[pillar]]"),
            "names no source",
            "sources.toml",
        ),
        (
            PLAN.replace("[plan]", "[plan]\nreplaced_by = \"later\""),
            "unknown plan \"later\"",
            "use one of: plan",
        ),
    ];
    for (text, message, hint) in cases {
        let found = load(&text).unwrap_err();
        assert!(found.contains("policies/plan.toml:"), "no line in: {found}");
        assert!(found.contains(message) && found.contains(hint), "{message}: {found}");
    }
}
