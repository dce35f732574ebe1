//! Kleene evaluation of conditions over the slots of one subject.

use jiff::Span;
use tenbin_vocab::{Date, Tri};

use crate::condition::{Comparison, Shift, ShiftUnit};
use crate::program::{Atom, AtomId, DateTerm, DefinitionId, Node, NodeId, NumberTerm, Program};
use crate::state::{Choice, Slot};
use crate::vocabulary::{FactIndex, FactKind, Vocabulary};

/// What a fact can be, as small as evaluation needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Domain {
    Bool,
    Number {
        /// Least possible value.
        min: f64,
    },
    Date,
    Choice {
        /// Every value.
        all: u64,
        /// The value that stands alone, when there is one.
        none: u64,
    },
}

impl Domain {
    /// The domains of a vocabulary by position.
    pub(crate) fn of(vocabulary: &Vocabulary) -> Vec<Self> {
        let one = |kind: &FactKind| match kind {
            FactKind::Bool => Self::Bool,
            FactKind::Number { min, .. } => Self::Number { min: min.unwrap_or(f64::MIN) },
            FactKind::Date => Self::Date,
            FactKind::OneOf { .. } => {
                let (all, none) = kind.all_bits();
                Self::Choice { all, none }
            }
        };
        let as_of = std::iter::once(Self::Date);
        as_of.chain(vocabulary.facts().map(|fact| one(&fact.kind))).collect()
    }
}

/// A definition as its text stands on the as-of date.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CurrentDefinition {
    /// The fact that may be answered directly.
    pub(crate) fact: Option<FactIndex>,
    pub(crate) when: NodeId,
    pub(crate) unless_shown: Option<NodeId>,
}

/// What a definition comes to for one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holding {
    /// Given when answered directly, else computed.
    pub(crate) value: Tri,
    /// Computed from other facts, whatever was given.
    pub(crate) computed: Tri,
    pub(crate) origin: Origin,
    /// True when it is known to be defeated.
    pub(crate) defeated: bool,
    /// True when only trying every answer settled it.
    pub(crate) searched: bool,
}

impl Holding {
    /// Of which nothing is known.
    pub(crate) const OPEN: Self = Self {
        value: Tri::Unknown,
        computed: Tri::Unknown,
        origin: Origin::Computed,
        defeated: false,
        searched: false,
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Computed,
    Given,
    Contested,
    NotApplicable,
}

/// Everything needed to evaluate conditions for one subject.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) program: &'a Program,
    pub(crate) domains: &'a [Domain],
    pub(crate) definitions: &'a [CurrentDefinition],
    /// The facts as given.
    pub(crate) given: &'a [Slot],
    /// Definitions weighed so far, in order of definition.
    pub(crate) holdings: &'a [Holding],
}

impl<'a> Scope<'a> {
    pub(crate) fn domain(&self, fact: FactIndex) -> Domain {
        self.domains.get(fact.at()).copied().unwrap_or(Domain::Bool)
    }

    pub(crate) fn slot(&self, fact: FactIndex) -> Slot {
        self.given.get(fact.at()).copied().unwrap_or_default()
    }

    pub(crate) fn definition(&self, id: DefinitionId) -> Option<CurrentDefinition> {
        self.definitions.get(id.0 as usize).copied()
    }

    pub(crate) fn holding(&self, id: DefinitionId) -> Option<Holding> {
        self.holdings.get(id.0 as usize).copied()
    }

    /// Value of a definition where conditions use it.
    pub(crate) fn defined(&self, id: DefinitionId, want: bool) -> Tri {
        match self.holding(id) {
            Some(Holding { origin: Origin::NotApplicable, .. }) => Tri::No,
            Some(holding) if want => holding.value,
            Some(holding) => !holding.value,
            None => Tri::Unknown,
        }
    }

    /// Kleene value of a node; definitions count with the verdict they have.
    pub(crate) fn value(&self, node: NodeId) -> Tri {
        match self.program.node(node) {
            Node::Constant(value) => value,
            Node::Not(inner) => !self.value(inner),
            Node::Any(range) => {
                let mut value = Tri::No;
                for child in self.program.children(range) {
                    value = value.or(self.value(*child));
                    if value == Tri::Yes {
                        break;
                    }
                }
                value
            }
            Node::All(range) => {
                let mut value = Tri::Yes;
                for child in self.program.children(range) {
                    value = value.and(self.value(*child));
                    if value == Tri::No {
                        break;
                    }
                }
                value
            }
            Node::AtLeast(need, range) => {
                let children = self.program.children(range);
                count_to(need, children.iter().map(|child| self.value(*child)))
            }
            Node::Atom(atom) => self.atom(atom, self.given),
            Node::Defined(id, want) => self.defined(id, want),
        }
    }

    /// True when an atom compares two facts that are both open.
    pub(crate) fn is_open_pair(&self, atom: &Atom) -> bool {
        match atom.facts() {
            (Some(first), Some(second)) => {
                self.slot(first).is_open() && self.slot(second).is_open()
            }
            _ => false,
        }
    }

    /// Value of an atom when the facts are `slots`. Two open facts compared
    /// with each other count as given: a slot tried in a search stands for a
    /// whole range of answers, and a pair needs the exact ones.
    pub(crate) fn atom(&self, id: AtomId, slots: &[Slot]) -> Tri {
        let Some(atom) = self.program.atom(id) else { return Tri::Unknown };
        let slots = if self.is_open_pair(atom) { self.given } else { slots };
        self.atom_with(atom, &|fact| slots.get(fact.at()).copied().unwrap_or_default())
    }

