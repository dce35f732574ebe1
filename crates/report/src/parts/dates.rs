use askama::Template;
use tenbin_vocab::Date;

use crate::{Texts, View, render, words};

/// Days within which a date is marked as near.
const SOON_DAYS: i32 = 90;

#[derive(Template)]
#[template(path = "deadlines.html")]
struct Deadlines<'a> {
    t: Texts,
    lines: Vec<Line<'a>>,
    hidden: usize,
}

struct Line<'a> {
    date: Date,
    what: String,
    title: &'a str,
    framework: String,
    cite: &'a str,
    href: String,
    days: String,
    soon: bool,
}

impl View<'_> {
    /// The dates ahead, earliest first; at most `most`, and how many were left out.
    #[must_use]
    pub fn deadlines(&self, most: usize) -> String {
        let all = &self.assessment.deadlines;
        let lines = all
            .iter()
            .take(most)
            .filter_map(|deadline| {
                let answer = self.answer(&deadline.provision)?;
                Some(Line {
                    date: deadline.date,
                    what: self.t.say(words::deadline(deadline.what)),
                    title: self.text(&answer.title),
                    framework: self.framework(&answer.framework),
                    cite: &answer.cite,
                    href: self.links.provision(&answer.id),
                    days: self.in_days(deadline.date),
                    soon: self.assessment.days_until(deadline.date) <= SOON_DAYS,
                })
            })
            .collect();
        render(&Deadlines { t: self.t, lines, hidden: all.len().saturating_sub(most) })
    }
}
