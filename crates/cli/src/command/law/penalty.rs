//! `tenbin law penalty`: what breaches could cost, with the arithmetic.

use std::path::Path;

use tenbin_app::App;
use tenbin_law::{
    Bounds, Ceiling, DutyGroup, Exposure, FineOccasion, FineRule, FineStep, FirmSize, RuleExposure,
    TextState,
};
use tenbin_report::{Texts, words};
use tenbin_vocab::{Date, Tri};

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
    match (rule.state, rule.from) {
        (TextState::NotYet, Some(from)) => {
            context.output.line(format!("  {}", texts.value("clocks-fine-from", from)))?;
        }
        (TextState::Ended, _) => {
            context.output.line(format!("  {}", texts.say("clocks-fine-ended")))?;
        }
        _ => {}
    }
    let reaches = match rule.verdict {
        Tri::Yes => None,
        Tri::No => Some("clocks-fine-reaches-not"),
        Tri::Unknown => Some("clocks-fine-reaches-maybe"),
    };
    if let Some(key) = reaches {
        context.output.line(format!("  {}", texts.say(key)))?;
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
        let group = match (duty.group, duty.from) {
            (DutyGroup::Now, _) => texts.say("clocks-fine-now"),
            (DutyGroup::Later, Some(from)) => texts.value("clocks-fine-later-from", from),
            (DutyGroup::Later, None) => texts.say("clocks-fine-later"),
            (DutyGroup::May, _) => texts.say("clocks-fine-may"),
        };
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
    let mut head = Vec::new();
    head.extend(ceiling.part.as_ref().map(|part| part.get(lang).to_owned()));
    head.extend(match ceiling.occasion {
        FineOccasion::Any => None,
        FineOccasion::First => Some(texts.say("clocks-fine-first")),
        FineOccasion::Later => Some(texts.say("clocks-fine-repeat")),
    });
    head.extend(ceiling.per.map(|unit| texts.say(words::fine_unit(unit))));
    if ceiling.verdict == Tri::Unknown {
        head.push(texts.say("clocks-fine-reaches-maybe"));
    }
    if !head.is_empty() {
        context.output.line(format!("  {}", head.join(" / ")))?;
    }
    for step in &ceiling.steps {
        context.output.line(format!("    {}", step_text(texts, currency, step)))?;
    }
    if let Some(minimum) = ceiling.minimum {
        let text = texts.value("clocks-fine-least", money(currency, minimum));
        context.output.line(format!("  {text}"))?;
    }
    let maximum = bounds_text(texts, currency, ceiling.maximum);
    context.output.line(format!("  {}", texts.value("clocks-fine-most", maximum)))?;
    if let Some(converted) = &ceiling.converted {
        let shown = bounds_text(texts, &converted.currency, converted.maximum);
        let text = format!("{shown} (1 {currency} = {} {})", converted.rate, converted.currency);
        context.output.line(format!("  {}", texts.value("clocks-fine-converted", text)))?;
    }
    Ok(())
}

fn step_text(texts: Texts, currency: &str, step: &FineStep) -> String {
    match step {
        FineStep::Share { percent, turnover: Some(turnover), amount: Some(amount), .. } => {
            format!("{percent} % × {} = {}", money(currency, *turnover), money(currency, *amount))
        }
        FineStep::Share { percent, even_at: Some(even), .. } => {
            let text = texts.value("clocks-fine-share-unknown", format!("{percent} %"));
            let even = texts.value("clocks-fine-even-at", money(currency, *even));
            format!("{text} {even}")
        }
        FineStep::Share { percent, .. } => {
            texts.value("clocks-fine-share-unknown", format!("{percent} %"))
        }
        FineStep::Fixed { amount } => texts.value("clocks-fine-fixed", money(currency, *amount)),
        FineStep::Size { size, verdict, rule } => {
            let size = texts.say(match size {
                FirmSize::Sme => "clocks-fine-sme",
                FirmSize::Smc => "clocks-fine-smc",
            });
            let verdict = texts.say(&format!("verdict-{}", verdict.as_str()));
            format!("{size} {verdict} → {}", texts.say(rule_key(*rule)))
        }
        FineStep::Choose { rule, result } => {
            format!("{} = {}", texts.say(rule_key(*rule)), bounds_text(texts, currency, *result))
        }
    }
}

fn rule_key(rule: FineRule) -> &'static str {
    match rule {
        FineRule::HigherOf => "clocks-fine-higher-of",
        FineRule::LowerOf => "clocks-fine-lower-of",
        FineRule::Fixed => "clocks-fine-only-fixed",
        FineRule::Turnover => "clocks-fine-only-share",
    }
}

fn bounds_text(texts: Texts, currency: &str, bounds: Bounds) -> String {
    match (bounds.exact(), bounds.high) {
        (Some(only), _) => money(currency, only),
        (None, Some(high)) => {
            format!("{} … {}", money(currency, bounds.low), money(currency, high))
        }
        (None, None) => texts.value("clocks-fine-unbounded", money(currency, bounds.low)),
    }
}

/// An amount with its currency, thousands apart; cents only when there are any.
fn money(currency: &str, amount: f64) -> String {
    let text = if amount.fract() == 0.0 { format!("{amount:.0}") } else { format!("{amount:.2}") };
    let (whole, cents) = text.split_once('.').map_or((text.as_str(), ""), |(w, c)| (w, c));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let point = if cents.is_empty() { "" } else { "." };
    format!("{currency} {grouped}{point}{cents}").trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::money;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        assert_eq!(money("EUR", 2_000_000_000.0), "EUR 2,000,000,000");
        assert_eq!(money("EUR", 750_000.0), "EUR 750,000");
        assert_eq!(money("JPY", 999.5), "JPY 999.50");
        assert_eq!(money("", 0.0), "0");
        assert_eq!(money("USD", 1234.0), "USD 1,234");
    }
}
