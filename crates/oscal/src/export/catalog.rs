//! One text version of a framework as a catalogue.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tenbin_law::{
    FactKind, Figure, Framework, Legacy, Library, MadeBy, Period, Provision, ProvisionVersion,
    Source, SourceKind, TextVersion, Threshold,
};
use tenbin_vocab::{FactValue, Tri};

use super::{Props, line, metadata};
use crate::token::token;
use crate::types::{
    BackMatter, Base64, Catalog, Constraint, Control, Group, Link, Parameter, Part, Property,
    Resource, ResourceLink, midnight,
};
use crate::uuid::Uuid;

/// A file of the package that OSCAL has no place for; it goes along whole.
#[derive(Clone, Copy, Debug)]
pub struct Attachment<'a> {
    /// Path inside the framework's folder, for example `penalties.toml`.
    pub path: &'a str,
    /// The whole content.
    pub text: &'a str,
}

/// The name of the catalogue's file.
#[must_use]
pub fn catalog_file(framework: &str, version: &str) -> String {
    format!("{}.json", token(&format!("catalog_{framework}_{version}")))
}

/// Writes catalogues of one library.
pub struct Catalogs<'a> {
    library: &'a Library,
    /// The numbers each provision and definition compares facts with, by its id.
    figures: BTreeMap<String, Vec<Figure>>,
}

impl<'a> Catalogs<'a> {
    /// Gathers what all catalogues need.
    #[must_use]
    pub fn of(library: &'a Library) -> Self {
        let numbers = library.vocabulary().facts();
        let numbers = numbers.filter(|fact| matches!(fact.kind, FactKind::Number { .. }));
        let mut figures: BTreeMap<String, Vec<Figure>> = BTreeMap::new();
        for figure in numbers.flat_map(|fact| library.figures(&fact.name)) {
            figures.entry(figure.id.clone()).or_default().push(figure);
        }
        Self { library, figures }
    }

    /// The catalogue of one text version: every provision with the versions that
    /// are in force in it.
    #[must_use]
    pub fn catalog(
        &self,
        framework: &Framework,
        version: &TextVersion,
        attachments: &[Attachment<'_>],
    ) -> Catalog {
        let writer =
            Writer { all: self, library: self.library, framework, period: version.in_force };
        writer.catalog(version, attachments)
    }
}

struct Writer<'a> {
    all: &'a Catalogs<'a>,
    library: &'a Library,
    framework: &'a Framework,
    period: Period,
}

