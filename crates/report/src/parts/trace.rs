use std::collections::BTreeMap;
use std::fmt::Write as _;

use askama::Template;
use tenbin_law::{Trace, TraceDefinition, TraceFact, TraceKind};
use tenbin_vocab::FactState;

use crate::charts::escape;
use crate::{Links, Texts, View, render, words};

/// Steps deeper than this are shown as text only: no condition a person wrote
/// goes there, and a page must end.
const MOST_DEPTH: usize = 40;

/// The way to a verdict as a nested list: every step with its value, the facts
/// it looked at and where it is written. A step the verdict did not need is
/// paler. The verdict itself stands in the heading above.
pub(crate) struct TraceTree<'a> {
    t: Texts,
    links: &'a dyn Links,
    root: &'a Trace,
    /// Leaves out the steps the verdict did not need.
    deciding: bool,
}

impl<'a> TraceTree<'a> {
    pub(crate) fn new(t: Texts, links: &'a dyn Links, root: &'a Trace) -> Self {
        Self { t, links, root, deciding: false }
    }

    /// Only the steps that decide.
    pub(crate) fn deciding(mut self) -> Self {
        self.deciding = true;
        self
    }

    pub(crate) fn html(&self) -> String {
        let mut html = String::new();
        if self.root.every_answer {
            let _ = write!(html, "<p class=\"small soft\">{}</p>", self.said("trace-every-answer"));
        }
        html.push_str("<ul class=\"trace\">");
        if self.root.children.is_empty() {
            self.step(&mut html, self.root, 0);
        }
        for child in self.shown(self.root) {
            self.step(&mut html, child, 1);
        }
        html.push_str("</ul>");
        html
    }

    fn shown<'t>(&self, trace: &'t Trace) -> impl Iterator<Item = &'t Trace> {
        let all = !self.deciding || trace.children.iter().all(|child| !child.needed);
        trace.children.iter().filter(move |child| all || child.needed)
    }

    fn step(&self, html: &mut String, trace: &Trace, depth: usize) {
        html.push_str(if trace.needed { "<li>" } else { "<li class=\"o\">" });
        let verdict = trace.verdict.as_str();
        let word = self.said(words::verdict(trace.verdict));
        let _ = write!(html, "<b class=\"{verdict}\">{word}</b> ");
        let below = !trace.children.is_empty() && depth < MOST_DEPTH;
        let elsewhere = trace.definition.as_ref().filter(|_| depth > 0).and_then(|definition| {
            self.links.definition(&definition.id).map(|href| (definition, href))
        });
        if let Some((definition, href)) = elsewhere {
            self.definition(html, trace, definition, Some(&href));
            html.push_str("</li>");
            return;
        }
        self.label(html, trace, below);
        if trace.every_answer {
            let _ = write!(html, " <small>{}</small>", self.said("trace-every-answer"));
        }
        if below {
            html.push_str("<ul>");
            for child in self.shown(trace) {
                self.step(html, child, depth + 1);
            }
            html.push_str("</ul>");
        }
        html.push_str("</li>");
    }

    /// What a step is. The words of a compound are those of its parts, so only
    /// the connective is named.
    fn label(&self, html: &mut String, trace: &Trace, below: bool) {
        if let Some(definition) = &trace.definition {
            self.definition(html, trace, definition, None);
            return;
        }
        let connective = match trace.kind {
            TraceKind::All if below => Some("trace-all"),
            TraceKind::Any if below => Some("trace-any"),
            TraceKind::Not if below => Some("trace-not"),
            TraceKind::Exception => Some("trace-except"),
            TraceKind::UnlessShown => Some("trace-unless-shown"),
            _ => None,
        };
        if let Some(key) = connective {
            html.push_str(&self.said(key));
        }
        if connective.is_none() || !below {
            let space = if connective.is_some() { " " } else { "" };
            let _ = write!(html, "{space}<code>{}</code>", escape(&trace.text));
        }
        self.facts(html, trace);
        self.cite(html, trace);
    }

    fn definition(
        &self,
        html: &mut String,
        trace: &Trace,
        definition: &TraceDefinition,
        href: Option<&str>,
    ) {
        let title = escape(definition.title.get(self.t.lang));
        let _ = match href {
            Some(href) => write!(html, "<a href=\"{}\">{title}</a>", escape(href)),
            None => write!(html, "{title}"),
        };
        let _ = write!(html, " <code>{}</code>", escape(&trace.text));
        self.facts(html, trace);
        let _ =
            write!(html, " <small>{}</small>", self.said(words::value_source(definition.source)));
        self.cite(html, trace);
        if definition.confidence.needs_warning() {
            let mark = definition.confidence.as_str();
            let _ = write!(html, " <span class=\"mark mark-{mark}\">{mark}</span>");
        }
    }

    fn cite(&self, html: &mut String, trace: &Trace) {
        if let Some(cite) = &trace.cite {
            let _ = write!(html, " <small>{}</small>", escape(cite));
        }
    }

    fn facts(&self, html: &mut String, trace: &Trace) {
        let named = trace.facts.len() > 1;
        for TraceFact { name, state } in &trace.facts {
            html.push_str(" <small>");
            if named {
                let _ = write!(html, "{} ", escape(name));
            }
            let (value, source) = match state {
                FactState::Known { value, source } => (format!("= {value}"), source.as_str()),
                FactState::Unknown => (self.t.say("fact-unknown"), ""),
                FactState::NotApplicable { reason } => {
                    (self.t.say("fact-not-applicable"), reason.as_str())
                }
                FactState::Contested { reason } => (self.t.say("fact-contested"), reason.as_str()),
            };
            html.push_str(&escape(&value));
            if !source.is_empty() {
                let _ = write!(html, " · {}", escape(source));
            }
            html.push_str("</small>");
        }
    }

    fn said(&self, key: &str) -> String {
        escape(&self.t.say(key))
    }
}

