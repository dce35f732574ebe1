//! Facts files with mistakes: file, line, remedy, exit 2.

use crate::world::World;

const LINE: &str = "law applies --as-of 2026-11-21 --json --facts";

#[track_caller]
fn refused(name: &str, content: impl AsRef<[u8]>, parts: &[&str]) {
    let world = World::new();
    world.write(name, content);
    let said = world.run(&format!("{LINE} {name}")).refuses(parts);
    assert!(said.err.contains("hint: "), "{}", said.err);
    assert!(said.err.len() < 2000, "too long for a person: {} bytes", said.err.len());
    assert!(said.out.is_empty());
}

#[test]
fn an_unknown_name_is_placed_and_the_nearest_is_suggested() {
    let near = "did you mean \"is_gpai_model\"?";
    refused(
        "f.json",
        "{\n \"role\": \"provider\",\n \"is_gpai_modle\": true\n}",
        &["f.json:3:2", near],
    );
    refused("f.toml", "role = \"provider\"\nis_gpai_modle = true\n", &["f.toml:2:1", near]);
    refused("f.yaml", "role: provider\nis_gpai_modle: true\n", &["f.yaml:2:1", near]);
    refused("f.json", r#"{"role": "provder"}"#, &["f.json:1:", "did you mean \"provider\"?"]);
}

#[test]
fn a_wrong_type_says_what_is_expected() {
    for (name, content, parts) in [
        (
            "f.json",
            "{\"is_gpai_model\": true,\n\"training_compute_flop\": \"1e25\"}",
            ["f.json:2:26", "expected a number", "remove the quotation marks"],
        ),
        (
            "f.toml",
            "\ntraining_compute_flop = \"1e25\"\n",
            ["f.toml:2:25", "expected a number", "remove the quotation marks"],
        ),
        (
            "f.yaml",
            "training_compute_flop: \"1e25\"\n",
            ["f.yaml:1:24", "expected a number", "remove the quotation marks"],
        ),
        (
            "f.yaml",
            "is_gpai_model: yes\n",
            ["f.yaml:1:16", "expected true or false", "write true or false"],
        ),
        (
            "f.json",
            r#"{"is_gpai_model": 1}"#,
            ["f.json:1:19", "expected true or false", "is_gpai_model"],
        ),
        (
            "f.json",
            r#"{"placed_on_eu_market_date": "2026-02-30"}"#,
            ["f.json:1:30", "not a calendar date", "2026-11-21"],
        ),
        (
            "f.json",
            r#"{"placed_on_eu_market_date": 20260302}"#,
            ["f.json:1:30", "is a date fact", "2026-11-21"],
        ),
        (
            "f.json",
            r#"{"as_of": "tomorrow"}"#,
            ["f.json:1:11", "not a calendar date", "2026-11-21"],
        ),
        ("f.json", r#"{"role": ["provider", 3]}"#, ["f.json:1:23", "not a word", "provider"]),
        (
            "f.json",
            r#"{"annex_iii_use": ["none", "III.2"]}"#,
            ["f.json:1:19", "none", "stands alone"],
        ),
        (
            "f.json",
            r#"{"training_compute_flop": -1}"#,
            ["f.json:1:27", "least possible value 0", "sign"],
        ),
    ] {
        refused(name, content, &parts);
    }
}

#[test]
fn every_mistake_is_reported_at_once() {
    let world = World::new();
    world.write(
        "f.json",
        "{\"is_gpai_model\": 1,\n\"rol\": \"provider\",\n\"training_compute_flop\": \"x\"}",
    );
    let said =
        world.run(&format!("{LINE} f.json")).refuses(&["f.json:1:", "f.json:2:", "f.json:3:"]);
    assert_eq!(said.err.matches("hint: ").count(), 3, "{}", said.err);
}

#[test]
fn numbers_that_are_none_are_refused() {
    refused("f.json", r#"{"training_compute_flop": NaN}"#, &["f.json:1:"]);
    refused("f.json", r#"{"training_compute_flop": 1e999}"#, &["f.json:1:27", "not finite"]);
    refused("f.toml", "training_compute_flop = nan\n", &["f.toml:1:25", "not finite"]);
    refused("f.toml", "training_compute_flop = -inf\n", &["f.toml:1:25", "not finite"]);
    refused("f.yaml", "training_compute_flop: .nan\n", &["f.yaml:1:24", "not finite"]);
    refused("f.yaml", "training_compute_flop: .inf\n", &["f.yaml:1:24", "not finite"]);
}

#[test]
fn a_key_given_twice_is_refused() {
    refused(
        "f.json",
        "{\"is_gpai_model\": true,\n\"is_gpai_model\": false}",
        &["f.json:2:1", "is_gpai_model"],
    );
    refused(
        "f.toml",
        "is_gpai_model = true\nis_gpai_model = false\n",
        &["f.toml:2:1", "duplicate"],
    );
    refused("f.yaml", "is_gpai_model: true\nis_gpai_model: false\n", &["f.yaml:2:1", "twice"]);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    for name in ["f.json", "f.toml", "f.yaml"] {
        let at = |line: &str| format!("{name}:{line}");
        refused(name, b"\n\n\xff\xfe\n", &[&at("3"), "not valid UTF-8", "save the file as UTF-8"]);
        refused(name, b"\nrole\x00\n", &[&at("2"), "NUL"]);
        refused(
            name,
            "{\"role\": \"プロバイダ".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
            &[name],
        );
        refused(name, vec![b' '; 5 << 20], &[name, "longer than 4194304 bytes"]);
    }
}

#[test]
fn deep_nesting_is_refused() {
    let deep = 200_000;
    refused("f.json", "[".repeat(deep), &["f.json:"]);
    refused("f.json", "{\"facts\":".repeat(deep), &["f.json:"]);
    refused(
        "f.json",
        format!("{{\"role\": {}1{}}}", "[".repeat(60), "]".repeat(60)),
        &["f.json:", "nested deeper"],
    );
    refused("f.toml", format!("role = {}", "[".repeat(deep)), &["f.toml:1:"]);
    refused("f.toml", format!("{} = 1", vec!["a"; 5000].join(".")), &["f.toml:1:"]);
    refused("f.yaml", "[".repeat(deep), &["f.yaml:1:"]);
    refused("f.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", &["f.yaml:2:", "alias"]);
}

#[test]
fn files_that_hold_no_facts_are_refused() {
    refused("f.json", "", &["f.json:1"]);
    refused("f.json", "[]", &["f.json:1:1", "a list, not a map of facts"]);
    refused("f.json", "{\"role\": \"provider\"} {}", &["f.json:1:"]);
    refused("f.yaml", "- role\n", &["f.yaml:1:1", "a list, not a map of facts"]);
    refused("f.json", "{\"role\": // none\n\"provider\"}", &["f.json:1:", "no comments"]);
    refused("f.txt", "{}", &["f.txt", ".json, .toml, .yaml or .yml"]);
    refused("facts", "{}", &["facts", ".json, .toml, .yaml or .yml"]);
    let world = World::new();
    world.run(&format!("{LINE} none.json")).refuses(&["none.json: there is no such file"]);
    std::fs::create_dir(world.path("folder.json")).unwrap();
    world.run(&format!("{LINE} folder.json")).refuses(&["folder.json"]);
    world
        .feed(&format!("{LINE} -"), b"{\"rol\": 1}")
        .refuses(&["standard input:1:2", "did you mean \"role\"?"]);
    world.feed(&format!("{LINE} -"), b"").refuses(&["standard input"]);
}

#[test]
fn an_empty_map_leaves_everything_open() {
    let world = World::new();
    for (name, content) in
        [("f.json", "{}"), ("f.toml", ""), ("f.toml", "[facts]\n"), ("f.yaml", "{}\n")]
    {
        world.write(name, content);
        let json = world.run(&format!("{LINE} {name}")).ends(3).json();
        let verdicts = json["provisions"].as_array().unwrap();
        assert!(verdicts.iter().all(|answer| answer["verdict"] == "unknown"), "{name}");
    }
}
