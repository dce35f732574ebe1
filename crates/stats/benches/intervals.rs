//! The intervals of one result: 42 items, and a large bank of 10 000.

use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

#[divan::bench(args = [42, 10_000])]
fn clustered(bencher: Bencher<'_, '_>, items: u64) {
    let clusters: Vec<(u64, u64)> = (0..items).map(|item| (item % 7, 8)).collect();
    bencher.bench(|| tenbin_stats::proportion(black_box(&clusters), 0.95));
}

#[divan::bench(args = [42, 10_000])]
fn paired(bencher: Bencher<'_, '_>, items: u32) {
    let pairs: Vec<f64> = (0..items).map(|item| f64::from(item % 9) / 4.0 - 1.0).collect();
    bencher.bench(|| tenbin_stats::paired(black_box(&pairs), 0.95));
}

#[divan::bench]
fn t_quantile_on_41_degrees() -> Option<f64> {
    tenbin_stats::t_quantile(black_box(0.975), black_box(41))
}
