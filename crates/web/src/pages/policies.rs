use askama::Template;
use tenbin_policy::{AnsweringRule, Lag, MeasureFilter, MeasureLine, Plan, Policies, Progress};
use tenbin_report::Texts;
use tenbin_report::charts::{BarChart, BarRow, Segment, SpanChart, SpanRow, figure};
use tenbin_vocab::Date;

use crate::address;
use crate::failure::Failure;
use crate::frame::{Frame, Room};
use crate::pages::{Choice, LINES, Paging, SourceLine, dated, source_lines};
use crate::site::Ask;

#[derive(Template)]
#[template(path = "policies.html")]
struct PlansPage<'a> {
    frame: Frame,
    lag: String,
    chart: String,
    key: Vec<KeyLine>,
    plans: Vec<PlanLine<'a>>,
}

struct PlanLine<'a> {
    href: String,
    title: &'a str,
    instrument: &'a str,
    on: String,
    measures: String,
    reviewed: String,
    about: &'a str,
    mark: &'static str,
}

#[derive(Template)]
#[template(path = "policy.html")]
struct PlanPage<'a> {
    frame: Frame,
    title: &'a str,
    instrument: &'a str,
    on: String,
    owner: &'a str,
    mark: &'static str,
    about: &'a str,
    announced: Option<&'a str>,
    gap: Option<&'a str>,
    reviewed: String,
    replaced: Option<(String, &'a str)>,
    urls: &'a [String],
    json: String,
    chart: String,
    key: Vec<KeyLine>,
    action: String,
    q: String,
    due: String,
    owners: Vec<Choice>,
    statuses: Vec<Choice>,
    pillars_choice: Vec<Choice>,
    count: String,
    pillars: Vec<PillarPart<'a>>,
    paging: Paging,
    sources: Vec<SourceLine<'a>>,
}

struct PillarPart<'a> {
    title: &'a str,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    id: &'a str,
    gist: &'a str,
    owners: String,
    class: &'static str,
    progress: String,
    due: String,
    cite: &'a str,
    mark: &'static str,
    sources: String,
    told: Option<Told<'a>>,
}

/// What a source says of a measure's status.
struct Told<'a> {
    on: String,
    note: &'a str,
    mark: &'static str,
    sources: String,
}

#[derive(Template)]
#[template(path = "policy_lag.html")]
struct LagPage<'a> {
    frame: Frame,
    chart: String,
    lags: Vec<LagPart<'a>>,
    sources: Vec<SourceLine<'a>>,
}

struct LagPart<'a> {
    id: &'a str,
    title: &'a str,
    on: String,
    what: &'a str,
    cite: &'a str,
    mark: &'static str,
    rows: Vec<RuleRow<'a>>,
}

struct RuleRow<'a> {
    what: &'a str,
    href: Option<String>,
    name: &'a str,
    whose: &'a str,
    moment: String,
    on: String,
    days: String,
    mark: &'static str,
}

/// The class of the status words of the style sheet.
fn class(progress: Progress) -> &'static str {
    match progress {
        Progress::Done => "met",
        Progress::UnderWay => "partly",
        Progress::Planned => "later",
        Progress::Overdue => "missing",
        Progress::Dropped => "not-applicable",
        Progress::Unknown => "unknown",
    }
}

fn progress_name(t: Texts, progress: Progress) -> String {
    t.say(&format!("policy-progress-{}", progress.as_str()))
}

/// A status with its sign and how many measures have it.
struct KeyLine {
    class: &'static str,
    name: String,
    count: usize,
}

fn key(t: Texts, plans: &[&Plan]) -> Vec<KeyLine> {
    Progress::ALL
        .into_iter()
        .map(|progress| KeyLine {
            class: class(progress),
            name: progress_name(t, progress),
            count: plans.iter().map(|plan| plan.number(progress)).sum(),
        })
        .filter(|line| line.count > 0)
        .collect()
}

/// A bar a plan, divided by status.
fn chart(t: Texts, plans: &[&Plan], id: &str) -> String {
    let rows = plans
        .iter()
        .map(|plan| BarRow {
            label: plan.short.get(t.lang).to_owned(),
            segments: Progress::ALL
                .into_iter()
                .map(|progress| Segment {
                    name: progress_name(t, progress),
                    class: class(progress),
                    count: plan.number(progress),
                })
                .collect(),
        })
        .collect();
    let chart = BarChart {
        title: t.say("policy-progress-chart"),
        desc: t.say("policy-progress-desc"),
        row_head: t.say("policy-col-plan"),
        rows,
    };
    let caption = t.say("policy-progress-chart");
    figure(&chart.svg(id), &caption, &t.say("as-table"), &chart.table())
}

