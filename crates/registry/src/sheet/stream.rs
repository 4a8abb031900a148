//! CSV of any length: blocks of whole records, read on all processors, joined in order.
//!
//! A million vehicles do not fit a spreadsheet's limits, nor should they be held twice. The encoding is that of the
//! first block that tells: a byte order mark, else UTF-8, else GBK; UTF-16 is read by [`super::read`] alone.

use std::borrow::Cow;
use std::io::Read;

use csv::StringRecord;
use encoding_rs::{Encoding, GBK, UTF_8, UTF_16BE, UTF_16LE};
use rayon::prelude::*;

use super::cell::Raw;
use super::grid::{self, Cell, GridError};
use super::header::{HEADER_ROWS, Layout};
use super::merge::{self, Seen};
use super::read::{Headers, found};
use super::row::{self, Outcome};
use super::{Checks, Defect, SheetError, SheetRead};
use crate::Entity;

/// The bytes of a block: enough rows that joining costs nothing, little enough for small machines.
const BLOCK: usize = 2 << 20;

/// No record is longer: a cell holds at most some 32,000 characters, an area some megabytes.
const RECORD: usize = 64 << 20;

/// Reads a CSV of any length in parts of some ten thousand rows; `each` takes them in order.
///
/// Rows of a part that refer to things of the same entity find those of earlier parts and of their own.
///
/// # Errors
/// Those of `each`, and [`SheetError`] when the file is no CSV, does not name the key, or cannot be read on.
pub fn read_csv_stream<E: From<SheetError>>(
    entity: &Entity,
    name: &str,
    reader: impl Read,
    checks: &Checks<'_>,
    mut each: impl FnMut(SheetRead) -> Result<(), E>,
) -> Result<(), E> {
    let mut blocks = Blocks::new(name, reader);
    let mut file: Option<File<'_>> = None;
    loop {
        let mut texts = Vec::new();
        for _ in 0..rayon::current_num_threads().max(1) {
            match blocks.next()? {
                Some(text) => texts.push(text),
                None => break,
            }
        }
        if texts.is_empty() {
            break;
        }
        let (known, start) = match file.take() {
            Some(known) => (known, 0),
            None => File::of(entity, name, texts.first().map_or("", String::as_str))?,
        };
        let parsed: Vec<Result<Parsed, SheetError>> = texts
            .par_iter()
            .enumerate()
            .map(|(place, text)| {
                let header = if place == 0 { start } else { 0 };
                parse(
                    entity,
                    name,
                    &known.layout,
                    checks,
                    known.delimiter,
                    text,
                    header,
                )
            })
            .collect();
        let known = file.insert(known);
        for parsed in parsed {
            let part = known.join(entity, checks, parsed?);
            blocks.line = known.lines;
            each(part)?;
        }
    }
    match file {
        Some(_) => Ok(()),
        None => Err(SheetError::Grid(GridError::Empty {
            name: name.to_owned(),
        })
        .into()),
    }
}

/// Reads a CSV that is in memory.
pub(super) fn whole(
    entity: &Entity,
    name: &str,
    text: &str,
    checks: &Checks<'_>,
) -> Result<SheetRead, SheetError> {
    if text.trim().is_empty() {
        return Err(SheetError::Grid(GridError::Empty {
            name: name.to_owned(),
        }));
    }
    let (mut file, start) = File::of(entity, name, text)?;
    let parsed = parse(
        entity,
        name,
        &file.layout,
        checks,
        file.delimiter,
        text,
        start,
    )?;
    Ok(file.join(entity, checks, parsed))
}

/// What is known of a file while it is read.
struct File<'a> {
    delimiter: u8,
    layout: Layout<'a>,
    seen: Seen,
    /// The lines before the next part.
    lines: u64,
}

/// The rows of a block; lines count from the start of the block.
struct Parsed {
    outcomes: Vec<Outcome>,
    defects: Vec<Defect>,
    lines: u32,
}

impl<'a> File<'a> {
    /// The file whose first block this is, and the line of its header.
    fn of(entity: &'a Entity, name: &str, text: &str) -> Result<(Self, u32), SheetError> {
        let delimiter = grid::delimiter(text);
        let mut lines: Vec<Headers> = Vec::new();
        let each = |line: u32, record: &StringRecord| {
            let headers = record.iter().enumerate();
            let headers = headers.filter(|(_, header)| !header.trim().is_empty());
            let headers = headers.map(|(at, header)| (at, header.trim().to_owned()));
            lines.push((line, headers.collect()));
            lines.len() < HEADER_ROWS
        };
        grid::records(text, delimiter, each).map_err(|source| unreadable(name, source))?;
        let (header, layout) = found(entity, name, lines)?;
        let file = Self {
            delimiter,
            layout,
            seen: Seen::default(),
            lines: 0,
        };
        Ok((file, header))
    }

