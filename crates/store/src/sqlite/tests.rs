use proptest::prelude::*;
use tempfile::TempDir;
use tenbin_vocab::Timestamp;

use super::*;
use crate::{
    AssessmentHead, AssessmentRow, Assessments as _, EvidenceHead, EvidenceRecords as _,
    EvidenceRow, RunRow, Runs as _, SubjectRow, Subjects as _,
};

mod files;

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn subject(id: &str, second: i64) -> SubjectRow {
    SubjectRow {
        id: id.into(),
        name_ja: format!("対象 {id}"),
        name_en: format!("Subject {id}"),
        kind: "model".into(),
        version: "1.2".into(),
        file_digest: "sha256:00".into(),
        updated_at: time(second),
        json: r#"{"facts":{}}"#.into(),
    }
}

fn assessment(id: &str, subject: &str, second: i64) -> AssessmentRow {
    AssessmentRow {
        head: AssessmentHead {
            id: id.into(),
            subject_id: subject.into(),
            as_of: "2026-11-21".parse().unwrap(),
            made_at: time(second),
            folder: "out/a".into(),
            simulation: true,
            exit_code: 3,
            summary_json: r#"{"met":1}"#.into(),
        },
        json: r#"{"findings":[]}"#.into(),
    }
}

fn record(id: &str, assessment: &str, second: i64) -> EvidenceRow {
    EvidenceRow {
        head: EvidenceHead {
            id: id.into(),
            assessment_id: assessment.into(),
            kind: "evaluation-report".into(),
            simulation: false,
            made_at: time(second),
        },
        envelope: vec![0, 255, b'{'],
    }
}

fn run(id: &str, subject: Option<&str>, second: i64) -> RunRow {
    RunRow {
        id: id.into(),
        subject_id: subject.map(Into::into),
        battery: "first-bank".into(),
        target: "openai:NAME".into(),
        simulation: false,
        started_at: time(second),
        finished_at: None,
        folder: "runs/r".into(),
        summary_json: "{}".into(),
    }
}

fn about(subject: &str) -> Filter {
    Filter { subject: Some(subject.into()), text: None }
}

fn with_text(text: &str) -> Filter {
    Filter { subject: None, text: Some(text.into()) }
}

/// Two subjects, three assessments, their evidence, two runs.
fn filled() -> Store {
    let store = Store::open_in_memory().unwrap();
    for (id, second) in [("kaede", 1), ("sakura", 2)] {
        store.put_subject(&subject(id, second)).unwrap();
    }
    for (id, of, second) in [("a1", "kaede", 10), ("a2", "sakura", 30), ("a3", "kaede", 20)] {
        let evidence = [record("e1", id, second), record(&format!("only-{id}"), id, second)];
        store.put_assessment(&assessment(id, of, second), &evidence).unwrap();
    }
    store.put_run(&run("r1", Some("kaede"), 5)).unwrap();
    store.put_run(&run("r2", None, 6)).unwrap();
    store
}

#[test]
fn what_is_put_is_got_and_putting_again_replaces() {
    let store = filled();
    assert_eq!(store.subject("kaede").unwrap(), Some(subject("kaede", 1)));
    assert_eq!(store.assessment("a1").unwrap(), Some(assessment("a1", "kaede", 10)));
    assert_eq!(store.run("r2").unwrap(), Some(run("r2", None, 6)));
    assert_eq!(store.subject("none").unwrap(), None);
    assert_eq!(store.assessment("none").unwrap(), None);
    assert_eq!(store.run("none").unwrap(), None);
    assert_eq!(store.evidence("none").unwrap(), None);

    let mut changed = subject("kaede", 50);
    changed.json = r#"{"facts":{"x":true}}"#.into();
    store.put_subject(&changed).unwrap();
    store.put_subject(&changed).unwrap();
    assert_eq!(store.subject("kaede").unwrap(), Some(changed));
    assert_eq!(store.count_subjects(&Filter::default()).unwrap(), 2);

    let mut finished = run("r1", Some("kaede"), 5);
    finished.finished_at = Some("2026-11-21T09:30:00.123456789Z".parse().unwrap());
    store.put_run(&finished).unwrap();
    assert_eq!(store.run("r1").unwrap(), Some(finished));

    let mut again = record("e1", "a1", 10);
    again.envelope = vec![1];
    store.put_evidence(&again).unwrap();
    assert_eq!(store.assessment_evidence("a1").unwrap(), [again, record("only-a1", "a1", 10)]);
}

