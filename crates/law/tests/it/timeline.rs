//! The calendar of the real packages, and what the Digital Omnibus changed.

use std::collections::BTreeSet;

use tenbin_law::{ChangeKind, DutyAnswer, Field, LineKind, Said, Selection, TextKind, parse_facts};
use tenbin_vocab::{Date, Facts, Tri};

use crate::packages::{date, library};

fn facts(text: &str) -> Facts {
    let library = library();
    let input =
        parse_facts("t.toml", text.as_bytes(), tenbin_law::Format::Toml, library.vocabulary());
    input.unwrap_or_else(|mistakes| panic!("{mistakes}")).facts
}

#[test]
fn every_listed_date_has_a_line_with_citation_and_source() {
    let library = library();
    let timeline = library.timeline(date("2026-11-21"), &Selection::all());
    let lined: BTreeSet<Date> = timeline.lines.iter().map(|line| line.date).collect();
    let missing: Vec<Date> = library.listed_dates().difference(&lined).copied().collect();
    assert!(missing.is_empty(), "no line on {missing:?}");
    assert!(timeline.lines.is_sorted_by_key(|line| line.date));
    for line in &timeline.lines {
        assert!(!line.cite.is_empty() && !line.sources.is_empty(), "{line:?}");
        assert_eq!(line.past, line.date <= date("2026-11-21"));
    }
    let next: BTreeSet<Date> =
        timeline.lines.iter().filter(|line| line.next).map(|line| line.date).collect();
    assert_eq!(next.len(), 1);
    assert!(timeline.lines.iter().all(|line| line.past || line.date >= *next.first().unwrap()));
}

#[test]
fn a_date_that_was_moved_is_marked_as_overtaken() {
    let timeline = library().timeline(date("2026-11-21"), &Selection::all());
    let starts = |day: &str| {
        let line = timeline.lines.iter().find(|line| {
            line.kind == LineKind::DutyStarts
                && line.id == "high-risk"
                && line.date == date(day)
                && line.when == "annex_iii_use in annex_iii_list"
        });
        line.map(|line| (line.overtaken, line.provisions.len()))
    };
    let (overtaken, followers) = starts("2026-08-02").unwrap();
    assert!(overtaken && followers > 10);
    assert_eq!(starts("2027-12-02"), Some((false, followers)));
}

/// A chat service that has been on the market since 2026-03.
const CHAT: &str = "role = \"provider\"\nplaced_on_eu_market = true\nplaced_on_eu_market_date = 2026-03-02
generates_synthetic_content = true\nassistive_editing_only = false\nmilitary_defence_or_security_only = false
annex_iii_use = \"III.4.a\"\nannex_i_product_or_safety_component = false";

#[test]
fn a_subject_sees_only_what_concerns_it_and_what_changes() {
    let library = library();
    let selection = library.select(["eu-ai-act"]).unwrap();
    let as_of = date("2026-11-21");
    let timeline = library.timeline_of(&facts(CHAT), as_of, &selection);
    let of = |id: &str| -> Vec<_> {
        let own = timeline.lines.iter().filter(|line| line.id == id);
        own.map(|line| (line.date.to_string(), line.kind, line.effect.clone().unwrap())).collect()
    };
    // Marking: the Omnibus put the start off, then the deferral ends.
    let marking = of("euaia.50.2");
    let dates: Vec<(&str, LineKind)> = marking.iter().map(|(d, k, _)| (d.as_str(), *k)).collect();
    assert_eq!(
        dates,
        [
            ("2026-07-27", LineKind::ProvisionBegins),
            ("2026-07-27", LineKind::DutyMoves),
            ("2026-12-02", LineKind::DutyStarts),
        ]
    );
    let moved = &marking[1].2;
    assert_eq!(moved.starts_before, [date("2026-08-02")]);
    assert_eq!(moved.starts, [date("2026-12-02")]);
    // No line is about a provision that never concerns the subject.
    for line in timeline.lines.iter().filter(|line| line.effect.is_some()) {
        let effect = line.effect.as_ref().unwrap();
        assert!((effect.verdict, effect.verdict_before) != (Tri::No, Tri::No), "{line:?}");
        assert_eq!(line.framework, "eu-ai-act");
    }
    assert!(timeline.lines.iter().any(|line| line.kind == LineKind::Status));
    assert!(timeline.lines.iter().any(|line| line.kind == LineKind::DutyMayStart));
}

