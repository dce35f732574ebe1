//! The command line: nouns, verbs and flags. No behaviour.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Command, CommandFactory as _, Parser, Subcommand, ValueEnum};
use tenbin_law::Moment;
use tenbin_policy::{DeclarationKind, Grade, Progress};
use tenbin_vocab::{Date, Lang};

use crate::command::law::{applies, ask, deadlines, diff, portfolio, timeline};

/// Measures AI models and systems, weighs the evidence against the rules that
/// bind them, and attests what it found.
#[derive(Debug, Parser)]
#[command(
    name = "tenbin",
    version,
    before_help = "Example: tenbin assess examples/kaede/subject.toml",
    after_help = "Exit codes: 0 clean, 1 adverse finding, 2 could not run, 3 facts needed, 130 interrupted.",
    propagate_version = true,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) noun: Noun,
}

/// The command line with an example first in the help of every command.
pub(crate) fn command() -> Command {
    with_examples(Cli::command(), "tenbin")
}

/// A moment on the command line.
fn moment(text: &str) -> Result<Moment, String> {
    text.parse().map_err(|error: tenbin_law::MomentError| format!("{error}; {}", error.hint()))
}

/// What `show` is given in an example, by noun.
const SHOWN: [(&str, &str); 5] = [
    ("battery", "safety-core"),
    ("scorer", "refusal"),
    ("profile", "even"),
    ("subject", "kaede-70b"),
    ("assessment", "kaede-70b-2026-11-21-a7b67b63e524"),
];

/// Gives the commands that carry no example of their own one: a noun that of its
/// first verb, a verb shared by several nouns one with the noun's words.
fn with_examples(command: Command, path: &str) -> Command {
    let command = command.mut_subcommands(|inner| {
        let path = format!("{path} {}", inner.get_name());
        with_examples(inner, &path)
    });
    if command.get_before_help().is_some() {
        return command;
    }
    let inner = command.get_subcommands().find_map(|inner| inner.get_before_help().cloned());
    let example = inner.unwrap_or_else(|| {
        let noun = path.split(' ').rev().nth(1).unwrap_or_default();
        let id = SHOWN.iter().find(|(name, _)| *name == noun && path.ends_with(" show"));
        let id = id.map_or_else(String::new, |(_, id)| format!(" {id}"));
        format!("Example: {path}{id}").into()
    });
    command.before_help(example)
}

