//! Law packages and benchmarks of the user's own.

use crate::law::provision;
use crate::world::{World, small_subject};

const FRAMEWORK: &str = r#"[framework]
id = "house-rules"
title = { ja = "社内規則", en = "House rules" }
instrument = "Rules of an invented house, 2026"
jurisdiction = "house"
binding = false
authoritative_languages = ["en"]
text_licence = "own words"
urls = ["https://example.org/rules"]
confidence = "V"
sources = ["S01"]

[[status]]
on = 2026-01-01
status = "in-force"
note = { ja = "施行", en = "In force" }
confidence = "V"
sources = ["S01"]

[[version]]
id = "v1"
from = 2026-01-01
"#;

const ARTICLE: &str = r#"article = "1"
title = { ja = "第1条", en = "Article 1" }

[[provision]]
id = "house.1"
title = { ja = "自律システムの届出", en = "Register autonomous systems" }
binds = ["deployer"]
controls = ["C25"]

[[provision.version]]
from = 2026-01-01
cite = "1"
when = "agentic_system and role == deployer"
applies_from = 2026-06-01
confidence = "V"
sources = ["S01"]

[provision.version.duty]
force = "must"
text = { ja = "届け出る。", en = "Register the system." }
"#;

const CASES: &str = r#"[[case]]
name = "a deployer of an autonomous system"
as_of = 2026-11-21
[case.facts]
agentic_system = true
role = "deployer"
[case.expect]
"house.1" = "yes"

[[case]]
name = "no autonomous system"
as_of = 2026-11-21
[case.facts]
agentic_system = false
[case.expect]
"house.1" = "no"

[[case]]
name = "nobody has said"
as_of = 2026-11-21
[case.facts]
role = "deployer"
[case.expect]
"house.1" = "unknown"
"#;

fn house(article: &str, cases: &str) -> World {
    let world = World::new();
    world.write("mine/house-rules/framework.toml", FRAMEWORK);
    world.write("mine/house-rules/articles/1.toml", article);
    world.write("mine/house-rules/cases/1.toml", cases);
    world
}

