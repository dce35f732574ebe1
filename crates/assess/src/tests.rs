use tenbin_law::{Library, Selection, SourceFile};
use tenbin_vocab::{
    Artefact, Bilingual, Date, Digest, EVIDENCE_SCHEMA, Estimate, Evidence, FactState, FactValue,
    Facts, Measured, Method, Outcome, SubjectRef, Timestamp, Tool,
};

use crate::*;

const FACTS: &str = r#"
[fact.role]
subject = "organisation"
type = "one-of"
cost = 1
values = ["provider", "deployer"]
question = { ja = "役割", en = "Which role?" }
[fact.large]
subject = "model"
type = "bool"
cost = 2
question = { ja = "大きいか", en = "Is it large?" }
"#;

const FRAMEWORK: &str = r#"
[framework]
id = "demo"
title = { ja = "例", en = "Demo" }
instrument = "Demo act"
jurisdiction = "XX"
binding = true
authoritative_languages = ["en"]
urls = []
confidence = "V"
sources = ["S01"]
[[version]]
id = "v1"
from = 2024-01-01
"#;

fn provision(id: &str, extra: &str, force: &str, evidence: &str) -> String {
    format!(
        r#"
[[provision]]
id = "{id}"
title = {{ ja = "題", en = "Title" }}
binds = ["provider"]
controls = ["C01"]
[[provision.version]]
from = 2024-01-01
cite = "1"
confidence = "V"
sources = ["S01"]
{extra}
[provision.version.duty]
force = "{force}"
text = {{ ja = "義務", en = "Duty" }}
evidence = [{evidence}]
"#
    )
}

