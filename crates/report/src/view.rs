use std::collections::BTreeMap;

use tenbin_assess::{Assessment, EvidenceItem, Finding, Status};
use tenbin_law::ProvisionAnswer;
use tenbin_vocab::{Bilingual, Date, Digest, Lang, Timestamp};

use crate::{Texts, words};

/// Where the parts of an assessment are to be found: by fragment in the one-file
/// report, by path on the pages.
pub trait Links {
    /// Address of the detail of a provision: its trace and citation.
    fn provision(&self, id: &str) -> String;
    /// Address of what lies behind a cell of the heat map.
    fn cell(&self, framework: &str, control: &str, provisions: &[String]) -> String;
    /// Address of an evidence record.
    fn evidence(&self, id: &Digest) -> String;
    /// Address of a definition, where definitions stand apart; none when they are
    /// spelt out within each trace.
    fn definition(&self, _id: &str) -> Option<String> {
        None
    }
    /// An id unique in the document, made from a name unique in the view.
    fn id(&self, name: &str) -> String;
}

/// One assessment in one language: the source of every fragment.
pub struct View<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// The texts of the interface.
    pub t: Texts,
    /// Where things are.
    pub links: &'a dyn Links,
    answers: BTreeMap<&'a str, &'a ProvisionAnswer>,
    findings: BTreeMap<&'a str, &'a Finding>,
    records: BTreeMap<Digest, &'a EvidenceItem>,
}

impl std::fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("View")
            .field("assessment", &self.assessment.id)
            .field("lang", &self.t.lang)
            .finish_non_exhaustive()
    }
}

impl<'a> View<'a> {
    /// The view of `assessment` in `lang`.
    #[must_use]
    pub fn new(assessment: &'a Assessment, lang: Lang, links: &'a dyn Links) -> Self {
        let answers = assessment.weighing.provisions.iter();
        let findings = assessment.findings.iter();
        Self {
            assessment,
            t: Texts::new(lang),
            links,
            answers: answers.map(|answer| (answer.id.as_str(), answer)).collect(),
            findings: findings.map(|finding| (finding.provision.as_str(), finding)).collect(),
            records: assessment.evidence.iter().map(|item| (item.id, item)).collect(),
        }
    }

    /// The language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.t.lang
    }

    /// What the law says of a provision.
    #[must_use]
    pub fn answer(&self, provision: &str) -> Option<&'a ProvisionAnswer> {
        self.answers.get(provision).copied()
    }

    /// How a provision stands.
    #[must_use]
    pub fn finding(&self, provision: &str) -> Option<&'a Finding> {
        self.findings.get(provision).copied()
    }

    /// An evidence record.
    #[must_use]
    pub fn record(&self, id: &Digest) -> Option<&'a EvidenceItem> {
        self.records.get(id).copied()
    }

    /// The text in this view's language.
    #[must_use]
    pub fn text<'t>(&self, text: &'t Bilingual) -> &'t str {
        text.get(self.t.lang)
    }

    /// Title of a framework, or its id.
    #[must_use]
    pub fn framework(&self, id: &str) -> String {
        self.named(&self.assessment.names.frameworks, id)
    }

    /// Name of a control, or its id.
    #[must_use]
    pub fn control(&self, id: &str) -> String {
        self.named(&self.assessment.names.controls, id)
    }

    /// Name of a kind of evidence, or its id.
    #[must_use]
    pub fn kind(&self, id: &str) -> String {
        self.named(&self.assessment.names.kinds, id)
    }

    /// Name of a risk category, or its id; `all` is named too.
    #[must_use]
    pub fn category(&self, id: &str) -> String {
        if id == "all" {
            return self.t.say("category-all");
        }
        self.named(&self.assessment.names.categories, id)
    }

    /// Name of a quantity, or its id.
    #[must_use]
    pub fn quantity(&self, id: &str) -> String {
        self.named(&self.assessment.names.quantities, id)
    }

    fn named(&self, names: &BTreeMap<String, Bilingual>, id: &str) -> String {
        names.get(id).map_or_else(|| id.to_owned(), |name| self.text(name).to_owned())
    }

    /// Name of an item language, or its tag.
    #[must_use]
    pub fn language(&self, tag: &str) -> String {
        words::language(tag).map_or_else(|| tag.to_owned(), |key| self.t.say(key))
    }

    /// Name of a role, or its id.
    #[must_use]
    pub fn role(&self, id: &str) -> String {
        if let Some(name) = self.assessment.names.roles.get(id) {
            return self.text(name).to_owned();
        }
        words::role(id).map_or_else(|| id.to_owned(), |key| self.t.say(key))
    }

    /// The word for a status.
    #[must_use]
    pub fn status(&self, status: Status) -> String {
        self.t.say(words::status(status))
    }

    /// How far a date lies from the as-of date, in words.
    #[must_use]
    pub fn in_days(&self, date: Date) -> String {
        let days = self.assessment.days_until(date);
        self.t.count("days", usize::try_from(days).unwrap_or(0))
    }
}

/// An instant to the minute, in UTC.
#[must_use]
pub fn minute(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
