//! The library as its texts stand on one date: versions are chosen once, then
//! any number of subjects is weighed.

use tenbin_vocab::{Date, Facts, Tri};

use crate::evaluate::{CurrentDefinition, Holding, Origin, Scope};
use crate::exact::{Settled, settle};
use crate::library::{Library, Selection};
use crate::model::{
    Definition, DefinitionVersion, DutyState, Period, Provision, ProvisionVersion, ScheduleVersion,
};
use crate::schedule::{duty_state, starts};
use crate::state::{DenseFacts, Slot};
use crate::weighing::{TextState, Warning};

/// A selection of the library on one as-of date.
pub struct Prepared<'a> {
    pub(crate) library: &'a Library,
    pub(crate) as_of: Date,
    /// Every definition of the library, in order of dependence.
    pub(crate) definitions: Vec<CurrentDefinition>,
    /// The version of each definition that counts.
    pub(crate) texts: Vec<Option<(&'a DefinitionVersion, TextState)>>,
    /// The provisions of the selection.
    pub(crate) provisions: Vec<CurrentProvision<'a>>,
    /// Positions of the selection's classifications.
    pub(crate) classifications: Vec<usize>,
    pub(crate) selection: Selection,
}

/// A provision with the version that counts.
#[derive(Clone, Copy)]
pub(crate) struct CurrentProvision<'a> {
    pub(crate) provision: &'a Provision,
    pub(crate) version: &'a ProvisionVersion,
    pub(crate) state: TextState,
    pub(crate) schedule: Option<&'a ScheduleVersion>,
}

/// What one subject comes to before any provision is weighed.
pub(crate) struct Standing {
    pub(crate) given: Vec<Slot>,
    pub(crate) holdings: Vec<Holding>,
}

/// Verdict and state of one provision, without a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whether its condition holds for the subject.
    pub verdict: Tri,
    /// Whether the duty binds on the as-of date.
    pub duty_state: DutyState,
}

/// The period that counts on `date`: the one that holds it, else the next one
/// to come, else the last one.
pub(crate) fn choose<T>(
    versions: &[T],
    period: impl Fn(&T) -> Period,
    date: Date,
) -> Option<(&T, TextState)> {
    if let Some(version) = versions.iter().find(|version| period(version).holds(date)) {
        return Some((version, TextState::InForce));
    }
    if let Some(version) = versions.iter().find(|version| period(version).from > date) {
        return Some((version, TextState::NotYet));
    }
    versions.last().map(|version| (version, TextState::Ended))
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(library: &'a Library, as_of: Date, selection: &Selection) -> Self {
        let texts: Vec<_> = library
            .definitions
            .iter()
            .map(|definition| choose(&definition.versions, |version| version.in_force, as_of))
            .collect();
        let current = |(definition, text): (&Definition, &Option<(&DefinitionVersion, _)>)| {
            CurrentDefinition {
                fact: library.vocabulary.index(&definition.name),
                when: text.map_or_else(Default::default, |(version, _)| version.when.root()),
                unless_shown: text
                    .and_then(|(version, _)| version.unless_shown.as_ref())
                    .map(crate::model::Condition::root),
            }
        };
        let definitions = library.definitions.iter().zip(&texts).map(current).collect();
        let provisions = library
            .provisions
            .iter()
            .filter(|provision| selection.has(&provision.framework))
            .filter_map(|provision| {
                let (version, state) =
                    choose(&provision.versions, |version| version.in_force, as_of)?;
                let schedule = version.schedule.as_deref().and_then(|id| {
                    let framework = library.framework(&provision.framework)?;
                    let schedule = framework.schedules.iter().find(|schedule| schedule.id == id)?;
                    choose(&schedule.versions, |version| version.in_force, as_of)
                });
                let schedule = schedule.map(|(version, _)| version);
                Some(CurrentProvision { provision, version, state, schedule })
            })
            .collect();
        let classifications = library
            .definitions
            .iter()
            .enumerate()
            .filter(|(_, definition)| {
                definition.classification && selection.has(&definition.framework)
            })
            .map(|(position, _)| position)
            .collect();
        Self {
            library,
            as_of,
            definitions,
            texts,
            provisions,
            classifications,
            selection: selection.clone(),
        }
    }

    /// The as-of date.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Ids of the provisions, in the order of [`Prepared::verdicts`].
    pub fn provision_ids(&self) -> impl ExactSizeIterator<Item = &'a str> {
        self.provisions.iter().map(|current| current.provision.id.as_str())
    }

    /// The facts of a subject in the form [`Prepared::verdicts`] takes. Facts
    /// the vocabulary does not know stay unknown and are reported.
    #[must_use]
    pub fn dense(&self, facts: &Facts) -> (DenseFacts, Vec<Warning>) {
        DenseFacts::new(&self.library.vocabulary, facts, self.as_of)
    }

    /// Verdict and state of every provision of the selection: what
    /// [`Library::weigh`] gives, without traces, questions and warnings.
    #[must_use]
    pub fn verdicts(&self, facts: &DenseFacts) -> Vec<Outcome> {
        let standing = self.stand(facts);
        let scope = self.scope(&standing);
        self.provisions.iter().map(|current| self.outcome(&scope, current)).collect()
    }

    fn outcome(&self, scope: &Scope<'_>, current: &CurrentProvision<'_>) -> Outcome {
        let verdict = settle(scope, current.version.root).verdict;
        let starts = match verdict {
            Tri::Yes => starts(scope, current),
            _ => Default::default(),
        };
        Outcome { verdict, duty_state: duty_state(verdict, current, &starts, self.as_of) }
    }

    pub(crate) fn scope<'s>(&'s self, standing: &'s Standing) -> Scope<'s> {
        Scope {
            program: &self.library.program,
            domains: &self.library.domains,
            definitions: &self.definitions,
            given: &standing.given,
            holdings: &standing.holdings,
        }
    }

    /// Weighs every definition; each stands after those it uses.
    pub(crate) fn stand(&self, facts: &DenseFacts) -> Standing {
        let given = facts.slots.clone();
        let mut holdings: Vec<Holding> = Vec::with_capacity(self.definitions.len());
        for current in &self.definitions {
            let scope = Scope {
                program: &self.library.program,
                domains: &self.library.domains,
                definitions: &self.definitions,
                given: &given,
                holdings: &holdings,
            };
            let defeated =
                current.unless_shown.is_some_and(|node| settle(&scope, node).verdict == Tri::Yes);
            let settled = if defeated {
                Settled { verdict: Tri::No, searched: false }
            } else {
                settle(&scope, current.when)
            };
            let slot = current.fact.map_or(Slot::Unknown, |fact| scope.slot(fact));
            let (value, origin) = match slot {
                Slot::Bool(value) => (Tri::from(value), Origin::Given),
                Slot::Contested => (Tri::Unknown, Origin::Contested),
                Slot::NotApplicable => (Tri::No, Origin::NotApplicable),
                _ => (settled.verdict, Origin::Computed),
            };
            holdings.push(Holding {
                value,
                computed: settled.verdict,
                origin,
                defeated,
                searched: settled.searched && origin == Origin::Computed,
            });
        }
        Standing { given, holdings }
    }
}
