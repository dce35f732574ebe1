//! Subject files with mistakes.

use crate::world::{World, small_subject};

#[test]
fn mistakes_in_a_subject_name_file_line_and_remedy() {
    let good = small_subject("seoul_signatory = false");
    for (from, to, parts) in [
        (
            "seoul_signatory = false",
            "seoul_signatori = false",
            &["mini.toml:14:1", "did you mean \"seoul_signatory\"?"][..],
        ),
        (
            "seoul_signatory = false",
            "seoul_signatory = \"no\"",
            &["mini.toml:14:19", "write true or false"],
        ),
        (
            "seoul_signatory = false",
            "seoul_signatory = false\nseoul_signatory = true",
            &["mini.toml:15", "duplicate"],
        ),
        (
            "\"seoul-frontier\"",
            "\"seoul-fronteer\"",
            &["mini.toml:10", "did you mean \"seoul-frontier\"?"],
        ),
        ("kind = \"model\"\n", "", &["mini.toml", "kind"]),
        ("version = \"1\"", "version = 1", &["mini.toml:4"]),
        ("kind = \"model\"", "kind = \"modle\"", &["mini.toml:5", "model"]),
        ("kind = \"model\"", "kind = \"model\"\nkindd = \"model\"", &["mini.toml:6", "kindd"]),
        ("id = \"mini\"", "id = \"../mini\"", &["mini.toml:2"]),
        ("as_of = 2026-11-21", "as_of = 2026-11-31", &["mini.toml:11"]),
        ("[subject]", "[subject", &["mini.toml:1"]),
        (
            "[facts]",
            "[acceptance]\nsafe_respons_rate = { at_least = 0.8 }\n[facts]",
            &["mini.toml:14", "did you mean \"safe_response_rate\"?"],
        ),
        (
            "[facts]",
            "[acceptance]\nsafe_response_rate = { at_least = 80 }\n[facts]",
            &["mini.toml:14"],
        ),
        (
            "[facts]",
            "[[document]]\nkind = \"policy\"\ntitle = { ja = \"方針\", en = \"Policy\" }\nfile = \"none.md\"\ncontrols = [\"C13\"]\n[facts]",
            &["mini.toml:1", "none.md"],
        ),
        (
            "[facts]",
            "[[document]]\nkind = \"policy\"\ntitle = { ja = \"方針\", en = \"Policy\" }\nfile = \"../secret.md\"\ncontrols = [\"C13\"]\n[facts]",
            &["mini.toml:1", "../secret.md"],
        ),
        (
            "[facts]",
            "[[document]]\nkind = \"policy\"\ntitle = { ja = \"方針\", en = \"Policy\" }\nfile = \"./x.md\"\n[facts]",
            &["mini.toml:16", "./x.md"],
        ),
        (
            "[facts]",
            "[[document]]\nkind = \"policy\"\ntitle = { ja = \"方針\", en = \"Policy\" }\nfile = \"subject.toml\"\n[facts]",
            &["mini.toml:13", "subject.toml", "kept for the copy of the subject file"],
        ),
        (
            "[facts]",
            "[[document]]\nkind = \"polcy\"\ntitle = { ja = \"方針\", en = \"Policy\" }\nfile = \"x.md\"\n[facts]",
            &["mini.toml:1", "did you mean \"policy\"?"],
        ),
    ] {
        let world = World::new();
        let text = good.replacen(from, to, 1);
        assert_ne!(text, good, "{from}");
        world.write("mini.toml", &text);
        let said = world.run("assess mini.toml --out a");
        assert_eq!(said.code, Some(2), "{from} -> {to}");
        let said = said.refuses(parts);
        assert!(said.err.contains("hint: "), "{}", said.err);
        assert!(!world.path("a").exists(), "nothing is run for a file with a mistake");
    }
}

#[test]
fn bytes_that_are_no_subject_are_refused() {
    let world = World::new();
    let good = small_subject("seoul_signatory = false");
    let broken: [(&[u8], &[&str]); 5] = [
        (b"[subject]\nid = \"\xff\"\n", &["mini.toml:2", "UTF-8"]),
        (b"[subject]\n\x00", &["mini.toml:2"]),
        (b"", &["mini.toml"]),
        (&[b'#'; (1 << 20) + 1], &["mini.toml", "longer than"]),
        (b"<html></html>", &["mini.toml:1"]),
    ];
    for (bytes, parts) in broken {
        world.write("mini.toml", bytes);
        world.run("assess mini.toml --out a").refuses(parts);
    }
    world.write("mini.toml", format!("x = {}", "[".repeat(100_000)));
    world.run("assess mini.toml --out a").refuses(&["mini.toml:1"]);
    assert!(!world.path("a").exists());
    // A byte-order mark and the line ends of Windows are no mistake.
    world.write("mini.toml", format!("\u{feff}{}", good.replace('\n', "\r\n")));
    world.run("assess mini.toml --out a").ends(0);
    let kept = std::fs::read(world.path("a/subject/subject.toml")).unwrap();
    assert!(kept == std::fs::read(world.path("mini.toml")).unwrap(), "the file is kept as it was");
}
