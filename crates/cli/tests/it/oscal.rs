//! OSCAL out and in, as a user meets it.

use serde_json::Value;

use crate::world::{World, files, project, small_subject};

#[test]
fn frameworks_go_out_and_come_back() {
    let world = World::new();
    let said = world.run("law export --out o").ends(0).text();
    assert!(said.contains("catalog_eu-ai-act_v2024.json"), "{said}");
    let first = files(&world.path("o"));
    let json = world.run("law export --out o --json").ends(0).json();
    assert_eq!(json["files"].as_array().unwrap().len(), first.len());
    assert_eq!(first, files(&world.path("o")), "the same input gives other bytes");
    let both = "o/catalog_eu-ai-act_v2024.json o/catalog_eu-ai-act_v2026-omnibus.json";
    let json = world.run(&format!("law import {both} --out in --json")).ends(0).json();
    assert_eq!((&json["framework"], &json["unstated"]), (&"eu-ai-act".into(), &0.into()));
    assert_eq!(json["open"], Value::Array(Vec::new()));
    world.run("law check --frameworks-dir in").ends(0);
    let show = "law show eu-ai-act --json";
    let (before, after) =
        (world.run(show).json(), world.run(&format!("{show} --frameworks-dir in")).json());
    assert_eq!(before["provisions"], after["provisions"]);
    // What was written is never written over.
    world.write("in/eu-ai-act/penalties.toml", "mine");
    world.run(&format!("law import {both} --out in")).refuses(&["in/eu-ai-act", "there already"]);
    assert_eq!(std::fs::read(world.path("in/eu-ai-act/penalties.toml")).unwrap(), b"mine");
}

#[test]
fn one_document_may_go_to_standard_output() {
    let world = World::new();
    let line = "law export --framework seoul-frontier --model catalog";
    assert!(world.run(line).ends(0).json()["catalog"]["groups"].is_array());
    world.run("law export --model catalog").refuses(&["standard output", "--out"]);
    let line = "law export --framework eu-ai-act --model catalog --as-of 2025-01-01";
    assert_eq!(world.run(line).ends(0).json()["catalog"]["metadata"]["version"], "v2024");
    world.run("law export --framework eu-ai-akt").refuses(&["--framework", "eu-ai-act"]);
    world.run("law export --model profile").refuses(&["--subject"]);
    world.run("law export --model assessment-results").refuses(&["--assessment"]);
    world.run("law export --assessment nobody").refuses(&["nobody", "assessment list"]);
    world
        .run("law export --framework seoul-frontier --model mapping-collection")
        .refuses(&["two frameworks"]);
    world.run("law export --model poem").ends(2);
    world.run("law export --assessment a --as-of 2026-01-01").ends(2);
}

#[test]
fn a_subject_gives_a_profile_and_an_assessment_all_five() {
    let world = World::new();
    let kaede = project("examples/kaede/subject.toml");
    let line = format!("law export --subject {} --model profile", kaede.display());
    let profile = world.run(&line).ends(0).json();
    assert!(profile["profile"]["metadata"]["title"].as_str().unwrap().contains("2026-11-21"));
    world.write("mini.toml", small_subject("seoul_signatory = true"));
    let id = world.run("assess mini.toml --out a --json").json()["id"].as_str().unwrap().to_owned();
    world.run("law export --assessment a --out by-folder").ends(0);
    world.run(&format!("law export --assessment {id} --out by-id")).ends(0);
    let made = files(&world.path("by-folder"));
    assert_eq!(made, files(&world.path("by-id")));
    let results: Value =
        serde_json::from_slice(&made[&format!("assessment-results_{id}.json")]).unwrap();
    let plan = &results["assessment-results"]["import-ap"]["href"];
    assert!(made.contains_key(plan.as_str().unwrap()));
    let observations = results["assessment-results"]["results"][0]["observations"].as_array();
    for observation in observations.unwrap() {
        let href = observation["relevant-evidence"][0]["href"].as_str().unwrap();
        assert!(world.path("a").join(href).is_file(), "{href}");
    }
}

const CATALOG: &str = r#"{"catalog": {
  "uuid": "9d7d4a36-7a4b-4f0a-9a6c-7d6a7cbd1f10",
  "metadata": {"title": "Rules", "last-modified": "2025-01-01T00:00:00Z", "version": "1", "oscal-version": "1.2.1"},
  "groups": [{"id": "g", "title": "Group", "controls": [
    {"id": "g-1", "title": "One", "parts": [{"name": "statement", "prose": "Do one thing."}]},
    {"id": "g-2", "title": "Two", "props": [{"name": "status", "value": "withdrawn"}]}
  ]}]
}}"#;

#[test]
fn a_catalogue_of_somebody_else_settles_nothing_until_a_person_says_more() {
    let world = World::new();
    world.write("rules.json", CATALOG);
    let said = world.run("law import rules.json --out in").ends(0).text();
    assert!(said.contains("1 provision") && said.contains("unknown"), "{said}");
    assert!(said.contains("1 withdrawn control"), "{said}");
    let said = world.run("law check --frameworks-dir in --lang ja").ends(0).text();
    assert!(!said.contains('⟦'), "{said}");
    let line = "law applies --facts - --framework rules --frameworks-dir in --json";
    let json = world.feed(line, b"{}").ends(3).json();
    assert_eq!(json["provisions"][0]["verdict"], "unknown");
    assert_eq!(json["provisions"][0]["confidence"], "U");
    assert!(json["provisions"][0]["note"]["ja"].as_str().unwrap().contains("不明"));
    // Once the condition is written, worked cases are asked for.
    let article = world.path("in/rules/articles/0001-g.toml");
    let text = std::fs::read_to_string(&article).unwrap();
    std::fs::write(&article, text.replace("when = \"unknown\"", "when = \"seoul_signatory\""))
        .unwrap();
    let said = world.run("law check --frameworks-dir in").ends(1).text();
    assert!(said.contains("no case that says yes, no"), "{said}");
    let said = world.run("law import rules.json --framework-id zwei --out two --lang ja").ends(0);
    assert!(!said.text().contains('⟦') && said.text().contains("1件"), "{}", said.text());
    world.write("broken.json", "{\n\"catalog\": {,}}");
    world.run("law import broken.json --out x").refuses(&["broken.json:2:"]);
    world.run("law import nowhere.json --out x").refuses(&["nowhere.json"]);
    world.run("law import rules.json --framework-id ../x --out x").refuses(&["--framework-id"]);
    // An id another framework has is refused before anything is written.
    world.write("taken.json", CATALOG.replace("g-1", "seoul.I"));
    world.run("law import taken.json --out x").refuses(&["seoul.I", "nothing was written"]);
    assert!(!world.path("x").exists());
}
