//! The exact verdict: unknown only if some answers give yes and others no.
//!
//! Kleene logic alone leaves `x or not x` unknown. Where a condition is unknown
//! in Kleene logic, an open fact can change that only if it occurs more than
//! once: when every open fact occurs once, each part can come out either way
//! independently of the rest, so both results are reachable. Therefore only
//! facts that occur again are branched on, one cell of answers at a time, and a
//! branch ends as soon as Kleene logic settles it.

use std::borrow::Cow;

use tenbin_vocab::Tri;

use crate::cells::{Holds, cells};
use crate::evaluate::{Origin, Scope, count_to};
use crate::limits::SEARCH_BUDGET;
use crate::program::{AtomId, Node, NodeId};
use crate::state::Slot;
use crate::vocabulary::FactIndex;

/// A verdict, and whether trying answers was needed to reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settled {
    pub(crate) verdict: Tri,
    pub(crate) searched: bool,
}

/// An open fact where it occurs; without an atom it is a contested definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Occurrence {
    pub(crate) fact: FactIndex,
    pub(crate) atom: Option<AtomId>,
}

/// The exact verdict of a condition.
pub(crate) fn settle(scope: &Scope<'_>, root: NodeId) -> Settled {
    let verdict = scope.value(root);
    if verdict.is_known() {
        return Settled { verdict, searched: false };
    }
    let mut search = Search {
        scope,
        slots: Cow::Borrowed(scope.given),
        visits: SEARCH_BUDGET,
        seen_yes: false,
        seen_no: false,
        exhausted: false,
    };
    search.branch(root);
    let verdict = match (search.seen_yes, search.seen_no) {
        _ if search.exhausted => Tri::Unknown,
        (true, false) => Tri::Yes,
        (false, true) => Tri::No,
        _ => Tri::Unknown,
    };
    Settled { verdict, searched: verdict.is_known() }
}

/// The open facts a condition hangs on as things stand, each place counted.
/// None when the condition is settled or too large to walk.
pub(crate) fn occurrences(scope: &Scope<'_>, root: NodeId) -> Option<Vec<Occurrence>> {
    let mut search = Search {
        scope,
        slots: Cow::Borrowed(scope.given),
        visits: SEARCH_BUDGET,
        seen_yes: false,
        seen_no: false,
        exhausted: false,
    };
    let mut found = Vec::new();
    let value = search.explore(root, &mut found);
    (value == Tri::Unknown && !search.exhausted).then_some(found)
}

struct Search<'a> {
    scope: &'a Scope<'a>,
    /// The facts as given, with the answers tried in place of open ones; copied
    /// only when an answer is tried.
    slots: Cow<'a, [Slot]>,
    /// Node visits left.
    visits: usize,
    seen_yes: bool,
    seen_no: bool,
    exhausted: bool,
}

impl Search<'_> {
    fn done(&self) -> bool {
        self.exhausted || (self.seen_yes && self.seen_no)
    }

    fn branch(&mut self, root: NodeId) {
        let mut found = Vec::new();
        match self.explore(root, &mut found) {
            _ if self.exhausted => return,
            Tri::Yes => {
                self.seen_yes = true;
                return;
            }
            Tri::No => {
                self.seen_no = true;
                return;
            }
            Tri::Unknown => {}
        }
        let Some((fact, atoms)) = self.most_frequent(&mut found) else {
            (self.seen_yes, self.seen_no) = (true, true);
            return;
        };
        let Some(answers) = cells(self.scope, fact, &atoms, Holds::Many) else {
            self.exhausted = true;
            return;
        };
        let Some(before) = self.slots.get(fact.at()).copied() else { return };
        for answer in answers {
            self.set(fact, answer);
            self.branch(root);
            if self.done() {
                break;
            }
        }
        self.set(fact, before);
    }

    fn set(&mut self, fact: FactIndex, slot: Slot) {
        if let Some(place) = self.slots.to_mut().get_mut(fact.at()) {
            *place = slot;
        }
    }

    /// The open fact that occurs most often, when any occurs again, with its
    /// atoms. A comparison of two open facts counts as a part of its own.
    fn most_frequent(&self, found: &mut Vec<Occurrence>) -> Option<(FactIndex, Vec<AtomId>)> {
        let pair = |atom: AtomId| {
            self.scope.program.atom(atom).is_some_and(|atom| self.scope.is_open_pair(atom))
        };
        found.retain(|occurrence| occurrence.atom.is_none_or(|atom| !pair(atom)));
        found.sort_unstable();
        let best = found
            .chunk_by(|a, b| a.fact == b.fact)
            .filter(|group| group.len() > 1)
            .max_by_key(|group| group.len())?;
        let fact = best.first()?.fact;
        let mut atoms: Vec<AtomId> = best.iter().filter_map(|place| place.atom).collect();
        atoms.dedup();
        Some((fact, atoms))
    }

    /// Kleene value with definitions entered; the open facts it hangs on are
    /// added to `found`.
    fn explore(&mut self, node: NodeId, found: &mut Vec<Occurrence>) -> Tri {
        let Some(left) = self.visits.checked_sub(1) else {
            self.exhausted = true;
            return Tri::Unknown;
        };
        self.visits = left;
        let mark = found.len();
        let program = self.scope.program;
        let value = match program.node(node) {
            Node::Constant(value) => value,
            Node::Not(inner) => !self.explore(inner, found),
            Node::Any(range) => {
                let mut value = Tri::No;
                for child in program.children(range) {
                    value = value.or(self.explore(*child, found));
                    if value == Tri::Yes {
                        break;
                    }
                }
                value
            }
            Node::All(range) => {
                let mut value = Tri::Yes;
                for child in program.children(range) {
                    value = value.and(self.explore(*child, found));
                    if value == Tri::No {
                        break;
                    }
                }
                value
            }
            Node::AtLeast(need, range) => {
                let children = program.children(range);
                count_to(need, children.iter().map(|child| self.explore(*child, found)))
            }
            Node::Atom(atom) => {
                let value = self.scope.atom(atom, &self.slots);
                if value == Tri::Unknown
                    && let Some(atom_facts) = program.atom(atom).map(crate::program::Atom::facts)
                {
                    let facts = [atom_facts.0, atom_facts.1];
                    let open = |fact: &FactIndex| self.scope.slot(*fact).is_open();
                    for fact in facts.into_iter().flatten().filter(open) {
                        found.push(Occurrence { fact, atom: Some(atom) });
                    }
                }
                value
            }
            Node::Defined(id, want) => {
                let Some(holding) = self.scope.holding(id) else { return Tri::Unknown };
                let current = self.scope.definition(id);
                let value = match (holding.origin, current) {
                    (Origin::NotApplicable, _) => return Tri::No,
                    (Origin::Contested, Some(current)) => match current.fact {
                        Some(fact) => match self.slots.get(fact.at()) {
                            Some(Slot::Bool(value)) => Tri::from(*value),
                            _ => {
                                found.push(Occurrence { fact, atom: None });
                                Tri::Unknown
                            }
                        },
                        None => Tri::Unknown,
                    },
                    (Origin::Computed, Some(current)) if holding.value == Tri::Unknown => {
                        self.explore(current.when, found)
                    }
                    _ => holding.value,
                };
                if want { value } else { !value }
            }
        };
        if value.is_known() {
            found.truncate(mark);
        }
        value
    }
}
