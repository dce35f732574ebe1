## timeline: timeline, deadlines, diff

line-status = status
line-text-begins = text in force
line-text-ends = text ends
line-event = event
line-signature = signature
line-provision-begins = provision comes in
line-provision-ends = provision falls out
line-definition-begins = definition comes in
line-definition-ends = definition falls out
line-schedule-begins = start dates are set
line-schedule-ends = start dates fall out
line-term-begins = term comes in
line-term-ends = term falls out
line-penalty-begins = penalty begins
line-penalty-ends = penalty ends
line-condition-turns = a condition names this date
line-duty-starts = duty starts
line-duty-may-start = duty may start
line-legacy-starts = duty starts for what was there before
line-duty-moves = start is moved
line-duty-changes = meaning changes
line-duty-ends = duty ends
line-classification-changes = classification changes
line-due = due

text-provision = provision
text-definition = definition
text-schedule = start dates
text-penalty = penalty
change-added = added
change-changed = changed
change-ended = ended
field-duty = Duty
field-condition = Condition
field-exception = Exception
field-start = Start
field-legacy = Start for what was there before
field-end = End
field-clock = Clock
field-evidence = Evidence
field-penalty = Penalty
field-citation = Citation

timeline-empty = Nothing is dated here.
timeline-many = { $value } ({ $n })
timeline-overtaken = replaced before it came
deadlines-written = Calendar file: { $value }
diff-none = Nothing differs in the collected text.
diff-subject = For { $value }:
diff-before = before
diff-after = after
diff-no-text = not in force
diff-unchanged = { $n ->
    [one] 1 other provision that binds or may bind stands as before.
   *[other] { $n } other provisions that bind or may bind stand as before.
}
cli-date = date
cli-what = what
cli-cite = citation

calendar-name = Legal deadlines: { $value }
calendar-framework = Framework
calendar-id = Provision
calendar-cite = Citation
calendar-mark = Mark
calendar-verdict = Binds
calendar-state = Duty
calendar-when = Condition
calendar-note = Remark
calendar-sources = Sources

timeline-title = Timeline
timeline-about = What starts, changes or ends when, in every text collected here.
timeline-span = Show
timeline-ahead = what lies ahead
timeline-past = what is past, newest first
timeline-year = Year
timeline-kind = What
timeline-duties = duties and penalties
timeline-events = status and events
timeline-texts = texts
timeline-found = { $n ->
    [0] Nothing is dated here
    [one] 1 entry
   *[other] { $n } entries
}
timeline-next = next
timeline-followers = { $n ->
    [one] 1 provision
   *[other] { $n } provisions
}
timeline-chart = Duties that start, by year
timeline-chart-desc = Each duty counts on every first day its text names; dates that were moved before they came are left out.

where-ca = Canada
where-cn = China
where-coe = Council of Europe
where-eu = European Union
where-g7 = G7
where-in = India
where-international = International
where-it = Italy
where-jp = Japan
where-kr = Republic of Korea
where-oecd = OECD
where-sg = Singapore
where-uk = United Kingdom
where-un = United Nations
where-unesco = UNESCO
where-us = United States
where-us-ca = California
where-us-co = Colorado
where-us-ny = New York
where-us-states = US states

tongue-ar = Arabic
tongue-bg = Bulgarian
tongue-cs = Czech
tongue-da = Danish
tongue-de = German
tongue-el = Greek
tongue-es = Spanish
tongue-et = Estonian
tongue-fi = Finnish
tongue-ga = Irish
tongue-hi = Hindi
tongue-hr = Croatian
tongue-hu = Hungarian
tongue-it = Italian
tongue-lt = Lithuanian
tongue-lv = Latvian
tongue-mt = Maltese
tongue-nl = Dutch
tongue-pl = Polish
tongue-pt = Portuguese
tongue-ro = Romanian
tongue-ru = Russian
tongue-sk = Slovak
tongue-sl = Slovenian
tongue-sv = Swedish

tongues-eu = the 24 official languages of the EU
mark-sentence-m = This entry was written from memory of the named official text and has not been checked against it. Read the text before you rely on it.
mark-sentence-u = This entry is uncertain: the text was not found, or sources differ. Read the official text before you rely on it.
framework-weak = { $n } of { $of } provisions rest on memory or are uncertain (marks M and U).
framework-events = Events
framework-changes = What each version changed
framework-changed-by = { $value } compared with the text before
framework-authentic = Authentic text: { $value }
framework-no-provisions = No provision of this text has been collected; it stands here with its status and dates.
framework-signed-since = since { $value }
framework-state = State today
stand-applies = in force or in use
stand-waiting = agreed, not in force yet
stand-proposed = proposed
stand-over = no longer in force
stand-over-before = repealed before it applied
stand-none = no dated step
frameworks-of = { $n ->
    [one] 1 framework
   *[other] { $n } frameworks
}
provision-history = Versions side by side
provision-field = What
provision-now = The text on { $value }
provision-not-then = No text of this provision was in force on { $value }; the nearest one is shown.
provision-read-on = Read on this date
provision-read = Show
provision-says-nothing = –
provision-changed = What the text from { $value } changed
