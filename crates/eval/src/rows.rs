//! Rows of a CSV or JSON Lines file, read one at a time within limits.
//!
//! Outside input: nothing here trusts size, depth, encoding or form. A mistake
//! is a [`Diagnostic`] with file, line and remedy; memory is bounded by one row
//! however long the file or a line of it is.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use tenbin_vocab::{Diagnostic, Diagnostics};

mod csv;
mod jsonl;
#[cfg(test)]
mod tests;

/// Largest row in bytes, and so the largest field and line.
pub(crate) const ROW_LIMIT: usize = 16 << 20;
/// Most columns of a row.
pub(crate) const COLUMN_LIMIT: usize = 512;
/// Deepest nesting of a JSON value.
pub(crate) const DEPTH_LIMIT: usize = 64;
/// Most rows [`read_records`] holds.
const HELD_LIMIT: usize = 5_000_000;
/// Mistakes after which [`read_records`] stops reading.
const MISTAKE_LIMIT: usize = 100;
/// Bytes looked at to tell the format and the encoding.
const BUFFER: usize = 64 << 10;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180 with a header row; fields may hold line breaks in quotes.
    Csv,
    /// The same with tabs in place of commas.
    Tsv,
    /// One JSON object a line.
    JsonLines,
}

/// The value of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cell {
    /// Text, or a number or truth value as text.
    Text(String),
    /// JSON null: the row has no value there.
    Null,
    /// A JSON value that is no text: what it is.
    Other(&'static str),
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Line the row begins on, counted from 1.
    pub line: usize,
    cells: Vec<(String, Cell)>,
}

impl Record {
    /// The text in `column`; `None` when the row lacks it, or when it holds
    /// null, an array or an object.
    #[must_use]
    pub fn get(&self, column: &str) -> Option<&str> {
        match self.cell(column) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// True when `column` is there and holds null.
    #[must_use]
    pub fn is_null(&self, column: &str) -> bool {
        self.cell(column) == Some(&Cell::Null)
    }

    /// Names of the columns the row has.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|(name, _)| name.as_str())
    }

    /// The text in `column`, which the row must have.
    ///
    /// # Errors
    /// A diagnostic at the row when the column is missing, naming those there
    /// are and the nearest, or holds something else than text.
    pub fn require(&self, file: &str, column: &str) -> Result<&str, Diagnostic> {
        match self.cell(column) {
            Some(Cell::Text(text)) => Ok(text),
            Some(other) => {
                let kind = if let Cell::Other(kind) = other { kind } else { "null" };
                let message = format!("column `{column}` holds {kind}, not text");
                Err(Diagnostic::new(file, message)
                    .at_line(self.line)
                    .hint("give the row text in this column, or name another column"))
            }
            None => Err(missing_column(file, self.line, column, self.columns())),
        }
    }

    fn cell(&self, column: &str) -> Option<&Cell> {
        self.cells.iter().find(|(name, _)| name == column).map(|(_, cell)| cell)
    }
}

/// A diagnostic for a column that is not there.
fn missing_column<'c>(
    file: &str,
    line: usize,
    column: &str,
    there: impl Iterator<Item = &'c str>,
) -> Diagnostic {
    const SHOWN: usize = 20;
    let names: Vec<&str> = there.collect();
    let near = names
        .iter()
        .map(|name| (strsim::jaro_winkler(&name.to_lowercase(), &column.to_lowercase()), *name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let listed: Vec<String> =
        names.iter().take(SHOWN).map(|name| format!("`{}`", short(name))).collect();
    let more = if names.len() > SHOWN {
        format!(" and {} more", names.len() - SHOWN)
    } else {
        String::new()
    };
    let mut hint = format!("the columns are {}{more}", listed.join(", "));
    if let Some((_, name)) = near {
        hint = format!("did you mean `{}`? {hint}", short(name));
    }
    if names.is_empty() {
        hint = "the row has no column at all".into();
    }
    Diagnostic::new(file, format!("there is no column `{}`", short(column)))
        .at_line(line)
        .hint(hint)
}

/// Text from a file, cut for a message.
pub(crate) fn short(text: &str) -> String {
    const LENGTH: usize = 60;
    let clean = text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c });
    let mut shown: String = clean.take(LENGTH).collect();
    if text.chars().nth(LENGTH).is_some() {
        shown.push('…');
    }
    shown
}

