//! The time between an event and the rules that answer it, computed from dated
//! records: the rule's date is taken from its law package where there is one,
//! and only otherwise written down with its citation.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use tenbin_law::{EventPrecision, Framework, Library, SourceFile, StatusKind};
use tenbin_vocab::{Bilingual, Confidence, Date};

use crate::reading::{Ids, Mistakes, TomlDate, check_cite, check_sources, check_text, read};

/// An event and the rules that answer it.
#[derive(Clone, Debug, Serialize)]
pub struct Lag {
    /// Stable id.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
    /// What happened.
    pub event: LagEvent,
    /// The rules, in order of date.
    pub rules: Vec<AnsweringRule>,
}

/// What rules answer: a release, a first crossing of a threshold, a harm.
#[derive(Clone, Debug, Serialize)]
pub struct LagEvent {
    /// The day.
    pub on: Date,
    /// How much of that date is known.
    pub precision: EventPrecision,
    /// What happened, in own words.
    pub what: Bilingual,
    /// Where that is recorded.
    pub cite: String,
    /// How well that is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

/// A rule and how long after the event its date lies.
#[derive(Clone, Debug, Serialize)]
pub struct AnsweringRule {
    /// What the rule asks in answer, in own words.
    pub what: Bilingual,
    /// The law package, when the date comes from one.
    pub framework: Option<String>,
    /// The provision, when the date comes from one.
    pub provision: Option<String>,
    /// Whose rule it is.
    pub jurisdiction: String,
    /// What the date is.
    pub moment: RuleMoment,
    /// The date.
    pub on: Date,
    /// How much of that date is known.
    pub precision: EventPrecision,
    /// Days from the event to that date; negative when the rule came first.
    pub days: i32,
    /// True when one of the two dates is known by month or year only.
    pub approximate: bool,
    /// Where the date stands.
    pub cite: String,
    /// The weaker of the marks of the link and of the date.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

/// What happens to a rule on the date that is measured to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleMoment {
    /// It was put forward.
    Proposed,
    /// It was agreed.
    Adopted,
    /// It was made public.
    Published,
    /// It became part of the law.
    InForce,
    /// Its duties bind.
    Applies,
}

impl RuleMoment {
    /// The word in data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Adopted => "adopted",
            Self::Published => "published",
            Self::InForce => "in-force",
            Self::Applies => "applies",
        }
    }

    fn status(self) -> StatusKind {
        match self {
            Self::Proposed => StatusKind::Proposed,
            Self::Adopted => StatusKind::Adopted,
            Self::Published => StatusKind::Published,
            Self::InForce => StatusKind::InForce,
            Self::Applies => StatusKind::Applies,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LagsFile {
    #[serde(default)]
    lag: Vec<LagEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LagEntry {
    id: Spanned<String>,
    title: Spanned<Bilingual>,
    event: EventEntry,
    #[serde(default)]
    rule: Vec<RuleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventEntry {
    on: Spanned<TomlDate>,
    #[serde(default)]
    precision: EventPrecision,
    what: Spanned<Bilingual>,
    cite: Spanned<String>,
    confidence: Confidence,
    sources: Spanned<Vec<Spanned<String>>>,
}

/// One of `provision`, `framework` or `on` says where the date comes from.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleEntry {
    what: Spanned<Bilingual>,
    moment: Spanned<RuleMoment>,
    provision: Option<Spanned<String>>,
    framework: Option<Spanned<String>>,
    version: Option<Spanned<String>>,
    on: Option<Spanned<TomlDate>>,
    #[serde(default)]
    precision: EventPrecision,
    jurisdiction: Option<String>,
    cite: Option<Spanned<String>>,
    confidence: Confidence,
    sources: Spanned<Vec<Spanned<String>>>,
}

/// Reads `policies/lags.toml`.
pub(crate) fn read_lags(
    file: SourceFile<'_>,
    door: &str,
    library: &Library,
    mistakes: &mut Mistakes,
) -> Vec<Lag> {
    let Some(raw) = read::<LagsFile>(file, door, mistakes) else { return Vec::new() };
    let mut ids = Ids::default();
    let mut lags = Vec::new();
    for entry in raw.lag {
        ids.add(file, &entry.id, mistakes);
        let event = LagEvent {
            on: entry.event.on.get_ref().0,
            precision: entry.event.precision,
            what: check_text(file, &entry.event.what, mistakes),
            cite: check_cite(file, &entry.event.cite, mistakes),
            confidence: entry.event.confidence,
            sources: check_sources(file, &entry.event.sources, library, mistakes),
        };
        if entry.rule.is_empty() {
            let hint = "add a [[lag.rule]]";
            mistakes.at(file, entry.id.span().start, "no rule answers the event", hint);
        }
        let mut rules: Vec<AnsweringRule> = Vec::new();
        for rule in &entry.rule {
            rules.extend(answering(file, rule, &event, library, mistakes));
        }
        rules.sort_by_key(|rule| rule.on);
        lags.push(Lag {
            title: check_text(file, &entry.title, mistakes),
            id: entry.id.into_inner(),
            event,
            rules,
        });
    }
    lags.sort_by(|a, b| (a.event.on, &a.id).cmp(&(b.event.on, &b.id)));
    lags
}

/// A date with what supports it.
struct Dated {
    on: Date,
    precision: EventPrecision,
    cite: String,
    confidence: Confidence,
    framework: Option<String>,
    provision: Option<String>,
    jurisdiction: String,
}

fn answering(
    file: SourceFile<'_>,
    raw: &RuleEntry,
    event: &LagEvent,
    library: &Library,
    mistakes: &mut Mistakes,
) -> Option<AnsweringRule> {
    let what = check_text(file, &raw.what, mistakes);
    let sources = check_sources(file, &raw.sources, library, mistakes);
    let dated = match (&raw.provision, &raw.framework, &raw.on) {
        (Some(id), None, None) => of_provision(file, raw, id, library, mistakes)?,
        (None, Some(id), None) => of_framework(file, raw, id, library, mistakes)?,
        (None, None, Some(on)) => written(file, raw, on, mistakes)?,
        _ => {
            let message = "the rule needs one of provision, framework and on";
            let hint = "name the provision or the framework, or write the date with its citation";
            mistakes.at(file, raw.moment.span().start, message, hint);
            return None;
        }
    };
    Some(AnsweringRule {
        what,
        framework: dated.framework,
        provision: dated.provision,
        jurisdiction: dated.jurisdiction,
        moment: *raw.moment.get_ref(),
        on: dated.on,
        precision: dated.precision,
        approximate: [event.precision, dated.precision].iter().any(|p| *p != EventPrecision::Day),
        days: event.on.until(dated.on).map_or(0, |span| span.get_days()),
        cite: dated.cite,
        confidence: raw.confidence.weakest(dated.confidence),
        sources,
    })
}

/// The first day the duty of a provision applies.
fn of_provision(
    file: SourceFile<'_>,
    raw: &RuleEntry,
    id: &Spanned<String>,
    library: &Library,
    mistakes: &mut Mistakes,
) -> Option<Dated> {
    let Some(provision) = library.provision(id.get_ref()) else {
        let known = library.provisions().iter().map(|provision| provision.id.as_str());
        mistakes.unknown(file, id, "provision", known, "list them with: tenbin law list");
        return None;
    };
    if *raw.moment.get_ref() != RuleMoment::Applies {
        let message = "a provision gives the day its duty applies and no other";
        let hint = "write moment = \"applies\", or name the framework";
        mistakes.at(file, raw.moment.span().start, message, hint);
    }
    let first = provision.versions.iter().filter_map(|version| {
        version.applies_from.map(|on| (on, version.cite.clone(), version.confidence))
    });
    let Some((on, cite, confidence)) = first.min_by_key(|(on, _, _)| *on) else {
        let message = format!("\"{}\" has no single day on which it applies", id.get_ref());
        let hint = "its start depends on the subject; write the date with on and cite";
        mistakes.at(file, id.span().start, message, hint);
        return None;
    };
    let jurisdiction = library.framework(&provision.framework);
    Some(Dated {
        on,
        precision: EventPrecision::Day,
        cite,
        confidence,
        framework: Some(provision.framework.clone()),
        provision: Some(provision.id.clone()),
        jurisdiction: jurisdiction.map_or_else(String::new, |found| found.jurisdiction.clone()),
    })
}

/// The day a framework reached a status, or the first day of one of its texts.
fn of_framework(
    file: SourceFile<'_>,
    raw: &RuleEntry,
    id: &Spanned<String>,
    library: &Library,
    mistakes: &mut Mistakes,
) -> Option<Dated> {
    let Some(framework) = library.framework(id.get_ref()) else {
        let known = library.frameworks().iter().map(|framework| framework.id.as_str());
        mistakes.unknown(file, id, "framework", known, "list them with: tenbin law list");
        return None;
    };
    let dated = |on, confidence: Confidence, framework: &Framework| Dated {
        on,
        precision: EventPrecision::Day,
        cite: framework.instrument.clone(),
        confidence,
        framework: Some(framework.id.clone()),
        provision: None,
        jurisdiction: framework.jurisdiction.clone(),
    };
    if let Some(version) = &raw.version {
        let found = framework.versions.iter().find(|found| found.id == *version.get_ref());
        if let Some(found) = found {
            return Some(dated(found.in_force.from, framework.confidence, framework));
        }
        let known = framework.versions.iter().map(|version| version.id.as_str());
        mistakes.unknown(file, version, "text version", known, "name a version of the package");
        return None;
    }
    let wanted = raw.moment.get_ref().status();
    if let Some(status) = framework.status.iter().find(|status| status.status == wanted) {
        return Some(dated(status.on, status.confidence, framework));
    }
    let message =
        format!("\"{}\" has no status \"{}\"", framework.id, raw.moment.get_ref().as_str());
    let hint = "choose a moment its status history holds, or a version";
    mistakes.at(file, raw.moment.span().start, message, hint);
    None
}

/// A date no law package holds, with its citation.
fn written(
    file: SourceFile<'_>,
    raw: &RuleEntry,
    on: &Spanned<TomlDate>,
    mistakes: &mut Mistakes,
) -> Option<Dated> {
    let (Some(cite), Some(jurisdiction)) = (&raw.cite, &raw.jurisdiction) else {
        let message = "a date that no law package holds needs cite and jurisdiction";
        let hint = "say where the date is written and whose rule it is";
        mistakes.at(file, on.span().start, message, hint);
        return None;
    };
    Some(Dated {
        on: on.get_ref().0,
        precision: raw.precision,
        cite: check_cite(file, cite, mistakes),
        confidence: raw.confidence,
        framework: None,
        provision: None,
        jurisdiction: jurisdiction.clone(),
    })
}