#[test]
fn between_two_lines_of_a_subject_nothing_changes() {
    let library = library();
    let selection = Selection::all();
    for case in library.cases().iter().step_by(17) {
        let timeline = library.timeline_of(&case.facts, case.as_of, &selection);
        let turning: BTreeSet<Date> = timeline
            .lines
            .iter()
            .filter(|line| line.effect.is_some())
            .map(|line| line.date)
            .collect();
        let mut dates: Vec<Date> = library.listed_dates().into_iter().collect();
        dates.extend(dates.clone().iter().filter_map(|date| date.tomorrow().ok()));
        for day in dates {
            let Ok(eve) = day.yesterday() else { continue };
            if turning.contains(&day) {
                continue;
            }
            let on = |day| {
                let prepared = library.prepare(day, &selection);
                let (dense, _) = prepared.dense(&case.facts);
                prepared.verdicts(&dense)
            };
            assert_eq!(on(eve), on(day), "{} changes on {day}", case.name);
        }
    }
}

#[test]
fn deadlines_lie_ahead_and_clocks_run() {
    let library = library();
    let clock = library
        .provisions()
        .iter()
        .flat_map(|provision| provision.versions.iter())
        .find_map(|version| version.duty.by.as_ref())
        .unwrap();
    let mut given = facts(CHAT);
    given.insert(
        clock.anchor.clone(),
        tenbin_vocab::FactState::known(tenbin_vocab::FactValue::Date(date("2026-11-10"))),
    );
    let as_of = date("2026-11-21");
    let deadlines = library.timeline_of(&given, as_of, &Selection::all()).deadlines();
    assert!(
        deadlines.lines.iter().any(|line| line.kind == LineKind::Due && line.when == clock.anchor)
    );
    for line in &deadlines.lines {
        assert!(line.kind == LineKind::Due || line.date > as_of, "{line:?}");
    }
}

#[test]
fn the_omnibus_is_told_field_by_field() {
    let library = library();
    let diff = library.diff("eu-ai-act", date("2026-07-26"), date("2026-07-27")).unwrap();
    assert_eq!(diff.text_from.as_deref(), Some("v2024"));
    assert_eq!(diff.text_to.as_deref(), Some("v2026-omnibus"));
    let change = |id: &str| diff.changes.iter().find(|change| change.id == id).unwrap();
    for id in ["euaia.5.1.ba", "euaia.5.1.bb"] {
        assert_eq!(change(id).change, ChangeKind::Added);
        assert_eq!(change(id).amended_by.as_deref(), Some("Reg. (EU) 2026/1744"));
    }
    let schedule = change("high-risk");
    assert_eq!((schedule.kind, schedule.change), (TextKind::Schedule, ChangeKind::Changed));
    let start = schedule.fields.iter().find(|field| field.field == Field::Start).unwrap();
    let says = |said: &[Said], part: &str| {
        said.iter().any(|said| matches!(said, Said::Plain(text) if text.contains(part)))
    };
    assert!(says(&start.before, "2026-08-02: annex_iii_use in annex_iii_list"));
    assert!(says(&start.after, "2027-12-02: annex_iii_use in annex_iii_list"));
    let marking = change("euaia.50.2");
    let fields: Vec<Field> = marking.fields.iter().map(|field| field.field).collect();
    assert_eq!(fields, [Field::Legacy, Field::Citation]);
    assert!(says(&marking.fields[0].after, "2026-12-02: placed_on_eu_market_date < 2026-08-02"));
    // What the Omnibus left alone is not listed.
    assert!(diff.changes.iter().all(|change| change.id != "euaia.5.1.a"));
    // The same day twice is no change; an unknown framework is none.
    let same = library.diff("eu-ai-act", date("2026-07-27"), date("2026-07-27")).unwrap();
    assert_eq!(same.changes, []);
    assert_eq!(library.diff("nowhere", date("2026-07-26"), date("2026-07-27")), None);
}

