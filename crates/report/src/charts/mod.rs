//! Typed SVG charts: bar, dot-and-interval, line. No scripts, no inline style.
//!
//! Positions along the x axis are percentages and text is in pixels, so one
//! drawing reads at any width. Colours are classes the style sheet fills from
//! custom properties (light, dark, print); the attributes are the fallback for
//! a drawing that stands alone. Every chart has a title, a description and a
//! data table with the same figures.
//!
//! The heat map is a table and lives with the pages: text in every cell.

mod bar;
mod dots;
mod line;
mod span;

use std::fmt::Write as _;

pub use bar::{BarChart, BarRow, Segment};
pub use dots::{Dot, DotChart, DotRow, Reference};
pub use line::{LineChart, LineSeries};
pub use span::{SpanChart, SpanRow};

/// The figures of a chart as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataTable {
    /// Column heads; the first column holds the row heads.
    pub head: Vec<String>,
    /// Rows, each as long as `head`.
    pub rows: Vec<Vec<String>>,
}

impl DataTable {
    /// The table as HTML; every column but the first is set as figures.
    #[must_use]
    pub fn to_html(&self, caption: &str) -> String {
        let mut html = String::from("<div class=\"scroll\" tabindex=\"0\" role=\"group\"");
        let _ = write!(html, " aria-label=\"{}\">", escape(caption));
        let _ = write!(html, "<table class=\"data\"><caption>{}</caption>", escape(caption));
        html.push_str("<thead><tr>");
        for (column, head) in self.head.iter().enumerate() {
            let class = if column == 0 { "" } else { " class=\"num\"" };
            let _ = write!(html, "<th scope=\"col\"{class}>{}</th>", escape(head));
        }
        html.push_str("</tr></thead><tbody>");
        for row in &self.rows {
            html.push_str("<tr>");
            for (column, cell) in row.iter().enumerate() {
                let cell = escape(cell);
                let _ = if column == 0 {
                    write!(html, "<th scope=\"row\">{cell}</th>")
                } else {
                    write!(html, "<td class=\"num\">{cell}</td>")
                };
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table></div>");
        html
    }
}

/// Text made safe for element content and quoted attributes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Control characters have no place in HTML or in XML.
            c if c.is_control() && c != '\n' && c != '\t' => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}

/// Left edge of the plot, in percent of the width.
const LEFT: f64 = 2.5;
/// Right edge of the plot; what lies beyond is for the figures.
const RIGHT: f64 = 81.0;

/// A linear axis from `low` to `high` over the plot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    /// Where `value` lies, in percent of the width, kept inside the plot.
    fn at(self, value: f64) -> f64 {
        let span = self.high - self.low;
        let share = if span > 0.0 { ((value - self.low) / span).clamp(0.0, 1.0) } else { 0.0 };
        LEFT + share * (RIGHT - LEFT)
    }

    /// Up to `most` + 1 round values over the axis, both ends included.
    fn ticks(self, most: usize) -> Vec<f64> {
        let span = self.high - self.low;
        if span <= 0.0 {
            return vec![self.low];
        }
        let rough = span / most.max(1) as f64;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0]
            .iter()
            .map(|factor| factor * power)
            .find(|step| *step >= rough * 0.999)
            .unwrap_or(rough);
        let first = (self.low / step - 1e-9).ceil();
        (0..=most + 1)
            .map(|index| (first + index as f64) * step)
            .take_while(|value| *value <= self.high + step * 1e-9)
            .collect()
    }
}

/// A share as a percentage with no more digits than are useful.
#[must_use]
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return "–".to_owned();
    }
    let value = share * 100.0;
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    // A rounded minus nothing is nothing.
    format!("{} %", if text == "-0" { "0" } else { text })
}

/// A position with at most `places` decimals and no trailing zeros.
fn num(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    if places == 0 {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Opens an SVG of `height` pixels with its title and description.
fn open(id: &str, class: &str, height: f64, title: &str, desc: &str) -> String {
    let id = escape(id);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart {class}\" width=\"100%\" \
         height=\"{height:.0}\" font-size=\"13\" role=\"img\" aria-labelledby=\"{id}-t\" \
         aria-describedby=\"{id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
        escape(title),
        escape(desc)
    )
}

/// Writes a text at `x` percent and `y` pixels.
fn text(svg: &mut String, x: f64, y: f64, anchor: &str, class: &str, words: &str) {
    let anchor = match anchor {
        "start" => String::new(),
        other => format!(" text-anchor=\"{other}\""),
    };
    let _ = write!(
        svg,
        "<text x=\"{}%\" y=\"{}\"{anchor} class=\"{class}\">{}</text>",
        num(x, 2),
        num(y, 1),
        escape(words)
    );
}

/// Writes a straight line from (`x` percent, `y`) to (`x` percent, `y`); without
/// a colour it takes that of its group.
fn stroke(svg: &mut String, from: (f64, f64), to: (f64, f64), class: &str, colour: &str) {
    let colour = if colour.is_empty() { String::new() } else { format!(" stroke=\"{colour}\"") };
    let _ = write!(
        svg,
        "<line x1=\"{}%\" y1=\"{}\" x2=\"{}%\" y2=\"{}\" class=\"{class}\"{colour}/>",
        num(from.0, 2),
        num(from.1, 1),
        num(to.0, 2),
        num(to.1, 1)
    );
}

/// The mark of one series at (`x` percent, `y`): shapes differ, not only colours.
fn mark(svg: &mut String, x: f64, y: f64, series: usize) {
    let _ = write!(svg, "<svg x=\"{}%\" y=\"{}\" overflow=\"visible\">", num(x, 2), num(y, 1));
    svg.push_str(match series % 4 {
        0 => "<circle r=\"5\" class=\"m0\" fill=\"#2b4a8b\"/>",
        1 => "<path d=\"M0-6 6 0 0 6-6 0z\" class=\"m1\" fill=\"#8a6212\"/>",
        2 => "<path d=\"M-4.5-4.5h9v9h-9z\" class=\"m2\" fill=\"#146357\"/>",
        _ => "<path d=\"M0-6 5.5 4.5h-11z\" class=\"m3\" fill=\"#a62f23\"/>",
    });
    svg.push_str("</svg>");
}

/// The fallback colour of a series.
fn colour(series: usize) -> &'static str {
    ["#2b4a8b", "#8a6212", "#146357", "#a62f23"][series % 4]
}

/// The key of the series, one line, from the left edge: name and status word.
fn legend(svg: &mut String, y: f64, names: &[(&str, &str)]) {
    let share = (RIGHT - LEFT) / names.len().max(1) as f64;
    for (series, (name, class)) in names.iter().enumerate() {
        let x = LEFT + share * series as f64;
        let _ = write!(svg, "<g class=\"k-{class}\">");
        mark(svg, x + 1.5, y - 4.5, series);
        svg.push_str("</g>");
        text(svg, x + 4.0, y, "start", "soft", name);
    }
}

/// A figure: the drawing, then its data in a closed `<details>`.
///
/// `caption` and `summary` are plain text; `svg` is a chart of this module.
#[must_use]
pub fn figure(svg: &str, caption: &str, summary: &str, table: &DataTable) -> String {
    format!(
        "<figure>{svg}<figcaption>{}</figcaption><details><summary>{}</summary>{}</details></figure>",
        escape(caption),
        escape(summary),
        table.to_html(caption)
    )
}

#[cfg(test)]
mod tests;
