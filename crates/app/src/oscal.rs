//! Law packages and assessments out as OSCAL, catalogues in as law packages.

use std::path::{Path, PathBuf};

use serde::Serialize;
use tenbin_assess::Assessment;
use tenbin_law::{Framework, Library, SourceFile, TextVersion, Weighing};
use tenbin_oscal::{
    Attachment, Catalogs, Document, Grade, Imported, MAX_CATALOG_BYTES, Relation, SubjectName,
};
use tenbin_policy::{Crosswalk, Rationale, RelationBasis};
use tenbin_vocab::{Date, Diagnostic, Diagnostics};

use crate::assessing::ASSESSMENT_FILE;
use crate::catalogue::package_of;
use crate::files::write_file;
use crate::{App, AppError, read_file};

/// The OSCAL models that can be exported, besides `all`.
pub const OSCAL_MODELS: [&str; 5] =
    ["catalog", "profile", "assessment-plan", "assessment-results", "mapping-collection"];
/// Longest file of facts, in bytes.
const MAX_FACTS: u64 = 4 << 20;
/// Longest `assessment.json` read, in bytes.
const MAX_ASSESSMENT: u64 = 256 << 20;

/// Of whom an export speaks, besides the frameworks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportOf {
    /// Nobody.
    Frameworks,
    /// A subject, by its file of facts.
    Facts(PathBuf),
    /// An assessment, by its id in the store or its folder.
    Assessment(String),
}

/// What to export.
#[derive(Clone, Debug)]
pub struct ExportRequest {
    /// One of [`OSCAL_MODELS`], or `all` for each that the rest allows.
    pub model: String,
    /// Framework ids; empty for all, or those the subject or assessment names.
    pub frameworks: Vec<String>,
    /// Of whom it speaks.
    pub of: ExportOf,
    /// Date the law is read at; none for every text version of a catalogue, and
    /// for the date of the subject.
    pub as_of: Option<Date>,
    /// Today, when nobody names a date.
    pub today: Date,
}

/// An exported file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OscalFile {
    /// Name of the file.
    pub file: String,
    /// OSCAL model.
    pub model: &'static str,
    /// The document's identifier.
    pub uuid: String,
    /// The content.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// An imported framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OscalImport {
    /// Framework id.
    pub framework: String,
    /// Folder it was written to.
    pub folder: PathBuf,
    /// Files written, by path inside the folder.
    pub files: Vec<String>,
    /// Provisions.
    pub provisions: usize,
    /// Those of whom the catalogue does not say to whom they apply.
    pub unstated: usize,
    /// Withdrawn controls that were left out.
    pub withdrawn: usize,
    /// What a person has still to add: what `tenbin law check` would say.
    pub open: Vec<Diagnostic>,
}

/// Of whom an export speaks, read and weighed.
enum Weighed {
    Nobody,
    Subject { id: String, name: String, weighing: Box<Weighing> },
    Assessment(Box<Assessment>),
}

impl Weighed {
    fn weighing(&self) -> Option<&Weighing> {
        match self {
            Self::Nobody => None,
            Self::Subject { weighing, .. } => Some(weighing),
            Self::Assessment(assessment) => Some(&assessment.weighing),
        }
    }
}

