#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tenbin_law::{Library, SourceFile, load};

/// Nothing but the vocabulary: every reference of a file is then unknown.
fn library() -> Option<&'static Library> {
    static LIBRARY: OnceLock<Option<Library>> = OnceLock::new();
    LIBRARY
        .get_or_init(|| load(&[SourceFile { path: "frameworks/facts.toml", text: "" }]).ok())
        .as_ref()
}

fuzz_target!(|data: &[u8]| {
    let (Ok(text), Some(library)) = (std::str::from_utf8(data), library()) else { return };
    for path in [
        "declarations/countries.toml",
        "declarations/organisations.toml",
        "declarations/d.toml",
        "policies/owners.toml",
        "policies/p.toml",
        "policies/lags.toml",
    ] {
        let files = [SourceFile { path, text }];
        let _ = tenbin_policy::load_declarations(&files, library);
        let _ = tenbin_policy::load_policies(&files, library);
    }
});
