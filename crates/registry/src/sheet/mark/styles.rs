//! The styles of a workbook: each with a red twin when a cell needs one, and back.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::xml::{attribute, is, position, prefix, refuse, with_attributes};
use crate::sheet::SheetError;

/// The red of a marked cell; also how an earlier mark is known again.
const RED: &str = "FFFF7C80";

/// The styles, and what is to be added to them.
pub(super) struct Styles {
    text: String,
    /// Before the end of the fills, how many there are, and which are our red.
    fills_end: usize,
    fills: usize,
    reds: Vec<usize>,
    prefix: String,
    /// Before the end of the cell formats.
    formats_end: usize,
    formats: Vec<Format>,
    added: Vec<String>,
    twins: BTreeMap<(usize, bool), usize>,
}

/// A cell format: its text and its fill.
struct Format {
    text: String,
    tag: std::ops::Range<usize>,
    fill: usize,
}

impl Styles {
    pub(super) fn read(part: &str, text: String) -> Result<Self, SheetError> {
        let mut styles = Self {
            text: String::new(),
            fills_end: 0,
            fills: 0,
            reds: Vec::new(),
            prefix: String::new(),
            formats_end: 0,
            formats: Vec::new(),
            added: Vec::new(),
            twins: BTreeMap::new(),
        };
        styles.scan(part, &text)?;
        if styles.fills_end == 0 || styles.formats_end == 0 {
            return Err(refuse(part, "no fills or no cell formats"));
        }
        styles.text = text;
        Ok(styles)
    }

    fn scan(&mut self, part: &str, text: &str) -> Result<(), SheetError> {
        let mut reader = Reader::from_str(text);
        let (mut fills, mut formats, mut open) = (false, false, None);
        loop {
            let start = position(&reader);
            let event = reader.read_event().map_err(|e| refuse(part, e))?;
            let end = position(&reader);
            match event {
                Event::Eof => return Ok(()),
                Event::Start(e) if is(&e, "fills") => fills = true,
                Event::Start(e) if is(&e, "cellXfs") => {
                    formats = true;
                    self.prefix = prefix(&e);
                }
                Event::Start(e) | Event::Empty(e) if fills && is(&e, "fill") => self.fills += 1,
                Event::Start(e) | Event::Empty(e)
                    if fills
                        && is(&e, "fgColor")
                        && attribute(&e, "rgb").is_some_and(|rgb| rgb == RED) =>
                {
                    self.reds.push(self.fills.saturating_sub(1));
                }
                Event::Start(e) if formats && is(&e, "xf") => {
                    open = Some((start, end, fill_of(&e)));
                }
                Event::Empty(e) if formats && is(&e, "xf") => {
                    self.push(text, start..end, start..end, fill_of(&e));
                }
                Event::End(e) => match e.local_name().as_ref() {
                    "fills" => {
                        fills = false;
                        self.fills_end = start;
                    }
                    "cellXfs" => {
                        formats = false;
                        self.formats_end = start;
                    }
                    "xf" => {
                        if let Some((from, tag_end, fill)) = open.take() {
                            self.push(text, from..end, from..tag_end, fill);
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    fn push(
        &mut self,
        text: &str,
        whole: std::ops::Range<usize>,
        tag: std::ops::Range<usize>,
        fill: usize,
    ) {
        let tag = 0..tag.end - tag.start;
        let text = text.get(whole).unwrap_or_default().to_owned();
        self.formats.push(Format { text, tag, fill });
    }

    /// The red twin of a style.
    pub(super) fn red(&mut self, style: usize) -> usize {
        if self.is_red(style) {
            style
        } else {
            self.twin(style, true)
        }
    }

    /// A style without our red.
    pub(super) fn plain(&mut self, style: usize) -> usize {
        if self.is_red(style) {
            self.twin(style, false)
        } else {
            style
        }
    }

    fn is_red(&self, style: usize) -> bool {
        let format = self.formats.get(style);
        format.is_some_and(|format| self.reds.contains(&format.fill))
    }

    fn twin(&mut self, style: usize, red: bool) -> usize {
        if let Some(known) = self.twins.get(&(style, red)) {
            return *known;
        }
        // A style that is not there is the first, as programs read it.
        let Some(format) = self.formats.get(style).or(self.formats.first()) else {
            return style;
        };
        let fill = if red { self.red_fill() } else { 0 };
        let twin = refilled(format, fill);
        let id = self.formats.len() + self.added.len();
        self.added.push(twin);
        self.twins.insert((style, red), id);
        id
    }

    fn red_fill(&self) -> usize {
        self.reds.first().copied().unwrap_or(self.fills)
    }

    /// The text with what was added.
    pub(super) fn text(&self) -> String {
        let text = &self.text;
        let x = &self.prefix;
        let fill = if self.reds.is_empty() && !self.added.is_empty() {
            format!(
                r#"<{x}fill><{x}patternFill patternType="solid"><{x}fgColor rgb="{RED}"/><{x}bgColor indexed="64"/></{x}patternFill></{x}fill>"#
            )
        } else {
            String::new()
        };
        let pieces = [
            (self.fills_end, fill),
            (self.formats_end, self.added.concat()),
        ];
        let (mut out, mut from) = (String::new(), 0);
        let mut pieces = Vec::from(pieces);
        pieces.sort_by_key(|(place, _)| *place);
        for (place, piece) in pieces {
            out.push_str(text.get(from..place).unwrap_or_default());
            out.push_str(&piece);
            from = place;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        recounted(&out, &[("fills", "fill"), ("cellXfs", "xf")])
    }
}

/// Corrects the counts of lists, which some programs believe.
fn recounted(text: &str, lists: &[(&str, &str)]) -> String {
    let mut out = text.to_owned();
    for (list, item) in lists {
        let mut reader = Reader::from_str(&out);
        let (mut tag, mut count) = (None, None::<usize>);
        while let Ok(event) = {
            let start = position(&reader);
            reader.read_event().map(|event| (start, event))
        } {
            match event {
                (_, Event::Eof) => break,
                (start, Event::Start(e)) if is(&e, list) => {
                    let end = position(&reader);
                    let text = out.get(start..end).unwrap_or_default();
                    tag = Some((start..end, e.into_owned(), text.to_owned()));
                    count = Some(0);
                }
                (_, Event::Start(e) | Event::Empty(e)) if is(&e, item) => {
                    count = count.map(|count| count + 1);
                }
                (_, Event::End(e)) if e.local_name().as_ref() == *list => break,
                _ => {}
            }
        }
        if let (Some((range, element, tag)), Some(count)) = (tag, count) {
            let count = count.to_string();
            out.replace_range(
                range,
                &with_attributes(&tag, &element, &[("count", &count)]),
            );
        }
    }
    out
}

fn fill_of(element: &quick_xml::events::BytesStart<'_>) -> usize {
    let fill = attribute(element, "fillId").and_then(|fill| fill.parse().ok());
    fill.unwrap_or(0)
}

fn refilled(format: &Format, fill: usize) -> String {
    let fill = fill.to_string();
    let set = [("fillId", fill.as_str()), ("applyFill", "1")];
    let tag = format.text.get(format.tag.clone()).unwrap_or_default();
    let rest = format.text.get(format.tag.end..).unwrap_or_default();
    let mut reader = Reader::from_str(tag);
    match reader.read_event() {
        Ok(Event::Start(element) | Event::Empty(element)) => {
            format!("{}{rest}", with_attributes(tag, &element, &set))
        }
        _ => format.text.clone(),
    }
}
