//! Syntax tree to arena: words are looked up and types are checked.

use std::collections::HashMap;
use std::ops::Range;

use tenbin_vocab::{Date, Tri};

use crate::condition::{
    Comparison, ConditionError, Expression, ExpressionKind, Members, Operand, Side, parse_condition,
};
use crate::program::{Atom, DateTerm, DefinitionId, NodeId, NumberTerm, ProgramBuilder};
use crate::suggest;
use crate::vocabulary::{FactIndex, FactKind, Vocabulary};

/// A part of a condition with its node, for traces.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) node: NodeId,
    /// Bytes of the condition's text.
    pub(crate) span: Range<usize>,
    pub(crate) parts: Vec<Branch>,
}

/// What a word of a condition can mean.
pub(crate) struct Compiler<'a> {
    pub(crate) vocabulary: &'a Vocabulary,
    /// Definitions by the word conditions use.
    pub(crate) definitions: &'a HashMap<String, DefinitionId>,
    pub(crate) builder: ProgramBuilder,
    /// Definitions the condition being compiled uses.
    pub(crate) used: Vec<DefinitionId>,
}

type Compiled<T> = Result<T, ConditionError>;

fn wrong<T>(
    span: &Range<usize>,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> Compiled<T> {
    Err(ConditionError { span: span.clone(), message: message.into(), hint: hint.into() })
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(
        vocabulary: &'a Vocabulary,
        definitions: &'a HashMap<String, DefinitionId>,
    ) -> Self {
        Self { vocabulary, definitions, builder: ProgramBuilder::default(), used: Vec::new() }
    }

    /// Parses and compiles one condition.
    pub(crate) fn condition(&mut self, text: &str) -> Compiled<Branch> {
        let parsed = parse_condition(text)?;
        self.expression(&parsed.0)
    }

    fn expression(&mut self, expression: &Expression) -> Compiled<Branch> {
        let mut parts = Vec::new();
        let node = match &expression.kind {
            ExpressionKind::Constant(value) => self.builder.constant(Tri::from(*value)),
            ExpressionKind::Unstated => self.builder.constant(Tri::Unknown),
            ExpressionKind::Any(inner) => {
                let nodes = self.parts(inner, &mut parts)?;
                self.builder.any(nodes)
            }
            ExpressionKind::All(inner) => {
                let nodes = self.parts(inner, &mut parts)?;
                self.builder.all(nodes)
            }
            ExpressionKind::AtLeast(need, inner) => {
                let nodes = self.parts(inner, &mut parts)?;
                self.builder.at_least(*need, nodes)
            }
            ExpressionKind::Not(inner) => {
                let branch = self.expression(inner)?;
                let node = branch.node;
                parts.push(branch);
                self.builder.not(node)
            }
            ExpressionKind::Bare(word) => self.flag(word, &expression.span, true)?,
            ExpressionKind::Compare(left, sign, right) => self.compare(left, *sign, right)?,
            ExpressionKind::Member(word, span, members) => self.member(word, span, members)?,
        };
        Ok(Branch { node, span: expression.span.clone(), parts })
    }

    fn parts(
        &mut self,
        expressions: &[Expression],
        branches: &mut Vec<Branch>,
    ) -> Compiled<Vec<NodeId>> {
        for expression in expressions {
            branches.push(self.expression(expression)?);
        }
        Ok(branches.iter().map(|branch| branch.node).collect())
    }

    /// The type of what `word` names; none when it names nothing.
    fn kind_of(&self, word: &str) -> Option<FactKind> {
        if self.definitions.contains_key(word) {
            return Some(FactKind::Bool);
        }
        self.vocabulary.get(word).map(|fact| fact.kind.clone())
    }

    fn unknown_word<T>(&self, word: &str, span: &Range<usize>) -> Compiled<T> {
        let names: Vec<&str> =
            self.vocabulary.names().chain(self.definitions.keys().map(String::as_str)).collect();
        let mut hint = suggest::remedy(
            word,
            names.iter().copied(),
            "add it to facts.toml or definitions.toml",
        );
        if word.contains('-') {
            hint = format!("{hint} (put spaces around a minus sign)");
        }
        wrong(span, format!("unknown fact \"{word}\""), hint)
    }

    fn flag(&mut self, word: &str, span: &Range<usize>, want: bool) -> Compiled<NodeId> {
        if let Some(definition) = self.definitions.get(word) {
            self.used.push(*definition);
            return Ok(self.builder.defined(*definition, want));
        }
        let Some(fact) = self.vocabulary.index(word) else {
            return self.unknown_word(word, span);
        };
        match self.vocabulary.fact(fact).map(|fact| &fact.kind) {
            Some(FactKind::Bool) => Ok(self.builder.atom(Atom::Flag { fact, want })),
            Some(kind) => wrong(
                span,
                format!("\"{word}\" is a {} fact and no condition by itself", kind.name()),
                format!("compare it with {}", kind.expected()),
            ),
            None => self.unknown_word(word, span),
        }
    }

    fn member(&mut self, word: &str, span: &Range<usize>, members: &Members) -> Compiled<NodeId> {
        let Some(kind) = self.kind_of(word) else { return self.unknown_word(word, span) };
        let (FactKind::OneOf { groups, .. }, Some(fact)) = (&kind, self.vocabulary.index(word))
        else {
            return wrong(
                span,
                format!(
                    "\"{word}\" is a {} fact; in looks for words of a one-of fact",
                    kind.name()
                ),
                "use a comparison: == != < <= > >=",
            );
        };
        let any_of = match members {
            Members::Group(group, at) => match kind.group_bits(group) {
                Some(bits) => bits,
                None => {
                    let names: Vec<&str> = groups.iter().map(|(name, _)| name.as_str()).collect();
                    return wrong(
                        at,
                        format!("\"{word}\" has no group \"{group}\""),
                        suggest::remedy(group, names.iter().copied(), "list the values: in [x, y]"),
                    );
                }
            },
            Members::List(list) => {
                let mut bits = 0;
                for (value, at) in list {
                    bits |= self.value_bit(word, &kind, value, at)?;
                }
                bits
            }
        };
        Ok(self.builder.atom(Atom::Choice { fact, any_of, negated: false }))
    }

    fn value_bit(
        &self,
        word: &str,
        kind: &FactKind,
        value: &str,
        span: &Range<usize>,
    ) -> Compiled<u64> {
        if let Some(bit) = kind.value_bit(value) {
            return Ok(bit);
        }
        let FactKind::OneOf { values, .. } = kind else { return Ok(0) };
        let hint = if kind.group_bits(value).is_some() {
            format!("write {word} in {value}: it is a group")
        } else {
            suggest::remedy(value, values.iter().map(String::as_str), &kind.expected())
        };
        wrong(span, format!("\"{value}\" is not a value of {word}"), hint)
    }

    fn compare(&mut self, left: &Side, sign: Comparison, right: &Side) -> Compiled<NodeId> {
        // A value on the left is read from the right, so that a fact comes first.
        let is_fact = |side: &Side| match &side.operand {
            Operand::Word(word) => self.kind_of(word).is_some(),
            _ => false,
        };
        if !is_fact(left) && is_fact(right) {
            return self.compare_fact(right, sign.mirrored(), left);
        }
        if let (false, Operand::Word(word)) = (is_fact(left), &left.operand) {
            return self.unknown_word(word, &left.span);
        }
        if !is_fact(left) {
            return wrong(&left.span, "a comparison names no fact", "compare a fact with a value");
        }
        self.compare_fact(left, sign, right)
    }

    fn compare_fact(&mut self, left: &Side, sign: Comparison, right: &Side) -> Compiled<NodeId> {
        let Operand::Word(word) = &left.operand else {
            return wrong(&left.span, "a comparison names no fact", "compare a fact with a value");
        };
        let Some(kind) = self.kind_of(word) else { return self.unknown_word(word, &left.span) };
        let expected = kind.expected();
        let mismatch = |got: &str| {
            wrong(
                &right.span,
                format!("\"{word}\" is a {} fact and is compared with {got}", kind.name()),
                format!("compare it with {expected}"),
            )
        };
        let plain = |side: &Side| side.shifts.is_empty() && side.factor == 1.0;
        if matches!(kind, FactKind::Bool | FactKind::OneOf { .. }) {
            for side in [left, right] {
                if !plain(side) {
                    return wrong(
                        &side.span,
                        format!(
                            "\"{word}\" is a {} fact; arithmetic is for numbers and dates",
                            kind.name()
                        ),
                        "remove the arithmetic",
                    );
                }
            }
            if !matches!(sign, Comparison::Equal | Comparison::Unequal) {
                return wrong(
                    &right.span,
                    format!("\"{word}\" is a {} fact and has no order", kind.name()),
                    "use == or !=",
                );
            }
        }
        let equal = sign == Comparison::Equal;
        match &kind {
            FactKind::Bool => match right.operand {
                Operand::Bool(value) => self.flag(word, &left.span, value == equal),
                _ => mismatch(&describe(&right.operand)),
            },
            FactKind::OneOf { .. } => {
                let (Operand::Word(value) | Operand::Text(value)) = &right.operand else {
                    return mismatch(&describe(&right.operand));
                };
                let any_of = self.value_bit(word, &kind, value, &right.span)?;
                match self.vocabulary.index(word) {
                    Some(fact) => {
                        Ok(self.builder.atom(Atom::Choice { fact, any_of, negated: !equal }))
                    }
                    None => self.unknown_word(word, &left.span),
                }
            }
            FactKind::Number { .. } => {
                let (Some(first), Some(second)) = (self.number(left)?, self.number(right)?) else {
                    return mismatch(&describe(&right.operand));
                };
                self.check_distinct(first.fact, second.fact, right)?;
                Ok(self.builder.atom(Atom::Numbers { left: first, sign, right: second }))
            }
            FactKind::Date => {
                let (Some(first), Some(second)) = (self.date(left)?, self.date(right)?) else {
                    return mismatch(&describe(&right.operand));
                };
                self.check_distinct(first.fact, second.fact, right)?;
                Ok(self.builder.atom(Atom::Dates { left: first, sign, right: second }))
            }
        }
    }

    fn check_distinct(
        &self,
        first: Option<FactIndex>,
        second: Option<FactIndex>,
        right: &Side,
    ) -> Compiled<()> {
        if first.is_some() && first == second {
            return wrong(&right.span, "a fact is compared with itself", "compare it with a value");
        }
        Ok(())
    }

    /// The side as a number; none when it is of another type.
    fn number(&self, side: &Side) -> Compiled<Option<NumberTerm>> {
        if !side.shifts.is_empty() {
            return wrong(&side.span, "days, months and years are for dates", "remove them");
        }
        let (fact, literal) = match &side.operand {
            Operand::Number(number) => (None, *number),
            Operand::Word(word) => match self.fact_of(word, &side.span)? {
                Some((fact, FactKind::Number { .. })) => (Some(fact), 0.0),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(NumberTerm { fact, literal, factor: side.factor }))
    }

    /// The side as a date; none when it is of another type.
    fn date(&self, side: &Side) -> Compiled<Option<DateTerm>> {
        if side.factor != 1.0 {
            return wrong(&side.span, "a date cannot be multiplied", "add days, months or years");
        }
        let (fact, literal) = match &side.operand {
            Operand::Date(date) => (None, *date),
            Operand::Word(word) => match self.fact_of(word, &side.span)? {
                Some((fact, FactKind::Date)) => (Some(fact), Date::default()),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(DateTerm { fact, literal, shifts: side.shifts.clone() }))
    }

    /// What `word` names on the right of a number or date; an error when it
    /// names nothing, because no number or date is written as a bare word.
    fn fact_of(&self, word: &str, span: &Range<usize>) -> Compiled<Option<(FactIndex, FactKind)>> {
        if self.definitions.contains_key(word) {
            return Ok(None);
        }
        match self.vocabulary.index(word) {
            Some(index) => Ok(self.vocabulary.fact(index).map(|fact| (index, fact.kind.clone()))),
            None => self.unknown_word(word, span),
        }
    }
}

fn describe(operand: &Operand) -> String {
    match operand {
        Operand::Word(word) => format!("the word {word}"),
        Operand::Text(text) => format!("the text \"{text}\""),
        Operand::Bool(value) => format!("{value}"),
        Operand::Number(number) => format!("the number {number}"),
        Operand::Date(date) => format!("the date {date}"),
    }
}
