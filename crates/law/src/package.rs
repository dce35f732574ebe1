//! The package files as they are written, before any check. Each struct is one
//! table of `docs/doors/framework.md`; an unknown key is a mistake.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_spanned::Spanned;
use tenbin_vocab::{Bilingual, Confidence};

use crate::clock::{ClockKind, RestDay};
use crate::fine::{FineRule, FineUnit};
use crate::model::{EventPrecision, Force, MadeBy, Room, SourceKind, StatusKind};
use crate::read::{OneOrMore, TomlDate};
use crate::threshold::ThresholdOp;
use crate::vocabulary::Subject;

type Named<T> = BTreeMap<Spanned<String>, T>;
type Words = Vec<Spanned<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactsFile {
    #[serde(default)]
    pub(crate) fact: Named<FactEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactEntry {
    pub(crate) subject: Subject,
    #[serde(rename = "type")]
    pub(crate) kind: Spanned<FactType>,
    pub(crate) unit: Option<Spanned<String>>,
    pub(crate) min: Option<Spanned<f64>>,
    pub(crate) cost: Spanned<u8>,
    #[serde(default)]
    pub(crate) values: Words,
    #[serde(default)]
    pub(crate) groups: Named<Words>,
    pub(crate) question: Spanned<Bilingual>,
    pub(crate) help: Option<Spanned<Bilingual>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FactType {
    Bool,
    Number,
    Date,
    OneOf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourcesFile {
    #[serde(default)]
    pub(crate) source: Vec<SourceEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) what: String,
    pub(crate) url: Option<String>,
    pub(crate) celex: Option<String>,
    pub(crate) kind: SourceKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RolesFile {
    #[serde(default)]
    pub(crate) role: Named<RoleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleEntry {
    pub(crate) name: Spanned<Bilingual>,
    pub(crate) when: Option<Spanned<String>>,
    pub(crate) cite: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameworkFile {
    pub(crate) framework: FrameworkEntry,
    #[serde(default)]
    pub(crate) status: Vec<StatusEntry>,
    #[serde(default)]
    pub(crate) version: Vec<TextVersionEntry>,
    #[serde(default)]
    pub(crate) event: Vec<EventEntry>,
    #[serde(default)]
    pub(crate) signatory: Vec<SignatoryEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameworkEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) title: Spanned<Bilingual>,
    pub(crate) short: Option<Spanned<Bilingual>>,
    pub(crate) instrument: String,
    pub(crate) jurisdiction: String,
    pub(crate) binding: bool,
    pub(crate) authoritative_languages: Vec<String>,
    pub(crate) text_licence: Option<String>,
    #[serde(default)]
    pub(crate) urls: Vec<String>,
    pub(crate) note: Option<Spanned<Bilingual>>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusEntry {
    pub(crate) on: Spanned<TomlDate>,
    pub(crate) status: StatusKind,
    pub(crate) note: Option<Spanned<Bilingual>>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextVersionEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) from: Spanned<TomlDate>,
    pub(crate) until: Option<Spanned<TomlDate>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventEntry {
    pub(crate) on: Spanned<TomlDate>,
    #[serde(default)]
    pub(crate) precision: EventPrecision,
    pub(crate) note: Spanned<Bilingual>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignatoryEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) group: Option<String>,
    pub(crate) since: Option<TomlDate>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefinitionsFile {
    #[serde(default)]
    pub(crate) definition: Vec<DefinitionEntry>,
    #[serde(default)]
    pub(crate) term: Vec<TermEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefinitionEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) name: Spanned<String>,
    #[serde(default)]
    pub(crate) classification: bool,
    pub(crate) title: Spanned<Bilingual>,
    #[serde(default)]
    pub(crate) version: Vec<DefinitionVersionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefinitionVersionEntry {
    pub(crate) from: Spanned<TomlDate>,
    pub(crate) until: Option<Spanned<TomlDate>>,
    pub(crate) amended_by: Option<String>,
    pub(crate) when: Spanned<String>,
    pub(crate) unless_shown: Option<Spanned<String>>,
    pub(crate) cite: Spanned<String>,
    #[serde(default)]
    pub(crate) threshold: Vec<ThresholdEntry>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
    pub(crate) note: Option<Spanned<Bilingual>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ThresholdEntry {
    pub(crate) name: Spanned<Bilingual>,
    pub(crate) fact: Option<Spanned<String>>,
    pub(crate) op: ThresholdOp,
    pub(crate) value: Spanned<f64>,
    pub(crate) unit: Spanned<String>,
    pub(crate) cite: Spanned<String>,
    pub(crate) confidence: Option<Confidence>,
    #[serde(default)]
    pub(crate) sources: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) term: Spanned<Bilingual>,
    pub(crate) cite: Spanned<String>,
    pub(crate) gist: Spanned<Bilingual>,
    pub(crate) from: Option<Spanned<TomlDate>>,
    pub(crate) until: Option<Spanned<TomlDate>>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SchedulesFile {
    #[serde(default)]
    pub(crate) schedule: Vec<ScheduleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScheduleEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) title: Option<Spanned<Bilingual>>,
    #[serde(default)]
    pub(crate) version: Vec<ScheduleVersionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScheduleVersionEntry {
    pub(crate) from: Spanned<TomlDate>,
    pub(crate) until: Option<Spanned<TomlDate>>,
    pub(crate) amended_by: Option<String>,
    #[serde(default)]
    pub(crate) start: Vec<StartEntry>,
    #[serde(default)]
    pub(crate) legacy: Vec<LegacyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StartEntry {
    pub(crate) when: Spanned<String>,
    pub(crate) date: TomlDate,
    pub(crate) cite: Spanned<String>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LegacyEntry {
    pub(crate) when: Spanned<String>,
    pub(crate) date: Option<TomlDate>,
    #[serde(default)]
    pub(crate) never: bool,
    pub(crate) presumed: Option<Spanned<Presumed>>,
    pub(crate) cite: Spanned<String>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Presumed {
    No,
    Yes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArticleFile {
    pub(crate) article: String,
    pub(crate) title: Spanned<Bilingual>,
    #[serde(default)]
    pub(crate) provision: Vec<ProvisionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProvisionEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) title: Spanned<Bilingual>,
    pub(crate) binds: Words,
    #[serde(default)]
    pub(crate) controls: Words,
    #[serde(default)]
    pub(crate) version: Vec<ProvisionVersionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProvisionVersionEntry {
    pub(crate) from: Spanned<TomlDate>,
    pub(crate) until: Option<Spanned<TomlDate>>,
    pub(crate) amended_by: Option<String>,
    pub(crate) cite: Spanned<String>,
    pub(crate) when: Spanned<String>,
    #[serde(default)]
    pub(crate) except: Vec<ExceptionEntry>,
    pub(crate) applies_from: Option<Spanned<TomlDate>>,
    pub(crate) schedule: Option<Spanned<String>>,
    pub(crate) applies_until: Option<Spanned<TomlDate>>,
    #[serde(default)]
    pub(crate) legacy: Vec<LegacyEntry>,
    #[serde(default)]
    pub(crate) threshold: Vec<ThresholdEntry>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
    pub(crate) note: Option<Spanned<Bilingual>>,
    pub(crate) duty: DutyEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExceptionEntry {
    pub(crate) when: Spanned<String>,
    pub(crate) cite: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DutyEntry {
    pub(crate) force: Force,
    pub(crate) text: Spanned<Bilingual>,
    #[serde(default)]
    pub(crate) evidence: Words,
    pub(crate) by: Option<DeadlineEntry>,
    pub(crate) penalty: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) on_request: bool,
    pub(crate) binding: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeadlineEntry {
    pub(crate) anchor: Spanned<String>,
    pub(crate) offset_days: Spanned<i32>,
    pub(crate) cite: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PenaltiesFile {
    /// The fact that holds the turnover, for rules that name none.
    pub(crate) turnover: Option<Spanned<String>>,
    /// Who is a small or medium-sized enterprise.
    pub(crate) sme: Option<Spanned<String>>,
    /// Who is a small mid-cap enterprise.
    pub(crate) smc: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) penalty: Vec<PenaltyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PenaltyEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) cite: Spanned<String>,
    pub(crate) covers: Spanned<Bilingual>,
    pub(crate) fixed_min: Option<f64>,
    pub(crate) fixed_max: Option<f64>,
    pub(crate) later_max: Option<f64>,
    pub(crate) currency: Option<Spanned<String>>,
    pub(crate) turnover_percent: Option<f64>,
    pub(crate) turnover: Option<Spanned<String>>,
    pub(crate) rule: Option<FineRule>,
    pub(crate) sme: Option<FineRule>,
    pub(crate) smc: Option<FineRule>,
    pub(crate) per: Option<FineUnit>,
    pub(crate) when: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) part: Vec<FinePartEntry>,
    pub(crate) from: Option<TomlDate>,
    pub(crate) until: Option<TomlDate>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
    pub(crate) note: Option<Spanned<Bilingual>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FinePartEntry {
    pub(crate) name: Spanned<Bilingual>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) turnover_percent: Option<f64>,
    pub(crate) rule: Option<FineRule>,
    pub(crate) per: Option<FineUnit>,
    pub(crate) when: Option<Spanned<String>>,
    pub(crate) cite: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClocksFile {
    pub(crate) counting: Option<CountingEntry>,
    #[serde(default)]
    pub(crate) clock: Vec<ClockEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountingEntry {
    pub(crate) rest_day: RestDay,
    pub(crate) least_working_days: Option<Spanned<u32>>,
    pub(crate) about: Spanned<Bilingual>,
    pub(crate) cite: Spanned<String>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClockEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) provision: Spanned<String>,
    pub(crate) title: Spanned<Bilingual>,
    pub(crate) kind: ClockKind,
    #[serde(default)]
    pub(crate) version: Vec<ClockVersionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClockVersionEntry {
    pub(crate) from: Spanned<TomlDate>,
    pub(crate) until: Option<Spanned<TomlDate>>,
    pub(crate) amended_by: Option<String>,
    pub(crate) anchor: Spanned<OneOrMore>,
    pub(crate) trigger: Spanned<Bilingual>,
    pub(crate) within: Option<Spanned<WithinEntry>>,
    pub(crate) without: Option<Spanned<WithoutPeriod>>,
    #[serde(default)]
    pub(crate) repeats: bool,
    pub(crate) when: Option<Spanned<String>>,
    pub(crate) recipient: Spanned<Bilingual>,
    pub(crate) cite: Spanned<String>,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Words,
    pub(crate) note: Option<Spanned<Bilingual>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithinEntry {
    pub(crate) hours: Option<u32>,
    pub(crate) days: Option<u32>,
    pub(crate) working_days: Option<u32>,
    pub(crate) months: Option<u32>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WithoutPeriod {
    /// At once.
    Delay,
    /// No period is stated.
    Period,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CasesFile {
    #[serde(default)]
    pub(crate) case: Vec<CaseEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) as_of: Spanned<TomlDate>,
    #[serde(default)]
    pub(crate) expect_ask: Words,
    #[serde(default)]
    pub(crate) facts: Named<Spanned<toml::Value>>,
    #[serde(default)]
    pub(crate) expect: Named<Spanned<tenbin_vocab::Tri>>,
    #[serde(default)]
    pub(crate) expect_state: Named<Spanned<crate::model::DutyState>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ControlsFile {
    #[serde(default)]
    pub(crate) control: Vec<ControlEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ControlEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) name: Spanned<Bilingual>,
    pub(crate) about: Spanned<Bilingual>,
    #[serde(default)]
    pub(crate) evidence: Words,
    #[serde(default)]
    pub(crate) iso42001: Vec<String>,
    #[serde(default)]
    pub(crate) nist: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindsFile {
    #[serde(default)]
    pub(crate) kind: Vec<KindEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) name: Spanned<Bilingual>,
    pub(crate) about: Option<Spanned<Bilingual>>,
    pub(crate) made_by: MadeBy,
    pub(crate) room: Option<Room>,
    pub(crate) effort: Option<Spanned<EffortEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EffortEntry {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) confidence: Confidence,
    pub(crate) sources: Vec<Spanned<String>>,
}
