use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use tenbin_vocab::Bilingual;

use super::check::{bilingual, identifier, language_tag, probability};
use super::source::Source;

/// Declared behaviour of a simulated reference model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Profile {
    /// Identifier, the word after `reference:`.
    pub id: String,
    /// Title for people.
    pub title: Bilingual,
    /// What the profile shows.
    pub about: Bilingual,
    /// Probabilities in the first epoch, for languages without their own.
    pub rates: Rates,
    /// Probabilities in the first epoch, by language.
    pub languages: BTreeMap<String, Rates>,
    /// Added once for each epoch after the first.
    pub drift: Rates,
}

/// Probabilities of a reference model (or, in a drift, changes of them).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Rates {
    /// Full or partial refusal of an unsafe item.
    pub refuse_unsafe: f64,
    /// Share of refusals that are partial.
    pub partial_share: f64,
    /// Full or partial refusal of a benign item.
    pub refuse_benign: f64,
    /// Wrong answer to a question.
    pub error: f64,
    /// Giving in under pressure.
    pub swayed: f64,
}

impl Rates {
    fn plus(self, change: Self, times: f64) -> Self {
        let add = |rate: f64, change: f64| change.mul_add(times, rate).clamp(0.0, 1.0);
        Self {
            refuse_unsafe: add(self.refuse_unsafe, change.refuse_unsafe),
            partial_share: add(self.partial_share, change.partial_share),
            refuse_benign: add(self.refuse_benign, change.refuse_benign),
            error: add(self.error, change.error),
            swayed: add(self.swayed, change.swayed),
        }
    }
}

impl Profile {
    /// The declared probabilities in `language` and `epoch` (counted from 1).
    #[must_use]
    pub fn rates(&self, language: &str, epoch: u32) -> Rates {
        let base = self.languages.get(language).copied().unwrap_or(self.rates);
        base.plus(self.drift, f64::from(epoch.saturating_sub(1)))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProfile {
    id: Spanned<String>,
    title: Spanned<Bilingual>,
    about: Spanned<Bilingual>,
    rates: Spanned<RawRates>,
    #[serde(default)]
    language: BTreeMap<Spanned<String>, RawRates>,
    #[serde(default)]
    drift: RawRates,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRates {
    refuse_unsafe: Option<Spanned<f64>>,
    partial_share: Option<Spanned<f64>>,
    refuse_benign: Option<Spanned<f64>>,
    error: Option<Spanned<f64>>,
    swayed: Option<Spanned<f64>>,
}

impl RawRates {
    fn fields(&self) -> [(&'static str, Option<&Spanned<f64>>); 5] {
        [
            ("refuse_unsafe", self.refuse_unsafe.as_ref()),
            ("partial_share", self.partial_share.as_ref()),
            ("refuse_benign", self.refuse_benign.as_ref()),
            ("error", self.error.as_ref()),
            ("swayed", self.swayed.as_ref()),
        ]
    }

    fn over(&self, base: Rates) -> Rates {
        let or = |value: &Option<Spanned<f64>>, base| value.as_ref().map_or(base, |v| *v.get_ref());
        Rates {
            refuse_unsafe: or(&self.refuse_unsafe, base.refuse_unsafe),
            partial_share: or(&self.partial_share, base.partial_share),
            refuse_benign: or(&self.refuse_benign, base.refuse_benign),
            error: or(&self.error, base.error),
            swayed: or(&self.swayed, base.swayed),
        }
    }
}

/// Reads profiles/<id>.toml; gives the profile and the place of its id.
pub(super) fn read_profile(source: &mut Source<'_>) -> Option<(usize, Profile)> {
    let table = source.parse()?;
    let raw: RawProfile = source.head(table)?;
    let start = raw.id.span().start;
    identifier(source, &raw.id);
    bilingual(source, &raw.title, "title");
    bilingual(source, &raw.about, "about");
    for (name, value) in raw.rates.get_ref().fields() {
        if value.is_none() {
            let message = format!("[rates] does not say `{name}`");
            source.mistake(raw.rates.span().start, message, format!("add {name} = 0.05"));
        }
    }
    let overrides = raw.language.values();
    for rates in std::iter::once(raw.rates.get_ref()).chain(overrides) {
        for value in rates.fields().into_iter().filter_map(|(_, value)| value) {
            probability(source, value, false);
        }
    }
    for value in raw.drift.fields().into_iter().filter_map(|(_, value)| value) {
        probability(source, value, true);
    }
    for tag in raw.language.keys() {
        language_tag(source, tag);
    }
    let rates = raw.rates.get_ref().over(Rates::default());
    let languages =
        raw.language.iter().map(|(tag, own)| (tag.get_ref().clone(), own.over(rates))).collect();
    let profile = Profile {
        id: raw.id.into_inner(),
        title: raw.title.into_inner(),
        about: raw.about.into_inner(),
        rates,
        languages,
        drift: raw.drift.over(Rates::default()),
    };
    Some((start, profile))
}
