use askama::Template;
use tenbin_assess::{Status, Tally};
use tenbin_law::{Force, NextQuestion};
use tenbin_vocab::Tri;

use crate::charts::{BarChart, BarRow, Segment};
use crate::{Texts, View, render, words};

/// The conclusion in sentences: the first is the one that matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conclusion {
    /// The heading.
    pub first: String,
    /// What else follows.
    pub rest: Vec<String>,
}

#[derive(Template)]
#[template(path = "conclusion.html")]
struct ConclusionCard<'a> {
    t: Texts,
    look: &'static str,
    word: String,
    conclusion: &'a Conclusion,
    bar: String,
    key: Vec<(&'static str, usize, String)>,
}

#[derive(Template)]
#[template(path = "questions.html")]
struct Questions<'a> {
    t: Texts,
    heading: String,
    first: Option<Question<'a>>,
    more: Vec<Question<'a>>,
}

struct Question<'a> {
    text: &'a str,
    settles: usize,
    answer: String,
}

impl View<'_> {
    /// What follows from the assessment, in sentences.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        let t = &self.t;
        let tally = self.assessment.tally;
        let prohibited = self
            .assessment
            .findings
            .iter()
            .filter(|finding| finding.status == Status::Missing)
            .filter(|finding| {
                self.answer(&finding.provision).is_some_and(|answer| answer.force == Force::MustNot)
            })
            .count();
        let missed = self
            .assessment
            .acceptance
            .iter()
            .filter(|result| result.verdict == tenbin_assess::AcceptanceVerdict::NotMet)
            .count();
        let open = self
            .assessment
            .acceptance
            .iter()
            .filter(|result| result.verdict == tenbin_assess::AcceptanceVerdict::Undetermined)
            .count();
        let mut sentences = Vec::new();
        let mut add = |key: &str, n: usize| {
            if n > 0 {
                sentences.push(t.count(key, n));
            }
        };
        add("follows-prohibited", prohibited);
        add("follows-missing", tally.missing.saturating_sub(prohibited));
        add("follows-partly", tally.partly);
        add("follows-criteria", missed);
        add("follows-unknown", tally.unknown);
        add("follows-criteria-open", open);
        if tally.missing + tally.partly + tally.unknown + missed + open == 0 {
            if tally.binds == 0 {
                sentences.push(t.say("follows-nothing-binds"));
            } else {
                sentences.push(t.count("follows-clean", tally.binds));
            }
        }
        if tally.later > 0 {
            sentences.push(t.count("follows-later", tally.later));
        }
        let mut sentences = sentences.into_iter();
        Conclusion { first: sentences.next().unwrap_or_default(), rest: sentences.collect() }
    }

    /// The card with the conclusion, the tally bar and its words.
    #[must_use]
    pub fn conclusion_card(&self) -> String {
        let tally = self.assessment.tally;
        render(&ConclusionCard {
            t: self.t,
            look: words::conclusion_look(self.assessment.conclusion).as_str(),
            word: self.t.say(words::conclusion(self.assessment.conclusion)),
            conclusion: &self.conclusion(),
            bar: self.tally_bar(tally, &self.links.id("tally")),
            key: self.tally_words(tally),
        })
    }

    /// A bar of one tally; the parts that do not concern the subject are left out.
    #[must_use]
    pub fn tally_bar(&self, tally: Tally, id: &str) -> String {
        tally_bar(self.t, tally, id)
    }

    /// Status, count and phrase for every status that occurs.
    #[must_use]
    pub fn tally_words(&self, tally: Tally) -> Vec<(&'static str, usize, String)> {
        Status::ALL
            .into_iter()
            .filter(|status| tally.count(*status) > 0)
            .map(|status| (status.as_str(), tally.count(status), self.t.say(words::tally(status))))
            .collect()
    }

    /// Duties whose verdict or start the facts leave open.
    #[must_use]
    pub fn open_provisions(&self) -> usize {
        let open = |answer: &&tenbin_law::ProvisionAnswer| {
            answer.verdict == Tri::Unknown || answer.duty_state == tenbin_law::DutyState::Unknown
        };
        self.assessment.weighing.provisions.iter().filter(open).count()
    }

    /// The card with the next best question and those after it.
    #[must_use]
    pub fn question_card(&self) -> String {
        let mut questions =
            self.assessment.weighing.next_questions.iter().take(6).map(|question| Question {
                text: self.text(&question.question),
                settles: question.settles,
                answer: self.answer_line(question),
            });
        let first = questions.next();
        let more: Vec<Question<'_>> = questions.collect();
        let open = self.open_provisions();
        let heading = match &first {
            None => self.t.say("ask-none"),
            Some(question) if question.settles == 0 => self.t.say("ask-next"),
            Some(question) => {
                self.t.part("ask-settles", question.settles, open.max(question.settles))
            }
        };
        render(&Questions { t: self.t, heading, first, more })
    }

    /// How the answer is written in the subject file.
    fn answer_line(&self, question: &NextQuestion) -> String {
        match question.kind.as_str() {
            "bool" => format!("{} = true | false", question.fact),
            "date" => format!("{} = {}", question.fact, self.t.say("ask-a-date")),
            "number" => {
                let unit = question.unit.as_ref().map(|unit| format!(" ({unit})"));
                let number = self.t.say("ask-a-number");
                format!("{} = {number}{}", question.fact, unit.unwrap_or_default())
            }
            _ => {
                let values = question.values.as_deref().unwrap_or_default();
                let shown: Vec<String> =
                    values.iter().take(8).map(|value| format!("\"{value}\"")).collect();
                let more = if values.len() > shown.len() { " | …" } else { "" };
                format!("{} = {}{more}", question.fact, shown.join(" | "))
            }
        }
    }

    /// What a reader must know besides, as the weighing says it.
    #[must_use]
    pub fn warnings(&self) -> Vec<&str> {
        let warnings = &self.assessment.weighing.warnings;
        warnings.iter().map(|warning| warning.message.as_str()).collect()
    }

    /// The banner shown wherever a measured result of a simulated model stands.
    #[must_use]
    pub fn simulation_banner(&self) -> String {
        if self.assessment.simulation { simulation_banner(self.t) } else { String::new() }
    }

    /// Name of the subject with its version.
    #[must_use]
    pub fn subject_name(&self) -> String {
        named_version(self.text(&self.assessment.subject.name), &self.assessment.subject.version)
    }
}

