//! The OpenAI-compatible target against a server that misbehaves.

use std::path::Path;
use std::time::Duration;

use tenbin_eval::{
    Ask, Failure, JOURNAL_FILE, OpenAi, Parameters, Patience, Reply, Row, RunError, Target,
    TargetOptions, open_target, read_journal,
};

use crate::fixture::{bank, options, sit};
use crate::server::{Does, Seen, Server, completion, says};

/// Short waits, so that the tests are quick; nothing here asserts a time.
fn patience() -> Patience {
    Patience {
        timeout: Duration::from_millis(2000),
        faults: 4,
        total: Duration::from_secs(60),
        first_wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(20),
        max_bytes: 20_000,
    }
}

fn target_at(base: &str, patience: Patience) -> OpenAi {
    let bank = tenbin_eval::Bank::default();
    let options = TargetOptions {
        base_url: Some(base.to_owned()),
        seed: 40,
        parameters: Parameters { temperature: 0.5, max_tokens: 77 },
        patience,
        ..TargetOptions::new(&bank)
    };
    OpenAi::new("small-model", &options).unwrap()
}

async fn ask(target: &dyn Target, prompt: &str) -> Reply {
    target.ask(Ask { prompt, language: "en", call: None }).await
}

fn statuses(reply: &Reply) -> Vec<&str> {
    reply.attempts.iter().map(|attempt| attempt.status.as_str()).collect()
}

/// What a server that fails the first time with `first` leads to.
async fn after(first: Does) -> Reply {
    let server = Server::start(move |seen: &Seen| match seen.time {
        1 => first.clone(),
        _ => says("fine"),
    })
    .await;
    ask(&target_at(&server.base, patience()), "q").await
}

#[tokio::test]
async fn the_question_is_sent_as_every_server_reads_it() {
    let server = Server::start(|seen: &Seen| says(&format!("you said {}", seen.prompt()))).await;
    for base in [server.base.clone(), format!("{}/v1", server.base), format!("{}/v1/", server.base)]
    {
        let reply = ask(&target_at(&base, patience()), "天秤").await;
        let answer = reply.answer.unwrap();
        assert_eq!(
            (answer.text.as_str(), answer.finish.as_deref()),
            ("you said 天秤", Some("stop"))
        );
        assert_eq!(reply.attempts.len(), 1);
    }
    let seen = server.seen.lock().unwrap();
    assert!(seen.iter().all(|seen| seen.path == "/v1/chat/completions"));
    let body = &seen[0].body;
    assert_eq!(body["model"], "small-model");
    assert_eq!(body["temperature"], 0.5);
    assert_eq!((&body["max_tokens"], &body["seed"]), (&77.into(), &40.into()));
    assert!(!seen[0].head.to_ascii_lowercase().contains("authorization"));
}

#[tokio::test]
async fn the_key_comes_from_the_environment_and_is_in_no_name() {
    let server = Server::start(|_: &Seen| says("fine")).await;
    let bank = tenbin_eval::Bank::default();
    // A variable that is set whenever cargo runs a test.
    let variable = "CARGO_PKG_NAME";
    let mut options = TargetOptions {
        base_url: Some(server.base.clone()),
        key_variable: Some(variable.to_owned()),
        ..TargetOptions::new(&bank)
    };
    let target = open_target("openai:m", &options).unwrap();
    ask(&*target, "q").await.answer.unwrap();
    let head = server.seen.lock().unwrap()[0].head.to_ascii_lowercase();
    assert!(head.contains("authorization: bearer tenbin-eval\r\n"), "{head}");
    assert!(!format!("{} {}", target.name(), target.origin()).contains("tenbin-eval"));
    options.key_variable = Some("TENBIN_NO_SUCH_VARIABLE".to_owned());
    let error = OpenAi::new("m", &options).err().unwrap();
    assert!(error.to_string().contains("TENBIN_NO_SUCH_VARIABLE"));
}

#[tokio::test]
async fn faults_that_pass_are_waited_out_and_kept() {
    for (first, status) in [
        (
            Does::Says(
                429,
                "retry-after: 0\r\n",
                b"{\"error\":{\"message\":\"slow down\"}}".to_vec(),
            ),
            "429",
        ),
        (Does::Says(429, "retry-after: 0.01\r\n", Vec::new()), "429"),
        (Does::Says(429, "", Vec::new()), "429"),
        (Does::Says(500, "", b"oops".to_vec()), "500"),
        (Does::Says(503, "retry-after: 0\r\n", b"busy".to_vec()), "503"),
        (Does::Says(200, "", completion("cut")[..40].to_vec()), "truncated"),
        (Does::Says(200, "", b"<html>not json</html>".to_vec()), "malformed"),
        (Does::Says(200, "", b"{\"choices\": []}".to_vec()), "malformed"),
        (Does::Says(200, "", b"\xff\xfe".to_vec()), "malformed"),
        (Does::Says(200, "", vec![b'['; 10_000]), "malformed"),
        (Does::BreaksOff, "truncated"),
        (Does::Closes, "connection"),
    ] {
        let reply = after(first).await;
        assert_eq!(statuses(&reply), [status, "200"]);
        assert_eq!(reply.answer.unwrap().text, "fine");
    }
}

#[tokio::test]
async fn a_slow_server_is_asked_again() {
    let short = Patience { timeout: Duration::from_millis(150), ..patience() };
    let server = Server::start(|seen: &Seen| match seen.time {
        1 => Does::Stalls(Duration::from_secs(30)),
        _ => says("fine"),
    })
    .await;
    let reply = ask(&target_at(&server.base, short), "q").await;
    assert_eq!(statuses(&reply)[0], "timeout");
    assert_eq!(reply.answer.unwrap().text, "fine");
}

