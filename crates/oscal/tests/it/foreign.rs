//! A catalogue of somebody else's: no property of ours in it.

use serde_json::{Value, json};
use tenbin_law::Selection;
use tenbin_oscal::import_catalogs;
use tenbin_vocab::{Confidence, Facts, Tri};

use crate::{library_of, package_files};

pub(crate) fn invented() -> Value {
    json!({"catalog": {
        "uuid": "9d7d4a36-7a4b-4f0a-9a6c-7d6a7cbd1f10",
        "metadata": {
            "title": "Invented controls", "last-modified": "2025-03-04T05:06:07+09:00",
            "version": "2.0", "oscal-version": "1.1.3", "unheard-of": {"x": [1]},
            "links": [{"href": "https://example.org/controls"}, {"href": "#x"}],
        },
        "params": [{"id": "p1", "label": "a set period"}],
        "groups": [{
            "id": "ac", "class": "family", "title": "Access",
            "controls": [{
                "id": "ac-1", "title": "Policy",
                "props": [{"name": "label", "value": "AC-1"}],
                "parts": [
                    {"name": "statement", "prose": "Write a \"policy\":", "parts": [
                        {"name": "item", "props": [{"name": "label", "value": "a."}],
                         "prose": "review it every {{ insert: param, p1 }};"},
                    ]},
                    {"name": "guidance", "prose": "Long talk."},
                ],
                "controls": [{"id": "ac-1.1", "title": "Enhanced"}],
            }, {
                "id": "ac-2", "title": "Gone",
                "props": [{"name": "status", "value": "withdrawn"}],
            }],
            "groups": [{"title": "Inner", "controls": [{"id": "日本-3", "title": "Named\nin two lines"}]}],
        }],
        "controls": [{"id": "x", "title": ""}],
        "back-matter": {"resources": [{"uuid": "x", "title": "A book"}]},
    }})
}

#[test]
fn controls_become_provisions_that_settle_nothing() {
    let bytes = invented().to_string();
    let imported = import_catalogs(&[("My Controls.json", bytes.as_bytes())], None).unwrap();
    assert_eq!(imported.id, "my-controls");
    assert_eq!((imported.provisions, imported.unstated, imported.withdrawn), (4, 4, 1));
    let mut files = package_files();
    let own = imported.files.iter();
    files.extend(own.map(|(path, text)| (format!("frameworks/my-controls/{path}"), text.clone())));
    let library = library_of(&files);
    assert!(library.check_cases().0.is_empty(), "{}", library.check_cases());
    let framework = library.framework("my-controls").unwrap();
    assert_eq!(framework.title.en, "Invented controls");
    assert_eq!(framework.urls, ["https://example.org/controls"]);
    assert!(!framework.binding);
    assert_eq!(framework.versions[0].id, "2.0");
    let own: Vec<_> =
        library.provisions().iter().filter(|p| p.framework == "my-controls").collect();
    let ids: Vec<(&str, &str)> = own.iter().map(|p| (p.id.as_str(), p.article.as_str())).collect();
    assert_eq!(ids, [("x", "0"), ("ac-1", "ac"), ("ac-1.1", "ac"), ("3", "Inner")]);
    assert_eq!(own[3].article_title.en, "Access: Inner");
    let version = &own[1].versions[0];
    assert_eq!(version.duty.text.en, "Write a \"policy\":\na. review it every [a set period];");
    assert_eq!(version.cite, "AC-1");
    assert_eq!(version.confidence, Confidence::U);
    assert!(version.note.as_ref().unwrap().en.contains("does not state"));
    assert!(!version.duty.binding && version.applies_from.is_none());
    let selection = library.select(["my-controls"]).unwrap();
    let as_of = "2026-11-21".parse().unwrap();
    let weighing = library.weigh(&Facts::new(), as_of, &selection);
    assert_eq!(weighing.provisions.len(), 4);
    for answer in &weighing.provisions {
        assert_eq!((answer.verdict, answer.addressee.subject), (Tri::Unknown, Tri::Unknown));
    }
    let all = library.weigh(&Facts::new(), as_of, &Selection::all());
    assert!(all.next_questions.len() > 1);
}

#[test]
fn two_text_versions_are_joined() {
    let later = invented().to_string().replace("2025-03-04", "2026-03-04").replace("2.0", "3.0");
    let earlier = invented().to_string();
    let given: [(&str, &[u8]); 2] = [("b.json", later.as_bytes()), ("a.json", earlier.as_bytes())];
    let imported = import_catalogs(&given, Some("joined")).unwrap();
    let text = |name: &str| {
        let found = imported.files.iter().find(|(path, _)| path.contains(name));
        found.map(|(_, text)| text.as_str()).unwrap_or_default()
    };
    let head = text("framework.toml");
    assert!(head.contains("from = 2025-03-04\nuntil = 2026-03-04\n"), "{head}");
    assert!(head.contains("id = \"3.0\"\nfrom = 2026-03-04\n"), "{head}");
    assert!(text("-ac.toml").matches("[[provision.version]]").count() == 4);
}
