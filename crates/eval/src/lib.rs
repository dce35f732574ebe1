//! Measuring: item banks and batteries, targets that answer, scorers that
//! label, a runner with a journal, and results with their uncertainty.
//!
//! Never here: rules of law, the database, pages, or a number without an
//! interval. Results are always derived from the rows of a journal.
//!
//! Two doors: a target (`targets/`) and a scorer (`scorers/`) are one file with
//! a trait impl and one line in the folder's list.

mod bank;
mod cancel;
mod evidence;
mod files;
mod journal;
mod judge;
mod phrases;
mod plan;
mod responses;
mod rows;
mod runner;
mod scorers;
mod scoring;
mod summary;
mod targets;

pub use bank::{
    Bank, BankCounts, Battery, Better, Category, Columns, HumanLabel, Item, ItemExpect, Kind,
    KindRule, LabelRule, Measure, Profile, Rates, RecordedMap, Review, RightAnswer, Rubric,
    RubricExample, Taxonomy, load_bank, load_bank_folder, load_map, load_rubric, parse_map,
};
pub use cancel::Cancel;
pub use evidence::evidence_from;
pub use files::run_artefacts;
pub use journal::{JournalError, JudgeRow, Row, RowScore, read_journal};
pub use judge::{Judged, ask_judge};
pub use plan::{Call, CallKey, JudgeRef, Parameters, Plan, Question};
pub use responses::{
    Figure, LabelCounts, ResponseError, ResponseReport, ResponseResult, ScoredResponse, ScorerName,
    score_responses,
};
pub use rows::{Format as RowFormat, Record, RowReader, Wanted, read_records};
pub use runner::{
    JOURNAL_FILE, Progress, RUN_FILE, RunError, RunHead, RunOptions, RunOutcome, SUMMARY_FILE,
    read_head, run, summarise_folder,
};
pub use scorers::{ALL as SCORERS, Answer, Expect, Right, Score, Scorer};
pub use scoring::{Scoring, all_scorers, find_scorer};
pub use summary::{
    LanguageGap, MeasureResult, RunSummary, SummaryCategory, SummaryMeasure, summarise,
};
pub use targets::{
    ALL as TARGETS, Answered, Answering, Ask, Attempt, Failure, OpenAi, OpenTarget, Patience,
    Recorded, Reference, Reply, Target, TargetError, TargetKind, TargetOptions, open_target,
};
