//! Evaluation values of regions: means, percentiles, day counts, the composite index and ranks, and the table
//! `evaluation` made of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use lake::arrow::array::{ArrayRef, BooleanArray, Decimal128Array, Int64Array, StringArray};
use lake::arrow::record_batch::RecordBatch;
use lake::{DayIndices, PeriodRecord, PeriodRequest, SiteDays};
use standards::composite;
use standards::evaluation::{self, Evaluation};
use standards::{ranking, validity};
use units::rounding::gb8170;
use units::{Day, Exact, Pollutant, Rounded};

use crate::statement::{VALUE_SCALE, evaluation_schema, value_type};

/// One evaluation value of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The region.
    pub region: String,
    /// Its id, such as `pm25_mean`.
    pub item: &'static str,
    /// The value, a mean or percentile not rounded; for orientation only when not complete.
    pub value: Option<Exact>,
    /// Decimals that the standard reports it with.
    pub decimals: u32,
    /// Valid days.
    pub valid: u32,
    /// Days of the period.
    pub expected: u32,
    /// Whether the standard's rules of validity hold.
    pub complete: bool,
    /// Whether it rests on an ozone that is no 8-hour maximum.
    pub ozone_basis: bool,
    /// Rows read.
    pub rows: u64,
}

impl Item {
    /// The value as the standard reports it.
    pub fn reported(&self) -> Option<Exact> {
        Some(gb8170(self.value?, self.decimals).exact())
    }
}

/// The pollutant whose mean a statement asks for.
pub fn mean_of(sql: &str) -> Option<Pollutant> {
    let named = |place: &usize| sql.contains(&format!("'{}'", ITEMS[*place]));
    let means = (0..ITEMS.len()).filter(|place| ITEMS[*place].ends_with("_mean"));
    means
        .into_iter()
        .find(named)
        .map(|place| Pollutant::SIX[place])
}

/// Ids of the values of one pollutant, in the order of `Pollutant::SIX`.
const ITEMS: [&str; 6] = [
    "so2_mean",
    "no2_mean",
    "pm10_mean",
    "pm25_mean",
    "co_p95",
    "o3_p90",
];

/// The set that `rank168` ranks in.
pub const RANKING_SET: &str = "key168";

/// Means, percentiles and counts of one region.
pub(super) fn single_items(
    record: &PeriodRecord,
    law_of: Day,
    indices: DayIndices,
    items: &mut Vec<Item>,
) {
    let Ok(rules) = validity::rules_on(law_of) else {
        return;
    };
    let item = |item, (value, decimals), evaluation: &Evaluation| Item {
        region: record.site.clone(),
        item,
        value,
        decimals,
        valid: evaluation.coverage.valid,
        expected: evaluation.coverage.expected,
        complete: evaluation.valid,
        ozone_basis: false,
        rows: record.rows,
    };
    for (place, evaluation) in record.evaluations.iter().enumerate() {
        let value = match evaluation.pollutant {
            Pollutant::Co | Pollutant::O3 => evaluation.percentile,
            _ => evaluation.mean,
        };
        let unit = Exact::from_integer(if evaluation.pollutant.in_milligrams() {
            1000
        } else {
            1
        });
        let value = value.map(|value| value / unit);
        let decimals = rules.items[place].decimals;
        items.push(item(ITEMS[place], (value, decimals), evaluation));
    }
    if indices == DayIndices::LeftOut {
        return;
    }
    let counts = &record.counts;
    let pm25 = &record.evaluations[3];
    let whole = |count: u32| (Some(Exact::from_integer(i128::from(count))), 0);
    let share = |ratio: Option<Rounded>| {
        let decimals = ratio.map_or(0, Rounded::decimals);
        (ratio.map(Rounded::exact), decimals)
    };
    let days = [
        ("heavy_days", whole(counts.heavy)),
        ("heavy_day_ratio", share(counts.heavy_ratio())),
        ("good_day_ratio", share(counts.good_ratio())),
    ];
    // Without ozone a day may be worse than it seems: such counts are for orientation.
    let no_ozone = record.basis == "day";
    for (id, value) in days {
        items.push(Item {
            valid: counts.valid,
            complete: pm25.valid && counts.valid >= pm25.coverage.valid && !no_ozone,
            ozone_basis: no_ozone,
            ..item(id, value, pm25)
        });
    }
}

