//! Sets of subjects and three-valued answers about them, as machine words.

use tenbin_vocab::Tri;

use crate::condition::Comparison;

/// Words of a lane.
pub(super) const WORDS: usize = 4;
/// Subjects of a lane: they are weighed together, one bit each.
pub(super) const LANE: usize = WORDS * 64;

/// A set of the subjects of one lane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Plane(pub(super) [u64; WORDS]);

impl Plane {
    pub(super) const ALL: Self = Self([u64::MAX; WORDS]);
    pub(super) const NONE: Self = Self([0; WORDS]);

    pub(super) fn is_empty(self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn has(self, subject: usize) -> bool {
        self.0.get(subject / 64).is_some_and(|word| word >> (subject % 64) & 1 == 1)
    }

    pub(super) fn set(&mut self, subject: usize, value: bool) {
        if let Some(word) = self.0.get_mut(subject / 64) {
            *word = *word & !(1 << (subject % 64)) | u64::from(value) << (subject % 64);
        }
    }

    /// Number of subjects in the set.
    pub(super) fn count(self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// The subjects of the set, in order.
    pub(super) fn subjects(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(at, word)| {
            std::iter::successors((word != 0).then_some(word), |word| {
                let rest = word & (word - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |word| at * 64 + word.trailing_zeros() as usize)
        })
    }

    /// The subjects whose value passes `test`.
    pub(super) fn of<T>(values: &[T], test: impl Fn(&T) -> bool) -> Self {
        let mut plane = Self::NONE;
        for (word, values) in plane.0.iter_mut().zip(values.chunks(64)) {
            for (bit, value) in values.iter().enumerate() {
                *word |= u64::from(test(value)) << bit;
            }
        }
        plane
    }
}

impl std::ops::BitAnd for Plane {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        Self([a & e, b & f, c & g, d & h])
    }
}

impl std::ops::BitOr for Plane {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        Self([a | e, b | f, c | g, d | h])
    }
}

impl std::ops::Not for Plane {
    type Output = Self;

    fn not(self) -> Self {
        let [a, b, c, d] = self.0;
        Self([!a, !b, !c, !d])
    }
}

/// A three-valued answer for each subject of a lane: nobody is in both sets,
/// and whoever is in neither is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) yes: Plane,
    pub(super) no: Plane,
}

impl Answers {
    /// The same answer for everyone.
    pub(super) fn same(value: Tri) -> Self {
        Self::UNKNOWN.with(Plane::ALL, value)
    }

    pub(super) const UNKNOWN: Self = Self { yes: Plane::NONE, no: Plane::NONE };

    pub(super) fn known(self) -> Plane {
        self.yes | self.no
    }

    pub(super) fn unknown(self) -> Plane {
        !self.known()
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { yes: self.yes & other.yes, no: self.no | other.no }
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self { yes: self.yes | other.yes, no: self.no & other.no }
    }

    pub(super) fn negated(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }

    /// The same with `value` for the subjects of `whom`.
    pub(super) fn with(self, whom: Plane, value: Tri) -> Self {
        let (yes, no) = (self.yes & !whom, self.no & !whom);
        match value {
            Tri::Yes => Self { yes: yes | whom, no },
            Tri::No => Self { yes, no: no | whom },
            Tri::Unknown => Self { yes, no },
        }
    }

    /// These answers where they are known, `other` elsewhere.
    pub(super) fn else_of(self, other: Self) -> Self {
        let open = self.unknown();
        Self { yes: self.yes | (other.yes & open), no: self.no | (other.no & open) }
    }

    /// The same with `value` for one subject.
    pub(super) fn with_one(mut self, subject: usize, value: Tri) -> Self {
        self.yes.set(subject, value == Tri::Yes);
        self.no.set(subject, value == Tri::No);
        self
    }

    /// Word by word: known yes, known no.
    pub(super) fn words(self) -> impl Iterator<Item = (u64, u64)> {
        self.yes.0.into_iter().zip(self.no.0)
    }

    /// The same for the subjects of `whom`; unknown for everyone else.
    pub(super) fn among(self, whom: Plane) -> Self {
        Self { yes: self.yes & whom, no: self.no & whom }
    }

    pub(super) fn of(self, subject: usize) -> Tri {
        match (self.yes.has(subject), self.no.has(subject)) {
            (true, _) => Tri::Yes,
            (_, true) => Tri::No,
            _ => Tri::Unknown,
        }
    }
}

/// "At least `need` of these".
pub(super) fn at_least(need: u32, parts: &[Answers]) -> Answers {
    let need = need as usize;
    if need > parts.len() {
        return Answers::same(Tri::No);
    }
    // sure[n]: at least n of the parts so far hold; possible[n]: may hold.
    let mut sure = vec![Plane::NONE; need + 1];
    let mut possible = sure.clone();
    for counts in [&mut sure, &mut possible] {
        if let Some(first) = counts.first_mut() {
            *first = Plane::ALL;
        }
    }
    for part in parts {
        for (counts, holds) in [(&mut sure, part.yes), (&mut possible, !part.no)] {
            for place in (0..need).rev() {
                if let Some([below, above]) = counts.get_mut(place..place + 2) {
                    *above = *above | (*below & holds);
                }
            }
        }
    }
    let last = |counts: &[Plane]| counts.last().copied().unwrap_or_default();
    Answers { yes: last(&sure), no: !last(&possible) }
}

/// Subjects whose value compares with `limit` as `sign` says.
pub(super) fn compare<T: Copy + PartialOrd>(values: &[T], sign: Comparison, limit: T) -> Plane {
    match sign {
        Comparison::Equal => Plane::of(values, |value| *value == limit),
        Comparison::Unequal => Plane::of(values, |value| *value != limit),
        Comparison::Less => Plane::of(values, |value| *value < limit),
        Comparison::AtMost => Plane::of(values, |value| *value <= limit),
        Comparison::Greater => Plane::of(values, |value| *value > limit),
        Comparison::AtLeast => Plane::of(values, |value| *value >= limit),
    }
}