#[derive(Template)]
#[template(path = "definitions.html")]
struct Definitions<'a> {
    t: Texts,
    rows: Vec<DefinitionRow<'a>>,
}

struct DefinitionRow<'a> {
    anchor: String,
    definition: &'a TraceDefinition,
    title: &'a str,
    cite: &'a str,
    trace: String,
}

impl View<'_> {
    /// The computed definitions the traces rest on, each once. The facts and the
    /// date are the same for all, so a definition comes out the same everywhere.
    #[must_use]
    pub fn definitions(&self) -> String {
        let mut found: BTreeMap<&str, &Trace> = BTreeMap::new();
        for answer in &self.assessment.weighing.provisions {
            collect(&answer.trace, &mut found, 0);
        }
        for class in &self.assessment.weighing.classifications {
            collect(&class.trace, &mut found, 0);
        }
        let rows = found
            .into_values()
            .filter_map(|trace| {
                let definition = trace.definition.as_ref()?;
                Some(DefinitionRow {
                    anchor: self.links.id(&definition_name(&definition.id)),
                    title: self.text(&definition.title),
                    cite: trace.cite.as_deref().unwrap_or_default(),
                    trace: TraceTree::new(self.t, self.links, trace).html(),
                    definition,
                })
            })
            .collect();
        render(&Definitions { t: self.t, rows })
    }
}

fn collect<'a>(trace: &'a Trace, found: &mut BTreeMap<&'a str, &'a Trace>, depth: usize) {
    if let Some(definition) = &trace.definition {
        let known = found.entry(&definition.id).or_insert(trace);
        // The first mention may be one that is spelt out elsewhere.
        if known.children.is_empty() && !trace.children.is_empty() {
            *known = trace;
        }
    }
    if depth < MOST_DEPTH {
        for child in &trace.children {
            collect(child, found, depth + 1);
        }
    }
}

/// The name of a definition, for [`crate::Links::id`].
#[must_use]
pub(crate) fn definition_name(id: &str) -> String {
    format!("x-{id}")
}
