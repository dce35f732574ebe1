//! An incident: its times and its facts.

use std::collections::BTreeMap;

use tenbin_vocab::Diagnostics;

use super::node::{Entry, Node, Value};
use super::{Format, read_map, read_root, value_of};
use crate::clock::{Incident, Moment, TimeName, offset_of};
use crate::library::Library;
use crate::limits::{MAX_FACTS_BYTES, MAX_REPORTS};
use crate::source::{Mistakes, SourceFile, decode_text};
use crate::suggest;
use crate::vocabulary::FactKind;

const KEYS: [&str; 3] = ["name", "utc_offset", "holidays"];
const PARTS: [&str; 2] = ["incident", "facts"];

/// Reads an incident file: its times under `incident`, its facts under `facts`.
///
/// A time is a date, or a date and time with its offset from UTC. `submitted`
/// is one time, or a table from framework id or clock id to a time or a list.
///
/// # Errors
/// With file, line and remedy: what [`crate::parse_facts`] refuses, an unknown
/// time, a time without an offset, a report to an unknown framework or clock.
pub fn parse_incident(
    path: &str,
    bytes: &[u8],
    format: Format,
    library: &Library,
) -> Result<Incident, Diagnostics> {
    let text = decode_text(path, bytes, MAX_FACTS_BYTES)?;
    let file = SourceFile { path, text };
    let root = read_root(file, format)?;
    let mut reader = Reader { file, library, mistakes: Mistakes::default() };
    let incident = reader.read(&root);
    reader.mistakes.into_diagnostics().into_result(incident)
}

struct Reader<'a> {
    file: SourceFile<'a>,
    library: &'a Library,
    mistakes: Mistakes,
}

