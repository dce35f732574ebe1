//! What is wrong with a file is said with the file, and nothing panics.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tenbin_oscal::{MAX_CATALOG_BYTES, NAMESPACE, import_catalogs};

use crate::foreign::invented;
use crate::{catalogs, library_of, package_files};

fn said(bytes: &[u8]) -> String {
    import_catalogs(&[("f.json", bytes)], None).unwrap_err().to_string()
}

fn with(change: impl FnOnce(&mut Value)) -> String {
    let mut value = invented();
    change(&mut value["catalog"]);
    said(value.to_string().as_bytes())
}

#[test]
fn what_is_no_catalogue_is_named() {
    assert!(said(b"{\n  \"catalog\": oops").starts_with("f.json:2:"), "{}", said(b"{\n oops"));
    assert!(said(b"[]").contains("f.json"));
    assert!(said(b"{\"catalog\": {\"groups\": 7}}").contains("invalid type"));
    assert!(said(b"{\"profile\": {}}").contains("holds an OSCAL profile"));
    assert!(said(b"{}").contains("no OSCAL catalogue"));
    assert!(said(b"\xff").contains("UTF-8"));
    assert!(said(b"{\"catalog\": {}}").contains("bears no date"));
    let empty = json!({"catalog": {"metadata": {"published": "2026-01-01"}}});
    assert!(said(empty.to_string().as_bytes()).contains("no control"));
    let deep = format!("{{\"catalog\": {}", "{\"groups\": [".repeat(10_000));
    assert!(said(deep.as_bytes()).contains("recursion limit"));
    let long = vec![b' '; MAX_CATALOG_BYTES + 1];
    assert!(said(&long).contains("more than the limit"));
    let many: Vec<(&str, &[u8])> = vec![("f", b"{}"); 101];
    assert!(import_catalogs(&many, None).unwrap_err().to_string().contains("101 catalogues"));
}

#[test]
fn wrong_controls_are_named() {
    let twice = with(|c| c["controls"] = json!([{"id": "x", "title": "X"}, {"id": "x"}]));
    assert!(twice.contains("\"x\" stands twice"), "{twice}");
    let nameless = with(|c| c["controls"] = json!([{"id": "日本", "title": "X"}]));
    assert!(nameless.contains("no letter or digit"), "{nameless}");
    let prose = "x".repeat(70_000);
    let parts = json!([{"name": "statement", "prose": prose}]);
    let long = with(|c| c["controls"] = json!([{"id": "x", "parts": parts}]));
    assert!(long.contains("longer than 65536"), "{long}");
    let controls: Vec<Value> = (0..20_001).map(|n| json!({"id": format!("c{n}")})).collect();
    let many = with(|c| c["controls"] = json!(controls));
    assert!(many.contains("more than 20000 controls"), "{many}");
    let own = |name: &str, value: &str| json!({"name": name, "ns": NAMESPACE, "value": value});
    let statement = |props: Value| {
        let parts = json!([{"name": "statement", "props": props}]);
        with(|c| c["controls"] = json!([{"id": "x", "parts": parts}]))
    };
    let half = statement(json!([own("applies-when", "a")]));
    assert!(half.contains("control \"x\": the property from is missing"), "{half}");
    let date = statement(json!([own("applies-when", "a"), own("from", "soon")]));
    assert!(date.contains("from is no date"), "{date}");
}

#[test]
fn nothing_is_written_outside_the_folder() {
    let attach = |path: &str, value: &str| {
        with(|c| {
            c["back-matter"] = json!({"resources": [{
                "uuid": "x",
                "props": [{"name": "path", "ns": NAMESPACE, "value": path}],
                "base64": {"value": value},
            }]});
        })
    };
    for path in [
        "../x.toml",
        "/x.toml",
        "cases/../x.toml",
        "cases/a/b.toml",
        "articles/1.toml",
        "x.sh",
        ".toml",
        "..toml",
        "cases/.x.toml",
        "a\\b.toml",
        "C:x.toml",
        "cases/",
    ] {
        let said = attach(path, "YQ==");
        assert!(said.contains("is none of a package"), "{path}: {said}");
    }
    assert!(attach("cases/a.toml", "?").contains("not valid base64"));
    assert!(attach("cases/a.toml", &STANDARD.encode(b"\xff")).contains("UTF-8"));
    assert!(attach("cases/a.toml", &"A".repeat(3 << 20)).contains("too long"));
    for id in ["", "..", ".x", "a/b", "a\\b", "日本", &"x".repeat(200)] {
        let bytes = invented().to_string();
        let said = import_catalogs(&[("f.json", bytes.as_bytes())], Some(id)).unwrap_err();
        assert!(said.to_string().contains("cannot be the name"), "{id}: {said}");
    }
    let bytes = invented().to_string();
    let said = import_catalogs(&[("日本.json", bytes.as_bytes())], None).unwrap_err().to_string();
    assert!(said.contains("--framework-id"), "{said}");
}

#[test]
fn catalogues_that_do_not_belong_together_are_refused() {
    let files = package_files();
    let library = library_of(&files);
    let one = catalogs(&library, library.framework("seoul-frontier").unwrap(), &files).remove(0);
    let other = catalogs(&library, library.framework("hiroshima-code").unwrap(), &files).remove(0);
    let given: [(&str, &[u8]); 2] = [("a.json", &one), ("b.json", &other)];
    let said = import_catalogs(&given, None).unwrap_err().to_string();
    assert!(said.contains("different frameworks"), "{said}");
    let said = import_catalogs(&given[..1], Some("mine")).unwrap_err().to_string();
    assert!(said.contains("\"seoul-frontier\""), "{said}");
    let changed = String::from_utf8(one.clone()).unwrap();
    let changed = changed.replace("\"Commitment I\"", "\"Commitment Zero\"");
    let given: [(&str, &[u8]); 2] = [("a.json", &one), ("b.json", changed.as_bytes())];
    let said = import_catalogs(&given, None).unwrap_err().to_string();
    assert!(said.contains("b.json: \"seoul.I\" differs"), "{said}");
}
