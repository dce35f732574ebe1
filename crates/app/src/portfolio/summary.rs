//! Counts over a register, made block by block.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use tenbin_law::{Batch, Library, StateCounts, TextState, VerdictCounts, Weighed};
use tenbin_vocab::{Bilingual, Date, Tri};

/// Version tag of the summary of a register.
pub const PORTFOLIO_SCHEMA: &str = "tenbin.portfolio/1";

/// Most groups one grouping may have.
pub(super) const MAX_GROUPS: usize = 10_000;

/// A register weighed against a selection of frameworks on a date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Portfolio {
    /// Always [`PORTFOLIO_SCHEMA`].
    pub schema: String,
    /// The date the law was read at.
    pub as_of: Date,
    /// Number of subjects.
    pub subjects: u64,
    /// The numbers at which texts draw a line, and who passes them.
    pub lines: Vec<LineRow>,
    /// What the subjects are in the words of each framework.
    pub classifications: Vec<VerdictRow>,
    /// Whom each provision binds.
    pub provisions: Vec<VerdictRow>,
    /// The same by group.
    pub by: Vec<Grouping>,
    /// The first subjects one by one, when they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<SubjectRow>,
}

/// A figure texts compare a fact with, and for how many subjects it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineRow {
    /// The comparison as one word, for example `training_compute_flop > 1e25`.
    pub id: String,
    /// The fact.
    pub fact: String,
    /// How it is compared.
    pub sign: String,
    /// The figure, in the unit.
    pub limit: f64,
    /// Unit of the fact.
    pub unit: Option<String>,
    /// Who draws the line.
    pub texts: Vec<LineTextRow>,
    /// For how many subjects the comparison holds.
    #[serde(flatten)]
    pub counts: VerdictCounts,
}

/// A text that draws a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTextRow {
    /// Provision or definition id.
    pub id: String,
    /// Framework it belongs to.
    pub framework: String,
    /// Whether the text is in force on the date.
    pub state: TextState,
}

/// A provision or classification and how many subjects stand how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerdictRow {
    /// Provision or definition id.
    pub id: String,
    /// Framework it belongs to.
    pub framework: String,
    /// Name for people.
    pub title: Bilingual,
    /// Verdicts.
    #[serde(flatten)]
    pub counts: VerdictCounts,
    /// States of the duty; for provisions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub states: Option<StateCounts>,
}

/// Counts by the groups of one or more columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grouping {
    /// Names of the groups' columns.
    pub by: Vec<String>,
    /// One a group, in order of its values.
    pub groups: Vec<Group>,
}

/// The subjects of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The value of each column; empty where the cell is blank.
    pub values: Vec<String>,
    /// Number of subjects.
    pub subjects: u64,
    /// Yes, no and unknown by line, classification or provision; what is
    /// unknown for everyone here is left out.
    pub verdicts: BTreeMap<String, VerdictCounts>,
}

/// One subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectRow {
    /// Its name.
    pub name: String,
    /// Whether each line is passed, in order of the lines.
    pub lines: Vec<Tri>,
    /// Provisions that bind it now.
    pub now: u64,
    /// Provisions that will.
    pub later: u64,
    /// Provisions the facts leave open.
    pub unknown: u64,
}

/// Counts under way.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    subjects: u64,
    lines: Vec<VerdictCounts>,
    classifications: Vec<VerdictCounts>,
    provisions: Vec<(VerdictCounts, StateCounts)>,
    groupings: Vec<HashMap<Vec<String>, GroupTally>>,
}

#[derive(Clone, Debug, Default)]
struct GroupTally {
    subjects: u64,
    /// Lines, then classifications, then provisions.
    verdicts: Vec<VerdictCounts>,
}

/// Subjects of one group in one block: word and bits.
pub(super) type Members = Vec<(usize, u64)>;

fn add(sum: &mut VerdictCounts, more: VerdictCounts) {
    sum.yes += more.yes;
    sum.no += more.no;
    sum.unknown += more.unknown;
}

fn add_states(sum: &mut StateCounts, more: StateCounts) {
    sum.now += more.now;
    sum.later += more.later;
    sum.ended += more.ended;
    sum.never += more.never;
    sum.unknown += more.unknown;
}

impl Tally {
    pub(super) fn new(batch: &Batch<'_>, groupings: usize) -> Self {
        Self {
            subjects: 0,
            lines: vec![VerdictCounts::default(); batch.lines().len()],
            classifications: vec![VerdictCounts::default(); batch.classifications().len()],
            provisions: vec![Default::default(); batch.provision_ids().len()],
            groupings: vec![HashMap::new(); groupings],
        }
    }

    /// Adds a block whose subjects fall into these groups.
    pub(super) fn add_block(
        &mut self,
        weighed: &Weighed,
        groups: &[HashMap<Vec<String>, Members>],
    ) {
        self.subjects += weighed.len() as u64;
        for (at, sum) in self.lines.iter_mut().enumerate() {
            add(sum, weighed.line_counts(at));
        }
        for (at, sum) in self.classifications.iter_mut().enumerate() {
            add(sum, weighed.classification_counts(at));
        }
        for (at, (verdicts, states)) in self.provisions.iter_mut().enumerate() {
            add(verdicts, weighed.provision_counts(at));
            add_states(states, weighed.state_counts(at));
        }
        if groups.is_empty() {
            return;
        }
        let words = |words: &mut dyn Iterator<Item = (u64, u64)>| words.collect::<Vec<_>>();
        let planes: Vec<Vec<(u64, u64)>> = (0..self.lines.len())
            .map(|at| words(&mut weighed.line_words(at)))
            .chain(
                (0..self.classifications.len())
                    .map(|at| words(&mut weighed.classification_words(at))),
            )
            .chain((0..self.provisions.len()).map(|at| words(&mut weighed.verdict_words(at))))
            .collect();
        for (sums, members) in self.groupings.iter_mut().zip(groups) {
            for (values, members) in members {
                let sum = sums.entry(values.clone()).or_default();
                sum.verdicts.resize(planes.len(), VerdictCounts::default());
                let subjects: u64 =
                    members.iter().map(|(_, bits)| u64::from(bits.count_ones())).sum();
                sum.subjects += subjects;
                for (counts, plane) in sum.verdicts.iter_mut().zip(&planes) {
                    let (mut yes, mut no) = (0, 0);
                    for (word, bits) in members {
                        let (holds, fails) = plane.get(*word).copied().unwrap_or_default();
                        yes += u64::from((holds & bits).count_ones());
                        no += u64::from((fails & bits).count_ones());
                    }
                    add(counts, VerdictCounts { yes, no, unknown: subjects - yes - no });
                }
            }
        }
    }