impl Reader<'_> {
    fn wrong(&mut self, offset: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.mistakes.at(self.file, offset, message, hint);
    }

    fn read(&mut self, root: &Node) -> Incident {
        let mut incident = Incident::default();
        let Value::Map(parts) = &root.value else {
            let message = format!("the file holds {}, not an incident", root.value.describe());
            self.wrong(root.offset, message, "write two tables: incident and facts");
            return incident;
        };
        if parts.iter().all(|part| part.name != "incident") {
            let hint = "write its times under [incident]: occurred, detected, aware, determined, submitted, resolved";
            self.wrong(root.offset, "the file has no incident", hint);
        }
        for part in parts {
            match part.name.as_str() {
                "incident" => self.head(&part.node, &mut incident),
                "facts" => {
                    let vocabulary = self.library.vocabulary();
                    let read = read_map(self.file, &part.node, vocabulary, &mut self.mistakes);
                    incident.facts = read.facts;
                }
                other => {
                    let message = format!("unknown table \"{}\"", other.escape_debug());
                    self.wrong(part.offset, message, suggest::remedy(other, PARTS, ""));
                }
            }
        }
        incident
    }

    fn head(&mut self, node: &Node, incident: &mut Incident) {
        let Value::Map(entries) = &node.value else {
            let message = format!("incident holds {}, not a table", node.value.describe());
            self.wrong(node.offset, message, "write one time a line");
            return;
        };
        for entry in entries {
            match (entry.name.as_str(), TimeName::of(&entry.name)) {
                ("submitted", _) => self.submitted(entry, incident),
                (_, Some(name)) => {
                    if let Some(at) = self.moment(&entry.name, &entry.node) {
                        incident.times.insert(name, at);
                    }
                }
                ("name", _) => match &entry.node.value {
                    Value::Text(name) => incident.name = Some(name.chars().take(200).collect()),
                    other => {
                        let message = format!("name holds {}, not text", other.describe());
                        self.wrong(entry.node.offset, message, "put it between quotation marks");
                    }
                },
                ("utc_offset", _) => match &entry.node.value {
                    Value::Text(text) => match offset_of(text) {
                        Some(offset) => incident.offset = offset,
                        None => self.wrong(
                            entry.node.offset,
                            format!("utc_offset is \"{}\"", text.escape_debug()),
                            "write the offset from UTC as \"+09:00\"",
                        ),
                    },
                    other => {
                        let message = format!("utc_offset holds {}", other.describe());
                        self.wrong(entry.node.offset, message, "write \"+09:00\"");
                    }
                },
                ("holidays", _) => self.holidays(&entry.node, incident),
                (other, None) => {
                    let known = TimeName::ALL.map(TimeName::as_str).into_iter().chain(KEYS);
                    let message = format!("unknown time \"{}\"", other.escape_debug());
                    let hint = suggest::remedy(other, known, "");
                    self.wrong(entry.offset, message, hint);
                }
            }
        }
        // Known only now: the offset may stand below the reports.
        let offset = incident.offset;
        for times in incident.reports.values_mut() {
            times.sort_by_key(|at| at.reach(offset).first);
        }
    }

    /// A time; none when it is unknown or wrong.
    fn moment(&mut self, name: &str, node: &Node) -> Option<Moment> {
        let text = match &node.value {
            Value::Null => return None,
            Value::Date(date) => return Some(Moment::Day(*date)),
            Value::Text(word) if word == "unknown" => return None,
            Value::Text(text) | Value::Time(text) => text,
            other => {
                let message = format!("{name} holds {}, not a time", other.describe());
                self.wrong(node.offset, message, "write 2026-11-21T09:30:00+09:00");
                return None;
            }
        };
        match text.parse::<Moment>() {
            Ok(at) => Some(at),
            Err(error) => {
                let message = format!("{name} cannot be read as a time: {error}");
                self.wrong(node.offset, message, error.hint());
                None
            }
        }
    }

    fn submitted(&mut self, entry: &Entry, incident: &mut Incident) {
        let Value::Map(entries) = &entry.node.value else {
            if let Some(at) = self.moment(&entry.name, &entry.node) {
                incident.times.insert(TimeName::Submitted, at);
            }
            return;
        };
        let frameworks = self.library.frameworks();
        let ids: Vec<&str> = frameworks
            .iter()
            .filter(|framework| !framework.clocks.is_empty())
            .flat_map(|framework| {
                let clocks = framework.clocks.iter().map(|clock| clock.id.as_str());
                std::iter::once(framework.id.as_str()).chain(clocks)
            })
            .collect();
        let ids: Vec<String> = ids.into_iter().map(str::to_owned).collect();
        let mut reports = BTreeMap::new();
        for entry in entries {
            if !ids.contains(&entry.name) {
                let message = format!(
                    "no framework with clocks and no clock is called \"{}\"",
                    entry.name.escape_debug()
                );
                let known = ids.iter().map(String::as_str);
                let hint = suggest::remedy(&entry.name, known, "name the framework it went to");
                self.wrong(entry.offset, message, hint);
                continue;
            }
            let items = match &entry.node.value {
                Value::List(items) => items.as_slice(),
                _ => std::slice::from_ref(&entry.node),
            };
            if items.len() > MAX_REPORTS {
                let message = format!("more than {MAX_REPORTS} reports");
                self.wrong(entry.offset, message, "name the latest");
                continue;
            }
            let times: Vec<Moment> =
                items.iter().filter_map(|item| self.moment(&entry.name, item)).collect();
            if !times.is_empty() {
                reports.insert(entry.name.clone(), times);
            }
        }
        incident.reports = reports;
    }

    fn holidays(&mut self, node: &Node, incident: &mut Incident) {
        let Value::List(items) = &node.value else {
            let message = format!("holidays holds {}, not a list", node.value.describe());
            self.wrong(node.offset, message, "write [\"2026-12-25\"]");
            return;
        };
        for item in items {
            match value_of("holidays", &FactKind::Date, item) {
                Ok(tenbin_vocab::FactValue::Date(day)) => {
                    incident.holidays.insert(day);
                }
                Ok(_) => {}
                Err(wrong) => self.wrong(wrong.offset, wrong.message, wrong.hint),
            }
        }
    }
}
