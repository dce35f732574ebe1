//! The figures that texts compare a fact with, read from the conditions
//! themselves, so that a table of figures cannot differ from what is weighed.

use serde::Serialize;
use tenbin_vocab::{Bilingual, Confidence};

use crate::condition::{Comparison, Expression, ExpressionKind, Operand, Side, parse_condition};
use crate::library::Library;
use crate::model::{Condition, Period};
use crate::threshold::Threshold;
use crate::vocabulary::FactKind;

/// A number that a text compares a fact with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Framework of the text.
    pub framework: String,
    /// The provision or definition.
    pub id: String,
    /// Its name.
    pub title: Bilingual,
    /// The fact that is compared.
    pub fact: String,
    /// The sign between fact and value, as in a condition: `>`, `>=`, `==` …
    pub sign: &'static str,
    /// The number, in `unit`.
    pub value: f64,
    /// Unit of the fact, when it has one.
    pub unit: Option<String>,
    /// Where it is written.
    pub cite: String,
    /// When the text holds it: from the first version with it to the last.
    #[serde(flatten)]
    pub in_force: Period,
    /// How well the newest such version is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

impl Library {
    /// Every number that a definition or provision compares the fact called
    /// `fact` with, in its conditions or as a threshold, in order of framework,
    /// definitions first.
    #[must_use]
    pub fn figures(&self, fact: &str) -> Vec<Figure> {
        let unit = self.vocabulary.get(fact).and_then(|known| match &known.kind {
            FactKind::Number { unit, .. } => unit.clone(),
            _ => None,
        });
        let mut found: Vec<Figure> = Vec::new();
        let mut add = |text: Text<'_>, sign: &'static str, value: f64| {
            let one = text.figure(fact, sign, value, unit.clone());
            let same = found.iter_mut().find(|other| {
                other.id == one.id && other.sign == one.sign && other.value == one.value
            });
            match same {
                // Versions come oldest first: the newest says how it stands now.
                Some(other) => {
                    let from = other.in_force.from;
                    *other = one;
                    other.in_force.from = from;
                }
                None => found.push(one),
            }
        };
        for definition in &self.definitions {
            for version in &definition.versions {
                let text = Text {
                    framework: &definition.framework,
                    id: &definition.id,
                    title: &definition.title,
                    cite: &version.cite,
                    in_force: version.in_force,
                    confidence: version.confidence,
                    sources: &version.sources,
                };
                let conditions = [Some(&version.when), version.unless_shown.as_ref()];
                let conditions = conditions.into_iter().flatten();
                text.lines(fact, conditions, &version.thresholds)
                    .into_iter()
                    .for_each(|(text, sign, value)| add(text, sign, value));
            }
        }
        for provision in &self.provisions {
            for version in &provision.versions {
                let text = Text {
                    framework: &provision.framework,
                    id: &provision.id,
                    title: &provision.title,
                    cite: &version.cite,
                    in_force: version.in_force,
                    confidence: version.confidence,
                    sources: &version.sources,
                };
                let exceptions = version.except.iter().map(|exception| &exception.when);
                let conditions = std::iter::once(&version.when).chain(exceptions);
                text.lines(fact, conditions, &version.thresholds)
                    .into_iter()
                    .for_each(|(text, sign, value)| add(text, sign, value));
            }
        }
        found.sort_by(|a, b| a.framework.cmp(&b.framework));
        found
    }
}

/// What a figure takes over from the text it stands in.
#[derive(Clone, Copy)]
struct Text<'a> {
    framework: &'a str,
    id: &'a str,
    title: &'a Bilingual,
    cite: &'a str,
    in_force: Period,
    confidence: Confidence,
    sources: &'a [String],
}

