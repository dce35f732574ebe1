### Words of the closed lists and small signs, used in every room.

brand = Tenbin
language-own = English
list-comma = ,{" "}
list-or = {" "}or{" "}
colon = :{" "}
sentence-space = {" "}
days = { $n ->
    [0] today
    [one] 1 day
   *[other] { $n } days
}

status-met = met
status-partly = partly
status-missing = missing
status-later = later
status-unknown = unknown
status-other-party = other party
status-not-applicable = not applicable

tally-met = met
tally-partly = partly met
tally-missing = missing
tally-later = not yet in force
tally-unknown = unknown, facts needed
tally-other-party = fall on another party
tally-not-applicable = do not apply

verdict-yes = yes
verdict-no = no
verdict-unknown = unknown

duty-now = runs
duty-later = runs later
duty-ended = has ended
duty-never = never runs
duty-unknown = not settled

force-must = Must:
force-must-not = Must not:
force-should = Should:
force-may = May:
force-classification = Classification:

mark-v = verified: read in the primary text
mark-v2 = read in a secondary source that cites the primary text
mark-m = from memory of the named official text; check it before relying on it
mark-u = uncertain; check it before relying on it

deadline-starts = starts to apply
deadline-may-start = may start to apply
deadline-due = due
deadline-ends = ends

acceptance-met = met
acceptance-not-met = not met
acceptance-undetermined = undetermined

conclusion-clean = clean
conclusion-adverse = adverse
conclusion-undetermined = undetermined

subject-model = model
subject-system = system

value-given = given in the facts
value-computed = computed from its definition

language-ja = Japanese
language-en = English
language-zh = Chinese
language-fr = French
language-ko = Korean
language-all = all languages

role-provider = provider
role-deployer = deployer
role-importer = importer
role-distributor = distributor
role-gpai-provider = provider of a general-purpose model
role-signatory = signatory
role-advanced-ai-developer = developer of advanced AI
role-product-manufacturer = product manufacturer
role-authorised-representative = authorised representative
role-member-state = Member State
role-third-party = third party

fact-unknown = unknown
fact-not-applicable = does not arise
fact-contested = contested

simulation-word = Simulation
simulation-banner = The measured results come from a reference profile with declared rates, not from a model. They show how the instrument works and say nothing about the subject.

col-status = Status
col-duty = Duty and citation
col-why = Why
col-dates = Dates
col-mark = Mark
col-category = Category
col-language = Language
col-estimate = Estimate
col-interval = Interval
col-missing = Missing
col-criterion = Criterion
col-quantity = Quantity
col-result = Result
col-verdict = Verdict
col-document = Document
col-kind = Kind of evidence
col-dated = Dated
col-file = File
col-record = Record
col-package = Package
col-version = Version
col-digest = Digest
col-fact = Fact
col-value = Value
col-source = Source
