//! A register of many models, weighed at once.

use std::fs;

use crate::world::{World, project};

fn example() -> String {
    let folder = project("examples/portfolio").display().to_string();
    format!("law portfolio --csv {folder}/register.csv --map {folder}/map.toml --as-of 2026-11-21")
}

#[test]
fn a_register_gives_counts_by_threshold_country_and_year() {
    let world = World::new();
    let line = format!("{} --by country --by year --out out", example());
    let json = world.run(&format!("{line} --json")).ends(3).json();
    assert_eq!((&json["schema"], &json["subjects"]), (&"tenbin.portfolio/1".into(), &20.into()));
    let lines = json["lines"].as_array().unwrap();
    let of = |id: &str| lines.iter().find(|line| line["id"] == id).unwrap();
    for (id, framework, counts) in [
        ("training_compute_flop > 1e25", "eu-ai-act", [10, 8, 2]),
        ("training_compute_flop > 1e26", "ca-sb53", [2, 16, 2]),
        ("training_compute_flop >= 1e26", "kr-ai-basic-act", [2, 16, 2]),
    ] {
        let found = of(id);
        let texts = found["texts"].as_array().unwrap();
        assert!(texts.iter().any(|text| text["framework"] == framework), "{found}");
        let known = ["yes", "no", "unknown"].map(|key| found[key].as_u64().unwrap());
        assert_eq!(known, counts, "{id}");
    }
    let summary = fs::read_to_string(world.path("out/summary.json")).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&summary).unwrap(), json);
    let table = fs::read_to_string(world.path("out/verdicts.csv")).unwrap();
    assert_eq!(table.lines().count(), 21);
    assert!(table.lines().nth(1).unwrap().starts_with("Akatsuki 1,"));
    let text = world.run(&format!("{} --by country --lang ja", example())).ends(3).text();
    assert!(text.contains("対象 20 件") && text.contains("Japan"), "{text}");
    // The rescinded order counts on a day it was in force.
    let then = format!("{} --framework us-federal-orders", example().replace("2026-11", "2024-06"));
    assert!(world.run(&then).text().contains("training_compute_flop > 1e26  us-federal-orders"));
}

#[test]
fn mistakes_in_register_and_map_are_explained() {
    let world = World::new();
    world.write("r.csv", "Model,Compute\nA,1e25\nB,lots\n");
    let map = "--map Compute=training_compute_flop";
    world.run(&format!("law portfolio --csv r.csv {map}")).refuses(&[
        "r.csv:3",
        "column \"Compute\"",
        "lots",
        "a number, in FLOP",
    ]);
    world.run("law portfolio --csv r.csv").refuses(&["r.csv:1", "--map"]);
    world.run("law portfolio --csv r.csv --map Compute=compute").refuses(&["no fact is called"]);
    world.run(&format!("law portfolio --csv none.csv {map}")).refuses(&["none.csv"]);
    world.write("m.toml", "[[column]]\nname = \"Compute\"\nfact = \"x\"\n");
    world.run("law portfolio --csv r.csv --map m.toml").refuses(&["m.toml:3:8", "unknown fact"]);
}
