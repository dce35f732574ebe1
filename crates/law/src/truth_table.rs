//! Truth tables as bit sets: one bit a world, 64 worlds a machine word.
//!
//! A world gives every open fact one cell of answers. With few worlds each is
//! a combination of codes and the table is exact; with many, a seeded sample
//! of worlds stands for them all.

use std::collections::HashMap;

use tenbin_vocab::Tri;

use crate::evaluate::{Origin, Scope};
use crate::limits::MAX_TABLE_BITS;
use crate::program::{Atom, AtomId, DefinitionId, Node, NodeId};
use crate::state::Slot;
use crate::vocabulary::FactIndex;

/// Worlds in a sample.
const SAMPLE: usize = 4096;
/// Seed of every sample: the same doubts always give the same questions.
const SEED: u64 = 0x7e4b_1e5e_ed00_0001;

/// A set of worlds.
pub(crate) type Worlds = Vec<u64>;

/// An open part whose outcome the table tries.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Variable {
    /// A fact with one slot a cell.
    Fact(FactIndex, Vec<Slot>),
    /// A comparison of two open facts, taken to go either way.
    Pair(AtomId, [FactIndex; 2]),
}

impl Variable {
    fn cells(&self) -> usize {
        match self {
            Self::Fact(_, slots) => slots.len(),
            Self::Pair(..) => 2,
        }
    }
}

/// The worlds of a list of variables.
pub(crate) struct Table<'a> {
    scope: &'a Scope<'a>,
    variables: &'a [Variable],
    /// Worlds that stand for a combination of answers.
    valid: Worlds,
    /// For each variable and cell, the worlds that have it.
    cells: Vec<Vec<Worlds>>,
    /// First bit and number of bits of each variable; none in a sample.
    codes: Option<Vec<(u32, u32)>>,
    memo: HashMap<NodeId, Worlds>,
    atoms: HashMap<AtomId, Worlds>,
}

impl<'a> Table<'a> {
    pub(crate) fn new(scope: &'a Scope<'a>, variables: &'a [Variable]) -> Self {
        let width = |cells: usize| usize::BITS - cells.saturating_sub(1).leading_zeros();
        let mut codes = Vec::new();
        let mut next = 0;
        for variable in variables {
            let bits = width(variable.cells());
            codes.push((next, bits));
            next += bits;
        }
        let (valid, cells, codes) = if next <= MAX_TABLE_BITS {
            let (valid, cells) = exact(variables, &codes, next);
            (valid, cells, Some(codes))
        } else {
            let (valid, cells) = sample(variables);
            (valid, cells, None)
        };
        Self { scope, variables, valid, cells, codes, memo: HashMap::new(), atoms: HashMap::new() }
    }

    /// Number of worlds.
    pub(crate) fn total(&self) -> u32 {
        count(&self.valid)
    }

    /// For each cell of a variable, the worlds that have it.
    pub(crate) fn cells(&self, variable: usize) -> &[Worlds] {
        self.cells.get(variable).map_or(&[], Vec::as_slice)
    }

    /// The worlds in which a node holds.
    pub(crate) fn node(&mut self, id: NodeId) -> Worlds {
        if let Some(known) = self.memo.get(&id) {
            return known.clone();
        }
        let value = self.scope.value(id);
        let worlds =
            if value.is_known() { self.constant(value == Tri::Yes) } else { self.compute(id) };
        self.memo.insert(id, worlds.clone());
        worlds
    }

    /// The worlds in which a definition holds.
    pub(crate) fn definition(&mut self, id: DefinitionId) -> Worlds {
        let (holding, current) = (self.scope.holding(id), self.scope.definition(id));
        let (Some(holding), Some(current)) = (holding, current) else {
            return self.constant(false);
        };
        match (holding.origin, current.fact) {
            (Origin::Computed, _) if holding.value == Tri::Unknown => self.node(current.when),
            (Origin::Contested, Some(fact)) => self.fact_holds(fact),
            _ => self.constant(holding.value == Tri::Yes),
        }
    }

    fn constant(&self, value: bool) -> Worlds {
        if value { self.valid.clone() } else { vec![0; self.valid.len()] }
    }

    fn fact_holds(&self, wanted: FactIndex) -> Worlds {
        let mut worlds = self.constant(false);
        for (variable, cells) in self.variables.iter().zip(&self.cells) {
            let Variable::Fact(fact, slots) = variable else { continue };
            if *fact == wanted {
                for (slot, cell) in slots.iter().zip(cells) {
                    if *slot == Slot::Bool(true) {
                        join(&mut worlds, cell);
                    }
                }
            }
        }
        worlds
    }

