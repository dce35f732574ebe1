use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_law::{DutyState, Weighing};
use tenbin_vocab::{
    Bilingual, CanonicalError, Confidence, Date, Digest, Evidence, Facts, SubjectRef, Timestamp,
    Tool, Tri,
};

use crate::acceptance::compare;
use crate::finding::Scales;
use crate::{AcceptanceResult, AcceptanceVerdict, Finding, Status, Subject, SubjectKind, Tally};

/// Version tag of the assessment format; its JSON Schema is in `docs/schema/`.
pub const ASSESSMENT_SCHEMA: &str = "tenbin.assessment/1";

/// One assessment: everything a stranger needs to read, question and verify it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assessment {
    /// Always [`ASSESSMENT_SCHEMA`].
    pub schema: String,
    /// Identifier: subject, as-of date and the first digits of the digest of
    /// facts, evidence and packages.
    pub id: String,
    /// Date the law is read at.
    pub as_of: Date,
    /// When the assessment was made.
    pub made_at: Timestamp,
    /// The program that made it.
    pub tool: Tool,
    /// What was assessed.
    pub subject: SubjectView,
    /// True when any measured result comes from a simulated model.
    pub simulation: bool,
    /// What follows, in one word.
    pub conclusion: Conclusion,
    /// Weakest confidence mark among the provisions that are not ruled out.
    pub weakest: Confidence,
    /// Counts over all frameworks.
    pub tally: Tally,
    /// Counts by framework id.
    pub tallies: BTreeMap<String, Tally>,
    /// Every provision weighed against the evidence.
    pub findings: Vec<Finding>,
    /// The operator's own criteria against the results.
    pub acceptance: Vec<AcceptanceResult>,
    /// Dates that lie ahead, earliest first.
    pub deadlines: Vec<Deadline>,
    /// The evidence records, each also a signed file.
    pub evidence: Vec<EvidenceItem>,
    /// The facts the weighing rests on.
    pub facts: Facts,
    /// What the law says: packages, classifications, provisions, questions.
    pub weighing: Weighing,
    /// Names for the ids used above.
    pub names: Names,
}

/// The subject as an assessment shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SubjectView {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: Bilingual,
    /// Version; may be empty.
    pub version: String,
    /// Model or system.
    pub kind: SubjectKind,
    /// Who provides or operates it.
    pub provider: Bilingual,
    /// What it is.
    pub about: Bilingual,
    /// Digest of the subject file.
    pub file: Digest,
}

impl SubjectView {
    /// The reference evidence records carry.
    #[must_use]
    pub fn reference(&self) -> SubjectRef {
        SubjectRef {
            id: self.id.clone(),
            name: self.name.en.clone(),
            version: self.version.clone(),
        }
    }

    /// The view of a subject read from a file with this digest.
    #[must_use]
    pub fn of(subject: &Subject, file: Digest) -> Self {
        Self {
            id: subject.id.clone(),
            name: subject.name.clone(),
            version: subject.version.clone(),
            kind: subject.kind,
            provider: subject.provider.clone(),
            about: subject.about.clone(),
            file,
        }
    }
}

/// What an assessment comes to; the exit code of `tenbin assess`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Conclusion {
    /// Every duty that runs is met. Exit code 0.
    Clean,
    /// A duty that runs is missing or only partly met, or a result misses the
    /// operator's own criterion. Exit code 1.
    Adverse,
    /// Nothing adverse, but facts are needed. Exit code 3.
    Undetermined,
}

impl Conclusion {
    /// The exit code of `tenbin assess`.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Adverse => 1,
            Self::Undetermined => 3,
        }
    }
}

/// A date ahead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    /// The date.
    pub date: Date,
    /// What happens on it.
    pub what: DeadlineKind,
    /// Provision it belongs to.
    pub provision: String,
}

/// What a date ahead means.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineKind {
    /// The duty starts to apply.
    Starts,
    /// The duty may start to apply: the facts leave several dates open.
    MayStart,
    /// Something must be done by this date.
    Due,
    /// The duty ends.
    Ends,
}

/// An evidence record and the signed file that holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceItem {
    /// Identity of the record.
    pub id: Digest,
    /// Path of the signed envelope in the assessment folder.
    pub file: String,
    /// The record.
    pub record: Evidence,
}

/// Names for ids, so that the assessment can be read without the data folders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Names {
    /// Framework titles.
    pub frameworks: BTreeMap<String, Bilingual>,
    /// Control names.
    pub controls: BTreeMap<String, Bilingual>,
    /// Names of kinds of evidence.
    pub kinds: BTreeMap<String, Bilingual>,
    /// Names of risk categories.
    pub categories: BTreeMap<String, Bilingual>,
    /// Names of quantities.
    pub quantities: BTreeMap<String, Bilingual>,
    /// Names of roles.
    #[serde(default)]
    pub roles: BTreeMap<String, Bilingual>,
}

