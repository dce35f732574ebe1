//! The program's own store and data as a [`Source`] of pages.

use tenbin_app::{App, AppError};
use tenbin_assess::Assessment;
use tenbin_law::Library;
use tenbin_vocab::Date;

use crate::source::{
    AssessmentLine, EvidenceLine, Listed, Page, Resource, Run, RunLine, Sample, SampleFilter,
    Source, SourceError, SubjectLine,
};

impl From<AppError> for SourceError {
    fn from(error: AppError) -> Self {
        Self::of(&error)
    }
}

impl From<Page> for tenbin_app::Page {
    fn from(page: Page) -> Self {
        Self { limit: page.limit, offset: page.offset }
    }
}

fn listed<R, T>(found: tenbin_app::Listed<R>, line: impl Fn(R) -> T) -> Listed<T> {
    Listed { total: found.total, items: found.items.into_iter().map(line).collect() }
}

impl Source for App {
    fn library(&self) -> Result<&Library, SourceError> {
        Ok(App::library(self)?)
    }

    fn today(&self) -> Date {
        App::today()
    }

    fn subjects(&self, text: &str, page: Page) -> Result<Listed<SubjectLine>, SourceError> {
        Ok(listed(App::subjects(self, text, page.into())?, subject_line))
    }

    fn subject(&self, id: &str) -> Result<Option<SubjectLine>, SourceError> {
        Ok(App::subject(self, id)?.map(subject_line))
    }

    fn assessments(
        &self,
        subject: Option<&str>,
        text: &str,
        page: Page,
    ) -> Result<Listed<AssessmentLine>, SourceError> {
        Ok(listed(App::assessments(self, subject, text, page.into())?, |line| AssessmentLine {
            id: line.id,
            subject: line.subject,
            as_of: line.as_of,
            made_at: line.made_at,
            simulation: line.simulation,
            conclusion: line.conclusion,
            tally: line.tally,
        }))
    }

    fn assessment(&self, id: &str) -> Result<Option<Assessment>, SourceError> {
        Ok(App::assessment(self, id)?)
    }

    fn runs(
        &self,
        subject: Option<&str>,
        text: &str,
        page: Page,
    ) -> Result<Listed<RunLine>, SourceError> {
        Ok(listed(App::runs(self, subject, text, page.into())?, run_line))
    }

    fn run(&self, id: &str) -> Result<Option<Run>, SourceError> {
        let Some(run) = App::run(self, id)? else { return Ok(None) };
        let measures = run.measured();
        let summary = run.summary;
        let quantities = summary.measures.into_iter().map(|m| (m.quantity, m.title)).collect();
        let categories = summary.categories.into_iter().map(|c| (c.id, c.name)).collect();
        Ok(Some(Run {
            line: run_line(run.line),
            title: summary.title,
            calls: summary.calls,
            scored: summary.scored,
            unscored: summary.unscored,
            unanswered: summary.unanswered,
            measures,
            quantities,
            categories,
        }))
    }

    fn samples(
        &self,
        run: &str,
        wanted: &SampleFilter,
        page: Page,
    ) -> Result<Listed<Sample>, SourceError> {
        let filter = tenbin_app::SampleFilter {
            category: wanted.category.clone(),
            language: wanted.language.clone(),
            label: wanted.label.clone(),
        };
        Ok(listed(App::samples(self, run, &filter, page.into())?, |row| {
            let (label, reason) = match row.score {
                Some(score) => (Some(score.label), score.reason),
                None => (None, row.unscored.or(row.failure).unwrap_or_default()),
            };
            Sample {
                item: row.item,
                category: row.category,
                language: row.language,
                epoch: row.epoch,
                kind: row.kind.as_str().to_owned(),
                response: row.response,
                label,
                reason,
            }
        }))
    }

    fn evidence(&self, page: Page) -> Result<Listed<EvidenceLine>, SourceError> {
        Ok(listed(App::evidence(self, None, page.into())?, |line| EvidenceLine {
            id: line.id,
            assessment: line.assessment,
            kind: line.kind,
            simulation: line.simulation,
            made_at: line.made_at,
        }))
    }

    fn json(&self, resource: Resource<'_>) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(match resource {
            Resource::Subjects(page) => Some(json(&App::subjects(self, "", page.into())?)?),
            Resource::Subject(id) => App::subject_json(self, id)?.map(String::into_bytes),
            Resource::Assessments(page) => {
                Some(json(&App::assessments(self, None, "", page.into())?)?)
            }
            Resource::Assessment(id) => App::assessment_json(self, id)?.map(String::into_bytes),
            Resource::Runs(page) => Some(json(&App::runs(self, None, "", page.into())?)?),
            Resource::Run(id) => App::run(self, id)?.map(|run| json(&run)).transpose()?,
            Resource::Evidence(page) => Some(json(&App::evidence(self, None, page.into())?)?),
            Resource::Envelope(id) => App::envelope(self, id)?,
            Resource::Frameworks => Some(json(&self.frameworks_json()?)?),
            Resource::Law(id) => self.law_json(id)?.map(|found| json(&found)).transpose()?,
        })
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, SourceError> {
    tenbin_report::to_json(value).map_err(|error| SourceError::of(&error))
}

fn subject_line(line: tenbin_app::SubjectLine) -> SubjectLine {
    SubjectLine {
        id: line.id,
        name: line.name,
        kind: line.kind,
        version: line.version,
        updated_at: line.updated_at,
    }
}

fn run_line(line: tenbin_app::RunLine) -> RunLine {
    RunLine {
        id: line.id,
        subject: line.subject,
        battery: line.battery,
        target: line.target,
        simulation: line.simulation,
        started_at: line.started_at,
        finished_at: line.finished_at,
    }
}
