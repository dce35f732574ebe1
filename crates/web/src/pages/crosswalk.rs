use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use tenbin_law::Library;
use tenbin_policy::{CoverageRow, Grade, Link, Party, RelationBasis, Wanted};
use tenbin_report::Texts;
use tenbin_vocab::Lang;

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::lawful::jurisdiction;
use crate::pages::{Choice, LINES, Paging};
use crate::site::Ask;

#[derive(Template)]
#[template(path = "crosswalk.html")]
struct CoverageMatrix {
    frame: Frame,
    action: String,
    json: String,
    rows_of: Vec<Choice>,
    columns_of: Vec<Choice>,
    by_place: bool,
    columns: Vec<Head>,
    rows: Vec<Row>,
    silent: usize,
}

/// A framework, or a jurisdiction with the address of its own matrix.
struct Head {
    name: String,
    about: String,
}

struct Row {
    head: Head,
    duties: usize,
    cells: Vec<Option<Cell>>,
}

struct Cell {
    href: String,
    percent: usize,
    covered: usize,
    /// From 0 to 4: how dark the cell is.
    shade: usize,
}

#[derive(Template)]
#[template(path = "comparison.html")]
struct Comparison<'a> {
    frame: Frame,
    action: String,
    json: String,
    turn: String,
    sides: Vec<Side<'a>>,
    grades: Vec<Choice>,
    bases: Vec<Choice>,
    controls: Vec<Choice>,
    shown: usize,
    all: usize,
    links: Vec<Line<'a>>,
    paging: Paging,
}

struct Side<'a> {
    id: &'static str,
    href: String,
    heading: String,
    party: &'a Party,
    without: Vec<(String, &'a str)>,
}

struct Line<'a> {
    a: End<'a>,
    b: End<'a>,
    word: String,
    grade: &'static str,
    basis: String,
    controls: Vec<String>,
    strength: u8,
    reason: &'a str,
    mark: &'static str,
    authored: bool,
}

struct End<'a> {
    href: String,
    title: &'a str,
    id: &'a str,
    cite: &'a str,
}

/// `/ja/crosswalk`: jurisdictions against jurisdictions, or the frameworks of
/// those that were chosen.
pub(crate) fn matrix(ask: &Ask<'_>) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let library = ask.source.library()?;
    let matrix = ask.source.crosswalk()?.matrix();
    let (wanted_rows, wanted_columns) = (ask.query.get("rows"), ask.query.get("columns"));
    let by_place = wanted_rows.is_none() && wanted_columns.is_none();
    let places: Places<'_> =
        library.frameworks().iter().map(|f| (f.id.as_str(), f.jurisdiction.as_str())).collect();
    let known: BTreeSet<&str> = matrix.jurisdictions.iter().map(|row| row.id.as_str()).collect();
    if [wanted_rows, wanted_columns].into_iter().flatten().any(|place| !known.contains(place)) {
        return Err(Failure::NotFound);
    }
    let choices = |chosen: Option<&str>| -> Vec<Choice> {
        known.iter().map(|id| Choice::new(id, jurisdiction(t, id), chosen)).collect()
    };
    let all = if by_place { &matrix.jurisdictions } else { &matrix.frameworks };
    let of = |wanted: Option<&str>| -> Vec<&CoverageRow> {
        all.iter()
            .filter(|row| wanted.is_none() || places.get(row.id.as_str()).copied() == wanted)
            .collect()
    };
    let head = |id: &str| match by_place {
        true => Head { name: jurisdiction(t, id), about: String::new() },
        false => Head {
            name: library.framework(id).map_or(id, |f| f.short.get(lang)).to_owned(),
            about: places.get(id).map_or_else(String::new, |code| jurisdiction(t, code)),
        },
    };
    let columns = of(wanted_columns);
    let rows = of(wanted_rows)
        .into_iter()
        .map(|row| Row {
            head: head(&row.id),
            duties: row.duties,
            cells: columns.iter().map(|column| cell(lang, row, &column.id, by_place)).collect(),
        })
        .collect();
    let with_text: BTreeSet<&str> = matrix.frameworks.iter().map(|row| row.id.as_str()).collect();
    let page = CoverageMatrix {
        frame: ask.frame(Room::Law, t.say("shelf-crosswalk")),
        action: ask.href("/crosswalk"),
        json: "/api/v1/crosswalk".to_owned(),
        rows_of: choices(wanted_rows),
        columns_of: choices(wanted_columns),
        by_place,
        columns: columns.iter().map(|column| head(&column.id)).collect(),
        rows,
        silent: library.frameworks().iter().filter(|f| !with_text.contains(f.id.as_str())).count(),
    };
    Ok(page.render()?)
}

type Places<'a> = BTreeMap<&'a str, &'a str>;

