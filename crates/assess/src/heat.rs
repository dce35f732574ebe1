use std::collections::{BTreeMap, BTreeSet};

use crate::{Assessment, Status};

/// Frameworks by controls: the picture of one assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatMap {
    /// Controls that at least one finding speaks to, in id order.
    pub controls: Vec<String>,
    /// One row a framework, in the assessment's order.
    pub rows: Vec<HeatRow>,
}

/// One framework's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatRow {
    /// Framework id.
    pub framework: String,
    /// One cell a control; `None` where the framework says nothing of it.
    pub cells: Vec<Option<HeatCell>>,
}

/// One framework's duties under one control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatCell {
    /// The status that needs most attention among the provisions.
    pub status: Status,
    /// Provision ids behind the cell.
    pub provisions: Vec<String>,
}

impl HeatMap {
    /// Draws the map from the findings; a framework that places no duty on the
    /// subject is left out.
    #[must_use]
    pub fn of(assessment: &Assessment) -> Self {
        let concerned: BTreeSet<&str> = assessment
            .findings
            .iter()
            .filter(|finding| finding.status.concerns())
            .map(|finding| finding.framework.as_str())
            .collect();
        let here = |framework: &str| concerned.contains(framework);
        let mut cells: BTreeMap<(&str, &str), HeatCell> = BTreeMap::new();
        for finding in assessment.findings.iter().filter(|finding| here(&finding.framework)) {
            for control in &finding.controls {
                let cell = cells
                    .entry((control, &finding.framework))
                    .or_insert_with(|| HeatCell { status: finding.status, provisions: Vec::new() });
                cell.status = cell.status.min(finding.status);
                cell.provisions.push(finding.provision.clone());
            }
        }
        let mut controls: Vec<String> =
            cells.keys().map(|(control, _)| (*control).to_owned()).collect();
        controls.dedup();
        let rows = assessment
            .frameworks()
            .filter(|framework| here(framework))
            .map(|framework| HeatRow {
                framework: framework.to_owned(),
                cells: controls
                    .iter()
                    .map(|control| cells.get(&(control.as_str(), framework)).cloned())
                    .collect(),
            })
            .collect();
        Self { controls, rows }
    }
}
