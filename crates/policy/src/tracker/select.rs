use serde::Serialize;
use tenbin_vocab::Date;

use super::{Measure, Policies, Progress};

/// Which measures are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeasureFilter {
    /// Only this plan's.
    pub plan: Option<String>,
    /// Only those given to this owner.
    pub owner: Option<String>,
    /// Only those of this pillar.
    pub pillar: Option<String>,
    /// Only those with this progress.
    pub progress: Option<Progress>,
    /// Only those with a due date before this day.
    pub due_before: Option<Date>,
    /// Only those whose id or gist holds every word of this text.
    pub text: Option<String>,
}

impl MeasureFilter {
    fn takes(&self, plan: &str, measure: &Measure) -> bool {
        let same = |wanted: &Option<String>, found: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == found)
        };
        let owner = self
            .owner
            .as_ref()
            .is_none_or(|wanted| measure.owners.iter().any(|owner| owner == wanted));
        let text = self.text.as_deref().is_none_or(|wanted| {
            let held = format!("{} {} {}", measure.id, measure.gist.ja, measure.gist.en);
            let held = held.to_lowercase();
            wanted.to_lowercase().split_whitespace().all(|word| held.contains(word))
        });
        same(&self.plan, plan)
            && same(&self.pillar, &measure.pillar)
            && owner
            && text
            && self.progress.is_none_or(|wanted| wanted == measure.progress())
            && self.due_before.is_none_or(|day| measure.due.is_some_and(|due| due < day))
    }
}

/// A measure with the plan it stands in.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MeasureLine<'a> {
    /// Plan id.
    pub plan: &'a str,
    /// How far it has come, `unknown` when no source says.
    pub progress: Progress,
    /// True when the due date has passed and no source says it was done or
    /// given up.
    pub due_passed: bool,
    /// The measure.
    #[serde(flatten)]
    pub measure: &'a Measure,
}

impl Policies {
    /// The measures `filter` takes, in order of plan, as they stand on `today`.
    #[must_use]
    pub fn measures(&self, filter: &MeasureFilter, today: Date) -> Vec<MeasureLine<'_>> {
        let all = self
            .plans
            .iter()
            .flat_map(|plan| plan.measures.iter().map(move |measure| (plan.id.as_str(), measure)));
        all.filter(|(plan, measure)| filter.takes(plan, measure))
            .map(|(plan, measure)| MeasureLine {
                plan,
                progress: measure.progress(),
                due_passed: measure.due_passed(today),
                measure,
            })
            .collect()
    }
}
