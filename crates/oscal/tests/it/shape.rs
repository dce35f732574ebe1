//! What OSCAL asks of every document.

use std::collections::BTreeSet;

use serde_json::Value;
use tenbin_law::Selection;
use tenbin_oscal::{
    Document, Grade, Relation, SubjectName, mapping_collection, profile, text_version,
};
use tenbin_vocab::{Bilingual, Confidence, Facts};

use crate::{catalogs, library_of, package_files};

/// Every document the project's own packages give.
fn documents() -> Vec<Value> {
    let files = package_files();
    let library = library_of(&files);
    let mut found: Vec<Value> = library
        .frameworks()
        .iter()
        .flat_map(|framework| catalogs(&library, framework, &files))
        .map(|bytes| serde_json::from_slice(&bytes).unwrap())
        .collect();
    let as_of = "2026-11-21".parse().unwrap();
    let weighing = library.weigh(&Facts::new(), as_of, &Selection::all());
    let subject = SubjectName { id: "4/x", name: "X" };
    let made = [
        Document::Profile(Box::new(profile(&library, subject, &weighing))),
        Document::MappingCollection(Box::new(
            mapping_collection(
                &library,
                &library.frameworks().iter().collect::<Vec<_>>(),
                as_of,
                &[relation(true, Grade::SubsetOf), relation(false, Grade::IntersectsWith)],
            )
            .unwrap(),
        )),
    ];
    for document in made {
        let bytes = document.identified().unwrap().to_json().unwrap();
        found.push(serde_json::from_slice(&bytes).unwrap());
    }
    found
}

fn walk(value: &Value, seen: &mut dyn FnMut(Option<&str>, &Value)) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                seen(Some(key), inner);
                walk(inner, seen);
            }
        }
        Value::Array(items) => {
            for item in items {
                seen(None, item);
                walk(item, seen);
            }
        }
        _ => {}
    }
}

fn is_token(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

#[test]
fn identifiers_are_unique_values_are_lines_and_no_list_is_empty() {
    for document in documents() {
        let mut uuids = BTreeSet::new();
        let mut links = BTreeSet::new();
        walk(&document, &mut |key, value| match (key, value) {
            (Some("uuid"), Value::String(uuid)) => {
                assert!(uuids.insert(uuid.clone()), "{uuid} stands twice");
                assert_eq!(uuid.len(), 36);
            }
            (Some("href"), Value::String(href)) => {
                links.extend(href.strip_prefix('#').map(str::to_owned));
            }
            (Some("id" | "control-id" | "name"), Value::String(id)) => {
                assert!(is_token(id), "{id}");
            }
            (Some("value" | "title"), Value::String(text)) => {
                assert!(!text.is_empty() && text.trim() == text && !text.contains('\n'), "{text}");
            }
            (Some(key), Value::Array(items)) => assert!(!items.is_empty(), "{key} is empty"),
            (Some(key), Value::Null) => panic!("{key} is null"),
            _ => {}
        });
        assert!(!uuids.is_empty());
        assert!(links.is_subset(&uuids), "a link leads nowhere");
    }
}

#[test]
fn the_same_data_gives_the_same_bytes_and_other_data_another_identifier() {
    let files = package_files();
    let library = library_of(&files);
    let framework = library.framework("hiroshima-code").unwrap();
    let once = catalogs(&library, framework, &files);
    assert_eq!(once, catalogs(&library_of(&files), framework, &files));
    let fewer = catalogs(&library, framework, &[]);
    let uuid = |bytes: &[u8]| {
        let value: Value = serde_json::from_slice(bytes).unwrap();
        value["catalog"]["uuid"].as_str().unwrap().to_owned()
    };
    assert_ne!(uuid(&once[0]), uuid(&fewer[0]));
}

#[test]
fn a_threshold_is_a_parameter_and_a_condition_a_property() {
    let files = package_files();
    let library = library_of(&files);
    let made = catalogs(&library, library.framework("eu-ai-act").unwrap(), &files);
    for bytes in &made {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(text.contains("training_compute_flop > 1e25 FLOP"));
        assert!(text.contains("\"applies-when\"") && text.contains("\"assessment-objective\""));
    }
}

#[test]
fn a_profile_holds_what_binds_and_names_what_is_open() {
    let library = library_of(&package_files());
    let as_of = "2026-11-21".parse().unwrap();
    let selection = library.select(["seoul-frontier"]).unwrap();
    let subject = SubjectName { id: "x", name: "X" };
    let with = |signed: Option<bool>| {
        let mut facts = Facts::new();
        if let Some(signed) = signed {
            let value = tenbin_vocab::FactValue::Bool(signed);
            facts.insert("seoul_signatory".into(), tenbin_vocab::FactState::known(value));
        }
        profile(&library, subject, &library.weigh(&facts, as_of, &selection))
    };
    let count = |profile: &tenbin_oscal::Profile, name: &str| {
        profile.metadata.props.iter().filter(|property| property.name == name).count()
    };
    let all = library.provisions().iter().filter(|p| p.framework == "seoul-frontier").count();
    let signed = with(Some(true));
    assert_eq!(signed.imports[0].include_controls[0].with_ids.len(), all);
    assert_eq!(signed.modify.unwrap().alters.len(), all);
    for (profile, open) in [(with(Some(false)), 0), (with(None), all)] {
        assert_eq!(profile.imports.len(), 1);
        assert!(profile.imports[0].include_controls.is_empty());
        assert_eq!(profile.imports[0].exclude_controls[0].with_ids.len(), all);
        assert!(profile.modify.is_none());
        assert_eq!(count(&profile, "verdict-unknown"), open);
    }
}

fn relation(authored: bool, grade: Grade) -> Relation {
    Relation {
        a: if authored { "euaia.53.1.a" } else { "euaia.53.1.b" }.into(),
        b: "seoul.VII".into(),
        grade,
        rationale: "semantic".into(),
        reason: Bilingual::new("理由", "Reason"),
        authored,
        controls: vec!["C15".into()],
        confidence: Confidence::M,
        strength: 3,
    }
}

#[test]
fn relations_stand_between_the_catalogues_of_the_date() {
    let library = library_of(&package_files());
    let act = library.framework("eu-ai-act").unwrap();
    for (date, version) in
        [("2025-01-01", "v2024"), ("2026-11-21", "v2026-omnibus"), ("2000-01-01", "v2024")]
    {
        let date = date.parse().unwrap();
        assert_eq!(text_version(act, date).unwrap().id, version);
    }
    let seoul = library.framework("seoul-frontier").unwrap();
    let date = "2026-11-21".parse().unwrap();
    let (written, derived) =
        (relation(true, Grade::SubsetOf), relation(false, Grade::IntersectsWith));
    let both = [written.clone(), derived.clone()];
    assert!(mapping_collection(&library, &[act], date, &both).is_none());
    assert!(mapping_collection(&library, &[act, seoul], date, &[]).is_none());
    for (relations, method) in
        [(&both[..], "hybrid"), (&both[..1], "human"), (&both[1..], "automation")]
    {
        let made = mapping_collection(&library, &[act, seoul], date, relations).unwrap();
        assert_eq!(made.provenance.method, method);
        assert_eq!(made.mappings.len(), 1);
        let mapping = &made.mappings[0];
        assert_eq!(mapping.source_resource.href, "catalog_eu-ai-act_v2026-omnibus.json");
        assert_eq!(mapping.maps.len(), relations.len());
        assert_eq!(mapping.maps[0].relationship, relations[0].grade.as_str());
        assert_eq!(mapping.maps[0].targets[0].id_ref, "seoul.VII");
    }
}
