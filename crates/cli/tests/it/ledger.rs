//! Keys, signatures, and one changed byte anywhere.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::world::{Said, World, files, small_subject};

/// An assessment folder `a` and the key it was signed with.
fn assessed() -> World {
    let world = World::new();
    world.write("mini.toml", small_subject("seoul_signatory = false"));
    world.run("assess mini.toml --out a -q").ends(0);
    world
}

fn key_id(said: &Said) -> String {
    said.json()["key_id"].as_str().unwrap().to_owned()
}

/// The paths that are not as they were signed, from `verify --json`.
fn named(said: &Said) -> BTreeSet<String> {
    let report: Value = said.json();
    assert_eq!(report["clean"], false);
    let items = report["items"].as_array().unwrap();
    let failed = items.iter().filter(|item| item["verdict"] != "ok");
    failed.map(|item| item["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_key_is_never_overwritten_and_belongs_to_its_owner() {
    let world = World::new();
    let said = world.run("ledger keygen --json").ends(0);
    assert!(key_id(&said).starts_with("ed25519:"));
    world.run("ledger keygen --out k/mine.pem").ends(0);
    let before = files(&world.path("."));
    world.run("ledger keygen").refuses(&["signer.pem: there is a key already", "hint"]);
    world.run("ledger keygen --out k/mine.pem").refuses(&["k/mine.pem: there is a key already"]);
    assert_eq!(files(&world.path(".")), before);

    // Nor is a public key, and a private key is not lost to its own public one.
    world.write("k/other.pub", "somebody's key");
    world.run("ledger keygen --out k/other.pem").refuses(&["k/other.pub: there is a key already"]);
    assert_eq!(fs::read(world.path("k/other.pub")).unwrap(), b"somebody's key");
    world.run("ledger keygen --out k/new.pub").refuses(&["k/new.pub", ".pem"]);
    assert!(!world.path("k/new.pub").exists());

    #[cfg(unix)]
    for key in ["data/keys/signer.pem", "k/mine.pem"] {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(world.path(key)).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let secret = fs::read_to_string(world.path("k/mine.pem")).unwrap();
    let public = fs::read_to_string(world.path("k/mine.pub")).unwrap();
    assert!(secret.contains("PRIVATE KEY") && public.contains("PUBLIC KEY"));
}

#[test]
fn processes_that_start_together_share_one_key() {
    let world = World::new();
    let line = "for i in 1 2 3 4 5 6; do \"$TENBIN\" ledger keygen > key-$i 2> err-$i & done; wait";
    world.shell(line).ends(0);
    let made: Vec<String> = (1..=6)
        .map(|n| fs::read_to_string(world.path(&format!("key-{n}"))).unwrap())
        .filter(|text| !text.is_empty())
        .collect();
    assert_eq!(made.len(), 1, "{made:?}");
    let kept = world.run("doctor --json").json();
    let kept = kept["checks"].as_array().unwrap().iter().find(|c| c["name"] == "signing key");
    let kept = kept.unwrap()["detail"].as_str().unwrap().to_owned();
    assert!(made[0].contains(&kept), "{} is not {kept}", made[0]);
    let left = fs::read_dir(world.path("data/keys")).unwrap().count();
    assert_eq!(left, 2, "files are left over");
}

#[test]
fn a_record_is_signed_and_verified() {
    let world = assessed();
    let made: Value =
        serde_json::from_slice(&fs::read(world.path("a/assessment.json")).unwrap()).unwrap();
    let record = &made["evidence"][0]["record"];
    world.write("record.json", record.to_string());
    let mine = key_id(&world.run("ledger keygen --out mine.pem --json").ends(0));
    let other = key_id(&world.run("ledger keygen --out other.pem --json").ends(0));
    world.run("ledger sign record.json --key mine.pem --out signed.json").ends(0);
    world.run("ledger sign record.json --key mine.pem --out signed.json").refuses(&["signed.json"]);
    // The same record signed with the data folder's key is the envelope in the folder.
    let again = world.run("ledger sign record.json").ends(0);
    let file = made["evidence"][0]["file"].as_str().unwrap();
    assert!(again.out == fs::read(world.path("a").join(file)).unwrap());

    let said = world.run("ledger verify signed.json --key mine.pub --json").ends(0).json();
    assert_eq!((&said["clean"], &said["keys"][0]["id"]), (&true.into(), &mine.as_str().into()));
    world.run("ledger verify signed.json --key other.pub --key mine.pub").ends(0);
    world.run("ledger verify signed.json --key other.pub").ends(1);
    world.run("ledger verify signed.json").refuses(&["no key to verify with", "--key"]);
    world.run(&format!("ledger verify a/{file}")).ends(0);
    assert_ne!(mine, other);

    let envelope = fs::read(world.path("signed.json")).unwrap();
    for at in (0..envelope.len()).step_by(97) {
        let mut bytes = envelope.clone();
        bytes[at] ^= 1;
        world.write("bad.json", &bytes);
        let said = world.run("ledger verify bad.json --key mine.pub").ends(1);
        assert!(said.text().contains("bad.json"), "{}", said.text());
    }

    world.write("half.json", r#"{"schema": "tenbin.evidence/1"}"#);
    world.run("ledger sign half.json").refuses(&["half.json:1", "not an evidence record"]);
    let list = world.run("ledger list --json").ends(0).json();
    let id = list["items"][0]["id"].as_str().unwrap();
    assert!(
        String::from_utf8_lossy(&world.run(&format!("ledger show {id}")).ends(0).out)
            .contains("payload")
    );
    world.run("ledger show sha256:00").refuses(&["no such evidence record", "ledger list"]);
}

#[test]
fn one_changed_byte_in_any_file_is_found_and_named() {
    let world = assessed();
    let folder = world.path("a");
    world.run("ledger verify a").ends(0);
    let all = files(&folder);
    assert!(all.len() > 20, "{}", all.len());
    let mut draw: u64 = 0x9E37_79B9_7F4A_7C15;
    for (name, content) in &all {
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(draw >> 33).unwrap() % content.len();
        let flip = u8::try_from(draw >> 25 & 0xff).unwrap() | 1;
        let mut bytes = content.clone();
        bytes[at] ^= flip;
        fs::write(folder.join(name), &bytes).unwrap();
        let said = world.run("ledger verify a --json").ends(1);
        assert!(named(&said).contains(name), "byte {at} of {name} ^ {flip}: {}", said.text());
        fs::write(folder.join(name), content).unwrap();
    }
    let said = world.run("ledger verify a").ends(0);
    assert!(said.text().contains("self-asserted"), "{}", said.text());
    // For people the file is named as well, and only that one.
    let name = "run/journal.jsonl";
    let mut bytes = all[name].clone();
    bytes.pop();
    fs::write(folder.join(name), bytes).unwrap();
    let said = world.run("ledger verify a").ends(1).text();
    assert!(
        said.contains(&format!("changed  {name}")) && said.contains(&format!("1 of {}", all.len())),
        "{said}"
    );
}

#[test]
fn every_byte_of_the_public_key_counts() {
    let world = assessed();
    let path = world.path("a/signer.pub");
    let content = fs::read(&path).unwrap();
    for at in 0..content.len() {
        for flip in [0x01, 0x20] {
            let mut bytes = content.clone();
            bytes[at] ^= flip;
            fs::write(&path, bytes).unwrap();
            let found = tenbin_app::verify(&world.path("a"), Vec::new()).unwrap();
            let named = found.report.failures().any(|item| item.path == "signer.pub");
            assert!(!found.clean && named, "byte {at} ^ {flip}");
        }
    }
}

#[test]
fn removed_added_and_renamed_files_are_named() {
    let world = assessed();
    let folder = world.path("a");
    for (name, content) in files(&folder) {
        fs::remove_file(folder.join(&name)).unwrap();
        let found = tenbin_app::verify(&folder, Vec::new()).unwrap();
        assert!(!found.clean && found.report.failures().any(|item| item.path == name), "{name}");
        fs::write(folder.join(&name), content).unwrap();
    }
    let envelope = files(&folder).into_keys().find(|name| name.starts_with("evidence/")).unwrap();
    fs::remove_file(folder.join(&envelope)).unwrap();
    let said = world.run("ledger verify a --json").ends(1);
    assert_eq!(named(&said), BTreeSet::from([envelope.clone()]));
    world.run(&format!("ledger verify a/{envelope}")).refuses(&["there is no such file"]);

    let world = assessed();
    world.write("a/evidence/extra.txt", "new");
    world.write("a/.hidden", "new");
    let said = world.run("ledger verify a --json").ends(1);
    assert_eq!(
        named(&said),
        BTreeSet::from(["evidence/extra.txt".to_owned(), ".hidden".to_owned()])
    );

    let world = assessed();
    fs::rename(world.path("a/report.html"), world.path("a/Report.html")).unwrap();
    let said = world.run("ledger verify a --json").ends(1);
    assert_eq!(named(&said), BTreeSet::from(["report.html".to_owned(), "Report.html".to_owned()]));
    assert!(world.run("ledger verify a").text().contains("missing  report.html"));

    #[cfg(unix)]
    {
        let world = assessed();
        fs::rename(world.path("a/report.html"), world.path("elsewhere.html")).unwrap();
        std::os::unix::fs::symlink("../elsewhere.html", world.path("a/report.html")).unwrap();
        let said = world.run("ledger verify a --json").ends(1);
        assert!(named(&said).contains("report.html"), "a link stands for a file");
    }
}

#[test]
fn a_pinned_key_decides_whom_to_trust() {
    let world = assessed();
    world.run("ledger keygen --out other.pem").ends(0);
    let id =
        world.run("ledger verify a --json").json()["keys"][0]["id"].as_str().unwrap().to_owned();
    for key in ["data/keys/signer.pub", "a/signer.pub", &id] {
        let said = world.run(&format!("ledger verify a --key {key} --json")).ends(0).json();
        assert!(said["keys"][0]["basis"].as_str().unwrap().contains("pinned"), "{said}");
    }
    world.run("ledger verify a --key other.pub --key data/keys/signer.pub").ends(0);
    let said = world.run("ledger verify a --key other.pub").ends(1).text();
    assert!(said.contains("not a trusted key") && said.contains("manifest.dsse.json"), "{said}");
    world.run("ledger verify a --key ed25519:00000000000000000000000000000000").ends(1);
    world.run("ledger verify a --key ed25519:zz").refuses(&["--key", "ed25519:zz", "hint"]);

    // A folder signed anew by another hand is whole, but not by the pinned key.
    world.write("mini.toml", small_subject("seoul_signatory = false"));
    let mut command = world.bare();
    Said::of(command.args(["--data-dir", "elsewhere", "assess", "mini.toml", "--out", "b", "-q"]))
        .ends(0);
    world.run("ledger verify b").ends(0);
    world.run("ledger verify b --key data/keys/signer.pub").ends(1);
}

#[test]
fn keys_that_are_none_are_refused() {
    let world = assessed();
    world.run("ledger keygen --out mine.pem").ends(0);
    world.write("record.json", "{}");
    let half = fs::read(world.path("mine.pub")).unwrap();
    let garbage: [&[u8]; 5] =
        [b"", b"garbage\n", b"\x00\xff\xfe\x00", &half[..half.len() / 2], &[b'A'; 40_000]];
    for bytes in garbage {
        world.write("bad.pub", bytes);
        world.run("ledger verify a --key bad.pub").refuses(&["bad.pub"]);
        world.run("ledger sign record.json --key bad.pub").refuses(&[]);
    }
    // The private key is not taken for the public one, and its text is not shown.
    let secret = fs::read_to_string(world.path("mine.pem")).unwrap();
    let body = secret.lines().nth(1).unwrap().to_owned();
    let said = world.run("ledger verify a --key mine.pem").refuses(&["mine.pem", ".pub"]);
    assert!(!said.err.contains(&body));
    world.run("ledger verify a --key none.pub").refuses(&["none.pub: there is no such file"]);
    world.run("ledger verify nowhere").refuses(&["nowhere: there is no such file"]);

    // A folder that is no assessment says what it lacks.
    fs::create_dir(world.path("empty")).unwrap();
    let said = world.run("ledger verify empty").ends(1).text();
    assert!(said.contains("missing  manifest.dsse.json"), "{said}");

    // A damaged signing key stops the work instead of being replaced.
    fs::write(world.path("data/keys/signer.pem"), "garbage").unwrap();
    world.run("assess mini.toml --out c").refuses(&["signer.pem"]);
    assert_eq!(fs::read(world.path("data/keys/signer.pem")).unwrap(), b"garbage");
    assert!(!world.path("c").exists(), "nothing is asked when nothing can be signed");
}
