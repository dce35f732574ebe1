//! CSV as in RFC 4180: commas, double quotes, line breaks inside quotes.

use std::borrow::Cow;
use std::io::Read;

use tenbin_vocab::Diagnostic;

use super::{COLUMN_LIMIT, Cell, Lines, Next, Record, repeated, short, utf8};

pub(super) struct Parser {
    header: Vec<String>,
    row: Vec<u8>,
    separator: char,
}

impl Parser {
    /// Reads the header.
    pub(super) fn begin<R: Read>(
        file: &str,
        lines: &mut Lines<R>,
        separator: char,
    ) -> Result<Self, Diagnostic> {
        let mut parser = Self { header: Vec::new(), row: Vec::new(), separator };
        let Some((line, header)) = parser.fields(file, lines)? else {
            return Err(Diagnostic::new(file, "is empty").hint("give a file with a header row"));
        };
        parser.header = header?.into_iter().map(|name| name.trim().to_owned()).collect();
        if let Some(name) = repeated(&parser.header) {
            return Err(Diagnostic::new(file, format!("column `{}` occurs twice", short(name)))
                .at_line(line)
                .hint("give each column its own name"));
        }
        Ok(parser)
    }

    pub(super) fn next<R: Read>(&mut self, file: &str, lines: &mut Lines<R>) -> Next {
        let Some((line, fields)) = self.fields(file, lines)? else { return Ok(None) };
        Ok(Some(fields.and_then(|fields| {
            self.check_width(file, line, fields.len())?;
            let cells =
                self.header.iter().cloned().zip(fields.into_iter().map(Cell::Text)).collect();
            Ok(Record { line, cells })
        })))
    }

    /// Names of the columns.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// Gives the fields of the next row with their positions, without keeping
    /// the row; the result is its first line.
    pub(super) fn next_fields<R: Read>(
        &mut self,
        file: &str,
        lines: &mut Lines<R>,
        visit: &mut dyn FnMut(usize, &str),
    ) -> Result<Option<Result<usize, Diagnostic>>, Diagnostic> {
        let Some(line) = self.whole_row(file, lines)? else { return Ok(None) };
        let visited = utf8(file, line, &self.row).and_then(|text| {
            let found = each_field(file, line, text, self.separator, &mut |position, field| {
                visit(position, &field);
            })?;
            self.check_width(file, line, found)
        });
        Ok(Some(visited.map(|()| line)))
    }

    fn check_width(&self, file: &str, line: usize, found: usize) -> Result<(), Diagnostic> {
        let named = self.header.len();
        if found == named {
            return Ok(());
        }
        let message = format!("the row has {found} fields, the header names {named} columns");
        let hint = "put fields with commas, quotes or line breaks in double quotes";
        Err(Diagnostic::new(file, message).at_line(line).hint(hint))
    }

    /// The fields of the next row that is not blank, and its first line.
    #[expect(
        clippy::type_complexity,
        reason = "a row, or a mistake in it, or a mistake that ends reading"
    )]
    fn fields<R: Read>(
        &mut self,
        file: &str,
        lines: &mut Lines<R>,
    ) -> Result<Option<(usize, Result<Vec<String>, Diagnostic>)>, Diagnostic> {
        let Some(begun) = self.whole_row(file, lines)? else { return Ok(None) };
        let fields =
            utf8(file, begun, &self.row).and_then(|text| split(file, begun, text, self.separator));
        Ok(Some((begun, fields)))
    }

    /// Reads the next row that is not blank into `row` and gives its first line.
    fn whole_row<R: Read>(
        &mut self,
        file: &str,
        lines: &mut Lines<R>,
    ) -> Result<Option<usize>, Diagnostic> {
        loop {
            let begun = lines.line + 1;
            self.row.clear();
            if !lines.append(file, begun, &mut self.row)? {
                return Ok(None);
            }
            if self.row.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            if !self.row.contains(&b'"') {
                return Ok(Some(begun));
            }
            let mut state = Quoting::FieldStart;
            let (mut from, mut number, mut opened) = (0, begun, begun);
            loop {
                let was_open = state.is_open();
                state = state.after(&self.row[from..], self.separator);
                if !state.is_open() {
                    return Ok(Some(begun));
                }
                if !was_open {
                    opened = number;
                }
                from = self.row.len();
                if !lines.append(file, begun, &mut self.row)? {
                    let mistake = Diagnostic::new(file, "a double quote is never closed");
                    let hint = "close the quote, or write a quote inside a field as two (\"\")";
                    return Err(mistake.at_line(opened).hint(hint));
                }
                number += 1;
            }
        }
    }
}