#[test]
fn the_omnibus_is_told_for_a_subject() {
    let library = library();
    let days = (date("2026-07-26"), date("2026-07-27"));
    let diff = library.diff_for("eu-ai-act", days, "chat", &facts(CHAT)).unwrap();
    let subject = diff.subject.unwrap();
    assert_eq!(subject.subject, "chat");
    let marking = subject.provisions.iter().find(|one| one.id == "euaia.50.2").unwrap();
    assert_eq!(marking.before.as_ref().unwrap().starts, [date("2026-08-02")]);
    assert_eq!(marking.after.as_ref().unwrap().starts, [date("2026-12-02")]);
    assert!(subject.unchanged > 0);
}

fn has_none(kind: &tenbin_law::FactKind) -> bool {
    matches!(kind, tenbin_law::FactKind::OneOf { values, .. } if values.iter().any(|v| v == "none"))
}

#[test]
fn asking_ends_with_nothing_material_open_and_asks_nothing_twice() {
    let library = library();
    let prepared = library.prepare(date("2026-11-21"), &Selection::all());
    // Every way of answering: always no, always the first word, never known.
    for way in ["no", "yes", "?"] {
        let mut facts = Facts::new();
        let mut asked = BTreeSet::new();
        loop {
            let inquiry = prepared.inquire(&facts, &BTreeSet::new());
            let open: usize = inquiry.frameworks.iter().map(|progress| progress.open).sum();
            assert_eq!(open, inquiry.open);
            let Some(question) = inquiry.question else {
                assert_eq!(inquiry.open, 0, "{way}: open without a question");
                break;
            };
            assert!(!inquiry.hangs.is_empty());
            assert!(asked.insert(question.fact.clone()), "{way}: {} twice", question.fact);
            let fact = library.vocabulary().get(&question.fact).unwrap();
            let text = match (fact.kind.name(), way) {
                (_, "?") => "?",
                ("number", _) => "1",
                ("date", _) => "2026-01-01",
                ("one-of", "yes") => "1",
                ("one-of", _) if has_none(&fact.kind) => "none",
                ("one-of", _) => "2",
                (_, way) => way,
            };
            let state = tenbin_law::read_answer("test", fact, text).unwrap();
            facts.insert(question.fact, state);
        }
        let inquiry = prepared.inquire(&facts, &BTreeSet::new());
        let stuck = inquiry.duties.iter().filter(|d| d.standing == DutyAnswer::Stuck).count();
        if way == "?" {
            assert!(stuck > 0);
        }
        println!("{way}: {} questions, {stuck} stuck", asked.len());
    }
}

#[test]
fn what_is_left_for_later_is_not_asked_now() {
    let library = library();
    let prepared = library.prepare(date("2026-11-21"), &Selection::all());
    let first = prepared.inquire(&Facts::new(), &BTreeSet::new()).question.unwrap().fact;
    let later = BTreeSet::from([first.clone()]);
    let second = prepared.inquire(&Facts::new(), &later).question.unwrap().fact;
    assert_ne!(first, second);
}

#[test]
fn who_cannot_say_the_parts_is_not_asked_the_whole() {
    let library = library();
    let prepared = library.prepare(date("2026-11-21"), &library.select(["eu-ai-act"]).unwrap());
    let mut known = facts(CHAT);
    known.extend(facts("is_gpai_model = true\ntraining_compute_flop = 8e24"));
    let first = prepared.inquire(&known, &BTreeSet::new());
    let asked = |inquiry: &tenbin_law::Inquiry, fact: &str| {
        inquiry.question.as_ref().is_some_and(|question| question.fact == fact)
    };
    assert!(first.question.is_some());
    known.extend(facts("commission_designated_systemic = \"unknown\""));
    let mut later = BTreeSet::new();
    while let Some(question) = prepared.inquire(&known, &later).question {
        assert!(!asked(&prepared.inquire(&known, &later), "systemic_risk"));
        later.insert(question.fact);
    }
}
