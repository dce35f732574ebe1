//! Incidents and what breaches could cost: reporting clocks and fine rules.

use std::path::Path;

use tenbin_law::{
    Clocks, Exposure, Moment, Selection, parse_exchange, parse_facts, parse_incident,
};
use tenbin_vocab::Date;

use crate::weighing::read_given;
use crate::{App, AppError};

impl App {
    /// This moment in the time zone of this machine.
    #[must_use]
    pub fn now() -> Moment {
        let now = jiff::Zoned::now();
        Moment::of(now.timestamp(), now.offset())
    }

    /// Every reporting deadline of the incident in a file: JSON, TOML or YAML by
    /// its ending, or JSON from standard input when the path is `-`.
    ///
    /// # Errors
    /// Every mistake in the file, with line and remedy; an unknown framework.
    pub fn clocks(
        &self,
        incident: &Path,
        now: Moment,
        frameworks: &[String],
    ) -> Result<Clocks, AppError> {
        let given = read_given(incident)?;
        let library = self.library()?;
        let incident = parse_incident(&given.shown, &given.bytes, given.format, library)?;
        Ok(library.clocks(&incident, now, &self.selection(frameworks)?))
    }

    /// What breaches could cost the subject in a facts or subject file. Amounts
    /// are converted only when the file gives rates under `exchange`.
    ///
    /// # Errors
    /// Every mistake in the file, with line and remedy; an unknown framework.
    pub fn exposure(
        &self,
        subject: &Path,
        as_of: Option<Date>,
        today: Date,
        frameworks: &[String],
    ) -> Result<Exposure, AppError> {
        let given = read_given(subject)?;
        let library = self.library()?;
        let facts = parse_facts(&given.shown, &given.bytes, given.format, library.vocabulary())?;
        let exchange = parse_exchange(&given.shown, &given.bytes, given.format)?;
        let as_of = as_of.or(facts.as_of).unwrap_or(today);
        let selection = self.selection(frameworks)?;
        Ok(library.exposure(&facts.facts, as_of, &selection, exchange.as_ref()))
    }

    fn selection(&self, frameworks: &[String]) -> Result<Selection, AppError> {
        self.library()?
            .select(frameworks.iter().map(String::as_str))
            .map_err(|mistakes| AppError::in_flag("--framework", mistakes))
    }
}
