//! Fine rules over a small package.

use tenbin_vocab::Tri;

use super::{Bounds, Ceiling, DutyGroup, Exposure, FineOccasion, FineStep, FirmSize};
use crate::tests::{FACTS, date, facts, library, provision, try_library};
use crate::{Exchange, FineRule, FineUnit, Format, Library, Selection, parse_exchange};

const MORE_FACTS: &str = r#"
[fact.turnover]
subject = "organisation"
type = "number"
unit = "EUR"
min = 0
cost = 1
question = { ja = "売上高", en = "Turnover?" }
[fact.small]
subject = "organisation"
type = "bool"
cost = 1
question = { ja = "小", en = "Small?" }
[fact.middling]
subject = "organisation"
type = "bool"
cost = 1
question = { ja = "中", en = "Middling?" }
"#;

const RULE: &str = r#"
turnover = "turnover"
sme = "small"
smc = "middling"
[[penalty]]
id = "f"
cite = "99"
covers = { ja = "違反", en = "Breaches" }
fixed_max = 15_000_000
currency = "EUR"
turnover_percent = 3.0
rule = "higher-of"
sme = "lower-of"
smc = "lower-of"
from = 2025-08-02
confidence = "V2"
sources = ["S1"]
"#;

fn files(penalties: &str) -> [(String, String); 3] {
    let backed = |id: &str, version: &str| {
        provision(id, version).replace("force = \"must\"", "force = \"must\"\npenalty = \"f\"")
    };
    let now = backed("p", "from = 2024-01-01\nwhen = 'a'\napplies_from = 2025-01-01");
    let later = backed("q", "from = 2024-01-01\nwhen = 'a'\napplies_from = 2030-01-01");
    let bare = provision("r", "from = 2024-01-01\nwhen = 'a'\napplies_from = 2025-01-01");
    [
        ("frameworks/facts.toml".into(), format!("{FACTS}{MORE_FACTS}")),
        ("articles/a.toml".into(), now + &later + &bare),
        ("penalties.toml".into(), penalties.into()),
    ]
}

fn with(penalties: &str) -> Library {
    let files = files(penalties);
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    library(&files)
}

fn mistakes(penalties: &str) -> String {
    let files = files(penalties);
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    try_library(&files).map(|_| ()).unwrap_err().to_string()
}

fn expose(library: &Library, words: &str) -> Exposure {
    library.exposure(&facts(words), date("2026-06-01"), &Selection::all(), None)
}

/// The one amount of the rule.
fn ceiling(words: &str) -> Ceiling {
    let mut rules = expose(&with(RULE), words).rules;
    assert_eq!((rules.len(), rules[0].ceilings.len()), (1, 1));
    rules.remove(0).ceilings.remove(0)
}

fn bounds(words: &str) -> (f64, Option<f64>) {
    let Bounds { low, high } = ceiling(words).maximum;
    (low, high)
}

#[test]
fn the_higher_or_the_lower_of_the_two_by_size() {
    let large = "a=true small=false middling=false";
    assert_eq!(bounds(&format!("{large} turnover=2e9")), (60e6, Some(60e6)));
    assert_eq!(bounds(&format!("{large} turnover=1e8")), (15e6, Some(15e6)));
    // On the very line both are the same.
    assert_eq!(bounds(&format!("{large} turnover=5e8")), (15e6, Some(15e6)));
    assert_eq!(bounds("a=true small=true turnover=2e9"), (15e6, Some(15e6)));
    assert_eq!(bounds("a=true small=true turnover=1e7"), (3e5, Some(3e5)));
    assert_eq!(bounds("a=true small=false middling=true turnover=1e7"), (3e5, Some(3e5)));
}

