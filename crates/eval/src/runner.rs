use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde::{Deserialize, Serialize};
use tenbin_vocab::{CanonicalError, Digest, Timestamp, Tool, to_canonical_json};
use tokio::sync::mpsc;

use crate::cancel::Cancel;
use crate::journal::{Journal, JournalError, Row, read_journal};
use crate::plan::{Call, CallKey, JudgeRef, Parameters, Plan};
use crate::scoring::Scoring;
use crate::summary::{RunSummary, Tally};
use crate::targets::{Ask, Failure, Target};

/// File of a run folder: what was run, written before the first call.
pub const RUN_FILE: &str = "run.json";
/// File of a run folder: one row a call.
pub const JOURNAL_FILE: &str = "journal.jsonl";
/// File of a run folder: the results, written when every call is finished.
pub const SUMMARY_FILE: &str = "summary.json";

/// Version tag of the head of a run.
const RUN_SCHEMA: &str = "tenbin.run/1";
/// Rows between the calls and the writer of the journal.
const ROWS_IN_FLIGHT: usize = 256;

/// The head of a run: what was run, how and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunHead {
    /// Always `tenbin.run/1`.
    pub schema: String,
    /// Identifier: the first 16 hexadecimal digits of the digest of the rest.
    pub run: String,
    /// Battery id.
    pub battery: String,
    /// Battery version.
    pub battery_version: String,
    /// Number of calls planned.
    pub calls: u64,
    /// Target, without secrets.
    pub target: String,
    /// Where the answers come from, without secrets.
    pub origin: String,
    /// True when the answers are simulated.
    pub simulation: bool,
    /// How the target is asked; `None` for recorded answers.
    pub parameters: Option<Parameters>,
    /// Seed.
    pub seed: u64,
    /// The judge, when one scores.
    pub judge: Option<JudgeRef>,
    /// Protocol digest.
    pub protocol: Digest,
    /// When the run was started first.
    pub started: Timestamp,
    /// The program that started it.
    pub tool: Tool,
}

/// How a run is carried out; nothing here changes its result.
#[derive(Clone)]
pub struct RunOptions {
    /// Most calls under way at once.
    pub connections: usize,
    /// Seed, written to the head; the target was opened with it.
    pub seed: u64,
    /// When the run is started; a resumed run keeps its first start.
    pub started: Timestamp,
    /// The program that runs.
    pub tool: Tool,
    /// When resuming, ask again where the target or the judge did not answer.
    pub ask_again: bool,
    /// Signal to stop.
    pub cancel: Cancel,
    /// Told of every group of rows once they are durable.
    pub progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
}

impl RunOptions {
    /// The usual options.
    #[must_use]
    pub fn new(seed: u64, started: Timestamp, tool: Tool) -> Self {
        Self {
            connections: 16,
            seed,
            started,
            tool,
            ask_again: true,
            cancel: Cancel::new(),
            progress: None,
        }
    }
}

/// How far a run is; every number counts durable rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Calls planned.
    pub calls: u64,
    /// Calls finished, earlier sittings included.
    pub finished: u64,
    /// Calls of this sitting without an answer or without a score.
    pub missing: u64,
}

/// What came of a sitting.
#[derive(Clone, Debug, PartialEq)]
pub struct RunOutcome {
    /// The head of the run.
    pub head: RunHead,
    /// Calls that had been finished in an earlier sitting.
    pub resumed: u64,
    /// Calls that are not finished; the run can be resumed.
    pub left: u64,
    /// The results; `None` when the run was cancelled before its end.
    pub summary: Option<RunSummary>,
}

/// A run that cannot be started, continued or finished.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The journal cannot be read or written.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A file of the run folder cannot be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The folder holds something else, or another run.
    #[error("{path}: {message}", path = path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What differs.
        message: String,
    },
    /// Every further call would fail alike; what is finished is kept.
    #[error("{message}")]
    Target {
        /// What the target said.
        message: String,
        /// What to do about it.
        hint: String,
    },
    /// A number in the plan is not finite.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// The program failed in a way it should not; what is finished is kept.
    #[error("the run broke off: {0}")]
    Broken(String),
}

impl RunError {
    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    /// What to do about it; may be empty.
    #[must_use]
    pub fn hint(&self) -> &str {
        match self {
            Self::Target { hint, .. } => hint,
            Self::Other { .. } => "give another --out folder",
            Self::Journal(JournalError::Damaged { .. }) => {
                "restore the file, or start again in another folder"
            }
            Self::Journal(JournalError::Locked { .. }) => {
                "wait for it or give another --out folder"
            }
            _ => "",
        }
    }
}

