use askama::Template;
use tenbin_assess::Assessment;
use tenbin_vocab::{Digest, Lang};

use crate::style::{embedded, report_policy};
use crate::view::minute;
use crate::{Links, Texts, View, render, words};

/// Dates shown before the list is cut; more would not be read.
const MOST_DATES: usize = 60;

#[derive(Template)]
#[template(path = "report.html")]
struct Report<'a> {
    title: String,
    lang: &'static str,
    style: &'static str,
    policy: String,
    documents: [Document<'a>; 2],
}

struct Document<'a> {
    t: Texts,
    tag: &'static str,
    order: &'static str,
    other_tag: &'static str,
    other_name: String,
    view: View<'a>,
    kind: String,
    about: &'a str,
    provider: &'a str,
    made_at: String,
    acceptance: String,
}

/// Links inside the report; ids carry the language, so that the address alone
/// says which language is shown.
struct Fragments(Lang);

impl Links for Fragments {
    fn provision(&self, id: &str) -> String {
        format!("#{}", self.id(&format!("p-{id}")))
    }

    fn cell(&self, framework: &str, control: &str, provisions: &[String]) -> String {
        match provisions {
            [only] => self.provision(only),
            _ => format!("#{}", self.id(&crate::cell_name(framework, control))),
        }
    }

    fn evidence(&self, id: &Digest) -> String {
        format!("#{}", self.id(&crate::evidence_name(id)))
    }

    fn definition(&self, id: &str) -> Option<String> {
        Some(format!("#{}", self.id(&crate::parts::trace::definition_name(id))))
    }

    fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.0.tag())
    }
}

/// The whole report in one file: Japanese and English, no script, nothing
/// loaded from elsewhere. Japanese is shown when the address names no language.
///
/// Without a style sheet both languages stand one after the other. Printing
/// prints the language shown and the details that are open.
#[must_use]
pub fn report_html(assessment: &Assessment) -> String {
    report_html_in(assessment, Lang::Ja)
}

/// The same report with `first` as the language shown when the address (`#ja`,
/// `#en` or any place in either) names none.
#[must_use]
pub fn report_html_in(assessment: &Assessment, first: Lang) -> String {
    let links = [Fragments(first), Fragments(first.other())];
    let [shown, hidden] = &links;
    let subject = &assessment.subject;
    let documents = [
        document(assessment, first, "first", shown),
        document(assessment, first.other(), "second", hidden),
    ];
    let name = subject.name.get(first);
    render(&Report {
        title: format!("{name} {} · {}", assessment.as_of, Texts::new(first).say("report-title")),
        lang: first.tag(),
        style: embedded(),
        policy: report_policy(),
        documents,
    })
}

fn document<'a>(
    assessment: &'a Assessment,
    lang: Lang,
    order: &'static str,
    links: &'a Fragments,
) -> Document<'a> {
    let t = Texts::new(lang);
    let view = View::new(assessment, lang, links);
    Document {
        t,
        tag: lang.tag(),
        order,
        other_tag: lang.other().tag(),
        other_name: Texts::new(lang.other()).say("language-own"),
        kind: t.say(words::subject_kind(assessment.subject.kind)),
        about: assessment.subject.about.get(lang),
        provider: assessment.subject.provider.get(lang),
        made_at: minute(assessment.made_at),
        acceptance: view.acceptance_table(),
        view,
    }
}

impl Document<'_> {
    fn deadlines(&self) -> String {
        self.view.deadlines(MOST_DATES)
    }
}
