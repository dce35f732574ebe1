//! Text of data folders into raw structs, with mistakes a person can act on.

use serde::de::DeserializeOwned;
use tenbin_law::{MAX_FILE_BYTES, SourceFile, decode_text, read_toml};
use tenbin_vocab::Diagnostic;

/// Reads one file that the page `door` describes: within the size limit, free
/// of NUL characters, every key known.
pub(crate) fn read<'a, T: DeserializeOwned>(
    file: SourceFile<'a>,
    door: &str,
) -> Result<(SourceFile<'a>, T), Diagnostic> {
    let text = decode_text(file.path, file.text.as_bytes(), MAX_FILE_BYTES)?;
    let file = SourceFile { path: file.path, text };
    Ok((file, read_toml(file, door)?))
}
