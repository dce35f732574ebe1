//! What changed in the text of one framework between two dates, and what that
//! means for one subject.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{Bilingual, Confidence, Date, Facts, Tri};

use crate::fine::Penalty;
use crate::library::{Library, Selection};
use crate::model::{
    Definition, DefinitionVersion, DutyState, Framework, Legacy, Period, Provision,
    ProvisionVersion, Schedule, ScheduleVersion, Start,
};

/// Version tag of the format of a comparison.
pub const LAW_DIFF_SCHEMA: &str = "tenbin.law-diff/1";

/// One framework on two dates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LawDiff {
    /// Always [`LAW_DIFF_SCHEMA`].
    pub schema: String,
    /// The framework.
    pub framework: String,
    /// The earlier date.
    pub from: Date,
    /// The later date.
    pub to: Date,
    /// Version of the text in force on the earlier date.
    pub text_from: Option<String>,
    /// Version of the text in force on the later date.
    pub text_to: Option<String>,
    /// What was added, changed or ended.
    pub changes: Vec<TextChange>,
    /// What differs for the subject; none when no subject was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectChanges>,
}

/// A text that was added, changed or ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TextChange {
    /// Kind of text.
    pub kind: TextKind,
    /// Its id.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
    /// What happened to it.
    pub change: ChangeKind,
    /// What differs, field by field; for a text that was added or ended, what it
    /// says.
    pub fields: Vec<FieldChange>,
    /// What brought the change, when the text says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amended_by: Option<String>,
    /// Where it is written, on the later date when it is there.
    pub cite: String,
    /// Weaker of the marks of the two texts.
    pub confidence: Confidence,
    /// Source ids of both.
    pub sources: Vec<String>,
}

/// Kinds of text that are compared.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum TextKind {
    /// A provision.
    Provision,
    /// A definition.
    Definition,
    /// Start dates that depend on the subject.
    Schedule,
    /// A fine rule.
    Penalty,
}

/// What happened to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// It says something else.
    Changed,
    /// It is no longer there.
    Ended,
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldChange {
    /// Which field.
    pub field: Field,
    /// What it said; empty when it said nothing.
    pub before: Vec<Said>,
    /// What it says; empty when it says nothing.
    pub after: Vec<Said>,
}

/// Fields that are compared.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Gist of the duty, with its force.
    Duty,
    /// When it applies.
    Condition,
    /// What lifts it.
    Exception,
    /// First days, each with its condition.
    Start,
    /// Starts for what was there before.
    Legacy,
    /// First day after it.
    End,
    /// The clock.
    Clock,
    /// Kinds of evidence.
    Evidence,
    /// Fine rule.
    Penalty,
    /// Where it is written.
    Citation,
}

impl Field {
    /// Every field, in order.
    pub const ALL: [Self; 10] = [
        Self::Duty,
        Self::Condition,
        Self::Exception,
        Self::Start,
        Self::Legacy,
        Self::End,
        Self::Clock,
        Self::Evidence,
        Self::Penalty,
        Self::Citation,
    ];
}

/// What a field says: words in both languages, or a text that is the same in
/// both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Said {
    /// In both languages.
    Both(Bilingual),
    /// A condition, date, citation or id.
    Plain(String),
}

/// What differs for one subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SubjectChanges {
    /// Who it is about.
    pub subject: String,
    /// Provisions whose verdict, state or start differs.
    pub provisions: Vec<OutcomeChange>,
    /// Provisions that bind or may bind and stand as before.
    pub unchanged: usize,
}

/// One provision on the two dates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutcomeChange {
    /// Provision id.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
    /// Where it is written on the later date.
    pub cite: String,
    /// Weaker of the marks of the two answers.
    pub confidence: Confidence,
    /// On the earlier date; none when no text was in force.
    pub before: Option<StandingOn>,
    /// On the later date; none when no text was in force.
    pub after: Option<StandingOn>,
}

/// What a provision comes to on one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StandingOn {
    /// Whether its condition holds.
    pub verdict: Tri,
    /// Whether the duty binds.
    pub duty_state: DutyState,
    /// First days that are possible.
    pub starts: Vec<Date>,
}

impl Library {
    /// What changed in the text of `framework` from one date to another; none
    /// when it has no framework of this name.
    #[must_use]
    pub fn diff(&self, framework: &str, from: Date, to: Date) -> Option<LawDiff> {
        let found = self.framework(framework)?;
        let version = |date| found.version_on(date).map(|version| version.id.clone());
        let own = |id: &str| id == found.id;
        let mut changes = Vec::new();
        for provision in self.provisions.iter().filter(|one| own(&one.framework)) {
            changes.extend(provision_change(found, provision, from, to));
        }
        for definition in self.definitions.iter().filter(|one| own(&one.framework)) {
            changes.extend(definition_change(definition, from, to));
        }
        changes
            .extend(found.schedules.iter().filter_map(|one| schedule_change(found, one, from, to)));
        changes.extend(found.penalties.iter().filter_map(|one| penalty_change(one, from, to)));
        Some(LawDiff {
            schema: LAW_DIFF_SCHEMA.to_owned(),
            framework: found.id.clone(),
            from,
            to,
            text_from: version(from),
            text_to: version(to),
            changes,
            subject: None,
        })
    }

