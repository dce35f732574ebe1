//! The facts of a block of subjects, one column a fact.

use tenbin_vocab::{Date, FactState};

use super::plane::{Answers, LANE, Plane};
use crate::evaluate::Domain;
use crate::prepare::Prepared;
use crate::state::{Choice, DenseFacts, Slot, slot_of};
use crate::vocabulary::FactIndex;

/// A fact of the vocabulary, for filling [`Columns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactRef(FactIndex);

/// What is known of one fact, read once and entered for any number of subjects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FactAnswer(Slot);

impl Prepared<'_> {
    /// The fact called `name`; none when the vocabulary has none, or it is the
    /// as-of date.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<FactRef> {
        let found = self.library.vocabulary.index(name)?;
        (found != FactIndex::AS_OF).then_some(FactRef(found))
    }

    /// The state in the form [`Columns::set`] takes; none when its value has
    /// not the type of the fact, or lies below its least value.
    #[must_use]
    pub fn answer(&self, fact: FactRef, state: &FactState) -> Option<FactAnswer> {
        let kind = &self.library.vocabulary.fact(fact.0)?.kind;
        slot_of(kind, state).map(FactAnswer)
    }
}

/// The facts of up to [`Columns::CAPACITY`] subjects. Memory does not grow with
/// the number of subjects weighed: fill it, weigh it, clear it.
#[derive(Clone, Debug)]
pub struct Columns {
    facts: Vec<Column>,
    subjects: usize,
    as_of: Date,
}

/// What is known of one fact, for every subject. Planes are one a lane.
#[derive(Clone, Debug)]
struct Column {
    known: Vec<Plane>,
    absent: Vec<Plane>,
    contested: Vec<Plane>,
    /// Known in part: a one-of fact of which a group was given.
    partial: Vec<Plane>,
    values: Values,
}

#[derive(Clone, Debug)]
enum Values {
    Flags(Vec<Plane>),
    Numbers(Vec<f64>),
    /// Each as [`code`].
    Dates(Vec<i32>),
    Choices(Vec<Choice>),
}

/// What one lane of a column holds.
#[derive(Clone, Copy)]
pub(super) struct ColumnLane<'a> {
    pub(super) known: Plane,
    pub(super) absent: Plane,
    pub(super) contested: Plane,
    pub(super) partial: Plane,
    pub(super) values: LaneValues<'a>,
}

