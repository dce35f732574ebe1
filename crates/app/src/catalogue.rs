//! The data the program works with: law packages and item bank, embedded or
//! from a folder, and the store.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Serialize;
use tenbin_eval::Bank;
use tenbin_law::{Library, SourceFile};
use tenbin_policy::{Crosswalk, Topic};
use tenbin_store::Store;
use tenbin_vocab::{Bilingual, Diagnostic, Diagnostics, Tool};

use crate::files::at;
use crate::{AppError, embedded, read_file};

const MAX_DATA_FILE: u64 = 1024 * 1024;
const MAX_DATA_FILES: usize = 20_000;

/// Where the program keeps and finds things.
#[derive(Clone, Debug)]
pub struct Options {
    /// Folder for keys and the store; made when first needed.
    pub data_dir: PathBuf,
    /// Folder of further law packages; one with the id of an embedded one
    /// takes its place.
    pub frameworks_dir: Option<PathBuf>,
}

/// Something the data folders name, as lists show it.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Identifier.
    pub id: String,
    /// Version; empty where there is none.
    pub version: String,
    /// Title.
    pub title: Bilingual,
    /// The entry itself.
    pub detail: serde_json::Value,
}

impl Entry {
    fn new<T: Serialize>(id: &str, version: &str, title: &Bilingual, detail: &T) -> Self {
        Self {
            id: id.to_owned(),
            version: version.to_owned(),
            title: title.clone(),
            detail: serde_json::to_value(detail).unwrap_or_default(),
        }
    }
}

/// The scorers, by name.
#[must_use]
pub fn scorers() -> Vec<Entry> {
    tenbin_eval::all_scorers()
        .iter()
        .map(|scorer| {
            let labels = serde_json::json!({ "labels": scorer.labels() });
            Entry::new(scorer.name(), scorer.version(), &scorer.about(), &labels)
        })
        .collect()
}

/// The program at work: loads what is asked for, once.
pub struct App {
    options: Options,
    benchmarks_dir: Option<PathBuf>,
    library: OnceLock<Library>,
    bank: OnceLock<Bank>,
    store: OnceLock<Store>,
    pub(crate) crosswalk: OnceLock<Crosswalk>,
    pub(crate) divergences: OnceLock<Vec<Topic>>,
    pub(crate) declarations: OnceLock<tenbin_policy::Declarations>,
    pub(crate) policies: OnceLock<tenbin_policy::Policies>,
}

impl App {
    /// Nothing is read or written yet.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            benchmarks_dir: None,
            library: OnceLock::new(),
            bank: OnceLock::new(),
            store: OnceLock::new(),
            crosswalk: OnceLock::new(),
            divergences: OnceLock::new(),
            declarations: OnceLock::new(),
            policies: OnceLock::new(),
        }
    }

    /// Also reads items, batteries, profiles, rubrics and maps from this
    /// folder; a file with the name of an embedded one takes its place.
    #[must_use]
    pub fn with_benchmarks(mut self, folder: Option<PathBuf>) -> Self {
        self.benchmarks_dir = folder;
        self
    }

    /// Name and version of this program, as evidence records carry it.
    #[must_use]
    pub fn tool() -> Tool {
        Tool { name: "tenbin".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }

    /// Folder for keys and the store.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.options.data_dir
    }

    /// The law packages.
    ///
    /// # Errors
    /// Every mistake in them, with file and line.
    pub fn library(&self) -> Result<&Library, AppError> {
        if let Some(library) = self.library.get() {
            return Ok(library);
        }
        let files = self.law_files()?;
        let files: Vec<SourceFile<'_>> =
            files.iter().map(|(path, text)| SourceFile { path, text }).collect();
        let library = tenbin_law::load(&files).map_err(|mistakes| self.located(mistakes))?;
        Ok(self.library.get_or_init(|| library))
    }

    /// Path and content of every file of the law packages: the embedded ones, and
    /// those of the user's folder in place of embedded ones of the same package.
    pub(crate) fn law_files(&self) -> Result<Vec<(String, String)>, AppError> {
        let extra =
            self.options.frameworks_dir.as_deref().map(|folder| read_data(folder, "frameworks"));
        let extra = extra.transpose()?.unwrap_or_default();
        let replaced: Vec<&str> = extra.iter().map(|(path, _)| package_of(path)).collect();
        Ok(embedded::FILES
            .iter()
            .filter(|(path, _)| path.starts_with("frameworks/") || path.starts_with("controls/"))
            .filter(|(path, _)| !replaced.contains(&package_of(path)))
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .chain(extra.iter().cloned())
            .collect())
    }

    /// The mistakes with the user's own data files named as the user finds them;
    /// they are read as if they stood in `frameworks/` or `benchmarks/`.
    #[must_use]
    pub fn located(&self, mut mistakes: Diagnostics) -> Diagnostics {
        let folders =
            [("frameworks/", &self.options.frameworks_dir), ("benchmarks/", &self.benchmarks_dir)];
        for mistake in &mut mistakes.0 {
            let own = folders.iter().find_map(|(prefix, folder)| {
                Some(folder.as_ref()?.join(mistake.file.strip_prefix(prefix)?))
            });
            if let Some(own) = own.filter(|path| path.exists()) {
                mistake.file = own.display().to_string();
            }
        }
        mistakes
    }

    /// The item bank.
    ///
    /// # Errors
    /// Every mistake in it, with file and line.
    pub fn bank(&self) -> Result<&Bank, AppError> {
        if let Some(bank) = self.bank.get() {
            return Ok(bank);
        }
        let own = self.benchmarks_dir.as_deref().map(|folder| read_data(folder, "benchmarks"));
        let own = own.transpose()?.unwrap_or_default();
        let files: Vec<(String, String)> = embedded::FILES
            .iter()
            .filter(|(path, _)| path.starts_with("benchmarks/"))
            .filter(|(path, _)| own.iter().all(|(other, _)| other != path))
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .chain(own.iter().cloned())
            .collect();
        let bank = tenbin_eval::load_bank(&files).map_err(|mistakes| self.located(mistakes))?;
        Ok(self.bank.get_or_init(|| bank))
    }

    /// The batteries of the item bank.
    ///
    /// # Errors
    /// As [`Self::bank`].
    pub fn batteries(&self) -> Result<Vec<Entry>, AppError> {
        let batteries = &self.bank()?.batteries;
        Ok(batteries.iter().map(|b| Entry::new(&b.id, &b.version, &b.title, b)).collect())
    }

    /// The profiles of the simulated reference models.
    ///
    /// # Errors
    /// As [`Self::bank`].
    pub fn profiles(&self) -> Result<Vec<Entry>, AppError> {
        let profiles = &self.bank()?.profiles;
        Ok(profiles.iter().map(|p| Entry::new(&p.id, "", &p.title, p)).collect())
    }

    /// The store in the data folder, made when it is not there.
    ///
    /// # Errors
    /// When it cannot be opened, or belongs to a newer program.
    pub fn store(&self) -> Result<&Store, AppError> {
        if let Some(store) = self.store.get() {
            return Ok(store);
        }
        std::fs::create_dir_all(self.data_dir()).map_err(at("create", self.data_dir()))?;
        let store = Store::open(&self.store_path())?;
        Ok(self.store.get_or_init(|| store))
    }

    /// File of the store.
    #[must_use]
    pub fn store_path(&self) -> PathBuf {
        self.data_dir().join("tenbin.sqlite3")
    }
}

