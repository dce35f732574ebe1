//! Mistakes in packages.

use super::*;

/// The mistakes of a library with these files.
fn mistakes(files: &[(&str, &str)]) -> String {
    try_library(files).unwrap_err().to_string()
}

fn of_article(body: &str) -> String {
    mistakes(&[("articles/a.toml", body)])
}

#[test]
fn a_small_package_loads() {
    let library = under("a");
    assert_eq!(library.frameworks().len(), 1);
    assert_eq!(library.provisions().len(), 1);
    assert_eq!(library.vocabulary().facts().len(), 11);
    assert_eq!(library.provision("p").unwrap().versions[0].when.text, "a");
    assert!(library.roles().iter().any(|role| role.id == "big_provider" && role.name.is_some()));
    assert!(library.definition("nothing").is_none());
}

#[test]
fn unknown_ids_are_named_with_the_nearest() {
    let text = article("when = 'a'");
    let with = |from: &str, to: &str| of_article(&text.replace(from, to));
    assert!(with("C01", "C02").contains("a.toml:8:13: unknown control \"C02\""));
    assert!(with("C01", "C02").contains("did you mean \"C01\"?"));
    assert!(with("[\"provider\"]", "[\"provder\"]").contains("unknown role \"provder\""));
    assert!(with("[\"provider\"]", "[\"provder\"]").contains("did you mean \"provider\"?"));
    assert!(with("S1", "S2").contains("unknown source \"S2\""));
    assert!(with("force = \"must\"", "force = \"mast\"").contains("did you mean \"must\"?"));
    assert!(with("confidence = \"V\"", "confidence = \"W\"").contains("unknown variant \"W\""));
    let with_duty = |key: &str| with("force = \"must\"", &format!("force = \"must\"\n{key}"));
    assert!(with_duty("penalty = '99'").contains("unknown penalty \"99\""));
    assert!(with_duty("evidence = ['reprot']").contains("did you mean \"report\"?"));
    let by = "by = { anchor = 'a', offset_days = 1, cite = '1' }";
    assert!(with_duty(by).contains("the anchor \"a\" is a bool fact, not a date"));
    let by = "by = { anchor = 'mett', offset_days = 1, cite = '1' }";
    assert!(with_duty(by).contains("did you mean \"met\"?"));
    let schedule = article("when = 'a'\nschedule = 'x'");
    assert!(of_article(&schedule).contains("unknown schedule \"x\""));
}

#[test]
fn unknown_and_missing_keys_are_named() {
    let text = article("when = 'a'\naplies_from = 2025-01-01");
    assert!(of_article(&text).contains("unknown field \"aplies_from\""));
    assert!(of_article(&text).contains("did you mean \"applies_from\"?"));
    let text = article("when = 'a'").replace("cite = \"1(1)\"\n", "");
    assert!(of_article(&text).contains("missing field \"cite\"\n  hint: add the key cite"));
    let text = article("when = 'a'").replace("sources = [\"S1\"]", "sources = []");
    assert!(of_article(&text).contains("names no source"));
    let text = article("when = 'a'").replace("cite = \"1(1)\"", "cite = \" \"");
    assert!(of_article(&text).contains("the citation is empty"));
    let text = article("when = 'a'").replace("en = \"Do it\"", "en = \"\"");
    assert!(of_article(&text).contains("the text in en is empty"));
    let text = article("when = 'a'").replace(", en = \"Do it\"", "");
    assert!(of_article(&text).contains("missing field \"en\""));
}

#[test]
fn dates_are_checked() {
    let bad = |body: &str| of_article(&provision("p", body));
    let ends = bad("from = 2024-01-01\nuntil = 2024-01-01\nwhen = 'a'");
    assert!(ends.contains("the version ends before it starts"), "{ends}");
    let time = bad("from = 2024-01-01T00:00:00\nwhen = 'a'");
    assert!(time.contains("is not a calendar date"), "{time}");
    let text = bad("from = '2024-01-01'\nwhen = 'a'");
    assert!(text.contains("invalid type") || text.contains("expected"), "{text}");
    let body =
        "from = 2024-01-01\nwhen = 'a'\napplies_from = 2026-01-01\napplies_until = 2025-01-01";
    assert!(bad(body).contains("the duty ends before it starts"));
    let both = "from = 2024-01-01\nwhen = 'a'\napplies_from = 2026-01-01\nschedule = 'x'";
    assert!(bad(both).contains("exclude each other"));
    let rule = "from = 2024-01-01\nwhen = 'a'\nlegacy = [{ when = 'b', cite = '1', confidence = 'V', sources = ['S1'] }]";
    assert!(bad(rule).contains("either a date or never = true"));
    let framework = format!("{FRAMEWORK}\n[[version]]\nid = 'v2'\nfrom = 2025-01-01\n");
    let found = mistakes(&[("framework.toml", &framework)]);
    assert!(found.contains("overlaps the one before, which has no end"), "{found}");
    let status = format!(
        "{FRAMEWORK}\n[[status]]\non = 2025-01-01\nstatus = 'in-force'\nconfidence = 'V'\nsources = ['S1']\n[[status]]\non = 2024-01-01\nstatus = 'adopted'\nconfidence = 'V'\nsources = ['S1']\n"
    );
    assert!(mistakes(&[("framework.toml", &status)]).contains("put the oldest first"));
}