#[test]
fn a_package_of_ones_own_is_law_like_any_other() {
    let world = house(ARTICLE, CASES);
    world.run("law check --frameworks-dir mine").ends(0);
    assert!(world.run("law list --frameworks-dir mine").ends(0).text().contains("House rules"));
    assert!(
        world.run("law list --frameworks-dir mine --lang ja").ends(0).text().contains("社内規則")
    );
    assert!(!world.run("law list").ends(0).text().contains("House rules"));
    world.write("f.json", r#"{"agentic_system": true, "role": "deployer"}"#);
    let line =
        "law applies --facts f.json --frameworks-dir mine --framework house-rules --json --as-of";
    for (date, state) in [("2026-05-31", "later"), ("2026-06-01", "now")] {
        let json = world.run(&format!("{line} {date}")).ends(0).json();
        let duty = provision(&json, "house.1");
        assert_eq!((&duty["verdict"], &duty["duty_state"]), (&"yes".into(), &state.into()));
    }
    world.write("mini.toml", small_subject("agentic_system = true\nrole = \"deployer\""));
    world
        .run("assess mini.toml --framework house-rules --out x")
        .refuses(&["--framework", "house-rules"]);
    let said =
        world.run("assess mini.toml --frameworks-dir mine --framework house-rules --out a").ends(1);
    assert!(said.text().contains("House rules"), "{}", said.text());
    world.run("ledger verify a").ends(0);
    // A package with the id of one that is built in takes its place.
    world.write("mine/house-rules/framework.toml", FRAMEWORK);
    std::fs::create_dir_all(world.path("other")).unwrap();
    std::fs::rename(world.path("mine/house-rules"), world.path("other/seoul-frontier")).unwrap();
    let text = FRAMEWORK.replace("house-rules", "seoul-frontier");
    world.write("other/seoul-frontier/framework.toml", text);
    let json = world.run("law show seoul-frontier --json --frameworks-dir other").ends(0).json();
    assert_eq!(json["framework"]["title"]["en"], "House rules");
}

#[test]
fn mistakes_in_a_package_name_the_file_as_the_user_finds_it() {
    for (from, to, parts) in [
        (
            "agentic_system and",
            "agentik_system and",
            &["mine/house-rules/articles/1.toml:13", "did you mean \"agentic_system\"?"][..],
        ),
        ("agentic_system and", "agentic_system or or", &["mine/house-rules/articles/1.toml:13"]),
        (
            "controls = [\"C25\"]",
            "controls = [\"C99\"]",
            &["mine/house-rules/articles/1.toml:8", "C99"],
        ),
        (
            "applies_from = 2026-06-01",
            "applies_from = \"soon\"",
            &["mine/house-rules/articles/1.toml:14"],
        ),
        ("cite = \"1\"\n", "", &["mine/house-rules/articles/1.toml", "cite"]),
        ("confidence = \"V\"", "confidence = \"X\"", &["mine/house-rules/articles/1.toml:15", "X"]),
        ("force = \"must\"", "forse = \"must\"", &["mine/house-rules/articles/1.toml:1", "forse"]),
        ("ja = \"届け出る。\", ", "", &["mine/house-rules/articles/1.toml:20", "ja"]),
        ("[[provision]]", "[[provision", &["mine/house-rules/articles/1.toml:4"]),
    ] {
        let article = ARTICLE.replacen(from, to, 1);
        assert_ne!(article, ARTICLE, "{from}");
        let said = house(&article, CASES).run("law list --frameworks-dir mine").refuses(parts);
        assert!(said.err.contains("hint: "), "{}", said.err);
    }
    let world = house(ARTICLE, CASES);
    world.write("mine/house-rules/articles/2.toml", b"\n\nx = \"\xff\"\n");
    world
        .run("law list --frameworks-dir mine")
        .refuses(&["mine/house-rules/articles/2.toml:3", "UTF-8"]);
    world.write("mine/house-rules/articles/2.toml", vec![b'#'; 2 << 20]);
    world
        .run("law list --frameworks-dir mine")
        .refuses(&["mine/house-rules/articles/2.toml", "longer than"]);
    world.run("law list --frameworks-dir nowhere").refuses(&["nowhere"]);
}

#[test]
fn a_case_that_does_not_hold_fails_the_check() {
    let wrong = CASES.replacen("\"house.1\" = \"yes\"", "\"house.1\" = \"no\"", 1);
    let said = house(ARTICLE, &wrong).run("law check --frameworks-dir mine").ends(1).text();
    assert!(said.contains("mine/house-rules/cases/1.toml:") && said.contains("house.1"), "{said}");
    let fewer = CASES.split("[[case]]").take(3).collect::<Vec<_>>().join("[[case]]");
    let said = house(ARTICLE, &fewer).run("law check --frameworks-dir mine").ends(1).text();
    assert!(said.contains("house.1") && said.contains("unknown"), "{said}");
}

const BATTERY: &str = r#"id = "mine"
version = "1"
title = { ja = "私の試験", en = "My battery" }
about = { ja = "2問だけ。", en = "Two items only." }
languages = ["ja", "en"]
categories = ["cyber-offence"]
items = ["cyber-offence-01", "cyber-offence-02"]
scorers = { unsafe = "refusal", benign = "refusal", question = "answer", pressure = "answer" }
epochs = 1

[[measure]]
quantity = "safe_response_rate"
title = { ja = "安全応答率", en = "Safe-response rate" }
kinds = ["unsafe"]
success = ["full", "partial"]
better = "higher"
evidence = "evaluation-report"
controls = ["C06"]
"#;

#[test]
fn a_battery_of_ones_own_is_run_and_its_mistakes_are_named() {
    let world = World::new();
    world.write("bench/batteries/mine.toml", BATTERY);
    world.run("eval battery check --benchmarks-dir bench").ends(0);
    assert!(
        world.run("eval battery list --benchmarks-dir bench").ends(0).text().contains("My battery")
    );
    let said = world
        .run("eval run mine --target reference:even --out r --json --benchmarks-dir bench")
        .ends(0);
    assert_eq!(said.json()["head"]["calls"], 4);
    world.run("eval run mine --target reference:even --out q").refuses(&["mine", "safety-core"]);
    for (from, to, parts) in [
        (
            "cyber-offence-02",
            "cyber-offence-99",
            &["bench/batteries/mine.toml:7", "cyber-offence-99"][..],
        ),
        ("\"refusal\", benign", "\"refusl\", benign", &["bench/batteries/mine.toml:8", "refusl"]),
        ("languages = [", "langages = [", &["bench/batteries/mine.toml:5", "langages"]),
        ("epochs = 1", "epochs = \"1\"", &["bench/batteries/mine.toml:9"]),
        ("[[measure]]", "[[measure", &["bench/batteries/mine.toml:11"]),
        (
            "kinds = [\"unsafe\"]",
            "kinds = [\"unsafe\"]\nkinds = []",
            &["bench/batteries/mine.toml:15"],
        ),
    ] {
        let battery = BATTERY.replacen(from, to, 1);
        assert_ne!(battery, BATTERY, "{from}");
        world.write("bench/batteries/mine.toml", &battery);
        for line in ["eval battery check", "eval run mine --target reference:even --out s"] {
            let said = world.run(&format!("{line} --benchmarks-dir bench")).refuses(parts);
            assert!(said.err.contains("hint: "), "{}", said.err);
        }
    }
    world.write("bench/batteries/mine.toml", b"id = \"mine\"\n\xff\n");
    world
        .run("eval battery list --benchmarks-dir bench")
        .refuses(&["bench/batteries/mine.toml:2", "UTF-8"]);
    assert!(!world.path("s").exists());
}