impl App {
    /// The OSCAL documents asked for. The same input gives the same bytes.
    ///
    /// # Errors
    /// When the packages, the facts or the assessment cannot be read, an id is
    /// unknown, or the model needs a subject or an assessment that is not named.
    pub fn export_oscal(&self, request: &ExportRequest) -> Result<Vec<OscalFile>, AppError> {
        let library = self.library()?;
        // An id that names no framework is a mistake, not an empty export.
        library
            .select(request.frameworks.iter().map(String::as_str))
            .map_err(|mistakes| AppError::in_flag("--framework", mistakes))?;
        let weighed = self.weighed(request)?;
        let chosen = chosen(library, request, weighed.weighing());
        let as_of = weighed.weighing().map(|weighing| weighing.as_of).or(request.as_of);
        let wanted = |model: &str| request.model == model || request.model == "all";
        let mut documents: Vec<(String, Document)> = Vec::new();
        if wanted("catalog") {
            documents.extend(self.catalogs(library, &chosen, as_of)?);
        }
        if wanted("profile") {
            documents.extend(profile_of(library, &weighed, &request.model)?);
        }
        if wanted("assessment-plan") || wanted("assessment-results") {
            match &weighed {
                Weighed::Assessment(assessment) => {
                    let id = &assessment.id;
                    let plan = format!("assessment-plan_{id}.json");
                    if wanted("assessment-results") {
                        let made = tenbin_oscal::assessment_results(assessment, &plan);
                        let file = format!("assessment-results_{id}.json");
                        documents.push((file, Document::AssessmentResults(Box::new(made))));
                    }
                    if wanted("assessment-plan") {
                        let made = tenbin_oscal::assessment_plan(assessment);
                        documents.push((plan, Document::AssessmentPlan(Box::new(made))));
                    }
                }
                _ if request.model == "all" => {}
                _ => return Err(missing(&request.model, "--assessment", "an assessment").into()),
            }
        }
        if wanted("mapping-collection") {
            let relations = relations(self.crosswalk()?, library, &chosen);
            let at = as_of.unwrap_or(request.today);
            let made = tenbin_oscal::mapping_collection(library, &chosen, at, &relations);
            if let Some(made) = made {
                let file = "mapping-collection.json".to_owned();
                documents.push((file, Document::MappingCollection(Box::new(made))));
            } else if request.model != "all" {
                let message = "no two of the frameworks relate, so there is nothing to map";
                return Err(Diagnostic::new("--framework", message)
                    .hint("name at least two frameworks with a shared control")
                    .into());
            }
        }
        documents
            .into_iter()
            .map(|(file, document)| {
                let document = document.identified()?;
                Ok(OscalFile {
                    file,
                    model: document.model(),
                    uuid: document.uuid().as_str().to_owned(),
                    bytes: document.to_json()?,
                })
            })
            .collect()
    }

