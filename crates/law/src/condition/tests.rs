use super::*;

fn mistake(text: &str) -> (std::ops::Range<usize>, String, String) {
    let error = parse_condition(text).unwrap_err();
    (error.span, error.message, error.hint)
}

fn shape(text: &str) -> String {
    fn write(expression: &Expression) -> String {
        let join = |parts: &[Expression]| parts.iter().map(write).collect::<Vec<_>>().join(" ");
        match &expression.kind {
            ExpressionKind::Constant(value) => value.to_string(),
            ExpressionKind::Unstated => "unknown".into(),
            ExpressionKind::Any(parts) => format!("(or {})", join(parts)),
            ExpressionKind::All(parts) => format!("(and {})", join(parts)),
            ExpressionKind::Not(inner) => format!("(not {})", write(inner)),
            ExpressionKind::AtLeast(need, parts) => format!("({need} of {})", join(parts)),
            ExpressionKind::Bare(word) => word.clone(),
            ExpressionKind::Compare(left, sign, right) => {
                format!("[{:?} {sign:?} {:?}]", left.operand, right.operand)
            }
            ExpressionKind::Member(word, _, members) => format!("[{word} in {members:?}]"),
        }
    }
    write(&parse_condition(text).unwrap().0)
}

#[test]
fn and_binds_tighter_than_or_and_not_tightest() {
    assert_eq!(shape("a or b and not c or d"), "(or a (and b (not c)) d)");
    assert_eq!(shape("not (a or b) and c"), "(and (not (or a b)) c)");
    assert_eq!(shape("at least 2 of (a, b and c, d)"), "(2 of a (and b c) d)");
    assert_eq!(shape("not not a"), "(not (not a))");
    assert_eq!(shape("true or false"), "(or true false)");
}

#[test]
fn values_have_their_types() {
    assert_eq!(shape("n > 1e25"), "[Word(\"n\") Greater Number(1e25)]");
    assert_eq!(shape("n >= 15_000_000"), "[Word(\"n\") AtLeast Number(15000000.0)]");
    assert_eq!(shape("n == -0.5"), "[Word(\"n\") Equal Number(-0.5)]");
    assert_eq!(shape("use == III.5.b"), "[Word(\"use\") Equal Word(\"III.5.b\")]");
    assert_eq!(shape("use != 'a b'"), "[Word(\"use\") Unequal Text(\"a b\")]");
    assert_eq!(shape("d < 2025-08-02"), "[Word(\"d\") Less Date(2025-08-02)]");
    assert_eq!(shape("a == true"), "[Word(\"a\") Equal Bool(true)]");
    assert!(shape("use in [x, \"y z\"]").contains("List"));
    assert!(shape("use in group_name").contains("Group"));
}

#[test]
fn dates_and_numbers_take_arithmetic() {
    let parsed = parse_condition("d + 30 days - 1 month < as_of + 2 years").unwrap().0;
    let ExpressionKind::Compare(left, _, right) = parsed.kind else { panic!() };
    let days = Shift { amount: 30, unit: ShiftUnit::Days };
    let month = Shift { amount: -1, unit: ShiftUnit::Months };
    assert_eq!(left.shifts, [days, month]);
    assert_eq!(right.shifts, [Shift { amount: 2, unit: ShiftUnit::Years }]);
    let parsed = parse_condition("n * 3 > m / 4").unwrap().0;
    let ExpressionKind::Compare(left, _, right) = parsed.kind else { panic!() };
    assert_eq!((left.factor, right.factor), (3.0, 0.25));
}

#[test]
fn mistakes_name_place_and_remedy() {
    let cases = [
        ("a = b", 2, "a single \"=\"", "=="),
        ("a && b", 2, "\"&\"", "and"),
        ("a ==", 4, "breaks off", ""),
        ("a b", 2, "side by side", "and, or"),
        ("(a or b", 0, "never closed", "close"),
        ("a or b)", 6, "never opened", "remove"),
        ("a and or b", 6, "\"or\" stands", ""),
        ("d < 2025-13-02", 4, "not a calendar date", "2026-11-21"),
        ("n > 12abc", 4, "not a number", ""),
        ("n > 1e999", 4, "not a number", ""),
        ("1 < n < 3", 6, "cannot be chained", "a < b and b < c"),
        ("at least 3 of (a, b)", 9, "at least 3 of 2", "from 1 to 2"),
        ("at least x of (a)", 9, "a number is expected", "at least 2 of"),
        ("d + 3 weeks < as_of", 6, "days, months or years", ""),
        ("d + 99999 days < as_of", 4, "more than", ""),
        ("a in", 4, "a list or the name", ""),
        ("a in [x", 7, "never closed", "]"),
        ("'a", 0, "never closed", ""),
        ("a ∧ b", 2, "not part", ""),
        ("", 0, "empty", ""),
        ("3", 0, "a value alone", "compare"),
        ("n * 0 > 1", 4, "greater than 0", ""),
    ];
    for (text, at, message, hint) in cases {
        let found = mistake(text);
        assert_eq!(found.0.start, at, "{text}: {found:?}");
        assert!(found.1.contains(message), "{text}: {found:?}");
        assert!(found.2.contains(hint), "{text}: {found:?}");
    }
}

#[test]
fn length_and_nesting_are_bounded() {
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    assert!(mistake(&deep).1.contains("bytes"));
    let deep = format!("{}a{}", "(".repeat(200), ")".repeat(200));
    assert!(mistake(&deep).1.contains("nested deeper"));
    let nots = "not ".repeat(200) + "a";
    assert!(mistake(&nots).1.contains("nested deeper"));
    assert!(parse_condition(&format!("{}a{}", "(".repeat(30), ")".repeat(30))).is_ok());
}

proptest::proptest! {
    #[test]
    fn any_text_is_parsed_or_refused(text in "\\PC{0,200}") {
        if let Err(error) = parse_condition(&text) {
            proptest::prop_assert!(text.get(error.span.clone()).is_some(), "{error:?}");
            proptest::prop_assert!(!error.message.is_empty());
        }
    }

    #[test]
    fn any_tokens_are_parsed_or_refused(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "a", "and", "or", "not", "(", ")", "[", "]", ",", "in", "at", "least", "2", "of",
            "==", "<", "2026-01-01", "+", "-", "*", "3", "days", "true", "'x'", "III.5.b",
        ]), 0..40)
    ) {
        let text = parts.join(" ");
        if let Err(error) = parse_condition(&text) {
            proptest::prop_assert!(text.get(error.span.clone()).is_some(), "{error:?}");
        }
    }
}
