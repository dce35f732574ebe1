//! What must hold of every interval, and where there is none.

#![allow(clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use tenbin_stats::{
    balanced_accuracy, clustered_standard_error, design_effect, effective_n, kappa, missing_bounds,
    normal_cdf, normal_quantile, paired, proportion, t_cdf, t_quantile, wilson,
};
use tenbin_vocab::Estimate;

/// Holds its estimate, stays in `range`, has a width, and lies within the interval
/// of a higher level.
fn sound(range: [f64; 2], level: f64, of: impl Fn(f64) -> Option<Estimate>) {
    let inner = of(level).unwrap();
    let outer = of(level + (1.0 - level) / 2.0).unwrap();
    let [low, high] = inner.interval;
    assert!(range[0] <= low && low <= inner.estimate, "{inner:?}");
    assert!(inner.estimate <= high && high <= range[1], "{inner:?}");
    assert!(low < high, "{inner:?}");
    assert!(outer.interval[0] <= low + 1e-12 && high <= outer.interval[1] + 1e-12);
    assert_eq!((inner.estimate, inner.level), (outer.estimate, level));
}

fn cluster() -> impl Strategy<Value = (u64, u64)> {
    (0_u64..9).prop_flat_map(|n| (0..=n, Just(n)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wilson_is_sound((count, n) in (1_u64..5000).prop_flat_map(|n| (0..=n, Just(n))), level in 0.01..0.999) {
        sound([0.0, 1.0], level, |level| wilson(count, n, level));
    }

    #[test]
    fn a_clustered_share_is_sound(clusters in vec(cluster(), 1..40), level in 0.01..0.999) {
        let n: u64 = clusters.iter().map(|(_, n)| n).sum();
        if n == 0 {
            prop_assert_eq!(proportion(&clusters, level), None);
        } else {
            sound([0.0, 1.0], level, |level| proportion(&clusters, level));
            let count = clusters.iter().map(|(count, _)| count).sum();
            let (found, alone) = (proportion(&clusters, level).unwrap(), wilson(count, n, level).unwrap());
            prop_assert!(found.interval[0] <= alone.interval[0] + 1e-12);
            prop_assert!(found.interval[1] >= alone.interval[1] - 1e-12);
        }
    }

    #[test]
    fn one_trial_a_cluster_is_wilson(trials in vec(0_u64..=1, 1..200), level in 0.01..0.999) {
        let clusters: Vec<(u64, u64)> = trials.iter().map(|counts| (*counts, 1)).collect();
        let count = trials.iter().sum();
        prop_assert_eq!(proportion(&clusters, level), wilson(count, trials.len() as u64, level));
    }

    #[test]
    fn a_paired_difference_is_sound(pairs in vec(-5_i32..=5, 2..60), level in 0.01..0.999) {
        let pairs: Vec<f64> = pairs.iter().map(|fifths| f64::from(*fifths) / 5.0).collect();
        sound([-1.0, 1.0], level, |level| paired(&pairs, level));
        let turned: Vec<f64> = pairs.iter().map(|difference| -difference).collect();
        let (found, turned) = (paired(&pairs, level).unwrap(), paired(&turned, level).unwrap());
        prop_assert!((found.interval[0] + turned.interval[1]).abs() < 1e-12);
    }

    #[test]
    fn balanced_accuracy_is_sound(
        (a, m) in (1_u64..900).prop_flat_map(|n| (0..=n, Just(n))),
        (b, n) in (1_u64..900).prop_flat_map(|n| (0..=n, Just(n))),
        level in 0.01..0.999,
    ) {
        sound([0.0, 1.0], level, |level| balanced_accuracy(a, m, b, n, level));
    }

    #[test]
    fn kappa_is_sound(table in (1_usize..5).prop_flat_map(|k| vec(vec(0_u64..30, k), k)), level in 0.01..0.999) {
        if kappa(&table, level).is_some() {
            sound([-1.0, 1.0], level, |level| kappa(&table, level));
        } else {
            let total: u64 = table.iter().flatten().sum();
            prop_assert!((0..table.len()).any(|i| table[i][i] == total));
        }
    }

    #[test]
    fn quantiles_invert_their_distributions(p in 1e-9..1.0_f64, degrees in 1_u64..40_000) {
        prop_assert!((normal_cdf(normal_quantile(p).unwrap()) - p).abs() < 1e-12);
        let found = t_cdf(t_quantile(p, degrees).unwrap(), degrees).unwrap();
        prop_assert!((found - p).abs() < 1e-10, "{p} {degrees} {found}");
    }

    #[test]
    fn no_level_and_no_count_makes_nan(
        level in any::<f64>(), count in any::<u64>(), n in any::<u64>(), x in any::<f64>(), degrees in any::<u64>(),
    ) {
        let found = [
            wilson(count, n, level),
            proportion(&[(count, n), (n, count), (0, 1)], level),
            proportion(&[(count / 2, count), (n / 3, n)], level),
            paired(&[x, level, 0.0], level),
            balanced_accuracy(count / 2, count, n / 2, n, level),
            kappa(&[[count, n], [n / 2, 1]], level),
        ];
        for estimate in found.into_iter().flatten() {
            let [low, high] = estimate.interval;
            prop_assert!(low <= estimate.estimate && estimate.estimate <= high, "{estimate:?}");
        }
        for value in [normal_quantile(x), t_quantile(x, degrees), t_cdf(x, degrees)] {
            prop_assert!(value.is_none_or(|value| !value.is_nan()));
        }
    }
}

#[test]
fn what_is_not_defined_is_none() {
    for level in [0.0, 1.0, -0.5, 2.0, f64::NAN, f64::INFINITY] {
        assert_eq!(wilson(1, 2, level), None);
        assert_eq!(proportion(&[(1, 2), (0, 2)], level), None);
        assert_eq!(paired(&[0.0, 1.0], level), None);
        assert_eq!(balanced_accuracy(1, 2, 1, 2, level), None);
        assert_eq!(kappa(&[[3, 1], [1, 3]], level), None);
    }
    assert_eq!(wilson(0, 0, 0.95), None);
    assert_eq!(wilson(3, 2, 0.95), None);
    assert_eq!(proportion(&[], 0.95), None);
    assert_eq!(proportion(&[(0, 0)], 0.95), None);
    assert_eq!(proportion(&[(1, 0), (1, 2)], 0.95), None);
    assert_eq!(proportion(&[(1, u64::MAX), (1, 2)], 0.95), None);
    assert_eq!(clustered_standard_error(&[(1, 2)]), None);
    assert_eq!(design_effect(&[(0, 2), (0, 2)]), None);
    assert_eq!(effective_n(&[(1, 2), (1, 2)]), None);
    assert_eq!(paired(&[0.5], 0.95), None);
    assert_eq!(paired(&[0.5, 1.5], 0.95), None);
    assert_eq!(paired(&[0.5, f64::NAN], 0.95), None);
    assert_eq!(balanced_accuracy(0, 0, 1, 2, 0.95), None);
    assert_eq!(kappa::<Vec<u64>>(&[], 0.95), None);
    assert_eq!(kappa(&[vec![1, 2], vec![1]], 0.95), None);
    assert_eq!(kappa(&[[0, 0], [0, 0]], 0.95), None);
    assert_eq!(kappa(&[[7, 0], [0, 0]], 0.95), None);
    assert_eq!(kappa(&[[u64::MAX, 1], [0, 0]], 0.95), None);
    assert_eq!(missing_bounds(0, 0, 0), None);
    assert_eq!(missing_bounds(2, 1, 0), None);
    assert_eq!(missing_bounds(0, 1, u64::MAX), None);
    assert_eq!(normal_quantile(1.0), None);
    assert_eq!(t_quantile(0.5, 0), None);
    assert_eq!(t_cdf(f64::NAN, 3), None);
}

#[test]
fn missing_trials_bound_the_share() {
    assert_eq!(missing_bounds(6, 8, 2), Some([0.6, 0.8]));
    assert_eq!(missing_bounds(6, 8, 0), Some([0.75, 0.75]));
    assert_eq!(missing_bounds(0, 0, 5), Some([0.0, 1.0]));
}

#[test]
fn perfect_agreement_is_not_certainty() {
    let found = kappa(&[[10, 0], [0, 10]], 0.95).unwrap();
    assert_eq!((found.estimate, found.method.as_str()), (1.0, "kappa-wilson"));
    // Wilson's lower end for 20 of 20 is 0.8389; chance agreement is one half.
    assert!((found.interval[0] - 0.677_7).abs() < 1e-3, "{found:?}");
    assert_eq!(found.interval[1], 1.0);
    let one_sided = kappa(&[[12, 3], [0, 0]], 0.95).unwrap();
    assert!(one_sided.estimate.abs() < 1e-12 && one_sided.interval[0] < -0.1);
}

#[test]
fn copies_of_an_answer_add_nothing() {
    let once = [(1, 1), (0, 1), (1, 1), (1, 1), (0, 1), (1, 1), (1, 1), (1, 1), (0, 1), (1, 1)];
    let copied: Vec<(u64, u64)> = once.iter().map(|(count, n)| (count * 6, n * 6)).collect();
    let [single, copied] =
        [&once[..], &copied].map(|drawn| proportion(drawn, 0.95).unwrap().interval);
    assert!((single[0] - copied[0]).abs() < 1e-12 && (single[1] - copied[1]).abs() < 1e-12);
}
