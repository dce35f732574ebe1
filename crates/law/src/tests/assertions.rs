//! Verdicts of single conditions.

use tenbin_vocab::Tri::{No, Unknown, Yes};

use super::{try_library, verdict};

#[test]
fn known_facts_give_plain_logic() {
    assert_eq!(verdict("a and not b", "a=true b=false"), Yes);
    assert_eq!(verdict("a and not b", "a=true b=true"), No);
    assert_eq!(verdict("a == false or b != true", "a=true b=true"), No);
    assert_eq!(verdict("at least 2 of (a, b, c)", "a=true c=true b=false"), Yes);
    assert_eq!(verdict("at least 2 of (a, b, c)", "a=true c=false b=false"), No);
    assert_eq!(verdict("at least 2 of (a, b, c)", "a=true c=true"), Yes);
    assert_eq!(verdict("at least 2 of (a, b, c)", "a=true c=false"), Unknown);
}

#[test]
fn unknown_is_never_read_as_no() {
    assert_eq!(verdict("a and b", "a=true"), Unknown);
    assert_eq!(verdict("a and b", "a=false"), No);
    assert_eq!(verdict("a or b", "a=true"), Yes);
    assert_eq!(verdict("not a", ""), Unknown);
    assert_eq!(verdict("a and b", "a=true b=?"), Unknown);
}

#[test]
fn every_possible_answer_counts() {
    assert_eq!(verdict("a or not a", ""), Yes);
    assert_eq!(verdict("a and not a", ""), No);
    assert_eq!(verdict("(a and b) or (a and not b) or not a", ""), Yes);
    assert_eq!(verdict("(a and b) or (not a and c)", "b=true c=true"), Yes);
    assert_eq!(verdict("(a and b) or (not a and c)", "b=true"), Unknown);
    assert_eq!(verdict("a == true or a == false", "a=?"), Yes);
}

#[test]
fn ranges_of_numbers_and_dates_count_as_answers() {
    assert_eq!(verdict("size > 5 or size <= 5", ""), Yes);
    assert_eq!(verdict("size > 5 and size < 3", ""), No);
    assert_eq!(verdict("size > 5 or size < 5", ""), Unknown);
    assert_eq!(verdict("size > 5 or size > 7", ""), Unknown);
    assert_eq!(verdict("size >= 0", ""), Yes);
    assert_eq!(verdict("size < 0", ""), No);
    assert_eq!(verdict("other_size < 0", ""), Unknown);
    assert_eq!(verdict("placed < 2025-01-01 or placed >= 2025-01-01", ""), Yes);
    assert_eq!(verdict("placed < 2025-01-01 or placed > 2025-01-01", ""), Unknown);
    assert_eq!(verdict("placed + 1 month <= 2025-03-31 or placed > 2025-02-28", ""), Yes);
    assert_eq!(verdict("placed + 30 days > as_of or placed <= as_of", ""), Yes);
    assert_eq!(verdict("1e25 < size", "size=1e25"), No);
    assert_eq!(verdict("1e25 < size", "size=1.0001e25"), Yes);
}

#[test]
fn dates_shift_by_days_months_and_years() {
    assert_eq!(verdict("placed + 1 month == 2025-02-28", "placed=2025-01-31"), Yes);
    assert_eq!(verdict("placed + 30 days == 2025-03-02", "placed=2025-01-31"), Yes);
    assert_eq!(verdict("placed - 1 year < 2024-02-29", "placed=2025-02-28"), Yes);
    // The as-of date is 2026-06-01.
    assert_eq!(verdict("as_of <= placed + 15 days", "placed=2026-05-17"), Yes);
    assert_eq!(verdict("as_of <= placed + 15 days", "placed=2026-05-16"), No);
}

#[test]
fn a_fact_may_hold_several_words() {
    assert_eq!(verdict("role == provider and role == deployer", "role=provider+deployer"), Yes);
    assert_eq!(verdict("role == provider and role == deployer", ""), Unknown);
    assert_eq!(verdict("role != provider", "role=deployer"), Yes);
    assert_eq!(verdict("role != provider", "role=provider+deployer"), No);
    assert_eq!(verdict("role in [provider, deployer]", ""), Yes);
    // none excludes every other word.
    assert_eq!(verdict("kind == none and kind == y", ""), No);
}

#[test]
fn a_group_is_one_of_these_not_said_which() {
    assert_eq!(verdict("kind in xs", "kind=xs"), Yes);
    assert_eq!(verdict("kind == x1", "kind=xs"), Unknown);
    assert_eq!(verdict("kind == x1 or kind == x2", "kind=xs"), Yes);
    assert_eq!(verdict("kind == y", "kind=xs"), No);
    assert_eq!(verdict("kind == y", "kind=xs+y"), Yes);
    assert_eq!(verdict("kind in xs", "kind=none"), No);
    assert_eq!(verdict("kind in xs", "kind=x2"), Yes);
}

