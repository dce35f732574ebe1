//! The book of a framework: every dated version of its rules, Japanese and
//! English side by side, with the digest a lawyer signs off. One file, made to
//! be printed.

use std::collections::BTreeMap;

use askama::Template;
use tenbin_law::{Case, Condition, DatedRule, Framework, Legacy, Library, Period, Rule, Threshold};
use tenbin_ledger::ReviewVerdict;
use tenbin_vocab::{Bilingual, CanonicalError, Confidence, Digest, FactState, FactValue, Lang};

use crate::style::{embedded, report_policy};
use crate::{Texts, clock_words, fine_words, render, words};

/// A review as the book shows it; whoever makes the book has checked its
/// signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookReview {
    /// Version reviewed, for example `euaia.53.1.a@2024-08-01`.
    pub of: String,
    /// Digest of the version as it was reviewed.
    pub digest: Digest,
    /// Who reviewed it.
    pub by: String,
    /// Date, as it is shown.
    pub on: String,
    /// What they say.
    pub verdict: ReviewVerdict,
    /// Their remark; may be empty.
    pub remark: String,
    /// Id of the key that signed it.
    pub key: String,
}

/// How far the versions of a framework have been reviewed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ReviewTally {
    /// Versions with an agreeing review of exactly this text.
    pub agreed: usize,
    /// Versions whose last review of exactly this text rejects it.
    pub rejected: usize,
    /// Versions reviewed only as they stood before a change.
    pub outdated: usize,
    /// Versions nobody has signed off.
    pub unreviewed: usize,
}

/// Where one version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewState {
    /// The last review of this text agrees.
    Agreed,
    /// The last review of this text rejects it.
    Rejected,
    /// Reviewed, but the text has changed since.
    Outdated,
    /// Never reviewed.
    Unreviewed,
}

/// Where the version called `id` with this digest stands.
#[must_use]
pub fn review_state(id: &str, digest: &Digest, reviews: &[BookReview]) -> ReviewState {
    let mut here = reviews.iter().filter(|review| review.of == id);
    let exact: Vec<&BookReview> = here.clone().filter(|review| review.digest == *digest).collect();
    let last = exact.iter().max_by(|a, b| a.on.cmp(&b.on));
    match last.map(|review| review.verdict) {
        Some(ReviewVerdict::Rejected) => ReviewState::Rejected,
        Some(ReviewVerdict::Agreed | ReviewVerdict::AgreedWithRemark) => ReviewState::Agreed,
        None if here.next().is_some() => ReviewState::Outdated,
        None => ReviewState::Unreviewed,
    }
}

impl ReviewTally {
    /// Counts the versions given.
    #[must_use]
    pub fn of(rules: &[DatedRule<'_>], reviews: &[BookReview]) -> Self {
        let mut tally = Self::default();
        for rule in rules {
            *match review_state(&rule.id, &rule.digest, reviews) {
                ReviewState::Agreed => &mut tally.agreed,
                ReviewState::Rejected => &mut tally.rejected,
                ReviewState::Outdated => &mut tally.outdated,
                ReviewState::Unreviewed => &mut tally.unreviewed,
            } += 1;
        }
        tally
    }
}

#[derive(Template)]
#[template(path = "book.html")]
struct Book<'a> {
    t: Texts,
    style: &'static str,
    policy: String,
    framework: &'a Framework,
    name: &'a str,
    other_name: &'a str,
    languages: String,
    binding: String,
    mark_meaning: String,
    sources: Vec<String>,
    history: Vec<Step<'a>>,
    counts: Vec<(String, usize)>,
    entries: Vec<Entry>,
    cases: Vec<CaseRow>,
    tool: String,
}

/// A step in the life of the framework.
struct Step<'a> {
    on: String,
    word: String,
    note: &'a str,
    mark: &'static str,
}

/// One version of a rule.
struct Entry {
    id: String,
    anchor: String,
    kind: String,
    cite: String,
    period: String,
    heading: String,
    title: Bilingual,
    text: Option<Bilingual>,
    note: Option<Bilingual>,
    lines: Vec<Line>,
    mark: &'static str,
    meaning: String,
    digest: String,
    short: String,
    state: String,
    look: &'static str,
    reviews: Vec<String>,
}

