use std::io::Read;

use super::*;

fn read(format: Option<Format>, bytes: &[u8]) -> Vec<Result<Record, Diagnostic>> {
    match RowReader::new("f", format, bytes) {
        Ok(reader) => reader.collect(),
        Err(mistake) => vec![Err(mistake)],
    }
}

fn texts(format: Option<Format>, bytes: &[u8]) -> Vec<(usize, Vec<(String, String)>)> {
    read(format, bytes)
        .into_iter()
        .map(|row| {
            let row = row.unwrap_or_else(|mistake| panic!("{mistake}"));
            let cells = row
                .columns()
                .map(|c| (c.to_owned(), row.get(c).unwrap_or("?").to_owned()))
                .collect();
            (row.line, cells)
        })
        .collect()
}

fn only_mistake(format: Option<Format>, bytes: &[u8]) -> Diagnostic {
    let mistakes: Vec<Diagnostic> =
        read(format, bytes).into_iter().filter_map(Result::err).collect();
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    mistakes.into_iter().next().unwrap()
}

fn row(line: usize, cells: &[(&str, &str)]) -> (usize, Vec<(String, String)>) {
    (line, cells.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect())
}

#[test]
fn csv_in_its_usual_forms() {
    let expected = vec![
        row(2, &[("id", "1"), ("text", "a, \"b\"\nc")]),
        row(4, &[("id", "2"), ("text", "")]),
        row(6, &[("id", "3"), ("text", "say \"x\"")]),
    ];
    let unix = b"id,text\n1,\"a, \"\"b\"\"\nc\"\n2,\n\n3,say \"x\"\n";
    assert_eq!(texts(None, unix), expected);
    let windows =
        String::from_utf8(unix.to_vec()).unwrap().replace('\n', "\r\n").replace("\"\r\nc", "\"\nc");
    assert_eq!(texts(None, windows.as_bytes()), expected);
    let marked = [b"\xEF\xBB\xBF".as_slice(), unix.as_slice()].concat();
    assert_eq!(texts(Some(Format::Csv), &marked), expected);
    // No line break at the end.
    assert_eq!(texts(None, b"a\nx").len(), 1);
    assert_eq!(texts(None, b"a\n").len(), 0);
}

#[test]
fn json_lines_in_their_usual_forms() {
    let text = "\u{FEFF}{\"id\":1,\"text\":\"あ\\n\"}\r\n\n{\"id\":\"2\",\"text\":true}";
    let expected =
        vec![row(1, &[("id", "1"), ("text", "あ\n")]), row(3, &[("id", "2"), ("text", "true")])];
    assert_eq!(texts(None, text.as_bytes()), expected);
}

#[test]
fn nested_values_are_no_text() {
    let rows = read(None, b"{\"a\":[1],\"b\":null}\n");
    let record = rows.into_iter().next().unwrap().unwrap();
    assert_eq!((record.get("a"), record.get("b")), (None, None));
    let mistake = record.require("f", "a").unwrap_err();
    assert_eq!(mistake.message, "column `a` holds an array, not text");
    let mistake = record.require("f", "c").unwrap_err();
    assert!(mistake.hint.contains("`a`, `b`"), "{mistake}");
}

#[test]
fn a_missing_column_names_the_nearest() {
    let record = read(None, b"id,prompt,completion\n1,x,y\n").remove(0).unwrap();
    let mistake = record.require("f.csv", "promt").unwrap_err();
    assert_eq!(
        mistake.to_string(),
        "f.csv:2: there is no column `promt`\n  hint: did you mean `prompt`? the columns are `id`, `prompt`, `completion`"
    );
}

