//! Versions of provisions from our own properties.

use std::fmt::Write as _;

use tenbin_vocab::{Bilingual, Date, FactValue};

use super::text::{bilingual, list, quoted};
use crate::types::{Part, Property};

/// The text of our own property `name`.
pub(super) fn text_of(props: &[Property], name: &str) -> Option<String> {
    let found = props.iter().find(|property| property.is_own() && property.name == name);
    found.map(|property| property.text().to_owned())
}

/// The texts of every property of ours called `name`.
pub(super) fn texts_of(props: &[Property], name: &str) -> Vec<String> {
    let found = props.iter().filter(|property| property.is_own() && property.name == name);
    found.map(|property| property.text().to_owned()).collect()
}

/// A title or prose in English with the Japanese that stands beside it; the
/// same text twice where there is none, because both must be there.
pub(super) fn both(props: &[Property], name: &str, en: &str) -> Bilingual {
    let en = text_of(props, &format!("{name}-en")).unwrap_or_else(|| en.to_owned());
    let ja = text_of(props, &format!("{name}-ja")).unwrap_or_else(|| en.clone());
    Bilingual { ja, en }
}

/// One version of a provision, ready to be written.
pub(super) struct Version {
    /// First day.
    pub(super) from: Date,
    /// True when it states no condition.
    pub(super) unstated: bool,
    /// The table as text.
    pub(super) toml: String,
}

/// True when a part is a statement that says when it applies.
pub(super) fn is_own_statement(part: &Part) -> bool {
    part.name == "statement" && text_of(&part.props, "applies-when").is_some()
}

/// The version a statement of ours stands for; `notes` are the guidance parts
/// of the control.
pub(super) fn version(part: &Part, notes: &[&Part]) -> Result<Version, String> {
    let props = &part.props;
    let get = |name: &str| text_of(props, name);
    let need = |name: &str| get(name).ok_or_else(|| format!("the property {name} is missing"));
    let date = |name: &str| get(name).map(|text| day(name, &text)).transpose();
    let from = day("from", &need("from")?)?;
    let when = need("applies-when")?;
    let mut out = format!("\n[[provision.version]]\nfrom = {from}\n");
    let mut line = |key: &str, value: String| {
        let _ = writeln!(out, "{key} = {value}");
    };
    if let Some(until) = date("until")? {
        line("until", until.to_string());
    }
    if let Some(by) = get("amended-by") {
        line("amended_by", quoted(&by));
    }
    line("cite", quoted(&need("cite")?));
    line("when", quoted(&when));
    let except = grouped(props, "except-when");
    if !except.is_empty() {
        let tables: Result<Vec<String>, String> = except
            .iter()
            .map(|group| {
                let (when, cite) = (member(group, "except-when")?, member(group, "except-cite")?);
                Ok(format!("{{ when = {}, cite = {} }}", quoted(&when), quoted(&cite)))
            })
            .collect();
        line("except", format!("[{}]", tables?.join(", ")));
    }
    if let Some(from) = date("applies-from")? {
        line("applies_from", from.to_string());
    }
    if let Some(schedule) = get("schedule") {
        line("schedule", quoted(&schedule));
    }
    if let Some(until) = date("applies-until")? {
        line("applies_until", until.to_string());
    }
    let legacy: Result<Vec<String>, String> =
        grouped(props, "legacy-when").iter().map(|group| self::legacy(group)).collect();
    let legacy = legacy?;
    if !legacy.is_empty() {
        line("legacy", format!("[\n  {},\n]", legacy.join(",\n  ")));
    }
    let thresholds: Result<Vec<String>, String> =
        grouped(props, "threshold-value").iter().map(|group| threshold(group)).collect();
    let thresholds = thresholds?;
    if !thresholds.is_empty() {
        line("threshold", format!("[\n  {},\n]", thresholds.join(",\n  ")));
    }
    line("confidence", quoted(&need("confidence")?));
    line("sources", list(&texts_of(props, "source")));
    let first = from.to_string();
    let note = notes.iter().find(|note| text_of(&note.props, "from").as_deref() == Some(&first));
    if let Some(note) = note {
        let text = both(&note.props, "text", note.prose.as_deref().unwrap_or_default());
        line("note", bilingual(&text));
    }
    let _ = out.write_str("\n[provision.version.duty]\n");
    let text = both(props, "text", part.prose.as_deref().unwrap_or_default());
    out.push_str(&duty(props, &text, &need("force")?)?);
    Ok(Version { from, unstated: when.trim() == "unknown", toml: out })
}