/// A labelled line; conditions are set as code.
struct Line {
    label: String,
    text: String,
    code: bool,
}

struct CaseRow {
    name: String,
    as_of: String,
    facts: Vec<(String, String)>,
    expect: Vec<(String, String)>,
}

struct Writer<'a> {
    t: Texts,
    library: &'a Library,
}

/// The book of `framework` as one file; `None` when there is no such framework.
///
/// # Errors
/// When a figure of the packages has no canonical form.
pub fn book_html(
    library: &Library,
    framework: &str,
    reviews: &[BookReview],
    lang: Lang,
    tool: &str,
) -> Result<Option<String>, CanonicalError> {
    let Some(framework) = library.framework(framework) else { return Ok(None) };
    let writer = Writer { t: Texts::new(lang), library };
    let t = writer.t;
    let rules = library.dated_rules(&framework.id)?;
    let tally = ReviewTally::of(&rules, reviews);
    let say = |key: &str| t.say(key);
    let book = Book {
        t,
        style: embedded(),
        policy: report_policy(),
        framework,
        name: framework.title.get(lang),
        other_name: framework.title.get(lang.other()),
        languages: framework.authoritative_languages.join(&say("list-comma")),
        binding: say(if framework.binding { "binding-yes" } else { "binding-no" }),
        mark_meaning: say(words::confidence(framework.confidence)),
        sources: writer.sources(&framework.sources),
        history: framework
            .status
            .iter()
            .map(|status| Step {
                on: status.on.to_string(),
                word: say(words::framework_status(status.status)),
                note: status.note.as_ref().map_or("", |note| note.get(lang)),
                mark: status.confidence.as_str(),
            })
            .collect(),
        counts: vec![
            (say("book-agreed"), tally.agreed),
            (say("book-rejected"), tally.rejected),
            (say("book-outdated"), tally.outdated),
            (say("book-unreviewed"), tally.unreviewed),
        ],
        entries: rules.iter().map(|rule| writer.entry(rule, reviews)).collect(),
        cases: library
            .cases()
            .iter()
            .filter(|case| case.framework == framework.id)
            .map(|case| writer.case(case))
            .collect(),
        tool: tool.to_owned(),
    };
    Ok(Some(render(&book)))
}

