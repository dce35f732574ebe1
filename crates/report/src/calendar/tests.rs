use std::collections::BTreeSet;

use tenbin_law::{DutyState, Effect, EventPrecision, SourceFile, TIMELINE_SCHEMA};
use tenbin_vocab::{Bilingual, Confidence, Lang, Tri};

use super::*;

/// What a strict reader makes of a calendar file.
struct Read {
    /// Name, parameters and value of each property of each event.
    events: Vec<Vec<(String, String)>>,
    alarms: usize,
}

/// Reads a calendar file by the letter of RFC 5545: line ends, folding, nesting,
/// required properties, types of value.
fn read(file: &str) -> Read {
    assert!(file.ends_with("\r\n"), "the last line ends");
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']), "every line end is CRLF");
    for physical in file.split_terminator("\r\n") {
        assert!(physical.len() <= 75, "{} bytes: {physical}", physical.len());
    }
    let unfolded = file.replace("\r\n ", "");
    let mut open: Vec<&str> = Vec::new();
    let mut found = Read { events: Vec::new(), alarms: 0 };
    for content in unfolded.split_terminator("\r\n") {
        let (name, value) =
            content.split_once(':').unwrap_or_else(|| panic!("no colon: {content}"));
        assert!(!value.contains(|c: char| c.is_control()), "{content}");
        match name {
            "BEGIN" => {
                match value {
                    "VCALENDAR" => assert!(open.is_empty()),
                    "VEVENT" => {
                        assert_eq!(open, ["VCALENDAR"]);
                        found.events.push(Vec::new());
                    }
                    "VALARM" => {
                        assert_eq!(open, ["VCALENDAR", "VEVENT"]);
                        found.alarms += 1;
                    }
                    other => panic!("{other}"),
                }
                open.push(value);
            }
            "END" => assert_eq!(open.pop(), Some(value)),
            _ if open.last() == Some(&"VEVENT") => {
                found.events.last_mut().unwrap().push((name.to_owned(), value.to_owned()));
            }
            _ => {}
        }
    }
    assert!(open.is_empty());
    for needed in ["VERSION:2.0\r\n", &format!("PRODID:{PRODUCT}\r\n")] {
        assert!(file.contains(needed));
    }
    for event in &found.events {
        for needed in ["UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE"] {
            let times = event.iter().filter(|(name, _)| name == needed).count();
            assert_eq!(times, 1, "{needed} in {event:?}");
        }
        let date = |name: &str| {
            let text = &event.iter().find(|(other, _)| other == name).unwrap().1;
            assert!(text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()), "{text}");
            text.clone()
        };
        assert!(date("DTSTART;VALUE=DATE") < date("DTEND;VALUE=DATE"));
        let stamp = &event.iter().find(|(name, _)| name == "DTSTAMP").unwrap().1;
        assert!(
            stamp.len() == 16 && stamp.as_bytes()[8] == b'T' && stamp.ends_with('Z'),
            "{stamp}"
        );
        for (name, value) in event.iter().filter(|(name, _)| name.contains("LANGUAGE")) {
            let bare = value.replace("\\\\", "").replace("\\,", "").replace("\\;", "");
            let bare = bare.replace("\\n", "");
            assert!(!bare.contains(['\\', ',', ';']), "{name} is not escaped: {value}");
        }
    }
    found
}

