//! What every kind of target must do. A new kind adds its specimen here.

use std::sync::Arc;

use tenbin_eval::{
    Ask, Bank, Call, Kind, Question, TARGETS, Target, TargetOptions, open_target, parse_map,
};

use crate::fixture::bank;
use crate::server::{Seen, Server, says};

/// A target of each kind that can answer `question-0`, with the spec it was
/// opened by.
async fn specimen(
    scheme: &str,
    bank: &Bank,
    folder: &std::path::Path,
) -> (String, Arc<dyn Target>) {
    let mut options = TargetOptions::new(bank);
    options.folder = Some(folder.to_owned());
    let spec = match scheme {
        "reference" => "reference:even".to_owned(),
        "openai" => {
            let server =
                Server::start(|seen: &Seen| says(&format!("{} B", seen.prompt().len()))).await;
            options.base_url = Some(server.base.clone());
            "openai:some-model".to_owned()
        }
        "recorded" => {
            std::fs::write(folder.join("answers.csv"), "id,answer\nquestion-0,B\n").unwrap();
            options.map = Some(parse_map("id=id,response=answer,language:en").unwrap());
            "recorded:answers.csv".to_owned()
        }
        other => panic!("the kind `{other}` has no specimen in this test"),
    };
    let target = open_target(&spec, &options).unwrap();
    (spec, target)
}

fn question(prompt: &str) -> Question {
    Question {
        item: "question-0".into(),
        category: "made".into(),
        kind: Kind::Benign,
        language: "en".into(),
        prompt: prompt.into(),
        expect: None,
    }
}

#[tokio::test]
async fn every_kind_of_target_keeps_the_rules() {
    let bank = bank(1, &["en"], 1);
    for kind in TARGETS {
        let folder = tempfile::tempdir().unwrap();
        let (spec, target) = specimen(kind.scheme, &bank, folder.path()).await;
        assert_eq!(target.name(), spec, "the name is the spec");
        assert_eq!(target.is_simulation(), kind.scheme == "reference");
        let long = "長い".repeat(200_000);
        for prompt in ["plain", "", "\u{0}\u{202e}\u{feff}", "\r\n\"\\{{prompt}}", &long] {
            let question = question(prompt);
            let call = Call { question: &question, epoch: 1 };
            let ask = Ask { prompt, language: "en", call: Some(call) };
            let first = target.ask(ask).await;
            assert!(first.answer.is_ok(), "{spec}: {:?}", first.answer);
            assert_eq!(first.answer, target.ask(ask).await.answer, "{spec}: another answer");
            // As a judge it may decline, but it may not panic.
            let _ = target.ask(Ask { prompt, language: "xx", call: None }).await;
        }
    }
}

#[tokio::test]
async fn every_kind_refuses_an_empty_name() {
    let bank = bank(1, &["en"], 1);
    for kind in TARGETS {
        let spec = format!("{}:", kind.scheme);
        let error = open_target(&spec, &TargetOptions::new(&bank)).err().unwrap();
        assert!(error.hint().contains(kind.argument), "{spec}: {error}");
    }
}