#[derive(Clone, Copy)]
pub(super) enum LaneValues<'a> {
    Flags(Plane),
    Numbers(&'a [f64]),
    Dates(&'a [i32]),
    Choices(&'a [Choice]),
}

impl ColumnLane<'_> {
    /// What a definition comes to when this fact answers it directly: given
    /// answers count before `computed` ones.
    pub(super) fn given(&self, computed: Answers) -> Answers {
        let LaneValues::Flags(values) = self.values else { return computed };
        let computed = computed.among(self.open() & !self.contested);
        Answers {
            yes: computed.yes | (self.known & values),
            no: computed.no | (self.known & !values) | self.absent,
        }
    }

    /// Subjects of whom nothing is known here.
    pub(super) fn open(&self) -> Plane {
        !(self.known | self.absent)
    }
}

/// A number that orders as the date does.
pub(super) fn code(date: Date) -> i32 {
    i32::from(date.year()) * 512 + i32::from(date.month()) * 32 + i32::from(date.day())
}

fn decode(code: i32) -> Slot {
    let (year, rest) = (code.div_euclid(512), code.rem_euclid(512));
    let (month, day) = (rest / 32, rest % 32);
    let (Ok(year), Ok(month), Ok(day)) =
        (i16::try_from(year), i8::try_from(month), i8::try_from(day))
    else {
        return Slot::Unknown;
    };
    Date::new(year, month, day).map_or(Slot::Unknown, Slot::Date)
}

impl Columns {
    /// Most subjects of a block.
    pub const CAPACITY: usize = 4096;

    pub(super) fn new(domains: &[Domain], as_of: Date) -> Self {
        let planes = || vec![Plane::NONE; Self::CAPACITY / LANE];
        let column = |domain: &Domain| Column {
            known: planes(),
            absent: planes(),
            contested: planes(),
            partial: planes(),
            values: match domain {
                Domain::Bool => Values::Flags(planes()),
                Domain::Number { .. } => Values::Numbers(vec![0.0; Self::CAPACITY]),
                Domain::Date => Values::Dates(vec![0; Self::CAPACITY]),
                Domain::Choice { .. } => {
                    Values::Choices(vec![Choice { held: 0, one_of: 0 }; Self::CAPACITY])
                }
            },
        };
        Self { facts: domains.iter().map(column).collect(), subjects: 0, as_of }
    }

    /// Number of subjects.
    #[must_use]
    pub fn len(&self) -> usize {
        self.subjects
    }

    /// True when there is no subject.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.subjects == 0
    }

    /// Takes every subject out.
    pub fn clear(&mut self) {
        self.subjects = 0;
        for column in &mut self.facts {
            for planes in
                [&mut column.known, &mut column.absent, &mut column.contested, &mut column.partial]
            {
                planes.fill(Plane::NONE);
            }
        }
    }

    /// Adds a subject of whom nothing is known and gives its position; none
    /// when the block is full.
    pub fn add(&mut self) -> Option<usize> {
        let at = self.subjects;
        (at < Self::CAPACITY).then(|| {
            self.subjects += 1;
            at
        })
    }

    /// Adds a subject with these facts; none when the block is full.
    pub fn push(&mut self, facts: &DenseFacts) -> Option<usize> {
        let at = self.add()?;
        for (fact, slot) in (0_u32..).map(FactIndex).zip(&facts.slots).skip(1) {
            if *slot != Slot::Unknown {
                self.enter(at, fact, *slot);
            }
        }
        Some(at)
    }

    /// Enters what is known of one fact of a subject in place of what was; a
    /// subject that was not added is left out.
    pub fn set(&mut self, subject: usize, fact: FactRef, answer: FactAnswer) {
        if subject < self.subjects {
            self.enter(subject, fact.0, answer.0);
        }
    }

    fn enter(&mut self, subject: usize, fact: FactIndex, slot: Slot) {
        let Some(column) = self.facts.get_mut(fact.at()) else { return };
        let (lane, bit) = (subject / LANE, subject % LANE);
        let mark = |planes: &mut Vec<Plane>, value: bool| {
            if let Some(plane) = planes.get_mut(lane) {
                plane.set(bit, value);
            }
        };
        let (mut known, mut partial) = (true, false);
        match (slot, &mut column.values) {
            (Slot::Bool(value), Values::Flags(planes)) => mark(planes, value),
            (Slot::Number(value), Values::Numbers(values)) => put(values, subject, value),
            (Slot::Date(value), Values::Dates(values)) => put(values, subject, code(value)),
            (Slot::Choice(value), Values::Choices(values)) => {
                partial = value.one_of != 0;
                put(values, subject, value);
            }
            _ => known = false,
        }
        mark(&mut column.known, known);
        mark(&mut column.partial, partial);
        mark(&mut column.absent, slot == Slot::NotApplicable);
        mark(&mut column.contested, slot == Slot::Contested);
    }

    /// One lane of a column; none for a fact the vocabulary lacks.
    pub(super) fn lane(&self, fact: FactIndex, lane: usize) -> Option<ColumnLane<'_>> {
        let column = self.facts.get(fact.at())?;
        let range = lane * LANE..(lane + 1) * LANE;
        Some(ColumnLane {
            known: *column.known.get(lane)?,
            absent: *column.absent.get(lane)?,
            contested: *column.contested.get(lane)?,
            partial: *column.partial.get(lane)?,
            values: match &column.values {
                Values::Flags(planes) => LaneValues::Flags(*planes.get(lane)?),
                Values::Numbers(values) => LaneValues::Numbers(values.get(range)?),
                Values::Dates(values) => LaneValues::Dates(values.get(range)?),
                Values::Choices(values) => LaneValues::Choices(values.get(range)?),
            },
        })
    }

    /// What is known of one fact of one subject of a lane.
    pub(super) fn slot(&self, fact: FactIndex, lane: usize, bit: usize) -> Slot {
        if fact == FactIndex::AS_OF {
            return Slot::Date(self.as_of);
        }
        let Some(column) = self.lane(fact, lane) else { return Slot::Unknown };
        if column.absent.has(bit) {
            return Slot::NotApplicable;
        }
        if column.contested.has(bit) {
            return Slot::Contested;
        }
        if !column.known.has(bit) {
            return Slot::Unknown;
        }
        match column.values {
            LaneValues::Flags(plane) => Slot::Bool(plane.has(bit)),
            LaneValues::Numbers(values) => {
                values.get(bit).map_or(Slot::Unknown, |n| Slot::Number(*n))
            }
            LaneValues::Dates(values) => values.get(bit).map_or(Slot::Unknown, |d| decode(*d)),
            LaneValues::Choices(values) => {
                values.get(bit).map_or(Slot::Unknown, |choice| Slot::Choice(*choice))
            }
        }
    }

    /// The subjects a lane has.
    pub(super) fn live(&self, lane: usize) -> Plane {
        let mut plane = Plane::NONE;
        let count = self.subjects.saturating_sub(lane * LANE).min(LANE);
        for (at, word) in (0..).zip(&mut plane.0) {
            *word = match count.saturating_sub(at * 64) {
                0 => 0,
                some if some >= 64 => u64::MAX,
                some => (1 << some) - 1,
            };
        }
        plane
    }
}

fn put<T>(values: &mut [T], at: usize, value: T) {
    if let Some(place) = values.get_mut(at) {
        *place = value;
    }
}