    /// The same, with what differs for one subject.
    #[must_use]
    pub fn diff_for(
        &self,
        framework: &str,
        (from, to): (Date, Date),
        subject: &str,
        facts: &Facts,
    ) -> Option<LawDiff> {
        let mut found = self.diff(framework, from, to)?;
        let selection = Selection(std::iter::once(framework.to_owned()).collect());
        let before = self.weigh(facts, from, &selection);
        let after = self.weigh(facts, to, &selection);
        let mut changes =
            SubjectChanges { subject: subject.to_owned(), provisions: Vec::new(), unchanged: 0 };
        for (old, new) in before.provisions.iter().zip(&after.provisions) {
            let standing = |answer: &crate::ProvisionAnswer| {
                let there = answer.text.state == crate::TextState::InForce;
                there.then(|| StandingOn {
                    verdict: answer.verdict,
                    duty_state: answer.duty_state,
                    starts: answer.from_candidates.clone(),
                })
            };
            let (before, after) = (standing(old), standing(new));
            let concerns = |one: &Option<StandingOn>| {
                one.as_ref().is_some_and(|standing| standing.verdict != Tri::No)
            };
            if !concerns(&before) && !concerns(&after) {
                continue;
            }
            if before == after {
                changes.unchanged += 1;
                continue;
            }
            changes.provisions.push(OutcomeChange {
                id: new.id.clone(),
                title: new.title.clone(),
                cite: new.cite.clone(),
                confidence: old.confidence.weakest(new.confidence),
                before,
                after,
            });
        }
        found.subject = Some(changes);
        Some(found)
    }
}

impl Provision {
    /// What differs between two versions of its text, field by field. The dates
    /// of a schedule count as they stood on the first day of each version.
    #[must_use]
    pub fn compare(
        &self,
        framework: &Framework,
        before: &ProvisionVersion,
        after: &ProvisionVersion,
    ) -> Vec<FieldChange> {
        differing(
            provision_fields(framework, before, before.in_force.from),
            provision_fields(framework, after, after.in_force.from),
        )
    }

    /// What one version of its text says, field by field, the dates of a schedule
    /// as they stood on its first day.
    #[must_use]
    pub fn fields(
        &self,
        framework: &Framework,
        version: &ProvisionVersion,
    ) -> Vec<(Field, Vec<Said>)> {
        provision_fields(framework, version, version.in_force.from)
    }
}

type Fields = Vec<(Field, Vec<Said>)>;

/// One version of a text, in the shape that is compared.
struct Text<'a> {
    fields: Fields,
    cite: &'a str,
    confidence: Confidence,
    sources: &'a [String],
    amended_by: Option<&'a String>,
}

fn provision_change(
    framework: &Framework,
    provision: &Provision,
    from: Date,
    to: Date,
) -> Option<TextChange> {
    let on = |date: Date| {
        let version = in_force(&provision.versions, |v| v.in_force, date)?;
        Some(Text {
            fields: provision_fields(framework, version, date),
            cite: &version.cite,
            confidence: version.confidence,
            sources: &version.sources,
            amended_by: version.amended_by.as_ref(),
        })
    };
    compare(TextKind::Provision, &provision.id, &provision.title, on(from), on(to))
}

fn definition_change(definition: &Definition, from: Date, to: Date) -> Option<TextChange> {
    let on = |date: Date| {
        let version = in_force(&definition.versions, |v| v.in_force, date)?;
        Some(Text {
            fields: definition_fields(version),
            cite: &version.cite,
            confidence: version.confidence,
            sources: &version.sources,
            amended_by: version.amended_by.as_ref(),
        })
    };
    compare(TextKind::Definition, &definition.id, &definition.title, on(from), on(to))
}

fn schedule_change(
    framework: &Framework,
    schedule: &Schedule,
    from: Date,
    to: Date,
) -> Option<TextChange> {
    let on = |date: Date| {
        let version = in_force(&schedule.versions, |v| v.in_force, date)?;
        let first = version.starts.first();
        Some(Text {
            fields: vec![
                (Field::Start, version.starts.iter().map(start_line).collect()),
                (Field::Legacy, version.legacy.iter().map(legacy_line).collect()),
            ],
            cite: first.map_or("", |start| start.cite.as_str()),
            confidence: first.map_or(framework.confidence, |start| start.confidence),
            sources: first.map_or(&framework.sources[..], |start| &start.sources),
            amended_by: version.amended_by.as_ref(),
        })
    };
    let title = schedule.title.as_ref().unwrap_or(&framework.title);
    compare(TextKind::Schedule, &schedule.id, title, on(from), on(to))
}

