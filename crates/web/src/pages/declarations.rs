use askama::Template;
use tenbin_policy::{
    Cell, Declaration, DeclarationKind, Declarations, ListBasis, MatrixFilter, Stance, Standing,
};
use tenbin_report::Texts;
use tenbin_vocab::{Bilingual, Lang};

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::{Choice, SourceLine, source_lines};
use crate::site::Ask;

#[derive(Template)]
#[template(path = "declarations.html")]
struct MatrixPage<'a> {
    frame: Frame,
    action: String,
    q: String,
    regions: Vec<Choice>,
    kinds: Vec<Choice>,
    key: Vec<(Shown, String)>,
    columns: Vec<Column<'a>>,
    rows: Vec<Row<'a>>,
    list: Vec<ListRow<'a>>,
}

struct Column<'a> {
    href: String,
    short: &'a str,
    on: String,
}

struct Row<'a> {
    href: String,
    name: &'a str,
    cells: Vec<Option<Shown>>,
    official: usize,
    inferred: usize,
}

/// How a party stands, as a sign and a word.
struct Shown {
    class: &'static str,
    sign: &'static str,
    word: String,
    since: String,
}

impl Shown {
    fn new(t: Texts, stance: Stance, basis: ListBasis, since: String) -> Self {
        let (class, sign, key) = match (stance, basis) {
            (Stance::In, ListBasis::OfficialList) => ("listed", "●", "official"),
            (Stance::In, ListBasis::Inferred) => ("inferred", "◐", "inferred"),
            (Stance::Declined, _) => ("out", "×", "declined"),
            (Stance::Absent, _) => ("out", "×", "absent"),
            (Stance::Attended, _) => ("out", "○", "attended"),
            (Stance::Former, _) => ("out", "◌", "former"),
        };
        Self { class, sign, word: t.say(&format!("declaration-cell-{key}")), since }
    }

    fn of_cell(t: Texts, cell: &Cell) -> Self {
        let since = cell.since.map_or_else(String::new, |since| since.to_string());
        Self::new(t, cell.stance, cell.basis, since)
    }
}

struct ListRow<'a> {
    href: String,
    title: &'a str,
    on: String,
    kind: String,
    official: usize,
    inferred: usize,
    announced: String,
    mark: &'static str,
}

#[derive(Template)]
#[template(path = "declaration.html")]
struct DeclarationPage<'a> {
    frame: Frame,
    title: &'a str,
    on: String,
    kind: String,
    adherence: String,
    open: bool,
    mark: &'static str,
    about: &'a str,
    gap: Option<&'a str>,
    counts: Vec<CountLine<'a>>,
    groups: Vec<Group<'a>>,
    urls: &'a [String],
    package: Option<(String, &'a str)>,
    json: String,
    sources: Vec<SourceLine<'a>>,
}

struct CountLine<'a> {
    text: String,
    note: &'a str,
    mark: &'static str,
}

/// The parties of one basis.
struct Group<'a> {
    id: &'static str,
    head: String,
    count: String,
    rows: Vec<PartyRow<'a>>,
}

struct PartyRow<'a> {
    href: Option<String>,
    name: &'a str,
    shown: Shown,
    stance: String,
    mark: &'static str,
    sources: String,
    note: &'a str,
}

#[derive(Template)]
#[template(path = "declaration_country.html")]
struct CountryPage<'a> {
    frame: Frame,
    name: &'a str,
    code: &'a str,
    official: String,
    inferred: String,
    rows: Vec<CountryLine<'a>>,
    seated: Vec<CountryLine<'a>>,
    json: String,
    sources: Vec<SourceLine<'a>>,
}

struct CountryLine<'a> {
    organisation: &'a str,
    href: String,
    title: &'a str,
    on: String,
    shown: Option<Shown>,
    stance: String,
    basis: String,
    mark: &'static str,
    sources: String,
    note: &'a str,
}

fn text(lang: Lang, note: Option<&Bilingual>) -> &str {
    note.map_or("", |note| note.get(lang))
}

