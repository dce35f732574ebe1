//! The grammar, by recursive descent over tokens.

use std::ops::Range;

use tenbin_vocab::Date;

use super::ConditionError;
use super::token::{Comparison, Token, TokenKind, tokens};
use crate::limits::{MAX_CONDITION_BYTES, MAX_CONDITION_DEPTH, MAX_SHIFT};

/// A condition, or part of one, with its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expression {
    pub(crate) kind: ExpressionKind,
    pub(crate) span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ExpressionKind {
    Constant(bool),
    /// The text says nothing: `unknown`, which stands alone.
    Unstated,
    Any(Vec<Expression>),
    All(Vec<Expression>),
    Not(Box<Expression>),
    AtLeast(u32, Vec<Expression>),
    Bare(String),
    Compare(Side, Comparison, Side),
    Member(String, Range<usize>, Members),
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Side {
    pub(crate) operand: Operand,
    /// Days, months and years added, in order.
    pub(crate) shifts: Vec<Shift>,
    /// What a number is multiplied by; 1 when nothing is written.
    pub(crate) factor: f64,
    pub(crate) span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operand {
    Word(String),
    Text(String),
    Bool(bool),
    Number(f64),
    Date(Date),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Shift {
    pub(crate) amount: i32,
    pub(crate) unit: ShiftUnit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ShiftUnit {
    Days,
    Months,
    Years,
}

/// The right side of `in`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Members {
    Group(String, Range<usize>),
    List(Vec<(String, Range<usize>)>),
}

pub(super) fn parse(text: &str) -> Result<Expression, ConditionError> {
    if text.len() > MAX_CONDITION_BYTES {
        return Err(ConditionError {
            span: 0..0,
            message: format!(
                "the condition has {} bytes, more than the limit of {MAX_CONDITION_BYTES}",
                text.len()
            ),
            hint: "name parts of it in definitions.toml".into(),
        });
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { text, tokens: &tokens, next: 0, depth: 0 };
    if tokens.is_empty() {
        return Err(parser.wrong("the condition is empty", "write when it holds"));
    }
    if let [Token { kind: TokenKind::Word(word), span }] = tokens.as_slice()
        && word == "unknown"
    {
        return Ok(Expression { kind: ExpressionKind::Unstated, span: span.clone() });
    }
    let expression = parser.any()?;
    match parser.peek() {
        None => Ok(expression),
        Some(TokenKind::Sign(')')) => {
            Err(parser.wrong("a bracket is closed that was never opened", "remove it, or open it"))
        }
        Some(TokenKind::Word(_)) => Err(parser.wrong(
            "two conditions stand side by side",
            "join them with and, or; quote values of several words; put spaces around a minus sign",
        )),
        Some(_) => {
            Err(parser.wrong("the condition should end here", "join conditions with and, or"))
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    next: usize,
    depth: usize,
}

type Parsed<T> = Result<T, ConditionError>;

impl Parser<'_> {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    fn peek_word(&self) -> Option<&str> {
        match self.peek() {
            Some(TokenKind::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Place of the next token, or the end of the text.
    fn here(&self) -> Range<usize> {
        self.tokens
            .get(self.next)
            .map_or(self.text.len()..self.text.len(), |token| token.span.clone())
    }

    /// End of the last token taken.
    fn end(&self) -> usize {
        self.next
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(0, |token| token.span.end)
    }

    fn wrong(&self, message: impl Into<String>, hint: impl Into<String>) -> ConditionError {
        ConditionError { span: self.here(), message: message.into(), hint: hint.into() }
    }

    /// Takes the word when it comes next.
    fn word(&mut self, word: &str) -> bool {
        let found = self.peek_word() == Some(word);
        self.next += usize::from(found);
        found
    }

    /// Takes the sign when it comes next.
    fn sign(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&TokenKind::Sign(sign));
        self.next += usize::from(found);
        found
    }

    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= MAX_CONDITION_DEPTH {
            return Err(self.wrong(
                format!("the condition is nested deeper than {MAX_CONDITION_DEPTH} levels"),
                "name parts of it in definitions.toml",
            ));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn any(&mut self) -> Parsed<Expression> {
        self.chain("or", ExpressionKind::Any, Self::all)
    }

    fn all(&mut self) -> Parsed<Expression> {
        self.chain("and", ExpressionKind::All, Self::negation)
    }

    fn chain(
        &mut self,
        word: &str,
        join: fn(Vec<Expression>) -> ExpressionKind,
        part: fn(&mut Self) -> Parsed<Expression>,
    ) -> Parsed<Expression> {
        let first = part(self)?;
        if self.peek_word() != Some(word) {
            return Ok(first);
        }
        let start = first.span.start;
        let mut parts = vec![first];
        while self.word(word) {
            parts.push(part(self)?);
        }
        Ok(Expression { kind: join(parts), span: start..self.end() })
    }

    fn negation(&mut self) -> Parsed<Expression> {
        let start = self.here().start;
        if self.word("not") {
            let inner = self.deeper(Self::negation)?;
            let span = start..self.end();
            return Ok(Expression { kind: ExpressionKind::Not(Box::new(inner)), span });
        }
        self.primary()
    }

    fn primary(&mut self) -> Parsed<Expression> {
        let start = self.here().start;
        if self.sign('(') {
            let inner = self.deeper(Self::any)?;
            if !self.sign(')') {
                return Err(self.unclosed(start));
            }
            // The brackets belong to the text shown in a trace.
            return Ok(Expression { kind: inner.kind, span: start..self.end() });
        }
        if self.peek_word() == Some("at")
            && self.tokens.get(self.next + 1).map(|t| &t.kind)
                == Some(&TokenKind::Word("least".into()))
        {
            return self.at_least(start);
        }
        self.atom(start)
    }

    fn unclosed(&self, opened: usize) -> ConditionError {
        let mut error = self.wrong(
            "a bracket is opened here and never closed",
            "close it, and join conditions with and, or",
        );
        if self.peek().is_some() {
            error.message = "a closing bracket, and, or or is expected here".into();
        } else {
            error.span = opened..opened + 1;
        }
        error
    }

    fn at_least(&mut self, start: usize) -> Parsed<Expression> {
        self.next += 2;
        let shape = "write at least 2 of (a, b, c)";
        let need_at = self.here();
        let Some(&TokenKind::Number(number)) = self.peek() else {
            return Err(self.wrong("a number is expected after \"at least\"", shape));
        };
        self.next += 1;
        if !self.word("of") {
            return Err(self.wrong("\"of\" is expected here", shape));
        }
        let opened = self.here().start;
        if !self.sign('(') {
            return Err(self.wrong("an opening bracket is expected here", shape));
        }
        let mut parts = Vec::new();
        loop {
            parts.push(self.deeper(Self::any)?);
            if !self.sign(',') {
                break;
            }
        }
        if !self.sign(')') {
            return Err(self.unclosed(opened));
        }
        let need = (1..=parts.len()).find(|count| *count as f64 == number);
        let Some(need) = need.and_then(|need| u32::try_from(need).ok()) else {
            return Err(ConditionError {
                span: need_at,
                message: format!("at least {number} of {} conditions", parts.len()),
                hint: format!("use a whole number from 1 to {}", parts.len()),
            });
        };
        Ok(Expression { kind: ExpressionKind::AtLeast(need, parts), span: start..self.end() })
    }

    fn atom(&mut self, start: usize) -> Parsed<Expression> {
        let left = self.side()?;
        let in_at = self.here();
        if self.word("in") {
            let Operand::Word(name) = left.operand else {
                return Err(ConditionError {
                    span: left.span,
                    message: "only a fact can be looked for in a list".into(),
                    hint: "write fact in [x, y] or fact in group_name".into(),
                });
            };
            if !left.shifts.is_empty() || left.factor != 1.0 {
                return Err(ConditionError {
                    span: in_at,
                    message: "\"in\" takes a fact as it is".into(),
                    hint: "remove the arithmetic before in".into(),
                });
            }
            let members = self.members()?;
            let kind = ExpressionKind::Member(name, left.span, members);
            return Ok(Expression { kind, span: start..self.end() });
        }
        if let Some(&TokenKind::Compare(sign)) = self.peek() {
            self.next += 1;
            let right = self.side()?;
            if matches!(self.peek(), Some(TokenKind::Compare(_))) {
                return Err(self.wrong("comparisons cannot be chained", "write a < b and b < c"));
            }
            let kind = ExpressionKind::Compare(left, sign, right);
            return Ok(Expression { kind, span: start..self.end() });
        }
        let plain = left.shifts.is_empty() && left.factor == 1.0;
        let kind = match left.operand {
            Operand::Word(word) if plain => ExpressionKind::Bare(word),
            Operand::Bool(value) => ExpressionKind::Constant(value),
            _ => {
                return Err(ConditionError {
                    span: left.span,
                    message: "a value alone is not a condition".into(),
                    hint: "compare it: fact == value".into(),
                });
            }
        };
        Ok(Expression { kind, span: start..self.end() })
    }

    fn members(&mut self) -> Parsed<Members> {
        let shape = "write fact in [x, y] or fact in group_name";
        if !self.sign('[') {
            let span = self.here();
            return match self.peek() {
                Some(TokenKind::Word(word)) => {
                    let group = word.clone();
                    self.next += 1;
                    Ok(Members::Group(group, span))
                }
                _ => Err(self.wrong("a list or the name of a group is expected after in", shape)),
            };
        }
        let mut list = Vec::new();
        loop {
            let span = self.here();
            match self.peek() {
                Some(TokenKind::Word(word) | TokenKind::Text(word)) => {
                    list.push((word.clone(), span));
                    self.next += 1;
                }
                _ => return Err(self.wrong("a value is expected in the list", shape)),
            }
            if !self.sign(',') {
                break;
            }
        }
        if !self.sign(']') {
            return Err(self.wrong("the list is never closed", "close it with ]"));
        }
        Ok(Members::List(list))
    }

    fn side(&mut self) -> Parsed<Side> {
        let start = self.here().start;
        let negative = self.sign('-');
        let operand = match self.peek() {
            Some(TokenKind::Number(number)) => {
                Operand::Number(if negative { -number } else { *number })
            }
            _ if negative => {
                return Err(self.wrong("a number is expected after the minus sign", "write -5"));
            }
            Some(TokenKind::Word(word)) => match word.as_str() {
                "true" => Operand::Bool(true),
                "false" => Operand::Bool(false),
                "and" | "or" | "not" | "in" => {
                    return Err(self.wrong(
                        format!("\"{word}\" stands where a condition is expected"),
                        "write a fact, a comparison or a bracket here",
                    ));
                }
                _ => Operand::Word(word.clone()),
            },
            Some(TokenKind::Text(text)) => Operand::Text(text.clone()),
            Some(TokenKind::Date(date)) => Operand::Date(*date),
            Some(_) => {
                return Err(self.wrong(
                    "a fact or a value is expected here",
                    "write a fact, a comparison or a bracket here",
                ));
            }
            None => {
                return Err(self.wrong(
                    "the condition breaks off here",
                    "write a fact, a comparison or a bracket here",
                ));
            }
        };
        self.next += 1;
        let factor = self.factor()?;
        let shifts = self.shifts()?;
        Ok(Side { operand, shifts, factor, span: start..self.end() })
    }

    fn factor(&mut self) -> Parsed<f64> {
        let divide = match self.peek() {
            Some(TokenKind::Sign('*')) => false,
            Some(TokenKind::Sign('/')) => true,
            _ => return Ok(1.0),
        };
        self.next += 1;
        let Some(&TokenKind::Number(number)) = self.peek() else {
            return Err(self.wrong("a number is expected here", "write fact * 3 or fact / 3"));
        };
        if number <= 0.0 {
            return Err(self.wrong("the factor must be greater than 0", "use a positive number"));
        }
        self.next += 1;
        Ok(if divide { 1.0 / number } else { number })
    }

    fn shifts(&mut self) -> Parsed<Vec<Shift>> {
        let mut shifts = Vec::new();
        loop {
            let sign = if self.sign('+') {
                1
            } else if self.sign('-') {
                -1
            } else {
                return Ok(shifts);
            };
            let shape = "write date + 30 days; months and years work too";
            let amount = match self.peek() {
                Some(&TokenKind::Number(number)) if number.fract() == 0.0 => number,
                _ => return Err(self.wrong("a whole number is expected here", shape)),
            };
            if amount > f64::from(MAX_SHIFT) {
                return Err(self.wrong(
                    format!("a shift by more than {MAX_SHIFT}"),
                    "use a smaller number or a larger unit",
                ));
            }
            self.next += 1;
            let unit = match self.peek_word() {
                Some("day" | "days") => ShiftUnit::Days,
                Some("month" | "months") => ShiftUnit::Months,
                Some("year" | "years") => ShiftUnit::Years,
                _ => return Err(self.wrong("days, months or years is expected here", shape)),
            };
            self.next += 1;
            // In range by the check above.
            shifts.push(Shift { amount: sign * (amount as i32), unit });
        }
    }
}
