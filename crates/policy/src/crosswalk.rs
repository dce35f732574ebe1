//! How frameworks relate: what people wrote, and where nobody wrote anything,
//! what follows from the shared controls.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;
use tenbin_law::{Force, Library, Mistakes, Provision, SourceFile, remedy};
use tenbin_vocab::{Bilingual, Confidence, Diagnostic, Diagnostics};

use crate::relation::{
    DOOR, Grade, Rationale, Relation, RelationBasis, ordered, read_relations, support,
};

/// Folder of the relations.
const RELATIONS: &str = "crosswalk/relations/";
/// Folder of the divergences, which [`crate::load_divergences`] reads.
pub(crate) const DIVERGENCES: &str = "crosswalk/divergences/";

/// Every relation between the provisions of the loaded frameworks.
#[derive(Clone, Debug)]
pub struct Crosswalk {
    authored: Vec<Relation>,
    /// Place in `authored` by pair, the ids in alphabetical order.
    pairs: HashMap<(String, String), usize>,
    /// In order of framework and place in the package.
    sides: Vec<Side>,
    /// Place in `sides` by provision id.
    places: HashMap<String, usize>,
    controls: BTreeMap<String, Bilingual>,
    /// In order of id.
    frameworks: Vec<Named>,
}

/// What a crosswalk needs to know of a framework.
#[derive(Clone, Debug)]
struct Named {
    id: String,
    title: Bilingual,
    jurisdiction: String,
}

/// A provision, as a crosswalk shows it: as its newest version stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// The provision's id.
    pub id: String,
    /// Its framework.
    pub framework: String,
    /// Name for people.
    pub title: Bilingual,
    /// Where it is written.
    pub cite: String,
    /// Shared controls it maps to.
    pub controls: Vec<String>,
    /// True when it asks something; false for classifications and permissions,
    /// which no counterpart is looked for.
    pub duty: bool,
    /// How well it is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

impl Side {
    fn of(provision: &Provision) -> Self {
        let newest = provision.versions.last();
        let force = newest.map(|version| version.duty.force);
        Self {
            id: provision.id.clone(),
            framework: provision.framework.clone(),
            title: provision.title.clone(),
            cite: newest.map_or_else(String::new, |version| version.cite.clone()),
            controls: provision.controls.clone(),
            duty: !matches!(force, None | Some(Force::Classification | Force::May)),
            confidence: support(provision),
            sources: newest.map_or_else(Vec::new, |version| version.sources.clone()),
        }
    }
}

/// How many duties of one side have a counterpart on the other, and which have
/// none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Duties of this side.
    pub duties: usize,
    /// Those the other side asks in full: an authored `equal-to` or `subset-of`.
    pub in_full: usize,
    /// Those the other side asks in part, by an authored relation.
    pub in_part: usize,
    /// Those related only through shared controls.
    pub through_controls: usize,
    /// Those without counterpart, by id.
    pub without: Vec<String>,
}

impl Coverage {
    /// Duties with a counterpart of any kind.
    #[must_use]
    pub fn covered(&self) -> usize {
        self.in_full + self.in_part + self.through_controls
    }

    fn count(&mut self, side: &Side, best: Option<(RelationBasis, Grade)>) {
        self.duties += 1;
        match best {
            Some((RelationBasis::Authored, grade)) if grade.is_contained() => self.in_full += 1,
            Some((RelationBasis::Authored, _)) => self.in_part += 1,
            Some((RelationBasis::SharedControls, _)) => self.through_controls += 1,
            None => self.without.push(side.id.clone()),
        }
    }
}

/// What is compared: a framework with all its provisions, or one provision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Id of the framework or provision.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
    /// Number of its provisions.
    pub provisions: usize,
    /// Its duties on the other side.
    pub coverage: Coverage,
}

/// One relation with the provisions it joins.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// The relation.
    #[serde(flatten)]
    pub relation: Relation,
    /// Name of provision `a`.
    pub a_title: Bilingual,
    /// Where `a` is written.
    pub a_cite: String,
    /// Name of provision `b`.
    pub b_title: Bilingual,
    /// Where `b` is written.
    pub b_cite: String,
}

/// Two frameworks or provisions side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The side seen from.
    pub a: Party,
    /// The side it is compared with.
    pub b: Party,
    /// Relations, authored ones first, each provision's closest first.
    pub links: Vec<Link>,
}

/// Which links of a comparison are wanted; nothing set means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only these grades.
    pub grades: Vec<Grade>,
    /// Only links through this control.
    pub control: Option<String>,
    /// Only links of this basis.
    pub basis: Option<RelationBasis>,
}

