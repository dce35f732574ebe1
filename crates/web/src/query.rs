use axum::extract::Query as Pairs;
use axum::http::Uri;

use crate::failure::Failure;
use crate::source::Page;

/// Longest path and query that are read.
const MAX_ADDRESS: usize = 2_048;
/// The same for the page whose address holds every answer given.
const MAX_ANSWERS_ADDRESS: usize = 12_288;
/// Most parameters of a query.
const MAX_PAIRS: usize = 64;
/// The same where each answer is a parameter.
const MAX_ANSWERS: usize = 400;
/// Longest value, in characters.
const MAX_VALUE: usize = 200;
/// Largest page number.
const MAX_PAGE: usize = 1_000_000;

/// True for the pages whose state stands in their address.
fn holds_answers(path: &str) -> bool {
    path.ends_with("/ask") || path.ends_with("/ask/facts.toml")
}

/// Longest address of a page that is read, in bytes.
pub(crate) fn longest_address(path: &str) -> usize {
    if holds_answers(path) { MAX_ANSWERS_ADDRESS } else { MAX_ADDRESS }
}

/// The parameters of an address. An empty value counts as absent, as forms send
/// fields that nobody filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn of(uri: &Uri) -> Result<Self, Failure> {
        let Pairs(pairs) =
            Pairs::<Vec<(String, String)>>::try_from_uri(uri).map_err(|_| Failure::Bad)?;
        let long = |text: &str| text.chars().count() > MAX_VALUE || text.contains('\0');
        let most = if holds_answers(uri.path()) { MAX_ANSWERS } else { MAX_PAIRS };
        if pairs.len() > most || pairs.iter().any(|(name, value)| long(name) || long(value)) {
            return Err(Failure::Bad);
        }
        Ok(Self(pairs))
    }

    /// The value of `name`, when there is one that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    /// Every parameter with a value, in order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let trimmed = self.0.iter().map(|(name, value)| (name.as_str(), value.trim()));
        trimmed.filter(|(_, value)| !value.is_empty())
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
        self.number_of("page")
    }

    /// A number counted from 1; 1 when it is absent.
    pub(crate) fn number_of(&self, name: &str) -> Result<usize, Failure> {
        match self.get(name) {
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
        self.with_number("page", number)
    }

    /// The query with a number set that is 1 when absent, the other values
    /// kept; begins with `?`.
    pub(crate) fn with_number(&self, name: &str, number: usize) -> String {
        let kept = self.0.iter().filter(|(key, value)| key != name && !value.is_empty());
        let mut text = String::new();
        for (key, value) in kept {
            let join = if text.is_empty() { '?' } else { '&' };
            text.push(join);
            text.push_str(&crate::address::encode(key));
            text.push('=');
            text.push_str(&crate::address::encode(value));
        }
        if number > 1 {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(&format!("{name}={number}"));
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
