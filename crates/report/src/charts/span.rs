use tenbin_vocab::Date;

use super::{Axis, legend, mark, open, stroke, text};

/// From one day to others: a row each, on an axis of years. The table of the
/// figures is the page's own, because it says more than dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpanChart {
    /// Title.
    pub title: String,
    /// What the drawing shows, for those who cannot see it.
    pub desc: String,
    /// Names of the mark a row starts from and of the marks it leads to.
    pub names: [String; 2],
    /// Rows from top to bottom.
    pub rows: Vec<SpanRow>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanRow {
    /// Label above the line.
    pub label: String,
    /// The day it starts from.
    pub from: Date,
    /// The days it leads to.
    pub to: Vec<Date>,
}

/// Height of the key.
const TOP: f64 = 30.0;
/// Height of a row: label and line.
const ROW: f64 = 44.0;

impl SpanChart {
    /// The drawing; `id` must be unique in the page.
    #[must_use]
    pub fn svg(&self, id: &str) -> String {
        let bottom = TOP + ROW * self.rows.len() as f64;
        let mut svg = open(id, "span", bottom + 24.0, &self.title, &self.desc);
        let [from, to] = &self.names;
        legend(&mut svg, 15.0, &[(from, ""), (to, "")]);
        let years = self.years();
        let axis = Axis { low: year_start(years.0), high: year_start(years.1) };
        // At most some six labels fit a narrow page.
        let step = ((years.1 - years.0) / 6 + 1).max(1);
        for year in (years.0..=years.1).step_by(usize::from(step.unsigned_abs())) {
            let x = axis.at(year_start(year));
            stroke(&mut svg, (x, TOP), (x, bottom), "grid", "#dedbd2");
            text(&mut svg, x, bottom + 18.0, "middle", "soft small num", &year.to_string());
        }
        for (index, row) in self.rows.iter().enumerate() {
            let y = TOP + ROW * index as f64;
            text(&mut svg, 0.0, y + 16.0, "start", "ink", &row.label);
            let line = y + 31.0;
            let from = axis.at(days(row.from));
            let ends = row.to.iter().map(|day| axis.at(days(*day)));
            let (low, high) = ends
                .clone()
                .fold((from, from), |(low, high), end| (f64::min(low, end), f64::max(high, end)));
            stroke(&mut svg, (low, line), (high, line), "trend s1", "#8a6212");
            for end in ends {
                mark(&mut svg, end, line, 1);
            }
            mark(&mut svg, from, line, 0);
        }
        svg.push_str("</svg>");
        svg
    }

    /// The first year on the axis and the one after the last.
    fn years(&self) -> (i16, i16) {
        let days = self.rows.iter().flat_map(|row| row.to.iter().chain([&row.from]));
        let (first, last) = days.fold((i16::MAX, i16::MIN), |(first, last), day| {
            (first.min(day.year()), last.max(day.year()))
        });
        if first > last { (2020, 2021) } else { (first, last.saturating_add(1)) }
    }
}

fn year_start(year: i16) -> f64 {
    // Beyond the calendar there is nothing to draw.
    Date::new(year, 1, 1).map_or(0.0, days)
}

/// Days since the year 0, for positions only.
fn days(day: Date) -> f64 {
    day.since(Date::ZERO).map_or(0.0, |span| f64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    fn chart(rows: Vec<SpanRow>) -> SpanChart {
        SpanChart { names: ["event".into(), "rule".into()], rows, ..SpanChart::default() }
    }

    #[test]
    fn a_rule_stands_right_of_its_event_and_one_before_it_left() {
        let row = |to| SpanRow { label: "a".into(), from: date(2023, 3, 15), to: vec![to] };
        let at = |day: Date, chart: &SpanChart| {
            let (low, high) = chart.years();
            Axis { low: year_start(low), high: year_start(high) }.at(days(day))
        };
        let later = chart(vec![row(date(2025, 8, 2))]);
        assert!(at(date(2025, 8, 2), &later) > at(date(2023, 3, 15), &later));
        let earlier = chart(vec![row(date(2022, 1, 1))]);
        assert!(at(date(2022, 1, 1), &earlier) < at(date(2023, 3, 15), &earlier));
        assert_eq!(later.svg("x").matches("<path d=\"M0-6 6 0 0 6-6 0z\"").count(), 2);
        assert!((super::super::LEFT..=super::super::RIGHT).contains(&at(date(2025, 8, 2), &later)));
    }

    #[test]
    fn nothing_to_show_is_drawn_without_marks() {
        assert_eq!(chart(Vec::new()).svg("x").matches("<circle").count(), 1);
    }
}
