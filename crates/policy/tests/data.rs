//! The project's own declarations, plans and lags hold together with its law.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use tenbin_law::{Library, SourceFile};
use tenbin_policy::{Declarations, ListBasis, Policies, Stance, load_declarations, load_policies};
use tenbin_vocab::Confidence;

fn texts(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut waiting: Vec<PathBuf> = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let name = path.strip_prefix(&root).unwrap().display().to_string();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

fn load() -> (Library, Declarations, Policies) {
    let all: Vec<(String, String)> = ["frameworks", "controls", "declarations", "policies"]
        .into_iter()
        .flat_map(texts)
        .collect();
    let of = |folders: &[&str]| -> Vec<SourceFile<'_>> {
        let wanted = all.iter().filter(|(path, _)| folders.iter().any(|f| path.starts_with(f)));
        wanted.map(|(path, text)| SourceFile { path, text }).collect()
    };
    let library = tenbin_law::load(&of(&["frameworks/", "controls/"])).unwrap();
    let declarations = load_declarations(&of(&["declarations/"]), &library);
    let policies = load_policies(&of(&["policies/"]), &library);
    (
        library,
        declarations.unwrap_or_else(|mistakes| panic!("{mistakes}")),
        policies.unwrap_or_else(|mistakes| panic!("{mistakes}")),
    )
}

#[test]
fn declarations_load_and_agree_with_the_announced_numbers() {
    let (_, declarations, _) = load();
    for id in
        ["bletchley", "seoul-declaration", "seoul-ministerial", "paris-2025", "new-delhi-2026"]
    {
        assert!(declarations.declaration(id).is_some(), "{id}");
    }
    let friends = declarations.declaration("hiroshima-friends").unwrap();
    let announced = friends.counts.last().unwrap().parties as usize;
    assert_eq!(friends.number_in(ListBasis::OfficialList), announced);
    let call = declarations.declaration("call-for-control-2026").unwrap();
    assert_eq!(
        call.number_in(ListBasis::OfficialList),
        call.counts.last().unwrap().parties as usize
    );
    for code in ["GBR", "USA"] {
        let paris = declarations.declaration("paris-2025").unwrap();
        assert_eq!(paris.standing(code).unwrap().stance, Stance::Declined);
    }
}

#[test]
fn what_does_not_agree_or_was_not_found_says_so() {
    let (_, declarations, policies) = load();
    for declaration in &declarations.declarations {
        let inside = declaration.number_in(ListBasis::OfficialList);
        let last = declaration.counts.last().map(|count| count.parties as usize);
        // New Zealand joined Bletchley after its count was taken.
        let agrees = last.is_none_or(|last| last == inside) || declaration.id == "bletchley";
        assert!(agrees || declaration.gap.is_some(), "{}: {inside}, {last:?}", declaration.id);
        let doubtful = declaration.confidence >= Confidence::M;
        assert!(!doubtful || declaration.gap.is_some(), "{}", declaration.id);
    }
    for plan in &policies.plans {
        let from_memory = plan.measures.iter().any(|m| m.confidence >= Confidence::M);
        assert!(!from_memory || plan.gap.is_some(), "{}", plan.id);
    }
}

#[test]
fn the_plans_hold_the_measures_they_are_known_for() {
    let (_, _, policies) = load();
    assert!(policies.plan("us-ai-action-plan").unwrap().measures.len() > 90);
    for id in ["jp-ai-basic-plan-1", "jp-ai-basic-plan-2", "eu-ai-continent"] {
        assert!(!policies.plan(id).unwrap().measures.is_empty(), "{id}");
    }
}

#[test]
fn every_lag_is_the_distance_of_its_two_dates() {
    let (library, _, policies) = load();
    assert!(!policies.lags.is_empty());
    for (lag, rule) in policies.lags.iter().flat_map(|lag| lag.rules.iter().map(move |r| (lag, r)))
    {
        let days = lag.event.on.until(rule.on).unwrap().get_days();
        assert_eq!(rule.days, days, "{}", lag.id);
        let package = rule.framework.as_deref();
        assert!(package.is_none_or(|id| library.framework(id).is_some()), "{package:?}");
    }
}
