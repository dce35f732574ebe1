//! From OSCAL catalogues to a framework folder in our own format.
//!
//! What our own properties say is taken over as it is. Where they are missing,
//! nothing is made up: the condition is `unknown`, the mark is U, and a note
//! says that the catalogue does not state to whom the control applies.

mod controls;
mod head;
mod own;
mod read;
mod text;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tenbin_law::{MAX_FILE_BYTES, decode_text};
use tenbin_vocab::{Date, Diagnostic, Diagnostics};

pub use read::MAX_CATALOG_BYTES;

use crate::token::package_id;
use crate::types::{Catalog, Resource};
use controls::{Draft, collect};
use own::text_of;
use text::quoted;

/// Most catalogues in one import: one a text version of a framework.
pub const MAX_CATALOGS: usize = 100;
/// Most files a catalogue may carry.
const MAX_ATTACHMENTS: usize = 1_000;
/// Bytes after which the provisions of an article go on in another file.
const FILE_BYTES: usize = MAX_FILE_BYTES / 2;
/// The source that stands for the user's own file in `frameworks/sources.toml`.
const SOURCE: &str = "IMPORT";

/// A framework folder made from catalogues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Framework id, the name of the folder.
    pub id: String,
    /// Path inside the folder and content of each file.
    pub files: Vec<(String, String)>,
    /// Provisions.
    pub provisions: usize,
    /// Provisions of whom the catalogue does not say to whom they apply.
    pub unstated: usize,
    /// Controls that are marked as withdrawn and were left out.
    pub withdrawn: usize,
}

/// A catalogue that was read.
struct Source<'a> {
    path: &'a str,
    catalog: Catalog,
    /// First day of its text version.
    from: Date,
}

/// Makes one framework folder from the catalogues of its text versions. Each
/// file comes with its path, for messages. `framework_id` names the folder; by
/// default it is the id the catalogue carries, else its file's name.
///
/// # Errors
/// With every mistake found: a file that is no catalogue, passes a limit, or
/// contradicts another; an id that cannot be a folder.
pub fn import_catalogs(
    files: &[(&str, &[u8])],
    framework_id: Option<&str>,
) -> Result<Imported, Diagnostics> {
    let mut mistakes = Diagnostics::default();
    if files.len() > MAX_CATALOGS {
        let message = format!("{} catalogues, more than the limit of {MAX_CATALOGS}", files.len());
        return Err(Diagnostic::new("import", message).into());
    }
    let mut sources = Vec::new();
    for (path, bytes) in files {
        match read::read(path, bytes) {
            Ok((catalog, from)) => sources.push(Source { path, catalog, from }),
            Err(mistake) => mistakes.0.push(mistake),
        }
    }
    let (Some(first), true) = (sources.first(), mistakes.0.is_empty()) else {
        return Err(mistakes);
    };
    let id = folder_name(first, &sources, framework_id)?;
    sources.sort_by_key(|source| source.from);
    let attached = attachments(&sources, &mut mistakes);
    let (drafts, withdrawn) = collect(&sources, &mut mistakes);
    // A package of ours may be an entry without provisions.
    if drafts.is_empty() && mistakes.0.is_empty() && !attached.contains_key("framework.toml") {
        let path = sources.first().map_or("", |source| source.path);
        mistakes.0.push(Diagnostic::new(path, "the catalogue holds no control"));
    }
    if !mistakes.0.is_empty() {
        return Err(mistakes);
    }
    let mut made = BTreeMap::new();
    if !attached.contains_key("framework.toml") {
        made.insert("framework.toml".to_owned(), head::framework(&id, &sources));
    }
    write_articles(&drafts, &mut made);
    write_cases(&drafts, &mut made);
    made.extend(attached);
    Ok(Imported {
        id,
        files: made.into_iter().collect(),
        provisions: drafts.len(),
        unstated: drafts.iter().filter(|draft| draft.is_unstated()).count(),
        withdrawn,
    })
}