/// The package a data file belongs to: `frameworks/eu-ai-act/…` gives
/// `frameworks/eu-ai-act`, shared files give their own path.
pub(crate) fn package_of(path: &str) -> &str {
    match path.match_indices('/').nth(1) {
        Some((end, _)) => &path[..end],
        None => path,
    }
}

/// The embedded files below `folder`, those of `own` in the place of their
/// namesakes.
pub(crate) fn embedded_below(folder: &str, own: &[(String, String)]) -> Vec<(String, String)> {
    embedded::FILES
        .iter()
        .filter(|(path, _)| path.starts_with(folder))
        .filter(|(path, _)| own.iter().all(|(other, _)| other != path))
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .chain(own.iter().cloned())
        .collect()
}

pub(crate) fn as_files(files: &[(String, String)]) -> Vec<SourceFile<'_>> {
    files.iter().map(|(path, text)| SourceFile { path, text }).collect()
}

/// Mistakes in files read as if they stood in `prefix`, named as they stand in
/// `folder`.
pub(crate) fn named_in(mut mistakes: Diagnostics, prefix: &str, folder: &Path) -> Diagnostics {
    for mistake in &mut mistakes.0 {
        let own = mistake.file.strip_prefix(prefix).map(|name| folder.join(name));
        if let Some(own) = own.filter(|path| path.exists()) {
            mistake.file = own.display().to_string();
        }
    }
    mistakes
}

/// Every `.toml` file below a folder of data, named as if it stood in the
/// project's folder `root`.
pub(crate) fn read_data(folder: &Path, root: &str) -> Result<Vec<(String, String)>, AppError> {
    let mut files = Vec::new();
    let mut waiting = vec![(folder.to_path_buf(), root.to_owned())];
    while let Some((next, prefix)) = waiting.pop() {
        for entry in std::fs::read_dir(&next).map_err(at("read", &next))? {
            let entry = entry.map_err(at("read", &next))?;
            let path = entry.path();
            let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
            if path.is_dir() && prefix.matches('/').count() < 4 {
                waiting.push((path, name));
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let shown = path.display().to_string();
                let bytes = read_file(&path, MAX_DATA_FILE)?;
                let text = String::from_utf8(bytes).map_err(|error| {
                    let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                    let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
                    Diagnostic::new(shown, "the file is not valid UTF-8").at_line(line)
                })?;
                files.push((name, text));
            }
            if files.len() > MAX_DATA_FILES {
                let message = format!("more than {MAX_DATA_FILES} files");
                return Err(Diagnostic::new(folder.display().to_string(), message).into());
            }
        }
    }
    files.sort();
    Ok(files)
}
