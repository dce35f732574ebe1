use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A truth value that may be unknown.
///
/// The connectives are Kleene's strong three-valued logic: an unknown operand
/// leaves the result unknown unless the other operand settles it alone.
/// Unknown is never read as no.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Tri {
    /// Known to be false.
    No,
    /// Not settled by what is known.
    Unknown,
    /// Known to be true.
    Yes,
}

impl Tri {
    /// Conjunction: the lesser of the two in the order no < unknown < yes.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Disjunction: the greater of the two in the order no < unknown < yes.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// True when the value is settled either way.
    #[must_use]
    pub fn is_known(self) -> bool {
        self != Self::Unknown
    }

    /// The word used in JSON, on pages and in the terminal.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Yes => "yes",
        }
    }
}

/// Negation; unknown stays unknown.
impl std::ops::Not for Tri {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

impl From<bool> for Tri {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

#[cfg(test)]
mod tests {
    use super::Tri::{self, No, Unknown, Yes};

    #[test]
    fn connectives_follow_kleene() {
        assert_eq!(Yes.and(Unknown), Unknown);
        assert_eq!(No.and(Unknown), No);
        assert_eq!(Yes.or(Unknown), Yes);
        assert_eq!(No.or(Unknown), Unknown);
        assert_eq!(!Unknown, Unknown);
    }

    #[test]
    fn de_morgan_holds_everywhere() {
        let all: [Tri; 3] = [No, Unknown, Yes];
        for a in all {
            for b in all {
                assert_eq!(!a.and(b), (!a).or(!b));
            }
        }
    }
}
