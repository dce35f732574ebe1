//! From files to a checked library.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_spanned::Spanned;
use tenbin_vocab::{Diagnostic, Diagnostics, Digest, Tri};

use crate::assemble::{Assembler, FrameworkFiles};
use crate::compile::Compiler;
use crate::condition::parse_condition;
use crate::evaluate::Domain;
use crate::library::Library;
use crate::limits::{MAX_FILE_BYTES, MAX_FILES};
use crate::model::{Control, Effort, EvidenceKind, Source};
use crate::package::{
    ArticleFile, CasesFile, ClocksFile, ControlsFile, DefinitionsFile, EffortEntry, FactsFile,
    FrameworkFile, KindsFile, PenaltiesFile, RolesFile, SchedulesFile, SourcesFile,
};
use crate::program::DefinitionId;
use crate::read::read;
use crate::source::{Mistakes, SourceFile, decode_text};
use crate::suggest;
use crate::vocabulary::{Vocabulary, check_bilingual, is_name};

/// Reads, checks and compiles framework packages.
///
/// # Errors
/// With every mistake found: file, line, what is wrong, and the remedy.
pub fn load(files: &[SourceFile<'_>]) -> Result<Library, Diagnostics> {
    let mut mistakes = Mistakes::default();
    let sorted = sort(files, &mut mistakes);
    let vocabulary = match sorted.facts {
        Some(file) => match read::<FactsFile>(file) {
            Ok(raw) => Vocabulary::from_file(file, raw, &mut mistakes),
            Err(mistake) => {
                // Nothing else makes sense without the words.
                mistakes.push(mistake);
                return Err(mistakes.into_diagnostics());
            }
        },
        None => {
            mistakes.push(
                Diagnostic::new("frameworks/facts.toml", "the file is missing")
                    .hint("it lists the facts conditions may use"),
            );
            return Err(mistakes.into_diagnostics());
        }
    };
    let parts = read_parts(&sorted, &mut mistakes);
    let shared = Shared::read(&sorted, &mut mistakes);
    if !mistakes.is_empty() {
        // Later checks would report what is missing only because it was not read.
        return Err(mistakes.into_diagnostics());
    }
    assemble(&sorted, parts, vocabulary, shared, mistakes)
}

/// The files by what they are.
#[derive(Default)]
struct Sorted<'a> {
    facts: Option<SourceFile<'a>>,
    sources: Option<SourceFile<'a>>,
    roles: Option<SourceFile<'a>>,
    controls: Option<SourceFile<'a>>,
    kinds: Option<SourceFile<'a>>,
    frameworks: BTreeMap<&'a str, Vec<SourceFile<'a>>>,
    /// Every file as it was given, byte-order mark included.
    given: HashMap<&'a str, &'a [u8]>,
}

impl Sorted<'_> {
    /// The digest of files, named by their path below `folder`.
    fn digest<'f>(&self, folder: &str, files: impl Iterator<Item = &'f SourceFile<'f>>) -> Digest {
        Digest::of_named(files.map(|file| {
            let name = file.path.strip_prefix(folder).unwrap_or(file.path);
            (name, self.given.get(file.path).copied().unwrap_or_default())
        }))
    }
}

fn sort<'a>(files: &[SourceFile<'a>], mistakes: &mut Mistakes) -> Sorted<'a> {
    let mut sorted = Sorted::default();
    if files.len() > MAX_FILES {
        mistakes.push(Diagnostic::new(
            "frameworks",
            format!("{} files, more than the limit of {MAX_FILES}", files.len()),
        ));
        return sorted;
    }
    let mut seen = BTreeSet::new();
    for file in files {
        let text = match decode_text(file.path, file.text.as_bytes(), MAX_FILE_BYTES) {
            Ok(text) => text,
            Err(mistake) => {
                mistakes.push(mistake);
                continue;
            }
        };
        sorted.given.insert(file.path, file.text.as_bytes());
        let file = SourceFile { path: file.path, text };
        if !seen.insert(file.path) {
            mistakes.push(Diagnostic::new(file.path, "the file was given twice"));
            continue;
        }
        let parts: Vec<&str> = file.path.split('/').collect();
        let place = match parts.as_slice() {
            ["frameworks", "facts.toml"] => &mut sorted.facts,
            ["frameworks", "sources.toml"] => &mut sorted.sources,
            ["frameworks", "roles.toml"] => &mut sorted.roles,
            ["controls", "controls.toml"] => &mut sorted.controls,
            ["controls", "evidence.toml"] => &mut sorted.kinds,
            ["frameworks", id, _] | ["frameworks", id, "articles" | "cases", _]
                if file.path.ends_with(".toml") =>
            {
                sorted.frameworks.entry(id).or_default().push(file);
                continue;
            }
            _ => {
                mistakes.push(
                    Diagnostic::new(file.path, "the format knows no such file")
                        .hint("docs/doors/framework.md lists the files of a package"),
                );
                continue;
            }
        };
        *place = Some(file);
    }
    for files in sorted.frameworks.values_mut() {
        files.sort_by(|a, b| natural(a.path, b.path));
    }
    sorted
}

