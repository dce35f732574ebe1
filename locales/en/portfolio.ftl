## portfolio: portfolio

portfolio-subjects = { $n ->
    [one] { $n } subject
   *[other] { $n } subjects
 }
portfolio-line = line
portfolio-drawn-by = drawn by (in brackets: not in force)
portfolio-lines = Figures at which texts draw a line
portfolio-classifications = What they are in the words of each framework
portfolio-provisions = Whom the provisions bind
portfolio-silent = { $n ->
    [one] { $n } further provision is open for every subject.
   *[other] { $n } further provisions are open for every subject.
 }
portfolio-all = subjects
portfolio-blank = (blank)
portfolio-more-groups = { $n ->
    [one] { $n } more group is left out here; --json and --out hold it.
   *[other] { $n } more groups are left out here; --json and --out hold them.
 }
portfolio-written = written: verdicts.csv, summary.csv and summary.json in { $value }

portfolio-title = Portfolio
portfolio-lead = A portfolio is a register of models or systems, weighed against every framework at once. What the register does not say stays unknown; it is never read as no.
portfolio-example = The register shown here is an example: its models and makers are made up.
portfolio-own = What you sent was weighed and not stored.
portfolio-of-example = Example register
portfolio-of-own = Your register
portfolio-lines-desc = For each figure that a text compares a fact with: how many subjects pass it, do not pass it, or do not say.
portfolio-pass = passes
portfolio-below = does not pass
portfolio-says-not = not said
portfolio-heat = By { $value }
portfolio-heat-desc = Each cell: how many of the group pass the line. The question mark counts those who do not say.
portfolio-group-country = country
portfolio-group-year = year
portfolio-subject = Subject
portfolio-now = binding now
portfolio-later = later
portfolio-open = open
portfolio-each = Subject by subject
portfolio-each-desc = Lines passed, and how many provisions bind now, bind later or stay open.
portfolio-first = The first { $n } subjects are listed.
portfolio-form = Weigh your own register
portfolio-form-text = Paste a table with a header row (CSV), or one JSON object a line: at most 1 MB and 5,000 rows. It is weighed at once and not stored.
portfolio-form-csv = Register
portfolio-form-map = Column map
portfolio-form-map-help = One line, COLUMN=FACT with commas between, or a whole map in TOML. Leave it empty when the columns are called as the facts are.
portfolio-form-by = Count by these columns
portfolio-form-by-help = Columns or groups of the map, with commas between.
portfolio-form-as-of = As-of date
portfolio-form-go = Weigh
portfolio-form-mistakes = The register could not be weighed
portfolio-form-command = The same on the command line, for registers of any size:
portfolio-framework = Framework
portfolio-provision = Provision
portfolio-classification = Classification
portfolio-text-ended = no longer in force
portfolio-text-not-yet = not yet in force
portfolio-none-known = The register says nothing that any provision asks about.
