use super::*;
use crate::tests::library;

fn parse(text: &str, format: Format) -> Result<FactsInput, Diagnostics> {
    parse_facts("facts.txt", text.as_bytes(), format, library(&[]).vocabulary())
}

fn read(text: &str, format: Format) -> FactsInput {
    parse(text, format).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn mistake(text: &str, format: Format) -> String {
    parse(text, format).unwrap_err().to_string()
}

const JSON: &str = r#"{
  "as_of": "2026-11-21",
  "facts": {
    "a": true, "b": null, "c": "unknown",
    "d": {"value": false, "source": "model card"},
    "size": 30000000000000000000000000,
    "other_size": -1.5e3,
    "placed": "2025-08-02",
    "met": {"not_applicable": "no threshold"},
    "kind": ["x1", "y"],
    "role": "provider",
    "big": {"contested": "two counts differ"}
  },
  "target": {"a": [1, 2, {"facts": 3}]}
}"#;

const TOML: &str = r#"
as_of = 2026-11-21
[target]
a = [1, 2]
[facts]
a = true
b = "unknown"
d = { value = false, source = "model card" }
size = 30_000_000_000_000_000_000_000_000
other_size = -1.5e3
placed = 2025-08-02
met = { not_applicable = "no threshold" }
kind = ["x1", "y"]
role = "provider"
big = { contested = "two counts differ" }
"#;

const YAML: &str = "
# what is known
as_of: 2026-11-21
target: {a: [1, 2]}
facts:
  a: true
  b: ~
  c:
  d: {value: false, source: model card}
  size: 3e25
  other_size: -1.5e3
  placed: 2025-08-02
  met: {not_applicable: no threshold}
  kind: [x1, 'y']
  role: provider
  big:
    contested: two counts differ
";

#[test]
fn the_three_formats_say_the_same() {
    let known = FactState::known;
    let words = |list: &[&str]| FactValue::OneOf(list.iter().map(|w| (*w).into()).collect());
    for (text, format) in
        [(JSON, Format::Json), (TOML, Format::Toml), (YAML, Format::Yaml), (JSON, Format::Yaml)]
    {
        for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let input = read(&text, format);
            assert_eq!(input.as_of, Some("2026-11-21".parse().unwrap()), "{format:?}");
            let get = |name: &str| input.facts.get(name).cloned().unwrap_or_default();
            assert_eq!(get("a"), known(FactValue::Bool(true)));
            assert_eq!(get("b"), FactState::Unknown);
            assert_eq!(get("c"), FactState::Unknown);
            let source = "model card".to_owned();
            assert_eq!(get("d"), FactState::Known { value: FactValue::Bool(false), source });
            assert_eq!(get("size"), known(FactValue::Number(3e25)), "{format:?}");
            assert_eq!(get("other_size"), known(FactValue::Number(-1500.0)));
            assert_eq!(get("placed"), known(FactValue::Date("2025-08-02".parse().unwrap())));
            assert_eq!(get("met"), FactState::NotApplicable { reason: "no threshold".into() });
            assert_eq!(get("kind"), known(words(&["x1", "y"])));
            assert_eq!(get("role"), known(words(&["provider"])));
            assert_eq!(get("big"), FactState::Contested { reason: "two counts differ".into() });
        }
    }
}

#[test]
fn a_flat_map_works_too_and_nothing_is_a_map() {
    let input = read("{\"a\": true, \"as_of\": \"2026-01-01\"}", Format::Json);
    assert_eq!((input.facts.len(), input.as_of.is_some()), (1, true));
    assert_eq!(read("a: true\n", Format::Yaml).facts.len(), 1);
    assert_eq!(read("", Format::Yaml), FactsInput::default());
    assert_eq!(read("", Format::Toml), FactsInput::default());
    assert_eq!(read("{}", Format::Json), FactsInput::default());
}

#[test]
fn facts_read_back_as_written() {
    let input = read(JSON, Format::Json);
    let text = serde_json::to_string(&input.facts).unwrap();
    assert_eq!(read(&text, Format::Json).facts, input.facts);
    // The same words by hand.
    let input = read("a: {state: not-applicable, reason: why}", Format::Yaml);
    assert_eq!(input.facts["a"], FactState::NotApplicable { reason: "why".into() });
}

