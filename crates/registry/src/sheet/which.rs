//! Which entity a file is about: a sheet of the workbook is called as it, or the file's name begins with its name.

use std::io::Cursor;
use std::path::Path;

use calamine::{Reader as _, Xlsx};

use super::grid;
use crate::{Catalogue, Entity};

/// The entity that a file is about; `None` when neither its sheets nor its name say so.
pub fn entity<'a>(catalogue: &'a Catalogue, name: &str, bytes: &[u8]) -> Option<&'a Entity> {
    of_sheets(catalogue, bytes).or_else(|| of_name(catalogue, name))
}

fn of_sheets<'a>(catalogue: &'a Catalogue, bytes: &[u8]) -> Option<&'a Entity> {
    if !grid::is_workbook(bytes) {
        return None;
    }
    let book = Xlsx::new(Cursor::new(bytes)).ok()?;
    let is = |sheet: &str, entity: &Entity| {
        sheet == entity.name.zh || sheet == entity.id || sheet == entity.name.en
    };
    let names = book.sheet_names();
    names.iter().find_map(|sheet| {
        catalogue
            .entities
            .iter()
            .find(|entity| is(sheet.trim(), entity))
    })
}

fn of_name<'a>(catalogue: &'a Catalogue, name: &str) -> Option<&'a Entity> {
    let stem = Path::new(name).file_stem()?.to_str()?;
    let begins = |entity: &&Entity| {
        [&entity.id, &entity.name.zh].into_iter().any(|word| {
            stem.strip_prefix(word.as_str())
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
        })
    };
    let found = catalogue.entities.iter().filter(begins);
    found.max_by_key(|entity| entity.id.len().max(entity.name.zh.len()))
}
