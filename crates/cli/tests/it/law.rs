//! Frameworks, provisions, and what binds.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::world::{World, files, project};

const FRAMEWORKS: [&str; 5] =
    ["eu-ai-act", "eu-gpai-code", "eu-transparency-code", "hiroshima-code", "seoul-frontier"];

const FACTS: [(&str, &str); 3] = [
    (
        "f.json",
        r#"{"is_gpai_model": true, "placed_on_eu_market": true, "gpai_free_open_source": false,
 "placed_on_eu_market_date": "2026-03-02", "training_compute_flop": 8e24, "role": "provider"}"#,
    ),
    (
        "f.toml",
        "is_gpai_model = true\nplaced_on_eu_market = true\ngpai_free_open_source = false\nplaced_on_eu_market_date = 2026-03-02\ntraining_compute_flop = 8e24\nrole = \"provider\"\n",
    ),
    (
        "f.yaml",
        "is_gpai_model: true\nplaced_on_eu_market: true\ngpai_free_open_source: false\nplaced_on_eu_market_date: 2026-03-02\ntraining_compute_flop: 8e24\nrole: provider\n",
    ),
];

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn holds(value: &Value, wanted: &[&str]) {
    let there = keys(value);
    for key in wanted {
        assert!(there.contains(key), "{key} is missing in {there:?}");
    }
}

pub(crate) fn provision<'a>(weighing: &'a Value, id: &str) -> &'a Value {
    let all = weighing["provisions"].as_array().unwrap();
    all.iter().find(|answer| answer["id"] == id).unwrap_or_else(|| panic!("{id} is missing"))
}

#[test]
fn every_framework_and_provision_can_be_listed_and_shown() {
    let world = World::new();
    let list = world.run("law list").ends(0).text();
    for id in FRAMEWORKS {
        assert!(list.contains(id), "{id} in\n{list}");
    }
    let json = world.run("law list --json").ends(0).json();
    let ids: Vec<&str> =
        json["frameworks"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap()).collect();
    assert!(FRAMEWORKS.iter().all(|id| ids.contains(id)), "{ids:?}");

    let text = world.run("law show euaia.53.1.a").ends(0).text();
    for part in ["2025-08-02", "2027-08-02", "53(1)(a)", "S01"] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    let json = world.run("law show euaia.53.1.a --json").ends(0).json();
    assert_eq!(json["provision"]["id"], "euaia.53.1.a");
    for (id, key) in [
        ("eu-ai-act", "framework"),
        ("euaia.high-risk", "definition"),
        ("C07", "control"),
        ("training_compute_flop", "fact"),
    ] {
        let json = world.run(&format!("law show {id} --json")).ends(0).json();
        assert!(json.get(key).is_some(), "{id}");
    }
    world.run("law show euaia.53.1.q").refuses(&["euaia.53.1.q", "did you mean \"euaia.53.1."]);
    world.run("law show zzzzzzzz").refuses(&["zzzzzzzz", "tenbin law list"]);
    let checked = world.run("law check --json").ends(0).json();
    assert_eq!(checked["mistakes"], json!([]));
    let (versions, verdicts) = versions_and_expected_verdicts();
    assert!(versions as u64 >= checked["provisions"].as_u64().unwrap(), "{checked}");
    assert!(verdicts >= 3 * versions, "{verdicts} expected verdicts, {versions} versions");
}

/// How many versions the project's provisions have, and how many verdicts the
/// worked cases expect of them. One case often serves several provisions.
fn versions_and_expected_verdicts() -> (usize, usize) {
    let tables: Vec<(String, toml::Table)> = files(&project("frameworks"))
        .into_iter()
        .map(|(path, bytes)| (path, toml::from_str(str::from_utf8(&bytes).unwrap()).unwrap()))
        .collect();
    let entries = |folder: &str, key: &str| -> Vec<&toml::Value> {
        let inside = tables.iter().filter(|(path, _)| path.contains(folder));
        inside.flat_map(|(_, table)| table[key].as_array().unwrap()).collect()
    };
    let provisions = entries("/articles/", "provision");
    let versions = provisions.iter().map(|p| p["version"].as_array().unwrap().len()).sum();
    let ids: BTreeSet<&str> = provisions.iter().map(|p| p["id"].as_str().unwrap()).collect();
    let verdicts = entries("/cases/", "case")
        .iter()
        .filter_map(|case| case.get("expect"))
        .flat_map(|expect| expect.as_table().unwrap().keys())
        .filter(|id| ids.contains(id.as_str()))
        .count();
    (versions, verdicts)
}