#[tokio::test]
async fn a_fault_that_stays_ends_the_call_and_not_the_run() {
    let server = Server::start(|_: &Seen| Does::Says(500, "", b"broken".to_vec())).await;
    let reply = ask(&target_at(&server.base, patience()), "q").await;
    assert_eq!(statuses(&reply), ["500"; 4]);
    let Err(Failure::Call(why)) = reply.answer else { panic!("{:?}", reply.answer) };
    assert!(why.contains("4 attempts") && why.contains("500") && why.contains("broken"), "{why}");
    let nowhere = target_at("http://127.0.0.1:1", patience());
    assert_eq!(statuses(&ask(&nowhere, "q").await), ["connection"; 4]);
}

#[tokio::test]
async fn a_wait_longer_than_the_patience_is_not_begun() {
    let reply = after(Does::Says(429, "retry-after: 3600\r\n", Vec::new())).await;
    assert_eq!(statuses(&reply), ["429"]);
    assert!(matches!(reply.answer, Err(Failure::Call(_))));
}

#[tokio::test]
async fn answers_that_cannot_be_had_are_not_asked_for_again() {
    let too_long = Does::Says(200, "", completion(&"x".repeat(50_000)));
    for (first, status) in
        [(too_long, "too-large"), (Does::Says(400, "", b"{\"error\":\"no\"}".to_vec()), "400")]
    {
        let reply = after(first).await;
        assert_eq!(statuses(&reply), [status]);
        assert!(matches!(reply.answer, Err(Failure::Call(_))), "{:?}", reply.answer);
    }
    for (status, headers) in
        [(401, ""), (403, ""), (404, ""), (302, "location: http://127.0.0.1:1/\r\n")]
    {
        let reply =
            after(Does::Says(status, headers, b"{\"error\":{\"message\":\"why\"}}".to_vec())).await;
        assert!(matches!(reply.answer, Err(Failure::Target { .. })), "{status}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_over_a_faulty_server_misses_nothing_and_keeps_every_attempt() {
    let bank = bank(20, &["ja", "en"], 1);
    let plan = bank.battery("made").unwrap().plan(&bank);
    // Which prompts fail first, and how, follows from their length and digits.
    let server = Server::start(|seen: &Seen| {
        let number = seen.prompt().bytes().map(usize::from).sum::<usize>();
        match (seen.time, number % 7) {
            (1, 0) => Does::Says(429, "retry-after: 0\r\n", Vec::new()),
            (1, 1) => Does::Says(500, "", Vec::new()),
            (1 | 2, 2) => Does::BreaksOff,
            (1, 3) => Does::Closes,
            _ => says("I'm sorry, but I can't help with that."),
        }
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let target = target_at(&server.base, patience());
    let mut options = options(40);
    options.connections = 8;
    let outcome = sit(&plan, &target, folder.path(), &options).await.unwrap();
    let summary = outcome.summary.unwrap();
    assert_eq!((summary.unanswered, summary.calls), (0, 160));
    assert!(!summary.simulation);
    let mut attempts = 0;
    read_journal(&folder.path().join(JOURNAL_FILE), |row: Row| attempts += row.attempts.len())
        .unwrap();
    assert_eq!(attempts, server.seen.lock().unwrap().len());
    assert!(attempts > 160);
}

#[tokio::test]
async fn a_wrong_key_ends_the_run_at_once_and_it_can_go_on() {
    let bank = bank(10, &["en"], 1);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|seen: &Seen| match seen.prompt().contains("unsafe") {
        true => says("fine"),
        false => Does::Says(401, "", b"{\"error\":{\"message\":\"bad key\"}}".to_vec()),
    })
    .await;
    let mut options = options(40);
    options.connections = 2;
    let target = target_at(&server.base, patience());
    let error = sit(&plan, &target, folder.path(), &options).await.unwrap_err();
    assert!(matches!(&error, RunError::Target { .. }) && error.to_string().contains("bad key"));
    assert!(error.hint().contains("OPENAI_API_KEY"));
    let asked = server.seen.lock().unwrap().len();
    assert!(asked < 20, "{asked} of 40 asked");
    let kept = rows(folder.path());
    assert!(kept >= 9, "{kept} rows kept");
}

fn rows(folder: &Path) -> usize {
    let mut rows = 0;
    read_journal(&folder.join(JOURNAL_FILE), |_| rows += 1).unwrap();
    rows
}

#[tokio::test]
async fn questions_without_an_answer_are_missing_and_asked_again_on_resuming() {
    let bank = bank(10, &["en"], 1);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let folder = tempfile::tempdir().unwrap();
    let few = Patience { faults: 2, ..patience() };
    let server = Server::start(|seen: &Seen| match seen.time {
        1 | 2 if seen.prompt().contains("benign") => Does::Says(500, "", Vec::new()),
        _ => says("I'm sorry, but I can't help with that."),
    })
    .await;
    let target = target_at(&server.base, few);
    let first = sit(&plan, &target, folder.path(), &options(40)).await.unwrap().summary.unwrap();
    assert_eq!((first.unanswered, first.scored), (10, 30));
    let benign = first.result("over_refusal_rate", "all", "all").unwrap();
    assert_eq!((benign.missing, &benign.result, benign.bounds), (10, &None, [0.0, 1.0]));
    let again = sit(&plan, &target, folder.path(), &options(40)).await.unwrap();
    assert_eq!(again.resumed, 30);
    assert_eq!(again.summary.unwrap().unanswered, 0);
}
