use std::io::Cursor;

use serde_json::{Value, json};
use tenbin_vocab::Bilingual;

use super::{ResponseError, ScoredResponse, score_responses};
use crate::bank::{RecordedMap, parse_map};
use crate::rows::{Format, RowReader};
use crate::scorers::{Answer, Right, Score, Scorer};

/// Reads the label off the response; `?` cannot be scored.
struct Literal(&'static str, &'static [&'static str]);

const REFUSAL: Literal = Literal("refusal", &["full", "partial", "none"]);
const ANSWER: Literal = Literal("answer", &["correct", "wrong"]);

impl Scorer for Literal {
    fn name(&self) -> &'static str {
        self.0
    }

    fn version(&self) -> &'static str {
        "7"
    }

    fn about(&self) -> Bilingual {
        Bilingual::new("そのまま", "As it stands")
    }

    fn labels(&self) -> &'static [&'static str] {
        self.1
    }

    fn score(&self, answer: &Answer<'_>) -> Option<Score> {
        let score = |label| Score {
            label,
            value: 0.5,
            reason: format!("{}|{}", answer.prompt, answer.language),
        };
        let Some(expect) = answer.expect else {
            let found = self.1.iter().find(|label| **label == answer.response);
            return (answer.response != "?").then(|| score(found.copied().unwrap_or("none")));
        };
        let right = match &expect.right {
            Right::Choice(letter) => answer.response == letter.to_string(),
            Right::Exact(texts) => texts.iter().any(|text| text == answer.response),
            Right::Numeric { value, .. } => answer.response.parse() == Ok(*value),
        };
        Some(score(if right { "correct" } else { "wrong" }))
    }
}

fn score(
    text: &str,
    scorer: &Literal,
    map: Option<&RecordedMap>,
    labels: Option<&str>,
) -> Result<(Value, Vec<Value>), String> {
    let format = if text.starts_with('{') { Format::JsonLines } else { Format::Csv };
    let rows = RowReader::new("f", Some(format), Cursor::new(text.to_owned()))
        .map_err(|e| e.to_string())?;
    let mut seen = Vec::new();
    let report = score_responses(rows, scorer, map, labels, &mut |row| {
        seen.push(json!(row));
        Ok(())
    });
    report.map(|report| (json!(report), seen)).map_err(|error| error.to_string())
}

fn close(value: &Value, expected: f64) -> bool {
    (value.as_f64().unwrap() - expected).abs() < 1e-12
}

#[test]
fn a_scorer_is_compared_with_people() {
    let mut text = "id,prompt,response,human\n".to_owned();
    let cells = [
        ("Refuse", "full", 6),
        ("refuse", "partial", 1),
        ("REFUSE ", "none", 1),
        ("partial", "full", 1),
        ("partial", "none", 1),
        ("comply", "none", 8),
        ("comply", "full", 2),
    ];
    for (human, said, times) in cells {
        for _ in 0..times {
            text.push_str(&format!("i,p,{said},{human}\n"));
        }
    }
    let (report, rows) = score(&text, &REFUSAL, None, Some("human")).unwrap();
    assert_eq!(report["schema"], "tenbin.score/1");
    assert_eq!(report["scorer"], json!({ "name": "refusal", "version": "7" }));
    assert_eq!((&report["n"], &report["warnings"]), (&json!(20), &json!([])));
    let expected = json!({
        "refuse": { "refuse": 6, "partial": 1, "comply": 1 },
        "partial": { "refuse": 1, "partial": 0, "comply": 1 },
        "comply": { "refuse": 2, "partial": 0, "comply": 8 },
    });
    assert_eq!(report["confusion"], expected);
    // 8 of 10 refusals and 8 of 10 compliances: kappa = (0.8 - 0.5) / 0.5.
    for (figure, value) in
        [("sensitivity", 0.8), ("specificity", 0.8), ("balanced_accuracy", 0.8), ("kappa", 0.6)]
    {
        let found = &report[figure];
        assert!(close(&found["estimate"], value), "{figure}: {found}");
        let ends = [0, 1].map(|end| found["interval"][end].as_f64().unwrap());
        assert!(ends[0] < value && value < ends[1], "{figure}: {found}");
    }
    // Wilson (1927) at 8 of 10.
    assert!((report["sensitivity"]["interval"][0].as_f64().unwrap() - 0.490_162).abs() < 1e-6);
    let first = json!({
        "line": 2, "id": "i", "label": "refuse", "predicted": "refuse", "value": 0.5, "reason": "p|",
    });
    assert_eq!(rows[0], first);
    assert_eq!((rows.len(), &rows[7]["predicted"]), (20, &json!("comply")));
}

#[test]
fn figures_without_meaning_are_null_and_say_why() {
    let text = "id,prompt,response,h\n1,p,none,comply\n2,p,none,comply\n3,p,?,refuse\n";
    let (report, rows) = score(text, &REFUSAL, None, Some("h")).unwrap();
    assert_eq!(report["n"], 2);
    for figure in ["sensitivity", "balanced_accuracy", "kappa"] {
        assert_eq!(report[figure], Value::Null);
        let warnings = report["warnings"].as_array().unwrap();
        assert!(warnings.iter().any(|w| w.as_str().unwrap().starts_with(figure)), "{figure}");
    }
    assert_eq!(report["specificity"]["estimate"], 1.0);
    assert!(report["warnings"][0].as_str().unwrap().starts_with("1 responses got no score"));
    assert!(rows[2]["predicted"].is_null() && rows[2]["value"].is_null());
    let text = "id,prompt,response,h\n1,p,none,refuse\n";
    let (report, _) = score(text, &REFUSAL, None, Some("h")).unwrap();
    assert_eq!(report["specificity"], Value::Null);
    assert_eq!(report["sensitivity"]["estimate"], 0.0);
}

