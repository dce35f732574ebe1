#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let known =
        tenbin_assess::Known { frameworks: &[], controls: &[], kinds: &[], quantities: &[] };
    let _ = tenbin_assess::parse_subject("subject.toml", data, known);
});