fn named_version(name: &str, version: &str) -> String {
    if version.is_empty() { name.to_owned() } else { format!("{name} {version}") }
}

/// The banner that announces a simulated target.
#[must_use]
pub fn simulation_banner(t: Texts) -> String {
    format!(
        "<p class=\"sim\" role=\"note\"><b>{}</b> <span>{}</span></p>",
        crate::charts::escape(&t.say("simulation-word")),
        crate::charts::escape(&t.say("simulation-banner"))
    )
}

/// A bar of one tally; the parts that do not concern the subject are left out.
#[must_use]
pub fn tally_bar(t: Texts, tally: Tally, id: &str) -> String {
    let segments: Vec<Segment> = Status::ALL
        .into_iter()
        .filter(|status| !matches!(status, Status::OtherParty | Status::NotApplicable))
        .map(|status| Segment {
            name: t.say(words::status(status)),
            class: status.as_str(),
            count: tally.count(status),
        })
        .collect();
    let desc = segments
        .iter()
        .filter(|segment| segment.count > 0)
        .map(|segment| format!("{} {}", segment.name, segment.count))
        .collect::<Vec<_>>()
        .join(t.say("list-comma").as_str());
    BarChart {
        title: t.say("tally-title"),
        desc,
        row_head: String::new(),
        rows: vec![BarRow { label: String::new(), segments }],
    }
    .svg(id)
}
