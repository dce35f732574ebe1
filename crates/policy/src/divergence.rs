//! Where the same words stand for different things: topics, and what each
//! framework means.

use serde::{Deserialize, Serialize};
use serde_spanned::Spanned;
use tenbin_law::{
    Clock, Figure, Ids, Library, MAX_ENTRIES, Mistakes, SourceFile, check_bilingual, check_known,
    remedy,
};
use tenbin_vocab::{Bilingual, Confidence, Diagnostic, Diagnostics};

use crate::crosswalk::DIVERGENCES;
use crate::read::read;
use crate::relation::DOOR;

/// A word or matter that frameworks treat differently.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Topic {
    /// Stable id, the name of its file.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
    /// What differs, in a few sentences.
    pub differs: Bilingual,
    /// Why it matters to somebody under several frameworks.
    pub matters: Bilingual,
    /// Points the positions are ordered by; none when each framework has one.
    pub points: Vec<Point>,
    /// What each framework says.
    pub positions: Vec<Position>,
    /// Facts whose figures in the law packages belong to the topic.
    pub facts: Vec<String>,
    /// True when the reporting clocks of the law packages belong to the topic.
    pub clocks: bool,
}

/// One point of a comparison point by point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// Id within the topic.
    pub id: String,
    /// Name for people.
    pub title: Bilingual,
}

/// What one framework says about a topic, or about one point of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Position {
    /// The point, when the topic has points.
    pub point: Option<String>,
    /// The framework.
    pub framework: String,
    /// The provision, definition or term of the framework that says it.
    pub entry: Option<String>,
    /// What it says, in own words.
    pub text: Bilingual,
    /// Where it is written.
    pub cite: String,
    /// How well it is supported.
    pub confidence: Confidence,
    /// Source ids.
    pub sources: Vec<String>,
}

impl Topic {
    /// The frameworks in the order of their first position.
    #[must_use]
    pub fn frameworks(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for position in &self.positions {
            if !found.contains(&position.framework.as_str()) {
                found.push(&position.framework);
            }
        }
        found
    }

    /// The weakest mark among the positions.
    #[must_use]
    pub fn weakest(&self) -> Option<Confidence> {
        self.positions.iter().map(|position| position.confidence).max()
    }
}

/// A topic with the figures that belong to it, read from the law packages.
#[derive(Clone, Debug, Serialize)]
pub struct TopicView {
    /// The topic.
    #[serde(flatten)]
    pub topic: Topic,
    /// What the texts compare the topic's facts with.
    pub figures: Vec<Figure>,
    /// The reporting clocks, when the topic is about them.
    pub reports: Vec<Report>,
}

/// A reporting clock of a framework.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The framework.
    pub framework: String,
    /// The clock.
    #[serde(flatten)]
    pub clock: Clock,
}

