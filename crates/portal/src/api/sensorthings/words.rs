//! Reading a filter: words, then conditions by precedence. It refuses what it does not know, with the place.

use jiff::Timestamp;

use super::expression::{Comparison, Expression, Function, Literal, Path};
use crate::problem::Refusal;

/// How deep brackets and `not` may go.
const DEEPEST: usize = 32;
/// How many words a filter may have.
const LONGEST: usize = 400;

/// A word of a filter.
#[derive(Clone, Debug, PartialEq)]
enum Word {
    Open,
    Close,
    Comma,
    Text(String),
    /// A name, number, moment or operator.
    Bare(String),
}

/// What stands on a side of a comparison.
enum Side {
    Path(Path),
    Literal(Literal),
}

/// Reads a filter.
pub(super) fn read(text: &str) -> Result<Expression, Refusal> {
    let words = split(text)?;
    if words.len() > LONGEST {
        return Err(refused(text));
    }
    let mut reading = Reading {
        text,
        words,
        at: 0,
        depth: 0,
    };
    let whole = reading.any_of()?;
    if reading.at < reading.words.len() {
        return Err(refused(text));
    }
    Ok(whole)
}

fn refused(text: &str) -> Refusal {
    Refusal::bad("$filter", text)
}

fn split(text: &str) -> Result<Vec<Word>, Refusal> {
    let mut words = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            ' ' | '\t' => {}
            '(' => words.push(Word::Open),
            ')' => words.push(Word::Close),
            ',' => words.push(Word::Comma),
            '\'' => {
                let mut said = String::new();
                loop {
                    match rest.next() {
                        // Two apostrophes are one.
                        Some('\'') if rest.peek() == Some(&'\'') => {
                            rest.next();
                            said.push('\'');
                        }
                        Some('\'') => break,
                        Some(other) => said.push(other),
                        None => return Err(refused(text)),
                    }
                }
                words.push(Word::Text(said));
            }
            first => {
                let mut said = String::from(first);
                while let Some(&next) = rest.peek() {
                    if " \t(),'".contains(next) {
                        break;
                    }
                    said.push(next);
                    rest.next();
                }
                words.push(Word::Bare(said));
            }
        }
    }
    Ok(words)
}

struct Reading<'a> {
    text: &'a str,
    words: Vec<Word>,
    at: usize,
    depth: usize,
}

impl Reading<'_> {
    fn refused(&self) -> Refusal {
        refused(self.text)
    }

    fn next(&mut self) -> Option<Word> {
        let word = self.words.get(self.at).cloned();
        self.at += 1;
        word
    }

    fn took(&mut self, word: &str) -> bool {
        let is = matches!(self.words.get(self.at), Some(Word::Bare(bare)) if bare == word);
        self.at += usize::from(is);
        is
    }

    fn expect(&mut self, word: &Word) -> Result<(), Refusal> {
        match self.next() {
            Some(next) if next == *word => Ok(()),
            _ => Err(self.refused()),
        }
    }

    fn any_of(&mut self) -> Result<Expression, Refusal> {
        let mut left = self.all_of()?;
        while self.took("or") {
            left = Expression::Or(Box::new(left), Box::new(self.all_of()?));
        }
        Ok(left)
    }

    fn all_of(&mut self) -> Result<Expression, Refusal> {
        let mut left = self.one()?;
        while self.took("and") {
            left = Expression::And(Box::new(left), Box::new(self.one()?));
        }
        Ok(left)
    }

    fn one(&mut self) -> Result<Expression, Refusal> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.refused());
        }
        let made = self.one_inside();
        self.depth -= 1;
        made
    }

    fn one_inside(&mut self) -> Result<Expression, Refusal> {
        if self.took("not") {
            return Ok(Expression::Not(Box::new(self.one()?)));
        }
        if self.words.get(self.at) == Some(&Word::Open) {
            self.at += 1;
            let inner = self.any_of()?;
            self.expect(&Word::Close)?;
            return Ok(inner);
        }
        if let (Some(Word::Bare(name)), Some(Word::Open)) =
            (self.words.get(self.at), self.words.get(self.at + 1))
        {
            let function = Function::of(name).ok_or_else(|| self.refused())?;
            return self.call(function);
        }
        self.comparison()
    }

    /// `startswith(name, 'x')`; `substringof('x', name)` has its sides exchanged.
    fn call(&mut self, function: Function) -> Result<Expression, Refusal> {
        self.at += 2;
        let left = self.side()?;
        self.expect(&Word::Comma)?;
        let right = self.side()?;
        self.expect(&Word::Close)?;
        // Some write `startswith(name, 'x') eq true`.
        let truth = if self.took("eq") {
            let truth = self.took("true");
            if !truth && !self.took("false") {
                return Err(self.refused());
            }
            truth
        } else {
            true
        };
        let call = match (left, right) {
            (Side::Path(path), Side::Literal(literal))
            | (Side::Literal(literal), Side::Path(path)) => {
                Expression::Call(function, path, literal)
            }
            _ => return Err(self.refused()),
        };
        Ok(if truth {
            call
        } else {
            Expression::Not(Box::new(call))
        })
    }

    fn comparison(&mut self) -> Result<Expression, Refusal> {
        let left = self.side()?;
        let Some(Word::Bare(sign)) = self.next() else {
            return Err(self.refused());
        };
        let comparison = Comparison::of(&sign).ok_or_else(|| self.refused())?;
        match (left, self.side()?) {
            (Side::Path(path), Side::Literal(literal)) => {
                Ok(Expression::Compare(path, comparison, literal))
            }
            (Side::Literal(literal), Side::Path(path)) => {
                Ok(Expression::Compare(path, comparison.turned(), literal))
            }
            _ => Err(self.refused()),
        }
    }

    fn side(&mut self) -> Result<Side, Refusal> {
        match self.next() {
            Some(Word::Text(text)) => Ok(Side::Literal(Literal::Text(text))),
            Some(Word::Bare(word)) => bare(&word).ok_or_else(|| self.refused()),
            _ => Err(self.refused()),
        }
    }
}

fn bare(word: &str) -> Option<Side> {
    let literal = match word {
        "null" => Some(Literal::Null),
        "true" => Some(Literal::Truth(true)),
        "false" => Some(Literal::Truth(false)),
        _ => time(word),
    };
    if let Some(literal) = literal {
        return Some(Side::Literal(literal));
    }
    let first = word.chars().next()?;
    if first.is_ascii_digit() || "-+.".contains(first) {
        let number = word.parse::<f64>().ok().filter(|number| number.is_finite());
        return number.map(|number| Side::Literal(Literal::Number(number)));
    }
    let path: Path = word.split('/').map(str::to_owned).collect();
    let plain = |part: &String| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || "@._-".contains(c))
    };
    path.iter().all(plain).then_some(Side::Path(path))
}

/// A moment or a span of two, as RFC 3339 writes them.
pub(super) fn time(word: &str) -> Option<Literal> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some((start, end)) = word.split_once('/') {
        let (start, end): (Timestamp, Timestamp) = (start.parse().ok()?, end.parse().ok()?);
        return Some(Literal::Span(start, end));
    }
    Some(Literal::Moment(word.parse().ok()?))
}
