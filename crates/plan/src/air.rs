//! Facts measured in the air, as a plan's indicators read them: evaluation values of regions over periods.
//!
//! Days are read once from the lake; periods are cut from them. A replay shifts the years: facts of one year
//! stand for another, and every finding says so.

use std::collections::{BTreeMap, BTreeSet};

use lake::{
    DayBy, DayIndices, Lake, LakeError, PeriodRecord, PeriodRequest, QueryLimits, SeriesRequest,
    SiteDays, evaluate_days, site_days,
};
use rayon::prelude::*;
use standards::composite::{self, CompositeMethod};
use standards::evaluation;
use standards::limits::Class;
use standards::validity;
use units::{Day, Exact, Month, Period, Pollutant};

mod items;

pub use items::{Item, RANKING_SET, batch, mean_of};
use items::{composite_items, index, single_items};

/// Facts of `data_year` stand for `plan_year`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replay {
    /// The year the facts are of.
    pub data_year: i16,
    /// The year they stand for.
    pub plan_year: i16,
}

impl Replay {
    fn years(self) -> i16 {
        self.plan_year - self.data_year
    }
}

/// What to read from the lake.
#[derive(Clone, Debug)]
pub struct AirRequest {
    /// Regions, by code.
    pub regions: BTreeSet<String>,
    /// Stage of review.
    pub stage: String,
    /// What was known then.
    pub known_at: Option<i64>,
    /// Facts of another year instead.
    pub replay: Option<Replay>,
    /// The day whose standards judge.
    pub law_of: Day,
}

/// Days of regions, in the lake's own years.
#[derive(Clone, Debug, Default)]
pub struct Air {
    sites: BTreeMap<String, SiteDays>,
    shift: i16,
    law_of: Option<Day>,
    stage: String,
}

/// The ranking's index.
const COMPOSITE: &str = "ranking2018";

impl Air {
    /// Reads the days of some spans, given in the plan's years.
    pub async fn read(
        lake: &Lake,
        request: &AirRequest,
        spans: &[(Day, Day)],
        limits: QueryLimits,
    ) -> Result<Self, LakeError> {
        let shift = request.replay.map_or(0, Replay::years);
        let mut air = Self {
            sites: BTreeMap::new(),
            shift,
            law_of: Some(request.law_of),
            stage: request.stage.clone(),
        };
        for (start, end) in merged(spans) {
            let series = SeriesRequest {
                start: shifted(start, -shift),
                end: shifted(end, -shift),
                level: "city",
                stage: request.stage.clone(),
                sites: request.regions.iter().cloned().collect(),
                as_of: request.known_at,
                day_by: DayBy::HourEnding,
                law_of: Some(request.law_of),
            };
            for (site, days) in site_days(lake, &series, limits).await? {
                match air.sites.get_mut(&site) {
                    Some(known) => known.days.extend(days.days),
                    None => {
                        air.sites.insert(site, days);
                    }
                }
            }
        }
        Ok(air)
    }

    /// The period of the lake's years that stands for one of the plan's.
    pub fn data_period(&self, period: Period) -> Period {
        match period {
            Period::Year(year) => Period::Year(year - self.shift),
            Period::Month(month) => Period::Month(Month {
                year: month.year - self.shift,
                ..month
            }),
            other => Period::Days(
                shifted(other.start(), -self.shift),
                shifted(other.end(), -self.shift),
            ),
        }
    }

    /// The values of every region over a period, cut off after `as_of`; those of days where `indices` asks for them.
    pub fn items(
        &self,
        period: Period,
        as_of: Day,
        indices: DayIndices,
    ) -> Result<Vec<Item>, LakeError> {
        let data = self.data_period(until(period, as_of));
        if data.start() >= data.end() {
            return Ok(Vec::new());
        }
        let law_of = self.law_of.unwrap_or(data.start());
        let request = self.request(data);
        let records = self
            .sites
            .par_iter()
            .map(|(site, days)| evaluate_days(&request, site, days, indices))
            .filter(|record| record.as_ref().map_or(true, |record| record.rows > 0))
            .collect::<Result<Vec<PeriodRecord>, LakeError>>()?;
        let mut items = Vec::new();
        for record in &records {
            single_items(record, law_of, indices, &mut items);
        }
        let indices: Vec<_> = records
            .iter()
            .map(|record| {
                let days = self.sites.get(&record.site);
                index(record, days, &request, law_of)
            })
            .collect();
        composite_items(&records, &indices, law_of.max(data.start()), &mut items);
        Ok(items)
    }

    /// Whether every item of a region attains class 2 over a period; `None` where that cannot be said.
    pub fn attains(
        &self,
        region: &str,
        period: Period,
        as_of: Day,
    ) -> Result<Option<bool>, LakeError> {
        let data = self.data_period(until(period, as_of));
        let Some(days) = self.sites.get(region) else {
            return Ok(None);
        };
        let law_of = self.law_of.unwrap_or(data.start());
        let record = evaluate_days(&self.request(data), region, days, DayIndices::LeftOut)?;
        let rules = validity::rules_on(law_of)?;
        let items = record
            .evaluations
            .iter()
            .map(|item| evaluation::attainment(rules, item, Class::Two, law_of))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(evaluation::attains_overall(&items))
    }

