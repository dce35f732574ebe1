//! `tenbin ledger`: keys, signing, offline verification.

use serde_json::json;
use tenbin_app::{Verdict, Verification, parse_pin, verify};

use super::{Context, shelf};
use crate::arguments::Ledger;
use crate::failure::Failure;

pub(crate) fn run(context: &mut Context<'_>, verb: &Ledger) -> Result<u8, Failure> {
    match verb {
        Ledger::Keygen { out } => {
            let files = context.app.make_key(out.as_deref())?;
            if context.output.json {
                context.output.json(&files)?;
            } else {
                let rows = [
                    ("cli-key-id", files.key_id.clone()),
                    ("cli-private-key", files.private.display().to_string()),
                    ("cli-public-key", files.public.display().to_string()),
                ];
                for (key, value) in rows {
                    let word = context.texts.say(key);
                    context.output.line(format!("{word}  {value}"))?;
                }
            }
            Ok(0)
        }
        Ledger::Sign { record, key, out } => {
            let envelope = context.app.sign_record(record, key.as_deref())?;
            match out {
                Some(path) => {
                    context.app.write_new(path, &envelope)?;
                    if context.output.json {
                        context.output.json(&json!({ "envelope": path }))?;
                    } else {
                        context.output.line(path.display().to_string())?;
                    }
                }
                None => context.output.bytes(&envelope)?,
            }
            Ok(0)
        }
        Ledger::Verify { path, key } => {
            let pins = key.iter().map(|text| parse_pin(text)).collect::<Result<Vec<_>, _>>()?;
            let verification = verify(path, pins)?;
            if context.output.json {
                context.output.json(&verification)?;
            } else {
                print_verification(context, &verification)?;
            }
            Ok(u8::from(!verification.clean))
        }
        Ledger::List(list) => shelf::evidence_list(context, list),
        Ledger::Show { id } => shelf::evidence_show(context, id),
    }
}

fn print_verification(
    context: &mut Context<'_>,
    verification: &Verification,
) -> Result<(), Failure> {
    let report = &verification.report;
    for item in report.failures() {
        let verdict = context.texts.say(verdict_key(item.verdict));
        let line = format!("{verdict}  {}  {}", item.path, item.detail);
        context.output.line(line.trim_end())?;
    }
    for key in &report.keys {
        let word = context.texts.say("cli-signed-by");
        context.output.line(format!("{word}  {} ({})", key.id, key.basis))?;
    }
    let (failed, whole) = (report.failures().count(), report.items.len());
    let text = if failed == 0 {
        context.texts.count("cli-all-whole", whole)
    } else {
        context.texts.part("cli-not-whole", failed, whole)
    };
    context.output.line(text)
}

fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "cli-file-ok",
        Verdict::Unproven => "cli-file-unproven",
        Verdict::Changed => "cli-file-changed",
        Verdict::Missing => "cli-file-missing",
        Verdict::Unlisted => "cli-file-unlisted",
        Verdict::BadSignature => "cli-file-bad-signature",
        Verdict::Unreadable => "cli-file-unreadable",
    }
}
