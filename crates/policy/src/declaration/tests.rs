use super::*;
use crate::sample::{library, with_countries};

const ORGANISATIONS: &str = r#"
[[organisation]]
id = "acme"
name = { ja = "アクメ", en = "Acme" }
also = ["Acme Labs"]
seat = "JPN"
"#;

fn head(id: &str) -> String {
    format!(
        r#"
[declaration]
id = "{id}"
title = {{ ja = "宣言", en = "Declaration" }}
short = {{ ja = "宣言", en = "Declaration" }}
kind = "frontier"
adherence = "agreed"
on = 2024-05-21
about = {{ ja = "内容", en = "What it says" }}
confidence = "V2"
sources = ["S1"]
"#
    )
}

fn entry(parties: &str, rest: &str) -> String {
    format!("[[entry]]\nparties = {parties}\n{rest}\nconfidence = \"V2\"\nsources = [\"S1\"]\n")
}

const LISTED: &str = "basis = 'official-list'";

fn declarations(files: &[(&str, &str)]) -> Declarations {
    load_declarations(&with_countries(files), &library()).unwrap_or_else(|m| panic!("{m}"))
}

fn mistakes(text: &str) -> String {
    let files = [("declarations/organisations.toml", ORGANISATIONS), ("declarations/d.toml", text)];
    load_declarations(&with_countries(&files), &library()).unwrap_err().to_string()
}

#[test]
fn a_listed_party_and_an_inferred_one_are_never_counted_together() {
    let text = head("d")
        + &entry("['JPN', 'EU']", LISTED)
        + &entry("['FRA']", "basis = 'inferred'\nsince = 2024-06-01");
    let found = declarations(&[("declarations/d.toml", &text)]);
    let one = found.declaration("d").unwrap();
    assert_eq!(
        (one.number_in(ListBasis::OfficialList), one.number_in(ListBasis::Inferred)),
        (2, 1)
    );
    let matrix = found.matrix(&MatrixFilter::default());
    let totals: Vec<_> = matrix.rows.iter().map(|r| (r.party, r.official, r.inferred)).collect();
    assert_eq!(totals, [("EU", 1, 0), ("FRA", 0, 1), ("JPN", 1, 0)]);
    let row = found.country_row(found.country("fr").unwrap());
    assert_eq!((row.official, row.inferred), (0, 1));
    assert_eq!(row.declarations[0].standing.unwrap().since, Some("2024-06-01".parse().unwrap()));
}

#[test]
fn who_attended_or_declined_is_recorded_and_counts_as_nobody() {
    let note = "note = { ja = '備考', en = 'Remark' }";
    let text = head("d")
        + &entry("['JPN']", &format!("basis = 'inferred'\nstance = 'attended'\n{note}"))
        + &entry("['FRA']", &format!("basis = 'inferred'\nstance = 'declined'\n{note}"));
    let found = declarations(&[("declarations/d.toml", &text)]);
    assert_eq!(found.declaration("d").unwrap().number_in(ListBasis::Inferred), 0);
    let matrix = found.matrix(&MatrixFilter::default());
    assert!(matrix.rows.iter().all(|row| row.official + row.inferred == 0));
}

#[test]
fn filters_take_region_kind_and_text() {
    let text = head("d") + &entry("['JPN', 'FRA', 'EU']", LISTED);
    let found = declarations(&[("declarations/d.toml", &text)]);
    let rows = |filter: &MatrixFilter| -> Vec<String> {
        found.matrix(filter).rows.iter().map(|row| row.party.to_owned()).collect()
    };
    let of = |region: Option<&str>, text: Option<&str>, kind| MatrixFilter {
        region: region.map(str::to_owned),
        text: text.map(str::to_owned),
        kind,
    };
    assert_eq!(rows(&of(Some("europe"), None, None)), ["EU", "FRA"]);
    assert_eq!(rows(&of(None, Some("日本"), None)), ["JPN"]);
    assert!(rows(&of(None, None, Some(DeclarationKind::Broad))).is_empty());
}

