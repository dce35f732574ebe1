#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for scorer in tenbin_eval::all_scorers() {
        let answer = tenbin_eval::Answer { prompt: "", response: text, language: "", expect: None };
        let _ = scorer.score(&answer);
    }
});
