//! Standard output: tables that line up in both languages, and JSON.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::failure::Failure;

/// Where results go, and how they look.
pub(crate) struct Output<'a> {
    pub(crate) stream: &'a mut dyn Write,
    pub(crate) color: bool,
    pub(crate) json: bool,
}

impl Output<'_> {
    /// One line.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> Result<(), Failure> {
        Ok(writeln!(self.stream, "{}", text.as_ref())?)
    }

    /// One JSON object, and a line end.
    pub(crate) fn json<T: Serialize>(&mut self, value: &T) -> Result<(), Failure> {
        serde_json::to_writer_pretty(&mut *self.stream, value)
            .map_err(|error| Failure::from(std::io::Error::from(error)))?;
        Ok(writeln!(self.stream)?)
    }

    /// Bytes exactly as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.stream.write_all(bytes)?)
    }

    /// A table: first column left, the others as `right` says.
    pub(crate) fn table(&mut self, table: &Table) -> Result<(), Failure> {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                table
                    .rows
                    .iter()
                    .filter_map(|row| row.get(column))
                    .map(Cell::width)
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        for row in &table.rows {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let fill = " ".repeat(widths[column].saturating_sub(cell.width()));
                let text = if self.color {
                    format!("{}{}{}", cell.style.render(), cell.text, cell.style.render_reset())
                } else {
                    cell.text.clone()
                };
                if column > 0 {
                    line.push_str("  ");
                }
                if cell.right {
                    line.push_str(&fill);
                    line.push_str(&text);
                } else {
                    line.push_str(&text);
                    line.push_str(&fill);
                }
            }
            self.line(line.trim_end())?;
        }
        Ok(())
    }
}

/// Rows of cells; the first row is the heading.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(crate) fn heading<'a>(cells: impl IntoIterator<Item = &'a str>) -> Self {
        let style = Style::new().dimmed();
        let row = cells.into_iter().map(|text| Cell { style, ..Cell::left(text) }).collect();
        Self { rows: vec![row] }
    }

    /// Rows below the heading.
    pub(crate) fn len(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let cells: Vec<Cell> = cells.into_iter().collect();
        // A heading stands over its figures.
        if let Some(first) = self.rows.first_mut() {
            for (heading, cell) in first.iter_mut().zip(&cells) {
                heading.right |= cell.right;
            }
        }
        self.rows.push(cells);
    }
}

/// One cell of a table.
pub(crate) struct Cell {
    text: String,
    right: bool,
    style: Style,
}

impl Cell {
    pub(crate) fn left(text: impl Into<String>) -> Self {
        Self { text: text.into(), right: false, style: Style::new() }
    }

    /// A figure that is written already.
    pub(crate) fn right(text: impl Into<String>) -> Self {
        Self { text: text.into(), right: true, style: Style::new() }
    }

    pub(crate) fn count(number: usize) -> Self {
        let style = if number == 0 { Style::new().dimmed() } else { Style::new() };
        Self { text: number.to_string(), right: true, style }
    }

    pub(crate) fn colored(mut self, color: AnsiColor) -> Self {
        self.style = self.style.fg_color(Some(color.into()));
        self
    }

    fn width(&self) -> usize {
        self.text.width()
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Output, Table};

    #[test]
    fn columns_line_up_with_wide_characters() {
        let mut table = Table::heading(["枠組み", "n"]);
        table.row([Cell::left("EU"), Cell::count(12)]);
        table.row([Cell::left("広島プロセス"), Cell::count(3)]);
        let mut bytes = Vec::new();
        Output { stream: &mut bytes, color: false, json: false }.table(&table).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "枠組み         n\nEU            12\n広島プロセス   3\n");
    }
}
