//! What a breach could cost: the fine rules behind the duties of a subject,
//! computed from its turnover and size.

mod answer;
mod ceiling;
mod weigh;

#[cfg(test)]
mod tests;

pub use answer::{
    Bounds, Ceiling, Converted, DutyExposure, DutyGroup, EXPOSURE_SCHEMA, Exposure, FineOccasion,
    FineStep, FirmSize, RuleExposure,
};