enum Parser {
    Csv(csv::Parser),
    JsonLines(jsonl::Parser),
}

/// Reads rows one at a time.
pub struct RowReader<R> {
    file: String,
    lines: Lines<R>,
    parser: Parser,
    done: bool,
}

impl RowReader<File> {
    /// Opens the file at `path`. The name tells the format (`.csv`, `.tsv`,
    /// `.jsonl`, `.ndjson`); for other names the first character does: `{` begins JSON
    /// Lines, anything else CSV.
    ///
    /// # Errors
    /// When the file cannot be opened, is empty or in a wrong encoding, or has
    /// a CSV header that cannot be used.
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        let name = path.display().to_string();
        let input = File::open(path).map_err(|error| {
            Diagnostic::new(name.as_str(), format!("cannot be opened: {error}"))
                .hint("check the path and that you may read the file")
        })?;
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        let format = match extension.as_deref() {
            Some("csv") => Some(Format::Csv),
            Some("tsv") => Some(Format::Tsv),
            Some("jsonl" | "ndjson") => Some(Format::JsonLines),
            _ => None,
        };
        Self::new(name, format, input)
    }
}

impl<R: Read> RowReader<R> {
    /// Reads `input`, which messages call `file`; `format` is told from the
    /// first character when not given. A brace at the start is an object,
    /// whatever the format is said to be: no header begins with one.
    ///
    /// # Errors
    /// When the input is empty or in a wrong encoding, or has a CSV header
    /// that cannot be used.
    pub fn new(
        file: impl Into<String>,
        format: Option<Format>,
        input: R,
    ) -> Result<Self, Diagnostic> {
        let file = file.into();
        let mut lines = Lines { input: BufReader::with_capacity(BUFFER, input), line: 0 };
        let first = lines.begin(&file)?;
        let format = if first == b'{' { Format::JsonLines } else { format.unwrap_or(Format::Csv) };
        if first == b'[' && (format == Format::JsonLines || lines.looks_like_array()) {
            return Err(Diagnostic::new(file, "is one JSON array, not one object a line")
                .at_line(1)
                .hint(
                    "write one object a line, for example with: jq -c '.[]' FILE.json > FILE.jsonl",
                ));
        }
        let parser = match format {
            Format::Csv => Parser::Csv(csv::Parser::begin(&file, &mut lines, ',')?),
            Format::Tsv => Parser::Csv(csv::Parser::begin(&file, &mut lines, '\t')?),
            Format::JsonLines => Parser::JsonLines(jsonl::Parser),
        };
        Ok(Self { file, lines, parser, done: false })
    }

    /// The file as messages name it.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The next row. After a mistake that leaves the place of the next row
    /// unknown, such as an over-long line, there is no further row.
    pub fn next_row(&mut self) -> Option<Result<Record, Diagnostic>> {
        if self.done {
            return None;
        }
        let next = match &mut self.parser {
            Parser::Csv(parser) => parser.next(&self.file, &mut self.lines),
            Parser::JsonLines(parser) => parser.next(&self.file, &mut self.lines),
        };
        match next {
            Ok(Some(Ok(record))) => Some(Ok(record)),
            Ok(Some(Err(mistake))) => Some(Err(mistake)),
            Ok(None) => {
                self.done = true;
                None
            }
            Err(last) => {
                self.done = true;
                Some(Err(last))
            }
        }
    }
}

