//! The main job: facts read, battery run, evidence signed, law weighed, folder
//! written, store updated.

use std::fs;
use std::path::{Path, PathBuf};

use tenbin_assess::{
    Assessment, DocumentRef, EvidenceItem, Input, Known, Names, Subject, SubjectView, assess,
    parse_subject,
};
use tenbin_eval::{RUN_FILE, RunSummary, evidence_from, run_artefacts};
use tenbin_law::{Library, Selection, Weighing};
use tenbin_ledger::{
    MANIFEST_FILE, Manifest, SIGNER_FILE, SigningKey, envelope_path, sign_manifest,
};
use tenbin_store::{
    AssessmentHead, AssessmentRow, Assessments as _, EvidenceHead, EvidenceRow, SubjectRow,
    Subjects as _,
};
use tenbin_vocab::{
    Artefact, Date, Diagnostic, Digest, EVIDENCE_SCHEMA, Evidence, Outcome, Timestamp,
};

use crate::evaluating::{Asked, RunDone, Watch, quoted};
use crate::files::{
    DiskFolder, at, copy_file, measure, remove_leftovers, write_file, write_file_later,
};
use crate::shelf::AssessmentFigures;
use crate::{App, AppError, attest, read_file};

/// Folder of the run inside an assessment folder.
const RUN_FOLDER: &str = "run";
/// Folder of the subject file and the documents handed over, as they were.
const SUBJECT_FOLDER: &str = "subject";
/// Copy of the subject file in there, whatever it was called.
const SUBJECT_FILE: &str = "subject.toml";
/// The assessment as JSON.
pub(crate) const ASSESSMENT_FILE: &str = "assessment.json";
/// The report for people.
const REPORT_FILE: &str = "report.html";
/// Folder assessments are written to when the command names none.
const DEFAULT_FOLDER: &str = "tenbin-out";
const MAX_SUBJECT: u64 = 1024 * 1024;
const MAX_DOCUMENT: u64 = 1024 * 1024 * 1024;

/// What to assess, and how.
#[derive(Clone, Debug)]
pub struct AssessRequest {
    /// Subject file.
    pub subject: PathBuf,
    /// What is asked, of whom; an empty target means the subject's own.
    pub asked: Asked,
    /// Date the law is read at; `None` for the subject's.
    pub as_of: Option<Date>,
    /// Today, when nobody names a date.
    pub today: Date,
    /// Frameworks to weigh; empty for the subject's.
    pub frameworks: Vec<String>,
    /// Folder to write; `None` for one named after subject and date.
    pub out: Option<PathBuf>,
}

/// A finished assessment.
#[derive(Clone, Debug)]
pub struct Assessed {
    /// Folder it was written to.
    pub folder: PathBuf,
    /// The assessment.
    pub assessment: Assessment,
    /// The bytes of `assessment.json`.
    pub json: Vec<u8>,
    /// True when a signing key was made for it.
    pub fresh_key: bool,
    /// Answers that had been collected in an earlier sitting.
    pub resumed: u64,
    /// Answers that are missing or could not be scored.
    pub missing: u64,
}

impl App {
    /// Measures, weighs, attests and reports on one subject.
    ///
    /// # Errors
    /// When the subject file has mistakes, the target fails for good, the
    /// folder cannot be written, or the work was stopped; finished answers are
    /// kept and the same command goes on from them.
    pub async fn assess(
        &self,
        request: &AssessRequest,
        watch: &Watch,
    ) -> Result<Assessed, AppError> {
        let library = self.library()?;
        let shown = request.subject.display().to_string();
        let bytes = read_file(&request.subject, MAX_SUBJECT)?;
        let subject = self.read_subject(&shown, &bytes)?;
        let given = tenbin_law::parse_facts(
            &shown,
            &bytes,
            tenbin_law::Format::Toml,
            library.vocabulary(),
        )?;
        let as_of = request.as_of.or(subject.as_of).or(given.as_of).unwrap_or(request.today);
        let selection = select(library, &request.frameworks, &subject)?;
        let folder = choose_folder(request, &subject, as_of)?;
        let asked = complete(&request.asked, &subject, &shown)?;
        // What would fail after the run is said before it: a run may take hours.
        for document in &subject.documents {
            document_path(request, document)?;
        }
        self.store()?;
        let (key, fresh_key) = self.signing_key()?;

        let run_folder = folder.join(RUN_FOLDER);
        let done = self
            .evaluate(&asked, &run_folder, watch, Some(&subject.id))
            .await
            .map_err(|error| say_how_to_resume(error, request, &folder))?;

        let view = SubjectView::of(&subject, Digest::of(&bytes));
        write_file_later(&folder.join(SUBJECT_FOLDER).join(SUBJECT_FILE), &bytes)?;
        let records = self.records(request, &subject, &view, &done, &folder, watch.now)?;
        let weighing = library.weigh(&given.facts, as_of, &selection);
        let (evidence, envelopes) = sign_all(records, &key, &folder)?;
        let assessment = assess(Input {
            made_at: watch.now,
            tool: Self::tool(),
            subject: view,
            criteria: &subject.acceptance,
            facts: given.facts,
            weighing,
            evidence,
            names: names(library, &done.summary),
        })?;
        let json = self.write_folder(&folder, &assessment, &key)?;
        self.keep(&folder, &assessment, &json, envelopes, &done)?;
        let missing = done.summary.unanswered + done.summary.unscored;
        Ok(Assessed { folder, assessment, json, fresh_key, resumed: done.resumed, missing })
    }