/// What an assessment is made from.
#[derive(Debug)]
pub struct Input<'a> {
    /// When it is made.
    pub made_at: Timestamp,
    /// The program that makes it.
    pub tool: Tool,
    /// The subject.
    pub subject: SubjectView,
    /// The operator's criteria.
    pub criteria: &'a [(String, crate::Criterion)],
    /// The facts weighed.
    pub facts: Facts,
    /// The law's answer on those facts.
    pub weighing: Weighing,
    /// The evidence.
    pub evidence: Vec<EvidenceItem>,
    /// Names for ids.
    pub names: Names,
}

/// Weighs the evidence against the law's answer.
///
/// # Errors
/// When a number in the input is not finite, so that no digest can be taken.
pub fn assess(input: Input<'_>) -> Result<Assessment, CanonicalError> {
    let Input { weighing, evidence, .. } = input;
    let records: Vec<(Digest, &Evidence)> =
        evidence.iter().map(|item| (item.id, &item.record)).collect();
    let acceptance = compare(input.criteria, records.iter().copied());
    let scales = Scales { evidence: &records, acceptance: &acceptance };
    let findings: Vec<Finding> =
        weighing.provisions.iter().map(|answer| scales.weigh(answer)).collect();
    let mut tallies = BTreeMap::new();
    for finding in &findings {
        tallies.entry(finding.framework.clone()).or_insert_with(|| {
            Tally::of(findings.iter().filter(|other| other.framework == finding.framework))
        });
    }
    let tally = Tally::of(&findings);
    let weakest = weighing
        .provisions
        .iter()
        .filter(|answer| answer.verdict != Tri::No)
        .fold(Confidence::V, |mark, answer| mark.weakest(answer.confidence));
    let basis = (&input.subject, &input.facts, &weighing.packages, &records);
    let digest = Digest::of(&tenbin_vocab::to_canonical_json(&basis)?);
    Ok(Assessment {
        schema: ASSESSMENT_SCHEMA.to_owned(),
        id: format!("{}-{}-{}", input.subject.id, weighing.as_of, digest.short()),
        as_of: weighing.as_of,
        made_at: input.made_at,
        tool: input.tool,
        simulation: evidence.iter().any(|item| item.record.is_simulation()),
        subject: input.subject,
        conclusion: conclude(tally, &acceptance),
        weakest,
        tally,
        tallies,
        deadlines: deadlines(&weighing, &findings),
        findings,
        acceptance,
        evidence,
        facts: input.facts,
        weighing,
        names: input.names,
    })
}

fn conclude(tally: Tally, acceptance: &[AcceptanceResult]) -> Conclusion {
    let verdict = |wanted| acceptance.iter().any(|result| result.verdict == wanted);
    if tally.missing + tally.partly > 0 || verdict(AcceptanceVerdict::NotMet) {
        Conclusion::Adverse
    } else if tally.unknown > 0 || verdict(AcceptanceVerdict::Undetermined) {
        Conclusion::Undetermined
    } else {
        Conclusion::Clean
    }
}

fn deadlines(weighing: &Weighing, findings: &[Finding]) -> Vec<Deadline> {
    let mut dates = Vec::new();
    for (answer, finding) in weighing.provisions.iter().zip(findings) {
        if matches!(finding.status, Status::NotApplicable | Status::OtherParty)
            || answer.verdict != Tri::Yes
        {
            continue;
        }
        let mut add = |date: Date, what| {
            if date > weighing.as_of {
                dates.push(Deadline { date, what, provision: answer.id.clone() });
            }
        };
        match answer.from {
            Some(date) if answer.duty_state == DutyState::Later => add(date, DeadlineKind::Starts),
            None => {
                for date in &answer.from_candidates {
                    add(*date, DeadlineKind::MayStart);
                }
            }
            Some(_) => {}
        }
        if let Some(date) = answer.due {
            add(date, DeadlineKind::Due);
        }
        if let Some(date) = answer.until {
            add(date, DeadlineKind::Ends);
        }
    }
    dates.sort();
    dates
}

impl Assessment {
    /// Framework ids in the order the weighing gives them.
    pub fn frameworks(&self) -> impl Iterator<Item = &str> {
        let mut last = None;
        self.findings.iter().filter_map(move |finding| {
            let fresh = last != Some(finding.framework.as_str());
            last = Some(finding.framework.as_str());
            fresh.then_some(finding.framework.as_str())
        })
    }

    /// Days from the as-of date to `date`.
    #[must_use]
    pub fn days_until(&self, date: Date) -> i32 {
        date.since(self.as_of).map_or(0, |span| span.get_days())
    }
}
