use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_law::{DutyState, Force, ProvisionAnswer};
use tenbin_vocab::{Bilingual, Digest, Evidence, Tri};

use crate::{AcceptanceResult, AcceptanceVerdict};

/// Where a duty stands for this subject.
///
/// Ordered by how much attention it needs, most first: the order in which a
/// cell of the heat map picks the status it shows.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The duty runs and nothing shows it is kept, or a prohibition is hit.
    Missing,
    /// Some of the evidence is there, or a result misses a declared criterion.
    Partly,
    /// The facts do not settle whether or from when the duty binds.
    Unknown,
    /// The duty binds from a later date.
    Later,
    /// Every kind of evidence the duty asks for is there.
    Met,
    /// The duty falls on somebody else.
    OtherParty,
    /// The duty does not bind this subject.
    NotApplicable,
}

impl Status {
    /// Every status, in the order tables list them.
    pub const ALL: [Self; 7] = [
        Self::Met,
        Self::Partly,
        Self::Missing,
        Self::Later,
        Self::Unknown,
        Self::OtherParty,
        Self::NotApplicable,
    ];

    /// False when the duty is no business of the subject: it does not bind, or
    /// falls on somebody else.
    #[must_use]
    pub fn concerns(self) -> bool {
        !matches!(self, Self::OtherParty | Self::NotApplicable)
    }

    /// The word used in JSON, data and style sheets.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "partly",
            Self::Missing => "missing",
            Self::Later => "later",
            Self::Unknown => "unknown",
            Self::OtherParty => "other-party",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// Whether one kind of evidence a duty asks for is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceState {
    /// Kind, from `controls/evidence.toml`.
    pub kind: String,
    /// Records of that kind; empty when there is none.
    pub records: Vec<Digest>,
}

/// One duty weighed against the evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Provision id.
    pub provision: String,
    /// Framework id.
    pub framework: String,
    /// Controls the provision maps to.
    pub controls: Vec<String>,
    /// Where the duty stands.
    pub status: Status,
    /// Why, in one sentence.
    pub reason: Bilingual,
    /// The evidence asked for, in the provision's order.
    pub evidence: Vec<EvidenceState>,
    /// True when evidence counted here comes from a simulated model.
    pub simulation: bool,
}

/// How many duties stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Tally {
    /// Duties that bind now: met, partly and missing together.
    pub binds: usize,
    /// See [`Status::Met`].
    pub met: usize,
    /// See [`Status::Partly`].
    pub partly: usize,
    /// See [`Status::Missing`].
    pub missing: usize,
    /// See [`Status::Later`].
    pub later: usize,
    /// See [`Status::Unknown`].
    pub unknown: usize,
    /// See [`Status::OtherParty`].
    pub other_party: usize,
    /// See [`Status::NotApplicable`].
    pub not_applicable: usize,
}

impl Tally {
    /// Counts the findings given.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            *tally.slot(finding.status) += 1;
        }
        tally.binds = tally.met + tally.partly + tally.missing;
        tally
    }

    /// The count of one status.
    #[must_use]
    pub fn count(mut self, status: Status) -> usize {
        *self.slot(status)
    }

    fn slot(&mut self, status: Status) -> &mut usize {
        match status {
            Status::Met => &mut self.met,
            Status::Partly => &mut self.partly,
            Status::Missing => &mut self.missing,
            Status::Later => &mut self.later,
            Status::Unknown => &mut self.unknown,
            Status::OtherParty => &mut self.other_party,
            Status::NotApplicable => &mut self.not_applicable,
        }
    }
}

/// The evidence and the criteria a finding is made from.
pub(crate) struct Scales<'a> {
    pub(crate) evidence: &'a [(Digest, &'a Evidence)],
    pub(crate) acceptance: &'a [AcceptanceResult],
}