#[test]
fn what_is_unknown_gives_bounds_and_is_asked_for() {
    assert_eq!(bounds("a=true small=false middling=false"), (15e6, None));
    assert_eq!(bounds("a=true small=true"), (0.0, Some(15e6)));
    assert_eq!(bounds("a=true turnover=2e9"), (15e6, Some(60e6)));
    assert_eq!(bounds("a=true turnover=?"), (0.0, None));
    let open = |words: &str| {
        let rules = expose(&with(RULE), words).rules;
        rules[0].open.iter().map(|open| open.fact.clone()).collect::<Vec<_>>()
    };
    assert_eq!(open("a=true small=true"), ["turnover"]);
    assert_eq!(open("a=true turnover=2e9 small=false"), ["middling"]);
    // Both ways give the same: nothing to ask.
    assert!(open("a=true turnover=5e8").is_empty());
    let share = ceiling("a=true small=true").steps;
    let even = share.iter().find_map(|step| match step {
        FineStep::Share { even_at, .. } => *even_at,
        _ => None,
    });
    assert_eq!(even, Some(5e8));
}

#[test]
fn the_arithmetic_is_given_line_by_line() {
    let steps = ceiling("a=true small=false middling=false turnover=2e9").steps;
    let only = Bounds { low: 60e6, high: Some(60e6) };
    assert_eq!(
        steps,
        [
            FineStep::Share {
                percent: 3.0,
                fact: Some("turnover".into()),
                turnover: Some(2e9),
                divided_by: None,
                amount: Some(60e6),
                even_at: None
            },
            FineStep::Fixed { amount: 15e6 },
            FineStep::Size { size: FirmSize::Sme, verdict: Tri::No, rule: FineRule::LowerOf },
            FineStep::Size { size: FirmSize::Smc, verdict: Tri::No, rule: FineRule::LowerOf },
            FineStep::Choose { rule: FineRule::HigherOf, result: only },
        ]
    );
}

#[test]
fn duties_share_a_rule_and_are_kept_apart_by_time() {
    let library = with(RULE);
    let exposure = expose(&library, "a=true turnover=2e9 role=provider");
    assert_eq!(exposure.rules.len(), 1, "one rule, not one a duty");
    let rule = &exposure.rules[0];
    assert_eq!(
        (rule.now.as_slice(), rule.later.as_slice()),
        (&["p".into()][..], &["q".into()][..])
    );
    assert_eq!(exposure.without_rule, ["r"]);
    assert_eq!(
        exposure.duties.iter().map(|d| d.group).collect::<Vec<_>>(),
        [DutyGroup::Now, DutyGroup::Later]
    );
    let open = expose(&library, "");
    assert!(open.duties.iter().all(|duty| duty.group == DutyGroup::May));
    assert!(expose(&library, "a=false").duties.is_empty());
    let other = expose(&library, "a=true role=deployer");
    assert_eq!((other.duties.len(), other.other_party), (0, 2));
}

#[test]
fn rules_have_parts_occasions_units_and_conditions() {
    let text = r#"
turnover = "turnover"
[[penalty]]
id = "f"
cite = "99"
covers = { ja = "違反", en = "Breaches" }
fixed_min = 1_000
fixed_max = 1_000_000
later_max = 3_000_000
currency = "EUR"
per = "violation"
when = "b"
from = 2027-01-01
confidence = "V2"
sources = ["S1"]
[[penalty.part]]
name = { ja = "履行強制金", en = "Periodic payment" }
turnover_percent = 5.0
per = "day-of-turnover"
cite = "100"
[[penalty.part]]
name = { ja = "害", en = "Harm" }
min = 10
max = 20
when = "c"
cite = "101"
"#;
    let library = with(text);
    let rule = expose(&library, "a=true b=true c=true turnover=3.65e8").rules.remove(0);
    assert_eq!(rule.state, crate::TextState::NotYet);
    let seen: Vec<_> =
        rule.ceilings.iter().map(|c| (c.occasion, c.per, c.maximum.exact(), c.minimum)).collect();
    assert_eq!(
        seen,
        [
            (FineOccasion::First, Some(FineUnit::Violation), Some(1e6), Some(1e3)),
            (FineOccasion::Later, Some(FineUnit::Violation), Some(3e6), Some(1e3)),
            (FineOccasion::Any, Some(FineUnit::DayOfTurnover), Some(5e4), None),
            (FineOccasion::Any, None, Some(20.0), Some(10.0)),
        ]
    );
    let reached = |words: &str| {
        let rule = expose(&library, words).rules.remove(0);
        (rule.verdict, rule.ceilings.len())
    };
    assert_eq!(reached("a=true b=false"), (Tri::No, 0));
    assert_eq!(reached("a=true"), (Tri::Unknown, 4));
    assert_eq!(reached("a=true b=true c=false"), (Tri::Yes, 3));
}

