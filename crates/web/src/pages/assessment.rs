use std::collections::BTreeSet;

use askama::Template;
use tenbin_assess::{Assessment, Status};
use tenbin_report::{FindingFilter, Links, View, minute, with_interval, words};
use tenbin_vocab::{Date, Digest, Lang, Outcome};

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::{Choice, Paging};
use crate::site::Ask;

/// Findings on one page: with the heat map the page stays below 100 kB.
const FINDINGS: usize = 25;
/// Frameworks in one part of the heat map, for the same reason.
const MAP: usize = 9;
/// The choice of status that leaves nothing out.
const EVERY: &str = "all";
/// Dates on the page; the report has them all.
const DATES: usize = 12;

/// Links of an assessment's own pages.
pub(crate) struct PageLinks {
    lang: Lang,
    assessment: String,
}

impl PageLinks {
    pub(crate) fn new(lang: Lang, assessment: &str) -> Self {
        Self { lang, assessment: assessment.to_owned() }
    }
}

impl Links for PageLinks {
    fn provision(&self, id: &str) -> String {
        address::finding(self.lang, &self.assessment, id)
    }

    fn cell(&self, framework: &str, control: &str, provisions: &[String]) -> String {
        match provisions {
            [only] => self.provision(only),
            // Relative: the map stands only on the assessment's own page.
            _ => format!(
                "?framework={}&control={}&status=all#findings",
                address::encode(framework),
                address::encode(control)
            ),
        }
    }

    fn evidence(&self, id: &Digest) -> String {
        address::evidence(self.lang, &self.assessment, &id.hex())
    }

    fn id(&self, name: &str) -> String {
        name.to_owned()
    }
}

#[derive(Template)]
#[template(path = "assessment.html")]
struct AssessmentPage<'a> {
    frame: Frame,
    view: &'a View<'a>,
    map: String,
    parts: Vec<(String, String, bool)>,
    about: &'a str,
    provider: &'a str,
    kind: String,
    as_of: Date,
    made_at: String,
    tool: String,
    id: &'a str,
    report: String,
    json: String,
    action: String,
    frameworks: Vec<Choice>,
    controls: Vec<Choice>,
    statuses: Vec<Choice>,
    q: String,
    total: usize,
    all: usize,
    table: String,
    paging: Paging,
    deadlines: String,
    classes: String,
    acceptance: String,
    runs: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "finding.html")]
struct FindingPage<'a> {
    frame: Frame,
    banner: String,
    status: &'static str,
    word: String,
    simulation: bool,
    title: &'a str,
    framework: String,
    cite: &'a str,
    subject: String,
    as_of: Date,
    law: String,
    reason: &'a str,
    because: &'a str,
    detail: String,
}

#[derive(Template)]
#[template(path = "classifications_page.html")]
struct ClassificationsPage {
    frame: Frame,
    title: String,
    subject: String,
    list: String,
}

#[derive(Template)]
#[template(path = "evidence_record.html")]
struct EvidencePage {
    frame: Frame,
    banner: String,
    what: String,
    kind: String,
    subject: String,
    lines: Vec<(String, String)>,
    envelope: String,
    uses: Vec<(String, String, String)>,
}

fn load(ask: &Ask<'_>, id: &str) -> Result<Assessment, Failure> {
    ask.source.assessment(id)?.ok_or(Failure::NotFound)
}

