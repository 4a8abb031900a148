//! Marked copies: what is added, and that nothing else changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};

use registry::sheet::{self, Checks};

use super::{checks, entity, told};

type Place = (u32, u32);

/// The parts of a workbook.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.expect("utf-8").into_owned())
        .collect();
    let part = |name: String| {
        let mut bytes = Vec::new();
        let mut file = archive.by_name(&name).expect("a part");
        file.read_to_end(&mut bytes).expect("readable");
        (name, bytes)
    };
    names.into_iter().map(part).collect()
}

pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    let bytes = parts(bytes).remove(name).expect("a part");
    String::from_utf8(bytes).expect("text")
}

fn place(reference: &str) -> Place {
    let digits = reference.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = &reference[..reference.len() - digits.len()];
    let column = letters.bytes().fold(0, |number, letter| {
        number * 26 + u32::from(letter - b'A') + 1
    });
    (digits.parse::<u32>().expect("a row") - 1, column - 1)
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    after.split_once('"').map(|(value, _)| value)
}

/// The cells of the first sheet whose style has the red fill.
pub(crate) fn reds(bytes: &[u8]) -> BTreeSet<Place> {
    let styles = part(bytes, "xl/styles.xml");
    let between = |from: &str, to: &str| {
        let (_, after) = styles.split_once(from).expect("a list");
        after.split_once(to).expect("its end").0.to_owned()
    };
    let fills = between("<fills", "</fills>");
    let red = fills
        .split("<fill>")
        .skip(1)
        .position(|fill| fill.contains("FFFF7C80"));
    let formats = between("<cellXfs", "</cellXfs>");
    let formats: Vec<&str> = formats.split("<xf ").skip(1).collect();
    let is_red = |style: &str| {
        let format = formats[style.parse::<usize>().expect("a style")];
        let format = format!(" {format}");
        attribute(&format, "fillId") == red.map(|red| red.to_string()).as_deref()
    };
    let sheet = part(bytes, "xl/worksheets/sheet1.xml");
    let cells = sheet.split("<c ").skip(1).map(|cell| format!(" {cell}"));
    cells
        .filter(|cell| {
            let tag = cell.split_once('>').expect("a tag").0;
            attribute(tag, "s").is_some_and(is_red)
        })
        .map(|cell| place(attribute(&cell, "r").expect("a reference")))
        .collect()
}

/// The notes of the first sheet, each of which has its shape.
pub(crate) fn notes(bytes: &[u8]) -> BTreeMap<Place, String> {
    let name = parts(bytes)
        .into_keys()
        .find(|name| name.starts_with("xl/comments"));
    let Some(name) = name else {
        return BTreeMap::new();
    };
    let text = part(bytes, &name);
    let comments = text.split("<comment ").skip(1).map(|comment| {
        let comment = format!(" {comment}");
        let pieces = comment.split("<t").skip(1).filter_map(|piece| {
            let (tag, after) = piece.split_once('>')?;
            let is_text = tag.is_empty() || tag.starts_with(' ');
            is_text.then(|| after.split_once("</t>").map_or("", |(words, _)| words))
        });
        let words: String = pieces.collect();
        let words = words
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
        let place = place(attribute(&comment, "ref").expect("a reference"));
        (place, words.replace("王芳:\n", ""))
    });
    let notes: BTreeMap<Place, String> = comments.collect();
    let drawing = parts(bytes)
        .into_iter()
        .find(|(name, _)| name.contains(".vml"));
    let drawing = String::from_utf8(drawing.expect("a drawing").1).expect("text");
    let shapes = drawing.split("<x:Row>").skip(1).map(|shape| {
        let (row, after) = shape.split_once("</x:Row>").expect("a row");
        let (_, after) = after.split_once("<x:Column>").expect("a column");
        let (column, _) = after.split_once("</x:Column>").expect("a column");
        (
            row.parse().expect("a row"),
            column.parse().expect("a column"),
        )
    });
    assert_eq!(
        shapes.collect::<Vec<Place>>().len(),
        notes.len(),
        "a shape for each note"
    );
    notes
}

