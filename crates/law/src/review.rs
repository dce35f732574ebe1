//! The dated versions of a framework's rules, each with the digest a reviewer
//! signs off.

use serde::Serialize;
use tenbin_vocab::{CanonicalError, Date, Digest, to_canonical_json};

use crate::clock::{Clock, ClockVersion};
use crate::fine::Penalty;
use crate::library::Library;
use crate::model::{
    Definition, DefinitionVersion, Provision, ProvisionVersion, Schedule, ScheduleVersion,
};

/// One dated version of a rule.
#[derive(Clone, Debug)]
pub struct DatedRule<'a> {
    /// Id, `@`, first day: `euaia.53.1.a@2024-08-01`. Schedules and fine rules,
    /// whose ids are those of the framework, bear its id before theirs.
    pub id: String,
    /// Digest of the canonical JSON of everything the version says. It changes
    /// with any word, date, figure, source or mark.
    pub digest: Digest,
    /// The rule.
    pub rule: Rule<'a>,
}

/// The kinds of rules that have versions.
#[derive(Clone, Copy, Debug)]
pub enum Rule<'a> {
    /// A definition.
    Definition(&'a Definition, &'a DefinitionVersion),
    /// A provision.
    Provision(&'a Provision, &'a ProvisionVersion),
    /// Start dates.
    Schedule(&'a Schedule, &'a ScheduleVersion),
    /// A reporting clock.
    Clock(&'a Clock, &'a ClockVersion),
    /// A fine rule.
    Penalty(&'a Penalty),
}

#[derive(Serialize)]
struct Whole<'a, H: Serialize, V: Serialize> {
    framework: &'a str,
    rule: &'a str,
    head: H,
    version: V,
}

impl Library {
    /// Every dated version of a framework's rules: definitions, provisions,
    /// start dates, reporting clocks, fine rules, each in the order of the packages.
    ///
    /// # Errors
    /// When a figure has no canonical form; checked packages hold none.
    pub fn dated_rules(&self, framework: &str) -> Result<Vec<DatedRule<'_>>, CanonicalError> {
        let mut rules = Vec::new();
        for definition in self.definitions().iter().filter(|d| d.framework == framework) {
            let head = (&definition.name, definition.classification, &definition.title);
            for version in &definition.versions {
                rules.push(DatedRule {
                    id: named(&definition.id, version.in_force.from),
                    digest: digest(framework, &definition.id, head, version)?,
                    rule: Rule::Definition(definition, version),
                });
            }
        }
        for provision in self.provisions().iter().filter(|p| p.framework == framework) {
            let head = (
                &provision.article,
                &provision.article_title,
                &provision.title,
                &provision.binds,
                &provision.controls,
            );
            for version in &provision.versions {
                rules.push(DatedRule {
                    id: named(&provision.id, version.in_force.from),
                    digest: digest(framework, &provision.id, head, version)?,
                    rule: Rule::Provision(provision, version),
                });
            }
        }
        let Some(found) = self.framework(framework) else { return Ok(rules) };
        for schedule in &found.schedules {
            let id = format!("{framework}/{}", schedule.id);
            for version in &schedule.versions {
                rules.push(DatedRule {
                    id: named(&id, version.in_force.from),
                    digest: digest(framework, &id, &schedule.title, version)?,
                    rule: Rule::Schedule(schedule, version),
                });
            }
        }
        for clock in &found.clocks {
            let id = format!("{framework}/{}", clock.id);
            let head = (&clock.provision, &clock.title, clock.kind);
            for version in &clock.versions {
                rules.push(DatedRule {
                    id: named(&id, version.in_force.from),
                    digest: digest(framework, &id, head, version)?,
                    rule: Rule::Clock(clock, version),
                });
            }
        }
        for penalty in &found.penalties {
            let id = format!("{framework}/{}", penalty.id);
            rules.push(DatedRule {
                digest: digest(framework, &id, (), penalty)?,
                id,
                rule: Rule::Penalty(penalty),
            });
        }
        Ok(rules)
    }
}

fn named(id: &str, from: Date) -> String {
    format!("{id}@{from}")
}

fn digest<H: Serialize, V: Serialize>(
    framework: &str,
    rule: &str,
    head: H,
    version: V,
) -> Result<Digest, CanonicalError> {
    Ok(Digest::of(&to_canonical_json(&Whole { framework, rule, head, version })?))
}
