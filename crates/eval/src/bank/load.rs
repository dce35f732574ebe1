use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use tenbin_vocab::{Diagnostic, Diagnostics};

use super::battery::{Battery, Known, read_battery};
use super::check::shown;
use super::item::{ReadItem, read_categories, read_items, read_taxonomies};
use super::map::{RecordedMap, parse_map_line, read_map};
use super::profile::read_profile;
use super::rubric::{Rubric, read_rubric};
use super::source::{Source, nearest_hint};
use super::{Bank, Item};
use crate::scoring::{scorer_labels, scorer_names};

/// Folders and files a bank may hold.
const PLACES: [&str; 7] =
    ["categories.toml", "taxonomies.toml", "items", "batteries", "profiles", "rubrics", "maps"];
/// Deepest folder and most files read from a bank folder.
const MAX_FILES: usize = 10_000;

/// Reads a bank from its files, given as `(path, text)`; the folder and the
/// name of a path say what the file holds. Files that are not TOML are left out.
///
/// # Errors
/// Every mistake found, each with file, line and remedy.
pub fn load_bank(files: &[(String, String)]) -> Result<Bank, Diagnostics> {
    let mut sources: Vec<(Place, Source<'_>)> = Vec::new();
    let mut mistakes = Vec::new();
    let mut sorted: Vec<&(String, String)> = files.iter().collect();
    sorted.sort();
    for (path, text) in sorted {
        if !path.ends_with(".toml") {
            continue;
        }
        match place_of(path) {
            Ok(place) => sources.push((place, Source::new(path, text))),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    let mut reading = Reading::default();
    for (place, source) in &mut sources {
        match place.kind {
            "categories.toml" => reading.categories(source),
            "taxonomies.toml" => reading.taxonomies(source),
            "rubrics" => reading.rubric(source, place),
            "profiles" => reading.profile(source, place),
            _ => {}
        }
    }
    for (place, source) in sources.iter_mut().filter(|(place, _)| place.kind == "items") {
        reading.items(source, place);
    }
    let labels = |name: &str| scorer_labels(name, &reading.bank.rubrics);
    let known = Known {
        categories: reading.bank.categories.iter().map(|c| c.id.as_str()).collect(),
        scorers: scorer_names(&reading.bank.rubrics),
        labels: &labels,
    };
    let items: Vec<&Item> = reading.items.iter().map(|(_, _, item)| item).collect();
    let mut batteries: Vec<(usize, usize, Battery)> = Vec::new();
    let mut maps: Vec<RecordedMap> = Vec::new();
    for (index, (place, source)) in sources.iter_mut().enumerate() {
        if place.kind == "batteries" {
            if let Some((start, battery)) = read_battery(source, &known, &items) {
                same_name(source, start, &battery.id, place);
                batteries.push((index, start, battery));
            }
        } else if place.kind == "maps"
            && let Some((start, map)) = read_map(source, &known)
        {
            same_name(source, start, &map.id, place);
            maps.push(map);
        }
    }
    drop(known);
    complete(&mut sources, &reading, &batteries);
    mistakes.extend(sources.into_iter().flat_map(|(_, source)| source.mistakes));
    let mut bank = reading.bank;
    let order: BTreeMap<String, usize> =
        bank.categories.iter().enumerate().map(|(at, c)| (c.id.clone(), at)).collect();
    bank.items = reading.items.into_iter().map(|(_, _, item)| item).collect();
    bank.items.sort_by_key(|item| order.get(&item.category).copied());
    bank.batteries = batteries.into_iter().map(|(_, _, battery)| battery).collect();
    bank.maps = maps;
    mistakes.sort();
    Diagnostics(mistakes).into_result(bank)
}

/// Reads every TOML file under `folder` as a bank.
///
/// # Errors
/// Files that cannot be read or are not UTF-8, and everything [`load_bank`]
/// finds.
pub fn load_bank_folder(folder: &Path) -> Result<Bank, Diagnostics> {
    let mut files = Vec::new();
    let mut mistakes = Vec::new();
    collect(folder, "", 0, &mut files, &mut mistakes);
    if files.is_empty() && mistakes.is_empty() {
        let hint = "name the folder that holds categories.toml, items/ and batteries/";
        mistakes.push(
            Diagnostic::new(folder.display().to_string(), "the folder holds no TOML file")
                .hint(hint),
        );
    }
    if mistakes.is_empty() { load_bank(&files) } else { Err(Diagnostics(mistakes)) }
}

fn collect(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut Vec<(String, String)>,
    mistakes: &mut Vec<Diagnostic>,
) {
    let shown = folder.display().to_string();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let hint = "check the path and the permissions";
            mistakes.push(Diagnostic::new(shown, format!("cannot be read: {error}")).hint(hint));
            return;
        }
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        let relative = format!("{prefix}{name}");
        if path.is_dir() && depth == 0 && !name.starts_with('.') {
            collect(&path, &format!("{relative}/"), 1, files, mistakes);
        } else if name.ends_with(".toml") && files.len() < MAX_FILES {
            match std::fs::read(&path).map(String::from_utf8) {
                Ok(Ok(text)) => files.push((path.display().to_string(), text)),
                Ok(Err(error)) => {
                    let at = error.utf8_error().valid_up_to();
                    let line = 1 + error.as_bytes()[..at].iter().filter(|b| **b == b'\n').count();
                    mistakes.push(
                        Diagnostic::new(path.display().to_string(), "the file is not UTF-8")
                            .at_line(line)
                            .hint("save it as UTF-8"),
                    );
                }
                Err(error) => mistakes.push(Diagnostic::new(
                    path.display().to_string(),
                    format!("cannot be read: {error}"),
                )),
            }
        }
    }
}

/// Reads one column map that is not part of a bank.
///
/// # Errors
/// Every mistake in the file.
pub fn load_map(path: &str, text: &str, rubrics: &[Rubric]) -> Result<RecordedMap, Diagnostics> {
    let labels = |name: &str| scorer_labels(name, rubrics);
    let scorers = scorer_names(rubrics);
    let known = Known { categories: Vec::new(), scorers, labels: &labels };
    let mut source = Source::new(path, text);
    let map = read_map(&mut source, &known);
    match map {
        Some((_, map)) => Diagnostics(source.mistakes).into_result(map),
        None => Err(Diagnostics(source.mistakes)),
    }
}

/// Reads one rubric that is not part of a bank.
///
/// # Errors
/// Every mistake in the file.
pub fn load_rubric(path: &str, text: &str) -> Result<Rubric, Diagnostics> {
    let mut source = Source::new(path, text);
    let rubric = read_rubric(&mut source);
    match rubric {
        Some((_, rubric)) => Diagnostics(source.mistakes).into_result(rubric),
        None => Err(Diagnostics(source.mistakes)),
    }
}

/// Reads a column map written on one line: `response=completion,prompt=prompt`,
/// with `language:en` and `otherwise:unsafe` for what all rows share.
///
/// # Errors
/// The first mistake, with a remedy.
pub fn parse_map(line: &str) -> Result<RecordedMap, Diagnostics> {
    let labels = |name: &str| scorer_labels(name, &[]);
    let scorers = scorer_names(&[]);
    parse_map_line(line, &Known { categories: Vec::new(), scorers, labels: &labels })
}

/// What a path says about a file.
struct Place {
    kind: &'static str,
    stem: String,
}

fn place_of(path: &str) -> Result<Place, Diagnostic> {
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let folder = parts.next().unwrap_or_default();
    let stem = name.trim_end_matches(".toml").to_owned();
    let kind = PLACES.into_iter().find(|place| *place == name || *place == folder);
    kind.map(|kind| Place { kind, stem }).ok_or_else(|| {
        Diagnostic::new(path, "neither the file's name nor its folder says what it holds")
            .hint(nearest_hint(if folder.is_empty() { name } else { folder }, PLACES))
    })
}

fn same_name(source: &mut Source<'_>, start: usize, id: &str, place: &Place) {
    if id != place.stem {
        let message = format!("the id `{}` is not the file's name", shown(id));
        source.mistake(start, message, format!("rename the file to {id}.toml or change the id"));
    }
}

/// What has been read so far, with the places needed for later checks.
#[derive(Default)]
struct Reading {
    bank: Bank,
    /// Path, offset and item.
    items: Vec<(String, usize, Item)>,
    /// Path of the file each item id was seen in.
    ids: HashMap<String, String>,
    /// Item id by language and text.
    texts: HashMap<(String, String), String>,
}

impl Reading {
    fn categories(&mut self, source: &mut Source<'_>) {
        for (start, category) in read_categories(source) {
            if self.bank.category(&category.id).is_some() {
                let message = format!("category `{}` is listed twice", category.id);
                source.mistake(start, message, "rename or remove one");
            }
            self.bank.categories.push(category);
        }
    }

    fn taxonomies(&mut self, source: &mut Source<'_>) {
        for (start, taxonomy) in read_taxonomies(source) {
            if self.bank.taxonomies.iter().any(|before| before.id == taxonomy.id) {
                let message = format!("taxonomy `{}` is listed twice", taxonomy.id);
                source.mistake(start, message, "rename or remove one");
            }
            self.bank.taxonomies.push(taxonomy);
        }
    }

    fn rubric(&mut self, source: &mut Source<'_>, place: &Place) {
        if let Some((start, rubric)) = read_rubric(source) {
            same_name(source, start, &rubric.id, place);
            self.bank.rubrics.push(rubric);
        }
    }

    fn profile(&mut self, source: &mut Source<'_>, place: &Place) {
        if let Some((start, profile)) = read_profile(source) {
            same_name(source, start, &profile.id, place);
            self.bank.profiles.push(profile);
        }
    }

    fn items(&mut self, source: &mut Source<'_>, place: &Place) {
        let (category, items) = read_items(source);
        if let Some((start, name)) = category {
            same_name(source, start, &name, place);
            if self.bank.category(&name).is_none() {
                let ids = self.bank.categories.iter().map(|category| category.id.as_str());
                let message = format!("there is no category `{}`", shown(&name));
                source.mistake(start, message, nearest_hint(&name, ids));
            }
        }
        for read in items {
            self.item(source, read);
        }
    }

    fn item(&mut self, source: &mut Source<'_>, read: ReadItem) {
        let ReadItem { start, item, mappings } = read;
        for (place, taxonomy, entry) in mappings {
            let Some(known) = self.bank.taxonomies.iter().find(|known| known.id == taxonomy) else {
                let ids = self.bank.taxonomies.iter().map(|known| known.id.as_str());
                let message = format!("there is no taxonomy `{}`", shown(&taxonomy));
                source.mistake(place, message, nearest_hint(&taxonomy, ids));
                continue;
            };
            if !known.entries.contains(&entry) {
                let codes = known.entries.iter().map(String::as_str);
                let message = format!("taxonomy `{taxonomy}` has no entry `{}`", shown(&entry));
                source.mistake(place, message, nearest_hint(&entry, codes));
            }
        }
        if let Some(path) = self.ids.insert(item.id.clone(), source.path.to_owned()) {
            let message = format!("item `{}` is already in {path}", item.id);
            source.mistake(start, message, "an item id is never reused; take the next number");
        }
        for (language, text) in &item.text {
            let key = (language.clone(), text.clone());
            if let Some(before) = self.texts.insert(key, item.id.clone()) {
                let message =
                    format!("the `{language}` text of `{}` is that of `{before}`", item.id);
                source.mistake(start, message, "two items never share a text; reword one");
            }
        }
        self.items.push((source.path.to_owned(), start, item));
    }
}

/// Every item a battery asks has a text in each of its languages and a scorer;
/// every measure has items.
fn complete(
    sources: &mut [(Place, Source<'_>)],
    reading: &Reading,
    batteries: &[(usize, usize, Battery)],
) {
    for (index, start, battery) in batteries {
        let mut without_scorer = Vec::new();
        let mut kinds = Vec::new();
        for (path, place, item) in reading.items.iter().filter(|(_, _, item)| battery.asks(item)) {
            kinds.push(item.kind);
            if !battery.scorers.contains_key(&item.kind) && !without_scorer.contains(&item.kind) {
                without_scorer.push(item.kind);
            }
            for language in &battery.languages {
                if !item.text.contains_key(language)
                    && let Some((_, source)) = sources.iter_mut().find(|(_, s)| s.path == path)
                {
                    source.mistake(
                        *place,
                        format!("item `{}` has no text in `{language}`", item.id),
                        format!("add {language} = \"…\": battery `{}` asks for it", battery.id),
                    );
                }
            }
        }
        let Some((_, source)) = sources.get_mut(*index) else { continue };
        if kinds.is_empty() {
            source.mistake(*start, "the battery asks no item", "check `categories` and `items`");
        }
        for kind in without_scorer {
            let message = format!("no scorer is named for the `{}` items it asks", kind.as_str());
            source.mistake(*start, message, format!("add {} = \"…\" to scorers", kind.as_str()));
        }
        for measure in &battery.measures {
            if !kinds.is_empty() && !measure.kinds.iter().any(|kind| kinds.contains(kind)) {
                let message = format!("no item is of a kind `{}` is taken over", measure.quantity);
                source.mistake(*start, message, "add items of the kind or remove the measure");
            }
        }
    }
}
