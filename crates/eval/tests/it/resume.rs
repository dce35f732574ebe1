//! A run that is stopped or killed goes on where it was and ends with the same
//! results, byte for byte.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;

use tenbin_eval::{
    Answering, Ask, Cancel, JOURNAL_FILE, Plan, Reference, RunError, SUMMARY_FILE, Target,
    TargetOptions,
};

use crate::fixture::{bank, options, sit};

/// A target that counts what it is asked and gives a signal at the n-th call.
struct Watched {
    inner: Reference,
    asked: Mutex<HashMap<(String, String, u32), u32>>,
    stop: Option<(usize, Cancel)>,
}

impl Watched {
    fn asked(&self) -> usize {
        self.asked.lock().unwrap().values().map(|count| *count as usize).sum()
    }
}

impl Target for Watched {
    fn name(&self) -> String {
        self.inner.name()
    }

    fn is_simulation(&self) -> bool {
        true
    }

    fn ask<'a>(&'a self, ask: Ask<'a>) -> Answering<'a> {
        let key = ask.call.unwrap().key();
        *self.asked.lock().unwrap().entry((key.item, key.language, key.epoch)).or_default() += 1;
        if let Some((at, cancel)) = &self.stop
            && self.asked() >= *at
        {
            cancel.cancel();
        }
        self.inner.ask(ask)
    }
}

/// A reproducible number below `below`.
fn draw(seed: u64, what: u64, below: usize) -> usize {
    let mut word =
        seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ what.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((word ^ (word >> 32)) % below as u64) as usize
}

fn watched(bank: &tenbin_eval::Bank, seed: u64, stop: Option<(usize, Cancel)>) -> Watched {
    let profile = bank.profile("drifting").unwrap().clone();
    let options = TargetOptions { seed, ..TargetOptions::new(bank) };
    let asked = Mutex::new(HashMap::new());
    Watched { inner: Reference::new(profile, &options), asked, stop }
}

async fn whole(plan: &Plan, target: &Watched, seed: u64, folder: &Path) -> Vec<u8> {
    let outcome = sit(plan, target, folder, &options(seed)).await.unwrap();
    assert_eq!((outcome.left, outcome.summary.is_some()), (0, true));
    std::fs::read(folder.join(SUMMARY_FILE)).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn interrupted_and_resumed_gives_the_same_bytes() {
    let bank = bank(12, &["ja", "en"], 3);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let calls = plan.call_count();
    let mut stopped_early = 0;
    for seed in 0..30 {
        let plain = tempfile::tempdir().unwrap();
        let expected = whole(&plan, &watched(&bank, seed, None), seed, plain.path()).await;

        let folder = tempfile::tempdir().unwrap();
        let mut asked: HashMap<(String, String, u32), u32> = HashMap::new();
        let mut lost = 0;
        for sitting in 0..3 {
            let mut options = options(seed);
            options.connections = 1 + draw(seed, 90 + sitting, 20);
            let at = 1 + draw(seed, sitting, calls / 2);
            let target = watched(&bank, seed, Some((at, options.cancel.clone())));
            let outcome = sit(&plan, &target, folder.path(), &options).await.unwrap();
            assert!(outcome.summary.is_none() || outcome.left == 0);
            stopped_early += usize::from(outcome.left > 0);
            for (key, count) in target.asked.into_inner().unwrap() {
                *asked.entry(key).or_default() += count;
            }
            // A kill may also tear what was being written.
            let journal = folder.path().join(JOURNAL_FILE);
            let bytes = std::fs::read(&journal).unwrap();
            let kept = bytes.len() - draw(seed, 70 + sitting, 400).min(bytes.len());
            let torn = &bytes[kept..];
            lost += torn.iter().filter(|byte| **byte == b'\n').count() + 1;
            std::fs::write(&journal, &bytes[..kept]).unwrap();
            lost += options.connections;
        }
        let last = watched(&bank, seed, None);
        assert_eq!(whole(&plan, &last, seed, folder.path()).await, expected, "seed {seed}");
        let total = asked.values().map(|count| *count as usize).sum::<usize>() + last.asked();
        assert!(total <= calls + lost, "seed {seed}: {total} calls for {calls} and {lost} lost");
    }
    assert!(stopped_early > 30, "the signal came too late: {stopped_early}");
}

/// Folder of the run that the process below is to be killed in.
const KILLED: &str = "TENBIN_TEST_KILLED_RUN";

/// Answers slowly, so that there is time to be killed.
struct Slow(Watched);

impl Target for Slow {
    fn name(&self) -> String {
        self.0.name()
    }

    fn is_simulation(&self) -> bool {
        true
    }

    fn ask<'a>(&'a self, ask: Ask<'a>) -> Answering<'a> {
        Box::pin(async move {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            self.0.ask(ask).await
        })
    }
}

/// Not a test of its own: the process that `a_killed_process_resumes` kills.
#[tokio::test]
async fn run_until_killed() {
    if let Some(folder) = std::env::var_os(KILLED) {
        let bank = bank(12, &["ja", "en"], 3);
        let plan = bank.battery("made").unwrap().plan(&bank);
        let target = Slow(watched(&bank, 5, None));
        let mut options = options(5);
        options.connections = 2;
        sit(&plan, &target, Path::new(&folder), &options).await.unwrap();
    }
}

#[tokio::test]
async fn a_killed_process_resumes() {
    let bank = bank(12, &["ja", "en"], 3);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let plain = tempfile::tempdir().unwrap();
    let expected = whole(&plan, &watched(&bank, 5, None), 5, plain.path()).await;
    let folder = tempfile::tempdir().unwrap();
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "resume::run_until_killed"])
        .env(KILLED, folder.path())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let journal = folder.path().join(JOURNAL_FILE);
    let written = || std::fs::read_to_string(&journal).unwrap_or_default().matches('\n').count();
    while written() < 20 && child.try_wait().unwrap().is_none() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = written();
    assert!(kept >= 20 && kept < plan.call_count(), "{kept} rows when killed");
    let target = watched(&bank, 5, None);
    assert_eq!(whole(&plan, &target, 5, folder.path()).await, expected);
    assert_eq!(target.asked(), plan.call_count() - kept);
}

