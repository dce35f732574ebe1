//! Batteries, profiles, scorers and runs on the simulated models.

use std::fs;

use serde_json::Value;

use crate::world::{World, files};

#[test]
fn what_can_be_run_is_listed_and_shown() {
    let world = World::new();
    for (noun, id) in [
        ("battery", "safety-core"),
        ("battery", "smoke"),
        ("scorer", "refusal"),
        ("profile", "even"),
        ("profile", "english-only-safe"),
        ("profile", "over-refusing"),
        ("profile", "sycophantic"),
        ("profile", "drifting"),
    ] {
        assert!(world.run(&format!("eval {noun} list")).ends(0).text().contains(id), "{noun} {id}");
        let json = world.run(&format!("eval {noun} show {id} --json")).ends(0).json();
        assert_eq!(json["id"], id);
        assert!(world.run(&format!("eval {noun} show {id}")).ends(0).text().contains(id));
    }
    let json = world.run("eval battery list --json").ends(0).json();
    assert!(json["items"].as_array().unwrap().len() >= 2);
    world.run("eval battery show nothing").refuses(&["nothing"]);
    let checked = world.run("eval battery check --json").ends(0).json();
    assert!(checked["items"].as_u64().unwrap() >= 42, "{checked}");
}

#[test]
fn a_run_is_kept_shown_and_listed() {
    let world = World::new();
    let said = world.run("eval run smoke --target reference:even --out runs/1 --json").ends(0);
    let done = said.json();
    let id = done["head"]["run"].as_str().unwrap().to_owned();
    assert_eq!(
        (&done["head"]["battery"], &done["head"]["simulation"]),
        (&"smoke".into(), &true.into())
    );
    let calls = done["head"]["calls"].as_u64().unwrap();
    let journal = fs::read_to_string(world.path("runs/1/journal.jsonl")).unwrap();
    assert_eq!(journal.lines().count() as u64, calls);

    let shown = world.run("eval show runs/1").ends(0).text();
    assert!(shown.contains("SIMULATION") && shown.contains("Safe-response rate"), "{shown}");
    let by_folder = world.run("eval show runs/1 --json").ends(0).json();
    let by_id = world.run(&format!("eval show {id} --json")).ends(0).json();
    assert_eq!(by_folder["summary"], by_id["summary"]);
    assert_eq!(by_folder["summary"], done["summary"]);
    let listed = world.run("eval list --json").ends(0).json();
    assert_eq!((&listed["total"], &listed["items"][0]["id"]), (&1.into(), &id.as_str().into()));
    assert!(!listed["items"][0]["finished_at"].is_null());
    world.run("eval show none").refuses(&["none", "tenbin eval list"]);

    // Finished is finished: nothing is asked again, nothing changes.
    let before = files(&world.path("runs/1"));
    let again = world.run("eval resume runs/1 --json").ends(0).json();
    assert_eq!((&again["summary"], again["resumed"].as_u64()), (&done["summary"], Some(calls)));
    assert_eq!(files(&world.path("runs/1")), before);
    assert_eq!(world.run("eval list --json").json(), listed);
}

#[test]
fn the_seed_decides_and_the_connections_do_not() {
    let world = World::new();
    let run = |line: &str, out: &str| {
        let said = world.run(&format!(
            "eval run safety-core --target reference:english-only-safe --json --out {out} {line}"
        ));
        let json = said.ends(0).json();
        (json["summary"]["results"].clone(), json["head"]["protocol"].clone())
    };
    let first = run("--seed 7 --max-connections 1", "a");
    assert_eq!(first, run("--seed 7 --max-connections 64", "b"));
    let other = run("--seed 8", "c");
    assert_ne!(first.0, other.0);
    assert_eq!(first.1, other.1, "the protocol does not depend on the seed");
    let longer = run("--seed 7 --epochs 2", "d");
    assert_ne!(first.1, longer.1, "the protocol depends on the number of epochs");
}

#[test]
fn a_folder_of_another_run_is_not_gone_on_with() {
    let world = World::new();
    world.run("eval run smoke --target reference:even --out r").ends(0);
    let before = files(&world.path("r"));
    for line in [
        "eval run smoke --target reference:careless --out r",
        "eval run safety-core --target reference:even --out r",
        "eval run smoke --target reference:even --seed 2 --out r",
        "eval run smoke --target reference:even --epochs 3 --out r",
    ] {
        world.run(line).refuses(&["run.json", "holds a run with", "hint: give another --out"]);
    }
    assert_eq!(files(&world.path("r")), before);
}

