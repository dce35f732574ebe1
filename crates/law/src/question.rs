//! What to ask next: the facts whose answers are expected to settle most.
//!
//! The prior is uniform: every cell of answers to a fact is taken to be equally
//! likely, and facts to be independent. A one-of fact is taken to hold one
//! word. This is a way to order questions, not a belief about the subject.

use std::collections::{BTreeMap, HashMap};

use tenbin_vocab::Tri;

use crate::cells::{Holds, cells};
use crate::evaluate::{Origin, Scope};
use crate::exact::{Occurrence, occurrences};
use crate::limits::MAX_QUESTIONS;
use crate::prepare::Prepared;
use crate::program::{AtomId, DefinitionId, Node, NodeId};
use crate::truth_table::{Table, Variable, count, count_both};
use crate::vocabulary::{FactIndex, FactKind};
use crate::weighing::NextQuestion;

/// A condition the given facts leave open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Doubt {
    pub(crate) root: NodeId,
    /// How much its outcome matters.
    pub(crate) weight: f64,
    /// True for a provision's verdict, false for a classification, a start date
    /// or an addressee: only verdicts are counted as settled.
    pub(crate) verdict: bool,
    /// The classification it is the condition of.
    pub(crate) definition: Option<DefinitionId>,
}

/// What an answer to one fact is worth.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Worth {
    pub(crate) gain: f64,
    pub(crate) influence: f64,
    pub(crate) settles: usize,
    /// True when some answer makes the condition fail.
    pub(crate) refutes: bool,
}

/// The questions that would settle most, best first.
pub(crate) fn rank(
    prepared: &Prepared<'_>,
    scope: &Scope<'_>,
    doubts: &[Doubt],
) -> Vec<NextQuestion> {
    // Provisions that say the same share a node, and one table serves them.
    let mut by_root: BTreeMap<(NodeId, Option<DefinitionId>), (f64, usize)> = BTreeMap::new();
    for doubt in doubts {
        let entry = by_root.entry((doubt.root, doubt.definition)).or_default();
        entry.0 += doubt.weight;
        entry.1 += usize::from(doubt.verdict);
    }
    let mut worths: BTreeMap<FactIndex, Worth> = BTreeMap::new();
    for ((root, definition), (weight, verdicts)) in by_root {
        for (fact, worth) in appraise(prepared, scope, root, definition) {
            let sum = worths.entry(fact).or_default();
            sum.gain += weight * worth.gain;
            sum.influence += weight * worth.influence;
            sum.settles += verdicts * worth.settles;
        }
    }
    let mut questions: Vec<NextQuestion> = worths
        .into_iter()
        .filter_map(|(fact, worth)| question(prepared, scope, fact, worth))
        .collect();
    questions.sort_by(in_order);
    questions.truncate(MAX_QUESTIONS);
    questions
}

/// The better question first.
pub(crate) fn in_order(a: &NextQuestion, b: &NextQuestion) -> std::cmp::Ordering {
    let key = |question: &NextQuestion| (question.score, question.influence);
    key(b).partial_cmp(&key(a)).unwrap_or(std::cmp::Ordering::Equal).then(a.fact.cmp(&b.fact))
}

/// The question about a fact, when it is open and worth asking.
pub(crate) fn question(
    prepared: &Prepared<'_>,
    scope: &Scope<'_>,
    index: FactIndex,
    worth: Worth,
) -> Option<NextQuestion> {
    if !scope.slot(index).can_be_asked() || worth.gain <= 0.0 && worth.influence <= 0.0 {
        return None;
    }
    let fact = prepared.library.vocabulary.fact(index)?;
    let round = |number: f64| (number * 1e6).round() / 1e6;
    let (mut values, mut unit) = (None, None);
    match &fact.kind {
        FactKind::OneOf { values: words, .. } => values = Some(words.clone()),
        FactKind::Number { unit: name, .. } => unit = name.clone(),
        FactKind::Bool | FactKind::Date => {}
    }
    Some(NextQuestion {
        fact: fact.name.clone(),
        question: fact.question.clone(),
        help: fact.help.clone(),
        score: round(worth.gain / f64::from(fact.cost.max(1))),
        influence: round(worth.influence),
        settles: worth.settles,
        kind: fact.kind.name().to_owned(),
        values,
        unit,
    })
}

