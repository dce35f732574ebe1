use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How well a collected legal statement is supported.
///
/// Ordered from strongest to weakest, so that the weakest mark a verdict rests
/// on is the maximum of the marks met on the way.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum Confidence {
    /// Verified: read in the primary text.
    V,
    /// Read in a secondary source that cites the primary one.
    V2,
    /// From memory of the named official text.
    M,
    /// Uncertain.
    U,
}

impl Confidence {
    /// The weaker of two marks: what a conclusion drawn from both rests on.
    #[must_use]
    pub fn weakest(self, other: Self) -> Self {
        self.max(other)
    }

    /// True for the marks that a report must call out in words.
    #[must_use]
    pub fn needs_warning(self) -> bool {
        self >= Self::M
    }

    /// The mark as written in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V => "V",
            Self::V2 => "V2",
            Self::M => "M",
            Self::U => "U",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Confidence::{M, U, V, V2};

    #[test]
    fn weakest_is_the_later_mark() {
        assert_eq!(V.weakest(V2), V2);
        assert_eq!(U.weakest(M), U);
        assert!(M.needs_warning() && !V2.needs_warning());
    }
}
