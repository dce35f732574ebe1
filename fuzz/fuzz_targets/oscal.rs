#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(imported) = tenbin_oscal::import_catalogs(&[("catalog.json", data)], None) else {
        return;
    };
    // What import writes is text the loader reads; it may still find mistakes in
    // what the catalogue says, but never panics.
    for (path, text) in &imported.files {
        let path = format!("frameworks/{}/{path}", imported.id);
        let _ = tenbin_law::load(&[tenbin_law::SourceFile { path: &path, text }]);
    }
});