/// Nothing where a text meets itself or has no duty.
fn cell(lang: Lang, row: &CoverageRow, column: &str, by_place: bool) -> Option<Cell> {
    let found = row.cells.get(column)?;
    // Rounded down: everything only when everything has a counterpart.
    let percent = (found.covered * 100).checked_div(row.duties)?;
    let href = if by_place {
        let (rows, columns) = (address::encode(&row.id), address::encode(column));
        format!("?rows={rows}&columns={columns}")
    } else {
        address::comparison(lang, &row.id, column)
    };
    let shade = match percent {
        0 => 0,
        1..=24 => 1,
        25..=49 => 2,
        50..=74 => 3,
        _ => 4,
    };
    Some(Cell { href, percent, covered: found.covered, shade })
}

/// `/ja/crosswalk/<a>/<b>`: two frameworks or provisions side by side.
pub(crate) fn comparison(ask: &Ask<'_>, a: &str, b: &str) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let library = ask.source.library()?;
    let wanted = wanted(ask)?;
    let whole = ask.source.crosswalk()?.compare(a, b).map_err(|_| Failure::NotFound)?;
    let all = whole.links.len();
    let through: BTreeSet<String> =
        whole.links.iter().flat_map(|link| link.relation.controls.iter().cloned()).collect();
    let found = whole.only(&wanted);
    let shown = found.links.len();
    let first = ask.query.page(LINES)?.offset;
    let control = |id: &str| control(library, lang, id);
    let chosen = |key: &str| ask.query.get(key);
    let grades =
        Grade::ALL.map(|grade| Choice::new(grade.as_str(), word(t, grade), chosen("grade")));
    let bases = [RelationBasis::Authored, RelationBasis::SharedControls]
        .map(|basis| Choice::new(basis.as_str(), of_basis(t, basis), chosen("basis")));
    let page = Comparison {
        frame: ask
            .frame(Room::Law, format!("{} – {}", found.a.title.get(lang), found.b.title.get(lang)))
            .under(ask.href("/crosswalk"), t.say("shelf-crosswalk")),
        action: address::comparison(lang, a, b),
        json: format!("/api/v1/crosswalk/{}/{}", address::encode(a), address::encode(b)),
        turn: address::comparison(lang, b, a),
        sides: vec![side(ask, library, "a", &found.a), side(ask, library, "b", &found.b)],
        grades: grades.into(),
        bases: bases.into(),
        controls: through
            .iter()
            .map(|id| Choice::new(id, control(id), chosen("control")))
            .collect(),
        shown,
        all,
        links: found
            .links
            .iter()
            .skip(first)
            .take(LINES)
            .map(|link| line(ask, library, link))
            .collect(),
        paging: Paging::new(&ask.query, shown, LINES)?,
    };
    Ok(page.render()?)
}

fn wanted(ask: &Ask<'_>) -> Result<Wanted, Failure> {
    let grade = ask.query.get("grade").map(|text| text.parse::<Grade>().map_err(|_| Failure::Bad));
    let basis = match ask.query.get("basis") {
        None => None,
        Some(text) => Some(
            [RelationBasis::Authored, RelationBasis::SharedControls]
                .into_iter()
                .find(|basis| basis.as_str() == text)
                .ok_or(Failure::Bad)?,
        ),
    };
    Ok(Wanted {
        grades: grade.transpose()?.into_iter().collect(),
        control: ask.query.get("control").map(str::to_owned),
        basis,
    })
}

fn side<'a>(ask: &Ask<'_>, library: &'a Library, id: &'static str, party: &'a Party) -> Side<'a> {
    let lang = ask.lang();
    let href = match library.provision(&party.id) {
        Some(_) => address::provision(lang, &party.id),
        None => address::framework(lang, &party.id),
    };
    let without = party.coverage.without.iter().map(|id| {
        let title = library.provision(id).map_or(id.as_str(), |p| p.title.get(lang));
        (address::provision(lang, id), title)
    });
    Side { id, href, heading: party.title.get(lang).to_owned(), party, without: without.collect() }
}

fn line<'a>(ask: &Ask<'_>, library: &Library, link: &'a Link) -> Line<'a> {
    let (t, lang) = (ask.t, ask.lang());
    let relation = &link.relation;
    Line {
        a: End {
            href: address::provision(lang, &relation.a),
            title: link.a_title.get(lang),
            id: &relation.a,
            cite: &link.a_cite,
        },
        b: End {
            href: address::provision(lang, &relation.b),
            title: link.b_title.get(lang),
            id: &relation.b,
            cite: &link.b_cite,
        },
        word: word(t, relation.grade),
        grade: relation.grade.as_str(),
        basis: of_basis(t, relation.basis),
        controls: relation.controls.iter().map(|id| control(library, lang, id)).collect(),
        strength: relation.strength,
        reason: relation.reason.get(lang),
        mark: relation.confidence.as_str(),
        authored: relation.basis == RelationBasis::Authored,
    }
}

fn control(library: &Library, lang: Lang, id: &str) -> String {
    let known = library.controls().iter().find(|control| control.id == id);
    known.map_or_else(|| id.to_owned(), |control| format!("{id} {}", control.name.get(lang)))
}

fn word(t: Texts, grade: Grade) -> String {
    t.say(&format!("grade-{}", grade.as_str()))
}

fn of_basis(t: Texts, basis: RelationBasis) -> String {
    t.say(&format!("basis-{}", basis.as_str()))
}
