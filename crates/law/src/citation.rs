//! Every date, threshold and amount of the packages is counted with the
//! citation it rests on. The loader refuses an entry without one; the count
//! shows that nothing was passed over.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::ReportingPeriod;
use crate::condition::{Expression, ExpressionKind, Operand, Side, parse_condition};
use crate::fine::Penalty;
use crate::library::Library;
use crate::model::{Condition, Framework, Legacy, Period};
use crate::threshold::Threshold;

/// Dates, thresholds and amounts of the packages, and those without a citation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CitationCount {
    /// Dates: of texts, duties, rules, events and fines, and in conditions.
    pub dates: usize,
    /// Numbers in conditions, named thresholds, and periods of clocks.
    pub thresholds: usize,
    /// Amounts and percentages of fines.
    pub amounts: usize,
    /// Ids of entries that hold a figure and name neither place nor source.
    pub uncited: Vec<String>,
}

/// Figures written in a condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Literals {
    pub(crate) dates: usize,
    pub(crate) numbers: usize,
}

impl Literals {
    pub(crate) fn any(self) -> bool {
        self.dates + self.numbers > 0
    }

    fn side(&mut self, side: &Side) {
        self.dates += side.shifts.len();
        self.numbers += usize::from(side.factor != 1.0);
        match side.operand {
            Operand::Number(_) => self.numbers += 1,
            Operand::Date(_) => self.dates += 1,
            Operand::Word(_) | Operand::Text(_) | Operand::Bool(_) => {}
        }
    }
}

/// The figures in the text of a condition; none in one that cannot be read,
/// which is reported where it is compiled.
pub(crate) fn literals(text: &str) -> Literals {
    let mut found = Literals::default();
    let Ok(parsed) = parse_condition(text) else { return found };
    let mut open: Vec<&Expression> = vec![&parsed.0];
    while let Some(expression) = open.pop() {
        match &expression.kind {
            ExpressionKind::Any(parts) | ExpressionKind::All(parts) => open.extend(parts),
            ExpressionKind::AtLeast(_, parts) => {
                found.numbers += 1;
                open.extend(parts);
            }
            ExpressionKind::Not(inner) => open.push(inner),
            ExpressionKind::Compare(left, _, right) => {
                found.side(left);
                found.side(right);
            }
            ExpressionKind::Constant(_)
            | ExpressionKind::Unstated
            | ExpressionKind::Bare(_)
            | ExpressionKind::Member(..) => {}
        }
    }
    found
}

/// Counts the figures of one entry at a time.
#[derive(Default)]
struct Counter {
    count: CitationCount,
}

impl Counter {
    /// An entry `id` with its citation, its sources and its figures.
    fn entry(&mut self, id: &str, cite: &str, sources: &[String], figures: Figures) {
        let Figures { dates, thresholds, amounts } = figures;
        self.count.dates += dates;
        self.count.thresholds += thresholds;
        self.count.amounts += amounts;
        let cited = !cite.trim().is_empty() || !sources.is_empty();
        if !cited && dates + thresholds + amounts > 0 {
            self.count.uncited.push(id.to_owned());
        }
    }

    fn legacy(&mut self, id: &str, rules: &[Legacy]) {
        for rule in rules {
            let figures = Figures::of(&rule.when).dates(rule.date.iter().count());
            self.entry(id, &rule.cite, &rule.sources, figures);
        }
    }

    fn thresholds(&mut self, id: &str, thresholds: &[Threshold]) {
        for threshold in thresholds {
            let sources = &threshold.sources;
            self.entry(
                id,
                &threshold.cite,
                sources,
                Figures { thresholds: 1, ..Figures::default() },
            );
        }
    }

