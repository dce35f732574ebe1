use std::fmt::Write as _;

use super::{Axis, DataTable, LEFT, legend, mark, open, percent, stroke, text};

/// Proportions with their intervals, several series in each row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DotChart {
    /// Title.
    pub title: String,
    /// What the drawing shows, for those who cannot see it.
    pub desc: String,
    /// Head of the first column of the data table.
    pub row_head: String,
    /// Names of the series, in the order of the dots.
    pub series: Vec<String>,
    /// Rows from top to bottom.
    pub rows: Vec<DotRow>,
    /// A limit to draw across all rows.
    pub reference: Option<Reference>,
}

/// One row: a label and one place a series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DotRow {
    /// Label.
    pub label: String,
    /// One entry a series; `None` where nothing was measured.
    pub dots: Vec<Option<Dot>>,
}

/// One estimate with its interval, as shares in 0..=1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// Point estimate.
    pub estimate: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// A limit the results are held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The limit, a share.
    pub value: f64,
    /// What it is.
    pub label: String,
}

/// Height of one dot line, in pixels.
const LINE: f64 = 16.0;
/// Height of a row's label.
const LABEL: f64 = 20.0;
/// Space between rows.
const GAP: f64 = 10.0;

impl DotRow {
    fn lines(&self) -> f64 {
        self.dots.iter().filter(|dot| dot.is_some()).count().max(1) as f64
    }
}

impl DotChart {
    pub(super) fn axis(&self) -> Axis {
        let dots = self.rows.iter().flat_map(|row| &row.dots).flatten();
        let ends = dots
            .filter(|dot| dot.estimate.is_finite())
            .flat_map(|dot| [dot.low, dot.estimate, dot.high])
            .chain(self.reference.iter().map(|reference| reference.value))
            .filter(|value| value.is_finite());
        let (low, high) =
            ends.fold((1.0_f64, 0.0_f64), |(low, high), end| (low.min(end), high.max(end)));
        // Whole tenths, with 0 % or 100 % at one end so that charts compare.
        if low <= high && high <= 0.5 {
            return Axis { low: 0.0, high: ((high * 10.0 - 1e-9).ceil() / 10.0).max(0.1) };
        }
        Axis { low: ((low * 10.0 + 1e-9).floor() / 10.0).clamp(0.0, 0.9), high: 1.0 }
    }

    /// The drawing; `id` must be unique in the page.
    #[must_use]
    pub fn svg(&self, id: &str) -> String {
        let axis = self.axis();
        let top = if self.series.len() > 1 { 26.0 } else { 2.0 };
        let note = if self.reference.is_some() { 20.0 } else { 0.0 };
        let body: f64 = self.rows.iter().map(|row| LABEL + row.lines() * LINE + GAP).sum();
        let bottom = top + note + body;
        let mut svg = open(id, "dots", bottom + 22.0, &self.title, &self.desc);
        if self.series.len() > 1 {
            let names: Vec<(&str, &str)> =
                self.series.iter().map(|name| (name.as_str(), "")).collect();
            legend(&mut svg, 15.0, &names);
        }
        for tick in axis.ticks(5) {
            let x = axis.at(tick);
            stroke(&mut svg, (x, top + note), (x, bottom), "grid", "#dedbd2");
            let anchor = if x < 8.0 { "start" } else { "middle" };
            text(&mut svg, x, bottom + 16.0, anchor, "soft small num", &percent(tick));
        }
        if let Some(reference) = &self.reference {
            let x = axis.at(reference.value);
            let anchor = if x > 50.0 { "end" } else { "start" };
            text(&mut svg, x, top + note - 8.0, anchor, "limit-text small", &reference.label);
        }
        let mut y = top + note;
        for row in &self.rows {
            text(&mut svg, LEFT, y + 14.0, "start", "ink", &row.label);
            y += LABEL;
            if let Some(reference) = &self.reference {
                let x = axis.at(reference.value);
                let end = y + row.lines() * LINE;
                stroke(&mut svg, (x, y), (x, end), "limit", "#a87b1e");
            }
            for (series, dot) in row.dots.iter().enumerate() {
                let Some(dot) = dot.filter(|dot| dot.estimate.is_finite()) else { continue };
                let centre = y + LINE / 2.0;
                draw(&mut svg, axis, dot, centre, series);
                y += LINE;
            }
            if row.dots.iter().all(Option::is_none) {
                text(&mut svg, LEFT, y + 12.0, "start", "soft", "–");
                y += LINE;
            }
            y += GAP;
        }
        svg.push_str("</svg>");
        svg
    }

    /// The same figures as a table: estimate and interval for every series.
    #[must_use]
    pub fn table(&self) -> DataTable {
        let mut head = vec![self.row_head.clone()];
        head.extend(self.series.iter().cloned());
        let rows = self
            .rows
            .iter()
            .map(|row| {
                let mut cells = vec![row.label.clone()];
                cells.extend(row.dots.iter().map(|dot| {
                    dot.map_or_else(
                        || "–".to_owned(),
                        |dot| {
                            let (low, high) = (percent(dot.low), percent(dot.high));
                            format!("{} [{low}, {high}]", percent(dot.estimate))
                        },
                    )
                }));
                cells
            })
            .collect();
        DataTable { head, rows }
    }
}

fn draw(svg: &mut String, axis: Axis, dot: Dot, y: f64, series: usize) {
    let colour = super::colour(series);
    let (low, high) = (axis.at(dot.low.min(dot.estimate)), axis.at(dot.high.max(dot.estimate)));
    let _ = write!(svg, "<g class=\"s{}\" stroke=\"{colour}\">", series % 4);
    stroke(svg, (low, y), (high, y), "interval", "");
    mark(svg, axis.at(dot.estimate), y, series);
    svg.push_str("</g>");
    let words = percent(dot.estimate);
    text(svg, 100.0, y + 4.5, "end", "soft small num", &words);
}