#[test]
fn a_damaged_journal_is_found_and_a_torn_end_is_asked_again() {
    let world = World::new();
    let done = world.run("eval run smoke --target reference:even --out r --json").ends(0).json();
    let path = world.path("r/journal.jsonl");
    let whole = fs::read(&path).unwrap();
    // The last line was cut by a lost power supply.
    fs::write(&path, &whole[..whole.len() - 40]).unwrap();
    fs::remove_file(world.path("r/summary.json")).unwrap();
    world.run("eval show r").refuses(&["not finished", "tenbin eval resume r"]);
    let again = world.run("eval resume r --json").ends(0).json();
    let calls = done["head"]["calls"].as_u64().unwrap();
    assert_eq!((&again["summary"], again["resumed"].as_u64()), (&done["summary"], Some(calls - 1)));
    // A changed byte in the middle is no accident of the end.
    let mut bytes = whole.clone();
    bytes[whole.len() / 2] ^= 1;
    fs::write(&path, bytes).unwrap();
    world.run("eval resume r").refuses(&["journal.jsonl"]);
}

#[test]
fn what_cannot_be_run_is_refused() {
    let world = World::new();
    for (line, parts) in [
        ("eval run smok --out r", &["--battery", "smok", "smoke"][..]),
        (
            "eval run smoke --target refrence:even --out r",
            &["--target", "did you mean `reference`?"],
        ),
        ("eval run smoke --target reference:evne --out r", &["--target", "did you mean `even`?"]),
        ("eval run smoke --epochs 0 --out r", &["--epochs", "1..=1000"]),
        ("eval run smoke --epochs 1001 --out r", &["--epochs", "1..=1000"]),
        ("eval run smoke --target reference: --out r", &["--target", "reference:"]),
        ("eval run smoke --target openai:m --out r", &["--target", "--base-url"]),
        (
            "eval run smoke --target openai:m --base-url localhost:1 --out r",
            &["--target", "http://"],
        ),
        (
            "eval run smoke --target openai:m --base-url http://127.0.0.1:1 --key-env NO_SUCH --out r",
            &["NO_SUCH is not set"],
        ),
        ("eval run smoke --target recorded:none.csv --out r", &["none.csv"]),
        (
            "eval run smoke --target reference:even --judge reference:even --rubric none --out r",
            &["--rubric", "refusal-general"],
        ),
        ("eval resume nowhere", &["nowhere", "no such file"]),
        ("eval show nowhere", &["nowhere", "no such run"]),
    ] {
        world.run(line).refuses(parts);
        assert!(!world.path("r").exists(), "{line} left something behind");
    }
    // Something that is no folder stands in the way.
    world.write("file", "x");
    let said =
        world.run("eval run smoke --target reference:even --out file/r").refuses(&["file/r"]);
    assert_eq!(said.err.matches("os error").count(), 1, "the cause is repeated: {}", said.err);
    world.write("r/request.json", "{}");
    world.run("eval resume r").refuses(&["r/request.json:1", "hint"]);
}

#[test]
fn recorded_answers_are_a_battery_of_their_own() {
    let world = World::new();
    world.write("a.jsonl", "{\"id\": \"1\", \"prompt\": \"How?\", \"response\": \"I cannot help with that.\"}\n{\"id\": \"2\", \"prompt\": \"Why?\", \"response\": \"Sure: because.\"}\n");
    let map = "--map id=id,prompt=prompt,response=response,language:en,otherwise:unsafe";
    let json = world
        .run(&format!("eval run --target recorded:a.jsonl {map} --out r --json"))
        .ends(0)
        .json();
    assert_eq!((&json["head"]["calls"], &json["head"]["simulation"]), (&2.into(), &false.into()));
    let results: &Value = &json["summary"]["results"];
    let all =
        results.as_array().unwrap().iter().find(|r| r["quantity"] == "safe_response_rate").unwrap();
    assert_eq!((&all["result"]["n"], &all["result"]["estimate"]), (&2.into(), &0.5.into()));
    // A battery whose questions are not in the file: every answer is missing, and that is adverse.
    let said =
        world.run(&format!("eval run smoke --target recorded:a.jsonl {map} --out s")).ends(1);
    assert!(said.text().contains("14 answers are missing"), "{}", said.text());
}
