//! What an assessment found, as assessment results.

use std::collections::{BTreeMap, BTreeSet};

use tenbin_assess::{Assessment, Conclusion, EvidenceItem, Finding, Status, SubjectKind};
use tenbin_law::ProvisionAnswer;
use tenbin_vocab::{Digest, Measured, Outcome};

use super::plan::{is_reviewed, reviewed};
use super::{Props, assessment_metadata, line};
use crate::token::statement;
use crate::types::{
    AssessmentResult, AssessmentResults, Component, ComponentStatus, FindingTarget,
    LocalDefinitions, ObjectiveStatus, Observation, Reference, RelatedObservation, RelatedRisk,
    RelevantEvidence, ResultFinding, Risk, SubjectReference, instant, midnight,
};
use crate::uuid::Uuid;

/// The results of an assessment; `plan` is the file of its plan.
///
/// OSCAL knows two states. A duty that is met is `satisfied`; every other one
/// is `not-satisfied`, and its property `verdict` says what it really is:
/// missing, partly, later or unknown. Only missing and partly give a risk.
#[must_use]
pub fn assessment_results(assessment: &Assessment, plan: &str) -> AssessmentResults {
    let writer = Writer {
        assessment,
        subject: Uuid::of(&["subject", &assessment.id]),
        answers: assessment.weighing.provisions.iter().map(|a| (a.id.as_str(), a)).collect(),
    };
    let subject = &assessment.subject;
    let title = line(&format!("Assessment of {} on {}", subject.name.en, assessment.as_of));
    AssessmentResults {
        uuid: Uuid::nil(),
        metadata: assessment_metadata(title.clone(), assessment),
        import_ap: Reference { href: plan.to_owned(), remarks: None },
        results: vec![writer.result(title)],
        back_matter: None,
    }
}

struct Writer<'a> {
    assessment: &'a Assessment,
    /// The subject's component.
    subject: Uuid,
    answers: BTreeMap<&'a str, &'a ProvisionAnswer>,
}