#[test]
fn an_assessment_and_its_evidence_are_put_together_or_not_at_all() {
    let store = filled();
    let fewer = [record("e2", "a1", 11)];
    store.put_assessment(&assessment("a1", "kaede", 10), &fewer).unwrap();
    assert_eq!(store.assessment_evidence("a1").unwrap(), fewer);
    assert_eq!(store.assessment_evidence("a2").unwrap().len(), 2, "others keep theirs");

    let error =
        store.put_assessment(&assessment("a4", "kaede", 40), &[record("e1", "a1", 1)]).unwrap_err();
    assert!(matches!(error, StoreError::OtherAssessment { .. }), "{error}");
    let nameless = record("", "a4", 1);
    let good = record("e9", "a4", 1);
    store.put_assessment(&assessment("a4", "kaede", 40), &[good, nameless]).unwrap_err();
    assert_eq!(store.assessment("a4").unwrap(), None);
    assert_eq!(store.evidence("e9").unwrap(), None);
}

#[test]
fn a_record_of_several_assessments_is_that_of_the_latest() {
    let store = filled();
    assert_eq!(store.evidence("e1").unwrap().unwrap().head.assessment_id, "a2");
    assert_eq!(store.count_evidence(&with_text("e1")).unwrap(), 3);
}

#[test]
fn lists_are_newest_first_and_filtered() {
    let store = filled();
    let ids = |filter: &Filter, page| -> Vec<String> {
        store.list_assessments(filter, page).unwrap().into_iter().map(|head| head.id).collect()
    };
    let all = Filter::default();
    assert_eq!(ids(&all, Page::default()), ["a2", "a3", "a1"]);
    assert_eq!(ids(&about("kaede"), Page::default()), ["a3", "a1"]);
    assert_eq!(ids(&all, Page { limit: 1, offset: 1 }), ["a3"]);
    assert_eq!(ids(&all, Page { limit: 0, offset: 0 }), [""; 0]);
    assert_eq!(ids(&all, Page { limit: 9, offset: 9 }), [""; 0]);
    assert_eq!(ids(&with_text("SUBJECT KAEDE"), Page::default()), ["a3", "a1"]);
    assert_eq!(ids(&with_text("対象 sakura"), Page::default()), ["a2"]);
    assert_eq!(ids(&with_text("  "), Page::default()).len(), 3);
    for odd in ["%", "_", "'", "\"", "\0", "a1\u{0}", ")) --", "%kaede%"] {
        assert_eq!(ids(&with_text(odd), Page::default()), [""; 0], "{odd:?}");
    }
    assert_eq!(store.count_assessments(&about("kaede")).unwrap(), 2);
    assert_eq!(store.count_assessments(&with_text("2026-11")).unwrap(), 3);

    let names: Vec<_> = store.list_subjects(&all, Page::default()).unwrap();
    assert_eq!(names.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["sakura", "kaede"]);
    assert_eq!(store.list_subjects(&about("kaede"), Page::default()).unwrap().len(), 1);
    assert_eq!(store.count_subjects(&with_text("対象")).unwrap(), 2);

    let runs = store.list_runs(&all, Page::default()).unwrap();
    assert_eq!(runs.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["r2", "r1"]);
    assert_eq!(store.list_runs(&about("kaede"), Page::default()).unwrap().len(), 1);
    assert_eq!(store.count_runs(&with_text("openai:name")).unwrap(), 2);

    let evidence = store.list_evidence(&about("kaede"), Page::default()).unwrap();
    let pairs: Vec<_> =
        evidence.iter().map(|head| (head.id.as_str(), head.assessment_id.as_str())).collect();
    assert_eq!(pairs, [("e1", "a3"), ("only-a3", "a3"), ("e1", "a1"), ("only-a1", "a1")]);
    assert_eq!(store.count_evidence(&with_text("only-a2")).unwrap(), 1);
}