impl Writer<'_> {
    fn catalog(&self, version: &TextVersion, attachments: &[Attachment<'_>]) -> Catalog {
        let (library, framework) = (self.library, self.framework);
        let mut groups: Vec<Group> = Vec::new();
        let mut used = framework.sources.iter().cloned().collect::<BTreeSet<String>>();
        let own = library.provisions().iter().filter(|p| p.framework == framework.id);
        for (position, provision) in own.enumerate() {
            let Some(control) = self.control(position, provision, &mut used) else { continue };
            let same = |group: &&mut Group| {
                group.title == line(&provision.article_title.en)
                    && group
                        .props
                        .iter()
                        .any(|p| p.name == "article" && p.text() == provision.article)
            };
            match groups.last_mut().filter(same) {
                Some(group) => group.controls.push(control),
                None => groups.push(self.group(groups.len(), provision, control)),
            }
        }
        let sources = library.sources().iter().filter(|source| used.contains(&source.id));
        let mut resources: Vec<Resource> = sources.map(source_resource).collect();
        resources.extend(attachments.iter().map(|file| attached(framework, version, file)));
        let mut head = metadata(
            line(&framework.title.en),
            midnight(version.in_force.from),
            version.id.clone(),
            self.head(version),
        );
        head.published = Some(midnight(version.in_force.from));
        head.links = framework.urls.iter().map(Link::reference).collect();
        head.links.extend(framework.sources.iter().map(|id| source_link(id)));
        head.links.extend(attachments.iter().map(|file| Link {
            href: attachment_uuid(framework, version, file).fragment(),
            rel: Some("reference".to_owned()),
            text: Some(file.path.to_owned()),
        }));
        head.remarks = framework.note.as_ref().map(|note| note.en.clone());
        Catalog {
            uuid: Uuid::nil(),
            metadata: head,
            params: self.definition_parameters(),
            controls: Vec::new(),
            groups,
            back_matter: BackMatter::of(resources),
        }
    }

    fn head(&self, version: &TextVersion) -> Props {
        let framework = self.framework;
        let mut props = Props::default();
        props.add("framework", &framework.id);
        props.add("text-version", &version.id);
        props.add("from", version.in_force.from.to_string());
        props.maybe("until", version.in_force.until);
        props.beside("title", &framework.title);
        props.add("instrument", &framework.instrument);
        props.add("jurisdiction", &framework.jurisdiction);
        props.add("binding", framework.binding.to_string());
        props.all("authoritative-language", &framework.authoritative_languages);
        props.maybe("text-licence", framework.text_licence.as_ref());
        props.add("confidence", framework.confidence.as_str());
        props.add("package-digest", framework.digest.to_string());
        for status in &framework.status {
            let word = serde_json::to_value(status.status).unwrap_or_default();
            let text = format!("{} {}", status.on, word.as_str().unwrap_or_default());
            props.add("status-history", text);
        }
        props
    }

    fn group(&self, number: usize, provision: &Provision, first: Control) -> Group {
        let mut props = Props::default();
        props.add("article", &provision.article);
        props.beside("title", &provision.article_title);
        Group {
            id: Some(token(&format!("{}_group.{}", self.framework.id, number + 1))),
            class: Some("article".to_owned()),
            title: line(&provision.article_title.en),
            props: props.0,
            controls: vec![first],
            ..Group::default()
        }
    }

    /// None when no version of the provision is in force in this text version.
    fn control(
        &self,
        position: usize,
        provision: &Provision,
        used: &mut BTreeSet<String>,
    ) -> Option<Control> {
        let versions: Vec<&ProvisionVersion> = provision
            .versions
            .iter()
            .filter(|version| overlap(version.in_force, self.period))
            .collect();
        let last = versions.last()?;
        let id = token(&provision.id);
        let mut props = Props::default();
        props.add("id", &provision.id);
        props.add("position", position.to_string());
        props.beside("title", &provision.title);
        props.all("binds", &provision.binds);
        props.all("shared-control", &provision.controls);
        let mut parts = Vec::new();
        let mut kinds: Vec<&String> = Vec::new();
        for (number, version) in versions.iter().enumerate() {
            parts.extend(self.texts(&id, number, version));
            used.extend(version.sources.iter().cloned());
            used.extend(version.legacy.iter().flat_map(|rule| rule.sources.iter().cloned()));
            for kind in &version.duty.evidence {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
        }
        for kind in kinds {
            parts.extend(self.evidence(&id, kind, &provision.controls));
        }
        let lines = versions.iter().flat_map(|version| &version.thresholds);
        let params = self.parameters(&provision.id, lines);
        let force = serde_json::to_value(last.duty.force).unwrap_or_default();
        Some(Control {
            class: force.as_str().map(str::to_owned),
            title: line(&provision.title.en),
            params,
            props: props.0,
            parts,
            id,
            ..Control::default()
        })
    }

    /// Statement and note of one version.
    fn texts(&self, id: &str, number: usize, version: &ProvisionVersion) -> Vec<Part> {
        let ending = if number == 0 { String::new() } else { format!(".{}", number + 1) };
        let duty = &version.duty;
        let mut props = Props::default();
        props.add("from", version.in_force.from.to_string());
        props.maybe("until", version.in_force.until);
        props.maybe("amended-by", version.amended_by.as_ref());
        props.add("cite", &version.cite);
        props.add("applies-when", &version.when.text);
        for (at, exception) in version.except.iter().enumerate() {
            let group = format!("except-{}", at + 1);
            props.grouped(Some(&group), "except-when", &exception.when.text);
            props.grouped(Some(&group), "except-cite", &exception.cite);
        }
        props.maybe("applies-from", version.applies_from);
        props.maybe("schedule", version.schedule.as_ref());
        props.maybe("applies-until", version.applies_until);
        for (at, rule) in version.legacy.iter().enumerate() {
            legacy(&mut props, &format!("legacy-{}", at + 1), rule);
        }
        for (at, line) in version.thresholds.iter().enumerate() {
            threshold(&mut props, &format!("threshold-{}", at + 1), line);
        }
        props.add("confidence", version.confidence.as_str());
        props.all("source", &version.sources);
        props.add("text-ja", &duty.text.ja);
        let force = serde_json::to_value(duty.force).unwrap_or_default();
        props.add("force", force.as_str().unwrap_or_default());
        props.add("binding", duty.binding.to_string());
        props.all("evidence", &duty.evidence);
        if let Some(by) = &duty.by {
            props.add("due-anchor", &by.anchor);
            props.add("due-offset-days", by.offset_days.to_string());
            props.add("due-cite", &by.cite);
        }
        props.maybe("penalty", duty.penalty.as_ref());
        if duty.on_request {
            props.add("on-request", "true");
        }
        let mut parts = vec![Part {
            id: Some(format!("{id}_smt{ending}")),
            name: "statement".to_owned(),
            props: props.0,
            prose: Some(duty.text.en.clone()),
            links: version.sources.iter().map(|id| source_link(id)).collect(),
            ..Part::default()
        }];
        if let Some(note) = &version.note {
            let mut props = Props::default();
            props.add("from", version.in_force.from.to_string());
            props.add("text-ja", &note.ja);
            parts.push(Part {
                id: Some(format!("{id}_gdn{ending}")),
                name: "guidance".to_owned(),
                props: props.0,
                prose: Some(note.en.clone()),
                ..Part::default()
            });
        }
        parts
    }

    /// What shows that the duty is kept, and how it is looked at.
    fn evidence(&self, id: &str, kind: &str, controls: &[String]) -> [Part; 2] {
        let known = self.library.evidence_kinds().iter().find(|other| other.id == kind);
        let name = known.map_or(kind, |kind| &kind.name.en);
        let measured = known.is_some_and(|kind| kind.made_by == MadeBy::Measurement);
        let mut props = Props::default();
        props.add("evidence", kind);
        let objective = Part {
            id: Some(format!("{id}_obj.{}", token(kind))),
            name: "assessment-objective".to_owned(),
            title: Some(line(name)),
            prose: Some(format!(
                "Evidence of the kind \"{name}\" is there and speaks to {}.",
                controls.join(", ")
            )),
            props: props.0.clone(),
            ..Part::default()
        };
        let method = Property {
            name: "method".to_owned(),
            value: if measured { "TEST" } else { "EXAMINE" }.to_owned(),
            ..Property::default()
        };
        props.0.insert(0, method);
        let objects = Part {
            id: Some(format!("{id}_asm.{}_obj", token(kind))),
            name: "assessment-objects".to_owned(),
            prose: Some(name.to_owned()),
            ..Part::default()
        };
        let method = Part {
            id: Some(format!("{id}_asm.{}", token(kind))),
            name: "assessment-method".to_owned(),
            props: props.0,
            parts: vec![objects],
            ..Part::default()
        };
        [objective, method]
    }

    /// The thresholds of the framework's definitions in force in this period.
    fn definition_parameters(&self) -> Vec<Parameter> {
        let own = self.library.definitions().iter().filter(|d| d.framework == self.framework.id);
        own.flat_map(|definition| {
            let versions = definition.versions.iter();
            let lines = versions
                .filter(|version| overlap(version.in_force, self.period))
                .flat_map(|version| &version.thresholds);
            self.parameters(&definition.id, lines)
        })
        .collect()
    }

    /// The numbers a text compares facts with, and those it states besides.
    fn parameters<'t>(
        &self,
        owner: &str,
        lines: impl Iterator<Item = &'t Threshold>,
    ) -> Vec<Parameter> {
        let figures = self.all.figures.get(owner).into_iter().flatten();
        let mut found: Vec<Parameter> = figures
            .filter(|figure| overlap(figure.in_force, self.period))
            .map(|figure| {
                let fact = self.library.vocabulary().get(&figure.fact);
                let label = fact.map_or(figure.fact.as_str(), |fact| &fact.question.en);
                let unit = figure.unit.as_deref();
                parameter(label, Some(&figure.fact), figure.sign, figure.value, unit)
            })
            .collect();
        for line in lines.filter(|line| line.fact.is_none()) {
            let (op, unit) = (line.op.as_str(), Some(line.unit.as_str()));
            let made = parameter(&line.name.en, None, op, line.value, unit);
            if !found.contains(&made) {
                found.push(made);
            }
        }
        for (at, parameter) in found.iter_mut().enumerate() {
            parameter.id = format!("{}_prm.{}", token(owner), at + 1);
        }
        found
    }
}

