use std::borrow::Borrow;
use std::fmt::Display;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use tenbin_vocab::Lang;
use unic_langid::LanguageIdentifier;

/// The message files, compiled in. A new file is one line a language here.
pub(crate) const FILES: [(Lang, &str, &str); 24] = [
    (Lang::Ja, "words.ftl", include_str!("../../../locales/ja/words.ftl")),
    (Lang::Ja, "report.ftl", include_str!("../../../locales/ja/report.ftl")),
    (Lang::Ja, "web.ftl", include_str!("../../../locales/ja/web.ftl")),
    (Lang::Ja, "cli.ftl", include_str!("../../../locales/ja/cli.ftl")),
    (Lang::Ja, "clocks.ftl", include_str!("../../../locales/ja/clocks.ftl")),
    (Lang::Ja, "portfolio.ftl", include_str!("../../../locales/ja/portfolio.ftl")),
    (Lang::Ja, "timeline.ftl", include_str!("../../../locales/ja/timeline.ftl")),
    (Lang::Ja, "ask.ftl", include_str!("../../../locales/ja/ask.ftl")),
    (Lang::Ja, "crosswalk.ftl", include_str!("../../../locales/ja/crosswalk.ftl")),
    (Lang::Ja, "declarations.ftl", include_str!("../../../locales/ja/declarations.ftl")),
    (Lang::Ja, "oscal.ftl", include_str!("../../../locales/ja/oscal.ftl")),
    (Lang::Ja, "book.ftl", include_str!("../../../locales/ja/book.ftl")),
    (Lang::En, "words.ftl", include_str!("../../../locales/en/words.ftl")),
    (Lang::En, "report.ftl", include_str!("../../../locales/en/report.ftl")),
    (Lang::En, "web.ftl", include_str!("../../../locales/en/web.ftl")),
    (Lang::En, "cli.ftl", include_str!("../../../locales/en/cli.ftl")),
    (Lang::En, "clocks.ftl", include_str!("../../../locales/en/clocks.ftl")),
    (Lang::En, "portfolio.ftl", include_str!("../../../locales/en/portfolio.ftl")),
    (Lang::En, "timeline.ftl", include_str!("../../../locales/en/timeline.ftl")),
    (Lang::En, "ask.ftl", include_str!("../../../locales/en/ask.ftl")),
    (Lang::En, "crosswalk.ftl", include_str!("../../../locales/en/crosswalk.ftl")),
    (Lang::En, "declarations.ftl", include_str!("../../../locales/en/declarations.ftl")),
    (Lang::En, "oscal.ftl", include_str!("../../../locales/en/oscal.ftl")),
    (Lang::En, "book.ftl", include_str!("../../../locales/en/book.ftl")),
];

/// What a page shows for a key that has no text; tests look for it.
pub const MISSING_MARK: char = '⟦';

/// The texts of the interface in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    /// The language.
    pub lang: Lang,
}

impl Texts {
    /// The texts in `lang`.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// The text of `key`.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text of `key` with `$n`, a count that chooses the plural.
    #[must_use]
    pub fn count(&self, key: &str, n: impl Borrow<usize>) -> String {
        let mut args = FluentArgs::new();
        args.set("n", FluentValue::from(*n.borrow()));
        self.format(key, Some(&args))
    }

    /// The text of `key` with `$of` and `$n`, where `$n` are some of `$of`.
    #[must_use]
    pub fn part(&self, key: &str, n: impl Borrow<usize>, of: impl Borrow<usize>) -> String {
        let mut args = FluentArgs::new();
        args.set("n", FluentValue::from(*n.borrow()));
        args.set("of", FluentValue::from(*of.borrow()));
        self.format(key, Some(&args))
    }

    /// The text of `key` with `$value`.
    #[must_use]
    pub fn value(&self, key: &str, value: impl Display) -> String {
        let mut args = FluentArgs::new();
        args.set("value", FluentValue::from(value.to_string()));
        self.format(key, Some(&args))
    }

    /// The text of `key` with `$n` and `$value`.
    #[must_use]
    pub fn count_of(&self, key: &str, n: impl Borrow<usize>, value: impl Display) -> String {
        let mut args = FluentArgs::new();
        args.set("n", FluentValue::from(*n.borrow()));
        args.set("value", FluentValue::from(value.to_string()));
        self.format(key, Some(&args))
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = bundle(self.lang);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("{MISSING_MARK}{key}⟧");
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors);
        if errors.is_empty() { text.into_owned() } else { format!("{MISSING_MARK}{key}⟧") }
    }
}

fn bundle(lang: Lang) -> &'static FluentBundle<FluentResource> {
    static JA: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static EN: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    match lang {
        Lang::Ja => JA.get_or_init(|| build(Lang::Ja)),
        Lang::En => EN.get_or_init(|| build(Lang::En)),
    }
}

fn build(lang: Lang) -> FluentBundle<FluentResource> {
    let tag: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Isolation marks would end up in attributes and in text that is copied.
    bundle.set_use_isolating(false);
    for (_, _, source) in FILES.iter().filter(|(of, _, _)| *of == lang) {
        // A file that does not parse leaves its keys without text, which shows
        // on the page; the parity test keeps that from being committed.
        let resource =
            FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests;
