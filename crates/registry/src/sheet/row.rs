//! One row: what it says of each column, and all that is wrong with it.

use super::cell::{self, Raw};
use super::header::{Field, Layout, SheetColumn};
use super::key::{self, Seen};
use super::place::{self, Axis, Datum, Point};
use super::words::words;
use super::{Checks, Defect, Problem};
use crate::{Column, Entity, Given};

/// What came of a row that is neither empty nor an example.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) line: u64,
    /// Its key, when it has a good one.
    pub(super) key: Option<String>,
    pub(super) cells: Vec<Given>,
    /// Whether something is wrong with it.
    pub(super) refused: bool,
}

/// Reads a row; `cell` gives the cell of a column of the file.
pub(super) fn outcome<'c>(
    entity: &Entity,
    layout: &Layout<'_>,
    checks: &Checks<'_>,
    line: u64,
    cell: impl Fn(usize) -> Raw<'c>,
    defects: &mut Vec<Defect>,
) -> Option<Outcome> {
    let filled = |column: &SheetColumn<'_>| !matches!(cell(column.at), Raw::Blank);
    if !layout.columns.iter().any(filled) {
        return None;
    }
    let before = defects.len();
    let mut row = Row {
        layout,
        line,
        cell,
        defects,
    };
    let key = match row.key(entity) {
        Key::Example => return None,
        Key::Good(key) => Some(key),
        Key::Bad => None,
    };
    let (mut cells, datum) = row.cells(entity, checks);
    row.point(entity, &mut cells, datum, checks);
    row.period(entity, &cells);
    let refused = row.defects.len() > before;
    Some(Outcome {
        line,
        key,
        cells,
        refused,
    })
}

struct Row<'r, 'a, F> {
    layout: &'r Layout<'a>,
    line: u64,
    cell: F,
    defects: &'r mut Vec<Defect>,
}

enum Key {
    Example,
    Good(String),
    Bad,
}

impl<'c, F: Fn(usize) -> Raw<'c>> Row<'_, '_, F> {
    fn refuse(&mut self, column: &SheetColumn<'_>, problem: Problem) {
        self.defects.push(Defect {
            line: self.line,
            column: Some(column.at),
            header: column.header.clone(),
            text: (self.cell)(column.at).shown(),
            problem,
        });
    }

    /// Refuses a column of the entity, which the file may lack.
    fn refuse_of(&mut self, wanted: &Column, problem: Problem) {
        let mut columns = self.layout.columns.iter();
        let is = |known: &&SheetColumn<'_>| matches!(known.field, Field::Column(_, column) if column.id == wanted.id);
        match columns.find(is) {
            Some(column) => self.refuse(column, problem),
            None => self.defects.push(Defect {
                line: self.line,
                column: None,
                header: wanted.name.zh.clone(),
                text: String::new(),
                problem,
            }),
        }
    }

    fn key(&mut self, entity: &Entity) -> Key {
        let is_key = |column: &&SheetColumn<'_>| matches!(column.field, Field::Key);
        let Some(column) = self.layout.columns.iter().find(is_key) else {
            return Key::Bad;
        };
        let read = match (self.cell)(column.at) {
            Raw::Text(text) if is_example(text) => return Key::Example,
            Raw::Text(text) if key::digits_lost(Seen::Text(text)) => Err(Problem::DigitsLost),
            Raw::Number(text) if key::digits_lost(Seen::Number(text)) => Err(Problem::DigitsLost),
            Raw::Text(text) | Raw::Number(text) => key::key(text, entity.key.form),
            Raw::Blank => Err(Problem::NoKey),
            Raw::Date(_) | Raw::Month(_) => Err(Problem::DateAsValue),
            Raw::Error(_) => Err(Problem::CellError),
            Raw::Uncomputed => Err(Problem::Uncomputed),
        };
        match read {
            Ok(key) => Key::Good(key),
            Err(problem) => {
                self.refuse(column, problem);
                Key::Bad
            }
        }
    }

