//! How values stand in columns.

use std::str::FromStr;

use rusqlite::Row;
use rusqlite::types::Type;
use tenbin_vocab::Timestamp;

/// UTC with nine decimals: text order is time order, and nothing is rounded.
pub(super) fn instant(time: Timestamp) -> String {
    format!("{time:.9}")
}

/// The text in column `index` as a value.
pub(super) fn parsed<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    from_text(index, &row.get::<_, String>(index)?)
}

/// As [`parsed`], for a column that may be empty.
pub(super) fn parsed_option<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<T>>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.get::<_, Option<String>>(index)?.map(|text| from_text(index, &text)).transpose()
}

fn from_text<T>(index: usize, text: &str) -> rusqlite::Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(error))
    })
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn text_order_is_time_order() {
        let times =
            ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000000001Z", "2026-01-01T00:00:00.5Z"];
        let text: Vec<String> = times.iter().map(|time| instant(time.parse().unwrap())).collect();
        assert!(text.is_sorted(), "{text:?}");
        assert_eq!(text[0], "2026-01-01T00:00:00.000000000Z");
    }
}
