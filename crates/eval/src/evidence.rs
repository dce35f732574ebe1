use tenbin_vocab::{
    Artefact, EVIDENCE_SCHEMA, Evidence, Measured, Method, Outcome, SubjectRef, Timestamp, Tool,
};

use crate::summary::{ALL, MeasureResult, RunSummary, SummaryMeasure};

/// One evidence record for every measure, category and language of `summary`
/// that has a result; single epochs make none.
///
/// `subject` is who was measured, `artefacts` the files the numbers rest on
/// (the journal first of all), `made_at` when the records are made.
#[must_use]
pub fn evidence_from(
    summary: &RunSummary,
    subject: &SubjectRef,
    artefacts: &[Artefact],
    tool: &Tool,
    made_at: Timestamp,
) -> Vec<Evidence> {
    let made =
        summary.results.iter().filter(|result| result.epoch.is_none()).filter_map(|result| {
            let estimate = result.result.clone()?;
            let measure =
                summary.measures.iter().find(|measure| measure.quantity == result.quantity)?;
            Some(Evidence {
                schema: EVIDENCE_SCHEMA.to_owned(),
                kind: measure.evidence.clone(),
                subject: subject.clone(),
                controls: controls(summary, measure, result),
                outcome: Outcome::Measured(Measured {
                    quantity: result.quantity.clone(),
                    category: result.category.clone(),
                    language: result.language.clone(),
                    result: estimate,
                    missing: result.missing,
                    method: Method {
                        battery: summary.battery.clone(),
                        battery_version: summary.battery_version.clone(),
                        target: summary.target.clone(),
                        scorer: measure.scorer.clone(),
                        judge: judge(summary, measure),
                        protocol: summary.protocol,
                        run: summary.run.clone(),
                        simulation: summary.simulation,
                    },
                }),
                made_at,
                artefacts: artefacts.to_vec(),
                tool: tool.clone(),
            })
        });
    made.collect()
}

/// The measure's controls, and the category's own when it covers one category.
fn controls(summary: &RunSummary, measure: &SummaryMeasure, result: &MeasureResult) -> Vec<String> {
    let mut controls = measure.controls.clone();
    if result.category != ALL {
        let category = summary.categories.iter().find(|category| category.id == result.category);
        controls.extend(category.into_iter().flat_map(|category| category.controls.clone()));
    }
    controls.sort();
    controls.dedup();
    controls
}

/// Judge target and rubric digests, for a measure a judge scored.
fn judge(summary: &RunSummary, measure: &SummaryMeasure) -> Option<String> {
    let judge = summary.judge.as_ref().filter(|_| measure.scorer.contains("judge:"))?;
    let rubrics: Vec<String> =
        judge.rubrics.iter().map(|(id, digest)| format!("{id} {digest}")).collect();
    Some(format!("{} ({})", judge.target, rubrics.join(", ")))
}
