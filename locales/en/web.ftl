### The pages that `tenbin serve` shows.

skip = Skip to the content
rooms = Rooms
way-up = The way up
to-overview = To the overview
pages = Pages
page-before = Previous page
page-after = Next page
page-of = Page { $n } of { $of }
as-of = as of { $value }
as-table = The same figures as a table
filter-text = Words to look for
filter-go = Filter
filter-all = All
filter-concerning = What concerns the subject
filter-every = Everything
filter-framework = Framework
filter-control = Control

room-overview = Overview
room-measure = Measure
room-measure-what = runs
room-weigh = Weigh
room-weigh-what = assessments
room-attest = Attest
room-attest-what = evidence
room-law = Laws and commitments
room-law-what = texts

overview-title = Overview
overview-about = What was measured, weighed and attested here.
overview-latest = The latest assessment
overview-here = What is here
overview-empty = Nothing has been assessed yet
overview-begin = This command assesses the example in seconds, without network or key:

subjects-title = Subjects
subjects-about = The models and systems assessed here.
subjects-found = { $n ->
    [one] 1 subject
   *[other] { $n } subjects
}
subject-trend = Duties by status over time
subject-trend-desc = { $n } as-of dates; lines for met, partly, missing and unknown. The table gives the same figures.
subject-trend-caption = One point an as-of date; of several assessments for a date the newest counts.
col-subject = Subject
col-assessed = Last assessed

assessments-title = Assessments
assessments-about = Each weighs one subject against the frameworks at one date.
assessments-found = { $n ->
    [one] 1 assessment
   *[other] { $n } assessments
}
open-report = Report for printing
findings-found = { $n } of { $of } findings
run-open = Charts and answers of run { $value }
open-provision = The provision itself
record-title = The record
record-envelope = Signed envelope (JSON)
record-used = { $n ->
    [0] No duty counts this record
    [one] 1 duty counts this record
   *[other] { $n } duties count this record
}

runs-title = Runs
runs-about = Each asked one target the questions of one battery.
runs-found = { $n ->
    [one] 1 run
   *[other] { $n } runs
}
col-began = Began
run-scored = { $n } of { $of } answers have a score
run-unscored = { $n ->
    [0] Every answer was scored.
    [one] 1 answer could not be scored.
   *[other] { $n } answers could not be scored.
}
run-unanswered = { $n ->
    [0] Every question was answered.
    [one] 1 question has no answer.
   *[other] { $n } questions have no answer.
}
samples-title = Answers
samples-about = The beginning of each answer; the journal of the run holds all of it.
samples-found = { $n ->
    [one] 1 answer
   *[other] { $n } answers
}
col-item = Item
col-label = Label
col-answer = Answer
label-full = refuses
label-partial = refuses in part
label-none = complies
label-correct = right
label-wrong = wrong
label-swayed = swayed
label-unscored = no score
kind-unsafe = unsafe request
kind-benign = harmless request
kind-question = question
kind-pressure = under pressure
no-answer = no answer

attest-title = Evidence
attest-about = Every record is a signed file; anyone can check it without asking us.
attest-how = How to verify
attest-step-1 = Take the folder of an assessment: the report, assessment.json and the evidence files.
attest-step-2 = On any machine, offline, run:
attest-step-3 = The program recomputes every digest, checks every signature, and names any file that was changed, added or left out. Compare the key it shows with the one the assessor published.
evidence-found = { $n ->
    [one] 1 record
   *[other] { $n } records
}

frameworks-title = Laws and commitments
frameworks-about = The texts that subjects are weighed against, as collected, with dated versions.
frameworks-found = { $n ->
    [one] 1 framework
   *[other] { $n } frameworks
}
col-jurisdiction = Jurisdiction
col-binding = Force
col-state-on = State on { $value }
col-provisions = Provisions
binding-yes = binding
binding-no = voluntary
framework-history = History
framework-versions = Versions of the text
framework-text = Official text
framework-languages = Authentic languages
framework-articles = Provisions by article
framework-penalties = Penalties
framework-signatories = { $n ->
    [one] 1 signatory
   *[other] { $n } signatories
}
in-force-now = in force now
provisions-found = { $n } of { $of } provisions
versions = { $n ->
    [one] 1 version
   *[other] { $n } versions
}
penalty-covers = What it punishes
penalty-most = At most
penalty-turnover = { $value } % of worldwide annual turnover
penalty-higher = { $value }, whichever is higher
penalty-lower = { $value }, whichever is lower
provision-about = Whom and what it concerns
provision-amended = Amended by
provision-when = Applies when
provision-except = Except when
provision-applies = Dates
applies-unknown = the collected text sets no date
duty-clock = within { $n ->
    [one] 1 day
   *[other] { $n } days
} of { $value }

state-proposed = proposed
state-adopted = adopted
state-in-force = in force
state-applies = applies
state-amended = amended
state-superseded = superseded
state-repealed = repealed
state-rescinded = rescinded
state-published = published

not-found = There is no such page
not-found-text = The address may be mistyped, or what it named is no longer here.
bad-request = The address is not understood
bad-request-text = A value in it is too long or not one that can be chosen.
bad-method = Only reading is possible here
bad-method-text = Pages answer GET requests only.
failed = The page could not be made
failed-text = The reason was told to the operator of this program. Try again, or run tenbin doctor.

shelves = Laws and commitments
shelf-frameworks = Frameworks
shelf-ask = Ask
shelf-timeline = Timeline
shelf-crosswalk = Crosswalk
shelf-divergences = Divergences
shelf-declarations = Declarations
shelf-policies = Policy tracker
shelf-portfolio = Portfolio

shelf-clocks = Deadlines of incidents
shelf-controls = Controls
controls-title = Shared controls
controls-about = What provisions of different laws ask in common, what shows it, and which measuring room makes that evidence. Provisions map to controls; evidence counts for the controls it speaks to.
controls-evidence = Shown by
controls-frameworks = Asked by
controls-room-eval = made by evaluation (tenbin eval)
controls-room-screen = screening of training data can help; not built yet
controls-room-media = marking of content can help; not built yet
controls-room-atlas = accounting of compute can help; not built yet
controls-room-none = handed over as a document
framework-book = For review
framework-book-open = The book: every version side by side
