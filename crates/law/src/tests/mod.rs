//! Tests across modules, on small packages written here.

mod assertions;
mod invariants;
mod loading;
mod questions;
mod weighing;
mod worked_cases;

use tenbin_vocab::{Date, FactState, FactValue, Facts};

use crate::{Library, ProvisionAnswer, Selection, SourceFile, Weighing, load};

pub(crate) const FACTS: &str = r#"
[fact.role]
subject = "organisation"
type = "one-of"
cost = 1
values = ["provider", "deployer"]
question = { ja = "役割", en = "Role?" }
[fact.a]
subject = "model"
type = "bool"
cost = 1
question = { ja = "a", en = "a?" }
[fact.b]
subject = "model"
type = "bool"
cost = 1
question = { ja = "b", en = "b?" }
[fact.c]
subject = "model"
type = "bool"
cost = 2
question = { ja = "c", en = "c?" }
[fact.d]
subject = "model"
type = "bool"
cost = 1
question = { ja = "d", en = "d?" }
[fact.big]
subject = "model"
type = "bool"
cost = 3
question = { ja = "大", en = "Is it big?" }
[fact.size]
subject = "model"
type = "number"
unit = "FLOP"
min = 0
cost = 4
question = { ja = "量", en = "How much?" }
[fact.other_size]
subject = "model"
type = "number"
cost = 4
question = { ja = "量", en = "How much else?" }
[fact.placed]
subject = "model"
type = "date"
cost = 1
question = { ja = "日", en = "When?" }
[fact.met]
subject = "model"
type = "date"
cost = 1
question = { ja = "日", en = "When met?" }
[fact.kind]
subject = "system"
type = "one-of"
cost = 1
values = ["x1", "x2", "y", "none"]
question = { ja = "種", en = "Which?" }
[fact.kind.groups]
xs = ["x1", "x2"]
"#;

pub(crate) const SOURCES: &str =
    "[[source]]\nid = \"S1\"\nwhat = \"text\"\nkind = \"primary-copy\"\n";
pub(crate) const ROLES: &str = r#"
[role.big_provider]
name = { ja = "大提供者", en = "Provider of a big model" }
when = "role == provider and big"
[role.signatory]
name = { ja = "署名者", en = "Signatory" }
when = "true"
[role.member_state]
name = { ja = "加盟国", en = "Member State" }
"#;
pub(crate) const CONTROLS: &str = r#"
[[control]]
id = "C01"
name = { ja = "一", en = "One" }
about = { ja = "一", en = "One" }
evidence = ["report"]
"#;
pub(crate) const KINDS: &str = r#"
[[kind]]
id = "report"
name = { ja = "報告", en = "Report" }
made_by = "measurement"
[[kind]]
id = "policy"
name = { ja = "方針", en = "Policy" }
made_by = "document"
"#;
pub(crate) const FRAMEWORK: &str = r#"
[framework]
id = "act"
title = { ja = "法", en = "Act" }
instrument = "Act 1"
jurisdiction = "XX"
binding = true
authoritative_languages = ["en"]
confidence = "V"
sources = ["S1"]
[[version]]
id = "v1"
from = 2024-01-01
"#;

/// An article with one provision `p` in force from 2024, with `body` for the
/// keys of its version.
pub(crate) fn article(body: &str) -> String {
    provision("p", &format!("from = 2024-01-01\n{body}"))
}

/// A provision with the keys of one version.
pub(crate) fn provision(id: &str, version: &str) -> String {
    format!(
        r#"
[[provision]]
id = "{id}"
title = {{ ja = "義務", en = "Duty" }}
binds = ["provider"]
controls = ["C01"]
[[provision.version]]
cite = "1(1)"
confidence = "V"
sources = ["S1"]
{version}
[provision.version.duty]
force = "must"
text = {{ ja = "する", en = "Do it" }}
"#
    )
}

pub(crate) const ARTICLE_HEAD: &str = "article = \"1\"\ntitle = { ja = \"一\", en = \"One\" }\n";

/// A library of the shared files and one framework `act` with these files.
pub(crate) fn try_library(files: &[(&str, &str)]) -> Result<Library, tenbin_vocab::Diagnostics> {
    let mut all: Vec<(String, String)> = vec![
        ("frameworks/facts.toml".into(), FACTS.into()),
        ("frameworks/sources.toml".into(), SOURCES.into()),
        ("frameworks/roles.toml".into(), ROLES.into()),
        ("controls/controls.toml".into(), CONTROLS.into()),
        ("controls/evidence.toml".into(), KINDS.into()),
        ("frameworks/act/framework.toml".into(), FRAMEWORK.into()),
    ];
    for (path, text) in files {
        let path = if path.starts_with("frameworks/") || path.starts_with("controls/") {
            (*path).to_owned()
        } else {
            format!("frameworks/act/{path}")
        };
        let text = if path.contains("/articles/") && !text.contains("article =") {
            format!("{ARTICLE_HEAD}{text}")
        } else {
            (*text).to_owned()
        };
        all.retain(|(known, _)| *known != path);
        all.push((path, text));
    }
    let files: Vec<SourceFile<'_>> =
        all.iter().map(|(path, text)| SourceFile { path, text }).collect();
    load(&files)
}

pub(crate) fn library(files: &[(&str, &str)]) -> Library {
    try_library(files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// A library with one provision `p` under this condition.
pub(crate) fn under(when: &str) -> Library {
    library(&[(
        "articles/a.toml",
        &article(&format!("when = '{when}'\napplies_from = 2025-01-01")),
    )])
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// Facts from `name=value` words; `?` contested, `!` not applicable.
pub(crate) fn facts(words: &str) -> Facts {
    let one = |word: &str| {
        let (name, value) = word.split_once('=').unwrap();
        let state = match value {
            "?" => FactState::Contested { reason: "dispute".into() },
            "!" => FactState::NotApplicable { reason: "why".into() },
            "true" | "false" => FactState::known(FactValue::Bool(value == "true")),
            _ => match (value.parse::<f64>(), value.parse::<Date>()) {
                (Ok(number), _) => FactState::known(FactValue::Number(number)),
                (_, Ok(date)) => FactState::known(FactValue::Date(date)),
                _ => FactState::known(FactValue::OneOf(value.split('+').map(Into::into).collect())),
            },
        };
        (name.to_owned(), state)
    };
    words.split_whitespace().map(one).collect()
}

pub(crate) fn weigh(library: &Library, words: &str, as_of: &str) -> Weighing {
    library.weigh(&facts(words), date(as_of), &Selection::all())
}

/// The finding on `p` on 2026-06-01.
pub(crate) fn finding(library: &Library, words: &str) -> ProvisionAnswer {
    let weighing = weigh(library, words, "2026-06-01");
    weighing.provisions.into_iter().find(|finding| finding.id == "p").unwrap()
}

pub(crate) fn verdict(when: &str, words: &str) -> tenbin_vocab::Tri {
    finding(&under(when), words).verdict
}