impl Comparison {
    /// The comparison with the wanted links; the coverage stays that of all.
    #[must_use]
    pub fn only(mut self, wanted: &Wanted) -> Self {
        self.links.retain(|Link { relation, .. }| {
            (wanted.grades.is_empty() || wanted.grades.contains(&relation.grade))
                && wanted.control.as_ref().is_none_or(|id| relation.controls.contains(id))
                && wanted.basis.is_none_or(|basis| relation.basis == basis)
        });
        self
    }
}

/// Every framework, and every jurisdiction, against every other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoverageMatrix {
    /// Frameworks that have provisions.
    pub frameworks: Vec<CoverageRow>,
    /// Their jurisdictions.
    pub jurisdictions: Vec<CoverageRow>,
}

/// One row of a matrix: the duties of a framework or a jurisdiction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoverageRow {
    /// The framework or jurisdiction whose duties are looked for.
    pub id: String,
    /// Its duties.
    pub duties: usize,
    /// By the framework or jurisdiction they are looked for in.
    pub cells: BTreeMap<String, CoverageCell>,
}

/// How many duties of a row have a counterpart in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CoverageCell {
    /// Duties with a counterpart of any kind.
    pub covered: usize,
    /// Of these, by an authored relation.
    pub authored: usize,
    /// Of these, asked there in full.
    pub in_full: usize,
}

/// A control with the provisions that map to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ControlView {
    /// The control's id.
    pub control: String,
    /// Name for people.
    pub name: Bilingual,
    /// Provisions that map to it.
    pub provisions: Vec<Side>,
}

