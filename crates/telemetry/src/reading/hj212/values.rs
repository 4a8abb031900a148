//! Values of factors into rows.

use wire::hj212::{Civil, Edition, Field, Number};

use super::super::{Entry, Reading, clock};
use super::{Read, state};
use crate::cell::{Cell, stored};
use crate::rows::Moment;
use crate::stream::{Interval, Stream};

/// The cells of a row of values behind its factor.
type Cells<'a> = [Cell<'a>; 10];

const FOLDED: [usize; 3] = [3, 4, 5];
const MARK: usize = 7;
const DEVICE_MARK: usize = 8;
const SAMPLED_AT: usize = 9;

/// Reads every factor of a frame.
pub(super) fn read<'a>(
    reading: &mut Reading<'a>,
    entry: &Entry<'a>,
    read: &Read<'a>,
    moment: Moment<'a>,
    interval: Interval,
) {
    let mut factor = "";
    let mut cells = Cells::default();
    // HJ 212-2025 sends a number where a folded value could not be computed.
    for item in read.frame.items() {
        let Some(own) = item.factor else {
            continue;
        };
        if own != factor {
            write(reading, moment, interval, factor, &mut cells);
            factor = own;
        }
        let Some(place) = place(item.field) else {
            other(reading, entry, moment, interval, &item);
            continue;
        };
        let (cell, defect) = match place {
            MARK | DEVICE_MARK => (
                Cell::text(Some(item.value).filter(|mark| !mark.is_empty())),
                None,
            ),
            SAMPLED_AT => (sampled_at(item.value), None),
            _ => number(item.value),
        };
        let (cell, defect) = match cell {
            cell if FOLDED.contains(&place)
                && read.edition == Edition::V2025
                && cell.as_units().is_some()
                && cell.as_units() == reading.sentinel =>
            {
                (Cell::Missing, Some("folded_not_computable"))
            }
            cell => (cell, defect),
        };
        if let Some(defect) = defect {
            reading.defect(entry, defect);
        }
        // A field given twice keeps its first value; the wire names the defect.
        if cells[place] == Cell::Missing {
            cells[place] = cell;
        }
    }
    write(reading, moment, interval, factor, &mut cells);
}

/// Where a field goes.
fn place(field: Field) -> Option<usize> {
    let place = match field {
        Field::Rtd | Field::Avg | Field::Data => 0,
        Field::Min => 1,
        Field::Max => 2,
        Field::ZsRtd | Field::ZsAvg => 3,
        Field::ZsMin => 4,
        Field::ZsMax => 5,
        Field::Cou => 6,
        Field::Flag => MARK,
        Field::EFlag => DEVICE_MARK,
        Field::SampleTime => SAMPLED_AT,
        _ => return None,
    };
    Some(place)
}

/// Writes the cells gathered for a factor and clears them.
fn write<'a>(
    reading: &mut Reading<'a>,
    moment: Moment<'a>,
    interval: Interval,
    factor: &'a str,
    cells: &mut Cells<'a>,
) {
    if factor.is_empty() || cells.iter().all(|cell| *cell == Cell::Missing) {
        return;
    }
    let gathered = std::mem::take(cells);
    let stream = stream(moment.system, factor, interval);
    if let Some(row) = reading.row_of(stream, moment, &[Cell::Text(factor)]) {
        for (cell, new) in row[1..].iter_mut().zip(gathered) {
            if *cell == Cell::Missing {
                *cell = new;
            }
        }
    }
}

/// By the system (ST): 44 electricity, 45, 51 and 52 working conditions; the process codes `g…` of Annex B stand
/// under any.
fn stream(system: &str, factor: &str, interval: Interval) -> Stream {
    match system {
        "44" => Stream::Power(interval),
        "45" | "51" | "52" => Stream::Process(interval),
        _ if factor.starts_with('g') => Stream::Process(interval),
        _ => Stream::Source(interval),
    }
}

/// A field that is no column: a state, or a number that stands as a factor of its own under its whole name.
fn other<'a>(
    reading: &mut Reading<'a>,
    entry: &Entry<'a>,
    moment: Moment<'a>,
    interval: Interval,
    item: &wire::hj212::Item<'a>,
) {
    let Some(factor) = item.factor else {
        return;
    };
    if state(reading, entry, moment, (factor, item.field, item.value)) {
        return;
    }
    let (cell, _) = number(item.value);
    if cell == Cell::Missing {
        reading.defect(entry, "field_not_stored");
        return;
    }
    let stream = stream(moment.system, factor, interval);
    if let Some(row) = reading.row_of(stream, moment, &[Cell::Text(item.name)]) {
        row[1] = cell;
    }
}

/// A number as the tables hold it, and what was wrong where there is none. What is no number the wire names.
pub(super) fn number<'a>(text: &str) -> (Cell<'a>, Option<&'static str>) {
    let Some(Number { mantissa, scale }) = Number::parse(text) else {
        return (Cell::Missing, None);
    };
    match stored(mantissa, scale) {
        Some(units) => (Cell::number(units), None),
        None => (Cell::Missing, Some("value_does_not_fit")),
    }
}

fn sampled_at<'a>(text: &str) -> Cell<'a> {
    let time = Civil::parse(text).and_then(|time| {
        clock::at(
            (time.year, time.month, time.day),
            (time.hour, time.minute, time.second),
        )
    });
    time.map_or(Cell::Missing, Cell::Time)
}