    /// A subject file weighed, with the frameworks it names unless others are
    /// named.
    ///
    /// # Errors
    /// Every mistake in the file, with line and remedy; an unknown framework.
    pub fn weigh_subject(
        &self,
        path: &Path,
        as_of: Option<Date>,
        today: Date,
        frameworks: &[String],
    ) -> Result<(Subject, Weighing), AppError> {
        let library = self.library()?;
        let shown = path.display().to_string();
        let bytes = read_file(path, MAX_SUBJECT)?;
        let subject = self.read_subject(&shown, &bytes)?;
        let format = tenbin_law::Format::Toml;
        let given = tenbin_law::parse_facts(&shown, &bytes, format, library.vocabulary())?;
        let as_of = as_of.or(subject.as_of).or(given.as_of).unwrap_or(today);
        let selection = select(library, frameworks, &subject)?;
        let weighing = library.weigh(&given.facts, as_of, &selection);
        Ok((subject, weighing))
    }

    pub(crate) fn read_subject(&self, shown: &str, bytes: &[u8]) -> Result<Subject, AppError> {
        let library = self.library()?;
        let bank = self.bank()?;
        let frameworks: Vec<&str> =
            library.frameworks().iter().map(|framework| framework.id.as_str()).collect();
        let controls: Vec<&str> =
            library.controls().iter().map(|control| control.id.as_str()).collect();
        let kinds: Vec<&str> =
            library.evidence_kinds().iter().map(|kind| kind.id.as_str()).collect();
        let mut quantities: Vec<&str> = bank
            .batteries
            .iter()
            .flat_map(|battery| &battery.measures)
            .map(|measure| measure.quantity.as_str())
            .collect();
        quantities.sort_unstable();
        quantities.dedup();
        let known = Known {
            frameworks: &frameworks,
            controls: &controls,
            kinds: &kinds,
            quantities: &quantities,
        };
        Ok(parse_subject(shown, bytes, known)?)
    }

    /// Evidence records of the run and of the documents handed over.
    fn records(
        &self,
        request: &AssessRequest,
        subject: &Subject,
        view: &SubjectView,
        done: &RunDone,
        folder: &Path,
        now: Timestamp,
    ) -> Result<Vec<Evidence>, AppError> {
        let artefacts = run_artefacts(&done.folder, &format!("{RUN_FOLDER}/"))?;
        let mut records =
            evidence_from(&done.summary, &view.reference(), &artefacts, &Self::tool(), now);
        for document in &subject.documents {
            let path = document_path(request, document)?;
            let name = format!("{SUBJECT_FOLDER}/{}", document.file.replace('\\', "/"));
            let copy = folder.join(&name);
            copy_file(&path, &copy)?;
            let (bytes, digest) = measure(&copy)?;
            records.push(Evidence {
                schema: EVIDENCE_SCHEMA.to_owned(),
                kind: document.kind.clone(),
                subject: view.reference(),
                controls: document.controls.clone(),
                outcome: Outcome::Document { title: document.title.clone(), dated: document.dated },
                made_at: now,
                artefacts: vec![Artefact {
                    name,
                    media_type: media_type(&document.file).to_owned(),
                    bytes,
                    digest,
                }],
                tool: Self::tool(),
            });
        }
        Ok(records)
    }

