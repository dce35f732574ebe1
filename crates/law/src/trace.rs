//! The way to a verdict, step by step, and the marks it rests on.

use std::collections::HashSet;

use tenbin_vocab::{Confidence, FactState, FactValue, Facts, Tri};

use crate::compile::Branch;
use crate::evaluate::{Origin, Scope};
use crate::exact::settle;
use crate::model::{Condition, ProvisionVersion};
use crate::prepare::Prepared;
use crate::program::{DefinitionId, Node, NodeId};
use crate::vocabulary::{AS_OF, FactIndex};
use crate::weighing::{Trace, TraceDefinition, TraceFact, TraceKind, ValueSource};

/// Which parts decide a step that comes to `verdict`.
fn deciding(node: Node, verdict: Tri, parts: &[Tri]) -> Vec<bool> {
    let first = |wanted: Tri, count: usize| {
        let mut left = count;
        let take = |part: &Tri| {
            let taken = *part == wanted && left > 0;
            left -= usize::from(taken);
            taken
        };
        parts.iter().map(take).collect()
    };
    let every = |wanted: Tri| parts.iter().map(|part| *part == wanted).collect();
    match (node, verdict) {
        (Node::Any(_), Tri::Yes) => first(Tri::Yes, 1),
        (Node::All(_), Tri::No) => first(Tri::No, 1),
        (Node::AtLeast(need, _), Tri::Yes) => first(Tri::Yes, need as usize),
        (Node::AtLeast(need, _), Tri::No) => {
            first(Tri::No, (parts.len() + 1).saturating_sub(need as usize))
        }
        (Node::Any(_) | Node::All(_) | Node::AtLeast(..), Tri::Unknown) => every(Tri::Unknown),
        _ => vec![true; parts.len()],
    }
}

/// Builds traces for one subject.
pub(crate) struct Tracer<'a> {
    pub(crate) prepared: &'a Prepared<'a>,
    pub(crate) scope: Scope<'a>,
    pub(crate) facts: &'a Facts,
    /// Definitions already spelt out in the trace being built.
    spelt_out: HashSet<DefinitionId>,
}

impl<'a> Tracer<'a> {
    pub(crate) fn new(prepared: &'a Prepared<'a>, scope: Scope<'a>, facts: &'a Facts) -> Self {
        Self { prepared, scope, facts, spelt_out: HashSet::new() }
    }

    /// The trace of a provision whose exact verdict is `verdict`.
    pub(crate) fn provision(
        &mut self,
        version: &ProvisionVersion,
        verdict: Tri,
        every_answer: bool,
    ) -> Trace {
        self.spelt_out.clear();
        let mut children = vec![self.condition(&version.when)];
        for exception in &version.except {
            let inner = self.condition(&exception.when);
            children.push(Trace {
                cite: Some(exception.cite.clone()),
                children: vec![inner],
                ..step(
                    TraceKind::Exception,
                    &exception.when.text,
                    self.scope.value(exception.when.root()),
                )
            });
        }
        // An exception counts against the provision.
        let values: Vec<Tri> = children
            .iter()
            .enumerate()
            .map(|(at, child)| if at == 0 { child.verdict } else { !child.verdict })
            .collect();
        let mut trace = Trace {
            every_answer,
            cite: Some(version.cite.clone()),
            ..step(TraceKind::Provision, &version.when.text, verdict)
        };
        if every_answer {
            trace.children = children;
        } else {
            let wanted = match verdict {
                Tri::Yes => vec![true; values.len()],
                Tri::No => {
                    let first = values.iter().position(|value| *value == Tri::No);
                    (0..values.len()).map(|at| Some(at) == first).collect()
                }
                Tri::Unknown => values.iter().map(|value| *value == Tri::Unknown).collect(),
            };
            trace.children = mark(children, &wanted);
        }
        trace
    }

    /// The trace of a classification.
    pub(crate) fn classification(&mut self, id: DefinitionId) -> Trace {
        self.spelt_out.clear();
        let name = self.definition_name(id).to_owned();
        self.definition(id, true, &name)
    }