/// Order in which `art-9` comes before `art-10`.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let runs = |text: &str| -> Vec<(Option<u64>, String)> {
        let mut found: Vec<String> = Vec::new();
        let mut digits = false;
        for c in text.chars() {
            match found.last_mut() {
                Some(last) if digits == c.is_ascii_digit() => last.push(c),
                _ => found.push(c.to_string()),
            }
            digits = c.is_ascii_digit();
        }
        found.into_iter().map(|run| (run.parse().ok(), run)).collect()
    };
    runs(a).cmp(&runs(b)).then(a.cmp(b))
}

fn read_parts<'a>(sorted: &Sorted<'a>, mistakes: &mut Mistakes) -> Vec<FrameworkFiles<'a>> {
    let mut found = Vec::new();
    for (folder, files) in &sorted.frameworks {
        let mut parts = FrameworkFiles::new(folder);
        for file in files {
            if let Err(mistake) = add_part(&mut parts, *file) {
                mistakes.push(mistake);
            }
        }
        if parts.framework.is_none() && files.iter().all(|f| !f.path.ends_with("/framework.toml")) {
            mistakes.push(
                Diagnostic::new(
                    format!("frameworks/{folder}/framework.toml"),
                    "the file is missing",
                )
                .hint("it gives the identity, authority and versions of the framework"),
            );
        }
        parts.digest = sorted.digest(&format!("frameworks/{folder}/"), files.iter());
        found.push(parts);
    }
    found
}

fn add_part<'a>(parts: &mut FrameworkFiles<'a>, file: SourceFile<'a>) -> Result<(), Diagnostic> {
    let inside: Vec<&str> = file.path.split('/').skip(2).collect();
    match inside.as_slice() {
        ["framework.toml"] => parts.framework = Some((file, read::<FrameworkFile>(file)?)),
        ["definitions.toml"] => parts.definitions = Some((file, read::<DefinitionsFile>(file)?)),
        ["schedules.toml"] => parts.schedules = Some((file, read::<SchedulesFile>(file)?)),
        ["penalties.toml"] => parts.penalties = Some((file, read::<PenaltiesFile>(file)?)),
        ["clocks.toml"] => parts.clocks = Some((file, read::<ClocksFile>(file)?)),
        ["articles", _] => parts.articles.push((file, read::<ArticleFile>(file)?)),
        ["cases", _] => parts.cases.push((file, read::<CasesFile>(file)?)),
        _ => {
            let known = [
                "framework.toml",
                "definitions.toml",
                "schedules.toml",
                "penalties.toml",
                "clocks.toml",
                "articles/<name>.toml",
                "cases/<name>.toml",
            ];
            let name = inside.join("/");
            return Err(Diagnostic::new(file.path, "a package has no such file")
                .hint(suggest::remedy(&name, known, "")));
        }
    }
    Ok(())
}

/// Hours of one piece of evidence beyond which a figure is a slip of the pen.
const MAX_HOURS: f64 = 1e6;

/// Sources, controls and kinds of evidence.
#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) sources: Vec<Source>,
    pub(crate) controls: Vec<Control>,
    pub(crate) kinds: Vec<EvidenceKind>,
}