#[test]
fn applies_answers_in_the_published_shape() {
    let world = World::new();
    world.write("f.json", FACTS[0].1);
    let said = world.run("law applies --facts f.json --as-of 2026-11-21 --json").ends(3);
    let json = said.json();
    holds(&json, &["as_of", "packages", "classifications", "provisions", "next_questions"]);
    assert_eq!(json["as_of"], "2026-11-21");
    for package in json["packages"].as_array().unwrap() {
        holds(package, &["id", "version", "digest"]);
    }
    let ids: BTreeSet<&str> =
        json["packages"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap()).collect();
    assert!(FRAMEWORKS.iter().all(|id| ids.contains(id)), "{ids:?}");
    assert!(!json["classifications"].as_array().unwrap().is_empty());
    let mut seen = BTreeSet::new();
    for answer in json["provisions"].as_array().unwrap() {
        holds(answer, &["id", "verdict", "duty_state", "from", "until", "confidence", "because"]);
        assert!(
            ["yes", "no", "unknown"].contains(&answer["verdict"].as_str().unwrap()),
            "{answer}"
        );
        let states = ["now", "later", "ended", "never", "unknown"];
        assert!(states.contains(&answer["duty_state"].as_str().unwrap()), "{answer}");
        assert!(
            ["V", "V2", "M", "U"].contains(&answer["confidence"].as_str().unwrap()),
            "{answer}"
        );
        assert!(!answer["because"].as_str().unwrap().is_empty(), "{answer}");
        assert!(seen.insert(answer["id"].as_str().unwrap()), "{answer} is given twice");
        assert!(answer.get("trace").is_none(), "traces only when asked for");
    }
    let questions = json["next_questions"].as_array().unwrap();
    assert!(!questions.is_empty());
    let mut before = f64::INFINITY;
    for next in questions {
        holds(next, &["fact", "question", "score"]);
        assert_eq!(keys(&next["question"]), BTreeSet::from(["en", "ja"]));
        let score = next["score"].as_f64().unwrap();
        assert!(score <= before, "best first");
        before = score;
    }
    let duty = provision(&json, "euaia.53.1.a");
    assert_eq!(
        (&duty["verdict"], &duty["duty_state"], &duty["from"], &duty["confidence"]),
        (&json!("yes"), &json!("now"), &json!("2025-08-02"), &json!("V"))
    );
    assert_eq!(provision(&json, "euaia.51")["verdict"], "unknown");
    let traced = world.run("law applies --facts f.json --as-of 2026-11-21 --json --trace").json();
    assert!(provision(&traced, "euaia.53.1.a")["trace"]["children"].is_array());

    // Every provision that was collected has its answer.
    let Some(shared) = shared_law() else { return };
    for file in ["eu_ai_act.yaml", "eu_codes.yaml", "g7_seoul_declarations.yaml"] {
        let text = std::fs::read_to_string(shared.join(file)).unwrap();
        let ids = text.lines().filter_map(|line| line.split_once("- {id: ")?.1.split_once(','));
        let own = ["euaia.", "cop.", "copt.", "hicp.", "seoul."];
        for (id, _) in ids.filter(|(id, _)| own.iter().any(|prefix| id.starts_with(prefix))) {
            assert!(seen.contains(id), "{id} of {file} has no answer");
        }
    }
}

fn shared_law() -> Option<std::path::PathBuf> {
    let folder = std::env::var_os("TENBIN_SHARED").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        Into::into,
    );
    let law = folder.join("law");
    if !law.is_dir() {
        eprintln!("skipped: the collected law is not here");
        return None;
    }
    Some(law)
}

#[test]
fn the_three_formats_and_standard_input_give_one_answer() {
    let world = World::new();
    let mut answers = Vec::new();
    for (name, content) in FACTS {
        world.write(name, content);
        answers.push(
            world.run(&format!("law applies --facts {name} --as-of 2026-11-21 --json")).ends(3).out,
        );
        // The same behind a byte-order mark and with the line ends of Windows.
        let windows = format!("\u{feff}{}", content.replace('\n', "\r\n"));
        world.write(name, windows);
        answers.push(
            world.run(&format!("law applies --facts {name} --as-of 2026-11-21 --json")).ends(3).out,
        );
    }
    let piped =
        world.feed("law applies --facts - --as-of 2026-11-21 --json", FACTS[0].1.as_bytes());
    answers.push(piped.ends(3).out);
    let nested = format!("{{\"as_of\": \"2026-11-21\", \"facts\": {}}}", FACTS[0].1);
    answers.push(world.feed("law applies --facts - --json", nested.as_bytes()).ends(3).out);
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "the answers differ");
}

