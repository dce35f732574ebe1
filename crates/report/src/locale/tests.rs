use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;

/// Variables of every message, by key.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (_, file, source) in FILES.iter().filter(|(of, _, _)| *of == lang) {
        let resource = fluent_syntax::parser::parse(*source)
            .unwrap_or_else(|(_, errors)| panic!("{}/{file}: {errors:?}", lang.tag()));
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut variables = BTreeSet::new();
                    if let Some(value) = &message.value {
                        collect(value, &mut variables);
                    }
                    let fresh = found.insert(message.id.name.to_owned(), variables).is_none();
                    assert!(fresh, "{}/{file}: {} stands twice", lang.tag(), message.id.name);
                }
                Entry::Junk { content } => panic!("{}/{file}: {content}", lang.tag()),
                _ => {}
            }
        }
    }
    found
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => inline_variable(inline, variables),
            Expression::Select { selector, variants } => {
                inline_variable(selector, variables);
                for variant in variants {
                    collect(&variant.value, variables);
                }
            }
        }
    }
}

fn inline_variable(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        variables.insert(id.name.to_owned());
    }
}

#[test]
fn both_languages_say_the_same_things_with_the_same_variables() {
    let (ja, en) = (messages(Lang::Ja), messages(Lang::En));
    let keys = |all: &BTreeMap<String, BTreeSet<String>>| -> BTreeSet<String> {
        all.keys().cloned().collect()
    };
    let only: Vec<String> = keys(&ja).symmetric_difference(&keys(&en)).cloned().collect();
    assert!(only.is_empty(), "in one language only: {only:?}");
    for (key, variables) in &en {
        assert_eq!(&ja[key], variables, "variables of {key}");
    }
}

#[test]
fn japanese_is_japanese() {
    let latin_is_fine = ["brand", "language-own"];
    for (_, file, source) in FILES.iter().filter(|(of, _, _)| *of == Lang::Ja) {
        let resource = fluent_syntax::parser::parse(*source).unwrap();
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let Some(value) = message.value else { continue };
            let text: String = value
                .elements
                .iter()
                .filter_map(|element| match element {
                    PatternElement::TextElement { value } => Some(*value),
                    PatternElement::Placeable { .. } => None,
                })
                .collect();
            let letters = text.chars().filter(char::is_ascii_alphabetic).count();
            let kana_or_han = text.chars().filter(|c| *c > '\u{2fff}').count();
            assert!(
                letters < 6 || kana_or_han > 0 || latin_is_fine.contains(&message.id.name),
                "{file}: {} is not translated: {text}",
                message.id.name
            );
        }
    }
}

/// Every source and template that can name a key.
fn sources() -> Vec<PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf();
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = ["report", "web", "cli", "app"]
        .iter()
        .flat_map(|name| [crates.join(name).join("src"), crates.join(name).join("templates")])
        .collect();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs" || end == "html")
                && !path.ends_with("tests.rs")
            {
                found.push(path);
            }
        }
    }
    found
}

/// The text literals that follow one of the calls that take a key.
fn keys_called(source: &str) -> Vec<&str> {
    let calls = ["say(\"", "count(\"", "part(\"", "value(\"", "count_of(\"", "said(\""];
    let mut keys = Vec::new();
    for call in calls {
        for (at, _) in source.match_indices(call) {
            let rest = &source[at + call.len()..];
            keys.extend(rest.find('"').map(|end| &rest[..end]));
        }
    }
    keys
}

#[test]
fn every_key_used_exists_and_every_key_is_used() {
    let known = messages(Lang::En);
    let mut literals = BTreeSet::new();
    let files = sources();
    assert!(files.len() > 10, "the sources were not found");
    for path in files {
        let source = std::fs::read_to_string(&path).unwrap();
        for key in keys_called(&source) {
            assert!(known.contains_key(key), "{}: no text for {key}", path.display());
        }
        literals.extend(source.split('"').map(str::to_owned));
    }
    // A key may be made of a stem and a word of a closed list: "policy-progress-{}".
    let stems: Vec<&str> = literals
        .iter()
        .filter_map(|literal| literal.split_once("-{").map(|(stem, _)| stem))
        .filter(|stem| {
            stem.contains('-') && stem.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        })
        .collect();
    let made = |key: &str| {
        stems.iter().any(|stem| key.strip_prefix(stem).is_some_and(|end| end.starts_with('-')))
    };
    let unused: Vec<&String> =
        known.keys().filter(|key| !literals.contains(*key) && !made(key)).collect();
    assert!(unused.is_empty(), "no page uses {unused:?}");
}

#[test]
fn plurals_and_values_are_filled_in() {
    let en = Texts::new(Lang::En);
    assert_eq!(en.count("days", 1), "1 day");
    assert_eq!(en.count("days", 254), "254 days");
    assert_eq!(Texts::new(Lang::Ja).count("days", 254), "あと254日");
    assert_eq!(en.value("date-from", "2027-01-01"), "from 2027-01-01");
    assert_eq!(en.part("ask-settles", 9, 17), "One answer could settle 9 of 17 open duties");
    assert!(en.say("no-such-key").contains(MISSING_MARK));
    assert!(en.say("days").contains(MISSING_MARK), "a missing variable shows");
}
