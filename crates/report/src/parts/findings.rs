use std::collections::BTreeMap;

use askama::Template;
use tenbin_assess::{Finding, Status, Tally};
use tenbin_law::{DutyState, ProvisionAnswer};
use tenbin_vocab::{Confidence, Tri};

use crate::parts::trace::TraceTree;
use crate::{Texts, View, render, words};

/// Records linked one by one from a kind of evidence; the rest are counted. A
/// battery makes dozens, and all of them stand in the list of evidence.
const MOST_RECORDS: usize = 3;

/// Which findings to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingFilter {
    /// Framework id.
    pub framework: Option<String>,
    /// Control id.
    pub control: Option<String>,
    /// Status.
    pub status: Option<Status>,
    /// Leaves out what does not apply or falls on another party.
    pub concerning: bool,
    /// Text looked for in id, citation, title, duty and reason, any case.
    pub text: String,
}

/// One line of a findings table.
struct Row<'a> {
    anchor: String,
    href: String,
    cite: &'a str,
    title: &'a str,
    status: &'static str,
    word: String,
    reason: &'a str,
    because: &'a str,
    dates: Vec<String>,
    mark: &'static str,
    simulation: bool,
    detail: String,
}

/// A framework's findings, the ones that do not concern the subject apart.
struct Block<'a> {
    id: String,
    title: String,
    summary: Vec<(&'static str, usize, String)>,
    rows: Vec<Row<'a>>,
    other: Vec<Row<'a>>,
    not_applicable: Vec<Row<'a>>,
}

#[derive(Template)]
#[template(path = "findings.html")]
struct Findings<'a> {
    t: Texts,
    blocks: Vec<Block<'a>>,
    /// Frameworks that place no duty on the subject.
    silent: Vec<Block<'a>>,
}

#[derive(Template)]
#[template(path = "findings_table.html")]
struct FindingsTable<'a> {
    t: Texts,
    rows: Vec<Row<'a>>,
}

#[derive(Template)]
#[template(path = "detail.html")]
struct Detail<'a> {
    t: Texts,
    full: bool,
    spacious: bool,
    /// Level of the headings: below a framework's, or below the page's.
    head: &'static str,
    answer: &'a ProvisionAnswer,
    duty: &'a str,
    force: String,
    verdict: String,
    duty_state: String,
    dates: Vec<String>,
    roles: String,
    subject: String,
    kinds: Vec<Kind>,
    controls: Vec<(&'a str, String)>,
    mark_meaning: String,
    note: Option<&'a str>,
    trace: String,
}

#[derive(Template)]
#[template(path = "mark_key.html")]
struct MarkKey {
    t: Texts,
    marks: [(&'static str, String); 4],
}

struct Kind {
    name: String,
    records: Vec<Record>,
    more: usize,
    simulation: bool,
}

struct Record {
    href: String,
    short: String,
}

impl<'a> View<'a> {
    /// All findings by framework, each with its trace, citation and evidence in
    /// a closed `<details>`.
    #[must_use]
    pub fn findings_by_framework(&self) -> String {
        let mut blocks: Vec<Block<'_>> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &self.assessment.findings {
            let Some(answer) = self.answer(&finding.provision) else { continue };
            let place = *places.entry(finding.framework.as_str()).or_insert_with(|| {
                blocks.push(self.block(&finding.framework));
                blocks.len() - 1
            });
            let Some(block) = blocks.get_mut(place) else { continue };
            let row = self.row(finding, answer, Some(finding.status.concerns()));
            match finding.status {
                Status::OtherParty => block.other.push(row),
                Status::NotApplicable => block.not_applicable.push(row),
                _ => block.rows.push(row),
            }
        }
        let (silent, blocks) =
            blocks.into_iter().partition(|block| block.rows.is_empty() && block.other.is_empty());
        render(&Findings { t: self.t, blocks, silent })
    }

    fn block(&self, framework: &str) -> Block<'a> {
        let tally: Tally = self.assessment.tallies.get(framework).copied().unwrap_or_default();
        Block {
            id: self.links.id(&format!("f-{framework}")),
            title: self.framework(framework),
            summary: self.tally_words(tally),
            rows: Vec::new(),
            other: Vec::new(),
            not_applicable: Vec::new(),
        }
    }

