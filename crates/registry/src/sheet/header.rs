//! Which column of a file is which column of the entity: by Chinese or English name or id, with or without unit.
//!
//! A header that bears another unit than the column's names no column: nothing is converted behind anybody's back.

use super::cell::plain;
use super::words::words;
use super::{Defect, Problem, unit};
use crate::{Column, Entity};

/// How far down the headers may stand.
pub(super) const HEADER_ROWS: usize = 20;

/// What a column of a sheet holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Field<'a> {
    /// The natural key.
    Key,
    /// The system of the point.
    Datum,
    /// The column of the entity at a place.
    Column(usize, &'a Column),
}

/// A column of the file.
#[derive(Clone, Debug)]
pub(super) struct SheetColumn<'a> {
    /// Its place in the file, from 0.
    pub(super) at: usize,
    /// Its header as typed.
    pub(super) header: String,
    /// What it holds.
    pub(super) field: Field<'a>,
}

/// The columns of a file, once its header is read.
#[derive(Clone, Debug)]
pub(super) struct Layout<'a> {
    /// Those that are read.
    pub(super) columns: Vec<SheetColumn<'a>>,
    /// Columns that a new thing needs and the file lacks.
    pub(super) lacking: Vec<&'a Column>,
    /// What is wrong with headers.
    pub(super) defects: Vec<Defect>,
}

/// All fields of an entity, in the order of its template.
pub(super) fn fields(entity: &Entity) -> Vec<Field<'_>> {
    let mut fields = vec![Field::Key];
    for (place, column) in entity.columns.iter().enumerate() {
        fields.push(Field::Column(place, column));
        if entity.located && column.id == "lat" {
            fields.push(Field::Datum);
        }
    }
    fields
}

impl<'a> Field<'a> {
    /// Its header in a template: the Chinese name, the unit in brackets, a mark when it is required.
    pub(super) fn header(self, entity: &Entity) -> String {
        match self {
            Self::Key => format!("{}(*)", entity.key.zh),
            Self::Datum => words().datum.zh.clone(),
            Self::Column(_, column) => {
                let unit = column.unit.as_ref().filter(|unit| *unit != "1");
                let unit = unit.map_or_else(String::new, |unit| format!("({unit})"));
                let mark = if column.required { "(*)" } else { "" };
                format!("{}{unit}{mark}", column.name.zh)
            }
        }
    }

    fn names(self, entity: &'a Entity) -> [&'a str; 3] {
        match self {
            Self::Key => [&entity.key.zh, &entity.key.en, "key"],
            Self::Datum => [&words().datum.zh, &words().datum.en, &words().datum.id],
            Self::Column(_, column) => [&column.name.zh, &column.name.en, &column.id],
        }
    }

    fn unit(self) -> Option<&'a str> {
        match self {
            Self::Column(_, column) => column.unit.as_deref(),
            Self::Key | Self::Datum => None,
        }
    }
}

/// The column that people name by its header, with or without unit, or by its id.
pub fn column_of<'a>(entity: &'a Entity, header: &str) -> Option<&'a Column> {
    match named(entity, header)? {
        Field::Column(_, column) => Some(column),
        Field::Key | Field::Datum => None,
    }
}

/// The field that a header names.
pub(super) fn named<'a>(entity: &'a Entity, header: &str) -> Option<Field<'a>> {
    let given = unmarked(header);
    let fields = fields(entity);
    let is = |name: &str| unmarked(name) == given;
    let exact = |field: &Field<'a>| field.names(entity).into_iter().any(is);
    if let Some(field) = fields.iter().copied().find(exact) {
        return Some(field);
    }
    if let Some((name, bracket)) = bracketed(&given) {
        let with_unit = |field: &Field<'a>| {
            let names = field.names(entity).into_iter();
            let fits = |unit| unit::is_spelling(unit, bracket);
            field.unit().is_some_and(fits)
                && names
                    .map(unmarked)
                    .any(|own| own == name || bare(&own) == name)
        };
        return fields.into_iter().find(with_unit);
    }
    // 额定蒸发量 for 额定蒸发量(热水锅炉折算), where only one column is meant.
    let mut short = fields.into_iter().filter(|field| {
        let [zh, ..] = field.names(entity);
        bare(&unmarked(zh)) == given
    });
    short.next().filter(|_| short.next().is_none())
}

/// A header without what people add: width, blanks, the mark of required ones, letter case.
fn unmarked(header: &str) -> String {
    let plain = plain(header).to_lowercase();
    plain.replace("(*)", "").replace(['*', '★'], "")
}

/// What stands before the last bracket, and in it.
fn bracketed(header: &str) -> Option<(&str, &str)> {
    header.strip_suffix(')')?.rsplit_once('(')
}

fn bare(name: &str) -> String {
    bracketed(name)
        .map_or(name, |(before, _)| before)
        .to_owned()
}

/// Reads a line as the header; `None` when it does not name the key.
pub(super) fn layout<'a>(
    entity: &'a Entity,
    line: u64,
    headers: &[(usize, String)],
) -> Option<Layout<'a>> {
    let mut layout = Layout {
        columns: Vec::new(),
        lacking: Vec::new(),
        defects: Vec::new(),
    };
    for (at, header) in headers {
        if plain(header).is_empty() || plain(header) == words().marks.errors {
            continue;
        }
        let mut refuse = |problem| {
            layout.defects.push(Defect {
                line,
                column: Some(*at),
                header: header.clone(),
                text: super::kept(header),
                problem,
            });
        };
        let Some(field) = named(entity, header) else {
            refuse(Problem::UnknownColumn);
            continue;
        };
        let place = |field: Field<'_>| match field {
            Field::Key => 0,
            Field::Datum => 1,
            Field::Column(place, _) => place + 2,
        };
        let known = layout.columns.iter();
        let first = known
            .map(|column| (column.at, place(column.field)))
            .find(|(_, known)| *known == place(field));
        if let Some((first, _)) = first {
            refuse(Problem::RepeatedColumn {
                first: letters(first),
            });
            continue;
        }
        layout.columns.push(SheetColumn {
            at: *at,
            header: header.clone(),
            field,
        });
    }
    let has_key = |column: &SheetColumn<'_>| matches!(column.field, Field::Key);
    if !layout.columns.iter().any(has_key) {
        return None;
    }
    let given = |id: &str| {
        let mut columns = layout.columns.iter();
        columns.any(|known| matches!(known.field, Field::Column(_, column) if column.id == id))
    };
    let lacking = entity.columns.iter();
    let lacking = lacking.filter(|column| column.required && !given(&column.id));
    layout.lacking = lacking.collect();
    Some(layout)
}

/// The letters of a column, as a spreadsheet names it.
pub(super) fn letters(column: usize) -> String {
    let (mut rest, mut text) = (column + 1, Vec::new());
    while rest > 0 {
        rest -= 1;
        text.push(char::from(
            b'A' + u8::try_from(rest % 26).unwrap_or_default(),
        ));
        rest /= 26;
    }
    text.iter().rev().collect()
}
