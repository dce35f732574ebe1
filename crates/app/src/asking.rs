//! Asking one question after the other until nothing material is open.
//!
//! The answers stand in a file of their own beside the subject's, written anew
//! after every answer: a stopped interview goes on where it was. The subject's
//! own file is never written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tenbin_law::{DutyAnswer, Inquiry, Selection};
use tenbin_vocab::{Date, Diagnostic, FactState, Facts, Lang};

use crate::files::write_file;
use crate::timeline::{About, SubjectFacts};
use crate::{App, AppError};

/// An interview about one subject: what is known, what is answered, what is
/// left for later.
pub struct Interview<'a> {
    app: &'a App,
    subject: SubjectFacts,
    /// Answers in the order they were given, each with what stood before.
    given: Vec<Given>,
    later: BTreeSet<String>,
    file: Option<PathBuf>,
    lang: Lang,
}

/// One step that can be taken back.
#[derive(Clone, Debug)]
struct Given {
    fact: String,
    before: Option<FactState>,
    later: bool,
}

/// What an answer settled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Duties that turned out to bind.
    pub yes: Vec<String>,
    /// Duties that turned out not to.
    pub no: Vec<String>,
    /// Duties that will stay unknown.
    pub stuck: Vec<String>,
    /// Duties on which there is more to ask again.
    pub reopened: Vec<String>,
}

impl Settled {
    /// What differs between the standing before and after an answer.
    #[must_use]
    pub fn between(before: &Inquiry, after: &Inquiry) -> Self {
        let mut settled = Self::default();
        for (old, new) in before.duties.iter().zip(&after.duties) {
            if old.standing == new.standing {
                continue;
            }
            let list = match new.standing {
                DutyAnswer::Yes => &mut settled.yes,
                DutyAnswer::No => &mut settled.no,
                DutyAnswer::Stuck => &mut settled.stuck,
                DutyAnswer::Open => &mut settled.reopened,
            };
            list.push(new.id.clone());
        }
        settled
    }
}

/// Where answers are kept when no file is named: beside the subject.
#[must_use]
pub fn answers_beside(subject: &Path) -> PathBuf {
    subject.with_extension("answers.toml")
}

impl App {
    /// Begins an interview, or goes on with one: answers in `file` count, and new
    /// ones are written there. Without a file nothing is written.
    ///
    /// # Errors
    /// As [`App::subject_facts`]; when the file of answers is the subject's own.
    pub fn interview(
        &self,
        about: &About,
        file: Option<PathBuf>,
        today: Date,
        lang: Lang,
    ) -> Result<Interview<'_>, AppError> {
        if let (Some(file), Some(subject)) = (&file, &about.subject)
            && same_file(file, subject)
        {
            let message = "the subject's own file is not written to";
            return Err(Diagnostic::new(file.display().to_string(), message)
                .hint("name another file for the answers")
                .into());
        }
        if let Some(file) = &file
            && file.extension().is_none_or(|ending| ending != "toml")
        {
            let message = "answers are written as TOML";
            return Err(Diagnostic::new(file.display().to_string(), message)
                .hint("name a file that ends in .toml")
                .into());
        }
        let answers = file.clone().filter(|file| file.exists());
        let subject = self.subject_facts(&About { answers, ..about.clone() }, today)?;
        Ok(Interview { app: self, subject, given: Vec::new(), later: BTreeSet::new(), file, lang })
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

impl Interview<'_> {
    /// What to ask next, and how the duties stand.
    ///
    /// # Errors
    /// When the packages cannot be loaded.
    pub fn inquire(&self) -> Result<Inquiry, AppError> {
        let library = self.app.library()?;
        let prepared = library.prepare(self.subject.as_of, &self.subject.selection);
        Ok(prepared.inquire(&self.subject.facts(), &self.later))
    }

    /// Takes an answer to a fact as a person types it, and keeps it.
    ///
    /// # Errors
    /// An unknown fact, a wrong answer, a file that cannot be written.
    pub fn answer(&mut self, fact: &str, text: &str) -> Result<(), AppError> {
        let library = self.app.library()?;
        let Some(known) = library.vocabulary().get(fact) else {
            let near = self.app.nearest_law(fact)?;
            let hint = near.map_or_else(
                || "frameworks/facts.toml lists every fact".to_owned(),
                |near| format!("did you mean \"{near}\"?"),
            );
            return Err(Diagnostic::new("answer", format!("unknown fact \"{fact}\""))
                .hint(hint)
                .into());
        };
        let state = tenbin_law::read_answer("answer", known, text)?;
        // Not knowing more does not undo what is known already.
        let partly = self.subject.facts().get(fact).is_some_and(|state| state.value().is_some());
        if state == FactState::Unknown && partly {
            return self.skip(fact);
        }
        let before = self.subject.answers.insert(fact.to_owned(), state);
        self.given.push(Given { fact: fact.to_owned(), before, later: false });
        self.save()
    }

    /// Leaves a question for later; it is not asked again in this interview.
    ///
    /// # Errors
    /// When the answers cannot be written.
    pub fn skip(&mut self, fact: &str) -> Result<(), AppError> {
        if self.later.insert(fact.to_owned()) {
            self.given.push(Given { fact: fact.to_owned(), before: None, later: true });
        }
        Ok(())
    }

