use askama::Template;
use tenbin_assess::EvidenceItem;
use tenbin_law::Classification;
use tenbin_vocab::{Confidence, Digest, FactState, Outcome, Tri};

use crate::charts::percent;
use crate::parts::trace::TraceTree;
use crate::view::minute;
use crate::{Texts, View, render, words};

#[derive(Template)]
#[template(path = "documents.html")]
struct Documents<'a> {
    t: Texts,
    rows: Vec<DocumentRow<'a>>,
}

struct DocumentRow<'a> {
    title: &'a str,
    kind: String,
    dated: String,
    files: Vec<(&'a str, u64, String)>,
    short: String,
    href: String,
}

#[derive(Template)]
#[template(path = "packages.html")]
struct Packages<'a> {
    t: Texts,
    rows: Vec<(String, &'a str, String)>,
}

#[derive(Template)]
#[template(path = "weakest.html")]
struct Weakest<'a> {
    t: Texts,
    mark: &'static str,
    meaning: String,
    lines: Vec<WeakLine<'a>>,
}

struct WeakLine<'a> {
    mark: &'static str,
    href: String,
    title: &'a str,
    cite: &'a str,
    framework: String,
}

#[derive(Template)]
#[template(path = "evidence.html")]
struct EvidenceTable<'a> {
    t: Texts,
    rows: Vec<EvidenceRow<'a>>,
}

struct EvidenceRow<'a> {
    anchor: String,
    /// Left out where the name of the file says it.
    id: Option<String>,
    what: String,
    result: String,
    /// Left out where it is the moment of the assessment.
    made_at: Option<String>,
    file: &'a str,
    simulation: bool,
}

#[derive(Template)]
#[template(path = "facts.html")]
struct FactsTable<'a> {
    t: Texts,
    rows: Vec<FactRow<'a>>,
}

struct FactRow<'a> {
    name: &'a str,
    value: String,
    unsettled: bool,
    source: &'a str,
}

#[derive(Template)]
#[template(path = "classifications.html")]
struct Classifications<'a> {
    t: Texts,
    rows: Vec<ClassRow<'a>>,
}

struct ClassRow<'a> {
    anchor: String,
    title: &'a str,
    framework: String,
    look: &'static str,
    word: String,
    source: String,
    class: &'a Classification,
    mark_meaning: String,
    trace: String,
}

#[derive(Template)]
#[template(path = "classification_lines.html")]
struct ClassLines<'a> {
    rows: Vec<(&'static str, String, String, &'a str)>,
}

/// What holds first, what is open next, what does not hold last.
fn order(verdict: Tri) -> u8 {
    match verdict {
        Tri::Yes => 0,
        Tri::Unknown => 1,
        Tri::No => 2,
    }
}

/// The name of a classification, for [`crate::Links::id`].
fn class_name(id: &str) -> String {
    format!("k-{id}")
}

impl<'a> View<'a> {
    /// The documents handed over; empty when there is none.
    #[must_use]
    pub fn documents(&self) -> String {
        let rows: Vec<DocumentRow<'_>> =
            self.assessment.evidence.iter().filter_map(|item| self.document(item)).collect();
        render(&Documents { t: self.t, rows })
    }

