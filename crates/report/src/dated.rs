//! Keys of the words for what happens to the law over time.

use tenbin_law::{ChangeKind, DutyAnswer, Field, LineKind, StatusKind, TextKind};

/// Key of the word for what happens on a date.
#[must_use]
pub fn line_kind(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Status => "line-status",
        LineKind::TextBegins => "line-text-begins",
        LineKind::TextEnds => "line-text-ends",
        LineKind::Event => "line-event",
        LineKind::Signature => "line-signature",
        LineKind::ProvisionBegins => "line-provision-begins",
        LineKind::ProvisionEnds => "line-provision-ends",
        LineKind::DefinitionBegins => "line-definition-begins",
        LineKind::DefinitionEnds => "line-definition-ends",
        LineKind::ScheduleBegins => "line-schedule-begins",
        LineKind::ScheduleEnds => "line-schedule-ends",
        LineKind::TermBegins => "line-term-begins",
        LineKind::TermEnds => "line-term-ends",
        LineKind::PenaltyBegins => "line-penalty-begins",
        LineKind::PenaltyEnds => "line-penalty-ends",
        LineKind::ConditionTurns => "line-condition-turns",
        LineKind::DutyStarts => "line-duty-starts",
        LineKind::DutyMayStart => "line-duty-may-start",
        LineKind::LegacyStarts => "line-legacy-starts",
        LineKind::DutyMoves => "line-duty-moves",
        LineKind::DutyChanges => "line-duty-changes",
        LineKind::DutyEnds => "line-duty-ends",
        LineKind::ClassificationChanges => "line-classification-changes",
        LineKind::Due => "line-due",
    }
}

/// Key of the word for a kind of text that is compared.
#[must_use]
pub fn text_kind(kind: TextKind) -> &'static str {
    match kind {
        TextKind::Provision => "text-provision",
        TextKind::Definition => "text-definition",
        TextKind::Schedule => "text-schedule",
        TextKind::Penalty => "text-penalty",
    }
}

/// Key of the word for what happened to a text.
#[must_use]
pub fn change_kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "change-added",
        ChangeKind::Changed => "change-changed",
        ChangeKind::Ended => "change-ended",
    }
}

/// Key of the word for a field that is compared.
#[must_use]
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Duty => "field-duty",
        Field::Condition => "field-condition",
        Field::Exception => "field-exception",
        Field::Start => "field-start",
        Field::Legacy => "field-legacy",
        Field::End => "field-end",
        Field::Clock => "field-clock",
        Field::Evidence => "field-evidence",
        Field::Penalty => "field-penalty",
        Field::Citation => "field-citation",
    }
}

/// Key of the word for how a duty stands while questions are asked.
#[must_use]
pub fn duty_answer(answer: DutyAnswer) -> &'static str {
    match answer {
        DutyAnswer::Yes => "answer-yes",
        DutyAnswer::No => "answer-no",
        DutyAnswer::Open => "answer-open",
        DutyAnswer::Stuck => "answer-stuck",
    }
}

/// Key of the word for what a framework became.
#[must_use]
pub fn status(status: StatusKind) -> &'static str {
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
