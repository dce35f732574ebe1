//! The standard normal distribution.

use std::f64::consts::PI;

/// Where the series gives way to the continued fraction: below, the series
/// keeps 13 digits of the tail; above, the fraction converges in few terms.
const SWITCH: f64 = 3.0;
/// Terms of the continued fraction; at `SWITCH` 60 reach full precision.
const TERMS: u32 = 100;

/// Probability that a standard normal variable is at most `x`.
///
/// Near 0 the power series of G. Marsaglia, "Evaluating the normal
/// distribution", J. Stat. Softw. 11(4), 2004; in the tails Laplace's continued
/// fraction (Abramowitz and Stegun 26.2.14). Relative error under 1e-12.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    if x < -SWITCH {
        upper_tail(-x)
    } else if x > SWITCH {
        1.0 - upper_tail(x)
    } else {
        0.5 + centre(x)
    }
}

/// The `x` a standard normal variable stays below with probability `p`.
///
/// Starts from the rational approximation of Abramowitz and Stegun 26.2.23 and
/// refines it by Newton's method on the distribution function.
///
/// `None` when `p` is not strictly between 0 and 1.
#[must_use]
pub fn normal_quantile(p: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    Some(if p < 0.5 { -upper_quantile(p) } else { upper_quantile(1.0 - p) })
}

/// The `x` that leaves the probability `tail` (in 0..=0.5) above it.
pub(crate) fn upper_quantile(tail: f64) -> f64 {
    let w = (-2.0 * tail.ln()).sqrt();
    let above = 2.515_517 + w * (0.802_853 + w * 0.010_328);
    let below = 1.0 + w * (1.432_788 + w * (0.189_269 + w * 0.001_308));
    let mut x = (w - above / below).max(0.0);
    // The start is within 4.5e-4 and every step squares the error, so that two
    // steps reach 1e-12 and the third is a reserve.
    for _ in 0..3 {
        let over = if x > SWITCH { upper_tail(x) } else { 0.5 - centre(x) };
        // Halley's correction keeps the step exact to third order in the tail.
        let step = (over - tail) / density(x);
        x += step / (1.0 - x * step / 2.0);
    }
    x.max(0.0)
}

fn density(x: f64) -> f64 {
    (-x * x / 2.0).exp() / (2.0 * PI).sqrt()
}

/// Probability between 0 and `x`, signed; for |x| up to `SWITCH`.
fn centre(x: f64) -> f64 {
    let (mut term, mut sum, mut odd) = (x, x, 1.0);
    while f64::abs(term) > f64::EPSILON * f64::abs(sum) * 0.1 {
        odd += 2.0;
        term *= x * x / odd;
        sum += term;
    }
    sum * density(x)
}

/// Probability above `x`; for `x` of `SWITCH` and more.
fn upper_tail(x: f64) -> f64 {
    let fraction = (1..=TERMS).rev().fold(x, |rest, term| x + f64::from(term) / rest);
    density(x) / fraction
}
