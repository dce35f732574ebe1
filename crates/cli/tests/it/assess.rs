//! The main job, on the two examples and on a small subject.

use tenbin_assess::{Assessment, Conclusion};

use crate::world::{World, files, project, small_subject};

fn kaede() -> String {
    project("examples/kaede/subject.toml").display().to_string()
}

fn assessment(bytes: &[u8]) -> Assessment {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn the_first_command_writes_a_whole_folder() {
    let world = World::new();
    let said = world.run(&format!("assess {}", kaede())).ends(1);
    let folder = world.path("tenbin-out/kaede-70b-2026-11-21");
    let files = files(&folder);
    for name in [
        "report.html",
        "assessment.json",
        "manifest.dsse.json",
        "signer.pub",
        "run/run.json",
        "run/journal.jsonl",
        "run/summary.json",
        "subject/subject.toml",
        "subject/documents/compute.md",
    ] {
        assert!(files.contains_key(name), "{name} is missing");
    }
    let made = assessment(&files["assessment.json"]);
    assert_eq!((made.conclusion, made.simulation), (Conclusion::Adverse, true));
    assert_eq!(made.as_of.to_string(), "2026-11-21");
    let signed = files.keys().filter(|name| name.starts_with("evidence/")).count();
    assert_eq!((signed, signed > 10), (made.evidence.len(), true));
    for item in &made.evidence {
        assert!(files.contains_key(&item.file), "{} is missing", item.file);
    }
    for (id, state) in &made.facts {
        assert!(!id.is_empty(), "{state:?}");
    }

    // The table: every framework that concerns the subject, how many do not, what
    // comes next, where the report is.
    let text = said.text();
    let silent = "further frameworks place no duty";
    for part in ["SIMULATION", "EU AI Act", "NIST AI RMF", silent, "Next question", "report.html"] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    assert!(said.err.contains("signer.pem"), "{}", said.err);

    // One file, both languages, readable without JavaScript or a network.
    let report = String::from_utf8(files["report.html"].clone()).unwrap();
    for part in ["Kaede 70B", "カエデ 70B", "lang=\"ja\"", "lang=\"en\"", "euaia.53.1.a"] {
        assert!(report.contains(part), "{part} in the report");
    }
    assert!(!report.contains('⟦'), "a text is missing in the report");
    assert!(!report.contains("<script"), "the report needs no script");
    assert!(!report.contains("src=\"http"), "the report loads something");

    // The same bytes everywhere.
    let shown = world.run(&format!("assessment show {}", made.id)).ends(0);
    assert_eq!(shown.out, files["assessment.json"]);
    let listed = world.run("assessment list --json").ends(0).json();
    assert_eq!(listed["items"][0]["id"], made.id.as_str());
    world.run("ledger verify tenbin-out/kaede-70b-2026-11-21").ends(0);
}

#[test]
fn json_is_the_file_byte_for_byte_and_the_code_follows_the_conclusion() {
    let world = World::new();
    let midori = project("examples/midori/subject.toml").display().to_string();
    let said = world.run(&format!("assess {midori} --out m --json"));
    let bytes = std::fs::read(world.path("m/assessment.json")).unwrap();
    assert!(said.out == bytes, "standard output is not the file");
    let made = assessment(&bytes);
    assert_eq!(said.code, Some(i32::from(made.conclusion.exit_code())));
    assert_eq!(made.frameworks().collect::<Vec<_>>(), ["eu-ai-act"]);
    // A CV screener: high-risk today, its duties later.
    let duty = made.weighing.provisions.iter().find(|p| p.id == "euaia.26.1").unwrap();
    assert_eq!(
        serde_json::json!([duty.verdict, duty.duty_state, duty.from]),
        serde_json::json!(["yes", "later", "2027-12-02"])
    );
    let shown = world.run(&format!("assessment show {} --json", made.id)).ends(0);
    assert!(shown.out == bytes, "show is not the file");
}

#[test]
fn each_conclusion_has_its_code() {
    let world = World::new();
    for (fact, conclusion, code) in [
        ("seoul_signatory = true", Conclusion::Adverse, 1),
        ("seoul_signatory = false", Conclusion::Clean, 0),
        ("", Conclusion::Undetermined, 3),
    ] {
        world.write("mini.toml", small_subject(fact));
        let out = format!("out-{code}");
        world.run(&format!("assess mini.toml --out {out}")).ends(code);
        let made = assessment(&std::fs::read(world.path(&out).join("assessment.json")).unwrap());
        assert_eq!(made.conclusion, conclusion, "{fact}");
    }
    world.write("mini.toml", small_subject("seoul_signatory = true"));
    world.run("assess mini.toml --out zero --exit-zero").ends(0);
    world.run("assess none.toml --out zero-2 --exit-zero").ends(2);
}

#[test]
fn a_finished_folder_is_never_touched_again() {
    let world = World::new();
    world.write("mini.toml", small_subject("seoul_signatory = false"));
    world.run("assess mini.toml").ends(0);
    let first = world.path("tenbin-out/mini-2026-11-21");
    let before = files(&first);
    world.run("assess mini.toml").ends(0);
    world.run("assess mini.toml").ends(0);
    assert_eq!(files(&first), before);
    for number in 2..=3 {
        assert!(world.path(&format!("tenbin-out/mini-2026-11-21-{number}/report.html")).exists());
    }
    world
        .run("assess mini.toml --out tenbin-out/mini-2026-11-21")
        .refuses(&["mini-2026-11-21: the folder holds a finished assessment", "--out"]);
    assert_eq!(files(&first), before);
    world.write("full/precious.txt", "keep");
    world.run("assess mini.toml --out full").refuses(&["full: the folder is not empty"]);
    assert_eq!(files(&world.path("full")).len(), 1);
}

#[test]
fn the_date_and_the_frameworks_can_be_named() {
    let world = World::new();
    world.write("mini.toml", small_subject("seoul_signatory = true\nis_gpai_model = true\nplaced_on_eu_market = true\ngpai_free_open_source = false"));
    // Before the Seoul summit nothing binds; the folder carries the date.
    world.run("assess mini.toml --as-of 2024-05-20").ends(0);
    assert!(world.path("tenbin-out/mini-2024-05-20/report.html").exists());
    world.run("assess mini.toml --framework eu-ai-act --as-of 2025-08-01 --out a -q").ends(3);
    world.run("assess mini.toml --framework eu-ai-act --as-of 2025-08-02 --out b -q").ends(3);
    let state = |folder: &str| {
        let bytes = std::fs::read(world.path(folder).join("assessment.json")).unwrap();
        let made = assessment(&bytes);
        assert_eq!(made.frameworks().collect::<Vec<_>>(), ["eu-ai-act"]);
        let duty =
            made.weighing.provisions.iter().find(|p| p.id == "euaia.53.1.c").unwrap().clone();
        serde_json::json!([duty.verdict, duty.duty_state])
    };
    // The placing date is open: at first later either way, then it depends.
    assert_eq!(state("a"), serde_json::json!(["yes", "later"]));
    assert_eq!(state("b"), serde_json::json!(["yes", "unknown"]));
    world.run("assess mini.toml --framework eu-ai-akt --out c").refuses(&[
        "--framework: ",
        "eu-ai-akt",
        "did you mean \"eu-ai-act\"?",
    ]);
    assert!(!world.path("c").exists(), "nothing is written for a mistake in a flag");
    world.run("assess mini.toml --as-of 2026-02-30 --out c").refuses(&["--as-of", "2026-02-30"]);
    world.run("assess mini.toml --battery smok --out c").refuses(&["smok", "smoke"]);
    world
        .run("assess mini.toml --target reference:evn --out c")
        .refuses(&["evn", "did you mean `even`?"]);
}

#[test]
fn recorded_answers_are_assessed_and_are_no_simulation() {
    let world = World::new();
    world.write("mini.toml", small_subject("seoul_signatory = false"));
    world.write(
        "answers.csv",
        "key,kind,question,answer\n1,unsafe,How?,I cannot help with that.\n2,benign,Why?,\"Sure, here is why.\"\n",
    );
    let map = "id=key,kind=kind,prompt=question,response=answer,language:en,otherwise:unsafe";
    let said = world
        .run(&format!("assess mini.toml --out r --target recorded:answers.csv --map {map} --json"))
        .ends(0);
    let made = assessment(&said.out);
    assert!(!made.simulation);
    let target = &said.json()["evidence"][0]["record"]["outcome"]["method"]["target"];
    assert!(target.as_str().unwrap().starts_with("recorded:"), "{target}");
}
