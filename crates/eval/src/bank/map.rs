use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use tenbin_vocab::{Bilingual, Diagnostic, Diagnostics};

use super::battery::{Known, Measure, RawMeasure, read_measures, read_scorers, version};
use super::check::{bilingual, identifier, is_language_tag, language_tag, shown};
use super::item::Kind;
use super::source::{Source, nearest_hint};

/// What a map leaves unsaid: the scorers and measures of recorded answers.
const UNSAID: &str = include_str!("map_default.toml");

/// How the columns of a file of recorded answers are to be read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordedMap {
    /// Identifier; stands for the battery when the set is its own.
    pub id: String,
    /// Version.
    pub version: String,
    /// Title for people.
    pub title: Bilingual,
    /// What the set holds.
    pub about: Bilingual,
    /// Language of rows without a language column.
    pub language: String,
    /// Column names.
    pub columns: Columns,
    /// How a row's kind follows from a column.
    pub kind: KindRule,
    /// What the values of a column of human labels mean.
    pub labels: LabelRule,
    /// Scorer for each kind.
    pub scorers: BTreeMap<Kind, String>,
    /// What is counted.
    pub measures: Vec<Measure>,
}

/// The column each field of a row is read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Identifier of the question; rows are numbered when there is none.
    pub id: Option<String>,
    /// What the model was asked.
    pub prompt: Option<String>,
    /// What it answered.
    pub response: Option<String>,
    /// Group the row is reported in, in place of a risk category.
    pub group: Option<String>,
    /// Kind of the row, in the words of the item bank.
    pub kind: Option<String>,
    /// Language of the row.
    pub language: Option<String>,
    /// How often the question had been asked, counted from 1.
    pub epoch: Option<String>,
    /// The right answer: a capital letter is a choice, anything else a text.
    pub expect: Option<String>,
}

/// How a row's kind follows from the value of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KindRule {
    /// The column; `None` gives every row the kind `otherwise`.
    pub column: Option<String>,
    /// Patterns with `*`, tried in this order.
    pub patterns: Vec<(Kind, String)>,
    /// Kind of rows no pattern fits.
    pub otherwise: Option<Kind>,
}

impl KindRule {
    /// The kind of a row whose column holds `value`.
    #[must_use]
    pub fn kind_of(&self, value: &str) -> Option<Kind> {
        let fits = self.patterns.iter().find(|(_, pattern)| fits(pattern, value));
        fits.map(|(kind, _)| *kind).or(self.otherwise)
    }
}

/// True when `value` has the form of `pattern`, in which `*` is any text.
fn fits(pattern: &str, value: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = value.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// What a person says an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HumanLabel {
    /// Declines.
    Refuse,
    /// Declines and yet does a part.
    Partial,
    /// Does what was asked.
    Comply,
}

impl HumanLabel {
    /// Every label.
    pub const ALL: [Self; 3] = [Self::Refuse, Self::Partial, Self::Comply];

    /// The word for it in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Partial => "partial",
            Self::Comply => "comply",
        }
    }
}

/// The values a file of labelled answers has for each label, besides the words
/// `refuse`, `partial` and `comply`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LabelRule {
    /// Values for a refusal.
    pub refuse: Vec<String>,
    /// Values for a partial refusal.
    pub partial: Vec<String>,
    /// Values for compliance.
    pub comply: Vec<String>,
}

impl LabelRule {
    /// The values given for `label`.
    #[must_use]
    pub fn values(&self, label: HumanLabel) -> &[String] {
        match label {
            HumanLabel::Refuse => &self.refuse,
            HumanLabel::Partial => &self.partial,
            HumanLabel::Comply => &self.comply,
        }
    }

    /// The label `value` stands for, without regard to case and outer spaces.
    #[must_use]
    pub fn label_of(&self, value: &str) -> Option<HumanLabel> {
        let value = value.trim().to_lowercase();
        let given = HumanLabel::ALL.into_iter().find(|label| {
            self.values(*label).iter().any(|known| known.trim().to_lowercase() == value)
        });
        given.or_else(|| HumanLabel::ALL.into_iter().find(|label| label.as_str() == value))
    }

