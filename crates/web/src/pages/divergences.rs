use askama::Template;
use tenbin_law::{Figure, Library, Source as LawSource};
use tenbin_policy::{Position, Report, Topic, find_topic};
use tenbin_vocab::Lang;

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::frameworks::period;
use crate::site::Ask;

#[derive(Template)]
#[template(path = "divergences.html")]
struct Divergences<'a> {
    frame: Frame,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    href: String,
    title: &'a str,
    differs: &'a str,
    frameworks: Vec<&'a str>,
    mark: &'static str,
}

#[derive(Template)]
#[template(path = "divergence.html")]
struct Divergence<'a> {
    frame: Frame,
    topic: &'a Topic,
    title: &'a str,
    differs: &'a str,
    matters: &'a str,
    groups: Vec<Group<'a>>,
    figures: Vec<FigureRow<'a>>,
    reports: Vec<ReportRow<'a>>,
    sources: Vec<&'a LawSource>,
    json: String,
}

/// The positions on one point, or all of them.
struct Group<'a> {
    title: &'a str,
    positions: Vec<Card<'a>>,
}

struct Card<'a> {
    framework: &'a str,
    framework_href: String,
    entry: Option<(String, &'a str)>,
    text: &'a str,
    cite: &'a str,
    mark: &'static str,
    sources: String,
}

struct FigureRow<'a> {
    framework: &'a str,
    title: &'a str,
    href: String,
    value: String,
    period: String,
    cite: &'a str,
    mark: &'static str,
}

struct ReportRow<'a> {
    framework: &'a str,
    title: &'a str,
    href: String,
    trigger: &'a str,
    recipient: &'a str,
    cite: &'a str,
    mark: &'static str,
}

/// `/ja/divergences`
pub(crate) fn list(ask: &Ask<'_>) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let library = ask.source.library()?;
    let rows = ask.source.divergences()?.iter().map(|topic| Row {
        href: address::divergence(lang, &topic.id),
        title: topic.title.get(lang),
        differs: topic.differs.get(lang),
        frameworks: topic.frameworks().into_iter().map(|id| short(library, lang, id)).collect(),
        mark: topic.weakest().map_or("", |mark| mark.as_str()),
    });
    let frame = ask.frame(Room::Law, t.say("shelf-divergences"));
    Ok(Divergences { frame, rows: rows.collect() }.render()?)
}

/// `/ja/divergences/<id>`: the positions side by side.
pub(crate) fn one(ask: &Ask<'_>, id: &str) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let library = ask.source.library()?;
    let topic = find_topic(ask.source.divergences()?, id).map_err(|_| Failure::NotFound)?;
    let view = topic.view(library);
    let on = |point: Option<&str>| -> Vec<Card<'_>> {
        let own = topic.positions.iter().filter(|p| p.point.as_deref() == point);
        own.map(|position| card(library, lang, position)).collect()
    };
    let mut groups: Vec<Group<'_>> = topic
        .points
        .iter()
        .map(|point| Group { title: point.title.get(lang), positions: on(Some(&point.id)) })
        .collect();
    if groups.is_empty() {
        groups.push(Group { title: "", positions: on(None) });
    }
    let named: Vec<&String> = topic.positions.iter().flat_map(|p| &p.sources).collect();
    let page = Divergence {
        frame: ask
            .frame(Room::Law, topic.title.get(lang))
            .under(ask.href("/divergences"), t.say("shelf-divergences")),
        title: topic.title.get(lang),
        differs: topic.differs.get(lang),
        matters: topic.matters.get(lang),
        groups,
        figures: view.figures.iter().map(|figure| figure_row(ask, library, figure)).collect(),
        reports: view.reports.iter().filter_map(|r| report_row(ask, library, r)).collect(),
        sources: library.sources().iter().filter(|s| named.contains(&&s.id)).collect(),
        json: format!("/api/v1/divergences/{}", address::encode(id)),
        topic,
    };
    Ok(page.render()?)
}

fn card<'a>(library: &'a Library, lang: Lang, position: &'a Position) -> Card<'a> {
    let framework = library.framework(&position.framework);
    Card {
        framework: framework.map_or(position.framework.as_str(), |f| f.title.get(lang)),
        framework_href: address::framework(lang, &position.framework),
        entry: position.entry.as_deref().and_then(|id| {
            let title = library.provision(id)?.title.get(lang);
            Some((address::provision(lang, id), title))
        }),
        text: position.text.get(lang),
        cite: &position.cite,
        mark: position.confidence.as_str(),
        sources: position.sources.join(" "),
    }
}

fn figure_row<'a>(ask: &Ask<'_>, library: &'a Library, figure: &'a Figure) -> FigureRow<'a> {
    let lang = ask.lang();
    let fact = library.vocabulary().get(&figure.fact);
    let unit = figure.unit.as_deref().unwrap_or_default();
    let href = match library.provision(&figure.id) {
        Some(_) => address::provision(lang, &figure.id),
        None => address::framework(lang, &figure.framework),
    };
    FigureRow {
        framework: short(library, lang, &figure.framework),
        title: figure.title.get(lang),
        href,
        value: format!(
            "{} {} {} {unit}",
            fact.map_or(figure.fact.as_str(), |fact| fact.name.as_str()),
            figure.sign,
            plain(figure.value)
        ),
        period: period(ask.t, figure.in_force),
        cite: &figure.cite,
        mark: figure.confidence.as_str(),
    }
}

/// A number as a reader expects it: grouped where short, in powers of ten where
/// it is a count of operations.
fn plain(value: f64) -> String {
    if value.abs() < 1e15 && value.fract() == 0.0 {
        let digits = format!("{value:.0}");
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        return text;
    }
    let text = format!("{value:e}");
    match text.split_once('e') {
        Some(("1", power)) => format!("10^{power}"),
        Some((digits, power)) => format!("{digits} × 10^{power}"),
        None => text,
    }
}

fn report_row<'a>(
    ask: &Ask<'_>,
    library: &'a Library,
    report: &'a Report,
) -> Option<ReportRow<'a>> {
    let lang = ask.lang();
    let newest = report.clock.versions.last()?;
    Some(ReportRow {
        framework: short(library, lang, &report.framework),
        title: report.clock.title.get(lang),
        href: address::provision(lang, &report.clock.provision),
        trigger: newest.trigger.get(lang),
        recipient: newest.recipient.get(lang),
        cite: &newest.cite,
        mark: newest.confidence.as_str(),
    })
}

fn short<'a>(library: &'a Library, lang: Lang, id: &'a str) -> &'a str {
    library.framework(id).map_or(id, |framework| framework.short.get(lang))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn numbers_are_grouped_or_given_in_powers_of_ten() {
        assert_eq!(plain(500_000_000.0), "500,000,000");
        assert_eq!(plain(1e26), "10^26");
        assert_eq!(plain(2.5e25), "2.5 × 10^25");
        assert_eq!(plain(0.0), "0");
    }
}
