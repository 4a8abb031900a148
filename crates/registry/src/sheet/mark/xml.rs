//! The little of XML that marking needs: names without prefixes, attributes, pieces of text.

use std::fmt::Write as _;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::sheet::SheetError;

/// The relationships of Office documents.
pub(super) const RELATIONSHIPS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The workbook cannot be marked because of this part.
#[expect(
    clippy::needless_pass_by_value,
    reason = "callers hand in errors and words as they have them"
)]
pub(super) fn refuse(part: &str, reason: impl ToString) -> SheetError {
    SheetError::Unmarkable {
        part: part.to_owned(),
        reason: reason.to_string(),
    }
}

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let attributes = attributes.with_checks(false);
    let found = attributes
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value).ok()?;
    Some(value.into_owned())
}

/// Whether an element has this name, whatever its prefix.
pub(super) fn is(element: &BytesStart<'_>, name: &str) -> bool {
    element.local_name().as_ref() == name
}

/// The prefix of an element, with its colon.
pub(super) fn prefix(element: &BytesStart<'_>) -> String {
    let prefix = element.name().prefix();
    prefix.map_or_else(String::new, |prefix| format!("{}:", prefix.as_ref()))
}

/// Gives every element that opens, with whether it is empty, and the bytes from and to which its tag stands.
pub(super) fn elements(
    part: &str,
    text: &str,
    mut each: impl FnMut(&BytesStart<'_>, std::ops::Range<usize>),
) -> Result<(), SheetError> {
    let mut reader = Reader::from_str(text);
    loop {
        let start = position(&reader);
        match reader.read_event() {
            Err(error) => return Err(refuse(part, error)),
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::Start(element) | Event::Empty(element)) => {
                each(&element, start..position(&reader));
            }
            Ok(_) => {}
        }
    }
}

/// How far a reader has come.
pub(super) fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// An element's tag with some attributes set, closed as it was.
pub(super) fn with_attributes(tag: &str, element: &BytesStart<'_>, set: &[(&str, &str)]) -> String {
    let mut text = format!("<{}", element.name().as_ref());
    for attribute in element.attributes().with_checks(false).flatten() {
        let name = attribute.key.as_ref().to_owned();
        if set.iter().all(|(known, _)| *known != name) {
            let value = &attribute.value;
            let _ = write!(text, " {name}=\"{value}\"");
        }
    }
    for (name, value) in set {
        let _ = write!(text, " {name}=\"{value}\"");
    }
    text.push_str(if tag.ends_with("/>") { "/>" } else { ">" });
    text
}

/// A text as XML has it; characters that XML cannot have are left out.
pub(super) fn escaped(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: String = text.chars().filter(allowed).collect();
    quick_xml::escape::escape(text.as_str()).into_owned()
}
