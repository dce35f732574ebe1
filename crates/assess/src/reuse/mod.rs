//! Reuse: the least evidence that serves every duty across regimes, and what
//! making it once saves.
//!
//! A duty asks for kinds of evidence; a record counts for it when it is of that
//! kind and speaks to one of the duty's controls (see [`crate::Finding`]). So
//! every pair of duty and kind is an element, every piece of evidence (a kind
//! about a control, or what one run makes) is a priced set, and the cheapest
//! cover is the answer.

mod costs;
mod cover;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_law::{DutyState, Force, ProvisionAnswer, Weighing};
use tenbin_vocab::{Date, Tri};

pub use costs::{CostNames, Costs, HOURS};
use cover::{Cover, Priced, cover};

/// Version tag of the plan.
pub const REUSE_SCHEMA: &str = "tenbin.reuse/1";

/// Branches searched in each part of the problem before the best cover so far
/// is given with its gap.
const STEPS: usize = 200_000;

/// What one piece of evidence of a kind costs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UnitCost {
    /// In the plan's unit.
    pub cost: f64,
    /// Where the figure comes from.
    pub basis: CostBasis,
}

/// Where a cost comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CostBasis {
    /// The user's own figure.
    User,
    /// A published figure for this kind of work.
    Published,
    /// No figure is known; the median of the published ones stands in.
    Assumed,
}

/// Several pieces one effort makes, for example a run of a battery.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    /// Id, for example `battery:safety-core`.
    pub id: String,
    /// Kind and control of everything it makes.
    pub makes: Vec<(String, String)>,
    /// What it costs as a whole.
    pub cost: UnitCost,
}

/// What a plan is made from.
#[derive(Clone, Copy, Debug)]
pub struct ReuseInput<'a> {
    /// The subject weighed.
    pub weighing: &'a Weighing,
    /// Kind and control of evidence that is there already.
    pub there: &'a [(String, String)],
    /// Kinds the controls themselves name: preferred among equally cheap ones.
    pub usual: &'a BTreeSet<(String, String)>,
    /// Unit of the costs, for example `hours`.
    pub unit: &'a str,
    /// Cost of a piece by kind.
    pub costs: &'a BTreeMap<String, UnitCost>,
    /// The user's figures for a kind about one control, over the kind's own.
    pub piece_costs: &'a BTreeMap<(String, String), f64>,
    /// Efforts that make several pieces.
    pub bundles: &'a [Bundle],
    /// Also count duties the facts leave open.
    pub open: bool,
}

/// The least evidence for a subject, and what it saves.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ReusePlan {
    /// Always [`REUSE_SCHEMA`].
    pub schema: String,
    /// The date the law is read at.
    pub as_of: Date,
    /// Unit of every cost.
    pub unit: String,
    /// Evidence to make, the piece that completes most duties for its cost
    /// first.
    pub make: Vec<Piece>,
    /// Duties the plan looks at.
    pub duties: usize,
    /// Regimes they belong to.
    pub frameworks: Vec<String>,
    /// Duties that what is there already serves in full.
    pub served_already: Vec<String>,
    /// Duties for which the data names no evidence.
    pub unserved: Vec<String>,
    /// Cost when every duty gets its own evidence.
    pub cost_by_duty: f64,
    /// Cost when evidence is shared within a regime but not between regimes.
    pub cost_by_framework: f64,
    /// Cost of this plan.
    pub cost: f64,
    /// No plan costs less than this.
    pub bound: f64,
    /// `(cost - bound) / bound`; 0 when the plan is proven to be the cheapest.
    pub gap: f64,
}

/// A piece of evidence to make.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Piece {
    /// `kind@control`, or the id of a bundle.
    pub id: String,
    /// Kinds and controls it holds.
    pub makes: Vec<KindAndControl>,
    /// What it costs.
    pub cost: UnitCost,
    /// Duties it speaks to, in the order of the law.
    pub serves: Vec<String>,
    /// Regimes of those duties.
    pub frameworks: Vec<String>,
    /// Duties served in full once this and the pieces before it are there.
    pub served_so_far: usize,
    /// Cost up to and including this piece.
    pub cost_so_far: f64,
}

/// A kind of evidence about a control.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct KindAndControl {
    /// Kind of evidence.
    pub kind: String,
    /// Control it speaks to.
    pub control: String,
}

/// A duty that needs evidence, and the elements that stand for its kinds.
struct Need<'a> {
    answer: &'a ProvisionAnswer,
    elements: Vec<usize>,
}