    fn request(&self, period: Period) -> PeriodRequest {
        PeriodRequest {
            period,
            sites: Vec::new(),
            level: "city",
            stage: self.stage.clone(),
            as_of: None,
            day_by: DayBy::HourEnding,
            law_of: self.law_of,
            edition: None,
            dust: BTreeMap::new(),
            composite: method(),
        }
    }

    /// The day of the lake's years that stands for one of the plan's.
    pub fn data_day(&self, day: Day) -> Day {
        shifted(day, -self.shift)
    }

    /// The daily values of a region from one day up to another, in the lake's years.
    pub fn daily(&self, region: &str, pollutant: Pollutant, days: (Day, Day)) -> Vec<Option<f64>> {
        let place = pollutant.index().unwrap_or(0);
        self.series(region, days, |day| {
            let value = day.statistics.values[place].value?;
            Some(crate::number::to_f64(value))
        })
    }

    /// The level of the index of each day of a region, 1 to 6, in the lake's years.
    pub fn levels(&self, region: &str, days: (Day, Day)) -> Vec<Option<u8>> {
        let (start, end) = days;
        let request = self.request(Period::Days(start, end));
        let count = usize::try_from(end.number() - start.number()).unwrap_or(0);
        let mut levels = vec![None; count];
        let evaluated = self
            .sites
            .get(region)
            .and_then(|days| evaluate_days(&request, region, days, DayIndices::Computed).ok());
        for day in evaluated.iter().flat_map(|record| &record.days) {
            let place = day.record.statistics.day.number() - start.number();
            if let Some(slot) = usize::try_from(place).ok().and_then(|i| levels.get_mut(i)) {
                *slot = day.level();
            }
        }
        levels
    }

    fn series<T: Clone>(
        &self,
        region: &str,
        days: (Day, Day),
        value: impl Fn(&lake::DayRecord) -> Option<T>,
    ) -> Vec<Option<T>> {
        let (start, end) = days;
        let count = usize::try_from(end.number() - start.number()).unwrap_or(0);
        let mut series = vec![None; count];
        for day in self.sites.get(region).iter().flat_map(|days| &days.days) {
            let place = day.statistics.day.number() - start.number();
            if let Some(slot) = usize::try_from(place).ok().and_then(|i| series.get_mut(i)) {
                *slot = value(day);
            }
        }
        series
    }

    /// The first year that has days of a region, in the lake's years.
    pub fn first_year(&self, region: &str) -> Option<i16> {
        let days = self.sites.get(region)?.days.iter();
        days.map(|day| day.statistics.day)
            .min()
            .map(|day| day.date().year())
    }

    /// The table that a region's days came from.
    pub fn table(&self, region: &str) -> &'static str {
        match self.sites.get(region).map(|days| days.basis) {
            Some("day") => "observation_day",
            _ => "observation_hour",
        }
    }

    /// The regions read.
    pub fn regions(&self) -> impl Iterator<Item = &String> {
        self.sites.keys()
    }

    /// Multiplies or shifts the values of one pollutant in one region, for what-ifs.
    pub fn change(
        &mut self,
        region: Option<&str>,
        pollutant: Pollutant,
        change: impl Fn(Exact) -> Exact,
    ) {
        let place = pollutant.index().unwrap_or(0);
        let chosen = self
            .sites
            .iter_mut()
            .filter(|(site, _)| region.is_none_or(|region| region == site.as_str()));
        for (_, days) in chosen {
            for day in &mut days.days {
                let value = &mut day.statistics.values[place];
                value.value = value.value.map(&change);
            }
        }
    }
}

/// A period cut off after a day.
pub fn until(period: Period, as_of: Day) -> Period {
    let after = as_of.plus(1);
    if after >= period.end() {
        return period;
    }
    Period::Days(period.start(), after.max(period.start()))
}

/// A day so many years later; 29 February becomes 28 February, or the day after it at the end of a span.
fn shifted(day: Day, years: i16) -> Day {
    if years == 0 {
        return day;
    }
    let date = day.date();
    let year = date.year() + years;
    Day::from_ymd(year, date.month(), date.day())
        .or_else(|| Day::from_ymd(year, 2, 28))
        .unwrap_or(day)
}

fn merged(spans: &[(Day, Day)]) -> Vec<(Day, Day)> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    let mut done: Vec<(Day, Day)> = Vec::new();
    for (start, end) in sorted {
        match done.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => done.push((start, end)),
        }
    }
    done
}

fn method() -> &'static CompositeMethod {
    composite::method(COMPOSITE).expect("the ranking's method comes with the program, enabled")
}