    /// Writes report and assessment, then the manifest over everything.
    fn write_folder(
        &self,
        folder: &Path,
        assessment: &Assessment,
        key: &SigningKey,
    ) -> Result<Vec<u8>, AppError> {
        let mut json =
            serde_json::to_vec_pretty(assessment).map_err(tenbin_vocab::CanonicalError::from)?;
        json.push(b'\n');
        write_file_later(&folder.join(ASSESSMENT_FILE), &json)?;
        let report = tenbin_report::report_html(assessment);
        write_file_later(&folder.join(REPORT_FILE), report.as_bytes())?;
        write_file_later(&folder.join(SIGNER_FILE), key.public().to_pem().as_bytes())?;
        let disk = DiskFolder::open(folder)?;
        // The manifest is last: where it is, everything it names is on the disk.
        disk.sync()?;
        let manifest =
            Manifest::of(&disk, &assessment.id, assessment.made_at).map_err(|(path, reason)| {
                Diagnostic::new(folder.join(path).display().to_string(), reason)
            })?;
        let envelope = sign_manifest(&manifest, key)
            .map_err(|source| AppError::Sign { what: "the manifest".to_owned(), source })?;
        write_file(&folder.join(MANIFEST_FILE), &envelope.to_bytes()?)?;
        Ok(json)
    }

    fn keep(
        &self,
        folder: &Path,
        assessment: &Assessment,
        json: &[u8],
        envelopes: Vec<Vec<u8>>,
        done: &RunDone,
    ) -> Result<(), AppError> {
        let store = self.store()?;
        let subject = &assessment.subject;
        let text = |value: &serde_json::Value| value.to_string();
        store.put_subject(&SubjectRow {
            id: subject.id.clone(),
            name_ja: subject.name.ja.clone(),
            name_en: subject.name.en.clone(),
            kind: kind_word(subject),
            version: subject.version.clone(),
            file_digest: subject.file.to_string(),
            updated_at: assessment.made_at,
            json: text(&serde_json::json!(subject)),
        })?;
        self.keep_run(done, Some(&subject.id))?;
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
        let row = AssessmentRow {
            head: AssessmentHead {
                id: assessment.id.clone(),
                subject_id: subject.id.clone(),
                as_of: assessment.as_of,
                made_at: assessment.made_at,
                folder: folder.display().to_string(),
                simulation: assessment.simulation,
                exit_code: i32::from(assessment.conclusion.exit_code()),
                summary_json: text(&serde_json::json!(AssessmentFigures {
                    conclusion: assessment.conclusion,
                    tally: assessment.tally,
                })),
            },
            json: String::from_utf8_lossy(json).into_owned(),
        };
        let evidence: Vec<EvidenceRow> = assessment
            .evidence
            .iter()
            .zip(envelopes)
            .map(|(item, envelope)| EvidenceRow {
                head: EvidenceHead {
                    id: item.id.to_string(),
                    assessment_id: assessment.id.clone(),
                    kind: item.record.kind.clone(),
                    simulation: item.record.is_simulation(),
                    made_at: item.record.made_at,
                },
                envelope,
            })
            .collect();
        store.put_assessment(&row, &evidence)?;
        Ok(())
    }
}

fn kind_word(subject: &SubjectView) -> String {
    match subject.kind {
        tenbin_assess::SubjectKind::Model => "model".to_owned(),
        tenbin_assess::SubjectKind::System => "system".to_owned(),
    }
}

/// Where a document lies that the subject file hands over.
fn document_path(request: &AssessRequest, document: &DocumentRef) -> Result<PathBuf, AppError> {
    let name = &document.file;
    let wrong = |why: String, hint: &str| -> AppError {
        Diagnostic::new(request.subject.display().to_string(), format!("document {name}: {why}"))
            .at_line(document.line)
            .hint(hint)
            .into()
    };
    if name == SUBJECT_FILE {
        let why = "the name is kept for the copy of the subject file".to_owned();
        return Err(wrong(why, "give the document another name"));
    }
    let missing = "name a file beside the subject file, or remove the entry";
    let path = request.subject.parent().unwrap_or(Path::new("")).join(name);
    let found = fs::metadata(&path).map_err(|error| wrong(error.to_string(), missing))?;
    if !found.is_file() || found.len() > MAX_DOCUMENT {
        return Err(wrong(format!("not a file of at most {MAX_DOCUMENT} bytes"), missing));
    }
    Ok(path)
}

/// The frameworks the command names, else the subject's, else all.
fn select(library: &Library, named: &[String], subject: &Subject) -> Result<Selection, AppError> {
    let ids = if named.is_empty() { &subject.frameworks } else { named };
    library
        .select(ids.iter().map(String::as_str))
        .map_err(|mistakes| AppError::in_flag("--framework", mistakes))
}

