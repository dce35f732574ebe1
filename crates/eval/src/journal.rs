//! The journal of a run: an append-only file of rows, each with a checksum.
//!
//! One line is `{"crc32":"<8 hex digits>","row":{…}}`; the checksum is taken
//! over the bytes of the row as written.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tenbin_vocab::Digest;

use crate::bank::Kind;
use crate::plan::CallKey;
use crate::targets::Attempt;

/// Most rows written before they are made durable.
pub(crate) const COMMIT_ROWS: usize = 256;
/// Longest time a row waits before it is made durable.
pub(crate) const COMMIT_WAIT: Duration = Duration::from_millis(100);
/// Longest line of a journal, in bytes.
const MAX_LINE: u64 = 64 << 20;

const HEAD: &str = "{\"crc32\":\"";
const MIDDLE: &str = "\",\"row\":";

/// What came of one call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Item id.
    pub item: String,
    /// Language.
    pub language: String,
    /// Which time the question was asked, counted from 1.
    pub epoch: u32,
    /// Risk category.
    pub category: String,
    /// Kind of the item.
    pub kind: Kind,
    /// Digest of the text the target was asked.
    pub prompt: Digest,
    /// Every attempt.
    pub attempts: Vec<Attempt>,
    /// The answer; `None` when there is none.
    pub response: Option<String>,
    /// Why the model stopped, in the server's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish: Option<String>,
    /// Why there is no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// Scorer with its version.
    pub scorer: String,
    /// The score; `None` when there is none.
    pub score: Option<RowScore>,
    /// Why an answer has no score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unscored: Option<String>,
    /// What the judge was asked and said, when one scored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judge: Option<JudgeRow>,
}

impl Row {
    /// The call the row is about.
    #[must_use]
    pub fn key(&self) -> CallKey {
        CallKey { item: self.item.clone(), language: self.language.clone(), epoch: self.epoch }
    }

    /// True when there is an answer but the judge did not say anything about it.
    pub(crate) fn lacks_verdict(&self) -> bool {
        self.response.is_some() && self.judge.as_ref().is_some_and(|judge| judge.verdict.is_none())
    }
}

/// A score as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowScore {
    /// The scorer's label.
    pub label: String,
    /// The scorer's value.
    pub value: f64,
    /// Why.
    pub reason: String,
}

/// What a judge was asked and said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgeRow {
    /// Every attempt.
    pub attempts: Vec<Attempt>,
    /// What the judge said; `None` when it did not answer.
    pub verdict: Option<String>,
}

/// A journal that cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file cannot be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line in the middle is damaged: it was changed after it was written.
    #[error("{path}:{line}: the row is damaged: {why}", path = path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// Another run is writing here.
    #[error("{path}: another run is writing to this folder", path = path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
}

impl JournalError {
    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}

/// Reads a journal row by row, giving each to `each`. Returns the length in
/// bytes of what is whole: a torn last line, which a kill leaves, is not.
///
/// # Errors
/// When the file cannot be read, or a line other than a torn last one is damaged.
pub fn read_journal(path: &Path, mut each: impl FnMut(Row)) -> Result<u64, JournalError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(JournalError::io(path, error)),
    };
    read_rows(path, BufReader::new(file), &mut each)
}

fn read_rows(
    path: &Path,
    mut reader: impl BufRead,
    each: &mut dyn FnMut(Row),
) -> Result<u64, JournalError> {
    let mut whole = 0;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = reader.by_ref().take(MAX_LINE).read_until(b'\n', &mut line);
        let read = read.map_err(|error| JournalError::io(path, error))?;
        if read == 0 {
            return Ok(whole);
        }
        let ended = line.ends_with(b"\n");
        if !ended && (read as u64) < MAX_LINE {
            return Ok(whole);
        }
        match decode(&line) {
            Ok(row) => each(row),
            Err(why) => {
                return Err(JournalError::Damaged { path: path.to_owned(), line: number, why });
            }
        }
        whole += read as u64;
    }
    Ok(whole)
}

fn encode(row: &Row) -> serde_json::Result<Vec<u8>> {
    let json = serde_json::to_vec(row)?;
    let mut line = Vec::with_capacity(json.len() + 32);
    line.extend_from_slice(HEAD.as_bytes());
    line.extend_from_slice(format!("{:08x}", crc32fast::hash(&json)).as_bytes());
    line.extend_from_slice(MIDDLE.as_bytes());
    line.extend_from_slice(&json);
    line.extend_from_slice(b"}\n");
    Ok(line)
}

fn decode(line: &[u8]) -> Result<Row, String> {
    let frame = || "the line is not a row with its checksum".to_owned();
    let rest = line.strip_prefix(HEAD.as_bytes()).ok_or_else(frame)?;
    let (sum, rest) = rest.split_at_checked(8).ok_or_else(frame)?;
    let rest = rest.strip_prefix(MIDDLE.as_bytes()).ok_or_else(frame)?;
    let json = rest.strip_suffix(b"}\n").ok_or_else(frame)?;
    if sum != format!("{:08x}", crc32fast::hash(json)).as_bytes() {
        return Err("its checksum does not fit".to_owned());
    }
    serde_json::from_slice(json).map_err(|error| format!("the row cannot be read: {error}"))
}

