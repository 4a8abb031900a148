//! Hourly observations of many sites, read as they were known at a moment.

use std::{collections::BTreeMap, sync::Arc};

use datafusion::arrow::array::{
    Array, AsArray, Decimal128Array, PrimitiveArray, StringArray, StringViewArray,
};
use datafusion::arrow::datatypes::{
    ArrowPrimitiveType, DataType, Decimal128Type, Int64Type, TimestampMicrosecondType,
};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::logical_expr::{Expr, col, lit};
use datafusion::scalar::ScalarValue;
use futures::StreamExt as _;
use units::{Day, HourEnding, MicrogramPerM3};

use crate::error::LakeError;
use crate::schema::{SIMULATED, SIX_COLUMNS, Table};
use crate::session::{QueryLimits, provider};
use crate::store::Lake;

/// Which hours to read.
#[derive(Clone, Debug)]
pub struct SeriesRequest {
    /// The first day.
    pub start: Day,
    /// The day after the last.
    pub end: Day,
    /// `city` or `station`.
    pub level: &'static str,
    /// `live`, `reviewed`, …
    pub stage: String,
    /// Only these sites; all when empty.
    pub sites: Vec<String>,
    /// Only what was known then, in microseconds since 1970 UTC; all when `None`.
    pub as_of: Option<i64>,
    /// How hour stamps make days.
    pub day_by: DayBy,
    /// The day whose limits and rules apply to every day; each day's own when `None`.
    pub law_of: Option<Day>,
}

/// How the stamps of hourly values make days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DayBy {
    /// A stamp is the end of its hour, so 00:00 belongs to the day before: the natural day of the standards.
    #[default]
    HourEnding,
    /// All stamps of one calendar date make a day, as quick calculations over archives often do.
    Stamp,
}

/// The latest known values of one hour, and where they came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourRow {
    /// Values in the order of `Pollutant::SIX`; CO in µg/m³ too.
    pub values: [Option<MicrogramPerM3>; 6],
    /// When they were learned.
    pub known_at: i64,
    /// The row in its file.
    pub row: i64,
    /// The file, as an index into the reader's list of sources.
    pub source: u32,
}

/// The hours of every site in a request: `hours[i]` ends `i + 1` hours after the first day began.
#[derive(Clone, Debug, Default)]
pub struct SiteHours {
    /// By site.
    pub hours: BTreeMap<String, Vec<Option<HourRow>>>,
    /// Whether a row that was read is simulated.
    pub simulated: bool,
}

impl Lake {
    /// Reads the hours of a request, each at its latest value known at `as_of`.
    pub async fn site_hours(
        &self,
        request: &SeriesRequest,
        limits: QueryLimits,
    ) -> Result<SiteHours, LakeError> {
        let provider = provider(self, Table::ObservationHour, Some(request.stored_days())).await?;
        let context = self.context(limits, !request.sites.is_empty())?;
        let columns = ["site", "hour", "known_at", "row", "source", "kind"]
            .into_iter()
            .chain(SIX_COLUMNS);
        let frame = context
            .read_table(provider)?
            .filter(predicate(request, &[&request.stage]))?;
        let frame = frame.select(columns.map(col).collect::<Vec<_>>())?;
        let mut stream = frame.execute_stream().await?;
        let mut gathering = Gathering::new(request);
        while let Some(batch) = stream.next().await {
            gathering.add(&batch?)?;
        }
        Ok(gathering.done())
    }
}

impl SeriesRequest {
    /// The natural days, first and past the last, that the store's rows of this request carry.
    fn stored_days(&self) -> (Day, Day) {
        match self.day_by {
            DayBy::HourEnding => (self.start, self.end),
            DayBy::Stamp => (self.start.plus(-1), self.end),
        }
    }
}

pub(crate) fn predicate(request: &SeriesRequest, stages: &[&str]) -> Expr {
    let date = |day: Day| lit(ScalarValue::Date32(Some(day.number())));
    let (start, end) = request.stored_days();
    let mut predicate = col("day")
        .gt_eq(date(start))
        .and(col("day").lt(date(end)))
        .and(col("level").eq(lit(request.level)))
        .and(col("stage").in_list(stages.iter().map(|stage| lit(*stage)).collect(), false));
    if !request.sites.is_empty() {
        predicate = predicate.and(col("site").in_list(
            request.sites.iter().map(|s| lit(s.as_str())).collect(),
            false,
        ));
    }
    if let Some(as_of) = request.as_of {
        let moment = ScalarValue::TimestampMicrosecond(Some(as_of), Some(Arc::from("UTC")));
        predicate = predicate.and(col("known_at").lt_eq(lit(moment)));
    }
    predicate
}

/// Rows arrive in any order; the newest of each site and hour stays, so the order never shows.
struct Gathering {
    first: i64,
    count: usize,
    /// The place of each site in `rows`.
    places: BTreeMap<String, usize>,
    rows: Vec<Vec<Option<HourRow>>>,
    sources: Vec<String>,
    simulated: bool,
    /// Neighbouring rows are often of one site.
    last: Option<(String, usize)>,
}