    /// The cells of the entity's columns, and the system of the point when it is readable.
    fn cells(&mut self, entity: &Entity, checks: &Checks<'_>) -> (Vec<Given>, Option<Datum>) {
        let mut cells = vec![Given::Left; entity.columns.len()];
        let mut datum = Some(Datum::default());
        let layout = self.layout;
        for column in &layout.columns {
            let raw = (self.cell)(column.at);
            let problem = match (column.field, raw) {
                (Field::Key, _) | (Field::Datum, Raw::Blank) => None,
                (Field::Datum, raw) => {
                    let read = place::datum(&raw.shown());
                    datum = read.as_ref().ok().copied();
                    read.err()
                }
                (Field::Column(place, of), raw) => match cell::given(of, raw, checks.today) {
                    Ok(given) => {
                        cells[place] = given;
                        None
                    }
                    Err(problem) => {
                        // What is wrong is not missing too.
                        cells[place] = Given::Cleared;
                        Some(problem)
                    }
                },
            };
            if let Some(problem) = problem {
                self.refuse(column, problem);
            }
        }
        (cells, datum)
    }

    fn is_bad(&self, of: &Column) -> bool {
        let of_line = self.defects.iter().rev();
        let mut of_line = of_line.take_while(|defect| defect.line == self.line);
        let mut columns = self.layout.columns.iter();
        let at = columns
            .find(|known| matches!(known.field, Field::Column(_, column) if column.id == of.id));
        at.is_some_and(|at| of_line.any(|defect| defect.column == Some(at.at)))
    }

    fn point(
        &mut self,
        entity: &Entity,
        cells: &mut [Given],
        datum: Option<Datum>,
        checks: &Checks<'_>,
    ) {
        let (Some((at_lon, lon)), Some((at_lat, lat))) =
            (entity.column("lon"), entity.column("lat"))
        else {
            return;
        };
        if self.is_bad(lon) || self.is_bad(lat) {
            return;
        }
        let (lon_text, lat_text) = match (&cells[at_lon], &cells[at_lat]) {
            (Given::Value(lon), Given::Value(lat)) => (lon.clone(), lat.clone()),
            (Given::Left, Given::Left) | (Given::Cleared, Given::Cleared) => return,
            (Given::Value(_), _) | (Given::Cleared, Given::Left) => {
                return self.refuse_of(lat, Problem::HalfPoint);
            }
            _ => return self.refuse_of(lon, Problem::HalfPoint),
        };
        let Some(datum) = datum else { return };
        let point = Point {
            lon: (lon, &lon_text),
            lat: (lat, &lat_text),
            datum,
        };
        match place::wgs84(&point) {
            Err((Axis::Lon, problem)) => self.refuse_of(lon, problem),
            Err((Axis::Lat, problem)) => self.refuse_of(lat, problem),
            Ok((lon, lat)) => {
                self.region(entity, cells, (&lon, &lat), checks);
                cells[at_lon] = Given::Value(lon);
                cells[at_lat] = Given::Value(lat);
            }
        }
    }

    fn region(
        &mut self,
        entity: &Entity,
        cells: &mut [Given],
        point: (&str, &str),
        checks: &Checks<'_>,
    ) {
        let Some((at, region)) = entity.column("region") else {
            return;
        };
        if let Some(problem) = place::agree(&mut cells[at], point, checks) {
            self.refuse_of(region, problem);
        }
    }

    fn period(&mut self, entity: &Entity, cells: &[Given]) {
        let (Some((from, _)), Some((until, column))) =
            (entity.column("valid_from"), entity.column("valid_until"))
        else {
            return;
        };
        // Canonical days are in order as texts.
        if let (Given::Value(from), Given::Value(until)) = (&cells[from], &cells[until])
            && until <= from
        {
            self.refuse_of(column, Problem::PeriodReversed { from: from.clone() });
        }
    }
}

fn is_example(text: &str) -> bool {
    let mark = &words().marks.example;
    text.starts_with(mark.as_str())
        || (text.starts_with("示例") && cell::plain(text).starts_with(mark.as_str()))
}
