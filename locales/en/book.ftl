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

book-title = Book of rules for review
book-instrument = Instrument
book-languages = Authoritative languages
book-official = Official text
book-digest = Digest of the package
book-how = How to review
book-how-text = Each section holds one dated version of a rule as this program applies it: the gist in Japanese and English, the condition, the dates, and what it rests on. Compare it with the official text and sign the digest beside it. The digest changes with any word, date, figure, source or mark, so a review never covers a text the reviewer has not seen.
book-agreed = reviewed, agreed
book-rejected = reviewed, rejected
book-outdated = reviewed, text changed since
book-unreviewed = unreviewed
book-history = Status
book-definition = definition
book-schedule = start dates
book-penalty = fine rule
book-word = Word in conditions
book-unless = Unless shown that
book-by-schedule = by the start dates called { $value }
book-no-start = no start date known
book-until = Applies until
book-by = Deadline
book-never = never starts
book-legacy = What was there before: { $value }
book-presumed = [unknown is read as { $value }]
book-fixed = Fixed amount
book-turnover = Share of worldwide turnover
book-rule = Which counts
book-rule-sme = For small and medium-sized enterprises
book-rule-smc = For small mid-caps
book-signature = Name and signature
book-date = Date
book-cases = Worked cases
book-cases-about = What the rules above come to on given facts. The program is tested against every one of them.
book-limits = Gists and conditions are the project's own wording, not the official text. This book is no legal advice.
review-agreed = agreed
review-agreed-with-remark = agreed, with a remark
review-rejected = rejected
review-signed = Signed: { $value }
book-written = Book: { $value }
book-tally = { $n } of { $of } versions are reviewed and agreed.
book-clock = reporting clock
book-of = For the duty
book-anchor = Starts with
book-within = Period
book-recipient = Goes to
book-per = Counted
book-part = Further amount
book-threshold = Threshold
