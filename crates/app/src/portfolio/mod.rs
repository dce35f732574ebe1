//! A register of many models or systems weighed against every framework.
//!
//! Rows are read, weighed and written in blocks, so that memory does not grow
//! with the register.

mod example;
mod pipeline;
mod summary;
mod table;
#[cfg(test)]
mod tests;

use std::io::Read;
use std::path::{Path, PathBuf};

use tenbin_eval::{RowFormat, RowReader};
use tenbin_law::{GroupRule, Library, Prepared, RegisterMap, RegisterReader, Take};
use tenbin_vocab::{Date, Diagnostic};

use self::example::{EXAMPLE_MAP, EXAMPLE_REGISTER, MAPS};
use self::pipeline::Run;
pub use self::summary::{
    Group, Grouping, LineRow, LineTextRow, PORTFOLIO_SCHEMA, Portfolio, SubjectRow, VerdictRow,
};
use self::table::VerdictTable;
use crate::{App, AppError, read_file};

const MAX_MAP: u64 = 1 << 20;
/// Subjects kept one by one for a page.
const MAX_KEPT: usize = 500;

/// Rows of a register sent as text.
const MAX_TEXT_ROWS: usize = 5000;

/// How the columns of a register are read.
#[derive(Clone, Debug, Default)]
pub enum MapGiven {
    /// Columns are called as facts are.
    #[default]
    Columns,
    /// A file, the name of a map that comes with the program, or
    /// `COLUMN=FACT,…`.
    Named(String),
    /// The map itself: a whole one, or `COLUMN=FACT,…`.
    Text(String),
}

/// What is asked of a register.
#[derive(Clone, Debug, Default)]
pub struct PortfolioRequest {
    /// How its columns are read.
    pub map: MapGiven,
    /// Date the law is read at; today when not given.
    pub as_of: Option<Date>,
    /// Frameworks to weigh against; none means all.
    pub frameworks: Vec<String>,
    /// Groups to count by: each a group of the map or a column, several with
    /// commas counted together.
    pub by: Vec<String>,
    /// Folder for the verdict table and the summary.
    pub out: Option<PathBuf>,
}

impl App {
    /// Weighs the register in a CSV or JSON Lines file.
    ///
    /// # Errors
    /// Every mistake in the register or the map, with line and remedy; an
    /// unknown framework; a folder that cannot be written.
    pub fn portfolio(&self, csv: &Path, request: &PortfolioRequest) -> Result<Portfolio, AppError> {
        weigh_rows(self.library()?, RowReader::open(csv)?, request, 0)
    }
}

/// Weighs a register given as text, for a page: nothing is written, and the
/// first subjects are kept one by one. `name` stands for it in messages.
///
/// # Errors
/// As [`App::portfolio`], and for more than 5,000 lines.
pub fn weigh_register(
    library: &Library,
    name: &str,
    text: &str,
    request: &PortfolioRequest,
) -> Result<Portfolio, AppError> {
    if text.lines().count() > MAX_TEXT_ROWS + 1 {
        let message = format!("the register has more than {MAX_TEXT_ROWS} rows");
        return Err(Diagnostic::new(name, message)
            .hint("use the command line: tenbin law portfolio --csv FILE")
            .into());
    }
    let rows = RowReader::new(name, None::<RowFormat>, text.as_bytes())?;
    weigh_rows(library, rows, request, MAX_KEPT)
}

/// The made-up register that comes with the program, weighed on `as_of`.
///
/// # Errors
/// When its columns answer facts the library does not know.
pub fn example_portfolio(library: &Library, as_of: Date) -> Result<Portfolio, AppError> {
    let request = PortfolioRequest {
        as_of: Some(as_of),
        by: vec!["country".to_owned(), "year".to_owned()],
        map: MapGiven::Text(EXAMPLE_MAP.to_owned()),
        ..PortfolioRequest::default()
    };
    weigh_register(library, "register.csv", EXAMPLE_REGISTER, &request)
}

fn weigh_rows<R: Read>(
    library: &Library,
    rows: RowReader<R>,
    request: &PortfolioRequest,
    kept: usize,
) -> Result<Portfolio, AppError> {
    let selection = library
        .select(request.frameworks.iter().map(String::as_str))
        .map_err(|mistakes| AppError::in_flag("--framework", mistakes))?;
    let as_of = request.as_of.unwrap_or_else(App::today);
    let prepared = library.prepare(as_of, &selection);
    let map = register_map(library, &request.map, &rows)?;
    let groupings: Vec<_> = request.by.iter().map(|wanted| grouping(wanted, &map)).collect();
    let reader = reader(&prepared, map, &groupings);
    let wanted = rows.wanted(reader.wanted())?;
    let batch = prepared.batch();
    let mut table = match &request.out {
        Some(folder) => Some(VerdictTable::begin(folder, library, &batch)?),
        None => None,
    };
    let run = Run { library, batch: &batch, reader, groupings: &groupings, kept };
    let portfolio = run.weigh(rows, &wanted, table.as_mut(), as_of)?;
    if let Some(table) = table {
        table.finish(&portfolio)?;
    }
    Ok(portfolio)
}

fn register_map<R: Read>(
    library: &Library,
    given: &MapGiven,
    rows: &RowReader<R>,
) -> Result<RegisterMap, AppError> {
    let vocabulary = library.vocabulary();
    let header = rows.header().unwrap_or(&[]);
    let map = match given {
        MapGiven::Columns => {
            let map = RegisterMap::of_columns(header, vocabulary);
            if !map.columns.is_empty() {
                return Ok(map);
            }
            let message = if rows.header().is_some() {
                "no column is called as a fact is"
            } else {
                "no column map says how the rows are read"
            };
            return Err(Diagnostic::new(rows.file(), message)
                .at_line(1)
                .hint("give a column map: --map FILE, or --map COLUMN=FACT,…")
                .into());
        }
        MapGiven::Text(text) if text.contains(['\n', '[']) => {
            RegisterMap::parse("column map", text.as_bytes(), vocabulary)?
        }
        MapGiven::Text(line) => RegisterMap::parse_line(line, vocabulary)?,
        MapGiven::Named(name) => {
            let path = Path::new(name);
            let shipped = MAPS.iter().find(|(known, _)| known == name && !path.exists());
            match shipped {
                Some((name, text)) => RegisterMap::parse(name, text.as_bytes(), vocabulary)?,
                None if name.contains('=') && !path.exists() => {
                    RegisterMap::parse_line(name, vocabulary)?
                }
                None => RegisterMap::parse(name, &read_file(path, MAX_MAP)?, vocabulary)?,
            }
        }
    };
    Ok(map.with_subject(header))
}

/// The rules of one `--by`: groups of the map, else columns as they are.
fn grouping(wanted: &str, map: &RegisterMap) -> Vec<GroupRule> {
    let rule = |name: &str| {
        let known = map.groups.iter().find(|group| group.name == name).cloned();
        known.unwrap_or_else(|| GroupRule {
            name: name.to_owned(),
            column: name.to_owned(),
            separator: None,
            take: Take::All,
        })
    };
    wanted.split(',').map(str::trim).filter(|name| !name.is_empty()).map(rule).collect()
}

fn reader<'a>(
    prepared: &'a Prepared<'a>,
    map: RegisterMap,
    groupings: &[Vec<GroupRule>],
) -> RegisterReader<'a> {
    let mut reader = RegisterReader::new(prepared, map);
    for rule in groupings.iter().flatten() {
        reader.want(&rule.column);
    }
    reader
}
