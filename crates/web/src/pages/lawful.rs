//! Words that several pages about law share: jurisdictions, languages, marks, how
//! a framework stands.

use tenbin_law::{Framework, Status, StatusKind};
use tenbin_report::{Texts, dated};
use tenbin_vocab::{Confidence, Date};

/// A jurisdiction by name; its code when the interface has no name for it.
pub(crate) fn jurisdiction(t: Texts, code: &str) -> String {
    let key = match code {
        "CA" => "where-ca",
        "CN" => "where-cn",
        "Council of Europe" => "where-coe",
        "EU" => "where-eu",
        "G7" => "where-g7",
        "IN" => "where-in",
        "IT" => "where-it",
        "JP" => "where-jp",
        "KR" => "where-kr",
        "OECD" => "where-oecd",
        "SG" => "where-sg",
        "UK" => "where-uk",
        "UN" => "where-un",
        "UNESCO" => "where-unesco",
        "US" => "where-us",
        "US-CA" => "where-us-ca",
        "US-CO" => "where-us-co",
        "US-NY" => "where-us-ny",
        "US states" => "where-us-states",
        "international" => "where-international",
        _ => return code.to_owned(),
    };
    t.say(key)
}

/// The official languages of the European Union (Regulation No 1 of 1958, Art 1).
const EU_LANGUAGES: [&str; 24] = [
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv",
    "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv",
];

/// Languages of an authentic text in few words: those of the EU by one phrase.
pub(crate) fn tongues(t: Texts, tags: &[String]) -> String {
    let all = tags.len() == EU_LANGUAGES.len()
        && EU_LANGUAGES.iter().all(|tag| tags.iter().any(|other| other == tag));
    if all { t.say("tongues-eu") } else { languages(t, tags) }
}

/// Languages of an authentic text, by name.
pub(crate) fn languages(t: Texts, tags: &[String]) -> String {
    let name = |tag: &String| {
        let key = match tag.as_str() {
            "ar" => "tongue-ar",
            "bg" => "tongue-bg",
            "cs" => "tongue-cs",
            "da" => "tongue-da",
            "de" => "tongue-de",
            "el" => "tongue-el",
            "en" => "language-en",
            "es" => "tongue-es",
            "et" => "tongue-et",
            "fi" => "tongue-fi",
            "fr" => "language-fr",
            "ga" => "tongue-ga",
            "hi" => "tongue-hi",
            "hr" => "tongue-hr",
            "hu" => "tongue-hu",
            "it" => "tongue-it",
            "ja" => "language-ja",
            "ko" => "language-ko",
            "lt" => "tongue-lt",
            "lv" => "tongue-lv",
            "mt" => "tongue-mt",
            "nl" => "tongue-nl",
            "pl" => "tongue-pl",
            "pt" => "tongue-pt",
            "ro" => "tongue-ro",
            "ru" => "tongue-ru",
            "sk" => "tongue-sk",
            "sl" => "tongue-sl",
            "sv" => "tongue-sv",
            "zh" => "language-zh",
            _ => return tag.clone(),
        };
        t.say(key)
    };
    tags.iter().map(name).collect::<Vec<_>>().join(&t.say("list-comma"))
}

/// A sentence about an entry that must not be relied on unchecked.
pub(crate) fn warning(t: Texts, mark: Confidence) -> Option<String> {
    match mark {
        Confidence::M => Some(t.say("mark-sentence-m")),
        Confidence::U => Some(t.say("mark-sentence-u")),
        Confidence::V | Confidence::V2 => None,
    }
}

/// How a framework stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stand {
    /// Its duties bind, or it is made public and used.
    Applies,
    /// It is law, or agreed, and its duties do not bind yet.
    Waiting,
    /// It is put forward.
    Proposed,
    /// It is over.
    Over,
    /// It was taken out of the law before its duties ever bound.
    OverBefore,
    /// Nothing is known to have happened by this day.
    None,
}

impl Stand {
    pub(crate) const ALL: [Self; 5] =
        [Self::Applies, Self::Waiting, Self::Proposed, Self::Over, Self::OverBefore];

