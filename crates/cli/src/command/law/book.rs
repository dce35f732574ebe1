//! `tenbin law book` and `tenbin law sign-off`: rules as data, for a lawyer.

use std::path::Path;

use tenbin_app::SignOff;
use tenbin_vocab::Diagnostic;

use super::Context;
use crate::failure::Failure;

pub(crate) fn book(
    context: &mut Context<'_>,
    framework: &str,
    out: Option<&Path>,
    reviews: Option<&Path>,
) -> Result<u8, Failure> {
    let Some(state) = context.app.book_state(framework, reviews)? else {
        let hint = "list them: tenbin law list";
        return Err(Failure::input(Diagnostic::new(framework, "no such framework").hint(hint)));
    };
    if context.output.json {
        context.output.json(&state)?;
    }
    if context.output.json && out.is_none() {
        return Ok(0);
    }
    let html = context.app.book(framework, reviews, context.lang)?.unwrap_or_default();
    let Some(out) = out else {
        context.output.bytes(html.as_bytes())?;
        return Ok(0);
    };
    context.app.write_new(out, html.as_bytes())?;
    if !context.output.json {
        let tally = context.texts.part("book-tally", state.tally.agreed, state.versions.len());
        context.output.line(tally)?;
        context.output.line(context.texts.value("book-written", out.display()))?;
    }
    Ok(0)
}

pub(crate) fn sign_off(context: &mut Context<'_>, asked: &SignOff) -> Result<u8, Failure> {
    let path = context.app.sign_off(asked)?;
    if context.output.json {
        context.output.json(&serde_json::json!({ "review": path }))?;
    } else {
        context.output.line(context.texts.value("review-signed", path.display()))?;
    }
    Ok(0)
}
