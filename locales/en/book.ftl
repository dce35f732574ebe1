### Evidence that serves several regimes; the book of laws.

reuse-piece = evidence to make
reuse-cost = cost
reuse-basis = figure
reuse-basis-user = yours
reuse-basis-published = published
reuse-basis-assumed = assumed
reuse-serves = duties it speaks to
reuse-regimes = regimes
reuse-served = served so far
reuse-duties = { $n ->
    [one] 1 duty that asks for evidence
   *[other] { $n } duties that ask for evidence
 } in { $of ->
    [one] 1 regime
   *[other] { $of } regimes
 }.
reuse-there = { $n ->
    [one] 1 of them is served
   *[other] { $n } of them are served
 } by the documents listed.
reuse-unserved = No evidence is named for { $n }: { $value }
reuse-by-duty = Each duty by itself: { $value }
reuse-by-regime = Shared within each regime: { $value }
reuse-shared = Shared across regimes, the plan above: { $value }
reuse-proven = No cheaper plan exists (proven).
reuse-gap = A cheaper plan may exist: at most { $value } above the proven bound.
unit-hours = hours
