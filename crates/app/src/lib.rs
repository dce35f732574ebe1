//! The use cases: the only interface that `web` and `cli` call.
//!
//! Here files are read and written, data is loaded, keys are kept, and the
//! other rooms are put to work. Never here: arguments, colours, HTML routes,
//! or a rule of law, statistics or scoring.

mod asking;
mod assessing;
mod attest;
mod book;
mod catalogue;
mod clocks;
mod crosswalk;
mod declaring;
mod doctor;
mod embedded;
mod evaluating;
mod failure;
mod files;
mod oscal;
mod portfolio;
mod reuse;
mod scoring;
mod shelf;
mod timeline;
mod tracking;
mod weighing;

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
pub use asking::{Interview, Settled, answers_beside};
pub use tenbin_eval::{Cancel, MeasureResult, Progress, Row, RunSummary};
pub use tenbin_ledger::{ReviewVerdict, Verdict};
pub use timeline::{About, SubjectFacts};
