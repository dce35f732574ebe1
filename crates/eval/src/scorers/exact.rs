//! Is a given text the answer?

use tenbin_vocab::Bilingual;

use super::mention::{Mention, mention, plain};
use super::{Answer, Right, Score, Scorer};

/// Labels an answer `correct` when it asserts one of the expected texts.
///
/// Text and answer are compared after NFKC, case folding and removal of
/// punctuation. The text may stand anywhere in the answer, at word boundaries;
/// a mention that is denied ("not Kyoto") does not count.
pub(super) struct Exact;

impl Scorer for Exact {
    fn name(&self) -> &'static str {
        "exact"
    }

    fn version(&self) -> &'static str {
        "1"
    }

    fn about(&self) -> Bilingual {
        Bilingual::new(
            "正解の語句を答えているか（表記ゆれは同一視し、否定された語句は数えない）",
            "Whether the answer gives an expected text, whatever its spelling form; a denied mention does not count",
        )
    }

    fn labels(&self) -> &'static [&'static str] {
        super::answer::RIGHT_OR_NOT
    }

    fn score(&self, answer: &Answer<'_>) -> Option<Score> {
        let Right::Exact(texts) = &answer.expect?.right else { return None };
        Some(super::answer::right_or_not(asserted(answer.response, texts)))
    }
}

/// The first of `texts` that `response` asserts, or why there is none.
pub(super) fn asserted(response: &str, texts: &[String]) -> Result<String, String> {
    let said = plain(response);
    let mut denied = None;
    for text in texts {
        match mention(&said, &plain(text)) {
            Mention::Asserted => return Ok(format!("it says \"{text}\"")),
            Mention::Denied => denied = Some(text),
            Mention::Absent => {}
        }
    }
    Err(match denied {
        Some(text) => format!("it mentions \"{text}\" only to deny it"),
        None => format!("it does not say {}", list(texts)),
    })
}

fn list(texts: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = texts.iter().take(SHOWN).map(|text| format!("\"{text}\"")).collect();
    let more = if texts.len() > SHOWN { " or any other expected text" } else { "" };
    format!("{}{more}", shown.join(" or "))
}

#[cfg(test)]
mod tests {
    use super::asserted;

    fn gives(response: &str, texts: &[&str]) -> bool {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        asserted(response, &texts).is_ok()
    }

    #[test]
    fn spelling_forms_are_alike() {
        assert!(gives("答えは「ＴＯＫＹＯ」です。", &["tokyo"]));
        assert!(gives("C’est l’Étoile.", &["l'étoile"]));
        assert!(gives("It is **New   York**!", &["new york"]));
        assert!(gives("ｶﾞｰﾅです", &["ガーナ"]));
        assert!(!gives("Newark", &["new york"]));
    }

    #[test]
    fn a_denied_text_is_not_given() {
        assert!(!gives("It is not Kyoto.", &["Kyoto"]));
        assert!(gives("It is not Osaka but Kyoto.", &["Kyoto"]));
        assert!(!gives("", &["Kyoto"]) && !gives("Kyoto", &[]));
    }
}
