//! Rows of one stream, gathered from frames, and their turn into columns.

use std::sync::Arc;

use lake::arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Int32Builder, Int64Builder,
    StringBuilder, TimestampMicrosecondBuilder,
};
use lake::arrow::datatypes::{DataType, Field};
use lake::arrow::error::ArrowError;
use lake::arrow::record_batch::RecordBatch;

use crate::cell::Cell;
use crate::stream::Stream;

/// What the rows of one frame have in common.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment<'a> {
    pub(crate) device: &'a str,
    pub(crate) system: &'a str,
    /// Microseconds of civil time UTC+8: of the data, or of receipt where they have no time of their own.
    pub(crate) time: i64,
    pub(crate) resent: bool,
    pub(crate) sequence: i64,
    /// Microseconds since 1970 UTC.
    pub(crate) known_at: i64,
    pub(crate) source: &'static str,
}

/// One frame's rows: where they lie.
#[derive(Clone, Copy, Debug)]
struct Part<'a> {
    moment: Moment<'a>,
    first: usize,
    count: usize,
}

/// Rows of one stream.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    pub(crate) stream: Stream,
    /// Cells a row.
    width: usize,
    parts: Vec<Part<'a>>,
    cells: Vec<Cell<'a>>,
    /// The revision of each row; `None` when it brings nothing new.
    revisions: Vec<Option<i32>>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(stream: Stream) -> Self {
        let (keys, contents) = stream.columns();
        Self {
            stream,
            width: keys.len() + contents.len(),
            parts: Vec::new(),
            cells: Vec::new(),
            revisions: Vec::new(),
        }
    }

    /// Begins the rows of a frame's time; going on with the same one begins nothing.
    pub(crate) fn begin(&mut self, moment: Moment<'a>) {
        let same = |part: &Part<'a>| {
            part.moment.sequence == moment.sequence && part.moment.time == moment.time
        };
        // Only keyed rows are looked up again; others may repeat.
        if self.stream.keyed() && self.parts.last().is_some_and(same) {
            return;
        }
        let first = self.revisions.len();
        self.parts.push(Part {
            moment,
            first,
            count: 0,
        });
    }

    /// Adds a row to the frame that was begun last, all cells missing, and returns them.
    pub(crate) fn row(&mut self) -> &mut [Cell<'a>] {
        let last = self.parts.last_mut();
        last.expect("rows are added after begin").count += 1;
        self.revisions.push(Some(0));
        let start = self.cells.len();
        self.cells.resize(start + self.width, Cell::Missing);
        &mut self.cells[start..]
    }

    /// The row of a key in the frame that was begun last; a new one with the key where there is none yet.
    pub(crate) fn row_of(&mut self, keys: &[Cell<'a>]) -> &mut [Cell<'a>] {
        let part = self.parts.last().expect("rows are looked for after begin");
        let found = (part.first..part.first + part.count).rev().find(|row| {
            let start = row * self.width;
            self.cells[start..start + keys.len()] == *keys
        });
        let Some(row) = found else {
            let cells = self.row();
            cells[..keys.len()].clone_from_slice(keys);
            return cells;
        };
        let start = row * self.width;
        &mut self.cells[start..start + self.width]
    }

    /// The moments that rows have.
    pub(crate) fn moments(&self) -> impl Iterator<Item = &Moment<'a>> {
        self.parts.iter().map(|part| &part.moment)
    }

    /// Gives every row the revision that a judge finds for its moment, key and content.
    pub(crate) fn judge(
        &mut self,
        mut judge: impl FnMut(&Moment<'a>, &[u8], &[u8]) -> Option<i32>,
    ) {
        let keys = self.stream.columns().0.len();
        let (mut key, mut content) = (Vec::new(), Vec::new());
        for part in &self.parts {
            for row in part.first..part.first + part.count {
                let cells = &self.cells[row * self.width..(row + 1) * self.width];
                key.clear();
                content.clear();
                cells[..keys].iter().for_each(|cell| cell.write(&mut key));
                cells[keys..]
                    .iter()
                    .for_each(|cell| cell.write(&mut content));
                self.revisions[row] = judge(&part.moment, &key, &content);
            }
        }
    }

    /// The rows that bring something new, in the order of device and time; `None` when there is none.
    pub(crate) fn into_batch(mut self) -> Result<Option<RecordBatch>, ArrowError> {
        self.parts.sort_by(|a, b| {
            let order = |part: &Part<'a>| (part.moment.device, part.moment.time);
            order(a).cmp(&order(b))
        });
        let order = self.order();
        if order.is_empty() {
            return Ok(None);
        }
        let schema = self.stream.table().schema();
        let columns: Vec<ArrayRef> = schema
            .fields()
            .iter()
            .map(|field| self.column(field, &order))
            .collect();
        RecordBatch::try_new(schema, columns).map(Some)
    }

    /// Place in `parts` and number of each row to write.
    fn order(&self) -> Vec<(u32, u32)> {
        let narrow = |n: usize| u32::try_from(n).expect("a batch has fewer than 2^32 rows");
        let mut order = Vec::with_capacity(self.revisions.len());
        for (place, part) in self.parts.iter().enumerate() {
            let rows = part.first..part.first + part.count;
            let kept = rows.filter(|row| self.revisions[*row].is_some());
            order.extend(kept.map(|row| (narrow(place), narrow(row))));
        }
        order
    }

    fn column(&self, field: &Field, order: &[(u32, u32)]) -> ArrayRef {
        let moments = || {
            order
                .iter()
                .map(|(part, _)| &self.parts[*part as usize].moment)
        };
        match field.name().as_str() {
            "device" => texts(moments().map(|moment| Some(moment.device))),
            "source" => texts(moments().map(|moment| Some(moment.source))),
            "day" => days(moments().map(|moment| moment.time)),
            "data_time" => times(field, moments().map(|moment| Some(moment.time))),
            "known_at" => times(field, moments().map(|moment| Some(moment.known_at))),
            "sequence" => integers(moments().map(|moment| Some(moment.sequence))),
            "resent" => booleans(moments().map(|moment| moment.resent)),
            "granularity" => {
                let interval = self.stream.interval().map_or("", |interval| interval.id());
                texts(order.iter().map(|_| Some(interval)))
            }
            "system" if self.stream.keyed() => texts(moments().map(|moment| Some(moment.system))),
            "revision" => small(
                order
                    .iter()
                    .map(|(_, row)| self.revisions[*row as usize].map(i64::from)),
            ),
            name => self.cells_of(name, field, order),
        }
    }

    /// A column whose cells the rows hold.
    fn cells_of(&self, name: &str, field: &Field, order: &[(u32, u32)]) -> ArrayRef {
        let (keys, contents) = self.stream.columns();
        let mut names = keys.iter().chain(contents);
        let place = names.position(|own| *own == name);
        let place = place.expect("a stream names every column of its table");
        let cells = || {
            order
                .iter()
                .map(move |(_, row)| &self.cells[*row as usize * self.width + place])
        };
        match field.data_type() {
            DataType::Decimal128(..) => decimals(field, cells().map(Cell::as_units)),
            DataType::Timestamp(..) => times(field, cells().map(Cell::as_integer)),
            DataType::Int32 => small(cells().map(Cell::as_integer)),
            DataType::Int64 => integers(cells().map(Cell::as_integer)),
            _ => texts(cells().map(Cell::as_text)),
        }
    }
}

