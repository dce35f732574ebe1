//! `tenbin law penalty`: what breaches could cost, with the arithmetic.

use std::path::Path;

use tenbin_app::App;
use tenbin_law::{Ceiling, DutyGroup, Exposure, RuleExposure};
use tenbin_report::fine_words;
use tenbin_vocab::Date;

use crate::UNDETERMINED;
use crate::command::Context;
use crate::failure::Failure;
use crate::output::{Cell, Table};

pub(crate) fn run(
    context: &mut Context<'_>,
    subject: &Path,
    as_of: Option<Date>,
    frameworks: &[String],
) -> Result<u8, Failure> {
    let exposure = context.app.exposure(subject, as_of, App::today(), frameworks)?;
    if context.output.json {
        context.output.json(&exposure)?;
    } else {
        print(context, &exposure)?;
    }
    let open = exposure.duties.iter().any(|duty| duty.group == DutyGroup::May)
        || exposure.rules.iter().any(|rule| !rule.open.is_empty());
    Ok(if open { UNDETERMINED } else { 0 })
}

fn print(context: &mut Context<'_>, exposure: &Exposure) -> Result<(), Failure> {
    let text = context.texts.value("cli-as-of", exposure.as_of);
    context.output.line(text)?;
    for rule in &exposure.rules {
        print_rule(context, rule, exposure)?;
    }
    context.output.line("")?;
    for key in ["clocks-fine-not-added", "clocks-fine-kept"] {
        // Nothing is converted without a rate the user gave.
        let text = match (key, &exposure.exchange) {
            ("clocks-fine-kept", Some(exchange)) => {
                context.texts.value("clocks-fine-rates", &exchange.source)
            }
            _ => context.texts.say(key),
        };
        context.output.line(text)?;
    }
    let text = context.texts.count("clocks-fine-without-rule", exposure.without_rule.len());
    context.output.line(text)?;
    let text = context.texts.count("clocks-fine-other-party", exposure.other_party);
    context.output.line(text)
}

fn print_rule(
    context: &mut Context<'_>,
    rule: &RuleExposure,
    exposure: &Exposure,
) -> Result<(), Failure> {
    let (lang, texts) = (context.lang, context.texts);
    context.output.line("")?;
    let covers = rule.covers.get(lang);
    context.output.line(format!(
        "{} {}: {covers} [{}, {}]",
        rule.framework,
        rule.id,
        rule.cite,
        rule.confidence.as_str()
    ))?;
    for text in fine_words::limits(texts, rule) {
        context.output.line(format!("  {text}"))?;
    }
    for ceiling in &rule.ceilings {
        print_ceiling(context, ceiling)?;
    }
    if let Some(note) = &rule.note {
        context.output.line(format!("  {}", note.get(lang)))?;
    }
    let mut table = Table::default();
    for duty in exposure
        .duties
        .iter()
        .filter(|duty| duty.framework == rule.framework && duty.rule == rule.id)
    {
        let group = fine_words::group(texts, duty);
        table.row([
            Cell::left(format!("  {group}")),
            Cell::left(&duty.provision),
            Cell::left(duty.title.get(lang)),
        ]);
    }
    context.output.table(&table)?;
    for open in rule.open.iter().take(3) {
        context.output.line(format!("  ? {}  [{}]", open.question.get(lang), open.fact))?;
    }
    Ok(())
}

fn print_ceiling(context: &mut Context<'_>, ceiling: &Ceiling) -> Result<(), Failure> {
    let (lang, texts) = (context.lang, context.texts);
    let currency = ceiling.currency.as_deref().unwrap_or_default();
    let head = fine_words::head(texts, lang, ceiling);
    if !head.is_empty() {
        context.output.line(format!("  {head}"))?;
    }
    for step in &ceiling.steps {
        context.output.line(format!("    {}", fine_words::step(texts, currency, step)))?;
    }
    if let Some(minimum) = ceiling.minimum {
        let text = texts.value("clocks-fine-least", fine_words::money(currency, minimum));
        context.output.line(format!("  {text}"))?;
    }
    let maximum = fine_words::bounds(texts, currency, ceiling.maximum);
    context.output.line(format!("  {}", texts.value("clocks-fine-most", maximum)))?;
    if let Some(converted) = &ceiling.converted {
        let shown = fine_words::bounds(texts, &converted.currency, converted.maximum);
        let text = format!("{shown} (1 {currency} = {} {})", converted.rate, converted.currency);
        context.output.line(format!("  {}", texts.value("clocks-fine-converted", text)))?;
    }
    Ok(())
}