#[test]
fn without_labels_the_predictions_are_counted() {
    let text = "{\"id\":1,\"prompt\":\"p\",\"response\":\"full\"}\n\
                {\"id\":2,\"prompt\":\"p\",\"response\":\"\",\"more\":[]}\n";
    let (report, rows) = score(text, &REFUSAL, None, None).unwrap();
    assert_eq!(report["predictions"], json!({ "refuse": 1, "partial": 0, "comply": 1 }));
    assert!(report.get("confusion").is_none() && report["n"] == 2);
    assert_eq!((&rows[0]["id"], &rows[0]["label"]), (&json!("1"), &Value::Null));
}

#[test]
fn answers_are_checked_against_the_right_ones() {
    let text = "id,prompt,response,expect\n1,p,B,B\n2,p,Tokyo,Kyoto\n3,p,7.0,7\n";
    let (report, _) = score(text, &ANSWER, None, None).unwrap();
    assert_eq!(report["labels"], json!({ "correct": 2, "wrong": 1 }));
    assert!(close(&report["accuracy"]["estimate"], 2.0 / 3.0));
    let why = score(text, &ANSWER, None, Some("expect")).unwrap_err();
    assert!(why.contains("does not look for refusals"), "{why}");
    let choice = Literal("choice", ANSWER.1);
    let why = score(text, &choice, None, None).unwrap_err();
    assert!(why.contains("f:3: `Kyoto` is not the letter") && why.contains("f:4:"), "{why}");
    let exact = Literal("exact", ANSWER.1);
    assert_eq!(score(text, &exact, None, None).unwrap().0["labels"]["correct"], 1);
    let why = score(text, &Literal("numeric", ANSWER.1), None, None).unwrap_err();
    assert!(why.contains("f:2: `B` is not a number"), "{why}");
    let why = score("id,prompt,response,expect\n1,p,B,\n", &exact, None, None).unwrap_err();
    assert!(why.contains("f:2: the row has no right answer"), "{why}");
    let why = score("id,prompt,response\n1,p,B\n", &exact, None, None).unwrap_err();
    assert!(why.contains("no column `expect`"), "{why}");
}

#[test]
fn a_map_renames_columns_and_values() {
    let map = |line: &str| parse_map(line).unwrap();
    let text = "key,question,answer,h\na,q,full,2_full_refusal\nb,q,none,1_full_compliance\n";
    let named = map("id=key,prompt=question,response=answer,language:ja,\
         refuse:2_full_refusal,comply:1_full_compliance");
    let (report, rows) = score(text, &REFUSAL, Some(&named), Some("h")).unwrap();
    assert_eq!(report["balanced_accuracy"]["estimate"], 1.0);
    assert_eq!((&rows[0]["id"], &rows[0]["reason"]), (&json!("a"), &json!("q|ja")));
    // A map may do without ids and prompts, and takes those called so.
    let (_, rows) = score(text, &REFUSAL, Some(&map("response=answer")), None).unwrap();
    assert_eq!((&rows[1]["id"], &rows[1]["reason"]), (&json!("row-2"), &json!("|")));
    let text = "id,prompt,answer\na,q,full\n";
    let (_, rows) = score(text, &REFUSAL, Some(&map("response=answer")), None).unwrap();
    assert_eq!((&rows[0]["id"], &rows[0]["reason"]), (&json!("a"), &json!("q|")));
}

#[test]
fn mistakes_name_line_and_remedy() {
    let text = "id,prompt,response,h\n1,p,none,comply\n2,p,none,refused\n3,p,none,\n";
    let why = score(text, &REFUSAL, None, Some("h")).unwrap_err();
    assert!(why.contains("f:3: `refused` is not a label; the labels are refuse, partial, comply"));
    assert!(why.contains("f:4: `` is not a label") && why.contains("[labels]"), "{why}");
    let why = score("id,text\n1,2\n", &REFUSAL, None, Some("label")).unwrap_err();
    for column in ["prompt", "response", "label"] {
        assert!(why.contains(&format!("f:2: there is no column `{column}`")), "{why}");
    }
    let why = score("id,prompt,response\n", &REFUSAL, None, None).unwrap_err();
    assert!(why.contains("holds no row"), "{why}");
    let text = "{\"id\":1,\"prompt\":\"p\",\"response\":\"\"}\n{\"id\":2,\"prompt\":[],\"response\":\"\"}\n\
                {\"id\":3,\"prompt\":\"\"}\n{";
    let why = score(text, &REFUSAL, None, None).unwrap_err();
    for part in [
        "f:2: column `prompt` holds an array",
        "f:3: there is no column `response`",
        "f:4:1: the line is no JSON object",
    ] {
        assert!(why.contains(part), "{why}");
    }
}

#[test]
fn the_taker_of_rows_may_fail() {
    let text = "id,prompt,response\n1,p,none\n";
    let rows = RowReader::new("f", Some(Format::Csv), text.as_bytes()).unwrap();
    let fails = &mut |_: &ScoredResponse<'_>| Err(std::io::Error::other("full"));
    let error = score_responses(rows, &REFUSAL, None, None, fails).unwrap_err();
    assert!(matches!(error, ResponseError::Taken(_)));
}
