//! What binds a subject on a date, as a profile.

use tenbin_law::{DutyState, Framework, Library, ProvisionAnswer, TextVersion, Weighing};
use tenbin_vocab::{Date, Tri};

use super::{Props, catalog_file, line, metadata};
use crate::token::token;
use crate::types::{Add, Alter, Import, Merge, Modify, Nothing, Profile, SelectControls, midnight};
use crate::uuid::Uuid;

/// How the subject of a profile is called.
#[derive(Clone, Copy, Debug)]
pub struct SubjectName<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Name for people.
    pub name: &'a str,
}

/// The name of the profile's file.
#[must_use]
pub fn profile_file(subject: SubjectName<'_>, as_of: Date) -> String {
    format!("{}.json", token(&format!("profile_{}_{as_of}", subject.id)))
}

/// The profile of the duties that bind now. Duties that are open, later or
/// somebody else's are no part of it; its properties name each with its word.
#[must_use]
pub fn profile(library: &Library, subject: SubjectName<'_>, weighing: &Weighing) -> Profile {
    let mut props = Props::default();
    props.add("subject", subject.id);
    props.add("as-of", weighing.as_of.to_string());
    let mut imports = Vec::new();
    let mut nothing = None;
    let mut alters = Vec::new();
    for framework in library.frameworks() {
        let own = || weighing.provisions.iter().filter(|p| p.framework == framework.id);
        let Some(version) = text_version(framework, weighing.as_of) else { continue };
        let href = catalog_file(&framework.id, &version.id);
        let bound: Vec<&ProvisionAnswer> = own().filter(|answer| binds(answer)).collect();
        if !bound.is_empty() {
            let with_ids = bound.iter().map(|answer| token(&answer.id)).collect();
            let chosen = SelectControls { with_ids };
            imports.push(Import {
                href,
                include_all: None,
                include_controls: vec![chosen],
                exclude_controls: Vec::new(),
            });
        } else if own().next().is_some() && nothing.is_none() {
            nothing = Some(none_of(href, own()));
        }
        alters.extend(bound.into_iter().map(alter));
        for answer in own() {
            if let Some(word) = open_word(answer) {
                props.add(word, &answer.id);
            }
        }
    }
    if imports.is_empty() {
        // OSCAL wants at least one import, even where nothing binds.
        imports.extend(nothing);
    }
    Profile {
        uuid: Uuid::nil(),
        metadata: metadata(
            line(&format!("What binds {} on {}", subject.name, weighing.as_of)),
            midnight(weighing.as_of),
            weighing.as_of.to_string(),
            props,
        ),
        imports,
        merge: Merge { as_is: true },
        modify: (!alters.is_empty()).then_some(Modify { alters }),
        back_matter: None,
    }
}

/// The text version a catalogue is taken from: the one in force, else the last
/// before the date, else the first.
#[must_use]
pub fn text_version(framework: &Framework, date: Date) -> Option<&TextVersion> {
    framework
        .version_on(date)
        .or_else(|| framework.versions.iter().rev().find(|v| v.in_force.from <= date))
        .or_else(|| framework.versions.first())
}

/// An import without controls: a bare one would take them all.
fn none_of<'a>(href: String, answers: impl Iterator<Item = &'a ProvisionAnswer>) -> Import {
    Import {
        href,
        include_all: Some(Nothing {}),
        include_controls: Vec::new(),
        exclude_controls: vec![SelectControls {
            with_ids: answers.map(|answer| token(&answer.id)).collect(),
        }],
    }
}

/// True when the duty runs on the date and is not somebody else's.
fn binds(answer: &ProvisionAnswer) -> bool {
    answer.verdict == Tri::Yes
        && answer.duty_state == DutyState::Now
        && answer.addressee.subject != Tri::No
}

/// The property that names a duty which is neither bound nor ruled out.
fn open_word(answer: &ProvisionAnswer) -> Option<&'static str> {
    match (answer.verdict, answer.duty_state) {
        (Tri::No, _) | (Tri::Yes, DutyState::Never) => None,
        (Tri::Unknown, _) => Some("verdict-unknown"),
        _ if answer.addressee.subject == Tri::No => Some("other-party"),
        (Tri::Yes, DutyState::Later) => Some("duty-later"),
        (Tri::Yes, DutyState::Ended) => Some("duty-ended"),
        (Tri::Yes, DutyState::Unknown) => Some("duty-unknown"),
        (Tri::Yes, DutyState::Now) => None,
    }
}

fn alter(answer: &ProvisionAnswer) -> Alter {
    let mut props = Props::default();
    props.add("verdict", answer.verdict.as_str());
    props.add("duty-state", "now");
    props.add("addressee", answer.addressee.subject.as_str());
    props.maybe("applies-from", answer.from);
    props.maybe("applies-until", answer.until);
    props.maybe("due", answer.due);
    props.add("confidence", answer.confidence.as_str());
    props.add("because", &answer.because);
    Alter { control_id: token(&answer.id), adds: vec![Add { props: props.0 }] }
}