#[test]
fn every_mistake_has_its_line() {
    let csv = Some(Format::Csv);
    let json = Some(Format::JsonLines);
    let table: [(Option<Format>, &[u8], usize, &str); 16] = [
        (None, b"", 0, "is empty"),
        (None, b" \n\n", 0, "is empty"),
        (csv, b"a,b\n1,2\n3\n", 3, "1 fields, the header names 2"),
        (csv, b"a,b\n1,2,3\n", 2, "3 fields, the header names 2"),
        (csv, b"a,b\n1,\"x\n2,3\n", 2, "never closed"),
        (csv, b"a,b\n1,\"x\"y\"z\"\n", 2, "text follows a closing double quote"),
        (csv, b"a,a\n1,2\n", 1, "`a` occurs twice"),
        (csv, b"a\nx\xFFy\n", 2, "not valid UTF-8"),
        (csv, b"a\nx\0y\n", 2, "NUL"),
        (None, b"\xFF\xFEa\0", 1, "UTF-16"),
        (json, b"{\"a\":1}\n{\"a\":}\n", 2, "no JSON object"),
        (json, b"{\"a\":1}\n[1]\n", 2, "no JSON object"),
        (json, b"{\"a\":1,\"a\":2}\n", 1, "occurs twice"),
        (json, b"{\"a\":\"\xE3\x81\"}\n", 1, "not valid UTF-8"),
        (json, b"[{\"a\":1}]\n", 1, "one JSON array"),
        (None, b"[\n {\"a\":1}\n]\n", 1, "one JSON array"),
    ];
    for (format, bytes, line, message) in table {
        let mistake = only_mistake(format, bytes);
        assert!(mistake.message.contains(message) && mistake.line == line, "{mistake}");
        assert!(!mistake.hint.is_empty(), "{mistake}");
    }
}

#[test]
fn columns_count_characters() {
    let mistake = only_mistake(Some(Format::Csv), "a\nああ\0\n".as_bytes());
    assert_eq!((mistake.line, mistake.column), (2, 3));
    let mistake = only_mistake(Some(Format::Csv), b"a\n\"x\n\xFF\"\n");
    assert_eq!((mistake.line, mistake.column), (3, 1));
}

#[test]
fn a_mistake_in_one_row_leaves_the_next_readable() {
    let rows = read(Some(Format::JsonLines), b"{\"a\":1}\nx\n{\"a\":2}\n");
    assert_eq!(rows.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn depth_and_width_are_limited() {
    let deep = format!("{{\"a\":{}1{}}}\n", "[".repeat(64), "]".repeat(64));
    assert!(only_mistake(None, deep.as_bytes()).message.contains("nested deeper"));
    let brackets_in_text = format!("{{\"a\":\"{}\"}}\n", "[".repeat(200));
    assert_eq!(texts(None, brackets_in_text.as_bytes()).len(), 1);
    let wide = ["c"; 513].join(",");
    assert!(only_mistake(Some(Format::Csv), wide.as_bytes()).message.contains("more than 512"));
}

/// An input that gives `x` for ever and counts what was taken.
struct Endless {
    start: &'static [u8],
    taken: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let given = if self.start.is_empty() {
            buffer.fill(b'x');
            buffer.len()
        } else {
            let length = self.start.len().min(buffer.len());
            buffer[..length].copy_from_slice(&self.start[..length]);
            self.start = &self.start[length..];
            length
        };
        self.taken += given as u64;
        assert!(self.taken < 2 * ROW_LIMIT as u64, "reads on past the limit");
        Ok(given)
    }
}

#[test]
fn an_endless_line_is_not_read_into_memory() {
    for (format, start) in [
        (Format::JsonLines, b"{\"a\":\"".as_slice()),
        (Format::Csv, b"a,b\n1,\""),
        (Format::Csv, b"a,b\n1,"),
        (Format::Csv, b"a"),
    ] {
        let input = Endless { start, taken: 0 };
        let mistake = match RowReader::new("f", Some(format), input) {
            Ok(mut reader) => {
                let mistake = reader.next_row().unwrap().unwrap_err();
                assert!(reader.next_row().is_none());
                mistake
            }
            Err(mistake) => mistake,
        };
        assert!(mistake.message.contains("longer than 16 MiB"), "{mistake}");
        assert!(mistake.line >= 1);
    }
}

#[test]
fn tabs_separate_in_tsv() {
    let expected = vec![row(2, &[("a", "1,2"), ("b", "x\ty")])];
    assert_eq!(texts(Some(Format::Tsv), b"a\tb\n1,2\t\"x\ty\"\n"), expected);
}

#[test]
fn only_so_many_rows_are_held() {
    let rows = |text: &'static str| RowReader::new("f", None, text.as_bytes()).unwrap();
    assert_eq!(hold(rows("a\n1\n2\n"), 2).unwrap().len(), 2);
    let mistake = &hold(rows("a\n1\n2\n3\n"), 2).unwrap_err().0[0];
    assert!(mistake.line == 4 && mistake.message.contains("more than 2 rows"), "{mistake}");
}

#[test]
fn a_quote_inside_a_plain_field_is_text() {
    let csv = b"id,response\n1,5\" pipe\n2,\"a \"\"b\"\"\nc\"\n";
    let expected = [
        row(2, &[("id", "1"), ("response", "5\" pipe")]),
        row(3, &[("id", "2"), ("response", "a \"b\"\nc")]),
    ];
    assert_eq!(texts(Some(Format::Csv), csv), expected);
}

#[test]
fn well_formed_csv_is_read_as_the_csv_crate_reads_it() {
    let texts_of = |seed: u64| {
        // A small linear congruential sequence: the same files every time.
        let mut state = seed;
        let mut draw = move |n: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        let parts = ["a", "5\" pipe", "x,y", "\n", "\"\"", "日本", "", "\r\n", " "];
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "response"]).unwrap();
        for row in 0..20 {
            let count = draw(4) as usize;
            let text: String =
                (0..count).map(|_| parts[draw(parts.len() as u64) as usize]).collect();
            writer.write_record([row.to_string(), text]).unwrap();
        }
        writer.into_inner().unwrap()
    };
    for seed in 0..200 {
        let bytes = texts_of(seed);
        let expected: Vec<String> = ::csv::Reader::from_reader(bytes.as_slice())
            .records()
            .map(|record| record.unwrap()[1].to_owned())
            .collect();
        let found: Vec<String> = read(Some(Format::Csv), &bytes)
            .into_iter()
            .map(|row| row.unwrap().get("response").unwrap().to_owned())
            .collect();
        assert_eq!(found, expected, "seed {seed}");
    }
}

