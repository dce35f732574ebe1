//! The checked library of frameworks.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use tenbin_vocab::{Date, Diagnostic, Diagnostics, Digest, Facts};

use crate::evaluate::Domain;
use crate::fine::Penalty;
use crate::model::{
    Case, Control, Definition, EvidenceKind, Framework, Legacy, Period, Provision, Role, Source,
};
use crate::prepare::Prepared;
use crate::program::{Atom, DefinitionId, Node, NodeId, Program};
use crate::suggest;
use crate::timeline::turning_days;
use crate::vocabulary::{FactIndex, Vocabulary};
use crate::weighing::Weighing;

/// Every framework, checked and ready to weigh subjects against.
#[derive(Clone, Debug)]
pub struct Library {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) domains: Vec<Domain>,
    /// In order of id.
    pub(crate) frameworks: Vec<Framework>,
    /// Each after those it uses.
    pub(crate) definitions: Vec<Definition>,
    /// In order of framework, article and place in the file.
    pub(crate) provisions: Vec<Provision>,
    pub(crate) controls: Vec<Control>,
    pub(crate) kinds: Vec<EvidenceKind>,
    pub(crate) sources: Vec<Source>,
    pub(crate) roles: Vec<Role>,
    pub(crate) cases: Vec<Case>,
    pub(crate) program: Program,
    pub(crate) vocabulary_digest: Digest,
    pub(crate) controls_digest: Digest,
    /// For each framework, those whose definitions its texts use.
    pub(crate) draws: BTreeMap<String, BTreeSet<String>>,
}

/// Which frameworks to weigh against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection(pub(crate) BTreeSet<String>);

impl Selection {
    /// Every framework.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    pub(crate) fn has(&self, framework: &str) -> bool {
        self.0.is_empty() || self.0.contains(framework)
    }
}

impl Library {
    /// The shared vocabulary of facts.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Every framework in order of id.
    #[must_use]
    pub fn frameworks(&self) -> &[Framework] {
        &self.frameworks
    }