    /// The last step decides; a change of the text alone decides nothing.
    pub(crate) fn of(framework: &Framework, on: Date) -> Self {
        let reached: Vec<&Status> =
            framework.status.iter().filter(|status| status.on <= on).collect();
        let was = |kind| reached.iter().any(|status| status.status == kind);
        let last = reached.iter().rev().find(|status| status.status != StatusKind::Amended);
        match last.map(|status| status.status) {
            None => Self::None,
            Some(StatusKind::Proposed) => Self::Proposed,
            Some(StatusKind::Superseded | StatusKind::Repealed | StatusKind::Rescinded) => {
                let bound = was(StatusKind::Applies)
                    || was(StatusKind::InForce)
                    || (!framework.binding && was(StatusKind::Published));
                if bound { Self::Over } else { Self::OverBefore }
            }
            Some(StatusKind::Applies | StatusKind::InForce) => Self::Applies,
            Some(StatusKind::Published | StatusKind::Adopted) if !framework.binding => {
                Self::Applies
            }
            Some(StatusKind::Published | StatusKind::Adopted | StatusKind::Amended) => {
                Self::Waiting
            }
        }
    }

    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Applies => "applies",
            Self::Waiting => "waiting",
            Self::Proposed => "proposed",
            Self::Over => "over",
            Self::OverBefore => "over-before",
            Self::None => "none",
        }
    }

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Applies => "stand-applies",
            Self::Waiting => "stand-waiting",
            Self::Proposed => "stand-proposed",
            Self::Over => "stand-over",
            Self::OverBefore => "stand-over-before",
            Self::None => "stand-none",
        }
    }
}

/// The last step of a framework in words, with its date; a repeal before the
/// duties bound says so.
pub(crate) fn state(t: Texts, framework: &Framework, on: Date) -> String {
    let stand = Stand::of(framework, on);
    match framework.status_on(on) {
        _ if stand == Stand::OverBefore => t.say(stand.key()),
        Some(status) => t.say(dated::status(status.status)),
        None => t.say(stand.key()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A framework with these steps, one a year from 2020.
    fn framework(binding: bool, steps: &[&str]) -> tenbin_law::Library {
        let mut text = format!(
            "[framework]\nid = \"act\"\ntitle = {{ ja = \"法\", en = \"Act\" }}\ninstrument = \"Act\"\njurisdiction = \"XX\"\nbinding = {binding}\nauthoritative_languages = [\"en\"]\nconfidence = \"V\"\nsources = [\"S1\"]\n[[version]]\nid = \"v1\"\nfrom = 2020-01-01\n"
        );
        for (at, step) in steps.iter().enumerate() {
            text.push_str(&format!(
                "[[status]]\non = {}-01-01\nstatus = \"{step}\"\nconfidence = \"V\"\nsources = [\"S1\"]\n",
                2020 + at
            ));
        }
        let files = [
            ("frameworks/facts.toml", ""),
            (
                "frameworks/sources.toml",
                "[[source]]\nid = \"S1\"\nwhat = \"t\"\nkind = \"primary-copy\"\n",
            ),
            ("frameworks/roles.toml", ""),
            ("controls/controls.toml", ""),
            ("controls/evidence.toml", ""),
            ("frameworks/act/framework.toml", &text),
        ];
        let files: Vec<tenbin_law::SourceFile<'_>> =
            files.iter().map(|(path, text)| tenbin_law::SourceFile { path, text }).collect();
        tenbin_law::load(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
    }

    fn stand(binding: bool, steps: &[&str]) -> Stand {
        let library = framework(binding, steps);
        Stand::of(&library.frameworks()[0], Date::constant(2026, 11, 21))
    }

    #[test]
    fn the_last_step_says_how_a_framework_stands() {
        assert_eq!(stand(true, &["proposed"]), Stand::Proposed);
        assert_eq!(stand(true, &["proposed", "adopted"]), Stand::Waiting);
        assert_eq!(stand(true, &["published", "in-force", "amended"]), Stand::Applies);
        assert_eq!(stand(true, &["adopted", "repealed"]), Stand::OverBefore);
        assert_eq!(stand(true, &["adopted", "amended", "superseded"]), Stand::OverBefore);
        assert_eq!(stand(true, &["in-force", "rescinded"]), Stand::Over);
        assert_eq!(stand(false, &["published"]), Stand::Applies);
        assert_eq!(stand(false, &["published", "superseded"]), Stand::Over);
        assert_eq!(stand(true, &[]), Stand::None);
        assert_eq!(
            Stand::of(&framework(true, &["in-force"]).frameworks()[0], Date::constant(2019, 1, 1)),
            Stand::None
        );
    }
}
