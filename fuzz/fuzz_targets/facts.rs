#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (Some(first), Some(rest)) = (data.first(), data.get(1..)) else { return };
    let format = match first % 3 {
        0 => tenbin_law::Format::Json,
        1 => tenbin_law::Format::Toml,
        _ => tenbin_law::Format::Yaml,
    };
    let facts = "[fact.a]\nsubject = \"model\"\ntype = \"bool\"\ncost = 1\nquestion = { ja = \"あ\", en = \"a\" }\n[fact.b]\nsubject = \"model\"\ntype = \"number\"\ncost = 1\nquestion = { ja = \"あ\", en = \"b\" }\n";
    let files = [tenbin_law::SourceFile { path: "frameworks/facts.toml", text: facts }];
    let Ok(library) = tenbin_law::load(&files) else { return };
    let _ = tenbin_law::parse_facts("facts", rest, format, library.vocabulary());
});