    /// The framework called `id`.
    #[must_use]
    pub fn framework(&self, id: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|framework| framework.id == id)
    }

    /// Every definition; each stands after those it uses.
    #[must_use]
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// Every provision in order of framework, article and place in the file.
    #[must_use]
    pub fn provisions(&self) -> &[Provision] {
        &self.provisions
    }

    /// The provision called `id`.
    #[must_use]
    pub fn provision(&self, id: &str) -> Option<&Provision> {
        self.provisions.iter().find(|provision| provision.id == id)
    }

    /// The fine rule `id` of `framework`.
    #[must_use]
    pub fn penalty(&self, framework: &str, id: &str) -> Option<&Penalty> {
        self.framework(framework)?.penalties.iter().find(|penalty| penalty.id == id)
    }

    /// The shared controls.
    #[must_use]
    pub fn controls(&self) -> &[Control] {
        &self.controls
    }

    /// The kinds of evidence.
    #[must_use]
    pub fn evidence_kinds(&self) -> &[EvidenceKind] {
        &self.kinds
    }

    /// What the source ids stand for.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The roles duties fall on.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The worked examples.
    #[must_use]
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// The frameworks called `ids`; none given means all.
    ///
    /// # Errors
    /// When an id names no framework, with the nearest one.
    pub fn select<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a str>,
    ) -> Result<Selection, Diagnostics> {
        let mut selection = BTreeSet::new();
        let mut wrong = Vec::new();
        for id in ids {
            if self.framework(id).is_some() {
                selection.insert(id.to_owned());
                continue;
            }
            let names = self.frameworks.iter().map(|framework| framework.id.as_str());
            wrong.push(
                Diagnostic::new("", format!("no framework is called \"{id}\""))
                    .hint(suggest::remedy(id, names, "list them with: tenbin law list")),
            );
        }
        Diagnostics(wrong).into_result(Selection(selection))
    }

    /// The texts as they stand on `as_of`, for weighing many subjects.
    #[must_use]
    pub fn prepare(&self, as_of: Date, selection: &Selection) -> Prepared<'_> {
        Prepared::new(self, as_of, selection)
    }

    /// Weighs one subject: verdicts with traces, duty states, next questions.
    ///
    /// Facts the vocabulary does not know are left out and reported among the
    /// warnings; [`crate::parse_facts`] refuses them with their place.
    #[must_use]
    pub fn weigh(&self, facts: &Facts, as_of: Date, selection: &Selection) -> Weighing {
        self.prepare(as_of, selection).weigh(facts)
    }

    /// Every date the packages name: only there can the as-of date alone move a
    /// verdict or a state. Dates that hang on a subject's own facts (`as_of >
    /// some_date + 30 days`) are not among them.
    #[must_use]
    pub fn listed_dates(&self) -> BTreeSet<Date> {
        let mut found = BTreeSet::new();
        let mut add = |dates: &mut dyn Iterator<Item = Date>| found.extend(dates);
        let ends = |period: Period| [Some(period.from), period.until].into_iter().flatten();
        let legacy = |rules: &[Legacy]| rules.iter().filter_map(|r| r.date).collect::<Vec<_>>();
        for framework in &self.frameworks {
            add(&mut framework.versions.iter().flat_map(|version| ends(version.in_force)));
            for version in framework.schedules.iter().flat_map(|schedule| &schedule.versions) {
                add(&mut ends(version.in_force));
                add(&mut version.starts.iter().map(|start| start.date));
                add(&mut legacy(&version.legacy).into_iter());
            }
        }
        for definition in &self.definitions {
            add(&mut definition.versions.iter().flat_map(|version| ends(version.in_force)));
        }
        for version in self.provisions.iter().flat_map(|provision| &provision.versions) {
            add(&mut ends(version.in_force));
            add(&mut [version.applies_from, version.applies_until].into_iter().flatten());
            add(&mut legacy(&version.legacy).into_iter());
        }
        add(&mut self.program.atoms().iter().flat_map(turning_days));
        found
    }

    /// True when texts of `framework` use definitions of `other`.
    pub(crate) fn draws_on(&self, framework: &str, other: &str) -> bool {
        self.draws.get(framework).is_some_and(|others| others.contains(other))
    }

    /// The definition that conditions call `name`.
    #[must_use]
    pub fn definition(&self, name: &str) -> Option<&Definition> {
        self.definitions.iter().find(|definition| definition.name == name)
    }

    /// Every fact below `root`, definitions entered in every version, and the
    /// facts that answer a definition directly.
    pub(crate) fn facts_below(
        &self,
        root: NodeId,
        seen: &mut HashSet<DefinitionId>,
        found: &mut BTreeSet<FactIndex>,
    ) {
        let mut open = vec![root];
        while let Some(root) = open.pop() {
            self.program.walk(root, &mut |node| match node {
                Node::Atom(id) => {
                    let (first, second) = self.program.atom(id).map_or((None, None), Atom::facts);
                    found.extend([first, second].into_iter().flatten());
                }
                Node::Defined(id, _) if seen.insert(id) => {
                    let Some(definition) = self.definitions.get(id.0 as usize) else { return };
                    found.extend(self.vocabulary.index(&definition.name));
                    for version in &definition.versions {
                        open.push(version.when.root());
                        open.extend(version.unless_shown.as_ref().map(|unless| unless.root()));
                    }
                }
                _ => {}
            });
        }
    }

    /// Every fact the provision or definition called `id` looks at.
    pub(crate) fn facts_behind(&self, id: &str) -> BTreeSet<FactIndex> {
        let mut found = BTreeSet::new();
        let mut seen = HashSet::new();
        let mut roots = Vec::new();
        if let Some(definition) = self.definitions.iter().find(|d| d.id == id) {
            found.extend(self.vocabulary.index(&definition.name));
            for version in &definition.versions {
                roots.push(version.when.root());
                roots.extend(version.unless_shown.as_ref().map(|unless| unless.root()));
            }
        }
        if let Some(provision) = self.provision(id) {
            roots.push(provision.addressee);
            for version in &provision.versions {
                roots.push(version.root);
                roots.extend(version.legacy.iter().map(|rule| rule.when.root()));
                let anchor = version.duty.by.as_ref().map(|by| by.anchor.as_str());
                found.extend(anchor.and_then(|anchor| self.vocabulary.index(anchor)));
                let schedules = self.framework(&provision.framework).map(|f| &f.schedules);
                let named = schedules
                    .into_iter()
                    .flatten()
                    .filter(|schedule| version.schedule.as_deref() == Some(schedule.id.as_str()));
                for text in named.flat_map(|schedule| &schedule.versions) {
                    roots.extend(text.starts.iter().map(|start| start.when.root()));
                    roots.extend(text.legacy.iter().map(|rule| rule.when.root()));
                }
            }
        }
        for root in roots {
            self.facts_below(root, &mut seen, &mut found);
        }
        found
    }
}
