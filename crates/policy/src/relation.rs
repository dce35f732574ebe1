//! Relations between two provisions, as people wrote them.
//!
//! The kinds follow the set-theory relationship mapping of NIST IR 8477: what
//! one provision asks is seen as a set, and two sets are equal, one holds the
//! other, they overlap, or they have nothing in common.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use tenbin_law::{
    Library, MAX_ENTRIES, Mistakes, Provision, SourceFile, check_bilingual, check_known,
};
use tenbin_vocab::{Bilingual, Confidence};

use crate::read::read;

/// The page that describes the files read here.
pub(crate) const DOOR: &str = "docs/doors/crosswalk.md";

/// How what one provision asks relates to what another asks. The words are
/// those of OSCAL's mapping model.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Each asks what the other asks.
    EqualTo,
    /// Everything the first asks, the second asks too; the second asks more.
    SubsetOf,
    /// The first asks everything the second asks, and more.
    SupersetOf,
    /// They ask something in common, and each asks something of its own.
    IntersectsWith,
    /// They ask nothing in common.
    NoRelationship,
}

impl Grade {
    /// Every grade, the closest first.
    pub const ALL: [Self; 5] = [
        Self::EqualTo,
        Self::SubsetOf,
        Self::SupersetOf,
        Self::IntersectsWith,
        Self::NoRelationship,
    ];

    /// The same relation seen from the other side.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::SubsetOf => Self::SupersetOf,
            Self::SupersetOf => Self::SubsetOf,
            same => same,
        }
    }

    /// The word used in data, JSON and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EqualTo => "equal-to",
            Self::SubsetOf => "subset-of",
            Self::SupersetOf => "superset-of",
            Self::IntersectsWith => "intersects-with",
            Self::NoRelationship => "no-relationship",
        }
    }

    /// True when the two ask something in common.
    #[must_use]
    pub fn is_related(self) -> bool {
        self != Self::NoRelationship
    }

    /// True when who does what the second asks has done all the first asks.
    #[must_use]
    pub fn is_contained(self) -> bool {
        matches!(self, Self::EqualTo | Self::SubsetOf)
    }
}

/// A word that is no grade.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is no grade; use equal-to, subset-of, superset-of, intersects-with or no-relationship"
)]
pub struct GradeParseError(String);

impl FromStr for Grade {
    type Err = GradeParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|grade| grade.as_str() == text);
        found.ok_or_else(|| GradeParseError(text.to_owned()))
    }
}

/// What a relation was judged by (NIST IR 8477, rationale).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rationale {
    /// The wording: what the texts say, word for word.
    Syntactic,
    /// The meaning: what the texts intend.
    Semantic,
    /// The result: what is there once the duty is done.
    Functional,
}

/// Where a relation comes from.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RelationBasis {
    /// Somebody compared the two provisions and wrote down why.
    Authored,
    /// Computed: the two provisions map to the same shared controls.
    SharedControls,
}

impl RelationBasis {
    /// The word used in data, JSON and addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authored => "authored",
            Self::SharedControls => "shared-controls",
        }
    }
}

/// How two provisions relate, seen from `a`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Relation {
    /// The provision seen from.
    pub a: String,
    /// The provision it is compared with.
    pub b: String,
    /// The kind of relation.
    pub grade: Grade,
    /// Where it comes from.
    pub basis: RelationBasis,
    /// What it was judged by.
    pub rationale: Rationale,
    /// From 1 (loose) to 10 (as close as the grade allows); 0 without a
    /// relationship. For a computed relation, ten times the share of controls
    /// the two have in common (Jaccard index), rounded, at least 1.
    pub strength: u8,
    /// Shared controls through which they relate.
    pub controls: Vec<String>,
    /// Why.
    pub reason: Bilingual,
    /// How well it is supported; for a computed relation the weaker mark of
    /// the two provisions.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

impl Relation {
    /// The same relation seen from the other side.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { a: self.b.clone(), b: self.a.clone(), grade: self.grade.inverse(), ..self.clone() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationsFile {
    #[serde(default)]
    relation: Vec<RelationEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationEntry {
    a: Spanned<String>,
    b: Spanned<String>,
    grade: Grade,
    rationale: Rationale,
    strength: Spanned<u8>,
    #[serde(default)]
    controls: Vec<Spanned<String>>,
    reason: Spanned<Bilingual>,
    confidence: Spanned<Confidence>,
    sources: Spanned<Vec<Spanned<String>>>,
}

/// Where an authored relation stands, for mistakes found later.
struct Written<'a> {
    file: SourceFile<'a>,
    offset: usize,
    relation: Relation,
}

