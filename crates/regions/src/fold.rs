//! The form in which names are compared: what a typist may vary is folded away, what tells names apart is kept.
//!
//! Full-width letters and digits become ASCII, letters become lower case, and white space, hyphens and apostrophes go
//! ("Xi’an" = "xian", "太 原" = "太原"). No character of a Chinese name is changed. The build script compiles this same
//! file to make the keys that the library searches.

/// Folds `text` character by character, without allocating.
pub(crate) fn fold(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter_map(fold_char)
}

fn fold_char(raw: char) -> Option<char> {
    let narrow = narrow(raw).to_ascii_lowercase();
    match narrow {
        '\'' | '’' | '‘' | '-' | '·' | '\u{200b}' | '\u{feff}' => None,
        'ü' | 'Ü' => Some('u'),
        'ê' | 'Ê' => Some('e'),
        other if other.is_whitespace() => None,
        other => Some(other),
    }
}

/// Gives the ASCII twin of a full-width character, or the character itself.
pub(crate) fn narrow(raw: char) -> char {
    match raw {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(raw) - 0xfee0).unwrap_or(raw),
        _ => raw,
    }
}
