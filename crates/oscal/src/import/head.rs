//! The main file of a framework that brings none along.

use std::fmt::Write as _;

use tenbin_vocab::Bilingual;

use super::own::{both, text_of, texts_of};
use super::text::{bilingual, list, quoted};
use super::{SOURCE, Source};
use crate::token::package_id;

/// `framework.toml` from the heads of the catalogues, oldest first.
pub(super) fn framework(id: &str, sources: &[Source<'_>]) -> String {
    let Some(head) = sources.last().map(|source| &source.catalog.metadata) else {
        return String::new();
    };
    let own = |name: &str| text_of(&head.props, name);
    let title = if head.title.trim().is_empty() { id } else { head.title.trim() };
    let instrument = own("instrument").unwrap_or_else(|| format!("{title} {}", head.version));
    let urls: Vec<&str> = head
        .links
        .iter()
        .map(|link| link.href.as_str())
        .filter(|href| href.starts_with("https://") || href.starts_with("http://"))
        .collect();
    let note = Bilingual::new(
        "利用者がOSCALカタログから取り込みました。内容は確認されていません。",
        "Imported from an OSCAL catalogue by a user. Nobody has checked it.",
    );
    let binding = own("binding").is_some_and(|word| word == "true");
    let mut out = format!(
        "[framework]\nid = {}\ntitle = {}\ninstrument = {}\njurisdiction = {}\nbinding = {binding}\n\
         authoritative_languages = {}\nurls = {}\nconfidence = \"U\"\nsources = [\"{SOURCE}\"]\nnote = {}\n",
        quoted(id),
        bilingual(&both(&head.props, "title", title)),
        quoted(instrument.trim()),
        quoted(own("jurisdiction").as_deref().unwrap_or("not stated")),
        list(&texts_of(&head.props, "authoritative-language")),
        list(&urls),
        bilingual(&note),
    );
    for (at, source) in sources.iter().enumerate() {
        let head = &source.catalog.metadata;
        let version =
            text_of(&head.props, "text-version").unwrap_or_else(|| package_id(&head.version));
        let version = if version.is_empty() { format!("v{}", at + 1) } else { version };
        let _ = write!(out, "\n[[version]]\nid = {}\nfrom = {}\n", quoted(&version), source.from);
        if let Some(next) = sources.get(at + 1) {
            let _ = writeln!(out, "until = {}", next.from);
        }
    }
    out
}
