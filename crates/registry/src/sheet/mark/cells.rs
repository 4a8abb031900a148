//! The cells of a sheet: those that are marked get the red twin of their style; nothing else changes.

use std::collections::BTreeSet;

use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, Writer};

use super::Marks;
use super::styles::Styles;
use super::xml::{RELATIONSHIPS, attribute, elements, is, prefix, refuse};
use crate::sheet::SheetError;
use crate::sheet::header::letters;

/// What may stand after the drawing of notes in a sheet (ECMA-376 part 1, §18.3.1.99).
const AFTER_DRAWING: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];

/// The relationship of the drawing of notes that a sheet has.
pub(super) fn drawing(part: &str, text: &str) -> Result<Option<String>, SheetError> {
    let mut found = None;
    elements(part, text, |element, _| {
        if is(element, "legacyDrawing") {
            found = attribute(element, "id");
        }
    })?;
    Ok(found)
}

/// The sheet with its marked cells red; `drawing` is the relationship to add when the sheet has none yet.
pub(super) fn paint(
    part: &str,
    text: &str,
    marks: &Marks,
    styles: &mut Styles,
    drawing: Option<&str>,
) -> Result<Vec<u8>, SheetError> {
    let mut sheet = Sheet {
        marks: marks.keys().copied().collect(),
        styles,
        columns: Vec::new(),
        prefix: String::new(),
        row: None,
        row_style: None,
        column: None,
        drawing,
        out: Writer::new(Vec::with_capacity(text.len() + 1024)),
    };
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|e| refuse(part, e))? {
            Event::Eof => return Ok(sheet.out.into_inner()),
            event => sheet.event(event).map_err(|e| refuse(part, e))?,
        }
    }
}

struct Sheet<'s> {
    /// The cells that are not painted yet.
    marks: BTreeSet<(u32, u32)>,
    styles: &'s mut Styles,
    /// The styles of columns: first, last, style.
    columns: Vec<(u32, u32, usize)>,
    prefix: String,
    row: Option<u32>,
    row_style: Option<usize>,
    column: Option<u32>,
    drawing: Option<&'s str>,
    out: Writer<Vec<u8>>,
}

