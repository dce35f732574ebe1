use super::*;

fn digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn review(of: &str, text: &str, on: &str, verdict: ReviewVerdict) -> BookReview {
    BookReview {
        of: of.to_owned(),
        digest: digest(text),
        by: "R".to_owned(),
        on: on.to_owned(),
        verdict,
        remark: String::new(),
        key: "k".to_owned(),
    }
}

#[test]
fn a_review_counts_only_for_the_text_it_was_made_of() {
    use ReviewVerdict::{Agreed, AgreedWithRemark, Rejected};
    let now = digest("now");
    let state = |reviews: &[BookReview]| review_state("a@2024-01-01", &now, reviews);
    assert_eq!(state(&[]), ReviewState::Unreviewed);
    let old = review("a@2024-01-01", "before", "2026-01-01", Agreed);
    assert_eq!(state(std::slice::from_ref(&old)), ReviewState::Outdated);
    let other = review("b@2024-01-01", "now", "2026-01-01", Agreed);
    assert_eq!(state(&[other]), ReviewState::Unreviewed);
    let good = review("a@2024-01-01", "now", "2026-02-01", AgreedWithRemark);
    assert_eq!(state(&[old, good.clone()]), ReviewState::Agreed);
    let later = review("a@2024-01-01", "now", "2026-03-01", Rejected);
    assert_eq!(state(&[later, good]), ReviewState::Rejected);
}