    /// Writes exported files into a folder; files of the same name are replaced.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write_oscal(&self, files: &[OscalFile], folder: &Path) -> Result<(), AppError> {
        files.iter().try_for_each(|file| write_file(&folder.join(&file.file), &file.bytes))
    }

    fn catalogs(
        &self,
        library: &Library,
        chosen: &[&Framework],
        as_of: Option<Date>,
    ) -> Result<Vec<(String, Document)>, AppError> {
        let files = self.law_files()?;
        let writer = Catalogs::of(library);
        let mut made = Vec::new();
        for framework in chosen {
            let folder = format!("frameworks/{}/", framework.id);
            // Articles become controls; every other file goes along as it is.
            let attachments: Vec<Attachment<'_>> = files
                .iter()
                .filter_map(|(path, text)| {
                    Some(Attachment { path: path.strip_prefix(&folder)?, text })
                })
                .filter(|file| !file.path.starts_with("articles/"))
                .filter(|file| !file.text.is_empty())
                .collect();
            for version in text_versions(framework, as_of) {
                let catalog = writer.catalog(framework, version, &attachments);
                let file = tenbin_oscal::catalog_file(&framework.id, &version.id);
                made.push((file, Document::Catalog(Box::new(catalog))));
            }
        }
        Ok(made)
    }

    fn weighed(&self, request: &ExportRequest) -> Result<Weighed, AppError> {
        match &request.of {
            ExportOf::Frameworks => Ok(Weighed::Nobody),
            ExportOf::Facts(path) => {
                let text = String::from_utf8_lossy(&read_file(path, MAX_FACTS)?).into_owned();
                let (as_of, today, frameworks) =
                    (request.as_of, request.today, &request.frameworks);
                // A subject file says more than facts: its name, its frameworks.
                let (id, name, weighing) = if text.lines().any(|line| line.trim() == "[subject]") {
                    let (subject, weighing) = self.weigh_subject(path, as_of, today, frameworks)?;
                    (subject.id, subject.name.en, weighing)
                } else {
                    let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                    (id.clone(), id, self.applies(path, as_of, today, frameworks)?)
                };
                Ok(Weighed::Subject { id, name, weighing: Box::new(weighing) })
            }
            ExportOf::Assessment(named) => {
                let mut assessment = self.assessment_named(named)?;
                if !request.frameworks.is_empty() {
                    let kept = |id: &str| request.frameworks.iter().any(|wanted| wanted == id);
                    assessment.findings.retain(|finding| kept(&finding.framework));
                    assessment.weighing.provisions.retain(|answer| kept(&answer.framework));
                }
                Ok(Weighed::Assessment(Box::new(assessment)))
            }
        }
    }

    /// An assessment by its id in the store, or by its folder.
    fn assessment_named(&self, named: &str) -> Result<Assessment, AppError> {
        let file = Path::new(named).join(ASSESSMENT_FILE);
        if file.is_file() {
            let bytes = read_file(&file, MAX_ASSESSMENT)?;
            return serde_json::from_slice(&bytes).map_err(|error| {
                Diagnostic::new(file.display().to_string(), error.to_string())
                    .at_line(error.line())
                    .hint("the file must be as tenbin assess wrote it")
                    .into()
            });
        }
        self.assessment(named)?.ok_or_else(|| {
            Diagnostic::new("--assessment", format!("no assessment \"{named}\" is in the store"))
                .hint("list them: tenbin assessment list; or name the folder of one")
                .into()
        })
    }

    /// Makes a framework folder of the catalogues and writes it below `out`.
    ///
    /// # Errors
    /// Every mistake in the catalogues; when the folder is there already; when
    /// the format does not take what the catalogues say.
    pub fn import_oscal(
        &self,
        files: &[PathBuf],
        out: &Path,
        framework_id: Option<&str>,
    ) -> Result<OscalImport, AppError> {
        let mut read = Vec::new();
        for path in files {
            let bytes = read_file(path, MAX_CATALOG_BYTES as u64)?;
            read.push((path.display().to_string(), bytes));
        }
        let given: Vec<(&str, &[u8])> =
            read.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        let imported = tenbin_oscal::import_catalogs(&given, framework_id)?;
        let folder = out.join(&imported.id);
        if folder.exists() {
            let shown = folder.display().to_string();
            return Err(Diagnostic::new(shown, "the folder is there already")
                .hint("remove it, or name another place with --out")
                .into());
        }
        let open = self.checked(&imported)?;
        for (path, text) in &imported.files {
            write_file(&folder.join(path), text.as_bytes())?;
        }
        Ok(OscalImport {
            framework: imported.id,
            folder,
            files: imported.files.into_iter().map(|(path, _)| path).collect(),
            provisions: imported.provisions,
            unstated: imported.unstated,
            withdrawn: imported.withdrawn,
            open,
        })
    }

    /// Loads the new package beside the others, before anything is written, and
    /// says what its worked examples lack.
    fn checked(&self, imported: &Imported) -> Result<Vec<Diagnostic>, AppError> {
        let own = format!("frameworks/{}", imported.id);
        let mut files: Vec<(String, String)> = self.law_files()?;
        files.retain(|(path, _)| package_of(path) != own);
        let fresh = imported.files.iter();
        files.extend(fresh.map(|(path, text)| (format!("{own}/{path}"), text.clone())));
        let files: Vec<SourceFile<'_>> =
            files.iter().map(|(path, text)| SourceFile { path, text }).collect();
        let library = tenbin_law::load(&files).map_err(|mut mistakes: Diagnostics| {
            for mistake in &mut mistakes.0 {
                if package_of(&mistake.file) == own {
                    mistake.message.push_str(" (nothing was written)");
                }
            }
            mistakes
        })?;
        let of_ours = |mistake: &Diagnostic| package_of(&mistake.file) == own;
        Ok(library.check_cases().0.into_iter().filter(of_ours).collect())
    }
}