/// Runs `plan` on `target` in `folder`, or goes on with the run begun there.
///
/// Every row is durable in the journal before it is counted or shown. Results
/// are derived from the journal alone, so that a resumed run gives the same
/// summary as one that was never interrupted.
///
/// # Errors
/// When the folder cannot be used or holds another run, or when the target
/// fails for good.
pub async fn run(
    plan: &Plan,
    target: &dyn Target,
    scoring: &Scoring<'_>,
    folder: &Path,
    options: &RunOptions,
) -> Result<RunOutcome, RunError> {
    let head = head(plan, target, scoring, options)?;
    std::fs::create_dir_all(folder).map_err(|error| RunError::io(folder, error))?;
    let head = claim(folder, head)?;
    let journal_path = folder.join(JOURNAL_FILE);
    let mut finished: HashSet<CallKey> = HashSet::new();
    let mut unjudged: HashMap<CallKey, Row> = HashMap::new();
    let journal = Journal::open(&journal_path, |row| {
        let key = row.key();
        unjudged.remove(&key);
        if row.response.is_some() || !options.ask_again {
            finished.insert(key.clone());
        }
        if options.ask_again && row.lacks_verdict() {
            finished.remove(&key);
            unjudged.insert(key, row);
        }
    })?;
    let resumed = finished.len() as u64;
    let (rows, receiver) = mpsc::channel(ROWS_IN_FLIGHT);
    let calls = plan.call_count() as u64;
    let progress = Progress { calls, finished: resumed, missing: 0 };
    let report = options.progress.clone();
    let writer = tokio::task::spawn_blocking(move || write(journal, receiver, progress, report));

    let open: Vec<Call<'_>> = plan.calls().filter(|call| !finished.contains(&call.key())).collect();
    let mut open = open.into_iter();
    let mut answers = FuturesUnordered::new();
    let mut stopped = None;
    loop {
        while answers.len() < options.connections.max(1)
            && let Some(call) = open.next()
        {
            answers.push(one_row(call, unjudged.remove(&call.key()), target, scoring));
        }
        let next = tokio::select! {
            biased;
            () = options.cancel.cancelled() => break,
            next = answers.next() => next,
        };
        match next {
            Some(Ok(row)) => {
                if rows.send(row).await.is_err() {
                    break;
                }
            }
            Some(Err(error)) => {
                stopped = Some(error);
                break;
            }
            None => break,
        }
    }
    drop(answers);
    drop(rows);
    let progress = writer.await.map_err(|error| RunError::Broken(error.to_string()))??;
    if let Some(error) = stopped {
        return Err(error);
    }
    let left = calls - progress.finished.min(calls);
    let summary = if left == 0 { Some(summarise_folder(folder, plan, &head)?) } else { None };
    if let Some(summary) = &summary {
        let mut json = serde_json::to_vec_pretty(summary)
            .map_err(|error| RunError::Broken(error.to_string()))?;
        json.push(b'\n');
        write_whole(&folder.join(SUMMARY_FILE), &json)?;
    }
    Ok(RunOutcome { head, resumed, left, summary })
}

/// The results of the rows in `folder` so far, whether or not the run is finished.
///
/// # Errors
/// When the journal cannot be read or is damaged.
pub fn summarise_folder(
    folder: &Path,
    plan: &Plan,
    head: &RunHead,
) -> Result<RunSummary, RunError> {
    let mut tally = Tally::new(plan);
    read_journal(&folder.join(JOURNAL_FILE), |row| tally.add(&row))?;
    Ok(tally.finish(head))
}

/// The head of the run in `folder`; `None` when there is no run.
///
/// # Errors
/// When the file cannot be read or is not the head of a run.
pub fn read_head(folder: &Path) -> Result<Option<RunHead>, RunError> {
    let path = folder.join(RUN_FILE);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(RunError::io(&path, error)),
    };
    let head: RunHead = serde_json::from_slice(&bytes).map_err(|error| RunError::Other {
        path,
        message: format!("is not the head of a run: {error}"),
    })?;
    Ok(Some(head))
}

fn head(
    plan: &Plan,
    target: &dyn Target,
    scoring: &Scoring<'_>,
    options: &RunOptions,
) -> Result<RunHead, RunError> {
    let parameters = target.parameters();
    let judge = scoring.judge_ref(plan)?;
    let mut head = RunHead {
        schema: RUN_SCHEMA.to_owned(),
        run: String::new(),
        battery: plan.battery.clone(),
        battery_version: plan.version.clone(),
        calls: plan.call_count() as u64,
        target: target.name(),
        origin: target.origin(),
        simulation: target.is_simulation(),
        parameters,
        seed: options.seed,
        protocol: plan.protocol(parameters, judge.as_ref(), scoring.rubrics())?,
        judge,
        started: options.started,
        tool: options.tool.clone(),
    };
    head.run = Digest::of(&to_canonical_json(&head)?).hex()[..16].to_owned();
    Ok(head)
}

