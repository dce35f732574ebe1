//! Controls to provisions.

use std::collections::HashMap;

use tenbin_law::MAX_ENTRIES;
use tenbin_vocab::{Bilingual, Date, Diagnostic, Diagnostics};

use super::own::{self, Version, both, is_own_statement, text_of, texts_of};
use super::text::{MAX_TEXT, Parameters, bilingual, list, quoted, running};
use super::{SOURCE, Source};
use crate::token::package_id;
use crate::types::{Catalog, Control, Group, Parameter, Part};

/// The role of whoever follows a catalogue, in `frameworks/roles.toml`.
const ADOPTER: &str = "adopter";
/// Most mistakes reported.
const MAX_MISTAKES: usize = 50;

/// A provision that is to be written.
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) article: String,
    pub(super) article_title: Bilingual,
    title: Bilingual,
    binds: Vec<String>,
    controls: Vec<String>,
    /// Place in the framework.
    position: usize,
    pub(super) versions: Vec<Version>,
}

impl Draft {
    pub(super) fn is_unstated(&self) -> bool {
        self.versions.iter().all(|version| version.unstated)
    }

    pub(super) fn article_head(&self) -> String {
        let title = bilingual(&self.article_title);
        format!("article = {}\ntitle = {title}\n", quoted(&self.article))
    }

    pub(super) fn to_toml(&self) -> String {
        let mut out = format!(
            "\n[[provision]]\nid = {}\ntitle = {}\nbinds = {}\n",
            quoted(&self.id),
            bilingual(&self.title),
            list(&self.binds)
        );
        if !self.controls.is_empty() {
            out.push_str(&format!("controls = {}\n", list(&self.controls)));
        }
        for version in &self.versions {
            out.push_str(&version.toml);
        }
        out
    }
}

/// The provisions of all catalogues, and how many withdrawn controls were left
/// out. A provision that stands in several catalogues has its versions joined.
pub(super) fn collect(sources: &[Source<'_>], mistakes: &mut Diagnostics) -> (Vec<Draft>, usize) {
    let mut collector =
        Collector { drafts: Vec::new(), by_id: HashMap::new(), withdrawn: 0, met: 0, mistakes };
    for source in sources {
        collector.catalog(source);
    }
    let Collector { mut drafts, withdrawn, .. } = collector;
    for draft in &mut drafts {
        draft.versions.sort_by_key(|version| version.from);
    }
    drafts.sort_by_key(|draft| draft.position);
    (drafts, withdrawn)
}

struct Collector<'m> {
    drafts: Vec<Draft>,
    /// Place of each provision, and the catalogue it was last met in.
    by_id: HashMap<String, (usize, usize)>,
    withdrawn: usize,
    /// Catalogues met.
    met: usize,
    mistakes: &'m mut Diagnostics,
}

/// Where a control stands.
struct Place<'a> {
    source: &'a Source<'a>,
    parameters: &'a Parameters<'a>,
    article: String,
    title: Bilingual,
}