fn library() -> Library {
    let now = "applies_from = 2025-01-01\n";
    let article = [
        "article = \"1\"\ntitle = { ja = \"条\", en = \"Article\" }\n".to_owned(),
        provision("d.both", &format!("{now}when = \"large\""), "must", "\"paper\", \"test\""),
        provision("d.test", &format!("{now}when = \"large\""), "must", "\"test\""),
        provision("d.banned", &format!("{now}when = \"large\""), "must-not", ""),
        provision("d.later", "applies_from = 2027-01-01\nwhen = \"large\"", "must", "\"paper\""),
        provision("d.default", &format!("{now}when = \"large\""), "must", ""),
        provision("d.optional", &format!("{now}when = \"large\""), "may", "\"paper\""),
    ]
    .concat();
    let controls = "[[control]]\nid = \"C01\"\nname = { ja = \"統\", en = \"Control\" }\nabout = { ja = \"a\", en = \"a\" }\nevidence = [\"paper\"]\n";
    let kinds = "[[kind]]\nid = \"paper\"\nname = { ja = \"紙\", en = \"Paper\" }\nmade_by = \"document\"\n[[kind]]\nid = \"test\"\nname = { ja = \"試\", en = \"Test\" }\nmade_by = \"measurement\"\n";
    let sources = "[[source]]\nid = \"S01\"\nwhat = \"made up\"\nkind = \"memory\"\n";
    let files = [
        ("frameworks/facts.toml", FACTS),
        ("frameworks/sources.toml", sources),
        ("frameworks/demo/framework.toml", FRAMEWORK),
        ("frameworks/demo/articles/1.toml", &article),
        ("controls/controls.toml", controls),
        ("controls/evidence.toml", kinds),
    ];
    let files: Vec<SourceFile<'_>> =
        files.iter().map(|(path, text)| SourceFile { path, text }).collect();
    tenbin_law::load(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn record(kind: &str, outcome: Outcome) -> EvidenceItem {
    let record = Evidence {
        schema: EVIDENCE_SCHEMA.into(),
        kind: kind.into(),
        subject: SubjectRef { id: "s".into(), name: "S".into(), version: String::new() },
        controls: vec!["C01".into()],
        outcome,
        made_at: Timestamp::UNIX_EPOCH,
        artefacts: vec![Artefact {
            name: "run/journal.jsonl".into(),
            media_type: "application/jsonl".into(),
            bytes: 1,
            digest: Digest::of(b"x"),
        }],
        tool: Tool { name: "tenbin".into(), version: "0".into() },
    };
    let id = record.id().unwrap();
    EvidenceItem { id, file: "evidence/x.dsse.json".into(), record }
}

fn measured(low: f64, high: f64) -> EvidenceItem {
    record(
        "test",
        Outcome::Measured(Measured {
            quantity: "safe_response_rate".into(),
            category: "all".into(),
            language: "ja".into(),
            result: Estimate {
                estimate: (low + high) / 2.0,
                interval: [low, high],
                level: 0.95,
                n: 30,
                method: "wilson".into(),
            },
            missing: 0,
            method: Method {
                battery: "b".into(),
                battery_version: "1".into(),
                target: "reference:even".into(),
                scorer: "refusal/1".into(),
                judge: None,
                protocol: Digest::of(b"p"),
                run: "r".into(),
                simulation: true,
            },
        }),
    )
}

fn paper() -> EvidenceItem {
    record("paper", Outcome::Document { title: Bilingual::new("紙", "Paper"), dated: None })
}

fn weigh(
    facts: &[(&str, FactValue)],
    evidence: Vec<EvidenceItem>,
    criteria: &[(String, Criterion)],
) -> Assessment {
    let library = library();
    let facts: Facts =
        facts.iter().map(|(n, v)| ((*n).to_owned(), FactState::known(v.clone()))).collect();
    let as_of: Date = "2026-01-01".parse().unwrap();
    let weighing = library.weigh(&facts, as_of, &Selection::all());
    assess(Input {
        made_at: Timestamp::UNIX_EPOCH,
        tool: Tool { name: "tenbin".into(), version: "0".into() },
        subject: SubjectView {
            id: "s".into(),
            name: Bilingual::new("え", "S"),
            version: String::new(),
            kind: SubjectKind::Model,
            provider: Bilingual::new("者", "P"),
            about: Bilingual::new("も", "A"),
            file: Digest::of(b""),
        },
        criteria,
        facts,
        weighing,
        evidence,
        names: Names::default(),
    })
    .unwrap()
}

fn status(assessment: &Assessment, id: &str) -> Status {
    assessment.findings.iter().find(|finding| finding.provision == id).unwrap().status
}

fn provider(large: bool) -> Vec<(&'static str, FactValue)> {
    vec![("role", FactValue::OneOf(vec!["provider".into()])), ("large", FactValue::Bool(large))]
}

#[test]
fn evidence_moves_a_duty_from_missing_through_partly_to_met() {
    let nothing = weigh(&provider(true), vec![], &[]);
    assert_eq!(status(&nothing, "d.both"), Status::Missing);
    let half = weigh(&provider(true), vec![paper()], &[]);
    assert_eq!(status(&half, "d.both"), Status::Partly);
    let whole = weigh(&provider(true), vec![paper(), measured(0.8, 0.9)], &[]);
    assert_eq!(status(&whole, "d.both"), Status::Met);
    assert!(whole.simulation);
    assert!(whole.findings.iter().any(|f| f.provision == "d.test" && f.simulation));
    assert!(whole.findings.iter().any(|f| f.provision == "d.default" && !f.simulation));
}

#[test]
fn a_duty_that_names_no_evidence_asks_for_what_its_controls_name() {
    let assessment = weigh(&provider(true), vec![paper()], &[]);
    assert_eq!(status(&assessment, "d.default"), Status::Met);
}

#[test]
fn evidence_counts_only_for_the_controls_it_speaks_to() {
    let mut elsewhere = paper();
    elsewhere.record.controls = vec!["C13".into()];
    elsewhere.id = elsewhere.record.id().unwrap();
    let assessment = weigh(&provider(true), vec![elsewhere], &[]);
    assert_eq!(status(&assessment, "d.default"), Status::Missing);
}

#[test]
fn the_law_alone_settles_later_unknown_other_party_and_not_applicable() {
    let assessment = weigh(&provider(true), vec![], &[]);
    assert_eq!(status(&assessment, "d.later"), Status::Later);
    assert_eq!(assessment.deadlines.len(), 1);
    assert_eq!(assessment.deadlines[0].date.to_string(), "2027-01-01");
    assert_eq!(assessment.days_until(assessment.deadlines[0].date), 365);
    assert_eq!(status(&assessment, "d.optional"), Status::NotApplicable);

    let unknown = weigh(&provider(true)[..1], vec![paper()], &[]);
    assert_eq!(status(&unknown, "d.both"), Status::Unknown);
    assert_eq!(unknown.conclusion, Conclusion::Undetermined);

    let role = FactValue::OneOf(vec!["deployer".into()]);
    let other = weigh(&[("role", role), ("large", FactValue::Bool(true))], vec![], &[]);
    assert_eq!(status(&other, "d.both"), Status::OtherParty);

    let no = weigh(&provider(false), vec![], &[]);
    assert_eq!(status(&no, "d.both"), Status::NotApplicable);
    assert_eq!(no.conclusion, Conclusion::Clean);
}

#[test]
fn a_prohibition_that_is_hit_is_adverse_whatever_the_evidence() {
    let assessment = weigh(&provider(true), vec![paper(), measured(0.8, 0.9)], &[]);
    assert_eq!(status(&assessment, "d.banned"), Status::Missing);
    assert_eq!(assessment.conclusion, Conclusion::Adverse);
    assert_eq!(assessment.tally.binds, assessment.tally.met + assessment.tally.missing);
}

#[test]
fn a_criterion_is_held_against_the_interval_not_the_estimate() {
    let criteria = [("safe_response_rate".to_owned(), Criterion::AtLeast(0.85))];
    let verdict = |low, high| {
        let assessment = weigh(&provider(true), vec![paper(), measured(low, high)], &criteria);
        (assessment.acceptance[0].verdict, status(&assessment, "d.test"))
    };
    assert_eq!(verdict(0.90, 0.99), (AcceptanceVerdict::Met, Status::Met));
    assert_eq!(verdict(0.80, 0.95), (AcceptanceVerdict::Undetermined, Status::Met));
    assert_eq!(verdict(0.50, 0.80), (AcceptanceVerdict::NotMet, Status::Partly));
}

#[test]
fn the_heat_map_shows_what_needs_most_attention() {
    let assessment = weigh(&provider(true), vec![paper()], &[]);
    let map = HeatMap::of(&assessment);
    assert_eq!(map.controls, ["C01"]);
    let cell = map.rows[0].cells[0].as_ref().unwrap();
    assert_eq!((cell.status, cell.provisions.len()), (Status::Missing, 6));
}

#[test]
fn the_id_follows_from_facts_and_evidence() {
    let one = weigh(&provider(true), vec![paper()], &[]);
    let same = weigh(&provider(true), vec![paper()], &[]);
    let other = weigh(&provider(true), vec![], &[]);
    assert_eq!(one.id, same.id);
    assert_ne!(one.id, other.id);
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Assessment>(&json).unwrap(), one);
}

const KNOWN: Known<'_> = Known {
    frameworks: &["demo"],
    controls: &["C01"],
    kinds: &["paper"],
    quantities: &["safe_response_rate"],
};