/// The head to go on with: the one already in the folder when it is of the same
/// run, else `head`, written.
fn claim(folder: &Path, head: RunHead) -> Result<RunHead, RunError> {
    let path = folder.join(RUN_FILE);
    let Some(before) = read_head(folder)? else {
        if folder.join(JOURNAL_FILE).exists() {
            let message = "is missing although there is a journal".to_owned();
            return Err(RunError::Other { path, message });
        }
        let mut json = serde_json::to_vec_pretty(&head)
            .map_err(|error| RunError::Broken(error.to_string()))?;
        json.push(b'\n');
        write_whole(&path, &json)?;
        return Ok(head);
    };
    let differs = |what: &str, was: &str, is: &str| {
        (was != is).then(|| format!("holds a run with the {what} `{was}`, not `{is}`"))
    };
    let message = differs("battery", &before.battery, &head.battery)
        .or_else(|| differs("target", &before.target, &head.target))
        .or_else(|| differs("origin", &before.origin, &head.origin))
        .or_else(|| differs("seed", &before.seed.to_string(), &head.seed.to_string()))
        .or_else(|| {
            let what = "holds a run with another protocol: items, scorers or parameters changed";
            (before.protocol != head.protocol).then(|| what.to_owned())
        });
    let Some(message) = message else { return Ok(before) };
    Err(RunError::Other { path, message })
}

/// Writes a file so that it is either the old or the new one, never half.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), RunError> {
    let io = |error| RunError::io(path, error);
    let beside = path.with_extension("json.new");
    let mut file = File::create(&beside).map_err(io)?;
    file.write_all(bytes).map_err(io)?;
    file.sync_all().map_err(io)?;
    std::fs::rename(&beside, path).map_err(io)?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)?;
    }
    Ok(())
}

/// Asks, scores, and makes the row; an error when every call would fail alike.
/// `answered` is a row whose answer is there but which the judge was not able
/// to say anything about.
async fn one_row(
    call: Call<'_>,
    answered: Option<Row>,
    target: &dyn Target,
    scoring: &Scoring<'_>,
) -> Result<Row, RunError> {
    let question = call.question;
    if let Some(mut row) = answered
        && let Some(response) = &row.response
    {
        let scored = scoring.score(question, response).await?;
        (row.score, row.unscored, row.judge) = (scored.score, scored.unscored, scored.judge);
        return Ok(row);
    }
    let ask = Ask { prompt: &question.prompt, language: &question.language, call: Some(call) };
    let reply = target.ask(ask).await;
    let mut row = Row {
        item: question.item.clone(),
        language: question.language.clone(),
        epoch: call.epoch,
        category: question.category.clone(),
        kind: question.kind,
        prompt: Digest::of(question.prompt.as_bytes()),
        attempts: reply.attempts,
        response: None,
        finish: None,
        failure: None,
        scorer: scoring.name_of(question.kind),
        score: None,
        unscored: None,
        judge: None,
    };
    match reply.answer {
        Ok(answer) => {
            let scored = scoring.score(question, &answer.text).await?;
            row.score = scored.score;
            row.unscored = scored.unscored;
            row.judge = scored.judge;
            row.response = Some(answer.text);
            row.finish = answer.finish;
        }
        Err(Failure::Call(why)) => row.failure = Some(why),
        Err(Failure::Target { message, hint }) => return Err(RunError::Target { message, hint }),
    }
    Ok(row)
}

/// Writes rows in groups until the last sender is gone.
fn write(
    mut journal: Journal,
    mut rows: mpsc::Receiver<Row>,
    mut progress: Progress,
    report: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
) -> Result<Progress, JournalError> {
    let runtime = tokio::runtime::Handle::current();
    let mut waiting_missing = 0;
    loop {
        let next = match journal.due() {
            None => Ok(runtime.block_on(rows.recv())),
            Some(due) => {
                runtime.block_on(async { tokio::time::timeout_at(due.into(), rows.recv()).await })
            }
        };
        let (commit, ended) = match next {
            Ok(Some(row)) => {
                waiting_missing += u64::from(row.score.is_none());
                (journal.add(&row)?, false)
            }
            Ok(None) => (true, true),
            Err(_) => (true, false),
        };
        if commit {
            progress.finished += journal.commit()? as u64;
            progress.missing += std::mem::take(&mut waiting_missing);
            if let Some(report) = &report {
                report(progress);
            }
        }
        if ended {
            return Ok(progress);
        }
    }
}
