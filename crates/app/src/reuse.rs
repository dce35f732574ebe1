//! Reuse: the least evidence that serves a subject's duties across regimes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use tenbin_assess::{
    Bundle, CostBasis, CostNames, Costs, HOURS, ReuseInput, ReusePlan, UnitCost, plan_reuse,
};
use tenbin_vocab::Date;

use crate::{App, AppError, read_file};

const MAX_FILE: u64 = 1024 * 1024;

/// Whose evidence is planned, and at what cost.
#[derive(Clone, Debug)]
pub struct ReuseRequest {
    /// Subject file.
    pub subject: PathBuf,
    /// Date the law is read at; `None` for the subject's.
    pub as_of: Option<Date>,
    /// Today, when nobody names a date.
    pub today: Date,
    /// Frameworks to plan for; empty for the subject's.
    pub frameworks: Vec<String>,
    /// The user's own costs.
    pub costs: Option<PathBuf>,
    /// Also count duties the facts leave open.
    pub open: bool,
}

impl App {
    /// The least evidence for a subject, and what sharing it saves.
    ///
    /// # Errors
    /// Every mistake in the subject or the cost file, with line and remedy; an
    /// unknown framework.
    pub fn reuse(&self, request: &ReuseRequest) -> Result<ReusePlan, AppError> {
        let library = self.library()?;
        let batteries = &self.bank()?.batteries;
        let own = request.costs.as_ref().map(|path| {
            let kinds: Vec<&str> =
                library.evidence_kinds().iter().map(|kind| kind.id.as_str()).collect();
            let controls: Vec<&str> =
                library.controls().iter().map(|control| control.id.as_str()).collect();
            let batteries: Vec<&str> =
                batteries.iter().map(|battery| battery.id.as_str()).collect();
            let names = CostNames { kinds: &kinds, controls: &controls, batteries: &batteries };
            let bytes = read_file(path, MAX_FILE)?;
            Ok::<_, AppError>(Costs::parse(&path.display().to_string(), &bytes, names)?)
        });
        let own = own.transpose()?;
        let (subject, weighing) = self.weigh_subject(
            &request.subject,
            request.as_of,
            request.today,
            &request.frameworks,
        )?;
        let there: Vec<(String, String)> = subject
            .documents
            .iter()
            .flat_map(|document| {
                document.controls.iter().map(|control| (document.kind.clone(), control.clone()))
            })
            .collect();
        let costs = Costs::table(own.as_ref(), library.evidence_kinds());
        let bundles: Vec<Bundle> = batteries
            .iter()
            .map(|battery| {
                let makes: Vec<(String, String)> = battery
                    .measures
                    .iter()
                    .flat_map(|measure| {
                        let kind = &measure.evidence;
                        measure.controls.iter().map(move |control| (kind.clone(), control.clone()))
                    })
                    .collect();
                Bundle {
                    id: format!("battery:{}", battery.id),
                    cost: run_cost(&battery.id, &makes, own.as_ref(), &costs),
                    makes,
                }
            })
            .collect();
        let usual: BTreeSet<(String, String)> = library
            .controls()
            .iter()
            .flat_map(|control| {
                control.evidence.iter().map(|kind| (kind.clone(), control.id.clone()))
            })
            .collect();
        let piece_costs = own.as_ref().map(|own| own.pieces.clone()).unwrap_or_default();
        Ok(plan_reuse(ReuseInput {
            weighing: &weighing,
            there: &there,
            usual: &usual,
            unit: own.as_ref().map_or(HOURS, |own| &own.unit),
            costs: &costs,
            piece_costs: &piece_costs,
            bundles: &bundles,
            open: request.open,
        }))
    }
}

/// One run: the user's figure, else that of its dearest kind of evidence.
fn run_cost(
    battery: &str,
    makes: &[(String, String)],
    own: Option<&Costs>,
    costs: &BTreeMap<String, UnitCost>,
) -> UnitCost {
    if let Some(cost) = own.and_then(|own| own.batteries.get(battery)) {
        return UnitCost { cost: *cost, basis: CostBasis::User };
    }
    makes
        .iter()
        .filter_map(|(kind, _)| costs.get(kind).copied())
        .max_by(|a, b| a.cost.total_cmp(&b.cost))
        .unwrap_or(UnitCost { cost: 1.0, basis: CostBasis::Assumed })
}