/// Reads and checks the relations of `files` against the loaded packages.
pub(crate) fn read_relations(
    files: &[SourceFile<'_>],
    library: &Library,
    mistakes: &mut Mistakes,
) -> Vec<Relation> {
    let mut written: Vec<Written<'_>> = Vec::new();
    let mut pairs: HashMap<(String, String), String> = HashMap::new();
    for file in files {
        let (file, raw) = match read::<RelationsFile>(*file, DOOR) {
            Ok(read) => read,
            Err(mistake) => {
                mistakes.push(mistake);
                continue;
            }
        };
        for entry in raw.relation {
            if written.len() >= MAX_ENTRIES || mistakes.is_full() {
                mistakes.at(
                    file,
                    entry.a.span().start,
                    format!("more than {MAX_ENTRIES} relations"),
                    "leave out relations that shared controls already give",
                );
                break;
            }
            let offset = entry.a.span().start;
            let relation = check(file, entry, library, mistakes);
            let pair = ordered(&relation.a, &relation.b);
            let place = tenbin_vocab::Diagnostic::new(file.path, "").at_offset(file.text, offset);
            let place = format!("{}:{}", place.file, place.line);
            if let Some(first) = pairs.insert(pair, place) {
                mistakes.at(
                    file,
                    offset,
                    format!("{} and {} are related twice", relation.a, relation.b),
                    format!("they are first related at {first}; keep one, in either direction"),
                );
                continue;
            }
            written.push(Written { file, offset, relation });
        }
    }
    contradictions(&written, mistakes);
    let mut relations: Vec<Relation> = written.into_iter().map(|one| one.relation).collect();
    relations.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    relations
}

/// The two ids in alphabetical order: a pair has no direction.
pub(crate) fn ordered(a: &str, b: &str) -> (String, String) {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    (a.to_owned(), b.to_owned())
}

fn check(
    file: SourceFile<'_>,
    entry: RelationEntry,
    library: &Library,
    mistakes: &mut Mistakes,
) -> Relation {
    let sides = [&entry.a, &entry.b].map(|side| {
        let found = library.provision(side.get_ref());
        if found.is_none() {
            mistakes.misnamed(
                file,
                side.span().start,
                format!("no provision is called \"{}\"", side.get_ref().escape_debug()),
                side.get_ref(),
                library.provisions().iter().map(|provision| provision.id.as_str()),
                "list the provisions of a framework with: tenbin law show FRAMEWORK",
            );
        }
        found
    });
    if let [Some(a), Some(b)] = sides {
        if a.framework == b.framework {
            mistakes.at(
                file,
                entry.b.span().start,
                format!("{} and {} belong to the same framework {}", a.id, b.id, a.framework),
                "relate provisions of two frameworks",
            );
        }
        let [x, y] = [a, b].map(support);
        if entry.confidence.get_ref() < &x.weakest(y) {
            mistakes.at(
                file,
                entry.confidence.span().start,
                format!("the mark is stronger than that of {} and {}", a.id, b.id),
                format!("write {}: a relation rests on both texts", x.weakest(y).as_str()),
            );
        }
        for control in &entry.controls {
            let word = control.get_ref();
            if !a.controls.contains(word) && !b.controls.contains(word) {
                mistakes.at(
                    file,
                    control.span().start,
                    format!("neither {} nor {} maps to {}", a.id, b.id, word.escape_debug()),
                    "name a control of one of the two, or add it to the provision",
                );
            }
        }
    }
    let controls = library.controls().iter().map(|control| control.id.as_str());
    check_known(file, &entry.controls, controls, "control", mistakes);
    let sources = library.sources().iter().map(|source| source.id.as_str());
    check_known(file, entry.sources.get_ref(), sources, "source", mistakes);
    if entry.sources.get_ref().is_empty() {
        mistakes.at(
            file,
            entry.sources.span().start,
            "a relation needs a source",
            "name where the two texts were read, for example S99 for memory",
        );
    }
    check_bilingual(file, &entry.reason, mistakes);
    let strength = *entry.strength.get_ref();
    let none = entry.grade == Grade::NoRelationship;
    if none != (strength == 0) || strength > 10 {
        mistakes.at(
            file,
            entry.strength.span().start,
            format!("{} cannot have the strength {strength}", entry.grade.as_str()),
            "0 for no-relationship, 1 to 10 for every other grade",
        );
    }
    if !none && entry.controls.is_empty() {
        mistakes.at(
            file,
            entry.a.span().start,
            "a relation needs a control through which the two relate",
            "name one in controls = [\"C…\"]",
        );
    }
    Relation {
        a: entry.a.into_inner(),
        b: entry.b.into_inner(),
        grade: entry.grade,
        basis: RelationBasis::Authored,
        rationale: entry.rationale,
        strength,
        controls: entry.controls.into_iter().map(Spanned::into_inner).collect(),
        reason: entry.reason.into_inner(),
        confidence: entry.confidence.into_inner(),
        sources: entry.sources.into_inner().into_iter().map(Spanned::into_inner).collect(),
    }
}

/// The mark of the newest version.
pub(crate) fn support(provision: &Provision) -> Confidence {
    provision.versions.last().map_or(Confidence::U, |version| version.confidence)
}

/// Reports relations that cannot all be true: what lies within B lies within
/// everything B lies within, and has nothing in common with what B has nothing
/// in common with.
fn contradictions(written: &[Written<'_>], mistakes: &mut Mistakes) {
    let mut from: BTreeMap<String, Vec<(String, Grade)>> = BTreeMap::new();
    let mut known: HashMap<(String, String), (usize, Grade)> = HashMap::new();
    for (at, one) in written.iter().enumerate() {
        for seen in [one.relation.clone(), one.relation.inverse()] {
            from.entry(seen.a.clone()).or_default().push((seen.b.clone(), seen.grade));
            known.insert((seen.a, seen.b), (at, seen.grade));
        }
    }
    for (a, within) in &from {
        for (b, _) in within.iter().filter(|(_, grade)| grade.is_contained()) {
            for (c, grade) in from.get(b).into_iter().flatten() {
                let Some((at, stated)) = known.get(&(a.clone(), c.clone())) else { continue };
                let holds = match grade {
                    Grade::EqualTo | Grade::SubsetOf => stated.is_contained(),
                    Grade::NoRelationship => *stated == Grade::NoRelationship,
                    Grade::SupersetOf | Grade::IntersectsWith => true,
                };
                if let (false, Some(one)) = (holds, written.get(*at)) {
                    mistakes.at(
                        one.file,
                        one.offset,
                        format!(
                            "{a} cannot be {} {c}: it lies within {b}, which is {} {c}",
                            stated.as_str(),
                            grade.as_str()
                        ),
                        "one of the three relations is wrong; read the three texts again",
                    );
                }
            }
        }
    }
}