#[test]
fn a_page_is_never_longer_than_the_limit() {
    let store = Store::open_in_memory().unwrap();
    for n in 0..=MAX_PAGE {
        store.put_subject(&subject(&format!("s{n:05}"), i64::from(n))).unwrap();
    }
    let page = Page { limit: u32::MAX, offset: 0 };
    let rows = store.list_subjects(&Filter::default(), page).unwrap();
    assert_eq!(rows.len(), MAX_PAGE as usize);
    assert_eq!(rows[0].id, format!("s{MAX_PAGE:05}"));
}

#[test]
fn rows_that_make_no_sense_are_refused_by_name() {
    let store = filled();
    let error = store.put_assessment(&assessment("a9", "nobody", 1), &[]).unwrap_err();
    assert!(matches!(error, StoreError::NoParent { step: "put an assessment", .. }), "{error}");
    let error = store.put_run(&run("r9", Some("nobody"), 1)).unwrap_err();
    assert!(matches!(error, StoreError::NoParent { step: "put a run", .. }), "{error}");
    let error = store.put_evidence(&record("e9", "nothing", 1)).unwrap_err();
    assert!(matches!(error, StoreError::NoParent { step: "put evidence", .. }), "{error}");
    let mut broken = subject("kaede", 1);
    broken.json = "{".into();
    let error = store.put_subject(&broken).unwrap_err().to_string();
    assert!(error.starts_with(":memory:: could not put a subject:"), "{error}");
    assert_eq!(store.subject("kaede").unwrap(), Some(subject("kaede", 1)), "unchanged");
    store.put_subject(&subject("", 1)).unwrap_err();
}

#[test]
fn a_panic_while_writing_leaves_the_store_usable() {
    let store = filled();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write("panic", |transaction| -> rusqlite::Result<()> {
            transaction.execute("DELETE FROM runs", [])?;
            panic!("on purpose");
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(store.count_runs(&Filter::default()).unwrap(), 2);
    store.put_run(&run("r3", None, 7)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_comes_back(id in ".{1,30}", ja: String, en: String, envelope: Vec<u8>, nanos: i32) {
        let store = Store::open_in_memory().unwrap();
        let mut row = subject(&id, 0);
        row.name_ja = ja;
        row.name_en = en;
        row.updated_at = Timestamp::new(i64::from(nanos), nanos % 1_000_000_000).unwrap();
        store.put_subject(&row).unwrap();
        prop_assert_eq!(store.subject(&id).unwrap(), Some(row));
        let mut evidence = record(&id, &id, 0);
        evidence.envelope = envelope;
        store.put_assessment(&assessment(&id, &id, 0), std::slice::from_ref(&evidence)).unwrap();
        prop_assert_eq!(store.evidence(&id).unwrap(), Some(evidence));
    }

    /// Against a plain list: order, filter, paging, count.
    #[test]
    fn lists_agree_with_a_model(
        puts in proptest::collection::vec((0_u8..12, 0_u8..3, 0_i64..8), 0..40),
        of in 0_u8..3, limit in 0_u32..6, offset in 0_u32..6,
    ) {
        let store = Store::open_in_memory().unwrap();
        for n in 0..3 {
            store.put_subject(&subject(&format!("s{n}"), 0)).unwrap();
        }
        let mut model = std::collections::BTreeMap::new();
        for (id, of, second) in puts {
            let row = assessment(&format!("a{id:02}"), &format!("s{of}"), second);
            store.put_assessment(&row, &[]).unwrap();
            model.insert(row.head.id.clone(), row.head);
        }
        let of = format!("s{of}");
        for filter in [Filter::default(), about(&of)] {
            let mut expected: Vec<_> = model
                .values()
                .filter(|head| filter.subject.as_ref().is_none_or(|of| *of == head.subject_id))
                .cloned()
                .collect();
            expected.sort_by(|a, b| b.made_at.cmp(&a.made_at).then(a.id.cmp(&b.id)));
            prop_assert_eq!(store.count_assessments(&filter).unwrap(), expected.len() as u64);
            let expected: Vec<_> =
                expected.into_iter().skip(offset as usize).take(limit as usize).collect();
            let page = Page { limit, offset };
            prop_assert_eq!(store.list_assessments(&filter, page).unwrap(), expected);
        }
    }
}
