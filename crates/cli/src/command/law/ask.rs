//! `tenbin law ask`: one question at a time.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use tenbin_app::{About, App, Interview, Settled, answers_beside};
use tenbin_law::{DutyAnswer, Hanging, Inquiry, NextQuestion};
use tenbin_vocab::{Date, Diagnostic};

use crate::UNDETERMINED;
use crate::command::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

/// Duties named below a question, and after an answer.
const NAMED: usize = 4;
/// Longest line that is read, in bytes.
const MAX_LINE: u64 = 16 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Subject or facts file; it is never written to [default: nothing is known]
    subject: Option<PathBuf>,
    /// File the answers are read from and kept in [default: SUBJECT.answers.toml beside the subject]
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Answer without being asked, as FACT=VALUE; repeatable
    #[arg(long, value_name = "FACT=VALUE")]
    answer: Vec<String>,
    /// Look only at this framework; repeatable [default: the subject's, else all]
    #[arg(long, value_name = "ID")]
    framework: Vec<String>,
    /// Date the law is read at [default: the subject's, else today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
}

/// What a person may type besides an answer.
enum Typed {
    Answer(String),
    Skip,
    Back,
    Quit,
}

pub(crate) fn run(context: &mut Context<'_>, arguments: &Arguments) -> Result<u8, Failure> {
    let app = App::today();
    let json = context.output.json;
    // Driven by another program, answers are kept only where it says.
    let file = match (&arguments.answers, &arguments.subject) {
        (Some(file), _) => Some(file.clone()),
        (None, Some(subject)) if !json => Some(answers_beside(subject)),
        (None, _) => None,
    };
    let about = About {
        subject: arguments.subject.clone(),
        answers: None,
        as_of: arguments.as_of,
        frameworks: arguments.framework.clone(),
    };
    let lang = context.lang;
    let mut interview = context.app.interview(&about, file, app, lang)?;
    for answer in &arguments.answer {
        let Some((fact, value)) = answer.split_once('=') else {
            let mistake = Diagnostic::new("--answer", format!("\"{answer}\" has no \"=\""));
            return Err(Failure::input(
                mistake.hint("write FACT=VALUE, for example role=provider"),
            ));
        };
        interview.answer(fact.trim(), value)?;
    }
    let inquiry = if json {
        let inquiry = interview.inquire()?;
        context.output.json(&inquiry)?;
        inquiry
    } else {
        Talk { output: &mut context.output, texts: context.texts, quiet: context.quiet }
            .hold(&mut interview)?
    };
    let unsettled = |duty: &tenbin_law::DutyStanding| {
        matches!(duty.standing, DutyAnswer::Open | DutyAnswer::Stuck)
    };
    Ok(if inquiry.duties.iter().any(unsettled) { UNDETERMINED } else { 0 })
}

/// The conversation on the terminal.
struct Talk<'a, 'o> {
    output: &'a mut crate::output::Output<'o>,
    texts: tenbin_report::Texts,
    quiet: bool,
}

impl Talk<'_, '_> {
    /// Asks until nothing material is open or the person leaves.
    fn hold(&mut self, interview: &mut Interview<'_>) -> Result<Inquiry, Failure> {
        self.begin(interview)?;
        let mut input = std::io::stdin().lock();
        let mut inquiry = interview.inquire()?;
        while let Some(question) = inquiry.question.clone() {
            self.ask(&inquiry, &question)?;
            let typed = loop {
                self.output.line("")?;
                write!(self.output.stream, "> ")?;
                self.output.stream.flush()?;
                let mut line = String::new();
                let mut limited = std::io::Read::take(&mut input, MAX_LINE);
                // The end of the input, or a line that is no text, ends it.
                if limited.read_line(&mut line).unwrap_or(0) == 0 {
                    break Typed::Quit;
                }
                if !std::io::stdin().is_terminal() {
                    self.output.line(line.trim_end())?;
                }
                if !line.trim().is_empty() {
                    break typed(line.trim());
                }
            };
            match typed {
                Typed::Quit => break,
                Typed::Skip => interview.skip(&question.fact)?,
                Typed::Back => match interview.back()? {
                    Some(fact) => self.output.line(self.texts.value("ask-taken-back", fact))?,
                    None => self.output.line(self.texts.say("ask-nothing-back"))?,
                },
                Typed::Answer(text) => {
                    if let Err(mistake) = interview.answer(&question.fact, &text) {
                        match Failure::from(mistake) {
                            Failure::Input(mistakes) => self.output.line(mistakes.to_string())?,
                            other => return Err(other),
                        }
                        continue;
                    }
                }
            }
            let next = interview.inquire()?;
            self.settled(interview, &Settled::between(&inquiry, &next), &next)?;
            inquiry = next;
        }
        self.end(interview, &inquiry)?;
        Ok(inquiry)
    }

