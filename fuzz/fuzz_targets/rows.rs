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
    // The same by wanted column.
    let Ok(mut rows) = RowReader::new("rows", None, data) else { return };
    let names: Vec<String> = rows.header().unwrap_or(&[]).iter().step_by(2).cloned().collect();
    let Ok(wanted) = rows.wanted(&names) else { return };
    while let Some(Ok(_)) = rows.next_cells(&wanted, &mut |_, _| {}) {}
});
