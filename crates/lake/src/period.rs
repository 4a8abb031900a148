//! Statistics of a period for many sites: evaluation values, composite index, ranks, day counts.
//!
//! The arithmetic is all in `standards`; here it meets the rows.

use std::collections::{BTreeMap, BTreeSet};

use standards::aqi::{self, Edition, Method};
use standards::composite::{self, Composite, CompositeMethod};
use standards::evaluation::{self, Evaluation};
use standards::ranking::{self, DayCounts};
use standards::validity;
use units::{Day, Exact, Period};

use crate::error::LakeError;
use crate::reported;
use crate::series::{DayBy, SeriesRequest};
use crate::session::QueryLimits;
use crate::statistics::{DayRecord, day_statistics};
use crate::store::Lake;

/// What to compute.
#[derive(Clone, Debug)]
pub struct PeriodRequest {
    /// The period.
    pub period: Period,
    /// Sites to evaluate, as codes or station ids; all of the level when empty.
    pub sites: Vec<String>,
    /// `city` or `station`.
    pub level: &'static str,
    /// Stage of review to read: `live`, `reviewed`, …
    pub stage: String,
    /// What was known at that moment, in microseconds since 1970 UTC.
    pub as_of: Option<i64>,
    /// How hour stamps make days.
    pub day_by: DayBy,
    /// The day whose limits, rules and index edition apply; unless named, the period's first day to the period
    /// and each day's own to its daily values.
    pub law_of: Option<Day>,
    /// The edition of the daily index; by `law_of` or the date when `None`.
    pub edition: Option<&'static Edition>,
    /// Sand-dust days by site, from the official list.
    pub dust: BTreeMap<String, BTreeSet<Day>>,
    /// The composite index to use.
    pub composite: &'static CompositeMethod,
}

/// The statistics of one site over a period.
#[derive(Clone, Debug)]
pub struct PeriodRecord {
    /// The site.
    pub site: String,
    /// Where the days came from: `hour` (computed here) or `day` (as others published them).
    pub basis: &'static str,
    /// Evaluation values in the order of `Pollutant::SIX`.
    pub evaluations: [Evaluation; 6],
    /// The same after sand-dust deduction, when the list names this site.
    pub after_dust: Option<[Evaluation; 6]>,
    /// The composite index.
    pub composite: Composite,
    /// The composite index after sand-dust deduction.
    pub composite_after_dust: Option<Composite>,
    /// Good, heavily polluted and valid days, dust days kept.
    pub counts: DayCounts,
    /// The index of each day, by its edition.
    pub days: Vec<DayIndex>,
    /// How many rows were read.
    pub rows: u64,
}

/// The daily index of one day, and the edition that ruled it.
#[derive(Clone, Debug)]
pub struct DayIndex {
    /// The day's record.
    pub record: DayRecord,
    /// The edition applied.
    pub edition: &'static Edition,
    /// The index.
    pub index: aqi::Index,
}

impl DayIndex {
    /// The level of the day's index, 1 (优) to 6 (严重污染).
    pub fn level(&self) -> Option<u8> {
        self.index
            .aqi
            .map(|aqi| aqi::level(self.edition, aqi).grade)
    }
}

impl PeriodRecord {
    /// Whether every item of the index reached the standard's validity rule.
    pub fn valid(&self) -> bool {
        self.evaluations.iter().all(|evaluation| evaluation.valid)
    }
}

/// The days of one site, and where they came from.
#[derive(Clone, Debug)]
pub struct SiteDays {
    /// `hour` (computed here) or `day` (as others published them).
    pub basis: &'static str,
    /// The days in order.
    pub days: Vec<DayRecord>,
}

/// Computes the statistics of every site in the request, ordered by site.
pub async fn period_statistics(
    lake: &Lake,
    request: &PeriodRequest,
    limits: QueryLimits,
) -> Result<Vec<PeriodRecord>, LakeError> {
    let series = SeriesRequest {
        start: request.period.start(),
        end: request.period.end(),
        level: request.level,
        stage: request.stage.clone(),
        sites: request.sites.clone(),
        as_of: request.as_of,
        day_by: request.day_by,
        law_of: request.law_of,
    };
    site_days(lake, &series, limits)
        .await?
        .into_iter()
        .map(|(site, days)| record(request, site, days.basis, days.days, DayIndices::Computed))
        .collect()
}

