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
use tenbin_law::{GroupRule, Prepared, RegisterMap, RegisterReader, Take};
use tenbin_vocab::{Date, Diagnostic};

pub use self::example::{EXAMPLE_MAP, EXAMPLE_REGISTER};
use self::pipeline::Run;
pub use self::summary::{
    Group, Grouping, LineRow, LineTextRow, PORTFOLIO_SCHEMA, Portfolio, SubjectRow, VerdictRow,
};
use self::table::VerdictTable;
use crate::{App, AppError, read_file};

const MAX_MAP: u64 = 1 << 20;
/// Subjects kept one by one for a page.
const MAX_KEPT: usize = 500;

/// What is asked of a register.
#[derive(Clone, Debug, Default)]
pub struct PortfolioRequest {
    /// Column map: a file, `epoch`, or `COLUMN=FACT,…`; none when columns are
    /// called as facts are.
    pub map: Option<String>,
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
        self.weigh_register(RowReader::open(csv)?, request, 0)
    }

    /// Weighs a register given as text, for a page; nothing is written, and the
    /// first subjects are kept one by one. `name` stands for it in messages.
    ///
    /// # Errors
    /// As [`App::portfolio`].
    pub fn portfolio_text(
        &self,
        name: &str,
        text: &str,
        request: &PortfolioRequest,
    ) -> Result<Portfolio, AppError> {
        let rows = RowReader::new(name, None::<RowFormat>, text.as_bytes())?;
        self.weigh_register(rows, request, MAX_KEPT)
    }

    /// The made-up register that comes with the program, weighed on `as_of`.
    ///
    /// # Errors
    /// When the packages cannot be loaded.
    pub fn example_portfolio(&self, as_of: Date) -> Result<Portfolio, AppError> {
        let request = PortfolioRequest {
            as_of: Some(as_of),
            by: vec!["country".to_owned(), "year".to_owned()],
            map: Some("example".to_owned()),
            ..PortfolioRequest::default()
        };
        self.portfolio_text("register.csv", EXAMPLE_REGISTER, &request)
    }

    fn weigh_register<R: Read>(
        &self,
        rows: RowReader<R>,
        request: &PortfolioRequest,
        kept: usize,
    ) -> Result<Portfolio, AppError> {
        let library = self.library()?;
        let selection = library
            .select(request.frameworks.iter().map(String::as_str))
            .map_err(|mistakes| AppError::in_flag("--framework", mistakes))?;
        let as_of = request.as_of.unwrap_or_else(App::today);
        let prepared = library.prepare(as_of, &selection);
        let map = self.register_map(request.map.as_deref(), &rows)?;
        let mut groupings = Vec::new();
        for wanted in &request.by {
            groupings.push(grouping(wanted, &map));
        }
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
        &self,
        asked: Option<&str>,
        rows: &RowReader<R>,
    ) -> Result<RegisterMap, AppError> {
        let vocabulary = self.library()?.vocabulary();
        let header = rows.header().unwrap_or(&[]);
        let Some(asked) = asked else {
            if rows.header().is_none() {
                return Err(Diagnostic::new(
                    rows.file(),
                    "no column map says how the rows are read",
                )
                .hint("give --map FILE, or --map COLUMN=FACT,…")
                .into());
            }
            let map = RegisterMap::of_columns(header, vocabulary);
            if map.columns.is_empty() {
                return Err(Diagnostic::new(rows.file(), "no column is called as a fact is")
                    .at_line(1)
                    .hint("give a column map: --map FILE, or --map COLUMN=FACT,…")
                    .into());
            }
            return Ok(map);
        };
        let path = Path::new(asked);
        let shipped = example::MAPS.iter().find(|(name, _)| *name == asked && !path.exists());
        let map = match shipped {
            Some((name, text)) => RegisterMap::parse(name, text.as_bytes(), vocabulary)?,
            None if asked.contains('=') && !path.exists() => {
                RegisterMap::parse_line(asked, vocabulary)?
            }
            None => RegisterMap::parse(asked, &read_file(path, MAX_MAP)?, vocabulary)?,
        };
        Ok(map.with_subject(header))
    }
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