impl Gathering {
    fn new(request: &SeriesRequest) -> Self {
        let days = usize::try_from(request.end.number() - request.start.number()).unwrap_or(0);
        let shift = match request.day_by {
            DayBy::HourEnding => 0,
            DayBy::Stamp => 1,
        };
        let first = HourEnding::first_of(request.start).number() - shift;
        Self {
            first,
            count: days * 24,
            places: BTreeMap::new(),
            rows: Vec::new(),
            sources: Vec::new(),
            simulated: false,
            last: None,
        }
    }

    fn done(mut self) -> SiteHours {
        let take = |(site, place): (String, usize)| (site, std::mem::take(&mut self.rows[place]));
        SiteHours {
            hours: self.places.into_iter().map(take).collect(),
            simulated: self.simulated,
        }
    }

    fn add(&mut self, batch: &RecordBatch) -> Result<(), LakeError> {
        let sites = text(batch, "site")?;
        let sources = text(batch, "source")?;
        let hours = primitive::<TimestampMicrosecondType>(batch, "hour")?;
        let known_at = primitive::<TimestampMicrosecondType>(batch, "known_at")?;
        let rows = primitive::<Int64Type>(batch, "row")?;
        let columns: Vec<&Decimal128Array> = SIX_COLUMNS
            .into_iter()
            .map(|name| primitive::<Decimal128Type>(batch, name))
            .collect::<Result<_, _>>()?;
        let kinds = text(batch, "kind")?;
        let is_simulated = |i| kinds.value(i) == SIMULATED;
        self.simulated = self.simulated || (0..batch.num_rows()).any(is_simulated);
        for i in 0..batch.num_rows() {
            let place = hours.value(i).div_euclid(MICROSECONDS_PER_HOUR) - self.first;
            let source = self.source(sources.value(i));
            let values = std::array::from_fn(|p| value(columns[p], i, SIX_COLUMNS[p] == "co"));
            let row = HourRow {
                values,
                known_at: known_at.value(i),
                row: rows.value(i),
                source,
            };
            self.keep_newest(sites.value(i), place, row);
        }
        Ok(())
    }

    fn source(&mut self, source: &str) -> u32 {
        let place = self
            .sources
            .iter()
            .rposition(|s| s == source)
            .unwrap_or_else(|| {
                self.sources.push(source.to_owned());
                self.sources.len() - 1
            });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    fn place_of(&mut self, site: &str) -> usize {
        if let Some((last, place)) = &self.last
            && last == site
        {
            return *place;
        }
        let place = if let Some(place) = self.places.get(site) {
            *place
        } else {
            self.rows.push(vec![None; self.count]);
            self.places.insert(site.to_owned(), self.rows.len() - 1);
            self.rows.len() - 1
        };
        self.last = Some((site.to_owned(), place));
        place
    }

    fn keep_newest(&mut self, site: &str, place: i64, row: HourRow) {
        let Ok(place) = usize::try_from(place) else {
            return;
        };
        let at = self.place_of(site);
        let sources = &self.sources;
        let order = |r: &HourRow| (r.known_at, sources[r.source as usize].as_str(), r.row);
        if let Some(slot) = self.rows[at].get_mut(place)
            && slot.as_ref().is_none_or(|old| order(old) < order(&row))
        {
            *slot = Some(row);
        }
    }
}

const MICROSECONDS_PER_HOUR: i64 = 3_600_000_000;

/// The stored thousandths: of µg/m³, or of mg/m³ for CO, which is carried on in µg/m³.
pub(crate) fn value(
    column: &Decimal128Array,
    i: usize,
    milligrams: bool,
) -> Option<MicrogramPerM3> {
    let thousandths = column
        .is_valid(i)
        .then(|| i64::try_from(column.value(i)).ok())
        .flatten()?;
    Some(MicrogramPerM3::from_thousandths(if milligrams {
        thousandths * 1000
    } else {
        thousandths
    }))
}

/// A text column, whichever of Arrow's layouts the engine chose.
pub(crate) enum Text<'a> {
    Plain(&'a StringArray),
    View(&'a StringViewArray),
}

impl Text<'_> {
    pub(crate) fn value(&self, i: usize) -> &str {
        match self {
            Self::Plain(array) => array.value(i),
            Self::View(array) => array.value(i),
        }
    }
}

pub(crate) fn text<'a>(batch: &'a RecordBatch, name: &'static str) -> Result<Text<'a>, LakeError> {
    let column = batch.column_by_name(name);
    let found = column.and_then(|column| match column.data_type() {
        DataType::Utf8 => column.as_string_opt().map(Text::Plain),
        DataType::Utf8View => column.as_string_view_opt().map(Text::View),
        _ => None,
    });
    found.ok_or_else(|| wrong_type(batch, name, "text"))
}

pub(crate) fn primitive<'a, T: ArrowPrimitiveType>(
    batch: &'a RecordBatch,
    name: &'static str,
) -> Result<&'a PrimitiveArray<T>, LakeError> {
    batch
        .column_by_name(name)
        .and_then(|column| column.as_primitive_opt::<T>())
        .ok_or_else(|| wrong_type(batch, name, std::any::type_name::<T>()))
}

fn wrong_type(batch: &RecordBatch, column: &'static str, expected: &'static str) -> LakeError {
    let found = batch.column_by_name(column).map_or_else(
        || "no such column".to_owned(),
        |c| c.data_type().to_string(),
    );
    LakeError::ColumnType {
        table: "result",
        column,
        found,
        expected,
    }
}
