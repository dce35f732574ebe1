//! Compiled conditions: one arena of nodes shared by every package.
//!
//! Equal conditions share one node, so that what is computed once for a node
//! serves every provision that says the same.

use std::collections::HashMap;

use tenbin_vocab::{Date, Tri};

use crate::condition::{Comparison, Shift};
use crate::vocabulary::FactIndex;

/// Position of a node in the arena.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(crate) u32);

/// Position of an atom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AtomId(pub(crate) u32);

/// Position of a definition in the library; a definition stands after every
/// definition it uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DefinitionId(pub(crate) u32);

/// A range of child nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Children {
    start: u32,
    end: u32,
}

/// One step of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// Unknown stands for what no fact speaks of.
    Constant(Tri),
    Any(Children),
    All(Children),
    Not(NodeId),
    AtLeast(u32, Children),
    Atom(AtomId),
    /// The named definition has (true) or has not (false) the value yes.
    Defined(DefinitionId, bool),
}

/// A comparison of one or two facts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Atom {
    /// A yes-or-no fact is `want`.
    Flag { fact: FactIndex, want: bool },
    /// A one-of fact holds one of the values; `negated` for `!=`.
    Choice { fact: FactIndex, any_of: u64, negated: bool },
    /// Two numbers compare.
    Numbers { left: NumberTerm, sign: Comparison, right: NumberTerm },
    /// Two dates compare.
    Dates { left: DateTerm, sign: Comparison, right: DateTerm },
}

impl Atom {
    /// The facts it looks at, the as-of date left out.
    pub(crate) fn facts(&self) -> (Option<FactIndex>, Option<FactIndex>) {
        let known = |fact: Option<FactIndex>| fact.filter(|fact| *fact != FactIndex::AS_OF);
        let (first, second) = match self {
            Self::Flag { fact, .. } | Self::Choice { fact, .. } => (Some(*fact), None),
            Self::Numbers { left, right, .. } => (left.fact, right.fact),
            Self::Dates { left, right, .. } => (known(left.fact), known(right.fact)),
        };
        if first.is_some() { (first, second) } else { (second, None) }
    }
}

/// A number: a literal, or a fact times a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct NumberTerm {
    pub(crate) fact: Option<FactIndex>,
    /// The literal, when there is no fact.
    pub(crate) literal: f64,
    pub(crate) factor: f64,
}

/// A date: a literal or a fact, with shifts added in order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DateTerm {
    pub(crate) fact: Option<FactIndex>,
    /// The literal, when there is no fact.
    pub(crate) literal: Date,
    pub(crate) shifts: Vec<Shift>,
}

/// The arena.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    nodes: Vec<Node>,
    children: Vec<NodeId>,
    atoms: Vec<Atom>,
}

impl Program {
    pub(crate) fn node(&self, id: NodeId) -> Node {
        self.nodes.get(id.0 as usize).copied().unwrap_or(Node::Constant(Tri::Unknown))
    }

    pub(crate) fn children(&self, range: Children) -> &[NodeId] {
        self.children.get(range.start as usize..range.end as usize).unwrap_or(&[])
    }

    pub(crate) fn atom(&self, id: AtomId) -> Option<&Atom> {
        self.atoms.get(id.0 as usize)
    }

    pub(crate) fn atoms(&self) -> &[Atom] {
        &self.atoms
    }

    /// Calls `visit` for `root` and every node below it, definitions not
    /// entered; a node met twice is visited twice.
    pub(crate) fn walk(&self, root: NodeId, visit: &mut impl FnMut(Node)) {
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            let node = self.node(id);
            visit(node);
            match node {
                Node::Any(range) | Node::All(range) | Node::AtLeast(_, range) => {
                    open.extend(self.children(range).iter().rev());
                }
                Node::Not(inner) => open.push(inner),
                Node::Constant(_) | Node::Atom(_) | Node::Defined(..) => {}
            }
        }
    }
}

/// Builds the arena; equal nodes become one.
#[derive(Default)]
pub(crate) struct ProgramBuilder {
    program: Program,
    known_nodes: HashMap<(u8, u32, Vec<NodeId>), NodeId>,
    known_atoms: HashMap<String, AtomId>,
}

impl ProgramBuilder {
    pub(crate) fn finish(self) -> Program {
        self.program
    }

    pub(crate) fn constant(&mut self, value: Tri) -> NodeId {
        self.share((0, value as u32, vec![]), |_| Node::Constant(value))
    }

    pub(crate) fn any(&mut self, parts: Vec<NodeId>) -> NodeId {
        match parts.as_slice() {
            [only] => *only,
            _ => self.share((1, 0, parts), Node::Any),
        }
    }

    pub(crate) fn all(&mut self, parts: Vec<NodeId>) -> NodeId {
        match parts.as_slice() {
            [only] => *only,
            _ => self.share((2, 0, parts), Node::All),
        }
    }

    pub(crate) fn at_least(&mut self, need: u32, parts: Vec<NodeId>) -> NodeId {
        self.share((3, need, parts), |range| Node::AtLeast(need, range))
    }

    pub(crate) fn not(&mut self, inner: NodeId) -> NodeId {
        self.share((4, inner.0, vec![]), |_| Node::Not(inner))
    }

    pub(crate) fn defined(&mut self, definition: DefinitionId, want: bool) -> NodeId {
        self.share((5 + u8::from(want), definition.0, vec![]), |_| Node::Defined(definition, want))
    }

    pub(crate) fn atom(&mut self, atom: Atom) -> NodeId {
        // The debug form spells every field out, the bits of numbers included.
        let key = format!("{atom:?}");
        let next = AtomId(self.program.atoms.len() as u32);
        let id = *self.known_atoms.entry(key).or_insert(next);
        if id == next {
            self.program.atoms.push(atom);
        }
        self.share((7, id.0, vec![]), |_| Node::Atom(id))
    }

    fn share(
        &mut self,
        key: (u8, u32, Vec<NodeId>),
        make: impl FnOnce(Children) -> Node,
    ) -> NodeId {
        if let Some(id) = self.known_nodes.get(&key) {
            return *id;
        }
        let start = self.program.children.len() as u32;
        self.program.children.extend(&key.2);
        let range = Children { start, end: self.program.children.len() as u32 };
        let id = NodeId(self.program.nodes.len() as u32);
        self.program.nodes.push(make(range));
        self.known_nodes.insert(key, id);
        id
    }
}
