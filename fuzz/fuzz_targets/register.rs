#![no_main]

use libfuzzer_sys::fuzz_target;
use tenbin_law::{RegisterMap, RegisterReader, Selection};
use tenbin_vocab::Date;

const FACTS: &str = r#"
[fact.a]
subject = "model"
type = "bool"
cost = 1
question = { ja = "あ", en = "a" }
[fact.n]
subject = "model"
type = "number"
min = 0
cost = 1
question = { ja = "あ", en = "n" }
[fact.d]
subject = "model"
type = "date"
cost = 1
question = { ja = "あ", en = "d" }
[fact.k]
subject = "model"
type = "one-of"
values = ["x", "y", "none"]
cost = 1
question = { ja = "あ", en = "k" }
"#;

// A column map, a NUL byte, and the cells of one row, one a line. The map is on
// one line, or a file when it holds a line break.
fuzz_target!(|data: &[u8]| {
    let files = [tenbin_law::SourceFile { path: "frameworks/facts.toml", text: FACTS }];
    let Ok(library) = tenbin_law::load(&files) else { return };
    let vocabulary = library.vocabulary();
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let map = parts.next().unwrap_or_default();
    let row = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let read = match std::str::from_utf8(map) {
        Ok(line) if !line.contains('\n') => RegisterMap::parse_line(line, vocabulary),
        _ => RegisterMap::parse("map", map, vocabulary),
    };
    let Ok(map) = read else { return };
    let cells: Vec<&str> = row.lines().collect();
    for rule in &map.groups {
        for cell in &cells {
            let _ = rule.groups(cell);
        }
    }
    let prepared = library.prepare(Date::constant(2026, 11, 21), &Selection::all());
    let mut columns = prepared.batch().columns();
    let mut reader = RegisterReader::new(&prepared, map);
    if let Some(subject) = columns.add() {
        let cell = |place: usize| cells.get(place).copied().unwrap_or("");
        let _ = reader.enter(&mut columns, subject, &cell);
    }
});