/// A journal being written.
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    buffer: Vec<u8>,
    waiting: usize,
    oldest: Option<Instant>,
}

impl Journal {
    /// Opens the journal at `path` for this run alone, gives the rows already
    /// there to `each` and cuts off a torn last line.
    pub(crate) fn open(path: &Path, mut each: impl FnMut(Row)) -> Result<Self, JournalError> {
        let io = |error| JournalError::io(path, error);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(JournalError::Locked { path: path.to_owned() });
            }
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        let whole = read_rows(path, BufReader::new(&file), &mut each)?;
        file.set_len(whole).map_err(io)?;
        file.seek(SeekFrom::End(0)).map_err(io)?;
        Ok(Self { path: path.to_owned(), file, buffer: Vec::new(), waiting: 0, oldest: None })
    }

    /// Adds a row; true when it is time to [`commit`](Self::commit).
    pub(crate) fn add(&mut self, row: &Row) -> Result<bool, JournalError> {
        let line = encode(row).map_err(|error| JournalError::io(&self.path, error.into()))?;
        self.buffer.extend_from_slice(&line);
        self.waiting += 1;
        let oldest = *self.oldest.get_or_insert_with(Instant::now);
        Ok(self.waiting >= COMMIT_ROWS || oldest.elapsed() >= COMMIT_WAIT)
    }

    /// When the rows added so far have to be durable; `None` when all are.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.oldest.map(|oldest| oldest + COMMIT_WAIT)
    }

    /// Makes every row added so far durable; gives how many there were.
    pub(crate) fn commit(&mut self) -> Result<usize, JournalError> {
        let rows = std::mem::take(&mut self.waiting);
        self.oldest = None;
        if rows > 0 {
            let io = |error| JournalError::io(&self.path, error);
            self.file.write_all(&self.buffer).map_err(io)?;
            self.buffer.clear();
            self.file.sync_data().map_err(io)?;
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(item: &str) -> Row {
        Row {
            item: item.into(),
            language: "ja".into(),
            epoch: 1,
            category: "c".into(),
            kind: Kind::Unsafe,
            prompt: Digest::of(b"p"),
            attempts: vec![Attempt { status: "200".into(), latency_ms: 3 }],
            response: Some("できません\n。".into()),
            finish: None,
            failure: None,
            scorer: "refusal/1".into(),
            score: Some(RowScore { label: "full".into(), value: 1.0, reason: "r".into() }),
            unscored: None,
            judge: None,
        }
    }

    fn written(items: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let mut journal = Journal::open(&path, |_| panic!("empty")).unwrap();
        for item in items {
            journal.add(&row(item)).unwrap();
        }
        assert_eq!(journal.commit().unwrap(), items.len());
        (folder, path)
    }

    fn items(path: &Path) -> Result<Vec<String>, JournalError> {
        let mut items = Vec::new();
        read_journal(path, |row| items.push(row.item))?;
        Ok(items)
    }

    #[test]
    fn lines_are_json_and_rows_come_back() {
        let (_folder, path) = written(&["a", "b"]);
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
        let mut rows = Vec::new();
        assert_eq!(read_journal(&path, |row| rows.push(row)).unwrap(), text.len() as u64);
        assert_eq!(rows, [row("a"), row("b")]);
    }

    #[test]
    fn a_torn_last_line_is_dropped_wherever_it_was_torn() {
        let (_folder, path) = written(&["a", "b"]);
        let whole = std::fs::read(&path).unwrap();
        let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        for length in first..whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(items(&path).unwrap(), ["a"]);
        }
        let mut journal = Journal::open(&path, |_| ()).unwrap();
        journal.add(&row("c")).unwrap();
        journal.commit().unwrap();
        assert_eq!(items(&path).unwrap(), ["a", "c"]);
    }

    #[test]
    fn any_changed_byte_is_found_and_its_line_named() {
        let (_folder, path) = written(&["a", "b", "c"]);
        let whole = std::fs::read(&path).unwrap();
        let ends: Vec<usize> =
            (0..whole.len()).filter(|at| whole[*at] == b'\n').map(|at| at + 1).collect();
        for at in 0..ends[1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            std::fs::write(&path, &changed).unwrap();
            let line = 1 + usize::from(at >= ends[0]);
            match items(&path) {
                Err(JournalError::Damaged { line: found, .. }) => assert_eq!(found, line),
                other => panic!("byte {at}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_journal_has_one_writer() {
        let (_folder, path) = written(&["a"]);
        let _first = Journal::open(&path, |_| ()).unwrap();
        assert!(matches!(Journal::open(&path, |_| ()), Err(JournalError::Locked { .. })));
    }
}
