//! The use cases: the only interface that `web` and `cli` call.
//!
//! Here files are read and written, data is loaded, keys are kept, and the
//! other rooms are put to work. Never here: arguments, colours, HTML routes,
//! or a rule of law, statistics or scoring.

mod assessing;
mod attest;
mod catalogue;
mod doctor;
mod embedded;
mod evaluating;
mod failure;
mod files;
mod scoring;
mod shelf;
mod weighing;
// SLICE clocks
mod clocks;
// SLICE portfolio
mod portfolio;
// SLICE timeline
mod timeline;
// SLICE ask
mod asking;
// SLICE crosswalk
mod crosswalk;
// SLICE declarations
mod declaring;
mod tracking;
// SLICE oscal
mod oscal;
// SLICE book
mod book;
mod reuse;

pub use assessing::{AssessRequest, Assessed};
pub use attest::{KeyFiles, Verification, parse_pin, verify};
pub use book::{BookState, SignOff, VersionState};
pub use catalogue::{App, Entry, Options, scorers};
pub use doctor::{Check, CheckState};
pub use evaluating::{Asked, RunDone, Watch};
pub use failure::AppError;
pub use files::read_file;
pub use oscal::{ExportOf, ExportRequest, OSCAL_MODELS, OscalFile, OscalImport};
pub use portfolio::{
    Group, Grouping, LineRow, LineTextRow, MapGiven, PORTFOLIO_SCHEMA, Portfolio, PortfolioRequest,
    SubjectRow, VerdictRow, example_portfolio, weigh_register,
};
pub use reuse::ReuseRequest;
pub use scoring::ScoreRequest;
pub use shelf::{
    AssessmentLine, EvidenceLine, Listed, Page, Run, RunLine, SampleFilter, SubjectLine,
};
// What use cases take and give that other rooms define.
pub use tenbin_eval::{Cancel, MeasureResult, Progress, Row, RunSummary};
pub use tenbin_ledger::{ReviewVerdict, Verdict};
// SLICE timeline
pub use timeline::{About, SubjectFacts};
// SLICE ask
pub use asking::{Interview, Settled, answers_beside};
