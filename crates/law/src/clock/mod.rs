//! Reporting clocks: which reports an incident calls for, and by when.

mod answer;
mod count;
mod model;
mod moment;
mod run;

#[cfg(test)]
mod tests;

pub use answer::{
    CLOCKS_SCHEMA, ClockAnswer, ClockState, Clocks, FrameworkCounting, GivenTime, SilentClock,
    SilentReason, TimeWarning, TimeWarningKind,
};
pub use model::{Clock, ClockKind, ClockVersion, Counting, ReportingPeriod, RestDay, TimeName};
pub(crate) use moment::offset_of;
pub use moment::{Moment, MomentError};
pub use run::Incident;
