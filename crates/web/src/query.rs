use axum::extract::Query as Pairs;
use axum::http::Uri;

use crate::failure::Failure;
use crate::source::Page;

/// Longest path and query that are read.
pub(crate) const MAX_ADDRESS: usize = 2_048;
/// Most parameters of a query.
const MAX_PAIRS: usize = 64;
/// Longest value, in characters.
const MAX_VALUE: usize = 200;
/// Largest page number.
const MAX_PAGE: usize = 1_000_000;

/// The parameters of an address. An empty value counts as absent, as forms send
/// fields that nobody filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn of(uri: &Uri) -> Result<Self, Failure> {
        let Pairs(pairs) =
            Pairs::<Vec<(String, String)>>::try_from_uri(uri).map_err(|_| Failure::Bad)?;
        let long = |text: &str| text.chars().count() > MAX_VALUE || text.contains('\0');
        if pairs.len() > MAX_PAIRS || pairs.iter().any(|(name, value)| long(name) || long(value)) {
            return Err(Failure::Bad);
        }
        Ok(Self(pairs))
    }

    /// The value of `name`, when there is one that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    /// The names that have a value, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, value)| !value.trim().is_empty()).map(|(name, _)| name.as_str())
    }

    /// The value of `name`, or nothing as text.
    pub(crate) fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// Page number, counted from 1.
    pub(crate) fn number(&self) -> Result<usize, Failure> {
        match self.get("page") {
            None => Ok(1),
            Some(text) => match text.parse::<usize>() {
                Ok(number) if (1..=MAX_PAGE).contains(&number) => Ok(number),
                _ => Err(Failure::Bad),
            },
        }
    }

    /// The slice that page is.
    pub(crate) fn page(&self, limit: usize) -> Result<Page, Failure> {
        Ok(Page { limit, offset: (self.number()? - 1) * limit })
    }

    /// The query with `page` set, the other values kept; begins with `?`.
    pub(crate) fn with_page(&self, number: usize) -> String {
        let kept = self.0.iter().filter(|(name, value)| name != "page" && !value.is_empty());
        let mut text = String::new();
        for (name, value) in kept {
            let join = if text.is_empty() { '?' } else { '&' };
            text.push(join);
            text.push_str(&crate::address::encode(name));
            text.push('=');
            text.push_str(&crate::address::encode(value));
        }
        if number > 1 {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(&format!("page={number}"));
        }
        if text.is_empty() { "?".to_owned() } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Result<Query, Failure> {
        Query::of(&text.parse().expect("an address"))
    }

    #[test]
    fn values_are_read_trimmed_and_bounded() {
        let found = query("/x?q=%20a%20b&empty=&page=3").unwrap();
        assert_eq!(found.get("q"), Some("a b"));
        assert_eq!(found.get("empty"), None);
        assert_eq!(found.page(50).unwrap(), Page { limit: 50, offset: 100 });
        assert_eq!(found.with_page(4), "?q=%20a%20b&page=4");
        assert_eq!(query("/x").unwrap().with_page(1), "?");
        assert!(query(&format!("/x?q={}", "a".repeat(201))).is_err());
        assert!(query(&format!("/x?{}", "a=1&".repeat(65))).is_err());
        assert!(query("/x?q=%00").is_err());
    }

    #[test]
    fn page_numbers_that_are_none_are_mistakes() {
        for bad in ["0", "-1", "x", "99999999999999999999", "1e3"] {
            assert!(query(&format!("/x?page={bad}")).unwrap().number().is_err(), "{bad}");
        }
    }
}
