use tenbin_vocab::Date;

use super::{Axis, DataTable, LEFT, RIGHT, colour, legend, mark, open, stroke, text};

/// Counts over dates, one line a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineChart {
    /// Title.
    pub title: String,
    /// What the drawing shows, for those who cannot see it.
    pub desc: String,
    /// Head of the first column of the data table.
    pub row_head: String,
    /// Dates, earliest first.
    pub dates: Vec<Date>,
    /// Lines.
    pub series: Vec<LineSeries>,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineSeries {
    /// Name.
    pub name: String,
    /// Status word that chooses the colour; empty for the usual order.
    pub class: &'static str,
    /// One value a date.
    pub values: Vec<usize>,
}

const TOP: f64 = 34.0;
const HEIGHT: f64 = 150.0;

impl LineChart {
    /// The drawing; `id` must be unique in the page.
    #[must_use]
    pub fn svg(&self, id: &str) -> String {
        let bottom = TOP + HEIGHT;
        let mut svg = open(id, "line", bottom + 24.0, &self.title, &self.desc);
        let names: Vec<(&str, &str)> =
            self.series.iter().map(|series| (series.name.as_str(), series.class)).collect();
        legend(&mut svg, 15.0, &names);
        let most = self.series.iter().flat_map(|series| &series.values).max().copied().unwrap_or(0);
        let y_axis = Axis { low: 0.0, high: most.max(1) as f64 };
        let y_at = |value: f64| bottom - HEIGHT * (value - y_axis.low) / y_axis.high;
        for tick in y_axis.ticks(4).into_iter().filter(|tick| tick.fract() == 0.0) {
            stroke(&mut svg, (LEFT, y_at(tick)), (RIGHT, y_at(tick)), "grid", "#dedbd2");
            text(&mut svg, 100.0, y_at(tick) + 4.5, "end", "soft small num", &format!("{tick:.0}"));
        }
        let x_axis = self.x_axis();
        let x_at = |date: Date| x_axis.at(days(date));
        for (index, series) in self.series.iter().enumerate() {
            let points: Vec<(f64, f64)> = self
                .dates
                .iter()
                .zip(&series.values)
                .map(|(date, value)| (x_at(*date), y_at(*value as f64)))
                .collect();
            let look = if series.class.is_empty() {
                format!("s{}", index % 4)
            } else {
                format!("k-{}", series.class)
            };
            let class = format!("trend {look}");
            for pair in points.windows(2) {
                if let [from, to] = pair {
                    stroke(&mut svg, *from, *to, &class, colour(index));
                }
            }
            svg.push_str(&format!("<g class=\"{look}\">"));
            for (x, y) in points {
                mark(&mut svg, x, y, index);
            }
            svg.push_str("</g>");
        }
        if let (Some(first), Some(last)) = (self.dates.first(), self.dates.last()) {
            text(&mut svg, LEFT, bottom + 19.0, "start", "soft small num", &first.to_string());
            if last != first {
                text(&mut svg, RIGHT, bottom + 19.0, "end", "soft small num", &last.to_string());
            }
        }
        svg.push_str("</svg>");
        svg
    }

    fn x_axis(&self) -> Axis {
        let low = self.dates.first().map_or(0.0, |date| days(*date));
        let high = self.dates.last().map_or(1.0, |date| days(*date));
        // Room for the marks at both ends.
        let margin = ((high - low) * 0.03).max(0.5);
        Axis { low: low - margin, high: high + margin }
    }

    /// The same figures as a table.
    #[must_use]
    pub fn table(&self) -> DataTable {
        let mut head = vec![self.row_head.clone()];
        head.extend(self.series.iter().map(|series| series.name.clone()));
        let rows = self
            .dates
            .iter()
            .enumerate()
            .map(|(index, date)| {
                let mut cells = vec![date.to_string()];
                cells.extend(self.series.iter().map(|series| {
                    series.values.get(index).map_or_else(|| "–".to_owned(), ToString::to_string)
                }));
                cells
            })
            .collect();
        DataTable { head, rows }
    }
}

/// Days since the year 0, for positions only.
fn days(date: Date) -> f64 {
    let epoch = Date::ZERO;
    date.since(epoch).map_or(0.0, |span| f64::from(span.get_days()))
}
