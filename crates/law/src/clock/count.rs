//! When a period ends.
//!
//! The day of the event is not counted and a period of days, working days or
//! months ends with the last second of its last day, at the offset from UTC the
//! event was noted with. Hours are counted from the very second. A framework's
//! [`Counting`] may end a period later, on a working day: the plain end is then
//! the date by which a report is in time under any reading, and the later one
//! the last on which it can be.

use std::collections::BTreeSet;

use jiff::civil::Weekday;
use jiff::tz::Offset;
use tenbin_vocab::Date;

use super::model::{Counting, ReportingPeriod, RestDay};
use super::moment::{Moment, Reach};
use crate::condition::ShiftUnit;
use crate::evaluate::add;

/// The end of a period: the first moment it can be, and the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) first: Moment,
    pub(crate) last: Moment,
}

impl Due {
    /// The seconds between which the period ends.
    pub(crate) fn reach(&self, offset: Offset) -> Reach {
        Reach { first: self.first.reach(offset).first, last: self.last.reach(offset).last }
    }
}

/// The end of a period that starts with `start`; none when the law gives no
/// number. A start known to the day only ends hours between two moments.
pub(crate) fn due(
    start: Moment,
    period: ReportingPeriod,
    counting: Option<&Counting>,
    holidays: &BTreeSet<Date>,
    offset: Offset,
) -> Option<Due> {
    let offset = start.offset_or(offset);
    let working = |day: Date| is_working(day, holidays);
    let last_day = match period {
        ReportingPeriod::Hours(hours) => {
            let reach = start.reach(offset).later(i64::from(hours) * 3600);
            let shown = |at| Moment::of(at, offset);
            return Some(Due { first: shown(reach.first), last: shown(reach.last) });
        }
        ReportingPeriod::Days(days) => shifted(start.date(), days, ShiftUnit::Days),
        ReportingPeriod::Months(months) => shifted(start.date(), months, ShiftUnit::Months),
        ReportingPeriod::WorkingDays(days) => nth_working(start.date(), days, &working),
        ReportingPeriod::WithoutDelay | ReportingPeriod::NotStated => return None,
    };
    let mut latest = last_day;
    if let Some(rule) = counting {
        if rule.rest_day == RestDay::Moves {
            while !working(latest) {
                latest = next(latest);
            }
        }
        let long = !matches!(period, ReportingPeriod::Days(0 | 1));
        if let Some(least) = rule.least_working_days.filter(|_| long) {
            latest = latest.max(nth_working(start.date(), least, &working));
        }
    }
    let end = |day| Moment::end_of(day, offset);
    Some(Due { first: end(last_day), last: end(latest) })
}

fn shifted(day: Date, amount: u32, unit: ShiftUnit) -> Date {
    add(day, i32::try_from(amount).unwrap_or(i32::MAX), unit)
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

fn is_working(day: Date, holidays: &BTreeSet<Date>) -> bool {
    // The end of the calendar is a working day, so that every search ends.
    day == Date::MAX
        || !(matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            || holidays.contains(&day))
}

/// The `count`th working day after `start`.
fn nth_working(start: Date, count: u32, working: &impl Fn(Date) -> bool) -> Date {
    let mut day = start;
    for _ in 0..count {
        day = next(day);
        while !working(day) {
            day = next(day);
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use tenbin_vocab::{Bilingual, Confidence};

    use super::*;
    use ReportingPeriod::{Days, Hours, Months, NotStated, WorkingDays};

    fn eu() -> Counting {
        Counting {
            rest_day: RestDay::Moves,
            least_working_days: Some(2),
            about: Bilingual { ja: "数え方".into(), en: "Counting".into() },
            cite: "1".into(),
            confidence: Confidence::M,
            sources: vec!["S1".into()],
        }
    }

    fn ends(start: &str, period: ReportingPeriod, counting: Option<&Counting>) -> [String; 2] {
        let holidays = BTreeSet::from([Date::constant(2026, 12, 25)]);
        let start = start.parse().unwrap();
        let due = due(start, period, counting, &holidays, Offset::constant(1)).unwrap();
        [due.first.to_string(), due.last.to_string()]
    }

    #[test]
    fn days_end_with_the_last_day_where_the_event_was_noted() {
        let [first, last] = ends("2026-11-02T23:59:59-08:00", Days(15), None);
        assert_eq!(first, "2026-11-17T23:59:59-08:00");
        assert_eq!(first, last);
        assert_eq!(ends("2026-11-02", Days(15), None)[0], "2026-11-17T23:59:59+01:00");
        assert_eq!(ends("2028-02-28T10:00:00Z", Days(1), None)[0], "2028-02-29T23:59:59+00:00");
        assert_eq!(ends("2026-01-31T10:00:00Z", Months(1), None)[0], "2026-02-28T23:59:59+00:00");
    }

    #[test]
    fn hours_count_exactly_and_a_day_leaves_a_day_open() {
        let [first, last] = ends("2026-11-02T23:30:00-08:00", Hours(24), None);
        assert_eq!([first.as_str(), last.as_str()], ["2026-11-03T23:30:00-08:00"; 2]);
        let [first, last] = ends("2026-11-02", Hours(72), None);
        assert_eq!(first, "2026-11-05T00:00:00+01:00");
        assert_eq!(last, "2026-11-05T23:59:59+01:00");
    }

    #[test]
    fn working_days_leave_out_weekends_and_given_holidays() {
        // 2026-12-24 is a Thursday and the 25th a holiday.
        assert_eq!(ends("2026-12-24", WorkingDays(1), None)[0], "2026-12-28T23:59:59+01:00");
        assert_eq!(ends("2026-12-18", WorkingDays(4), None)[0], "2026-12-24T23:59:59+01:00");
    }

    #[test]
    fn a_counting_rule_ends_a_period_on_a_working_day() {
        // 2026-11-05 is a Thursday: two days end on a Saturday.
        let [first, last] = ends("2026-11-05", Days(2), Some(&eu()));
        assert_eq!(first, "2026-11-07T23:59:59+01:00");
        assert_eq!(last, "2026-11-09T23:59:59+01:00");
        // From a Friday, two working days end on Tuesday.
        assert_eq!(ends("2026-11-06", Days(2), Some(&eu()))[1], "2026-11-10T23:59:59+01:00");
        // Hours are not moved.
        let [first, last] = ends("2026-11-06T10:00:00+01:00", Hours(24), Some(&eu()));
        assert_eq!(first, last);
    }

    #[test]
    fn no_number_gives_no_end() {
        let none = BTreeSet::new();
        let start = "2026-11-05".parse().unwrap();
        assert_eq!(due(start, NotStated, None, &none, Offset::UTC), None);
    }

    #[test]
    fn the_end_of_the_calendar_ends_every_search() {
        let none = BTreeSet::new();
        let start = "9999-12-20".parse().unwrap();
        for period in [Days(10_000), WorkingDays(10_000), Months(10_000), Hours(u32::MAX)] {
            assert!(due(start, period, Some(&eu()), &none, Offset::UTC).is_some());
        }
    }
}