    fn begin(&mut self, interview: &Interview<'_>) -> Result<(), Failure> {
        let texts = self.texts;
        self.output.line(texts.value("cli-as-of", interview.subject().as_of))?;
        if !interview.answers().is_empty() {
            self.output.line(texts.count("ask-resumed", interview.answers().len()))?;
        }
        let overruled = &interview.subject().overruled;
        if !overruled.is_empty() {
            self.output.line(texts.value("ask-overruled", overruled.join(", ")))?;
        }
        if !self.quiet {
            self.output.line(texts.say("ask-words"))?;
        }
        Ok(())
    }

    fn ask(&mut self, inquiry: &Inquiry, question: &NextQuestion) -> Result<(), Failure> {
        let texts = self.texts;
        let lang = texts.lang;
        self.output.line("")?;
        self.output.line(format!("{}  [{}]", question.question.get(lang), question.fact))?;
        if let Some(help) = &question.help {
            self.output.line(format!("  {}", help.get(lang)))?;
        }
        if let Some(values) = &question.values {
            for (at, value) in values.iter().enumerate() {
                self.output.line(format!("  {:>3}  {value}", at + 1))?;
            }
        }
        let how = match (question.kind.as_str(), &question.unit) {
            ("number", Some(unit)) => texts.value("ask-number-in", unit),
            ("number", None) => texts.say("ask-number"),
            ("date", _) => texts.say("ask-date"),
            ("one-of", _) => texts.say("ask-choose"),
            _ => texts.say("ask-yes-no"),
        };
        self.output.line(format!("  {how}"))?;
        let why = texts.part("ask-why", inquiry.hangs.len(), inquiry.open);
        let can = texts.count("ask-can-settle", question.settles);
        self.output.line(format!("  {why}{}{can}", texts.say("sentence-space")))?;
        for one in inquiry.hangs.iter().take(NAMED) {
            self.output.line(format!("    {}", name(one, lang)))?;
        }
        if inquiry.hangs.len() > NAMED {
            let more = texts.count("ask-and-more", inquiry.hangs.len() - NAMED);
            self.output.line(format!("    {more}"))?;
        }
        Ok(())
    }

    fn settled(
        &mut self,
        interview: &Interview<'_>,
        settled: &Settled,
        next: &Inquiry,
    ) -> Result<(), Failure> {
        let texts = self.texts;
        for (key, ids) in [
            ("ask-settled-yes", &settled.yes),
            ("ask-settled-no", &settled.no),
            ("ask-settled-stuck", &settled.stuck),
            ("ask-settled-reopened", &settled.reopened),
        ] {
            if ids.is_empty() {
                continue;
            }
            let mut names: Vec<&str> = ids.iter().take(NAMED).map(String::as_str).collect();
            if ids.len() > NAMED {
                names.push("…");
            }
            let names = names.join(", ");
            self.output.line(format!("  {}{names}", texts.count(key, ids.len())))?;
        }
        if *settled == Settled::default() {
            self.output.line(format!("  {}", texts.say("ask-settled-nothing")))?;
        }
        let _ = interview;
        self.output.line(format!("  {}", texts.count("ask-still-open", next.open)))
    }

    fn end(&mut self, interview: &Interview<'_>, inquiry: &Inquiry) -> Result<(), Failure> {
        let texts = self.texts;
        self.output.line("")?;
        let key = if inquiry.question.is_none() { "ask-done" } else { "ask-left" };
        self.output.line(texts.say(key))?;
        let heads = ["cli-framework", "answer-yes", "answer-no", "answer-open", "answer-stuck"];
        let heads = heads.map(|key| texts.say(key));
        let mut table = Table::heading(heads.iter().map(String::as_str));
        for one in &inquiry.frameworks {
            let stuck = Cell::count(one.stuck);
            table.row([
                Cell::left(&one.framework),
                Cell::count(one.yes),
                Cell::count(one.no),
                Cell::count(one.open),
                if one.stuck > 0 { stuck.colored(AnsiColor::Yellow) } else { stuck },
            ]);
        }
        self.output.table(&table)?;
        if let Some(file) = interview.file().filter(|_| !interview.answers().is_empty()) {
            self.output.line(texts.value("ask-kept", file.display()))?;
        }
        Ok(())
    }
}

fn name(one: &Hanging, lang: tenbin_vocab::Lang) -> String {
    format!("{} [{}] {}", one.title.get(lang), one.id, one.cite)
}

fn typed(line: &str) -> Typed {
    match line.to_lowercase().as_str() {
        "skip" | "スキップ" | "後で" => Typed::Skip,
        "back" | "戻る" => Typed::Back,
        "quit" | "exit" | "終了" => Typed::Quit,
        _ => Typed::Answer(line.to_owned()),
    }
}