fn definition(id: &str, name: &str, when: &str) -> String {
    format!(
        "[[definition]]\nid = \"{id}\"\nname = \"{name}\"\ntitle = {{ ja = \"x\", en = \"x\" }}\n[[definition.version]]\nfrom = 2024-01-01\nwhen = \"{when}\"\ncite = \"1\"\nconfidence = \"V\"\nsources = [\"S1\"]\n"
    )
}

#[test]
fn definitions_stand_in_no_circle() {
    let text = definition("d.1", "one", "two or a") + &definition("d.2", "two", "not one");
    let found = mistakes(&[("definitions.toml", &text)]);
    assert!(found.contains("\"one\" is defined in a circle, through two"), "{found}");
    assert!(found.contains("\"two\" is defined in a circle, through one"), "{found}");
    let own = definition("d.1", "one", "one or a");
    assert!(mistakes(&[("definitions.toml", &own)]).contains("through one"));
    // Order in the file does not matter.
    let text = definition("d.1", "one", "two or a") + &definition("d.2", "two", "b");
    assert_eq!(library(&[("definitions.toml", &text)]).definitions()[0].name, "two");
    let chain: String = (0..40)
        .map(|at| definition(&format!("d.{at}"), &format!("n{at}"), &format!("n{} or a", at + 1)))
        .collect::<String>()
        + &definition("d.40", "n40", "b");
    assert!(mistakes(&[("definitions.toml", &chain)]).contains("chain of more than 32"));
}

#[test]
fn names_and_ids_are_unique() {
    let text = definition("d.1", "one", "a") + &definition("d.1", "two", "b");
    let found = mistakes(&[("definitions.toml", &text)]);
    assert!(found.contains("the id \"d.1\" is used twice"), "{found}");
    assert!(found.contains("definitions.toml:2"), "{found}");
    let text = definition("d.1", "one", "a") + &definition("d.2", "one", "b");
    assert!(mistakes(&[("definitions.toml", &text)]).contains("\"one\" is defined twice"));
    let text = definition("d.1", "size", "a");
    assert!(mistakes(&[("definitions.toml", &text)]).contains("\"size\" is a number fact"));
    let text = definition("d.1", "and", "a");
    assert!(mistakes(&[("definitions.toml", &text)]).contains("not a name for a definition"));
    let text = article("when = 'a'") + &article("when = 'b'");
    assert!(of_article(&text).contains("the id \"p\" is used twice"));
    let text = definition("p", "one", "a");
    let found =
        mistakes(&[("definitions.toml", &text), ("articles/a.toml", &article("when = 'a'"))]);
    assert!(found.contains("the id \"p\" is used twice"));
}

#[test]
fn the_vocabulary_is_checked() {
    let with = |entry: &str| {
        let text = format!("{FACTS}\n{entry}");
        mistakes(&[("frameworks/facts.toml", &text)])
    };
    let fact = |name: &str, rest: &str| {
        format!(
            "[fact.{name}]\nsubject = \"model\"\nquestion = {{ ja = \"?\", en = \"?\" }}\n{rest}"
        )
    };
    assert!(with(&fact("as_of", "type = \"date\"\ncost = 1")).contains("not a fact name"));
    assert!(with(&fact("Big", "type = \"bool\"\ncost = 1")).contains("not a fact name"));
    assert!(with(&fact("z", "type = \"boole\"\ncost = 1")).contains("did you mean \"bool\"?"));
    assert!(with(&fact("z", "type = \"bool\"\ncost = 11")).contains("the cost is 11"));
    assert!(
        with(&fact("z", "type = \"bool\"\ncost = 1\nmin = 0")).contains("only a number has a min")
    );
    assert!(with(&fact("z", "type = \"one-of\"\ncost = 1")).contains("between 1 and 64 values"));
    assert!(
        with(&fact("z", "type = \"bool\"\ncost = 1\nvalues = [\"x\"]")).contains("only a one-of")
    );
    let group = "type = \"one-of\"\ncost = 1\nvalues = [\"x\", \"none\"]\ngroups = { g = [\"xx\", \"none\"] }";
    assert!(with(&fact("z", group)).contains("unknown value \"xx\""));
    assert!(with(&fact("z", group)).contains("stands alone and belongs to no group"));
    assert!(with(&fact("a", "type = \"bool\"\ncost = 1")).contains("duplicate key"));
    let none = load(&[]).unwrap_err().to_string();
    assert!(none.contains("frameworks/facts.toml: the file is missing"));
}

