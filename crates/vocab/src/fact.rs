use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The value of a fact about a subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum FactValue {
    /// Yes or no.
    Bool(bool),
    /// A finite number, in the unit the vocabulary gives for the fact.
    Number(f64),
    /// A calendar date.
    Date(Date),
    /// One or more members of the fact's list of values (a provider may also
    /// be a deployer); never empty.
    OneOf(Vec<String>),
}

impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) if value.abs() >= 1e15 => write!(f, "{value:e}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Date(value) => write!(f, "{value}"),
            Self::OneOf(values) => f.write_str(&values.join(", ")),
        }
    }
}

/// What is known about one fact.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum FactState {
    /// Settled, with where it comes from (a document, a person, a register).
    Known {
        /// The value.
        value: FactValue,
        /// Who or what says so; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        source: String,
    },
    /// Nobody has said.
    #[default]
    Unknown,
    /// The question does not arise; no comparison about the fact holds.
    NotApplicable {
        /// Why it does not arise.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// Disputed: weighed as unknown, and the dispute is shown.
    Contested {
        /// What the dispute is about.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
}

impl FactState {
    /// A settled value without a named source.
    #[must_use]
    pub fn known(value: FactValue) -> Self {
        Self::Known { value, source: String::new() }
    }

    /// The value, when settled.
    #[must_use]
    pub fn value(&self) -> Option<&FactValue> {
        match self {
            Self::Known { value, .. } => Some(value),
            _ => None,
        }
    }
}

/// The facts known of one subject, by fact name. A missing name is unknown.
pub type Facts = BTreeMap<String, FactState>;