/// The workbook with other texts in some cells of its first sheet.
pub(crate) fn correct(bytes: &[u8], cells: &BTreeMap<Place, String>) -> Vec<u8> {
    let name = "xl/worksheets/sheet1.xml";
    let sheet = part(bytes, name);
    let (mut out, mut rest) = (String::new(), sheet.as_str());
    while let Some(start) = rest.find("<c ") {
        out.push_str(&rest[..start]);
        let tag_end = start + rest[start..].find('>').expect("a tag");
        let tag = &rest[start..tag_end];
        let end = if tag.ends_with('/') {
            tag_end + 1
        } else {
            tag_end + rest[tag_end..].find("</c>").expect("its end") + 4
        };
        let reference = attribute(tag, "r").expect("a reference");
        match cells.get(&place(reference)) {
            Some(text) => {
                let style = attribute(tag, "s").unwrap_or("0");
                let _ = write!(
                    out,
                    r#"<c r="{reference}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>"#
                );
            }
            None => out.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    rewritten(bytes, name, &out)
}

/// The workbook with another text in a part.
pub(crate) fn rewritten(bytes: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (part, bytes) in parts(bytes) {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(&part, options).expect("in memory");
        let bytes = if part == name {
            text.as_bytes()
        } else {
            &bytes
        };
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

#[test]
fn a_marked_template_keeps_its_lists_notes_and_other_sheets() {
    let catalogue = super::catalogue();
    let boiler = entity("boiler");
    let template = sheet::template(&boiler, &catalogue).expect("a template");
    assert_eq!(
        template,
        sheet::template(&boiler, &catalogue).expect("a template")
    );
    let read = sheet::read(&boiler, "x", &template, &checks()).expect("readable");
    assert_eq!((read.rows.len(), read.defects.len(), read.read), (0, 0, 0));
    let defects = [
        defect(4, Some(7), "甲"),
        defect(4, Some(7), "乙"),
        defect(4, None, "丙"),
        defect(1_048_576, Some(300), "丁"),
    ];
    let say = |defect: &sheet::Defect| defect.text.clone();
    let marked = sheet::mark(&boiler, &template, &defects, &say).expect("a copy");
    let expected: BTreeSet<Place> = [(3, 7), (3, 0), (1_048_575, 300)].into();
    assert_eq!(reds(&marked), expected);
    assert_eq!(notes(&marked)[&(3, 7)], "lantian:\n甲\n乙");
    assert_eq!(notes(&marked)[&(3, 0)], "lantian:\n列名: 丙");
    assert_eq!(notes(&marked).len(), notes(&template).len() + 3);
    let (before, after) = (parts(&template), parts(&marked));
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    let changed = before
        .iter()
        .filter(|(name, bytes)| after[*name] != **bytes);
    let changed: Vec<&str> = changed.map(|(name, _)| name.as_str()).collect();
    let expected = [
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    ];
    assert_eq!(changed, expected);
    let validations = |bytes: &[u8]| {
        let sheet = part(bytes, "xl/worksheets/sheet1.xml");
        let (_, after) = sheet.split_once("<dataValidations").expect("validations");
        after
            .split_once("</dataValidations>")
            .expect("their end")
            .0
            .to_owned()
    };
    assert_eq!(validations(&marked), validations(&template));
    assert!(validations(&marked).contains("errorStyle=\"warning\""));
    let twice = sheet::mark(&boiler, &marked, &defects, &say).expect("a copy");
    assert_eq!(parts(&twice), after, "marking again changes nothing");
    let again = sheet::mark(&boiler, &marked, &[], &say).expect("a copy");
    assert_eq!(reds(&again), BTreeSet::new());
    assert_eq!(notes(&again), notes(&template));
}

fn defect(line: u64, column: Option<usize>, text: &str) -> sheet::Defect {
    sheet::Defect {
        line,
        column,
        header: "列名".to_owned(),
        text: text.to_owned(),
        problem: sheet::Problem::NoKey,
    }
}

#[test]
fn a_marked_csv_has_its_errors_in_a_last_column_which_reading_passes_over() {
    let boiler = entity("boiler");
    let text = "锅炉台账\n\nkey,燃料\nB1,木炭\nB2,燃煤\n\nB3,x,y\n";
    let read = sheet::read(&boiler, "x", text.as_bytes(), &checks()).expect("readable");
    let say = |defect: &sheet::Defect| defect.problem.id().to_owned();
    let marked = sheet::mark_csv("x", text.as_bytes(), &read.defects, &say).expect("a copy");
    let shown = String::from_utf8(marked.clone()).expect("text");
    assert!(shown.contains("B1,木炭,,燃料: not-listed\r\n"), "{shown}");
    let again = sheet::read(&boiler, "x", &marked, &checks()).expect("readable");
    assert_eq!(told(&again.defects), told(&read.defects));
    let twice = sheet::mark_csv("x", &marked, &again.defects, &say).expect("a copy");
    assert_eq!(twice, marked);
    let corrected = shown.replace("木炭", "燃煤").replace(",x,", ",燃气,");
    let read = sheet::read(&boiler, "x", corrected.as_bytes(), &checks()).expect("readable");
    assert_eq!((read.rows.len(), read.defects.len()), (3, 0));
}

#[test]
fn every_entity_has_a_template_that_reads_as_empty() {
    let catalogue = super::catalogue();
    for entity in &catalogue.entities {
        let bytes = sheet::template(entity, &catalogue).expect("a template");
        let read = sheet::read(entity, "x", &bytes, &Checks::none(super::today()));
        let read = read.expect("readable");
        assert_eq!(
            (read.read, told(&read.defects)),
            (0, Vec::new()),
            "{}",
            entity.id
        );
    }
}
