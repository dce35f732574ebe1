//! The project's own benchmarks folder.

use std::path::Path;

use tenbin_eval::{Kind, load_bank_folder};

#[test]
fn the_projects_bank_is_sound_and_every_battery_can_be_planned() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benchmarks");
    let bank = load_bank_folder(&folder).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let counts = bank.counts();
    assert_eq!(counts.by_category.len(), 7);
    assert!(counts.by_category.values().all(|items| *items >= 6), "{counts:?}");
    for language in ["ja", "en"] {
        assert_eq!(counts.by_language[language], counts.items);
    }
    for profile in ["even", "english-only-safe", "over-refusing", "sycophantic", "drifting"] {
        assert!(bank.profile(profile).is_some(), "no profile {profile}");
    }
    assert!(!bank.batteries.is_empty() && !bank.rubrics.is_empty());
    for battery in &bank.batteries {
        let plan = battery.plan(&bank);
        assert!(plan.call_count() > 0);
        for question in &plan.questions {
            let asks = matches!(question.kind, Kind::Question | Kind::Pressure);
            assert_eq!(asks, question.expect.is_some(), "{}", question.item);
        }
        plan.protocol(None, None, &bank.rubrics).unwrap();
    }
}