/// What each open fact is worth for one condition.
pub(crate) fn appraise(
    prepared: &Prepared<'_>,
    scope: &Scope<'_>,
    root: NodeId,
    itself: Option<DefinitionId>,
) -> Vec<(FactIndex, Worth)> {
    let Some(mut places) = occurrences(scope, root) else { return Vec::new() };
    places.sort_unstable();
    places.dedup();
    let variables = variables(scope, &places);
    let mut table = Table::new(scope, &variables);
    let total = f64::from(table.total());
    let holds = table.node(root);
    let yes = f64::from(count(&holds));
    if total == 0.0 || yes == 0.0 || yes == total {
        return Vec::new();
    }
    let before = entropy(yes / total);
    let mut worths: HashMap<FactIndex, Worth> = HashMap::new();
    for (at, variable) in variables.iter().enumerate() {
        let parts = table.cells(at).iter().map(|cell| (count_both(&holds, cell), count(cell)));
        let mut worth = worth_of(before, total, parts);
        worth.influence = table.influence(at, root);
        match variable {
            Variable::Fact(fact, _) => {
                worths.insert(*fact, worth);
            }
            Variable::Pair(_, facts) => {
                // One of the two facts alone settles nothing: each gets half.
                for fact in facts {
                    let sum = worths.entry(*fact).or_default();
                    sum.gain += worth.gain / 2.0;
                    sum.influence += worth.influence / 2.0;
                }
            }
        }
    }
    for id in open_definitions(prepared, scope, root).into_iter().chain(itself) {
        let fact = prepared.definitions.get(id.0 as usize).and_then(|current| current.fact);
        let Some(fact) = fact else { continue };
        let is = table.definition(id);
        let (is_yes, is_all) = (count_both(&holds, &is), count(&is));
        let rest = (count(&holds) - is_yes, table.total() - is_all);
        let mut worth = worth_of(before, total, [(is_yes, is_all), rest].into_iter());
        // An answer that overrides the parts turns whatever it informs about.
        worth.influence = worth.gain;
        worths.entry(fact).or_insert(worth);
    }
    worths.into_iter().collect()
}

/// The drop of entropy and the settling answers of a split of the worlds into
/// parts, each given as (worlds that hold, worlds).
fn worth_of(before: f64, total: f64, parts: impl Iterator<Item = (u32, u32)>) -> Worth {
    let mut worth = Worth { gain: before, ..Worth::default() };
    for (yes, all) in parts {
        if all == 0 {
            continue;
        }
        let share = f64::from(yes) / f64::from(all);
        worth.gain -= f64::from(all) / total * entropy(share);
        worth.settles = worth.settles.max(usize::from(yes == 0 || yes == all));
        worth.refutes |= yes == 0;
    }
    // Rounding must not make an idle fact look useful.
    if worth.gain < 1e-12 {
        worth.gain = 0.0;
    }
    worth
}

/// Shannon entropy of a yes-or-no outcome, in bits.
fn entropy(share: f64) -> f64 {
    let part = |p: f64| if p <= 0.0 { 0.0 } else { -p * p.log2() };
    part(share) + part(1.0 - share)
}

/// One variable for each open fact and each comparison of two.
fn variables(scope: &Scope<'_>, places: &[Occurrence]) -> Vec<Variable> {
    let mut found = Vec::new();
    let mut pairs: Vec<AtomId> = Vec::new();
    for group in places.chunk_by(|a, b| a.fact == b.fact) {
        let mut atoms = Vec::new();
        let mut alone = false;
        for place in group {
            match place.atom {
                Some(id) if scope.program.atom(id).is_some_and(|a| scope.is_open_pair(a)) => {
                    pairs.push(id);
                }
                Some(id) => atoms.push(id),
                None => alone = true,
            }
        }
        let fact = group.first().map(|place| place.fact);
        if let (Some(fact), true) = (fact, alone || !atoms.is_empty())
            && let Some(slots) = cells(scope, fact, &atoms, Holds::One)
        {
            found.push(Variable::Fact(fact, slots));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    for id in pairs {
        if let Some((Some(first), Some(second))) = scope.program.atom(id).map(|a| a.facts()) {
            found.push(Variable::Pair(id, [first, second]));
        }
    }
    found
}

/// Computed definitions below `root` that are open and can be answered
/// directly.
fn open_definitions(prepared: &Prepared<'_>, scope: &Scope<'_>, root: NodeId) -> Vec<DefinitionId> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(root) = open.pop() {
        scope.program.walk(root, &mut |node| {
            let Node::Defined(id, _) = node else { return };
            let unsettled = scope
                .holding(id)
                .is_some_and(|h| h.origin == Origin::Computed && h.value == Tri::Unknown);
            if unsettled && !found.contains(&id) {
                found.push(id);
                let current = prepared.definitions.get(id.0 as usize);
                open.extend(current.map(|current| current.when));
            }
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::entropy;

    #[test]
    fn entropy_of_a_coin_is_one_bit() {
        assert_eq!(entropy(0.5), 1.0);
        assert_eq!(entropy(0.0), 0.0);
        assert_eq!(entropy(1.0), 0.0);
        assert!((entropy(0.25) - 0.811_278).abs() < 1e-6);
    }
}
