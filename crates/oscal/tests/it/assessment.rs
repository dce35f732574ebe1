//! An assessment as plan and results.

use serde_json::Value;
use tenbin_assess::{
    Assessment, EvidenceItem, Input, Names, Status, SubjectKind, SubjectView, assess,
};
use tenbin_oscal::{Document, assessment_plan, assessment_results};
use tenbin_vocab::{
    Bilingual, Digest, EVIDENCE_SCHEMA, Evidence, FactState, FactValue, Facts, Outcome, SubjectRef,
    Timestamp, Tool,
};

use crate::{library_of, package_files};

fn document(kind: &str, control: &str) -> EvidenceItem {
    let record = Evidence {
        schema: EVIDENCE_SCHEMA.into(),
        kind: kind.into(),
        subject: SubjectRef { id: "x".into(), name: "X".into(), version: "1".into() },
        controls: vec![control.into()],
        outcome: Outcome::Document {
            title: Bilingual::new("方針", "Policy"),
            dated: Some("2026-01-02".parse().unwrap()),
        },
        made_at: Timestamp::UNIX_EPOCH,
        artefacts: Vec::new(),
        tool: Tool { name: "tenbin".into(), version: "0".into() },
    };
    EvidenceItem { id: record.id().unwrap(), file: "evidence/x.dsse.json".into(), record }
}

/// A provider of a general model with part of the evidence for one duty.
fn assessment() -> Assessment {
    let library = library_of(&package_files());
    let mut facts = Facts::new();
    for (name, value) in [
        ("is_gpai_model", FactValue::Bool(true)),
        ("placed_on_eu_market", FactValue::Bool(true)),
        ("gpai_free_open_source", FactValue::Bool(false)),
        ("placed_on_eu_market_date", FactValue::Date("2026-03-01".parse().unwrap())),
        ("role", FactValue::OneOf(vec!["provider".into(), "deployer".into()])),
        ("annex_iii_use", FactValue::OneOf(vec!["III.4.a".into()])),
        ("claims_6_3_derogation", FactValue::Bool(false)),
        ("performs_profiling", FactValue::Bool(true)),
        ("decisions_about_persons", FactValue::Bool(true)),
        ("seoul_signatory", FactValue::Bool(true)),
    ] {
        facts.insert(name.into(), FactState::known(value));
    }
    let selection = library.select(["eu-ai-act", "seoul-frontier"]).unwrap();
    let weighing = library.weigh(&facts, "2026-11-21".parse().unwrap(), &selection);
    let subject = SubjectView {
        id: "x".into(),
        name: Bilingual::new("エックス", "X"),
        version: String::new(),
        kind: SubjectKind::Model,
        provider: Bilingual::new("架空", "Nobody"),
        about: Bilingual::new("架空のモデル", "An invented model"),
        file: Digest::of(b"x"),
    };
    assess(Input {
        made_at: Timestamp::UNIX_EPOCH,
        tool: Tool { name: "tenbin".into(), version: "0".into() },
        subject,
        criteria: &[],
        facts,
        weighing,
        evidence: vec![document("policy", "C01"), document("framework", "C04")],
        names: Names::default(),
    })
    .unwrap()
}

fn json(document: Document) -> Value {
    serde_json::from_slice(&document.identified().unwrap().to_json().unwrap()).unwrap()
}

fn own<'a>(holder: &'a Value, name: &str) -> Vec<&'a str> {
    let props = holder["props"].as_array().into_iter().flatten();
    props.filter(|p| p["name"] == name).map(|p| p["value"].as_str().unwrap()).collect()
}