    fn framework(&mut self, framework: &Framework) {
        let id = &framework.id;
        let dates = |count| Figures::default().dates(count);
        for version in &framework.versions {
            self.entry(id, "", &framework.sources, dates(ends(version.in_force)));
        }
        for status in &framework.status {
            self.entry(id, "", &status.sources, dates(1));
        }
        for event in &framework.events {
            self.entry(id, "", &event.sources, dates(1));
        }
        for signatory in &framework.signatories {
            self.entry(id, "", &signatory.sources, dates(signatory.since.iter().count()));
        }
        for term in &framework.terms {
            let count = term.from.iter().chain(&term.until).count();
            self.entry(&term.id, &term.cite, &term.sources, dates(count));
        }
        for schedule in &framework.schedules {
            for version in &schedule.versions {
                // The period of the text rests on the rules written in it.
                let rules = version.starts.iter().map(|start| start.cite.as_str());
                let cite = rules.chain(version.legacy.iter().map(|rule| rule.cite.as_str())).next();
                let period = dates(ends(version.in_force));
                self.entry(&schedule.id, cite.unwrap_or_default(), &[], period);
                for start in &version.starts {
                    let figures = Figures::of(&start.when).dates(1);
                    self.entry(&schedule.id, &start.cite, &start.sources, figures);
                }
                self.legacy(&schedule.id, &version.legacy);
            }
        }
        for penalty in &framework.penalties {
            self.penalty(penalty);
        }
        for clock in &framework.clocks {
            for version in &clock.versions {
                let period = !matches!(
                    version.within,
                    ReportingPeriod::WithoutDelay | ReportingPeriod::NotStated
                );
                let mut figures = Figures::optional(version.when.as_ref());
                figures.dates += ends(version.in_force);
                figures.thresholds += usize::from(period);
                self.entry(&clock.id, &version.cite, &version.sources, figures);
            }
        }
        if let Some(rule) = &framework.counting {
            let thresholds = rule.least_working_days.iter().count();
            let figures = Figures { thresholds, ..Figures::default() };
            self.entry(id, &rule.cite, &rule.sources, figures);
        }
    }

    fn penalty(&mut self, penalty: &Penalty) {
        let mut figures = Figures::optional(penalty.when.as_ref());
        figures.dates += penalty.from.iter().chain(&penalty.until).count();
        let own =
            [penalty.fixed_min, penalty.fixed_max, penalty.later_max, penalty.turnover_percent];
        figures.amounts += own.iter().flatten().count();
        for when in penalty.sme_when.iter().chain(&penalty.smc_when) {
            figures.add(Figures::of(when));
        }
        self.entry(&penalty.id, &penalty.cite, &penalty.sources, figures);
        for part in &penalty.parts {
            let mut figures = Figures::optional(part.when.as_ref());
            figures.amounts +=
                part.min.iter().chain(&part.max).chain(&part.turnover_percent).count();
            self.entry(&penalty.id, &part.cite, &[], figures);
        }
    }
}

/// How many figures an entry holds.
#[derive(Clone, Copy, Default)]
struct Figures {
    dates: usize,
    thresholds: usize,
    amounts: usize,
}

impl Figures {
    fn of(condition: &Condition) -> Self {
        let Literals { dates, numbers } = literals(&condition.text);
        Self { dates, thresholds: numbers, amounts: 0 }
    }

    fn optional(condition: Option<&Condition>) -> Self {
        condition.map(Self::of).unwrap_or_default()
    }

    fn dates(mut self, more: usize) -> Self {
        self.dates += more;
        self
    }

    fn add(&mut self, other: Self) {
        self.dates += other.dates;
        self.thresholds += other.thresholds;
        self.amounts += other.amounts;
    }
}

fn ends(period: Period) -> usize {
    1 + period.until.iter().count()
}

impl Library {
    /// Counts every date, threshold and amount with what it rests on.
    #[must_use]
    pub fn citations(&self) -> CitationCount {
        let mut counter = Counter::default();
        for framework in &self.frameworks {
            counter.framework(framework);
        }
        for definition in &self.definitions {
            for version in &definition.versions {
                let mut figures = Figures::of(&version.when).dates(ends(version.in_force));
                figures.add(Figures::optional(version.unless_shown.as_ref()));
                counter.entry(&definition.id, &version.cite, &version.sources, figures);
                counter.thresholds(&definition.id, &version.thresholds);
            }
        }
        for provision in &self.provisions {
            for version in &provision.versions {
                let days = [version.applies_from, version.applies_until];
                let days = days.iter().flatten().count() + ends(version.in_force);
                let by = version.duty.by.iter().count();
                let mut figures = Figures::of(&version.when).dates(days);
                figures.thresholds += by;
                counter.entry(&provision.id, &version.cite, &version.sources, figures);
                for exception in &version.except {
                    let figures = Figures::of(&exception.when);
                    counter.entry(&provision.id, &exception.cite, &[], figures);
                }
                counter.legacy(&provision.id, &version.legacy);
                counter.thresholds(&provision.id, &version.thresholds);
            }
        }
        counter.count
    }
}

