//! `tenbin doctor`: what works here and what is missing.

use anstyle::AnsiColor;
use tenbin_app::{Check, CheckState};

use super::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

pub(crate) fn run(context: &mut Context<'_>) -> Result<u8, Failure> {
    let checks = context.app.examine();
    let broken = checks.iter().any(|check| check.state == CheckState::Broken);
    if context.output.json {
        context.output.json(&serde_json::json!({ "checks": checks }))?;
        return Ok(u8::from(broken));
    }
    let heads = context.texts_of(&["cli-check", "cli-state", "cli-detail"]);
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for Check { name, state, detail } in &checks {
        let (word, color) = match state {
            CheckState::Ok => ("cli-ok", AnsiColor::Green),
            CheckState::Missing => ("cli-absent", AnsiColor::Yellow),
            CheckState::Broken => ("cli-broken", AnsiColor::Red),
        };
        table.row([
            Cell::left(name),
            Cell::left(context.texts.say(word)).colored(color),
            Cell::left(detail),
        ]);
    }
    context.output.table(&table)?;
    Ok(u8::from(broken))
}