    fn join(&mut self, entity: &Entity, checks: &Checks<'_>, mut parsed: Parsed) -> SheetRead {
        for row in &mut parsed.outcomes {
            row.line += self.lines;
        }
        for defect in &mut parsed.defects {
            defect.line += self.lines;
        }
        self.lines += u64::from(parsed.lines);
        parsed.defects.append(&mut self.layout.defects);
        merge::merge(
            entity,
            &self.layout,
            checks,
            &mut self.seen,
            parsed.outcomes,
            parsed.defects,
        )
    }
}

fn unreadable(name: &str, source: csv::Error) -> SheetError {
    SheetError::Grid(GridError::UnreadableText {
        name: name.to_owned(),
        source,
    })
}

/// Reads the records of a block after line `header`.
fn parse(
    entity: &Entity,
    name: &str,
    layout: &Layout<'_>,
    checks: &Checks<'_>,
    delimiter: u8,
    text: &str,
    header: u32,
) -> Result<Parsed, SheetError> {
    let (mut outcomes, mut defects) = (Vec::new(), Vec::new());
    let each = |line: u32, record: &StringRecord| {
        if line > header {
            let cell = |at: usize| record.get(at).map_or(Raw::Blank, field);
            let line = u64::from(line);
            outcomes.extend(row::outcome(
                entity,
                layout,
                checks,
                line,
                cell,
                &mut defects,
            ));
        }
        true
    };
    let lines = grid::records(text, delimiter, each).map_err(|source| unreadable(name, source))?;
    Ok(Parsed {
        outcomes,
        defects,
        lines,
    })
}

fn field(text: &str) -> Raw<'_> {
    let given = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if given.is_empty() {
        return Raw::Blank;
    }
    if given.starts_with('#')
        && let Some(Cell::Error(_)) = grid::words(given)
    {
        return Raw::Error(given);
    }
    Raw::Text(given)
}

/// A stream cut into blocks that end with a record.
struct Blocks<'n, R> {
    name: &'n str,
    reader: R,
    /// What was read beyond the last block.
    rest: Vec<u8>,
    ended: bool,
    encoding: Option<&'static Encoding>,
    first: bool,
    line: u64,
}

impl<'n, R: Read> Blocks<'n, R> {
    fn new(name: &'n str, reader: R) -> Self {
        Self {
            name,
            reader,
            rest: Vec::new(),
            ended: false,
            encoding: None,
            first: true,
            line: 0,
        }
    }

    /// The text of the next block; `None` at the end.
    fn next(&mut self) -> Result<Option<String>, SheetError> {
        let mut wanted = BLOCK;
        let cut = loop {
            self.fill(wanted)?;
            if self.ended {
                break self.rest.len();
            }
            match last_record_end(&self.rest) {
                Some(cut) => break cut,
                None if wanted >= RECORD => {
                    return Err(SheetError::RecordTooLong {
                        name: self.name.to_owned(),
                        line: self.line,
                        limit: RECORD,
                    });
                }
                None => wanted *= 2,
            }
        };
        if cut == 0 {
            return Ok(None);
        }
        let rest = self.rest.split_off(cut);
        let block = std::mem::replace(&mut self.rest, rest);
        self.decode(&block).map(Some)
    }

    fn fill(&mut self, wanted: usize) -> Result<(), SheetError> {
        let missing = wanted.saturating_sub(self.rest.len());
        let limit = u64::try_from(missing).unwrap_or(u64::MAX);
        let mut part = self.reader.by_ref().take(limit);
        let read = part.read_to_end(&mut self.rest);
        let read = read.map_err(|source| SheetError::Io {
            name: self.name.to_owned(),
            source,
        })?;
        self.ended |= read < missing;
        Ok(())
    }

    fn decode(&mut self, block: &[u8]) -> Result<String, SheetError> {
        let refuse = || {
            SheetError::Grid(GridError::NotAWorkbook {
                name: self.name.to_owned(),
            })
        };
        let mut body = block;
        if std::mem::take(&mut self.first)
            && let Some((encoding, mark)) = Encoding::for_bom(block)
        {
            if encoding == UTF_16LE || encoding == UTF_16BE {
                return Err(refuse());
            }
            self.encoding = Some(encoding);
            body = block.get(mark..).unwrap_or_default();
        }
        let read = |encoding: &'static Encoding| {
            encoding.decode_without_bom_handling_and_without_replacement(body)
        };
        let text: Option<Cow<'_, str>> = match self.encoding {
            Some(encoding) => read(encoding),
            None if body.is_ascii() => read(UTF_8),
            None => {
                let found = [UTF_8, GBK].into_iter().find(|one| read(one).is_some());
                self.encoding = found;
                found.and_then(read)
            }
        };
        text.map(Cow::into_owned).ok_or_else(refuse)
    }
}

/// The end of the last line end outside quotation marks.
///
/// No byte of a GBK or UTF-8 character beyond ASCII is a quotation mark or a line end.
fn last_record_end(bytes: &[u8]) -> Option<usize> {
    let (mut quoted, mut end) = (false, None);
    for (place, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => end = Some(place + 1),
            _ => {}
        }
    }
    end
}