#[test]
fn two_states_say_what_seven_said_and_the_property_says_which() {
    let assessment = assessment();
    let made =
        json(Document::AssessmentResults(Box::new(assessment_results(&assessment, "p.json"))));
    let made = &made["assessment-results"];
    assert_eq!(made["import-ap"]["href"], "p.json");
    assert_eq!(made["metadata"]["last-modified"], "1970-01-01T00:00:00Z");
    let result = &made["results"][0];
    let findings = result["findings"].as_array().unwrap();
    let risks = result["risks"].as_array().unwrap();
    let reviewed = result["reviewed-controls"]["control-selections"][0]["include-controls"]
        .as_array()
        .unwrap();
    assert_eq!(reviewed.len(), findings.len());
    let mut seen = std::collections::BTreeSet::new();
    for finding in &assessment.findings {
        seen.insert(finding.status.as_str());
        let id = finding.provision.as_str();
        let shown = findings.iter().find(|found| own(found, "provision") == [id]);
        let risk = risks.iter().find(|risk| own(risk, "provision") == [id]);
        let left_out = own(&result["reviewed-controls"], finding.status.as_str()).contains(&id);
        let (state, reason) = match finding.status {
            Status::NotApplicable | Status::OtherParty => {
                assert!(shown.is_none() && risk.is_none() && left_out, "{id}");
                continue;
            }
            Status::Met => ("satisfied", "pass"),
            Status::Missing => ("not-satisfied", "fail"),
            Status::Partly | Status::Later | Status::Unknown => ("not-satisfied", "other"),
        };
        let shown = shown.unwrap();
        assert_eq!(own(shown, "verdict"), [finding.status.as_str()]);
        assert_eq!(shown["target"]["target-id"], format!("{id}_smt"));
        assert_eq!(shown["target"]["status"]["state"], state, "{id}");
        assert_eq!(shown["target"]["status"]["reason"], reason, "{id}");
        let adverse = matches!(finding.status, Status::Missing | Status::Partly);
        assert_eq!(risk.is_some(), adverse, "{id}");
        if let Some(risk) = risk {
            let answer = assessment.weighing.provisions.iter().find(|a| a.id == id).unwrap();
            let date = answer.due.or(answer.from).map(|date| format!("{date}T00:00:00Z"));
            assert_eq!(risk["deadline"].as_str(), date.as_deref(), "{id}");
            assert_eq!(shown["related-risks"][0]["risk-uuid"], risk["uuid"]);
        }
    }
    for status in ["met", "partly", "missing", "later", "unknown", "not-applicable"] {
        assert!(seen.contains(status), "the example shows no duty that is {status}");
    }
}

#[test]
fn evidence_is_an_observation_with_its_date_and_file() {
    let assessment = assessment();
    let made =
        json(Document::AssessmentResults(Box::new(assessment_results(&assessment, "p.json"))));
    let result = &made["assessment-results"]["results"][0];
    let observations = result["observations"].as_array().unwrap();
    assert_eq!(observations.len(), 2);
    let uuids: Vec<&Value> = observations.iter().map(|o| &o["uuid"]).collect();
    for observation in observations {
        assert_eq!(observation["methods"], serde_json::json!(["EXAMINE"]));
        assert_eq!(observation["collected"], "2026-01-02T00:00:00Z");
        assert_eq!(observation["relevant-evidence"][0]["href"], "evidence/x.dsse.json");
        let component = &result["local-definitions"]["components"][0]["uuid"];
        assert_eq!(&observation["subjects"][0]["subject-uuid"], component);
    }
    let met = result["findings"].as_array().unwrap().iter().find(|f| own(f, "verdict") == ["met"]);
    for related in met.unwrap()["related-observations"].as_array().unwrap() {
        assert!(uuids.contains(&&related["observation-uuid"]));
    }
}

#[test]
fn the_plan_looks_at_what_the_results_report() {
    let mut assessment = assessment();
    let results = assessment_results(&assessment, "p.json");
    let plan = assessment_plan(&assessment);
    assert_eq!(plan.reviewed_controls, results.results[0].reviewed_controls);
    assert!(plan.import_ssp.href.starts_with('#'));
    // Where nothing is left to look at, the selection is still one OSCAL takes.
    assessment.findings.retain(|finding| finding.status == Status::NotApplicable);
    let plan = assessment_plan(&assessment);
    let selection = &plan.reviewed_controls.control_selections[0];
    assert!(selection.include_controls.is_empty() && selection.include_all.is_some());
    assert_eq!(selection.exclude_controls.len(), assessment.findings.len());
}
