//! Weighs evidence: subject + facts + evidence + law in, assessment out.
//!
//! Never here: file or network access, a clock, or HTML. The caller gives the
//! weighing, the evidence records and the moment; the answer is plain data that
//! `report`, `web` and `cli` show without adding to it.

mod acceptance;
mod assessment;
mod finding;
mod heat;
mod reader;
mod reuse;
mod subject;

pub use acceptance::{AcceptanceResult, AcceptanceVerdict, Criterion};
pub use assessment::{
    ASSESSMENT_SCHEMA, Assessment, Conclusion, Deadline, DeadlineKind, EvidenceItem, Input, Names,
    SubjectView, assess,
};
pub use finding::{EvidenceState, Finding, Status, Tally};
pub use heat::{HeatCell, HeatMap, HeatRow};
pub use reuse::{
    Bundle, CostBasis, CostNames, Costs, HOURS, KindAndControl, Piece, REUSE_SCHEMA, ReuseInput,
    ReusePlan, UnitCost, plan_reuse,
};
pub use subject::{DocumentRef, Known, Subject, SubjectKind, parse_subject};

#[cfg(test)]
mod tests;
