//! Agreement of two raters beyond chance.

use tenbin_vocab::Estimate;

use crate::estimate::{tail, within};
use crate::normal;
use crate::proportion::score_bounds;

/// Variance (times n) below which the large-sample formula is taken to have
/// collapsed; what is left there is rounding.
const COLLAPSED: f64 = 1e-12;

/// Cohen's kappa of a k × k table of counts; rows are the labels of one rater,
/// columns those of the other, in the same order.
///
/// κ = (p_o − p_e) / (1 − p_e), with p_o the share on the diagonal and
/// p_e = Σ p_i. p_.i.
///
/// Method `kappa-large-sample`: κ ± z SE, cut to −1..=1, with the standard error of
/// J. L. Fleiss, J. Cohen and B. S. Everitt (Psychol. Bull. 72, 1969):
///
/// n (1−p_e)² SE² = Σ p_ii (1 − (p_i. + p_.i)(1−κ))²
///     + (1−κ)² Σ_{i≠j} p_ij (p_.i + p_j.)² − (κ − p_e(1−κ))².
///
/// Where that variance is zero (the raters agree on everything, or one of them uses
/// a single label) an interval without width would claim certainty. Method
/// `kappa-wilson` then takes Wilson's interval of p_o, with p_e held fixed.
///
/// `None` when the table is not square, is empty, holds too many to count, or has
/// everything in one cell of the diagonal (chance alone then agrees), and when
/// `level` is outside 0..1.
#[must_use]
pub fn kappa<R: AsRef<[u64]>>(table: &[R], level: f64) -> Option<Estimate> {
    let z = normal::upper_quantile(tail(level)?);
    let size = table.len();
    let mut total = 0_u64;
    for row in table {
        if row.as_ref().len() != size {
            return None;
        }
        total = row.as_ref().iter().try_fold(total, |sum, count| sum.checked_add(*count))?;
    }
    if total == 0 {
        return None;
    }
    let n = total as f64;
    let share = |i: usize, j: usize| table[i].as_ref()[j] as f64 / n;
    let rows: Vec<f64> = (0..size).map(|i| (0..size).map(|j| share(i, j)).sum()).collect();
    let columns: Vec<f64> = (0..size).map(|j| (0..size).map(|i| share(i, j)).sum()).collect();
    if (0..size).any(|i| table[i].as_ref()[i] == total) {
        return None;
    }
    let observed: f64 = (0..size).map(|i| share(i, i)).sum();
    let chance: f64 = rows.iter().zip(&columns).map(|(row, column)| row * column).sum();
    let room = 1.0 - chance;
    let estimate = ((observed - chance) / room).clamp(-1.0, 1.0);
    let short = 1.0 - estimate;
    let mut variance = -(estimate - chance * short).powi(2);
    for i in 0..size {
        for j in 0..size {
            variance += share(i, j)
                * if i == j {
                    (1.0 - (rows[i] + columns[i]) * short).powi(2)
                } else {
                    (short * (columns[i] + rows[j])).powi(2)
                };
        }
    }
    let range = [-1.0, 1.0];
    if variance <= COLLAPSED {
        let bounds = score_bounds(observed.min(1.0), z * z / n);
        let interval = bounds.map(|agreement| (agreement - chance) / room);
        return within(range, estimate, interval, level, total, "kappa-wilson");
    }
    let half = z * (variance / n).sqrt() / room;
    within(range, estimate, [estimate - half, estimate + half], level, total, "kappa-large-sample")
}