/// `/ja/assessments/<id>`
pub(crate) fn page(ask: &Ask<'_>, id: &str) -> Result<String, Failure> {
    let t = ask.t;
    let assessment = load(ask, id)?;
    let links = PageLinks::new(ask.lang(), &assessment.id);
    let view = View::new(&assessment, ask.lang(), &links);
    let filter = finding_filter(ask)?;
    let found = view.filter(&filter);
    let paging = Paging::new(&ask.query, found.len(), FINDINGS)?;
    let shown: Vec<_> =
        found.iter().skip((paging.number - 1) * FINDINGS).take(FINDINGS).copied().collect();
    let address = address::assessment(ask.lang(), &assessment.id);
    let mut frameworks = Vec::new();
    for id in assessment.frameworks() {
        frameworks.push(Choice::new(id, view.framework(id), filter.framework.as_deref()));
    }
    let controls: BTreeSet<&str> = assessment
        .findings
        .iter()
        .flat_map(|finding| &finding.controls)
        .map(String::as_str)
        .collect();
    let controls = controls
        .into_iter()
        .map(|id| Choice::new(id, view.control(id), filter.control.as_deref()))
        .collect();
    let chosen = filter.status.map_or_else(|| ask.query.get("status"), |s| Some(s.as_str()));
    let mut statuses = vec![Choice::new(EVERY, t.say("filter-every"), chosen)];
    for status in Status::ALL {
        statuses.push(Choice::new(status.as_str(), view.status(status), chosen));
    }
    let classes = format!("{address}/classifications");
    let names = view.heat_parts(MAP);
    let part = ask.query.number_of("map")?;
    if part > names.len().max(1) {
        return Err(Failure::NotFound);
    }
    let parts = names
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let href = format!("{}#map-h", ask.query.with_number("map", at + 1));
            (href, name, at + 1 == part)
        })
        .collect();
    let page = AssessmentPage {
        map: view.heat_part(part - 1, MAP),
        parts,
        frame: ask
            .frame(Room::Weigh, format!("{} {}", view.subject_name(), assessment.as_of))
            .under(ask.href("/assessments"), t.say("assessments-title"))
            .under(
                address::subject(ask.lang(), &assessment.subject.id),
                view.text(&assessment.subject.name),
            ),
        view: &view,
        about: view.text(&assessment.subject.about),
        provider: view.text(&assessment.subject.provider),
        kind: t.say(words::subject_kind(assessment.subject.kind)),
        as_of: assessment.as_of,
        made_at: minute(assessment.made_at),
        tool: format!("{} {}", assessment.tool.name, assessment.tool.version),
        id: &assessment.id,
        report: format!("{address}/report.html"),
        json: format!("/api/v1/assessments/{}", address::encode(&assessment.id)),
        action: address,
        frameworks,
        controls,
        statuses,
        q: filter.text.clone(),
        total: found.len(),
        all: assessment.findings.len(),
        table: view.findings_table(&shown),
        paging,
        deadlines: view.deadlines(DATES),
        classes: view.classification_lines(&classes),
        acceptance: view.acceptance_table(),
        runs: runs(ask, &assessment),
    };
    Ok(page.render()?)
}

fn finding_filter(ask: &Ask<'_>) -> Result<FindingFilter, Failure> {
    let word = ask.query.get("status");
    let status = match word {
        None | Some(EVERY) => None,
        Some(word) => {
            let found = Status::ALL.into_iter().find(|status| status.as_str() == word);
            Some(found.ok_or(Failure::Bad)?)
        }
    };
    Ok(FindingFilter {
        framework: ask.query.get("framework").map(str::to_owned),
        control: ask.query.get("control").map(str::to_owned),
        status,
        concerning: word.is_none(),
        text: ask.query.text("q"),
    })
}

/// Runs the measured results come from.
fn runs(ask: &Ask<'_>, assessment: &Assessment) -> Vec<(String, String)> {
    let mut runs: Vec<&str> = Vec::new();
    for item in &assessment.evidence {
        if let Outcome::Measured(measured) = &item.record.outcome
            && !runs.contains(&measured.method.run.as_str())
        {
            runs.push(&measured.method.run);
        }
    }
    runs.into_iter().map(|run| (address::run(ask.lang(), run), run.to_owned())).collect()
}

/// `/ja/assessments/<id>/provisions/<provision>`: one verdict with its trace,
/// citation and evidence.
pub(crate) fn finding(ask: &Ask<'_>, id: &str, provision: &str) -> Result<String, Failure> {
    let assessment = load(ask, id)?;
    let links = PageLinks::new(ask.lang(), &assessment.id);
    let view = View::new(&assessment, ask.lang(), &links);
    let answer = view.answer(provision).ok_or(Failure::NotFound)?;
    let finding = view.finding(provision).ok_or(Failure::NotFound)?;
    let detail = view.provision_detail(provision).ok_or(Failure::NotFound)?;
    let title = view.text(&answer.title);
    let page = FindingPage {
        frame: ask
            .frame(Room::Weigh, title)
            .under(ask.href("/assessments"), ask.t.say("assessments-title"))
            .under(
                address::assessment(ask.lang(), &assessment.id),
                format!("{} {}", view.subject_name(), assessment.as_of),
            ),
        banner: if finding.simulation { view.simulation_banner() } else { String::new() },
        status: finding.status.as_str(),
        word: view.status(finding.status),
        simulation: finding.simulation,
        title,
        framework: view.framework(&answer.framework),
        cite: &answer.cite,
        subject: view.subject_name(),
        as_of: assessment.as_of,
        law: address::provision(ask.lang(), provision),
        reason: view.text(&finding.reason),
        because: &answer.because,
        detail,
    };
    Ok(page.render()?)
}

