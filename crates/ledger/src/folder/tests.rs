use proptest::prelude::*;

use super::*;
use crate::fixture::{Files, JOURNAL, folder, key, record, seal};
use crate::{Pin, sign_evidence};

fn verdict(report: &FolderReport, path: &str) -> Option<Verdict> {
    report.items.iter().find(|item| item.path == path).map(|item| item.verdict)
}

fn failed(report: &FolderReport) -> Vec<(&str, Verdict)> {
    report.failures().map(|item| (item.path.as_str(), item.verdict)).collect()
}

fn pinned(fill: u8) -> Trust {
    Trust::Pinned(vec![Pin::Id(key(fill).public().id())])
}

fn an_envelope(files: &Files) -> String {
    files.keys().find(|path| is_envelope_path(path)).unwrap().clone()
}

#[test]
fn a_whole_folder_is_clean_under_every_kind_of_trust() {
    let files = folder(&key(1));
    for (trust, basis) in [
        (Trust::SelfAsserted, Basis::SelfAsserted),
        (pinned(1), Basis::Pinned),
        (Trust::Pinned(vec![Pin::Key(key(1).public())]), Basis::Pinned),
    ] {
        let report = verify_folder(&files, &trust);
        assert_eq!(failed(&report), []);
        assert!(report.is_clean());
        assert_eq!(report.items.len(), files.len());
        assert_eq!(report.assessment.as_deref(), Some("a1"));
        assert_eq!(report.keys, [KeyUse { id: key(1).public().id(), basis, envelopes: 3 }]);
    }
    let json = serde_json::to_value(verify_folder(&files, &Trust::default())).unwrap();
    assert_eq!(json["keys"][0]["basis"], "self-asserted");
    assert_eq!(json["items"][0]["verdict"], "ok");
}

#[test]
fn a_stranger_who_signs_everything_again_is_seen_only_when_the_key_is_pinned() {
    let files = folder(&key(9));
    assert!(verify_folder(&files, &Trust::SelfAsserted).is_clean());
    for trust in [pinned(1), Trust::Pinned(vec![Pin::Key(key(1).public())]), Trust::Pinned(vec![])]
    {
        let report = verify_folder(&files, &trust);
        assert_eq!(verdict(&report, MANIFEST_FILE), Some(Verdict::BadSignature));
        assert_eq!(failed(&report).len(), files.len(), "nothing is proven");
        assert_eq!((report.keys.len(), report.assessment), (0, None));
    }
}

#[test]
fn removed_added_renamed_and_swapped_files_are_named() {
    let mut files = folder(&key(1));
    let content = files.remove("report.html").unwrap();
    assert_eq!(failed(&verify_folder(&files, &pinned(1))), [("report.html", Verdict::Missing)]);

    files.insert("report2.html".into(), content.clone());
    assert_eq!(
        failed(&verify_folder(&files, &pinned(1))),
        [("report.html", Verdict::Missing), ("report2.html", Verdict::Unlisted)]
    );

    let mut files = folder(&key(1));
    let journal = files.insert(JOURNAL.into(), content).unwrap();
    files.insert("report.html".into(), journal);
    assert_eq!(
        failed(&verify_folder(&files, &pinned(1))),
        [("report.html", Verdict::Changed), (JOURNAL, Verdict::Changed)]
    );
}

#[test]
fn removing_any_one_file_is_named() {
    let whole = folder(&key(1));
    for path in whole.keys() {
        for trust in
            [Trust::SelfAsserted, pinned(1), Trust::Pinned(vec![Pin::Key(key(1).public())])]
        {
            let mut files = whole.clone();
            files.remove(path);
            let report = verify_folder(&files, &trust);
            assert_eq!(verdict(&report, path), Some(Verdict::Missing), "{path}");
        }
    }
    let report = verify_folder(&Files::new(), &Trust::SelfAsserted);
    assert_eq!(
        failed(&report),
        [(MANIFEST_FILE, Verdict::Missing), (SIGNER_FILE, Verdict::Missing)]
    );
}

#[test]
fn an_exchanged_key_is_named() {
    let mut files = folder(&key(1));
    files.insert(SIGNER_FILE.into(), key(2).public().to_pem().into_bytes());
    let report = verify_folder(&files, &Trust::SelfAsserted);
    assert_eq!(verdict(&report, SIGNER_FILE), Some(Verdict::Changed));
    assert_eq!(verdict(&report, MANIFEST_FILE), Some(Verdict::BadSignature));
    assert_eq!(verdict(&report, "report.html"), Some(Verdict::Unproven));
    let report = verify_folder(&files, &Trust::Pinned(vec![Pin::Key(key(1).public())]));
    assert_eq!(failed(&report), [(SIGNER_FILE, Verdict::Changed)]);
}

