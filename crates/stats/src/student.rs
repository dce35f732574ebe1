//! Student's t distribution with a whole number of degrees of freedom.

use std::f64::consts::PI;

use crate::normal;

/// Above this many degrees the expansion around the normal quantile is exact to
/// more than 12 digits at every level in use.
const MANY: u64 = 20_000;
/// Half degrees above which the gamma ratio comes from its asymptotic series.
const SERIES_FROM: f64 = 50.0;
/// Above this many degrees the distribution is the normal one to 3e-10.
const NORMAL_FROM: u64 = 1_000_000_000;
/// Bound on the terms of the continued fraction. It needs about the square root
/// of the degrees, so that this is enough up to `NORMAL_FROM`.
const TERMS: u32 = 50_000;
/// Bound on Newton steps. Far out in the tail of one degree each step doubles
/// the value, and 2 to the 60th is beyond any level a double can hold.
const STEPS: u32 = 200;

/// Probability that a t variable with `degrees` degrees of freedom is at most `x`.
///
/// By the incomplete beta function (Abramowitz and Stegun 26.7.1) and its
/// continued fraction (26.5.8).
///
/// `None` when `degrees` is 0 or `x` is not a number.
#[must_use]
pub fn t_cdf(x: f64, degrees: u64) -> Option<f64> {
    if degrees == 0 || x.is_nan() {
        return None;
    }
    if degrees > NORMAL_FROM {
        return Some(normal::normal_cdf(x));
    }
    let over = upper_tail(x.abs(), degrees);
    Some(if x > 0.0 { 1.0 - over } else { over })
}

/// The `x` a t variable with `degrees` degrees of freedom stays below with
/// probability `p`.
///
/// `None` when `degrees` is 0 or `p` is not strictly between 0 and 1.
#[must_use]
pub fn t_quantile(p: f64, degrees: u64) -> Option<f64> {
    if degrees == 0 || !(p > 0.0 && p < 1.0) {
        return None;
    }
    Some(if p < 0.5 { -upper_quantile(p, degrees) } else { upper_quantile(1.0 - p, degrees) })
}

/// The `x` that leaves the probability `tail` (in 0..=0.5) above it.
pub(crate) fn upper_quantile(tail: f64, degrees: u64) -> f64 {
    let z = normal::upper_quantile(tail);
    if z <= 0.0 {
        return 0.0;
    }
    if degrees >= MANY {
        return near_normal(z, degrees as f64);
    }
    // The tail probability falls and is convex, and the normal quantile lies
    // left of the solution: Newton's method climbs to it without overshooting.
    let mut x = z;
    for _ in 0..STEPS {
        let step = (upper_tail(x, degrees) - tail) / density(x, degrees);
        x += step;
        if step.abs() <= 1e-14 * x {
            break;
        }
    }
    x
}

/// The t quantile from the normal one: Abramowitz and Stegun 26.7.5.
fn near_normal(z: f64, degrees: f64) -> f64 {
    let s = z * z;
    let first = z * (s + 1.0) / 4.0;
    let second = z * ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let third = z * (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    z + (first + (second + third / degrees) / degrees) / degrees
}

fn density(x: f64, degrees: u64) -> f64 {
    let n = degrees as f64;
    let shape = (-(n + 1.0) / 2.0 * (x * x / n).ln_1p()).exp();
    gamma_ratio(degrees) / (n * PI).sqrt() * shape
}

/// Gamma(a + 1/2) / Gamma(a) at a = `degrees` / 2.
fn gamma_ratio(degrees: u64) -> f64 {
    let a = degrees as f64 / 2.0;
    if a >= SERIES_FROM {
        let r = 1.0 / (a * a);
        return (a.ln() / 2.0 - (0.125 - r * (1.0 / 192.0 - r / 640.0)) / a).exp();
    }
    let (mut at, mut ratio) =
        if degrees % 2 == 1 { (0.5, 1.0 / PI.sqrt()) } else { (1.0, PI.sqrt() / 2.0) };
    while at < a {
        ratio *= (at + 0.5) / at;
        at += 1.0;
    }
    ratio
}

/// Probability above `x`, for `x` of 0 and more.
fn upper_tail(x: f64, degrees: u64) -> f64 {
    let n = degrees as f64;
    let square = x * x / n;
    if square.is_infinite() {
        return 0.0;
    }
    // The two arguments of the incomplete beta function; both are formed
    // directly because one minus the other would lose digits.
    let (far, near) = (1.0 / (1.0 + square), square / (1.0 + square));
    if near == 0.0 {
        return 0.5;
    }
    let a = n / 2.0;
    // far^a near^(1/2) / B(a, 1/2)
    let front = (-a * square.ln_1p()).exp() * near.sqrt() * gamma_ratio(degrees) / PI.sqrt();
    if far < (a + 1.0) / (a + 2.5) {
        front * fraction(a, 0.5, far) / a / 2.0
    } else {
        (1.0 - front * fraction(0.5, a, near) / 0.5) / 2.0
    }
}

/// The continued fraction of the incomplete beta function by the method of
/// Lentz (as modified by Thompson and Barnett, 1986).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let kept = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / kept(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for term in 1..=TERMS {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for weight in [even, odd] {
            d = 1.0 / kept(1.0 + weight * d);
            c = kept(1.0 + weight / c);
            change = c * d;
            result *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    result
}
