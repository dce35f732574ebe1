#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = tenbin_ledger::PublicKey::parse(data);
    let _ = tenbin_ledger::SigningKey::parse(data);
});
