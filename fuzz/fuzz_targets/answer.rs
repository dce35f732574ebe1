#![no_main]

use libfuzzer_sys::fuzz_target;

const FACTS: &str = r#"
[fact.a]
subject = "model"
type = "bool"
cost = 1
question = { ja = "あ", en = "a" }
[fact.b]
subject = "model"
type = "number"
unit = "FLOP"
min = 0
cost = 1
question = { ja = "あ", en = "b" }
[fact.c]
subject = "model"
type = "date"
cost = 1
question = { ja = "あ", en = "c" }
[fact.d]
subject = "model"
type = "one-of"
values = ["x", "y", "none"]
cost = 1
question = { ja = "あ", en = "d" }
"#;

// What is accepted must be read back from the file it is kept in.
fuzz_target!(|text: &str| {
    let files = [tenbin_law::SourceFile { path: "frameworks/facts.toml", text: FACTS }];
    let Ok(library) = tenbin_law::load(&files) else { return };
    for fact in library.vocabulary().facts() {
        let Ok(state) = tenbin_law::read_answer("answer", fact, text) else { continue };
        let facts = [(fact.name.clone(), state)].into_iter().collect();
        let kept = tenbin_law::facts_toml(
            library.vocabulary(),
            &facts,
            "answers",
            tenbin_vocab::Lang::En,
        );
        let read = tenbin_law::parse_facts(
            "answers.toml",
            kept.as_bytes(),
            tenbin_law::Format::Toml,
            library.vocabulary(),
        );
        assert_eq!(read.map(|input| input.facts), Ok(facts));
    }
});
