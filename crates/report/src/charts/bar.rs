use std::fmt::Write as _;

use super::{DataTable, escape, open, text};

/// Stacked horizontal bars of counts, one row each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarChart {
    /// Title.
    pub title: String,
    /// What the drawing shows, for those who cannot see it.
    pub desc: String,
    /// Head of the first column of the data table.
    pub row_head: String,
    /// Rows; every row has the same segments in the same order.
    pub rows: Vec<BarRow>,
}

/// One bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarRow {
    /// Label above the bar; none is drawn when empty.
    pub label: String,
    /// Parts, from left to right.
    pub segments: Vec<Segment>,
}

/// One part of a bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// Name of the part.
    pub name: String,
    /// Status word; it chooses colour and pattern.
    pub class: &'static str,
    /// Count.
    pub count: usize,
}

/// Statuses in the order their patterns are defined, with fallback colours.
const PATTERNS: [(&str, &str); 7] = [
    ("met", "#1b7a6a"),
    ("partly", "#b7791f"),
    ("missing", "#b8382a"),
    ("later", "#5b6f94"),
    ("unknown", "#7a7f8a"),
    ("other-party", "#a9a69c"),
    ("not-applicable", "#dedbd2"),
];

const BAR: f64 = 16.0;

impl BarChart {
    /// The drawing; `id` must be unique in the page.
    #[must_use]
    pub fn svg(&self, id: &str) -> String {
        let labelled = self.rows.iter().any(|row| !row.label.is_empty());
        let pitch = if labelled { 46.0 } else { BAR };
        let height = pitch * self.rows.len() as f64;
        let mut svg = open(id, "bar", height, &self.title, &self.desc);
        patterns(&mut svg, id);
        let longest = self.rows.iter().map(BarRow::total).max().unwrap_or(0).max(1);
        for (index, row) in self.rows.iter().enumerate() {
            let mut y = pitch * index as f64;
            if labelled {
                text(&mut svg, 0.0, y + 14.0, "start", "ink", &row.label);
                text(&mut svg, 100.0, y + 14.0, "end", "soft num", &row.total().to_string());
                y += 21.0;
            }
            let mut x = 0.0;
            for segment in row.segments.iter().filter(|segment| segment.count > 0) {
                let width = 100.0 * segment.count as f64 / longest as f64;
                let _ = write!(
                    svg,
                    "<rect x=\"{x:.3}%\" y=\"{y:.0}\" width=\"{width:.3}%\" height=\"{BAR:.0}\" \
                     class=\"seg\" fill=\"url(#{}-{})\"><title>{} {}</title></rect>",
                    escape(id),
                    segment.class,
                    escape(&segment.name),
                    segment.count
                );
                x += width;
            }
        }
        svg.push_str("</svg>");
        svg
    }

    /// The same figures as a table.
    #[must_use]
    pub fn table(&self) -> DataTable {
        let mut head = vec![self.row_head.clone()];
        if let Some(row) = self.rows.first() {
            head.extend(row.segments.iter().map(|segment| segment.name.clone()));
        }
        let rows = self
            .rows
            .iter()
            .map(|row| {
                let mut cells = vec![row.label.clone()];
                cells.extend(row.segments.iter().map(|segment| segment.count.to_string()));
                cells
            })
            .collect();
        DataTable { head, rows }
    }
}

impl BarRow {
    fn total(&self) -> usize {
        self.segments.iter().map(|segment| segment.count).sum()
    }
}

/// A pattern a status: met solid, partly half-filled, missing cross-barred,
/// later dotted, unknown hatched, the rest plain and pale.
fn patterns(svg: &mut String, id: &str) {
    let id = escape(id);
    svg.push_str("<defs>");
    for (status, fallback) in PATTERNS {
        let marks = match status {
            "partly" => "<path d=\"M0 6h6v2H0z\" class=\"pat\" fill=\"#fff\"/>",
            "missing" => "<path d=\"M5 0h1.5v8H5z\" class=\"pat\" fill=\"#fff\"/>",
            "later" => "<circle cx=\"3\" cy=\"4\" r=\"1.2\" class=\"pat\" fill=\"#fff\"/>",
            "unknown" => {
                "<path d=\"M-1 7 7-1M-1 15 15-1\" class=\"patline\" stroke=\"#fff\" stroke-width=\"2.5\"/>"
            }
            _ => "",
        };
        let _ = write!(
            svg,
            "<pattern id=\"{id}-{status}\" width=\"8\" height=\"8\" \
             patternUnits=\"userSpaceOnUse\"><path d=\"M0 0h8v8H0z\" class=\"f-{status}\" \
             fill=\"{fallback}\"/>{marks}</pattern>"
        );
    }
    svg.push_str("</defs>");
}
