//! The share of independent trials.

use tenbin_vocab::Estimate;

use crate::estimate::{tail, within};
use crate::normal;

/// Name of the method of [`wilson`].
pub(crate) const WILSON: &str = "wilson";

/// The share `count / n` of independent trials with the score interval of
/// E. B. Wilson (J. Am. Stat. Assoc. 22, 1927): with p = count/n and z the
/// two-sided normal quantile,
///
/// (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
///
/// `None` when `n` is 0, `count` exceeds `n`, or `level` is outside 0..1.
#[must_use]
pub fn wilson(count: u64, n: u64, level: f64) -> Option<Estimate> {
    let z = normal::upper_quantile(tail(level)?);
    if n == 0 || count > n {
        return None;
    }
    let (p, trials) = (count as f64 / n as f64, n as f64);
    within([0.0, 1.0], p, score_bounds(p, z * z / trials), level, n, WILSON)
}

/// Wilson's interval around `p`, written in `spread` = z²/n, the only way in
/// which it depends on the level and the size. It widens as `spread` grows.
pub(crate) fn score_bounds(p: f64, spread: f64) -> [f64; 2] {
    if !spread.is_finite() {
        return [0.0, 1.0];
    }
    let middle = p + spread / 2.0;
    let half = (spread * (p * (1.0 - p) + spread / 4.0)).sqrt();
    let bound = |end: f64| (end / (1.0 + spread)).clamp(0.0, 1.0);
    // At p = 0 and p = 1 one end is the estimate itself; rounding must not move it.
    let low = if p <= 0.0 { 0.0 } else { bound(middle - half) };
    let high = if p >= 1.0 { 1.0 } else { bound(middle + half) };
    [low, high]
}

/// The share if no missing trial had counted, and if every one had:
/// `[count / (n + missing), (count + missing) / (n + missing)]` (C. F. Manski,
/// "Partial Identification of Probability Distributions", 2003, chapter 1).
///
/// These are bounds on the share of the sample, not a confidence interval.
///
/// `None` when `n + missing` is 0 or too large to count, or `count` exceeds `n`.
#[must_use]
pub fn missing_bounds(count: u64, n: u64, missing: u64) -> Option<[f64; 2]> {
    let all = n.checked_add(missing)?;
    if all == 0 || count > n {
        return None;
    }
    Some([count as f64 / all as f64, (count + missing) as f64 / all as f64])
}
