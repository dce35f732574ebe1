//! Points in time as people give them: a date, or a date and time with the
//! offset from UTC.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{DateTime, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tenbin_vocab::Date;

/// A date, or a date and time with its offset from UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub enum Moment {
    /// Some time on this day.
    Day(Date),
    /// This very second.
    Instant {
        /// Local time where it was noted down.
        local: DateTime,
        /// Hours and minutes ahead of UTC there.
        offset: Offset,
    },
}

/// Why a text is no [`Moment`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MomentError {
    /// Neither a date nor a date and time.
    #[error("it is no date and no date with a time")]
    Shape,
    /// A time of which nobody can say when it was elsewhere.
    #[error("the time has no offset from UTC")]
    NoOffset,
    /// A zone by name: its rules are not part of the file.
    #[error("a zone is named in brackets")]
    NamedZone,
}

impl MomentError {
    /// What to do about it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Shape => "write 2026-11-21, or 2026-11-21T09:30:00+09:00",
            Self::NoOffset => "add it: 2026-11-21T09:30:00+09:00, or Z for UTC",
            Self::NamedZone => "write the offset alone: 2026-11-21T09:30:00+09:00",
        }
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        if text.len() > 64 || !text.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(MomentError::Shape);
        }
        let pieces = Pieces::parse(text).map_err(|_| MomentError::Shape)?;
        if pieces.time_zone_annotation().is_some() {
            return Err(MomentError::NamedZone);
        }
        let Some(time) = pieces.time() else {
            let plain = text.len() == 10 && pieces.offset().is_none();
            return if plain { Ok(Self::Day(pieces.date())) } else { Err(MomentError::Shape) };
        };
        let offset = pieces.to_numeric_offset().ok_or(MomentError::NoOffset)?;
        let whole = Time::new(time.hour(), time.minute(), time.second(), 0).unwrap_or(time);
        Ok(Self::at(pieces.date().to_datetime(whole), offset))
    }
}

impl TryFrom<String> for Moment {
    type Error = MomentError;

    fn try_from(text: String) -> Result<Self, MomentError> {
        text.parse()
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::Instant { local, offset } => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
                write!(f, "{local}{sign}{hours:02}:{rest:02}")
            }
        }
    }
}

impl Moment {
    fn at(local: DateTime, offset: Offset) -> Self {
        Self::Instant { local, offset }
    }

    /// The moment `timestamp` as a clock at `offset` shows it.
    #[must_use]
    pub fn of(timestamp: Timestamp, offset: Offset) -> Self {
        let local = offset.to_datetime(timestamp);
        let whole = Time::new(local.hour(), local.minute(), local.second(), 0);
        Self::at(local.date().to_datetime(whole.unwrap_or(Time::midnight())), offset)
    }

    /// The last second of a day.
    pub(crate) fn end_of(day: Date, offset: Offset) -> Self {
        Self::at(day.to_datetime(last_second()), offset)
    }

    /// The day, where it was noted down.
    #[must_use]
    pub fn date(&self) -> Date {
        match self {
            Self::Day(date) => *date,
            Self::Instant { local, .. } => local.date(),
        }
    }

    /// The very second, when it is one.
    #[must_use]
    pub fn instant(&self) -> Option<Timestamp> {
        match self {
            Self::Day(_) => None,
            Self::Instant { local, offset } => Some(timestamp(*local, *offset)),
        }
    }

    /// The offset it was given with, else `otherwise`.
    pub(crate) fn offset_or(&self, otherwise: Offset) -> Offset {
        match self {
            Self::Day(_) => otherwise,
            Self::Instant { offset, .. } => *offset,
        }
    }

    /// First and last second it can be; a day is one at `offset`.
    pub(crate) fn reach(&self, offset: Offset) -> Reach {
        match self {
            Self::Day(date) => Reach {
                first: timestamp(date.to_datetime(Time::midnight()), offset),
                last: timestamp(date.to_datetime(last_second()), offset),
            },
            Self::Instant { local, offset } => {
                let only = timestamp(*local, *offset);
                Reach { first: only, last: only }
            }
        }
    }
}

fn last_second() -> Time {
    Time::constant(23, 59, 59, 0)
}

fn timestamp(local: DateTime, offset: Offset) -> Timestamp {
    // Out of range only within a day of the ends of the calendar.
    offset.to_timestamp(local).unwrap_or(if local.year() > 0 {
        Timestamp::MAX
    } else {
        Timestamp::MIN
    })
}

/// First and last second something can be at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    pub(crate) first: Timestamp,
    pub(crate) last: Timestamp,
}

impl Reach {
    /// Both ends later by whole seconds.
    pub(crate) fn later(self, seconds: i64) -> Self {
        let shift = |at: Timestamp| {
            at.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
        };
        Self { first: shift(self.first), last: shift(self.last) }
    }

    /// True when all of it lies at or before all of `other`.
    pub(crate) fn surely_by(self, other: Self) -> bool {
        self.last <= other.first
    }

    /// True when all of it lies after all of `other`.
    pub(crate) fn surely_after(self, other: Self) -> bool {
        self.first > other.last
    }
}

/// An offset written as `+09:00`, `-05:00` or `Z`.
pub(crate) fn offset_of(text: &str) -> Option<Offset> {
    if text == "Z" {
        return Some(Offset::UTC);
    }
    let (sign, rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (_, Some(rest)) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let two = |part: &str, most: i32| {
        let shaped = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i32>().ok().filter(|number| shaped && *number <= most)
    };
    let seconds = two(hours, 14)? * 3600 + two(minutes, 59)? * 60;
    Offset::from_seconds(sign * seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_and_written_alike() {
        for text in ["2026-11-21", "2026-11-21T09:30:00+09:00", "2026-11-21T23:59:59-05:30"] {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
        }
        let utc: Moment = "2026-11-21T09:30:00Z".parse().unwrap();
        assert_eq!(utc.to_string(), "2026-11-21T09:30:00+00:00");
        let fraction: Moment = "2026-11-21T09:30:00.75Z".parse().unwrap();
        assert_eq!(fraction, utc);
    }

    #[test]
    fn what_is_no_moment_is_refused_with_its_reason() {
        let wrong = |text: &str| text.parse::<Moment>().unwrap_err();
        assert_eq!(wrong("2026-11-21T09:30:00"), MomentError::NoOffset);
        assert_eq!(wrong("2026-11-21T09:30:00+01:00[Europe/Paris]"), MomentError::NamedZone);
        for text in ["", "yesterday", "2026-02-30", "20261121", "2026-11-21T25:00:00Z", "09:30"] {
            assert_eq!(wrong(text), MomentError::Shape, "{text}");
        }
    }

    #[test]
    fn offsets_are_read_strictly() {
        assert_eq!(offset_of("+09:00").unwrap().seconds(), 9 * 3600);
        assert_eq!(offset_of("-03:30").unwrap().seconds(), -(3 * 3600 + 1800));
        for text in ["9", "+9:00", "+15:00", "+09:60", "JST", "09:00", "+-9:00"] {
            assert!(offset_of(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_day_reaches_from_midnight_to_its_last_second() {
        let day: Moment = "2026-11-21".parse().unwrap();
        let reach = day.reach(offset_of("+09:00").unwrap());
        assert_eq!(reach.first.to_string(), "2026-11-20T15:00:00Z");
        assert_eq!(reach.last.to_string(), "2026-11-21T14:59:59Z");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_moment_or_refused(text in "\\PC{0,40}") {
            if let Ok(moment) = text.parse::<Moment>() {
                moment.reach(Offset::UTC).later(i64::from(u32::MAX));
            }
        }
    }
}
