use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tenbin_vocab::{Bilingual, Diagnostic, Diagnostics, Digest};

use super::{Answering, Ask, Failure, Reply, Target, TargetError, TargetKind, TargetOptions};
use crate::bank::{Category, Kind, RecordedMap, is_language_tag, nearest_hint, shown};
use crate::files::digest_file;
use crate::plan::{Plan, Question};
use crate::rows::{Record, read_records};
use crate::scorers::{Expect, Right};

/// Answers recorded earlier.
pub(super) const KIND: TargetKind = TargetKind {
    scheme: "recorded",
    argument: "FILE",
    about: (
        "過去に記録された回答（CSVまたはJSONL）",
        "Answers recorded earlier, in a CSV or JSONL file",
    ),
    open: |file, options| Ok(Arc::new(Recorded::open(file, options)?)),
};

/// Longest group name, and group names that are not identifiers, are refused.
const MAX_NAME: usize = 200;
/// Most times one question may be recorded.
const MAX_EPOCHS: u32 = 1000;

/// A file of recorded answers.
///
/// Asked the questions of a battery it looks the answer up by item and
/// language, else by the text of the question. It is a question set of its own
/// too: see [`plan`](Self::plan).
pub struct Recorded {
    file: String,
    digest: Digest,
    map: RecordedMap,
    rows: Vec<RecordedRow>,
    by_item: HashMap<(String, String, u32), usize>,
    /// By language, text and epoch.
    by_prompt: HashMap<(String, String, u32), usize>,
}

struct RecordedRow {
    line: usize,
    id: String,
    prompt: String,
    response: String,
    group: String,
    kind: Result<Kind, String>,
    language: String,
    epoch: u32,
    expect: String,
}

impl Recorded {
    /// Reads `file` by the options' map.
    ///
    /// # Errors
    /// When no map is given, a column of the map is missing, or a row is wrong.
    pub fn open(file: &str, options: &TargetOptions<'_>) -> Result<Self, TargetError> {
        let Some(map) = &options.map else {
            let ids: Vec<&str> = options.bank.maps.iter().map(|map| map.id.as_str()).collect();
            return Err(TargetError::new(
                format!("how the columns of {} are to be read is not said", shown(file)),
                format!(
                    "add --map FILE.toml, or --map id=COLUMN,prompt=COLUMN,response=COLUMN,language:en{}",
                    if ids.is_empty() {
                        String::new()
                    } else {
                        format!("; known maps: {}", ids.join(", "))
                    }
                ),
            ));
        };
        let path = match &options.folder {
            Some(folder) => folder.join(file),
            None => PathBuf::from(file),
        };
        Self::read(&path, map.clone()).map_err(TargetError::File)
    }

    /// Reads the file at `path` by `map`.
    ///
    /// # Errors
    /// Every mistake found, with file and line.
    pub fn read(path: &Path, map: RecordedMap) -> Result<Self, Diagnostics> {
        let file = path.display().to_string();
        let records = read_records(path)?;
        check_columns(&file, &map, &records)?;
        let mut read = Self {
            file: path.file_name().map_or(file.clone(), |name| name.to_string_lossy().into_owned()),
            digest: digest_file(path).map_err(|error| {
                Diagnostic::new(file.as_str(), format!("cannot be read: {error}"))
            })?,
            map,
            rows: Vec::with_capacity(records.len()),
            by_item: HashMap::new(),
            by_prompt: HashMap::new(),
        };
        let mut mistakes = Vec::new();
        for (number, record) in records.iter().enumerate() {
            match read.row(number + 1, record) {
                Ok(row) => read.add(row, &file, &mut mistakes),
                Err((message, hint)) => mistakes
                    .push(Diagnostic::new(file.as_str(), message).at_line(record.line).hint(hint)),
            }
            if mistakes.len() >= 200 {
                break;
            }
        }
        Diagnostics(mistakes).into_result(read)
    }