/// The wanted cells of every row, or the mistakes.
fn wanted_cells(text: &str, names: &[&str]) -> Vec<Result<(usize, Vec<String>), String>> {
    let mut rows = RowReader::new("f", None, text.as_bytes()).unwrap();
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let wanted = rows.wanted(&names).unwrap();
    let mut found = Vec::new();
    loop {
        let mut cells = vec![String::new(); names.len()];
        let read = rows.next_cells(&wanted, &mut |place, text| cells[place] = text.to_owned());
        match read {
            None => return found,
            Some(Ok(line)) => found.push(Ok((line, cells))),
            Some(Err(mistake)) => found.push(Err(mistake.to_string())),
        }
    }
}

#[test]
fn wanted_cells_are_those_of_the_whole_row() {
    let csv = "a,b,c\n1,\"x, \"\"y\"\"\nz\",3\n\n4,\"\",6\n7,8\n9,,\"w\"\n";
    let found = wanted_cells(csv, &["c", "b"]);
    let texts = |line, list: [&str; 2]| Ok((line, list.map(str::to_owned).to_vec()));
    assert_eq!(found[0], texts(2, ["3", "x, \"y\"\nz"]));
    assert_eq!(found[1], texts(5, ["6", ""]));
    assert!(found[2].as_ref().unwrap_err().contains("f:6: the row has 2 fields"));
    assert_eq!(found[3], texts(7, ["w", ""]));
    assert_eq!(found.len(), 4);
    let lines =
        "{\"b\": 1.5, \"c\": true}\n{\"a\": \"x\"}\n{\"b\": [1]}\n{\"b\": null, \"c\": \"y\"}\n";
    let found = wanted_cells(lines, &["c", "b"]);
    assert_eq!(found[0], texts(1, ["true", "1.5"]));
    assert_eq!(found[1], texts(2, ["", ""]));
    assert!(found[2].as_ref().unwrap_err().contains("f:3: column `b` holds an array"));
    assert_eq!(found[3], texts(4, ["y", ""]));
}

#[test]
fn a_wanted_column_that_is_missing_is_named() {
    let rows = RowReader::new("f", None, "Model,Compute\nx,1\n".as_bytes()).unwrap();
    let mistake = rows.wanted(&["Computes".to_owned()]).unwrap_err();
    assert!(mistake.to_string().contains("did you mean `Compute`?"), "{mistake}");
}