    fn compute(&mut self, id: NodeId) -> Worlds {
        let program = self.scope.program;
        match program.node(id) {
            Node::Constant(value) => self.constant(value == Tri::Yes),
            Node::Not(inner) => {
                let inner = self.node(inner);
                self.complement(&inner)
            }
            Node::Any(range) => {
                let mut worlds = self.constant(false);
                for child in program.children(range) {
                    let child = self.node(*child);
                    join(&mut worlds, &child);
                }
                worlds
            }
            Node::All(range) => {
                let mut worlds = self.constant(true);
                for child in program.children(range) {
                    let child = self.node(*child);
                    keep(&mut worlds, &child);
                }
                worlds
            }
            Node::AtLeast(need, range) => {
                // reached[n]: worlds in which at least n of the parts so far hold.
                let mut reached = vec![self.constant(true)];
                reached.extend((0..need).map(|_| self.constant(false)));
                for child in program.children(range) {
                    let child = self.node(*child);
                    for place in (1..reached.len()).rev() {
                        let (below, above) = reached.split_at_mut(place);
                        if let (Some(from), Some(to)) = (below.last(), above.first_mut()) {
                            let mut both = from.clone();
                            keep(&mut both, &child);
                            join(to, &both);
                        }
                    }
                }
                reached.pop().unwrap_or_else(|| self.constant(false))
            }
            Node::Atom(atom) => self.atom(atom),
            Node::Defined(definition, want) => {
                let worlds = self.definition(definition);
                if want { worlds } else { self.complement(&worlds) }
            }
        }
    }

    fn atom(&mut self, id: AtomId) -> Worlds {
        if let Some(known) = self.atoms.get(&id) {
            return known.clone();
        }
        let mut worlds = self.constant(false);
        let Some(atom) = self.scope.program.atom(id) else { return worlds };
        for (variable, cells) in self.variables.iter().zip(&self.cells) {
            match variable {
                Variable::Pair(pair, _) if *pair == id => {
                    if let Some(cell) = cells.last() {
                        join(&mut worlds, cell);
                    }
                }
                Variable::Fact(fact, slots)
                    if !self.scope.is_open_pair(atom) && names(atom, *fact) =>
                {
                    for (slot, cell) in slots.iter().zip(cells) {
                        let look_up = |other: FactIndex| {
                            if other == *fact { *slot } else { self.scope.slot(other) }
                        };
                        if self.scope.atom_with(atom, &look_up) == Tri::Yes {
                            join(&mut worlds, cell);
                        }
                    }
                }
                _ => {}
            }
        }
        self.atoms.insert(id, worlds.clone());
        worlds
    }

    fn complement(&self, worlds: &[u64]) -> Worlds {
        self.valid.iter().zip(worlds).map(|(valid, word)| valid & !word).collect()
    }

    /// Share of worlds in which another answer to the variable alone turns
    /// `root`. In a sample the answer is moved to the next cell.
    pub(crate) fn influence(&mut self, variable: usize, root: NodeId) -> f64 {
        let total = self.total();
        if total == 0 {
            return 0.0;
        }
        let holds = self.node(root);
        let turned = match self.codes.as_ref().map(|codes| codes.get(variable).copied()) {
            Some(Some((first, bits))) => {
                let mut some_yes = holds.clone();
                let mut some_no = self.complement(&holds);
                for bit in first..first + bits {
                    spread(&mut some_yes, bit);
                    spread(&mut some_no, bit);
                }
                keep(&mut some_yes, &some_no);
                keep(&mut some_yes, &self.valid);
                some_yes
            }
            Some(None) => return 0.0,
            None => {
                self.rotate(variable);
                let mut moved = self.node(root);
                self.rotate_back(variable);
                for (word, before) in moved.iter_mut().zip(&holds) {
                    *word ^= before;
                }
                moved
            }
        };
        f64::from(count(&turned)) / f64::from(total)
    }

    fn rotate(&mut self, variable: usize) {
        if let Some(cells) = self.cells.get_mut(variable) {
            let by = 1.min(cells.len());
            cells.rotate_left(by);
        }
        self.forget();
    }

