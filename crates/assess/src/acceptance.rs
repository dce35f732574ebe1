use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Digest, Estimate, Evidence, Outcome};

/// A limit the subject's operator declared for a measured quantity. The law
/// sets no such number; the criterion is the operator's own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// The quantity is to be this or more.
    AtLeast(f64),
    /// The quantity is to be this or less.
    AtMost(f64),
}

/// How a measured result stands against a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AcceptanceVerdict {
    /// The whole interval lies on the accepted side.
    Met,
    /// The whole interval lies on the other side.
    NotMet,
    /// The interval straddles the limit: more items are needed.
    Undetermined,
}

/// One criterion held against one result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AcceptanceResult {
    /// Quantity, for example `safe_response_rate`.
    pub quantity: String,
    /// Language of the items, or `all`.
    pub language: String,
    /// The operator's criterion.
    pub criterion: Criterion,
    /// The result.
    pub result: Estimate,
    /// The verdict.
    pub verdict: AcceptanceVerdict,
    /// Evidence record the result stands in.
    pub evidence: Digest,
}

impl Criterion {
    /// Compares the interval of `result`, never its point estimate.
    #[must_use]
    pub fn judge(self, result: &Estimate) -> AcceptanceVerdict {
        let [low, high] = result.interval;
        let (met, not_met) = match self {
            Self::AtLeast(limit) => (low >= limit, high < limit),
            Self::AtMost(limit) => (high <= limit, low > limit),
        };
        match (met, not_met) {
            (true, _) => AcceptanceVerdict::Met,
            (_, true) => AcceptanceVerdict::NotMet,
            _ => AcceptanceVerdict::Undetermined,
        }
    }
}

/// Holds every measured result over all categories against its criterion, for
/// each language separately: an average must not hide a weak language.
pub(crate) fn compare<'a>(
    criteria: &[(String, Criterion)],
    evidence: impl Iterator<Item = (Digest, &'a Evidence)> + Clone,
) -> Vec<AcceptanceResult> {
    let mut results = Vec::new();
    for (quantity, criterion) in criteria {
        for (id, record) in evidence.clone() {
            let Outcome::Measured(measured) = &record.outcome else { continue };
            if measured.quantity != *quantity || measured.category != "all" {
                continue;
            }
            results.push(AcceptanceResult {
                quantity: quantity.clone(),
                language: measured.language.clone(),
                criterion: *criterion,
                result: measured.result.clone(),
                verdict: criterion.judge(&measured.result),
                evidence: id,
            });
        }
    }
    results
}