impl Shared {
    fn effort(
        &self,
        file: SourceFile<'_>,
        entry: Spanned<EffortEntry>,
        mistakes: &mut Mistakes,
    ) -> Effort {
        let place = entry.span().start;
        let EffortEntry { low, high, confidence, sources } = entry.into_inner();
        let known = self.sources.iter().map(|source| source.id.as_str());
        check_known(file, &sources, known, "source", mistakes);
        if sources.is_empty() {
            let hint = "name the source of the figures in `sources`";
            mistakes.at(file, place, "an effort without a source", hint);
        }
        if !(low > 0.0 && low <= high && high <= MAX_HOURS) {
            let message = "the hours of an effort must be above 0, and `low` not above `high`";
            mistakes.at(file, place, message, "write for example low = 20, high = 40");
        }
        let sources = sources.into_iter().map(Spanned::into_inner).collect();
        Effort { low, high, confidence, sources }
    }

    fn read(sorted: &Sorted<'_>, mistakes: &mut Mistakes) -> Self {
        let mut shared = Self::default();
        if let Some((file, raw)) = optional::<SourcesFile>(sorted.sources, mistakes) {
            let mut ids = Ids::default();
            for entry in raw.source {
                ids.add(file, &entry.id, mistakes);
                shared.sources.push(Source {
                    id: entry.id.into_inner(),
                    what: entry.what,
                    url: entry.url,
                    celex: entry.celex,
                    kind: entry.kind,
                });
            }
        }
        if let Some((file, raw)) = optional::<KindsFile>(sorted.kinds, mistakes) {
            let mut ids = Ids::default();
            for entry in raw.kind {
                ids.add(file, &entry.id, mistakes);
                check_bilingual(file, &entry.name, mistakes);
                if let Some(about) = &entry.about {
                    check_bilingual(file, about, mistakes);
                }
                let effort = entry.effort.map(|effort| shared.effort(file, effort, mistakes));
                shared.kinds.push(EvidenceKind {
                    id: entry.id.into_inner(),
                    name: entry.name.into_inner(),
                    about: entry.about.map(Spanned::into_inner),
                    made_by: entry.made_by,
                    room: entry.room,
                    effort,
                });
            }
        }
        if let Some((file, raw)) = optional::<ControlsFile>(sorted.controls, mistakes) {
            let mut ids = Ids::default();
            for entry in raw.control {
                ids.add(file, &entry.id, mistakes);
                check_bilingual(file, &entry.name, mistakes);
                check_bilingual(file, &entry.about, mistakes);
                let kinds = shared.kinds.iter().map(|kind| kind.id.as_str());
                check_known(file, &entry.evidence, kinds, "kind of evidence", mistakes);
                shared.controls.push(Control {
                    id: entry.id.into_inner(),
                    name: entry.name.into_inner(),
                    about: entry.about.into_inner(),
                    evidence: entry.evidence.into_iter().map(Spanned::into_inner).collect(),
                    iso42001: entry.iso42001,
                    nist: entry.nist,
                });
            }
        }
        shared
    }
}

fn optional<'a, T: serde::de::DeserializeOwned>(
    file: Option<SourceFile<'a>>,
    mistakes: &mut Mistakes,
) -> Option<(SourceFile<'a>, T)> {
    let file = file?;
    match read(file) {
        Ok(raw) => Some((file, raw)),
        Err(mistake) => {
            mistakes.push(mistake);
            None
        }
    }
}

/// Ids met so far, with the place of each.
#[derive(Default)]
pub struct Ids(HashMap<String, String>);

impl Ids {
    /// Takes the id at its place in `file`; a malformed id, or one used before,
    /// is a mistake.
    pub fn add(&mut self, file: SourceFile<'_>, id: &Spanned<String>, mistakes: &mut Mistakes) {
        let (word, offset) = (id.get_ref(), id.span().start);
        let shaped = !word.is_empty()
            && word.len() <= 120
            && word.chars().all(|c| c.is_ascii_alphanumeric() || "._-+/".contains(c));
        if !shaped {
            mistakes.at(
                file,
                offset,
                format!("\"{}\" is not an id", word.escape_debug()),
                "use letters, digits, dots and hyphens",
            );
            return;
        }
        let place = Diagnostic::new(file.path, "").at_offset(file.text, offset);
        let place = format!("{}:{}", place.file, place.line);
        if let Some(first) = self.0.insert(word.clone(), place) {
            mistakes.at(
                file,
                offset,
                format!("the id \"{word}\" is used twice"),
                format!("it first stands at {first}; rename one of them"),
            );
        }
    }
}

