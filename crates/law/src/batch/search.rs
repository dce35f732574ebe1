//! Exact verdicts where Kleene logic leaves a condition unknown.
//!
//! What [`crate::exact`] does for one subject is done here for a lane. A part
//! that occurs once can come out either way independently of the rest. So only
//! parts that occur again are branched on: facts, cell by cell, and whole parts
//! whose facts occur nowhere else, which then come out yes or no. Everyone in
//! the lane whose part is open takes the branch together.

use tenbin_vocab::Tri;

use super::columns::Columns;
use super::plane::{Answers, Plane, at_least};
use crate::program::{DefinitionId, NodeId};
use crate::vocabulary::FactIndex;

/// How the exact verdict of one condition is found.
#[derive(Clone, Debug)]
pub(super) struct Search {
    /// The condition, with the facts and definitions below it: for subjects
    /// that are searched one by one.
    pub(super) root: NodeId,
    pub(super) facts: Vec<FactIndex>,
    /// Definition and the place of its value.
    pub(super) definitions: Vec<(DefinitionId, u32)>,
    /// The steps that hang on what is branched on; the last one is the root.
    pub(super) steps: Vec<Local>,
    pub(super) variables: Vec<Variable>,
    /// Parts that occur once and were settled on their own.
    pub(super) settled_parts: bool,
    /// Facts compared with each other of which one occurs again.
    pub(super) pairs: Vec<(FactIndex, FactIndex)>,
    /// Facts that answer a definition used again.
    pub(super) disputable: Vec<FactIndex>,
    /// True when there are too many branches to try them for a whole lane.
    pub(super) wide: bool,
}

/// Where a value stands: among the values of the lane, or among the steps here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    Base(u32),
    Local(u32),
}

/// A step of a search.
#[derive(Clone, Debug)]
pub(super) enum Local {
    /// A value of the lane, with the answer of the branch where the variable is
    /// open: the leaf of that variable at `place`.
    Leaf {
        value: u32,
        variable: u32,
        place: u32,
    },
    Any(Vec<Operand>),
    All(Vec<Operand>),
    AtLeast(u32, Vec<Operand>),
    Not(Operand),
    /// A definition: its value where it is known, else its condition.
    Defined {
        value: u32,
        when: Operand,
        fact: Option<FactIndex>,
        want: bool,
    },
}

/// What is branched on.
#[derive(Clone, Debug)]
pub(super) enum Variable {
    /// A fact: for each cell, what each leaf comes to.
    Fact { fact: FactIndex, cells: Vec<Vec<Tri>> },
    /// A part with the place of its value. Its leaves stand for it (0) or for
    /// its contrary (1).
    Part { value: u32 },
}

/// Everything a search looks at.
#[derive(Clone, Copy)]
pub(super) struct LaneView<'a> {
    pub(super) columns: &'a Columns,
    pub(super) lane: usize,
    /// The values of the steps so far.
    pub(super) values: &'a [Answers],
}

impl LaneView<'_> {
    pub(super) fn value(&self, at: u32) -> Answers {
        self.values.get(at as usize).copied().unwrap_or_default()
    }
}

/// What a search comes to.
pub(super) struct Found {
    pub(super) answers: Answers,
    /// Subjects left to be searched one by one.
    pub(super) left: Plane,
}

impl Search {
    /// Settles those of `doubtful` that Kleene logic leaves unknown at the root.
    pub(super) fn run(&self, view: LaneView<'_>, kleene: Answers, doubtful: Plane) -> Found {
        if (doubtful & kleene.unknown()).is_empty() {
            return Found { answers: kleene, left: Plane::NONE };
        }
        let open: Vec<Plane> = self.variables.iter().map(|variable| variable.open(view)).collect();
        let again = open.iter().fold(Plane::NONE, |all, open| all | *open);
        let singles = self.one_by_one(view);
        let mut whom = doubtful & kleene.unknown();
        if !self.settled_parts {
            whom = whom & (again | singles);
        }
        let left = if self.wide { whom & (again | singles) } else { whom & singles };
        let whom = whom & !left;
        if whom.is_empty() {
            return Found { answers: kleene, left };
        }
        let mut branch = Branch {
            search: self,
            view,
            open,
            locals: Vec::with_capacity(self.steps.len()),
            assigned: vec![None; self.variables.len()],
            can: Answers::UNKNOWN,
        };
        branch.explore(0, whom);
        let can = branch.can;
        let answers = Answers {
            yes: kleene.yes | (whom & can.yes & !can.no),
            no: kleene.no | (whom & can.no & !can.yes),
        };
        Found { answers, left }
    }

