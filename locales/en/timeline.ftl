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
