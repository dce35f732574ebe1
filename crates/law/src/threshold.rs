//! Numbers a text draws a line at, for pages and exports. Verdicts rest on
//! conditions; a threshold says what a number in them, or in the text of a duty,
//! stands for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Confidence};

/// A number a text draws a line at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Threshold {
    /// Name for people.
    pub name: Bilingual,
    /// The fact that is compared, when the vocabulary has one.
    pub fact: Option<String>,
    /// On which side of the number the text bites.
    pub op: ThresholdOp,
    /// The number.
    pub value: f64,
    /// Its unit, for example `FLOP`, `USD`, `%`.
    pub unit: String,
    /// Where it is written.
    pub cite: String,
    /// How well it is supported; that of its version unless it says otherwise.
    pub confidence: Confidence,
    /// Source ids; those of its version unless it names its own.
    pub sources: Vec<String>,
}

/// On which side of a number a text bites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ThresholdOp {
    /// Strictly above it.
    #[serde(rename = ">")]
    Above,
    /// At it or above.
    #[serde(rename = ">=")]
    AtLeast,
    /// Strictly below it.
    #[serde(rename = "<")]
    Below,
    /// At it or below.
    #[serde(rename = "<=")]
    AtMost,
    /// Exactly it.
    #[serde(rename = "==")]
    Exactly,
}

impl ThresholdOp {
    /// The sign data files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Above => ">",
            Self::AtLeast => ">=",
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Exactly => "==",
        }
    }
}
