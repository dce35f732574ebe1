//! Keys of the words for the closed lists of the data model. They stand here as
//! whole words, so that the key test finds each of them.

use tenbin_assess::{AcceptanceVerdict, Conclusion, DeadlineKind, Status, SubjectKind};
use tenbin_law::{DutyState, Force, StatusKind, ValueSource};
use tenbin_vocab::{Confidence, Tri};

/// Key of the word for a status.
#[must_use]
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Met => "status-met",
        Status::Partly => "status-partly",
        Status::Missing => "status-missing",
        Status::Later => "status-later",
        Status::Unknown => "status-unknown",
        Status::OtherParty => "status-other-party",
        Status::NotApplicable => "status-not-applicable",
    }
}

/// Key of the phrase for a count of one status in the tally.
#[must_use]
pub fn tally(status: Status) -> &'static str {
    match status {
        Status::Met => "tally-met",
        Status::Partly => "tally-partly",
        Status::Missing => "tally-missing",
        Status::Later => "tally-later",
        Status::Unknown => "tally-unknown",
        Status::OtherParty => "tally-other-party",
        Status::NotApplicable => "tally-not-applicable",
    }
}

/// Key of the word for a verdict.
#[must_use]
pub fn verdict(verdict: Tri) -> &'static str {
    match verdict {
        Tri::Yes => "verdict-yes",
        Tri::No => "verdict-no",
        Tri::Unknown => "verdict-unknown",
    }
}

/// Key of the word for the state of a duty.
#[must_use]
pub fn duty_state(state: DutyState) -> &'static str {
    match state {
        DutyState::Now => "duty-now",
        DutyState::Later => "duty-later",
        DutyState::Ended => "duty-ended",
        DutyState::Never => "duty-never",
        DutyState::Unknown => "duty-unknown",
    }
}

/// Key of the word for the force of a duty.
#[must_use]
pub fn force(force: Force) -> &'static str {
    match force {
        Force::Must => "force-must",
        Force::MustNot => "force-must-not",
        Force::Should => "force-should",
        Force::May => "force-may",
        Force::Classification => "force-classification",
    }
}

/// Key of the word for what a framework has become.
#[must_use]
pub fn framework_status(status: StatusKind) -> &'static str {
    match status {
        StatusKind::Proposed => "state-proposed",
        StatusKind::Adopted => "state-adopted",
        StatusKind::InForce => "state-in-force",
        StatusKind::Applies => "state-applies",
        StatusKind::Amended => "state-amended",
        StatusKind::Superseded => "state-superseded",
        StatusKind::Repealed => "state-repealed",
        StatusKind::Rescinded => "state-rescinded",
        StatusKind::Published => "state-published",
    }
}

/// Key of the explanation of a confidence mark.
#[must_use]
pub fn confidence(mark: Confidence) -> &'static str {
    match mark {
        Confidence::V => "mark-v",
        Confidence::V2 => "mark-v2",
        Confidence::M => "mark-m",
        Confidence::U => "mark-u",
    }
}

/// Key of the word for what happens on a date.
#[must_use]
pub fn deadline(kind: DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::Starts => "deadline-starts",
        DeadlineKind::MayStart => "deadline-may-start",
        DeadlineKind::Due => "deadline-due",
        DeadlineKind::Ends => "deadline-ends",
    }
}

/// Key of the word for how a result stands against a criterion.
#[must_use]
pub fn acceptance(verdict: AcceptanceVerdict) -> &'static str {
    match verdict {
        AcceptanceVerdict::Met => "acceptance-met",
        AcceptanceVerdict::NotMet => "acceptance-not-met",
        AcceptanceVerdict::Undetermined => "acceptance-undetermined",
    }
}

/// The status whose look an acceptance verdict borrows.
#[must_use]
pub fn acceptance_look(verdict: AcceptanceVerdict) -> Status {
    match verdict {
        AcceptanceVerdict::Met => Status::Met,
        AcceptanceVerdict::NotMet => Status::Missing,
        AcceptanceVerdict::Undetermined => Status::Unknown,
    }
}

/// Key of the short word for a conclusion.
#[must_use]
pub fn conclusion(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Clean => "conclusion-clean",
        Conclusion::Adverse => "conclusion-adverse",
        Conclusion::Undetermined => "conclusion-undetermined",
    }
}

/// The status whose look a conclusion borrows.
#[must_use]
pub fn conclusion_look(conclusion: Conclusion) -> Status {
    match conclusion {
        Conclusion::Clean => Status::Met,
        Conclusion::Adverse => Status::Missing,
        Conclusion::Undetermined => Status::Unknown,
    }
}

/// Key of the word for the kind of a subject.
#[must_use]
pub fn subject_kind(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Model => "subject-model",
        SubjectKind::System => "subject-system",
    }
}

/// Key of the word for where a value comes from.
#[must_use]
pub fn value_source(source: ValueSource) -> &'static str {
    match source {
        ValueSource::Given => "value-given",
        ValueSource::Computed => "value-computed",
    }
}

/// Key of the name of a language tag, when the interface has one.
#[must_use]
pub fn language(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "ja" => "language-ja",
        "en" => "language-en",
        "zh" => "language-zh",
        "fr" => "language-fr",
        "ko" => "language-ko",
        "all" => "language-all",
        _ => return None,
    })
}

/// Key of the word for a role, when the interface has one.
#[must_use]
pub fn role(role: &str) -> Option<&'static str> {
    Some(match role {
        "provider" => "role-provider",
        "deployer" => "role-deployer",
        "importer" => "role-importer",
        "distributor" => "role-distributor",
        "gpai_provider" => "role-gpai-provider",
        "signatory" => "role-signatory",
        "advanced_ai_developer" => "role-advanced-ai-developer",
        "product_manufacturer" => "role-product-manufacturer",
        "authorised_representative" => "role-authorised-representative",
        "member_state" => "role-member-state",
        "third_party" => "role-third-party",
        _ => return None,
    })
}
