//! Days as others published them (daily archives), read like computed ones but marked as such.

use std::collections::BTreeMap;

use datafusion::arrow::array::Array as _;
use datafusion::arrow::datatypes::{Date32Type, Decimal128Type, TimestampMicrosecondType};
use datafusion::execution::context::SessionContext;
use datafusion::logical_expr::{col, lit};
use futures::StreamExt as _;
use standards::daily::{DailyValue, DayStatistics};
use units::{Coverage, Day, MicrogramPerM3};

use crate::error::LakeError;
use crate::schema::{SIX_COLUMNS, Table};
use crate::series::{SeriesRequest, primitive, text, value};
use crate::session::{QueryLimits, provider};
use crate::statistics::DayRecord;
use crate::store::Lake;

/// Reads the published daily values of a request; a later `known_at` replaces an earlier one.
///
/// Their coverage is `0/0`: how many hours they rest on was not published.
pub(crate) async fn days(
    lake: &Lake,
    request: &SeriesRequest,
    limits: QueryLimits,
) -> Result<BTreeMap<String, Vec<DayRecord>>, LakeError> {
    let provider = provider(
        lake,
        Table::ObservationDay,
        Some((request.start, request.end)),
    )
    .await?;
    let config =
        datafusion::execution::context::SessionConfig::new().with_target_partitions(limits.threads);
    let frame = SessionContext::new_with_config(config)
        .read_table(provider)?
        .filter(
            crate::series::predicate(request, &stages(request))
                .and(col("granularity").eq(lit("day"))),
        )?;
    let mut stream = frame.execute_stream().await?;
    let mut newest: BTreeMap<(String, Day), (i64, DayStatistics)> = BTreeMap::new();
    while let Some(batch) = stream.next().await {
        let batch = batch?;
        let sites = text(&batch, "site")?;
        let dates = primitive::<Date32Type>(&batch, "day")?;
        let known_at = primitive::<TimestampMicrosecondType>(&batch, "known_at")?;
        let columns = SIX_COLUMNS
            .into_iter()
            .chain(["o3_8h"])
            .map(|name| primitive::<Decimal128Type>(&batch, name))
            .collect::<Result<Vec<_>, _>>()?;
        for i in 0..batch.num_rows() {
            let day = Day::from_number(dates.value(i));
            let values: [Option<MicrogramPerM3>; 7] = std::array::from_fn(|p| {
                if columns[p].is_valid(i) {
                    value(columns[p], i, p == 4)
                } else {
                    None
                }
            });
            let key = (sites.value(i).to_owned(), day);
            if newest
                .get(&key)
                .is_none_or(|(before, _)| *before < known_at.value(i))
            {
                newest.insert(key, (known_at.value(i), statistics(day, values)));
            }
        }
    }
    let mut sites: BTreeMap<String, Vec<DayRecord>> = BTreeMap::new();
    for ((site, _), (_, statistics)) in newest {
        sites.entry(site).or_default().push(DayRecord {
            statistics,
            rows: 1,
        });
    }
    Ok(sites)
}

/// Sites that publish days from the live feed have a stage of their own, which a question about live data means too.
fn stages(request: &SeriesRequest) -> Vec<&str> {
    match request.stage.as_str() {
        "live" => vec!["live", "daily_site"],
        other => vec![other],
    }
}

/// A published day; its O3 is the 8-hour maximum when the archive has one, else unknown.
fn statistics(day: Day, values: [Option<MicrogramPerM3>; 7]) -> DayStatistics {
    let daily = |p: usize| {
        let exact = values[p].map(MicrogramPerM3::ug_m3);
        DailyValue {
            value: exact,
            indicative: exact,
            coverage: Coverage::new(0, 0),
        }
    };
    let o3 = daily(6);
    let o3_max_1h = values[5];
    DayStatistics {
        day,
        values: [daily(0), daily(1), daily(2), daily(3), daily(4), o3],
        o3_max_1h,
    }
}
