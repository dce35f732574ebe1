//! Running batteries, resuming runs, scoring recorded responses.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tenbin_eval::{
    Bank, Cancel, Plan, Progress, RUN_FILE, Recorded, RecordedMap, Rubric, RunHead, RunOptions,
    RunOutcome, RunSummary, SUMMARY_FILE, Scoring, Target, TargetError, TargetOptions, load_map,
    load_rubric, open_target, parse_map, read_head, run,
};
use tenbin_store::{RunRow, Runs as _};
use tenbin_vocab::{Diagnostic, Timestamp};

use crate::files::write_file;
use crate::{App, AppError, read_file};

/// File of a run folder: how the run was asked for, so that it can go on.
const REQUEST_FILE: &str = "request.json";
const MAX_SMALL_FILE: u64 = 1024 * 1024;
/// Battery that is run when nobody names one.
const DEFAULT_BATTERY: &str = "safety-core";

/// What is asked, of whom, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// `reference:PROFILE`, `openai:NAME` or `recorded:FILE`.
    pub target: String,
    /// Battery; `None` for the usual one, or for a recording's own questions.
    pub battery: Option<String>,
    /// Address of an OpenAI-compatible server.
    pub base_url: Option<String>,
    /// Environment variable that holds the server's key.
    pub key_env: Option<String>,
    /// Column map of a recording: a file, an id, or a line of `field=COLUMN`.
    pub map: Option<String>,
    /// Target that judges instead of the rules.
    pub judge: Option<String>,
    /// Address of the judge's server; `None` for the target's.
    pub judge_base_url: Option<String>,
    /// Rubric for the judge: an id or a file.
    pub rubric: String,
    /// Times each item is asked; `None` for the battery's number.
    pub epochs: Option<u32>,
    /// Seed of everything drawn at random.
    pub seed: u64,
}

/// How a run is watched and stopped.
#[derive(Clone)]
pub struct Watch {
    /// When the work starts.
    pub now: Timestamp,
    /// Requests under way at once.
    pub connections: usize,
    /// Signal to stop.
    pub cancel: Cancel,
    /// Told how far it is.
    pub progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
}

/// A finished run.
#[derive(Clone, Debug, Serialize)]
pub struct RunDone {
    /// Folder of its journal.
    pub folder: PathBuf,
    /// What was run.
    pub head: RunHead,
    /// Calls that had been finished before.
    pub resumed: u64,
    /// The results.
    pub summary: RunSummary,
}

/// Everything opened that a run needs.
struct Opened {
    plan: Plan,
    target: Arc<dyn Target>,
    judge: Option<Arc<dyn Target>>,
    rubrics: Vec<Rubric>,
}

impl App {
    /// Runs a battery, or goes on with the run begun in `folder`.
    ///
    /// # Errors
    /// When something asked for does not exist, the target fails for good, or
    /// the work was stopped.
    pub async fn evaluate(
        &self,
        asked: &Asked,
        folder: &Path,
        watch: &Watch,
        subject: Option<&str>,
    ) -> Result<RunDone, AppError> {
        let opened = self.open(asked)?;
        if !folder.join(RUN_FILE).exists() {
            let mut json =
                serde_json::to_vec_pretty(asked).map_err(tenbin_vocab::CanonicalError::from)?;
            json.push(b'\n');
            write_file(&folder.join(REQUEST_FILE), &json)?;
        }
        let scoring = Scoring::new(&opened.plan, &opened.rubrics, opened.judge.clone())?;
        let options = RunOptions {
            connections: watch.connections,
            cancel: watch.cancel.clone(),
            progress: watch.progress.clone(),
            ..RunOptions::new(asked.seed, watch.now, Self::tool())
        };
        let outcome = run(&opened.plan, &*opened.target, &scoring, folder, &options).await?;
        let RunOutcome { head, resumed, left, summary } = outcome;
        let Some(summary) = summary else {
            return Err(AppError::Interrupted {
                done: head.calls - left,
                planned: head.calls,
                resume: format!("tenbin eval resume {}", quoted(folder)),
            });
        };
        let done = RunDone { folder: folder.to_path_buf(), head, resumed, summary };
        if subject.is_none() {
            self.keep_run(&done, None)?;
        }
        Ok(done)
    }

    /// Goes on with an interrupted run as it was asked for.
    ///
    /// # Errors
    /// When the folder holds no run, and as [`Self::evaluate`].
    pub async fn resume(&self, folder: &Path, watch: &Watch) -> Result<RunDone, AppError> {
        let path = folder.join(REQUEST_FILE);
        let shown = path.display().to_string();
        let bytes = read_file(&path, MAX_SMALL_FILE)?;
        let asked: Asked = serde_json::from_slice(&bytes).map_err(|error| {
            Diagnostic::new(shown, format!("not the request of a run: {error}"))
                .at_line(error.line())
                .hint("start again in another folder with tenbin eval run")
        })?;
        self.evaluate(&asked, folder, watch, None).await
    }

    /// The results of a run folder, derived from its journal.
    ///
    /// # Errors
    /// When the folder holds no finished run.
    pub fn run_summary(&self, folder: &Path) -> Result<(RunHead, RunSummary), AppError> {
        let shown = folder.display().to_string();
        let head = read_head(folder)?
            .ok_or_else(|| Diagnostic::new(&shown, "there is no run in this folder"))?;
        let path = folder.join(SUMMARY_FILE);
        if !path.exists() {
            return Err(Diagnostic::new(&shown, "the run is not finished")
                .hint(format!("go on with: tenbin eval resume {}", quoted(folder)))
                .into());
        }
        let bytes = read_file(&path, 64 * MAX_SMALL_FILE)?;
        let summary = serde_json::from_slice(&bytes).map_err(|error| {
            Diagnostic::new(path.display().to_string(), format!("not a summary: {error}"))
                .at_line(error.line())
        })?;
        Ok((head, summary))
    }

