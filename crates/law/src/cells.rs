//! The answers a fact can have, as far as given atoms can tell them apart.
//!
//! Two answers that make every atom come out the same are one cell. A number
//! falls into the ranges between its thresholds, a date likewise, a one-of fact
//! into the sets of words that are told apart.

use std::collections::BTreeMap;

use tenbin_vocab::{Date, Tri};

use crate::condition::{Shift, ShiftUnit};
use crate::evaluate::{Domain, Scope, add, shift};
use crate::limits::MAX_CELLS;
use crate::program::{Atom, AtomId, DateTerm};
use crate::state::{Choice, Slot};
use crate::vocabulary::FactIndex;

/// Whether a one-of fact is taken to hold one word or any set of words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Exactly one further word: the answers a question is likely to get.
    One,
    /// Any set: every answer there can be.
    Many,
}

/// One slot for every cell of `fact`, as far as `atoms` tell answers apart.
/// Comparisons of two open facts tell nothing apart here. None when there are more
/// cells than the limit.
pub(crate) fn cells(
    scope: &Scope<'_>,
    fact: FactIndex,
    atoms: &[AtomId],
    holds: Holds,
) -> Option<Vec<Slot>> {
    let atoms: Vec<&Atom> = atoms
        .iter()
        .filter_map(|id| scope.program.atom(*id))
        .filter(|atom| !scope.is_open_pair(atom))
        .collect();
    let signature = |slot: Slot| -> Vec<Tri> {
        let look_up = |other: FactIndex| if other == fact { slot } else { scope.slot(other) };
        atoms.iter().map(|atom| scope.atom_with(atom, &look_up)).collect()
    };
    let mut found: BTreeMap<Vec<Tri>, Slot> = BTreeMap::new();
    let candidates = match scope.domain(fact) {
        Domain::Bool => vec![Slot::Bool(false), Slot::Bool(true)],
        Domain::Number { min } => numbers(scope, fact, &atoms, min),
        Domain::Date => dates(scope, fact, &atoms),
        Domain::Choice { all, none } => {
            let (held, one_of) = match scope.slot(fact) {
                Slot::Choice(choice) => (choice.held, choice.one_of),
                _ => (0, all),
            };
            // Words told apart by no atom are one; singles first, then sets.
            let singles: Vec<Slot> = bits(one_of).map(|bit| choice(held | bit)).collect();
            if holds == Holds::Many {
                return unions(singles, none, &signature);
            }
            singles
        }
    };
    for slot in candidates {
        // A bool without atoms is a contested definition: both answers count.
        let key = if atoms.is_empty() {
            vec![Tri::from(slot == Slot::Bool(true))]
        } else {
            signature(slot)
        };
        found.entry(key).or_insert(slot);
    }
    (found.len() <= MAX_CELLS).then(|| found.into_values().collect())
}

fn choice(held: u64) -> Slot {
    Slot::Choice(Choice { held, one_of: 0 })
}

fn bits(mask: u64) -> impl Iterator<Item = u64> {
    (0..64).map(|position| 1_u64 << position).filter(move |bit| mask & bit != 0)
}

/// Every set of words, as far as `signature` tells them apart.
fn unions(
    singles: Vec<Slot>,
    none: u64,
    signature: &impl Fn(Slot) -> Vec<Tri>,
) -> Option<Vec<Slot>> {
    let mut alone: BTreeMap<Vec<Tri>, u64> = BTreeMap::new();
    let mut joinable: BTreeMap<Vec<Tri>, u64> = BTreeMap::new();
    for slot in singles {
        let Slot::Choice(Choice { held, .. }) = slot else { continue };
        let kind = if held & none == 0 { &mut joinable } else { &mut alone };
        kind.entry(signature(slot)).or_insert(held);
    }
    let parts: Vec<u64> = joinable.values().copied().collect();
    let mut open = parts.clone();
    while let Some(set) = open.pop() {
        for part in &parts {
            let union = set | part;
            let key = signature(choice(union));
            if let std::collections::btree_map::Entry::Vacant(place) = joinable.entry(key) {
                place.insert(union);
                open.push(union);
            }
        }
        if joinable.len() > MAX_CELLS {
            return None;
        }
    }
    joinable.extend(alone);
    Some(joinable.into_values().map(choice).collect())
}

/// Each threshold, its neighbours, and the ends of the range.
fn numbers(scope: &Scope<'_>, fact: FactIndex, atoms: &[&Atom], min: f64) -> Vec<Slot> {
    let mut marks = vec![min, f64::MAX];
    for atom in atoms {
        let Atom::Numbers { left, right, .. } = atom else { continue };
        let (own, other) = if left.fact == Some(fact) { (left, right) } else { (right, left) };
        let other = match other.fact.map(|fact| scope.slot(fact)) {
            None => other.literal * other.factor,
            Some(Slot::Number(number)) => number * other.factor,
            Some(_) => continue,
        };
        let threshold = other / own.factor;
        marks.extend([threshold.next_down(), threshold, threshold.next_up()]);
    }
    marks.into_iter().filter(|mark| mark.is_finite() && *mark >= min).map(Slot::Number).collect()
}

/// Each threshold with the days around it, and days far off. Adding months can
/// move a date by up to three days at the end of a month, so that undoing it
/// finds the threshold only roughly.
fn dates(scope: &Scope<'_>, fact: FactIndex, atoms: &[&Atom]) -> Vec<Slot> {
    let mut found = vec![Slot::Date(Date::MIN), Slot::Date(Date::MAX)];
    let known = |term: &DateTerm| match term.fact.map(|fact| scope.slot(fact)) {
        None => Some(shift(term.literal, &term.shifts)),
        Some(Slot::Date(date)) => Some(shift(date, &term.shifts)),
        Some(_) => None,
    };
    for atom in atoms {
        let Atom::Dates { left, right, .. } = atom else { continue };
        let (own, other) = if left.fact == Some(fact) { (left, right) } else { (right, left) };
        let Some(other) = known(other) else { continue };
        found.extend(around(other, &own.shifts).map(Slot::Date));
    }
    found
}

/// The days on which `day + shifts` may pass `limit`.
pub(crate) fn around(limit: Date, shifts: &[Shift]) -> impl Iterator<Item = Date> {
    let rough = shifts.iter().rev().fold(limit, |date, shift| add(date, -shift.amount, shift.unit));
    (-4..=4).map(move |days| add(rough, days, ShiftUnit::Days))
}
