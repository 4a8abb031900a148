//! Hours with a value, by site and day.

use std::collections::{BTreeMap, BTreeSet};

use answer::output::from_batches;
use answer::rows::{plain, quoted};
use answer::words::Language;
use regions::Level;
use serde::Serialize;
use units::Day;
use utoipa::ToSchema;

use super::super::air::{self, Shown};
use super::Question;
use crate::portal::Portal;
use crate::problem::Refusal;

/// Hours of a day.
const HOURS: u64 = 24;

/// The days of a site.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SiteDays {
    pub(super) site: String,
    pub(super) name: String,
    /// Hours with a value, of 24; null where there is nothing.
    days: Vec<Option<u64>>,
    hours: u64,
    expected: u64,
}

/// The sites of a region: those with hours, and those that are known and have none.
pub(super) async fn sites(
    portal: &Portal,
    language: Language,
    question: &Question,
) -> Result<Vec<SiteDays>, Refusal> {
    let stations = air::stations(portal).await?;
    let span = Box::pin(air::span(portal, question.shown, question.region)).await?;
    let mut sites: BTreeSet<String> = known(&stations, question);
    sites.extend(span.iter().flat_map(|span| span.sites.iter().cloned()));
    let counted = counted(portal, question).await?;
    let (first, last) = question.days;
    let days: Vec<Day> = first.until(last.plus(1)).collect();
    let site = |site: String| {
        let hours = |day: &Day| counted.get(&(site.clone(), day.to_string())).copied();
        let of_days: Vec<Option<u64>> = days.iter().map(hours).collect();
        SiteDays {
            name: air::site_name(portal, language, &stations, &site),
            hours: of_days.iter().flatten().sum(),
            expected: HOURS * u64::try_from(days.len()).unwrap_or_default(),
            days: of_days,
            site,
        }
    };
    Ok(sites.into_iter().map(site).collect())
}

/// The sites that should have hours, whether they do or not.
fn known(stations: &[air::Station], question: &Question) -> BTreeSet<String> {
    let on = question.days.1.date();
    match question.shown {
        Shown::City => {
            let cities = regions::all().iter().filter(|region| {
                region.level == Level::City
                    && region.in_force(on)
                    && regions::contains(question.region, region.code)
            });
            cities.map(|region| region.code.to_string()).collect()
        }
        Shown::Station => {
            let within = stations.iter().filter(|station| {
                station
                    .region
                    .is_some_and(|code| regions::contains(question.region, code))
            });
            within.map(|station| station.key.clone()).collect()
        }
        Shown::County => BTreeSet::new(),
    }
}

/// Hours with any value, by site and day.
async fn counted(
    portal: &Portal,
    question: &Question,
) -> Result<BTreeMap<(String, String), u64>, Refusal> {
    let (first, last) = question.days;
    let any = lake::schema::SIX_COLUMNS.map(|column| format!("{column} IS NOT NULL"));
    let statement = format!(
        "SELECT site, day, count(DISTINCT hour) FROM observation_hour \
         WHERE level = '{}' AND stage = '{}' AND day >= DATE '{first}' AND day <= DATE '{last}' \
         AND ({}) GROUP BY site, day",
        quoted(question.shown.stored()),
        air::STAGE,
        any.join(" OR ")
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let read = from_batches(batches)?.rows.into_iter().filter_map(|row| {
        let [site, day, count] = &row[..] else {
            return None;
        };
        Some(((plain(site), plain(day)), plain(count).parse().ok()?))
    });
    Ok(read.collect())
}
