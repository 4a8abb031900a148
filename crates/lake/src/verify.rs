//! Recomputing what was published: each published index beside ours, and the reason where they differ.

use std::collections::BTreeMap;

use datafusion::arrow::array::{Array as _, Int16Array};
use datafusion::arrow::datatypes::{Decimal128Type, Int16Type, Int64Type};
use datafusion::logical_expr::{col, lit};
use futures::StreamExt as _;
use standards::aqi::{self, Method, Series};
use units::{MicrogramPerM3, Pollutant};

use crate::error::LakeError;
use crate::schema::{IAQI_COLUMNS, SIX_COLUMNS, Table};
use crate::series::{primitive, text, value};
use crate::session::{QueryLimits, provider};
use crate::store::Lake;

/// The comparison of one published number with ours, over all rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Rows where either side has a number, or both say there is none.
    pub rows: u64,
    /// Rows that agree.
    pub matches: u64,
    /// Rows where neither side has a number; they are among the matches.
    pub both_absent: u64,
    /// Rows that differ, by reason.
    pub reasons: BTreeMap<&'static str, u64>,
    /// The first few rows that differ: source, row, published, ours.
    pub examples: Vec<(String, i64, Option<i16>, Option<i16>)>,
}

/// Recomputes every published hourly index of a mapping's imports: `aqi`, and each sub-index there is.
pub async fn verify_hours(
    lake: &Lake,
    source_like: &str,
    method: Method,
    limits: QueryLimits,
) -> Result<BTreeMap<&'static str, Verified>, LakeError> {
    let provider = provider(lake, Table::ObservationHour, None).await?;
    let frame = lake
        .context(limits, false)?
        .read_table(provider)?
        .filter(col("source").like(lit(format!("%{source_like}"))))?;
    let mut stream = frame.execute_stream().await?;
    let mut all: BTreeMap<&'static str, Verified> = BTreeMap::new();
    while let Some(batch) = stream.next().await {
        let batch = batch?;
        let columns = SIX_COLUMNS
            .into_iter()
            .chain(["o3_8h"])
            .map(|name| primitive::<Decimal128Type>(&batch, name))
            .collect::<Result<Vec<_>, _>>()?;
        let published = primitive::<Int16Type>(&batch, "aqi")?;
        let parts = IAQI_COLUMNS
            .into_iter()
            .map(|name| primitive::<Int16Type>(&batch, name))
            .collect::<Result<Vec<_>, _>>()?;
        let sources = text(&batch, "source")?;
        let rows = primitive::<Int64Type>(&batch, "row")?;
        for i in 0..batch.num_rows() {
            let values: [Option<MicrogramPerM3>; 7] = std::array::from_fn(|p| {
                if columns[p].is_valid(i) {
                    value(columns[p], i, p == 4)
                } else {
                    None
                }
            });
            let six = std::array::from_fn(|p| values[p]);
            let index = aqi::hourly(method, &six);
            let place = || (sources.value(i).to_owned(), rows.value(i));
            let any = six.iter().any(Option::is_some);
            compare(
                all.entry("aqi").or_default(),
                get(published, i),
                index.aqi,
                any,
                place,
            );
            for (p, name) in IAQI_COLUMNS.into_iter().enumerate() {
                let ours = values[p].and_then(|v| aqi::iaqi(method, series(p), v));
                compare(
                    all.entry(name).or_default(),
                    get(parts[p], i),
                    ours,
                    values[p].is_some(),
                    place,
                );
            }
        }
    }
    all.retain(|_, verified| verified.rows > verified.both_absent && verified.published_any());
    Ok(all)
}

impl Verified {
    /// Whether the archive publishes this number at all.
    fn published_any(&self) -> bool {
        self.matches > self.both_absent
            || self.reasons.keys().any(|reason| *reason != NOT_PUBLISHED)
    }
}

const NOT_PUBLISHED: &str = "not_published";

fn series(place: usize) -> Series {
    match Pollutant::SIX.get(place) {
        Some(Pollutant::So2) => Series::So2Hour,
        Some(Pollutant::No2) => Series::No2Hour,
        Some(Pollutant::Pm10) => Series::Pm10Day,
        Some(Pollutant::Pm25) => Series::Pm25Day,
        Some(Pollutant::Co) => Series::CoHour,
        Some(Pollutant::O3) => Series::O3Hour,
        _ => Series::O3Max8h,
    }
}

fn get(array: &Int16Array, i: usize) -> Option<i16> {
    array.is_valid(i).then(|| array.value(i))
}

fn compare(
    verified: &mut Verified,
    published: Option<i16>,
    ours: Option<u16>,
    measured: bool,
    place: impl Fn() -> (String, i64),
) {
    let ours = ours.and_then(|n| i16::try_from(n).ok());
    verified.rows += 1;
    if published == ours {
        verified.matches += 1;
        verified.both_absent += u64::from(ours.is_none());
        return;
    }
    let reason = match (published, ours) {
        (None, _) => NOT_PUBLISHED,
        (Some(0), None) if !measured => "zero_published_for_nothing_measured",
        (Some(_), None) if !measured => "published_without_a_concentration",
        (Some(_), None) => "no_index_defined_here",
        (Some(_), Some(500)) => "above_the_top_of_the_scale",
        (Some(p), Some(o)) if (p - o).abs() == 1 => "differs_by_one",
        (Some(_), Some(_)) => "differs",
    };
    *verified.reasons.entry(reason).or_default() += 1;
    if verified.examples.len() < 10 {
        let (source, row) = place();
        verified.examples.push((source, row, published, ours));
    }
}
