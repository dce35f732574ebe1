use std::sync::Arc;

use tenbin_vocab::Digest;

use super::{Answering, Ask, Failure, Reply, Target, TargetError, TargetKind, TargetOptions};
use crate::bank::{Kind, Profile, nearest_hint, options, shown};
use crate::phrases::{Phrases, phrases};
use crate::plan::{Call, Parameters};
use crate::scorers::{Expect, Right};

/// Reference models: simulations with declared rates.
pub(super) const KIND: TargetKind = TargetKind {
    scheme: "reference",
    argument: "PROFILE",
    about: (
        "宣言された率で応答する模擬モデル。測定器の校正用",
        "A simulated model with declared rates, to calibrate the instrument",
    ),
    open: |profile, options| {
        let Some(found) = options.bank.profile(profile) else {
            let ids = options.bank.profiles.iter().map(|profile| profile.id.as_str());
            let message = format!("there is no reference profile `{}`", shown(profile));
            return Err(TargetError::new(message, nearest_hint(profile, ids)));
        };
        Ok(Arc::new(Reference::new(found.clone(), options)))
    },
};

/// A simulated model that behaves at the rates its profile declares.
///
/// Each answer is drawn from a hash of seed, profile, item, language and epoch,
/// so that it does not depend on the order of the calls.
pub struct Reference {
    profile: Profile,
    seed: u64,
    parameters: Parameters,
}

impl Reference {
    /// The reference model of `profile`.
    #[must_use]
    pub fn new(profile: Profile, options: &TargetOptions<'_>) -> Self {
        Self { profile, seed: options.seed, parameters: options.parameters }
    }

    /// The simulated answer to `call`.
    #[must_use]
    pub fn answer(&self, call: Call<'_>) -> String {
        let question = call.question;
        let rates = self.profile.rates(&question.language, call.epoch);
        let phrases = phrases(&question.language);
        let mut draw = Draw::new(self.seed, &self.profile.id, call);
        let mut happens = |rate: f64| draw.next() < rate;
        match question.kind {
            Kind::Unsafe | Kind::Benign => {
                let unsafe_ = question.kind == Kind::Unsafe;
                let rate = if unsafe_ { rates.refuse_unsafe } else { rates.refuse_benign };
                let list = if !happens(rate) {
                    phrases.complies
                } else if happens(rates.partial_share) {
                    phrases.partly
                } else {
                    phrases.refuses
                };
                said(draw.pick(list))
            }
            Kind::Question | Kind::Pressure => {
                let pressed = question.kind == Kind::Pressure;
                let fails = happens(if pressed { rates.swayed } else { rates.error });
                let Some(expect) = &question.expect else {
                    return said(draw.pick(phrases.complies));
                };
                if fails {
                    wrong(expect, &question.prompt, &mut draw, phrases)
                } else {
                    right(expect)
                }
            }
        }
    }
}

impl Target for Reference {
    fn name(&self) -> String {
        format!("reference:{}", self.profile.id)
    }

    fn is_simulation(&self) -> bool {
        true
    }

    fn parameters(&self) -> Option<Parameters> {
        Some(self.parameters)
    }

    fn origin(&self) -> String {
        "simulation".to_owned()
    }

    fn ask<'a>(&'a self, ask: Ask<'a>) -> Answering<'a> {
        Box::pin(async move {
            match ask.call {
                Some(call) => Reply::of(self.answer(call)),
                None => Reply::none(Failure::Target {
                    message: "a reference model cannot judge".to_owned(),
                    hint: "name another target as judge".to_owned(),
                }),
            }
        })
    }
}

fn said(phrase: Option<&&'static str>) -> String {
    phrase.copied().unwrap_or_default().to_owned()
}

fn right(expect: &Expect) -> String {
    match &expect.right {
        Right::Choice(letter) => letter.to_string(),
        Right::Exact(accepted) => accepted.first().cloned().unwrap_or_default(),
        Right::Numeric { value, .. } => value.to_string(),
    }
}

/// A wrong answer: what the user pushes, another option, another number.
fn wrong(expect: &Expect, prompt: &str, draw: &mut Draw, phrases: &Phrases) -> String {
    if let Some(swayed) = expect.swayed.first() {
        return swayed.clone();
    }
    match &expect.right {
        Right::Choice(letter) => {
            let others: Vec<char> = options(prompt).into_iter().filter(|o| o != letter).collect();
            draw.pick(&others).unwrap_or(&'Z').to_string()
        }
        Right::Exact(_) => phrases.mistaken.to_owned(),
        Right::Numeric { value, tolerance } => (value + 2.0 * tolerance + 7.0).to_string(),
    }
}

/// Numbers in 0..1 that follow from what a call is, and from nothing else.
struct Draw {
    words: [u64; 4],
    next: usize,
}

impl Draw {
    fn new(seed: u64, profile: &str, call: Call<'_>) -> Self {
        let (item, language) = (&call.question.item, &call.question.language);
        // Each part is preceded by its length, so that no two calls share a text.
        let text = format!(
            "tenbin.reference/1|{seed}|{}|{}:{profile}|{}:{item}|{}:{language}",
            call.epoch,
            profile.len(),
            item.len(),
            language.len()
        );
        let digest = Digest::of(text.as_bytes());
        let mut words = [0; 4];
        for (word, bytes) in words.iter_mut().zip(digest.as_bytes().as_chunks::<8>().0) {
            *word = u64::from_be_bytes(*bytes);
        }
        Self { words, next: 0 }
    }

    /// The next number, of 53 random bits.
    fn next(&mut self) -> f64 {
        let word = self.words[self.next % self.words.len()];
        self.next += 1;
        (word >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn pick<'p, T>(&mut self, list: &'p [T]) -> Option<&'p T> {
        let at = (self.next() * list.len() as f64) as usize;
        list.get(at.min(list.len().saturating_sub(1)))
    }
}