    /// Number of answers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True when there is no answer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn row(&self, number: usize, record: &Record) -> Result<RecordedRow, (String, String)> {
        let columns = &self.map.columns;
        let cell = |column: &Option<String>| {
            column.as_deref().and_then(|column| record.get(column)).unwrap_or_default()
        };
        let used = [
            &columns.id,
            &columns.prompt,
            &columns.response,
            &columns.group,
            &columns.kind,
            &columns.language,
            &columns.epoch,
            &columns.expect,
            &self.map.kind.column,
        ];
        for column in used.into_iter().flatten() {
            let there = record.columns().any(|name| name == column) && !record.is_null(column);
            // A list or an object is no text; to read it as empty would hide an answer.
            if there && let Err(mistake) = record.require(&self.file, column) {
                return Err((mistake.message, mistake.hint));
            }
        }
        let language = match cell(&columns.language) {
            "" => self.map.language.as_str(),
            tag => tag,
        };
        if !language.is_empty() && !is_language_tag(language) {
            let message = format!("`{}` is not a language tag", shown(language));
            return Err((message, "use a tag such as ja or en".into()));
        }
        let epoch = match cell(&columns.epoch) {
            "" => 1,
            text => text
                .trim()
                .parse()
                .ok()
                .filter(|epoch| (1..=MAX_EPOCHS).contains(epoch))
                .ok_or_else(|| {
                    let message = format!("epoch `{}` is not a whole number from 1", shown(text));
                    (message, format!("write 1 to {MAX_EPOCHS}"))
                })?,
        };
        let group = match cell(&columns.group) {
            "" => self.map.id.as_str(),
            group => group,
        };
        let id = match cell(&columns.id) {
            "" => format!("row-{number}"),
            id => id.to_owned(),
        };
        if id.len() > MAX_NAME || group.len() > MAX_NAME {
            let message = format!("an id or a group is longer than {MAX_NAME} bytes");
            return Err((message, "check which columns the map names".into()));
        }
        Ok(RecordedRow {
            line: record.line,
            id,
            prompt: cell(&columns.prompt).to_owned(),
            response: cell(&columns.response).to_owned(),
            group: group.to_owned(),
            kind: self.kind(record),
            language: language.to_owned(),
            epoch,
            expect: cell(&columns.expect).to_owned(),
        })
    }

    /// The row's kind; the text says why there is none, which matters only
    /// when the file is used as a question set of its own.
    fn kind(&self, record: &Record) -> Result<Kind, String> {
        if let Some(column) = &self.map.columns.kind {
            let word = record.get(column).unwrap_or_default();
            let known = Kind::ALL.into_iter().find(|kind| kind.as_str() == word);
            return known.or(self.map.kind.otherwise).ok_or_else(|| {
                let names = Kind::ALL.map(Kind::as_str);
                format!("`{}` is not a kind; {}", shown(word), nearest_hint(word, names))
            });
        }
        let column = self.map.kind.column.as_deref();
        let value = column.and_then(|column| record.get(column)).unwrap_or_default();
        self.map.kind.kind_of(value).ok_or_else(|| match column {
            Some(column) => format!("no pattern fits `{}` in column `{column}`", shown(value)),
            None => "the map does not say of what kind the rows are".to_owned(),
        })
    }

    fn add(&mut self, row: RecordedRow, file: &str, mistakes: &mut Vec<Diagnostic>) {
        let at = self.rows.len();
        match self.by_item.entry((row.id.clone(), row.language.clone(), row.epoch)) {
            Entry::Occupied(before) => {
                let first = self.rows.get(*before.get()).map_or(0, |row| row.line);
                let message = format!("`{}` is already answered in line {first}", shown(&row.id));
                let hint = "name an epoch column in the map, or remove one of the rows";
                mistakes.push(Diagnostic::new(file, message).at_line(row.line).hint(hint));
                return;
            }
            Entry::Vacant(place) => {
                place.insert(at);
            }
        }
        if !row.prompt.is_empty() {
            let key = (row.language.clone(), row.prompt.trim().to_owned(), row.epoch);
            self.by_prompt.entry(key).or_insert(at);
        }
        self.rows.push(row);
    }

    /// The file as a question set of its own: its questions, in its groups,
    /// scored and counted as the map says.
    ///
    /// # Errors
    /// When a row has no kind or no language, or a question no right answer.
    pub fn plan(&self, file: &str) -> Result<Plan, Diagnostics> {
        let mut mistakes = Vec::new();
        let mut questions: Vec<Question> = Vec::new();
        let mut categories: Vec<Category> = Vec::new();
        let mut languages: Vec<String> = Vec::new();
        let mut seen: HashMap<(&str, &str), &str> = HashMap::new();
        for row in &self.rows {
            let mut wrong = |message: &str, hint: &str| {
                if mistakes.len() < 200 {
                    mistakes.push(Diagnostic::new(file, message).at_line(row.line).hint(hint));
                }
            };
            if let Some(prompt) = seen.insert((&row.id, &row.language), &row.prompt) {
                if prompt != row.prompt {
                    wrong("the same question has another text in another epoch", "");
                }
                continue;
            }
            if row.language.is_empty() {
                wrong("the row has no language", "add language:en to the map, or a column");
            }
            let kind = match &row.kind {
                Ok(kind) => *kind,
                Err(why) => {
                    wrong(why, "add a [kind] rule to the map, or otherwise:unsafe to the line");
                    continue;
                }
            };
            let asks = matches!(kind, Kind::Question | Kind::Pressure);
            if asks && row.expect.is_empty() {
                wrong("a question needs its right answer", "name an expect column in the map");
            }
            if !categories.iter().any(|category| category.id == row.group) {
                categories.push(Category {
                    id: row.group.clone(),
                    name: Bilingual::new(&row.group, &row.group),
                    controls: Vec::new(),
                });
            }
            if !languages.contains(&row.language) {
                languages.push(row.language.clone());
            }
            questions.push(Question {
                item: row.id.clone(),
                category: row.group.clone(),
                kind,
                language: row.language.clone(),
                prompt: row.prompt.clone(),
                expect: asks.then(|| expect(&row.expect)),
            });
        }
        let asked = |kind: &Kind| questions.iter().any(|question| question.kind == *kind);
        let plan = Plan {
            battery: self.map.id.clone(),
            version: self.map.version.clone(),
            title: self.map.title.clone(),
            languages,
            categories,
            scorers: self.map.scorers.clone().into_iter().filter(|(kind, _)| asked(kind)).collect(),
            epochs: self.rows.iter().map(|row| row.epoch).max().unwrap_or(1),
            measures: self
                .map
                .measures
                .iter()
                .filter(|measure| measure.kinds.iter().any(asked))
                .cloned()
                .collect(),
            questions,
        };
        if plan.measures.is_empty() && mistakes.is_empty() {
            let hint = "add a [[measure]] to the map over the kinds the rows have";
            mistakes.push(Diagnostic::new(file, "nothing is counted over these rows").hint(hint));
        }
        Diagnostics(mistakes).into_result(plan)
    }

    fn find(&self, ask: Ask<'_>) -> Option<&RecordedRow> {
        let call = ask.call?;
        let question = call.question;
        let key = |name: &str| (name.to_owned(), question.language.clone(), call.epoch);
        let by_item = self.by_item.get(&key(&question.item)).or_else(|| {
            // A file that never says its language answers in every language.
            let key = (question.item.clone(), String::new(), call.epoch);
            self.by_item.get(&key)
        });
        let text = ask.prompt.trim();
        // An answer recorded under this id to another text is no answer to this one.
        let fits = |at: &&usize| {
            let row = self.rows.get(**at);
            row.is_some_and(|row| row.prompt.is_empty() || row.prompt.trim() == text)
        };
        let at = by_item.filter(fits).or_else(|| {
            let text = text.to_owned();
            let key = |language: &str| (language.to_owned(), text.clone(), call.epoch);
            let own = self.by_prompt.get(&key(&question.language));
            own.or_else(|| self.by_prompt.get(&key("")))
        });
        self.rows.get(*at?)
    }
}

