//! Relations, crosswalk and divergences on three small frameworks.

use tenbin_law::{Library, SourceFile};
use tenbin_vocab::Diagnostics;

use crate::{
    Crosswalk, Grade, RelationBasis, Topic, Wanted, find_topic, load_crosswalk, load_divergences,
};

const FACTS: &str = r#"
[fact.size]
subject = "model"
type = "number"
unit = "FLOP"
cost = 4
question = { ja = "量", en = "How much?" }
"#;
const SOURCES: &str = "[[source]]\nid = \"S1\"\nwhat = \"a test\"\nkind = \"primary-copy\"\n";
const ROLES: &str = "[role.maker]\nname = { ja = \"作る者\", en = \"Maker\" }\nwhen = \"true\"\n";
const KINDS: &str =
    "[[kind]]\nid = \"paper\"\nname = { ja = \"文書\", en = \"Paper\" }\nmade_by = \"document\"\n";

fn controls() -> String {
    ["C1", "C2", "C3"]
        .map(|id| {
            format!(
                "[[control]]\nid = \"{id}\"\nname = {{ ja = \"管理{id}\", en = \"Control {id}\" }}\nabout = {{ ja = \"こと\", en = \"matter\" }}\nevidence = [\"paper\"]\n"
            )
        })
        .concat()
}

fn framework(id: &str, place: &str) -> String {
    format!(
        "[framework]\nid = \"{id}\"\ntitle = {{ ja = \"法{id}\", en = \"Act {id}\" }}\ninstrument = \"{id}\"\njurisdiction = \"{place}\"\nbinding = true\nauthoritative_languages = [\"en\"]\ntext_licence = \"none\"\nurls = []\nconfidence = \"V\"\nsources = [\"S1\"]\n[[status]]\non = 2024-01-01\nstatus = \"in-force\"\nconfidence = \"V\"\nsources = [\"S1\"]\n[[version]]\nid = \"v1\"\nfrom = 2024-01-01\n"
    )
}

/// `id`, force, controls, confidence of each provision.
fn article(provisions: &[(&str, &str, &str, &str)]) -> String {
    let mut text = "article = \"1\"\ntitle = { ja = \"一\", en = \"One\" }\n".to_owned();
    for (id, force, controls, mark) in provisions {
        text += &format!(
            "[[provision]]\nid = \"{id}\"\ntitle = {{ ja = \"条{id}\", en = \"Duty {id}\" }}\nbinds = [\"maker\"]\ncontrols = [{controls}]\n[[provision.version]]\nfrom = 2024-01-01\ncite = \"1\"\nwhen = \"size > 5\"\napplies_from = 2024-01-01\nconfidence = \"{mark}\"\nsources = [\"S1\"]\n[provision.version.duty]\nforce = \"{force}\"\ntext = {{ ja = \"する\", en = \"Do it\" }}\n"
        );
    }
    text
}

