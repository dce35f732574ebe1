//! The numbers a condition compares facts with.

use serde::Serialize;

use super::{Comparison, Expression, ExpressionKind, Operand, ParsedCondition, Side};

/// A number a condition compares a fact with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Threshold {
    /// The fact.
    pub fact: String,
    /// The comparison, the fact on its left: `>`, `>=`, `<`, `<=`, `==` or `!=`.
    pub sign: &'static str,
    /// The number, in the fact's unit.
    pub number: f64,
}

impl ParsedCondition {
    /// Every comparison of a fact as it is with a plain number, in order.
    #[must_use]
    pub fn thresholds(&self) -> Vec<Threshold> {
        let mut found = Vec::new();
        collect(&self.0, &mut found);
        found
    }
}

/// Nesting is bounded by the parser.
fn collect(expression: &Expression, found: &mut Vec<Threshold>) {
    match &expression.kind {
        ExpressionKind::Any(parts)
        | ExpressionKind::All(parts)
        | ExpressionKind::AtLeast(_, parts) => parts.iter().for_each(|part| collect(part, found)),
        ExpressionKind::Not(inner) => collect(inner, found),
        ExpressionKind::Compare(left, sign, right) => {
            let here = plain(left, right).map(|pair| (pair, *sign));
            let there = || plain(right, left).map(|pair| (pair, sign.mirrored()));
            if let Some(((fact, number), sign)) = here.or_else(there) {
                found.push(Threshold { fact: fact.to_owned(), sign: word(sign), number });
            }
        }
        ExpressionKind::Constant(_)
        | ExpressionKind::Unstated
        | ExpressionKind::Bare(_)
        | ExpressionKind::Member(..) => {}
    }
}

fn plain<'a>(fact: &'a Side, number: &Side) -> Option<(&'a str, f64)> {
    match (&fact.operand, &number.operand) {
        (Operand::Word(word), Operand::Number(value)) if fact.factor == 1.0 => {
            Some((word, value * number.factor))
        }
        _ => None,
    }
}

fn word(sign: Comparison) -> &'static str {
    match sign {
        Comparison::Equal => "==",
        Comparison::Unequal => "!=",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Greater => ">",
        Comparison::AtLeast => ">=",
    }
}

#[cfg(test)]
mod tests {
    use crate::parse_condition;

    #[test]
    fn plain_numbers_are_found_with_the_fact_on_the_left() {
        let parsed = parse_condition("a > 1e25 or not (10 <= b and c) or d * 2 > 4 or e > f");
        let found: Vec<String> = parsed
            .unwrap()
            .thresholds()
            .iter()
            .map(|t| format!("{} {} {:e}", t.fact, t.sign, t.number))
            .collect();
        assert_eq!(found, ["a > 1e25", "b >= 1e1"]);
    }
}
