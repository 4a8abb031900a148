//! Daily statistics of many sites, a few months at a time so that memory stays small.

use std::collections::BTreeMap;

use futures::StreamExt as _;
use standards::daily::{self, DayStatistics};
use standards::limits::{Averaging, Class, limit};
use standards::validity;
use units::{Day, MicrogramPerM3, Month, Pollutant};

use crate::error::LakeError;
use crate::series::{HourRow, SeriesRequest, SiteHours};
use crate::session::QueryLimits;
use crate::store::Lake;

/// The statistics of one site and day, and the rows they rest on.
#[derive(Clone, Debug)]
pub struct DayRecord {
    /// The statistics.
    pub statistics: DayStatistics,
    /// How many rows were read.
    pub rows: u32,
}

/// Computes the daily statistics of every site in the request, by the rules in force on each day.
pub async fn day_statistics(
    lake: &Lake,
    request: &SeriesRequest,
    limits: QueryLimits,
) -> Result<BTreeMap<String, Vec<DayRecord>>, LakeError> {
    let parts = month_parts(request.start, request.end);
    // Months are independent: as many at once as there are threads, each read by one.
    let each = QueryLimits {
        threads: if parts.len() > 1 { 1 } else { limits.threads },
        ..limits
    };
    let months = parts.into_iter().map(|(start, end)| {
        let part = SeriesRequest {
            start,
            end,
            ..request.clone()
        };
        tokio::spawn(month(lake.clone(), part, each))
    });
    let mut done = futures::stream::iter(months).buffered(limits.threads.max(1));
    let mut all: BTreeMap<String, Vec<DayRecord>> = BTreeMap::new();
    while let Some(month) = done.next().await {
        for (site, days) in month.map_err(LakeError::from)?? {
            all.entry(site).or_default().extend(days);
        }
    }
    Ok(all)
}

async fn month(
    lake: Lake,
    part: SeriesRequest,
    limits: QueryLimits,
) -> Result<Vec<(String, Vec<DayRecord>)>, LakeError> {
    let hours = lake.site_hours(&part, limits).await?;
    part_statistics(&hours, &part)
}

fn month_parts(start: Day, end: Day) -> Vec<(Day, Day)> {
    let mut parts = Vec::new();
    let mut from = start;
    while from < end {
        let to = Month::of(from).next().first().min(end);
        parts.push((from, to));
        from = to;
    }
    parts
}

fn part_statistics(
    hours: &SiteHours,
    part: &SeriesRequest,
) -> Result<Vec<(String, Vec<DayRecord>)>, LakeError> {
    let mut sites = Vec::with_capacity(hours.hours.len());
    for (site, rows) in &hours.hours {
        let days: Result<Vec<DayRecord>, LakeError> = rows
            .chunks_exact(24)
            .zip(part.start.number()..)
            .filter(|(rows, _)| rows.iter().any(Option::is_some))
            .map(|(rows, number)| day_record(rows, Day::from_number(number), part.law_of))
            .collect();
        sites.push((site.clone(), days?));
    }
    Ok(sites)
}

fn day_record(
    rows: &[Option<HourRow>],
    day: Day,
    law_of: Option<Day>,
) -> Result<DayRecord, LakeError> {
    let law_day = law_of.unwrap_or(day);
    let rules = validity::rules_on(law_day)?;
    let o3_limit = limit(Pollutant::O3, Averaging::Max8h, Class::Two, law_day)?.value;
    let columns: [[Option<MicrogramPerM3>; 24]; 6] =
        std::array::from_fn(|p| std::array::from_fn(|h| rows[h].and_then(|row| row.values[p])));
    let slices = std::array::from_fn(|p| columns[p].as_slice());
    let statistics = daily::statistics(rules, day, slices, o3_limit);
    let rows = u32::try_from(rows.iter().flatten().count()).unwrap_or(u32::MAX);
    Ok(DayRecord { statistics, rows })
}