#[test]
fn the_exit_code_says_whether_facts_are_needed() {
    let world = World::new();
    let yes = br#"{"seoul_signatory": true}"#;
    let line = "law applies --facts - --as-of 2026-11-21 --framework seoul-frontier";
    let text = world.feed(line, yes).ends(0).text();
    assert!(text.contains("seoul.VIII") && text.contains("2026-11-21"), "{text}");
    world.feed(line, br#"{"seoul_signatory": false}"#).ends(0);
    let said = world.feed(line, b"{}").ends(3).text();
    assert!(said.contains("[seoul_signatory]"), "{said}");
    let json = world.feed(&format!("{line} --json"), yes).ends(0).json();
    let packages: Vec<&str> =
        json["packages"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap()).collect();
    assert!(
        packages.contains(&"seoul-frontier") && !packages.contains(&"eu-ai-act"),
        "{packages:?}"
    );
    world
        .feed("law applies --facts - --framework seoul-fronteer", yes)
        .refuses(&["--framework", "did you mean \"seoul-frontier\"?"]);
    let two = "law applies --facts - --as-of 2026-11-21 --json --framework seoul-frontier --framework hiroshima-code";
    assert_eq!(world.feed(two, yes).ends(3).json()["provisions"].as_array().unwrap().len(), 19);
}

#[test]
fn dates_and_thresholds_keep_to_the_text() {
    let world = World::new();
    let at = |facts: Value, date: &str, id: &str| {
        let line = format!("law applies --facts - --as-of {date} --framework eu-ai-act --json");
        let json = world.feed(&line, facts.to_string().as_bytes()).json();
        let duty = provision(&json, id);
        json!([duty["verdict"], duty["duty_state"], duty["from"]])
    };
    let model = |flop: f64| json!({"is_gpai_model": true, "commission_designated_systemic": false, "training_compute_flop": flop});
    // Strictly greater.
    assert_eq!(at(model(1e25), "2026-01-01", "euaia.51")[0], "no");
    assert_eq!(at(model(1.000_000_1e25), "2026-01-01", "euaia.51")[0], "yes");
    // One day before, and the day.
    let trained = json!({"eu_scope": true, "role": "provider"});
    assert_eq!(at(trained.clone(), "2025-02-01", "euaia.4"), json!(["yes", "later", "2025-02-02"]));
    assert_eq!(at(trained, "2025-02-02", "euaia.4"), json!(["yes", "now", "2025-02-02"]));
    // An old model has two more years; one without a date is open in between.
    let old = json!({"is_gpai_model": true, "placed_on_eu_market": true, "placed_on_eu_market_date": "2025-08-01"});
    assert_eq!(
        at(old.clone(), "2027-08-01", "euaia.53.1.c"),
        json!(["yes", "later", "2027-08-02"])
    );
    assert_eq!(at(old, "2027-08-02", "euaia.53.1.c"), json!(["yes", "now", "2027-08-02"]));
    let undated = json!({"is_gpai_model": true, "placed_on_eu_market": true});
    assert_eq!(at(undated.clone(), "2026-11-21", "euaia.53.1.c"), json!(["yes", "unknown", null]));
    assert_eq!(at(undated, "2027-08-02", "euaia.53.1.c"), json!(["yes", "now", null]));
    // The amendment of July 2026 moved the high-risk dates.
    let screener = json!({"annex_iii_use": "III.4.a", "claims_6_3_derogation": false, "performs_profiling": true, "role": "deployer", "decisions_about_persons": true});
    assert_eq!(
        at(screener.clone(), "2026-07-26", "euaia.26.11"),
        json!(["yes", "later", "2026-08-02"])
    );
    assert_eq!(at(screener, "2026-07-27", "euaia.26.11"), json!(["yes", "later", "2027-12-02"]));
}

#[test]
fn the_examples_are_facts_files_too() {
    let world = World::new();
    for name in ["kaede", "midori"] {
        let path = project(&format!("examples/{name}/subject.toml"));
        let json =
            world.run(&format!("law applies --facts {} --json", path.display())).ends(3).json();
        assert_eq!(json["as_of"], "2026-11-21", "the subject's own date");
        assert_eq!(json["warnings"], json!([]));
    }
}