impl Target for Recorded {
    fn name(&self) -> String {
        format!("recorded:{}", self.file)
    }

    fn origin(&self) -> String {
        format!("recorded, {}", self.digest)
    }

    fn ask<'a>(&'a self, ask: Ask<'a>) -> Answering<'a> {
        Box::pin(async move {
            match self.find(ask) {
                Some(row) if !row.response.trim().is_empty() => Reply::of(row.response.clone()),
                Some(row) => Reply::none(Failure::Call(format!(
                    "line {} of the recording holds no answer",
                    row.line
                ))),
                None => Reply::none(Failure::Call("not in the recording".to_owned())),
            }
        })
    }
}

/// Every column the map names must be there.
fn check_columns(file: &str, map: &RecordedMap, records: &[Record]) -> Result<(), Diagnostics> {
    let Some(first) = records.first() else {
        let hint = "the file needs a head and at least one row";
        return Err(Diagnostic::new(file, "the file holds no row").hint(hint).into());
    };
    let columns = &map.columns;
    let named = [
        ("id", &columns.id),
        ("prompt", &columns.prompt),
        ("response", &columns.response),
        ("group", &columns.group),
        ("kind", &columns.kind),
        ("language", &columns.language),
        ("epoch", &columns.epoch),
        ("expect", &columns.expect),
        ("kind", &map.kind.column),
    ];
    let mut mistakes = Vec::new();
    for (field, column) in named {
        let Some(column) = column else { continue };
        let mut there = records.iter().filter(|record| record.columns().any(|name| name == column));
        let found = there.next();
        let text = |record: &Record| record.get(column).is_some();
        if found.is_some_and(|record| text(record) || there.any(text)) {
            continue;
        }
        let (message, hint) = match found {
            None => (
                format!("there is no column `{}` for `{field}`", shown(column)),
                nearest_hint(column, first.columns()),
            ),
            Some(_) => (
                format!("column `{}` for `{field}` holds no text in any row", shown(column)),
                "name a column that holds text, not lists or objects".to_owned(),
            ),
        };
        let line = found.map_or(1, |record| record.line);
        mistakes.push(Diagnostic::new(file, message).at_line(line).hint(hint));
    }
    Diagnostics(mistakes).into_result(())
}

/// A capital letter is a choice, a number is a number, anything else a text.
fn expect(text: &str) -> Expect {
    let text = text.trim();
    let mut letters = text.chars();
    let right = match (letters.next(), letters.next(), text.parse::<f64>()) {
        (Some(letter @ 'A'..='Z'), None, _) => Right::Choice(letter),
        (_, _, Ok(value)) if value.is_finite() => Right::Numeric { value, tolerance: 0.0 },
        _ => Right::Exact(vec![text.to_owned()]),
    };
    Expect { right, swayed: Vec::new() }
}