/// Flags every command takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Write one JSON object to standard output instead of a table
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Language of the output: ja or en [default: from LANG, else en]
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<Lang>,
    /// Folder for keys and the store [default: the XDG data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Also read law packages from this folder of frameworks
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) frameworks_dir: Option<PathBuf>,
    /// Also read items, batteries and profiles from this folder of benchmarks
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) benchmarks_dir: Option<PathBuf>,
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Show no progress line
    #[arg(long, global = true)]
    pub(crate) no_progress: bool,
    /// Colour: auto, always or never (NO_COLOR is honoured)
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorWhen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorWhen {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Noun {
    /// Measure, weigh, attest and report on one subject: the main job
    #[command(before_help = "Example: tenbin assess examples/kaede/subject.toml")]
    Assess(Assess),
    /// Batteries, runs and scorers
    #[command(subcommand)]
    Eval(Eval),
    /// Frameworks: what binds whom, from when
    #[command(subcommand)]
    Law(Law),
    /// Keys, signed evidence, verification
    #[command(subcommand)]
    Ledger(Ledger),
    /// Declarations, networks, commitments: who stands in which list
    #[command(subcommand)]
    Declaration(Declaration),
    /// Action plans, how far their measures have come, and how long rules took
    #[command(subcommand)]
    Policy(Policy),
    /// Subjects assessed so far
    #[command(subcommand)]
    Subject(Stored),
    /// Assessments made so far
    #[command(subcommand)]
    Assessment(Stored),
    /// Show subjects, assessments, runs and frameworks as web pages
    #[command(before_help = "Example: tenbin serve --bind 127.0.0.1:8420")]
    Serve(Serve),
    /// Say what works here and what is missing
    #[command(before_help = "Example: tenbin doctor --json")]
    Doctor,
    /// Settings and where each comes from
    #[command(subcommand)]
    Config(Config),
}

#[derive(Debug, Args)]
pub(crate) struct Assess {
    /// Subject file
    pub(crate) subject: PathBuf,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Battery to run [default: the subject's, else safety-core]
    #[arg(long, value_name = "ID")]
    pub(crate) battery: Option<String>,
    /// Date the law is read at [default: the subject's, else today]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Weigh only this framework; repeatable [default: the subject's]
    #[arg(long, value_name = "ID")]
    pub(crate) framework: Vec<String>,
    /// Folder to write [default: tenbin-out/SUBJECT-DATE]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Exit with 0 whatever the finding; errors still exit with 2
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

/// What is asked, of whom, and how.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// reference:PROFILE, openai:NAME or recorded:FILE
    #[arg(long, value_name = "TARGET")]
    pub(crate) target: Option<String>,
    /// Base URL of an OpenAI-compatible server, for example http://127.0.0.1:11434
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Environment variable that holds the key of the server [default: OPENAI_API_KEY, if set]
    #[arg(long, value_name = "NAME")]
    pub(crate) key_env: Option<String>,
    /// Column map of a recording: a file, or id=COLUMN,prompt=COLUMN,response=COLUMN
    #[arg(long, value_name = "MAP")]
    pub(crate) map: Option<String>,
    /// Target that judges instead of the rules
    #[arg(long, value_name = "TARGET")]
    pub(crate) judge: Option<String>,
    /// Base URL of the judge [default: the target's]
    #[arg(long, value_name = "URL", requires = "judge")]
    pub(crate) judge_base_url: Option<String>,
    /// Rubric the judge is given: an id or a file
    #[arg(long, value_name = "RUBRIC", default_value = "refusal-general")]
    pub(crate) rubric: String,
    /// Requests under way at once
    #[arg(long, value_name = "N")]
    pub(crate) max_connections: Option<usize>,
    /// Times each item is asked [default: the battery's]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) epochs: Option<u32>,
    /// Seed of everything drawn at random
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Eval {
    /// Ask a battery's questions and score the answers
    #[command(
        before_help = "Example: tenbin eval run safety-core --target openai:llama3.2 --base-url http://127.0.0.1:11434 --out runs/1"
    )]
    Run {
        /// Battery id; left out for a recording, which is its own question set
        battery: Option<String>,
        #[command(flatten)]
        asked: Asked,
        /// Folder to write
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Go on with an interrupted run; no finished call is repeated
    #[command(before_help = "Example: tenbin eval resume runs/1")]
    Resume {
        /// Folder of the run
        folder: PathBuf,
        /// Requests under way at once
        #[arg(long, value_name = "N")]
        max_connections: Option<usize>,
    },
    /// Score recorded responses; with labels, score the scorer
    #[command(
        before_help = "Example: tenbin eval score --responses answers.csv --scorer refusal --labels label --json"
    )]
    Score {
        /// CSV or JSON Lines with the fields id, prompt, response
        #[arg(long, value_name = "FILE")]
        responses: PathBuf,
        /// Scorer: see `tenbin eval scorer`
        #[arg(long, value_name = "NAME")]
        scorer: String,
        /// Column with the human label: refuse, partial or comply
        #[arg(long, value_name = "COLUMN")]
        labels: Option<String>,
        /// Column map: a file, or id=COLUMN,prompt=COLUMN,response=COLUMN
        #[arg(long, value_name = "MAP")]
        map: Option<String>,
        /// Also write each row's label and reason to this JSON Lines file
        #[arg(long, value_name = "FILE")]
        rows: Option<PathBuf>,
    },
    /// Runs made so far
    #[command(before_help = "Example: tenbin eval list")]
    List(ListArgs),
    /// One run's results
    #[command(before_help = "Example: tenbin eval show runs/1")]
    Show {
        /// Folder or id of the run
        run: String,
    },
    /// Batteries
    #[command(subcommand)]
    Battery(Battery),
    /// Scorers
    #[command(subcommand)]
    Scorer(Named),
    /// Profiles of the simulated reference models
    #[command(subcommand)]
    Profile(Named),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Battery {
    #[command(flatten)]
    Named(Named),
    /// Check items, batteries, profiles, rubrics and maps
    #[command(before_help = "Example: tenbin eval battery check --benchmarks-dir my-benchmarks")]
    Check,
}

/// `list` and `show` of something named in the data folders.
#[derive(Debug, Subcommand)]
pub(crate) enum Named {
    /// List all
    List,
    /// Show one
    Show {
        /// Identifier
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Law {
    /// List the frameworks and how each stands on a date
    #[command(before_help = "Example: tenbin law list --as-of 2026-11-21")]
    List {
        /// Date their state is read at [default: today]
        #[arg(long, value_name = "DATE")]
        as_of: Option<Date>,
    },
    /// Show a framework or a provision with its versions and citations
    #[command(before_help = "Example: tenbin law show euaia.53.1.a")]
    Show {
        /// Framework, provision, definition, control or fact id
        id: String,
        /// Only the versions in force on this date [default: all]
        #[arg(long, value_name = "DATE")]
        as_of: Option<Date>,
    },
    /// Which provisions bind on these facts at this date
    #[command(
        before_help = "Example: tenbin law applies --facts facts.json --as-of 2026-11-21 --framework eu-ai-act"
    )]
    Applies(applies::Arguments),
    /// What a subject is in the words of each law
    #[command(before_help = "Example: tenbin law classify examples/kaede/subject.toml")]
    Classify(applies::ClassifyArguments),
    /// Check law packages and their worked cases
    #[command(before_help = "Example: tenbin law check --frameworks-dir my-frameworks")]
    Check,
    /// Which reports an incident calls for, and by when
    #[command(
        before_help = "Example: tenbin law clocks --incident examples/incidents/exfiltration.toml --now 2026-11-21T12:00:00Z"
    )]
    Clocks {
        /// Times and facts of the incident: JSON, TOML or YAML; - reads JSON from standard input
        #[arg(long, value_name = "FILE")]
        incident: PathBuf,
        /// Look only at this framework; repeatable
        #[arg(long, value_name = "ID")]
        framework: Vec<String>,
        /// Moment the clocks are read at: a date, or a time with its offset [default: now]
        #[arg(long, value_name = "TIME", value_parser = moment)]
        now: Option<Moment>,
    },
    /// What breaches could cost a subject, with the arithmetic
    #[command(before_help = "Example: tenbin law penalty examples/kaede/subject.toml")]
    Penalty {
        /// Facts: JSON, TOML or YAML, or a subject file; - reads JSON from standard input
        subject: PathBuf,
        /// Date the law is read at [default: as_of in the file, else today]
        #[arg(long, value_name = "DATE")]
        as_of: Option<Date>,
        /// Look only at this framework; repeatable
        #[arg(long, value_name = "ID")]
        framework: Vec<String>,
    },
    /// A register of many models or systems in, verdicts and counts out
    #[command(
        before_help = "Example: tenbin law portfolio --csv examples/portfolio/register.csv --map examples/portfolio/map.toml --by country --by year"
    )]
    Portfolio(portfolio::Arguments),
    /// What starts, changes or ends when: the whole calendar, or what concerns a subject
    #[command(
        before_help = "Example: tenbin law timeline examples/kaede/subject.toml --from 2026-01-01"
    )]
    Timeline(timeline::Arguments),
    /// What lies ahead of a subject, and the clocks that run
    #[command(
        before_help = "Example: tenbin law deadlines examples/kaede/subject.toml --ics kaede.ics"
    )]
    Deadlines(deadlines::Arguments),
    /// What changed in a framework between two dates
    #[command(before_help = "Example: tenbin law diff eu-ai-act 2026-07-26 2026-07-27")]
    Diff(diff::Arguments),
    /// Ask the one question that settles most, until nothing material is open
    #[command(before_help = "Example: tenbin law ask examples/kaede/subject.toml")]
    Ask(ask::Arguments),
    /// How the provisions of two frameworks relate; without ids, every framework against every other
    #[command(before_help = "Example: tenbin law crosswalk eu-ai-act eu-gpai-code")]
    Crosswalk {
        /// Framework or provision
        #[arg(requires = "b")]
        a: Option<String>,
        /// Framework or provision it is compared with
        b: Option<String>,
        /// Only this grade; repeatable
        #[arg(long, value_name = "GRADE", requires = "b")]
        grade: Vec<Grade>,
        /// Only relations through this control; without ids, what maps to it
        #[arg(long, value_name = "ID")]
        control: Option<String>,
    },
    /// Where the same words stand for different things
    #[command(before_help = "Example: tenbin law divergence compute-thresholds")]
    Divergence {
        /// Topic; left out, the list
        id: Option<String>,
    },
    /// Write frameworks and assessments as OSCAL 1.2 files
    #[command(
        before_help = "Example: tenbin law export --framework eu-ai-act --as-of 2026-11-21 --out oscal"
    )]
    Export(Export),
    /// Make a framework folder of an OSCAL catalogue
    #[command(before_help = "Example: tenbin law import catalog.json --out my-frameworks")]
    Import {
        /// Catalogue in JSON; several for the text versions of one framework
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Folder of frameworks to write into
        #[arg(long, value_name = "DIR", default_value = "frameworks-imported")]
        out: PathBuf,
        /// Framework id [default: the catalogue's own, else the name of its file]
        #[arg(long, value_name = "ID")]
        framework_id: Option<String>,
    },
    /// Every dated version of a framework's rules, to review, print and sign
    #[command(before_help = "Example: tenbin law book eu-ai-act --out eu-ai-act.html")]
    Book {
        /// Framework id
        framework: String,
        /// File to write [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Folder of signed reviews and public keys [default: in the data folder]
        #[arg(long, value_name = "DIR")]
        reviews: Option<PathBuf>,
    },
    /// Sign a review of one version, by the digest the book prints
    #[command(
        before_help = "Example: tenbin law sign-off euaia.53.1.a@2024-08-01#0123456789ab --by Sato --verdict agreed"
    )]
    SignOff {
        /// Version as the book prints it: ID@DATE#DIGEST
        #[arg(value_name = "VERSION")]
        of: String,
        /// Name and capacity of the reviewer
        #[arg(long, value_name = "NAME")]
        by: String,
        /// What the reviewer says
        #[arg(long, value_enum)]
        verdict: ReviewWord,
        /// A remark
        #[arg(long, value_name = "TEXT", default_value = "")]
        remark: String,
        /// Private key [default: the one in the data folder]
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
    /// The least evidence that serves a subject's duties across regimes
    #[command(
        before_help = "Example: tenbin law reuse examples/kaede/subject.toml --costs my-costs.toml"
    )]
    Reuse {
        /// Subject file
        subject: PathBuf,
        /// Date the law is read at [default: the subject's, else today]
        #[arg(long, value_name = "DATE")]
        as_of: Option<Date>,
        /// Plan only for this framework; repeatable [default: the subject's]
        #[arg(long, value_name = "ID")]
        framework: Vec<String>,
        /// Your own costs, TOML [default: published hours, and their median where none is]
        #[arg(long, value_name = "FILE")]
        costs: Option<PathBuf>,
        /// Also count duties that the facts leave open
        #[arg(long)]
        open: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Only this framework; repeatable [default: those weighed, else all]
    #[arg(long, value_name = "ID")]
    pub(crate) framework: Vec<String>,
    /// Date the law is read at [default: the subject's, else every text version]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Subject or facts file: adds the profile of what binds it
    #[arg(long, value_name = "FILE")]
    pub(crate) subject: Option<PathBuf>,
    /// Assessment, by id or folder: adds profile, plan and results
    #[arg(long, value_name = "ID", conflicts_with_all = ["subject", "as_of"])]
    pub(crate) assessment: Option<String>,
    /// OSCAL model: all, or one of them
    #[arg(long, value_name = "MODEL", default_value = "all", value_parser = oscal_models())]
    pub(crate) model: String,
    /// Folder to write; one document alone may go to standard output
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

fn oscal_models() -> clap::builder::PossibleValuesParser {
    tenbin_app::OSCAL_MODELS.into_iter().chain(["all"]).collect::<Vec<_>>().into()
}

#[derive(Debug, Subcommand)]
pub(crate) enum Declaration {
    /// List the declarations
    #[command(before_help = "Example: tenbin declaration list --kind frontier")]
    List {
        /// Only this kind: frontier, broad, network, reporting, commitment or code
        #[arg(long, value_name = "KIND")]
        kind: Option<DeclarationKind>,
    },
    /// Show a declaration with the parties it names
    #[command(before_help = "Example: tenbin declaration show bletchley")]
    Show {
        /// Declaration id
        id: String,
    },
    /// Countries by declarations
    #[command(before_help = "Example: tenbin declaration matrix --region asia --kind frontier")]
    Matrix {
        /// Only countries of this region: africa, americas, asia, europe, middle-east or oceania
        #[arg(long, value_name = "REGION")]
        region: Option<String>,
        /// Only declarations of this kind
        #[arg(long, value_name = "KIND")]
        kind: Option<DeclarationKind>,
    },
    /// One country: what it has joined, with dates and sources
    #[command(before_help = "Example: tenbin declaration country JP")]
    Country {
        /// ISO 3166 code (JP or JPN), EU, or the country's name
        country: String,
    },
    /// Check the declarations, with those of a folder added
    #[command(before_help = "Example: tenbin declaration check my-declarations")]
    Check {
        /// Folder with files as in declarations/
        folder: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Policy {
    /// List the plans with their measures by progress
    #[command(before_help = "Example: tenbin policy list")]
    List,
    /// Show a plan with its measures
    #[command(before_help = "Example: tenbin policy show us-ai-action-plan")]
    Show {
        /// Plan id
        id: String,
    },
    /// Measures of all plans, filtered
    #[command(
        before_help = "Example: tenbin policy measures --plan us-ai-action-plan --owner us-doc --status done"
    )]
    Measures {
        /// Only this plan's
        #[arg(long, value_name = "ID")]
        plan: Option<String>,
        /// Only those given to this owner
        #[arg(long, value_name = "ID")]
        owner: Option<String>,
        /// Only those that are done, under-way, planned, overdue, dropped or unknown
        #[arg(long, value_name = "STATUS")]
        status: Option<Progress>,
        /// Only those due before this day
        #[arg(long, value_name = "DATE")]
        due_before: Option<Date>,
        /// Day at which due dates are looked at [default: today]
        #[arg(long, value_name = "DATE")]
        as_of: Option<Date>,
    },
    /// Time between events and the rules that answer them
    #[command(before_help = "Example: tenbin policy lag")]
    Lag,
    /// Check the plans and lags, with those of a folder added
    #[command(before_help = "Example: tenbin policy check my-policies")]
    Check {
        /// Folder with files as in policies/
        folder: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Ledger {
    /// Make a signing key
    #[command(before_help = "Example: tenbin ledger keygen")]
    Keygen {
        /// Private key file to write [default: in the data folder]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Sign an evidence record
    #[command(before_help = "Example: tenbin ledger sign record.json --out record.dsse.json")]
    Sign {
        /// Evidence record, JSON
        record: PathBuf,
        /// Private key [default: the one in the data folder]
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// Envelope to write [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Verify an assessment folder or a signed record, offline
    #[command(before_help = "Example: tenbin ledger verify tenbin-out/kaede-70b-2026-11-21")]
    Verify {
        /// Assessment folder or envelope
        path: PathBuf,
        /// Public key file or key id to trust; repeatable
        #[arg(long, value_name = "KEY")]
        key: Vec<String>,
    },
    /// Evidence records in the store
    #[command(before_help = "Example: tenbin ledger list")]
    List(ListArgs),
    /// One evidence record
    #[command(before_help = "Example: tenbin ledger show sha256:…")]
    Show {
        /// Evidence id
        id: String,
    },
}

/// `list` and `show` of something in the store.
#[derive(Debug, Subcommand)]
pub(crate) enum Stored {
    /// List, newest first
    List(ListArgs),
    /// Show one
    Show {
        /// Identifier
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Only those of this subject
    #[arg(long, value_name = "ID")]
    pub(crate) subject: Option<String>,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8420")]
    pub(crate) bind: SocketAddr,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Show every setting
    #[command(before_help = "Example: tenbin config show --origin")]
    Show {
        /// Also say where each value comes from
        #[arg(long)]
        origin: bool,
    },
}

/// What a reviewer says.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ReviewWord {
    /// It says what the text says
    Agreed,
    /// It does, but the remark matters
    AgreedWithRemark,
    /// It does not
    Rejected,
}
