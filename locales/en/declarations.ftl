## declarations: declarations, policies

declarations-title = Declarations
declarations-about = Who stands in which declaration, network, report or commitment. What an official list says and what is only inferred are counted apart.
declarations-matrix = Countries by declarations
declarations-all = All declarations and commitments
declarations-key = How to read a cell
declarations-found = { $n ->
    [one] 1 country or union
   *[other] { $n } countries and unions
}
declarations-nothing-recorded = nothing recorded
declarations-region = Region
declarations-kind = Kind

declaration-col-date = date
declaration-col-kind = kind
declaration-col-declaration = declaration
declaration-col-country = country
declaration-col-party = party
declaration-col-organisation = organisation
declaration-col-standing = standing
declaration-col-basis = basis
declaration-col-since = since
declaration-col-sources = sources
declaration-col-note = note
declaration-col-official = official list
declaration-col-inferred = inferred
declaration-col-announced = announced number

declaration-kind-frontier = frontier AI
declaration-kind-broad = AI at large
declaration-kind-network = network
declaration-kind-reporting = reporting
declaration-kind-commitment = company commitment
declaration-kind-code = code of practice

declaration-adherence-agreed = agreed to the text
declaration-adherence-signed = signed
declaration-adherence-member = member
declaration-adherence-reported = has reported

declaration-stance-in = in the list
declaration-stance-declined = took part and did not agree
declaration-stance-absent = not in the list
declaration-stance-attended = attended, not in the list
declaration-stance-former = on an earlier list only
declaration-stance-none = nothing recorded

declaration-cell-official = listed
declaration-cell-inferred = inferred
declaration-cell-declined = declined
declaration-cell-absent = not joined
declaration-cell-attended = attended
declaration-cell-former = earlier

declaration-basis-official-list = official list
declaration-basis-inferred = inferred

declaration-in-official-list = Named in an official list: { $n }
declaration-in-inferred = Inferred only: { $n }
declaration-official-h = Named in an official list
declaration-inferred-h = Inferred, not found in an official list
declaration-counts-h = Numbers announced
declaration-announced = { $n ->
    [one] 1 party announced ({ $value })
   *[other] { $n } parties announced ({ $value })
}
declaration-gap = Not found: { $value }
declaration-open = open for further parties
declaration-package = Law package
declaration-official-text = Official text
declaration-seated = Organisations with their seat here
declaration-seated-about = Shown beside the state, which is not bound by what they sign. Seats are from memory.
declaration-country-about = What is recorded of this country, oldest first.
declaration-sources-h = Sources
declaration-checked = { $n } declarations with { $of } entries checked.
declaration-table = Data
declaration-about-h = What it is

policies-title = Policy tracker
policies-about = Measures of action plans with owner, due date and status. Where no source says how far a measure has come, it says so: unknown.
policies-plans = Plans
policies-lag = From event to rule
policies-lag-about = How long rules took to answer an event: from its date to the date of the rule, both as recorded.
policies-lag-open = See how long rules took
policy-progress-chart = Measures by status
policy-progress-desc = A bar for each plan, divided by status: done, under way, planned, overdue, dropped, unknown. The table gives the same figures.
policy-progress-done = done
policy-progress-under-way = under way
policy-progress-planned = planned
policy-progress-overdue = overdue
policy-progress-dropped = dropped
policy-progress-unknown = unknown
policy-col-plan = plan
policy-col-measures = measures
policy-col-measure = measure
policy-col-progress = status
policy-col-due = due
policy-col-owners = owner
policy-col-days = days
policy-col-moment = moment
policy-col-whose = whose
policy-col-rule = rule
policy-due-passed = { $value } (passed)
policy-due = due { $value }
policy-due-passed-long = due { $value }, passed; no source says it was done
policy-no-owner = no owner named
policy-reviewed = Statuses last looked at on { $value }.
policy-found = { $n ->
    [one] 1 measure
   *[other] { $n } measures
}
policy-of = { $n } of { $of } measures
policy-measures-h = Measures
policy-filter-owner = Owner
policy-filter-pillar = Part of the plan
policy-filter-status = Status
policy-filter-due = Due before
policy-checked = { $n } plans with { $of } measures checked.
policy-lags-checked = { $n ->
    [one] 1 event with its rules checked.
   *[other] { $n } events with their rules checked.
}
policy-moment-proposed = proposed
policy-moment-adopted = adopted
policy-moment-published = published
policy-moment-in-force = in force
policy-moment-applies = applies
policy-lag-chart = Events and the rules that answer them
policy-lag-desc = A row for each event on an axis of years: a circle at the event, a diamond at each rule. The table gives the days.
policy-lag-event = event
policy-lag-rule = rule
policy-lag-before = { $n ->
    [one] 1 day before the event
   *[other] { $n } days before the event
}
policy-lag-after = { $n ->
    [0] the same day
    [one] 1 day later
   *[other] { $n } days later
}
policy-lag-before-about = about { $n } days before the event
policy-lag-after-about = about { $n } days later
policy-replaced = Replaced by
