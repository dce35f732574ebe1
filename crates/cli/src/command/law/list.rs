//! `tenbin law list`, `show` and `check`: the packages themselves.

use tenbin_app::App;
use tenbin_report::words;
use tenbin_vocab::{Date, Diagnostic};

use crate::command::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

/// `tenbin law list`
pub(super) fn list(context: &mut Context<'_>, as_of: Option<Date>) -> Result<u8, Failure> {
    let lang = context.lang;
    let day = as_of.unwrap_or_else(App::today);
    let library = context.app.library()?;
    if context.output.json {
        let frameworks = context.app.frameworks_json(as_of)?;
        context.output.json(&frameworks)?;
        return Ok(0);
    }
    let heads = [
        "cli-id",
        "cli-title",
        "cli-jurisdiction",
        "cli-binding",
        "cli-provisions",
        "cli-stands",
        "cli-text",
        "cli-mark",
    ];
    let heads: Vec<String> = heads.iter().map(|key| context.texts.say(key)).collect();
    let mut table = Table::heading(heads.iter().map(String::as_str));
    for framework in library.frameworks() {
        let count = library.provisions().iter().filter(|p| p.framework == framework.id).count();
        let version = framework.version_on(day).map_or("–", |version| &version.id);
        let binding = if framework.binding { "cli-yes" } else { "cli-no" };
        let state = framework
            .status_on(day)
            .map_or("state-none", |status| words::framework_status(status.status));
        table.row([
            Cell::left(&framework.id),
            Cell::left(framework.title.get(lang)),
            Cell::left(&framework.jurisdiction),
            Cell::left(context.texts.say(binding)),
            Cell::count(count),
            Cell::left(context.texts.say(state)),
            Cell::left(version),
            Cell::left(framework.confidence.as_str()),
        ]);
    }
    context.output.table(&table)?;
    Ok(0)
}

/// `tenbin law show`
pub(super) fn show(
    context: &mut Context<'_>,
    id: &str,
    as_of: Option<Date>,
) -> Result<u8, Failure> {
    let Some(found) = context.app.law_json(id, as_of)? else {
        let hint = context.app.nearest_law(id)?.map_or_else(
            || "list them: tenbin law list".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        );
        let message = "no framework, provision, definition, control or fact has this id";
        return Err(Failure::input(Diagnostic::new(id, message).hint(hint)));
    };
    if context.output.json {
        context.output.json(&found)?;
    } else {
        let lang = context.lang.tag();
        crate::outline::print(&mut context.output, &found, lang)?;
    }
    Ok(0)
}

/// `tenbin law check`
pub(super) fn check(context: &mut Context<'_>) -> Result<u8, Failure> {
    let library = context.app.library()?;
    context.app.declarations()?;
    context.app.policies()?;
    let mut mistakes = context.app.located(library.check_cases());
    mistakes.0.extend(context.app.check_crosswalk()?.0);
    let (provisions, cases) = (library.provisions().len(), library.cases().len());
    if context.output.json {
        context.output.json(&serde_json::json!({
            "frameworks": library.frameworks().len(),
            "provisions": provisions,
            "cases": cases,
            "citations": library.citations(),
            "mistakes": mistakes,
        }))?;
    } else {
        for mistake in &mistakes.0 {
            context.output.line(mistake.to_string())?;
        }
        let text = context.texts.part("cli-checked", provisions, cases);
        context.output.line(text)?;
        super::clocks::print_citations(context)?;
    }
    Ok(u8::from(!mistakes.0.is_empty()))
}