/// A duty and a kind it asks for.
struct Element<'a> {
    duty: usize,
    kind: &'a str,
    answer: &'a ProvisionAnswer,
}

/// Makes the plan.
#[must_use]
pub fn plan_reuse(input: ReuseInput<'_>) -> ReusePlan {
    let mut unserved = Vec::new();
    let mut needs: Vec<Need<'_>> = Vec::new();
    let mut elements: Vec<Element<'_>> = Vec::new();
    let mut frameworks = BTreeSet::new();
    let mut duties = 0;
    for answer in input.weighing.provisions.iter().filter(|answer| asks(answer, input.open)) {
        duties += 1;
        frameworks.insert(answer.framework.clone());
        if answer.evidence.is_empty() || answer.controls.is_empty() {
            unserved.push(answer.id.clone());
            continue;
        }
        let mut need = Need { answer, elements: Vec::new() };
        for kind in &answer.evidence {
            let there =
                |(of, about): &(String, String)| of == kind && answer.controls.contains(about);
            if !input.there.iter().any(there) {
                need.elements.push(elements.len());
                elements.push(Element { duty: needs.len(), kind, answer });
            }
        }
        needs.push(need);
    }
    let candidates = candidates(&input, &elements);
    let sets: Vec<Priced> = candidates.iter().map(|candidate| candidate.set.clone()).collect();
    let whole = cover(elements.len(), &sets, STEPS);
    let served_already =
        needs.iter().filter(|need| need.elements.is_empty()).map(|need| need.answer.id.clone());
    ReusePlan {
        schema: REUSE_SCHEMA.to_owned(),
        as_of: input.weighing.as_of,
        unit: input.unit.to_owned(),
        duties,
        served_already: served_already.collect(),
        unserved,
        cost_by_duty: elements.iter().map(|element| cheapest(&candidates, element)).sum(),
        cost_by_framework: frameworks
            .iter()
            .map(|framework| within(framework, &elements, &sets).cost)
            .sum(),
        frameworks: frameworks.into_iter().collect(),
        make: in_order(&whole, candidates, &needs, &elements),
        gap: if whole.bound > 0.0 { (whole.cost - whole.bound) / whole.bound } else { 0.0 },
        cost: whole.cost,
        bound: whole.bound,
    }
}

/// Whether somebody must show evidence for it, now or later.
fn asks(answer: &ProvisionAnswer, open: bool) -> bool {
    let bound = match answer.verdict {
        Tri::Yes => {
            matches!(answer.duty_state, DutyState::Now | DutyState::Later)
                || (open && answer.duty_state == DutyState::Unknown)
        }
        Tri::Unknown => open,
        Tri::No => false,
    };
    bound
        && answer.addressee.subject != Tri::No
        && !answer.on_request
        && matches!(answer.force, Force::Must | Force::Should)
}

/// A piece of evidence that could be made.
struct Candidate {
    id: String,
    makes: Vec<KindAndControl>,
    cost: UnitCost,
    set: Priced,
}

fn candidates(input: &ReuseInput<'_>, elements: &[Element<'_>]) -> Vec<Candidate> {
    let holds = |kind: &str, control: &str| {
        let speaks = |element: &Element<'_>| {
            element.kind == kind && element.answer.controls.iter().any(|id| id == control)
        };
        (0..elements.len()).filter(|&at| elements.get(at).is_some_and(speaks)).collect::<Vec<_>>()
    };
    // Of equally cheap covers the search keeps the first.
    let pairs: BTreeSet<(bool, (String, String))> = elements
        .iter()
        .flat_map(|element| {
            element.answer.controls.iter().map(|control| (element.kind.to_owned(), control.clone()))
        })
        .map(|pair| (!input.usual.contains(&pair), pair))
        .collect();
    let mut all: Vec<Candidate> = pairs
        .into_iter()
        .map(|(_, pair)| {
            let (kind, control) = (pair.0.as_str(), pair.1.as_str());
            let cost = match input.piece_costs.get(&pair) {
                Some(cost) => UnitCost { cost: *cost, basis: CostBasis::User },
                None => input
                    .costs
                    .get(kind)
                    .copied()
                    .unwrap_or(UnitCost { cost: 1.0, basis: CostBasis::Assumed }),
            };
            Candidate {
                id: format!("{kind}@{control}"),
                set: Priced { cost: cost.cost, elements: holds(kind, control) },
                makes: vec![KindAndControl { kind: pair.0, control: pair.1 }],
                cost,
            }
        })
        .collect();
    for bundle in input.bundles {
        let elements: BTreeSet<usize> =
            bundle.makes.iter().flat_map(|(kind, control)| holds(kind, control)).collect();
        if elements.is_empty() {
            continue;
        }
        let makes: BTreeSet<KindAndControl> = bundle
            .makes
            .iter()
            .map(|(kind, control)| KindAndControl { kind: kind.clone(), control: control.clone() })
            .collect();
        all.push(Candidate {
            id: bundle.id.clone(),
            makes: makes.into_iter().collect(),
            cost: bundle.cost,
            set: Priced { cost: bundle.cost.cost, elements: elements.into_iter().collect() },
        });
    }
    all
}