#[cfg(test)]
mod tests {
    use super::{CitationCount, Literals, literals};
    use crate::tests::{ROLES, article, library, try_library};

    #[test]
    fn figures_in_conditions_are_counted() {
        let of = |text: &str| {
            let Literals { dates, numbers } = literals(text);
            [dates, numbers]
        };
        assert_eq!(of("a and not b or true"), [0, 0]);
        assert_eq!(of("size > 1e25 and size < other / 3"), [0, 2]);
        assert_eq!(of("placed < 2025-08-02 or placed < met + 30 days"), [2, 0]);
        assert_eq!(of("at least 2 of (a, b, size >= 4)"), [0, 2]);
        assert_eq!(of("kind in [x1, x2] and kind != y"), [0, 0]);
        assert_eq!(of("not a condition at all"), [0, 0]);
    }

    const THRESHOLD: &str = "threshold = [{ name = { ja = '基準', en = 'Line' }, fact = 'size', op = '>', value = 1e25, unit = 'FLOP', cite = '1(2)' }]";

    #[test]
    fn every_figure_is_counted_with_its_entry() {
        let before = library(&[]).citations();
        let body = format!("when = 'size > 1e25'\napplies_from = 2025-01-01\n{THRESHOLD}");
        let after = library(&[("articles/a.toml", &article(&body))]).citations();
        // The start of the text and of the duty; the number and its name.
        assert_eq!((after.dates - before.dates, after.thresholds - before.thresholds), (2, 2));
        assert_eq!((after.amounts, after.uncited), (0, Vec::<String>::new()));
        assert_eq!(before, CitationCount { dates: 1, ..CitationCount::default() });
    }

    #[test]
    fn a_figure_without_a_citation_is_refused_with_place_and_remedy() {
        let mistakes =
            |files: &[(&str, &str)]| try_library(files).map(|_| ()).unwrap_err().to_string();
        let role = |keys: &str| {
            format!("{ROLES}[role.large]\nname = {{ ja = '大', en = 'Large' }}\n{keys}")
        };
        let uncited = role("when = 'size > 500'");
        let found = mistakes(&[("frameworks/roles.toml", &uncited)]);
        assert!(found.contains("roles.toml:10:7: the condition of the role holds"), "{found}");
        assert!(found.contains("add cite = "), "{found}");
        let empty = role("when = 'size > 500'\ncite = ''");
        let found = mistakes(&[("frameworks/roles.toml", &empty)]);
        assert!(found.contains("the citation is empty"), "{found}");
        library(&[("frameworks/roles.toml", &role("when = 'size > 500'\ncite = '1'"))]);
        library(&[("frameworks/roles.toml", &role("when = 'a'"))]);

        let body = |threshold: &str| article(&format!("when = 'size > 1e25'\n{threshold}"));
        for (wrong, why) in [
            (THRESHOLD.replace(", cite = '1(2)'", ""), "missing field \"cite\""),
            (THRESHOLD.replace("'1(2)'", "''"), "the citation is empty"),
            (THRESHOLD.replace("'size'", "'placed'"), "\"placed\" is a date fact"),
            (THRESHOLD.replace("'FLOP'", "'people'"), "the fact size is counted in FLOP"),
            (THRESHOLD.replace("'FLOP'", "''"), "the threshold has no unit"),
            (THRESHOLD.replace("1e25", "inf"), "the threshold is no number"),
            (THRESHOLD.replace("'>'", "'=>'"), "unknown variant"),
            (THRESHOLD.replace("cite", "sources = ['S9'], cite"), "unknown source \"S9\""),
        ] {
            let found = mistakes(&[("articles/a.toml", &body(&wrong))]);
            assert!(found.contains("frameworks/act/articles/a.toml:"), "{found}");
            assert!(found.contains(why), "{why} in {found}");
        }
    }
}