/// Columns to read from every row, found once.
#[derive(Clone, Debug)]
pub struct Wanted {
    names: Vec<String>,
    /// For each column of the header, its position among the names.
    places: Vec<Option<usize>>,
}

impl<R: Read> RowReader<R> {
    /// Names of the columns; none where each row names its own.
    #[must_use]
    pub fn header(&self) -> Option<&[String]> {
        match &self.parser {
            Parser::Csv(parser) => Some(parser.header()),
            Parser::JsonLines(_) => None,
        }
    }

    /// The columns called `names`, for [`RowReader::next_cells`].
    ///
    /// # Errors
    /// When the header lacks one, naming those there are and the nearest.
    pub fn wanted(&self, names: &[String]) -> Result<Wanted, Diagnostic> {
        let header = self.header().unwrap_or(&[]);
        if self.header().is_some() {
            for name in names {
                if !header.contains(name) {
                    let there = header.iter().map(String::as_str);
                    return Err(missing_column(&self.file, 1, name, there));
                }
            }
        }
        let place = |column: &String| names.iter().position(|name| name == column);
        Ok(Wanted { names: names.to_vec(), places: header.iter().map(place).collect() })
    }

    /// Reads the next row and calls `cell` with the position among the wanted
    /// columns and the text of each that is there, without keeping the row. The
    /// result is the line it begins on. After a mistake in the row the cells
    /// given so far do not count.
    pub fn next_cells(
        &mut self,
        wanted: &Wanted,
        cell: &mut dyn FnMut(usize, &str),
    ) -> Option<Result<usize, Diagnostic>> {
        if self.done {
            return None;
        }
        let Parser::Csv(parser) = &mut self.parser else {
            let record = match self.next_row()? {
                Ok(record) => record,
                Err(mistake) => return Some(Err(mistake)),
            };
            for (place, name) in wanted.names.iter().enumerate() {
                match record.cell(name) {
                    Some(Cell::Text(text)) => cell(place, text),
                    Some(Cell::Other(_)) => {
                        return Some(record.require(&self.file, name).map(|_| record.line));
                    }
                    Some(Cell::Null) | None => {}
                }
            }
            return Some(Ok(record.line));
        };
        let read = parser.next_fields(&self.file, &mut self.lines, &mut |position, text| {
            if let Some(place) = wanted.places.get(position).copied().flatten() {
                cell(place, text);
            }
        });
        match read {
            Ok(Some(row)) => Some(row),
            Ok(None) => {
                self.done = true;
                None
            }
            Err(last) => {
                self.done = true;
                Some(Err(last))
            }
        }
    }
}

impl<R: Read> Iterator for RowReader<R> {
    type Item = Result<Record, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row()
    }
}

/// A row, or a mistake in it, or a mistake after which reading must end.
type Next = Result<Option<Result<Record, Diagnostic>>, Diagnostic>;

/// Every row of the file at `path`.
///
/// # Errors
/// All mistakes found, up to a hundred; more than five million rows.
pub fn read_records(path: &Path) -> Result<Vec<Record>, Diagnostics> {
    hold(RowReader::open(path)?, HELD_LIMIT)
}

fn hold<R: Read>(rows: RowReader<R>, most: usize) -> Result<Vec<Record>, Diagnostics> {
    let mut records = Vec::new();
    let mut mistakes = Vec::new();
    let file = rows.file().to_owned();
    for row in rows {
        match row {
            Ok(record) if records.len() == most => {
                let message = format!("there are more than {most} rows");
                mistakes.push(
                    Diagnostic::new(file, message).at_line(record.line).hint("split the file"),
                );
                break;
            }
            Ok(record) => records.push(record),
            Err(mistake) => mistakes.push(mistake),
        }
        if mistakes.len() >= MISTAKE_LIMIT {
            break;
        }
    }
    Diagnostics(mistakes).into_result(records)
}

/// Physical lines of the input, counted.
struct Lines<R> {
    input: BufReader<R>,
    /// Number of the line read last.
    line: usize,
}