impl Writer<'_> {
    fn entry(&self, rule: &DatedRule<'_>, reviews: &[BookReview]) -> Entry {
        let state = review_state(&rule.id, &rule.digest, reviews);
        let (word, look) = match state {
            ReviewState::Agreed => ("book-agreed", "met"),
            ReviewState::Rejected => ("book-rejected", "missing"),
            ReviewState::Outdated => ("book-outdated", "partly"),
            ReviewState::Unreviewed => ("book-unreviewed", "unknown"),
        };
        let mut entry = Entry {
            anchor: rule.id.replace(['/', '@'], "-"),
            id: rule.id.clone(),
            kind: String::new(),
            cite: String::new(),
            period: String::new(),
            heading: String::new(),
            title: Bilingual::new("", ""),
            text: None,
            note: None,
            lines: Vec::new(),
            mark: "",
            meaning: String::new(),
            digest: rule.digest.to_string(),
            short: rule.digest.short(),
            state: self.t.say(word),
            look,
            reviews: reviews
                .iter()
                .filter(|review| review.of == rule.id)
                .map(|review| self.review(review, &rule.digest))
                .collect(),
        };
        self.fill(&mut entry, rule.rule);
        entry.heading = entry.title.get(self.t.lang).to_owned();
        if !entry.cite.is_empty() {
            entry.heading = format!("{} · {}", entry.cite, entry.heading);
        }
        entry
    }

    fn fill(&self, entry: &mut Entry, rule: Rule<'_>) {
        match rule {
            Rule::Definition(definition, version) => {
                entry.kind = self.t.say("book-definition");
                entry.title = definition.title.clone();
                entry.cite.clone_from(&version.cite);
                entry.period = self.period(version.in_force);
                entry.note.clone_from(&version.note);
                self.plain(entry, "book-word", &definition.name);
                self.condition(entry, "provision-when", &version.when, None);
                if let Some(unless) = &version.unless_shown {
                    self.condition(entry, "book-unless", unless, None);
                }
                self.thresholds(entry, &version.thresholds);
                self.amended(entry, version.amended_by.as_deref());
                self.marked(entry, version.confidence, &version.sources);
            }
            Rule::Provision(provision, version) => {
                entry.kind = self.t.say(words::force(version.duty.force));
                entry.title = provision.title.clone();
                entry.cite.clone_from(&version.cite);
                entry.period = self.period(version.in_force);
                entry.text = Some(version.duty.text.clone());
                entry.note.clone_from(&version.note);
                let roles: Vec<String> = provision.binds.iter().map(|id| self.role(id)).collect();
                self.plain(entry, "detail-binds", &roles.join(&self.t.say("list-comma")));
                self.condition(entry, "provision-when", &version.when, None);
                for exception in &version.except {
                    self.condition(
                        entry,
                        "provision-except",
                        &exception.when,
                        Some(&exception.cite),
                    );
                }
                let starts = match (version.applies_from, &version.schedule) {
                    (Some(date), _) => date.to_string(),
                    (None, Some(schedule)) => self.t.value("book-by-schedule", schedule),
                    (None, None) => self.t.say("book-no-start"),
                };
                self.plain(entry, "provision-applies", &starts);
                self.legacy(entry, &version.legacy);
                if let Some(until) = version.applies_until {
                    self.plain(entry, "book-until", &until.to_string());
                }
                if let Some(by) = &version.duty.by {
                    let text = format!("{} + {} ({})", by.anchor, by.offset_days, by.cite);
                    self.plain(entry, "book-by", &text);
                }
                self.thresholds(entry, &version.thresholds);
                self.plain(entry, "detail-evidence", &self.kinds(&version.duty.evidence));
                self.plain(entry, "detail-controls", &self.controls(&provision.controls));
                if let Some(penalty) = &version.duty.penalty {
                    self.plain(entry, "detail-penalty", penalty);
                }
                self.amended(entry, version.amended_by.as_deref());
                self.marked(entry, version.confidence, &version.sources);
            }
            Rule::Schedule(schedule, version) => {
                entry.kind = self.t.say("book-schedule");
                entry.title = schedule
                    .title
                    .clone()
                    .unwrap_or_else(|| Bilingual::new(schedule.id.clone(), schedule.id.clone()));
                entry.period = self.period(version.in_force);
                let mut weakest = Confidence::V;
                let mut sources = Vec::new();
                for start in &version.starts {
                    let label = format!("{} [{}]", start.date, start.confidence.as_str());
                    entry.lines.push(Line {
                        label,
                        text: format!("{}  ({})", start.when.text, start.cite),
                        code: true,
                    });
                    weakest = weakest.weakest(start.confidence);
                    sources.extend(start.sources.iter().cloned());
                }
                for legacy in &version.legacy {
                    weakest = weakest.weakest(legacy.confidence);
                    sources.extend(legacy.sources.iter().cloned());
                }
                self.legacy(entry, &version.legacy);
                self.amended(entry, version.amended_by.as_deref());
                sources.sort();
                sources.dedup();
                self.marked(entry, weakest, &sources);
            }
            Rule::Clock(clock, version) => {
                entry.kind = self.t.say("book-clock");
                entry.title = clock.title.clone();
                entry.cite.clone_from(&version.cite);
                entry.period = self.period(version.in_force);
                entry.text = Some(version.trigger.clone());
                entry.note.clone_from(&version.note);
                self.plain(entry, "book-of", &clock.provision);
                let anchors: Vec<&str> = version.anchor.iter().map(|time| time.as_str()).collect();
                self.plain(entry, "book-anchor", &anchors.join(", "));
                let period = clock_words::period(self.t, version.within, version.repeats);
                self.plain(entry, "book-within", &period);
                self.plain(entry, "book-recipient", version.recipient.get(self.t.lang));
                if let Some(when) = &version.when {
                    self.condition(entry, "provision-when", when, None);
                }
                self.amended(entry, version.amended_by.as_deref());
                self.marked(entry, version.confidence, &version.sources);
            }
            Rule::Penalty(penalty) => {
                entry.kind = self.t.say("book-penalty");
                entry.title = penalty.covers.clone();
                entry.cite.clone_from(&penalty.cite);
                entry.note.clone_from(&penalty.note);
                entry.period = match (penalty.from, penalty.until) {
                    (Some(from), until) => self.period(Period { from, until }),
                    (None, _) => String::new(),
                };
                let currency = penalty.currency.as_deref().unwrap_or_default();
                if let Some(most) = penalty.fixed_max {
                    self.plain(entry, "book-fixed", &format!("{currency} {most}"));
                }
                if let Some(percent) = penalty.turnover_percent {
                    self.plain(entry, "book-turnover", &format!("{percent} %"));
                }
                if let Some(most) = penalty.later_max {
                    self.plain(entry, "clocks-fine-repeat", &format!("{currency} {most}"));
                }
                if let Some(least) = penalty.fixed_min {
                    let least = format!("{currency} {least}");
                    let least = self.t.value("clocks-fine-least", least);
                    self.plain(entry, "book-fixed", &least);
                }
                for (key, rule, when) in [
                    ("book-rule", penalty.rule, &None),
                    ("book-rule-sme", penalty.sme, &penalty.sme_when),
                    ("book-rule-smc", penalty.smc, &penalty.smc_when),
                ] {
                    if let Some(rule) = rule {
                        self.plain(entry, key, &self.t.say(fine_words::rule_key(rule)));
                    }
                    if let Some(when) = when {
                        self.condition(entry, key, when, None);
                    }
                }
                if let Some(unit) = penalty.per {
                    self.plain(entry, "book-per", &self.t.say(fine_words::unit_key(unit)));
                }
                if let Some(when) = &penalty.when {
                    self.condition(entry, "provision-when", when, None);
                }
                for part in &penalty.parts {
                    let mut words = vec![part.name.get(self.t.lang).to_owned()];
                    words.extend(part.min.map(|least| format!("{currency} {least} –")));
                    words.extend(part.max.map(|most| format!("{currency} {most}")));
                    words.extend(part.turnover_percent.map(|percent| format!("{percent} %")));
                    words.extend(part.per.map(|unit| self.t.say(fine_words::unit_key(unit))));
                    words.push(format!("({})", part.cite));
                    self.plain(entry, "book-part", &words.join(" "));
                    if let Some(when) = &part.when {
                        self.condition(entry, "provision-when", when, None);
                    }
                }
                self.marked(entry, penalty.confidence, &penalty.sources);
            }
        }
    }

    fn plain(&self, entry: &mut Entry, key: &str, text: &str) {
        if !text.is_empty() {
            let line = Line { label: self.t.say(key), text: text.to_owned(), code: false };
            entry.lines.push(line);
        }
    }

    fn condition(&self, entry: &mut Entry, key: &str, condition: &Condition, cite: Option<&str>) {
        let cite = cite.map(|cite| format!("  ({cite})")).unwrap_or_default();
        let text = format!("{}{cite}", condition.text);
        entry.lines.push(Line { label: self.t.say(key), text, code: true });
    }

    fn thresholds(&self, entry: &mut Entry, thresholds: &[Threshold]) {
        for threshold in thresholds {
            let (op, value, unit) = (threshold.op.as_str(), threshold.value, &threshold.unit);
            let name = threshold.name.get(self.t.lang);
            let value = FactValue::Number(value);
            let text = format!("{name}: {op} {value} {unit} ({})", threshold.cite);
            self.plain(entry, "book-threshold", &text);
        }
    }

    fn legacy(&self, entry: &mut Entry, rules: &[Legacy]) {
        for legacy in rules {
            let date =
                legacy.date.map_or_else(|| self.t.say("book-never"), |date| date.to_string());
            let label = self.t.value("book-legacy", date);
            let presumed = legacy
                .presumed
                .map(|tri| self.t.value("book-presumed", self.t.say(words::verdict(tri))))
                .unwrap_or_default();
            let text = format!("{}  ({}) {presumed}", legacy.when.text, legacy.cite);
            entry.lines.push(Line { label, text: text.trim_end().to_owned(), code: true });
        }
    }

    fn amended(&self, entry: &mut Entry, by: Option<&str>) {
        self.plain(entry, "provision-amended", by.unwrap_or_default());
    }

    fn marked(&self, entry: &mut Entry, mark: Confidence, sources: &[String]) {
        entry.mark = mark.as_str();
        entry.meaning = self.t.say(words::confidence(mark));
        self.plain(entry, "detail-sources", &self.sources(sources).join(" / "));
    }

    fn period(&self, period: Period) -> String {
        match period.until {
            Some(until) => format!("{} – {until}", period.from),
            None => format!("{} –", period.from),
        }
    }

    fn sources(&self, ids: &[String]) -> Vec<String> {
        ids.iter()
            .map(|id| match self.library.sources().iter().find(|source| source.id == *id) {
                Some(source) => format!("{id}: {}", source.what),
                None => id.clone(),
            })
            .collect()
    }

    fn role(&self, id: &str) -> String {
        let named = self.library.roles().iter().find(|role| role.id == id);
        let named = named.and_then(|role| role.name.as_ref());
        named.map_or_else(|| id.to_owned(), |name| name.get(self.t.lang).to_owned())
    }

    fn kinds(&self, ids: &[String]) -> String {
        let name = |id: &String| {
            let kind = self.library.evidence_kinds().iter().find(|kind| kind.id == *id);
            kind.map_or_else(|| id.clone(), |kind| kind.name.get(self.t.lang).to_owned())
        };
        ids.iter().map(name).collect::<Vec<_>>().join(&self.t.say("list-comma"))
    }

    fn controls(&self, ids: &[String]) -> String {
        let name = |id: &String| {
            let control = self.library.controls().iter().find(|control| control.id == *id);
            let name = control.map_or("", |control| control.name.get(self.t.lang));
            format!("{id} {name}")
        };
        ids.iter().map(name).collect::<Vec<_>>().join(&self.t.say("list-comma"))
    }

    fn review(&self, review: &BookReview, now: &Digest) -> String {
        let verdict = self.t.say(match review.verdict {
            ReviewVerdict::Agreed => "review-agreed",
            ReviewVerdict::AgreedWithRemark => "review-agreed-with-remark",
            ReviewVerdict::Rejected => "review-rejected",
        });
        let mut line = format!("{} · {} · {verdict} · {}", review.on, review.by, review.key);
        if !review.remark.is_empty() {
            line.push_str(&format!(" · {}", review.remark));
        }
        if review.digest != *now {
            line.push_str(&format!(" · {}", self.t.say("book-outdated")));
        }
        line
    }

    fn case(&self, case: &Case) -> CaseRow {
        let states: BTreeMap<&str, &str> = case
            .expect_state
            .iter()
            .map(|(id, state)| (id.as_str(), words::duty_state(*state)))
            .collect();
        CaseRow {
            name: case.name.clone(),
            as_of: case.as_of.to_string(),
            facts: case.facts.iter().map(|(name, state)| (name.clone(), fact(state))).collect(),
            expect: case
                .expect
                .iter()
                .map(|(id, verdict)| {
                    let verdict = self.t.say(words::verdict(*verdict));
                    let state = states.get(id.as_str()).map(|key| self.t.say(key));
                    let state = state.map(|state| format!(" · {state}")).unwrap_or_default();
                    (id.clone(), format!("{verdict}{state}"))
                })
                .collect(),
        }
    }
}

fn fact(state: &FactState) -> String {
    match state.value() {
        Some(FactValue::Bool(value)) => value.to_string(),
        Some(value) => value.to_string(),
        None => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests;