/// The folder: as named, else as the catalogue names it, else after its file.
fn folder_name(
    first: &Source<'_>,
    sources: &[Source<'_>],
    named: Option<&str>,
) -> Result<String, Diagnostic> {
    let own = |source: &Source<'_>| text_of(&source.catalog.metadata.props, "framework");
    let carried = own(first);
    if let Some(other) = sources.iter().find(|source| own(source) != carried) {
        return Err(Diagnostic::new(other.path, "the catalogues are of different frameworks")
            .hint("import one framework at a time"));
    }
    let id = match (named, carried) {
        (Some(named), Some(carried)) if named != carried => {
            return Err(Diagnostic::new(
                "--framework-id",
                format!("the catalogue is that of the framework \"{carried}\""),
            )
            .hint("leave the flag out: the ids of its provisions belong to that framework"));
        }
        (Some(id), _) => id.to_owned(),
        (None, Some(carried)) => carried,
        (None, None) => {
            let name = first.path.rsplit(['/', '\\']).next().unwrap_or_default();
            package_id(name.strip_suffix(".json").unwrap_or(name)).to_ascii_lowercase()
        }
    };
    if id.is_empty() || package_id(&id) != id || id.starts_with('.') {
        return Err(Diagnostic::new(
            if named.is_some() { "--framework-id" } else { first.path },
            format!("\"{}\" cannot be the name of a framework", id.escape_debug()),
        )
        .hint("give one of letters, digits, dots and hyphens with --framework-id"));
    }
    Ok(id)
}

/// The package files the catalogues carry, by path.
fn attachments(sources: &[Source<'_>], mistakes: &mut Diagnostics) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for source in sources {
        let resources = source.catalog.back_matter.iter().flat_map(|end| &end.resources);
        for resource in resources {
            let Some(path) = text_of(&resource.props, "path") else { continue };
            let mut wrong = |message: String, hint: &str| {
                mistakes.0.push(Diagnostic::new(source.path, message).hint(hint));
            };
            if found.len() >= MAX_ATTACHMENTS {
                let message = format!("more than {MAX_ATTACHMENTS} attached files");
                wrong(message, "import fewer catalogues at once");
                return found;
            }
            if !is_package_path(&path) {
                let message =
                    format!("the attached file \"{}\" is none of a package", path.escape_debug());
                wrong(message, "remove the resource from the catalogue");
                continue;
            }
            match attached_text(source.path, &path, resource) {
                Ok(text) => match found.get(&path) {
                    Some(other) if *other != text => wrong(
                        format!(
                            "the attached file \"{path}\" differs from that of another catalogue"
                        ),
                        "export all text versions of the framework from one package",
                    ),
                    _ => {
                        found.insert(path, text);
                    }
                },
                Err(mistake) => mistakes.0.push(mistake),
            }
        }
    }
    found
}

fn attached_text(file: &str, path: &str, resource: &Resource) -> Result<String, Diagnostic> {
    let wrong =
        |message: &str| Diagnostic::new(file, format!("the attached file \"{path}\" {message}"));
    let encoded = resource.base64.as_ref().ok_or_else(|| wrong("has no content"))?;
    if encoded.value.len() > MAX_FILE_BYTES * 2 {
        return Err(wrong("is too long"));
    }
    let bytes = STANDARD.decode(&encoded.value).map_err(|_| wrong("is not valid base64"))?;
    Ok(decode_text(path, &bytes, MAX_FILE_BYTES)?.to_owned())
}

/// True for a file a package may have besides its articles, which are made from
/// the controls. Nothing else is written, least of all outside the folder.
fn is_package_path(path: &str) -> bool {
    let plain = |name: &str| {
        let stem = name.strip_suffix(".toml").unwrap_or_default();
        !stem.is_empty() && !stem.starts_with('.') && package_id(stem) == stem
    };
    match path.split_once('/') {
        None => plain(path),
        Some((folder, name)) => folder == "cases" && plain(name),
    }
}

/// One file an article, numbered to keep their order.
fn write_articles(drafts: &[Draft], made: &mut BTreeMap<String, String>) {
    let mut number = 0;
    let mut at: Option<(&Draft, String)> = None;
    let mut finish = |at: Option<(&Draft, String)>| {
        let Some((first, text)) = at else { return };
        number += 1;
        let mut slug = package_id(&first.article).to_ascii_lowercase();
        slug.truncate(60);
        let slug = if slug.is_empty() { "article" } else { &slug };
        made.insert(format!("articles/{number:04}-{slug}.toml"), text);
    };
    for draft in drafts {
        let fits = at.as_ref().is_some_and(|(first, text)| {
            first.article == draft.article
                && first.article_title == draft.article_title
                && text.len() < FILE_BYTES
        });
        if !fits {
            finish(at.take());
            at = Some((draft, draft.article_head()));
        }
        if let Some((_, text)) = &mut at {
            text.push_str(&draft.to_toml());
        }
    }
    finish(at);
}

/// A worked example for every version without a condition: whatever the facts,
/// the verdict is unknown.
fn write_cases(drafts: &[Draft], made: &mut BTreeMap<String, String>) {
    let mut by_date: BTreeMap<Date, Vec<&str>> = BTreeMap::new();
    for draft in drafts {
        for version in draft.versions.iter().filter(|version| version.unstated) {
            by_date.entry(version.from).or_default().push(&draft.id);
        }
    }
    for (date, ids) in by_date {
        for (number, some) in ids.chunks(2_000).enumerate() {
            let mut text = format!(
                "# Made by import: the catalogue states no conditions, so nothing is settled.\n\
                 [[case]]\nname = \"nothing is stated, {date}, part {}\"\nas_of = {date}\n[case.expect]\n",
                number + 1
            );
            for id in some {
                text.push_str(&format!("{} = \"unknown\"\n", quoted(id)));
            }
            made.insert(format!("cases/imported-{date}-{}.toml", number + 1), text);
        }
    }
}
