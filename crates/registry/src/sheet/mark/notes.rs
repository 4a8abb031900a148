//! The notes of a sheet: ours are added, those of an earlier copy taken away, all others kept.
//!
//! A note of the user's own in a marked cell keeps its words; ours follow them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::cells::{place_of, reference};
use super::package::Package;
use super::xml::{attribute, escaped, is, position, prefix, refuse};
use super::{Marks, shapes};
use crate::sheet::SheetError;

/// What our notes begin with, as a program signs a note with its author; and how they are known again.
const SIGNED: &str = "lantian:\n";
const AUTHOR: &str = "lantian";
const EMPTY: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    "<authors></authors><commentList></commentList></comments>"
);
const NOTES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// Writes the notes of a sheet and their drawing (`drawing` is its relationship, where the sheet has one); the
/// relationship of the drawing when it is new.
pub(super) fn write(
    package: &mut Package<'_>,
    sheet: &str,
    drawing: Option<String>,
    marks: &Marks,
) -> Result<Option<String>, SheetError> {
    let links = package.relationships(sheet)?;
    let part = links.iter().find(|link| link.kind == "comments");
    let part = part.map(|link| link.target.clone());
    if part.is_none() && marks.is_empty() {
        return Ok(None);
    }
    let (path, text) = if let Some(path) = part {
        (path.clone(), package.text(&path)?)
    } else {
        let path = package.free("xl/comments", ".xml");
        package.relate(sheet, "comments", &path)?;
        package.declare(&path, false, NOTES)?;
        (path, EMPTY.to_owned())
    };
    let known = Known::read(&path, &text)?;
    let (text, places) = known.with(&text, marks);
    package.put(&path, text.into_bytes());
    let linked = drawing.and_then(|id| links.iter().find(|link| link.id == id));
    let (path, old, new) = if let Some(link) = linked {
        (link.target.clone(), package.text(&link.target)?, None)
    } else {
        let path = package.free("xl/drawings/vmlDrawing", ".vml");
        let id = package.relate(sheet, "vmlDrawing", &path)?;
        package.declare(&path, true, DRAWING)?;
        (path, shapes::EMPTY.to_owned(), Some(id))
    };
    let drawn = shapes::drawn(&path, &old, &places, &known.dropped(marks))?;
    package.put(&path, drawn.into_bytes());
    Ok(new)
}

/// The notes that a sheet has.
#[derive(Default)]
struct Known {
    prefix: String,
    authors: usize,
    /// Which of them we are, when an earlier copy has named us.
    own_author: Option<usize>,
    /// Before the end of the authors, and of the notes.
    authors_end: usize,
    notes_end: usize,
    notes: BTreeMap<(u32, u32), Note>,
}

struct Note {
    /// The bytes it stands in.
    range: std::ops::Range<usize>,
    author: String,
    /// Its words without ours.
    words: String,
    /// Whether ours were among them.
    signed: bool,
}