/// `/ja/policies`
pub(crate) fn list(ask: &Ask<'_>) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let policies = ask.source.policies()?;
    let plans: Vec<&Plan> = policies.plans.iter().rev().collect();
    let lines = plans
        .iter()
        .map(|plan| PlanLine {
            href: address::policy(lang, &plan.id),
            title: plan.title.get(lang),
            instrument: &plan.instrument,
            on: dated(plan.on, plan.precision),
            measures: t.count("policy-found", plan.measures.len()),
            reviewed: t.value("policy-reviewed", plan.reviewed),
            about: plan.about.get(lang),
            mark: plan.confidence.as_str(),
        })
        .collect();
    let page = PlansPage {
        frame: ask.frame(Room::Law, t.say("policies-title")),
        lag: ask.href("/policies/lag"),
        chart: chart(t, &plans, "plans"),
        key: key(t, &plans),
        plans: lines,
    };
    Ok(page.render()?)
}

/// `/ja/policies/<id>`
pub(crate) fn one(ask: &Ask<'_>, id: &str) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let policies = ask.source.policies()?;
    let plan = policies.plan(id).ok_or(Failure::NotFound)?;
    let filter = filter(ask, plan)?;
    let found = policies.measures(&filter, ask.source.today());
    let paging = Paging::new(&ask.query, found.len(), LINES)?;
    let slice = found.iter().skip((paging.number - 1) * LINES).take(LINES);
    let shown: Vec<&MeasureLine<'_>> = slice.collect();
    let pillars = plan
        .pillars
        .iter()
        .map(|pillar| PillarPart {
            title: pillar.title.get(lang),
            rows: shown
                .iter()
                .filter(|line| line.measure.pillar == pillar.id)
                .map(|line| row(t, policies, line))
                .collect(),
        })
        .filter(|part| !part.rows.is_empty())
        .collect();
    let mut ids: Vec<&str> = plan.sources.iter().map(String::as_str).collect();
    for measure in &plan.measures {
        ids.extend(measure.sources.iter().map(String::as_str));
        ids.extend(measure.status.iter().flat_map(|s| &s.sources).map(String::as_str));
    }
    let owner_ids = policies
        .owners
        .iter()
        .filter(|owner| plan.measures.iter().any(|measure| measure.owners.contains(&owner.id)));
    let replaced = plan.replaced_by.as_deref().and_then(|id| policies.plan(id));
    let page = PlanPage {
        frame: ask
            .frame(Room::Law, plan.title.get(lang))
            .under(ask.href("/policies"), t.say("policies-title")),
        title: plan.title.get(lang),
        instrument: &plan.instrument,
        on: dated(plan.on, plan.precision),
        owner: policies.owner(&plan.owner).map_or("", |owner| owner.name.get(lang)),
        mark: plan.confidence.as_str(),
        about: plan.about.get(lang),
        announced: plan.announced.as_ref().map(|text| text.get(lang)),
        gap: plan.gap.as_ref().map(|text| text.get(lang)),
        reviewed: t.value("policy-reviewed", plan.reviewed),
        replaced: replaced.map(|other| (address::policy(lang, &other.id), other.title.get(lang))),
        urls: &plan.urls,
        json: format!("/api/v1/policies/{}", address::encode(id)),
        chart: chart(t, &[plan], "plan"),
        key: key(t, &[plan]),
        action: address::policy(lang, id),
        q: ask.query.text("q"),
        due: ask.query.text("due-before"),
        owners: owner_ids
            .map(|owner| {
                Choice::new(&owner.id, owner.name.get(lang).to_owned(), filter.owner.as_deref())
            })
            .collect(),
        statuses: Progress::ALL
            .into_iter()
            .map(|word| {
                let chosen = filter.progress.map(Progress::as_str);
                Choice::new(word.as_str(), progress_name(t, word), chosen)
            })
            .collect(),
        pillars_choice: plan
            .pillars
            .iter()
            .map(|pillar| {
                let name = pillar.title.get(lang).to_owned();
                Choice::new(&pillar.id, name, filter.pillar.as_deref())
            })
            .collect(),
        count: t.part("policy-of", found.len(), plan.measures.len()),
        pillars,
        paging,
        sources: source_lines(ask.source.library()?, &ids),
    };
    Ok(page.render()?)
}