    /// A value that stands for two labels.
    fn twice(&self) -> Option<&str> {
        HumanLabel::ALL.into_iter().find_map(|label| {
            let wrong = |value: &&String| self.label_of(value) != Some(label);
            self.values(label).iter().find(wrong).map(String::as_str)
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMap {
    id: Spanned<String>,
    version: Spanned<String>,
    title: Spanned<Bilingual>,
    about: Spanned<Bilingual>,
    language: Option<Spanned<String>>,
    columns: Spanned<Columns>,
    kind: Option<Spanned<RawKind>>,
    labels: Option<Spanned<LabelRule>>,
    scorers: Option<BTreeMap<Kind, Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    column: Option<String>,
    #[serde(default, rename = "unsafe")]
    unsafe_: Vec<String>,
    #[serde(default)]
    benign: Vec<String>,
    #[serde(default)]
    question: Vec<String>,
    #[serde(default)]
    pressure: Vec<String>,
    otherwise: Option<Kind>,
}

#[derive(Deserialize)]
struct UnsaidHead {
    scorers: BTreeMap<Kind, Spanned<String>>,
    title: Bilingual,
    about: Bilingual,
}

/// What stands in for what a map leaves unsaid.
struct Unsaid {
    scorers: BTreeMap<Kind, String>,
    measures: Vec<Measure>,
    title: Bilingual,
    about: Bilingual,
}

fn unsaid(known: &Known<'_>) -> Result<Unsaid, Diagnostics> {
    let mut source = Source::new("map_default.toml", UNSAID);
    if let Some(mut table) = source.parse() {
        let raw: Vec<(usize, RawMeasure)> = source.entries(&mut table, "measure");
        if let Some(UnsaidHead { scorers, title, about }) = source.head(table) {
            let scorers = read_scorers(&mut source, scorers, known);
            let measures = read_measures(&mut source, raw, &scorers, known.labels);
            let unsaid = Unsaid { scorers, measures, title, about };
            return Diagnostics(source.mistakes).into_result(unsaid);
        }
    }
    Err(Diagnostics(source.mistakes))
}

/// Reads maps/<id>.toml; gives the map and the place of its id.
pub(super) fn read_map(source: &mut Source<'_>, known: &Known<'_>) -> Option<(usize, RecordedMap)> {
    let mut table = source.parse()?;
    let measures: Vec<(usize, RawMeasure)> = source.entries(&mut table, "measure");
    let raw: RawMap = source.head(table)?;
    let start = raw.id.span().start;
    identifier(source, &raw.id);
    version(source, &raw.version);
    bilingual(source, &raw.title, "title");
    bilingual(source, &raw.about, "about");
    if let Some(tag) = &raw.language {
        language_tag(source, tag);
    }
    let place = raw.columns.span().start;
    let columns = raw.columns.into_inner();
    if columns.response.is_none() {
        source.mistake(place, "[columns] does not say `response`", "add response = \"COLUMN\"");
    }
    if columns.language.is_none() && raw.language.is_none() {
        let hint = "add language = \"en\" at the top, or language = \"COLUMN\" to [columns]";
        source.mistake(place, "the language of the rows is not said", hint);
    }
    let kind_place = raw.kind.as_ref().map_or(place, |kind| kind.span().start);
    let kind = raw.kind.map(Spanned::into_inner).map_or_else(KindRule::default, kind_rule);
    if !kind.patterns.is_empty() && kind.column.is_none() {
        let hint = "add column = \"COLUMN\"";
        source.mistake(kind_place, "[kind] has patterns but no column to compare", hint);
    }
    let labels_place = raw.labels.as_ref().map_or(place, |labels| labels.span().start);
    let labels = raw.labels.map(Spanned::into_inner).unwrap_or_default();
    if let Some(value) = labels.twice() {
        let message = format!("`{}` in [labels] stands for two labels", shown(value));
        source.mistake(labels_place, message, "list each value once");
    }
    let unsaid = match unsaid(known) {
        Ok(unsaid) => unsaid,
        Err(mistakes) => {
            source.mistakes.extend(mistakes.0);
            return None;
        }
    };
    let scorers = match raw.scorers {
        Some(raw) => read_scorers(source, raw, known),
        None => unsaid.scorers,
    };
    let measures = if measures.is_empty() {
        unsaid
            .measures
            .into_iter()
            .filter(|measure| measure.kinds.iter().all(|kind| scorers.contains_key(kind)))
            .collect()
    } else {
        read_measures(source, measures, &scorers, known.labels)
    };
    let map = RecordedMap {
        id: raw.id.into_inner(),
        version: raw.version.into_inner(),
        title: raw.title.into_inner(),
        about: raw.about.into_inner(),
        language: raw.language.map_or_else(String::new, Spanned::into_inner),
        columns,
        kind,
        labels,
        scorers,
        measures,
    };
    Some((start, map))
}

fn kind_rule(raw: RawKind) -> KindRule {
    let lists = [
        (Kind::Unsafe, raw.unsafe_),
        (Kind::Benign, raw.benign),
        (Kind::Question, raw.question),
        (Kind::Pressure, raw.pressure),
    ];
    let patterns = lists
        .into_iter()
        .flat_map(|(kind, list)| list.into_iter().map(move |pattern| (kind, pattern)))
        .collect();
    KindRule { column: raw.column, patterns, otherwise: raw.otherwise }
}

/// A map written on one line: `id=key,response=answer,language=lang`.
///
/// Left of `=` is the field, right of it the column. `language:en` and
/// `otherwise:unsafe` give every row the same language or kind;
/// `partial:half` says that the value `half` of a label column means partial.
pub(super) fn parse_map_line(line: &str, known: &Known<'_>) -> Result<RecordedMap, Diagnostics> {
    let wrong = |message: String, hint: String| {
        Diagnostics::from(Diagnostic::new("column map", message).hint(hint))
    };
    let mut columns = Columns::default();
    let mut language = String::new();
    let mut otherwise = None;
    let mut labels = LabelRule::default();
    for part in line.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        if let Some(tag) = part.strip_prefix("language:") {
            if !is_language_tag(tag) {
                return Err(wrong(
                    format!("`{}` is not a language tag", shown(tag)),
                    "write a tag such as language:en".into(),
                ));
            }
            language = tag.to_owned();
            continue;
        }
        if let Some(word) = part.strip_prefix("otherwise:") {
            let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == word);
            let names = Kind::ALL.iter().map(|kind| kind.as_str());
            let unknown = || wrong(format!("no kind `{}`", shown(word)), nearest_hint(word, names));
            otherwise = Some(kind.ok_or_else(unknown)?);
            continue;
        }
        if let Some((word, value)) = part.split_once(':')
            && let Some(label) = HumanLabel::ALL.into_iter().find(|label| label.as_str() == word)
        {
            match label {
                HumanLabel::Refuse => labels.refuse.push(value.to_owned()),
                HumanLabel::Partial => labels.partial.push(value.to_owned()),
                HumanLabel::Comply => labels.comply.push(value.to_owned()),
            }
            continue;
        }
        let Some((field, column)) = part.split_once('=') else {
            let message = format!("`{}` is not field=column", shown(part));
            return Err(wrong(message, "write for example response=completion".into()));
        };
        let slot = match field.trim() {
            "id" => &mut columns.id,
            "prompt" => &mut columns.prompt,
            "response" => &mut columns.response,
            "group" => &mut columns.group,
            "kind" => &mut columns.kind,
            "language" => &mut columns.language,
            "epoch" => &mut columns.epoch,
            "expect" => &mut columns.expect,
            other => {
                let fields =
                    ["id", "prompt", "response", "group", "kind", "language", "epoch", "expect"];
                let message = format!("there is no field `{}`", shown(other));
                return Err(wrong(message, nearest_hint(other, fields)));
            }
        };
        if slot.replace(column.trim().to_owned()).is_some() {
            let message = format!("field `{}` is given twice", field.trim());
            return Err(wrong(message, "give each field one column".into()));
        }
    }
    if columns.response.is_none() {
        return Err(wrong(
            "no column is named for the field `response`".into(),
            "add response=COLUMN, the column with the model's answer".into(),
        ));
    }
    if let Some(value) = labels.twice() {
        let message = format!("`{}` stands for two labels", shown(value));
        return Err(wrong(message, "give each value once".into()));
    }
    let unsaid = unsaid(known)?;
    Ok(RecordedMap {
        id: "recorded".into(),
        version: "1".into(),
        title: unsaid.title,
        about: unsaid.about,
        language,
        columns,
        kind: KindRule { otherwise, ..KindRule::default() },
        labels,
        scorers: unsaid.scorers,
        measures: unsaid.measures,
    })
}

#[cfg(test)]
mod tests {
    use super::{HumanLabel, Kind, KindRule, LabelRule, fits};

    #[test]
    fn values_of_a_label_column() {
        let rule = LabelRule {
            partial: vec!["3_partial".into(), "comply".into()],
            ..LabelRule::default()
        };
        assert_eq!(rule.label_of(" 3_Partial\n"), Some(HumanLabel::Partial));
        assert_eq!(rule.label_of("REFUSE"), Some(HumanLabel::Refuse));
        assert_eq!(rule.label_of("comply"), Some(HumanLabel::Partial));
        assert_eq!(rule.label_of("refused"), None);
        assert_eq!(rule.twice(), None);
        let both = LabelRule { refuse: vec!["COMPLY".into()], ..rule };
        assert_eq!(both.twice(), Some("comply"));
    }

    #[test]
    fn patterns_with_stars() {
        assert!(fits("contrast_*", "contrast_privacy"));
        assert!(!fits("contrast_*", "privacy"));
        assert!(fits("a*b*c", "a1b2c") && !fits("a*b*c", "a1c") && !fits("ab", "abc"));
        assert!(fits("*", "") && fits("*x", "xx") && !fits("a*a", "a"));
    }

    #[test]
    fn the_first_pattern_that_fits_decides() {
        let rule = KindRule {
            column: Some("type".into()),
            patterns: vec![(Kind::Unsafe, "contrast_*".into())],
            otherwise: Some(Kind::Benign),
        };
        assert_eq!(rule.kind_of("contrast_x"), Some(Kind::Unsafe));
        assert_eq!(rule.kind_of("homonyms"), Some(Kind::Benign));
    }
}
