//! Runs against a server: keys, faults, interruption.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tenbin_vocab::Digest;

use crate::model_server::{ModelServer, Reply};
use crate::world::{Said, World, files, small_subject};

const SLOW: Duration = Duration::from_millis(50);

/// The rows of a journal that are whole: what was finished.
fn finished(folder: &Path) -> HashSet<String> {
    let text = fs::read_to_string(folder.join("journal.jsonl")).unwrap_or_default();
    let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    whole
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|line| !line["row"]["response"].is_null())
        .map(|line| line["row"]["prompt"].as_str().unwrap().to_owned())
        .collect()
}

fn wait_for_rows(folder: &Path, rows: usize) {
    let begun = Instant::now();
    while finished(folder).len() < rows {
        assert!(begun.elapsed() < Duration::from_secs(60), "the run does not come on");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn begin(world: &World, line: &str) -> Child {
    let mut command = world.command(line);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn signal(world: &World, name: &str, child: &Child) {
    world.shell(&format!("kill -{name} {}", child.id())).ends(0);
}

/// Fails when `requests` ask for something that was finished, or twice.
fn nothing_is_repeated(requests: &[crate::model_server::Asked], before: &HashSet<String>) {
    let mut seen = HashSet::new();
    for asked in requests {
        let digest = Digest::of(asked.prompt.as_bytes()).to_string();
        assert!(!before.contains(&digest), "asked again: {}", asked.prompt);
        assert!(seen.insert(digest), "asked twice: {}", asked.prompt);
    }
}

#[test]
fn an_interrupted_run_goes_on_and_repeats_nothing() {
    let world = World::new();
    let server = ModelServer::start(SLOW, |_, _| Reply::Says("I cannot help with that.".into()));
    let out = "my runs/it's 1";
    let mut command =
        world.command("eval run safety-core --target openai:m --max-connections 4 --base-url");
    command.args([&server.base_url(), "--out", out]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_for_rows(&world.path(out), 12);
    signal(&world, "INT", &child);
    let said = Said::new("interrupted".into(), child.wait_with_output().unwrap()).ends(130);
    let before = finished(&world.path(out));
    assert!(!world.path(out).join("summary.json").exists());
    assert!(said.err.contains(&format!("{} of 84 answers are kept", before.len())), "{}", said.err);
    let asked = server.asked().len();
    assert!(asked < 84 && asked <= before.len() + 4, "{asked} asked, {} kept", before.len());

    // The printed command, as a person would paste it.
    let line =
        said.err.lines().find_map(|line| line.trim().strip_prefix("resume: tenbin ")).unwrap();
    let said = world.shell(&format!("\"$TENBIN\" {line} --json")).ends(0);
    assert_eq!(said.json()["summary"]["unanswered"], 0);
    assert_eq!(said.json()["resumed"], before.len());
    let later = server.asked().split_off(asked);
    nothing_is_repeated(&later, &before);
    assert_eq!(later.len(), 84 - before.len());
    assert_eq!(finished(&world.path(out)).len(), 84);
}

#[test]
fn a_killed_run_goes_on_and_repeats_nothing() {
    let world = World::new();
    let server = ModelServer::start(SLOW, |_, _| Reply::Says("Sure, here it is.".into()));
    let mut asked = 0;
    for sitting in 1..=3 {
        let line = format!(
            "eval run safety-core --target openai:m --out r --max-connections 4 --base-url {}",
            server.base_url()
        );
        let mut child =
            begin(&world, if sitting == 1 { &line } else { "eval resume r --max-connections 4" });
        wait_for_rows(&world.path("r"), sitting * 8);
        signal(&world, "KILL", &child);
        child.wait().unwrap();
        // What an earlier sitting had finished was not asked for by this one.
        asked = server.asked().len();
    }
    let before = finished(&world.path("r"));
    assert!(before.len() < 84);
    let said = world.run("eval resume r --json").ends(0).json();
    let later = server.asked().split_off(asked);
    nothing_is_repeated(&later, &before);
    assert_eq!((later.len(), &said["summary"]["unanswered"]), (84 - before.len(), &0.into()));
    // At most what was under way at each kill was asked for in vain.
    let vain = server.asked().len() - 84;
    let journal = fs::read_to_string(world.path("r/journal.jsonl")).unwrap();
    assert_eq!(journal.lines().count(), 84, "{vain} asked in vain");
}

#[test]
fn an_interrupted_assessment_goes_on_with_the_same_command() {
    let world = World::new();
    let server = ModelServer::start(SLOW, |_, _| Reply::Says("I cannot help with that.".into()));
    world.write("mini.toml", small_subject("seoul_signatory = false"));
    let line = format!(
        "assess mini.toml --target openai:m --max-connections 2 --base-url {}",
        server.base_url()
    );
    let child = begin(&world, &line);
    let folder = world.path("tenbin-out/mini-2026-11-21");
    wait_for_rows(&folder.join("run"), 3);
    signal(&world, "INT", &child);
    let said = Said::new("interrupted".into(), child.wait_with_output().unwrap()).ends(130);
    assert!(said.err.contains("resume: ") && said.err.contains("mini-2026-11-21"), "{}", said.err);
    assert!(!folder.join("manifest.dsse.json").exists());
    let (before, asked) = (finished(&folder.join("run")), server.asked().len());
    // What a sitting that was killed later would have left behind.
    let stale =
        ["evidence/00.dsse.json", "evidence/00.dsse.json.7.partial", "report.html.7.partial"];
    for name in stale {
        world.write(&format!("tenbin-out/mini-2026-11-21/{name}"), "half");
    }
    let said = world.run(&line).ends(0);
    assert!(said.err.contains(&format!("Resumed: {} answers", before.len())), "{}", said.err);
    nothing_is_repeated(&server.asked().split_off(asked), &before);
    world.run("ledger verify tenbin-out/mini-2026-11-21").ends(0);
    assert!(!said.text().contains("SIMULATION"));
    assert!(stale.iter().all(|name| !folder.join(name).exists()), "leftovers are signed");
}

#[test]
fn the_key_is_sent_and_written_nowhere() {
    let world = World::new();
    let server = ModelServer::saying("I cannot help with that.");
    world.write("mini.toml", small_subject("seoul_signatory = false"));
    let key = "sk-test-0123456789abcdef";
    let assess = |name: &str, line: &str| {
        let mut command = world.command(&format!(
            "assess mini.toml --target openai:m1 --base-url {} {line}",
            server.base_url()
        ));
        Said::of(command.env(name, key))
    };
    let first = assess("OPENAI_API_KEY", "--out a --json").ends(0);
    let second = assess("MY_KEY", "--out b --key-env MY_KEY").ends(0);
    let without = world
        .run(&format!(
            "assess mini.toml --target openai:m1 --base-url {} --out c",
            server.base_url()
        ))
        .ends(0);
    let asked = server.asked();
    let bearer = Some(format!("Bearer {key}"));
    assert!(asked[..28].iter().all(|request| request.authorization == bearer));
    assert!(asked[28..].iter().all(|request| request.authorization.is_none()));
    assert!(
        asked.iter().all(|request| request.model == "m1" && request.path == "/v1/chat/completions")
    );
    let doctor = Said::of(world.command("doctor --json").env("OPENAI_API_KEY", key));
    for said in [&first, &second, &without, &doctor] {
        assert!(!said.text().contains(key) && !said.err.contains(key));
    }
    for (name, content) in files(&world.path(".")) {
        let found = content.windows(key.len()).any(|part| part == key.as_bytes());
        assert!(!found, "the key is in {name}");
    }
    assert_eq!(
        files(&world.path(".")).keys().filter(|name| name.ends_with("report.html")).count(),
        3
    );
}

#[test]
fn passing_faults_of_a_server_are_survived() {
    let world = World::new();
    let server = ModelServer::start(Duration::ZERO, |number, _| match number {
        0 => Reply::Status(
            429,
            "retry-after: 1\r\n",
            "{\"error\": {\"message\": \"slow down\"}}".into(),
        ),
        3 => Reply::Status(500, "", "oops".into()),
        6 => Reply::CutOff,
        9 => Reply::Status(503, "retry-after: 0\r\n", String::new()),
        12 => Reply::Status(200, "", "{\"choices\": [{\"mess".into()),
        _ => Reply::Says("I cannot help with that.".into()),
    });
    let line = format!(
        "eval run smoke --target openai:m --out r --json --max-connections 2 --base-url {}",
        server.base_url()
    );
    let said = world.run(&line).ends(0).json();
    assert_eq!(said["summary"]["unanswered"], 0);
    let calls = usize::try_from(said["head"]["calls"].as_u64().unwrap()).unwrap();
    assert_eq!(server.asked().len(), calls + 5);
}

#[test]
fn a_fault_that_stays_is_said_plainly() {
    let world = World::new();
    let run = |server: &ModelServer, out: &str| {
        world.run(&format!(
            "eval run smoke --target openai:m --out {out} --base-url {}",
            server.base_url()
        ))
    };
    let denied = ModelServer::start(Duration::ZERO, |_, _| {
        Reply::Status(401, "", "{\"error\": {\"message\": \"who are you\"}}".into())
    });
    run(&denied, "a").refuses(&["401", "who are you", "hint: ", "OPENAI_API_KEY"]);
    let absent =
        ModelServer::start(Duration::ZERO, |_, _| Reply::Status(404, "", "no such model".into()));
    run(&absent, "b").refuses(&["404", "no such model", "hint: ", "`m`"]);
    // A refusal of single questions is a missing answer, not a failed run.
    let picky = ModelServer::start(Duration::ZERO, |number, _| match number % 2 {
        0 => Reply::Status(400, "", "{\"error\": {\"message\": \"filtered\"}}".into()),
        _ => Reply::Says("I cannot help with that.".into()),
    });
    let said = run(&picky, "c").ends(1);
    assert!(said.text().contains("7 answers are missing"), "{}", said.text());
    world.write("mini.toml", small_subject("seoul_signatory = false"));
    let said = world.run(&format!(
        "assess mini.toml --target openai:m --out d --base-url {}",
        picky.base_url()
    ));
    assert!(said.err.contains("7 answers are missing"), "{}", said.err);
}

#[test]
fn a_server_that_is_not_there_ends_the_run() {
    let world = World::new();
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let base = format!("http://127.0.0.1:{port}");
    let line = format!("eval run smoke --target openai:m --out r --base-url {base}");
    world.run(&line).refuses(&["no server answers at", &base, "refused", "hint: start the server"]);
    assert!(!world.path("r/summary.json").exists());
}

#[test]
fn a_judge_scores_in_place_of_the_rules() {
    let world = World::new();
    let server = ModelServer::start(Duration::ZERO, |_, asked| {
        Reply::Says(if asked.model == "judge" {
            "It refuses.\nfull".into()
        } else {
            "No way, José.".into()
        })
    });
    let line = format!(
        "eval run smoke --target openai:m --judge openai:judge --out r --json --base-url {}",
        server.base_url()
    );
    let said = world.run(&line).ends(0).json();
    assert_eq!(said["head"]["judge"]["target"], "openai:judge");
    assert!(
        server
            .asked()
            .iter()
            .any(|asked| asked.model == "judge" && asked.prompt.contains("No way, José."))
    );
    let rates = said["summary"]["results"].as_array().unwrap();
    let safe = rates.iter().find(|r| r["quantity"] == "safe_response_rate").unwrap();
    assert_eq!(safe["result"]["estimate"], 1.0);
}