    fn definition_name(&self, id: DefinitionId) -> &'a str {
        let definition = self.prepared.library.definitions.get(id.0 as usize);
        definition.map_or("", |definition| definition.name.as_str())
    }

    fn condition(&mut self, condition: &Condition) -> Trace {
        self.branch(&condition.text, &condition.tree)
    }

    fn branch(&mut self, text: &str, branch: &Branch) -> Trace {
        let node = self.scope.program.node(branch.node);
        let words = text.get(branch.span.clone()).unwrap_or(text);
        let kind = match node {
            Node::Defined(id, want) => return self.definition(id, want, words),
            Node::Constant(_) => TraceKind::Constant,
            Node::Any(_) => TraceKind::Any,
            Node::All(_) => TraceKind::All,
            Node::Not(_) => TraceKind::Not,
            Node::AtLeast(..) => TraceKind::AtLeast,
            Node::Atom(_) => TraceKind::Fact,
        };
        let mut trace = step(kind, words, self.scope.value(branch.node));
        if let Node::Atom(atom) = node
            && let Some(atom) = self.scope.program.atom(atom)
        {
            let (first, second) = atom.facts();
            trace.facts = [first, second].into_iter().flatten().map(|f| self.fact(f)).collect();
            if let crate::program::Atom::Dates { left, right, .. } = atom
                && [left.fact, right.fact].contains(&Some(FactIndex::AS_OF))
            {
                trace.facts.push(self.fact(FactIndex::AS_OF));
            }
        }
        let children: Vec<Trace> =
            branch.parts.iter().map(|part| self.branch(text, part)).collect();
        let values: Vec<Tri> = children.iter().map(|child| child.verdict).collect();
        trace.children = mark(children, &deciding(node, trace.verdict, &values));
        trace
    }

    fn fact(&self, index: FactIndex) -> TraceFact {
        let name = self.prepared.library.vocabulary.name(index);
        let state = if index == FactIndex::AS_OF {
            FactState::known(FactValue::Date(self.prepared.as_of))
        } else if self.scope.slot(index) == crate::state::Slot::Unknown {
            FactState::Unknown
        } else {
            self.facts.get(name).cloned().unwrap_or_default()
        };
        TraceFact { name: name.to_owned(), state }
    }

    fn definition(&mut self, id: DefinitionId, want: bool, words: &str) -> Trace {
        let mut trace = step(TraceKind::Definition, words, self.scope.defined(id, want));
        let at = id.0 as usize;
        let (Some(definition), Some(Some((version, _))), Some(holding)) = (
            self.prepared.library.definitions.get(at),
            self.prepared.texts.get(at),
            self.scope.holding(id),
        ) else {
            return trace;
        };
        let computed = holding.origin == Origin::Computed;
        if computed && !want {
            // The definition is shown as it stands, and the "not" above it.
            trace.kind = TraceKind::Not;
            trace.children = vec![self.definition(id, true, &definition.name)];
            return trace;
        }
        trace.cite = Some(version.cite.clone());
        trace.definition = Some(TraceDefinition {
            id: definition.id.clone(),
            title: definition.title.clone(),
            source: source_of(holding.origin),
            confidence: version.confidence,
        });
        if !computed {
            let fact = self.prepared.library.vocabulary.index(&definition.name);
            trace.facts = fact.map(|fact| self.fact(fact)).into_iter().collect();
            return trace;
        }
        if !self.spelt_out.insert(id) {
            return trace;
        }
        trace.every_answer = holding.searched;
        let mut children = vec![self.condition(&version.when)];
        let mut wanted = vec![!holding.defeated];
        if let Some(unless) = &version.unless_shown {
            let inner = self.condition(unless);
            let verdict = settle(&self.scope, unless.root()).verdict;
            children.push(Trace {
                children: vec![inner],
                ..step(TraceKind::UnlessShown, &unless.text, verdict)
            });
            wanted.push(holding.defeated);
        }
        trace.children = mark(children, &wanted);
        trace
    }

    /// The weakest mark of the computed definitions a condition rests on.
    pub(crate) fn confidence(&self, root: NodeId, every_answer: bool) -> Option<Confidence> {
        let mut met = Vec::new();
        let mut seen = HashSet::new();
        self.collect_marks(root, every_answer, &mut seen, &mut met);
        met.into_iter().reduce(Confidence::weakest)
    }

    fn collect_marks(
        &self,
        root: NodeId,
        everything: bool,
        seen: &mut HashSet<(NodeId, bool)>,
        met: &mut Vec<Confidence>,
    ) {
        if !seen.insert((root, everything)) {
            return;
        }
        let program = self.scope.program;
        let node = program.node(root);
        match node {
            Node::Constant(_) | Node::Atom(_) => {}
            Node::Not(inner) => self.collect_marks(inner, everything, seen, met),
            Node::Any(range) | Node::All(range) | Node::AtLeast(_, range) => {
                let children = program.children(range);
                let values: Vec<Tri> = children.iter().map(|c| self.scope.value(*c)).collect();
                let wanted = deciding(node, self.scope.value(root), &values);
                for (child, wanted) in children.iter().zip(wanted) {
                    if wanted || everything {
                        self.collect_marks(*child, everything, seen, met);
                    }
                }
            }
            Node::Defined(id, _) => {
                let text = self.prepared.texts.get(id.0 as usize).copied().flatten();
                let (Some((version, _)), Some(holding)) = (text, self.scope.holding(id)) else {
                    return;
                };
                if holding.origin != Origin::Computed {
                    return;
                }
                met.push(version.confidence);
                if let (true, Some(unless)) = (holding.defeated, &version.unless_shown) {
                    self.collect_marks(unless.root(), everything, seen, met);
                } else {
                    let everything = everything || holding.searched;
                    self.collect_marks(version.when.root(), everything, seen, met);
                }
            }
        }
    }
}

