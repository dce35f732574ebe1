//! What starts, changes or ends when, and what an amendment changed: for
//! everybody, or for the subject in a file.

use std::fs;
use std::path::{Path, PathBuf};

use tenbin_assess::Subject;
use tenbin_law::{Format, LawDiff, Selection, Timeline};
use tenbin_vocab::{Date, Diagnostic, FactState, Facts};

use crate::files::{at, write_file};
use crate::weighing::format_of;
use crate::{App, AppError, read_file};

/// Largest facts or subject file, in bytes.
const MAX_FACTS: u64 = 4 * 1024 * 1024;
/// Largest calendar file that is looked at before it is replaced, in bytes.
const MAX_CALENDAR: u64 = 16 * 1024 * 1024;

/// Whom a question of law is about, and how it is asked.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Subject or facts file.
    pub subject: Option<PathBuf>,
    /// Answers given later; they count before what the subject file states.
    pub answers: Option<PathBuf>,
    /// Date the law is read at.
    pub as_of: Option<Date>,
    /// Framework ids; none means those of the subject, else all.
    pub frameworks: Vec<String>,
}

/// The facts of a subject, read and ready to weigh.
#[derive(Clone, Debug)]
pub struct SubjectFacts {
    /// Id of the subject, else the name of its file.
    pub name: String,
    /// The facts of the subject's own file.
    pub stated: Facts,
    /// Answers of the other file.
    pub answers: Facts,
    /// Facts the two files state differently; the answer counts.
    pub overruled: Vec<String>,
    /// Date the law is read at.
    pub as_of: Date,
    /// Frameworks to look at.
    pub selection: Selection,
}

impl SubjectFacts {
    /// Every fact: an answer counts before what is stated, unless it says only
    /// that somebody does not know.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let mut facts = self.stated.clone();
        for (name, answer) in &self.answers {
            let state = facts.entry(name.clone()).or_default();
            if *answer != FactState::Unknown {
                state.clone_from(answer);
            }
        }
        facts
    }
}

impl App {
    /// Reads whom a question is about. Without a file nothing is known.
    ///
    /// # Errors
    /// Every mistake in the files, with line and remedy; an unknown framework.
    pub fn subject_facts(&self, about: &About, today: Date) -> Result<SubjectFacts, AppError> {
        let library = self.library()?;
        let mut found = SubjectFacts {
            name: String::new(),
            stated: Facts::new(),
            answers: Facts::new(),
            overruled: Vec::new(),
            as_of: about.as_of.unwrap_or(today),
            selection: Selection::all(),
        };
        let mut frameworks = about.frameworks.clone();
        if let Some(path) = &about.subject {
            let shown = path.display().to_string();
            let bytes = read_file(path, MAX_FACTS)?;
            let format = format_of(&shown)?;
            let given = tenbin_law::parse_facts(&shown, &bytes, format, library.vocabulary())?;
            let subject = self.head_of(&shown, &bytes, format)?;
            found.name = match &subject {
                Some(subject) => subject.id.clone(),
                None => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            };
            if let (Some(subject), true) = (subject, frameworks.is_empty()) {
                frameworks = subject.frameworks;
            }
            found.as_of = about.as_of.or(given.as_of).unwrap_or(today);
            found.stated = given.facts;
        }
        found.selection = library
            .select(frameworks.iter().map(String::as_str))
            .map_err(|mistakes| AppError::in_flag("--framework", mistakes))?;
        if let Some(path) = &about.answers {
            let shown = path.display().to_string();
            let bytes = read_file(path, MAX_FACTS)?;
            let format = format_of(&shown)?;
            let given = tenbin_law::parse_facts(&shown, &bytes, format, library.vocabulary())?;
            let differs = |(name, answer): (&String, &FactState)| {
                let stated = found.stated.get(name).and_then(FactState::value);
                let answer = answer.value();
                (answer.is_some() && stated.is_some() && answer != stated).then(|| name.clone())
            };
            found.overruled = given.facts.iter().filter_map(differs).collect();
            found.answers = given.facts;
        }
        Ok(found)
    }

    /// The head of a subject file; none for a file of facts alone.
    fn head_of(
        &self,
        shown: &str,
        bytes: &[u8],
        format: Format,
    ) -> Result<Option<Subject>, AppError> {
        let text = String::from_utf8_lossy(bytes);
        let has_head = text.lines().any(|line| line.trim() == "[subject]");
        if format != Format::Toml || !has_head {
            return Ok(None);
        }
        self.read_subject(shown, bytes).map(Some)
    }

    /// The whole calendar, or what of it concerns a subject.
    ///
    /// # Errors
    /// As [`App::subject_facts`].
    pub fn timeline(&self, about: &About, today: Date) -> Result<Timeline, AppError> {
        let library = self.library()?;
        let subject = self.subject_facts(about, today)?;
        if about.subject.is_none() && about.answers.is_none() {
            return Ok(library.timeline(subject.as_of, &subject.selection));
        }
        let mut timeline = library.timeline_of(&subject.facts(), subject.as_of, &subject.selection);
        timeline.subject = Some(subject.name);
        Ok(timeline)
    }

    /// What changed in the text of a framework between two dates, in whichever
    /// order they are given; with a subject, what that means for it.
    ///
    /// # Errors
    /// As [`App::subject_facts`]; an unknown framework.
    pub fn law_diff(
        &self,
        framework: &str,
        dates: [Date; 2],
        about: &About,
        today: Date,
    ) -> Result<LawDiff, AppError> {
        let library = self.library()?;
        library.select([framework]).map_err(|mistakes| AppError::in_flag("FRAMEWORK", mistakes))?;
        let [first, second] = dates;
        let (from, to) = (first.min(second), first.max(second));
        let found = if about.subject.is_none() && about.answers.is_none() {
            library.diff(framework, from, to)
        } else {
            let subject = self.subject_facts(about, today)?;
            library.diff_for(framework, (from, to), &subject.name, &subject.facts())
        };
        found.ok_or_else(|| Diagnostic::new(framework, "no framework is called this").into())
    }

    /// Writes a calendar file. One this program made before is replaced; any
    /// other file is left as it is.
    ///
    /// # Errors
    /// When the file is somebody else's, or cannot be written.
    pub fn write_calendar(&self, path: &Path, calendar: &str) -> Result<(), AppError> {
        if fs::symlink_metadata(path).is_ok() {
            let old = read_file(path, MAX_CALENDAR)?;
            let own = format!("PRODID:{}\r\n", tenbin_report::calendar::PRODUCT);
            if !String::from_utf8_lossy(&old).contains(&own) {
                let shown = path.display().to_string();
                return Err(Diagnostic::new(
                    shown,
                    "there is a file that this program did not make",
                )
                .hint("name another file, or remove this one")
                .into());
            }
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(at("create", folder))?;
        }
        write_file(path, calendar.as_bytes())
    }
}