#[tokio::test]
async fn finished_calls_are_not_repeated() {
    let bank = bank(5, &["en"], 1);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let folder = tempfile::tempdir().unwrap();
    let first = whole(&plan, &watched(&bank, 1, None), 1, folder.path()).await;
    let again = watched(&bank, 1, None);
    assert_eq!(whole(&plan, &again, 1, folder.path()).await, first);
    assert_eq!(again.asked(), 0);
}

/// A server runs a battery in the background.
#[tokio::test]
async fn a_run_can_be_moved_to_another_thread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let running = tokio::spawn(async move {
        let bank = bank(2, &["en"], 1);
        let plan = bank.battery("made").unwrap().plan(&bank);
        sit(&plan, &watched(&bank, 1, None), &path, &options(1)).await.unwrap().left
    });
    assert_eq!(running.await.unwrap(), 0);
}

#[tokio::test]
async fn another_run_is_not_mixed_in() {
    let bank = bank(2, &["en"], 1);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let folder = tempfile::tempdir().unwrap();
    whole(&plan, &watched(&bank, 1, None), 1, folder.path()).await;
    let error = sit(&plan, &watched(&bank, 2, None), folder.path(), &options(2)).await.unwrap_err();
    assert!(error.to_string().contains("seed `1`, not `2`"), "{error}");
    let mut changed = plan.clone();
    changed.questions[0].prompt.push('!');
    let error =
        sit(&changed, &watched(&bank, 1, None), folder.path(), &options(1)).await.unwrap_err();
    assert!(error.to_string().contains("another protocol"), "{error}");
}

#[tokio::test]
async fn a_damaged_row_stops_the_run_and_is_named() {
    let bank = bank(4, &["en"], 1);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let folder = tempfile::tempdir().unwrap();
    whole(&plan, &watched(&bank, 1, None), 1, folder.path()).await;
    let path = folder.path().join(JOURNAL_FILE);
    let text = std::fs::read_to_string(&path).unwrap();
    let line = text.lines().position(|line| line.contains("\"label\":\"full\"")).unwrap();
    std::fs::write(&path, text.replacen("\"label\":\"full\"", "\"label\":\"none\"", 1)).unwrap();
    let error = sit(&plan, &watched(&bank, 1, None), folder.path(), &options(1)).await.unwrap_err();
    assert!(error.to_string().contains(&format!("journal.jsonl:{}:", line + 1)), "{error}");
    assert!(matches!(error, RunError::Journal(_)) && !error.hint().is_empty());
}

#[tokio::test]
async fn progress_counts_rows_that_are_already_in_the_journal() {
    let bank = bank(40, &["en"], 4);
    let plan = bank.battery("made").unwrap().plan(&bank);
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join(JOURNAL_FILE);
    let seen = std::sync::Arc::new(Mutex::new(Vec::new()));
    let mut options = options(1);
    let report = seen.clone();
    options.progress = Some(std::sync::Arc::new(move |progress| {
        let text = std::fs::read_to_string(&journal).unwrap();
        report.lock().unwrap().push((progress.finished, text.lines().count() as u64));
    }));
    sit(&plan, &watched(&bank, 1, None), folder.path(), &options).await.unwrap();
    let seen = seen.lock().unwrap();
    assert!(seen.len() >= 2 && seen.iter().all(|(told, there)| told == there), "{seen:?}");
    assert_eq!(seen.last().unwrap().0, plan.call_count() as u64);
}
