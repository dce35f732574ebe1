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
