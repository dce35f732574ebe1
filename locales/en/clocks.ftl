## clocks: clocks, penalty

clocks-now = Seen at { $value }.
clocks-due = due by
clocks-state = state
clocks-running = running, { $value } left
clocks-overdue = overdue by { $value }
clocks-met = reported in time, { $value } to spare
clocks-late = reported { $value } late
clocks-unsettled = end not settled
clocks-not-started = not started
clocks-no-period = no fixed period
clocks-reported = reported
clocks-not-binding = does not bind on the day
clocks-closed = closed
clocks-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
clocks-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
clocks-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
clocks-length-join = {" "}
clocks-within-hours = Within { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
clocks-within-days = Within { $n ->
    [one] 1 day
   *[other] { $n } days
}
clocks-within-working-days = Within { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
clocks-within-months = Within { $n ->
    [one] 1 month
   *[other] { $n } months
}
clocks-without-delay = Without delay
clocks-not-stated = No period in the collection
clocks-again = { $value }, again and again
clocks-time-occurred = occurred
clocks-time-detected = detected
clocks-time-aware = aware
clocks-time-determined = determined
clocks-time-submitted = submitted
clocks-time-resolved = resolved
clocks-counted = Counted from: { $value }
clocks-awaits = Starts with a time that is not given: { $value }
clocks-latest = Ends at the latest: { $value } (the hour is not given, or the last day is no working day)
clocks-recipient = To: { $value }
clocks-voluntary = A voluntary commitment, not law.
clocks-binds-from = The duty binds from { $value }.
clocks-silent = { $n ->
    [one] 1 further clock does not run for this incident.
   *[other] { $n } further clocks do not run for this incident.
}
clocks-how = The day of the event is not counted; a period of days ends with its last day, at the offset from UTC of the event. Hours count to the second. A date without a time is read at { $value }.
clocks-out-of-order = The times are in an unusual order: { $value }.
clocks-in-the-future = This time has not come yet: { $value }.

clocks-check-dates = { $n ->
    [one] 1 date
   *[other] { $n } dates
}
clocks-check-thresholds = { $n ->
    [one] 1 threshold
   *[other] { $n } thresholds
}
clocks-check-amounts = { $n ->
    [one] 1 amount
   *[other] { $n } amounts
}
clocks-check-join = {", "}
clocks-check-cited = { $value }, all with a citation.
clocks-check-uncited = { $value }; { $n ->
    [one] 1 entry has
   *[other] { $n } entries have
} no citation.

clocks-fine-fixed = fixed amount: { $value }
clocks-fine-share-unknown = { $value } of the turnover, which is not known.
clocks-fine-even-at = The share exceeds the fixed amount once the turnover is above { $value }.
clocks-fine-sme = small or medium-sized:
clocks-fine-smc = small mid-cap:
clocks-fine-higher-of = the higher of the two
clocks-fine-lower-of = the lower of the two
clocks-fine-only-fixed = the fixed amount
clocks-fine-only-share = the share of turnover
clocks-fine-unbounded = { $value } or more
clocks-fine-most = At most: { $value }
clocks-fine-least = At least: { $value }
clocks-fine-converted = At the rate given: { $value }
clocks-fine-first = first violation
clocks-fine-repeat = second or later violation
clocks-fine-per-violation = for each violation
clocks-fine-per-day = for each day
clocks-fine-per-violation-day = for each violation and day
clocks-fine-per-person = for each person
clocks-fine-per-day-of-turnover = for each day, of the turnover of an average day
clocks-fine-from = Can be imposed from { $value }.
clocks-fine-ended = Can no longer be imposed.
clocks-fine-reaches-not = The rule does not reach this organisation.
clocks-fine-reaches-maybe = may apply
clocks-fine-now = binds now
clocks-fine-later = binds later
clocks-fine-later-from = binds from { $value }
clocks-fine-may = may bind
clocks-fine-not-added = Nothing is added up: an amount belongs to its rule, and duties under one rule share its ceiling. Ceilings are the most an authority may impose, not a forecast.
clocks-fine-kept = Amounts stay in the currency of the law.
clocks-fine-rates = Converted at the rates in the file: { $value }
clocks-fine-without-rule = { $n ->
    [one] 1 further duty names no fine rule.
   *[other] { $n } further duties name no fine rule.
}
clocks-fine-other-party = { $n ->
    [one] 1 duty with a fine rule falls on somebody else.
   *[other] { $n } duties with a fine rule fall on somebody else.
}

clocks-title = Reporting deadlines of an incident
clocks-about = Every report an incident calls for, counted from the event each law names. What is not known stays unknown, and the clock may run.
clocks-times = When
clocks-ask-occurred = It occurred
clocks-ask-detected = It was detected
clocks-ask-aware = The organisation became aware
clocks-ask-determined = It was determined to be such an incident
clocks-ask-submitted = The first report was submitted
clocks-ask-resolved = It was resolved
clocks-ask-now = Read the clocks at (now, if empty: today)
clocks-ask-offset = Offset from UTC, e.g. +09:00
clocks-whose = Whose model or system
clocks-ask-assessment = Take the facts of an assessment
clocks-no-assessment = None
clocks-what = What happened
clocks-more = Facts that decide further clocks
clocks-unknown = Unknown
clocks-go = Show the deadlines
clocks-found = Deadlines
clocks-voluntary-word = voluntary
clocks-may-run = The clock may run. Needed:
clocks-no-time = This is no time: { $value }. Give a date and time, and the offset as +09:00.
clocks-no-value = This answer cannot be read: { $value }.

clocks-fine-title = What breaches could cost
clocks-fine-of = What breaches could cost: { $value }
clocks-fine-as-of = Law as of { $value }, on the facts of the newest assessment.
clocks-fine-duties = { $n ->
    [one] 1 duty under this rule
   *[other] { $n } duties share this rule
}
clocks-fine-open = Facts that would narrow it
clocks-fine-none = No duty of this subject has a fine rule.
clocks-colon = {": "}