    /// Takes the last answer back and says to which fact; none when there is
    /// nothing to take back.
    ///
    /// # Errors
    /// When the answers cannot be written.
    pub fn back(&mut self) -> Result<Option<String>, AppError> {
        let Some(last) = self.given.pop() else { return Ok(None) };
        if last.later {
            self.later.remove(&last.fact);
        } else {
            match last.before {
                Some(before) => self.subject.answers.insert(last.fact.clone(), before),
                None => self.subject.answers.remove(&last.fact),
            };
            self.save()?;
        }
        Ok(Some(last.fact))
    }

    /// Answers kept so far, those of earlier sittings included.
    #[must_use]
    pub fn answers(&self) -> &Facts {
        &self.subject.answers
    }

    /// Whom it is about, and at which date.
    #[must_use]
    pub fn subject(&self) -> &SubjectFacts {
        &self.subject
    }

    /// The frameworks that are looked at.
    #[must_use]
    pub fn selection(&self) -> &Selection {
        &self.subject.selection
    }

    /// The file the answers are kept in.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    fn save(&self) -> Result<(), AppError> {
        let Some(file) = &self.file else { return Ok(()) };
        let library = self.app.library()?;
        let head = tenbin_report::Texts::new(self.lang).say("ask-file-head");
        let answers = &self.subject.answers;
        let text = tenbin_law::facts_toml(library.vocabulary(), answers, &head, self.lang);
        write_file(file, text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;

    fn today() -> Date {
        Date::constant(2026, 11, 21)
    }

    fn app(folder: &Path) -> App {
        App::new(Options { data_dir: folder.join("data"), frameworks_dir: None })
    }

    fn begin<'a>(app: &'a App, folder: &Path) -> Interview<'a> {
        let about = About { subject: Some(folder.join("me.toml")), ..About::default() };
        let file = answers_beside(&folder.join("me.toml"));
        app.interview(&about, Some(file), today(), Lang::En).unwrap()
    }

    #[test]
    fn answers_are_kept_taken_back_and_never_asked_again() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("me.toml");
        std::fs::write(&own, "role = \"provider\"\n").unwrap();
        let app = app(folder.path());
        let mut interview = begin(&app, folder.path());
        let first = interview.inquire().unwrap();
        let asked = first.question.clone().unwrap().fact;
        interview.answer(&asked, "?").unwrap();
        let second = interview.inquire().unwrap().question.unwrap().fact;
        assert_ne!(asked, second);
        let file = folder.path().join("me.answers.toml");
        let kept = std::fs::read_to_string(&file).unwrap();
        assert!(kept.contains(&format!("{asked} = \"unknown\"")), "{kept}");
        // Another sitting goes on from there.
        drop(interview);
        let mut interview = begin(&app, folder.path());
        assert_eq!(interview.inquire().unwrap().question.unwrap().fact, second);
        interview.skip(&second).unwrap();
        assert_ne!(interview.inquire().unwrap().question.unwrap().fact, second);
        assert_eq!(interview.back().unwrap(), Some(second.clone()));
        assert_eq!(interview.inquire().unwrap().question.unwrap().fact, second);
        assert_eq!(interview.back().unwrap(), None, "an earlier sitting stands");
        assert!(interview.answer(&second, "perhaps so").is_err());
        assert!(interview.answer("no_such_fact", "yes").is_err());
        assert_eq!(std::fs::read_to_string(&own).unwrap(), "role = \"provider\"\n");
    }

    #[test]
    fn what_an_answer_settled_is_told_duty_by_duty() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("me.toml"), "role = \"provider\"\n").unwrap();
        let app = app(folder.path());
        let mut interview = begin(&app, folder.path());
        let before = interview.inquire().unwrap();
        interview.answer("military_defence_or_security_only", "yes").unwrap();
        let after = interview.inquire().unwrap();
        let settled = Settled::between(&before, &after);
        assert!(settled.no.iter().any(|id| id.starts_with("euaia.")), "{settled:?}");
        interview.back().unwrap();
        let again = Settled::between(&after, &interview.inquire().unwrap());
        assert_eq!(again.reopened, settled.no);
    }

    #[test]
    fn the_subject_s_own_file_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("me.toml");
        std::fs::write(&own, "role = \"provider\"\n").unwrap();
        let app = app(folder.path());
        let about = About { subject: Some(own.clone()), ..About::default() };
        assert!(app.interview(&about, Some(own), today(), Lang::En).is_err());
        let yaml = folder.path().join("a.yaml");
        assert!(app.interview(&about, Some(yaml), today(), Lang::En).is_err());
    }

    #[test]
    fn a_calendar_takes_only_the_place_of_one_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(folder.path());
        let path = folder.path().join("new/d.ics");
        let ours = format!("PRODID:{}\r\n", tenbin_report::calendar::PRODUCT);
        app.write_calendar(&path, &ours).unwrap();
        app.write_calendar(&path, &format!("{ours}2")).unwrap();
        std::fs::write(&path, "a diary").unwrap();
        assert!(app.write_calendar(&path, &ours).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "a diary");
    }
}
