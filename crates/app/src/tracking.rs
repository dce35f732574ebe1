//! How far the measures of action plans have come, and how long rules took.

use std::path::Path;

use serde_json::{Map, Value, json};
use tenbin_policy::{MeasureFilter, Policies, Progress, load_policies};
use tenbin_vocab::{Date, Diagnostic};

use crate::catalogue::{as_files, embedded_below, named_in, read_data};
use crate::{App, AppError};

const FOLDER: &str = "policies/";

impl App {
    /// The plans and lags this program carries.
    ///
    /// # Errors
    /// Every mistake in them, with file and line.
    pub fn policies(&self) -> Result<&Policies, AppError> {
        if let Some(policies) = self.policies.get() {
            return Ok(policies);
        }
        let files = embedded_below(FOLDER, &[]);
        let found = load_policies(&as_files(&files), self.library()?)?;
        Ok(self.policies.get_or_init(|| found))
    }

    /// The plans with the files of `folder` added; one with the name of a file
    /// this program carries takes its place.
    ///
    /// # Errors
    /// Every mistake, with file and line.
    pub fn policies_with(&self, folder: &Path) -> Result<Policies, AppError> {
        let own = read_data(folder, "policies")?;
        let files = embedded_below(FOLDER, &own);
        load_policies(&as_files(&files), self.library()?)
            .map_err(|mistakes| named_in(mistakes, FOLDER, folder).into())
    }

    /// Every plan in short with its measures counted by progress, as `tenbin
    /// policy list --json` prints them.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    pub fn policies_json(&self) -> Result<Value, AppError> {
        let plans: Vec<Value> = self
            .policies()?
            .plans
            .iter()
            .map(|plan| {
                let counts: Map<String, Value> = Progress::ALL
                    .into_iter()
                    .map(|progress| (progress.as_str().to_owned(), json!(plan.number(progress))))
                    .collect();
                json!({
                    "id": plan.id,
                    "title": plan.title,
                    "jurisdiction": plan.jurisdiction,
                    "owner": plan.owner,
                    "on": plan.on,
                    "reviewed": plan.reviewed,
                    "measures": plan.measures.len(),
                    "progress": counts,
                    "confidence": plan.confidence,
                    "sources": plan.sources,
                })
            })
            .collect();
        Ok(json!({ "plans": plans }))
    }

    /// One plan with its measures and their owners, as `tenbin policy show
    /// --json` prints it; `None` when none has this id.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    pub fn policy_json(&self, id: &str) -> Result<Option<Value>, AppError> {
        let policies = self.policies()?;
        Ok(policies.plan(id).map(|plan| {
            let has = |owner: &String| plan.measures.iter().any(|m| m.owners.contains(owner));
            let owners: Vec<_> = policies
                .owners
                .iter()
                .filter(|owner| owner.id == plan.owner || has(&owner.id))
                .collect();
            json!({ "plan": plan, "owners": owners })
        }))
    }

    /// The measures a filter takes, as `tenbin policy measures --json` prints
    /// them.
    ///
    /// # Errors
    /// When the data cannot be loaded, or the filter names a plan or an owner
    /// that is not there.
    pub fn measures_json(&self, filter: &MeasureFilter, as_of: Date) -> Result<Value, AppError> {
        let policies = self.policies()?;
        let plans = || policies.plans.iter().map(|plan| plan.id.as_str());
        let owners = || policies.owners.iter().map(|owner| owner.id.as_str());
        check_known("--plan", "plan", filter.plan.as_deref(), plans())?;
        check_known("--owner", "owner", filter.owner.as_deref(), owners())?;
        Ok(json!({ "as_of": as_of, "measures": policies.measures(filter, as_of) }))
    }

    /// Events and the rules that answer them, as `tenbin policy lag --json`
    /// prints them.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    pub fn lags_json(&self) -> Result<Value, AppError> {
        Ok(json!({ "lags": self.policies()?.lags }))
    }
}

fn check_known<'a>(
    flag: &str,
    what: &str,
    wanted: Option<&str>,
    known: impl Iterator<Item = &'a str>,
) -> Result<(), AppError> {
    let Some(wanted) = wanted else { return Ok(()) };
    let known: Vec<&str> = known.collect();
    if known.contains(&wanted) {
        return Ok(());
    }
    let message = format!("no {what} is called \"{wanted}\"");
    let hint = format!("use one of: {}", known.join(", "));
    Err(Diagnostic::new(flag, message).hint(hint).into())
}
