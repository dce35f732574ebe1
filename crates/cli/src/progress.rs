//! One live line on a terminal; elsewhere a plain line now and then.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a line is written where there is no terminal.
const PLAIN_INTERVAL: Duration = Duration::from_secs(30);

/// Shows how far a run has come.
pub(crate) enum Shown {
    Live(ProgressBar),
    Plain(Mutex<Instant>),
    Hidden,
}

impl Shown {
    pub(crate) fn new(visible: bool) -> Self {
        if !visible {
            Self::Hidden
        } else if std::io::stderr().is_terminal() {
            let bar = ProgressBar::new(0);
            let template = "{spinner} {pos}/{len} {bar:24} {per_sec} {msg} {eta}";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            Self::Live(bar)
        } else {
            Self::Plain(Mutex::new(Instant::now()))
        }
    }

    /// `done` of `planned` calls are finished, `failed` of them without an answer.
    pub(crate) fn update(&self, done: u64, planned: u64, failed: u64) {
        match self {
            Self::Live(bar) => {
                bar.set_length(planned);
                bar.set_position(done);
                if failed > 0 {
                    bar.set_message(format!("{failed} without answer"));
                }
                if done == planned {
                    bar.finish_and_clear();
                }
            }
            Self::Plain(last) => {
                let Ok(mut last) = last.lock() else { return };
                if last.elapsed() >= PLAIN_INTERVAL {
                    *last = Instant::now();
                    let _ =
                        writeln!(std::io::stderr(), "{done} of {planned} answers, {failed} failed");
                }
            }
            Self::Hidden => {}
        }
    }
}
