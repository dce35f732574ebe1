//! Rows in, verdicts out: one thread reads, the others weigh.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use tenbin_eval::{RowReader, Wanted};
use tenbin_law::{Batch, Columns, GroupRule, Library, RegisterReader, Weighed};
use tenbin_vocab::{Date, Diagnostic, Diagnostics, Tri};

use super::summary::{MAX_GROUPS, Members, Portfolio, SubjectRow, Tally};
use super::table::{VerdictTable, write_rows};
use crate::AppError;

/// Mistakes after which reading stops.
const MAX_MISTAKES: usize = 100;
/// Bytes of text a block may hold.
const MAX_BLOCK: usize = 8 << 20;

/// Everything one weighing of a register needs.
pub(super) struct Run<'a> {
    pub(super) library: &'a Library,
    pub(super) batch: &'a Batch<'a>,
    pub(super) reader: RegisterReader<'a>,
    pub(super) groupings: &'a [Vec<GroupRule>],
    /// Subjects to keep one by one.
    pub(super) kept: usize,
}

/// The wanted cells of some rows.
#[derive(Default)]
struct Block {
    number: usize,
    /// Position of the first row in the register.
    first: usize,
    text: String,
    /// For each row and wanted column, where its text stands.
    cells: Vec<(usize, usize)>,
    /// Line of each row.
    lines: Vec<usize>,
}

impl Block {
    fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.lines.clear();
    }

    fn cell(&self, row: usize, width: usize, place: usize) -> &str {
        let (start, end) = self.cells.get(row * width + place).copied().unwrap_or_default();
        self.text.get(start..end).unwrap_or("")
    }
}

/// A block that was weighed, to be used again.
struct Done {
    block: Block,
    /// Rows of the verdict table.
    table: Vec<u8>,
    rows: Vec<SubjectRow>,
    mistakes: Vec<Diagnostic>,
}