impl Sheet<'_> {
    fn event(&mut self, event: Event<'_>) -> std::io::Result<()> {
        match event {
            Event::Start(e) if is(&e, "worksheet") => {
                self.prefix = prefix(&e);
                self.out.write_event(Event::Start(e))
            }
            Event::Start(e) if is(&e, "row") => {
                self.row_begins(&e)?;
                self.out.write_event(Event::Start(e))
            }
            Event::Empty(e) if is(&e, "row") => {
                self.row_begins(&e)?;
                let name = e.name().as_ref().to_owned();
                self.out.write_event(Event::Start(e))?;
                self.cells_before(u32::MAX)?;
                self.out.write_event(Event::End(BytesEnd::new(name)))
            }
            Event::End(e) if e.local_name().as_ref() == "row" => {
                self.cells_before(u32::MAX)?;
                self.out.write_event(Event::End(e))
            }
            Event::End(e) if e.local_name().as_ref() == "sheetData" => {
                self.rows_before(u32::MAX)?;
                self.out.write_event(Event::End(e))
            }
            Event::Start(e) if is(&e, "c") => {
                let cell = self.cell(&e)?;
                self.out.write_event(Event::Start(cell))
            }
            Event::Empty(e) if is(&e, "c") => {
                let cell = self.cell(&e)?;
                self.out.write_event(Event::Empty(cell))
            }
            Event::Start(e) if AFTER_DRAWING.iter().any(|name| is(&e, name)) => {
                self.draw()?;
                self.out.write_event(Event::Start(e))
            }
            Event::Empty(e) if AFTER_DRAWING.iter().any(|name| is(&e, name)) => {
                self.draw()?;
                self.out.write_event(Event::Empty(e))
            }
            Event::End(e) if e.local_name().as_ref() == "worksheet" => {
                self.draw()?;
                self.out.write_event(Event::End(e))
            }
            Event::Empty(e) if is(&e, "col") => {
                self.column_style(&e);
                self.out.write_event(Event::Empty(e))
            }
            other => self.out.write_event(other),
        }
    }

    fn draw(&mut self) -> std::io::Result<()> {
        // Before the cells there may be an extension of the sheet's properties.
        let Some(id) = self.drawing.filter(|_| self.row.is_some()) else {
            return Ok(());
        };
        self.drawing = None;
        let name = format!("{}legacyDrawing", self.prefix);
        let mut element = BytesStart::new(name);
        element.push_attribute(("xmlns:r", RELATIONSHIPS));
        element.push_attribute(("r:id", id));
        self.out.write_event(Event::Empty(element))
    }

    fn column_style(&mut self, element: &BytesStart<'_>) {
        let number = |name| attribute(element, name).and_then(|text| text.parse::<u32>().ok());
        if let (Some(first), Some(last), Some(style)) =
            (number("min"), number("max"), number("style"))
        {
            let style = usize::try_from(style).unwrap_or(0);
            let (first, last) = (first.saturating_sub(1), last.saturating_sub(1));
            self.columns.push((first, last, style));
        }
    }

    /// Adds the marked rows before this one, which the sheet does not have.
    fn row_begins(&mut self, element: &BytesStart<'_>) -> std::io::Result<()> {
        let given = attribute(element, "r").and_then(|row| row.parse::<u32>().ok());
        let row = given.map_or_else(
            || self.row.map_or(0, |row| row + 1),
            |row| row.saturating_sub(1),
        );
        self.rows_before(row)?;
        self.row = Some(row);
        self.column = None;
        let custom = attribute(element, "customFormat").is_some_and(|custom| custom != "0");
        let style = attribute(element, "s").and_then(|style| style.parse().ok());
        self.row_style = style.filter(|_| custom);
        Ok(())
    }

    fn rows_before(&mut self, end: u32) -> std::io::Result<()> {
        while let Some(&(row, _)) = self.marks.first() {
            if row >= end {
                break;
            }
            let name = format!("{}row", self.prefix);
            let mut element = BytesStart::new(name.as_str());
            element.push_attribute(("r", row.saturating_add(1).to_string().as_str()));
            self.out.write_event(Event::Start(element))?;
            self.row = Some(row);
            self.row_style = None;
            self.cells_before(u32::MAX)?;
            self.out
                .write_event(Event::End(BytesEnd::new(name.as_str())))?;
        }
        Ok(())
    }

    /// Adds the marked cells of the row before this column, which the sheet does not have.
    fn cells_before(&mut self, end: u32) -> std::io::Result<()> {
        let Some(row) = self.row else { return Ok(()) };
        while let Some(&(marked, column)) = self.marks.first() {
            if marked != row || column >= end {
                break;
            }
            self.marks.pop_first();
            let style = self.row_style.unwrap_or_else(|| self.style_of(column));
            let red = self.styles.red(style).to_string();
            let mut element = BytesStart::new(format!("{}c", self.prefix));
            element.push_attribute(("r", reference(row, column).as_str()));
            element.push_attribute(("s", red.as_str()));
            self.out.write_event(Event::Empty(element))?;
        }
        Ok(())
    }

    fn style_of(&self, column: u32) -> usize {
        let mut columns = self.columns.iter();
        let found = columns.find(|(first, last, _)| (*first..=*last).contains(&column));
        found.map_or(0, |(.., style)| *style)
    }

    /// A cell of the sheet: red when it is marked, without an earlier mark when it is not.
    fn cell(&mut self, element: &BytesStart<'_>) -> std::io::Result<BytesStart<'static>> {
        let given = attribute(element, "r").and_then(|reference| column_of(&reference));
        let column = given.unwrap_or_else(|| self.column.map_or(0, |column| column + 1));
        self.column = Some(column);
        self.cells_before(column)?;
        let row = self.row.unwrap_or(0);
        let style = attribute(element, "s").and_then(|style| style.parse().ok());
        let old: usize = style.unwrap_or(0);
        let new = if self.marks.remove(&(row, column)) {
            self.styles.red(old)
        } else {
            self.styles.plain(old)
        };
        if new == old {
            return Ok(element.to_owned().into_owned());
        }
        let name = element.name().as_ref().to_owned();
        let mut changed = BytesStart::new(name);
        for attribute in element.attributes().with_checks(false).flatten() {
            if attribute.key.as_ref() != "s" {
                changed.push_attribute(attribute);
            }
        }
        changed.push_attribute(("s", new.to_string().as_str()));
        Ok(changed)
    }
}

/// The name of a cell, such as `B5`.
pub(super) fn reference(row: u32, column: u32) -> String {
    let column = usize::try_from(column).unwrap_or(usize::MAX - 1);
    format!("{}{}", letters(column), row.saturating_add(1))
}

/// The column of a cell's name, from 0.
fn column_of(reference: &str) -> Option<u32> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let mut number = 0_u32;
    for letter in letters {
        let place = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        number = number.checked_mul(26)?.checked_add(place)?;
    }
    number.checked_sub(1)
}

/// Row and column of a cell's name, from 0.
pub(super) fn place_of(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column_of(reference)?))
}