    /// Adds what another worker counted.
    pub(super) fn join(&mut self, other: Self) {
        self.subjects += other.subjects;
        let pairs = self.lines.iter_mut().zip(other.lines);
        let pairs = pairs.chain(self.classifications.iter_mut().zip(other.classifications));
        pairs.for_each(|(sum, more)| add(sum, more));
        for ((verdicts, states), more) in self.provisions.iter_mut().zip(other.provisions) {
            add(verdicts, more.0);
            add_states(states, more.1);
        }
        for (sums, more) in self.groupings.iter_mut().zip(other.groupings) {
            for (values, more) in more {
                let sum = sums.entry(values).or_default();
                sum.subjects += more.subjects;
                sum.verdicts.resize(more.verdicts.len(), VerdictCounts::default());
                sum.verdicts.iter_mut().zip(more.verdicts).for_each(|(sum, more)| add(sum, more));
            }
        }
    }

    /// Position of a grouping with too many groups.
    pub(super) fn too_many_groups(&self) -> Option<usize> {
        self.groupings.iter().position(|groups| groups.len() > MAX_GROUPS)
    }

    pub(super) fn finish(
        self,
        library: &Library,
        batch: &Batch<'_>,
        as_of: Date,
        names: Vec<Vec<String>>,
        rows: Vec<SubjectRow>,
    ) -> Portfolio {
        let lines: Vec<LineRow> =
            batch.lines().zip(self.lines).map(|(line, counts)| line_row(line, counts)).collect();
        let classes = batch.classifications().iter().zip(self.classifications);
        let classifications: Vec<VerdictRow> = classes
            .filter_map(|(position, counts)| {
                let definition = library.definitions().get(*position)?;
                Some(VerdictRow {
                    id: definition.id.clone(),
                    framework: definition.framework.clone(),
                    title: definition.title.clone(),
                    counts,
                    states: None,
                })
            })
            .collect();
        let provisions: Vec<VerdictRow> = batch
            .provision_ids()
            .zip(self.provisions)
            .filter_map(|(id, (counts, states))| {
                let provision = library.provision(id)?;
                Some(VerdictRow {
                    id: id.to_owned(),
                    framework: provision.framework.clone(),
                    title: provision.title.clone(),
                    counts,
                    states: Some(states),
                })
            })
            .collect();
        let ids: Vec<&str> = lines
            .iter()
            .map(|line| line.id.as_str())
            .chain(classifications.iter().chain(&provisions).map(|row| row.id.as_str()))
            .collect();
        let group = |(values, tally): (Vec<String>, GroupTally)| Group {
            values,
            subjects: tally.subjects,
            verdicts: ids
                .iter()
                .zip(tally.verdicts)
                .filter(|(_, counts)| counts.yes + counts.no > 0)
                .map(|(id, counts)| ((*id).to_owned(), counts))
                .collect(),
        };
        let by = names
            .into_iter()
            .zip(self.groupings)
            .map(|(by, groups)| {
                let mut groups: Vec<Group> = groups.into_iter().map(group).collect();
                groups.sort_by(|a, b| a.values.cmp(&b.values));
                Grouping { by, groups }
            })
            .collect();
        Portfolio {
            schema: PORTFOLIO_SCHEMA.to_owned(),
            as_of,
            subjects: self.subjects,
            lines,
            classifications,
            provisions,
            by,
            rows,
        }
    }
}

fn line_row(line: &tenbin_law::NumberLine, counts: VerdictCounts) -> LineRow {
    let texts = line.texts.iter().map(|text| LineTextRow {
        id: text.id.clone(),
        framework: text.framework.clone(),
        state: text.state,
    });
    LineRow {
        id: format!("{} {} {}", line.fact, line.sign, figure(line.limit)),
        fact: line.fact.clone(),
        sign: line.sign.to_owned(),
        limit: line.limit,
        unit: line.unit.clone(),
        texts: texts.collect(),
        counts,
    }
}

/// A figure as a condition writes it: a power of ten when that is much shorter.
fn figure(number: f64) -> String {
    let scientific = format!("{number:e}");
    let plain = number.to_string();
    if scientific.len() + 2 < plain.len() { scientific } else { plain }
}

#[cfg(test)]
mod figure_tests {
    #[test]
    fn figures_are_written_as_in_conditions() {
        assert_eq!(super::figure(1e25), "1e25");
        assert_eq!(super::figure(5e8), "5e8");
        assert_eq!(super::figure(100_000.0), "1e5");
        assert_eq!(super::figure(123_456.0), "123456");
        assert_eq!(super::figure(1000.0), "1000");
        assert_eq!(super::figure(0.5), "0.5");
    }
}