pub(crate) fn source_of(origin: Origin) -> ValueSource {
    match origin {
        Origin::Computed => ValueSource::Computed,
        _ => ValueSource::Given,
    }
}

fn step(kind: TraceKind, text: &str, verdict: Tri) -> Trace {
    Trace {
        kind,
        text: text.to_owned(),
        verdict,
        needed: true,
        every_answer: false,
        facts: Vec::new(),
        cite: None,
        definition: None,
        children: Vec::new(),
    }
}

/// The children with those that decide nothing marked, and all below them.
fn mark(mut children: Vec<Trace>, wanted: &[bool]) -> Vec<Trace> {
    for (child, wanted) in children.iter_mut().zip(wanted) {
        if !wanted {
            dismiss(child);
        }
    }
    children
}

fn dismiss(trace: &mut Trace) {
    trace.needed = false;
    trace.children.iter_mut().for_each(dismiss);
}

/// Most facts named in one line.
const MAX_REASONS: usize = 12;

/// The deciding facts of a trace in one line: what is known of them, then what
/// is contested and what is not known.
pub(crate) fn because(trace: &Trace) -> String {
    let mut reasons = Reasons::default();
    reasons.collect(trace);
    let mut left = MAX_REASONS;
    let mut more = 0;
    let mut cut = |words: Vec<String>| {
        let kept: Vec<String> = words.iter().take(left).cloned().collect();
        more += words.len() - kept.len();
        left -= kept.len();
        kept
    };
    let mut parts = cut(reasons.known);
    for (title, words) in [("contested", reasons.contested), ("not known", reasons.unknown)] {
        let kept = cut(words);
        if !kept.is_empty() {
            parts.push(format!("{title}: {}", kept.join(", ")));
        }
    }
    if parts.is_empty() {
        parts.push("the text sets no condition".into());
    }
    let mut line = parts.join("; ");
    if more > 0 {
        line.push_str(&format!(" and {more} more"));
    }
    if trace.every_answer {
        line = format!("every possible answer gives the same result ({line})");
    }
    line
}

#[derive(Default)]
struct Reasons {
    known: Vec<String>,
    contested: Vec<String>,
    unknown: Vec<String>,
}

impl Reasons {
    fn collect(&mut self, trace: &Trace) {
        if !trace.needed {
            return;
        }
        let leaf = matches!(trace.kind, TraceKind::Fact | TraceKind::Definition);
        if leaf && trace.children.is_empty() {
            self.add_leaf(trace);
        }
        for child in &trace.children {
            self.collect(child);
        }
    }

    fn add_leaf(&mut self, trace: &Trace) {
        let mut alone = true;
        for fact in trace.facts.iter().filter(|fact| fact.name != AS_OF) {
            alone = false;
            match &fact.state {
                FactState::Unknown => add(&mut self.unknown, fact.name.clone()),
                FactState::Contested { .. } => add(&mut self.contested, fact.name.clone()),
                _ => add(&mut self.known, reason(fact, trace)),
            }
        }
        if alone {
            // The as-of date, or a definition spelt out elsewhere in the trace.
            let verdict = match trace.verdict {
                Tri::Yes => "holds",
                Tri::No => "does not hold",
                Tri::Unknown => "is not settled",
            };
            add(&mut self.known, format!("{} {verdict}", trace.text));
        }
    }
}

fn add(reasons: &mut Vec<String>, reason: String) {
    if !reasons.contains(&reason) {
        reasons.push(reason);
    }
}

/// A fact that is not open, and how it stands to its condition.
fn reason(fact: &TraceFact, trace: &Trace) -> String {
    let name = &fact.name;
    match &fact.state {
        FactState::NotApplicable { .. } => format!("{name} does not apply"),
        FactState::Known { value: FactValue::Bool(value), .. } => format!("{name} is {value}"),
        FactState::Known { value, .. } => {
            let rest = trace.text.strip_prefix(name.as_str()).map(str::trim);
            let condition = rest.filter(|rest| !rest.is_empty()).unwrap_or(&trace.text);
            match trace.verdict {
                Tri::Yes => format!("{name} is {value} ({condition})"),
                Tri::No => format!("{name} is {value} (not {condition})"),
                Tri::Unknown => format!("{name} is {value} ({condition} is open)"),
            }
        }
        FactState::Unknown | FactState::Contested { .. } => format!("{name} is open"),
    }
}
