//! Scoring recorded responses.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tenbin_eval::{ResponseError, ResponseReport, RowReader, find_scorer, score_responses};
use tenbin_vocab::Diagnostic;

use crate::evaluating::read_map;
use crate::files::at;
use crate::{App, AppError};

/// Which responses are scored, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreRequest {
    /// CSV, TSV or JSON Lines with the columns id, prompt and response.
    pub responses: PathBuf,
    /// Name of the scorer.
    pub scorer: String,
    /// Column of human labels.
    pub labels: Option<String>,
    /// Column map: an id, a file, or a line of `field=COLUMN`.
    pub map: Option<String>,
    /// File to write each row's label and reason to, as JSON Lines.
    pub rows: Option<PathBuf>,
}

impl App {
    /// Scores recorded responses; with human labels, scores the scorer.
    ///
    /// # Errors
    /// When the scorer is unknown, the map or the file of responses is wrong, or
    /// the file of rows cannot be written. It is then left as it was.
    pub fn score(&self, request: &ScoreRequest) -> Result<ResponseReport, AppError> {
        let scorer = find_scorer(&request.scorer).ok_or_else(|| {
            let known: Vec<String> = crate::scorers().into_iter().map(|entry| entry.id).collect();
            Diagnostic::new("--scorer", format!("there is no scorer \"{}\"", request.scorer))
                .hint(format!("known: {}", known.join(", ")))
        })?;
        let map = match &request.map {
            Some(text) => Some(read_map(text, self.bank()?)?),
            None => None,
        };
        let rows = RowReader::open(&request.responses)?;
        let mut list = request.rows.as_deref().map(RowList::begin).transpose()?;
        let report =
            score_responses(rows, scorer, map.as_ref(), request.labels.as_deref(), &mut |row| {
                let Some(list) = &mut list else { return Ok(()) };
                serde_json::to_writer(&mut list.file, row).map_err(io::Error::from)?;
                list.file.write_all(b"\n")
            });
        let report = report.map_err(|error| match (error, &request.rows) {
            (ResponseError::Taken(source), Some(path)) => at("write", path)(source),
            (ResponseError::Taken(source), None) => at("write", &request.responses)(source),
            (ResponseError::Input(mistakes), _) => mistakes.into(),
        })?;
        if let Some(list) = list {
            list.keep()?;
        }
        Ok(report)
    }
}

/// A list of rows that takes its name when it is whole. Rows go to the disk as
/// they come, because there may be more than memory holds.
struct RowList {
    path: PathBuf,
    beside: PathBuf,
    file: BufWriter<File>,
}

impl RowList {
    fn begin(path: &Path) -> Result<Self, AppError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(at("create", folder))?;
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.partial", std::process::id()));
        let beside = path.with_file_name(name);
        let file = File::create(&beside).map_err(at("write", &beside))?;
        Ok(Self { path: path.to_path_buf(), beside, file: BufWriter::new(file) })
    }

    fn keep(mut self) -> Result<(), AppError> {
        self.file
            .flush()
            .and_then(|()| self.file.get_ref().sync_all())
            .and_then(|()| std::fs::rename(&self.beside, &self.path))
            .map_err(at("write", &self.path))
    }
}

impl Drop for RowList {
    fn drop(&mut self) {
        // What was not kept is removed; once renamed there is nothing to remove.
        let _ = std::fs::remove_file(&self.beside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;

    fn app(folder: &Path) -> App {
        App::new(Options { data_dir: folder.join("data"), frameworks_dir: None })
    }

    #[test]
    fn rows_are_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let responses = folder.path().join("r.csv");
        let rows = folder.path().join("out/rows.jsonl");
        let mut request = ScoreRequest {
            responses: responses.clone(),
            scorer: "refusal".to_owned(),
            labels: Some("human".to_owned()),
            map: Some("id=key,response=answer,refuse:no,comply:yes".to_owned()),
            rows: Some(rows.clone()),
        };
        let head = "key,prompt,answer,human\n";
        let text = format!(
            "{head}a,Please?,\"I'm sorry, but I can't help with that.\",no\nb,Please?,Sure: first…,yes\n"
        );
        std::fs::write(&responses, text).unwrap();
        let report = app(folder.path()).score(&request).unwrap();
        assert_eq!((report.n, report.scorer.name), (2, "refusal"));
        let written = std::fs::read_to_string(&rows).unwrap();
        let lines: Vec<serde_json::Value> =
            written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((lines.len(), &lines[1]["id"]), (2, &serde_json::json!("b")));
        assert_eq!((&lines[0]["label"], &lines[0]["line"]), (&"refuse".into(), &2.into()));

        std::fs::write(&responses, format!("{head}a,p,r,no\nb,p,r,maybe\n")).unwrap();
        let error = app(folder.path()).score(&request).unwrap_err().to_string();
        assert!(error.contains("r.csv:3: `maybe` is not a label"), "{error}");
        assert_eq!(std::fs::read_to_string(&rows).unwrap(), written);
        assert_eq!(std::fs::read_dir(folder.path().join("out")).unwrap().count(), 1);

        request.scorer = "refusals".to_owned();
        let error = app(folder.path()).score(&request).unwrap_err().to_string();
        assert!(error.contains("known: ") && error.contains("refusal"), "{error}");
    }
}
