//! The arithmetic of a fine rule.

use tenbin_vocab::Tri;

use super::answer::{Bounds, FineStep, FirmSize};
use crate::fine::FineRule;

/// What a maximum is made of, for one subject.
#[derive(Clone, Debug)]
pub(crate) struct Makings<'a> {
    pub(crate) fixed: Option<f64>,
    pub(crate) percent: Option<f64>,
    /// The fact of the turnover, and its value when known.
    pub(crate) turnover_fact: Option<&'a str>,
    pub(crate) turnover: Option<f64>,
    /// What the turnover is divided by before a share is taken.
    pub(crate) divided_by: Option<u32>,
    pub(crate) rule: Option<FineRule>,
    /// Size classes with a rule of their own, and whether the firm has each.
    pub(crate) sizes: Vec<(FirmSize, Tri, FineRule)>,
}

/// The maximum and how it was reached; none when the rule sets no figure.
///
/// The share of an unknown turnover lies anywhere from 0 up. A size that is not
/// known leaves both ways of choosing open, and the bounds hold for either.
pub(crate) fn maximum(makings: &Makings<'_>) -> Option<(Bounds, Vec<FineStep>)> {
    let mut steps = Vec::new();
    let share = makings.percent.map(|percent| {
        let divisor = f64::from(makings.divided_by.unwrap_or(1));
        let amount = makings.turnover.map(|turnover| turnover * percent / 100.0 / divisor);
        let even_at = makings
            .fixed
            .filter(|_| amount.is_none() && percent > 0.0)
            .map(|fixed| fixed * 100.0 * divisor / percent);
        steps.push(FineStep::Share {
            percent,
            fact: makings.turnover_fact.map(str::to_owned),
            turnover: makings.turnover,
            divided_by: makings.divided_by,
            amount,
            even_at,
        });
        amount.map_or(Bounds { low: 0.0, high: None }, Bounds::only)
    });
    let fixed = makings.fixed.map(|amount| {
        steps.push(FineStep::Fixed { amount });
        Bounds::only(amount)
    });
    let (fixed, share) = match (fixed, share) {
        (None, None) => return None,
        (Some(only), None) | (None, Some(only)) => return Some((only, steps)),
        (Some(fixed), Some(share)) => (fixed, share),
    };
    let mut rules: Vec<FineRule> = Vec::new();
    let mut settled = false;
    for (size, verdict, rule) in &makings.sizes {
        steps.push(FineStep::Size { size: *size, verdict: *verdict, rule: *rule });
        if *verdict != Tri::No && !rules.contains(rule) {
            rules.push(*rule);
        }
        settled = *verdict == Tri::Yes;
        if settled {
            break;
        }
    }
    // Nothing said of how the two go together leaves either open.
    let usual =
        makings.rule.map_or_else(|| vec![FineRule::HigherOf, FineRule::LowerOf], |r| vec![r]);
    if !settled {
        rules.extend(usual.into_iter().filter(|rule| !rules.contains(rule)).collect::<Vec<_>>());
    }
    let mut total: Option<Bounds> = None;
    for rule in rules {
        let result = match rule {
            FineRule::HigherOf => fixed.higher(share),
            FineRule::LowerOf => fixed.lower(share),
            FineRule::Fixed => fixed,
            FineRule::Turnover => share,
        };
        steps.push(FineStep::Choose { rule, result });
        total = Some(total.map_or(result, |other| other.either(result)));
    }
    total.map(|total| (total, steps))
}