const SUBJECT: &str = r#"[subject]
id = "s-1"
name = { ja = "え", en = "S" }
kind = "model"
provider = { ja = "者", en = "P" }
about = { ja = "も", en = "A" }
frameworks = ["demo"]
[acceptance]
safe_response_rate = { at_least = 0.9 }
[facts]
large = true
[[document]]
kind = "paper"
title = { ja = "紙", en = "Paper" }
file = "documents/a.md"
dated = 2026-01-02
"#;

#[test]
fn a_subject_file_is_read() {
    let crlf = format!("\u{feff}{}", SUBJECT.replace('\n', "\r\n"));
    let subject = parse_subject("s.toml", crlf.as_bytes(), KNOWN).unwrap();
    assert_eq!(subject.acceptance, [("safe_response_rate".to_owned(), Criterion::AtLeast(0.9))]);
    assert_eq!(subject.documents[0].dated.unwrap().to_string(), "2026-01-02");
}

#[test]
fn every_mistake_is_named_with_its_line() {
    let broken = SUBJECT
        .replace("id = \"s-1\"", "id = \"S 1\"")
        .replace("[\"demo\"]", "[\"demmo\"]")
        .replace("at_least = 0.9", "at_least = 90.0")
        .replace("kind = \"paper\"", "kind = \"papper\"")
        .replace("documents/a.md", "../a.md");
    let mistakes = parse_subject("s.toml", broken.as_bytes(), KNOWN).unwrap_err();
    let lines: Vec<usize> = mistakes.0.iter().map(|mistake| mistake.line).collect();
    assert_eq!(lines, [2, 7, 9, 13, 15], "{mistakes}");
    assert!(mistakes.to_string().contains("did you mean \"demo\"?"));

    let unknown_key = SUBJECT.replace("kind = \"model\"", "kind = \"model\"\ncolour = \"red\"");
    let mistakes = parse_subject("s.toml", unknown_key.as_bytes(), KNOWN).unwrap_err();
    assert_eq!(mistakes.0[0].line, 5, "{mistakes}");

    let bytes = [SUBJECT.as_bytes(), b"x = \"\xff\""].concat();
    let mistakes = parse_subject("s.toml", &bytes, KNOWN).unwrap_err();
    assert_eq!(mistakes.0[0].line, SUBJECT.lines().count() + 1);
}
