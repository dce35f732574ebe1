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