impl Scales<'_> {
    /// Weighs one provision.
    pub(crate) fn weigh(&self, answer: &ProvisionAnswer) -> Finding {
        let evidence: Vec<EvidenceState> = answer
            .evidence
            .iter()
            .map(|kind| EvidenceState {
                kind: kind.clone(),
                records: self.of_kind(kind, &answer.controls),
            })
            .collect();
        let (status, reason) =
            settled(answer).unwrap_or_else(|| self.weigh_evidence(answer, &evidence));
        let simulation = matches!(status, Status::Met | Status::Partly)
            && evidence.iter().flat_map(|state| &state.records).any(|id| self.is_simulated(id));
        Finding {
            provision: answer.id.clone(),
            framework: answer.framework.clone(),
            controls: answer.controls.clone(),
            status,
            reason,
            evidence,
            simulation,
        }
    }

    /// Records of this kind that speak to one of these controls: a copyright
    /// policy is a policy, but shows nothing about privacy.
    fn of_kind(&self, kind: &str, controls: &[String]) -> Vec<Digest> {
        self.evidence
            .iter()
            .filter(|(_, record)| record.kind == kind)
            .filter(|(_, record)| record.controls.iter().any(|id| controls.contains(id)))
            .map(|(id, _)| *id)
            .collect()
    }

    fn is_simulated(&self, id: &Digest) -> bool {
        self.evidence.iter().any(|(other, record)| other == id && record.is_simulation())
    }

    fn weigh_evidence(
        &self,
        answer: &ProvisionAnswer,
        evidence: &[EvidenceState],
    ) -> (Status, Bilingual) {
        let there = evidence.iter().filter(|state| !state.records.is_empty()).count();
        let adverse = evidence.iter().flat_map(|state| &state.records).find_map(|id| {
            self.acceptance.iter().find(|result| {
                result.evidence == *id && result.verdict == AcceptanceVerdict::NotMet
            })
        });
        if evidence.is_empty() {
            return (
                Status::Unknown,
                Bilingual::new(
                    "何をもって示せるか、データに定めがありません",
                    "the data does not say what would show that this duty is kept",
                ),
            );
        }
        if let Some(result) = adverse {
            return (
                Status::Partly,
                Bilingual::new(
                    format!(
                        "証拠はありますが、{} が自ら定めた基準に達していません",
                        result.quantity
                    ),
                    format!(
                        "evidence is there, but {} misses the declared criterion",
                        result.quantity
                    ),
                ),
            );
        }
        if there == evidence.len() {
            return (
                Status::Met,
                Bilingual::new(
                    "求められる証拠がすべてあります",
                    "every kind of evidence asked for is there",
                ),
            );
        }
        if answer.on_request {
            return (
                Status::NotApplicable,
                Bilingual::new(
                    "求められるまで示すものはありません",
                    "there is nothing to show until somebody asks",
                ),
            );
        }
        if answer.force == Force::May {
            return (
                Status::NotApplicable,
                Bilingual::new("任意の措置です", "the measure is optional"),
            );
        }
        let total = evidence.len();
        let ja = format!("求められる証拠 {total} 種のうち {there} 種があります");
        let en = format!("{there} of {total} kinds of evidence asked for are there");
        (if there == 0 { Status::Missing } else { Status::Partly }, Bilingual::new(ja, en))
    }
}

/// The status where the law alone settles it, whatever the evidence.
fn settled(answer: &ProvisionAnswer) -> Option<(Status, Bilingual)> {
    let date = answer.from.map(|date| date.to_string());
    let (status, ja, en) = match (answer.verdict, answer.duty_state) {
        (Tri::No, _) => (Status::NotApplicable, "条件に当たりません", "its conditions are not met"),
        (_, DutyState::Ended) => {
            (Status::NotApplicable, "適用は終わっています", "it no longer applies")
        }
        (_, DutyState::Never) => (
            Status::NotApplicable,
            "この対象には適用が始まりません",
            "it never starts to apply to this subject",
        ),
        (Tri::Unknown, _) => (
            Status::Unknown,
            "拘束するかどうか、事実が足りません",
            "the facts do not settle whether it binds",
        ),
        (Tri::Yes, _) if answer.addressee.subject == Tri::No => {
            (Status::OtherParty, "義務を負うのは別の者です", "the duty falls on another party")
        }
        (Tri::Yes, DutyState::Later) => {
            let reason = date.map_or_else(
                || Bilingual::new("まだ適用されていません", "it does not apply yet"),
                |date| {
                    Bilingual::new(
                        format!("{date} から適用されます"),
                        format!("it applies from {date}"),
                    )
                },
            );
            return Some((Status::Later, reason));
        }
        (Tri::Yes, DutyState::Unknown) => (
            Status::Unknown,
            "いつから拘束するか、事実が足りません",
            "the facts do not settle from when it binds",
        ),
        (Tri::Yes, DutyState::Now) if answer.addressee.subject == Tri::Unknown => (
            Status::Unknown,
            "誰が義務を負うか、事実が足りません",
            "the facts do not settle on whom the duty falls",
        ),
        (Tri::Yes, DutyState::Now) => match answer.force {
            Force::MustNot => {
                (Status::Missing, "禁止される行為に当たります", "a prohibited practice is present")
            }
            Force::Classification => (
                Status::NotApplicable,
                "区分の規定で、それ自体に義務はありません",
                "it classifies and carries no duty of its own",
            ),
            Force::Must | Force::Should | Force::May => return None,
        },
    };
    Some((status, Bilingual::new(ja, en)))
}
