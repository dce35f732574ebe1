//! Deadlines as a calendar file (iCalendar, RFC 5545).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use tenbin_law::{Library, LineKind, Timeline, TimelineLine};
use tenbin_vocab::{Date, Digest, Timestamp};

use crate::{Texts, dated, words};

/// What a calendar file names as its maker.
pub const PRODUCT: &str = "-//Tenbin//law deadlines//EN";

/// Longest line of a calendar file, in bytes without its end (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// The lines as all-day events. The same deadline keeps its UID from one writing
/// to the next, so that a calendar program replaces it; `alarm` is the number of
/// days a reminder comes before.
#[must_use]
pub fn calendar(
    library: &Library,
    timeline: &Timeline,
    texts: Texts,
    made_at: Timestamp,
    alarm: Option<u16>,
) -> String {
    let mut calendar =
        Calendar { file: String::new(), library, timeline, texts, alarm, used: BTreeSet::new() };
    let name = timeline.subject.as_deref().unwrap_or_default();
    calendar.line("BEGIN:VCALENDAR");
    calendar.line("VERSION:2.0");
    calendar.line(&format!("PRODID:{PRODUCT}"));
    calendar.line("CALSCALE:GREGORIAN");
    calendar.line("METHOD:PUBLISH");
    calendar.line(&format!("X-WR-CALNAME:{}", escape(&texts.value("calendar-name", name))));
    let made_at = made_at.strftime("%Y%m%dT%H%M%SZ").to_string();
    for one in &timeline.lines {
        calendar.event(one, &made_at);
    }
    calendar.line("END:VCALENDAR");
    calendar.file
}

/// A calendar file being written.
struct Calendar<'a> {
    file: String,
    library: &'a Library,
    timeline: &'a Timeline,
    texts: Texts,
    alarm: Option<u16>,
    /// UIDs written so far.
    used: BTreeSet<String>,
}

impl Calendar<'_> {
    fn event(&mut self, one: &TimelineLine, made_at: &str) {
        let Ok(after) = one.date.tomorrow() else { return };
        let texts = self.texts;
        let lang = texts.lang;
        let framework = self.library.framework(&one.framework);
        let short = framework.map_or(one.framework.as_str(), |found| found.short.get(lang));
        let kind = texts.say(dated::line_kind(one.kind));
        let summary =
            escape(&format!("{kind}{}{} ({short})", texts.say("colon"), one.title.get(lang)));
        let about = escape(&description(self.library, one, texts));
        let uid = self.uid(one);
        let tag = lang.tag();
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{uid}"));
        self.line(&format!("DTSTAMP:{made_at}"));
        self.line(&format!("DTSTART;VALUE=DATE:{}", digits(one.date)));
        self.line(&format!("DTEND;VALUE=DATE:{}", digits(after)));
        self.line(&format!("SUMMARY;LANGUAGE={tag}:{summary}"));
        self.line(&format!("DESCRIPTION;LANGUAGE={tag}:{about}"));
        self.line(&format!("CATEGORIES:{}", escape(&one.framework)));
        self.line("TRANSP:TRANSPARENT");
        if let Some(days) = self.alarm {
            self.line("BEGIN:VALARM");
            self.line("ACTION:DISPLAY");
            self.line(&format!("TRIGGER:-P{days}D"));
            self.line(&format!("DESCRIPTION;LANGUAGE={tag}:{summary}"));
            self.line("END:VALARM");
        }
        self.line("END:VEVENT");
    }

    /// The name of a deadline. A start, an end and a clock keep it when their date
    /// moves; of everything else there may be several, told apart by date.
    fn uid(&mut self, one: &TimelineLine) -> String {
        let subject = self.timeline.subject.as_deref().unwrap_or_default();
        let kind = dated::line_kind(one.kind);
        let plain = format!("{subject}\n{}\n{}\n{kind}", one.framework, one.id);
        let with_date = named(&format!("{plain}\n{}", one.date));
        let moves = matches!(one.kind, LineKind::DutyStarts | LineKind::DutyEnds | LineKind::Due);
        let plain = named(&plain);
        let uid = if moves && !self.used.contains(&plain) { plain } else { with_date };
        self.used.insert(uid.clone());
        uid
    }

    /// One content line, folded between characters.
    fn line(&mut self, content: &str) {
        let mut room = LONGEST;
        for c in content.chars() {
            if c.len_utf8() > room {
                self.file.push_str("\r\n ");
                room = LONGEST - 1;
            }
            room -= c.len_utf8();
            self.file.push(c);
        }
        self.file.push_str("\r\n");
    }
}

/// What the event is about: framework, citation, mark, state, sources.
fn description(library: &Library, one: &TimelineLine, texts: Texts) -> String {
    let lang = texts.lang;
    let colon = texts.say("colon");
    let mut text = String::new();
    let mut say = |key: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "{}{colon}{value}", texts.say(key));
        }
    };
    let framework = library.framework(&one.framework);
    say("calendar-framework", framework.map_or(&one.framework, |found| found.title.get(lang)));
    say("calendar-id", &one.id);
    say("calendar-cite", &one.cite);
    let meaning = texts.say(words::confidence(one.confidence));
    say("calendar-mark", &format!("{} ({meaning})", one.confidence.as_str()));
    if let Some(effect) = &one.effect {
        say("calendar-verdict", &texts.say(words::verdict(effect.verdict)));
        if let Some(state) = effect.state {
            say("calendar-state", &texts.say(words::duty_state(state)));
        }
    }
    say("calendar-when", &one.when);
    say("calendar-note", one.note.as_ref().map_or("", |note| note.get(lang)));
    let source = |id: &String| {
        let known = library.sources().iter().find(|source| source.id == *id);
        known.map_or_else(|| id.clone(), |source| format!("{id} {}", source.what))
    };
    let sources: Vec<String> = one.sources.iter().map(source).collect();
    say("calendar-sources", &sources.join("; "));
    text.trim_end().to_owned()
}

fn named(text: &str) -> String {
    let hex = Digest::of(text.as_bytes()).hex();
    format!("{}@tenbin.invalid", hex.get(..32).unwrap_or(&hex))
}

fn digits(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// A value of type TEXT (RFC 5545, 3.3.11).
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                safe.push('\\');
                safe.push(c);
            }
            '\n' => safe.push_str("\\n"),
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests;
