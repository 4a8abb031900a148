//! Files of frames: raw as a port wrote them, or hexadecimal digits, one frame a line or wrapped.

use std::io::{self, Read as _};
use std::path::Path;

use crate::failure::Failure;

/// Bytes to be read as one stream.
pub(super) struct Stream {
    /// The file.
    pub(super) file: String,
    /// The line, where each line of a file is a stream of its own.
    pub(super) line: Option<usize>,
    /// The bytes.
    pub(super) bytes: Vec<u8>,
}

/// The streams of a file; `-` is standard input.
pub(super) fn streams(path: &Path) -> Result<Vec<Stream>, Failure> {
    let fault = |e: io::Error| Failure::file(path, &e);
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(fault)?;
        bytes
    } else {
        std::fs::read(path).map_err(fault)?
    };
    let file = path.display().to_string();
    let stream = |line, bytes| Stream {
        file: file.clone(),
        line,
        bytes,
    };
    let Some(lines) = hexadecimal(&bytes) else {
        return Ok(vec![stream(None, bytes)]);
    };
    // Lines that all begin with a start are frames, however wrong their lengths; else the lines are wrapped.
    let each_starts = lines
        .iter()
        .all(|(_, bytes)| bytes.starts_with(b"##") || bytes.starts_with(b"~~"));
    if each_starts {
        return Ok(lines
            .into_iter()
            .map(|(line, bytes)| stream(Some(line), bytes))
            .collect());
    }
    let whole = lines.into_iter().flat_map(|(_, bytes)| bytes).collect();
    Ok(vec![stream(None, whole)])
}

/// The lines of a text of hexadecimal digits, by number; none if it is no such text.
fn hexadecimal(bytes: &[u8]) -> Option<Vec<(usize, Vec<u8>)>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = Vec::new();
    let mut odd = false;
    for (number, line) in (1..).zip(text.lines()) {
        let digits: Option<Vec<u8>> = line
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        let digits = digits?;
        odd |= digits.len() % 2 == 1;
        if !digits.is_empty() {
            lines.push((number, digits));
        }
    }
    if lines.is_empty() {
        return None;
    }
    if odd {
        // A byte was broken over two lines.
        let digits: Vec<u8> = lines.into_iter().flat_map(|(_, digits)| digits).collect();
        return digits
            .len()
            .is_multiple_of(2)
            .then(|| vec![(1, pairs(&digits))]);
    }
    Some(
        lines
            .into_iter()
            .map(|(line, digits)| (line, pairs(&digits)))
            .collect(),
    )
}

fn pairs(digits: &[u8]) -> Vec<u8> {
    digits
        .chunks_exact(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

/// Whether the first start is a vehicle's: `~~`, or `##` without the digits of a length behind it.
pub(super) fn is_of_vehicles(bytes: &[u8]) -> bool {
    let is_start = |pair: &[u8]| pair == b"##" || pair == b"~~";
    let starts = bytes
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| is_start(pair));
    for (at, pair) in starts {
        let behind = &bytes[at + 2..];
        let has_length = behind.len() >= 3 && behind[..3].iter().all(u8::is_ascii_digit);
        if has_length {
            return false;
        }
        // Behind a start of HJ 212 stand digits, so a control character there is a command.
        if pair == b"~~" || behind.first().is_some_and(|byte| !byte.is_ascii_graphic()) {
            return true;
        }
    }
    false
}
