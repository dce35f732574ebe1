//! The nearest known word to a misspelt one.

/// How alike two words must be, on a scale of 0 to 1, to be worth suggesting.
const LIKENESS: f64 = 0.5;

/// The candidate most like `word`, when any is close enough.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // A misspelling is compared without regard to case and separators first.
    let folded = fold(word);
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = strsim::normalized_damerau_levenshtein(&folded, &fold(candidate));
        if likeness >= LIKENESS && best.is_none_or(|(score, _)| likeness > score) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> String {
    // Long garbage is cut: the comparison is quadratic in the length.
    word.chars().take(80).map(|c| if c == '-' { '_' } else { c.to_ascii_lowercase() }).collect()
}

/// A remedy that names the nearest candidate, or lists them when they are few.
pub fn remedy<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
    otherwise: &str,
) -> String {
    if let Some(near) = nearest(word, candidates.clone()) {
        return format!("did you mean \"{near}\"?");
    }
    let all: Vec<&str> = candidates.into_iter().take(13).collect();
    if all.is_empty() || all.len() > 12 {
        return otherwise.to_owned();
    }
    format!("use one of: {}", all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{nearest, remedy};

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let names = ["is_gpai_model", "eu_scope", "systemic_risk"];
        assert_eq!(nearest("is_gpia_model", names), Some("is_gpai_model"));
        assert_eq!(nearest("EU-Scope", names), Some("eu_scope"));
        assert_eq!(nearest("zebra", names), None);
        assert_eq!(
            remedy("zebra", names, ""),
            "use one of: is_gpai_model, eu_scope, systemic_risk"
        );
    }
}