/// Reads, checks and indexes the relations among `files`; files of other
/// folders are refused, those of the divergences passed over.
///
/// # Errors
/// With every mistake found: file, line, what is wrong, and the remedy.
pub fn load_crosswalk(
    files: &[SourceFile<'_>],
    library: &Library,
) -> Result<Crosswalk, Diagnostics> {
    let mut mistakes = Mistakes::default();
    let mut relations = Vec::new();
    for file in files {
        if file.path.starts_with(RELATIONS) && file.path.ends_with(".toml") {
            relations.push(*file);
        } else if !file.path.starts_with(DIVERGENCES) {
            mistakes.push(
                Diagnostic::new(file.path, "the folder crosswalk has no such file")
                    .hint(format!("{DOOR} lists its files")),
            );
        }
    }
    let authored = read_relations(&relations, library, &mut mistakes);
    if !mistakes.is_empty() {
        return Err(mistakes.into_diagnostics());
    }
    let sides: Vec<Side> = library.provisions().iter().map(Side::of).collect();
    Ok(Crosswalk {
        pairs: authored.iter().enumerate().map(|(at, r)| (ordered(&r.a, &r.b), at)).collect(),
        authored,
        places: sides.iter().enumerate().map(|(at, side)| (side.id.clone(), at)).collect(),
        sides,
        controls: library.controls().iter().map(|c| (c.id.clone(), c.name.clone())).collect(),
        frameworks: library
            .frameworks()
            .iter()
            .map(|framework| Named {
                id: framework.id.clone(),
                title: framework.title.clone(),
                jurisdiction: framework.jurisdiction.clone(),
            })
            .collect(),
    })
}

impl Crosswalk {
    /// The relations people wrote, in order of `a` and `b`.
    #[must_use]
    pub fn relations(&self) -> &[Relation] {
        &self.authored
    }

    /// How the provision `a` relates to `b`: as authored, or else through the
    /// controls they share, or without relationship. None when one of the two
    /// is not a provision, or they are the same one.
    #[must_use]
    pub fn between(&self, a: &str, b: &str) -> Option<Relation> {
        if a == b {
            return None;
        }
        Some(self.relate(self.side(a)?, self.side(b)?))
    }

    /// The provision called `id`.
    #[must_use]
    pub fn side(&self, id: &str) -> Option<&Side> {
        self.places.get(id).and_then(|at| self.sides.get(*at))
    }

    /// The control called `id` and the provisions that map to it.
    ///
    /// # Errors
    /// When there is no such control, with the nearest.
    pub fn control(&self, id: &str) -> Result<ControlView, Diagnostics> {
        let Some(name) = self.controls.get(id) else {
            return Err(misnamed(
                id,
                "no control has this id",
                self.controls.keys().map(String::as_str),
                "controls/controls.toml lists them",
            ));
        };
        let on = |side: &&Side| side.controls.iter().any(|control| control == id);
        let provisions = self.sides.iter().filter(on).cloned().collect();
        Ok(ControlView { control: id.to_owned(), name: name.clone(), provisions })
    }

    /// Two frameworks or provisions side by side: every relation between their
    /// provisions, and which duties have no counterpart. Authored statements
    /// that two provisions have nothing in common are among the links.
    ///
    /// # Errors
    /// When one of the two is neither a framework nor a provision, with the
    /// nearest id, or when both are the same.
    pub fn compare(&self, a: &str, b: &str) -> Result<Comparison, Diagnostics> {
        let (left, right) = (self.party(a)?, self.party(b)?);
        if a == b {
            return Err(Diagnostic::new(a, "a text is not compared with itself")
                .hint("name two frameworks, or two provisions")
                .into());
        }
        let mut links = Vec::new();
        let mut closest: HashMap<&str, (RelationBasis, Grade)> = HashMap::new();
        for x in &left.1 {
            for y in right.1.iter().filter(|y| y.id != x.id) {
                let relation = self.relate(x, y);
                if !relation.grade.is_related() {
                    if relation.basis == RelationBasis::Authored {
                        links.push(link(relation, x, y));
                    }
                    continue;
                }
                let seen = (relation.basis, relation.grade);
                keep_closest(&mut closest, &x.id, seen);
                keep_closest(&mut closest, &y.id, (seen.0, seen.1.inverse()));
                links.push(link(relation, x, y));
            }
        }
        // Stable: within one grade and strength the order of the texts stays.
        links.sort_by_key(|link| {
            let relation = &link.relation;
            (relation.basis, relation.grade, u8::MAX - relation.strength)
        });
        Ok(Comparison { a: finish(left, a, &closest), b: finish(right, b, &closest), links })
    }

    /// Every framework and every jurisdiction against every other: how many
    /// duties of the row have a counterpart in the column.
    #[must_use]
    pub fn matrix(&self) -> CoverageMatrix {
        let place = |framework: &str| {
            let found = self.frameworks.iter().find(|known| known.id == framework);
            found.map_or_else(String::new, |known| known.jurisdiction.clone())
        };
        CoverageMatrix {
            frameworks: self.rows(|side| side.framework.clone()),
            jurisdictions: self.rows(|side| place(&side.framework)),
        }
    }

    /// A row for each group of provisions, in order of group.
    fn rows(&self, group: impl Fn(&Side) -> String) -> Vec<CoverageRow> {
        let groups: Vec<String> = self.sides.iter().map(group).collect();
        let all: BTreeSet<&String> = groups.iter().collect();
        let mut rows: BTreeMap<&String, CoverageRow> = all
            .iter()
            .map(|id| {
                let others = all.iter().filter(|other| *other != id);
                let cells = others.map(|other| ((*other).clone(), CoverageCell::default()));
                (*id, CoverageRow { id: (*id).clone(), duties: 0, cells: cells.collect() })
            })
            .collect();
        for (x, own) in self.sides.iter().zip(&groups).filter(|(side, _)| side.duty) {
            let Some(row) = rows.get_mut(own) else { continue };
            row.duties += 1;
            let mut closest: HashMap<&str, (RelationBasis, Grade)> = HashMap::new();
            for (y, other) in self.sides.iter().zip(&groups).filter(|(_, other)| *other != own) {
                if let Some(seen) = self.judge(x, y).filter(|(_, grade)| grade.is_related()) {
                    keep_closest(&mut closest, other, seen);
                }
            }
            for (other, (basis, grade)) in closest {
                let Some(cell) = row.cells.get_mut(other) else { continue };
                cell.covered += 1;
                cell.authored += usize::from(basis == RelationBasis::Authored);
                cell.in_full +=
                    usize::from(basis == RelationBasis::Authored && grade.is_contained());
            }
        }
        rows.into_values().collect()
    }

    fn written(&self, x: &Side, y: &Side) -> Option<&Relation> {
        self.pairs.get(&ordered(&x.id, &y.id)).and_then(|at| self.authored.get(*at))
    }

    /// RelationBasis and grade alone, for counting many pairs.
    fn judge(&self, x: &Side, y: &Side) -> Option<(RelationBasis, Grade)> {
        match self.written(x, y) {
            Some(found) if found.a == x.id => Some((found.basis, found.grade)),
            Some(found) => Some((found.basis, found.grade.inverse())),
            None => x
                .controls
                .iter()
                .any(|control| y.controls.contains(control))
                .then_some((RelationBasis::SharedControls, Grade::IntersectsWith)),
        }
    }

    fn relate(&self, x: &Side, y: &Side) -> Relation {
        match self.written(x, y) {
            Some(found) if found.a == x.id => found.clone(),
            Some(found) => found.inverse(),
            None => self.derive(x, y),
        }
    }

    /// What the shared controls say. Never more than an overlap: that two texts
    /// speak to one safeguard does not show that they ask the same of it.
    fn derive(&self, x: &Side, y: &Side) -> Relation {
        let mut shared: Vec<String> =
            x.controls.iter().filter(|control| y.controls.contains(control)).cloned().collect();
        shared.sort();
        let all = x.controls.len() + y.controls.len() - shared.len();
        let (grade, strength, reason) = if shared.is_empty() {
            let reason = Bilingual::new("共通する管理策がない", "the two share no control");
            (Grade::NoRelationship, 0, reason)
        } else {
            (Grade::IntersectsWith, share(shared.len(), all), self.both_speak(&shared))
        };
        let mut sources: Vec<String> = x.sources.iter().chain(&y.sources).cloned().collect();
        sources.sort();
        sources.dedup();
        Relation {
            a: x.id.clone(),
            b: y.id.clone(),
            grade,
            basis: RelationBasis::SharedControls,
            rationale: Rationale::Functional,
            strength,
            controls: shared,
            reason,
            confidence: x.confidence.weakest(y.confidence),
            sources,
        }
    }

    fn both_speak(&self, shared: &[String]) -> Bilingual {
        let named = |pick: fn(&Bilingual) -> &str, open: &str, close: &str| -> Vec<String> {
            let name = |id: &String| self.controls.get(id).map_or("", pick);
            shared.iter().map(|id| format!("{id}{open}{}{close}", name(id))).collect()
        };
        let ja = named(|name| &name.ja, "（", "）").join("、");
        let en = named(|name| &name.en, " (", ")").join(", ");
        Bilingual::new(format!("どちらも{ja}に関わる"), format!("both speak to {en}"))
    }

    /// A framework with its provisions, or one provision.
    fn party(&self, id: &str) -> Result<(Bilingual, Vec<&Side>), Diagnostics> {
        if let Some(side) = self.side(id) {
            return Ok((side.title.clone(), vec![side]));
        }
        if let Some(framework) = self.frameworks.iter().find(|framework| framework.id == id) {
            let own = self.sides.iter().filter(|side| side.framework == id).collect();
            return Ok((framework.title.clone(), own));
        }
        let frameworks = self.frameworks.iter().map(|framework| framework.id.as_str());
        Err(misnamed(
            id,
            "no framework and no provision has this id",
            frameworks.chain(self.sides.iter().map(|side| side.id.as_str())),
            "list the frameworks with: tenbin law list",
        ))
    }
}

/// An id that names nothing, with the nearest that does.
fn misnamed<'a>(
    id: &str,
    message: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    otherwise: &str,
) -> Diagnostics {
    Diagnostic::new(id, message).hint(remedy(id, known, otherwise)).into()
}

