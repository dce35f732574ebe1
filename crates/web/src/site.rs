use std::sync::Arc;

use axum::http::{HeaderMap, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use tenbin_report::Texts;
use tenbin_vocab::Lang;

use crate::Options;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::query::Query;
use crate::source::Source;

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) source: Arc<dyn Source>,
    pub(crate) options: Options,
}

/// One request for a page: where it comes from and what it asks.
pub(crate) struct Ask<'a> {
    pub(crate) source: &'a dyn Source,
    pub(crate) t: Texts,
    /// The address without the language.
    pub(crate) path: String,
    pub(crate) query: Query,
    raw_query: String,
}

impl Ask<'_> {
    pub(crate) fn lang(&self) -> Lang {
        self.t.lang
    }

    /// The frame of this page.
    pub(crate) fn frame(&self, room: Room, title: impl Into<String>) -> Frame {
        Frame::new(self.t, &self.path, &self.raw_query, room, title.into())
    }

    /// The address of a page in the language of this one.
    pub(crate) fn href(&self, path: &str) -> String {
        format!("/{}{path}", self.t.lang.tag())
    }
}

impl Site {
    /// Makes a page on a thread that may block, and turns whatever goes wrong
    /// into a page that says so.
    pub(crate) async fn show<F>(&self, lang: Lang, uri: Uri, make: F) -> Response
    where
        F: FnOnce(&Ask<'_>) -> Result<String, Failure> + Send + 'static,
    {
        let t = Texts::new(lang);
        let path = uri.path().strip_prefix(&format!("/{}", lang.tag())).unwrap_or("/").to_owned();
        let raw_query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let source = Arc::clone(&self.source);
        let asked = path.clone();
        let made = tokio::task::spawn_blocking(move || {
            let query = Query::of(&uri)?;
            make(&Ask { source: &*source, t, path: asked, query, raw_query })
        })
        .await
        .unwrap_or_else(|error| Err(Failure::Behind(error.to_string())));
        match made {
            Ok(html) => Html(html).into_response(),
            Err(failure) => {
                self.tell(&failure);
                failure.page(t, &path)
            }
        }
    }

    pub(crate) fn tell(&self, failure: &Failure) {
        if let (Failure::Behind(text), Some(tell)) = (failure, &self.options.on_failure) {
            tell(text);
        }
    }
}

/// The language a reader prefers, by `Accept-Language`; English when neither is
/// named.
pub(crate) fn preferred(headers: &HeaderMap) -> Lang {
    let Some(text) = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok())
    else {
        return Lang::En;
    };
    let mut best = (Lang::En, 0.0_f32);
    for part in text.split(',').take(20) {
        let mut pieces = part.split(';');
        let tag = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let weight = pieces
            .find_map(|piece| piece.trim().strip_prefix("q=")?.parse::<f32>().ok())
            .unwrap_or(1.0);
        let primary = tag.split('-').next().unwrap_or_default();
        if let Ok(lang) = primary.parse::<Lang>()
            && weight > best.1
        {
            best = (lang, weight);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_s_language_is_found() {
        let lang = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, text.parse().unwrap());
            preferred(&headers)
        };
        assert_eq!(lang("ja,en;q=0.8"), Lang::Ja);
        assert_eq!(lang("fr, ja-JP;q=0.4, en-GB;q=0.5"), Lang::En);
        assert_eq!(lang("de"), Lang::En);
        assert_eq!(lang(";;q=x,,"), Lang::En);
        assert_eq!(preferred(&HeaderMap::new()), Lang::En);
    }
}
