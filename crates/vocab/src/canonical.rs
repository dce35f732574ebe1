use serde::Serialize;

/// A value that has no canonical JSON form: a map with non-text keys, a number
/// that is not finite, or text that is not valid Unicode.
#[derive(Debug, thiserror::Error)]
#[error("no canonical JSON form: {0}")]
pub struct CanonicalError(#[from] serde_json::Error);

/// The RFC 8785 (JSON Canonicalization Scheme) bytes of `value`: sorted keys,
/// no white space, shortest round-trip numbers. Digests and signatures are
/// always taken over these bytes.
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn to_canonical_json<T: Serialize>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    Ok(serde_json_canonicalizer::to_vec(value)?)
}

#[cfg(test)]
mod tests {
    use super::to_canonical_json;

    #[test]
    fn keys_are_sorted_and_numbers_shortest() {
        let value = serde_json::json!({"b": 1e25, "a": [0.1, 1.0], "ア": null});
        let bytes = to_canonical_json(&value).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), r#"{"a":[0.1,1],"b":1e+25,"ア":null}"#);
    }
}
