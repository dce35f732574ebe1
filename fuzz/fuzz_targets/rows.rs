#![no_main]

use libfuzzer_sys::fuzz_target;
use tenbin_eval::RowReader;

fuzz_target!(|data: &[u8]| {
    let Ok(mut rows) = RowReader::new("rows", None, data) else { return };
    while let Some(row) = rows.next_row() {
        if row.is_err() {
            break;
        }
    }
});
