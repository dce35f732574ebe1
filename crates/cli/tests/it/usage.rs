//! Help, flags, settings, languages, streams.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::world::{Said, World, project, small_subject};

/// Every command, found by reading the help from the top.
fn commands(world: &World) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut at = 0;
    while at < found.len() {
        let help = world.run(&format!("{} --help", found[at])).ends(0).text();
        let listed = help
            .split("Commands:\n")
            .nth(1)
            .map(|rest| rest.split("\n\n").next().unwrap().to_owned());
        for line in listed.iter().flat_map(|list| list.lines()) {
            // A word two columns in is a name; deeper lines go on with the text.
            let name = line.strip_prefix("  ").filter(|rest| !rest.starts_with(' '));
            if let Some(name) = name.and_then(|rest| rest.split_whitespace().next()) {
                found.push(format!("{} {name}", found[at]).trim().to_owned());
            }
        }
        at += 1;
    }
    found
}

#[test]
fn every_help_begins_with_an_example_that_is_understood() {
    let world = World::new();
    let all = commands(&world);
    assert!(all.len() > 30 && all.iter().any(|name| name == "eval battery show"), "{all:?}");
    for name in all {
        let help = world.run(&format!("{name} --help")).ends(0).text();
        let example = help.split("\n\n").next().unwrap().replace('\n', " ");
        let line =
            example.strip_prefix("Example: tenbin ").unwrap_or_else(|| panic!("{name}: {help}"));
        assert!(line.starts_with(&name), "{name}: {line}");
        assert!(help.contains("--json"), "{name}");
        // The example's flags exist: with --help added, clap reads them all.
        world.run(&format!("{line} --help")).ends(0);
        world.run(&format!("{name} --no-such-flag")).refuses(&["--no-such-flag"]);
    }
    assert!(world.run("--version").ends(0).text().starts_with("tenbin "));
}

