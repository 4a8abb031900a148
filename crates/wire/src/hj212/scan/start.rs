//! Where a frame starts: `##`, three or four digits, and the name of a field. Digits alone are no start,
//! because a log that is sent as a value may hold `##12`.

use memchr::memchr;

use super::More;

/// Whether a frame starts at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    Yes,
    No,
    /// More bytes must come to tell.
    Unknown,
}

/// The next place where a frame starts or may start; else the end of the bytes.
pub(super) fn next(bytes: &[u8], from: usize, more: More) -> (usize, Stands) {
    let mut at = from;
    while let Some(step) = bytes.get(at..).and_then(|rest| memchr(b'#', rest)) {
        at += step;
        match stands(&bytes[at..], more) {
            Stands::No => at += 1,
            found => return (at, found),
        }
    }
    (bytes.len(), Stands::No)
}

/// Whether a frame starts at the first of these bytes.
pub(super) fn stands(bytes: &[u8], more: More) -> Stands {
    let run = |from: usize, most: usize, is: fn(&u8) -> bool| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take(most).take_while(|byte| is(byte)).count()
    };
    let marks = run(0, 2, |byte| *byte == b'#');
    let digits = run(marks, 4, u8::is_ascii_digit);
    let letters = run(marks + digits, 4, u8::is_ascii_alphabetic);
    let length = marks + digits + letters;
    let whole = marks == 2 && digits >= 3 && letters >= 2;
    match bytes.get(length) {
        Some(b'=') if whole => Stands::Yes,
        // Nothing so far speaks against a start.
        None if more != More::Ended => Stands::Unknown,
        _ => Stands::No,
    }
}