/// Ten times `shared / all`, rounded, at least 1.
fn share(shared: usize, all: usize) -> u8 {
    let tenths = (20 * shared + all) / (2 * all.max(1));
    u8::try_from(tenths.clamp(1, 10)).unwrap_or(10)
}

/// Keeps the closer of two relations: authored before computed, containment
/// before overlap.
fn keep_closest<'a>(
    closest: &mut HashMap<&'a str, (RelationBasis, Grade)>,
    id: &'a str,
    seen: (RelationBasis, Grade),
) {
    let rank = |(basis, grade): (RelationBasis, Grade)| (basis, !grade.is_contained(), grade);
    let kept = closest.entry(id).or_insert(seen);
    if rank(seen) < rank(*kept) {
        *kept = seen;
    }
}

fn link(relation: Relation, x: &Side, y: &Side) -> Link {
    Link {
        relation,
        a_title: x.title.clone(),
        a_cite: x.cite.clone(),
        b_title: y.title.clone(),
        b_cite: y.cite.clone(),
    }
}

fn finish(
    (title, sides): (Bilingual, Vec<&Side>),
    id: &str,
    closest: &HashMap<&str, (RelationBasis, Grade)>,
) -> Party {
    let mut coverage = Coverage::default();
    for side in sides.iter().filter(|side| side.duty) {
        coverage.count(side, closest.get(side.id.as_str()).copied());
    }
    Party { id: id.to_owned(), title, provisions: sides.len(), coverage }
}