/// What is asked, with the subject's own target and battery where the command
/// names none.
fn complete(asked: &Asked, subject: &Subject, shown: &str) -> Result<Asked, AppError> {
    let mut asked = asked.clone();
    if asked.target.is_empty() {
        asked.target = subject.target.clone().ok_or_else(|| {
            Diagnostic::new(shown, "the subject names no target")
                .hint("add target = \"…\" under [subject], or give --target")
        })?;
        asked.battery = asked.battery.or_else(|| subject.battery.clone());
    } else if !asked.target.starts_with("recorded:") {
        asked.battery = asked.battery.or_else(|| subject.battery.clone());
    }
    Ok(asked)
}

/// The folder named, or the first free one named after subject and date; a
/// folder with an unfinished run is gone on with.
fn choose_folder(
    request: &AssessRequest,
    subject: &Subject,
    as_of: Date,
) -> Result<PathBuf, AppError> {
    let finished = |folder: &Path| folder.join(MANIFEST_FILE).exists();
    let foreign = |folder: &Path| {
        let begun = folder.join(RUN_FOLDER).join(RUN_FILE).exists();
        !begun && fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
    };
    if let Some(folder) = &request.out {
        let shown = folder.display().to_string();
        if finished(folder) {
            return Err(Diagnostic::new(shown, "the folder holds a finished assessment")
                .hint("name another with --out")
                .into());
        }
        if foreign(folder) {
            return Err(Diagnostic::new(shown, "the folder is not empty and holds no assessment")
                .hint("name another with --out")
                .into());
        }
        return Ok(folder.clone());
    }
    let name = format!("{}-{as_of}", subject.id);
    let mut folder = Path::new(DEFAULT_FOLDER).join(&name);
    let mut number = 2;
    while finished(&folder) || foreign(&folder) {
        folder = Path::new(DEFAULT_FOLDER).join(format!("{name}-{number}"));
        number += 1;
    }
    Ok(folder)
}

/// A stopped assessment is resumed by the command that began it.
fn say_how_to_resume(error: AppError, request: &AssessRequest, folder: &Path) -> AppError {
    match error {
        AppError::Interrupted { done, planned, .. } => AppError::Interrupted {
            done,
            planned,
            resume: format!(
                "the same command with --out {} ({})",
                quoted(folder),
                request.subject.display()
            ),
        },
        other => other,
    }
}

/// Signs every record and writes the envelopes.
fn sign_all(
    records: Vec<Evidence>,
    key: &SigningKey,
    folder: &Path,
) -> Result<(Vec<EvidenceItem>, Vec<Vec<u8>>), AppError> {
    let evidence_folder = folder.join("evidence");
    fs::create_dir_all(&evidence_folder).map_err(at("create", &evidence_folder))?;
    // Records of a sitting that did not reach its end belong to nothing.
    remove_leftovers(&evidence_folder, Some(".dsse.json"))?;
    remove_leftovers(folder, None)?;
    let mut items = Vec::with_capacity(records.len());
    let mut envelopes = Vec::with_capacity(records.len());
    for record in records {
        let id = record.id()?;
        let file = envelope_path(&id);
        let bytes = attest::sign(&record, key)?.to_bytes()?;
        write_file_later(&folder.join(&file), &bytes)?;
        items.push(EvidenceItem { id, file, record });
        envelopes.push(bytes);
    }
    Ok((items, envelopes))
}

fn names(library: &Library, summary: &RunSummary) -> Names {
    let frameworks = library.frameworks().iter().map(|f| (f.id.clone(), f.short.clone()));
    let controls = library.controls().iter().map(|c| (c.id.clone(), c.name.clone()));
    let kinds = library.evidence_kinds().iter().map(|kind| (kind.id.clone(), kind.name.clone()));
    let categories = summary.categories.iter().map(|c| (c.id.clone(), c.name.clone()));
    let quantities = summary.measures.iter().map(|m| (m.quantity.clone(), m.title.clone()));
    let roles = library.roles().iter().filter_map(|r| Some((r.id.clone(), r.name.clone()?)));
    Names {
        frameworks: frameworks.collect(),
        controls: controls.collect(),
        kinds: kinds.collect(),
        categories: categories.collect(),
        quantities: quantities.collect(),
        roles: roles.collect(),
    }
}

/// The media type a document's name suggests.
fn media_type(file: &str) -> &'static str {
    let ending = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "md" => "text/markdown",
        "txt" => "text/plain",
        "html" | "htm" => "text/html",
        "json" => "application/json",
        "csv" => "text/csv",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