    /// Value of an atom when `look_up` gives the slots.
    pub(crate) fn atom_with(&self, atom: &Atom, look_up: &impl Fn(FactIndex) -> Slot) -> Tri {
        match atom {
            Atom::Flag { fact, want } => match look_up(*fact) {
                Slot::Bool(value) => Tri::from(value == *want),
                Slot::NotApplicable => Tri::No,
                _ => Tri::Unknown,
            },
            Atom::Choice { fact, any_of, negated } => {
                let choice = match (look_up(*fact), self.domain(*fact)) {
                    (Slot::Choice(choice), _) => choice,
                    (Slot::NotApplicable, _) => return Tri::No,
                    (_, Domain::Choice { all, .. }) => Choice { held: 0, one_of: all },
                    _ => return Tri::Unknown,
                };
                let holds = choice_holds(choice, *any_of);
                if *negated { !holds } else { holds }
            }
            Atom::Numbers { left, sign, right } => self.numbers(left, *sign, right, look_up),
            Atom::Dates { left, sign, right } => {
                match (date_of(left, look_up), date_of(right, look_up)) {
                    (Reading::Known(left), Reading::Known(right)) => {
                        Tri::from(sign.holds(&left, &right))
                    }
                    (Reading::Absent, _) | (_, Reading::Absent) => Tri::No,
                    _ => Tri::Unknown,
                }
            }
        }
    }

    fn numbers(
        &self,
        left: &NumberTerm,
        sign: Comparison,
        right: &NumberTerm,
        look_up: &impl Fn(FactIndex) -> Slot,
    ) -> Tri {
        match (number_of(left, look_up), number_of(right, look_up)) {
            (Reading::Known(left), Reading::Known(right)) => Tri::from(sign.holds(&left, &right)),
            (Reading::Absent, _) | (_, Reading::Absent) => Tri::No,
            (Reading::Open, Reading::Known(limit)) => {
                // The least possible value may settle it for every answer.
                let least = left.fact.map(|fact| self.domain(fact));
                let Some(Domain::Number { min }) = least else { return Tri::Unknown };
                let least = min * left.factor;
                match sign {
                    Comparison::AtLeast if least >= limit => Tri::Yes,
                    Comparison::Greater | Comparison::Unequal if least > limit => Tri::Yes,
                    Comparison::Less if least >= limit => Tri::No,
                    Comparison::AtMost | Comparison::Equal if least > limit => Tri::No,
                    _ => Tri::Unknown,
                }
            }
            _ => Tri::Unknown,
        }
    }
}

/// "At least `need` of these" from the values of the parts.
pub(crate) fn count_to(need: u32, values: impl Iterator<Item = Tri>) -> Tri {
    let (mut sure, mut possible) = (0, 0);
    for value in values {
        sure += u32::from(value == Tri::Yes);
        possible += u32::from(value != Tri::No);
    }
    if sure >= need {
        Tri::Yes
    } else if possible < need {
        Tri::No
    } else {
        Tri::Unknown
    }
}

/// Whether a one-of fact holds one of the values in `any_of`.
pub(crate) fn choice_holds(choice: Choice, any_of: u64) -> Tri {
    if choice.held & any_of != 0 {
        Tri::Yes
    } else if choice.one_of & any_of == 0 {
        Tri::No
    } else if choice.one_of & !any_of == 0 {
        Tri::Yes
    } else {
        Tri::Unknown
    }
}

/// What a side of a comparison comes to.
enum Reading<T> {
    Known(T),
    Open,
    Absent,
}

fn number_of(term: &NumberTerm, look_up: &impl Fn(FactIndex) -> Slot) -> Reading<f64> {
    let Some(fact) = term.fact else { return Reading::Known(term.literal * term.factor) };
    match look_up(fact) {
        Slot::Number(number) => Reading::Known(number * term.factor),
        Slot::NotApplicable => Reading::Absent,
        _ => Reading::Open,
    }
}

fn date_of(term: &DateTerm, look_up: &impl Fn(FactIndex) -> Slot) -> Reading<Date> {
    let Some(fact) = term.fact else { return Reading::Known(shift(term.literal, &term.shifts)) };
    match look_up(fact) {
        Slot::Date(date) => Reading::Known(shift(date, &term.shifts)),
        Slot::NotApplicable => Reading::Absent,
        _ => Reading::Open,
    }
}

/// `date` with the shifts added in order; stops at the ends of the calendar.
pub(crate) fn shift(date: Date, shifts: &[Shift]) -> Date {
    shifts.iter().fold(date, |date, shift| add(date, shift.amount, shift.unit))
}

/// Amounts are bounded by `MAX_SHIFT`, far inside what a span can hold.
pub(crate) fn add(date: Date, amount: i32, unit: ShiftUnit) -> Date {
    let span = match unit {
        ShiftUnit::Days => Span::new().try_days(amount),
        ShiftUnit::Months => Span::new().try_months(amount),
        ShiftUnit::Years => Span::new().try_years(amount),
    };
    span.map_or(date, |span| date.saturating_add(span))
}
