use askama::Template;
use tenbin_report::View;
use tenbin_vocab::Date;

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::assessment::PageLinks;
use crate::site::Ask;
use crate::source::Page;

/// Dates shown of the latest assessment.
const DATES: usize = 8;

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    frame: Frame,
    banner: String,
    latest: Option<Latest>,
    counts: Vec<(String, String, usize)>,
}

struct Latest {
    href: String,
    name: String,
    as_of: Date,
    conclusion: String,
    question: String,
    deadlines: String,
}

/// `/ja/`: the latest assessment and what else is here.
pub(crate) fn page(ask: &Ask<'_>) -> Result<String, Failure> {
    let t = ask.t;
    let one = Page { limit: 1, offset: 0 };
    let newest = ask.source.assessments(None, "", one)?;
    let subjects = ask.source.subjects("", one)?.total;
    let runs = ask.source.runs(None, "", one)?.total;
    let frameworks = ask.source.library()?.frameworks().len();
    let mut banner = String::new();
    let mut latest = None;
    if let Some(line) = newest.items.first()
        && let Some(assessment) = ask.source.assessment(&line.id)?
    {
        let links = PageLinks::new(ask.lang(), &assessment.id);
        let view = View::new(&assessment, ask.lang(), &links);
        banner = view.simulation_banner();
        latest = Some(Latest {
            href: address::assessment(ask.lang(), &assessment.id),
            name: view.subject_name(),
            as_of: assessment.as_of,
            conclusion: view.conclusion_card(),
            question: view.question_card(),
            deadlines: view.deadlines(DATES),
        });
    }
    let counts = vec![
        (ask.href("/assessments"), t.say("assessments-title"), newest.total),
        (ask.href("/subjects"), t.say("subjects-title"), subjects),
        (ask.href("/runs"), t.say("runs-title"), runs),
        (ask.href("/frameworks"), t.say("frameworks-title"), frameworks),
    ];
    let frame = ask.frame(Room::Overview, t.say("overview-title"));
    Ok(Overview { frame, banner, latest, counts }.render()?)
}
