//! The order in which everything of a selection is computed: conditions shared
//! by provisions once, definitions before what uses them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use tenbin_vocab::{Date, Tri};

use super::search::{Local, Operand, Search, Variable};
use super::test::Test;
use crate::cells::{Holds, cells};
use crate::evaluate::{CurrentDefinition, Scope};
use crate::prepare::Prepared;
use crate::program::{Atom, AtomId, Children, DefinitionId, Node, NodeId};
use crate::vocabulary::FactIndex;

/// Most branches of a search over a whole lane.
const MAX_BRANCHES: usize = 1 << 14;

/// A step gives one value; its place among the values is its place among the
/// steps.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Constant(Tri),
    Any(Vec<u32>),
    All(Vec<u32>),
    AtLeast(u32, Vec<u32>),
    Not(u32),
    Test(Test),
    /// A definition where a condition uses it.
    Defined {
        value: u32,
        fact: Option<FactIndex>,
        want: bool,
    },
    /// A definition: the exact verdicts of its condition and of what defeats
    /// it, and the fact that answers it directly.
    Define {
        when: u32,
        unless_shown: Option<u32>,
        fact: Option<FactIndex>,
    },
    /// The exact verdict of the condition whose Kleene value stands there.
    Settle {
        kleene: u32,
        search: Box<Search>,
    },
}

/// A fact, or a definition as a whole, that may occur more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Fact(FactIndex),
    Definition(DefinitionId),
}

/// What occurs below a node, definitions entered, each place counted.
#[derive(Debug, Default)]
struct Below {
    counts: BTreeMap<Key, u32>,
    /// True when two facts are compared with each other.
    pairs: bool,
}

impl Below {
    fn add(&mut self, other: &Self) {
        for (key, count) in &other.counts {
            let sum = self.counts.entry(*key).or_default();
            *sum = sum.saturating_add(*count);
        }
        self.pairs |= other.pairs;
    }
}

