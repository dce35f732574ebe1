//! How often 95 % intervals hold the true value, over simulated samples with
//! fixed seeds.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::ops::RangeInclusive;

use tenbin_stats::{paired, proportion, wilson};
use tenbin_vocab::Estimate;

const SAMPLES: u32 = 4000;
const LEVEL: f64 = 0.95;
const AS_STATED: RangeInclusive<f64> = 0.93..=0.97;
/// With few clusters or pairs the rules err wide; they must not err narrow.
const NOT_LESS: RangeInclusive<f64> = 0.93..=1.0;

/// `SplitMix64` (G. L. Steele and others, 2014).
struct Random(u64);

impl Random {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((word ^ (word >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn happens(&mut self, rate: f64) -> bool {
        self.share() < rate
    }

    /// How many of `size` trials of one cluster count. Each trial repeats the draw
    /// of the cluster with probability √icc, so that two trials correlate by `icc`.
    fn cluster(&mut self, size: u64, rate: f64, icc: f64) -> u64 {
        let common = self.happens(rate);
        let trial = |random: &mut Self| {
            if random.happens(icc.sqrt()) { common } else { random.happens(rate) }
        };
        (0..size).map(|_| u64::from(trial(self))).sum()
    }
}

fn covers(
    wanted: &RangeInclusive<f64>,
    name: &str,
    truth: f64,
    mut sample: impl FnMut(&mut Random) -> Estimate,
) {
    let mut random = Random(name.len() as u64);
    let hits = (0..SAMPLES).filter(|_| {
        let [low, high] = sample(&mut random).interval;
        low - 1e-12 <= truth && truth <= high + 1e-12
    });
    let coverage = hits.count() as f64 / f64::from(SAMPLES);
    println!("{name}: {coverage:.4}");
    assert!(wanted.contains(&coverage), "{name}: {coverage}");
}

#[test]
fn wilson_covers() {
    for (n, rate) in [(30, 0.5), (42, 0.8), (100, 0.9), (100, 0.3), (500, 0.97)] {
        covers(&AS_STATED, &format!("wilson {n} at {rate}"), rate, |random| {
            wilson((0..n).map(|_| u64::from(random.happens(rate))).sum(), n, LEVEL).unwrap()
        });
    }
}

fn clustered(wanted: &RangeInclusive<f64>, clusters: u64, size: u64, rate: f64, icc: f64) {
    let name = format!("{clusters} clusters of {size} at {rate}, correlation {icc}");
    covers(wanted, &name, rate, |random| {
        let draw = |_| (random.cluster(size, rate, icc), size);
        proportion(&(0..clusters).map(draw).collect::<Vec<_>>(), LEVEL).unwrap()
    });
}

#[test]
fn clustered_shares_cover() {
    for (clusters, size, rate) in
        [(30, 4, 0.5), (42, 2, 0.8), (42, 8, 0.6), (100, 5, 0.8), (200, 4, 0.9)]
    {
        clustered(&AS_STATED, clusters, size, rate, 0.3);
    }
}

#[test]
fn few_clusters_do_not_cover_less() {
    for (clusters, size, rate, icc) in [
        (6, 2, 0.5, 0.3),
        (6, 8, 0.8, 0.3),
        (12, 2, 0.8, 0.0),
        (12, 5, 0.9, 0.8),
        (30, 5, 0.95, 0.3),
    ] {
        clustered(&NOT_LESS, clusters, size, rate, icc);
    }
}

#[test]
fn paying_no_heed_to_clusters_would_not_cover() {
    let (clusters, size, rate) = (42, 8, 0.6);
    let mut random = Random(1);
    let hits = (0..SAMPLES).filter(|_| {
        let count = (0..clusters).map(|_| random.cluster(size, rate, 0.3)).sum();
        let [low, high] = wilson(count, clusters * size, LEVEL).unwrap().interval;
        low <= rate && rate <= high
    });
    assert!((hits.count() as f64) < 0.8 * f64::from(SAMPLES));
}

/// Each pair is the difference of two shares of `size` trials, which correlate
/// within their side.
fn pairs(wanted: &RangeInclusive<f64>, pairs: u64, size: u64, first: f64, second: f64) {
    let name = format!("{pairs} pairs of {size} at {first} and {second}");
    covers(wanted, &name, first - second, |random| {
        let mut share = |rate: f64| random.cluster(size, rate, 0.3) as f64 / size as f64;
        let drawn: Vec<f64> = (0..pairs).map(|_| share(first) - share(second)).collect();
        paired(&drawn, LEVEL).unwrap()
    });
}

#[test]
fn paired_differences_cover() {
    for (count, size, first, second) in [
        (42, 1, 0.5, 0.5),
        (42, 4, 0.8, 0.6),
        (60, 1, 0.9, 0.6),
        (150, 1, 0.95, 0.5),
        (100, 2, 0.9, 0.8),
    ] {
        pairs(&AS_STATED, count, size, first, second);
    }
}

#[test]
fn few_pairs_do_not_cover_less() {
    for (count, size, first, second) in [
        (3, 1, 0.95, 0.5),
        (6, 1, 0.9, 0.8),
        (6, 5, 0.95, 0.5),
        (12, 1, 0.95, 0.95),
        (12, 5, 0.95, 0.9),
        (30, 1, 0.9, 0.6),
    ] {
        pairs(&NOT_LESS, count, size, first, second);
    }
}
