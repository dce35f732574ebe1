//! A small library of law for the tests of this crate.

use tenbin_law::{Library, SourceFile, load};

const FILES: [(&str, &str); 8] = [
    (
        "frameworks/facts.toml",
        "[fact.a]\nsubject = 'model'\ntype = 'bool'\ncost = 1\nquestion = { ja = 'a', en = 'a?' }\n",
    ),
    ("frameworks/sources.toml", "[[source]]\nid = 'S1'\nwhat = 'text'\nkind = 'primary-copy'\n"),
    (
        "frameworks/roles.toml",
        "[role.signatory]\nname = { ja = '署名者', en = 'Signatory' }\nwhen = 'true'\n",
    ),
    (
        "controls/controls.toml",
        "[[control]]\nid = 'C01'\nname = { ja = '一', en = 'One' }\nabout = { ja = '一', en = 'One' }\nevidence = ['report']\n",
    ),
    (
        "controls/evidence.toml",
        "[[kind]]\nid = 'report'\nname = { ja = '報告', en = 'Report' }\nmade_by = 'measurement'\n",
    ),
    (
        "frameworks/pact/framework.toml",
        r#"
[framework]
id = "pact"
title = { ja = "約束", en = "Pact" }
instrument = "Pact of 2024"
jurisdiction = "XX"
binding = false
authoritative_languages = ["en"]
confidence = "V"
sources = ["S1"]
[[status]]
on = 2024-03-01
status = "in-force"
confidence = "V2"
sources = ["S1"]
[[version]]
id = "v1"
from = 2024-01-01
[[signatory]]
name = "Acme Labs"
group = "first"
since = 2024-01-01
confidence = "M"
sources = ["S1"]
[[signatory]]
name = "Bolt"
group = "gone"
confidence = "V"
sources = ["S1"]
"#,
    ),
    (
        "frameworks/pact/articles/1.toml",
        r#"
article = "1"
title = { ja = "一", en = "One" }
[[provision]]
id = "pact.1"
title = { ja = "義務", en = "Duty" }
binds = ["signatory"]
controls = ["C01"]
[[provision.version]]
from = 2024-01-01
cite = "1(1)"
when = "a"
applies_from = 2024-07-01
confidence = "V2"
sources = ["S1"]
[provision.version.duty]
force = "must"
text = { ja = "する", en = "Do it" }
[[provision]]
id = "pact.2"
title = { ja = "義務", en = "Duty" }
binds = ["signatory"]
controls = ["C01"]
[[provision.version]]
from = 2024-01-01
cite = "1(2)"
when = "a"
confidence = "V2"
sources = ["S1"]
[provision.version.duty]
force = "must"
text = { ja = "する", en = "Do it" }
"#,
    ),
    (
        "declarations/countries.toml",
        r#"
[[region]]
id = "asia"
name = { ja = "アジア", en = "Asia" }
[[region]]
id = "europe"
name = { ja = "欧州", en = "Europe" }
[[country]]
id = "JPN"
alpha2 = "JP"
name = { ja = "日本", en = "Japan" }
region = "asia"
[[country]]
id = "FRA"
alpha2 = "FR"
name = { ja = "フランス", en = "France" }
region = "europe"
[[union]]
id = "EU"
name = { ja = "欧州連合", en = "European Union" }
region = "europe"
"#,
    ),
];

pub(crate) fn library() -> Library {
    let files: Vec<SourceFile<'_>> = FILES
        .iter()
        .filter(|(path, _)| !path.starts_with("declarations/"))
        .map(|(path, text)| SourceFile { path, text })
        .collect();
    load(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// The country table and these files.
pub(crate) fn with_countries<'a>(files: &[(&'a str, &'a str)]) -> Vec<SourceFile<'a>> {
    let table = FILES.iter().filter(|(path, _)| path.starts_with("declarations/"));
    table.chain(files).map(|(path, text)| SourceFile { path, text }).collect()
}
