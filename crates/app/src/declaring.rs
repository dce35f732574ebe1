//! Who has declared what.

use std::path::Path;

use serde_json::{Value, json};
use tenbin_policy::{Declarations, ListBasis, MatrixFilter, load_declarations};
use tenbin_vocab::Diagnostic;

use crate::catalogue::{as_files, embedded_below, read_data};
use crate::{App, AppError};

const FOLDER: &str = "declarations/";

impl App {
    /// The declarations this program carries.
    ///
    /// # Errors
    /// Every mistake in them, with file and line.
    pub fn declarations(&self) -> Result<&Declarations, AppError> {
        if let Some(declarations) = self.declarations.get() {
            return Ok(declarations);
        }
        let files = embedded_below(FOLDER, &[]);
        let found = load_declarations(&as_files(&files), self.library()?)?;
        Ok(self.declarations.get_or_init(|| found))
    }

    /// The declarations with the files of `folder` added; one with the name of a
    /// file this program carries takes its place.
    ///
    /// # Errors
    /// Every mistake, with file and line.
    pub fn declarations_with(&self, folder: &Path) -> Result<Declarations, AppError> {
        let own = read_data(folder, "declarations")?;
        let files = embedded_below(FOLDER, &own);
        load_declarations(&as_files(&files), self.library()?)
            .map_err(|mistakes| crate::catalogue::named_in(mistakes, FOLDER, folder).into())
    }

    /// Every declaration in short, as `tenbin declaration list --json` prints
    /// them.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    pub fn declarations_json(&self) -> Result<Value, AppError> {
        let list: Vec<Value> = self
            .declarations()?
            .declarations
            .iter()
            .map(|declaration| {
                json!({
                    "id": declaration.id,
                    "title": declaration.title,
                    "kind": declaration.kind,
                    "adherence": declaration.adherence,
                    "on": declaration.on,
                    "precision": declaration.precision,
                    "open": declaration.open,
                    "official": declaration.number_in(ListBasis::OfficialList),
                    "inferred": declaration.number_in(ListBasis::Inferred),
                    "confidence": declaration.confidence,
                    "sources": declaration.sources,
                })
            })
            .collect();
        Ok(json!({ "declarations": list }))
    }

    /// One declaration with the parties it names, as `tenbin declaration show
    /// --json` prints it; `None` when none has this id.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    pub fn declaration_json(&self, id: &str) -> Result<Option<Value>, AppError> {
        let declarations = self.declarations()?;
        Ok(declarations.declaration(id).map(|declaration| {
            let named = declaration.standings.iter();
            let parties: Vec<_> =
                named.filter_map(|standing| declarations.party(&standing.party)).collect();
            json!({ "declaration": declaration, "parties": parties })
        }))
    }

    /// Countries by declarations, as `tenbin declaration matrix --json` prints
    /// them.
    ///
    /// # Errors
    /// When the data cannot be loaded or the filter names an unknown region.
    pub fn matrix_json(&self, filter: &MatrixFilter) -> Result<Value, AppError> {
        let declarations = self.declarations()?;
        if let Some(region) = &filter.region
            && !declarations.regions.iter().any(|known| known.id == *region)
        {
            let known: Vec<&str> =
                declarations.regions.iter().map(|region| region.id.as_str()).collect();
            let message = format!("no region is called \"{region}\"");
            let hint = format!("use one of: {}", known.join(", "));
            return Err(Diagnostic::new("--region", message).hint(hint).into());
        }
        Ok(json!(declarations.matrix(filter)))
    }

    /// Everything recorded of one country, as `tenbin declaration country --json`
    /// prints it; `None` when no country is meant.
    ///
    /// # Errors
    /// When the data cannot be loaded.
    pub fn country_json(&self, text: &str) -> Result<Option<Value>, AppError> {
        let declarations = self.declarations()?;
        let country = declarations.country(text);
        Ok(country.map(|country| json!(declarations.country_row(country))))
    }
}
