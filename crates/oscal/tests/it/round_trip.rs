use tenbin_oscal::import_catalogs;

use crate::{catalogs, library_of, package_files};

#[test]
fn every_framework_comes_back_with_nothing_lost() {
    let files = package_files();
    let library = library_of(&files);
    let mut back: Vec<(String, String)> =
        files.iter().filter(|(path, _)| path.matches('/').count() == 1).cloned().collect();
    for framework in library.frameworks() {
        let made = catalogs(&library, framework, &files);
        let given: Vec<(&str, &[u8])> = made.iter().map(|bytes| ("c.json", &bytes[..])).collect();
        let imported = import_catalogs(&given, None).unwrap();
        assert_eq!(imported.id, framework.id);
        assert_eq!((imported.unstated, imported.withdrawn), (0, 0));
        let folder = format!("frameworks/{}", imported.id);
        back.extend(
            imported.files.into_iter().map(|(path, text)| (format!("{folder}/{path}"), text)),
        );
    }
    let again = library_of(&back);
    assert_eq!(again.provisions().len(), library.provisions().len());
    for (before, after) in library.provisions().iter().zip(again.provisions()) {
        assert_eq!(serde_json::json!(before), serde_json::json!(after));
    }
    for (before, after) in library.definitions().iter().zip(again.definitions()) {
        assert_eq!(serde_json::json!(before), serde_json::json!(after));
    }
    for (before, after) in library.frameworks().iter().zip(again.frameworks()) {
        let (mut before, mut after) = (serde_json::json!(before), serde_json::json!(after));
        // The digest is over the bytes of the files, which are laid out anew.
        before["digest"].take();
        after["digest"].take();
        assert_eq!(before, after);
    }
    assert_eq!(serde_json::json!(library.cases()), serde_json::json!(again.cases()));
    assert!(again.check_cases().0.is_empty());
}

#[test]
fn a_second_round_changes_no_byte() {
    let files = package_files();
    let library = library_of(&files);
    let framework = library.framework("seoul-frontier").unwrap();
    let made = catalogs(&library, framework, &files);
    let once = import_catalogs(&[("c.json", &made[0])], None).unwrap();
    let prefix = format!("frameworks/{}/", framework.id);
    let mut back: Vec<(String, String)> =
        files.iter().filter(|(path, _)| !path.starts_with(&prefix)).cloned().collect();
    back.extend(once.files.iter().map(|(path, text)| (format!("{prefix}{path}"), text.clone())));
    let library = library_of(&back);
    let again = catalogs(&library, library.framework("seoul-frontier").unwrap(), &back);
    assert_eq!(import_catalogs(&[("c.json", &again[0])], None).unwrap(), once);
}
