## crosswalk: crosswalk, divergence

grade-equal-to = equal to
grade-subset-of = subset of
grade-superset-of = superset of
grade-intersects-with = intersects with
grade-no-relationship = no relationship
basis-authored = authored
basis-shared-controls = through shared controls

crosswalk-a = seen from
crosswalk-b = compared with
crosswalk-grade = relation
crosswalk-basis = basis
crosswalk-controls = controls
crosswalk-strength = strength
crosswalk-duties = duties
crosswalk-covered = { $n } of { $of } duties have a counterpart
crosswalk-in-full = { $n } asked there in full
crosswalk-in-part = { $n } asked there in part
crosswalk-through-controls = { $n } related only through shared controls
crosswalk-without = { $n } without counterpart
crosswalk-matrix-cli = Percent of the row's duties that have a counterpart in the framework whose number heads the column.

divergence-frameworks = frameworks
divergence-differs = What differs
divergence-matters = Why it matters
divergence-figures = Figures in the law packages, read from the conditions
divergence-figure = figure
divergence-positions = Positions
divergence-text = Text
divergence-reports = Reporting clocks in the law packages
divergence-report = Report
divergence-trigger = What starts it
divergence-recipient = Who gets it
divergences-about = Where the same words stand for different things, or the same thing has different figures. Every position is in our own words, with its place in the text and its mark.

crosswalk-about = How what one framework asks relates to what another asks. Relations are graded by people where they compared the texts, and computed from shared controls elsewhere.
crosswalk-rows = Duties of
crosswalk-columns = Looked for in
crosswalk-all-places = All jurisdictions
crosswalk-overview = All jurisdictions
crosswalk-by-place = Jurisdiction by jurisdiction
crosswalk-by-framework = Framework by framework
crosswalk-matrix-about = Each cell: the share of the row's duties that have a counterpart of any kind in the column, and their number. A counterpart is not equivalence: most share only a control. Choose a cell to see the relations.
crosswalk-duties-of = Duties of …
crosswalk-duties-count = { $n ->
    [one] 1 duty
   *[other] { $n } duties
}
crosswalk-silent = { $n ->
    [one] 1 framework without provisions is left out.
   *[other] { $n } frameworks without provisions are left out.
}
crosswalk-grades = What the words mean
crosswalk-why = Why
grade-equal-to-means = Each asks what the other asks.
grade-subset-of-means = Everything the first asks, the second asks too; the second asks more.
grade-superset-of-means = The first asks everything the second asks, and more.
grade-intersects-with-means = They ask something in common, and each asks something of its own.
grade-no-relationship-means = Compared, and nothing in common was found.
basis-authored-means = Somebody compared the two provisions as collected and wrote down why. No lawyer has signed it.
basis-shared-controls-means = Computed: both provisions map to the same control. Never more than an overlap; its strength is the share of controls the two have in common.
comparison-about = Seen from the first to the second. What is asked is compared, not whom it binds, from when, or with what force.
comparison-turn = See it from the other side
comparison-relations = Relations
comparison-every = all
comparison-control = control
comparison-found = { $n } of { $of } relations
comparison-strength = strength { $value } of 10
