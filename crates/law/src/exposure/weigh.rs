//! From duties to the fine rules behind them.

use tenbin_vocab::{Date, FactState, FactValue, Facts, Tri};

use super::answer::{
    Ceiling, Converted, DutyExposure, DutyGroup, EXPOSURE_SCHEMA, Exposure, FineOccasion, FineStep,
    FirmSize, RuleExposure,
};
use super::ceiling::{Makings, maximum};
use crate::evaluate::Scope;
use crate::exact::settle;
use crate::facts_input::Exchange;
use crate::fine::{FinePart, FineRule, FineUnit, Penalty};
use crate::library::{Library, Selection};
use crate::model::{Condition, DutyState};
use crate::prepare::Prepared;
use crate::question::{Doubt, rank};
use crate::weighing::{OpenFact, ProvisionAnswer, TextState};

impl Library {
    /// The fine rules behind the subject's duties on `as_of`, with arithmetic.
    ///
    /// `exchange` converts maxima into one currency; without it every amount
    /// stays in the currency of its rule.
    #[must_use]
    pub fn exposure(
        &self,
        facts: &Facts,
        as_of: Date,
        selection: &Selection,
        exchange: Option<&Exchange>,
    ) -> Exposure {
        let prepared = self.prepare(as_of, selection);
        let weighing = prepared.weigh(facts);
        let (dense, _) = prepared.dense(facts);
        let standing = prepared.stand(&dense);
        let scope = prepared.scope(&standing);
        let mut duties = Vec::new();
        let mut without_rule = Vec::new();
        let mut other_party = 0;
        for answer in weighing.provisions {
            let Some(group) = group(&answer) else { continue };
            match answer.penalty.clone() {
                _ if answer.addressee.subject == Tri::No => {
                    other_party += usize::from(answer.penalty.is_some());
                }
                Some(rule) => duties.push(duty(answer, group, rule)),
                None if answer.binding => without_rule.push(answer.id),
                None => {}
            }
        }
        let mut rules = Vec::new();
        for framework in &self.frameworks {
            for penalty in &framework.penalties {
                let behind = |group| {
                    let here = |duty: &&DutyExposure| {
                        duty.framework == framework.id
                            && duty.rule == penalty.id
                            && duty.group == group
                    };
                    duties.iter().filter(here).map(|duty| duty.provision.clone()).collect()
                };
                let [now, later, may]: [Vec<String>; 3] =
                    [DutyGroup::Now, DutyGroup::Later, DutyGroup::May].map(behind);
                if now.is_empty() && later.is_empty() && may.is_empty() {
                    continue;
                }
                let weigher =
                    RuleWeigher { prepared: &prepared, scope: &scope, facts, penalty, exchange };
                let (verdict, ceilings, open) = weigher.weigh();
                rules.push(RuleExposure {
                    framework: framework.id.clone(),
                    id: penalty.id.clone(),
                    cite: penalty.cite.clone(),
                    covers: penalty.covers.clone(),
                    verdict,
                    state: state(penalty, as_of),
                    from: penalty.from,
                    until: penalty.until,
                    now,
                    later,
                    may,
                    ceilings,
                    confidence: penalty.confidence,
                    sources: penalty.sources.clone(),
                    note: penalty.note.clone(),
                    open,
                });
            }
        }
        Exposure {
            schema: EXPOSURE_SCHEMA.to_owned(),
            as_of,
            packages: weighing.packages,
            duties,
            rules,
            other_party,
            without_rule,
            exchange: exchange.cloned(),
        }
    }
}

/// Whether the duty binds; none when it does not and will not.
fn group(answer: &ProvisionAnswer) -> Option<DutyGroup> {
    match (answer.verdict, answer.duty_state) {
        (Tri::No, _) | (_, DutyState::Ended | DutyState::Never) => None,
        (Tri::Unknown, _) | (_, DutyState::Unknown) => Some(DutyGroup::May),
        (Tri::Yes, DutyState::Now) => Some(DutyGroup::Now),
        (Tri::Yes, DutyState::Later) => Some(DutyGroup::Later),
    }
}

fn duty(answer: ProvisionAnswer, group: DutyGroup, rule: String) -> DutyExposure {
    DutyExposure {
        provision: answer.id,
        framework: answer.framework,
        title: answer.title,
        cite: answer.cite,
        group,
        verdict: answer.verdict,
        duty_state: answer.duty_state,
        from: answer.from,
        force: answer.force,
        addressee: answer.addressee,
        rule,
    }
}

fn state(penalty: &Penalty, as_of: Date) -> TextState {
    if penalty.from.is_some_and(|from| as_of < from) {
        TextState::NotYet
    } else if penalty.until.is_some_and(|until| until <= as_of) {
        TextState::Ended
    } else {
        TextState::InForce
    }
}

struct RuleWeigher<'a> {
    prepared: &'a Prepared<'a>,
    scope: &'a Scope<'a>,
    facts: &'a Facts,
    penalty: &'a Penalty,
    exchange: Option<&'a Exchange>,
}