/// Reads the days of every site in the request: computed from hours where there are hours, else as published.
pub async fn site_days(
    lake: &Lake,
    series: &SeriesRequest,
    limits: QueryLimits,
) -> Result<BTreeMap<String, SiteDays>, LakeError> {
    let mut sites = BTreeMap::new();
    for (site, days) in reported::days(lake, series, limits).await? {
        sites.insert(site, SiteDays { basis: "day", days });
    }
    for (site, days) in day_statistics(lake, series, limits).await? {
        sites.insert(
            site,
            SiteDays {
                basis: "hour",
                days,
            },
        );
    }
    Ok(sites)
}

/// Whether the index of every day is wanted; it is most of the work of a long period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayIndices {
    /// Days and their counts are there.
    Computed,
    /// There are no days and no counts.
    LeftOut,
}

/// The statistics of one site over the request's period, from days read before.
pub fn evaluate_days(
    request: &PeriodRequest,
    site: &str,
    days: &SiteDays,
    indices: DayIndices,
) -> Result<PeriodRecord, LakeError> {
    let inside = days
        .days
        .iter()
        .filter(|day| request.period.contains(day.statistics.day));
    let inside = inside.cloned().collect();
    record(request, site.to_owned(), days.basis, inside, indices)
}

fn record(
    request: &PeriodRequest,
    site: String,
    basis: &'static str,
    days: Vec<DayRecord>,
    indices: DayIndices,
) -> Result<PeriodRecord, LakeError> {
    let law_day = request.law_of.unwrap_or(request.period.start());
    let rules = validity::rules_on(law_day)?;
    let rows = days.iter().map(|day| u64::from(day.rows)).sum();
    let statistics: Vec<_> = days.iter().map(|day| day.statistics).collect();
    let evaluate =
        |mask: &BTreeSet<Day>| evaluation::evaluate(rules, request.period, &statistics, mask);
    let index = |evaluations: &[Evaluation; 6]| {
        composite::composite(
            request.composite,
            law_day,
            &composite::composite_values(evaluations),
        )
    };
    let evaluations = evaluate(&BTreeSet::new());
    let composite = index(&evaluations)?;
    let after_dust = request.dust.get(&site).map(evaluate);
    let composite_after_dust = after_dust.as_ref().map(index).transpose()?;
    let wanted = indices == DayIndices::Computed;
    let days: Vec<DayIndex> = days
        .into_iter()
        .filter(|_| wanted)
        .map(|day| day_index(request, day))
        .collect::<Result<_, _>>()?;
    let levels: Vec<Option<u8>> = days.iter().map(DayIndex::level).collect();
    let counts = ranking::day_counts(&levels);
    Ok(PeriodRecord {
        site,
        basis,
        evaluations,
        after_dust,
        composite,
        composite_after_dust,
        counts,
        days,
        rows,
    })
}

fn day_index(request: &PeriodRequest, record: DayRecord) -> Result<DayIndex, LakeError> {
    let edition = match request.edition {
        Some(edition) => edition,
        None => aqi::edition_on(request.law_of.unwrap_or(record.statistics.day))?,
    };
    let method = Method {
        edition,
        variant: aqi::standard_variant(),
    };
    let values: [Option<Exact>; 6] = std::array::from_fn(|p| record.statistics.values[p].value);
    let o3_max_1h = record
        .statistics
        .o3_max_1h
        .map(units::MicrogramPerM3::ug_m3);
    let index = aqi::daily_exact(method, &values, o3_max_1h);
    Ok(DayIndex {
        record,
        edition,
        index,
    })
}

/// Ranks of records by composite index, 1 the best; equal published indices share a rank.
pub fn ranks(records: &[PeriodRecord]) -> Vec<Option<u32>> {
    let indices: Vec<_> = records
        .iter()
        .map(|record| record.composite.rounded)
        .collect();
    ranking::rank(&indices)
}
