//! The program's own store and data as a [`Source`] of pages.

use tenbin_app::{App, AppError, Row};
use tenbin_assess::Assessment;
use tenbin_law::Library;
use tenbin_policy::{Crosswalk, Topic, Wanted};
use tenbin_policy::{Declarations, MatrixFilter, Policies};
use tenbin_vocab::{Date, Lang};

use crate::source::{
    AssessmentLine, EvidenceLine, Listed, Page, Resource, Run, RunLine, Sample, SampleFilter,
    Source, SourceError, SubjectLine,
};

impl From<AppError> for SourceError {
    fn from(error: AppError) -> Self {
        Self::of(&error)
    }
}

impl Source for App {
    fn library(&self) -> Result<&Library, SourceError> {
        Ok(App::library(self)?)
    }

    fn today(&self) -> Date {
        App::today()
    }

    fn subjects(&self, text: &str, page: Page) -> Result<Listed<SubjectLine>, SourceError> {
        Ok(App::subjects(self, text, page)?)
    }

    fn subject(&self, id: &str) -> Result<Option<SubjectLine>, SourceError> {
        Ok(App::subject(self, id)?)
    }

    fn assessments(
        &self,
        subject: Option<&str>,
        text: &str,
        page: Page,
    ) -> Result<Listed<AssessmentLine>, SourceError> {
        Ok(App::assessments(self, subject, text, page)?)
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
        Ok(App::runs(self, subject, text, page)?)
    }

    fn run(&self, id: &str) -> Result<Option<Run>, SourceError> {
        let Some(run) = App::run(self, id)? else { return Ok(None) };
        let measures = run.measured();
        let summary = run.summary;
        let quantities = summary.measures.into_iter().map(|m| (m.quantity, m.title)).collect();
        let categories = summary.categories.into_iter().map(|c| (c.id, c.name)).collect();
        Ok(Some(Run {
            line: run.line,
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
        let found = App::samples(self, run, wanted, page)?;
        Ok(Listed { total: found.total, items: found.items.into_iter().map(sample).collect() })
    }

    fn evidence(&self, page: Page) -> Result<Listed<EvidenceLine>, SourceError> {
        Ok(App::evidence(self, None, page)?)
    }

    fn crosswalk(&self) -> Result<&Crosswalk, SourceError> {
        Ok(App::crosswalk(self)?)
    }

    fn divergences(&self) -> Result<&[Topic], SourceError> {
        Ok(App::divergences(self)?)
    }

    fn declarations(&self) -> Result<&Declarations, SourceError> {
        Ok(App::declarations(self)?)
    }

    fn policies(&self) -> Result<&Policies, SourceError> {
        Ok(App::policies(self)?)
    }

    fn book(&self, framework: &str, lang: Lang) -> Result<Option<String>, SourceError> {
        Ok(App::book(self, framework, None, lang)?)
    }

    fn json(&self, resource: Resource<'_>) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(match resource {
            Resource::Subjects(page) => Some(json(&App::subjects(self, "", page)?)?),
            Resource::Subject(id) => App::subject_json(self, id)?.map(String::into_bytes),
            Resource::Assessments(page) => Some(json(&App::assessments(self, None, "", page)?)?),
            Resource::Assessment(id) => App::assessment_json(self, id)?.map(String::into_bytes),
            Resource::Runs(page) => Some(json(&App::runs(self, None, "", page)?)?),
            Resource::Run(id) => App::run(self, id)?.map(|run| json(&run)).transpose()?,
            Resource::Evidence(page) => Some(json(&App::evidence(self, None, page)?)?),
            Resource::Envelope(id) => App::envelope(self, id)?,
            Resource::Frameworks => Some(json(&self.frameworks_json(None)?)?),
            Resource::Timeline => {
                let whole = tenbin_app::About::default();
                Some(json(&App::timeline(self, &whole, App::today())?)?)
            }
            Resource::Law(id) => self.law_json(id, None)?.map(|found| json(&found)).transpose()?,
            Resource::Crosswalk => Some(json(&App::crosswalk(self)?.matrix())?),
            Resource::Comparison(a, b) => {
                known(self.compare(a, b, &Wanted::default()))?.map(|c| json(&c)).transpose()?
            }
            Resource::Divergences => Some(json(&self.divergences_json()?)?),
            Resource::Divergence(id) => {
                known(self.divergence(id))?.map(|view| json(&view)).transpose()?
            }
            Resource::Declarations => Some(json(&self.declarations_json()?)?),
            Resource::Declaration(id) => {
                self.declaration_json(id)?.map(|found| json(&found)).transpose()?
            }
            Resource::DeclarationMatrix => {
                Some(json(&self.matrix_json(&MatrixFilter::default())?)?)
            }
            Resource::DeclarationCountry(code) => {
                self.country_json(code)?.map(|found| json(&found)).transpose()?
            }
            Resource::Policies => Some(json(&self.policies_json()?)?),
            Resource::Policy(id) => self.policy_json(id)?.map(|found| json(&found)).transpose()?,
            Resource::Lags => Some(json(&self.lags_json()?)?),
        })
    }
}

/// Nothing, where an address names what is not there.
fn known<T>(found: Result<T, AppError>) -> Result<Option<T>, SourceError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(AppError::Input(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, SourceError> {
    tenbin_report::to_json(value).map_err(|error| SourceError::of(&error))
}

fn sample(row: Row) -> Sample {
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
}
