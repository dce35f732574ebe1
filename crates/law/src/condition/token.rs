//! Words, numbers, dates and signs of a condition, with their place.

use std::ops::Range;

use tenbin_vocab::Date;
use winnow::ascii::multispace0;
use winnow::combinator::{alt, delimited, opt, repeat};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::stream::LocatingSlice;
use winnow::token::{one_of, take_while};

use super::ConditionError;

type Input<'a> = LocatingSlice<&'a str>;
type Lexed<T> = Result<T, ErrMode<ContextError>>;

/// A comparison sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Comparison {
    /// The sign as seen from the other side.
    pub(crate) fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }

    pub(crate) fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Unequal => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind {
    Word(String),
    Text(String),
    Number(f64),
    Date(Date),
    Compare(Comparison),
    /// One of `( ) [ ] , + - * /`.
    Sign(char),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Range<usize>,
}

/// Splits a condition into tokens; total on any text.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, ConditionError> {
    let mut input = LocatingSlice::new(text);
    let mut found = Vec::new();
    loop {
        let _: Lexed<&str> = multispace0.parse_next(&mut input);
        let rest: &str = &input;
        if rest.is_empty() {
            return Ok(found);
        }
        let at = text.len() - rest.len();
        match token.with_span().parse_next(&mut input) {
            Ok((Ok(kind), span)) => found.push(Token { kind, span }),
            Ok((Err((message, hint)), span)) => {
                return Err(ConditionError { span, message, hint });
            }
            Err(_) => return Err(stray(rest, at)),
        }
    }
}

/// What is wrong with a token that has the right shape.
type Checked = Result<TokenKind, (String, String)>;

fn token(input: &mut Input<'_>) -> Lexed<Checked> {
    alt((
        date,
        number,
        word.map(|word: &str| Ok(TokenKind::Word(word.to_owned()))),
        quoted,
        comparison.map(|sign| Ok(TokenKind::Compare(sign))),
        one_of(['(', ')', '[', ']', ',', '+', '-', '*', '/']).map(|sign| Ok(TokenKind::Sign(sign))),
    ))
    .parse_next(input)
}

fn comparison(input: &mut Input<'_>) -> Lexed<Comparison> {
    alt((
        "==".value(Comparison::Equal),
        "!=".value(Comparison::Unequal),
        "<=".value(Comparison::AtMost),
        ">=".value(Comparison::AtLeast),
        "<".value(Comparison::Less),
        ">".value(Comparison::Greater),
    ))
    .parse_next(input)
}

/// Letters, digits and underscores; dots and hyphens only between them, so that
/// `III.5.b` is one word and a trailing full stop is not part of it.
fn word<'a>(input: &mut Input<'a>) -> Lexed<&'a str> {
    let part = || take_while(1.., |c: char| c.is_ascii_alphanumeric() || c == '_');
    (
        one_of(|c: char| c.is_ascii_alphabetic() || c == '_'),
        take_while(0.., |c: char| c.is_ascii_alphanumeric() || c == '_'),
        repeat::<_, _, (), _, _>(0.., (one_of(['.', '-']), part())),
    )
        .take()
        .parse_next(input)
}

fn quoted(input: &mut Input<'_>) -> Lexed<Checked> {
    alt((
        delimited('"', take_while(0.., |c| c != '"'), '"'),
        delimited('\'', take_while(0.., |c| c != '\''), '\''),
    ))
    .map(|text: &str| Ok(TokenKind::Text(text.to_owned())))
    .parse_next(input)
}

fn digits<'a>(input: &mut Input<'a>) -> Lexed<&'a str> {
    take_while(1.., |c: char| c.is_ascii_digit()).parse_next(input)
}

fn date(input: &mut Input<'_>) -> Lexed<Checked> {
    let count = |n: usize| take_while(n..=n, |c: char| c.is_ascii_digit());
    (count(4), '-', count(2), '-', count(2), glued)
        .take()
        .map(|text: &str| {
            text.parse::<Date>().map(TokenKind::Date).map_err(|_| {
                (
                    format!("\"{text}\" is not a calendar date"),
                    "write dates as 2026-11-21".to_owned(),
                )
            })
        })
        .parse_next(input)
}

fn number(input: &mut Input<'_>) -> Lexed<Checked> {
    let whole = || take_while(0.., |c: char| c.is_ascii_digit() || c == '_');
    let exponent = (one_of(['e', 'E']), opt(one_of(['+', '-'])), digits);
    (digits, whole(), opt(('.', digits, whole())), opt(exponent), glued)
        .take()
        .map(|text: &str| match text.replace('_', "").parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(TokenKind::Number(number)),
            _ => Err((
                format!("\"{text}\" is not a number or a date"),
                "write numbers like 15_000_000 or 1e25, dates like 2026-11-21, and put other values between quotation marks".to_owned(),
            )),
        })
        .parse_next(input)
}

/// Letters and digits stuck to a number or date; they make it a wrong one.
fn glued<'a>(input: &mut Input<'a>) -> Lexed<&'a str> {
    take_while(0.., |c: char| c.is_alphanumeric() || c == '_').parse_next(input)
}

/// What to say about a character that starts no token.
fn stray(rest: &str, at: usize) -> ConditionError {
    let sign = rest.chars().next().unwrap_or(' ');
    let (message, hint) = match sign {
        '=' => ("a single \"=\" compares nothing".to_owned(), "write =="),
        '&' => ("\"&\" is not part of the language".to_owned(), "write and"),
        '|' => ("\"|\" is not part of the language".to_owned(), "write or"),
        '!' => ("\"!\" is not part of the language".to_owned(), "write not, or !="),
        '"' | '\'' => (
            "a quotation mark is never closed".to_owned(),
            "close the quotation with the same mark",
        ),
        other => (
            format!("\"{}\" is not part of the language", other.escape_debug()),
            "use words, numbers, dates, comparison signs and brackets",
        ),
    };
    ConditionError { span: at..at + sign.len_utf8(), message, hint: hint.to_owned() }
}