/// `/ja/declarations`
pub(crate) fn matrix(ask: &Ask<'_>) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let declarations = ask.source.declarations()?;
    let kind = match ask.query.get("kind") {
        None => None,
        Some(word) => Some(word.parse::<DeclarationKind>().map_err(|_| Failure::Bad)?),
    };
    let region = ask.query.get("region");
    if region.is_some_and(|id| declarations.regions.iter().all(|region| region.id != id)) {
        return Err(Failure::Bad);
    }
    let q = ask.query.text("q");
    let filter = MatrixFilter {
        region: region.map(str::to_owned),
        kind,
        text: Some(q.clone()).filter(|text| !text.is_empty()),
    };
    let matrix = declarations.matrix(&filter);
    let columns = matrix
        .declarations
        .iter()
        .map(|place| Column {
            href: address::declaration(lang, place.id),
            short: place.short.get(lang),
            on: super::dated(place.on, place.precision),
        })
        .collect();
    let mut rows: Vec<Row<'_>> = matrix
        .rows
        .iter()
        .map(|row| Row {
            href: address::country(lang, row.party),
            name: row.name.get(lang),
            cells: row
                .cells
                .iter()
                .map(|cell| cell.as_ref().map(|cell| Shown::of_cell(t, cell)))
                .collect(),
            official: row.official,
            inferred: row.inferred,
        })
        .collect();
    rows.sort_by_key(|row| row.name);
    let kind_name = |kind: DeclarationKind| t.say(&format!("declaration-kind-{}", kind.as_str()));
    let page = MatrixPage {
        frame: ask.frame(Room::Law, t.say("declarations-title")),
        action: ask.href("/declarations"),
        q,
        regions: declarations
            .regions
            .iter()
            .map(|place| Choice::new(&place.id, place.name.get(lang).to_owned(), region))
            .collect(),
        kinds: DeclarationKind::ALL
            .into_iter()
            .filter(|kind| declarations.has_states(*kind))
            .map(|word| Choice::new(word.as_str(), kind_name(word), kind.map(|k| k.as_str())))
            .collect(),
        key: key(t),
        columns,
        rows,
        list: list(t, declarations),
    };
    Ok(page.render()?)
}

/// Every sign with what it means.
fn key(t: Texts) -> Vec<(Shown, String)> {
    let stances = [
        (Stance::In, ListBasis::OfficialList, "declaration-official-h"),
        (Stance::In, ListBasis::Inferred, "declaration-inferred-h"),
        (Stance::Declined, ListBasis::Inferred, "declaration-stance-declined"),
        (Stance::Absent, ListBasis::Inferred, "declaration-stance-absent"),
        (Stance::Attended, ListBasis::Inferred, "declaration-stance-attended"),
    ];
    stances
        .into_iter()
        .map(|(stance, basis, meaning)| {
            (Shown::new(t, stance, basis, String::new()), t.say(meaning))
        })
        .collect()
}

fn list(t: Texts, declarations: &Declarations) -> Vec<ListRow<'_>> {
    declarations
        .declarations
        .iter()
        .rev()
        .map(|declaration| ListRow {
            href: address::declaration(t.lang, &declaration.id),
            title: declaration.title.get(t.lang),
            on: super::dated(declaration.on, declaration.precision),
            kind: t.say(&format!("declaration-kind-{}", declaration.kind.as_str())),
            official: declaration.number_in(ListBasis::OfficialList),
            inferred: declaration.number_in(ListBasis::Inferred),
            announced: declaration
                .counts
                .last()
                .map_or_else(|| "–".to_owned(), |count| count.parties.to_string()),
            mark: declaration.confidence.as_str(),
        })
        .collect()
}

/// `/ja/declarations/<id>`
pub(crate) fn one(ask: &Ask<'_>, id: &str) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let declarations = ask.source.declarations()?;
    let declaration = declarations.declaration(id).ok_or(Failure::NotFound)?;
    let library = ask.source.library()?;
    let counts = declaration
        .counts
        .iter()
        .map(|count| CountLine {
            text: t.count_of(
                "declaration-announced",
                count.parties as usize,
                super::dated(count.on, count.precision),
            ),
            note: text(lang, count.note.as_ref()),
            mark: count.confidence.as_str(),
        })
        .collect();
    let mut ids: Vec<&str> = declaration.sources.iter().map(String::as_str).collect();
    ids.extend(declaration.standings.iter().flat_map(|s| &s.sources).map(String::as_str));
    ids.extend(declaration.counts.iter().flat_map(|c| &c.sources).map(String::as_str));
    let package = declaration.framework.as_deref().and_then(|id| library.framework(id));
    let page = DeclarationPage {
        frame: ask
            .frame(Room::Law, declaration.title.get(lang))
            .under(ask.href("/declarations"), t.say("declarations-title")),
        title: declaration.title.get(lang),
        on: super::dated(declaration.on, declaration.precision),
        kind: t.say(&format!("declaration-kind-{}", declaration.kind.as_str())),
        adherence: t.say(&format!("declaration-adherence-{}", declaration.adherence.as_str())),
        open: declaration.open,
        mark: declaration.confidence.as_str(),
        about: declaration.about.get(lang),
        gap: declaration.gap.as_ref().map(|gap| gap.get(lang)),
        counts,
        groups: [ListBasis::OfficialList, ListBasis::Inferred]
            .into_iter()
            .map(|basis| group(t, declarations, declaration, basis))
            .filter(|group| !group.rows.is_empty())
            .collect(),
        urls: &declaration.urls,
        package: package
            .map(|framework| (address::framework(lang, &framework.id), framework.title.get(lang))),
        json: format!("/api/v1/declarations/{}", address::encode(id)),
        sources: source_lines(library, &ids),
    };
    Ok(page.render()?)
}