impl<R: Read> Lines<R> {
    /// Drops a byte order mark; gives the first byte that is no white space.
    fn begin(&mut self, file: &str) -> Result<u8, Diagnostic> {
        let wrong = |encoding: &str| {
            Diagnostic::new(file, format!("is in {encoding}, not in UTF-8"))
                .at_line(1)
                .hint("save the file as UTF-8")
        };
        let start = self.peek(file)?;
        if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
            return Err(wrong("UTF-16"));
        }
        if start.starts_with(&[0x1F, 0x8B]) || start.starts_with(b"PK\x03\x04") {
            return Err(Diagnostic::new(file, "is compressed").hint("unpack it first"));
        }
        let mark = if start.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
        let first = start[mark..].iter().copied().find(|byte| !byte.is_ascii_whitespace());
        self.input.consume(mark);
        first.ok_or_else(|| {
            Diagnostic::new(file, "is empty")
                .hint("give a file with a header row, or one JSON object a line")
        })
    }

    fn peek(&mut self, file: &str) -> Result<&[u8], Diagnostic> {
        self.input.fill_buf().map_err(|error| unreadable(file, self.line, &error))
    }

    /// True when the buffered start has the form `[` … `{`.
    fn looks_like_array(&self) -> bool {
        let mut bytes = self.input.buffer().iter().filter(|byte| !byte.is_ascii_whitespace());
        bytes.next() == Some(&b'[') && bytes.next() == Some(&b'{')
    }

    /// Appends the next line, with its end, to `row`; false at the end of the
    /// input. Never lets `row` grow past [`ROW_LIMIT`].
    fn append(&mut self, file: &str, begun: usize, row: &mut Vec<u8>) -> Result<bool, Diagnostic> {
        let mut any = false;
        loop {
            let line = self.line;
            let buffer = self.input.fill_buf().map_err(|error| unreadable(file, line, &error))?;
            if buffer.is_empty() {
                self.line += usize::from(any);
                return Ok(any);
            }
            any = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(buffer.len(), |at| at + 1);
            if row.len() + taken > ROW_LIMIT {
                let message = format!("the row is longer than {} MiB", ROW_LIMIT >> 20);
                let hint = "a quote that is never closed or a missing line break makes rows run together; check this row";
                return Err(Diagnostic::new(file, message).at_line(begun).hint(hint));
            }
            row.extend_from_slice(&buffer[..taken]);
            self.input.consume(taken);
            if end.is_some() {
                self.line += 1;
                return Ok(true);
            }
        }
    }
}

fn unreadable(file: &str, line: usize, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(file, format!("cannot be read further: {error}")).at_line(line)
}

/// The row as text, without NUL.
fn utf8<'r>(file: &str, begun: usize, row: &'r [u8]) -> Result<&'r str, Diagnostic> {
    let at = |offset: usize, message: &str, hint: &str| {
        let before = &row[..offset];
        let line = begun + before.iter().filter(|byte| **byte == b'\n').count();
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let mut mistake = Diagnostic::new(file, message).at_line(line).hint(hint);
        mistake.column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        mistake
    };
    if let Some(offset) = row.iter().position(|byte| *byte == 0) {
        return Err(at(
            offset,
            "there is a NUL byte",
            "remove it; the file may be binary or in UTF-16",
        ));
    }
    std::str::from_utf8(row).map_err(|error| {
        let hint =
            "save the file as UTF-8; it may be in Shift_JIS, Windows-1252 or another encoding";
        at(error.valid_up_to(), "the text is not valid UTF-8", hint)
    })
}

/// The first name that occurs twice; names without letters may repeat.
fn repeated(names: &[String]) -> Option<&str> {
    let mut seen = HashSet::new();
    names.iter().find(|name| !name.is_empty() && !seen.insert(name.as_str())).map(String::as_str)
}
