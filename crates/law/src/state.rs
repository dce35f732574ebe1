//! What is known of a subject, one small slot a fact.

use tenbin_vocab::{Date, FactState, FactValue, Facts};

use crate::suggest;
use crate::vocabulary::{FactIndex, FactKind, Vocabulary};
use crate::weighing::{Warning, WarningKind};

/// What is known of one fact.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Slot {
    #[default]
    Unknown,
    /// Weighed as unknown, but not asked again.
    Contested,
    NotApplicable,
    Bool(bool),
    Number(f64),
    Date(Date),
    Choice(Choice),
}

/// What is known of a one-of fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Values it surely holds.
    pub(crate) held: u64,
    /// Values of which it holds at least one, not said which; 0 when every
    /// value it holds is in `held`.
    pub(crate) one_of: u64,
}

impl Slot {
    /// True when it is open and not in dispute.
    pub(crate) fn can_be_asked(self) -> bool {
        self != Self::Contested && self.is_open()
    }

    /// True when a value may still be found out.
    pub(crate) fn is_open(self) -> bool {
        match self {
            Self::Unknown | Self::Contested => true,
            Self::Choice(choice) => choice.one_of != 0,
            _ => false,
        }
    }
}

/// The facts of one subject, made once and weighed many times.
#[derive(Clone, Debug)]
pub struct DenseFacts {
    pub(crate) slots: Vec<Slot>,
}

impl DenseFacts {
    /// Every fact unknown, except the as-of date.
    pub(crate) fn unknown(vocabulary: &Vocabulary, as_of: Date) -> Self {
        let mut slots = vec![Slot::Unknown; vocabulary.len()];
        if let Some(slot) = slots.get_mut(FactIndex::AS_OF.at()) {
            *slot = Slot::Date(as_of);
        }
        Self { slots }
    }

    /// The facts by position. What the vocabulary does not know, or knows with
    /// another type, stays unknown and is reported.
    pub(crate) fn new(vocabulary: &Vocabulary, facts: &Facts, as_of: Date) -> (Self, Vec<Warning>) {
        let mut dense = Self::unknown(vocabulary, as_of);
        let mut warnings = Vec::new();
        for (name, state) in facts {
            let found = vocabulary.index(name).filter(|index| *index != FactIndex::AS_OF);
            let Some(index) = found else {
                let near = suggest::nearest(name, vocabulary.names());
                let near = near.map_or_else(String::new, |near| format!("; the nearest is {near}"));
                warnings.push(Warning {
                    kind: WarningKind::IgnoredFact,
                    fact: name.clone(),
                    message: format!("the vocabulary has no fact {name}{near}"),
                });
                continue;
            };
            let kind = vocabulary.fact(index).map(|fact| &fact.kind);
            match kind.and_then(|kind| slot_of(kind, state)) {
                Some(slot) => {
                    if let Some(place) = dense.slots.get_mut(index.at()) {
                        *place = slot;
                    }
                }
                None => warnings.push(Warning {
                    kind: WarningKind::IgnoredFact,
                    fact: name.clone(),
                    message: format!(
                        "{name} was given a value of another type and is left unknown; expected {}",
                        kind.map(FactKind::expected).unwrap_or_default()
                    ),
                }),
            }
        }
        (dense, warnings)
    }

    pub(crate) fn slot(&self, fact: FactIndex) -> Slot {
        self.slots.get(fact.at()).copied().unwrap_or_default()
    }
}

/// The slot of a state, when its value has the type of the fact.
pub(crate) fn slot_of(kind: &FactKind, state: &FactState) -> Option<Slot> {
    let value = match state {
        FactState::Unknown => return Some(Slot::Unknown),
        FactState::Contested { .. } => return Some(Slot::Contested),
        FactState::NotApplicable { .. } => return Some(Slot::NotApplicable),
        FactState::Known { value, .. } => value,
    };
    match (kind, value) {
        (FactKind::Bool, FactValue::Bool(value)) => Some(Slot::Bool(*value)),
        (FactKind::Number { min, .. }, FactValue::Number(number)) => {
            let low = min.is_some_and(|min| *number < min);
            (number.is_finite() && !low).then_some(Slot::Number(*number))
        }
        (FactKind::Date, FactValue::Date(date)) => Some(Slot::Date(*date)),
        (FactKind::OneOf { .. }, FactValue::OneOf(words)) => {
            choice_of(kind, words.iter().map(String::as_str)).map(Slot::Choice)
        }
        _ => None,
    }
}

/// The words of a one-of fact: values, and at most one group. None when a word
/// is neither, or `none` stands beside others.
pub(crate) fn choice_of<'a>(
    kind: &FactKind,
    words: impl Iterator<Item = &'a str>,
) -> Option<Choice> {
    let mut choice = Choice { held: 0, one_of: 0 };
    for word in words {
        if let Some(bit) = kind.value_bit(word) {
            choice.held |= bit;
        } else {
            let bits = kind.group_bits(word)?;
            if choice.one_of != 0 && choice.one_of != bits {
                return None;
            }
            choice.one_of = bits;
        }
    }
    let (_, none) = kind.all_bits();
    let holds_none = choice.held & none != 0;
    if holds_none && (choice.held != none || choice.one_of != 0) {
        return None;
    }
    // A group of one says which.
    if choice.one_of.count_ones() == 1 {
        choice.held |= choice.one_of;
        choice.one_of = 0;
    }
    (choice.held | choice.one_of != 0).then_some(choice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind() -> FactKind {
        let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        FactKind::OneOf {
            values: words(&["a", "b", "c", "none"]),
            groups: vec![("ab".into(), words(&["a", "b"])), ("one".into(), words(&["c"]))],
        }
    }

    fn choice(words: &[&str]) -> Option<(u64, u64)> {
        choice_of(&kind(), words.iter().copied()).map(|c| (c.held, c.one_of))
    }

    #[test]
    fn words_become_bits() {
        assert_eq!(choice(&["a", "c"]), Some((0b101, 0)));
        assert_eq!(choice(&["ab"]), Some((0, 0b11)));
        assert_eq!(choice(&["c", "ab"]), Some((0b100, 0b11)));
        assert_eq!(choice(&["one"]), Some((0b100, 0)));
        assert_eq!(choice(&["none"]), Some((0b1000, 0)));
        assert_eq!(choice(&["none", "a"]), None);
        assert_eq!(choice(&["ab", "one"]), None);
        assert_eq!(choice(&["x"]), None);
        assert_eq!(choice(&[]), None);
    }
}