impl RuleWeigher<'_> {
    fn holds(&self, condition: Option<&Condition>) -> Tri {
        condition.map_or(Tri::Yes, |condition| settle(self.scope, condition.root()).verdict)
    }

    fn weigh(&self) -> (Tri, Vec<Ceiling>, Vec<OpenFact>) {
        let penalty = self.penalty;
        let verdict = self.holds(penalty.when.as_ref());
        let mut ceilings: Vec<Ceiling> = Vec::new();
        if verdict != Tri::No {
            let first =
                if penalty.later_max.is_some() { FineOccasion::First } else { FineOccasion::Any };
            ceilings.extend(self.own(first, penalty.fixed_max, penalty.turnover_percent));
            if penalty.later_max.is_some() {
                ceilings.extend(self.own(FineOccasion::Later, penalty.later_max, None));
            }
            ceilings.extend(penalty.parts.iter().filter_map(|part| self.part(part)));
        }
        let open = self.open(verdict, &ceilings);
        (verdict, ceilings, open)
    }

    /// An amount of the rule itself.
    fn own(
        &self,
        occasion: FineOccasion,
        fixed: Option<f64>,
        percent: Option<f64>,
    ) -> Option<Ceiling> {
        let penalty = self.penalty;
        let sizes = [
            (FirmSize::Sme, &penalty.sme_when, penalty.sme),
            (FirmSize::Smc, &penalty.smc_when, penalty.smc),
        ];
        let makings = Makings {
            fixed,
            percent,
            turnover_fact: penalty.turnover.as_deref(),
            turnover: self.turnover(),
            divided_by: None,
            rule: penalty.rule,
            sizes: sizes
                .into_iter()
                .filter_map(|(size, when, rule)| {
                    // Nobody said who is of that size: not known.
                    let held = when.as_ref().map_or(Tri::Unknown, |w| self.holds(Some(w)));
                    Some((size, held, rule?))
                })
                .collect(),
        };
        let (maximum, steps) = maximum(&makings)?;
        Some(self.ceiling(Ceiling {
            part: None,
            occasion,
            per: penalty.per,
            verdict: Tri::Yes,
            currency: penalty.currency.clone(),
            minimum: penalty.fixed_min,
            maximum,
            steps,
            converted: None,
            cite: penalty.cite.clone(),
        }))
    }

    fn part(&self, part: &FinePart) -> Option<Ceiling> {
        let verdict = self.holds(part.when.as_ref());
        if verdict == Tri::No {
            return None;
        }
        let makings = Makings {
            fixed: part.max,
            percent: part.turnover_percent,
            turnover_fact: self.penalty.turnover.as_deref(),
            turnover: self.turnover(),
            divided_by: (part.per == Some(FineUnit::DayOfTurnover)).then_some(DAYS_OF_A_YEAR),
            rule: part.rule.or(self.penalty.rule).or(Some(FineRule::HigherOf)),
            sizes: Vec::new(),
        };
        let (maximum, steps) = maximum(&makings)?;
        Some(self.ceiling(Ceiling {
            part: Some(part.name.clone()),
            occasion: FineOccasion::Any,
            per: part.per,
            verdict,
            currency: self.penalty.currency.clone(),
            minimum: part.min,
            maximum,
            steps,
            converted: None,
            cite: part.cite.clone(),
        }))
    }

    /// The ceiling with its conversion.
    fn ceiling(&self, mut ceiling: Ceiling) -> Ceiling {
        let currency = ceiling.currency.as_deref();
        ceiling.converted = self.exchange.zip(currency).and_then(|(exchange, currency)| {
            let rate = *exchange.rates.get(currency)?;
            let mut maximum = ceiling.maximum;
            maximum.low *= rate;
            maximum.high = maximum.high.map(|high| high * rate);
            Some(Converted { currency: exchange.to.clone(), rate, maximum })
        });
        ceiling
    }

    fn turnover(&self) -> Option<f64> {
        match self.facts.get(self.penalty.turnover.as_deref()?).and_then(FactState::value) {
            Some(FactValue::Number(amount)) if amount.is_finite() => Some(*amount),
            _ => None,
        }
    }

    /// What would narrow the result: whom the rule reaches, the size of the
    /// firm, its turnover.
    fn open(&self, verdict: Tri, ceilings: &[Ceiling]) -> Vec<OpenFact> {
        let penalty = self.penalty;
        let wide = ceilings.iter().any(|ceiling| ceiling.maximum.exact().is_none());
        let mut conditions: Vec<&Condition> = Vec::new();
        if verdict == Tri::Unknown {
            conditions.extend(&penalty.when);
        }
        conditions.extend(penalty.parts.iter().filter_map(|part| part.when.as_ref()));
        let sizes = [(FirmSize::Sme, &penalty.sme_when), (FirmSize::Smc, &penalty.smc_when)];
        for (asked, when) in sizes {
            let looked_at =
                |step: &FineStep| matches!(step, FineStep::Size { size, .. } if *size == asked);
            let matters = |ceiling: &Ceiling| {
                ceiling.maximum.exact().is_none() && ceiling.steps.iter().any(looked_at)
            };
            conditions.extend(when.iter().filter(|_| ceilings.iter().any(matters)));
        }
        let doubts: Vec<Doubt> = conditions
            .into_iter()
            .filter(|condition| self.holds(Some(condition)) == Tri::Unknown)
            .map(|condition| Doubt {
                root: condition.root(),
                weight: 1.0,
                verdict: false,
                definition: None,
            })
            .collect();
        let mut open: Vec<OpenFact> =
            rank(self.prepared, self.scope, &doubts).into_iter().map(OpenFact::from).collect();
        let vocabulary = self.prepared.library.vocabulary();
        if let (true, None, Some(fact)) =
            (wide, self.turnover(), penalty.turnover.as_deref().and_then(|f| vocabulary.get(f)))
            && open.iter().all(|known| known.fact != fact.name)
        {
            let question = fact.question.clone();
            open.insert(0, OpenFact { fact: fact.name.clone(), question });
        }
        open
    }
}

/// The turnover of an average day is that of the year divided by this.
const DAYS_OF_A_YEAR: u32 = 365;
