//! The program as a user meets it: the binary is run in a folder of its own,
//! without any network but loopback.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests fail by panicking and say what they skip"
)]

mod assess;
mod book;
mod broken_files;
mod clocks;
mod crosswalk;
mod declarations;
mod eval_runs;
mod eval_score;
mod facts;
mod law;
mod law_dates;
mod ledger;
mod live;
mod model_server;
mod oscal;
mod own_data;
mod portfolio;
mod usage;
mod world;