/// The frameworks named, else those weighed, else all.
fn chosen<'a>(
    library: &'a Library,
    request: &ExportRequest,
    weighing: Option<&Weighing>,
) -> Vec<&'a Framework> {
    let wanted = |framework: &&Framework| match (request.frameworks.is_empty(), weighing) {
        (false, _) => request.frameworks.contains(&framework.id),
        (true, None) => true,
        (true, Some(weighing)) => weighing.provisions.iter().any(|p| p.framework == framework.id),
    };
    library.frameworks().iter().filter(wanted).collect()
}

/// Every relation between provisions of two of the frameworks, each pair once.
fn relations(crosswalk: &Crosswalk, library: &Library, chosen: &[&Framework]) -> Vec<Relation> {
    let of = |id: &str| chosen.iter().position(|framework| framework.id == id);
    let mut found = Vec::new();
    for a in library.provisions() {
        for b in library.provisions() {
            let (Some(first), Some(second)) = (of(&a.framework), of(&b.framework)) else {
                continue;
            };
            if first >= second {
                continue;
            }
            let Some(relation) = crosswalk.between(&a.id, &b.id) else { continue };
            let authored = relation.basis == RelationBasis::Authored;
            if authored || relation.grade.is_related() {
                found.push(mapped(relation, authored));
            }
        }
    }
    found
}

fn mapped(relation: tenbin_policy::Relation, authored: bool) -> Relation {
    Relation {
        a: relation.a,
        b: relation.b,
        grade: match relation.grade {
            tenbin_policy::Grade::EqualTo => Grade::EqualTo,
            tenbin_policy::Grade::SubsetOf => Grade::SubsetOf,
            tenbin_policy::Grade::SupersetOf => Grade::SupersetOf,
            tenbin_policy::Grade::IntersectsWith => Grade::IntersectsWith,
            tenbin_policy::Grade::NoRelationship => Grade::NoRelationship,
        },
        rationale: match relation.rationale {
            Rationale::Syntactic => "syntactic",
            Rationale::Semantic => "semantic",
            Rationale::Functional => "functional",
        }
        .to_owned(),
        reason: relation.reason,
        authored,
        controls: relation.controls,
        confidence: relation.confidence,
        strength: relation.strength,
    }
}

/// The text version in force on a date; every one when no date is named.
fn text_versions(framework: &Framework, as_of: Option<Date>) -> Vec<&TextVersion> {
    match as_of {
        Some(date) => tenbin_oscal::text_version(framework, date).into_iter().collect(),
        None => framework.versions.iter().collect(),
    }
}

fn profile_of(
    library: &Library,
    weighed: &Weighed,
    model: &str,
) -> Result<Option<(String, Document)>, AppError> {
    let (subject, weighing) = match weighed {
        Weighed::Nobody if model == "all" => return Ok(None),
        Weighed::Nobody => return Err(missing(model, "--subject", "a subject").into()),
        Weighed::Subject { id, name, weighing } => (SubjectName { id, name }, weighing.as_ref()),
        Weighed::Assessment(assessment) => {
            let subject = &assessment.subject;
            (SubjectName { id: &subject.id, name: &subject.name.en }, &assessment.weighing)
        }
    };
    let file = tenbin_oscal::profile_file(subject, weighing.as_of);
    let profile = tenbin_oscal::profile(library, subject, weighing);
    if profile.imports.is_empty() {
        let message = "nothing was weighed, so there is no profile";
        return Err(Diagnostic::new("--framework", message)
            .hint("name frameworks that were weighed")
            .into());
    }
    Ok(Some((file, Document::Profile(Box::new(profile)))))
}

fn missing(model: &str, flag: &str, what: &str) -> Diagnostic {
    Diagnostic::new(format!("--model {model}"), format!("the model speaks of {what}"))
        .hint(format!("name one with {flag}"))
}