#[test]
fn a_record_from_elsewhere_is_unlisted_and_a_strangers_is_a_bad_signature() {
    let mut files = folder(&key(1));
    let mut other = record(vec![]);
    other.kind = "incident-report".into();
    let path = envelope_path(&other.id().unwrap());
    files.insert(path.clone(), sign_evidence(&other, &key(1)).unwrap().to_bytes().unwrap());
    assert_eq!(failed(&verify_folder(&files, &pinned(1))), [(path.as_str(), Verdict::Unlisted)]);

    // Listed by the manifest, but signed by somebody else.
    files.insert(path.clone(), sign_evidence(&other, &key(2)).unwrap().to_bytes().unwrap());
    seal(&mut files, &key(1));
    let report = verify_folder(&files, &pinned(1));
    assert_eq!(failed(&report), [(path.as_str(), Verdict::BadSignature)]);
}

#[test]
fn an_artefact_that_changed_before_the_manifest_was_made_is_named() {
    let mut files = folder(&key(1));
    files.insert(JOURNAL.into(), b"{\"id\":\"i2\"}\n".to_vec());
    seal(&mut files, &key(1));
    assert_eq!(failed(&verify_folder(&files, &pinned(1))), [(JOURNAL, Verdict::Changed)]);
    files.remove(JOURNAL);
    seal(&mut files, &key(1));
    let report = verify_folder(&files, &pinned(1));
    assert_eq!(failed(&report), [(JOURNAL, Verdict::Missing)]);
    assert!(report.failures().next().unwrap().detail.contains("rests on this file"));
}

#[test]
fn the_manifest_and_a_record_cannot_change_places() {
    let mut files = folder(&key(1));
    let path = an_envelope(&files);
    let record = files[&path].clone();
    let manifest = files.insert(MANIFEST_FILE.into(), record).unwrap();
    files.insert(path.clone(), manifest);
    let report = verify_folder(&files, &pinned(1));
    assert_eq!(verdict(&report, MANIFEST_FILE), Some(Verdict::Unreadable));
    assert_eq!(verdict(&report, &path), Some(Verdict::Unreadable));
}

#[test]
fn an_unreadable_file_is_named() {
    struct Broken(Files);
    impl Folder for Broken {
        fn paths(&self) -> Vec<String> {
            self.0.paths()
        }
        fn read(&self, _: &str, _: usize) -> Result<Vec<u8>, String> {
            Err("the disk is on fire".into())
        }
        fn digest(&self, path: &str) -> Result<Digest, String> {
            if path == JOURNAL { Err("not allowed".into()) } else { self.0.digest(path) }
        }
    }
    let files = folder(&key(1));
    let path = an_envelope(&files);
    assert_eq!(
        Manifest::of(&Broken(files.clone()), "a1", crate::fixture::time()),
        Err((JOURNAL.to_owned(), "not allowed".to_owned()))
    );
    let report = verify_folder(&Broken(files), &pinned(1));
    for path in [MANIFEST_FILE, SIGNER_FILE, JOURNAL, &path] {
        assert_eq!(verdict(&report, path), Some(Verdict::Unreadable), "{path}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The bar of the project: one changed byte anywhere is detected and named.
    #[test]
    fn any_changed_byte_in_any_file_is_named(which: prop::sample::Index, at: prop::sample::Index, flip in 1_u8.., pin: bool) {
        let mut files = folder(&key(1));
        let path = which.get(&files.keys().cloned().collect::<Vec<_>>()).clone();
        let bytes = files.get_mut(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        let trust = if pin { pinned(1) } else { Trust::SelfAsserted };
        let report = verify_folder(&files, &trust);
        let found = verdict(&report, &path);
        prop_assert!(
            matches!(
                found,
                Some(Verdict::Changed | Verdict::BadSignature | Verdict::Unreadable)
            ),
            "{path} byte {at}: {found:?}"
        );
        if path != MANIFEST_FILE && path != SIGNER_FILE {
            prop_assert_eq!(failed(&report).len(), 1, "only that file is named");
        }
    }
}
