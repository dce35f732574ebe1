//! Numbers a text draws a line at.

use serde_spanned::Spanned;
use tenbin_vocab::Confidence;

use super::Assembler;
use crate::package::ThresholdEntry;
use crate::source::SourceFile;
use crate::suggest;
use crate::threshold::Threshold;
use crate::vocabulary::{FactKind, check_bilingual};

impl Assembler<'_> {
    pub(super) fn thresholds(
        &mut self,
        file: SourceFile<'_>,
        entries: &[ThresholdEntry],
        support: (Confidence, &[Spanned<String>]),
    ) -> Vec<Threshold> {
        let mut found = Vec::new();
        for entry in entries {
            check_bilingual(file, &entry.name, &mut self.mistakes);
            if !entry.value.get_ref().is_finite() {
                let at = entry.value.span().start;
                self.mistakes.at(file, at, "the threshold is no number", "write one");
            }
            if entry.unit.get_ref().trim().is_empty() {
                let at = entry.unit.span().start;
                self.mistakes.at(file, at, "the threshold has no unit", "say what is counted");
            }
            if let Some(fact) = &entry.fact {
                let vocabulary = self.compiler.vocabulary;
                match vocabulary.get(fact.get_ref()).map(|fact| &fact.kind) {
                    Some(FactKind::Number { unit, .. }) => {
                        if unit.as_deref().is_some_and(|unit| unit != entry.unit.get_ref()) {
                            let unit = unit.clone().unwrap_or_default();
                            self.mistakes.at(
                                file,
                                entry.unit.span().start,
                                format!("the fact {} is counted in {unit}", fact.get_ref()),
                                "give the threshold in the unit of its fact",
                            );
                        }
                    }
                    other => {
                        let what = other
                            .map_or("no fact".to_owned(), |kind| format!("a {} fact", kind.name()));
                        let numbers =
                            vocabulary.facts().filter(|fact| fact.kind.name() == "number");
                        let names: Vec<&str> = numbers.map(|fact| fact.name.as_str()).collect();
                        let otherwise = "leave fact out, or add a number to facts.toml";
                        let hint = suggest::remedy(fact.get_ref(), names, otherwise);
                        let message = format!("\"{}\" is {what}, not a number", fact.get_ref());
                        self.mistakes.at(file, fact.span().start, message, hint);
                    }
                }
            }
            let sources = if entry.sources.is_empty() { support.1 } else { &entry.sources };
            found.push(Threshold {
                confidence: entry.confidence.unwrap_or(support.0),
                sources: self.sources(file, sources, entry.cite.span().start),
                name: entry.name.get_ref().clone(),
                fact: entry.fact.as_ref().map(|fact| fact.get_ref().clone()),
                op: entry.op,
                value: *entry.value.get_ref(),
                unit: entry.unit.get_ref().clone(),
                cite: self.cite(file, &entry.cite),
            });
        }
        found
    }
}