#[test]
fn mistakes_name_line_nearest_name_and_what_is_expected() {
    let cases: [(&str, Format, usize, &[&str]); 35] = [
        ("{\n \"sise\": 1}", Format::Json, 2, &["unknown fact \"sise\"", "did you mean \"size\"?"]),
        ("\nsise = 1", Format::Toml, 2, &["unknown fact \"sise\"", "did you mean \"size\"?"]),
        ("\n\nsise: 1", Format::Yaml, 3, &["unknown fact \"sise\"", "did you mean \"size\"?"]),
        ("{\"a\": 1}", Format::Json, 1, &["a is a bool fact", "the number 1", "true or false"]),
        ("a: yes", Format::Yaml, 1, &["the text \"yes\"", "without quotation marks"]),
        ("a: no", Format::Yaml, 1, &["the text \"no\""]),
        ("size: '1e25'", Format::Yaml, 1, &["remove the quotation marks", "FLOP"]),
        ("size: 1_000", Format::Yaml, 1, &["the text \"1_000\""]),
        ("size: -1", Format::Yaml, 1, &["less than its least possible value 0"]),
        ("size: .inf", Format::Yaml, 1, &["not finite"]),
        ("other_size: .nan", Format::Yaml, 1, &["not finite"]),
        ("size = inf", Format::Toml, 1, &["not finite"]),
        ("{\"size\": 1e999}", Format::Json, 1, &["not finite"]),
        ("size: true", Format::Yaml, 1, &["a number, in FLOP"]),
        ("placed: 2025-02-30", Format::Yaml, 1, &["not a calendar date", "2026-11-21"]),
        ("placed: 2025-2-3", Format::Yaml, 1, &["not a calendar date"]),
        ("placed: 20250203", Format::Yaml, 1, &["placed is a date fact"]),
        ("placed = 2025-02-03T00:00:00Z", Format::Toml, 1, &["a time, not a date"]),
        ("as_of: soon", Format::Yaml, 1, &["as_of", "not a calendar date"]),
        ("kind: x3", Format::Yaml, 1, &["not a value of kind", "did you mean"]),
        ("kind: []", Format::Yaml, 1, &["the list is empty"]),
        ("kind: [x1, 2]", Format::Yaml, 1, &["the list holds the number 2"]),
        ("kind: [none, y]", Format::Yaml, 1, &["do not go together", "none stands alone"]),
        ("a: [true]", Format::Yaml, 1, &["a list is given"]),
        ("a: {valeu: true}", Format::Yaml, 1, &["unknown key \"valeu\"", "\"value\""]),
        ("a: {source: x}", Format::Yaml, 1, &["gives no answer"]),
        ("a: {value: true, contested: x}", Format::Yaml, 1, &["more than one answer"]),
        ("a: {state: maybe}", Format::Yaml, 1, &["unknown state"]),
        ("{\"a\": true,\n\"a\": false}", Format::Json, 2, &["given twice", "keep one"]),
        ("a: true\na: false", Format::Yaml, 2, &["given twice"]),
        ("a = true\na = false", Format::Toml, 2, &["duplicate key"]),
        ("[1]", Format::Json, 1, &["holds a list, not a map"]),
        ("{\"a\": true,}", Format::Json, 1, &["trailing comma"]),
        ("a: true\n---\nb: true", Format::Yaml, 3, &["second document"]),
        ("x: &y 1\na: *y", Format::Yaml, 2, &["alias"]),
    ];
    for (text, format, line, parts) in cases {
        let found = mistake(text, format);
        assert!(found.contains(&format!("facts.txt:{line}")), "{text}: {found}");
        for part in parts {
            assert!(found.contains(part), "{text}: {found}");
        }
    }
}

#[test]
fn every_mistake_is_reported_at_once() {
    let mistakes = parse("sise: 1\na: 2\nplaced: x\n", Format::Yaml).unwrap_err();
    assert_eq!(mistakes.0.len(), 3);
    assert!(mistakes.0.iter().all(|mistake| !mistake.hint.is_empty()), "{mistakes}");
}

#[test]
fn a_file_of_nothing_but_mistakes_is_refused_at_once() {
    let many: String = (0..200_000).map(|at| format!("wrong_fact_{at}: 1\n")).collect();
    let mistakes = parse(&many, Format::Yaml).unwrap_err();
    assert_eq!(mistakes.0.len(), crate::MAX_DIAGNOSTICS + 1);
    assert!(mistakes.0.last().unwrap().message.starts_with("199800 further"));
}

#[test]
fn hostile_bytes_are_refused_with_a_place() {
    let vocabulary = library(&[]).vocabulary().clone();
    let line =
        |bytes: &[u8], format| parse_facts("f", bytes, format, &vocabulary).unwrap_err().0[0].line;
    for format in [Format::Json, Format::Toml, Format::Yaml] {
        assert_eq!(line(b"a\n\xff", format), 2);
        assert_eq!(line(b"a\n\n\0", format), 3);
        let big = vec![b' '; MAX_FACTS_BYTES + 1];
        assert!(parse_facts("f", &big, format, &vocabulary).is_err());
        for open in ["[", "{\"a\":", "- ", "a = [", "x: {", "[[a."] {
            let deep = open.repeat(20_000);
            assert!(parse_facts("f", deep.as_bytes(), format, &vocabulary).is_err(), "{open}");
        }
    }
    let closed = format!("{{\"a\": {}1{}}}", "[".repeat(100), "]".repeat(100));
    let error = parse_facts("f", closed.as_bytes(), Format::Json, &vocabulary).unwrap_err();
    assert!(error.to_string().contains("nested deeper"), "{error}");
}

#[test]
fn formats_follow_the_file_name() {
    assert_eq!(Format::of_path("x/y.JSON"), Some(Format::Json));
    assert_eq!(Format::of_path("y.yml"), Some(Format::Yaml));
    assert_eq!(Format::of_path("y.toml"), Some(Format::Toml));
    assert_eq!(Format::of_path("y"), None);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(0_u8.., 0..300)) {
        let vocabulary = Vocabulary::default();
        for format in [Format::Json, Format::Toml, Format::Yaml] {
            let _ = parse_facts("f", &bytes, format, &vocabulary);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[\\[\\]{}:,\"'a-c0-9\\-\n\t #&*!|>%@=.]{0,120}") {
        let vocabulary = Vocabulary::default();
        for format in [Format::Json, Format::Toml, Format::Yaml] {
            let _ = parse_facts("f", text.as_bytes(), format, &vocabulary);
        }
    }
}
