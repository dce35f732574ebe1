//! What starts, changes or ends when; the calendar file; what an amendment
//! changed; one question at a time.

use std::fs;

use crate::world::{World, project};

fn midori() -> String {
    project("examples/midori/subject.toml").display().to_string()
}

#[test]
fn the_timeline_is_for_everybody_or_for_one_subject() {
    let world = World::new();
    let all = world.run("law timeline --as-of 2026-11-21 --json").ends(0).json();
    assert_eq!(all["schema"], "tenbin.law-timeline/1");
    let lines = all["lines"].as_array().unwrap();
    assert!(lines.len() > 200, "{}", lines.len());
    assert!(lines.iter().all(|line| line["cite"].as_str().is_some_and(|cite| !cite.is_empty())));
    let own = format!("law timeline {} --from 2026-07-27 --to 2026-07-27", midori());
    let json = world.run(&format!("{own} --json")).ends(0).json();
    assert_eq!(json["subject"], "midori-cv");
    let lines = json["lines"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["date"] == "2026-07-27"));
    let moved = lines.iter().find(|l| l["id"] == "euaia.9" && l["kind"] == "duty-moves").unwrap();
    assert_eq!(moved["effect"]["starts_before"][0], "2026-08-02");
    assert_eq!(moved["effect"]["starts"][0], "2027-12-02");
    let text = world.run(&format!("{own} --lang ja")).ends(0).text();
    assert!(
        text.contains("2026-08-02 → 2027-12-02") && text.contains("適用開始日の変更"),
        "{text}"
    );
    let one = world.run("law timeline --framework seoul-frontier").ends(0).text();
    assert!(!one.contains("EU AI Act"));
    world.run("law timeline --framework nowhere").refuses(&["nowhere"]);
    world.run("law timeline none.toml").refuses(&["none.toml", "no such file"]);
}

#[test]
fn the_calendar_file_never_takes_the_place_of_another() {
    let world = World::new();
    let line = format!("law deadlines {} --ics d.ics", midori());
    world.run(&line).ends(0);
    let first = fs::read_to_string(world.path("d.ics")).unwrap();
    assert!(
        first.starts_with("BEGIN:VCALENDAR\r\n") && first.contains("DTSTART;VALUE=DATE:20271202")
    );
    assert!(!first.contains("VALARM"));
    // Its own file is written anew, in another language and with reminders.
    world.run(&format!("{line} --lang ja --alarm 30")).ends(0);
    let second = fs::read_to_string(world.path("d.ics")).unwrap();
    assert!(second.contains("TRIGGER:-P30D") && second.contains("SUMMARY;LANGUAGE=ja:"));
    let uids = |file: &str| -> Vec<String> {
        file.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    assert_eq!(uids(&first), uids(&second));
    world.write("d.ics", "somebody's diary");
    world.run(&line).refuses(&["d.ics", "did not make"]);
    assert_eq!(fs::read_to_string(world.path("d.ics")).unwrap(), "somebody's diary");
    let json = world.run(&format!("law deadlines {} --json", midori())).ends(0).json();
    for line in json["lines"].as_array().unwrap() {
        assert!(line["past"] == false || line["kind"] == "due", "{line}");
    }
}

#[test]
fn the_omnibus_in_one_command() {
    let world = World::new();
    let line = "law diff eu-ai-act 2026-07-27 2026-07-26";
    let json = world.run(&format!("{line} --json")).ends(0).json();
    assert_eq!((&json["from"], &json["to"]), (&"2026-07-26".into(), &"2026-07-27".into()));
    assert!(json["subject"].is_null());
    let text = world.run(&format!("{line} --subject {}", midori())).ends(0).text();
    for part in [
        "euaia.5.1.ba",
        "euaia.5.1.bb",
        "- 2026-08-02: annex_iii_use in annex_iii_list",
        "+ 2027-12-02: annex_iii_use in annex_iii_list",
        "+ 2026-12-02: placed_on_eu_market_date < 2026-08-02 [111(4)]",
        "For midori-cv:",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    world.run("law diff eu-ai-akt 2026-07-26 2026-07-27").refuses(&["eu-ai-akt", "eu-ai-act"]);
    world.run("law diff eu-ai-act 2026-07-26 soon").ends(2);
}

#[test]
fn questions_are_asked_until_nothing_is_open_and_answers_are_kept() {
    let world = World::new();
    let own = "role = \"provider\"\n";
    world.write("me.toml", own);
    // Stopped after two answers: both are kept, the third question comes next.
    let line = "law ask me.toml --framework seoul-frontier";
    let said = world.feed(line, b"nonsense\n").ends(3).text();
    assert!(said.contains("does not answer it"), "{said}");
    let first = world.feed(line, b"no\n").text();
    assert!(world.path("me.answers.toml").exists(), "{first}");
    let rest = world.feed(line, "no\n".repeat(40).as_bytes()).ends(0).text();
    assert!(
        rest.contains("Going on with 1 answer") && rest.contains("Nothing material is open"),
        "{rest}"
    );
    assert_eq!(fs::read_to_string(world.path("me.toml")).unwrap(), own);
    // The file of answers is a facts file, and counts where it is named.
    world.run("law applies --facts me.answers.toml --framework seoul-frontier").ends(0);
    world.run("law timeline me.toml --answers me.answers.toml --framework seoul-frontier").ends(0);
    world.run("law ask me.toml --answers me.toml").refuses(&["not written to"]);
}

#[test]
fn another_program_can_ask() {
    let world = World::new();
    let json = world.run("law ask --framework seoul-frontier --json").ends(3).json();
    assert_eq!(json["schema"], "tenbin.law-question/1");
    let fact = json["question"]["fact"].as_str().unwrap().to_owned();
    assert!(json["hangs"].as_array().is_some_and(|hangs| !hangs.is_empty()));
    let line = format!("law ask --framework seoul-frontier --json --answer {fact}=?");
    let next = world.run(&line).ends(3).json();
    assert_ne!(next["question"]["fact"], fact.as_str(), "asked again");
    assert!(!world.path(".answers.toml").exists());
    world.run("law ask --json --answer role").refuses(&["--answer", "FACT=VALUE"]);
    world.run("law ask --json --answer rolle=provider").refuses(&["rolle", "role"]);
    world.run("law ask --json --answer role=king").refuses(&["role", "king"]);
    // Nothing on standard input is no answer.
    world.run("law ask --framework seoul-frontier").ends(3);
}