#[test]
fn nothing_is_converted_without_a_rate() {
    let library = with(RULE);
    let known = facts("a=true small=true turnover=1e7");
    let on = date("2026-06-01");
    let expose = |exchange: Option<&Exchange>| {
        library.exposure(&known, on, &Selection::all(), exchange).rules.remove(0).ceilings.remove(0)
    };
    assert_eq!(expose(None).converted, None);
    let text = "[exchange]\nto = 'JPY'\nrates = { EUR = 160.0 }\nsource = 'example'";
    let exchange = parse_exchange("s.toml", text.as_bytes(), Format::Toml).unwrap().unwrap();
    let ceiling = expose(Some(&exchange));
    assert_eq!(ceiling.maximum.exact(), Some(3e5), "the law's own amount stays");
    let converted = ceiling.converted.unwrap();
    assert_eq!((converted.currency.as_str(), converted.maximum.exact()), ("JPY", Some(48e6)));
    let other = Exchange { rates: [("USD".to_owned(), 150.0)].into(), ..exchange };
    assert_eq!(expose(Some(&other)).converted, None);
}

#[test]
fn wrong_rates_are_refused() {
    let wrong = |table: &str| {
        let text = format!("[exchange]\n{table}");
        parse_exchange("s", text.as_bytes(), Format::Toml).unwrap_err().to_string()
    };
    assert!(wrong("to = 'yen'").contains("s:2:6: to is no currency"));
    assert!(wrong("to = 'JPY'\nrates = { EUR = -1.0 }\nsource = 'x'").contains("has no rate"));
    assert!(wrong("to = 'JPY'\nrates = { EUR = 1.0 }").contains("exchange says no source"));
    assert!(wrong("too = 'JPY'").contains("did you mean \"to\"?"));
    assert_eq!(parse_exchange("s", b"[facts]\n", Format::Toml).unwrap(), None);
}

#[test]
fn wrong_rules_are_refused_with_place_and_remedy() {
    let swap = |from: &str, to: &str| mistakes(&RULE.replacen(from, to, 1));
    assert!(swap("currency = \"EUR\"\n", "").contains("a fixed amount and its currency"));
    assert!(swap("currency = \"EUR\"", "currency = \"euro\"").contains("is no currency"));
    assert!(
        swap("currency = \"EUR\"", "currency = \"USD\"").contains("turnover turnover is in EUR")
    );
    assert!(swap("turnover = \"turnover\"", "turnover = \"placed\"").contains("is no number fact"));
    assert!(
        swap("fixed_max = 15_000_000", "fixed_min = 2\nfixed_max = 1")
            .contains("more than the most")
    );
    assert!(swap("fixed_max = 15_000_000", "fixed_max = -1").contains("-1 is no amount"));
    assert!(swap("sme = \"small\"", "sme = \"smal\"").contains("unknown fact \"smal\""));
    assert!(
        swap("from = 2025-08-02", "from = 2025-08-02\nuntil = 2025-08-02")
            .contains("ends before it starts")
    );
    assert!(swap("cite = \"99\"", "cite = \" \"").contains("the citation is empty"));
    assert!(swap("sources = [\"S1\"]", "sources = []").contains("names no source"));
    let part = |text: &str| {
        mistakes(&format!("{RULE}[[penalty.part]]\nname = {{ ja = \"x\", en = \"x\" }}\n{text}"))
    };
    assert!(part("cite = '1'").contains("neither max nor turnover_percent"));
    assert!(part("max = 1").contains("missing field \"cite\""));
}
