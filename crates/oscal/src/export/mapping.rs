//! How provisions of different frameworks relate, as a mapping collection.

use std::collections::BTreeMap;

use tenbin_law::{Framework, Library, Provision};
use tenbin_vocab::Date;

use super::{Props, catalog_file, metadata};
use crate::token::token;
use crate::types::{
    Map, MappedItem, MappedResource, Mapping, MappingCollection, Provenance, midnight,
};
use crate::uuid::Uuid;

/// How the first provision relates to the second, in the words of OSCAL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// They ask the same.
    EqualTo,
    /// All the first asks, the second asks too.
    SubsetOf,
    /// All the second asks, the first asks too.
    SupersetOf,
    /// They ask the same in part.
    IntersectsWith,
    /// They were compared and have nothing in common.
    NoRelationship,
}

impl Grade {
    /// The word OSCAL uses.
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
}

/// One relation between provisions of two frameworks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The first provision.
    pub a: String,
    /// The second.
    pub b: String,
    /// How the first relates to the second.
    pub grade: Grade,
    /// Why, in English.
    pub reason: String,
    /// Shared controls it rests on.
    pub controls: Vec<String>,
    /// Mark of confidence; none when it was derived, not read.
    pub confidence: Option<String>,
}

/// The relations that shared controls give: provisions of different frameworks
/// that map to one control intersect.
#[must_use]
pub fn shared_controls(library: &Library) -> Vec<Relation> {
    let mut found = Vec::new();
    for (at, a) in library.provisions().iter().enumerate() {
        for b in library.provisions().iter().skip(at + 1) {
            if a.framework == b.framework {
                continue;
            }
            let controls: Vec<String> =
                a.controls.iter().filter(|id| b.controls.contains(id)).cloned().collect();
            if !controls.is_empty() {
                found.push(Relation {
                    a: a.id.clone(),
                    b: b.id.clone(),
                    grade: Grade::IntersectsWith,
                    reason: format!("Both map to {}.", controls.join(", ")),
                    controls,
                    confidence: None,
                });
            }
        }
    }
    found
}

/// The relations between the chosen frameworks, each pair of catalogues once.
/// None when there is none, because OSCAL has no empty collection.
#[must_use]
pub fn mapping_collection(
    library: &Library,
    chosen: &[&Framework],
    as_of: Date,
    relations: &[Relation],
) -> Option<MappingCollection> {
    let mut pairs: BTreeMap<(&str, &str), Vec<Map>> = BTreeMap::new();
    let chosen_of = |provision: &Provision| {
        chosen.iter().find(|framework| framework.id == provision.framework).copied()
    };
    for relation in relations {
        let (Some(a), Some(b)) = (library.provision(&relation.a), library.provision(&relation.b))
        else {
            continue;
        };
        if chosen_of(a).is_some() && chosen_of(b).is_some() && a.framework != b.framework {
            pairs.entry((&a.framework, &b.framework)).or_default().push(map(relation));
        }
    }
    let graded = relations.iter().any(|relation| relation.confidence.is_some());
    let last = chosen.iter().filter_map(|framework| catalog_of(framework, as_of)).map(|c| c.1);
    let mappings: Vec<Mapping> = pairs
        .into_iter()
        .filter_map(|((a, b), maps)| {
            let href = |id: &str| Some(catalog_of(library.framework(id)?, as_of)?.0);
            Some(Mapping {
                uuid: Uuid::of(&["mapping", a, b]),
                source_resource: resource(href(a)?),
                target_resource: resource(href(b)?),
                maps,
            })
        })
        .collect();
    let mut props = Props::default();
    props.add("as-of", as_of.to_string());
    let head = metadata(
        "How provisions of different frameworks relate".to_owned(),
        midnight(last.max()?),
        as_of.to_string(),
        props,
    );
    (!mappings.is_empty()).then(|| MappingCollection {
        uuid: Uuid::nil(),
        metadata: head,
        provenance: provenance(graded),
        mappings,
        back_matter: None,
    })
}

fn provenance(graded: bool) -> Provenance {
    let (method, description) = if graded {
        (
            "hybrid",
            "Relations with a mark of confidence were graded by a person; the others follow from the controls that both provisions map to.",
        )
    } else {
        ("automation", "Provisions that map to the same shared control intersect.")
    };
    Provenance {
        method: method.to_owned(),
        matching_rationale: "semantic".to_owned(),
        status: "not-complete".to_owned(),
        mapping_description: description.to_owned(),
    }
}

fn map(relation: &Relation) -> Map {
    let item = |id: &str| MappedItem { kind: "control".to_owned(), id_ref: token(id) };
    let mut props = Props::default();
    props.all("shared-control", &relation.controls);
    props.maybe("confidence", relation.confidence.as_ref());
    Map {
        uuid: Uuid::of(&["map", &relation.a, &relation.b, &relation.reason]),
        relationship: relation.grade.as_str().to_owned(),
        sources: vec![item(&relation.a)],
        targets: vec![item(&relation.b)],
        props: props.0,
        remarks: Some(relation.reason.clone()),
    }
}

/// The catalogue of the text version that counts on a date, and its first day.
fn catalog_of(framework: &Framework, as_of: Date) -> Option<(String, Date)> {
    let version = super::profile::text_version(framework, as_of)?;
    Some((catalog_file(&framework.id, &version.id), version.in_force.from))
}

fn resource(href: String) -> MappedResource {
    MappedResource { kind: "catalog".to_owned(), href }
}
