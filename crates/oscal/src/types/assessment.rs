use serde::Serialize;

use super::{BackMatter, Metadata, Nothing, Property};
use crate::uuid::Uuid;

/// What an assessment looks at.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AssessmentPlan {
    /// Identifier.
    pub uuid: Uuid,
    /// Head.
    pub metadata: Metadata,
    /// The description of the subject.
    pub import_ssp: Reference,
    /// The controls looked at.
    pub reviewed_controls: ReviewedControls,
    /// What is looked at.
    pub assessment_subjects: Vec<SubjectSelection>,
    /// Sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back_matter: Option<BackMatter>,
}

/// A reference to another document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// Where it is.
    pub href: String,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
}

/// The controls an assessment looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReviewedControls {
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Property>,
    /// The selection.
    pub control_selections: Vec<ControlSelection>,
}

/// Controls of an assessment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ControlSelection {
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Properties.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub props: Vec<Property>,
    /// All of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_all: Option<Nothing>,
    /// These.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include_controls: Vec<ControlRef>,
    /// But not these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude_controls: Vec<ControlRef>,
}

/// A control by its identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ControlRef {
    /// The control.
    pub control_id: String,
}

/// What an assessment looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SubjectSelection {
    /// Kind of subject, `component`.
    #[serde(rename = "type")]
    pub kind: String,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// All of them.
    pub include_all: Nothing,
}

/// What assessments found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AssessmentResults {
    /// Identifier.
    pub uuid: Uuid,
    /// Head.
    pub metadata: Metadata,
    /// The plan.
    pub import_ap: Reference,
    /// One entry an assessment.
    pub results: Vec<AssessmentResult>,
    /// Sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back_matter: Option<BackMatter>,
}

/// What one assessment found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AssessmentResult {
    /// Identifier.
    pub uuid: Uuid,
    /// Title.
    pub title: String,
    /// In words.
    pub description: String,
    /// When it was made.
    pub start: String,
    /// When it ended.
    pub end: String,
    /// Properties.
    pub props: Vec<Property>,
    /// The subject.
    pub local_definitions: LocalDefinitions,
    /// The controls looked at.
    pub reviewed_controls: ReviewedControls,
    /// The evidence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub observations: Vec<Observation>,
    /// What is open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<Risk>,
    /// The findings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<ResultFinding>,
}

/// What only this document knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LocalDefinitions {
    /// The subject.
    pub components: Vec<Component>,
}

/// A model or system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Component {
    /// Identifier.
    pub uuid: Uuid,
    /// Kind, `software` or `system`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Title.
    pub title: String,
    /// In words.
    pub description: String,
    /// Properties.
    pub props: Vec<Property>,
    /// Its state.
    pub status: ComponentStatus,
}

/// The state of a component.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComponentStatus {
    /// The state.
    pub state: String,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks: Option<String>,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Observation {
    /// Identifier.
    pub uuid: Uuid,
    /// Title.
    pub title: String,
    /// In words.
    pub description: String,
    /// Properties.
    pub props: Vec<Property>,
    /// `TEST` for a measurement, `EXAMINE` for a document.
    pub methods: Vec<String>,
    /// The subject.
    pub subjects: Vec<SubjectReference>,
    /// The signed record.
    pub relevant_evidence: Vec<RelevantEvidence>,
    /// When it was collected.
    pub collected: String,
}

/// A subject by its identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SubjectReference {
    /// The component.
    pub subject_uuid: Uuid,
    /// `component`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A file that shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelevantEvidence {
    /// Where it is, from the assessment folder.
    pub href: String,
    /// What it is.
    pub description: String,
}

/// A duty that is not shown to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Risk {
    /// Identifier.
    pub uuid: Uuid,
    /// Title.
    pub title: String,
    /// In words.
    pub description: String,
    /// What follows.
    pub statement: String,
    /// Properties.
    pub props: Vec<Property>,
    /// `open`.
    pub status: String,
    /// By when it should be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// The evidence there is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_observations: Vec<RelatedObservation>,
}

/// An observation by its identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RelatedObservation {
    /// The observation.
    pub observation_uuid: Uuid,
}

/// A risk by its identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RelatedRisk {
    /// The risk.
    pub risk_uuid: Uuid,
}

/// Where a control stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ResultFinding {
    /// Identifier.
    pub uuid: Uuid,
    /// Title.
    pub title: String,
    /// In words.
    pub description: String,
    /// Properties.
    pub props: Vec<Property>,
    /// What it is about, and how it stands.
    pub target: FindingTarget,
    /// The evidence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_observations: Vec<RelatedObservation>,
    /// What is open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_risks: Vec<RelatedRisk>,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FindingTarget {
    /// `statement-id`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The statement of the control.
    pub target_id: String,
    /// How it stands.
    pub status: ObjectiveStatus,
}

/// How a control stands: OSCAL knows two states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObjectiveStatus {
    /// `satisfied` or `not-satisfied`.
    pub state: String,
    /// `pass`, `fail` or `other`.
    pub reason: String,
    /// Why.
    pub remarks: String,
}