/// What the address asks for; a word that cannot be chosen is a mistake.
fn filter(ask: &Ask<'_>, plan: &Plan) -> Result<MeasureFilter, Failure> {
    let text = |name: &str| ask.query.get(name).map(str::to_owned);
    let progress = ask.query.get("status").map(|word| word.parse::<Progress>());
    let due = ask.query.get("due-before").map(|text| text.parse::<Date>());
    Ok(MeasureFilter {
        plan: Some(plan.id.clone()),
        owner: text("owner"),
        pillar: text("pillar"),
        progress: progress.transpose().map_err(|_| Failure::Bad)?,
        due_before: due.transpose().map_err(|_| Failure::Bad)?,
        text: text("q"),
    })
}

fn row<'a>(t: Texts, policies: &'a Policies, line: &MeasureLine<'a>) -> Row<'a> {
    let measure = line.measure;
    let owners: Vec<&str> = measure
        .owners
        .iter()
        .map(|id| policies.owner(id).map_or(id.as_str(), |owner| owner.short.get(t.lang)))
        .collect();
    Row {
        id: &measure.id,
        gist: measure.gist.get(t.lang),
        owners: match owners.is_empty() {
            true => t.say("policy-no-owner"),
            false => owners.join(&t.say("list-comma")),
        },
        class: class(line.progress),
        progress: progress_name(t, line.progress),
        due: match measure.due {
            None => String::new(),
            Some(due) if line.due_passed => t.value("policy-due-passed-long", due),
            Some(due) => t.value("policy-due", due),
        },
        cite: &measure.cite,
        mark: measure.confidence.as_str(),
        sources: measure.sources.join(" "),
        told: measure.status.as_ref().map(|status| Told {
            on: dated(status.on, status.precision),
            note: status.note.get(t.lang),
            mark: status.confidence.as_str(),
            sources: status.sources.join(" "),
        }),
    }
}

/// `/ja/policies/lag`
pub(crate) fn lag(ask: &Ask<'_>) -> Result<String, Failure> {
    let (t, lang) = (ask.t, ask.lang());
    let lags = &ask.source.policies()?.lags;
    let rows = lags
        .iter()
        .map(|lag| SpanRow {
            label: lag.title.get(lang).to_owned(),
            from: lag.event.on,
            to: lag.rules.iter().map(|rule| rule.on).collect(),
        })
        .collect();
    let chart = SpanChart {
        title: t.say("policy-lag-chart"),
        desc: t.say("policy-lag-desc"),
        names: [t.say("policy-lag-event"), t.say("policy-lag-rule")],
        rows,
    };
    let mut ids: Vec<&str> = Vec::new();
    for lag in lags {
        ids.extend(lag.event.sources.iter().map(String::as_str));
        ids.extend(lag.rules.iter().flat_map(|rule| &rule.sources).map(String::as_str));
    }
    let page = LagPage {
        frame: ask
            .frame(Room::Law, t.say("policies-lag"))
            .under(ask.href("/policies"), t.say("policies-title")),
        chart: chart.svg("lag"),
        lags: lags.iter().map(|lag| lag_part(t, lag)).collect(),
        sources: source_lines(ask.source.library()?, &ids),
    };
    Ok(page.render()?)
}

fn lag_part(t: Texts, lag: &Lag) -> LagPart<'_> {
    LagPart {
        id: &lag.id,
        title: lag.title.get(t.lang),
        on: dated(lag.event.on, lag.event.precision),
        what: lag.event.what.get(t.lang),
        cite: &lag.event.cite,
        mark: lag.event.confidence.as_str(),
        rows: lag.rules.iter().map(|rule| rule_row(t, rule)).collect(),
    }
}

fn in_words(rule: &AnsweringRule) -> &'static str {
    match (rule.days < 0, rule.approximate) {
        (true, false) => "policy-lag-before",
        (true, true) => "policy-lag-before-about",
        (false, false) => "policy-lag-after",
        (false, true) => "policy-lag-after-about",
    }
}

fn rule_row(t: Texts, rule: &AnsweringRule) -> RuleRow<'_> {
    let days = usize::try_from(rule.days.unsigned_abs()).unwrap_or(usize::MAX);
    let href = match (&rule.provision, &rule.framework) {
        (Some(id), _) => Some(address::provision(t.lang, id)),
        (None, Some(id)) => Some(address::framework(t.lang, id)),
        (None, None) => None,
    };
    RuleRow {
        what: rule.what.get(t.lang),
        href,
        name: &rule.cite,
        whose: &rule.jurisdiction,
        moment: t.say(&format!("policy-moment-{}", rule.moment.as_str())),
        on: dated(rule.on, rule.precision),
        days: t.count(in_words(rule), days),
        mark: rule.confidence.as_str(),
    }
}