/// Lays the steps out.
pub(super) struct Planner<'a> {
    prepared: &'a Prepared<'a>,
    /// A subject of whom nothing is known.
    nobody: Scope<'a>,
    pub(super) steps: Vec<Step>,
    kleene: HashMap<NodeId, u32>,
    exact: HashMap<NodeId, u32>,
    /// Place of each definition's value.
    pub(super) definitions: HashMap<DefinitionId, u32>,
    /// Place of each comparison's value.
    pub(super) atoms: HashMap<AtomId, u32>,
    below: HashMap<NodeId, Rc<Below>>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(prepared: &'a Prepared<'a>, nobody: Scope<'a>) -> Self {
        Self {
            prepared,
            nobody,
            steps: Vec::new(),
            kleene: HashMap::new(),
            exact: HashMap::new(),
            definitions: HashMap::new(),
            atoms: HashMap::new(),
            below: HashMap::new(),
        }
    }

    pub(super) fn as_of(&self) -> Date {
        self.prepared.as_of
    }

    fn push(&mut self, step: Step) -> u32 {
        self.steps.push(step);
        // Steps are far fewer than nodes, which are counted in 32 bits.
        u32::try_from(self.steps.len() - 1).unwrap_or(u32::MAX)
    }

    fn current(&self, id: DefinitionId) -> CurrentDefinition {
        let found = self.prepared.definitions.get(id.0 as usize).copied();
        found.unwrap_or(CurrentDefinition {
            fact: None,
            when: NodeId::default(),
            unless_shown: None,
        })
    }

    fn children(&self, range: Children) -> &'a [NodeId] {
        self.nobody.program.children(range)
    }

    /// Lays out every definition that `roots` or `wanted` rest on, in order of
    /// dependence.
    pub(super) fn define(
        &mut self,
        roots: impl Iterator<Item = NodeId>,
        wanted: impl Iterator<Item = DefinitionId>,
    ) {
        let mut needed: BTreeSet<DefinitionId> = wanted.collect();
        let mut open: Vec<NodeId> = roots.collect();
        let mut unread: Vec<DefinitionId> = needed.iter().copied().collect();
        loop {
            while let Some(root) = open.pop() {
                self.nobody.program.walk(root, &mut |node| {
                    if let Node::Defined(id, _) = node
                        && needed.insert(id)
                    {
                        unread.push(id);
                    }
                });
            }
            let Some(id) = unread.pop() else { break };
            let current = self.current(id);
            open.push(current.when);
            open.extend(current.unless_shown);
        }
        for id in needed {
            let CurrentDefinition { fact, when, unless_shown } = self.current(id);
            let unless_shown = unless_shown.map(|node| self.settled(node));
            let when = self.settled(when);
            let value = self.push(Step::Define { when, unless_shown, fact });
            self.definitions.insert(id, value);
        }
    }

    /// Place of the Kleene value of a node. Conditions nest no deeper than their
    /// parser allows, so that the calls do not either.
    pub(super) fn value(&mut self, id: NodeId) -> u32 {
        if let Some(known) = self.kleene.get(&id) {
            return *known;
        }
        let node = self.nobody.program.node(id);
        let step = match node {
            Node::Constant(value) => Step::Constant(value),
            Node::Any(range) => Step::Any(self.values(range)),
            Node::All(range) => Step::All(self.values(range)),
            Node::AtLeast(need, range) => Step::AtLeast(need, self.values(range)),
            Node::Not(inner) => Step::Not(self.value(inner)),
            Node::Atom(atom) => match self.nobody.program.atom(atom) {
                Some(atom) => Step::Test(Test::new(&self.nobody, atom, self.prepared.as_of)),
                None => Step::Constant(Tri::Unknown),
            },
            Node::Defined(definition, want) => match self.definitions.get(&definition) {
                Some(value) => {
                    Step::Defined { value: *value, fact: self.current(definition).fact, want }
                }
                None => Step::Constant(Tri::Unknown),
            },
        };
        let place = self.push(step);
        if let Node::Atom(atom) = node {
            self.atoms.insert(atom, place);
        }
        self.kleene.insert(id, place);
        place
    }

    fn values(&mut self, range: Children) -> Vec<u32> {
        self.children(range).iter().map(|child| self.value(*child)).collect()
    }

    /// Place of the exact verdict of a condition.
    pub(super) fn settled(&mut self, root: NodeId) -> u32 {
        if let Some(known) = self.exact.get(&root) {
            return *known;
        }
        let kleene = self.value(root);
        let below = self.below(root);
        let once = below.counts.values().all(|count| *count < 2);
        // A definition counts with its exact verdict already.
        let defined = matches!(self.nobody.program.node(root), Node::Defined(..));
        let place = if once || defined {
            kleene
        } else {
            let search = Box::new(Layout::new(self, root, &below).search());
            self.push(Step::Settle { kleene, search })
        };
        self.exact.insert(root, place);
        place
    }

    /// What occurs below a node. Definitions are read in order of dependence,
    /// so that the calls nest no deeper than conditions do.
    fn below(&mut self, id: NodeId) -> Rc<Below> {
        if let Some(known) = self.below.get(&id) {
            return Rc::clone(known);
        }
        let mut found = Below::default();
        match self.nobody.program.node(id) {
            Node::Constant(_) => {}
            Node::Any(range) | Node::All(range) | Node::AtLeast(_, range) => {
                for child in self.children(range) {
                    found.add(&self.below(*child));
                }
            }
            Node::Not(inner) => found.add(&self.below(inner)),
            Node::Atom(atom) => {
                let (first, second) =
                    self.nobody.program.atom(atom).map_or((None, None), Atom::facts);
                found
                    .counts
                    .extend([first, second].into_iter().flatten().map(|f| (Key::Fact(f), 1)));
                found.pairs = first.is_some() && second.is_some();
            }
            Node::Defined(definition, _) => {
                found.counts.insert(Key::Definition(definition), 1);
                found.add(&self.below(self.current(definition).when));
            }
        }
        let found = Rc::new(found);
        self.below.insert(id, Rc::clone(&found));
        found
    }
}

