//! The shapes in which a spreadsheet shows notes: VML, which is often no XML and therefore handled as text.

use std::collections::BTreeSet;

use super::xml::refuse;
use crate::sheet::SheetError;

/// A drawing without shapes.
pub(super) const EMPTY: &str = concat!(
    r#"<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" "#,
    r#"xmlns:x="urn:schemas-microsoft-com:office:excel">"#,
    r#"<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>"#
);

const TYPE: &str = concat!(
    r#"<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">"#,
    r#"<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"#
);

/// Where the numbers of shapes begin.
const FIRST: usize = 1025;

/// The drawing with shapes for new notes and without those of notes that are gone.
pub(super) fn drawn(
    part: &str,
    text: &str,
    new: &BTreeSet<(u32, u32)>,
    gone: &BTreeSet<(u32, u32)>,
) -> Result<String, SheetError> {
    let mut kept = without(text, gone);
    let end = kept.rfind("</xml>").ok_or_else(|| refuse(part, "no end"))?;
    let mut added = String::new();
    if !kept.contains("\"_x0000_t202\"") && !new.is_empty() {
        added.push_str(TYPE);
    }
    let mut number = last_number(&kept);
    for place in new {
        number += 1;
        added.push_str(&shape(number, *place));
    }
    kept.insert_str(end, &added);
    Ok(kept)
}

fn without(text: &str, gone: &BTreeSet<(u32, u32)>) -> String {
    const END: &str = "</v:shape>";
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find("<v:shape ") {
        let Some(end) = rest[start..].find(END).map(|end| start + end + END.len()) else {
            break;
        };
        let shape = &rest[start..end];
        let number = |tag: &str| -> Option<u32> {
            let (_, after) = shape.split_once(&format!("<x:{tag}>"))?;
            after.split_once('<')?.0.trim().parse().ok()
        };
        let place = number("Row").zip(number("Column"));
        out.push_str(&rest[..start]);
        if !place.is_some_and(|place| gone.contains(&place)) {
            out.push_str(shape);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The largest number of a shape.
fn last_number(text: &str) -> usize {
    let numbers = text.split("_x0000_s").skip(1).filter_map(|after| {
        let end = after
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(after.len());
        after.get(..end)?.parse().ok()
    });
    numbers.max().unwrap_or(FIRST)
}

fn shape(number: usize, (row, column): (u32, u32)) -> String {
    let (right, left) = (column.saturating_add(4), column.saturating_add(1));
    let (top, bottom) = (row.saturating_sub(1), row.saturating_add(4));
    format!(
        concat!(
            r##"<v:shape id="_x0000_s{}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:2pt;"##,
            r##"width:240pt;height:80pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">"##,
            r##"<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>"##,
            r##"<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>"##,
            r##"<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>"##,
            r##"<x:Anchor>{}, 15, {}, 2, {}, 15, {}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"##,
            r##"<x:Row>{}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>"##
        ),
        number, left, top, right, bottom, row, column
    )
}