#[test]
fn signatories_of_a_law_package_are_read_from_it() {
    let text = head("d")
        + "[signatories]\nframework = 'pact'\nbasis = 'official-list'\nformer = ['gone']\n";
    let found = declarations(&[
        ("declarations/organisations.toml", ORGANISATIONS),
        ("declarations/d.toml", &text),
    ]);
    let one = found.declaration("d").unwrap();
    assert_eq!(one.framework.as_deref(), Some("pact"));
    let acme = one.standing("acme").unwrap();
    assert_eq!((acme.stance, acme.confidence), (Stance::In, Confidence::M));
    assert_eq!(acme.group.as_deref(), Some("first"));
    assert_eq!(one.standing("bolt").unwrap().stance, Stance::Former);
    assert_eq!(one.number_in(ListBasis::OfficialList), 1);
    let japan = found.country_row(found.country("JP").unwrap());
    assert_eq!(japan.organisations.len(), 1);
    assert!(japan.declarations.is_empty(), "companies do not bind their state");
}

#[test]
fn every_mistake_has_file_line_and_remedy() {
    let ok = head("d") + &entry("['JPN']", LISTED);
    let cases = [
        (ok.replace("'JPN'", "'JPM'"), "unknown party \"JPM\"", "did you mean \"JPN\"?"),
        (ok.replace("'JPN'", "'JPN', 'JPN'"), "stands in the declaration twice", "keep one"),
        (ok.replace("['JPN']", "[]"), "the entry names no party", "name one"),
        (ok.replace("official-list", "offical-list"), "unknown variant", "did you mean"),
        (ok.replace("\"S1\"", "\"S2\""), "unknown source \"S2\"", "use one of: S1"),
        (ok.replace("id = \"d\"", "id = \"e\""), "is not the name of the file", "same name"),
        (ok.replace("kind = \"frontier\"\n", ""), "missing field", "add the key kind"),
        (
            ok.replace("en = \"What it says\"", "en = \" \""),
            "the en text is empty",
            "both languages",
        ),
        (
            ok.replace("on = 2024-05-21", "on = 2024-05-21T00:00:00Z"),
            "not a calendar date",
            "shows the format",
        ),
        (head("d"), "names no party", "say in gap"),
        (
            head("d") + &entry("['JPN']", "basis = 'official-list'\nsince = 2020-01-01"),
            "joined before the declaration",
            "correct one",
        ),
        (
            head("d") + &entry("['JPN']", "basis = 'inferred'\nstance = 'declined'"),
            "needs a plain sentence",
            "add a note",
        ),
        (
            head("d") + "[signatories]\nframework = 'pakt'\nbasis = 'inferred'\n",
            "unknown framework \"pakt\"",
            "did you mean \"pact\"?",
        ),
        (
            head("d")
                + "[signatories]\nframework = 'pact'\nbasis = 'inferred'\nformer = ['gome']\n",
            "unknown group \"gome\"",
            "did you mean \"gone\"?",
        ),
        ("[declaration\n".to_owned(), "unclosed table", "shows the format"),
    ];
    for (text, message, hint) in cases {
        let found = mistakes(&text);
        assert!(found.contains("declarations/d.toml:"), "no line in: {found}");
        assert!(found.contains(message) && found.contains(hint), "{message}: {found}");
    }
}

#[test]
fn a_wrong_country_table_is_explained() {
    let table = "[[country]]\nid = \"jp\"\nalpha2 = \"JP\"\nname = { ja = \"日本\", en = \"Japan\" }\nregion = \"asia\"\n";
    let files = [tenbin_law::SourceFile { path: "declarations/countries.toml", text: table }];
    let found = load_declarations(&files, &library()).unwrap_err().to_string();
    assert!(found.contains(":2:6: \"jp\" is not an ISO 3166 code"), "{found}");
    assert!(found.contains("unknown region \"asia\""), "{found}");
}

#[test]
fn files_the_format_does_not_know_are_named() {
    let files = [("declarations/more/d.toml", "")];
    let found = load_declarations(&with_countries(&files), &library()).unwrap_err().to_string();
    assert!(found.contains("the format knows no such file"), "{found}");
}
