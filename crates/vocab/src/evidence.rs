use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Bilingual, CanonicalError, Digest, Estimate, to_canonical_json};

/// Version tag of the evidence record format.
pub const EVIDENCE_SCHEMA: &str = "tenbin.evidence/1";

/// One piece of evidence: what was found, on which subject, by which method.
///
/// Measured results and documents handed over by the provider share this one
/// type, so that everything downstream treats them alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Always [`EVIDENCE_SCHEMA`].
    pub schema: String,
    /// Kind from the vocabulary in `controls/`, for example `evaluation-report`.
    pub kind: String,
    /// What it is about.
    pub subject: SubjectRef,
    /// Controls it speaks to, for example `C32`.
    pub controls: Vec<String>,
    /// The finding.
    pub outcome: Outcome,
    /// When it was made.
    pub made_at: Timestamp,
    /// Files it rests on, each with its digest.
    pub artefacts: Vec<Artefact>,
    /// The program that wrote the record.
    pub tool: Tool,
}

impl Evidence {
    /// The record's identity: the digest of its canonical JSON.
    ///
    /// # Errors
    /// When a number in the record is not finite.
    pub fn id(&self) -> Result<Digest, CanonicalError> {
        Ok(Digest::of(&to_canonical_json(self)?))
    }

    /// True when the record rests on a simulated model.
    #[must_use]
    pub fn is_simulation(&self) -> bool {
        matches!(&self.outcome, Outcome::Measured(measured) if measured.method.simulation)
    }
}

/// The subject an evidence record is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectRef {
    /// Identifier from the subject file, for example `kaede-70b`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Version of the model or system; may be empty.
    pub version: String,
}

/// What the record found.
#[expect(
    clippy::large_enum_variant,
    reason = "most records are measured; a box would cost each of them"
)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum Outcome {
    /// A number measured by running a battery.
    Measured(Measured),
    /// A document the subject's operator handed over; its content is not
    /// judged, only that it exists and has not changed.
    Document {
        /// Title for people.
        title: Bilingual,
        /// Date the document bears, when it bears one.
        dated: Option<Date>,
    },
}

/// A measured quantity and how it was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Name of the quantity, for example `safe_response_rate`.
    pub quantity: String,
    /// Risk category it covers, or `all`.
    pub category: String,
    /// Language of the items (BCP 47), or `all`.
    pub language: String,
    /// The result with its interval.
    pub result: Estimate,
    /// Items asked for which no score exists; the result leaves them out.
    pub missing: u64,
    /// How it was measured.
    pub method: Method,
}

/// How a number was measured: enough to repeat it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Battery id.
    pub battery: String,
    /// Battery version.
    pub battery_version: String,
    /// Target, for example `openai:NAME`, without secrets.
    pub target: String,
    /// Scorer name and version, for example `refusal/1`.
    pub scorer: String,
    /// Judge target and rubric digest, when a judge scored.
    pub judge: Option<String>,
    /// Digest of items, template, scorer and parameters: same protocol, same digest.
    pub protocol: Digest,
    /// Identifier of the run whose journal holds the rows.
    pub run: String,
    /// True when the answers came from a simulated model.
    pub simulation: bool,
}

/// A file the evidence rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Artefact {
    /// Path relative to the assessment folder, `/` as separator.
    pub name: String,
    /// Media type, for example `application/jsonl`.
    pub media_type: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Digest of the content.
    pub digest: Digest,
}

/// The program that wrote a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Program name.
    pub name: String,
    /// Program version.
    pub version: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_changes_with_any_field() {
        let mut record = Evidence {
            schema: EVIDENCE_SCHEMA.into(),
            kind: "evaluation-report".into(),
            subject: SubjectRef { id: "a".into(), name: "A".into(), version: String::new() },
            controls: vec!["C32".into()],
            outcome: Outcome::Document { title: Bilingual::new("題", "t"), dated: None },
            made_at: Timestamp::UNIX_EPOCH,
            artefacts: vec![],
            tool: Tool { name: "tenbin".into(), version: "0".into() },
        };
        let before = record.id().unwrap();
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<Evidence>(&text).unwrap(), record);
        record.subject.version = "1".into();
        assert_ne!(record.id().unwrap(), before);
    }
}