/// Lays out the search of one condition.
struct Layout<'p, 'a> {
    planner: &'p mut Planner<'a>,
    root: NodeId,
    /// How often everything occurs below the root.
    total: Rc<Below>,
    steps: Vec<Local>,
    known: HashMap<NodeId, Operand>,
    /// Facts that are branched on, with their comparisons.
    facts: BTreeMap<FactIndex, (u32, Vec<AtomId>)>,
    /// Parts that are branched on, by place of their value.
    parts: BTreeMap<u32, u32>,
    variables: Vec<Variable>,
    settled_parts: bool,
    pairs: Vec<(FactIndex, FactIndex)>,
    disputable: BTreeSet<FactIndex>,
}

impl<'p, 'a> Layout<'p, 'a> {
    fn new(planner: &'p mut Planner<'a>, root: NodeId, total: &Rc<Below>) -> Self {
        Self {
            planner,
            root,
            total: Rc::clone(total),
            steps: Vec::new(),
            known: HashMap::new(),
            facts: BTreeMap::new(),
            parts: BTreeMap::new(),
            variables: Vec::new(),
            settled_parts: false,
            pairs: Vec::new(),
            disputable: BTreeSet::new(),
        }
    }

    fn search(mut self) -> Search {
        let root = self.root;
        self.inside(root);
        self.add_cells();
        let branches = self.variables.iter().try_fold(1_usize, |product, variable| {
            let cells = match variable {
                Variable::Fact { cells, .. } => cells.len(),
                Variable::Part { .. } => 2,
            };
            product.checked_mul(cells).filter(|product| *product <= MAX_BRANCHES)
        });
        // A fact without cells has more of them than are tried.
        let countless = |variable: &Variable| matches!(variable, Variable::Fact { cells, .. } if cells.is_empty());
        let wide = branches.is_none() || self.variables.iter().any(countless);
        let mut facts = Vec::new();
        let mut definitions = Vec::new();
        for key in self.total.counts.keys() {
            match key {
                Key::Fact(fact) => facts.push(*fact),
                Key::Definition(id) => {
                    facts.extend(self.planner.current(*id).fact);
                    let value = self.planner.definitions.get(id);
                    definitions.extend(value.map(|value| (*id, *value)));
                }
            }
        }
        Search {
            root,
            facts,
            definitions,
            steps: self.steps,
            variables: self.variables,
            settled_parts: self.settled_parts,
            pairs: self.pairs,
            disputable: self.disputable.into_iter().collect(),
            wide,
        }
    }

    fn count(&self, key: Key) -> u32 {
        self.total.counts.get(&key).copied().unwrap_or(0)
    }

    fn push(&mut self, step: Local) -> Operand {
        self.steps.push(step);
        Operand::Local(u32::try_from(self.steps.len() - 1).unwrap_or(u32::MAX))
    }

    /// The value of a part of the condition.
    fn part(&mut self, id: NodeId) -> Operand {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let below = self.planner.below(id);
        let operand = if below.counts.keys().all(|key| self.count(*key) < 2) {
            Operand::Base(self.planner.value(id))
        } else if let Some(times) = self.times_apart(id, &below) {
            self.apart(id, times)
        } else {
            self.inside(id)
        };
        self.known.insert(id, operand);
        operand
    }

    /// How often a part occurs, when what is below it occurs nowhere else.
    fn times_apart(&self, id: NodeId, below: &Below) -> Option<u32> {
        if matches!(self.planner.nobody.program.node(id), Node::Atom(_) | Node::Not(_)) {
            return None;
        }
        let (key, count) = below.counts.iter().next()?;
        let times = self.count(*key) / count;
        let alone = below.counts.iter().all(|(key, count)| self.count(*key) == count * times);
        let defined = matches!(self.planner.nobody.program.node(id), Node::Defined(..));
        // Each place of a comparison of two open facts counts for itself.
        (alone && (times == 1 || defined && !below.pairs)).then_some(times)
    }

