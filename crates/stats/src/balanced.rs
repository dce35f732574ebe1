//! Balanced accuracy: the mean of sensitivity and specificity.

use tenbin_vocab::Estimate;

use crate::estimate::within;
use crate::wilson;

/// (sensitivity + specificity) / 2, from `true_positives` of `positives` and
/// `true_negatives` of `negatives`.
///
/// Method `newcombe`: with Wilson intervals (l, u) of the two shares a and b, the
/// interval of their sum is
///
/// a + b − √((a−l_a)² + (b−l_b)²) to a + b + √((u_a−a)² + (u_b−b)²),
///
/// halved: the square-and-add rule of R. G. Newcombe (Stat. Med. 17, 1998), which
/// G. Y. Zou and A. Donner (Stat. Med. 27, 2008) call MOVER.
///
/// `None` when a class is empty, a count exceeds its class, the classes together
/// are too large to count, or `level` is outside 0..1.
#[must_use]
pub fn balanced_accuracy(
    true_positives: u64,
    positives: u64,
    true_negatives: u64,
    negatives: u64,
    level: f64,
) -> Option<Estimate> {
    let a = wilson(true_positives, positives, level)?;
    let b = wilson(true_negatives, negatives, level)?;
    let reach =
        |end: usize| (a.interval[end] - a.estimate).hypot(b.interval[end] - b.estimate) / 2.0;
    let middle = (a.estimate + b.estimate) / 2.0;
    let n = positives.checked_add(negatives)?;
    within([0.0, 1.0], middle, [middle - reach(0), middle + reach(1)], level, n, "newcombe")
}