    /// Puts a finished run into the store.
    pub(crate) fn keep_run(&self, done: &RunDone, subject: Option<&str>) -> Result<(), AppError> {
        let summary_json =
            serde_json::to_string(&done.summary).map_err(tenbin_vocab::CanonicalError::from)?;
        let folder = std::path::absolute(&done.folder).unwrap_or_else(|_| done.folder.clone());
        let store = self.store()?;
        // Looking at a finished run again does not finish it later.
        let before = store.run(&done.head.run)?.and_then(|row| row.finished_at);
        store.put_run(&RunRow {
            id: done.head.run.clone(),
            subject_id: subject.map(str::to_owned),
            battery: done.head.battery.clone(),
            target: done.head.target.clone(),
            simulation: done.head.simulation,
            started_at: done.head.started,
            finished_at: before
                .or_else(|| Timestamp::from_second(Timestamp::now().as_second()).ok()),
            folder: folder.display().to_string(),
            summary_json,
        })?;
        Ok(())
    }

    fn open(&self, asked: &Asked) -> Result<Opened, AppError> {
        let bank = self.bank()?;
        let map = asked.map.as_deref().map(|map| read_map(map, bank)).transpose()?;
        let options = |base_url: &Option<String>| TargetOptions {
            seed: asked.seed,
            base_url: base_url.clone(),
            key_variable: asked.key_env.clone(),
            map: map.clone(),
            ..TargetOptions::new(bank)
        };
        let mut rubrics = bank.rubrics.clone();
        let (mut plan, target) = self.plan(asked, bank, map.as_ref(), &options(&asked.base_url))?;
        if let Some(epochs) = asked.epochs {
            plan.epochs = epochs;
        }
        let judge = match &asked.judge {
            None => None,
            Some(spec) => {
                let rubric = choose_rubric(&asked.rubric, &mut rubrics)?;
                // Where the rules would look for a refusal, the judge does.
                for scorer in plan.scorers.values_mut().filter(|scorer| *scorer == "refusal") {
                    *scorer = format!("judge:{rubric}");
                }
                let base_url = asked.judge_base_url.clone().or_else(|| asked.base_url.clone());
                Some(open_target(spec, &options(&base_url)).map_err(|e| spec_error("--judge", e))?)
            }
        };
        Ok(Opened { plan, target, judge, rubrics })
    }

    fn plan(
        &self,
        asked: &Asked,
        bank: &Bank,
        map: Option<&RecordedMap>,
        options: &TargetOptions<'_>,
    ) -> Result<(Plan, Arc<dyn Target>), AppError> {
        let recording = asked.target.strip_prefix("recorded:");
        if let (Some(file), None) = (recording, &asked.battery) {
            // A recording is a question set of its own.
            if map.is_some() {
                let recorded =
                    Recorded::open(file, options).map_err(|e| spec_error("--target", e))?;
                return Ok((recorded.plan(file)?, Arc::new(recorded)));
            }
        }
        let id = asked.battery.as_deref().unwrap_or(DEFAULT_BATTERY);
        let battery = bank.battery(id).ok_or_else(|| {
            let known: Vec<&str> =
                bank.batteries.iter().map(|battery| battery.id.as_str()).collect();
            Diagnostic::new("--battery", format!("there is no battery \"{id}\""))
                .hint(format!("known: {}", known.join(", ")))
        })?;
        let target = open_target(&asked.target, options).map_err(|e| spec_error("--target", e))?;
        Ok((battery.plan(bank), target))
    }
}

/// A path as a shell takes it in a printed command.
pub(crate) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:=@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A target that cannot be opened, as a mistake in the flag that names it.
fn spec_error(flag: &str, error: TargetError) -> AppError {
    match error {
        TargetError::File(mistakes) => AppError::Input(mistakes),
        TargetError::Spec { message, hint } => Diagnostic::new(flag, message).hint(hint).into(),
    }
}

/// The map a person named: an id of the bank, a file, or a line.
pub(crate) fn read_map(text: &str, bank: &Bank) -> Result<RecordedMap, AppError> {
    if let Some(map) = bank.map(text) {
        return Ok(map.clone());
    }
    if text.contains('=') && !Path::new(text).exists() {
        return Ok(parse_map(text)?);
    }
    let content = read_text(Path::new(text))?;
    Ok(load_map(text, &content, &bank.rubrics)?)
}

/// The id of the rubric a person named by id or file; a file is added.
fn choose_rubric(text: &str, rubrics: &mut Vec<Rubric>) -> Result<String, AppError> {
    if rubrics.iter().any(|rubric| rubric.id == text) {
        return Ok(text.to_owned());
    }
    if !Path::new(text).exists() {
        let known: Vec<&str> = rubrics.iter().map(|rubric| rubric.id.as_str()).collect();
        return Err(Diagnostic::new("--rubric", format!("there is no rubric or file \"{text}\""))
            .hint(format!("known rubrics: {}", known.join(", ")))
            .into());
    }
    let rubric = load_rubric(text, &read_text(Path::new(text))?)?;
    let id = rubric.id.clone();
    rubrics.retain(|other| other.id != id);
    rubrics.push(rubric);
    Ok(id)
}

/// A small text file.
fn read_text(path: &Path) -> Result<String, AppError> {
    let bytes = read_file(path, MAX_SMALL_FILE)?;
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        Diagnostic::new(path.display().to_string(), "the file is not valid UTF-8")
            .at_line(line)
            .hint("save the file as UTF-8")
            .into()
    })
}
