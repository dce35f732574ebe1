//! What is kept: subjects, assessments, runs, signed evidence. The only SQL
//! of the project is here.
//!
//! The traits ([`Subjects`], [`Assessments`], [`Runs`], [`EvidenceRecords`])
//! say what is kept; [`Store`] keeps it in one SQLite file. A put that
//! returned is on the disk: it survives the process being killed and, with a
//! disk that keeps its promises, the power failing.
//!
//! Never here: what a document means. JSON goes in and out as text.

mod error;
mod records;
mod sqlite;

pub use error::StoreError;
pub use records::{
    AssessmentHead, AssessmentRow, Assessments, EvidenceHead, EvidenceRecords, EvidenceRow, Filter,
    MAX_PAGE, Page, RunRow, Runs, SubjectRow, Subjects,
};
pub use sqlite::{APPLICATION_ID, Health, Options, SCHEMA_VERSION, Store};