impl Known {
    fn read(part: &str, text: &str) -> Result<Self, SheetError> {
        let mut known = Self::default();
        let mut reader = Reader::from_str(text);
        let mut open: Option<(usize, String, String)> = None;
        let (mut words, mut in_words) = (String::new(), false);
        loop {
            let start = position(&reader);
            match reader.read_event().map_err(|e| refuse(part, e))? {
                Event::Eof => break,
                Event::Start(e) if is(&e, "comments") => known.prefix = prefix(&e),
                Event::Empty(e) if is(&e, "author") => known.authors += 1,
                Event::Start(e) if is(&e, "author") => in_words = true,
                Event::Start(e) if is(&e, "comment") => {
                    let of = |name| attribute(&e, name).unwrap_or_default();
                    open = Some((start, of("ref"), of("authorId")));
                    words.clear();
                }
                Event::Start(e) if is(&e, "t") => in_words = true,
                Event::Text(e) if in_words => {
                    words.push_str(&e);
                }
                Event::GeneralRef(e) if in_words => {
                    let _ = write!(words, "&{};", &*e);
                }
                Event::End(e) => match e.local_name().as_ref() {
                    "t" => in_words = false,
                    "author" => {
                        if words == AUTHOR {
                            known.own_author = Some(known.authors);
                        }
                        known.authors += 1;
                        words.clear();
                        in_words = false;
                    }
                    "authors" => known.authors_end = start,
                    "commentList" => known.notes_end = start,
                    "comment" => {
                        let end = position(&reader);
                        if let Some((from, reference, author)) = open.take() {
                            known.add(&reference, from..end, author, &words);
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        if known.authors_end == 0 || known.notes_end == 0 {
            return Err(refuse(part, "no authors or no notes"));
        }
        Ok(known)
    }

    fn add(&mut self, reference: &str, range: std::ops::Range<usize>, author: String, words: &str) {
        let Some(place) = place_of(reference) else {
            return;
        };
        let words =
            quick_xml::escape::unescape(words).map_or_else(|_| words.to_owned(), Into::into);
        let words = words.replace("\r\n", "\n");
        let (own, signed) = match words.find(SIGNED) {
            Some(end) => (words[..end].trim_end().to_owned(), true),
            None => (words, false),
        };
        let note = Note {
            range,
            author,
            words: own,
            signed,
        };
        self.notes.insert(place, note);
    }

    /// The places whose note goes: it was ours alone, and nothing is wrong there any more.
    fn dropped(&self, marks: &Marks) -> BTreeSet<(u32, u32)> {
        let gone = self.notes.iter().filter(|(place, note)| {
            note.signed && note.words.is_empty() && !marks.contains_key(place)
        });
        gone.map(|(place, _)| *place).collect()
    }

    /// The notes with the marks, and the places that need a shape they do not have.
    fn with(&self, text: &str, marks: &Marks) -> (String, BTreeSet<(u32, u32)>) {
        let piece = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        let mut out = String::with_capacity(text.len());
        out.push_str(piece(0..self.authors_end));
        if self.own_author.is_none() {
            let x = &self.prefix;
            let _ = write!(out, "<{x}author>{AUTHOR}</{x}author>");
        }
        let changed = self.notes.iter();
        let changed = changed.filter(|(place, note)| note.signed || marks.contains_key(place));
        let mut ranges: Vec<_> = changed.map(|(_, note)| note.range.clone()).collect();
        ranges.sort_by_key(|range| range.start);
        let mut from = self.authors_end;
        for range in ranges {
            out.push_str(piece(from..range.start));
            from = range.end;
        }
        out.push_str(piece(from..self.notes_end));
        self.added(&mut out, marks);
        out.push_str(piece(self.notes_end..text.len()));
        let new = marks.keys().filter(|place| !self.notes.contains_key(place));
        (out, new.copied().collect())
    }

    fn added(&self, out: &mut String, marks: &Marks) {
        let own = self.notes.iter().filter(|(place, note)| {
            note.signed && !note.words.is_empty() && !marks.contains_key(place)
        });
        for (place, note) in own {
            self.note(out, *place, &note.author, &note.words);
        }
        let ours = self.own_author.unwrap_or(self.authors).to_string();
        for (place, text) in marks {
            let before = self.notes.get(place).filter(|note| !note.words.is_empty());
            match before {
                Some(note) => {
                    let words = format!("{}\n{SIGNED}{text}", note.words);
                    self.note(out, *place, &note.author, &words);
                }
                None => self.note(out, *place, &ours, &format!("{SIGNED}{text}")),
            }
        }
    }

    fn note(&self, out: &mut String, (row, column): (u32, u32), author: &str, words: &str) {
        let x = &self.prefix;
        let (cell, words) = (reference(row, column), escaped(words));
        let _ = write!(
            out,
            r#"<{x}comment ref="{cell}" authorId="{author}"><{x}text><{x}t xml:space="preserve">{words}</{x}t></{x}text></{x}comment>"#
        );
    }
}
