//! The one question to ask next, why, and what is settled so far.
//!
//! Only duties count here: a classification, a permission or a start date is
//! never a reason to ask. A fact somebody has said they do not know, or wants to
//! leave for later, is not asked again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Date, FactState, Facts, Tri};

use crate::evaluate::Scope;
use crate::exact::{occurrences, settle};
use crate::model::Force;
use crate::prepare::{CurrentProvision, Prepared};
use crate::program::NodeId;
use crate::question::{Worth, appraise, in_order, question};
use crate::vocabulary::FactIndex;
use crate::weigh::{SIDE, severity};
use crate::weighing::{NextQuestion, TextState};

/// Version tag of the format of a question with its reasons.
pub const INQUIRY_SCHEMA: &str = "tenbin.law-question/1";

/// What to ask next, why, and what is settled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Inquiry {
    /// Always [`INQUIRY_SCHEMA`].
    pub schema: String,
    /// The date the law is read at.
    pub as_of: Date,
    /// The question that settles most; none when nothing material is open.
    pub question: Option<NextQuestion>,
    /// The duties that hang on it.
    pub hangs: Vec<Hanging>,
    /// Duties still open that some answer can bring nearer.
    pub open: usize,
    /// How the duties of each framework stand.
    pub frameworks: Vec<Progress>,
    /// How each duty stands, in the order of the provisions.
    pub duties: Vec<DutyStanding>,
}

/// A duty that hangs on the question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hanging {
    /// Provision id.
    pub id: String,
    /// Framework it belongs to.
    pub framework: String,
    /// Name for people.
    pub title: Bilingual,
    /// Where it is written.
    pub cite: String,
    /// True when some answer settles it by itself.
    pub can_settle: bool,
}

/// How the duties of one framework stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Progress {
    /// Framework id.
    pub framework: String,
    /// Duties that bind, now or later.
    pub yes: usize,
    /// Duties that do not.
    pub no: usize,
    /// Duties on which there is more to ask.
    pub open: usize,
    /// Duties that stay unknown: what they hang on cannot be said, or is not
    /// known to the person asked.
    pub stuck: usize,
}

/// How one duty stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DutyStanding {
    /// Provision id.
    pub id: String,
    /// Framework it belongs to.
    pub framework: String,
    /// How it stands.
    pub standing: DutyAnswer,
}

/// How a duty stands while questions are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DutyAnswer {
    /// It binds, now or later.
    Yes,
    /// It does not bind this subject.
    No,
    /// There is more to ask.
    Open,
    /// It stays unknown.
    Stuck,
}

/// A duty with what is open about it.
struct Open<'a> {
    current: &'a CurrentProvision<'a>,
    at: usize,
    roots: Vec<(NodeId, f64)>,
}