    fn rotate_back(&mut self, variable: usize) {
        if let Some(cells) = self.cells.get_mut(variable) {
            let by = 1.min(cells.len());
            cells.rotate_right(by);
        }
        self.forget();
    }

    fn forget(&mut self) {
        self.memo.clear();
        self.atoms.clear();
    }
}

fn names(atom: &Atom, fact: FactIndex) -> bool {
    let (first, second) = atom.facts();
    first == Some(fact) || second == Some(fact)
}

/// Every combination of codes; codes beyond a variable's cells are no world.
fn exact(variables: &[Variable], codes: &[(u32, u32)], bits: u32) -> (Worlds, Vec<Vec<Worlds>>) {
    let worlds = 1_usize << bits;
    let words = worlds.div_ceil(64);
    let mut valid = vec![if worlds < 64 { (1_u64 << worlds) - 1 } else { u64::MAX }; words];
    let mut cells = Vec::with_capacity(variables.len());
    for (variable, (first, width)) in variables.iter().zip(codes) {
        let mut own = Vec::with_capacity(variable.cells());
        let mut any = vec![0; words];
        for code in 0..variable.cells() {
            let mut cell = vec![u64::MAX; words];
            for bit in 0..*width {
                let set = code >> bit & 1 == 1;
                for (at, word) in cell.iter_mut().enumerate() {
                    let pattern = bit_pattern(first + bit, at);
                    *word &= if set { pattern } else { !pattern };
                }
            }
            join(&mut any, &cell);
            own.push(cell);
        }
        keep(&mut valid, &any);
        cells.push(own);
    }
    for cell in cells.iter_mut().flatten() {
        keep(cell, &valid);
    }
    (valid, cells)
}

/// The worlds of word `at` in which code bit `bit` is set.
fn bit_pattern(bit: u32, at: usize) -> u64 {
    const LOW: [u64; 6] = [
        0xaaaa_aaaa_aaaa_aaaa,
        0xcccc_cccc_cccc_cccc,
        0xf0f0_f0f0_f0f0_f0f0,
        0xff00_ff00_ff00_ff00,
        0xffff_0000_ffff_0000,
        0xffff_ffff_0000_0000,
    ];
    match LOW.get(bit as usize) {
        Some(pattern) => *pattern,
        None if at >> (bit - 6) & 1 == 1 => u64::MAX,
        None => 0,
    }
}

/// Adds to each world the one that differs in code bit `bit` alone.
fn spread(worlds: &mut [u64], bit: u32) {
    if bit < 6 {
        let high = bit_pattern(bit, 0);
        let by = 1 << bit;
        for word in worlds {
            *word |= ((*word & high) >> by) | ((*word & !high) << by);
        }
        return;
    }
    let half = 1_usize << (bit - 6);
    for block in worlds.chunks_mut(2 * half) {
        let (low, high) = block.split_at_mut(half.min(block.len()));
        for (a, b) in low.iter_mut().zip(high) {
            *a |= *b;
            *b = *a;
        }
    }
}

/// A sample in which every variable takes each of its cells equally often on
/// average.
fn sample(variables: &[Variable]) -> (Worlds, Vec<Vec<Worlds>>) {
    let words = SAMPLE / 64;
    let mut state = SEED;
    let cells = variables
        .iter()
        .map(|variable| {
            let mut own = vec![vec![0_u64; words]; variable.cells()];
            for world in 0..SAMPLE {
                // The remainder's bias is below one in 2^50 for any number of cells here.
                let cell = (split_mix(&mut state) % (variable.cells() as u64)) as usize;
                if let Some(word) = own.get_mut(cell).and_then(|c| c.get_mut(world / 64)) {
                    *word |= 1 << (world % 64);
                }
            }
            own
        })
        .collect();
    (vec![u64::MAX; words], cells)
}

/// SplitMix64 (Steele, Lea and Flood, 2014): a small generator of 64 bits.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn join(worlds: &mut [u64], more: &[u64]) {
    worlds.iter_mut().zip(more).for_each(|(word, more)| *word |= more);
}

fn keep(worlds: &mut [u64], only: &[u64]) {
    worlds.iter_mut().zip(only).for_each(|(word, only)| *word &= only);
}

/// Number of worlds in a set.
pub(crate) fn count(worlds: &[u64]) -> u32 {
    worlds.iter().map(|word| word.count_ones()).sum()
}

/// Number of worlds in both sets.
pub(crate) fn count_both(a: &[u64], b: &[u64]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a & b).count_ones()).sum()
}
