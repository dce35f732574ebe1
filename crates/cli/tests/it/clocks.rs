//! Reporting deadlines and what breaches could cost.

use serde_json::{Value, json};

use crate::world::{World, project};

fn incident() -> String {
    project("examples/incidents/exfiltration.toml").display().to_string()
}

fn clock<'a>(clocks: &'a Value, id: &str) -> &'a Value {
    let all = clocks["clocks"].as_array().unwrap();
    all.iter().find(|clock| clock["id"] == id).unwrap_or_else(|| panic!("{id} is missing"))
}

#[test]
fn the_example_incident_has_its_deadlines() {
    let world = World::new();
    let line = format!("law clocks --incident {} --now 2026-11-10T12:00:00Z", incident());
    let json = world.run(&format!("{line} --json")).json();
    assert_eq!(json["schema"], "tenbin.clocks/1");
    let of = |id: &str| {
        let clock = clock(&json, id);
        json!([clock["state"], clock["used"]["name"], clock["due"]])
    };
    // California counts days from discovery, the Code of the EU from awareness.
    assert_eq!(
        of("sb53.csi15.report"),
        json!(["running", "detected", "2026-11-17T23:59:59+09:00"])
    );
    assert_eq!(of("cop.S9.b.report"), json!(["met", "aware", "2026-11-07T23:59:59+09:00"]));
    // New York counts hours from the earlier of two events; it binds from 2027.
    assert_eq!(of("raise.72.report"), json!(["not-binding", "aware", "2026-11-05T17:00:00+09:00"]));
    assert_eq!(clock(&json, "raise.72.report")["from"], "2027-01-01");
    // Four weeks from the first report.
    assert_eq!(
        of("cop.S9.e.interim"),
        json!(["running", "submitted", "2026-12-04T23:59:59+01:00"])
    );
    assert_eq!(of("cop.S9.e.final"), json!(["not-started", null, null]));
    // Whether somebody died is not known: the clock may run.
    let death = clock(&json, "cop.S9.c.report");
    assert_eq!(
        (&death["verdict"], &death["open"][0]["fact"]),
        (&json!("unknown"), &json!("incident_death"))
    );
    for clock in json["clocks"].as_array().unwrap() {
        for key in ["cite", "confidence"] {
            assert!(!clock[key].as_str().unwrap().is_empty(), "{clock}");
        }
        assert!(!clock["sources"].as_array().unwrap().is_empty(), "{clock}");
        for key in ["title", "trigger", "recipient"] {
            assert!(clock[key]["ja"].is_string() && clock[key]["en"].is_string(), "{clock}");
        }
    }
    let silent: Vec<&str> = json["silent"]
        .as_array()
        .unwrap()
        .iter()
        .map(|clock| clock["id"].as_str().unwrap())
        .collect();
    assert!(
        silent.contains(&"cop.S9.a.report") && silent.contains(&"raise.72.imminent"),
        "{silent:?}"
    );
}

#[test]
fn the_exit_code_says_overdue_open_or_clear() {
    let world = World::new();
    let file = incident();
    // Fifteen days from 2 November end in the night to the 18th in Japan.
    let california = format!("law clocks --incident {file} --framework ca-sb53");
    world.run(&format!("{california} --now 2026-11-17T14:59:59Z")).ends(0);
    let late = world.run(&format!("{california} --now 2026-11-17T15:00:00Z")).ends(1).text();
    assert!(late.contains("overdue"), "{late}");
    // A death is not ruled out.
    world
        .run(&format!("law clocks --incident {file} --framework eu-gpai-code --now 2026-11-10"))
        .ends(3);
    let ja = world.run(&format!("{california} --now 2026-11-10 --lang ja")).ends(0).text();
    assert!(ja.contains("15日以内") && ja.contains("検知"), "{ja}");
    world.run(&format!("{california} --now 2026-11-17T15:00:00")).refuses(&["--now", "offset"]);
    world.run(&format!("{california} --framework ca-sb54")).refuses(&["did you mean \"ca-sb53\"?"]);
    let wrong = "[incident]\naware = 2026-11-02T08:40:00\n";
    world.write("i.toml", wrong);
    world.run("law clocks --incident i.toml").refuses(&["i.toml:2:9", "no offset from UTC"]);
}

#[test]
fn the_three_formats_give_the_same_clocks() {
    let world = World::new();
    world.write("i.toml", "[incident]\ndetected = 2026-11-02T08:40:00+09:00\n[facts]\nrole = \"provider\"\ncritical_safety_incident = true\ntraining_compute_flop = 2e26\n");
    world.write("i.yaml", "incident:\n  detected: 2026-11-02T08:40:00+09:00\nfacts:\n  role: provider\n  critical_safety_incident: true\n  training_compute_flop: 2e26\n");
    let json = r#"{"incident": {"detected": "2026-11-02T08:40:00+09:00"}, "facts": {"role": "provider", "critical_safety_incident": true, "training_compute_flop": 2e26}}"#;
    world.write("i.json", json);
    let line = |name: &str| {
        format!("law clocks --incident {name} --framework ca-sb53 --now 2026-11-10 --json")
    };
    let mut said: Vec<Vec<u8>> =
        ["i.toml", "i.yaml", "i.json"].map(|name| world.run(&line(name)).out).into();
    said.push(world.feed(&line("-"), json.as_bytes()).out);
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "the answers differ");
}

