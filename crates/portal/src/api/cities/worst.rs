//! The worst days of a city, with what is at hand about their causes: the primary pollutants and the wind.

use answer::output::from_batches;
use answer::rows::{plain, quoted};
use answer::words::Language;
use lake::PeriodRecord;
use serde::Serialize;
use standards::validity;
use units::Pollutant;
use utoipa::ToSchema;

use crate::api::air;
use crate::portal::Portal;
use crate::problem::Refusal;

/// How many are shown.
const SHOWN: usize = 10;

/// A day of high index.
#[derive(Serialize, ToSchema)]
pub(super) struct WorstDay {
    day: String,
    aqi: u16,
    class: u8,
    primary: Vec<String>,
    pm25: Option<String>,
    /// Mean wind speed of the day, where there are weather data of the city.
    wind: Option<String>,
}

/// The days of the highest index.
pub(super) async fn days(
    portal: &Portal,
    language: Language,
    code: &str,
    record: &PeriodRecord,
) -> Result<Vec<WorstDay>, Refusal> {
    let mut days: Vec<_> = record
        .days
        .iter()
        .filter_map(|day| Some((day.index.aqi?, day.level()?, day)))
        .collect();
    days.sort_by_key(|(aqi, _, day)| (std::cmp::Reverse(*aqi), day.record.statistics.day));
    days.truncate(SHOWN);
    let winds = winds(
        portal,
        code,
        &days
            .iter()
            .map(|(_, _, day)| day.record.statistics.day.to_string())
            .collect::<Vec<_>>(),
    )
    .await?;
    let context = portal.context(language);
    let mut shown = Vec::new();
    for (aqi, class, day) in days {
        let statistics = &day.record.statistics;
        let rules = validity::rules_on(statistics.day)?;
        let pm25 = Pollutant::SIX
            .into_iter()
            .position(|pollutant| pollutant == Pollutant::Pm25)
            .and_then(|place| statistics.values[place].value);
        let written = statistics.day.to_string();
        let wind = winds.get(&written).map(|speed| format!("{speed} m/s"));
        shown.push(WorstDay {
            aqi,
            class,
            primary: air::primary(&day.index),
            pm25: pm25.map(|value| rules.report(Pollutant::Pm25, value).to_string()),
            wind: Some(wind.unwrap_or_else(|| context.say("portal-no-wind", &[]))),
            day: written,
        });
    }
    Ok(shown)
}

async fn winds(
    portal: &Portal,
    code: &str,
    days: &[String],
) -> Result<std::collections::BTreeMap<String, String>, Refusal> {
    if days.is_empty() {
        return Ok(std::collections::BTreeMap::new());
    }
    let listed: Vec<String> = days.iter().map(|day| format!("DATE '{day}'")).collect();
    let statement = format!(
        "SELECT CAST(day AS VARCHAR), round_gb8170(avg(wind_speed_m_s), 1) FROM weather_hour \
         WHERE site = '{}' AND day IN ({}) AND wind_speed_m_s IS NOT NULL GROUP BY day",
        quoted(code),
        listed.join(", ")
    );
    let batches = portal
        .lake()
        .query(&statement, portal.settings().query)
        .await?;
    let rows = from_batches(batches)?.rows;
    let pair = |row: Vec<answer::output::Cell>| Some((plain(row.first()?), plain(row.get(1)?)));
    Ok(rows.into_iter().filter_map(pair).collect())
}
