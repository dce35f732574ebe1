use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A measured number with its uncertainty. Nothing is shown without one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// Point estimate, in the unit of the quantity (proportions in 0..=1).
    pub estimate: f64,
    /// Lower and upper end of the interval, same unit.
    pub interval: [f64; 2],
    /// Coverage the interval aims at, for example 0.95.
    pub level: f64,
    /// Observations the estimate rests on (scored ones; missing excluded).
    pub n: u64,
    /// Name of the interval method, for example `wilson` or `clustered-t`.
    pub method: String,
}
