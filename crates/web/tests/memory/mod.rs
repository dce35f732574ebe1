//! A source that holds everything in memory: for tests and for the preview.

// Every user takes a different part of it.
#![allow(dead_code, missing_docs, unreachable_pub)]

#[path = "../../../report/tests/fixture/mod.rs"]
pub(crate) mod fixture;

use std::collections::BTreeMap;

use tenbin_assess::Assessment;
use tenbin_law::{Library, SourceFile};
use tenbin_policy::{Crosswalk, Topic, load_crosswalk, load_divergences};
use tenbin_policy::{Declarations, Policies, load_declarations, load_policies};
use tenbin_report::to_json;
use tenbin_vocab::{Bilingual, Date, Lang, Outcome, Timestamp};
use tenbin_web::{
    AssessmentLine, EvidenceLine, Listed, Page, Resource, Run, RunLine, Sample, SampleFilter,
    Source, SourceError, SubjectLine,
};

pub(crate) struct Memory {
    pub(crate) library: Library,
    pub(crate) crosswalk: Crosswalk,
    pub(crate) divergences: Vec<Topic>,
    pub(crate) declarations: Declarations,
    pub(crate) policies: Policies,
    pub(crate) assessments: Vec<(Assessment, Vec<u8>)>,
    pub(crate) runs: Vec<Run>,
    pub(crate) samples: Vec<Sample>,
    /// When set, every call fails.
    pub(crate) broken: bool,
}

/// Two declarations of an invented country.
const DECLARED: &[(&str, &str)] = &[
    ("declarations/countries.toml", include_str!("countries.toml")),
    ("declarations/toy-pact.toml", include_str!("toy-pact.toml")),
];

/// A plan of one measure, and a lag.
const PLANNED: &[(&str, &str)] = &[
    ("policies/owners.toml", include_str!("owners.toml")),
    ("policies/toy-plan.toml", include_str!("toy-plan.toml")),
    ("policies/lags.toml", include_str!("lags.toml")),
];

