#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let facts = "[fact.a]\nsubject = \"model\"\ntype = \"bool\"\ncost = 1\nquestion = { ja = \"あ\", en = \"a\" }\n";
    let files = [tenbin_law::SourceFile { path: "frameworks/facts.toml", text: facts }];
    let Ok(library) = tenbin_law::load(&files) else { return };
    for path in ["crosswalk/relations/x.toml", "crosswalk/divergences/x.toml"] {
        let files = [tenbin_law::SourceFile { path, text }];
        let _ = tenbin_policy::load_crosswalk(&files, &library);
        let _ = tenbin_policy::load_divergences(&files, &library);
    }
});
