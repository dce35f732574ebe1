### What the terminal says.

cli-id = id
cli-name = name
cli-title = title
cli-version = version
cli-kind = kind
cli-updated = updated
cli-made = made
cli-started = started
cli-folder = folder
cli-conclusion = conclusion
cli-assessment = assessment
cli-battery = battery
cli-target = target
cli-jurisdiction = where
cli-binding = binding
cli-provisions = provisions
cli-text = text
cli-mark = mark
cli-verdict = binds
cli-duty = duty
cli-from = from
cli-yes = yes
cli-no = no

cli-framework = framework
cli-binds = runs now
cli-total = all
cli-as-of = as of { $value }
cli-simulation = SIMULATION: the answers come from a reference model, not from a product.
cli-conclusion-clean = Clean: every duty that runs is met.
cli-conclusion-adverse = Adverse: duties that run lack evidence, or a result misses the declared criterion.
cli-conclusion-undetermined = Undetermined: nothing adverse, but facts are needed.
cli-next = Next question (can settle { $n }): { $value }
cli-next-fact = Answer it as { $value } under [facts].
cli-report = Report: { $value }
cli-verify = Verify: tenbin ledger verify { $value }
cli-fresh-key = A signing key was made: { $value }
cli-resumed = Resumed: { $value } answers were already there.
cli-not-bound = { $n ->
    [one] 1 provision does not apply.
   *[other] { $n } provisions do not apply.
}
cli-checked = { $n } provisions and { $of } worked cases checked.
cli-bank-checked = { $n } items and { $of } batteries checked.

cli-quantity = quantity
cli-category = category
cli-language = language
cli-estimate = estimate
cli-interval = 95 % interval
cli-n = n
cli-missing = missing
cli-run-missing = { $n ->
    [one] 1 answer is missing or unscored; the estimates leave it out.
   *[other] { $n } answers are missing or unscored; the estimates leave them out.
}
cli-run-folder = Run: { $value }

cli-key-id = key id
cli-private-key = private key
cli-public-key = public key
cli-signed-by = signed by
cli-all-whole = { $n ->
    [one] 1 file verified: it is the one that was signed.
   *[other] { $n } files verified: every one is as it was signed.
}
cli-not-whole = { $n } of { $of } files are not as they were signed.
cli-file-ok = ok
cli-file-unproven = unproven
cli-file-changed = changed
cli-file-missing = missing
cli-file-unlisted = unlisted
cli-file-bad-signature = bad signature
cli-file-unreadable = unreadable

cli-serving = Listening on { $value }
cli-check = what
cli-state = state
cli-detail = detail
cli-ok = ok
cli-absent = absent
cli-broken = broken
cli-stands = state
cli-because = deciding facts
state-none = not stated