fn parameter(
    label: &str,
    fact: Option<&str>,
    sign: &str,
    value: f64,
    unit: Option<&str>,
) -> Parameter {
    let value = FactValue::Number(value).to_string();
    let mut props = Props::default();
    props.maybe("fact", fact);
    props.add("comparison", sign);
    props.maybe("unit", unit);
    let words = [fact.unwrap_or("value"), sign, &value, unit.unwrap_or_default()];
    let constraint = words.join(" ").trim_end().to_owned();
    Parameter {
        class: Some("threshold".to_owned()),
        props: props.0,
        label: Some(line(label)),
        constraints: vec![Constraint { description: Some(constraint) }],
        values: vec![value],
        ..Parameter::default()
    }
}

fn legacy(props: &mut Props, group: &str, rule: &Legacy) {
    let group = Some(group);
    props.grouped(group, "legacy-when", &rule.when.text);
    match rule.date {
        Some(date) => props.grouped(group, "legacy-from", date.to_string()),
        None => props.grouped(group, "legacy-never", "true"),
    }
    if let Some(presumed) = rule.presumed.filter(|presumed| *presumed != Tri::Unknown) {
        props.grouped(group, "legacy-presumed", presumed.as_str());
    }
    props.grouped(group, "legacy-cite", &rule.cite);
    props.grouped(group, "legacy-confidence", rule.confidence.as_str());
    for source in &rule.sources {
        props.grouped(group, "legacy-source", source);
    }
}

