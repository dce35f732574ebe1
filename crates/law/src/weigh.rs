//! Weighing one subject with traces, questions and warnings.

use tenbin_vocab::{Confidence, Date, FactState, FactValue, Facts, Tri};

use crate::condition::ShiftUnit;
use crate::evaluate::{Origin, Scope, add};
use crate::exact::settle;
use crate::library::Library;
use crate::model::{Period, ProvisionVersion};
use crate::prepare::{CurrentProvision, Prepared, Standing};
use crate::program::DefinitionId;
use crate::question::{Doubt, rank};
use crate::schedule::{Starts, duty_state, starts};
use crate::state::DenseFacts;
use crate::trace::{Tracer, because, source_of};
use crate::weighing::{
    Addressee, Classification, NextQuestion, PackageRef, ProvisionAnswer, TextState,
    WEIGHING_SCHEMA, Warning, WarningKind, WeighedText, Weighing,
};

impl Prepared<'_> {
    /// Weighs one subject; see [`Library::weigh`].
    #[must_use]
    pub fn weigh(&self, facts: &Facts) -> Weighing {
        let (dense, mut warnings) = self.dense(facts);
        let standing = self.stand(&dense);
        let scope = self.scope(&standing);
        let mut tracer = Tracer::new(self, scope, facts);
        warnings.extend(self.contradictions(&standing, &dense));
        let classifications: Vec<_> = self
            .classifications
            .iter()
            .filter_map(|position| self.classify(*position, &standing, &mut tracer))
            .collect();
        let provisions: Vec<_> =
            self.provisions.iter().map(|current| self.find(current, &scope, &mut tracer)).collect();
        let next_questions = self.questions(&scope);
        Weighing {
            schema: WEIGHING_SCHEMA.to_owned(),
            as_of: self.as_of,
            packages: self.packages(),
            classifications,
            provisions,
            next_questions,
            warnings,
        }
    }

    /// What to ask next; see [`Weighing::next_questions`].
    #[must_use]
    pub fn next_questions(&self, facts: &Facts) -> Vec<NextQuestion> {
        let (dense, _) = self.dense(facts);
        let standing = self.stand(&dense);
        self.questions(&self.scope(&standing))
    }

    fn questions(&self, scope: &Scope<'_>) -> Vec<NextQuestion> {
        rank(self, scope, &self.doubts(scope, &|_| true))
    }

    /// The questions about the provisions and classifications called `ids`.
    pub(crate) fn questions_about(&self, facts: &Facts, ids: &[&str]) -> Vec<NextQuestion> {
        let (dense, _) = self.dense(facts);
        let standing = self.stand(&dense);
        let scope = self.scope(&standing);
        rank(self, &scope, &self.doubts(&scope, &|id| ids.contains(&id)))
    }

    /// The packages of the selection, and those whose definitions they use.
    pub(crate) fn packages(&self) -> Vec<PackageRef> {
        let library: &Library = self.library;
        let frameworks = library
            .frameworks
            .iter()
            .filter(|framework| {
                self.selection.has(&framework.id)
                    || self.selection.0.iter().any(|id| library.draws_on(id, &framework.id))
            })
            .map(|framework| PackageRef {
                id: framework.id.clone(),
                version: framework.version_on(self.as_of).map(|version| version.id.clone()),
                digest: framework.digest,
            });
        let shared =
            [("vocabulary", library.vocabulary_digest), ("controls", library.controls_digest)]
                .into_iter()
                .map(|(id, digest)| PackageRef { id: id.to_owned(), version: None, digest });
        frameworks.chain(shared).collect()
    }

    fn contradictions(&self, standing: &Standing, dense: &DenseFacts) -> Vec<Warning> {
        let pairs = self.library.definitions.iter().zip(&self.definitions).zip(&standing.holdings);
        pairs
            .filter_map(|((definition, current), holding)| {
                let crate::state::Slot::Bool(given) = dense.slot(current.fact?) else {
                    return None;
                };
                let differs = holding.computed.is_known() && holding.computed != Tri::from(given);
                differs.then(|| Warning {
                    kind: WarningKind::Contradiction,
                    fact: definition.name.clone(),
                    message: format!(
                        "{} was given as {given}, but the other facts make it {}; the given answer counts",
                        definition.name, !given
                    ),
                })
            })
            .collect()
    }

    fn classify(
        &self,
        position: usize,
        standing: &Standing,
        tracer: &mut Tracer<'_>,
    ) -> Option<Classification> {
        let definition = self.library.definitions.get(position)?;
        let (version, state) = self.texts.get(position).copied().flatten()?;
        let holding = standing.holdings.get(position)?;
        let id = DefinitionId(u32::try_from(position).ok()?);
        let trace = tracer.classification(id);
        let computed = source_of(holding.origin) == crate::ValueSource::Computed;
        let root = match (&version.unless_shown, holding.defeated) {
            (Some(unless), true) => unless.root(),
            _ => version.when.root(),
        };
        let below = computed.then(|| tracer.confidence(root, holding.searched)).flatten();
        Some(Classification {
            id: definition.id.clone(),
            framework: definition.framework.clone(),
            name: definition.name.clone(),
            title: definition.title.clone(),
            verdict: holding.value,
            source: source_of(holding.origin),
            confidence: below.map_or(version.confidence, |mark| version.confidence.weakest(mark)),
            cite: version.cite.clone(),
            text: text(version.in_force, state, version.amended_by.as_ref()),
            because: because(&trace),
            trace,
        })
    }

    fn find(
        &self,
        current: &CurrentProvision<'_>,
        scope: &Scope<'_>,
        tracer: &mut Tracer<'_>,
    ) -> ProvisionAnswer {
        let CurrentProvision { provision, version, state, .. } = *current;
        let settled = settle(scope, version.root);
        let trace = tracer.provision(version, settled.verdict, settled.searched);
        let starts = starts(scope, current);
        let mut marks = vec![version.confidence];
        marks.extend(tracer.confidence(version.root, settled.searched));
        let mut from_candidates = Vec::new();
        if settled.verdict != Tri::No {
            marks.extend(starts.confidence);
            from_candidates = starts.dates();
        }
        ProvisionAnswer {
            id: provision.id.clone(),
            framework: provision.framework.clone(),
            title: provision.title.clone(),
            cite: version.cite.clone(),
            verdict: settled.verdict,
            duty_state: duty_state(settled.verdict, current, &starts, self.as_of),
            from: if settled.verdict == Tri::No { None } else { starts.only() },
            until: self.end_of(provision.versions.last(), version),
            from_candidates,
            text: text(version.in_force, state, version.amended_by.as_ref()),
            confidence: marks.into_iter().reduce(Confidence::weakest).unwrap_or(Confidence::U),
            sources: version.sources.clone(),
            because: because(&trace),
            addressee: Addressee {
                roles: provision.binds.clone(),
                subject: settle(scope, provision.addressee).verdict,
            },
            binding: version.duty.binding,
            force: version.duty.force,
            duty: version.duty.text.clone(),
            evidence: self.evidence(&provision.controls, version),
            controls: provision.controls.clone(),
            due: self.due(settled.verdict, tracer.facts, version),
            penalty: version.duty.penalty.clone(),
            on_request: version.duty.on_request,
            note: version.note.clone(),
            trace,
        }
    }

    /// First day after the duty: its own end, or that of the last text.
    fn end_of(&self, last: Option<&ProvisionVersion>, version: &ProvisionVersion) -> Option<Date> {
        let text_end = last.and_then(|last| last.in_force.until);
        version.applies_until.into_iter().chain(text_end).min()
    }

    /// The kinds of evidence the duty names, else those of its controls.
    fn evidence(&self, controls: &[String], version: &ProvisionVersion) -> Vec<String> {
        if !version.duty.evidence.is_empty() {
            return version.duty.evidence.clone();
        }
        let mut kinds: Vec<String> = Vec::new();
        for control in self.library.controls.iter().filter(|c| controls.contains(&c.id)) {
            for kind in &control.evidence {
                if !kinds.contains(kind) {
                    kinds.push(kind.clone());
                }
            }
        }
        kinds
    }

    fn due(&self, verdict: Tri, facts: &Facts, version: &ProvisionVersion) -> Option<Date> {
        let by = version.duty.by.as_ref().filter(|_| verdict != Tri::No)?;
        match facts.get(&by.anchor).and_then(FactState::value) {
            Some(FactValue::Date(anchor)) => Some(add(*anchor, by.offset_days, ShiftUnit::Days)),
            _ => None,
        }
    }

    /// Everything the given facts leave open that matters, with its weight.
    fn doubts(&self, scope: &Scope<'_>, about: &dyn Fn(&str) -> bool) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        for position in &self.classifications {
            if !self.library.definitions.get(*position).is_some_and(|known| about(&known.id)) {
                continue;
            }
            let holding = scope.holdings.get(*position);
            let open =
                holding.is_some_and(|h| h.value == Tri::Unknown && h.origin == Origin::Computed);
            let current = self.definitions.get(*position);
            if let (true, Some(current)) = (open, current) {
                let definition = u32::try_from(*position).ok().map(DefinitionId);
                let root = current.when;
                doubts.push(Doubt { root, weight: 1.0, verdict: false, definition });
            }
        }
        let in_question = |current: &&CurrentProvision<'_>| {
            current.state != TextState::Ended && about(&current.provision.id)
        };
        for current in self.provisions.iter().filter(in_question) {
            let verdict = settle(scope, current.version.root).verdict;
            match verdict {
                Tri::No => {}
                Tri::Unknown => doubts.push(Doubt {
                    root: current.version.root,
                    weight: severity(current.version),
                    verdict: true,
                    definition: None,
                }),
                Tri::Yes => {
                    let found: Starts = starts(scope, current);
                    let undated = if found.candidates.len() > 1 { found.open } else { vec![] };
                    let addressee = current.provision.addressee;
                    let unaddressed = settle(scope, addressee).verdict == Tri::Unknown;
                    let roots = undated.into_iter().chain(unaddressed.then_some(addressee));
                    doubts.extend(roots.map(|root| Doubt {
                        root,
                        weight: SIDE,
                        verdict: false,
                        definition: None,
                    }));
                }
            }
        }
        doubts
    }
}

/// Weight of a doubt that leaves the verdict alone: a start date, an addressee.
pub(crate) const SIDE: f64 = 0.5;

/// Weight of a doubt about a provision. Stated in docs/decisions/law-engine.md.
pub(crate) fn severity(version: &ProvisionVersion) -> f64 {
    use crate::model::Force;
    match (version.duty.force, version.duty.binding) {
        (Force::Must | Force::MustNot, true) => 3.0,
        (Force::Must | Force::MustNot, false) => 2.0,
        (Force::Should, _) => 1.5,
        (Force::May | Force::Classification, _) => 1.0,
    }
}

fn text(in_force: Period, state: TextState, amended_by: Option<&String>) -> WeighedText {
    WeighedText { in_force, state, amended_by: amended_by.cloned() }
}
