//! Raw frames as tables show them: text or hexadecimal, passwords and keys blotted out.
//!
//! The archive keeps the bytes as they came.

use std::fmt::Write as _;

/// The fields whose values are secrets (HJ 212 Table 3, CN 1072, CN 1014).
const SECRETS: [&str; 3] = ["PW=", "NewPW=", "NewSK="];

/// The form, `text` or `hex`, and the frame in it.
pub fn shown(raw: &[u8]) -> (&'static str, String) {
    let printable = |text: &&str| !text.trim_end().chars().any(char::is_control);
    match std::str::from_utf8(raw).ok().filter(printable) {
        Some(text) => ("text", masked(text.trim_end())),
        None => ("hex", hexadecimal(raw)),
    }
}

/// A text with the values of secrets blotted out.
pub(super) fn masked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, name)) = next_secret(rest) {
        let value = start + name.len();
        shown.push_str(&rest[..value]);
        shown.push_str("***");
        let end = rest[value..].find([';', ',', '&']);
        rest = &rest[end.map_or(rest.len(), |end| value + end)..];
    }
    shown.push_str(rest);
    shown
}

fn next_secret(text: &str) -> Option<(usize, &'static str)> {
    // Some devices write PW in small letters. Only ASCII changes its case, so places stay.
    let small = text.to_ascii_lowercase();
    let found = SECRETS
        .into_iter()
        .filter_map(|name| Some((small.find(&name.to_ascii_lowercase())?, name)));
    found.min_by_key(|(start, name)| (*start, usize::MAX - name.len()))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let written = write!(text, "{byte:02x}");
        debug_assert!(written.is_ok(), "a String takes whatever is written");
    }
    text
}
