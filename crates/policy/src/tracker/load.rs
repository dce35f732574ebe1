use serde_spanned::Spanned;
use tenbin_law::{Library, MAX_ENTRIES, SourceFile};
use tenbin_vocab::{Date, Diagnostic, Diagnostics};

use super::file::{MeasureEntry, OwnersFile, PillarEntry, PlanFile, StatusEntry};
use super::{Measure, MeasureStatus, Owner, Pillar, Plan, Policies, Progress};
use crate::lag::read_lags;
use crate::reading::{
    Ids, Mistakes, below, check_cite, check_name, check_optional, check_sources, check_text, read,
};

const DOOR: &str = "docs/doors/policy.md";
const OWNERS: &str = "policies/owners.toml";
const LAGS: &str = "policies/lags.toml";

/// Reads and checks the files below `policies/`; other files are left alone.
/// Sources and the dates of rules are taken from `library`.
///
/// # Errors
/// With every mistake found: file, line, what is wrong, and the remedy.
pub fn load_policies(files: &[SourceFile<'_>], library: &Library) -> Result<Policies, Diagnostics> {
    let mut mistakes = Mistakes::default();
    let files = below(files, "policies/", &mut mistakes);
    let mut owners = Vec::new();
    for file in files.iter().filter(|file| file.path == OWNERS) {
        if let Some(raw) = read::<OwnersFile>(*file, DOOR, &mut mistakes) {
            owners = read_owners(*file, raw, &mut mistakes);
        }
    }
    let mut reader = Reader {
        owners: &owners,
        library,
        plans: Ids::default(),
        measures: Ids::default(),
        mistakes: &mut mistakes,
    };
    let mut plans = Vec::new();
    let mut replacements = Vec::new();
    let mut lags = Vec::new();
    for file in &files {
        if file.path == OWNERS {
            continue;
        }
        if file.path == LAGS {
            lags = read_lags(*file, DOOR, library, reader.mistakes);
            continue;
        }
        if !file.path.ends_with(".toml") || file.path.matches('/').count() != 1 {
            let mistake = Diagnostic::new(file.path, "the format knows no such file");
            reader.mistakes.push(mistake.hint(format!("{DOOR} lists the files of the folder")));
            continue;
        }
        if let Some(raw) = read::<PlanFile>(*file, DOOR, reader.mistakes) {
            replacements.extend(raw.plan.replaced_by.clone().map(|id| (*file, id)));
            plans.push(reader.plan(*file, raw));
        }
    }
    for (file, id) in replacements {
        let known = || plans.iter().map(|plan: &Plan| plan.id.as_str());
        if !known().any(|known| known == id.get_ref()) {
            mistakes.unknown(file, &id, "plan", known(), "name the id of another plan");
        }
    }
    plans.sort_by(|a, b| (a.on, &a.id).cmp(&(b.on, &b.id)));
    mistakes.into_result(Policies { owners, plans, lags })
}

fn read_owners(file: SourceFile<'_>, raw: OwnersFile, mistakes: &mut Mistakes) -> Vec<Owner> {
    let mut ids = Ids::default();
    let mut owners = Vec::new();
    for entry in raw.owner {
        ids.add(file, &entry.id, mistakes);
        let name = check_text(file, &entry.name, mistakes);
        let short = check_optional(file, entry.short.as_ref(), mistakes);
        owners.push(Owner {
            id: entry.id.into_inner(),
            short: short.unwrap_or_else(|| name.clone()),
            name,
            jurisdiction: entry.jurisdiction,
        });
    }
    owners.sort_by(|a: &Owner, b: &Owner| a.id.cmp(&b.id));
    owners
}

struct Reader<'a, 'm> {
    owners: &'a [Owner],
    library: &'a Library,
    plans: Ids,
    measures: Ids,
    mistakes: &'m mut Mistakes,
}

impl Reader<'_, '_> {
    fn plan(&mut self, file: SourceFile<'_>, raw: PlanFile) -> Plan {
        let head = raw.plan;
        let on = head.on.get_ref().0;
        self.plans.add(file, &head.id, self.mistakes);
        check_name(file, &head.id, self.mistakes);
        self.check_owner(file, &head.owner);
        if head.reviewed.get_ref().0 < on {
            let message = format!("the statuses were looked at before the plan of {on}");
            let offset = head.reviewed.span().start;
            self.mistakes.at(file, offset, message, "correct one of the dates");
        }
        if raw.measure.is_empty() && head.gap.is_none() {
            let hint = "add a [[measure]], or say in gap what could not be found";
            self.mistakes.at(file, head.id.span().start, "the plan has no measure", hint);
        }
        let pillars = self.pillars(file, &raw.pillar);
        let reviewed = head.reviewed.get_ref().0;
        let mut measures = Vec::new();
        for measure in raw.measure {
            if measures.len() >= MAX_ENTRIES {
                let message = format!("more measures than the limit of {MAX_ENTRIES}");
                self.mistakes.at(file, measure.id.span().start, message, "split the plan");
                break;
            }
            measures.push(self.measure(file, measure, &pillars, (on, reviewed)));
        }
        Plan {
            title: check_text(file, &head.title, self.mistakes),
            short: check_text(file, &head.short, self.mistakes),
            jurisdiction: head.jurisdiction,
            owner: head.owner.into_inner(),
            on,
            precision: head.precision,
            instrument: head.instrument,
            about: check_text(file, &head.about, self.mistakes),
            announced: check_optional(file, head.announced.as_ref(), self.mistakes),
            gap: check_optional(file, head.gap.as_ref(), self.mistakes),
            reviewed,
            replaced_by: head.replaced_by.map(Spanned::into_inner),
            urls: head.urls,
            confidence: head.confidence,
            sources: check_sources(file, &head.sources, self.library, self.mistakes),
            pillars,
            measures,
            id: head.id.into_inner(),
        }
    }

    fn pillars(&mut self, file: SourceFile<'_>, raw: &[PillarEntry]) -> Vec<Pillar> {
        let mut ids = Ids::default();
        let mut pillars = Vec::new();
        for entry in raw {
            ids.add(file, &entry.id, self.mistakes);
            let title = check_text(file, &entry.title, self.mistakes);
            pillars.push(Pillar { id: entry.id.get_ref().clone(), title });
        }
        pillars
    }

    /// `dates` are the day of the plan and the day its statuses were looked at.
    fn measure(
        &mut self,
        file: SourceFile<'_>,
        raw: MeasureEntry,
        pillars: &[Pillar],
        dates: (Date, Date),
    ) -> Measure {
        self.measures.add(file, &raw.id, self.mistakes);
        let known = || pillars.iter().map(|pillar| pillar.id.as_str());
        if !known().any(|id| id == raw.pillar.get_ref()) {
            let hint = "add a [[pillar]] with this id";
            self.mistakes.unknown(file, &raw.pillar, "pillar", known(), hint);
        }
        for owner in &raw.owners {
            self.check_owner(file, owner);
        }
        if let Some(due) = &raw.due
            && due.get_ref().0 < dates.0
        {
            let message = format!("the measure was due before the plan of {}", dates.0);
            self.mistakes.at(file, due.span().start, message, "correct one of the dates");
        }
        Measure {
            pillar: raw.pillar.into_inner(),
            gist: check_text(file, &raw.gist, self.mistakes),
            owners: raw.owners.into_iter().map(Spanned::into_inner).collect(),
            due: raw.due.map(|due| due.get_ref().0),
            cite: check_cite(file, &raw.cite, self.mistakes),
            confidence: raw.confidence,
            sources: check_sources(file, &raw.sources, self.library, self.mistakes),
            status: raw.status.map(|status| self.status(file, &status, dates.1)),
            id: raw.id.into_inner(),
        }
    }

    fn status(&mut self, file: SourceFile<'_>, raw: &StatusEntry, reviewed: Date) -> MeasureStatus {
        let on = raw.on.get_ref().0;
        if on > reviewed {
            let message = format!("the status is younger than the review of {reviewed}");
            self.mistakes.at(file, raw.on.span().start, message, "set reviewed to a later day");
        }
        if *raw.progress.get_ref() == Progress::Unknown {
            let hint = "leave the status out: without one the measure is unknown";
            let offset = raw.progress.span().start;
            self.mistakes.at(file, offset, "a status that says nothing", hint);
        }
        MeasureStatus {
            progress: *raw.progress.get_ref(),
            on,
            precision: raw.precision,
            note: check_text(file, &raw.note, self.mistakes),
            confidence: raw.confidence,
            sources: check_sources(file, &raw.sources, self.library, self.mistakes),
        }
    }

    fn check_owner(&mut self, file: SourceFile<'_>, owner: &Spanned<String>) {
        let known = || self.owners.iter().map(|owner| owner.id.as_str());
        if !known().any(|id| id == owner.get_ref()) {
            let hint = format!("list it in {OWNERS}");
            self.mistakes.unknown(file, owner, "owner", known(), &hint);
        }
    }
}
