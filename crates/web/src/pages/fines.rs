use askama::Template;
use tenbin_law::{Exposure, RuleExposure};
use tenbin_report::{Texts, fine_words};
use tenbin_vocab::Lang;

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::site::Ask;
use crate::source::Page;

#[derive(Template)]
#[template(path = "fines.html")]
struct Fines {
    frame: Frame,
    title: String,
    as_of: String,
    rules: Vec<Rule>,
    without_rule: usize,
    other_party: usize,
}

struct Rule {
    framework: String,
    framework_href: String,
    covers: String,
    cite: String,
    mark: &'static str,
    limits: Vec<String>,
    note: String,
    ceilings: Vec<Amount>,
    duties: Vec<Duty>,
    open: Vec<String>,
}

struct Amount {
    head: String,
    most: String,
    least: Option<String>,
    steps: Vec<String>,
}

struct Duty {
    href: String,
    title: String,
    group: String,
}

/// `/ja/subjects/<id>/penalties`: what breaches could cost, on the facts of the
/// newest assessment.
pub(crate) fn page(ask: &Ask<'_>, id: &str) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let subject = ask.source.subject(id)?.ok_or(Failure::NotFound)?;
    let newest = ask.source.assessments(Some(id), "", Page { limit: 1, offset: 0 })?;
    let line = newest.items.first().ok_or(Failure::NotFound)?;
    let assessment = ask.source.assessment(&line.id)?.ok_or(Failure::NotFound)?;
    let library = ask.source.library()?;
    // Frameworks that a newer program knows no longer are left out.
    let known = |id: &&String| library.framework(id).is_some();
    let weighed: Vec<&str> = assessment.tallies.keys().filter(known).map(String::as_str).collect();
    let selection =
        library.select(weighed).map_err(|mistakes| Failure::Behind(mistakes.to_string()))?;
    let exposure = library.exposure(&assessment.facts, assessment.as_of, &selection, None);
    let name = subject.name.get(lang).to_owned();
    let page = Fines {
        frame: ask
            .frame(Room::Weigh, t.say("clocks-fine-title"))
            .under(ask.href("/subjects"), t.say("subjects-title"))
            .under(address::subject(lang, &subject.id), name.clone()),
        title: t.value("clocks-fine-of", name),
        as_of: t.value("clocks-fine-as-of", assessment.as_of),
        rules: exposure
            .rules
            .iter()
            .map(|rule| {
                let framework = library.framework(&rule.framework);
                let framework = framework.map_or("", |framework| framework.short.get(lang));
                view(t, lang, framework, rule, &exposure)
            })
            .collect(),
        without_rule: exposure.without_rule.len(),
        other_party: exposure.other_party,
    };
    Ok(page.render()?)
}

fn view(t: Texts, lang: Lang, framework: &str, rule: &RuleExposure, whole: &Exposure) -> Rule {
    let here =
        whole.duties.iter().filter(|duty| duty.framework == rule.framework && duty.rule == rule.id);
    Rule {
        framework: framework.to_owned(),
        framework_href: address::framework(lang, &rule.framework),
        covers: rule.covers.get(lang).to_owned(),
        cite: rule.cite.clone(),
        mark: rule.confidence.as_str(),
        limits: fine_words::limits(t, rule),
        note: rule.note.as_ref().map(|note| note.get(lang).to_owned()).unwrap_or_default(),
        ceilings: rule
            .ceilings
            .iter()
            .map(|ceiling| {
                let currency = ceiling.currency.as_deref().unwrap_or_default();
                Amount {
                    head: fine_words::head(t, lang, ceiling),
                    most: fine_words::bounds(t, currency, ceiling.maximum),
                    least: ceiling.minimum.map(|least| fine_words::money(currency, least)),
                    steps: ceiling
                        .steps
                        .iter()
                        .map(|step| fine_words::step(t, currency, step))
                        .collect(),
                }
            })
            .collect(),
        duties: here
            .map(|duty| Duty {
                href: address::provision(lang, &duty.provision),
                title: duty.title.get(lang).to_owned(),
                group: fine_words::group(t, duty),
            })
            .collect(),
        open: rule.open.iter().take(3).map(|open| open.question.get(lang).to_owned()).collect(),
    }
}