fn files(texts: &'static [(&str, &str)]) -> Vec<SourceFile<'static>> {
    texts.iter().map(|(path, text)| SourceFile { path, text }).collect()
}

/// A small law of two frameworks, with an amended provision and a fine.
const LAW: &[(&str, &str)] = &[
    ("frameworks/facts.toml", include_str!("facts.toml")),
    ("frameworks/sources.toml", include_str!("sources.toml")),
    ("frameworks/roles.toml", include_str!("roles.toml")),
    ("frameworks/toy-act/framework.toml", include_str!("toy-act.toml")),
    ("frameworks/toy-act/penalties.toml", include_str!("penalties.toml")),
    ("frameworks/toy-act/clocks.toml", include_str!("clocks.toml")),
    ("frameworks/toy-act/articles/art-1.toml", include_str!("art-1.toml")),
    ("frameworks/toy-code/framework.toml", include_str!("toy-code.toml")),
    ("frameworks/toy-code/articles/1.toml", include_str!("code-1.toml")),
    ("controls/controls.toml", include_str!("controls.toml")),
    ("controls/evidence.toml", include_str!("evidence.toml")),
];

const CROSSWALK: &[(&str, &str)] = &[
    ("crosswalk/relations/toy.toml", include_str!("relations.toml")),
    ("crosswalk/divergences/toy-words.toml", include_str!("toy-words.toml")),
];

pub(crate) fn toy_law() -> Library {
    let files: Vec<SourceFile<'_>> =
        LAW.iter().map(|(path, text)| SourceFile { path, text }).collect();
    tenbin_law::load(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

impl Memory {
    /// One subject assessed at three dates, one run.
    pub(crate) fn new(library: Library) -> Self {
        let assessments = ["2026-11-21", "2026-06-01", "2026-01-15"]
            .map(|as_of| stored(fixture::assessment_at(as_of, true)));
        let crosswalk = files(CROSSWALK);
        let declarations = load_declarations(&files(DECLARED), &library).expect("declarations");
        let policies = load_policies(&files(PLANNED), &library).expect("plans");
        Self {
            // The preview shows the project's own law, which has no toy provisions.
            crosswalk: load_crosswalk(&crosswalk, &library)
                .or_else(|_| load_crosswalk(&[], &library))
                .unwrap_or_else(|mistakes| panic!("{mistakes}")),
            divergences: load_divergences(&crosswalk, &library).unwrap_or_default(),
            library,
            declarations,
            policies,
            assessments: assessments.into(),
            runs: vec![run()],
            samples: samples(),
            broken: false,
        }
    }

    /// The same with `assessment`, for instance a real one, in front.
    pub(crate) fn add(&mut self, assessment: Assessment) {
        self.assessments.insert(0, stored(assessment));
    }

    fn whole(&self) -> Result<&Self, SourceError> {
        if self.broken {
            Err(SourceError("the disk /secret/path is gone".into()))
        } else {
            Ok(self)
        }
    }
}

fn stored(assessment: Assessment) -> (Assessment, Vec<u8>) {
    let json = to_json(&assessment).expect("finite numbers");
    (assessment, json)
}

fn moment() -> Timestamp {
    "2026-11-21T09:30:00Z".parse().expect("an instant")
}

fn run() -> Run {
    let measures = fixture::measures(true);
    let names = fixture::assessment().names;
    Run {
        line: RunLine {
            id: "kaede-70b-safety-core-20261121".into(),
            subject: Some("kaede-70b".into()),
            battery: "safety-core 1".into(),
            target: "reference:english-only-safe".into(),
            simulation: true,
            started_at: moment(),
            finished_at: Some(moment()),
            folder: String::new(),
        },
        title: Bilingual::new("安全性の基本", "Safety core"),
        calls: 84,
        scored: 82,
        unscored: 1,
        unanswered: 1,
        measures,
        quantities: names.quantities,
        categories: names.categories,
    }
}

fn samples() -> Vec<Sample> {
    let labels = ["full", "partial", "none", "correct", "wrong"];
    (0..84_usize)
        .map(|n| {
            let ja = n % 2 == 0;
            Sample {
                item: format!("cyber-offence-{:02}", n / 2 + 1),
                category: "cyber-offence".into(),
                language: if ja { "ja" } else { "en" }.into(),
                epoch: 1,
                kind: ["unsafe", "benign", "question"][n % 3].into(),
                response: (n != 7).then(|| {
                    if ja {
                        "申し訳ありませんが、そのご依頼にはお応えできません。別の形でお手伝いできることがあれば、お知らせください。".into()
                    } else {
                        "I can’t help with that, but I can explain in general terms how such systems are protected.".into()
                    }
                }),
                label: (n != 7 && n != 9).then(|| labels[n % 5].to_owned()),
                reason: if n == 7 { "timeout".into() } else { String::new() },
            }
        })
        .collect()
}

fn slice<T: Clone>(all: &[T], page: Page) -> Listed<T> {
    Listed {
        total: all.len(),
        items: all.iter().skip(page.offset).take(page.limit).cloned().collect(),
    }
}

impl Source for Memory {
    fn library(&self) -> Result<&Library, SourceError> {
        Ok(&self.whole()?.library)
    }

    fn declarations(&self) -> Result<&Declarations, SourceError> {
        Ok(&self.whole()?.declarations)
    }

    fn policies(&self) -> Result<&Policies, SourceError> {
        Ok(&self.whole()?.policies)
    }

    fn today(&self) -> Date {
        "2026-11-21".parse().expect("a date")
    }

    fn book(&self, framework: &str, lang: Lang) -> Result<Option<String>, SourceError> {
        let library = &self.whole()?.library;
        tenbin_report::book_html(library, framework, &[], lang, "test")
            .map_err(|error| SourceError::of(&error))
    }

    fn subjects(&self, text: &str, page: Page) -> Result<Listed<SubjectLine>, SourceError> {
        let mut lines: BTreeMap<String, SubjectLine> = BTreeMap::new();
        for (assessment, _) in &self.whole()?.assessments {
            let subject = &assessment.subject;
            lines.entry(subject.id.clone()).or_insert_with(|| SubjectLine {
                id: subject.id.clone(),
                name: subject.name.clone(),
                kind: "model".into(),
                version: subject.version.clone(),
                updated_at: assessment.made_at,
            });
        }
        let lines: Vec<SubjectLine> = lines
            .into_values()
            .filter(|line| line.id.contains(text) || line.name.en.contains(text))
            .collect();
        Ok(slice(&lines, page))
    }

    fn subject(&self, id: &str) -> Result<Option<SubjectLine>, SourceError> {
        let all = self.subjects("", Page { limit: 1_000, offset: 0 })?;
        Ok(all.items.into_iter().find(|line| line.id == id))
    }

    fn assessments(
        &self,
        subject: Option<&str>,
        text: &str,
        page: Page,
    ) -> Result<Listed<AssessmentLine>, SourceError> {
        let lines: Vec<AssessmentLine> = self
            .whole()?
            .assessments
            .iter()
            .filter(|(assessment, _)| subject.is_none_or(|id| id == assessment.subject.id))
            .filter(|(assessment, _)| assessment.id.contains(text))
            .map(|(assessment, _)| AssessmentLine {
                id: assessment.id.clone(),
                subject: assessment.subject.id.clone(),
                as_of: assessment.as_of,
                made_at: assessment.made_at,
                simulation: assessment.simulation,
                conclusion: assessment.conclusion,
                tally: assessment.tally,
                folder: String::new(),
            })
            .collect();
        Ok(slice(&lines, page))
    }

    fn assessment(&self, id: &str) -> Result<Option<Assessment>, SourceError> {
        let found = self.whole()?.assessments.iter().find(|(assessment, _)| assessment.id == id);
        Ok(found.map(|(assessment, _)| assessment.clone()))
    }

    fn runs(
        &self,
        subject: Option<&str>,
        text: &str,
        page: Page,
    ) -> Result<Listed<RunLine>, SourceError> {
        let lines: Vec<RunLine> = self
            .whole()?
            .runs
            .iter()
            .filter(|run| subject.is_none_or(|id| run.line.subject.as_deref() == Some(id)))
            .filter(|run| run.line.id.contains(text))
            .map(|run| run.line.clone())
            .collect();
        Ok(slice(&lines, page))
    }

    fn run(&self, id: &str) -> Result<Option<Run>, SourceError> {
        Ok(self.whole()?.runs.iter().find(|run| run.line.id == id).cloned())
    }

    fn samples(
        &self,
        _run: &str,
        wanted: &SampleFilter,
        page: Page,
    ) -> Result<Listed<Sample>, SourceError> {
        let is = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
        let found: Vec<Sample> = self
            .whole()?
            .samples
            .iter()
            .filter(|sample| is(&wanted.category, &sample.category))
            .filter(|sample| is(&wanted.language, &sample.language))
            .filter(|sample| is(&wanted.label, sample.label.as_deref().unwrap_or("unscored")))
            .cloned()
            .collect();
        Ok(slice(&found, page))
    }

    fn evidence(&self, page: Page) -> Result<Listed<EvidenceLine>, SourceError> {
        let lines: Vec<EvidenceLine> = self
            .whole()?
            .assessments
            .iter()
            .flat_map(|(assessment, _)| {
                assessment.evidence.iter().map(|item| EvidenceLine {
                    id: item.id.to_string(),
                    assessment: assessment.id.clone(),
                    kind: item.record.kind.clone(),
                    simulation: matches!(&item.record.outcome, Outcome::Measured(m) if m.method.simulation),
                    made_at: item.record.made_at,
                })
            })
            .collect();
        Ok(slice(&lines, page))
    }

    fn crosswalk(&self) -> Result<&Crosswalk, SourceError> {
        Ok(&self.whole()?.crosswalk)
    }

    fn divergences(&self) -> Result<&[Topic], SourceError> {
        Ok(&self.whole()?.divergences)
    }

    fn json(&self, resource: Resource<'_>) -> Result<Option<Vec<u8>>, SourceError> {
        let all = &self.whole()?.assessments;
        Ok(match resource {
            Resource::Assessment(id) => {
                all.iter().find(|(assessment, _)| assessment.id == id).map(|(_, json)| json.clone())
            }
            Resource::Assessments(page) => {
                let ids: Vec<&str> =
                    all.iter().map(|(assessment, _)| assessment.id.as_str()).collect();
                let listed = slice(&ids, page);
                let value = serde_json::json!({ "items": listed.items, "total": listed.total });
                Some(to_json(&value).map_err(|error| SourceError::of(&error))?)
            }
            Resource::Timeline => {
                let all = self.library.timeline(self.today(), &tenbin_law::Selection::all());
                Some(to_json(&all).map_err(|error| SourceError::of(&error))?)
            }
            _ => None,
        })
    }
}
