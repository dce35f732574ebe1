//! What an exposure is: plain data with a versioned schema.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Confidence, Date, Tri};

use crate::facts_input::Exchange;
use crate::fine::{FineRule, FineUnit};
use crate::model::{DutyState, Force};
use crate::weighing::{Addressee, OpenFact, PackageRef, TextState};

/// Version tag of the format.
pub const EXPOSURE_SCHEMA: &str = "tenbin.exposure/1";

/// The fine rules behind a subject's duties, on a date.
///
/// Nothing is added up: a ceiling belongs to a rule, and duties that share a
/// rule share its ceiling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Exposure {
    /// Always [`EXPOSURE_SCHEMA`].
    pub schema: String,
    /// The date the law is read at.
    pub as_of: Date,
    /// What the subject was weighed against.
    pub packages: Vec<PackageRef>,
    /// Every duty with a fine rule that binds the subject, now, later or maybe.
    pub duties: Vec<DutyExposure>,
    /// The rules behind them, each once.
    pub rules: Vec<RuleExposure>,
    /// Duties with a fine rule that fall on somebody else.
    pub other_party: usize,
    /// Duties that bind in law and name no fine rule.
    pub without_rule: Vec<String>,
    /// Rates the user gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Exchange>,
}

/// A duty and the rule behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DutyExposure {
    /// Provision id.
    pub provision: String,
    /// Framework it belongs to.
    pub framework: String,
    /// Name for people.
    pub title: Bilingual,
    /// Where it is written.
    pub cite: String,
    /// Whether it binds now, later or maybe.
    pub group: DutyGroup,
    /// Whether its condition holds for the subject.
    pub verdict: Tri,
    /// Whether the duty binds on the as-of date.
    pub duty_state: DutyState,
    /// First day of the duty, when there is one candidate.
    pub from: Option<Date>,
    /// How strongly it asks.
    pub force: Force,
    /// Who the duty falls on.
    pub addressee: Addressee,
    /// Fine rule of its framework.
    pub rule: String,
}

/// Whether a duty binds.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum DutyGroup {
    /// It binds.
    Now,
    /// It will bind.
    Later,
    /// A fact is missing to say.
    May,
}

/// A fine rule and what it comes to for the subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RuleExposure {
    /// Framework it belongs to.
    pub framework: String,
    /// Id within the framework.
    pub id: String,
    /// Where it is written.
    pub cite: String,
    /// What it punishes.
    pub covers: Bilingual,
    /// Whether it reaches the subject; some rules reach only some of those a
    /// duty binds.
    pub verdict: Tri,
    /// Whether it can be imposed on the as-of date.
    pub state: TextState,
    /// First day.
    pub from: Option<Date>,
    /// First day after it.
    pub until: Option<Date>,
    /// Duties behind it that bind now.
    pub now: Vec<String>,
    /// Duties behind it that bind later.
    pub later: Vec<String>,
    /// Duties behind it that may bind.
    pub may: Vec<String>,
    /// What it can come to, with the arithmetic; several when the rule has
    /// several amounts, and empty when it sets none.
    pub ceilings: Vec<Ceiling>,
    /// How well the rule is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
    /// Facts that would narrow the ceilings, most telling first.
    pub open: Vec<OpenFact>,
}

/// The most one amount of a rule can come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ceiling {
    /// What this amount is for, when the rule has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Bilingual>,
    /// Which violation it is for.
    pub occasion: FineOccasion,
    /// What it is counted by; none when once for the infringement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<FineUnit>,
    /// Whether this amount reaches the subject.
    pub verdict: Tri,
    /// Currency (ISO 4217).
    pub currency: Option<String>,
    /// The least that is imposed, where the law sets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<f64>,
    /// Between which amounts the maximum lies; one amount when all is known.
    pub maximum: Bounds,
    /// The arithmetic, line by line.
    pub steps: Vec<FineStep>,
    /// The same in the user's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub converted: Option<Converted>,
    /// Where it is written.
    pub cite: String,
}

/// Which violation an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FineOccasion {
    /// Any.
    Any,
    /// The first.
    First,
    /// A second or later one.
    Later,
}

/// Least and greatest value something can have.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bounds {
    /// Not less than this.
    pub low: f64,
    /// Not more than this; none when nothing bounds it.
    pub high: Option<f64>,
}

impl Bounds {
    pub(crate) fn only(value: f64) -> Self {
        Self { low: value, high: Some(value) }
    }

    /// The one value, when there is only one.
    #[must_use]
    pub fn exact(&self) -> Option<f64> {
        self.high.filter(|high| *high == self.low)
    }

    /// Bounds of the greater of two values.
    pub(crate) fn higher(self, other: Self) -> Self {
        let high = self.high.zip(other.high).map(|(a, b)| a.max(b));
        Self { low: self.low.max(other.low), high }
    }

    /// Bounds of the lesser of two values.
    pub(crate) fn lower(self, other: Self) -> Self {
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self { low: self.low.min(other.low), high }
    }

    /// Bounds of a value that is one or the other.
    pub(crate) fn either(self, other: Self) -> Self {
        let high = self.high.zip(other.high).map(|(a, b)| a.max(b));
        Self { low: self.low.min(other.low), high }
    }
}

/// A line of the arithmetic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum FineStep {
    /// `percent` of the turnover.
    Share {
        /// The share.
        percent: f64,
        /// The fact that holds the turnover.
        fact: Option<String>,
        /// The turnover of the year, when known.
        turnover: Option<f64>,
        /// What it is divided by, for an average day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        divided_by: Option<u32>,
        /// Their product, when known.
        amount: Option<f64>,
        /// The turnover at which the share comes to the fixed amount.
        even_at: Option<f64>,
    },
    /// A fixed amount.
    Fixed {
        /// The amount.
        amount: f64,
    },
    /// The size of the firm decides which of the two counts.
    Size {
        /// The size asked about.
        size: FirmSize,
        /// Whether the firm has it.
        verdict: Tri,
        /// What counts when it has.
        rule: FineRule,
    },
    /// The result of one way to choose.
    Choose {
        /// The way.
        rule: FineRule,
        /// What it gives.
        result: Bounds,
    },
}

/// A size class of firms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FirmSize {
    /// Small or medium-sized.
    Sme,
    /// Small mid-cap.
    Smc,
}

/// An amount at the user's rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Converted {
    /// Currency (ISO 4217).
    pub currency: String,
    /// Units of it for one unit of the rule's currency.
    pub rate: f64,
    /// The converted bounds.
    pub maximum: Bounds,
}