fn rule<'a>(exposure: &'a Value, id: &str) -> &'a Value {
    let all = exposure["rules"].as_array().unwrap();
    all.iter().find(|rule| rule["id"] == id).unwrap_or_else(|| panic!("{id} is missing"))
}

#[test]
fn fines_come_with_their_arithmetic() {
    let world = World::new();
    let expose = |facts: &Value, framework: &str| {
        let line = format!("law penalty - --as-of 2026-11-21 --framework {framework}");
        let bytes = facts.to_string();
        (
            world.feed(&format!("{line} --json"), bytes.as_bytes()).json(),
            world.feed(&line, bytes.as_bytes()).text(),
        )
    };
    let model = |size: &Value, turnover: f64| {
        let mut facts = json!({"role": "provider", "is_gpai_model": true, "placed_on_eu_market": true,
            "placed_on_eu_market_date": "2026-03-02", "generates_synthetic_content": true,
            "eu_scope": true, "assistive_editing_only": false, "annual_turnover_eur": turnover});
        for (key, value) in size.as_object().unwrap() {
            facts[key] = value.clone();
        }
        facts
    };
    let large = json!({"is_sme": false, "is_smc": false});
    let (json, text) = expose(&model(&large, 2e9), "eu-ai-act");
    assert_eq!(json["schema"], "tenbin.exposure/1");
    assert_eq!(rule(&json, "99-4")["ceilings"][0]["maximum"], json!({"low": 60e6, "high": 60e6}));
    assert!(text.contains("3 % × EUR 2,000,000,000 = EUR 60,000,000"), "{text}");
    assert!(text.contains("the higher of the two = EUR 60,000,000"), "{text}");
    // A small firm: the lower of the two under Art 99, no such rule under Art 101.
    let (json, _) = expose(&model(&json!({"is_sme": true}), 1e7), "eu-ai-act");
    assert_eq!(rule(&json, "99-4")["ceilings"][0]["maximum"]["high"], 300_000.0);
    assert_eq!(rule(&json, "101")["ceilings"][0]["maximum"]["high"], 15e6);
    // California's penalty reaches large developers only.
    let frontier = |revenue: f64| {
        json!({"role": "provider", "training_compute_flop": 2e26, "california_scope": true,
            "annual_gross_revenue_usd": revenue})
    };
    let (json, _) = expose(&frontier(4e8), "ca-sb53");
    assert_eq!(rule(&json, "sb53-pen")["verdict"], "no");
    let (json, _) = expose(&frontier(6e8), "ca-sb53");
    let ceiling = &rule(&json, "sb53-pen")["ceilings"][0];
    assert_eq!((&ceiling["per"], &ceiling["maximum"]["high"]), (&json!("violation"), &json!(1e6)));
}

#[test]
fn amounts_are_converted_only_at_a_given_rate() {
    let world = World::new();
    let subject = std::fs::read_to_string(project("examples/kaede/subject.toml")).unwrap();
    world.write("plain.toml", &subject);
    let plain = world.run("law penalty plain.toml --framework eu-ai-act").text();
    assert!(plain.contains("EUR 15,000,000") && !plain.contains("JPY"), "{plain}");
    let rates = "\n[exchange]\nto = \"JPY\"\nrates = { EUR = 160 }\nsource = \"an example\"\n";
    world.write("rates.toml", format!("{subject}{rates}"));
    let rated = world.run("law penalty rates.toml --framework eu-ai-act").text();
    assert!(rated.contains("JPY 2,400,000,000 (1 EUR = 160 JPY)"), "{rated}");
    assert!(rated.contains("an example"), "{rated}");
}

#[test]
fn law_check_counts_what_is_cited_and_refuses_what_is_not() {
    let world = World::new();
    let checked = world.run("law check --json").json();
    for key in ["dates", "thresholds", "amounts"] {
        assert!(checked["citations"][key].as_u64().unwrap() > 30, "{checked}");
    }
    assert_eq!(checked["citations"]["uncited"], json!([]));
    let text = world.run("law check").text();
    assert!(text.contains("all with a citation"), "{text}");
    // A package of one's own whose clock says nowhere where it is written.
    let clocks = std::fs::read_to_string(project("frameworks/ca-sb53/clocks.toml")).unwrap();
    for name in ["framework.toml", "definitions.toml", "penalties.toml"] {
        let text = std::fs::read(project(&format!("frameworks/ca-sb53/{name}"))).unwrap();
        world.write(&format!("own/ca-sb53/{name}"), text);
    }
    let article = std::fs::read(project("frameworks/ca-sb53/articles/22757-13.toml")).unwrap();
    world.write("own/ca-sb53/articles/22757-13.toml", article);
    let cite = "cite = \"Bus. & Prof. Code 22757.13(c)(1)\"\n";
    world.write("own/ca-sb53/clocks.toml", clocks.replacen(cite, "", 1));
    world.run("law check --frameworks-dir own").refuses(&[
        "own/ca-sb53/clocks.toml:",
        "missing field \"cite\"",
        "add the key cite",
    ]);
}
