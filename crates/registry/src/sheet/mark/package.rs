//! The parts of a workbook: found by their relationships, replaced, added; the others are copied as they are.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::xml::{RELATIONSHIPS, attribute, elements, is, refuse};
use crate::sheet::SheetError;

/// No part of a register's workbook is larger, unpacked.
const PART: u64 = 512 << 20;

const TYPES: &str = "[Content_Types].xml";

/// A workbook and what has been changed of it.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    changed: BTreeMap<String, Vec<u8>>,
}

/// The parts that marking changes.
pub(super) struct Parts {
    pub(super) sheet: String,
    pub(super) styles: String,
}

/// A relationship of a part.
#[derive(Clone, Debug)]
pub(super) struct Relationship {
    pub(super) id: String,
    /// The last word of its type.
    pub(super) kind: String,
    /// The part it leads to.
    pub(super) target: String,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, SheetError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| refuse("zip", e))?;
        Ok(Self {
            archive,
            changed: BTreeMap::new(),
        })
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, part: &str) -> bool {
        self.changed.contains_key(part) || self.archive.index_for_name(part).is_some()
    }

    /// The text of a part.
    pub(super) fn text(&mut self, part: &str) -> Result<String, SheetError> {
        if let Some(bytes) = self.changed.get(part) {
            return Ok(String::from_utf8_lossy(bytes).into_owned());
        }
        let file = self.archive.by_name(part).map_err(|e| refuse(part, e))?;
        let mut bytes = Vec::new();
        file.take(PART)
            .read_to_end(&mut bytes)
            .map_err(|e| refuse(part, e))?;
        let text = String::from_utf8(bytes).map_err(|e| refuse(part, e))?;
        Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        })
    }

    pub(super) fn put(&mut self, part: &str, bytes: Vec<u8>) {
        self.changed.insert(part.to_owned(), bytes);
    }

    /// The sheet of that name, or the first, and the styles.
    pub(super) fn parts(&mut self, sheet: &str) -> Result<Parts, SheetError> {
        let roots = self.relationships("")?;
        let book =
            target(&roots, "officeDocument").ok_or_else(|| refuse("_rels/.rels", "no workbook"))?;
        let text = self.text(&book)?;
        let mut sheets = Vec::new();
        elements(&book, &text, |element, _| {
            if is(element, "sheet")
                && let (Some(name), Some(id)) =
                    (attribute(element, "name"), attribute(element, "id"))
            {
                sheets.push((name, id));
            }
        })?;
        let links = self.relationships(&book)?;
        let named = sheets.iter().find(|(name, _)| name == sheet);
        let id = named.or(sheets.first()).map(|(_, id)| id.clone());
        let id = id.ok_or_else(|| refuse(&book, "no sheet"))?;
        let sheet = links.iter().find(|link| link.id == id);
        let sheet = sheet.ok_or_else(|| refuse(&book, "its sheet has no part"))?;
        let styles = target(&links, "styles").ok_or_else(|| refuse(&book, "no styles"))?;
        Ok(Parts {
            sheet: sheet.target.clone(),
            styles,
        })
    }

    /// The relationships of a part; of the package itself for `""`.
    pub(super) fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, SheetError> {
        let path = relationships_of(part);
        if !self.has(&path) {
            return Ok(Vec::new());
        }
        let text = self.text(&path)?;
        let mut found = Vec::new();
        elements(&path, &text, |element, _| {
            if !is(element, "Relationship") {
                return;
            }
            let parts = (
                attribute(element, "Id"),
                attribute(element, "Type"),
                attribute(element, "Target"),
            );
            if let (Some(id), Some(kind), Some(target)) = parts {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let target = resolved(part, &target);
                found.push(Relationship { id, kind, target });
            }
        })?;
        Ok(found)
    }

    /// Adds a relationship and gives its id.
    pub(super) fn relate(
        &mut self,
        part: &str,
        kind: &str,
        to: &str,
    ) -> Result<String, SheetError> {
        let known = self.relationships(part)?;
        let free = |id: &String| known.iter().all(|link| link.id != *id);
        let id = (1..=u32::MAX).map(|n| format!("rIdMark{n}")).find(free);
        let id = id.unwrap_or_default();
        let link =
            format!(r#"<Relationship Id="{id}" Type="{RELATIONSHIPS}/{kind}" Target="/{to}"/>"#);
        let path = relationships_of(part);
        let text = if self.has(&path) {
            self.text(&path)?
        } else {
            concat!(
                r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
                "</Relationships>"
            )
            .to_owned()
        };
        self.insert_at_end(&path, &text, "Relationships", &link)?;
        Ok(id)
    }

    /// Says of which type a part is: by its extension, or by its path.
    pub(super) fn declare(
        &mut self,
        part: &str,
        by_extension: bool,
        kind: &str,
    ) -> Result<(), SheetError> {
        let text = self.text(TYPES)?;
        let extension = part.rsplit('.').next().unwrap_or_default();
        let mut known = false;
        elements(TYPES, &text, |element, _| {
            let value = |name| attribute(element, name);
            known |= by_extension
                && is(element, "Default")
                && value("Extension").is_some_and(|known| known.eq_ignore_ascii_case(extension));
            known |= is(element, "Override")
                && value("PartName").is_some_and(|known| known.trim_start_matches('/') == part);
        })?;
        if known {
            return Ok(());
        }
        let line = if by_extension {
            format!(r#"<Default Extension="{extension}" ContentType="{kind}"/>"#)
        } else {
            format!(r#"<Override PartName="/{part}" ContentType="{kind}"/>"#)
        };
        self.insert_at_end(TYPES, &text, "Types", &line)
    }

    fn insert_at_end(
        &mut self,
        part: &str,
        text: &str,
        root: &str,
        line: &str,
    ) -> Result<(), SheetError> {
        let end = text.rfind(&format!("</{root}>"));
        let end = end.ok_or_else(|| refuse(part, format!("no end of {root}")))?;
        let (before, after) = text.split_at(end);
        self.put(part, format!("{before}{line}{after}").into_bytes());
        Ok(())
    }

    /// A path that is free: `{stem}1{extension}` and on.
    pub(super) fn free(&self, stem: &str, extension: &str) -> String {
        let paths = (1..).map(|n: u32| format!("{stem}{n}{extension}"));
        paths
            .into_iter()
            .find(|path| !self.has(path))
            .unwrap_or_default()
    }

    /// The copy.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, SheetError> {
        self.packed().map_err(|e| refuse("zip", e))
    }

    fn packed(&mut self) -> Result<Vec<u8>, ZipError> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for place in 0..self.archive.len() {
            let file = self.archive.by_index_raw(place)?;
            let name = file.name()?.into_owned();
            match self.changed.remove(&name) {
                None => writer.raw_copy_file(file)?,
                Some(bytes) => {
                    writer.start_file(name, SimpleFileOptions::default())?;
                    writer.write_all(&bytes)?;
                }
            }
        }
        for (name, bytes) in std::mem::take(&mut self.changed) {
            writer.start_file(name, SimpleFileOptions::default())?;
            writer.write_all(&bytes)?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

fn target(links: &[Relationship], kind: &str) -> Option<String> {
    let link = links.iter().find(|link| link.kind == kind);
    link.map(|link| link.target.clone())
}

/// Where the relationships of a part stand.
fn relationships_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The path of a target as a part names it.
fn resolved(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut path: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path.join("/")
}
