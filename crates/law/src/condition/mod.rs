//! The condition language: text to syntax tree. No meaning is given here.
//!
//! Total on any text: length and nesting are bounded, and a wrong text gives
//! the place, the reason and a remedy.

mod syntax;
mod token;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use syntax::{Expression, ExpressionKind, Members, Operand, Shift, ShiftUnit, Side};
pub(crate) use token::Comparison;

/// What is wrong with a condition, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConditionError {
    /// Bytes of the text it is about.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// A condition whose words have not been looked up yet.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedCondition(pub(crate) Expression);

/// Parses a condition without looking up its words.
///
/// # Errors
/// With the place, the reason and a remedy.
pub fn parse_condition(text: &str) -> Result<ParsedCondition, ConditionError> {
    syntax::parse(text).map(ParsedCondition)
}

impl ParsedCondition {
    /// Every word that may name a fact or a definition.
    pub(crate) fn words(&self, found: &mut std::collections::BTreeSet<String>) {
        let mut open = vec![&self.0];
        while let Some(expression) = open.pop() {
            match &expression.kind {
                ExpressionKind::Constant(_) | ExpressionKind::Unstated => {}
                ExpressionKind::Any(parts)
                | ExpressionKind::All(parts)
                | ExpressionKind::AtLeast(_, parts) => open.extend(parts),
                ExpressionKind::Not(inner) => open.push(inner),
                ExpressionKind::Bare(word) | ExpressionKind::Member(word, ..) => {
                    found.insert(word.clone());
                }
                ExpressionKind::Compare(left, _, right) => {
                    for side in [left, right] {
                        if let Operand::Word(word) = &side.operand {
                            found.insert(word.clone());
                        }
                    }
                }
            }
        }
    }
}
