//! A block of subjects comes to what each of them comes to alone, on the
//! project's own packages.

use proptest::prelude::*;
use tenbin_law::{Columns, FactKind, Library, Prepared, Selection, Weighed};
use tenbin_vocab::{FactState, FactValue, Facts};

use crate::packages::{date, library};

/// A subject with about so many in a hundred facts answered, from a seed.
pub(crate) fn subject(library: &Library, known: u64, state: &mut u64) -> Facts {
    let mut facts = Facts::new();
    for fact in library.vocabulary().facts() {
        let drawn = random(state);
        if drawn % 100 >= known {
            continue;
        }
        let pick = (drawn >> 32) as usize;
        let value = match &fact.kind {
            FactKind::Bool => FactValue::Bool(pick.is_multiple_of(2)),
            FactKind::Number { .. } => {
                FactValue::Number([0.0, 1.0, 4e7, 1e23, 1e25, 2e25, 1e26, 3e26][pick % 8])
            }
            FactKind::Date => {
                let dates = ["2021-01-01", "2025-08-01", "2025-08-02", "2026-07-27", "2028-02-29"];
                FactValue::Date(date(dates[pick % 5]))
            }
            FactKind::OneOf { values, groups } => {
                let words = values.iter().chain(groups.iter().map(|(name, _)| name));
                let word = words.clone().nth(pick % words.clone().count()).unwrap();
                FactValue::OneOf(vec![word.clone()])
            }
        };
        let state = match drawn / 100 % 20 {
            0 => FactState::Contested { reason: "dispute".into() },
            1 => FactState::NotApplicable { reason: "no such thing".into() },
            _ => FactState::known(value),
        };
        facts.insert(fact.name.clone(), state);
    }
    facts
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn assert_same(prepared: &Prepared<'_>, subjects: &[Facts]) {
    let batch = prepared.batch();
    let (mut columns, mut weighed) = (batch.columns(), Weighed::default());
    for block in subjects.chunks(Columns::CAPACITY) {
        columns.clear();
        for facts in block {
            columns.push(&prepared.dense(facts).0).unwrap();
        }
        batch.weigh(&columns, &mut weighed);
        for (at, facts) in block.iter().enumerate() {
            let alone = prepared.verdicts(&prepared.dense(facts).0);
            for (place, (id, alone)) in batch.provision_ids().zip(alone).enumerate() {
                assert_eq!(weighed.outcome(place, at), Some(alone), "{id} of {facts:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn random_subjects_weigh_the_same_in_a_block(
        seed: u64,
        known in 5_u64..100,
        as_of in proptest::sample::select(&["2024-12-01", "2025-09-01", "2026-11-21", "2031-01-01"][..]),
    ) {
        let library = library();
        let prepared = library.prepare(date(as_of), &Selection::all());
        let mut state = seed;
        let subjects: Vec<Facts> =
            (0..48).map(|_| subject(library, known, &mut state)).collect();
        assert_same(&prepared, &subjects);
    }
}

#[test]
fn the_worked_examples_weigh_the_same_in_a_block() {
    let library = library();
    let prepared = library.prepare(date("2026-11-21"), &Selection::all());
    let facts: Vec<Facts> = library.cases().iter().map(|case| case.facts.clone()).collect();
    assert_same(&prepared, &facts);
}