impl Topic {
    /// The topic with its figures and clocks in `library`.
    #[must_use]
    pub fn view(&self, library: &Library) -> TopicView {
        let figures = self.facts.iter().flat_map(|fact| library.figures(fact)).collect();
        let frameworks = library.frameworks().iter().filter(|_| self.clocks);
        let reports = frameworks
            .flat_map(|framework| {
                framework
                    .clocks
                    .iter()
                    .map(|clock| Report { framework: framework.id.clone(), clock: clock.clone() })
            })
            .collect();
        TopicView { topic: self.clone(), figures, reports }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicFile {
    topic: TopicEntry,
    #[serde(default)]
    point: Vec<PointEntry>,
    #[serde(default)]
    position: Vec<PositionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicEntry {
    id: Spanned<String>,
    title: Spanned<Bilingual>,
    differs: Spanned<Bilingual>,
    matters: Spanned<Bilingual>,
    #[serde(default)]
    facts: Vec<Spanned<String>>,
    #[serde(default)]
    clocks: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PointEntry {
    id: Spanned<String>,
    title: Spanned<Bilingual>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PositionEntry {
    point: Option<Spanned<String>>,
    framework: Spanned<String>,
    entry: Option<Spanned<String>>,
    text: Spanned<Bilingual>,
    cite: Spanned<String>,
    confidence: Confidence,
    sources: Spanned<Vec<Spanned<String>>>,
}

/// Reads and checks the topics among `files`, in order of id; other files are
/// passed over.
///
/// # Errors
/// With every mistake found: file, line, what is wrong, and the remedy.
pub fn load_divergences(
    files: &[SourceFile<'_>],
    library: &Library,
) -> Result<Vec<Topic>, Diagnostics> {
    let mut mistakes = Mistakes::default();
    let mut ids = Ids::default();
    let mut topics = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with(DIVERGENCES)) {
        match read::<TopicFile>(*file, DOOR) {
            Ok((file, raw)) => {
                ids.add(file, &raw.topic.id, &mut mistakes);
                topics.push(check(file, raw, library, &mut mistakes));
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    topics.sort_by(|a, b| a.id.cmp(&b.id));
    match mistakes.is_empty() {
        true => Ok(topics),
        false => Err(mistakes.into_diagnostics()),
    }
}

/// The topic called `id`.
///
/// # Errors
/// When there is none, with the nearest.
pub fn find_topic<'a>(topics: &'a [Topic], id: &str) -> Result<&'a Topic, Diagnostics> {
    topics.iter().find(|topic| topic.id == id).ok_or_else(|| {
        let known: Vec<&str> = topics.iter().map(|topic| topic.id.as_str()).collect();
        Diagnostic::new(id, "no divergence has this id")
            .hint(remedy(id, known, "list them with: tenbin law divergence"))
            .into()
    })
}

fn check(
    file: SourceFile<'_>,
    raw: TopicFile,
    library: &Library,
    mistakes: &mut Mistakes,
) -> Topic {
    let topic = raw.topic;
    let name = file.path.strip_prefix(DIVERGENCES).and_then(|name| name.strip_suffix(".toml"));
    if name != Some(topic.id.get_ref().as_str()) {
        mistakes.at(
            file,
            topic.id.span().start,
            format!("the topic \"{}\" stands in another file", topic.id.get_ref().escape_debug()),
            "give the file the name of its topic, and keep one topic a file",
        );
    }
    for text in [&topic.title, &topic.differs, &topic.matters] {
        check_bilingual(file, text, mistakes);
    }
    let facts = library.vocabulary().facts().map(|fact| fact.name.as_str());
    check_known(file, &topic.facts, facts.collect::<Vec<_>>().into_iter(), "fact", mistakes);
    let mut ids = Ids::default();
    let mut points = Vec::new();
    for point in raw.point {
        ids.add(file, &point.id, mistakes);
        check_bilingual(file, &point.title, mistakes);
        points.push(Point { id: point.id.into_inner(), title: point.title.into_inner() });
    }
    let mut positions: Vec<Position> = Vec::new();
    for entry in raw.position {
        if positions.len() >= MAX_ENTRIES || mistakes.is_full() {
            break;
        }
        let at = entry.framework.span().start;
        let position = check_position(file, entry, &points, library, mistakes);
        let twice = positions.iter().any(|other| {
            other.framework == position.framework
                && other.point == position.point
                && other.entry == position.entry
        });
        if twice {
            mistakes.at(
                file,
                at,
                format!("{} has two positions on the same point", position.framework),
                "join them, or name the entry of each",
            );
        }
        positions.push(position);
    }
    let topic = Topic {
        id: topic.id.get_ref().clone(),
        title: topic.title.into_inner(),
        differs: topic.differs.into_inner(),
        matters: topic.matters.into_inner(),
        points,
        positions,
        facts: topic.facts.into_iter().map(Spanned::into_inner).collect(),
        clocks: topic.clocks,
    };
    if topic.frameworks().len() < 2 {
        mistakes.push(
            Diagnostic::new(file.path, "a divergence needs positions of two frameworks")
                .hint("add [[position]] entries"),
        );
    }
    topic
}

/// Ids of the provisions, definitions and terms of a framework.
fn entries<'a>(library: &'a Library, framework: &str) -> Vec<&'a str> {
    let provisions = library.provisions().iter().filter(|p| p.framework == framework);
    let definitions = library.definitions().iter().filter(|d| d.framework == framework);
    let terms = library.framework(framework).into_iter().flat_map(|found| &found.terms);
    let ids = provisions.map(|p| p.id.as_str()).chain(definitions.map(|d| d.id.as_str()));
    ids.chain(terms.map(|term| term.id.as_str())).collect()
}

fn check_position(
    file: SourceFile<'_>,
    entry: PositionEntry,
    points: &[Point],
    library: &Library,
    mistakes: &mut Mistakes,
) -> Position {
    let framework = entry.framework.get_ref();
    if library.framework(framework).is_none() {
        mistakes.misnamed(
            file,
            entry.framework.span().start,
            format!("no framework is called \"{}\"", framework.escape_debug()),
            framework,
            library.frameworks().iter().map(|framework| framework.id.as_str()),
            "list them with: tenbin law list",
        );
    }
    if let Some(named) = &entry.entry {
        let own = entries(library, framework);
        if !own.contains(&named.get_ref().as_str()) {
            let wrong = named.get_ref().escape_debug();
            mistakes.misnamed(
                file,
                named.span().start,
                format!("{framework} has no provision, definition or term \"{wrong}\""),
                named.get_ref(),
                own,
                "list them with: tenbin law show FRAMEWORK",
            );
        }
    }
    match &entry.point {
        Some(point) if points.iter().all(|known| known.id != *point.get_ref()) => {
            mistakes.misnamed(
                file,
                point.span().start,
                format!("the topic has no point \"{}\"", point.get_ref().escape_debug()),
                point.get_ref(),
                points.iter().map(|point| point.id.as_str()),
                "add it as [[point]]",
            );
        }
        None if !points.is_empty() => mistakes.at(
            file,
            entry.framework.span().start,
            "the topic goes point by point, and this position names none",
            "add the key point",
        ),
        _ => {}
    }
    check_bilingual(file, &entry.text, mistakes);
    if entry.cite.get_ref().trim().is_empty() {
        mistakes.at(
            file,
            entry.cite.span().start,
            "the citation is empty",
            "say where in the text it stands",
        );
    }
    let sources = library.sources().iter().map(|source| source.id.as_str());
    check_known(file, entry.sources.get_ref(), sources, "source", mistakes);
    if entry.sources.get_ref().is_empty() {
        mistakes.at(
            file,
            entry.sources.span().start,
            "a position needs a source",
            "name where it was read, for example S99 for memory",
        );
    }
    Position {
        point: entry.point.map(Spanned::into_inner),
        framework: entry.framework.into_inner(),
        entry: entry.entry.map(Spanned::into_inner),
        text: entry.text.into_inner(),
        cite: entry.cite.into_inner(),
        confidence: entry.confidence,
        sources: entry.sources.into_inner().into_iter().map(Spanned::into_inner).collect(),
    }
}
