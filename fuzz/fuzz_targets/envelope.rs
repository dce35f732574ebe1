#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(envelope) = tenbin_ledger::Envelope::parse(data) {
        let _ = tenbin_ledger::Statement::parse(envelope.payload());
    }
    let _ = tenbin_ledger::Statement::parse(data);
});
