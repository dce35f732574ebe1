//! How provisions of different frameworks relate, as a mapping collection.

use std::collections::BTreeMap;

use tenbin_law::{Framework, Library, Provision};
use tenbin_vocab::{Bilingual, Confidence, Date};

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
    /// What it was judged by: `syntactic`, `semantic` or `functional`.
    pub rationale: String,
    /// Why.
    pub reason: Bilingual,
    /// True when a person wrote it; false when it follows from shared controls.
    pub authored: bool,
    /// Shared controls it rests on.
    pub controls: Vec<String>,
    /// How well it is supported.
    pub confidence: Confidence,
    /// From 1 (loose) to 10 (as close as the grade allows); 0 for none.
    pub strength: u8,
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
    let (mut authored, mut all) = (0, 0);
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
            authored += usize::from(relation.authored);
            all += 1;
        }
    }
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
        provenance: provenance(authored, all),
        mappings,
        back_matter: None,
    })
}

fn provenance(authored: usize, all: usize) -> Provenance {
    let method = match authored {
        0 => "automation",
        some if some == all => "human",
        _ => "hybrid",
    };
    let description = format!(
        "{authored} of {all} relations were written by a person who compared the two provisions. \
         The others follow from the shared controls both provisions map to, and say no more than \
         that they intersect."
    );
    Provenance {
        method: method.to_owned(),
        matching_rationale: "semantic".to_owned(),
        status: "not-complete".to_owned(),
        mapping_description: description,
    }
}

fn map(relation: &Relation) -> Map {
    let item = |id: &str| MappedItem { kind: "control".to_owned(), id_ref: token(id) };
    let mut props = Props::default();
    props.add("basis", if relation.authored { "authored" } else { "shared-controls" });
    props.all("shared-control", &relation.controls);
    props.add("confidence", relation.confidence.as_str());
    props.add("strength", relation.strength.to_string());
    props.add("reason-ja", &relation.reason.ja);
    Map {
        uuid: Uuid::of(&["map", &relation.a, &relation.b]),
        matching_rationale: relation.rationale.clone(),
        relationship: relation.grade.as_str().to_owned(),
        sources: vec![item(&relation.a)],
        targets: vec![item(&relation.b)],
        props: props.0,
        remarks: Some(relation.reason.en.clone()),
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
