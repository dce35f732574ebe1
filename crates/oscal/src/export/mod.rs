//! From the law library and an assessment to OSCAL documents.

mod catalog;
mod mapping;
mod plan;
mod profile;
mod results;

pub use catalog::{Attachment, Catalogs, catalog_file};
pub use mapping::{Grade, Relation, mapping_collection};
pub use plan::assessment_plan;
pub use profile::{SubjectName, profile, profile_file, text_version};
pub use results::assessment_results;

use tenbin_vocab::Bilingual;

use crate::types::{Metadata, OSCAL_VERSION, Property, instant};

/// Properties of ours in the order they are added; a text that is empty or
/// missing gives none, because OSCAL takes no empty value.
#[derive(Default)]
struct Props(Vec<Property>);

impl Props {
    fn add(&mut self, name: &str, text: impl AsRef<str>) {
        self.grouped(None, name, text);
    }

    fn maybe(&mut self, name: &str, text: Option<impl ToString>) {
        if let Some(text) = text {
            self.add(name, text.to_string());
        }
    }

    fn all<T: AsRef<str>>(&mut self, name: &str, texts: impl IntoIterator<Item = T>) {
        for text in texts {
            self.add(name, text);
        }
    }

    fn grouped(&mut self, group: Option<&str>, name: &str, text: impl AsRef<str>) {
        let property = Property::own(name, text.as_ref());
        if !property.value.is_empty() {
            self.0.push(match group {
                Some(group) => property.in_group(group),
                None => property,
            });
        }
    }

    /// The Japanese beside an English text of the document, and the English
    /// where the document could not hold it as it is.
    fn beside(&mut self, name: &str, text: &Bilingual) {
        self.add(&format!("{name}-ja"), &text.ja);
        if line(&text.en) != text.en {
            self.add(&format!("{name}-en"), &text.en);
        }
    }
}

/// A text in one line, as OSCAL wants titles.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The head of a document; `at` is when its content came to be.
fn metadata(title: String, at: String, version: String, props: Props) -> Metadata {
    Metadata {
        title,
        published: None,
        last_modified: at,
        version,
        oscal_version: OSCAL_VERSION.to_owned(),
        props: props.0,
        links: Vec::new(),
        remarks: None,
    }
}

/// The head of a document about an assessment.
fn assessment_metadata(title: String, assessment: &tenbin_assess::Assessment) -> Metadata {
    let mut props = Props::default();
    props.add("assessment", &assessment.id);
    props.add("as-of", assessment.as_of.to_string());
    for package in &assessment.weighing.packages {
        let version = package.version.as_deref().unwrap_or("none in force");
        props.add("package", format!("{} {version} {}", package.id, package.digest));
    }
    if assessment.simulation {
        props.add("simulation", "true");
    }
    props.add("tool", format!("{} {}", assessment.tool.name, assessment.tool.version));
    metadata(title, instant(assessment.made_at), assessment.id.clone(), props)
}
