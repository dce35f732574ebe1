//! The files of `law portfolio --out`: the verdict table and the summary.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tenbin_law::{Batch, DutyState, Library, VerdictCounts, Weighed};
use tenbin_vocab::Tri;

use super::summary::Portfolio;
use crate::AppError;
use crate::files::{at, write_file};

/// Name of the verdict table: one row a subject, one column a classification
/// or provision.
const VERDICTS: &str = "verdicts.csv";
const PARTIAL: &str = "verdicts.csv.partial";
/// The whole summary.
const SUMMARY: &str = "summary.json";
/// Its counts, one row each.
const COUNTS: &str = "summary.csv";

/// The verdict table while it is written.
pub(super) struct VerdictTable {
    folder: PathBuf,
    file: BufWriter<File>,
}

impl VerdictTable {
    pub(super) fn begin(
        folder: &Path,
        library: &Library,
        batch: &Batch<'_>,
    ) -> Result<Self, AppError> {
        fs::create_dir_all(folder).map_err(at("create", folder))?;
        let path = folder.join(PARTIAL);
        let file = File::create(&path).map_err(at("write", &path))?;
        let mut table = Self { folder: folder.to_owned(), file: BufWriter::new(file) };
        let mut head = b"subject".to_vec();
        let definitions = batch.classifications().iter();
        let classes = definitions.filter_map(|at| library.definitions().get(*at));
        let ids = classes.map(|definition| definition.id.as_str()).chain(batch.provision_ids());
        for id in ids {
            head.push(b',');
            quote(&mut head, id);
        }
        head.push(b'\n');
        table.write(&head)?;
        Ok(table)
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), AppError> {
        let path = self.folder.join(PARTIAL);
        self.file.write_all(bytes).map_err(at("write", &path))
    }

    /// Gives the table its name and writes the summary beside it.
    pub(super) fn finish(mut self, portfolio: &Portfolio) -> Result<(), AppError> {
        let partial = self.folder.join(PARTIAL);
        self.file.flush().map_err(at("write", &partial))?;
        self.file.get_ref().sync_all().map_err(at("write", &partial))?;
        let path = self.folder.join(VERDICTS);
        fs::rename(&partial, &path).map_err(at("write", &path))?;
        let json = tenbin_report::to_json(portfolio).map_err(|error| AppError::File {
            step: "write",
            path: self.folder.join(SUMMARY),
            source: std::io::Error::other(error),
        })?;
        write_file(&self.folder.join(SUMMARY), &json)?;
        write_file(&self.folder.join(COUNTS), counts(portfolio).as_slice())
    }
}

/// Rows of the verdict table. A cell is `no`, `unknown`, `yes`, or for a
/// provision that holds the state of its duty: `now`, `later`, `ended`, `never`
/// or `yes` when that is unknown.
pub(super) fn write_rows(
    out: &mut Vec<u8>,
    batch: &Batch<'_>,
    weighed: &Weighed,
    name: &dyn Fn(usize) -> String,
) {
    for subject in 0..weighed.len() {
        quote(out, &name(subject));
        for place in 0..batch.classifications().len() {
            out.push(b',');
            let verdict = weighed.classification(place, subject).unwrap_or(Tri::Unknown);
            out.extend_from_slice(verdict.as_str().as_bytes());
        }
        for place in 0..batch.provision_ids().len() {
            out.push(b',');
            let outcome = weighed.outcome(place, subject);
            let word = match outcome.map(|outcome| (outcome.verdict, outcome.duty_state)) {
                Some((Tri::Yes, DutyState::Now)) => "now",
                Some((Tri::Yes, DutyState::Later)) => "later",
                Some((Tri::Yes, DutyState::Ended)) => "ended",
                Some((Tri::Yes, DutyState::Never)) => "never",
                Some((verdict, _)) => verdict.as_str(),
                None => Tri::Unknown.as_str(),
            };
            out.extend_from_slice(word.as_bytes());
        }
        out.push(b'\n');
    }
}

/// Every count of the summary, one row each.
fn counts(portfolio: &Portfolio) -> Vec<u8> {
    let mut out = b"by,group,kind,id,subjects,yes,no,unknown\n".to_vec();
    let rows = || {
        let lines = portfolio.lines.iter().map(|row| ("line", &row.id, row.counts));
        let classes = portfolio.classifications.iter();
        let classes = classes.map(|row| ("classification", &row.id, row.counts));
        let provisions = portfolio.provisions.iter().map(|row| ("provision", &row.id, row.counts));
        lines.chain(classes).chain(provisions)
    };
    let mut row = |by: &str, group: &str, (kind, id): (&str, &str), all: u64, c: VerdictCounts| {
        for cell in [by, group, kind, id] {
            quote(&mut out, cell);
            out.push(b',');
        }
        let figures = format!("{all},{},{},{}\n", c.yes, c.no, c.unknown);
        out.extend_from_slice(figures.as_bytes());
    };
    for (kind, id, counts) in rows() {
        row("", "", (kind, id), portfolio.subjects, counts);
    }
    for grouping in &portfolio.by {
        let by = grouping.by.join(",");
        for group in &grouping.groups {
            let values = group.values.join(",");
            for (kind, id, _) in rows() {
                let open = VerdictCounts { unknown: group.subjects, ..VerdictCounts::default() };
                let counts = group.verdicts.get(id).copied().unwrap_or(open);
                row(&by, &values, (kind, id), group.subjects, counts);
            }
        }
    }
    out
}

/// A CSV field; text that a spreadsheet would take for a formula is quoted and
/// led by an apostrophe.
fn quote(out: &mut Vec<u8>, text: &str) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !formula && !text.contains([',', '"', '\n', '\r']) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    if formula {
        out.push(b'\'');
    }
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}
