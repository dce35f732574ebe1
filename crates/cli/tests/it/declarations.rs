//! Declarations, plans and lags.

use serde_json::Value;

use crate::world::World;

fn texts(list: &Value, key: &str) -> Vec<String> {
    let list = list.as_array().unwrap();
    list.iter().map(|entry| entry[key].as_str().unwrap().to_owned()).collect()
}

#[test]
fn who_signed_what_is_listed_and_shown() {
    let world = World::new();
    let list = world.run("declaration list --kind frontier --json").ends(0).json();
    assert!(texts(&list["declarations"], "id").contains(&"bletchley".to_owned()));
    assert!(texts(&list["declarations"], "kind").iter().all(|kind| kind == "frontier"));
    let shown = world.run("declaration show paris-2025").ends(0).text();
    for part in ["2025-02-11", "Japan", "Named in an official list: 64", "did not agree", "S08"] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
    let linked = world.run("declaration show seoul-frontier --json").ends(0).json();
    assert_eq!(linked["declaration"]["framework"], "seoul-frontier");
    assert!(linked["declaration"]["standings"].as_array().unwrap().len() >= 16);
}

#[test]
fn a_country_is_found_by_code_and_name_and_inferred_stands_apart() {
    let world = World::new();
    let by_code = world.run("declaration country us --json").ends(0).json();
    let by_name = world.shell("$TENBIN declaration country 'United States' --json").ends(0).json();
    assert_eq!(by_code, by_name);
    let paris = by_code["declarations"].as_array().unwrap();
    let paris = paris.iter().find(|d| d["declaration"]["id"] == "paris-2025").unwrap();
    assert_eq!(paris["standing"]["stance"], "declined");
    assert_eq!(paris["standing"]["basis"], "inferred");
    let matrix = world.run("declaration matrix --region asia --json").ends(0).json();
    let japan = matrix["rows"].as_array().unwrap().iter().find(|r| r["party"] == "JPN").unwrap();
    assert_eq!(japan["official"], 7);
    assert_eq!(japan["inferred"], 0);
}

#[test]
fn plans_are_counted_by_status_and_measures_filtered() {
    let world = World::new();
    let list = world.run("policy list --json").ends(0).json();
    assert!(texts(&list["plans"], "id").contains(&"us-ai-action-plan".to_owned()));
    let line = "policy measures --plan us-ai-action-plan --owner us-fcc --as-of 2026-11-21 --json";
    let found = world.run(line).ends(0).json();
    assert_eq!(texts(&found["measures"], "progress"), ["unknown"]);
    let due = world.run("policy measures --due-before 2026-01-01 --as-of 2026-11-21 --json");
    let due = due.ends(0).json();
    for measure in due["measures"].as_array().unwrap() {
        assert!(measure["due"].as_str().unwrap() < "2026-01-01");
    }
    let lag = world.run("policy lag --json").ends(0).json();
    assert!(texts(&lag["lags"], "id").contains(&"chatgpt".to_owned()));
}

#[test]
fn a_mistake_in_a_folder_of_one_s_own_names_file_line_and_remedy() {
    let world = World::new();
    let text = "[declaration]\nid = \"mine\"\ntitel = 1\n";
    world.write("own/mine.toml", text);
    let parts = ["own/mine.toml:3:1", "did you mean \"title\"?"];
    world.run("declaration check own").refuses(&parts);
    world.write("plans/mine.toml", "[plan]\nid = \"mine\"\n");
    world.run("policy check plans").refuses(&["plans/mine.toml"]);
    world.run("declaration check").ends(0);
    world.run("policy check").ends(0);
}

#[test]
fn words_that_are_not_there_are_explained() {
    let world = World::new();
    let wrong = [
        ("declaration show nothing", "tenbin declaration list"),
        ("declaration country Atlantis", "tenbin declaration matrix"),
        ("declaration matrix --region moon", "asia"),
        ("declaration list --kind secret", "frontier"),
        ("policy show nothing", "tenbin policy list"),
        ("policy measures --owner nobody", "us-ostp"),
        ("policy measures --status lost", "under-way"),
    ];
    for (line, hint) in wrong {
        world.run(line).refuses(&[hint]);
    }
}
