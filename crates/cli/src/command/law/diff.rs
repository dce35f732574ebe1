//! `tenbin law diff`.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use tenbin_app::App;
use tenbin_law::{ChangeKind, LawDiff, Said, StandingOn, SubjectChanges};
use tenbin_report::{dated, words};
use tenbin_vocab::Date;

use crate::command::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Framework id
    framework: String,
    /// One date
    date1: Date,
    /// Another date
    date2: Date,
    /// Subject or facts file: also show what differs for it
    #[arg(long, value_name = "FILE")]
    subject: Option<PathBuf>,
    /// Answers given with `tenbin law ask`
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
}

pub(crate) fn run(context: &mut Context<'_>, arguments: &Arguments) -> Result<u8, Failure> {
    let about = tenbin_app::About {
        subject: arguments.subject.clone(),
        answers: arguments.answers.clone(),
        as_of: None,
        frameworks: vec![arguments.framework.clone()],
    };
    let dates = [arguments.date1, arguments.date2];
    let diff = context.app.law_diff(&arguments.framework, dates, &about, App::today())?;
    if context.output.json {
        context.output.json(&diff)?;
    } else {
        print(context, &diff)?;
    }
    Ok(0)
}

fn print(context: &mut Context<'_>, diff: &LawDiff) -> Result<(), Failure> {
    let (texts, lang) = (context.texts, context.lang);
    let text = |version: &Option<String>| version.clone().unwrap_or_else(|| "–".to_owned());
    context.output.line(format!(
        "{}  {} ({}) → {} ({})",
        diff.framework,
        diff.from,
        text(&diff.text_from),
        diff.to,
        text(&diff.text_to)
    ))?;
    if diff.changes.is_empty() {
        context.output.line(texts.say("diff-none"))?;
    }
    for change in &diff.changes {
        let sign = match change.change {
            ChangeKind::Added => "+",
            ChangeKind::Changed => "~",
            ChangeKind::Ended => "-",
        };
        context.output.line("")?;
        context.output.line(format!(
            "{sign} {} {}{}{} [{}]  {}  {}",
            texts.say(dated::text_kind(change.kind)),
            texts.say(dated::change_kind(change.change)),
            texts.say("colon"),
            change.title.get(lang),
            change.id,
            change.cite,
            change.confidence.as_str(),
        ))?;
        for field in &change.fields {
            let name = texts.say(dated::field(field.field));
            context.output.line(format!("    {name}"))?;
            for (sign, side) in [("-", &field.before), ("+", &field.after)] {
                for said in side {
                    let said = match said {
                        Said::Both(words) => words.get(lang),
                        Said::Plain(text) => text,
                    };
                    context.output.line(format!("      {sign} {said}"))?;
                }
            }
        }
    }
    match &diff.subject {
        Some(subject) => print_subject(context, subject),
        None => Ok(()),
    }
}

fn print_subject(context: &mut Context<'_>, subject: &SubjectChanges) -> Result<(), Failure> {
    let (texts, lang) = (context.texts, context.lang);
    context.output.line("")?;
    context.output.line(texts.value("diff-subject", &subject.subject))?;
    let heads = context.texts_of(&["cli-id", "cli-title", "diff-before", "diff-after", "cli-mark"]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    let standing = |standing: &Option<StandingOn>| match standing {
        None => texts.say("diff-no-text"),
        Some(one) => {
            let starts: Vec<String> = one.starts.iter().map(Date::to_string).collect();
            format!(
                "{}, {} {}",
                texts.say(words::verdict(one.verdict)),
                texts.say(words::duty_state(one.duty_state)),
                starts.join("/")
            )
        }
    };
    for one in &subject.provisions {
        table.row([
            Cell::left(&one.id),
            Cell::left(one.title.get(lang)),
            Cell::left(standing(&one.before)),
            Cell::left(standing(&one.after)).colored(AnsiColor::Yellow),
            Cell::left(one.confidence.as_str()),
        ]);
    }
    context.output.table(&table)?;
    context.output.line(texts.count("diff-unchanged", subject.unchanged))
}
