//! A comparison of facts, for all subjects of a lane at once.

use jiff::Span;
use tenbin_vocab::{Date, Tri};

use super::columns::{Columns, LaneValues, code};
use super::plane::{Answers, Plane, compare};
use crate::condition::{Comparison, Shift};
use crate::evaluate::{Scope, choice_holds, shift};
use crate::program::{Atom, DateTerm};
use crate::state::{Choice, Slot};
use crate::vocabulary::FactIndex;

/// A comparison, prepared as far as no subject is needed.
#[derive(Clone, Debug)]
pub(super) enum Test {
    Flag {
        fact: FactIndex,
        want: bool,
    },
    Choice {
        fact: FactIndex,
        any_of: u64,
        negated: bool,
        open: Tri,
    },
    Number {
        fact: FactIndex,
        factor: f64,
        sign: Comparison,
        limit: f64,
        open: Tri,
    },
    /// The date lies in `from..until`, both as [`code`], or outside.
    Date {
        fact: FactIndex,
        from: i32,
        until: i32,
        inside: bool,
    },
    Constant(Tri),
    /// Two facts compare: one subject after the other.
    Pair(Atom),
}

impl Test {
    /// `scope` is that of a subject of whom nothing is known.
    pub(super) fn new(scope: &Scope<'_>, atom: &Atom, as_of: Date) -> Self {
        let nothing = |fact: FactIndex| scope.slot(fact);
        let open = scope.atom_with(atom, &nothing);
        match atom {
            Atom::Flag { fact, want } => Self::Flag { fact: *fact, want: *want },
            Atom::Choice { fact, any_of, negated } => {
                Self::Choice { fact: *fact, any_of: *any_of, negated: *negated, open }
            }
            Atom::Numbers { left, sign, right } => match (left.fact, right.fact) {
                (Some(fact), None) => Self::Number {
                    fact,
                    factor: left.factor,
                    sign: *sign,
                    limit: right.literal * right.factor,
                    open,
                },
                _ => Self::Pair(atom.clone()),
            },
            Atom::Dates { left, sign, right } => {
                let fixed = |term: &DateTerm| match term.fact {
                    None => Some(shift(term.literal, &term.shifts)),
                    Some(FactIndex::AS_OF) => Some(shift(as_of, &term.shifts)),
                    Some(_) => None,
                };
                match (left.fact, fixed(left), right.fact, fixed(right)) {
                    (_, Some(_), _, Some(_)) => Self::Constant(open),
                    (Some(fact), _, _, Some(limit)) => Self::date(fact, &left.shifts, *sign, limit),
                    (_, Some(limit), Some(fact), _) => {
                        Self::date(fact, &right.shifts, sign.mirrored(), limit)
                    }
                    _ => Self::Pair(atom.clone()),
                }
            }
        }
    }

    fn date(fact: FactIndex, shifts: &[Shift], sign: Comparison, limit: Date) -> Self {
        let reached = first_day(|day| shift(day, shifts) >= limit);
        let passed = first_day(|day| shift(day, shifts) > limit);
        let (from, until, inside) = match sign {
            Comparison::Equal => (reached, passed, true),
            Comparison::Unequal => (reached, passed, false),
            Comparison::Less => (i32::MIN, reached, true),
            Comparison::AtMost => (i32::MIN, passed, true),
            Comparison::Greater => (i32::MIN, passed, false),
            Comparison::AtLeast => (i32::MIN, reached, false),
        };
        Self::Date { fact, from, until, inside }
    }

    /// The answers of one lane.
    pub(super) fn answers(&self, scope: &Scope<'_>, columns: &Columns, lane: usize) -> Answers {
        let (fact, open) = match self {
            Self::Constant(value) => return Answers::same(*value),
            Self::Pair(atom) => return pair(scope, atom, columns, lane),
            Self::Flag { fact, .. } | Self::Date { fact, .. } => (*fact, Tri::Unknown),
            Self::Choice { fact, open, .. } | Self::Number { fact, open, .. } => (*fact, *open),
        };
        let Some(column) = columns.lane(fact, lane) else { return Answers::UNKNOWN };
        let base = Answers::UNKNOWN.with(column.open(), open).with(column.absent, Tri::No);
        if column.known.is_empty() {
            return base;
        }
        let holds = match (self, column.values) {
            (Self::Flag { want, .. }, LaneValues::Flags(values)) => {
                if *want {
                    values
                } else {
                    !values
                }
            }
            (Self::Choice { any_of, negated, .. }, LaneValues::Choices(values)) => {
                let value = choices(values, *any_of);
                let value = if *negated { value.negated() } else { value };
                return Answers {
                    yes: base.yes | (value.yes & column.known),
                    no: base.no | (value.no & column.known),
                };
            }
            (Self::Number { factor, sign, limit, .. }, LaneValues::Numbers(values)) => {
                numbers(values, *factor, *sign, *limit)
            }
            (Self::Date { from, until, inside, .. }, LaneValues::Dates(values)) => {
                let range = from..until;
                let within = Plane::of(values, |value| range.contains(&value));
                if *inside { within } else { !within }
            }
            _ => return base,
        };
        Answers { yes: base.yes | (column.known & holds), no: base.no | (column.known & !holds) }
    }
}

fn numbers(values: &[f64], factor: f64, sign: Comparison, limit: f64) -> Plane {
    if factor == 1.0 {
        return compare(values, sign, limit);
    }
    let scaled: Vec<f64> = values.iter().map(|value| value * factor).collect();
    compare(&scaled, sign, limit)
}

fn choices(values: &[Choice], any_of: u64) -> Answers {
    Answers {
        yes: Plane::of(values, |choice| choice_holds(*choice, any_of) == Tri::Yes),
        no: Plane::of(values, |choice| choice_holds(*choice, any_of) == Tri::No),
    }
}

fn pair(scope: &Scope<'_>, atom: &Atom, columns: &Columns, lane: usize) -> Answers {
    let mut answers = Answers::UNKNOWN;
    let (first, second) = atom.facts();
    let columns_of = [first, second].into_iter().flatten().filter_map(|f| columns.lane(f, lane));
    // Two open facts compare as unknown.
    let some = columns_of.fold(Plane::NONE, |some, column| some | !column.open());
    for subject in some.subjects() {
        let look_up = |fact: FactIndex| -> Slot { columns.slot(fact, lane, subject) };
        match scope.atom_with(atom, &look_up) {
            Tri::Yes => answers.yes.set(subject, true),
            Tri::No => answers.no.set(subject, true),
            Tri::Unknown => {}
        }
    }
    answers
}

/// The code of the first day that passes `test`, which holds from some day on:
/// adding days, months and years keeps the order of dates. `i32::MAX` when no
/// day does.
fn first_day(test: impl Fn(Date) -> bool) -> i32 {
    /// Days of the calendar, a few more than there are.
    const DAYS: i32 = 20_000 * 366;
    let day = |number: i32| {
        Span::new().try_days(number).map_or(Date::MAX, |span| Date::MIN.saturating_add(span))
    };
    if !test(Date::MAX) {
        return i32::MAX;
    }
    let (mut low, mut high) = (0, DAYS);
    while low < high {
        let middle = low + (high - low) / 2;
        if test(day(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    code(day(low))
}
