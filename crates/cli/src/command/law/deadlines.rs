//! `tenbin law deadlines`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use tenbin_app::App;
use tenbin_report::calendar::calendar;
use tenbin_vocab::Timestamp;

use super::timeline::{Reading, print};
use crate::command::Context;
use crate::failure::Failure;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Subject or facts file
    subject: PathBuf,
    /// Also write a calendar file; it takes the place only of one written before
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// Days a reminder comes before each date of the calendar file
    #[arg(long, value_name = "DAYS", requires = "ics", value_parser = clap::value_parser!(u16).range(0..=3650))]
    alarm: Option<u16>,
    #[command(flatten)]
    reading: Reading,
}

pub(crate) fn run(context: &mut Context<'_>, arguments: &Arguments) -> Result<u8, Failure> {
    let about = arguments.reading.about(Some(&arguments.subject));
    let deadlines = context.app.timeline(&about, App::today())?.deadlines();
    if let Some(path) = &arguments.ics {
        let library = context.app.library()?;
        let now = Timestamp::now();
        let file = calendar(library, &deadlines, context.texts, now, arguments.alarm);
        context.app.write_calendar(path, &file)?;
        context.remark(&context.texts.value("deadlines-written", path.display()));
    }
    if context.output.json {
        context.output.json(&json!(deadlines))?;
    } else {
        print(context, &deadlines)?;
    }
    Ok(0)
}