/// What one element costs by itself.
fn cheapest(candidates: &[Candidate], element: &Element<'_>) -> f64 {
    candidates
        .iter()
        .filter(|candidate| {
            candidate.makes.iter().any(|made| {
                made.kind == element.kind && element.answer.controls.contains(&made.control)
            })
        })
        .map(|candidate| candidate.cost.cost)
        .min_by(f64::total_cmp)
        .unwrap_or(0.0)
}

/// The cheapest cover of one regime's duties alone.
fn within(framework: &str, elements: &[Element<'_>], sets: &[Priced]) -> Cover {
    let place: BTreeMap<usize, usize> = (0..elements.len())
        .filter(|&at| elements.get(at).is_some_and(|element| element.answer.framework == framework))
        .enumerate()
        .map(|(place, at)| (at, place))
        .collect();
    let sets: Vec<Priced> = sets
        .iter()
        .map(|set| Priced {
            cost: set.cost,
            elements: set.elements.iter().filter_map(|at| place.get(at).copied()).collect(),
        })
        .collect();
    cover(place.len(), &sets, STEPS)
}

/// The chosen pieces, each time the one that completes most duties for its
/// cost; ties go to the one that speaks to more.
fn in_order(
    whole: &Cover,
    candidates: Vec<Candidate>,
    needs: &[Need<'_>],
    elements: &[Element<'_>],
) -> Vec<Piece> {
    let mut left: Vec<Candidate> = candidates
        .into_iter()
        .enumerate()
        .filter(|(at, _)| whole.chosen.binary_search(at).is_ok())
        .map(|(_, candidate)| candidate)
        .collect();
    let mut there = vec![false; elements.len()];
    let mut pieces: Vec<Piece> = Vec::new();
    let served = |there: &[bool]| {
        let full = |need: &&Need<'_>| need.elements.iter().all(|&at| there.get(at) == Some(&true));
        needs.iter().filter(full).count()
    };
    while !left.is_empty() {
        let before = served(&there);
        let worth = |candidate: &Candidate| {
            let mut with = there.clone();
            mark(&mut with, &candidate.set.elements);
            let price = candidate.cost.cost.max(f64::MIN_POSITIVE);
            ((served(&with) - before) as f64 / price, candidate.set.elements.len() as f64 / price)
        };
        let best = (0..left.len())
            .map(|at| (left.get(at).map_or((0.0, 0.0), &worth), at))
            .max_by(|(a, x), (b, y)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(y.cmp(x)))
            .map_or(0, |(_, at)| at);
        let next = left.remove(best);
        mark(&mut there, &next.set.elements);
        let duties: BTreeSet<usize> = next
            .set
            .elements
            .iter()
            .filter_map(|&at| elements.get(at).map(|element| element.duty))
            .collect();
        let answers: Vec<&ProvisionAnswer> =
            duties.iter().filter_map(|&duty| needs.get(duty)).map(|need| need.answer).collect();
        let regimes: BTreeSet<&String> = answers.iter().map(|answer| &answer.framework).collect();
        let cost_before = pieces.last().map_or(0.0, |piece| piece.cost_so_far);
        pieces.push(Piece {
            serves: answers.iter().map(|answer| answer.id.clone()).collect(),
            frameworks: regimes.into_iter().cloned().collect(),
            served_so_far: served(&there),
            cost_so_far: cost_before + next.cost.cost,
            id: next.id,
            makes: next.makes,
            cost: next.cost,
        });
    }
    pieces
}

fn mark(there: &mut [bool], elements: &[usize]) {
    for &element in elements {
        if let Some(slot) = there.get_mut(element) {
            *slot = true;
        }
    }
}

#[cfg(test)]
mod tests;
