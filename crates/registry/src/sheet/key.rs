//! Natural keys as people type them, brought to one spelling and held against their form.
//!
//! Full-width characters become ASCII; a credit code is in capitals, and its check character must fit
//! (GB 32100-2015). A key with a colon is one of another source and has no form.

use super::Problem;
use super::number::narrow;
use super::words::words;
use crate::Form;

/// The most characters of a key.
pub const KEY: usize = 128;

/// The digits that a spreadsheet keeps of a number.
const SPREADSHEET_DIGITS: usize = 15;

/// Reads a key.
pub(super) fn key(text: &str, form: Form) -> Result<String, Problem> {
    let plain = spelled(text);
    if plain.is_empty() || words().clears(&plain) {
        return Err(Problem::NoKey);
    }
    if let Some(problem) = super::cell::unseen(&plain) {
        return Err(problem);
    }
    if plain.contains(':') || form == Form::Text {
        return fitting(plain);
    }
    let tight: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    match form {
        Form::ProjectCode => project_code(tight),
        Form::CreditCode | Form::Text => credit_code(tight.to_uppercase()),
    }
}

/// A key of another entity, whose form the register has checked: only the spelling.
pub(super) fn reference(text: &str) -> String {
    let plain = spelled(text);
    let credit_code = plain.len() == words().credit_code.length
        && plain.bytes().all(|b| b.is_ascii_alphanumeric());
    if credit_code {
        plain.to_ascii_uppercase()
    } else {
        plain
    }
}

/// Whether a cell is a long number whose last digits are gone: `9.11401E+17`, or more than fifteen digits kept as a
/// number.
pub(super) fn digits_lost(cell: Seen<'_>) -> bool {
    match cell {
        Seen::Number(text) => {
            text.bytes().filter(u8::is_ascii_digit).count() > SPREADSHEET_DIGITS
                || super::number::is_scientific(text)
        }
        Seen::Text(text) => {
            let tail = text.rsplit_once(['E', 'e']).map(|(_, tail)| tail);
            tail.is_some_and(|tail| tail.starts_with('+')) && super::number::is_scientific(text)
        }
    }
}

/// A cell of words or of a number.
#[derive(Clone, Copy)]
pub(super) enum Seen<'a> {
    Text(&'a str),
    Number(&'a str),
}

fn spelled(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_owned();
    }
    narrow(text).trim().to_owned()
}

fn fitting(key: String) -> Result<String, Problem> {
    if key.chars().count() > KEY {
        return Err(Problem::KeyTooLong { most: KEY });
    }
    Ok(key)
}

fn credit_code(code: String) -> Result<String, Problem> {
    let rule = &words().credit_code;
    let found = code.chars().count();
    if found != rule.length {
        return Err(Problem::KeyLength {
            expected: rule.length,
            found,
        });
    }
    let places = code.chars().map(|character| {
        rule.alphabet
            .find(character)
            .ok_or(Problem::KeyCharacter { character })
    });
    let places: Vec<usize> = places.collect::<Result<_, _>>()?;
    let modulus = rule.alphabet.len();
    let weights = std::iter::successors(Some(1), |weight| Some(weight * rule.weight % modulus));
    let (sum, check) = places.split_last().map_or((0, 0), |(check, body)| {
        let products = body
            .iter()
            .zip(weights)
            .map(|(place, weight)| place * weight);
        (products.sum::<usize>(), *check)
    });
    if (sum + check).is_multiple_of(modulus) {
        Ok(code)
    } else {
        Err(Problem::KeyCheck)
    }
}

fn project_code(code: String) -> Result<String, Problem> {
    let digits = &words().project_code.digits;
    let parts: Vec<&str> = code.split('-').collect();
    let fits = parts.len() == digits.len()
        && parts.iter().zip(digits).all(|(part, digits)| {
            part.len() == *digits && part.bytes().all(|b| b.is_ascii_digit())
        });
    if fits {
        return Ok(code);
    }
    let shown: Vec<String> = digits.iter().map(usize::to_string).collect();
    Err(Problem::ProjectCode {
        digits: shown.join("-"),
    })
}