impl Collector<'_> {
    fn wrong(&mut self, path: &str, message: String, hint: &str) {
        if self.mistakes.0.len() < MAX_MISTAKES {
            self.mistakes.0.push(Diagnostic::new(path, message).hint(hint));
        }
    }

    fn catalog(&mut self, source: &Source<'_>) {
        self.met += 1;
        let catalog = &source.catalog;
        let parameters = parameters(catalog);
        let title = words(&catalog.metadata.title, "Controls");
        let top = Place {
            source,
            parameters: &parameters,
            article: "0".to_owned(),
            title: both(&catalog.metadata.props, "title", &title),
        };
        for control in &catalog.controls {
            self.control(&top, control);
        }
        for group in &catalog.groups {
            self.group(source, &parameters, group, None);
        }
    }

    /// JSON is nested at most 128 levels deep, so this is too.
    fn group(
        &mut self,
        source: &Source<'_>,
        parameters: &Parameters<'_>,
        group: &Group,
        outer: Option<&Bilingual>,
    ) {
        let name = words(&group.title, group.id.as_deref().unwrap_or("Group"));
        let mut title = both(&group.props, "title", &name);
        if let Some(outer) = outer {
            let join = |outer: &str, own: &str| format!("{outer}: {own}");
            title = Bilingual { ja: join(&outer.ja, &title.ja), en: join(&outer.en, &title.en) };
        }
        let article = text_of(&group.props, "article").or_else(|| group.id.clone());
        let article = article.unwrap_or_else(|| group.title.clone());
        let place = Place { source, parameters, article, title };
        for control in &group.controls {
            self.control(&place, control);
        }
        for inner in &group.groups {
            self.group(source, parameters, inner, Some(&place.title));
        }
    }

    fn control(&mut self, place: &Place<'_>, control: &Control) {
        let path = place.source.path;
        if self.drafts.len() >= MAX_ENTRIES {
            let message = format!("more than {MAX_ENTRIES} controls");
            return self.wrong(path, message, "split the catalogue");
        }
        let gone = |p: &&crate::types::Property| {
            !p.is_own() && p.name == "status" && p.value.eq_ignore_ascii_case("withdrawn")
        };
        if control.props.iter().find(gone).is_some() {
            self.withdrawn += 1;
        } else {
            match self.draft(place, control) {
                Ok(draft) => self.keep(path, draft),
                Err(message) => {
                    let shown: String = control.id.chars().take(80).collect();
                    let message = format!("control \"{}\": {message}", shown.escape_debug());
                    self.wrong(path, message, "correct it in the catalogue");
                }
            }
        }
        for inner in &control.controls {
            self.control(place, inner);
        }
    }

    fn draft(&self, place: &Place<'_>, control: &Control) -> Result<Draft, String> {
        let id = text_of(&control.props, "id").unwrap_or_else(|| package_id(&control.id));
        if id.is_empty() {
            return Err("the id holds no letter or digit of ASCII".to_owned());
        }
        let notes: Vec<&Part> =
            control.parts.iter().filter(|part| part.name == "guidance").collect();
        let mut versions: Vec<Version> = control
            .parts
            .iter()
            .filter(|part| is_own_statement(part))
            .map(|part| own::version(part, &notes))
            .collect::<Result<_, _>>()?;
        if versions.is_empty() {
            versions.push(unstated(place, control)?);
        }
        let binds = texts_of(&control.props, "binds");
        let position = text_of(&control.props, "position").and_then(|text| text.parse().ok());
        Ok(Draft {
            title: both(&control.props, "title", &words(&control.title, &control.id)),
            article: place.article.clone(),
            article_title: place.title.clone(),
            binds: if binds.is_empty() { vec![ADOPTER.to_owned()] } else { binds },
            controls: texts_of(&control.props, "shared-control"),
            position: position.unwrap_or(self.drafts.len()),
            versions,
            id,
        })
    }

    fn keep(&mut self, path: &str, draft: Draft) {
        let Some((at, last_met)) = self.by_id.get(&draft.id).copied() else {
            self.by_id.insert(draft.id.clone(), (self.drafts.len(), self.met));
            self.drafts.push(draft);
            return;
        };
        if last_met == self.met {
            let message = format!("the id \"{}\" stands twice", draft.id);
            return self.wrong(path, message, "every control needs an id of its own");
        }
        self.by_id.insert(draft.id.clone(), (at, self.met));
        let Some(known) = self.drafts.get_mut(at) else { return };
        let mut differ = false;
        for version in draft.versions {
            match known.versions.iter().find(|other| other.from == version.from) {
                Some(other) => differ |= other.toml != version.toml,
                None => known.versions.push(version),
            }
        }
        if differ {
            let message =
                format!("\"{}\" differs from the same version in another catalogue", draft.id);
            self.wrong(path, message, "export all text versions from one package");
        }
    }
}

/// The text, or what stands for it when it is empty.
fn words(text: &str, otherwise: &str) -> String {
    let found = [text, otherwise].into_iter().find(|text| !text.trim().is_empty());
    found.unwrap_or("–").to_owned()
}

/// A control that does not say when it applies.
fn unstated(place: &Place<'_>, control: &Control) -> Result<Version, String> {
    let from: Date = place.source.from;
    let statement = control.parts.iter().find(|part| part.name == "statement");
    let text = match statement {
        Some(part) => running(part, place.parameters).ok_or_else(|| {
            format!("its text is longer than {MAX_TEXT} bytes, or full of parameters")
        })?,
        None => String::new(),
    };
    let text = words(&text, &words(&control.title, &control.id));
    let label = control.props.iter().find(|p| p.name == "label" && !p.is_own());
    let cite = words(label.map_or("", |label| &label.value), &control.id);
    let note = Bilingual::new(
        "利用者が取り込んだOSCALカタログの管理策です。誰に適用されるかはカタログに書かれていないため、判定は「不明」になります。",
        "A control of an OSCAL catalogue that a user imported. The catalogue does not state to whom it applies, so the verdict is unknown.",
    );
    let toml = format!(
        "\n[[provision.version]]\nfrom = {from}\ncite = {}\nwhen = \"unknown\"\n\
         confidence = \"U\"\nsources = [\"{SOURCE}\"]\nnote = {}\n\
         \n[provision.version.duty]\nforce = \"should\"\ntext = {}\n",
        quoted(&cite),
        bilingual(&note),
        bilingual(&Bilingual { ja: text.clone(), en: text }),
    );
    Ok(Version { from, unstated: true, toml })
}

/// Every parameter of a catalogue, wherever it stands.
fn parameters(catalog: &Catalog) -> Parameters<'_> {
    let mut groups: Vec<&Group> = catalog.groups.iter().collect();
    let mut controls: Vec<&Control> = catalog.controls.iter().collect();
    let mut found: Vec<&Parameter> = catalog.params.iter().collect();
    while let Some(group) = groups.pop() {
        found.extend(&group.params);
        groups.extend(&group.groups);
        controls.extend(&group.controls);
    }
    while let Some(control) = controls.pop() {
        found.extend(&control.params);
        controls.extend(&control.controls);
    }
    found.into_iter().map(|parameter| (parameter.id.as_str(), parameter)).collect()
}