fn group<'a>(
    t: Texts,
    declarations: &'a Declarations,
    declaration: &'a Declaration,
    basis: ListBasis,
) -> Group<'a> {
    let of_basis = declaration.standings.iter().filter(|standing| standing.basis == basis);
    let mut rows: Vec<PartyRow<'a>> = of_basis
        .map(|standing| {
            let party = declarations.party(&standing.party);
            let state = party.filter(|party| party.is_state());
            PartyRow {
                href: state.map(|party| address::country(t.lang, &party.id)),
                name: party.map_or(&standing.party, |party| party.name.get(t.lang)),
                shown: shown(t, standing),
                stance: t.say(&format!("declaration-stance-{}", standing.stance.as_str())),
                mark: standing.confidence.as_str(),
                sources: standing.sources.join(" "),
                note: text(t.lang, standing.note.as_ref()),
            }
        })
        .collect();
    rows.sort_by(|a, b| (a.shown.class, a.name).cmp(&(b.shown.class, b.name)));
    let head = match basis {
        ListBasis::OfficialList => "declaration-official-h",
        ListBasis::Inferred => "declaration-inferred-h",
    };
    Group {
        id: basis.as_str(),
        head: t.say(head),
        count: t.count(&format!("declaration-in-{}", basis.as_str()), declaration.number_in(basis)),
        rows,
    }
}

fn shown(t: Texts, standing: &Standing) -> Shown {
    let since = standing
        .since
        .map_or_else(|| "–".to_owned(), |since| super::dated(since, standing.precision));
    Shown::new(t, standing.stance, standing.basis, since)
}

/// `/ja/declarations/country/<code>`
pub(crate) fn country(ask: &Ask<'_>, code: &str) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let declarations = ask.source.declarations()?;
    let country = declarations.country(code).ok_or(Failure::NotFound)?;
    let row = declarations.country_row(country);
    let line = |place: &tenbin_policy::Place<'_>, standing: Option<&'_ Standing>| {
        (
            address::declaration(lang, place.id),
            super::dated(place.on, place.precision),
            standing.map(|standing| shown(t, standing)),
        )
    };
    let mut ids = Vec::new();
    let mut rows = Vec::new();
    for entry in &row.declarations {
        let (href, on, shown) = line(&entry.declaration, entry.standing);
        ids.extend(entry.standing.iter().flat_map(|s| &s.sources).map(String::as_str));
        rows.push(CountryLine {
            organisation: "",
            href,
            title: entry.declaration.short.get(lang),
            on,
            shown,
            stance: stance_of(t, entry.standing),
            basis: basis_of(t, entry.standing),
            mark: entry.standing.map_or("", |standing| standing.confidence.as_str()),
            sources: entry.standing.map_or_else(String::new, |s| s.sources.join(" ")),
            note: text(lang, entry.standing.and_then(|standing| standing.note.as_ref())),
        });
    }
    let mut seated = Vec::new();
    for entry in &row.organisations {
        let (href, on, shown) = line(&entry.declaration, Some(entry.standing));
        ids.extend(entry.standing.sources.iter().map(String::as_str));
        seated.push(CountryLine {
            organisation: entry.organisation.name.get(lang),
            href,
            title: entry.declaration.short.get(lang),
            on,
            shown,
            stance: stance_of(t, Some(entry.standing)),
            basis: basis_of(t, Some(entry.standing)),
            mark: entry.standing.confidence.as_str(),
            sources: entry.standing.sources.join(" "),
            note: text(lang, entry.standing.note.as_ref()),
        });
    }
    seated.sort_by_key(|line| line.organisation.to_lowercase());
    let page = CountryPage {
        frame: ask
            .frame(Room::Law, country.name.get(lang))
            .under(ask.href("/declarations"), t.say("declarations-title")),
        name: country.name.get(lang),
        code: &country.id,
        official: t.count("declaration-in-official-list", row.official),
        inferred: t.count("declaration-in-inferred", row.inferred),
        rows,
        seated,
        json: format!("/api/v1/declaration-countries/{}", address::encode(&country.id)),
        sources: source_lines(ask.source.library()?, &ids),
    };
    Ok(page.render()?)
}

fn stance_of(t: Texts, standing: Option<&Standing>) -> String {
    let word = standing.map_or("none", |standing| standing.stance.as_str());
    t.say(&format!("declaration-stance-{word}"))
}

fn basis_of(t: Texts, standing: Option<&Standing>) -> String {
    standing.map_or_else(
        || "–".to_owned(),
        |standing| t.say(&format!("declaration-basis-{}", standing.basis.as_str())),
    )
}
