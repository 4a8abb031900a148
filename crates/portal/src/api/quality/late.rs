//! Hours that were learned late, of imports that run while the hours do.
//!
//! An import counts as such if it brought any hour within a day of its end; an archive that is taken in years after
//! is not late but old. What is late is our own choice, since no document says it.

use std::collections::BTreeMap;

use answer::rows::plain;
use serde::Serialize;
use utoipa::ToSchema;

use super::Question;
use super::coverage::SiteDays;
use super::files::{listed, number, rows};
use crate::portal::Portal;
use crate::problem::Refusal;

/// Hours after its end within which a live import brings an hour, and after which it is late.
const LIVE_HOURS: i64 = 24;
const LATE_HOURS: i64 = 2;
/// An hour in microseconds.
const HOUR: i64 = 3_600_000_000;

/// A site with late hours.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LateRow {
    site: String,
    name: String,
    /// How many came late.
    hours: i64,
    /// How many hours after its end the latest came.
    worst_hours: i64,
}

/// The sites with late hours in the days.
pub(super) async fn late(
    portal: &Portal,
    question: &Question,
    sites: &[SiteDays],
) -> Result<Vec<LateRow>, Refusal> {
    if sites.is_empty() {
        return Ok(Vec::new());
    }
    let (first, last) = question.days;
    // Hours are civil time UTC+8, known_at is UTC; both are microseconds.
    let statement = format!(
        "WITH aged AS (SELECT site, hour, source, \
           CAST(known_at AS BIGINT) - CAST(hour AS BIGINT) + 8 * {HOUR} AS age FROM observation_hour \
           WHERE kind = 'real' AND stage = 'live' AND day >= DATE '{first}' AND day <= DATE '{last}' \
           AND site IN ({})), \
         live AS (SELECT source FROM aged GROUP BY source HAVING min(age) <= {LIVE_HOURS} * {HOUR}), \
         learned AS (SELECT site, hour, min(age) AS age FROM aged \
           WHERE source IN (SELECT source FROM live) GROUP BY site, hour) \
         SELECT site, count(*) AS n, max(age) / {HOUR} FROM learned WHERE age > {LATE_HOURS} * {HOUR} \
         GROUP BY site ORDER BY n DESC, site",
        listed(sites)
    );
    let names: BTreeMap<&str, &str> = sites
        .iter()
        .map(|site| (site.site.as_str(), site.name.as_str()))
        .collect();
    let read = rows(portal, &statement)
        .await?
        .into_iter()
        .filter_map(|row| {
            let [site, hours, worst] = &row[..] else {
                return None;
            };
            let site = plain(site);
            Some(LateRow {
                name: names
                    .get(site.as_str())
                    .copied()
                    .unwrap_or(&site)
                    .to_owned(),
                hours: number(hours),
                worst_hours: number(worst),
                site,
            })
        });
    Ok(read.collect())
}
