//! The book of a framework and its reviews, the least evidence, classes.

use std::fs;

use crate::world::{World, project};

#[test]
fn a_version_is_signed_off_by_its_digest_and_only_then_reviewed() {
    let world = World::new();
    let state = world.run("law book ca-sb53 --json").ends(0).json();
    let versions = state["versions"].as_array().unwrap();
    assert_eq!(state["unreviewed"].as_u64(), Some(versions.len() as u64));
    let version = versions.iter().find(|v| v["id"].as_str().unwrap().starts_with("sb53.fw@"));
    let version = version.expect("the framework duty");
    let (id, digest) = (version["id"].as_str().unwrap(), version["digest"].as_str().unwrap());
    let short = &digest["sha256:".len()..][..12];

    let wrong = format!("law sign-off {id}#00000000 --by Sato --verdict agreed");
    world.run(&wrong).refuses(&["the text now has the digest", "make the book anew"]);
    world.run(&format!("law sign-off {id} --by Sato --verdict agreed")).refuses(&["no digest"]);
    world.run(&format!("law sign-off {id}#{short} --by Sato --verdict agreed")).ends(0);
    let state = world.run("law book ca-sb53 --json").ends(0).json();
    assert_eq!(state["agreed"], 1);

    world.run("law book ca-sb53 --out book.html --lang ja").ends(0);
    let html = fs::read_to_string(world.path("book.html")).unwrap();
    for part in ["確認済み（同意）", "未確認", "Sato", short, "lang=\"en\"", "lang=\"ja\""]
    {
        assert!(html.contains(part), "{part}");
    }
    world.run("law book ca-sb53 --out book.html").refuses(&["there already"]);

    // One changed byte in a review is found.
    let folder = world.path("data/reviews");
    let review = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut reviews = review.filter(|path| path.to_string_lossy().ends_with(".dsse.json"));
    let review = reviews.next().expect("a review");
    let text = fs::read_to_string(&review).unwrap();
    let at = text.find("\"payload\":\"").unwrap() + 40;
    let other = if &text[at..=at] == "A" { "B" } else { "A" };
    fs::write(&review, format!("{}{other}{}", &text[..at], &text[at + 1..])).unwrap();
    world.run("law book ca-sb53 --json").ends(2);
}

#[test]
fn the_least_evidence_is_proven_and_follows_the_user_s_costs() {
    let world = World::new();
    let subject = project("examples/kaede/subject.toml").display().to_string();
    let plan = world.run(&format!("law reuse {subject} --json")).ends(0).json();
    let number = |plan: &serde_json::Value, key: &str| plan[key].as_f64().unwrap();
    assert_eq!(plan["gap"], 0.0);
    assert!(number(&plan, "cost") < number(&plan, "cost_by_framework"), "{plan}");
    assert!(number(&plan, "cost_by_framework") <= number(&plan, "cost_by_duty"));
    let shared = plan["make"].as_array().unwrap().iter();
    assert!(shared.clone().any(|piece| piece["frameworks"].as_array().unwrap().len() > 1));

    world.write("costs.toml", "unit = \"EUR\"\ndefault = 100\n");
    let own = format!("law reuse {subject} --costs costs.toml --json");
    let plan = world.run(&own).ends(0).json();
    assert_eq!(number(&plan, "cost"), 100.0 * plan["make"].as_array().unwrap().len() as f64);
    world.write("costs.toml", "unit = \"hours\"\n[kind]\npolicyy = 1\n");
    world.run(&own).refuses(&["costs.toml:3", "did you mean \"policy\"?"]);
}

#[test]
fn a_subject_is_classified_and_what_is_open_is_said() {
    let world = World::new();
    let subject = project("examples/kaede/subject.toml").display().to_string();
    let classes = world.run(&format!("law classify {subject} --json")).ends(3).json();
    let classes = classes["classifications"].as_array().unwrap();
    let verdict = |id: &str| classes.iter().find(|c| c["id"] == id).map(|c| c["verdict"].clone());
    assert_eq!(verdict("euaia.gpai"), Some("yes".into()));
    assert_eq!(verdict("euaia.systemic-risk"), Some("unknown".into()));
    assert!(classes.iter().all(|class| class.get("trace").is_none()));
    let text = world.run(&format!("law classify {subject} --lang ja")).ends(3).text();
    assert!(text.contains("汎用目的AIモデル") && text.contains("不明"), "{text}");
}

#[test]
fn the_law_is_listed_and_shown_as_it_stood() {
    let world = World::new();
    let before = world.run("law list --as-of 2026-05-01").ends(0).text();
    let after = world.run("law list --as-of 2026-06-01").ends(0).text();
    let line = |text: &str| text.lines().find(|l| l.starts_with("co-sb24-205")).unwrap().to_owned();
    assert!(!line(&before).contains("repealed") && line(&after).contains("repealed"));
    let shown = world.run("law show kr.35 --as-of 2026-03-01 --json").ends(0).json();
    assert_eq!(shown["provision"]["versions"].as_array().unwrap().len(), 1);
    let control = world.run("law show C06 --json").ends(0).json();
    assert_eq!(control["kinds"][0]["room"], "eval");
}
