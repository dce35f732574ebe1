//! How the frameworks relate, and where the same words stand for different things.

use tenbin_law::SourceFile;
use tenbin_policy::{Comparison, Crosswalk, Topic, TopicView, Wanted, find_topic};
use tenbin_vocab::Diagnostics;

use crate::{App, AppError, embedded};

impl App {
    /// The relations between provisions of different frameworks.
    ///
    /// # Errors
    /// Every mistake in the law packages or the relations, with file and line.
    pub fn crosswalk(&self) -> Result<&Crosswalk, AppError> {
        if let Some(crosswalk) = self.crosswalk.get() {
            return Ok(crosswalk);
        }
        let crosswalk = tenbin_policy::load_crosswalk(&files(), self.library()?)?;
        Ok(self.crosswalk.get_or_init(|| crosswalk))
    }

    /// The divergences, in order of id.
    ///
    /// # Errors
    /// Every mistake in the law packages or the divergences, with file and line.
    pub fn divergences(&self) -> Result<&[Topic], AppError> {
        if let Some(topics) = self.divergences.get() {
            return Ok(topics);
        }
        let topics = tenbin_policy::load_divergences(&files(), self.library()?)?;
        Ok(self.divergences.get_or_init(|| topics))
    }

    /// Two frameworks or provisions side by side, with the wanted relations.
    ///
    /// # Errors
    /// When one of the two is not known, or the data cannot be loaded.
    pub fn compare(&self, a: &str, b: &str, wanted: &Wanted) -> Result<Comparison, AppError> {
        let crosswalk = self.crosswalk()?;
        if let Some(control) = &wanted.control {
            crosswalk.control(control)?;
        }
        Ok(crosswalk.compare(a, b)?.only(wanted))
    }

    /// The divergences, as `tenbin law divergence --json` prints them.
    ///
    /// # Errors
    /// As [`Self::divergences`].
    pub fn divergences_json(&self) -> Result<serde_json::Value, AppError> {
        Ok(serde_json::json!({ "divergences": self.divergences()? }))
    }

    /// One divergence with the figures that belong to it.
    ///
    /// # Errors
    /// When there is none of this id, or the data cannot be loaded.
    pub fn divergence(&self, id: &str) -> Result<TopicView, AppError> {
        Ok(find_topic(self.divergences()?, id)?.view(self.library()?))
    }

    /// The mistakes in the folder crosswalk, for `law check`.
    ///
    /// # Errors
    /// When the law packages cannot be loaded.
    pub fn check_crosswalk(&self) -> Result<Diagnostics, AppError> {
        let library = self.library()?;
        let mut found = Diagnostics::default();
        let files = files();
        found.0.extend(tenbin_policy::load_crosswalk(&files, library).err().unwrap_or_default().0);
        found
            .0
            .extend(tenbin_policy::load_divergences(&files, library).err().unwrap_or_default().0);
        Ok(found)
    }
}

fn files() -> Vec<SourceFile<'static>> {
    embedded::FILES
        .iter()
        .filter(|(path, _)| path.starts_with("crosswalk/"))
        .map(|(path, text)| SourceFile { path, text })
        .collect()
}