    /// A part that is settled on its own.
    fn apart(&mut self, id: NodeId, times: u32) -> Operand {
        let Node::Defined(definition, want) = self.planner.nobody.program.node(id) else {
            self.settled_parts = true;
            return Operand::Base(self.planner.settled(id));
        };
        let leaf = self.planner.value(id);
        if times == 1 {
            return Operand::Base(leaf);
        }
        let value = self.planner.definitions.get(&definition).copied().unwrap_or_default();
        let next = u32::try_from(self.variables.len()).unwrap_or(u32::MAX);
        let variable = *self.parts.entry(value).or_insert(next);
        if variable == next {
            self.variables.push(Variable::Part { value });
        }
        self.push(Local::Leaf { value: leaf, variable, place: u32::from(!want) })
    }

    /// A part that is computed anew in every branch.
    fn inside(&mut self, id: NodeId) -> Operand {
        match self.planner.nobody.program.node(id) {
            Node::Constant(_) => Operand::Base(self.planner.value(id)),
            Node::Any(range) => {
                let parts = self.parts_of(range);
                self.push(Local::Any(parts))
            }
            Node::All(range) => {
                let parts = self.parts_of(range);
                self.push(Local::All(parts))
            }
            Node::AtLeast(need, range) => {
                let parts = self.parts_of(range);
                self.push(Local::AtLeast(need, parts))
            }
            Node::Not(inner) => {
                let inner = self.part(inner);
                self.push(Local::Not(inner))
            }
            Node::Atom(atom) => self.comparison(id, atom),
            Node::Defined(definition, want) => {
                let CurrentDefinition { fact, when, .. } = self.planner.current(definition);
                let value = self.planner.definitions.get(&definition).copied().unwrap_or_default();
                if self.count(Key::Definition(definition)) > 1 {
                    self.disputable.extend(fact);
                }
                let when = self.part(when);
                self.push(Local::Defined { value, when, fact, want })
            }
        }
    }

    fn parts_of(&mut self, range: Children) -> Vec<Operand> {
        self.planner.children(range).iter().map(|child| self.part(*child)).collect()
    }

    fn comparison(&mut self, id: NodeId, atom: AtomId) -> Operand {
        let value = self.planner.value(id);
        let facts = self.planner.nobody.program.atom(atom).map_or((None, None), Atom::facts);
        match facts {
            (Some(first), Some(second)) => {
                self.pairs.push((first, second));
                Operand::Base(value)
            }
            (Some(fact), None) => {
                let next = u32::try_from(self.variables.len()).unwrap_or(u32::MAX);
                let (variable, atoms) = self.facts.entry(fact).or_insert((next, Vec::new()));
                let (variable, place) = (*variable, u32::try_from(atoms.len()).unwrap_or(u32::MAX));
                atoms.push(atom);
                if variable == next {
                    self.variables.push(Variable::Fact { fact, cells: Vec::new() });
                }
                self.push(Local::Leaf { value, variable, place })
            }
            _ => Operand::Base(value),
        }
    }

    /// The cells of the facts, now that all their comparisons are known.
    fn add_cells(&mut self) {
        let nobody = self.planner.nobody;
        for (fact, (variable, atoms)) in &self.facts {
            let found = cells(&nobody, *fact, atoms, Holds::Many).unwrap_or_default();
            let answers = |slot: &crate::state::Slot| {
                let look_up =
                    |other: FactIndex| if other == *fact { *slot } else { nobody.slot(other) };
                let one = |atom: &AtomId| {
                    let atom = nobody.program.atom(*atom);
                    atom.map_or(Tri::Unknown, |atom| nobody.atom_with(atom, &look_up))
                };
                atoms.iter().map(one).collect()
            };
            let answers: Vec<Vec<Tri>> = found.iter().map(answers).collect();
            if let Some(Variable::Fact { cells, .. }) = self.variables.get_mut(*variable as usize) {
                *cells = answers;
            }
        }
    }
}