    /// Subjects whose open facts have cells of their own.
    fn one_by_one(&self, view: LaneView<'_>) -> Plane {
        let lane = |fact: FactIndex| view.columns.lane(fact, view.lane);
        let mut whom = Plane::NONE;
        for variable in &self.variables {
            if let Variable::Fact { fact, .. } = variable
                && let Some(column) = lane(*fact)
            {
                whom = whom | column.partial;
            }
        }
        for (first, second) in &self.pairs {
            if let (Some(first), Some(second)) = (lane(*first), lane(*second)) {
                let (a, b) = (first.open(), second.open());
                whom = whom | (a & !b) | (b & !a);
            }
        }
        for fact in &self.disputable {
            if let Some(column) = lane(*fact) {
                whom = whom | column.contested;
            }
        }
        whom
    }
}

impl Variable {
    fn open(&self, view: LaneView<'_>) -> Plane {
        match self {
            Self::Fact { fact, .. } => {
                let column = view.columns.lane(*fact, view.lane);
                column.map_or(Plane::NONE, |column| column.open() | column.partial)
            }
            Self::Part { value, .. } => view.value(*value).unknown(),
        }
    }

    fn cells(&self) -> usize {
        match self {
            Self::Fact { cells, .. } => cells.len(),
            Self::Part { .. } => 2,
        }
    }

    /// What the leaf at `place` comes to in a cell.
    fn answer(&self, place: u32, cell: usize) -> Tri {
        match self {
            Self::Fact { cells, .. } => {
                let leaves = cells.get(cell).map_or(&[][..], Vec::as_slice);
                leaves.get(place as usize).copied().unwrap_or(Tri::Unknown)
            }
            Self::Part { .. } => Tri::from((cell == 1) == (place == 0)),
        }
    }
}

/// A search under way.
struct Branch<'a> {
    search: &'a Search,
    view: LaneView<'a>,
    /// Subjects for whom each variable is open.
    open: Vec<Plane>,
    locals: Vec<Answers>,
    /// Cell each variable is tried with.
    assigned: Vec<Option<usize>>,
    /// The verdicts that were reached.
    can: Answers,
}

impl Branch<'_> {
    /// Tries the variables from `next` on for the subjects of `whom`.
    fn explore(&mut self, next: usize, whom: Plane) {
        let root = self.evaluate();
        self.can.yes = self.can.yes | (whom & root.yes);
        self.can.no = self.can.no | (whom & root.no);
        let mut whom = whom & root.unknown() & !(self.can.yes & self.can.no);
        for (at, variable) in self.search.variables.iter().enumerate().skip(next) {
            if whom.is_empty() {
                return;
            }
            let open = self.open.get(at).copied().unwrap_or_default() & whom;
            if open.is_empty() {
                continue;
            }
            for cell in 0..variable.cells() {
                self.assign(at, Some(cell));
                self.explore(at + 1, open & !(self.can.yes & self.can.no));
            }
            self.assign(at, None);
            whom = whom & !open;
        }
        // Nothing that occurs again is open: both verdicts are reachable.
        self.can.yes = self.can.yes | whom;
        self.can.no = self.can.no | whom;
    }

    fn assign(&mut self, variable: usize, cell: Option<usize>) {
        if let Some(place) = self.assigned.get_mut(variable) {
            *place = cell;
        }
    }

    /// Kleene value of the root under what is assigned.
    fn evaluate(&mut self) -> Answers {
        let mut locals = std::mem::take(&mut self.locals);
        locals.clear();
        for step in &self.search.steps {
            let value = self.step(step, &locals);
            locals.push(value);
        }
        let root = locals.last().copied().unwrap_or_default();
        self.locals = locals;
        root
    }

    fn step(&self, step: &Local, locals: &[Answers]) -> Answers {
        let get = |operand: &Operand| match operand {
            Operand::Base(at) => self.view.value(*at),
            Operand::Local(at) => locals.get(*at as usize).copied().unwrap_or_default(),
        };
        match step {
            Local::Leaf { value, variable, place } => {
                let base = self.view.value(*value);
                let at = *variable as usize;
                let tried = self.assigned.get(at).copied().flatten();
                match (self.search.variables.get(at), self.open.get(at), tried) {
                    (Some(variable), Some(open), Some(cell)) => {
                        base.with(*open, variable.answer(*place, cell))
                    }
                    _ => base,
                }
            }
            Local::Any(parts) => {
                parts.iter().fold(Answers::same(Tri::No), |value, part| value.or(get(part)))
            }
            Local::All(parts) => {
                parts.iter().fold(Answers::same(Tri::Yes), |value, part| value.and(get(part)))
            }
            Local::AtLeast(need, parts) => {
                at_least(*need, &parts.iter().map(get).collect::<Vec<_>>())
            }
            Local::Not(inner) => get(inner).negated(),
            Local::Defined { value, when, fact, want } => {
                let known = self.view.value(*value);
                let column = fact.and_then(|fact| self.view.columns.lane(fact, self.view.lane));
                let contested = column.map_or(Plane::NONE, |column| column.contested);
                let absent = column.map_or(Plane::NONE, |column| column.absent);
                let value = known.else_of(get(when)).with(contested, Tri::Unknown);
                let value = if *want { value } else { value.negated() };
                value.with(absent, Tri::No)
            }
        }
    }
}