impl Prepared<'_> {
    /// The question that settles most about the duties of the selection. Facts
    /// that are [`FactState::Unknown`] in `facts`, and those in `later`, are not
    /// asked.
    #[must_use]
    pub fn inquire(&self, facts: &Facts, later: &BTreeSet<String>) -> Inquiry {
        let (dense, _) = self.dense(facts);
        let standing = self.stand(&dense);
        let scope = self.scope(&standing);
        let unasked: BTreeSet<FactIndex> = facts
            .iter()
            .filter(|(_, state)| **state == FactState::Unknown)
            .map(|(name, _)| name)
            .chain(later)
            .filter_map(|name| self.library.vocabulary().index(name))
            .collect();
        let unasked = self.with_what_hangs_on(&scope, unasked);
        let mut duties = Vec::new();
        let mut open = Vec::new();
        for current in self.provisions.iter().filter(|current| is_duty(current, self.as_of)) {
            let (answer, roots) = stands(&scope, current);
            if answer == DutyAnswer::Open {
                open.push(Open { current, at: duties.len(), roots });
            }
            duties.push(DutyStanding {
                id: current.provision.id.clone(),
                framework: current.provision.framework.clone(),
                standing: answer,
            });
        }
        let mut known: HashMap<NodeId, Vec<(FactIndex, Worth)>> = HashMap::new();
        let mut worths: BTreeMap<FactIndex, Worth> = BTreeMap::new();
        let mut hanging: BTreeMap<FactIndex, BTreeMap<usize, bool>> = BTreeMap::new();
        for (place, one) in open.iter().enumerate() {
            let mut askable = false;
            for (at, (root, weight)) in one.roots.iter().enumerate() {
                let appraised =
                    known.entry(*root).or_insert_with(|| self.appraised(&scope, *root, &unasked));
                askable |= !appraised.is_empty();
                for (fact, worth) in appraised {
                    let can_settle = if at == 0 { worth.settles > 0 } else { worth.refutes };
                    let sum = worths.entry(*fact).or_default();
                    sum.gain += weight * worth.gain;
                    sum.influence += weight * worth.influence;
                    *hanging.entry(*fact).or_default().entry(place).or_default() |= can_settle;
                }
            }
            if let (false, Some(duty)) = (askable, duties.get_mut(one.at)) {
                duty.standing = DutyAnswer::Stuck;
            }
        }
        let questions = worths.into_iter().filter_map(|(fact, mut worth)| {
            let hangs = hanging.get(&fact)?;
            worth.settles = hangs.values().filter(|can_settle| **can_settle).count();
            Some((fact, question(self, &scope, fact, worth)?))
        });
        let best = questions.min_by(|(_, a), (_, b)| in_order(a, b));
        let hangs = best.as_ref().and_then(|(fact, _)| hanging.get(fact));
        let hangs = hangs.into_iter().flatten().filter_map(|(place, can_settle)| {
            let CurrentProvision { provision, version, .. } = open.get(*place)?.current;
            Some(Hanging {
                id: provision.id.clone(),
                framework: provision.framework.clone(),
                title: provision.title.clone(),
                cite: version.cite.clone(),
                can_settle: *can_settle,
            })
        });
        Inquiry {
            schema: INQUIRY_SCHEMA.to_owned(),
            as_of: self.as_of,
            hangs: hangs.collect(),
            question: best.map(|(_, question)| question),
            open: duties.iter().filter(|duty| duty.standing == DutyAnswer::Open).count(),
            frameworks: progress(&duties),
            duties,
        }
    }

    /// The facts that are not asked, with the definitions all of whose open parts
    /// are among them: who cannot say the parts cannot say the whole.
    fn with_what_hangs_on(
        &self,
        scope: &Scope<'_>,
        mut unasked: BTreeSet<FactIndex>,
    ) -> BTreeSet<FactIndex> {
        // A definition stands after those it uses.
        for current in &self.definitions {
            let parts = occurrences(scope, current.when).unwrap_or_default();
            let hopeless =
                !parts.is_empty() && parts.iter().all(|part| unasked.contains(&part.fact));
            unasked.extend(current.fact.filter(|_| hopeless));
        }
        unasked
    }

    /// What each fact that may be asked is worth for one condition.
    fn appraised(
        &self,
        scope: &Scope<'_>,
        root: NodeId,
        unasked: &BTreeSet<FactIndex>,
    ) -> Vec<(FactIndex, Worth)> {
        let counts = |worth: &Worth| worth.gain > 0.0 || worth.influence > 0.0;
        let mut found: Vec<(FactIndex, Worth)> = appraise(self, scope, root, None)
            .into_iter()
            .filter(|(fact, worth)| {
                !unasked.contains(fact) && counts(worth) && scope.slot(*fact).can_be_asked()
            })
            .collect();
        if found.is_empty() {
            // A sample of worlds can miss a rare one: what the condition hangs
            // on is asked even so.
            let least = Worth { influence: f64::MIN_POSITIVE, ..Worth::default() };
            let facts: BTreeSet<FactIndex> = occurrences(scope, root)
                .unwrap_or_default()
                .into_iter()
                .map(|place| place.fact)
                .filter(|fact| !unasked.contains(fact) && scope.slot(*fact).can_be_asked())
                .collect();
            found.extend(facts.into_iter().map(|fact| (fact, least)));
        }
        found.sort_by_key(|(fact, _)| *fact);
        found
    }
}

/// True for what asks something of somebody and is not over.
fn is_duty(current: &CurrentProvision<'_>, as_of: Date) -> bool {
    let duty = &current.version.duty;
    !matches!(duty.force, Force::Classification | Force::May)
        && current.state != TextState::Ended
        && current.version.applies_until.is_none_or(|until| until > as_of)
}

/// How a duty stands, with the open conditions: first that of the duty, when it
/// is open, then that of its addressee.
fn stands(scope: &Scope<'_>, current: &CurrentProvision<'_>) -> (DutyAnswer, Vec<(NodeId, f64)>) {
    let verdict = settle(scope, current.version.root).verdict;
    let addressee = settle(scope, current.provision.addressee).verdict;
    match (verdict, addressee) {
        (Tri::No, _) | (_, Tri::No) => (DutyAnswer::No, vec![]),
        (Tri::Yes, Tri::Yes) => (DutyAnswer::Yes, vec![]),
        _ => {
            let weight = severity(current.version);
            let condition = (verdict == Tri::Unknown).then_some((current.version.root, weight));
            let who =
                (addressee == Tri::Unknown).then_some((current.provision.addressee, weight * SIDE));
            (DutyAnswer::Open, condition.into_iter().chain(who).collect())
        }
    }
}

fn progress(duties: &[DutyStanding]) -> Vec<Progress> {
    let mut found: Vec<Progress> = Vec::new();
    for part in duties.chunk_by(|a, b| a.framework == b.framework) {
        let Some(first) = part.first() else { continue };
        let count = |answer| part.iter().filter(|duty| duty.standing == answer).count();
        found.push(Progress {
            framework: first.framework.clone(),
            yes: count(DutyAnswer::Yes),
            no: count(DutyAnswer::No),
            open: count(DutyAnswer::Open),
            stuck: count(DutyAnswer::Stuck),
        });
    }
    found
}
