//! Fine rules as the packages give them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Confidence, Date};

use crate::model::Condition;

/// A fine rule. Figures are missing where the text sets none.
#[derive(Clone, Debug, Serialize)]
pub struct Penalty {
    /// Id within the framework.
    pub id: String,
    /// Where it is written.
    pub cite: String,
    /// What it punishes.
    pub covers: Bilingual,
    /// Lowest fixed amount, in units of `currency`.
    pub fixed_min: Option<f64>,
    /// Highest fixed amount, in units of `currency`.
    pub fixed_max: Option<f64>,
    /// Highest fixed amount for a second or later violation.
    pub later_max: Option<f64>,
    /// Currency (ISO 4217).
    pub currency: Option<String>,
    /// Highest share of worldwide annual turnover, in percent.
    pub turnover_percent: Option<f64>,
    /// The fact that holds the turnover, in `currency`.
    pub turnover: Option<String>,
    /// Which of the two is the maximum.
    pub rule: Option<FineRule>,
    /// The same for small and medium-sized enterprises.
    pub sme: Option<FineRule>,
    /// Who is one.
    pub sme_when: Option<Condition>,
    /// The same for small mid-cap enterprises.
    pub smc: Option<FineRule>,
    /// Who is one.
    pub smc_when: Option<Condition>,
    /// What the amount is counted by.
    pub per: Option<FineUnit>,
    /// Whom the rule reaches, when not everybody the duty binds.
    pub when: Option<Condition>,
    /// Further amounts of the same rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<FinePart>,
    /// First day.
    pub from: Option<Date>,
    /// First day after it.
    pub until: Option<Date>,
    /// How well the entry is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
    /// A remark.
    pub note: Option<Bilingual>,
}

/// One of several amounts of a fine rule.
#[derive(Clone, Debug, Serialize)]
pub struct FinePart {
    /// What it is for.
    pub name: Bilingual,
    /// Lowest amount, in units of the rule's currency.
    pub min: Option<f64>,
    /// Highest amount, in units of the rule's currency.
    pub max: Option<f64>,
    /// Highest share of turnover, in percent.
    pub turnover_percent: Option<f64>,
    /// Which of the two is the maximum.
    pub rule: Option<FineRule>,
    /// What the amount is counted by.
    pub per: Option<FineUnit>,
    /// Whom or what it reaches.
    pub when: Option<Condition>,
    /// Where it is written.
    pub cite: String,
}

/// Which of a fixed amount and a share of turnover is the maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FineRule {
    /// The higher of the two.
    HigherOf,
    /// The lower of the two.
    LowerOf,
    /// Only the fixed amount.
    Fixed,
    /// Only the share of turnover.
    Turnover,
}

/// What an amount is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FineUnit {
    /// Each violation.
    Violation,
    /// Each day it goes on.
    Day,
    /// Each violation on each day.
    ViolationDay,
    /// Each person harmed.
    Person,
    /// Each day, as a share of the turnover of an average day.
    DayOfTurnover,
}