impl Run<'_> {
    /// Weighs every row. Rows of the table are written in the order of the
    /// register, whoever weighed them.
    pub(super) fn weigh<R: Read>(
        &self,
        mut rows: RowReader<R>,
        wanted: &Wanted,
        table: Option<&mut VerdictTable>,
        as_of: Date,
    ) -> Result<Portfolio, AppError> {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let file = rows.file().to_owned();
        let with_table = table.is_some();
        let (to_work, work) = sync_channel::<Block>(workers);
        let work = Mutex::new(work);
        let (to_done, done) = sync_channel::<Done>(workers * 2);
        let (tally, rows_kept, mistakes, failure) = thread::scope(|scope| {
            let handles: Vec<_> = (0..workers)
                .map(|_| {
                    let (work, to_done, file) = (&work, to_done.clone(), &file);
                    scope.spawn(move || self.work(work, &to_done, file, with_table))
                })
                .collect();
            drop(to_done);
            let mut order = Order { table, ..Order::default() };
            self.feed(&mut rows, wanted, &to_work, &done, workers * 2, &mut order);
            drop(to_work);
            while let Ok(finished) = done.recv() {
                order.take(finished);
            }
            let mut tally = Tally::new(self.batch, self.groupings.len());
            for handle in handles {
                match handle.join() {
                    Ok(counted) => tally.join(counted),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            (tally, order.rows, order.mistakes, order.failure)
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        let mut mistakes = mistakes;
        mistakes.sort_by_key(|mistake| mistake.line);
        mistakes.truncate(MAX_MISTAKES);
        if let Some(wide) = tally.too_many_groups() {
            let by = self.groupings.get(wide).map(|rules| names(rules).join(","));
            let message = format!("{} gives more than {MAX_GROUPS} groups", by.unwrap_or_default());
            mistakes
                .push(Diagnostic::new("--by", message).hint("count by a column with fewer values"));
        }
        Diagnostics(mistakes).into_result(())?;
        let by = self.groupings.iter().map(|rules| names(rules)).collect();
        Ok(tally.finish(self.library, self.batch, as_of, by, rows_kept))
    }

    /// Reads blocks and hands them out; blocks come back and are used again.
    fn feed<R: Read>(
        &self,
        rows: &mut RowReader<R>,
        wanted: &Wanted,
        to_work: &SyncSender<Block>,
        done: &Receiver<Done>,
        most: usize,
        order: &mut Order<'_>,
    ) {
        let width = self.reader.wanted().len();
        let (mut number, mut first, mut made) = (0, 0, 0);
        let mut ended = false;
        while !ended && !order.stopped() {
            let mut block = match order.free.pop() {
                Some(block) => block,
                None if made < most => {
                    made += 1;
                    Block::default()
                }
                None => match done.recv() {
                    Ok(finished) => {
                        order.take(finished);
                        continue;
                    }
                    Err(_) => return,
                },
            };
            block.clear();
            (block.number, block.first) = (number, first);
            while block.lines.len() < Columns::CAPACITY && block.text.len() < MAX_BLOCK {
                let start = block.cells.len();
                block.cells.resize(start + width, (0, 0));
                let (text, cells) = (&mut block.text, &mut block.cells);
                let read = rows.next_cells(wanted, &mut |place, cell| {
                    let begun = text.len();
                    text.push_str(cell);
                    if let Some(at) = cells.get_mut(start + place) {
                        *at = (begun, text.len());
                    }
                });
                match read {
                    Some(Ok(line)) => block.lines.push(line),
                    Some(Err(mistake)) => {
                        block.cells.truncate(start);
                        order.mistakes.push(mistake);
                        if order.stopped() {
                            break;
                        }
                    }
                    None => {
                        block.cells.truncate(start);
                        ended = true;
                        break;
                    }
                }
            }
            number += 1;
            first += block.lines.len();
            if to_work.send(block).is_err() {
                return;
            }
            while let Ok(finished) = done.try_recv() {
                order.take(finished);
            }
        }
    }

    fn work(
        &self,
        work: &Mutex<Receiver<Block>>,
        to_done: &SyncSender<Done>,
        file: &str,
        with_table: bool,
    ) -> Tally {
        let mut tally = Tally::new(self.batch, self.groupings.len());
        let mut reader = self.reader.clone();
        let (mut columns, mut weighed) = (self.batch.columns(), Weighed::default());
        loop {
            let next = work.lock().map(|work| work.recv());
            let Ok(Ok(block)) = next else { return tally };
            columns.clear();
            let mut mistakes = Vec::new();
            let width = reader.wanted().len();
            for (row, line) in block.lines.iter().enumerate() {
                let Some(subject) = columns.add() else { break };
                let cell = |place: usize| block.cell(row, width, place);
                let entered = reader.enter(&mut columns, subject, &cell);
                for wrong in entered.err().into_iter().flatten() {
                    let message = format!("column \"{}\": {}", wrong.column, wrong.message);
                    mistakes.push(Diagnostic::new(file, message).at_line(*line).hint(wrong.hint));
                }
            }
            self.batch.weigh(&columns, &mut weighed);
            let groups: Vec<_> =
                self.groupings.iter().map(|rules| self.members(&block, rules)).collect();
            if tally.too_many_groups().is_none() {
                tally.add_block(&weighed, &groups);
            }
            let name = |row: usize| self.name(&block, row);
            let mut table = Vec::new();
            if with_table && mistakes.is_empty() {
                write_rows(&mut table, self.batch, &weighed, &name);
            }
            let rows = (0..weighed.len())
                .take(self.kept.saturating_sub(block.first))
                .map(|row| subject_row(self.batch, &weighed, row, name(row)))
                .collect();
            if to_done.send(Done { block, table, rows, mistakes }).is_err() {
                return tally;
            }
        }
    }

    fn name(&self, block: &Block, row: usize) -> String {
        let width = self.reader.wanted().len();
        let named = self.reader.subject().map_or("", |place| block.cell(row, width, place)).trim();
        if named.is_empty() { format!("row {}", block.first + row + 1) } else { named.to_owned() }
    }

    /// The subjects of each group of a block.
    fn members(&self, block: &Block, rules: &[GroupRule]) -> HashMap<Vec<String>, Members> {
        let wanted = self.reader.wanted();
        let places: Vec<usize> = rules
            .iter()
            .filter_map(|rule| wanted.iter().position(|name| *name == rule.column))
            .collect();
        let mut found: HashMap<Vec<String>, Members> = HashMap::new();
        for row in 0..block.lines.len() {
            let mut keys: Vec<Vec<String>> = vec![Vec::new()];
            for (rule, place) in rules.iter().zip(&places) {
                let groups = rule.groups(block.cell(row, wanted.len(), *place));
                keys = keys
                    .iter()
                    .flat_map(|key| {
                        groups.iter().map(move |group| {
                            let mut longer = key.clone();
                            longer.push((*group).to_owned());
                            longer
                        })
                    })
                    .collect();
            }
            for key in keys {
                let members = found.entry(key).or_default();
                let bit = 1 << (row % 64);
                match members.last_mut() {
                    Some((word, bits)) if *word == row / 64 => *bits |= bit,
                    _ => members.push((row / 64, bit)),
                }
            }
        }
        found
    }
}

fn names(rules: &[GroupRule]) -> Vec<String> {
    rules.iter().map(|rule| rule.name.clone()).collect()
}

fn subject_row(batch: &Batch<'_>, weighed: &Weighed, row: usize, name: String) -> SubjectRow {
    let (mut now, mut later, mut unknown) = (0, 0, 0);
    for place in 0..batch.provision_ids().len() {
        let Some(outcome) = weighed.outcome(place, row) else { continue };
        match (outcome.verdict, outcome.duty_state) {
            (Tri::Unknown, _) => unknown += 1,
            (_, tenbin_law::DutyState::Now) => now += 1,
            (_, tenbin_law::DutyState::Later) => later += 1,
            _ => {}
        }
    }
    let lines = (0..batch.lines().len())
        .map(|line| weighed.line(line, row).unwrap_or(Tri::Unknown))
        .collect();
    SubjectRow { name, lines, now, later, unknown }
}

/// Puts what the workers made into the order of the register.
#[derive(Default)]
struct Order<'t> {
    table: Option<&'t mut VerdictTable>,
    next: usize,
    waiting: BTreeMap<usize, (Vec<u8>, Vec<SubjectRow>)>,
    free: Vec<Block>,
    rows: Vec<SubjectRow>,
    mistakes: Vec<Diagnostic>,
    failure: Option<AppError>,
}

impl Order<'_> {
    fn stopped(&self) -> bool {
        self.failure.is_some() || self.mistakes.len() >= MAX_MISTAKES
    }

    fn take(&mut self, done: Done) {
        self.mistakes.extend(done.mistakes);
        self.waiting.insert(done.block.number, (done.table, done.rows));
        self.free.push(done.block);
        while let Some((bytes, rows)) = self.waiting.remove(&self.next) {
            self.next += 1;
            self.rows.extend(rows);
            if let (Some(table), None) = (&mut self.table, &self.failure) {
                self.failure = table.write(&bytes).err();
            }
        }
    }
}