    /// The findings the filter lets through, in order.
    #[must_use]
    pub fn filter(&self, filter: &FindingFilter) -> Vec<&'a Finding> {
        let wanted = filter.text.trim().to_lowercase();
        let words: Vec<&str> = wanted.split_whitespace().collect();
        self.assessment
            .findings
            .iter()
            .filter(|finding| filter.framework.as_ref().is_none_or(|id| *id == finding.framework))
            .filter(|finding| {
                filter.control.as_ref().is_none_or(|id| finding.controls.contains(id))
            })
            .filter(|finding| filter.status.is_none_or(|status| status == finding.status))
            .filter(|finding| !filter.concerning || finding.status.concerns())
            .filter(|finding| words.is_empty() || self.mentions(finding, &words))
            .collect()
    }

    fn mentions(&self, finding: &Finding, words: &[&str]) -> bool {
        let Some(answer) = self.answer(&finding.provision) else { return false };
        let text = format!(
            "{} {} {} {} {} {} {}",
            answer.id,
            answer.cite,
            answer.title.ja,
            answer.title.en,
            self.text(&answer.duty),
            self.text(&finding.reason),
            answer.because
        )
        .to_lowercase();
        words.iter().all(|word| text.contains(word))
    }

    /// A table of findings whose titles lead to their own page.
    #[must_use]
    pub fn findings_table(&self, findings: &[&'a Finding]) -> String {
        let rows = findings
            .iter()
            .filter_map(|finding| Some(self.row(finding, self.answer(&finding.provision)?, None)))
            .collect();
        render(&FindingsTable { t: self.t, rows })
    }

    /// `detail`: none, or the full detail (`true`) or the short one (`false`).
    fn row(
        &self,
        finding: &'a Finding,
        answer: &'a ProvisionAnswer,
        detail: Option<bool>,
    ) -> Row<'a> {
        Row {
            anchor: self.links.id(&format!("p-{}", answer.id)),
            href: self.links.provision(&answer.id),
            cite: &answer.cite,
            title: answer.title.get(self.t.lang),
            status: finding.status.as_str(),
            word: self.status(finding.status),
            reason: finding.reason.get(self.t.lang),
            because: &answer.because,
            dates: self.dates(answer),
            mark: answer.confidence.as_str(),
            simulation: finding.simulation,
            detail: detail
                .map(|full| render(&self.detail(finding, answer, full, false)))
                .unwrap_or_default(),
        }
    }

    /// The dates of a duty, in words.
    #[must_use]
    pub fn dates(&self, answer: &ProvisionAnswer) -> Vec<String> {
        let mut dates = Vec::new();
        if answer.verdict == Tri::No || answer.duty_state == DutyState::Never {
            return dates;
        }
        match (answer.from, answer.from_candidates.as_slice()) {
            (Some(date), _) => dates.push(self.t.value("date-from", date)),
            (None, []) => {}
            (None, candidates) => {
                let all: Vec<String> = candidates.iter().map(ToString::to_string).collect();
                let all = all.join(&self.t.say("list-or"));
                dates.push(self.t.value("date-from-one-of", all));
            }
        }
        if let Some(date) = answer.due {
            dates.push(self.t.value("date-due", date));
        }
        if let Some(date) = answer.until {
            dates.push(self.t.value("date-until", date));
        }
        dates
    }

    /// What the confidence marks mean.
    #[must_use]
    pub fn mark_key(&self) -> String {
        let marks = [Confidence::V, Confidence::V2, Confidence::M, Confidence::U]
            .map(|mark| (mark.as_str(), self.t.say(words::confidence(mark))));
        render(&MarkKey { t: self.t, marks })
    }

    /// The whole detail of one provision, for a page of its own.
    #[must_use]
    pub fn provision_detail(&self, id: &str) -> Option<String> {
        Some(render(&self.detail(self.finding(id)?, self.answer(id)?, true, true)))
    }

    /// Trace, citation, sources and evidence of one provision. Without `full`
    /// what matters only when the duty concerns the subject is left out;
    /// `spacious` spells out what a long report says once for all.
    fn detail<'d>(
        &'d self,
        finding: &'d Finding,
        answer: &'d ProvisionAnswer,
        full: bool,
        spacious: bool,
    ) -> Detail<'d> {
        let kinds = finding
            .evidence
            .iter()
            .map(|state| Kind {
                name: self.kind(&state.kind),
                simulation: state
                    .records
                    .iter()
                    .any(|id| self.record(id).is_some_and(|item| item.record.is_simulation())),
                records: state
                    .records
                    .iter()
                    .take(MOST_RECORDS)
                    .map(|id| Record { href: self.links.evidence(id), short: id.short() })
                    .collect(),
                more: state.records.len().saturating_sub(MOST_RECORDS),
            })
            .collect();
        let trace = TraceTree::new(self.t, self.links, &answer.trace);
        let roles: Vec<String> =
            answer.addressee.roles.iter().map(|role| self.role(role)).collect();
        Detail {
            t: self.t,
            full,
            spacious,
            head: if spacious { "h3" } else { "h4" },
            answer,
            duty: self.text(&answer.duty),
            force: self.t.say(words::force(answer.force)),
            verdict: self.t.say(words::verdict(answer.verdict)),
            duty_state: self.t.say(words::duty_state(answer.duty_state)),
            dates: self.dates(answer),
            roles: roles.join(&self.t.say("list-comma")),
            subject: self.addressee(answer.addressee.subject, spacious),
            kinds,
            controls: finding.controls.iter().map(|id| (id.as_str(), self.control(id))).collect(),
            mark_meaning: self.t.say(words::confidence(answer.confidence)),
            note: answer.note.as_ref().map(|note| self.text(note)),
            trace: if full { trace.html() } else { trace.deciding().html() },
        }
    }

    /// Whether the subject is among the addressees, as the end of a sentence;
    /// the usual yes is said only where there is room.
    fn addressee(&self, subject: Tri, spacious: bool) -> String {
        match subject {
            Tri::Yes if !spacious => String::new(),
            Tri::Yes => self.t.say("addressee-yes"),
            Tri::No => self.t.say("addressee-no"),
            Tri::Unknown => self.t.say("addressee-unknown"),
        }
    }
}