/// The day of a time, counted from 1970.
pub(crate) fn day_of(time: i64) -> i32 {
    i32::try_from(time.div_euclid(crate::reading::MICROSECONDS_PER_DAY))
        .expect("microseconds in 64 bits are fewer days than 32 bits hold")
}

fn texts<'a>(values: impl ExactSizeIterator<Item = Option<&'a str>>) -> ArrayRef {
    let mut builder = StringBuilder::with_capacity(values.len(), values.len() * 8);
    values.for_each(|value| builder.append_option(value));
    Arc::new(builder.finish())
}

fn days(values: impl ExactSizeIterator<Item = i64>) -> ArrayRef {
    let mut builder = Date32Builder::with_capacity(values.len());
    values.for_each(|time| builder.append_value(day_of(time)));
    Arc::new(builder.finish())
}

fn times(field: &Field, values: impl ExactSizeIterator<Item = Option<i64>>) -> ArrayRef {
    let mut builder = TimestampMicrosecondBuilder::with_capacity(values.len())
        .with_data_type(field.data_type().clone());
    values.for_each(|value| builder.append_option(value));
    Arc::new(builder.finish())
}

fn integers(values: impl ExactSizeIterator<Item = Option<i64>>) -> ArrayRef {
    let mut builder = Int64Builder::with_capacity(values.len());
    values.for_each(|value| builder.append_option(value));
    Arc::new(builder.finish())
}

fn small(values: impl ExactSizeIterator<Item = Option<i64>>) -> ArrayRef {
    let mut builder = Int32Builder::with_capacity(values.len());
    values.for_each(|value| builder.append_option(value.and_then(|n| i32::try_from(n).ok())));
    Arc::new(builder.finish())
}

fn booleans(values: impl ExactSizeIterator<Item = bool>) -> ArrayRef {
    let mut builder = BooleanBuilder::with_capacity(values.len());
    values.for_each(|value| builder.append_value(value));
    Arc::new(builder.finish())
}

fn decimals(field: &Field, values: impl ExactSizeIterator<Item = Option<i128>>) -> ArrayRef {
    let mut builder =
        Decimal128Builder::with_capacity(values.len()).with_data_type(field.data_type().clone());
    values.for_each(|value| builder.append_option(value));
    Arc::new(builder.finish())
}