#[test]
fn a_line_that_makes_no_sense_ends_with_two() {
    let world = World::new();
    for line in [
        "",
        "law",
        "lw list",
        "law lst",
        "assess",
        "eval score",
        "law applies",
        "law list --lang fr",
        "law list --color pink",
        "eval list --limit x",
        "serve --bind nowhere",
    ] {
        let said = world.run(line).ends(2);
        assert!(said.out.is_empty() && !said.err.is_empty(), "{line}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let world = World::new();
    for line in [
        "law list",
        "law show eu-ai-act --json",
        "law check",
        "eval battery show safety-core",
        "doctor",
        "--help",
    ] {
        let said =
            world.shell(&format!("{{ \"$TENBIN\" {line}; echo $? >&2; }} | head -1")).ends(0);
        assert_eq!(said.err.trim(), "0", "{line}");
        assert_eq!(said.text().lines().count(), 1);
    }
    // Nobody reads at all.
    let mut command = world.command("law show eu-ai-act --json");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let said = Said::new("law show".into(), child.wait_with_output().unwrap()).ends(0);
    assert!(said.err.is_empty(), "{}", said.err);
    #[cfg(target_os = "linux")]
    world.shell("\"$TENBIN\" law list > /dev/full").refuses(&["standard output"]);
}

#[test]
fn colour_only_where_it_is_wanted() {
    let world = World::new();
    assert!(!world.run("law list").text().contains('\u{1b}'));
    assert!(world.run("law list --color always").text().contains('\u{1b}'));
    assert!(!world.run("law list --color never").text().contains('\u{1b}'));
    // On a terminal, NO_COLOR turns it off; `script` makes the terminal.
    let terminal = |before: &str| {
        world.shell(&format!("command -v script >/dev/null || exit 77; {before} script -qec '\"$TENBIN\" law list' /dev/null"))
    };
    let plain = terminal("NO_COLOR=1");
    if plain.code == Some(77) {
        eprintln!("skipped: no `script` to make a terminal with");
        return;
    }
    assert!(
        plain.text().contains("eu-ai-act") && !plain.text().contains('\u{1b}'),
        "{}",
        plain.text()
    );
    assert!(terminal("TERM=xterm").text().contains('\u{1b}'));
}

#[test]
fn japanese_everywhere_and_no_text_is_missing() {
    let world = World::new();
    world.write("mini.toml", small_subject(""));
    world.write("f.json", r#"{"is_gpai_model": true, "role": "provider"}"#);
    world.write("r.csv", "id,prompt,response,label\n1,p,I cannot help with that.,refuse\n");
    let kaede = project("examples/kaede/subject.toml");
    for line in [
        "assess mini.toml --out a",
        "assessment list",
        "subject list",
        "eval list",
        "ledger list",
        "eval run smoke --target reference:even --out r",
        "eval show r",
        "eval resume r",
        "eval battery list",
        "eval battery show smoke",
        "eval battery check",
        "eval scorer list",
        "eval scorer show refusal",
        "eval profile list",
        "eval profile show even",
        "eval score --scorer refusal --responses r.csv --labels label",
        "law list",
        "law show euaia.50.2",
        "law show euaia.high-risk",
        "law show C07",
        "law show role",
        "law applies --facts f.json --as-of 2026-11-21",
        "law applies --facts f.json --trace",
        "law check",
        "ledger keygen --out k.pem",
        "ledger verify a",
        "doctor",
        "config show --origin",
    ] {
        let said = world.run(&format!("{line} --lang ja"));
        assert!([Some(0), Some(3)].contains(&said.code), "{line}: {:?} {}", said.code, said.err);
        let text = format!("{}{}", said.text(), said.err);
        assert!(!text.contains('⟦'), "{line}\n{text}");
        assert!(!said.text().is_empty(), "{line}");
    }
    world.write("a/report.html", "changed");
    let said = world.run("ledger verify a --lang ja").ends(1).text();
    assert!(!said.contains('⟦') && said.contains("report.html"), "{said}");
    let said = world.run(&format!("assess {} --out k --lang ja", kaede.display())).ends(1);
    let text = format!("{}{}", said.text(), said.err);
    assert!(text.contains("カエデ 70B") && text.contains("次") && !text.contains('⟦'), "{text}");
    let english = world.run("law list --lang en").text();
    assert_ne!(english, world.run("law list --lang ja").text());
    assert_eq!(english, Said::of(world.command("law list").env("LANG", "de_DE.UTF-8")).text());
    assert_ne!(english, Said::of(world.command("law list").env("LANG", "ja_JP.UTF-8")).text());
}

fn setting(said: &Value, name: &str) -> (Value, String) {
    let all = said["settings"].as_array().unwrap();
    let one = all.iter().find(|setting| setting["name"] == name).unwrap();
    (one["value"].clone(), one["origin"].as_str().unwrap().to_owned())
}

#[test]
fn the_nearest_setting_wins_and_says_where_it_comes_from() {
    let world = World::new();
    let show = |variable: Option<&str>, flags: &[&str]| {
        let mut command = world.bare();
        command.args(["config", "show", "--origin", "--json"]).args(flags);
        if let Some(value) = variable {
            command.env("TENBIN_LANG", value).env("TENBIN_DATA_DIR", "from-env");
        }
        Said::of(&mut command).ends(0).json()
    };
    assert_eq!(setting(&show(None, &[]), "lang"), (json!("en"), "default".into()));
    let home = setting(&show(None, &[]), "data_dir");
    assert_eq!((home.0, home.1.as_str()), (json!(world.path(".local/share/tenbin")), "default"));

    world.write(".config/tenbin/config.toml", "lang = \"ja\"\nmax_connections = 3\n");
    let (value, origin) = setting(&show(None, &[]), "lang");
    assert_eq!(
        (value, origin.ends_with(".config/tenbin/config.toml")),
        (json!("ja"), true),
        "{origin}"
    );

    world.write("tenbin.toml", "lang = \"en\"\ndata_dir = \"from-project\"\n");
    let all = show(None, &[]);
    let (value, origin) = setting(&all, "lang");
    assert_eq!((value, origin.ends_with("/tenbin.toml")), (json!("en"), true), "{origin}");
    // What the project file does not say comes from the user's.
    assert_eq!(setting(&all, "max_connections").0, json!("3"));

    let all = show(Some("ja"), &[]);
    assert_eq!(setting(&all, "lang"), (json!("ja"), "TENBIN_LANG".into()));
    assert_eq!(setting(&all, "data_dir"), (json!("from-env"), "TENBIN_DATA_DIR".into()));

    let all = show(Some("ja"), &["--lang", "en", "--data-dir", "from-flag"]);
    assert_eq!(setting(&all, "lang"), (json!("en"), "flag --lang".into()));
    assert_eq!(setting(&all, "data_dir"), (json!("from-flag"), "flag --data-dir".into()));

    // From a folder below, the project file still counts, and names its own folder.
    std::fs::create_dir_all(world.path("below/deep")).unwrap();
    let said = Said::of(
        world.bare().current_dir(world.path("below/deep")).args(["config", "show", "--json"]),
    );
    let (value, _) = setting(&said.ends(0).json(), "data_dir");
    let named = std::path::PathBuf::from(value.as_str().unwrap());
    assert_eq!(named.file_name().unwrap(), "from-project");
    assert_eq!(
        named.parent().unwrap().canonicalize().unwrap(),
        world.path("").canonicalize().unwrap()
    );
    // The table says the same.
    let mut command = world.bare();
    let table = Said::of(command.args(["config", "show", "--origin"])).ends(0).text();
    assert!(table.contains("tenbin.toml"), "{table}");
}

#[test]
fn mistakes_in_settings_are_named() {
    let world = World::new();
    for (text, parts) in [
        ("lang = \"ja\"\nlnag = \"ja\"\n", &["tenbin.toml:2", "lnag", "settings: lang"][..]),
        ("max_connections = \"ten\"\n", &["tenbin.toml:1"]),
        ("lang = \"fr\"\n", &["tenbin.toml", "fr"]),
        ("lang = \n", &["tenbin.toml:1"]),
    ] {
        world.write("tenbin.toml", text);
        world.run("law list").refuses(parts);
    }
    std::fs::remove_file(world.path("tenbin.toml")).unwrap();
    Said::of(world.command("law list").env("TENBIN_LANG", "xx")).refuses(&["TENBIN_LANG", "xx"]);
    Said::of(world.command("law list").env("TENBIN_MAX_CONNECTIONS", "-1"))
        .refuses(&["TENBIN_MAX_CONNECTIONS"]);
}

#[test]
fn doctor_says_what_works() {
    let world = World::new();
    let state = |said: &Value, name: &str| {
        let checks = said["checks"].as_array().unwrap();
        let check =
            checks.iter().find(|c| c["name"] == name).unwrap_or_else(|| panic!("{name} in {said}"));
        check["state"].as_str().unwrap().to_owned()
    };
    let said = world.run("doctor --json").ends(0).json();
    for name in ["framework eu-ai-act", "item bank", "store"] {
        assert_eq!(state(&said, name), "ok");
    }
    assert_eq!(state(&said, "signing key"), "missing");
    world.run("ledger keygen").ends(0);
    assert_eq!(state(&world.run("doctor --json").json(), "signing key"), "ok");
    // A damaged key or store is broken, and the code says so.
    std::fs::write(world.path("data/keys/signer.pem"), "garbage").unwrap();
    assert_eq!(state(&world.run("doctor --json").ends(1).json(), "signing key"), "broken");
    std::fs::write(world.path("data/tenbin.sqlite3"), vec![7; 8192]).unwrap();
    assert_eq!(state(&world.run("doctor --json").ends(1).json(), "store"), "broken");
    world.run("subject list").refuses(&["tenbin.sqlite3"]);
    // A data folder that cannot be made.
    world.write("file", "x");
    Said::of(world.bare().args(["--data-dir", "file/data", "subject", "list"]))
        .refuses(&["file/data"]);
}

#[test]
fn what_is_not_there_is_named_with_the_way_to_the_list() {
    let world = World::new();
    for (line, list) in [
        ("subject show none", "tenbin subject list"),
        ("assessment show none", "tenbin assessment list"),
        ("ledger show none", "tenbin ledger list"),
        ("eval show none", "tenbin eval list"),
    ] {
        world.run(line).refuses(&["none", list]);
    }
    for line in ["subject list", "assessment list", "ledger list", "eval list"] {
        let json = world.run(&format!("{line} --json")).ends(0).json();
        assert_eq!(json, json!({"total": 0, "items": []}));
        world.run(line).ends(0);
    }
}

#[test]
fn standard_output_is_data_and_quiet_is_quiet() {
    let world = World::new();
    world.write("mini.toml", small_subject("seoul_signatory = false"));
    let loud = world.run("assess mini.toml --out a").ends(0);
    assert!(loud.err.contains("signing key") && !loud.text().contains("signing key"));
    let quiet = world.run("assess mini.toml --out b -q").ends(0);
    assert!(quiet.err.is_empty(), "{}", quiet.err);
    assert!(!quiet.text().is_empty());
}