/// Reports words of a list that are not among `known`, or stand twice.
pub fn check_known<'a>(
    file: SourceFile<'_>,
    words: &[Spanned<String>],
    known: impl Iterator<Item = &'a str> + Clone,
    what: &str,
    mistakes: &mut Mistakes,
) {
    for (at, word) in words.iter().enumerate() {
        if mistakes.is_full() {
            return;
        }
        if !known.clone().any(|known| known == word.get_ref()) {
            mistakes.at(
                file,
                word.span().start,
                format!("unknown {what} \"{}\"", word.get_ref().escape_debug()),
                suggest::remedy(
                    word.get_ref(),
                    known.clone(),
                    "it must be listed in its own file first",
                ),
            );
        }
        if words.iter().take(at).any(|earlier| earlier.get_ref() == word.get_ref()) {
            mistakes.at(
                file,
                word.span().start,
                format!("the {what} \"{}\" is named twice", word.get_ref().escape_debug()),
                "remove one",
            );
        }
    }
}

fn assemble(
    sorted: &Sorted<'_>,
    mut parts: Vec<FrameworkFiles<'_>>,
    vocabulary: Vocabulary,
    shared: Shared,
    mut mistakes: Mistakes,
) -> Result<Library, Diagnostics> {
    let roles = optional::<RolesFile>(sorted.roles, &mut mistakes);
    let order = order_definitions(&parts, &vocabulary, &mut mistakes);
    if !mistakes.is_empty() {
        return Err(mistakes.into_diagnostics());
    }
    let names: HashMap<String, DefinitionId> = order
        .iter()
        .enumerate()
        .map(|(at, (_, _, name))| {
            (name.clone(), DefinitionId(u32::try_from(at).unwrap_or(u32::MAX)))
        })
        .collect();
    let compiler = Compiler::new(&vocabulary, &names);
    let mut assembler = Assembler::new(compiler, shared, mistakes);
    assembler.add_roles(roles);
    let definitions = assembler.definitions(&order, &mut parts);
    let mut frameworks = Vec::new();
    let mut provisions = Vec::new();
    let mut draws = BTreeMap::new();
    let mut case_files = Vec::new();
    for part in parts {
        let id = part.folder;
        case_files.push((id, part.cases));
        let own = (part.framework, part.schedules, part.penalties, part.terms, part.articles);
        let Some((mut framework, mut own_provisions)) = assembler.framework(id, part.digest, own)
        else {
            continue;
        };
        assembler.clocks(part.clocks, &mut framework, &own_provisions);
        provisions.append(&mut own_provisions);
        frameworks.push(framework);
        let used: BTreeSet<DefinitionId> = assembler.take_used();
        draws.insert(id.to_owned(), used);
    }
    let (builder, shared, roles, mut mistakes) = assembler.finish();
    let vocabulary_files = [sorted.facts, sorted.sources, sorted.roles];
    let control_files = [sorted.controls, sorted.kinds];
    let mut library = Library {
        domains: Domain::of(&vocabulary),
        vocabulary,
        frameworks,
        definitions,
        provisions,
        controls: shared.controls,
        kinds: shared.kinds,
        sources: shared.sources,
        roles,
        cases: Vec::new(),
        program: builder.finish(),
        vocabulary_digest: sorted.digest("frameworks/", vocabulary_files.iter().flatten()),
        controls_digest: sorted.digest("controls/", control_files.iter().flatten()),
        draws: BTreeMap::new(),
    };
    library.draws = draws_of(&library, draws);
    for (framework, files) in case_files {
        for (file, raw) in files {
            let cases = crate::cases::check(&library, framework, file, raw, &mut mistakes);
            library.cases.extend(cases);
        }
    }
    mistakes.into_diagnostics().into_result(library)
}

/// Frameworks whose definitions the texts of each framework use, at any depth.
fn draws_of(
    library: &Library,
    used: BTreeMap<String, BTreeSet<DefinitionId>>,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (id, definitions) in used {
        let mut open: Vec<DefinitionId> = definitions.into_iter().collect();
        let mut seen: BTreeSet<DefinitionId> = open.iter().copied().collect();
        let mut others = BTreeSet::new();
        while let Some(next) = open.pop() {
            let Some(definition) = library.definitions.get(next.0 as usize) else { continue };
            others.insert(definition.framework.clone());
            for version in &definition.versions {
                let roots = std::iter::once(&version.when).chain(&version.unless_shown);
                for condition in roots {
                    library.program.walk(condition.root(), &mut |node| {
                        if let crate::program::Node::Defined(inner, _) = node
                            && seen.insert(inner)
                        {
                            open.push(inner);
                        }
                    });
                }
            }
        }
        found.insert(id, others);
    }
    found
}