#[test]
fn files_are_checked() {
    let stray = mistakes(&[("notes.md", "x")]);
    assert!(stray.contains("frameworks/act/notes.md: the format knows no such file"), "{stray}");
    let near = mistakes(&[("definition.toml", "")]);
    assert!(near.contains("did you mean \"definitions.toml\"?"), "{near}");
    let missing = mistakes(&[("frameworks/code/articles/a.toml", &article("when = 'a'"))]);
    assert!(missing.contains("frameworks/code/framework.toml: the file is missing"), "{missing}");
    let other = FRAMEWORK.replace("id = \"act\"", "id = \"code\"");
    let found = mistakes(&[("framework.toml", &other)]);
    assert!(found.contains("\"code\" stands in the folder \"act\""), "{found}");
    let nul = mistakes(&[("articles/a.toml", "article = 1\n\0")]);
    assert!(nul.contains("a.toml:2: the file holds a NUL character"), "{nul}");
    let big = format!("{ARTICLE_HEAD}# {}", "x".repeat(1 << 20));
    assert!(mistakes(&[("articles/a.toml", &big)]).contains("more than the limit of 1048576"));
    let files = [SourceFile { path: "frameworks/facts.toml", text: FACTS }; 2];
    assert!(load(&files).unwrap_err().to_string().contains("given twice"));
    // A byte-order mark and CRLF are read.
    let crlf = format!("\u{feff}{ARTICLE_HEAD}{}", article("when = 'a'")).replace('\n', "\r\n");
    let marked = library(&[("articles/a.toml", &crlf)]);
    assert_eq!(marked.provisions().len(), 1);
    let files = [("framework.toml", FRAMEWORK.as_bytes()), ("articles/a.toml", crlf.as_bytes())];
    assert_eq!(marked.frameworks()[0].digest, tenbin_vocab::Digest::of_named(files));
    let deep = format!("a = {}1{}", "[".repeat(50_000), "]".repeat(50_000));
    assert!(!mistakes(&[("articles/a.toml", &deep)]).is_empty());
}

#[test]
fn mistakes_come_all_at_once_in_order() {
    let text = article("when = 'aa'").replace("C01", "C9") + &article("when = 'a b'");
    let found = try_library(&[("articles/a.toml", &text)]).unwrap_err();
    assert!(found.0.len() >= 4, "{found}");
    assert!(found.0.is_sorted());
    let many: String = (0..300).map(|_| article("when = 'aa'")).collect();
    let found = try_library(&[("articles/a.toml", &many)]).unwrap_err();
    assert_eq!(found.0.len(), crate::MAX_DIAGNOSTICS + 1);
    assert!(found.0.last().unwrap().message.contains("further mistakes are not shown"));
}

#[test]
fn places_inside_texts_are_exact() {
    let multi = article("when = \"\"\"\na\nand nope\n\"\"\"");
    assert!(
        of_article(&multi).contains("a.toml:16:5: unknown fact \"nope\""),
        "{}",
        of_article(&multi)
    );
    // With escapes only the start of the value is known.
    let escaped = article("when = \"a and \\u006eope\"");
    assert!(of_article(&escaped).contains("a.toml:14:8: unknown fact \"nope\""));
}

#[test]
fn articles_come_in_natural_order() {
    let at = |id: &str| article("when = 'a'").replace("id = \"p\"", &format!("id = \"{id}\""));
    let library = library(&[
        ("articles/art-10.toml", &at("p10")),
        ("articles/art-9.toml", &at("p9")),
        ("articles/art-4a.toml", &at("p4a")),
        ("articles/art-4.toml", &at("p4")),
    ]);
    let ids: Vec<_> = library.provisions().iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["p4", "p4a", "p9", "p10"]);
}

proptest::proptest! {
    #[test]
    fn any_article_is_read_or_refused(text in "\\PC{0,200}") {
        let _ = load(&[
            SourceFile { path: "frameworks/facts.toml", text: FACTS },
            SourceFile { path: "frameworks/act/articles/a.toml", text: &text },
            SourceFile { path: "frameworks/act/framework.toml", text: FRAMEWORK },
        ]);
    }
}