impl<'a> Text<'a> {
    /// Sign and number of each line the text draws for `fact`. A threshold that
    /// repeats a condition gives nothing more.
    fn lines<'c>(
        self,
        fact: &str,
        conditions: impl Iterator<Item = &'c Condition>,
        thresholds: &'a [Threshold],
    ) -> Vec<(Self, &'static str, f64)> {
        let seen = compared(fact, conditions);
        let more: Vec<(Self, &'static str, f64)> = thresholds
            .iter()
            .filter(|line| line.fact.as_deref() == Some(fact))
            .filter(|line| !seen.contains(&(line.op.as_str(), line.value)))
            .map(|line| {
                let Threshold { cite, confidence, sources, .. } = line;
                let text = Self { cite, confidence: *confidence, sources, ..self };
                (text, line.op.as_str(), line.value)
            })
            .collect();
        seen.into_iter().map(|(sign, value)| (self, sign, value)).chain(more).collect()
    }

    fn figure(self, fact: &str, sign: &'static str, value: f64, unit: Option<String>) -> Figure {
        Figure {
            framework: self.framework.to_owned(),
            id: self.id.to_owned(),
            title: self.title.clone(),
            fact: fact.to_owned(),
            sign,
            value,
            unit,
            cite: self.cite.to_owned(),
            in_force: self.in_force,
            confidence: self.confidence,
            sources: self.sources.to_vec(),
        }
    }
}

/// Sign and number of every comparison of `fact` with a number.
fn compared<'a>(
    fact: &str,
    conditions: impl Iterator<Item = &'a Condition>,
) -> Vec<(&'static str, f64)> {
    let mut found = Vec::new();
    for condition in conditions {
        let Ok(parsed) = parse_condition(&condition.text) else { continue };
        let mut open: Vec<&Expression> = vec![&parsed.0];
        while let Some(expression) = open.pop() {
            match &expression.kind {
                ExpressionKind::Any(parts)
                | ExpressionKind::All(parts)
                | ExpressionKind::AtLeast(_, parts) => open.extend(parts.iter().rev()),
                ExpressionKind::Not(inner) => open.push(inner),
                ExpressionKind::Compare(left, sign, right) => {
                    let pair = if names(left, fact) {
                        number(right).map(|value| (sign.as_str(), value))
                    } else if names(right, fact) {
                        number(left).map(|value| (sign.mirrored().as_str(), value))
                    } else {
                        None
                    };
                    found.extend(pair);
                }
                ExpressionKind::Constant(_)
                | ExpressionKind::Unstated
                | ExpressionKind::Bare(_)
                | ExpressionKind::Member(..) => {}
            }
        }
    }
    found
}

/// True when the side is the fact itself, not a multiple of it.
fn names(side: &Side, fact: &str) -> bool {
    matches!(&side.operand, Operand::Word(word) if word == fact) && (side.factor - 1.0).abs() == 0.0
}

fn number(side: &Side) -> Option<f64> {
    match side.operand {
        Operand::Number(value) => Some(value * side.factor),
        _ => None,
    }
}

impl Comparison {
    fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::{library, provision, under};

    #[test]
    fn figures_come_with_their_sign_from_either_side() {
        let figures = |when: &str| -> Vec<(&'static str, f64)> {
            under(when).figures("size").into_iter().map(|f| (f.sign, f.value)).collect()
        };
        assert_eq!(figures("a and (size > 1e25 or b)"), [(">", 1e25)]);
        assert_eq!(figures("not 1e26 <= size"), [(">=", 1e26)]);
        assert_eq!(figures("size > other_size / 3 or other_size > 7"), []);
        assert_eq!(under("size > 5").figures("size")[0].unit.as_deref(), Some("FLOP"));
    }

    #[test]
    fn an_amendment_that_keeps_the_figure_keeps_one_row() {
        let version = |from: &str, rest: &str, when: &str| {
            format!(
                "[[provision.version]]\nfrom = {from}\n{rest}cite = \"1\"\nconfidence = \"V\"\nsources = [\"S1\"]\nwhen = \"{when}\"\n[provision.version.duty]\nforce = \"must\"\ntext = {{ ja = \"す\", en = \"do\" }}\n"
            )
        };
        let first = provision("p", "from = 2024-01-01\nuntil = 2025-01-01\nwhen = \"size > 5\"");
        let kept = version("2025-01-01", "until = 2026-01-01\n", "a and size > 5");
        let moved = version("2026-01-01", "", "size > 6");
        let library = library(&[("articles/a.toml", &format!("{first}{kept}{moved}"))]);
        let rows: Vec<(f64, String, bool)> = library
            .figures("size")
            .into_iter()
            .map(|f| (f.value, f.in_force.from.to_string(), f.in_force.until.is_some()))
            .collect();
        assert_eq!(
            rows,
            [(5.0, "2024-01-01".to_owned(), true), (6.0, "2026-01-01".to_owned(), false)]
        );
    }
}