#[test]
fn nothing_holds_of_a_fact_that_does_not_apply() {
    for when in ["a", "a == false", "a != true", "size > 1", "size <= 1", "kind == y", "kind != y"]
    {
        assert_eq!(verdict(when, "a=! size=! kind=!"), No, "{when}");
    }
    assert_eq!(verdict("not a", "a=!"), Yes);
    assert_eq!(verdict("size > other_size", "size=!"), No);
}

#[test]
fn two_facts_compare_with_each_other() {
    assert_eq!(verdict("size * 3 > other_size", "size=4 other_size=11"), Yes);
    assert_eq!(verdict("size > other_size / 3", "size=3 other_size=11"), No);
    assert_eq!(verdict("size > other_size", "size=3"), Unknown);
    assert_eq!(verdict("placed < met - 2 years", "placed=2020-01-01 met=2022-01-02"), Yes);
    // Both unknown: taken to go either way, even where logic would settle it.
    assert_eq!(verdict("size > other_size or not size > other_size", ""), Unknown);
    assert_eq!(verdict("size > other_size and size > 5 and size < 3", ""), No);
    // One known: the other is as good as compared with a value.
    assert_eq!(verdict("size > other_size or size <= other_size", "other_size=4"), Yes);
    assert_eq!(verdict("size > other_size or size < 5", "other_size=4"), Yes);
    assert_eq!(verdict("size > other_size or size < 4", "other_size=4"), Unknown);
    assert_eq!(verdict("placed < met or placed >= met", "placed=2020-01-01"), Yes);
}

#[test]
fn types_are_checked_with_place_and_remedy() {
    let mistake = |when: &str| {
        let body = super::article(&format!("when = '{when}'"));
        let text = try_library(&[("articles/a.toml", &body)]).unwrap_err().to_string();
        assert!(text.starts_with("frameworks/act/articles/a.toml:14:"), "{text}");
        text
    };
    assert!(mistake("size == big").contains("number fact and is compared with the word big"));
    assert!(mistake("sice > 3").contains("unknown fact \"sice\"\n  hint: did you mean \"size\"?"));
    assert!(mistake("kind == x3").contains("\"x3\" is not a value of kind\n  hint: did you mean"));
    assert!(mistake("kind == xs").contains("write kind in xs"));
    assert!(mistake("kind in ys").contains("did you mean \"xs\"?"));
    assert!(mistake("kind < y").contains("has no order"));
    assert!(mistake("size").contains("no condition by itself"));
    assert!(mistake("a > true").contains("has no order"));
    assert!(mistake("a == 1").contains("compared with the number 1"));
    assert!(mistake("placed < 5").contains("compared with the number 5"));
    assert!(mistake("size + 3 days > 2").contains("days, months and years are for dates"));
    assert!(mistake("placed * 2 > as_of").contains("cannot be multiplied"));
    assert!(mistake("size > size").contains("compared with itself"));
    assert!(mistake("3 > 2").contains("names no fact"));
    assert!(mistake("placed-30 days < as_of").contains("put spaces around a minus sign"));
    assert!(mistake("a and b c").contains("a.toml:14:17: two conditions stand side by side"));
}

#[test]
fn a_search_that_grows_too_large_gives_up_as_unknown() {
    // Each definition names the one before twice, so that the whole is 2^24
    // parts long; trying every answer is out of reach.
    let entry = |name: &str, when: &str| {
        format!(
            "[[definition]]\nid = \"act.{name}\"\nname = \"{name}\"\ntitle = {{ ja = \"x\", en = \"x\" }}\n[[definition.version]]\nfrom = 2024-01-01\nwhen = \"{when}\"\ncite = \"1\"\nconfidence = \"V\"\nsources = [\"S1\"]\n"
        )
    };
    let mut text = entry("x0", "a");
    for at in 1..24 {
        let before = at - 1;
        let when = format!("(x{before} and not b) or (not x{before} and b)");
        text += &entry(&format!("x{at}"), &when);
    }
    let body = super::article("when = 'x23 or not x23'\napplies_from = 2025-01-01");
    let library = super::library(&[("definitions.toml", &text), ("articles/a.toml", &body)]);
    assert_eq!(super::finding(&library, "").verdict, Unknown);
    assert_eq!(super::finding(&library, "a=true b=true").verdict, Yes);
}