impl Writer<'_> {
    fn result(&self, title: String) -> AssessmentResult {
        let assessment = self.assessment;
        let mut props = Props::default();
        props.add("as-of", assessment.as_of.to_string());
        props.add("conclusion", conclusion(assessment.conclusion));
        props.add("weakest-confidence", assessment.weakest.as_str());
        for status in Status::ALL {
            let count = assessment.tally.count(status);
            props.add(&format!("count-{}", status.as_str()), count.to_string());
        }
        if assessment.simulation {
            props.add("simulation", "true");
        }
        let shown: Vec<&Finding> =
            assessment.findings.iter().filter(|finding| is_reviewed(finding)).collect();
        let at = instant(assessment.made_at);
        let mut description = format!(
            "The law is read at {}. {} of {} duties that bind are met.",
            assessment.as_of, assessment.tally.met, assessment.tally.binds
        );
        if assessment.simulation {
            description.push_str(" Some results come from a simulated model.");
        }
        AssessmentResult {
            uuid: Uuid::of(&["result", &assessment.id]),
            title,
            description,
            start: at.clone(),
            end: at,
            props: props.0,
            local_definitions: LocalDefinitions { components: vec![self.component()] },
            reviewed_controls: reviewed(assessment),
            observations: self.observations(),
            risks: shown.iter().filter_map(|finding| self.risk(finding)).collect(),
            findings: shown.iter().map(|finding| self.finding(finding)).collect(),
        }
    }

    fn component(&self) -> Component {
        let subject = &self.assessment.subject;
        let mut props = Props::default();
        props.add("subject", &subject.id);
        props.add("version", &subject.version);
        props.add("provider", &subject.provider.en);
        props.add("name-ja", &subject.name.ja);
        props.add("file-digest", subject.file.to_string());
        Component {
            uuid: self.subject.clone(),
            kind: match subject.kind {
                SubjectKind::Model => "software",
                SubjectKind::System => "system",
            }
            .to_owned(),
            title: line(&subject.name.en),
            description: subject.about.en.clone(),
            props: props.0,
            status: ComponentStatus {
                state: "other".to_owned(),
                remarks: Some("Not stated.".to_owned()),
            },
        }
    }

    fn observation_uuid(&self, id: &Digest) -> Uuid {
        Uuid::of(&["observation", &self.assessment.id, &id.to_string()])
    }

    fn risk_uuid(&self, provision: &str) -> Uuid {
        Uuid::of(&["risk", &self.assessment.id, provision])
    }

    /// One a record; the same record twice is one observation.
    fn observations(&self) -> Vec<Observation> {
        let mut seen = BTreeSet::new();
        let items = self.assessment.evidence.iter().filter(|item| seen.insert(item.id));
        items.map(|item| self.observation(item)).collect()
    }

    fn observation(&self, item: &EvidenceItem) -> Observation {
        let record = &item.record;
        let mut props = Props::default();
        props.add("evidence", &record.kind);
        props.add("record", item.id.to_string());
        props.all("shared-control", &record.controls);
        let kinds = &self.assessment.names.kinds;
        let kind = kinds.get(&record.kind).map_or(record.kind.as_str(), |name| &name.en);
        let (description, method, collected) = match &record.outcome {
            Outcome::Measured(measured) => {
                props.add("quantity", &measured.quantity);
                props.add("category", &measured.category);
                props.add("language", &measured.language);
                props.add("estimate", measured.result.estimate.to_string());
                props.add("interval-low", measured.result.interval[0].to_string());
                props.add("interval-high", measured.result.interval[1].to_string());
                props.add("protocol", measured.method.protocol.to_string());
                if measured.method.simulation {
                    props.add("simulation", "true");
                }
                (said(measured), "TEST", instant(record.made_at))
            }
            Outcome::Document { title, dated } => {
                props.add("title-ja", &title.ja);
                let collected = dated.map_or_else(|| instant(record.made_at), midnight);
                let text = format!(
                    "{}. That the document exists and is unchanged is recorded; its content is not judged.",
                    title.en
                );
                (text, "EXAMINE", collected)
            }
        };
        Observation {
            uuid: self.observation_uuid(&item.id),
            title: line(kind),
            description,
            props: props.0,
            methods: vec![method.to_owned()],
            subjects: vec![SubjectReference {
                subject_uuid: self.subject.clone(),
                kind: "component".to_owned(),
            }],
            relevant_evidence: vec![RelevantEvidence {
                href: item.file.clone(),
                description: "Signed record; the path starts at the assessment folder.".to_owned(),
            }],
            collected,
        }
    }

    fn related(&self, finding: &Finding) -> Vec<RelatedObservation> {
        let ids: BTreeSet<&Digest> =
            finding.evidence.iter().flat_map(|state| &state.records).collect();
        ids.into_iter()
            .map(|id| RelatedObservation { observation_uuid: self.observation_uuid(id) })
            .collect()
    }

    fn title(&self, provision: &str) -> String {
        let answer = self.answers.get(provision);
        answer
            .map_or_else(|| provision.to_owned(), |a| line(&format!("{} ({})", a.title.en, a.cite)))
    }

    /// What is open about a duty that runs: only where something is missing.
    fn risk(&self, finding: &Finding) -> Option<Risk> {
        if !matches!(finding.status, Status::Missing | Status::Partly) {
            return None;
        }
        let answer = self.answers.get(finding.provision.as_str())?;
        let mut props = Props::default();
        props.add("provision", &finding.provision);
        props.add("framework", &finding.framework);
        props.maybe("penalty", answer.penalty.as_ref());
        let lacking = finding.evidence.iter().filter(|state| state.records.is_empty());
        props.all("missing-evidence", lacking.map(|state| &state.kind));
        Some(Risk {
            uuid: self.risk_uuid(&finding.provision),
            title: self.title(&finding.provision),
            description: finding.reason.en.clone(),
            statement: answer.duty.en.clone(),
            props: props.0,
            status: "open".to_owned(),
            deadline: answer.due.or(answer.from).map(midnight),
            related_observations: self.related(finding),
        })
    }

    fn finding(&self, finding: &Finding) -> ResultFinding {
        let mut props = Props::default();
        props.add("provision", &finding.provision);
        props.add("framework", &finding.framework);
        props.add("verdict", finding.status.as_str());
        props.add("reason-ja", &finding.reason.ja);
        if let Some(answer) = self.answers.get(finding.provision.as_str()) {
            props.add("confidence", answer.confidence.as_str());
            props.add("because", &answer.because);
            props.maybe("applies-from", answer.from);
            props.maybe("due", answer.due);
        }
        if finding.simulation {
            props.add("simulation", "true");
        }
        let (state, reason) = match finding.status {
            Status::Met => ("satisfied", "pass"),
            Status::Missing => ("not-satisfied", "fail"),
            _ => ("not-satisfied", "other"),
        };
        let risk = matches!(finding.status, Status::Missing | Status::Partly)
            .then(|| RelatedRisk { risk_uuid: self.risk_uuid(&finding.provision) });
        ResultFinding {
            uuid: Uuid::of(&["finding", &self.assessment.id, &finding.provision]),
            title: self.title(&finding.provision),
            description: finding.reason.en.clone(),
            props: props.0,
            target: FindingTarget {
                kind: "statement-id".to_owned(),
                target_id: statement(&finding.provision),
                status: ObjectiveStatus {
                    state: state.to_owned(),
                    reason: reason.to_owned(),
                    remarks: format!("{}: {}", finding.status.as_str(), finding.reason.en),
                },
            },
            related_observations: self.related(finding),
            related_risks: risk.into_iter().collect(),
        }
    }
}

fn said(measured: &Measured) -> String {
    let result = &measured.result;
    let simulated = if measured.method.simulation { " The model is simulated." } else { "" };
    format!(
        "{} is {:.4} (interval {:.4} to {:.4} at level {}, n = {}), category {}, language {}, battery {} {}.{simulated}",
        measured.quantity,
        result.estimate,
        result.interval[0],
        result.interval[1],
        result.level,
        result.n,
        measured.category,
        measured.language,
        measured.method.battery,
        measured.method.battery_version,
    )
}

fn conclusion(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Clean => "clean",
        Conclusion::Adverse => "adverse",
        Conclusion::Undetermined => "undetermined",
    }
}