fn library() -> Library {
    let files = [
        ("frameworks/facts.toml", FACTS.to_owned()),
        ("frameworks/sources.toml", SOURCES.to_owned()),
        ("frameworks/roles.toml", ROLES.to_owned()),
        ("controls/controls.toml", controls()),
        ("controls/evidence.toml", KINDS.to_owned()),
        ("frameworks/a/framework.toml", framework("a", "X")),
        ("frameworks/b/framework.toml", framework("b", "X")),
        ("frameworks/c/framework.toml", framework("c", "Y")),
        ("frameworks/silent/framework.toml", framework("silent", "Y")),
        (
            "frameworks/a/articles/1.toml",
            article(&[
                ("a.1", "must", "\"C1\", \"C2\"", "V"),
                ("a.2", "must", "\"C3\"", "V"),
                ("a.3", "classification", "\"C1\"", "V"),
            ]),
        ),
        (
            "frameworks/b/articles/1.toml",
            article(&[("b.1", "must", "\"C1\"", "M"), ("b.2", "must", "\"C2\"", "V")]),
        ),
        ("frameworks/c/articles/1.toml", article(&[("c.1", "must", "\"C1\"", "V")])),
    ];
    let files: Vec<SourceFile<'_>> =
        files.iter().map(|(path, text)| SourceFile { path, text }).collect();
    tenbin_law::load(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn relation(a: &str, b: &str, grade: &str, more: &str) -> String {
    let strength = if grade == "no-relationship" { 0 } else { 5 };
    let keys = format!(
        "[[relation]]\na = \"{a}\"\nb = \"{b}\"\ngrade = \"{grade}\"\nrationale = \"semantic\"\nstrength = {strength}\ncontrols = [\"C1\"]\nconfidence = \"M\"\nsources = [\"S1\"]\nreason = {{ ja = \"理由\", en = \"why\" }}\n"
    );
    match more.split_once(" -> ") {
        Some((from, to)) => {
            assert!(keys.contains(from), "{from}");
            keys.replace(from, to)
        }
        None => keys,
    }
}

fn crosswalk(text: &str) -> Result<Crosswalk, Diagnostics> {
    let file = SourceFile { path: "crosswalk/relations/x.toml", text };
    load_crosswalk(&[file], &library())
}

#[test]
fn the_other_side_sees_the_inverse() {
    let found = crosswalk(&relation("a.1", "b.1", "subset-of", "")).unwrap();
    let ids = ["a.1", "a.2", "a.3", "b.1", "b.2", "c.1"];
    for a in ids {
        for b in ids {
            let (there, back) = (found.between(a, b), found.between(b, a));
            assert_eq!(there.as_ref().map(|relation| relation.inverse()), back, "{a} {b}");
            assert_eq!(there.is_none(), a == b);
        }
    }
    assert_eq!(found.between("b.1", "a.1").unwrap().grade, Grade::SupersetOf);
    assert_eq!(found.between("a.1", "nothing"), None);
    for grade in Grade::ALL {
        assert_eq!(grade.inverse().inverse(), grade);
        assert_eq!(grade.as_str().parse(), Ok(grade));
    }
    assert!("equal".parse::<Grade>().unwrap_err().to_string().contains("equal-to"));
}

#[test]
fn shared_controls_show_an_overlap_and_never_more() {
    let found = crosswalk("").unwrap();
    // The same single control on both sides is still no equality.
    let same = found.between("b.1", "c.1").unwrap();
    assert_eq!((same.grade, same.basis), (Grade::IntersectsWith, RelationBasis::SharedControls));
    assert_eq!(same.strength, 10);
    assert_eq!(same.confidence, tenbin_vocab::Confidence::M, "the weaker of the two");
    assert_eq!(same.reason.en, "both speak to C1 (Control C1)");
    assert_eq!(same.reason.ja, "どちらもC1（管理C1）に関わる");
    assert_eq!(found.between("a.1", "b.1").unwrap().strength, 5, "one of two controls");
    let none = found.between("a.2", "b.1").unwrap();
    assert_eq!((none.grade, none.strength), (Grade::NoRelationship, 0));
    for a in ["a.1", "a.2", "a.3"] {
        for b in ["b.1", "b.2", "c.1"] {
            assert!(!found.between(a, b).unwrap().grade.is_contained(), "{a} {b}");
        }
    }
}

#[test]
fn coverage_counts_each_duty_once_by_its_closest_relation() {
    let text = relation("a.1", "b.1", "subset-of", "")
        + &relation("a.2", "b.2", "no-relationship", "controls = [\"C1\"]\n -> ");
    let found = crosswalk(&text).unwrap();
    let view = found.compare("a", "b").unwrap();
    let own = &view.a.coverage;
    assert_eq!((own.duties, own.in_full, own.in_part, own.through_controls), (2, 1, 0, 0));
    assert_eq!(own.without, ["a.2"]);
    let other = &view.b.coverage;
    assert_eq!((other.duties, other.in_full, other.in_part, other.through_controls), (2, 0, 1, 1));
    assert!(other.without.is_empty());
    // Authored first; what was found to have nothing in common is shown too.
    let grades: Vec<(RelationBasis, Grade)> =
        view.links.iter().map(|link| (link.relation.basis, link.relation.grade)).collect();
    assert_eq!(grades[0], (RelationBasis::Authored, Grade::SubsetOf));
    assert_eq!(grades[1], (RelationBasis::Authored, Grade::NoRelationship));
    assert!(
        grades[2..]
            .iter()
            .all(|seen| *seen == (RelationBasis::SharedControls, Grade::IntersectsWith))
    );
    let wanted = Wanted { grades: vec![Grade::SubsetOf], ..Wanted::default() };
    assert_eq!(view.only(&wanted).links.len(), 1);
    assert_eq!(found.compare("a.1", "b").unwrap().a.coverage.duties, 1);
    assert!(found.compare("a", "a").is_err());
    let unknown = found.compare("a", "silentt").unwrap_err().to_string();
    assert!(unknown.contains("did you mean \"silent\"?"), "{unknown}");
    assert!(found.control("C9").is_err());
    assert_eq!(found.control("C1").unwrap().provisions.len(), 4);
}

#[test]
fn the_matrix_counts_a_duty_once_for_a_jurisdiction() {
    let matrix = crosswalk(&relation("a.1", "c.1", "equal-to", "")).unwrap().matrix();
    let ids: Vec<&str> = matrix.frameworks.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"], "a framework without provisions has no row");
    let a = &matrix.frameworks[0];
    assert_eq!(a.duties, 2);
    assert_eq!(a.cells.keys().collect::<Vec<_>>(), ["b", "c"]);
    assert_eq!((a.cells["c"].covered, a.cells["c"].authored, a.cells["c"].in_full), (1, 1, 1));
    assert_eq!((a.cells["b"].covered, a.cells["b"].authored), (1, 0));
    let y = matrix.jurisdictions.iter().find(|row| row.id == "Y").unwrap();
    assert_eq!((y.duties, y.cells["X"].covered), (1, 1), "in a and in b, but once");
}

#[test]
fn broken_relations_are_explained_with_their_line() {
    let ok = relation("a.1", "b.1", "subset-of", "");
    let wrong = [
        (relation("a.9", "b.1", "subset-of", ""), "x.toml:2:5: no provision is called \"a.9\""),
        (relation("a.1", "a.2", "subset-of", ""), "belong to the same framework a"),
        (relation("a.1", "b.1", "subset", ""), "unknown variant \"subset\""),
        (
            relation("a.1", "b.1", "subset-of", "strength = 5 -> strength = 0"),
            "cannot have the strength 0",
        ),
        (
            relation("a.1", "b.1", "subset-of", "strength = 5 -> strength = 11"),
            "cannot have the strength 11",
        ),
        (relation("a.1", "b.1", "subset-of", "\"C1\" -> \"C9\""), "unknown control \"C9\""),
        (relation("a.1", "b.1", "subset-of", "\"C1\" -> \"C3\""), "neither a.1 nor b.1 maps to C3"),
        (relation("a.1", "b.1", "subset-of", "controls = [\"C1\"]\n -> "), "needs a control"),
        (relation("a.1", "b.1", "subset-of", "\"S1\" -> \"S7\""), "unknown source \"S7\""),
        (relation("a.1", "b.1", "subset-of", "[\"S1\"] -> []"), "needs a source"),
        (
            relation("a.1", "b.1", "subset-of", "\"M\" -> \"V\""),
            "stronger than that of a.1 and b.1",
        ),
        (
            relation("a.1", "b.1", "subset-of", "en = \"why\" -> en = \" \""),
            "the text in en is empty",
        ),
        (relation("a.1", "b.1", "subset-of", "strength -> strenght"), "did you mean \"strength\"?"),
        (
            ok.clone() + &relation("b.1", "a.1", "superset-of", ""),
            "x.toml:12:5: b.1 and a.1 are related twice",
        ),
        ("[[relation]]\na = ".to_owned(), "docs/doors/crosswalk.md"),
    ];
    assert!(crosswalk(&ok).is_ok());
    for (text, expected) in wrong {
        let mistakes = crosswalk(&text).unwrap_err().to_string();
        assert!(mistakes.contains(expected), "{expected} in\n{mistakes}");
    }
    let stray = SourceFile { path: "crosswalk/notes.toml", text: "" };
    assert!(load_crosswalk(&[stray], &library()).unwrap_err().to_string().contains("no such file"));
}

#[test]
fn relations_that_cannot_all_be_true_are_refused() {
    let chain = relation("a.1", "b.1", "subset-of", "") + &relation("b.1", "c.1", "subset-of", "");
    for (grade, fits) in [
        ("subset-of", true),
        ("equal-to", false),
        ("superset-of", false),
        ("intersects-with", false),
        ("no-relationship", false),
    ] {
        let text = chain.clone() + &relation("a.1", "c.1", grade, "");
        assert_eq!(crosswalk(&text).is_ok(), fits, "{grade}");
    }
    let apart = relation("a.1", "b.1", "subset-of", "")
        + &relation("b.1", "c.1", "no-relationship", "")
        + &relation("c.1", "a.1", "intersects-with", "");
    let mistakes = crosswalk(&apart).unwrap_err().to_string();
    assert!(mistakes.contains("it lies within b.1, which is no-relationship c.1"), "{mistakes}");
}

const TOPIC: &str = r#"
[topic]
id = "size"
title = { ja = "量", en = "Size" }
differs = { ja = "違い", en = "different" }
matters = { ja = "重要", en = "matters" }
facts = ["size"]
[[position]]
framework = "a"
entry = "a.1"
text = { ja = "甲", en = "one" }
cite = "1"
confidence = "V"
sources = ["S1"]
[[position]]
framework = "b"
text = { ja = "乙", en = "two" }
cite = "2"
confidence = "M"
sources = ["S1"]
"#;

fn topics(text: &str) -> Result<Vec<Topic>, Diagnostics> {
    let file = SourceFile { path: "crosswalk/divergences/size.toml", text };
    load_divergences(&[file], &library())
}

#[test]
fn a_topic_takes_its_figures_from_the_packages() {
    let found = topics(TOPIC).unwrap();
    let topic = find_topic(&found, "size").unwrap();
    assert_eq!(topic.frameworks(), ["a", "b"]);
    assert_eq!(topic.weakest(), Some(tenbin_vocab::Confidence::M));
    let view = topic.view(&library());
    assert_eq!(view.figures.len(), 6, "one for each provision");
    assert!(view.figures.iter().all(|figure| figure.sign == ">" && figure.value == 5.0));
    assert!(view.reports.is_empty());
    assert!(find_topic(&found, "sise").unwrap_err().to_string().contains("did you mean \"size\"?"));
}

#[test]
fn broken_topics_are_explained_with_their_line() {
    let wrong = [
        (
            "framework = \"b\"",
            "framework = \"bb\"",
            "size.toml:16:13: no framework is called \"bb\"",
        ),
        (
            "framework = \"b\"",
            "framework = \"a\"\nentry = \"a.1\"",
            "two positions on the same point",
        ),
        ("entry = \"a.1\"", "entry = \"b.1\"", "a has no provision, definition or term \"b.1\""),
        ("entry = \"a.1\"", "point = \"x\"", "the topic has no point \"x\""),
        ("[\"size\"]", "[\"sise\"]", "did you mean \"size\"?"),
        ("id = \"size\"", "id = \"other\"", "stands in another file"),
        ("cite = \"2\"", "cite = \" \"", "the citation is empty"),
        ("en = \"two\"", "en = \"\"", "the text in en is empty"),
        ("title = {", "titel = {", "did you mean \"title\"?"),
        (
            "[[position]]\nframework = \"a\"",
            "[[point]]\nid = \"p\"\ntitle = { ja = \"点\", en = \"point\" }\n[[position]]\nframework = \"a\"",
            "this position names none",
        ),
    ];
    for (from, to, expected) in wrong {
        assert!(TOPIC.contains(from), "{from}");
        let mistakes = topics(&TOPIC.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(mistakes.contains(expected), "{expected} in\n{mistakes}");
    }
    let alone = &TOPIC[..TOPIC.rfind("[[position]]").unwrap()];
    assert!(topics(alone).unwrap_err().to_string().contains("positions of two frameworks"));
}
