//! Asking the law: which provisions bind on these facts at this date.

use std::io::Read as _;
use std::path::Path;

use serde_json::{Value, json};
use tenbin_law::{Definition, Format, Framework, Provision, Weighing};
use tenbin_vocab::{Date, Diagnostic};

use crate::{App, AppError, read_file};

const MAX_FACTS: u64 = 4 * 1024 * 1024;

impl App {
    /// Today in the time zone of this machine.
    #[must_use]
    pub fn today() -> Date {
        jiff::Zoned::now().date()
    }

    /// Every framework, as `tenbin law list --json` prints them; with a date,
    /// also the status and version of each on that date.
    ///
    /// # Errors
    /// When the packages cannot be loaded.
    pub fn frameworks_json(&self, as_of: Option<Date>) -> Result<Value, AppError> {
        let frameworks = self.library()?.frameworks();
        let Some(day) = as_of else { return Ok(json!({ "frameworks": frameworks })) };
        let on = |framework: &Framework| {
            json!({
                "id": framework.id,
                "status": framework.status_on(day),
                "version": framework.version_on(day),
            })
        };
        let standing: Vec<Value> = frameworks.iter().map(on).collect();
        Ok(json!({ "frameworks": frameworks, "as_of": day, "on_date": standing }))
    }

    /// A framework with its definitions and provisions, or a provision,
    /// definition, control or fact, as `tenbin law show --json` prints it;
    /// `None` when nothing has this id. With a date, only the versions of
    /// provisions and definitions that are in force on it.
    ///
    /// # Errors
    /// When the packages cannot be loaded.
    pub fn law_json(&self, id: &str, as_of: Option<Date>) -> Result<Option<Value>, AppError> {
        let library = self.library()?;
        let provision = |provision: &Provision| {
            let mut shown = provision.clone();
            shown.versions.retain(|v| as_of.is_none_or(|day| v.in_force.holds(day)));
            json!(shown)
        };
        let definition = |definition: &Definition| {
            let mut shown = definition.clone();
            shown.versions.retain(|v| as_of.is_none_or(|day| v.in_force.holds(day)));
            json!(shown)
        };
        if let Some(framework) = library.framework(id) {
            let of = |other: &str| other == framework.id;
            let provisions: Vec<_> =
                library.provisions().iter().filter(|p| of(&p.framework)).map(provision).collect();
            let definitions: Vec<_> =
                library.definitions().iter().filter(|d| of(&d.framework)).map(definition).collect();
            return Ok(Some(json!({
                "framework": framework, "definitions": definitions, "provisions": provisions,
            })));
        }
        if let Some(found) = library.provision(id) {
            return Ok(Some(json!({ "provision": provision(found) })));
        }
        if let Some(found) = library.definitions().iter().find(|d| d.id == id) {
            return Ok(Some(json!({ "definition": definition(found) })));
        }
        if let Some(control) = library.controls().iter().find(|control| control.id == id) {
            let provisions: Vec<&str> = library
                .provisions()
                .iter()
                .filter(|p| p.controls.iter().any(|other| other == id))
                .map(|p| p.id.as_str())
                .collect();
            let kinds: Vec<_> = library
                .evidence_kinds()
                .iter()
                .filter(|kind| control.evidence.contains(&kind.id))
                .collect();
            return Ok(Some(json!({
                "control": control, "kinds": kinds, "provisions": provisions,
            })));
        }
        Ok(library.vocabulary().get(id).map(|fact| json!({ "fact": fact })))
    }

    /// The known id nearest to `id`, to suggest after a mistyped one.
    ///
    /// # Errors
    /// When the packages cannot be loaded.
    pub fn nearest_law(&self, id: &str) -> Result<Option<&str>, AppError> {
        let library = self.library()?;
        let known = library
            .frameworks()
            .iter()
            .map(|framework| framework.id.as_str())
            .chain(library.provisions().iter().map(|provision| provision.id.as_str()))
            .chain(library.vocabulary().facts().map(|fact| fact.name.as_str()));
        Ok(known
            .map(|known| (strsim::jaro_winkler(id, known), known))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, known)| known))
    }

    /// Weighs the facts in a file: JSON, TOML or YAML by its ending, or JSON
    /// from standard input when the path is `-`.
    ///
    /// # Errors
    /// Every mistake in the file, with line and remedy; an unknown framework.
    pub fn applies(
        &self,
        facts: &Path,
        as_of: Option<Date>,
        today: Date,
        frameworks: &[String],
    ) -> Result<Weighing, AppError> {
        let library = self.library()?;
        let Given { shown, bytes, format } = read_given(facts)?;
        let given = tenbin_law::parse_facts(&shown, &bytes, format, library.vocabulary())?;
        let selection = library
            .select(frameworks.iter().map(String::as_str))
            .map_err(|mistakes| AppError::in_flag("--framework", mistakes))?;
        let as_of = as_of.or(given.as_of).unwrap_or(today);
        Ok(library.weigh(&given.facts, as_of, &selection))
    }
}

/// A file a person gave, as it was read.
pub(crate) struct Given {
    /// What messages call it.
    pub(crate) shown: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) format: Format,
}

/// Reads a file whose ending says how it is written, or JSON from standard
/// input when the path is `-`.
pub(crate) fn read_given(path: &Path) -> Result<Given, AppError> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().take(MAX_FACTS + 1).read_to_end(&mut bytes).map_err(|source| {
            AppError::File { step: "read", path: "standard input".into(), source }
        })?;
        return Ok(Given { shown: "standard input".to_owned(), bytes, format: Format::Json });
    }
    let shown = path.display().to_string();
    let format = format_of(&shown)?;
    Ok(Given { shown, bytes: read_file(path, MAX_FACTS)?, format })
}

pub(crate) fn format_of(shown: &str) -> Result<Format, AppError> {
    Format::of_path(shown).ok_or_else(|| {
        Diagnostic::new(shown, "the ending does not say how the facts are written")
            .hint("name the file .json, .toml, .yaml or .yml")
            .into()
    })
}
