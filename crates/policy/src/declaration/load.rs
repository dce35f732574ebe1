use std::collections::BTreeMap;

use serde_spanned::Spanned;
use tenbin_law::{EventPrecision, Library, MAX_ENTRIES, SourceFile};
use tenbin_vocab::{Confidence, Diagnostic, Diagnostics};

use super::file::{
    CountEntry, CountriesFile, DeclarationFile, Entry, LinkEntry, OrganisationsFile,
};
use super::{
    AnnouncedCount, Declaration, Declarations, Party, PartyKind, Region, Stance, Standing,
};
use crate::reading::{
    Ids, Mistakes, below, check_name, check_optional, check_sources, check_text, read,
};

const DOOR: &str = "docs/doors/declaration.md";
const COUNTRIES: &str = "declarations/countries.toml";
const ORGANISATIONS: &str = "declarations/organisations.toml";

/// Reads and checks the files below `declarations/`; other files are left
/// alone. Sources and signatories of law packages are taken from `library`.
///
/// # Errors
/// With every mistake found: file, line, what is wrong, and the remedy.
pub fn load_declarations(
    files: &[SourceFile<'_>],
    library: &Library,
) -> Result<Declarations, Diagnostics> {
    let mut mistakes = Mistakes::default();
    let files = below(files, "declarations/", &mut mistakes);
    let mut regions = Vec::new();
    let mut parties = Parties::default();
    for file in &files {
        if file.path == COUNTRIES
            && let Some(raw) = read::<CountriesFile>(*file, DOOR, &mut mistakes)
        {
            regions = parties.countries(*file, raw, &mut mistakes);
        }
    }
    // After the countries: an organisation may have its seat in one.
    for file in &files {
        if file.path == ORGANISATIONS
            && let Some(raw) = read::<OrganisationsFile>(*file, DOOR, &mut mistakes)
        {
            parties.organisations(*file, raw, &mut mistakes);
        }
    }
    let mut ids = Ids::default();
    let mut declarations = Vec::new();
    for file in &files {
        if [COUNTRIES, ORGANISATIONS].contains(&file.path) {
            continue;
        }
        let shaped = file.path.ends_with(".toml") && file.path.matches('/').count() == 1;
        if !shaped {
            let mistake = Diagnostic::new(file.path, "the format knows no such file");
            mistakes.push(mistake.hint(format!("{DOOR} lists the files of the folder")));
            continue;
        }
        if let Some(raw) = read::<DeclarationFile>(*file, DOOR, &mut mistakes) {
            ids.add(*file, &raw.declaration.id, &mut mistakes);
            let mut reader = Reader { file: *file, library, mistakes: &mut mistakes };
            declarations.push(reader.declaration(raw, &mut parties));
        }
    }
    declarations.sort_by(|a, b| (a.on, &a.id).cmp(&(b.on, &b.id)));
    let parties = parties.into_list();
    mistakes.into_result(Declarations { regions, parties, declarations })
}

/// The parties by id, and how organisations are found by name.
#[derive(Default)]
struct Parties {
    ids: Ids,
    states: BTreeMap<String, Party>,
    organisations: BTreeMap<String, Party>,
    by_name: BTreeMap<String, String>,
}

impl Parties {
    fn into_list(self) -> Vec<Party> {
        self.states.into_values().chain(self.organisations.into_values()).collect()
    }

    fn has(&self, id: &str) -> bool {
        self.states.contains_key(id) || self.organisations.contains_key(id)
    }

    fn known(&self) -> impl Iterator<Item = &str> {
        self.states.keys().chain(self.organisations.keys()).map(String::as_str)
    }

    fn countries(
        &mut self,
        file: SourceFile<'_>,
        raw: CountriesFile,
        mistakes: &mut Mistakes,
    ) -> Vec<Region> {
        let mut region_ids = Ids::default();
        let mut regions: Vec<Region> = Vec::new();
        for region in raw.region {
            region_ids.add(file, &region.id, mistakes);
            let name = check_text(file, &region.name, mistakes);
            regions.push(Region { id: region.id.into_inner(), name });
        }
        let check_region = |word: &Spanned<String>, mistakes: &mut Mistakes| {
            let known = || regions.iter().map(|region| region.id.as_str());
            if !known().any(|id| id == word.get_ref()) {
                mistakes.unknown(file, word, "region", known(), "add a [[region]] with this id");
            }
        };
        let mut alpha2 = Ids::default();
        for entry in raw.country {
            check_code(file, &entry.id, 3, mistakes);
            check_code(file, &entry.alpha2, 2, mistakes);
            alpha2.add(file, &entry.alpha2, mistakes);
            check_region(&entry.region, mistakes);
            self.ids.add(file, &entry.id, mistakes);
            let party = Party {
                id: entry.id.get_ref().clone(),
                kind: PartyKind::Country,
                alpha2: Some(entry.alpha2.into_inner()),
                name: check_text(file, &entry.name, mistakes),
                also: Vec::new(),
                region: Some(entry.region.into_inner()),
                seat: None,
            };
            self.states.insert(entry.id.into_inner(), party);
        }
        for entry in raw.union {
            check_region(&entry.region, mistakes);
            self.ids.add(file, &entry.id, mistakes);
            let party = Party {
                id: entry.id.get_ref().clone(),
                kind: PartyKind::Union,
                alpha2: None,
                name: check_text(file, &entry.name, mistakes),
                also: Vec::new(),
                region: Some(entry.region.into_inner()),
                seat: None,
            };
            self.states.insert(entry.id.into_inner(), party);
        }
        regions
    }

    fn organisations(
        &mut self,
        file: SourceFile<'_>,
        raw: OrganisationsFile,
        mistakes: &mut Mistakes,
    ) {
        for entry in raw.organisation {
            self.ids.add(file, &entry.id, mistakes);
            let name = check_text(file, &entry.name, mistakes);
            if let Some(seat) = &entry.seat
                && !self.states.contains_key(seat.get_ref())
            {
                let known = self.states.keys().map(String::as_str);
                mistakes.unknown(file, seat, "country", known, &format!("list it in {COUNTRIES}"));
            }
            let names = entry.also.iter().map(|name| (name.get_ref(), name.span().start));
            for (name, offset) in names.chain([(&name.en, entry.name.span().start)]) {
                let id = entry.id.get_ref().clone();
                let before = self.by_name.insert(name.to_lowercase(), id.clone());
                if let Some(before) = before.filter(|before| *before != id) {
                    let message = format!("\"{name}\" already names \"{before}\"");
                    mistakes.at(file, offset, message, "one name, one organisation");
                }
            }
            let party = Party {
                id: entry.id.get_ref().clone(),
                kind: PartyKind::Organisation,
                alpha2: None,
                name,
                also: entry.also.into_iter().map(Spanned::into_inner).collect(),
                region: None,
                seat: entry.seat.map(Spanned::into_inner),
            };
            self.organisations.insert(entry.id.into_inner(), party);
        }
    }
}

/// A country code: `length` capital letters.
fn check_code(
    file: SourceFile<'_>,
    code: &Spanned<String>,
    length: usize,
    mistakes: &mut Mistakes,
) {
    let word = code.get_ref();
    if word.len() != length || !word.chars().all(|c| c.is_ascii_uppercase()) {
        let message = format!("\"{}\" is not an ISO 3166 code", word.escape_debug());
        let hint = format!("write its {length} capital letters");
        mistakes.at(file, code.span().start, message, hint);
    }
}

struct Reader<'a, 'm> {
    file: SourceFile<'a>,
    library: &'a Library,
    mistakes: &'m mut Mistakes,
}

impl Reader<'_, '_> {
    fn declaration(&mut self, raw: DeclarationFile, parties: &mut Parties) -> Declaration {
        let file = self.file;
        let head = raw.declaration;
        check_name(file, &head.id, self.mistakes);
        let mut standings = Vec::new();
        if let Some(link) = &raw.signatories {
            self.linked(link, parties, &mut standings);
        }
        for entry in &raw.entry {
            self.entry(entry, head.on.get_ref().0, parties, &mut standings);
        }
        if standings.is_empty() && head.gap.is_none() {
            let hint = "add an [[entry]], or say in gap what could not be found";
            self.mistakes.at(file, head.id.span().start, "the declaration names no party", hint);
        }
        standings.sort_by(|a, b| a.party.cmp(&b.party));
        let mut counts: Vec<AnnouncedCount> = Vec::new();
        for count in &raw.count {
            counts.push(self.count(count));
        }
        counts.sort_by_key(|count| count.on);
        Declaration {
            title: check_text(file, &head.title, self.mistakes),
            short: check_text(file, &head.short, self.mistakes),
            kind: head.kind,
            adherence: head.adherence,
            on: head.on.get_ref().0,
            precision: head.precision,
            about: check_text(file, &head.about, self.mistakes),
            open: head.open,
            gap: check_optional(file, head.gap.as_ref(), self.mistakes),
            urls: head.urls,
            framework: raw.signatories.map(|link| link.framework.into_inner()),
            counts,
            standings,
            confidence: head.confidence,
            sources: check_sources(file, &head.sources, self.library, self.mistakes),
            id: head.id.into_inner(),
        }
    }

    fn count(&mut self, raw: &CountEntry) -> AnnouncedCount {
        AnnouncedCount {
            on: raw.on.get_ref().0,
            precision: raw.precision,
            parties: raw.parties,
            note: check_optional(self.file, raw.note.as_ref(), self.mistakes),
            confidence: raw.confidence,
            sources: check_sources(self.file, &raw.sources, self.library, self.mistakes),
        }
    }

    fn entry(
        &mut self,
        raw: &Entry,
        on: tenbin_vocab::Date,
        parties: &Parties,
        standings: &mut Vec<Standing>,
    ) {
        let file = self.file;
        let at = raw.parties.span().start;
        if raw.parties.get_ref().is_empty() {
            self.mistakes.at(file, at, "the entry names no party", "name one, or remove the entry");
        }
        if let Some(since) = &raw.since
            && since.get_ref().0 < on
        {
            let message = format!("the party joined before the declaration of {on}");
            self.mistakes.at(file, since.span().start, message, "correct one of the dates");
        }
        let note = check_optional(file, raw.note.as_ref(), self.mistakes);
        let told = note.is_some() || (raw.stance == Stance::In && raw.confidence != Confidence::U);
        if !told {
            let message = "an entry that is uncertain or not in the list needs a plain sentence";
            self.mistakes.at(file, at, message, "add a note");
        }
        let sources = check_sources(file, &raw.sources, self.library, self.mistakes);
        for party in raw.parties.get_ref() {
            if !parties.has(party.get_ref()) {
                let hint = format!("list it in {COUNTRIES} or {ORGANISATIONS}");
                self.mistakes.unknown(file, party, "party", parties.known(), &hint);
            }
            let standing = Standing {
                party: party.get_ref().clone(),
                stance: raw.stance,
                basis: raw.basis,
                since: raw.since.as_ref().map(|since| since.get_ref().0),
                precision: raw.precision,
                group: None,
                note: note.clone(),
                confidence: raw.confidence,
                sources: sources.clone(),
            };
            self.add(party.span().start, standing, standings);
        }
    }

    fn add(&mut self, offset: usize, standing: Standing, standings: &mut Vec<Standing>) {
        if standings.len() >= MAX_ENTRIES {
            let message = format!("more parties than the limit of {MAX_ENTRIES}");
            self.mistakes.at(self.file, offset, message, "split the file");
            return;
        }
        if standings.iter().any(|other| other.party == standing.party) {
            let message = format!("\"{}\" stands in the declaration twice", standing.party);
            self.mistakes.at(self.file, offset, message, "keep one entry a party");
        }
        standings.push(standing);
    }

    /// The signatories a law package lists, by name; one that no organisation
    /// has becomes a party of its own.
    fn linked(&mut self, link: &LinkEntry, parties: &mut Parties, standings: &mut Vec<Standing>) {
        let file = self.file;
        let Some(framework) = self.library.framework(link.framework.get_ref()) else {
            let known = self.library.frameworks().iter().map(|framework| framework.id.as_str());
            let hint = "list them with: tenbin law list";
            self.mistakes.unknown(file, &link.framework, "framework", known, hint);
            return;
        };
        let groups =
            || framework.signatories.iter().filter_map(|signatory| signatory.group.as_deref());
        for group in &link.former {
            if !groups().any(|known| known == group.get_ref()) {
                let hint = "name a group of the package's signatories";
                self.mistakes.unknown(file, group, "group", groups(), hint);
            }
        }
        let note = check_optional(file, link.note.as_ref(), self.mistakes);
        for signatory in &framework.signatories {
            let id = parties.by_name.get(&signatory.name.to_lowercase()).cloned();
            let id = id.unwrap_or_else(|| {
                let id = id_of(&signatory.name);
                parties.organisations.entry(id.clone()).or_insert_with(|| Party {
                    id: id.clone(),
                    kind: PartyKind::Organisation,
                    alpha2: None,
                    name: tenbin_vocab::Bilingual::new(&signatory.name, &signatory.name),
                    also: Vec::new(),
                    region: None,
                    seat: None,
                });
                id
            });
            let former =
                link.former.iter().any(|group| Some(group.get_ref()) == signatory.group.as_ref());
            let standing = Standing {
                party: id,
                stance: if former { Stance::Former } else { Stance::In },
                basis: link.basis,
                since: signatory.since,
                precision: EventPrecision::Day,
                group: signatory.group.clone(),
                note: note.clone(),
                confidence: signatory.confidence,
                sources: signatory.sources.clone(),
            };
            self.add(link.framework.span().start, standing, standings);
        }
    }
}

/// An id made of a name: lower case, hyphens between words.
fn id_of(name: &str) -> String {
    let mut id = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            c if c.is_alphanumeric() || c == '.' => id.push(c),
            _ if id.ends_with('-') || id.is_empty() => {}
            _ => id.push('-'),
        }
    }
    id.trim_end_matches('-').to_owned()
}
