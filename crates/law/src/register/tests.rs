use tenbin_vocab::Tri;

use super::*;
use crate::tests::{article, date, library};
use crate::{Library, Selection, Weighed};

const MAP: &str = r#"
subject = "Model"
unknown = ["n/a"]
[constants]
role = "provider"
[[column]]
name = "Compute (YFLOP)"
fact = "size"
scale = 1e24
[[column]]
name = "Released"
fact = "placed"
date = "%d.%m.%Y"
[[column]]
name = "Country"
fact = "a"
separator = ","
values = { "France" = true, "Atlantis" = "unknown" }
otherwise = false
[[column]]
name = "Kinds"
fact = "kind"
separator = ";"
values = { "first" = "x1" }
[[group]]
name = "country"
column = "Country"
separator = ","
[[group]]
name = "year"
column = "Day"
take = "year"
"#;

fn law() -> Library {
    let when = "a and size > 1e25 and placed < 2026-01-01 and kind == x1 and role == provider";
    library(&[(
        "articles/a.toml",
        &article(&format!("when = '{when}'\napplies_from = 2025-01-01")),
    )])
}

/// The verdict on `p` of rows read by a map, or the mistakes in them.
fn verdicts(map: &str, rows: &[[&str; 4]]) -> Vec<Result<Tri, String>> {
    let library = law();
    let map = RegisterMap::parse("map.toml", map.as_bytes(), library.vocabulary()).unwrap();
    let prepared = library.prepare(date("2026-06-01"), &Selection::all());
    let batch = prepared.batch();
    let mut reader = RegisterReader::new(&prepared, map);
    assert_eq!(reader.wanted()[0], "Model");
    let (mut columns, mut weighed) = (batch.columns(), Weighed::default());
    let mut entered = Vec::new();
    for row in rows {
        let subject = columns.add().unwrap();
        let cell = |place: usize| if place == 0 { "name" } else { row[place - 1] };
        entered.push(reader.enter(&mut columns, subject, &cell));
    }
    batch.weigh(&columns, &mut weighed);
    let verdict = |at| weighed.outcome(0, at).unwrap().verdict;
    let text = |mistakes: Vec<CellMistake>| {
        let one = |m: &CellMistake| format!("{}: {}; {}", m.column, m.message, m.hint);
        mistakes.iter().map(one).collect::<Vec<_>>().join("\n")
    };
    let rows = entered.into_iter().enumerate();
    rows.map(|(at, entered)| entered.map(|()| verdict(at)).map_err(text)).collect()
}

#[test]
fn cells_become_facts() {
    let found = verdicts(
        MAP,
        &[
            ["20", "31.12.2025", "Japan, France", "first; y"],
            [" 20 ", "31.12.2025", "Japan", "first"],
            ["", "31.12.2025", "France", "first"],
            ["n/a", "31.12.2025", "France", "first"],
            ["9", "", "", ""],
            ["20", "31.12.2025", "Atlantis,Japan", "x1"],
            ["20", "31.12.2025", "France", "y"],
        ],
    );
    let expected = [Tri::Yes, Tri::No, Tri::Unknown, Tri::Unknown, Tri::No, Tri::Unknown, Tri::No];
    assert_eq!(found, expected.map(Ok));
}

#[test]
fn a_cell_that_cannot_be_read_is_explained() {
    let found = verdicts(MAP, &[["much", "2025-12-31", "France", "z"], ["-1", "", "", "none;y"]]);
    let first = found[0].as_ref().unwrap_err();
    assert!(
        first.contains("Compute (YFLOP): \"much\" is no answer to size; write a number, in FLOP"),
        "{first}"
    );
    assert!(
        first.contains(
            "Released: \"2025-12-31\" is no answer to placed; write a date in the form %d.%m.%Y"
        ),
        "{first}"
    );
    assert!(first.contains("Kinds: \"z\" is no answer to kind"), "{first}");
    let second = found[1].as_ref().unwrap_err();
    assert!(second.contains("size cannot be \"-1\""), "{second}");
    assert!(second.contains("kind cannot be \"none;y\""), "{second}");
}

fn complaints(map: &str) -> String {
    RegisterMap::parse("map.toml", map.as_bytes(), law().vocabulary()).unwrap_err().to_string()
}

#[test]
fn mistakes_in_a_map_are_found() {
    let bad = |from: &str, to: &str| complaints(&MAP.replacen(from, to, 1));
    assert!(
        bad("fact = \"size\"", "fact = \"sise\"").contains("map.toml:8:8: unknown fact \"sise\"")
    );
    assert!(
        bad("fact = \"size\"", "fact = \"a\"")
            .contains("scale is for number facts; a is a bool fact")
    );
    assert!(bad("scale = 1e24", "scale = 0.0").contains("scale is no usable number"));
    assert!(bad("%d.%m.%Y", "%m.%Y").contains("does not hold year, month and day"));
    assert!(bad("\"x1\" }", "\"x9\" }").contains("map.toml:"));
    assert!(bad("separator = \",\"", "separator = \"\"").contains("an empty separator"));
    assert!(bad("name = \"year\"", "name = \"country\"").contains("two groups are called"));
    assert!(bad("\"provider\"", "\"pro\"").contains("role"));
    assert!(bad("subject", "sujet").contains("unknown field \"sujet\""));
    assert!(bad("fact = \"placed\"", "fact = \"size\"").contains("size is answered twice"));
    let wrong = RegisterMap::parse("m", &[0xff, 0xfe], law().vocabulary()).unwrap_err();
    assert!(wrong.to_string().contains("UTF-8"));
}

#[test]
fn the_short_form_and_columns_called_as_facts() {
    let library = law();
    let vocabulary = library.vocabulary();
    let map = RegisterMap::parse_line("Compute = x=size, subject:Name", vocabulary).unwrap();
    assert_eq!(map.subject.as_deref(), Some("Name"));
    assert_eq!(
        (map.columns[0].column.as_str(), map.columns[0].fact.as_str()),
        ("Compute = x", "size")
    );
    for wrong in ["", "Compute", "Compute=sise"] {
        assert!(RegisterMap::parse_line(wrong, vocabulary).is_err(), "{wrong}");
    }
    let names = ["size", "note", "Model", "kind"].map(str::to_owned);
    let map = RegisterMap::of_columns(&names, vocabulary);
    assert_eq!(map.subject.as_deref(), Some("Model"));
    assert_eq!(map.columns.len(), 2);
}

#[test]
fn groups_of_a_cell() {
    let library = law();
    let map = RegisterMap::parse("m", MAP.as_bytes(), library.vocabulary()).unwrap();
    assert_eq!(map.groups[0].groups("France, Japan,France"), ["France", "Japan"]);
    assert_eq!(map.groups[0].groups("  "), [""]);
    assert_eq!(map.groups[1].groups("2025-01-31"), ["2025"]);
    assert_eq!(map.groups[1].groups("soon"), [""]);
}
