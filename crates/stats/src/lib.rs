//! Numbers with their uncertainty: shares, clustered shares, paired
//! differences, balanced accuracy and agreement.
//!
//! Pure functions of counts; no files, no clock, no random numbers. Every
//! interval comes as an [`Estimate`](tenbin_vocab::Estimate) that names its
//! method. Where a quantity is not defined (nothing counted, more successes than
//! trials, a level outside 0..1) the answer is `None`; never NaN, never a panic.
//! Every interval holds its estimate, lies within the range of the quantity and
//! grows with the level.

mod balanced;
mod clustered;
mod estimate;
mod kappa;
mod normal;
mod paired;
mod proportion;
mod student;

pub use balanced::balanced_accuracy;
pub use clustered::{clustered_standard_error, design_effect, effective_n, proportion};
pub use kappa::kappa;
pub use normal::{normal_cdf, normal_quantile};
pub use paired::paired;
pub use proportion::{missing_bounds, wilson};
pub use student::{t_cdf, t_quantile};
