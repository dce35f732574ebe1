#![no_main]

use libfuzzer_sys::fuzz_target;

const FACTS: &str = "[fact.a]\nsubject = \"model\"\ntype = \"bool\"\ncost = 1\nquestion = { ja = \"あ\", en = \"a\" }\n";

fuzz_target!(|data: &[u8]| {
    let (Some(first), Some(rest)) = (data.first(), data.get(1..)) else { return };
    let format = match first % 3 {
        0 => tenbin_law::Format::Json,
        1 => tenbin_law::Format::Toml,
        _ => tenbin_law::Format::Yaml,
    };
    let files = [tenbin_law::SourceFile { path: "frameworks/facts.toml", text: FACTS }];
    let Ok(library) = tenbin_law::load(&files) else { return };
    let _ = tenbin_law::parse_exchange("subject", rest, format);
    let Ok(incident) = tenbin_law::parse_incident("incident", rest, format, &library) else {
        return;
    };
    if let Some(now) = incident.times.values().next() {
        let _ = library.clocks(&incident, *now, &tenbin_law::Selection::all());
    }
});
