use tenbin_vocab::Estimate;

/// Puts an estimate together; `interval` is cut to `range` and, against
/// rounding, always holds `estimate`.
pub(crate) fn within(
    range: [f64; 2],
    estimate: f64,
    interval: [f64; 2],
    level: f64,
    n: u64,
    method: &str,
) -> Option<Estimate> {
    let low = interval[0].min(estimate).max(range[0]);
    let high = interval[1].max(estimate).min(range[1]);
    let sound = [estimate, low, high].iter().all(|value| value.is_finite());
    sound.then(|| Estimate { estimate, interval: [low, high], level, n, method: method.to_owned() })
}

/// The probability left out on each side of a two-sided interval; `None` when
/// `level` is not strictly between 0 and 1.
pub(crate) fn tail(level: f64) -> Option<f64> {
    (level > 0.0 && level < 1.0).then_some((1.0 - level) / 2.0)
}
