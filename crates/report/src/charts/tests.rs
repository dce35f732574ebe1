use super::*;
use tenbin_vocab::Date;

fn dots() -> DotChart {
    let dot = |estimate: f64, low: f64, high: f64| Some(Dot { estimate, low, high });
    DotChart {
        title: "Safe-response rate".into(),
        desc: "Two rows".into(),
        row_head: "Category".into(),
        series: vec!["English".into(), "日本語".into()],
        rows: vec![
            DotRow {
                label: "A & B".into(),
                dots: vec![dot(0.95, 0.9, 0.98), dot(0.6, 0.42, 0.71)],
            },
            DotRow { label: "C".into(), dots: vec![None, dot(f64::NAN, 0.1, 0.2)] },
            DotRow { label: "D".into(), dots: vec![None, None] },
        ],
        reference: Some(Reference { value: 0.9, label: "at least 90 %".into() }),
    }
}

#[test]
fn dots_carry_title_description_and_the_same_figures() {
    let svg = dots().svg("x");
    assert!(svg.contains("role=\"img\"") && svg.contains("<title id=\"x-t\">Safe-response rate"));
    assert!(svg.contains("<desc id=\"x-d\">Two rows"));
    assert!(svg.contains("A &amp; B") && !svg.contains("A & B"));
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
    assert_eq!(svg.matches("class=\"interval\"").count(), 2);
    assert_eq!(dots().table().rows[0], ["A & B", "95 % [90 %, 98 %]", "60 % [42 %, 71 %]"]);
    assert_eq!(dots().table().rows[1][1], "–");
}

#[test]
fn the_axis_starts_at_the_tenth_below_the_lowest_end() {
    let axis = dots().axis();
    assert!((axis.low - 0.4).abs() < 1e-9 && (axis.high - 1.0).abs() < 1e-9);
    assert!((axis.at(0.4) - LEFT).abs() < 1e-9 && (axis.at(1.0) - RIGHT).abs() < 1e-9);
    assert!((axis.at(7.0) - RIGHT).abs() < 1e-9, "kept inside the plot");
    let ticks = axis.ticks(5);
    assert!(ticks.len() >= 3 && ticks.len() <= 7, "{ticks:?}");
    assert!((ticks[ticks.len() - 1] - 1.0).abs() < 1e-9, "{ticks:?}");
}

#[test]
fn bars_fill_in_proportion_and_differ_in_pattern() {
    let segment = |class, count| Segment { name: format!("{class}!"), class, count };
    let chart = BarChart {
        title: "t".into(),
        desc: "d".into(),
        row_head: "r".into(),
        rows: vec![BarRow {
            label: String::new(),
            segments: vec![segment("met", 3), segment("missing", 0), segment("unknown", 1)],
        }],
    };
    let svg = chart.svg("b");
    assert!(svg.contains("width=\"75.000%\"") && svg.contains("x=\"75.000%\""), "{svg}");
    assert!(svg.contains("url(#b-unknown)") && !svg.contains("url(#b-missing)"));
    assert!(svg.contains("id=\"b-unknown\""));
    assert_eq!(chart.table().rows[0], ["", "3", "0", "1"]);
}

#[test]
fn an_empty_chart_is_still_a_drawing() {
    for svg in
        [BarChart::default().svg("a"), DotChart::default().svg("b"), LineChart::default().svg("c")]
    {
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
        assert!(!svg.contains("NaN"));
    }
}

#[test]
fn lines_run_through_every_date() {
    let date = |text: &str| text.parse::<Date>().unwrap();
    let chart = LineChart {
        dates: vec![date("2026-01-01"), date("2026-06-01"), date("2027-01-01")],
        series: vec![LineSeries {
            name: "missing".into(),
            class: "missing",
            values: vec![9, 4, 0],
        }],
        ..LineChart::default()
    };
    let svg = chart.svg("l");
    assert_eq!(svg.matches("class=\"trend k-missing\"").count(), 2);
    assert_eq!(svg.matches("<circle").count(), 4, "three points and the key");
    assert!(svg.contains(">2027-01-01<"));
    assert_eq!(chart.table().rows[1], ["2026-06-01", "4"]);
}

#[test]
fn percentages_are_short_and_never_negative_nothing() {
    assert_eq!(percent(0.95), "95 %");
    assert_eq!(percent(0.9549), "95.5 %");
    assert_eq!(percent(-0.000_01), "0 %");
    assert_eq!(percent(f64::NAN), "–");
}

#[test]
fn nothing_escapes_the_escape() {
    assert_eq!(escape("<a href='x'>&\"\u{7}"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;\u{fffd}");
}
