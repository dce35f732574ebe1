//! The numbers at which texts draw a line: who passes which threshold.

use std::collections::BTreeMap;

use super::plan::Planner;
use crate::condition::Comparison;
use crate::prepare::Prepared;
use crate::program::{Atom, AtomId, DefinitionId, Node, NodeId};
use crate::vocabulary::{FactIndex, FactKind};
use crate::weighing::TextState;

/// A comparison of a number with a figure, as the selected texts make it.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberLine {
    /// The fact.
    pub fact: String,
    /// How it is compared: `>`, `>=`, `<`, `<=`, `==` or `!=`.
    pub sign: &'static str,
    /// The figure, in the unit of the fact.
    pub limit: f64,
    /// Unit of the fact.
    pub unit: Option<String>,
    /// Who draws it: every text that makes this comparison itself or states the
    /// figure as its threshold.
    pub texts: Vec<LineText>,
}

/// A text that draws a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineText {
    /// Provision or definition id.
    pub id: String,
    /// Framework it belongs to.
    pub framework: String,
    /// Whether the text is in force on the as-of date.
    pub state: TextState,
}

/// Every line, with the place of its value, in order of fact and figure.
pub(super) fn lines(planner: &Planner<'_>, prepared: &Prepared<'_>) -> Vec<(NumberLine, u32)> {
    let library = prepared.library;
    let mut drawn: BTreeMap<AtomId, Vec<LineText>> = BTreeMap::new();
    let mut read = |roots: &mut dyn Iterator<Item = NodeId>, text: LineText| {
        for root in roots {
            library.program.walk(root, &mut |node| {
                let Node::Atom(atom) = node else { return };
                let texts = drawn.entry(atom).or_default();
                if !texts.contains(&text) {
                    texts.push(text.clone());
                }
            });
        }
    };
    for (position, definition) in library.definitions.iter().enumerate() {
        let known = u32::try_from(position).map(DefinitionId);
        let needed = known.is_ok_and(|id| planner.definitions.contains_key(&id));
        let version = prepared.texts.get(position).copied().flatten().filter(|_| needed);
        let Some((version, state)) = version else { continue };
        let unless = version.unless_shown.iter().map(|unless| unless.root());
        read(
            &mut unless.chain([version.when.root()]),
            LineText { id: definition.id.clone(), framework: definition.framework.clone(), state },
        );
    }
    for current in &prepared.provisions {
        read(
            &mut super::roots(current).into_iter(),
            LineText {
                id: current.provision.id.clone(),
                framework: current.provision.framework.clone(),
                state: current.state,
            },
        );
    }
    let mut found: Vec<(NumberLine, u32)> = drawn
        .into_iter()
        .filter_map(|(atom, texts)| {
            let place = *planner.atoms.get(&atom)?;
            let Atom::Numbers { left, sign, right } = library.program.atom(atom)? else {
                return None;
            };
            let (fact, None) = (left.fact?, right.fact) else { return None };
            let limit = right.literal * right.factor / left.factor;
            Some((line(prepared, fact, *sign, limit, texts)?, place))
        })
        .collect();
    // A text may draw a line through a definition of another framework and state
    // the figure as its own threshold.
    for current in &prepared.provisions {
        for threshold in &current.version.thresholds {
            let same = |line: &NumberLine| {
                threshold.fact.as_deref() == Some(line.fact.as_str())
                    && threshold.op.as_str() == line.sign
                    && threshold.value == line.limit
                    && !line.texts.iter().any(|t| t.framework == current.provision.framework)
            };
            for (line, _) in found.iter_mut().filter(|(line, _)| same(line)) {
                line.texts.push(LineText {
                    id: current.provision.id.clone(),
                    framework: current.provision.framework.clone(),
                    state: current.state,
                });
            }
        }
    }
    found.sort_by(|(a, _), (b, _)| {
        a.fact.cmp(&b.fact).then(a.limit.total_cmp(&b.limit)).then(a.sign.cmp(b.sign))
    });
    found
}

fn line(
    prepared: &Prepared<'_>,
    fact: FactIndex,
    sign: Comparison,
    limit: f64,
    texts: Vec<LineText>,
) -> Option<NumberLine> {
    let fact = prepared.library.vocabulary.fact(fact)?;
    let unit = match &fact.kind {
        FactKind::Number { unit, .. } => unit.clone(),
        _ => None,
    };
    let sign = match sign {
        Comparison::Equal => "==",
        Comparison::Unequal => "!=",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Greater => ">",
        Comparison::AtLeast => ">=",
    };
    Some(NumberLine { fact: fact.name.clone(), sign, limit, unit, texts })
}
