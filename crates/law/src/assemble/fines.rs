//! Fine rules.

use serde_spanned::Spanned;

use super::{Assembler, Filed};
use crate::facts_input::is_currency;
use crate::fine::{FinePart, FineRule, Penalty};
use crate::load::Ids;
use crate::package::{FinePartEntry, PenaltiesFile, PenaltyEntry};
use crate::source::SourceFile;
use crate::suggest;
use crate::vocabulary::{FactKind, check_bilingual};

/// What a file says for all of its rules.
struct Common<'a> {
    turnover: Option<&'a Spanned<String>>,
    sme: Option<&'a Spanned<String>>,
    smc: Option<&'a Spanned<String>>,
}

impl Assembler<'_> {
    pub(super) fn penalties(&mut self, file: Filed<'_, PenaltiesFile>) -> Vec<Penalty> {
        let Some((file, raw)) = file else { return Vec::new() };
        let mut ids = Ids::default();
        let common = Common {
            turnover: raw.turnover.as_ref(),
            sme: raw.sme.as_ref(),
            smc: raw.smc.as_ref(),
        };
        let mut found = Vec::new();
        for entry in raw.penalty {
            ids.add(file, &entry.id, &mut self.mistakes);
            found.push(self.penalty(file, entry, &common));
        }
        found
    }

    fn penalty(
        &mut self,
        file: SourceFile<'_>,
        entry: PenaltyEntry,
        common: &Common<'_>,
    ) -> Penalty {
        let at = entry.id.span().start;
        check_bilingual(file, &entry.covers, &mut self.mistakes);
        self.figures(file, &entry);
        let currency = entry.currency.as_ref();
        let turnover = entry.turnover.as_ref().or(common.turnover);
        let shares = entry.part.iter().any(|part| part.turnover_percent.is_some());
        if let (true, Some(fact)) = (entry.turnover_percent.is_some() || shares, turnover) {
            self.turnover(file, fact, currency);
        }
        if let (Some(from), Some(until)) = (entry.from, entry.until)
            && until.0 <= from.0
        {
            let message = "the rule ends before it starts";
            self.mistakes.at(file, at, message, "until is the first day after the rule");
        }
        let size = |this: &mut Self, rule: Option<FineRule>, when: Option<&Spanned<String>>| {
            rule.and(when).map(|when| this.condition(file, when))
        };
        Penalty {
            sme_when: size(self, entry.sme, common.sme),
            smc_when: size(self, entry.smc, common.smc),
            cite: self.cite(file, &entry.cite),
            sources: self.sources(file, &entry.sources, at),
            note: self.optional_text(file, entry.note.as_ref()),
            when: entry.when.as_ref().map(|when| self.condition(file, when)),
            parts: entry.part.iter().map(|part| self.fine_part(file, part)).collect(),
            turnover: turnover.map(|fact| fact.get_ref().clone()),
            currency: currency.map(|currency| currency.get_ref().clone()),
            id: entry.id.into_inner(),
            covers: entry.covers.into_inner(),
            fixed_min: entry.fixed_min,
            fixed_max: entry.fixed_max,
            later_max: entry.later_max,
            turnover_percent: entry.turnover_percent,
            rule: entry.rule,
            sme: entry.sme,
            smc: entry.smc,
            per: entry.per,
            from: entry.from.map(|date| date.0),
            until: entry.until.map(|date| date.0),
            confidence: entry.confidence,
        }
    }

    /// Amounts are amounts, have a currency, and are not left out in silence.
    fn figures(&mut self, file: SourceFile<'_>, entry: &PenaltyEntry) {
        let at = entry.id.span().start;
        let own = [entry.fixed_min, entry.fixed_max, entry.later_max];
        let parts = entry.part.iter().flat_map(|part| [part.min, part.max]);
        let amounts: Vec<f64> = own.into_iter().chain(parts).flatten().collect();
        let shares = std::iter::once(entry.turnover_percent)
            .chain(entry.part.iter().map(|part| part.turnover_percent))
            .flatten();
        let shares: Vec<f64> = shares.collect();
        match &entry.currency {
            None if !amounts.is_empty() => {
                let message = "a fixed amount and its currency go together";
                self.mistakes.at(file, at, message, "add currency = \"EUR\"");
            }
            Some(currency) if !is_currency(currency.get_ref()) => {
                let message = format!("\"{}\" is no currency", currency.get_ref().escape_debug());
                let at = currency.span().start;
                self.mistakes.at(file, at, message, "use three capital letters (ISO 4217)");
            }
            Some(_) if amounts.is_empty() && shares.is_empty() => {
                let message = "the rule has a currency and no amount";
                self.mistakes.at(file, at, message, "give fixed_max, or leave currency out");
            }
            _ => {}
        }
        for figure in amounts.iter().chain(&shares) {
            if !figure.is_finite() || *figure < 0.0 {
                let message = format!("{figure} is no amount");
                self.mistakes.at(file, at, message, "use a number from 0 up");
            }
        }
        let ranges = entry
            .part
            .iter()
            .map(|part| (part.min, part.max))
            .chain(std::iter::once((entry.fixed_min, entry.fixed_max)));
        for (min, max) in ranges {
            if let (Some(min), Some(max)) = (min, max)
                && min > max
            {
                let message = format!("the least amount {min} is more than the most, {max}");
                self.mistakes.at(file, at, message, "swap them");
            }
        }
        if amounts.is_empty() && shares.is_empty() && entry.note.is_none() {
            let message = "the rule has no figure and no note";
            self.mistakes.at(file, at, message, "say in note who sets the fine");
        }
    }

    /// The fact of the turnover is an amount in the rule's currency.
    fn turnover(
        &mut self,
        file: SourceFile<'_>,
        fact: &Spanned<String>,
        currency: Option<&Spanned<String>>,
    ) {
        let vocabulary = self.compiler.vocabulary;
        match vocabulary.get(fact.get_ref()).map(|fact| &fact.kind) {
            Some(FactKind::Number { unit, .. }) => {
                if unit.as_deref() != currency.map(|currency| currency.get_ref().as_str()) {
                    let unit = unit.clone().unwrap_or_else(|| "no unit".into());
                    let message = format!(
                        "the turnover {} is in {unit}, not in the currency of the rule",
                        fact.get_ref()
                    );
                    let hint = "name the fact of the same currency, and give the rule a currency";
                    self.mistakes.at(file, fact.span().start, message, hint);
                }
            }
            _ => {
                let numbers = vocabulary.facts().filter(|fact| fact.kind.name() == "number");
                let names: Vec<&str> = numbers.map(|fact| fact.name.as_str()).collect();
                let hint = suggest::remedy(fact.get_ref(), names, "add it to facts.toml");
                let message = format!("\"{}\" is no number fact", fact.get_ref().escape_debug());
                self.mistakes.at(file, fact.span().start, message, hint);
            }
        }
    }

    fn fine_part(&mut self, file: SourceFile<'_>, entry: &FinePartEntry) -> FinePart {
        check_bilingual(file, &entry.name, &mut self.mistakes);
        if entry.max.is_none() && entry.turnover_percent.is_none() {
            let at = entry.cite.span().start;
            let message = "the part has neither max nor turnover_percent";
            self.mistakes.at(file, at, message, "give the most that can be imposed");
        }
        FinePart {
            name: entry.name.get_ref().clone(),
            min: entry.min,
            max: entry.max,
            turnover_percent: entry.turnover_percent,
            rule: entry.rule,
            per: entry.per,
            when: entry.when.as_ref().map(|when| self.condition(file, when)),
            cite: self.cite(file, &entry.cite),
        }
    }
}
