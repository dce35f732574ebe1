//! The binary `tenbin`: reads the command line and settings, calls a use case
//! of `app`, prints the result, sets the exit code. No domain logic.

mod arguments;
mod command;
mod failure;
mod outline;
mod output;
mod progress;
mod settings;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::FromArgMatches as _;
use tenbin_app::{App, Options};

use crate::arguments::{Cli, ColorWhen, Noun};
use crate::command::Context;
use crate::failure::Failure;
use crate::output::Output;

/// Exit code of an answer that needs more facts; 0 is clean, 1 adverse, 2 could
/// not run.
const UNDETERMINED: u8 = 3;

fn main() -> ExitCode {
    let parsed = arguments::command().try_get_matches();
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, everything else is a mistake.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let color = use_color(cli.global.color);
    let stdout = std::io::stdout();
    let mut stream = std::io::BufWriter::new(stdout.lock());
    let result = run(&cli, &mut stream, color)
        .and_then(|code| stream.flush().map_err(Failure::from).map(|()| code));
    match result {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            let code = failure.exit_code();
            // What was already said stands before the error.
            let _ = stream.flush();
            let text = failure.to_string();
            if !text.is_empty() {
                let word = if code == 130 { "" } else { "error: " };
                let _ = writeln!(std::io::stderr(), "{word}{text}");
            }
            ExitCode::from(code)
        }
    }
}

fn use_color(when: ColorWhen) -> bool {
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => {
            std::io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
        }
    }
}

fn run(cli: &Cli, stream: &mut dyn Write, color: bool) -> Result<u8, Failure> {
    let settings = settings::resolve(&cli.global)?;
    let app = App::new(Options {
        data_dir: settings.data_dir.value.clone(),
        frameworks_dir: settings.frameworks_dir.value.clone(),
    })
    .with_benchmarks(settings.benchmarks_dir.value.clone());
    let mut context = Context {
        app,
        lang: settings.lang.value,
        texts: tenbin_report::Texts::new(settings.lang.value),
        quiet: cli.global.quiet,
        show_progress: !cli.global.no_progress && !cli.global.quiet,
        output: Output { stream, color, json: cli.global.json },
        settings,
    };
    match &cli.noun {
        Noun::Assess(arguments) => command::assess::run(&mut context, arguments),
        Noun::Eval(verb) => command::eval::run(&mut context, verb),
        Noun::Law(verb) => command::law::run(&mut context, verb),
        Noun::Ledger(verb) => command::ledger::run(&mut context, verb),
        Noun::Declaration(verb) => command::declaration::run(&mut context, verb),
        Noun::Policy(verb) => command::policy::run(&mut context, verb),
        Noun::Subject(verb) => command::shelf::subjects(&mut context, verb),
        Noun::Assessment(verb) => command::shelf::assessments(&mut context, verb),
        Noun::Serve(arguments) => command::serve::run(context, arguments),
        Noun::Doctor => command::doctor::run(&mut context),
        Noun::Config(verb) => command::config::run(&mut context, verb),
    }
}