/// The composite index of a region, and whether another ozone stands in for the 8-hour maximum.
pub(super) fn index(
    record: &PeriodRecord,
    days: Option<&SiteDays>,
    request: &PeriodRequest,
    law_of: Day,
) -> (bool, Option<Rounded>) {
    match record.composite.rounded {
        Some(index) => (false, record.valid().then_some(index)),
        None => (true, stand_in(record, days, request, law_of)),
    }
}

/// The composite index of every region, and its rank among the ranking's cities on a day.
pub(super) fn composite_items(
    records: &[PeriodRecord],
    indices: &[(bool, Option<Rounded>)],
    day: Day,
    items: &mut Vec<Item>,
) {
    let members = ranked_cities(day);
    let ranked: Vec<usize> = (0..records.len())
        .filter(|place| members.contains(&records[*place].site))
        .collect();
    let ranks = ranking::rank(
        &ranked
            .iter()
            .map(|place| indices[*place].1)
            .collect::<Vec<_>>(),
    );
    // A rank among some of the cities would be another rank.
    let all_ranked = ranked.len() == members.len() && ranks.iter().all(Option::is_some);
    for (place, record) in records.iter().enumerate() {
        let (stood_in, index) = indices[place];
        let fewest = record.evaluations.iter().map(|e| e.coverage.valid).min();
        let base = Item {
            region: record.site.clone(),
            item: "composite_index",
            value: index.map(Rounded::exact),
            decimals: index.map_or(0, Rounded::decimals),
            valid: fewest.unwrap_or(0),
            expected: record.evaluations[0].coverage.expected,
            complete: record.valid() && !stood_in,
            ozone_basis: stood_in,
            rows: record.rows,
        };
        let at = ranked.iter().position(|ranked| *ranked == place);
        if let Some(rank) = at.map(|at| ranks[at]) {
            items.push(Item {
                item: "rank168",
                complete: base.complete && all_ranked,
                value: rank.map(|rank| Exact::from_integer(i128::from(rank))),
                decimals: 0,
                ..base.clone()
            });
        }
        items.push(base);
    }
}

fn ranked_cities(day: Day) -> BTreeSet<String> {
    let zone = regions::zone(RANKING_SET).ok();
    let members = zone.and_then(|zone| zone.members(day.date().max(zone.since)).ok());
    members
        .into_iter()
        .flatten()
        .map(|code| code.to_string())
        .collect()
}

/// The index with the archive's own ozone in place of the 8-hour maximum: for orientation only, and only where
/// the five other items are valid.
fn stand_in(
    record: &PeriodRecord,
    days: Option<&SiteDays>,
    request: &PeriodRequest,
    law_of: Day,
) -> Option<Rounded> {
    if !record.evaluations[..5].iter().all(|item| item.valid) {
        return None;
    }
    let mut values = composite::composite_values(&record.evaluations);
    let mut ozone: Vec<Exact> = days?
        .days
        .iter()
        .filter(|day| request.period.contains(day.statistics.day))
        .filter_map(|day| Some(day.statistics.o3_max_1h?.ug_m3()))
        .collect();
    ozone.sort_unstable();
    let rank = record.evaluations[5].percentile_rank;
    values[5] = values[5].or_else(|| evaluation::percentile(&ozone, rank));
    composite::composite(request.composite, law_of, &values)
        .ok()?
        .rounded
}

/// Values as the table `evaluation`.
pub fn batch(items: &[Item]) -> RecordBatch {
    let count = |get: fn(&Item) -> u32| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(
            items.iter().map(|item| i64::from(get(item))),
        ))
    };
    let values: Decimal128Array = items
        .iter()
        .map(|item| Some(gb8170(item.value?, VALUE_SCALE).scaled()))
        .collect();
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(
            items.iter().map(|item| &item.region),
        )),
        Arc::new(StringArray::from_iter_values(
            items.iter().map(|item| item.item),
        )),
        Arc::new(values.with_data_type(value_type())),
        count(|item| item.valid),
        count(|item| item.expected),
        Arc::new(
            items
                .iter()
                .map(|item| Some(item.complete))
                .collect::<BooleanArray>(),
        ),
        Arc::new(Int64Array::from_iter_values(
            items
                .iter()
                .map(|item| i64::try_from(item.rows).unwrap_or(i64::MAX)),
        )),
    ];
    RecordBatch::try_new(evaluation_schema(), columns)
        .unwrap_or_else(|_| RecordBatch::new_empty(evaluation_schema()))
}