fn penalty_change(penalty: &Penalty, from: Date, to: Date) -> Option<TextChange> {
    let on = |date: Date| {
        let there = penalty.from.is_none_or(|first| first <= date)
            && penalty.until.is_none_or(|until| date < until);
        there.then(|| Text {
            fields: vec![(Field::Citation, vec![Said::Plain(penalty.cite.clone())])],
            cite: &penalty.cite,
            confidence: penalty.confidence,
            sources: &penalty.sources,
            amended_by: None,
        })
    };
    compare(TextKind::Penalty, &penalty.id, &penalty.covers, on(from), on(to))
}

fn in_force<T>(versions: &[T], period: impl Fn(&T) -> Period, date: Date) -> Option<&T> {
    versions.iter().find(|version| period(version).holds(date))
}

fn compare(
    kind: TextKind,
    id: &str,
    title: &Bilingual,
    before: Option<Text<'_>>,
    after: Option<Text<'_>>,
) -> Option<TextChange> {
    let change = match (&before, &after) {
        (None, None) => return None,
        (None, Some(_)) => ChangeKind::Added,
        (Some(_), None) => ChangeKind::Ended,
        (Some(_), Some(_)) => ChangeKind::Changed,
    };
    let fields = |text: &Option<Text<'_>>| text.as_ref().map_or(vec![], |text| text.fields.clone());
    let fields = differing(fields(&before), fields(&after));
    if fields.is_empty() && change == ChangeKind::Changed {
        return None;
    }
    let mut sources: Vec<String> = Vec::new();
    for source in before.iter().chain(&after).flat_map(|text| text.sources) {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    let marks = before.iter().chain(&after).map(|text| text.confidence);
    let confidence = marks.reduce(Confidence::weakest).unwrap_or(Confidence::U);
    let shown = after.as_ref().or(before.as_ref())?;
    Some(TextChange {
        kind,
        id: id.to_owned(),
        title: title.clone(),
        change,
        fields,
        amended_by: shown.amended_by.filter(|_| after.is_some()).cloned(),
        cite: shown.cite.to_owned(),
        confidence,
        sources,
    })
}

/// The fields that say different things.
fn differing(before: Fields, after: Fields) -> Vec<FieldChange> {
    let said = |fields: &Fields, wanted: Field| {
        let found = fields.iter().find(|(field, _)| *field == wanted);
        found.map_or(vec![], |(_, said)| said.clone())
    };
    Field::ALL
        .into_iter()
        .map(|field| FieldChange {
            field,
            before: said(&before, field),
            after: said(&after, field),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

fn definition_fields(version: &DefinitionVersion) -> Fields {
    let unless = version.unless_shown.iter().map(|unless| plain(&unless.text));
    vec![
        (Field::Condition, vec![plain(&version.when.text)]),
        (Field::Exception, unless.collect()),
        (Field::Citation, vec![plain(&version.cite)]),
    ]
}

fn provision_fields(framework: &Framework, version: &ProvisionVersion, date: Date) -> Fields {
    let schedule = version.schedule.as_deref().and_then(|id| {
        let schedule = framework.schedules.iter().find(|schedule| schedule.id == id)?;
        crate::prepare::choose(&schedule.versions, |v| v.in_force, date)
    });
    let schedule: Option<&ScheduleVersion> = schedule.map(|(version, _)| version);
    let duty = &version.duty;
    let exception = |one: &crate::Exception| plain(format!("{} [{}]", one.when.text, one.cite));
    let starts = schedule.map_or(&[][..], |schedule| &schedule.starts);
    let legacy = schedule.map_or(&[][..], |schedule| &schedule.legacy);
    vec![
        (Field::Duty, vec![plain(force_word(duty.force)), Said::Both(duty.text.clone())]),
        (Field::Condition, vec![plain(&version.when.text)]),
        (Field::Exception, version.except.iter().map(exception).collect()),
        (
            Field::Start,
            version
                .applies_from
                .map(plain)
                .into_iter()
                .chain(starts.iter().map(start_line))
                .collect(),
        ),
        (Field::Legacy, version.legacy.iter().chain(legacy).map(legacy_line).collect()),
        (Field::End, version.applies_until.map(plain).into_iter().collect()),
        (
            Field::Clock,
            duty.by
                .iter()
                .map(|by| plain(format!("{} + {} d [{}]", by.anchor, by.offset_days, by.cite)))
                .collect(),
        ),
        (Field::Evidence, duty.evidence.iter().map(plain).collect()),
        (Field::Penalty, duty.penalty.iter().map(plain).collect()),
        (Field::Citation, vec![plain(&version.cite)]),
    ]
}

fn plain(text: impl ToString) -> Said {
    Said::Plain(text.to_string())
}

fn force_word(force: crate::Force) -> &'static str {
    match force {
        crate::Force::Must => "must",
        crate::Force::MustNot => "must-not",
        crate::Force::Should => "should",
        crate::Force::May => "may",
        crate::Force::Classification => "classification",
    }
}

fn start_line(start: &Start) -> Said {
    plain(format!("{}: {} [{}]", start.date, start.when.text, start.cite))
}

fn legacy_line(rule: &Legacy) -> Said {
    let date = rule.date.map_or_else(|| "never".to_owned(), |date| date.to_string());
    plain(format!("{date}: {} [{}]", rule.when.text, rule.cite))
}
