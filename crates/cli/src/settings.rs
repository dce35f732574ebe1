//! Settings: flag, then `TENBIN_*`, then a project file, then the user's file,
//! then the default; each remembers where it came from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tenbin_vocab::{Diagnostic, Lang};

use crate::arguments::Global;
use crate::failure::Failure;

/// Name of the project file looked for from the current folder upwards.
const PROJECT_FILE: &str = "tenbin.toml";
const MAX_BYTES: u64 = 64 * 1024;

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) origin: String,
}

/// Every setting, resolved.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) lang: Setting<Lang>,
    pub(crate) data_dir: Setting<PathBuf>,
    pub(crate) frameworks_dir: Setting<Option<PathBuf>>,
    pub(crate) benchmarks_dir: Setting<Option<PathBuf>>,
    pub(crate) base_url: Setting<Option<String>>,
    pub(crate) max_connections: Setting<usize>,
}

/// A settings file; unknown keys are mistakes.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lang: Option<String>,
    data_dir: Option<PathBuf>,
    frameworks_dir: Option<PathBuf>,
    benchmarks_dir: Option<PathBuf>,
    base_url: Option<String>,
    max_connections: Option<usize>,
}

/// Where values may come from, most specific first.
struct Layers<'a> {
    environment: &'a BTreeMap<String, String>,
    files: Vec<(PathBuf, File)>,
}

impl Layers<'_> {
    fn pick<T>(
        &self,
        flag: Option<T>,
        name: &str,
        parse: impl Fn(&str) -> Result<T, String>,
        field: impl Fn(&File) -> Option<T>,
        default: (T, &str),
    ) -> Result<Setting<T>, Failure> {
        if let Some(value) = flag {
            let origin = format!("flag --{}", name.replace('_', "-"));
            return Ok(Setting { value, origin });
        }
        let variable = format!("TENBIN_{}", name.to_uppercase());
        if let Some(text) = self.environment.get(&variable) {
            let value = parse(text).map_err(|why| {
                Failure::input(Diagnostic::new(format!("environment variable {variable}"), why))
            })?;
            return Ok(Setting { value, origin: variable });
        }
        for (path, file) in &self.files {
            if let Some(value) = field(file) {
                return Ok(Setting { value, origin: path.display().to_string() });
            }
        }
        Ok(Setting { value: default.0, origin: default.1.to_owned() })
    }
}

/// Resolves every setting for the current folder and environment.
pub(crate) fn resolve(global: &Global) -> Result<Settings, Failure> {
    // Variables that are not valid Unicode cannot be ours.
    let environment: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let mut paths: Vec<PathBuf> = Vec::new();
    if let Ok(here) = std::env::current_dir() {
        paths
            .extend(here.ancestors().map(|folder| folder.join(PROJECT_FILE)).find(|p| p.is_file()));
    }
    let config_home = xdg(&environment, "XDG_CONFIG_HOME", ".config");
    paths.extend(config_home.map(|home| home.join("tenbin/config.toml")).filter(|p| p.is_file()));
    let files = paths
        .into_iter()
        .map(|path| read(&path).map(|file| (path, file)))
        .collect::<Result<Vec<_>, _>>()?;
    let layers = Layers { environment: &environment, files };
    let data_home = xdg(&environment, "XDG_DATA_HOME", ".local/share")
        .map_or_else(|| PathBuf::from(".tenbin"), |home| home.join("tenbin"));
    let lang_parse = |text: &str| text.parse::<Lang>().map_err(|error| error.to_string());
    let path_parse = |text: &str| Ok(PathBuf::from(text));
    let from_locale = locale(&environment);
    Ok(Settings {
        lang: layers.pick(
            global.lang,
            "lang",
            lang_parse,
            |file| file.lang.as_deref().and_then(|text| text.parse().ok()),
            (
                from_locale.unwrap_or_default(),
                if from_locale.is_some() { "LANG" } else { "default" },
            ),
        )?,
        data_dir: layers.pick(
            global.data_dir.clone(),
            "data_dir",
            path_parse,
            |file| file.data_dir.clone(),
            (data_home, "default"),
        )?,
        frameworks_dir: layers.pick(
            global.frameworks_dir.clone().map(Some),
            "frameworks_dir",
            |text| path_parse(text).map(Some),
            |file| file.frameworks_dir.clone().map(Some),
            (None, "default"),
        )?,
        benchmarks_dir: layers.pick(
            global.benchmarks_dir.clone().map(Some),
            "benchmarks_dir",
            |text| path_parse(text).map(Some),
            |file| file.benchmarks_dir.clone().map(Some),
            (None, "default"),
        )?,
        base_url: layers.pick(
            None,
            "base_url",
            |text| Ok(Some(text.to_owned())),
            |file| file.base_url.clone().map(Some),
            (None, "default"),
        )?,
        max_connections: layers.pick(
            None,
            "max_connections",
            |text| text.parse().map_err(|_| format!("\"{text}\" is not a whole number")),
            |file| file.max_connections,
            (10, "default"),
        )?,
    })
}

fn xdg(environment: &BTreeMap<String, String>, variable: &str, fallback: &str) -> Option<PathBuf> {
    let named = environment.get(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    named.or_else(|| environment.get("HOME").map(|home| Path::new(home).join(fallback)))
}

/// The interface language the locale names, if it is one.
fn locale(environment: &BTreeMap<String, String>) -> Option<Lang> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| environment.get(*name))
        .find(|value| !value.is_empty())
        .and_then(|value| value.get(..2)?.parse().ok())
}

fn read(path: &Path) -> Result<File, Failure> {
    let shown = path.display().to_string();
    let bytes = tenbin_app::read_file(path, MAX_BYTES)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::input(Diagnostic::new(&shown, "the file is not valid UTF-8")))?;
    let mut file: File = toml::from_str(&text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        Failure::input(
            Diagnostic::new(&shown, error.message().replace('\n', "; "))
                .at_offset(&text, offset)
                .hint("settings: lang, data_dir, frameworks_dir, benchmarks_dir, base_url, max_connections"),
        )
    })?;
    if let Some(Err(error)) = file.lang.as_deref().map(str::parse::<Lang>) {
        return Err(Failure::input(Diagnostic::new(&shown, error.to_string())));
    }
    // A folder is named from where the file lies, wherever the program is started.
    let beside = path.parent().unwrap_or(Path::new(""));
    for folder in [&mut file.data_dir, &mut file.frameworks_dir, &mut file.benchmarks_dir] {
        *folder = folder.take().map(|folder| beside.join(folder));
    }
    Ok(file)
}