/// `/ja/assessments/<id>/classifications`: what the subject is, with traces.
pub(crate) fn classifications(ask: &Ask<'_>, id: &str) -> Result<String, Failure> {
    let assessment = load(ask, id)?;
    let links = PageLinks::new(ask.lang(), &assessment.id);
    let view = View::new(&assessment, ask.lang(), &links);
    let title = ask.t.say("classifications-title");
    let page = ClassificationsPage {
        frame: ask
            .frame(Room::Weigh, title.clone())
            .under(ask.href("/assessments"), ask.t.say("assessments-title"))
            .under(
                address::assessment(ask.lang(), &assessment.id),
                format!("{} {}", view.subject_name(), assessment.as_of),
            ),
        title,
        subject: view.subject_name(),
        list: view.classifications(),
    };
    Ok(page.render()?)
}

/// `/ja/assessments/<id>/evidence/<hex>`: one record and the duties it counts for.
pub(crate) fn evidence(ask: &Ask<'_>, id: &str, hex: &str) -> Result<String, Failure> {
    let assessment = load(ask, id)?;
    let links = PageLinks::new(ask.lang(), &assessment.id);
    let view = View::new(&assessment, ask.lang(), &links);
    let digest = format!("sha256:{hex}").parse::<Digest>().map_err(|_| Failure::NotFound)?;
    let item = view.record(&digest).ok_or(Failure::NotFound)?;
    let t = ask.t;
    let record = &item.record;
    let mut lines = vec![
        (t.say("col-record"), item.id.to_string()),
        (t.say("col-file"), item.file.clone()),
        (t.say("title-made-at"), minute(record.made_at)),
        (t.say("detail-controls"), record.controls.join(" ")),
    ];
    let what = match &record.outcome {
        Outcome::Measured(measured) => {
            let method = &measured.method;
            lines.push((t.say("col-result"), with_interval(&measured.result)));
            lines.push(("n".to_owned(), measured.result.n.to_string()));
            lines.push((t.say("col-missing"), measured.missing.to_string()));
            lines.push((t.say("method-target"), method.target.clone()));
            lines.push((
                t.say("method-battery"),
                format!("{} {}", method.battery, method.battery_version),
            ));
            lines.push((t.say("method-scorer"), method.scorer.clone()));
            lines.push((t.say("method-protocol"), method.protocol.to_string()));
            lines.push((t.say("method-run"), method.run.clone()));
            [
                view.quantity(&measured.quantity),
                view.category(&measured.category),
                view.language(&measured.language),
            ]
            .join(&t.say("list-comma"))
        }
        Outcome::Document { title, dated } => {
            if let Some(date) = dated {
                lines.push((t.say("col-dated"), date.to_string()));
            }
            view.text(title).to_owned()
        }
    };
    for file in &record.artefacts {
        lines.push((file.name.clone(), format!("{} · {} B", file.digest, file.bytes)));
    }
    let page = EvidencePage {
        frame: ask
            .frame(Room::Attest, what.clone())
            .under(ask.href("/attest"), t.say("attest-title"))
            .under(
                address::assessment(ask.lang(), &assessment.id),
                format!("{} {}", view.subject_name(), assessment.as_of),
            ),
        banner: if record.is_simulation() { view.simulation_banner() } else { String::new() },
        what,
        kind: view.kind(&record.kind),
        subject: view.subject_name(),
        lines,
        envelope: format!("/api/v1/evidence/{}", address::encode(&item.id.to_string())),
        uses: uses(&view, &digest),
    };
    Ok(page.render()?)
}

/// The duties that count a record: address, title, citation.
fn uses(view: &View<'_>, digest: &Digest) -> Vec<(String, String, String)> {
    view.assessment
        .findings
        .iter()
        .filter(|finding| finding.status != Status::NotApplicable)
        .filter(|finding| finding.evidence.iter().any(|state| state.records.contains(digest)))
        .filter_map(|finding| view.answer(&finding.provision))
        .map(|answer| {
            let framework = view.framework(&answer.framework);
            (
                view.links.provision(&answer.id),
                view.text(&answer.title).to_owned(),
                format!("{framework} {}", answer.cite),
            )
        })
        .collect()
}