    fn document(&self, item: &'a EvidenceItem) -> Option<DocumentRow<'a>> {
        let Outcome::Document { title, dated } = &item.record.outcome else { return None };
        Some(DocumentRow {
            title: title.get(self.t.lang),
            kind: self.kind(&item.record.kind),
            dated: dated.map(|date| date.to_string()).unwrap_or_default(),
            files: item
                .record
                .artefacts
                .iter()
                .map(|file| (file.name.as_str(), file.bytes, file.digest.to_string()))
                .collect(),
            short: item.id.short(),
            href: self.links.evidence(&item.id),
        })
    }

    /// The law packages with their digests.
    #[must_use]
    pub fn packages(&self) -> String {
        let rows = self
            .assessment
            .weighing
            .packages
            .iter()
            .map(|package| {
                let name = match package.id.as_str() {
                    "vocabulary" => self.t.say("package-vocabulary"),
                    "controls" => self.t.say("package-controls"),
                    id => self.framework(id),
                };
                let version = package.version.as_deref().unwrap_or("–");
                (name, version, package.digest.to_string())
            })
            .collect();
        render(&Packages { t: self.t, rows })
    }

    /// The weakest confidence mark in words, with every M and U entry named.
    #[must_use]
    pub fn weakest(&self) -> String {
        let mut lines: Vec<(Confidence, WeakLine<'_>)> = self
            .assessment
            .weighing
            .provisions
            .iter()
            .filter(|answer| answer.verdict != Tri::No && answer.confidence.needs_warning())
            .map(|answer| {
                let line = WeakLine {
                    mark: answer.confidence.as_str(),
                    href: self.links.provision(&answer.id),
                    title: self.text(&answer.title),
                    cite: &answer.cite,
                    framework: self.framework(&answer.framework),
                };
                (answer.confidence, line)
            })
            .collect();
        lines.sort_by_key(|(mark, _)| std::cmp::Reverse(*mark));
        render(&Weakest {
            t: self.t,
            mark: self.assessment.weakest.as_str(),
            meaning: self.t.say(words::confidence(self.assessment.weakest)),
            lines: lines.into_iter().map(|(_, line)| line).collect(),
        })
    }

    /// Every evidence record with its full id and the file that holds it.
    #[must_use]
    pub fn evidence_table(&self) -> String {
        let rows = self.assessment.evidence.iter().map(|item| self.evidence_row(item)).collect();
        render(&EvidenceTable { t: self.t, rows })
    }

    fn evidence_row(&self, item: &'a EvidenceItem) -> EvidenceRow<'a> {
        let comma = self.t.say("list-comma");
        let (what, result) = match &item.record.outcome {
            Outcome::Measured(measured) => (
                [
                    self.quantity(&measured.quantity),
                    self.category(&measured.category),
                    self.language(&measured.language),
                ]
                .join(&comma),
                percent(measured.result.estimate),
            ),
            Outcome::Document { title, .. } => {
                let kind = self.kind(&item.record.kind);
                (format!("{kind}{}{}", self.t.say("colon"), self.text(title)), String::new())
            }
        };
        EvidenceRow {
            anchor: self.links.id(&evidence_name(&item.id)),
            id: (!item.file.contains(&item.id.hex())).then(|| item.id.to_string()),
            what,
            result,
            made_at: (item.record.made_at != self.assessment.made_at)
                .then(|| minute(item.record.made_at)),
            file: &item.file,
            simulation: item.record.is_simulation(),
        }
    }

    /// The facts the weighing rests on, and who says so.
    #[must_use]
    pub fn facts(&self) -> String {
        let rows = self
            .assessment
            .facts
            .iter()
            .map(|(name, state)| {
                let (value, source, unsettled) = match state {
                    FactState::Known { value, source } => {
                        (value.to_string(), source.as_str(), false)
                    }
                    FactState::Unknown => (self.t.say("fact-unknown"), "", true),
                    FactState::NotApplicable { reason } => {
                        (self.t.say("fact-not-applicable"), reason.as_str(), false)
                    }
                    FactState::Contested { reason } => {
                        (self.t.say("fact-contested"), reason.as_str(), true)
                    }
                };
                FactRow { name, value, unsettled, source }
            })
            .collect();
        render(&FactsTable { t: self.t, rows })
    }

    /// What the subject is, under each framework's classifications.
    #[must_use]
    pub fn classifications(&self) -> String {
        let mut rows: Vec<ClassRow<'_>> = self
            .assessment
            .weighing
            .classifications
            .iter()
            .map(|class| self.class(class))
            .collect();
        rows.sort_by_key(|row| order(row.class.verdict));
        render(&Classifications { t: self.t, rows })
    }

    /// The classifications without their traces; each leads to `page`.
    #[must_use]
    pub fn classification_lines(&self, page: &str) -> String {
        let mut classes: Vec<&Classification> =
            self.assessment.weighing.classifications.iter().collect();
        classes.sort_by_key(|class| order(class.verdict));
        let rows = classes
            .into_iter()
            .map(|class| {
                let href = format!("{page}#{}", self.links.id(&class_name(&class.id)));
                let word = self.t.say(words::verdict(class.verdict));
                (class.verdict.as_str(), word, href, class.title.get(self.t.lang))
            })
            .collect();
        render(&ClassLines { rows })
    }

    fn class(&self, class: &'a Classification) -> ClassRow<'a> {
        ClassRow {
            anchor: self.links.id(&class_name(&class.id)),
            title: class.title.get(self.t.lang),
            framework: self.framework(&class.framework),
            look: class.verdict.as_str(),
            word: self.t.say(words::verdict(class.verdict)),
            source: self.t.say(words::value_source(class.source)),
            mark_meaning: self.t.say(words::confidence(class.confidence)),
            trace: TraceTree::new(self.t, self.links, &class.trace).html(),
            class,
        }
    }
}

/// The name of an evidence record, for [`crate::Links::id`].
#[must_use]
pub fn evidence_name(id: &Digest) -> String {
    format!("e-{}", id.short())
}
