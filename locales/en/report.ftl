### The assessment: the one-file report and the pages that show parts of it.

report-title = Assessment
title-provider = Provider
title-kind = Kind
title-as-of = As of
title-made-at = Made at
title-tool = Tool
title-id = Assessment id
toc = Contents
section-follows = What follows

follows-prohibited = { $n ->
    [one] 1 prohibited practice is present.
   *[other] { $n } prohibited practices are present.
}
follows-missing = { $n ->
    [one] 1 duty that runs today is missing evidence.
   *[other] { $n } duties that run today are missing evidence.
}
follows-partly = { $n ->
    [one] 1 duty is met only in part.
   *[other] { $n } duties are met only in part.
}
follows-criteria = { $n ->
    [one] 1 result misses the operator’s own criterion.
   *[other] { $n } results miss the operator’s own criteria.
}
follows-unknown = { $n ->
    [one] 1 duty cannot be settled until more facts are known.
   *[other] { $n } duties cannot be settled until more facts are known.
}
follows-criteria-open = { $n ->
    [one] 1 result is too uncertain to hold against its criterion.
   *[other] { $n } results are too uncertain to hold against their criteria.
}
follows-nothing-binds = No duty runs today.
follows-clean = { $n ->
    [one] The 1 duty that runs today is met.
   *[other] All { $n } duties that run today are met.
}
follows-later = { $n ->
    [one] 1 more starts later.
   *[other] { $n } more start later.
}
tally-title = Duties by status

ask-none = No open question
ask-next = The next best question
ask-settles = { $n ->
    [one] One answer could settle 1 of { $of } open duties
   *[other] One answer could settle { $n } of { $of } open duties
}
ask-settles-short = { $n ->
    [0] settles nothing alone
    [one] could settle 1
   *[other] could settle { $n }
}
ask-how = Write the answer under [facts] in the subject file:
ask-more = { $n ->
    [one] 1 more question
   *[other] { $n } more questions
}
ask-a-date = a date such as 2026-04-01
ask-a-number = a number

heat-title = Frameworks and controls
heat-caption = Each cell shows the status that needs most attention, and the number of duties when there are several. Open a cell to see the duties, their trace and citation.
heat-corner-controls = Control
heat-corner-frameworks = Framework
heat-behind = { $n ->
    [one] The duties behind 1 cell
   *[other] The duties behind { $n } cells that hold several
}

deadlines-title = Dates ahead
deadlines-none = No date lies ahead.
deadlines-hidden = { $n ->
    [one] 1 later date is not shown.
   *[other] { $n } later dates are not shown.
}

measures-title = Measured results
measure-chart-title = { $value } by category
measure-chart-desc = { $of } rows, { $n ->
    [one] one series
   *[other] { $n } series by language
}; each dot is an estimate, each line its interval. The table gives the same figures.
measure-caption = Dots are estimates, lines are intervals.
category-all = All categories
method-open = How this was measured
method-target = Target
method-battery = Battery
method-scorer = Scorer
method-judge = Judge
method-interval = Interval
method-protocol = Protocol digest
method-run = Run
acceptance-title = The operator’s own criteria
acceptance-about = The law sets no such number; the operator declared these. The whole interval is compared, never the estimate alone.
criterion-at-least = at least { $value }
criterion-at-most = at most { $value }

findings-title = Findings
findings-about = Every duty of the frameworks weighed, with the reason. Open a line for the trace, the citation, the sources and the evidence.
findings-caption = Findings: { $value }
findings-other = { $n ->
    [one] 1 duty falls on another party
   *[other] { $n } duties fall on another party
}
findings-not-applicable = { $n ->
    [one] 1 provision does not apply
   *[other] { $n } provisions do not apply
}
date-from = from { $value }
date-from-one-of = from { $value }
date-due = due { $value }
date-until = until { $value }
detail-open = Trace, citation, evidence
detail-cite = Citation
detail-binds = Falls on
detail-runs = Duty
detail-mark = Confidence
detail-sources = Sources
detail-controls = Controls
detail-penalty = Penalty rule
detail-note = Note
detail-value = Value
detail-trace = Verdict: { $value }
detail-evidence = Evidence asked for
evidence-none = none
addressee-yes = ; the subject’s organisation is among them
addressee-no = ; the subject’s organisation is not among them
addressee-unknown = ; whether the subject’s organisation is among them is not known

facts-title = Facts and classifications
facts-none = No fact was given.
facts-open = { $n ->
    [one] 1 fact
   *[other] { $n } facts
}
classifications-title = What the subject is
documents-title = Documents
documents-about = Handed over by the operator. Their content is not judged: only that they exist and have not changed.
documents-none = No document was handed over.

proof-title = Proof
weakest-is = The weakest statement of law behind the verdicts is marked
weakest-named = { $n ->
    [one] The 1 provision marked M or U
   *[other] The { $n } provisions marked M or U
}
packages-title = Law packages
packages-about = The text version in force on the as-of date, and the digest of the package’s files.
evidence-title = Evidence records
evidence-empty = There is no evidence record.
evidence-open = { $n ->
    [one] 1 record, a signed file
   *[other] { $n } records, each a signed file
}
verify-title = Verify it yourself
verify-how = The folder of this report holds every record as a signed file. This checks them offline:
verify-folder = FOLDER
verify-what = It recomputes every digest and checks every signature; a changed byte is named with its file.

report-print = Printing prints the language shown and the details you opened.
report-limits = This report states what the collected law and the evidence at hand show. It is not legal advice.

trace-all = all of
trace-any = any of
trace-not = not
trace-except = exception
trace-unless-shown = unless it is shown that
trace-every-answer = settled by trying every possible answer
definitions-title = Definitions used
definitions-about = What the conditions above rest on, each once. They come out the same wherever they are used.
facts-given = Facts given
marks-title = What the confidence marks mean
evidence-more = and { $n } more
package-vocabulary = Shared facts and sources
package-controls = Shared controls and kinds of evidence
evidence-about = The name of a file is the digest of the record in it.
findings-silent = { $n ->
    [one] 1 further framework places no duty on this subject
   *[other] { $n } further frameworks place no duty on this subject
 }
heat-parts = Parts of the map