/// Where a definition stands: framework, place in its file, and name.
pub(crate) type Placed = (usize, usize, String);

/// Deepest chain of definitions that use definitions.
const MAX_CHAIN: usize = 32;

/// The definitions in an order in which each stands after those it uses.
fn order_definitions(
    parts: &[FrameworkFiles<'_>],
    vocabulary: &Vocabulary,
    mistakes: &mut Mistakes,
) -> Vec<Placed> {
    let mut placed: BTreeMap<String, (Placed, SourceFile<'_>, usize, BTreeSet<String>)> =
        BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        let Some((file, raw)) = &part.definitions else { continue };
        for (inside, entry) in raw.definition.iter().enumerate() {
            let (name, offset) = (entry.name.get_ref(), entry.name.span().start);
            if !is_name(name) {
                mistakes.at(
                    *file,
                    offset,
                    format!("\"{}\" is not a name for a definition", name.escape_debug()),
                    "use lower-case letters, digits and underscores, a letter first, and no word of the condition language",
                );
            }
            if let Some(fact) = vocabulary.get(name).filter(|fact| fact.kind.name() != "bool") {
                mistakes.at(
                    *file,
                    offset,
                    format!(
                        "the fact \"{name}\" is a {} fact; a definition gives yes or no",
                        fact.kind.name()
                    ),
                    "rename the definition",
                );
            }
            let mut words = BTreeSet::new();
            for version in &entry.version {
                for text in std::iter::once(&version.when).chain(&version.unless_shown) {
                    // A wrong condition is reported where it is compiled.
                    if let Ok(parsed) = parse_condition(text.get_ref()) {
                        parsed.words(&mut words);
                    }
                }
            }
            let here = ((at, inside, name.clone()), *file, offset, words);
            if placed.insert(name.clone(), here).is_some() {
                mistakes.at(
                    *file,
                    offset,
                    format!("\"{name}\" is defined twice"),
                    "names hold across all frameworks; rename one of them",
                );
            }
        }
    }
    let mut order = Vec::new();
    let mut depth: HashMap<&str, usize> = HashMap::new();
    // Definitions leave once all they use has left; what stays is a circle.
    let mut left: Vec<&str> = placed.keys().map(String::as_str).collect();
    loop {
        let ready: Vec<&str> = left
            .iter()
            .copied()
            .filter(|name| {
                placed.get(*name).is_some_and(|(_, _, _, words)| {
                    words.iter().all(|w| !placed.contains_key(w) || depth.contains_key(w.as_str()))
                })
            })
            .collect();
        if ready.is_empty() {
            break;
        }
        for name in &ready {
            let Some((place, file, offset, words)) = placed.get(*name) else { continue };
            let below = words.iter().filter_map(|word| depth.get(word.as_str())).max();
            let own = below.map_or(1, |below| below + 1);
            if own > MAX_CHAIN {
                mistakes.at(
                    *file,
                    *offset,
                    format!("\"{name}\" stands on a chain of more than {MAX_CHAIN} definitions"),
                    "shorten the chain",
                );
                return order;
            }
            order.push(place.clone());
            depth.insert(name, own);
        }
        left.retain(|name| !depth.contains_key(name));
    }
    for name in &left {
        let Some((_, file, offset, words)) = placed.get(*name) else { continue };
        let circle: Vec<&str> =
            words.iter().map(String::as_str).filter(|word| left.contains(word)).collect();
        mistakes.at(
            *file,
            *offset,
            format!("\"{name}\" is defined in a circle, through {}", circle.join(", ")),
            "say one of them without the other",
        );
    }
    order
}

/// How the law reads an unknown condition.
pub(crate) fn presumed(raw: crate::package::Presumed) -> Tri {
    match raw {
        crate::package::Presumed::No => Tri::No,
        crate::package::Presumed::Yes => Tri::Yes,
    }
}