/// Where a reader of CSV stands. Only a quote that opens a field quotes it: in
/// `5" pipe` it is text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    FieldStart,
    Plain,
    Quoted,
    /// After a quote in a quoted field: its end, or the first of two.
    MaybeClosed,
}

impl Quoting {
    fn is_open(self) -> bool {
        self == Self::Quoted
    }

    fn after(self, bytes: &[u8], separator: char) -> Self {
        bytes.iter().fold(self, |state, byte| match (state, byte) {
            (Self::FieldStart | Self::MaybeClosed, b'"') => Self::Quoted,
            (Self::Quoted, b'"') => Self::MaybeClosed,
            (Self::Quoted, _) => Self::Quoted,
            (_, byte) if char::from(*byte) == separator => Self::FieldStart,
            _ => Self::Plain,
        })
    }
}

/// Splits one whole row.
fn split(file: &str, begun: usize, row: &str, separator: char) -> Result<Vec<String>, Diagnostic> {
    let mut fields = Vec::new();
    each_field(file, begun, row, separator, &mut |_, field| fields.push(field.into_owned()))?;
    Ok(fields)
}

/// Gives each field of one whole row with its position; their number is the
/// result.
fn each_field<'r>(
    file: &str,
    begun: usize,
    row: &'r str,
    separator: char,
    visit: &mut dyn FnMut(usize, Cow<'r, str>),
) -> Result<usize, Diagnostic> {
    let row = row.strip_suffix('\n').unwrap_or(row);
    let row = row.strip_suffix('\r').unwrap_or(row);
    let mut rest = row;
    for position in 0..COLUMN_LIMIT {
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (field, after) = unquote(quoted);
                if !after.is_empty() && !after.starts_with(separator) {
                    let mistake = Diagnostic::new(file, "text follows a closing double quote");
                    let hint = "write a quote inside a field as two (\"\")";
                    let placed = mistake.at_offset(row, row.len() - after.len()).hint(hint);
                    let line = begun + placed.line - 1;
                    return Err(placed.at_line(line));
                }
                (field, after)
            }
            None => {
                let end = rest.find(separator).unwrap_or(rest.len());
                (Cow::Borrowed(&rest[..end]), &rest[end..])
            }
        };
        visit(position, field);
        match after.strip_prefix(separator) {
            Some(next) => rest = next,
            None => return Ok(position + 1),
        }
    }
    let message = format!("the row has more than {COLUMN_LIMIT} columns");
    Err(Diagnostic::new(file, message).at_line(begun).hint("leave out columns that are not needed"))
}

/// The field up to its closing quote, and what follows it.
fn unquote(quoted: &str) -> (Cow<'_, str>, &str) {
    let mut field = Cow::Borrowed("");
    let mut rest = quoted;
    while let Some(at) = rest.find('"') {
        let part = &rest[..at];
        match (rest[at + 1..].strip_prefix('"'), &mut field) {
            (Some(more), _) => {
                let text = field.to_mut();
                text.push_str(part);
                text.push('"');
                rest = more;
            }
            (None, Cow::Borrowed("")) => return (Cow::Borrowed(part), &rest[at + 1..]),
            (None, _) => {
                field.to_mut().push_str(part);
                return (field, &rest[at + 1..]);
            }
        }
    }
    field.to_mut().push_str(rest);
    (field, "")
}
