//! The plan's text as issued: its clauses, sentences and numbers, each with its place in `source.txt`.
//!
//! A clause begins on a line of its own with its number and a full stop; a line of a bracketed Chinese
//! numeral alone is a heading. What stands before clause 1 is clause "0". Nothing here reads meaning.

use std::ops::Range;

/// The text, cut into clauses.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The whole, as issued.
    pub whole: String,
    /// The clauses in the order of the text.
    pub clauses: Vec<ClauseText>,
}

/// A clause of the text.
#[derive(Clone, Debug)]
pub struct ClauseText {
    /// Its number, "0" for what stands before the first.
    pub number: String,
    /// Where its words are, the number and headings left out.
    pub parts: Vec<Range<usize>>,
}

impl Text {
    /// Cuts a text into its clauses.
    pub fn new(whole: String) -> Self {
        let mut clauses = vec![ClauseText {
            number: "0".to_owned(),
            parts: Vec::new(),
        }];
        for line in lines(&whole) {
            let words = &whole[line.clone()];
            let body = match numbered(words) {
                Some((number, skip)) => {
                    clauses.push(ClauseText {
                        number: number.to_owned(),
                        parts: Vec::new(),
                    });
                    line.start + skip..line.end
                }
                None if is_heading(words) && clauses.len() > 1 => continue,
                None => line,
            };
            if let Some(clause) = clauses.last_mut() {
                clause.parts.push(body);
            }
        }
        Self { whole, clauses }
    }

    /// The clause of a number.
    pub fn clause(&self, number: &str) -> Option<&ClauseText> {
        self.clauses.iter().find(|clause| clause.number == number)
    }

    /// The words of a clause, one line a paragraph.
    pub fn words(&self, clause: &ClauseText) -> String {
        let parts: Vec<&str> = clause
            .parts
            .iter()
            .map(|part| &self.whole[part.clone()])
            .collect();
        parts.join("\n")
    }

    /// Every place where a quote stands in a clause.
    pub fn places(&self, clause: &ClauseText, quote: &str) -> Vec<Range<usize>> {
        if quote.is_empty() {
            return Vec::new();
        }
        let within = |part: &Range<usize>| {
            let start = part.start;
            self.whole[part.clone()]
                .match_indices(quote)
                .map(move |(at, found)| start + at..start + at + found.len())
                .collect::<Vec<_>>()
        };
        clause.parts.iter().flat_map(within).collect()
    }

    /// The sentences of a clause: up to 。 or ; or the end of a line, four characters at least.
    pub fn sentences(&self, clause: &ClauseText) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for part in &clause.parts {
            let mut start = part.start;
            for piece in self.whole[part.clone()].split_inclusive(['。', ';', '\u{ff1b}']) {
                let end = start + piece.len();
                let letters = piece.chars().filter(|c| c.is_alphanumeric()).count();
                if letters >= 4 {
                    found.push(start..end);
                }
                start = end;
            }
        }
        found
    }

    /// The numbers of a clause: runs of digits with their points, except inside the names given.
    pub fn numbers(&self, clause: &ClauseText, names: &[String]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for part in &clause.parts {
            let words = &self.whole[part.clone()];
            let named: Vec<Range<usize>> = names
                .iter()
                .flat_map(|name| words.match_indices(name.as_str()))
                .map(|(at, name)| at..at + name.len())
                .collect();
            for number in runs(words) {
                if !named.iter().any(|name| inside(&number, name)) {
                    found.push(part.start + number.start..part.start + number.end);
                }
            }
        }
        found
    }
}

/// Whether one range lies in another.
pub fn inside(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether two ranges share a byte.
pub fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The line (from 1) and column (from 1, in characters) of a byte.
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (line, before[start..].chars().count() + 1)
}

fn lines(whole: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in whole.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        if !words.trim().is_empty() {
            found.push(start..start + words.len());
        }
        start += line.len();
    }
    found
}

/// The number that begins a clause, and the bytes to skip.
fn numbered(line: &str) -> Option<(&str, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let mark = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '.' | '\u{ff0e}'))?;
    let next = rest[mark.len_utf8()..].chars().next()?;
    (digits > 0 && digits <= 3 && !next.is_ascii_digit() && !next.is_whitespace())
        .then(|| (&line[..digits], digits + mark.len_utf8()))
}

/// A line such as (三)… or 三、… without a full stop.
fn is_heading(line: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let bare = line.trim().trim_start_matches(['(', '\u{ff08}']);
    let after = bare.trim_start_matches(|c| NUMERALS.contains(c));
    after.len() < bare.len()
        && after.starts_with([')', '\u{ff09}', '、'])
        && !line.contains('。')
        && !line.contains(|c: char| c.is_ascii_digit())
}

fn runs(words: &str) -> Vec<Range<usize>> {
    let digit = |c: char| c.is_ascii_digit() || ('\u{ff10}'..='\u{ff19}').contains(&c);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in words.char_indices() {
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some(last) if last.end == at && (digit(c) || c == '.') => last.end = end,
            _ if digit(c) => found.push(at..end),
            _ => {}
        }
    }
    for run in &mut found {
        run.end -= words[run.clone()].len() - words[run.clone()].trim_end_matches('.').len();
    }
    found
}
