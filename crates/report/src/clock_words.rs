//! Reporting clocks in words.

use tenbin_law::{
    ClockAnswer, ClockState, ReportingPeriod, TimeName, TimeWarning, TimeWarningKind,
};

use crate::Texts;

/// Name of a time of an incident.
#[must_use]
pub fn time(t: Texts, name: TimeName) -> String {
    t.say(match name {
        TimeName::Occurred => "clocks-time-occurred",
        TimeName::Detected => "clocks-time-detected",
        TimeName::Aware => "clocks-time-aware",
        TimeName::Determined => "clocks-time-determined",
        TimeName::Submitted => "clocks-time-submitted",
        TimeName::Resolved => "clocks-time-resolved",
    })
}

/// What a clock was counted from, or what it waits for.
#[must_use]
pub fn start(t: Texts, clock: &ClockAnswer) -> String {
    match &clock.used {
        Some(used) => t.value("clocks-counted", format!("{} {}", time(t, used.name), used.at)),
        None => {
            let names: Vec<String> = clock.anchor.iter().map(|name| time(t, *name)).collect();
            t.value("clocks-awaits", names.join(" / "))
        }
    }
}

/// How long there is for a report; `repeats` when it falls due again and again.
#[must_use]
pub fn period(texts: Texts, within: ReportingPeriod, repeats: bool) -> String {
    let (key, amount) = match within {
        ReportingPeriod::Hours(amount) => ("clocks-within-hours", amount),
        ReportingPeriod::Days(amount) => ("clocks-within-days", amount),
        ReportingPeriod::WorkingDays(amount) => ("clocks-within-working-days", amount),
        ReportingPeriod::Months(amount) => ("clocks-within-months", amount),
        ReportingPeriod::WithoutDelay => return texts.say("clocks-without-delay"),
        ReportingPeriod::NotStated => return texts.say("clocks-not-stated"),
    };
    let period = texts.count(key, amount as usize);
    if repeats { texts.value("clocks-again", period) } else { period }
}

/// How long there is, and after which event.
#[must_use]
pub fn rule(texts: Texts, clock: &ClockAnswer) -> String {
    let trigger = clock.trigger.get(texts.lang);
    [period(texts, clock.within, clock.repeats).as_str(), trigger].join(&texts.say("clocks-colon"))
}

/// The state in words, with how much time is left or gone.
#[must_use]
pub fn state(texts: Texts, clock: &ClockAnswer) -> String {
    let key = match clock.state {
        ClockState::Running => "clocks-running",
        ClockState::Overdue => "clocks-overdue",
        ClockState::Met => "clocks-met",
        ClockState::Late => "clocks-late",
        ClockState::Unsettled => "clocks-unsettled",
        ClockState::NotStarted => "clocks-not-started",
        ClockState::NoPeriod => "clocks-no-period",
        ClockState::Reported => "clocks-reported",
        ClockState::NotBinding => "clocks-not-binding",
        ClockState::Closed => "clocks-closed",
    };
    let left = clock.margin_seconds.map(|seconds| length(texts, seconds.unsigned_abs()));
    texts.value(key, left.unwrap_or_default())
}

/// Days and hours, or minutes when it is less than an hour.
fn length(texts: Texts, seconds: u64) -> String {
    let of =
        |key: &str, amount: u64| texts.count(key, usize::try_from(amount).unwrap_or(usize::MAX));
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours) {
        (0, 0) => of("clocks-minutes", minutes),
        (0, _) => of("clocks-hours", hours),
        (_, 0) => of("clocks-days", days),
        _ => [of("clocks-days", days), of("clocks-hours", hours)]
            .join(&texts.say("clocks-length-join")),
    }
}

/// What looks odd about a time.
#[must_use]
pub fn warning(texts: Texts, warning: &TimeWarning) -> String {
    let name = time(texts, warning.time);
    match (warning.kind, warning.before) {
        (TimeWarningKind::OutOfOrder, Some(before)) => {
            let before = time(texts, before);
            texts.value("clocks-out-of-order", format!("{name} < {before}"))
        }
        _ => texts.value("clocks-in-the-future", name),
    }
}
