use tenbin_law::SourceFile;
use tenbin_vocab::Confidence;

use crate::load_policies;
use crate::sample::library;

fn lags(rule: &str) -> Result<Vec<super::Lag>, String> {
    let text = format!(
        r#"
[[lag]]
id = "x"
title = {{ ja = "題", en = "Title" }}
[lag.event]
on = 2024-01-31
what = {{ ja = "出来事", en = "It happened" }}
cite = "Record 1"
confidence = "V"
sources = ["S1"]
[[lag.rule]]
what = {{ ja = "応え", en = "Answers" }}
confidence = "V"
sources = ["S1"]
{rule}
"#
    );
    let files = [SourceFile { path: "policies/lags.toml", text: &text }];
    load_policies(&files, &library()).map(|found| found.lags).map_err(|m| m.to_string())
}

#[test]
fn days_are_counted_from_the_event_to_the_date_the_package_holds() {
    let days = |rule: &str| {
        let lags = lags(rule).unwrap();
        let rule = lags[0].rules[0].clone();
        (rule.days, rule.on.to_string(), rule.confidence, rule.jurisdiction)
    };
    let applies = days("moment = 'applies'\nprovision = 'pact.1'");
    assert_eq!(applies, (152, "2024-07-01".into(), Confidence::V2, "XX".into()));
    let in_force = days("moment = 'in-force'\nframework = 'pact'");
    assert_eq!((in_force.0, in_force.1.as_str()), (30, "2024-03-01"));
    let version = days("moment = 'published'\nframework = 'pact'\nversion = 'v1'");
    assert_eq!(version.0, -30);
    let written = days("moment = 'adopted'\non = 2024-01-31\ncite = 'Act'\njurisdiction = 'YY'");
    assert_eq!((written.0, written.2, written.3.as_str()), (0, Confidence::V, "YY"));
}

#[test]
fn a_date_known_by_month_makes_the_days_approximate() {
    let rule = "moment = 'adopted'\non = 2024-05-01\nprecision = 'month'\ncite = 'Act'\njurisdiction = 'YY'";
    assert!(lags(rule).unwrap()[0].rules[0].approximate);
    assert!(!lags("moment = 'applies'\nprovision = 'pact.1'").unwrap()[0].rules[0].approximate);
}

#[test]
fn every_mistake_has_file_line_and_remedy() {
    let cases = [
        (
            "moment = 'applies'\nprovision = 'pact.9'",
            "unknown provision \"pact.9\"",
            "did you mean",
        ),
        ("moment = 'applies'\nprovision = 'pact.2'", "has no single day", "with on and cite"),
        (
            "moment = 'in-force'\nprovision = 'pact.1'",
            "gives the day its duty applies",
            "moment = \"applies\"",
        ),
        (
            "moment = 'in-force'\nframework = 'pakt'",
            "unknown framework \"pakt\"",
            "did you mean \"pact\"?",
        ),
        ("moment = 'adopted'\nframework = 'pact'", "has no status \"adopted\"", "choose a moment"),
        (
            "moment = 'adopted'\nframework = 'pact'\nversion = 'v2'",
            "unknown text version",
            "use one of: v1",
        ),
        ("moment = 'adopted'", "needs one of provision, framework and on", "write the date"),
        ("moment = 'adopted'\non = 2024-01-31", "needs cite and jurisdiction", "say where"),
        ("moment = 'adopts'\non = 2024-01-31", "unknown variant", "did you mean"),
    ];
    for (rule, message, hint) in cases {
        let found = lags(rule).unwrap_err();
        assert!(found.contains("policies/lags.toml:"), "no line in: {found}");
        assert!(found.contains(message) && found.contains(hint), "{message}: {found}");
    }
}
