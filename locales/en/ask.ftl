## ask: ask

answer-yes = binds
answer-no = does not bind
answer-open = open
answer-stuck = stays unknown

ask-file-head =
    Answers given with tenbin law ask. Each is a fact about the subject.
    Use them with --answers, as a facts file, or copy them under [facts] in the subject file.
ask-resumed = { $n ->
    [one] Going on with 1 answer given before.
   *[other] Going on with { $n } answers given before.
}
ask-overruled = Stated otherwise in the subject file; the answer counts: { $value }
ask-words = Type an answer, ? when you do not know, skip, back or quit. Every answer is kept at once.
ask-yes-no = yes or no
ask-number = a number
ask-number-in = a number, in { $value }
ask-date = a date such as 2026-04-01
ask-choose = one of these words or its number; several with commas
ask-why = { $n ->
    [one] 1 of { $of } open duties hangs on it.
   *[other] { $n } of { $of } open duties hang on it.
}
ask-can-settle = { $n ->
    [0] It settles none alone, but brings them nearer.
    [one] One answer can settle 1.
   *[other] One answer can settle { $n }.
}
ask-and-more = and { $n } more
ask-settled-yes = Now known to bind ({ $n }):{" "}
ask-settled-no = Now known not to bind ({ $n }):{" "}
ask-settled-stuck = Will stay unknown ({ $n }):{" "}
ask-settled-reopened = Open again ({ $n }):{" "}
ask-settled-nothing = Nothing is settled by this alone.
ask-still-open = { $n ->
    [0] No duty is open any more.
    [one] 1 duty is still open.
   *[other] { $n } duties are still open.
}
ask-taken-back = Taken back: { $value }
ask-nothing-back = There is no answer to take back.
ask-done = Nothing material is open.
ask-left = Stopped here; the same command goes on.
ask-kept = Answers: { $value }

ask-title = Ask the law
ask-about = Answer one question at a time. Each is the one that settles most; it stops when no duty is left that an answer could decide.
ask-which = Which texts?
ask-which-how = Tick whole jurisdictions, single texts, or nothing to look at all of them.
ask-whole = everything in: { $value }
ask-as-of = Read as of
ask-begin = Begin
ask-again = Begin anew
ask-answer = Answer
ask-later = Later
ask-later-chosen = left for later
ask-page-dont-know = I don't know
ask-your-date = Date
ask-your-number = Number
ask-your-number-in = Number, in { $value }
ask-why-title = Why this question
ask-done-how = What is left, if anything, hangs on facts you do not know or left for later. Take an answer back to be asked again.
ask-so-far = Settled so far
ask-answers = { $n ->
    [one] Your answer
   *[other] Your { $n } answers
}
ask-undo = Take back
ask-undo-what = Take back the answer to: { $value }
ask-duties = Duties that bind
ask-file = Keep the answers
ask-file-how = The address of this page holds every answer: a bookmark is enough to go on. As a file, the answers serve every command of tenbin law.
ask-file-show = Show the file
ask-mistake = "{ $value }" does not answer the question. Please look at the form and the unit it asks for.
ask-page-yes = { $n ->
    [one] 1 duty binds
   *[other] { $n } duties bind
}
ask-page-no = { $n ->
    [one] 1 duty does not bind
   *[other] { $n } duties do not bind
}
ask-page-stuck = { $n ->
    [one] 1 duty stays unknown
   *[other] { $n } duties stay unknown
}
ask-page-settled = Your last answer settled: { $value }.
ask-page-group = { $value } (one of these, not said which)
ask-page-none = none of these
ask-page-other = other
ask-page-file-head =
    Answers given on the page "Ask the law". Each is a fact about the subject.
    Use them as a facts file, or copy them under [facts] in a subject file.
