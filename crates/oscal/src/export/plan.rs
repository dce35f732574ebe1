//! What an assessment looks at, as an assessment plan.

use tenbin_assess::{Assessment, Finding, Status};

use super::{Props, assessment_metadata, line, profile_file};
use crate::SubjectName;
use crate::token::token;
use crate::types::{
    AssessmentPlan, BackMatter, ControlRef, ControlSelection, Hash, Link, Nothing, Reference,
    Resource, ResourceLink, ReviewedControls, SubjectSelection,
};
use crate::uuid::Uuid;

/// The plan behind an assessment: the duties it weighed the evidence against.
#[must_use]
pub fn assessment_plan(assessment: &Assessment) -> AssessmentPlan {
    let subject = &assessment.subject;
    let facts = Resource {
        uuid: Uuid::of(&["subject-file", &assessment.id]),
        title: Some("Subject file".to_owned()),
        description: Some(
            "Facts and documents as they were handed over; the path starts at the assessment folder."
                .to_owned(),
        ),
        rlinks: vec![ResourceLink {
            href: "subject/subject.toml".to_owned(),
            media_type: Some("application/toml".to_owned()),
            hashes: vec![Hash { algorithm: "SHA-256".to_owned(), value: subject.file.hex() }],
        }],
        ..Resource::default()
    };
    let name = SubjectName { id: &subject.id, name: &subject.name.en };
    let profile = Resource {
        uuid: Uuid::of(&["profile", &assessment.id]),
        title: Some("Profile of the duties that bind".to_owned()),
        rlinks: vec![ResourceLink {
            href: profile_file(name, assessment.as_of),
            media_type: Some("application/oscal+json".to_owned()),
            hashes: Vec::new(),
        }],
        ..Resource::default()
    };
    let mut metadata = assessment_metadata(
        line(&format!("Plan of the assessment of {} on {}", subject.name.en, assessment.as_of)),
        assessment,
    );
    metadata.links = vec![Link::reference(profile.uuid.fragment())];
    AssessmentPlan {
        uuid: Uuid::nil(),
        metadata,
        import_ssp: Reference {
            href: facts.uuid.fragment(),
            remarks: Some(
                "There is no system security plan; the subject file stands in its place."
                    .to_owned(),
            ),
        },
        reviewed_controls: reviewed(assessment),
        assessment_subjects: vec![SubjectSelection {
            kind: "component".to_owned(),
            description: Some(subject.name.en.clone()),
            include_all: Nothing {},
        }],
        back_matter: BackMatter::of(vec![facts, profile]),
    }
}

/// True for a duty the assessment speaks about; the others are left out.
pub(super) fn is_reviewed(finding: &Finding) -> bool {
    !matches!(finding.status, Status::NotApplicable | Status::OtherParty)
}

/// The duties that are not ruled out; those left out are named in properties.
pub(super) fn reviewed(assessment: &Assessment) -> ReviewedControls {
    let mut props = Props::default();
    for finding in assessment.findings.iter().filter(|finding| !is_reviewed(finding)) {
        props.add(finding.status.as_str(), &finding.provision);
    }
    let chosen = assessment.findings.iter().filter(|finding| is_reviewed(finding));
    let include_controls: Vec<ControlRef> =
        chosen.map(|finding| ControlRef { control_id: token(&finding.provision) }).collect();
    let selection = if include_controls.is_empty() {
        // A selection cannot be empty; everything without everything is.
        let ids = assessment.findings.iter().map(|finding| token(&finding.provision));
        ControlSelection {
            description: Some("No duty is left to look at.".to_owned()),
            include_all: Some(Nothing {}),
            exclude_controls: ids.map(|control_id| ControlRef { control_id }).collect(),
            ..ControlSelection::default()
        }
    } else {
        ControlSelection { include_controls, ..ControlSelection::default() }
    };
    ReviewedControls {
        description: Some(
            "Duties that are not applicable or another party's are left out and named in the properties."
                .to_owned(),
        ),
        props: props.0,
        control_selections: vec![selection],
    }
}