fn library() -> Library {
    let text = r#"
[framework]
id = "act"
title = { ja = "架空の、法律；第一", en = "Act, the first; of \\ many" }
instrument = "Act 1"
jurisdiction = "XX"
binding = true
authoritative_languages = ["en"]
confidence = "V"
sources = ["S1"]
[[version]]
id = "v1"
from = 2024-01-01
"#;
    let sources =
        "[[source]]\nid = \"S1\"\nwhat = \"text; with, marks\"\nkind = \"primary-copy\"\n";
    let files = [
        ("frameworks/facts.toml", ""),
        ("frameworks/sources.toml", sources),
        ("frameworks/roles.toml", ""),
        ("controls/controls.toml", ""),
        ("controls/evidence.toml", ""),
        ("frameworks/act/framework.toml", text),
    ];
    let files: Vec<SourceFile<'_>> =
        files.iter().map(|(path, text)| SourceFile { path, text }).collect();
    tenbin_law::load(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn one(id: &str, date: &str, kind: LineKind) -> TimelineLine {
    TimelineLine {
        date: date.parse().unwrap(),
        precision: EventPrecision::Day,
        past: false,
        next: false,
        kind,
        framework: "act".into(),
        binding: true,
        id: id.into(),
        title: Bilingual::new(
            "とても長い題名".repeat(12),
            "A title that is far longer than one line ".repeat(3),
        ),
        status: None,
        note: Some(Bilingual::new("一行目\n二行目", "first line\nsecond line")),
        when: "a and b".into(),
        provisions: vec![],
        overtaken: false,
        cite: "1(1), 2; 3".into(),
        confidence: Confidence::U,
        sources: vec!["S1".into()],
        effect: Some(Effect {
            verdict: Tri::Unknown,
            verdict_before: Tri::No,
            state: Some(DutyState::Later),
            state_before: Some(DutyState::Never),
            starts: vec![],
            starts_before: vec![],
        }),
    }
}

fn timeline(lines: Vec<TimelineLine>) -> Timeline {
    Timeline {
        schema: TIMELINE_SCHEMA.into(),
        as_of: "2026-11-21".parse().unwrap(),
        subject: Some("kaede".into()),
        lines,
    }
}

fn written(lang: Lang, lines: Vec<TimelineLine>, at: &str, alarm: Option<u16>) -> String {
    calendar(&library(), &timeline(lines), Texts::new(lang), at.parse().unwrap(), alarm)
}

const NOW: &str = "2026-11-21T09:30:00Z";

fn uids(file: &str) -> Vec<String> {
    let read = read(file);
    let uid = |event: &Vec<(String, String)>| {
        event.iter().find(|(name, _)| name == "UID").unwrap().1.clone()
    };
    read.events.iter().map(uid).collect()
}

#[test]
fn a_strict_reader_takes_every_file() {
    let lines = || {
        LineKind::ALL
            .into_iter()
            .enumerate()
            .map(|(at, kind)| one(&format!("p.{at}"), "2026-12-31", kind))
            .collect::<Vec<_>>()
    };
    for lang in Lang::ALL {
        let file = written(lang, lines(), NOW, Some(14));
        let found = read(&file);
        assert_eq!((found.events.len(), found.alarms), (24, 24));
        assert!(!file.contains(crate::MISSING_MARK), "a text is missing");
        assert!(file.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(file.contains("TRIGGER:-P14D\r\n"));
        let unfolded = file.replace("\r\n ", "");
        for part in ["1(1)\\, 2\\; 3", "U (", "S1 text\\; with\\, marks", "\\n"] {
            assert!(unfolded.contains(part), "{part}");
        }
    }
    assert_eq!(read(&written(Lang::En, vec![], NOW, None)).events.len(), 0);
    assert_eq!(read(&written(Lang::En, lines(), NOW, None)).alarms, 0);
}

#[test]
fn a_deadline_keeps_its_uid_and_no_two_share_one() {
    let lines = |start: &str| {
        vec![
            one("p", start, LineKind::DutyStarts),
            one("p", "2027-01-01", LineKind::DutyMayStart),
            one("p", "2028-01-01", LineKind::DutyMayStart),
            one("p", "2029-01-01", LineKind::DutyEnds),
            one("q", start, LineKind::DutyStarts),
            one("q", "2029-01-01", LineKind::DutyStarts),
        ]
    };
    let first = uids(&written(Lang::En, lines("2026-12-02"), NOW, None));
    // Another day, another language, a start that was moved.
    let again = uids(&written(Lang::Ja, lines("2027-12-02"), "2027-02-03T04:05:06Z", Some(1)));
    assert_eq!(first, again);
    let distinct: BTreeSet<&String> = first.iter().collect();
    assert_eq!(distinct.len(), first.len());
}

#[test]
fn folding_never_cuts_a_character() {
    for length in 60..90 {
        let mut odd = one("p", "2026-12-02", LineKind::Due);
        odd.title = Bilingual::new("あ".repeat(length), "é".repeat(length));
        for lang in Lang::ALL {
            let unfolded = written(lang, vec![odd.clone()], NOW, None).replace("\r\n ", "");
            assert!(unfolded.contains(odd.title.get(lang)));
        }
    }
}