fn duty(props: &[Property], text: &Bilingual, force: &str) -> Result<String, String> {
    let get = |name: &str| text_of(props, name);
    let mut out = format!("force = {}\ntext = {}\n", quoted(force), bilingual(text));
    let mut line = |key: &str, value: String| {
        let _ = writeln!(out, "{key} = {value}");
    };
    let evidence = texts_of(props, "evidence");
    if !evidence.is_empty() {
        line("evidence", list(&evidence));
    }
    if let Some(anchor) = get("due-anchor") {
        let days = get("due-offset-days").and_then(|text| text.parse::<i32>().ok());
        let days = days.ok_or("the property due-offset-days is no whole number")?;
        let cite = get("due-cite").ok_or("the property due-cite is missing")?;
        let by = format!(
            "{{ anchor = {}, offset_days = {days}, cite = {} }}",
            quoted(&anchor),
            quoted(&cite)
        );
        line("by", by);
    }
    if let Some(penalty) = get("penalty") {
        line("penalty", quoted(&penalty));
    }
    for (name, key) in [("on-request", "on_request"), ("binding", "binding")] {
        match get(name).as_deref() {
            None => {}
            Some(word @ ("true" | "false")) => line(key, word.to_owned()),
            Some(_) => return Err(format!("the property {name} is neither true nor false")),
        }
    }
    Ok(out)
}

fn legacy(group: &[&Property]) -> Result<String, String> {
    let start = match member(group, "legacy-from") {
        Ok(text) => format!("date = {}", day("legacy-from", &text)?),
        Err(_) => "never = true".to_owned(),
    };
    let presumed = member(group, "legacy-presumed")
        .map_or_else(|_| String::new(), |word| format!(" presumed = {},", quoted(&word)));
    let sources: Vec<&str> =
        group.iter().filter(|p| p.name == "legacy-source").map(|p| p.text()).collect();
    Ok(format!(
        "{{ when = {}, {start},{presumed} cite = {}, confidence = {}, sources = {} }}",
        quoted(&member(group, "legacy-when")?),
        quoted(&member(group, "legacy-cite")?),
        quoted(&member(group, "legacy-confidence")?),
        list(&sources)
    ))
}

fn threshold(group: &[&Property]) -> Result<String, String> {
    let get = |name: &str| member(group, name).map(|text| quoted(&text));
    let value = member(group, "threshold-value")?;
    let number: f64 = value.parse().map_err(|_| "the property threshold-value is no number")?;
    if !number.is_finite() {
        return Err("the property threshold-value is no number".to_owned());
    }
    let fact =
        get("threshold-fact").map_or_else(|_| String::new(), |fact| format!(" fact = {fact},"));
    let sources: Vec<&str> =
        group.iter().filter(|p| p.name == "threshold-source").map(|p| p.text()).collect();
    Ok(format!(
        "{{ name = {{ ja = {}, en = {} }},{fact} op = {}, value = {}, unit = {}, cite = {}, confidence = {}, sources = {} }}",
        get("threshold-name-ja")?,
        get("threshold-name-en")?,
        get("threshold-op")?,
        FactValue::Number(number),
        get("threshold-unit")?,
        get("threshold-cite")?,
        get("threshold-confidence")?,
        list(&sources)
    ))
}

/// Our own properties that share a group with one called `first`, in order.
fn grouped<'a>(props: &'a [Property], first: &str) -> Vec<Vec<&'a Property>> {
    let heads = props.iter().filter(|p| p.is_own() && p.name == first && p.group.is_some());
    heads
        .map(|head| props.iter().filter(|p| p.is_own() && p.group == head.group).collect())
        .collect()
}

fn member(group: &[&Property], name: &str) -> Result<String, String> {
    let found = group.iter().find(|property| property.name == name);
    found
        .map(|property| property.text().to_owned())
        .ok_or_else(|| format!("the property {name} is missing in its group"))
}

fn day(name: &str, text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("the property {name} is no date like 2026-11-21"))
}
