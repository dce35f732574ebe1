#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for path in [
        "frameworks/facts.toml",
        "frameworks/x/framework.toml",
        "frameworks/x/definitions.toml",
        "frameworks/x/schedules.toml",
        "frameworks/x/penalties.toml",
        "frameworks/x/clocks.toml",
        "frameworks/x/articles/1.toml",
        "frameworks/x/cases/1.toml",
        "controls/controls.toml",
    ] {
        let _ = tenbin_law::load(&[tenbin_law::SourceFile { path, text }]);
    }
});
