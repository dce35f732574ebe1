//! One file a noun.

pub(crate) mod assess;
pub(crate) mod config;
pub(crate) mod declaration;
pub(crate) mod doctor;
pub(crate) mod eval;
pub(crate) mod law;
pub(crate) mod ledger;
pub(crate) mod policy;
pub(crate) mod serve;
pub(crate) mod shelf;

use std::io::Write;

use tenbin_app::{App, Cancel};
use tenbin_report::Texts;
use tenbin_vocab::Lang;

use crate::failure::Failure;
use crate::output::Output;
use crate::settings::Settings;

/// What every command works with.
pub(crate) struct Context<'a> {
    pub(crate) app: App,
    pub(crate) settings: Settings,
    pub(crate) lang: Lang,
    pub(crate) texts: Texts,
    pub(crate) quiet: bool,
    pub(crate) show_progress: bool,
    pub(crate) output: Output<'a>,
}

impl Context<'_> {
    /// A remark for people, on standard error, unless asked to be quiet.
    pub(crate) fn remark(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Several messages at once, for headings.
    pub(crate) fn texts_of(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.texts.say(key)).collect()
    }
}

/// Runs work that waits for the network.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::Output)?;
    runtime.block_on(work)
}

/// Makes the first Ctrl-C a polite stop: finished answers are kept.
pub(crate) fn cancel_on_ctrl_c(cancel: &Cancel) {
    let cancel = cancel.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            cancel.cancel();
        }
    });
}
