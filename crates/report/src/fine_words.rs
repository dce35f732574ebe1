//! Fine rules and their arithmetic in words.

use tenbin_law::{
    Bounds, Ceiling, DutyExposure, DutyGroup, FineOccasion, FineRule, FineStep, FineUnit, FirmSize,
    RuleExposure, TextState,
};
use tenbin_vocab::{Lang, Tri};

use crate::Texts;

/// What an amount is for and what it is counted by; empty when there is nothing
/// to say.
#[must_use]
pub fn head(t: Texts, lang: Lang, ceiling: &Ceiling) -> String {
    let mut head = Vec::new();
    head.extend(ceiling.part.as_ref().map(|part| part.get(lang).to_owned()));
    head.extend(match ceiling.occasion {
        FineOccasion::Any => None,
        FineOccasion::First => Some(t.say("clocks-fine-first")),
        FineOccasion::Later => Some(t.say("clocks-fine-repeat")),
    });
    head.extend(ceiling.per.map(|unit| t.say(unit_key(unit))));
    if ceiling.verdict == Tri::Unknown {
        head.push(t.say("clocks-fine-reaches-maybe"));
    }
    head.join(" / ")
}

/// Whether a duty binds now, later or maybe.
#[must_use]
pub fn group(t: Texts, duty: &DutyExposure) -> String {
    match (duty.group, duty.from) {
        (DutyGroup::Now, _) => t.say("clocks-fine-now"),
        (DutyGroup::Later, Some(from)) => t.value("clocks-fine-later-from", from),
        (DutyGroup::Later, None) => t.say("clocks-fine-later"),
        (DutyGroup::May, _) => t.say("clocks-fine-may"),
    }
}

/// Whether a rule can be imposed on the date, and on this subject, where that
/// is not plainly so.
#[must_use]
pub fn limits(t: Texts, rule: &RuleExposure) -> Vec<String> {
    let mut found = Vec::new();
    match (rule.state, rule.from) {
        (TextState::NotYet, Some(from)) => found.push(t.value("clocks-fine-from", from)),
        (TextState::Ended, _) => found.push(t.say("clocks-fine-ended")),
        _ => {}
    }
    match rule.verdict {
        Tri::Yes => {}
        Tri::No => found.push(t.say("clocks-fine-reaches-not")),
        Tri::Unknown => found.push(t.say("clocks-fine-reaches-maybe")),
    }
    found
}

/// Key of the words for what a fine is counted by.
pub(crate) fn unit_key(unit: FineUnit) -> &'static str {
    match unit {
        FineUnit::Violation => "clocks-fine-per-violation",
        FineUnit::Day => "clocks-fine-per-day",
        FineUnit::ViolationDay => "clocks-fine-per-violation-day",
        FineUnit::Person => "clocks-fine-per-person",
        FineUnit::DayOfTurnover => "clocks-fine-per-day-of-turnover",
    }
}

/// A line of the arithmetic.
#[must_use]
pub fn step(t: Texts, currency: &str, line: &FineStep) -> String {
    match line {
        FineStep::Share {
            percent,
            turnover: Some(turnover),
            divided_by,
            amount: Some(amount),
            ..
        } => {
            let day = divided_by.map_or_else(String::new, |days| format!(" / {days}"));
            let (turnover, amount) = (money(currency, *turnover), money(currency, *amount));
            format!("{percent} % × {turnover}{day} = {amount}")
        }
        FineStep::Share { percent, even_at: Some(even), .. } => {
            let text = t.value("clocks-fine-share-unknown", format!("{percent} %"));
            let even = t.value("clocks-fine-even-at", money(currency, *even));
            format!("{text} {even}")
        }
        FineStep::Share { percent, .. } => {
            t.value("clocks-fine-share-unknown", format!("{percent} %"))
        }
        FineStep::Fixed { amount } => t.value("clocks-fine-fixed", money(currency, *amount)),
        FineStep::Size { size, verdict, rule } => {
            let size = t.say(match size {
                FirmSize::Sme => "clocks-fine-sme",
                FirmSize::Smc => "clocks-fine-smc",
            });
            let answer = t.say(&format!("verdict-{}", verdict.as_str()));
            match verdict {
                Tri::No => format!("{size} {answer}"),
                _ => format!("{size} {answer} → {}", t.say(rule_key(*rule))),
            }
        }
        FineStep::Choose { rule, result } => {
            format!("{} = {}", t.say(rule_key(*rule)), bounds(t, currency, *result))
        }
    }
}

/// Key of the words for which part of a fine rule counts.
pub(crate) fn rule_key(rule: FineRule) -> &'static str {
    match rule {
        FineRule::HigherOf => "clocks-fine-higher-of",
        FineRule::LowerOf => "clocks-fine-lower-of",
        FineRule::Fixed => "clocks-fine-only-fixed",
        FineRule::Turnover => "clocks-fine-only-share",
    }
}

/// An amount, or the bounds it lies between.
#[must_use]
pub fn bounds(t: Texts, currency: &str, within: Bounds) -> String {
    match (within.exact(), within.high) {
        (Some(only), _) => money(currency, only),
        (None, Some(high)) => {
            format!("{} … {}", money(currency, within.low), money(currency, high))
        }
        (None, None) => t.value("clocks-fine-unbounded", money(currency, within.low)),
    }
}

/// An amount with its currency, thousands apart; cents only when there are any.
#[must_use]
pub fn money(currency: &str, amount: f64) -> String {
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