fn threshold(props: &mut Props, group: &str, line: &Threshold) {
    let group = Some(group);
    props.grouped(group, "threshold-name-ja", &line.name.ja);
    props.grouped(group, "threshold-name-en", &line.name.en);
    if let Some(fact) = &line.fact {
        props.grouped(group, "threshold-fact", fact);
    }
    props.grouped(group, "threshold-op", line.op.as_str());
    props.grouped(group, "threshold-value", FactValue::Number(line.value).to_string());
    props.grouped(group, "threshold-unit", &line.unit);
    props.grouped(group, "threshold-cite", &line.cite);
    props.grouped(group, "threshold-confidence", line.confidence.as_str());
    for source in &line.sources {
        props.grouped(group, "threshold-source", source);
    }
}

fn overlap(a: Period, b: Period) -> bool {
    a.until.is_none_or(|until| b.from < until) && b.until.is_none_or(|until| a.from < until)
}

fn source_uuid(id: &str) -> Uuid {
    Uuid::of(&["source", id])
}

fn source_link(id: &str) -> Link {
    Link::reference(source_uuid(id).fragment())
}

fn source_resource(source: &Source) -> Resource {
    let mut props = Props::default();
    props.add("source", &source.id);
    props.maybe("celex", source.celex.as_ref());
    let kind = match source.kind {
        SourceKind::PrimaryCopy => "primary-copy",
        SourceKind::Secondary => "secondary",
        SourceKind::Memory => "memory",
    };
    props.add("kind", kind);
    let href = source.url.iter().cloned();
    Resource {
        uuid: source_uuid(&source.id),
        title: Some(line(&source.what)),
        props: props.0,
        rlinks: href.map(|href| ResourceLink { href, ..ResourceLink::default() }).collect(),
        ..Resource::default()
    }
}

fn attachment_uuid(framework: &Framework, version: &TextVersion, file: &Attachment<'_>) -> Uuid {
    Uuid::of(&["attachment", &framework.id, &version.id, file.path])
}

fn attached(framework: &Framework, version: &TextVersion, file: &Attachment<'_>) -> Resource {
    let mut props = Props::default();
    props.add("path", file.path);
    Resource {
        uuid: attachment_uuid(framework, version, file),
        title: Some(line(file.path)),
        description: Some(
            "A file of the Tenbin package that OSCAL has no place for; import puts it back."
                .to_owned(),
        ),
        props: props.0,
        base64: Some(Base64 {
            filename: Some(token(&file.path.replace('/', "."))),
            media_type: Some("application/toml".to_owned()),
            value: STANDARD.encode(file.text),
        }),
        ..Resource::default()
    }
}
