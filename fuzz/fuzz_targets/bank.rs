#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for path in [
        "benchmarks/categories.toml",
        "benchmarks/taxonomies.toml",
        "benchmarks/items/x.toml",
        "benchmarks/batteries/x.toml",
        "benchmarks/profiles/x.toml",
        "benchmarks/rubrics/x.toml",
        "benchmarks/maps/x.toml",
    ] {
        let _ = tenbin_eval::load_bank(&[(path.to_owned(), text.to_owned())]);
    }
});
