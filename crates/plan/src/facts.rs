//! Everything an evaluation reads, gathered once: days of the air, reported figures, registers.

mod derived;
mod counted;

use std::collections::BTreeSet;

pub use counted::{Counted, Counts, Tally};
pub use derived::{Derived, Law, Measured, derive, registers};
use lake::{Lake, LakeError, QueryLimits};
use standards::{aqi, limits, validity};
use units::{Day, Period, Pollutant};

use crate::air::{self, Air, AirRequest, Replay};
use crate::engine;
use crate::judge::Registers;
use crate::model::{Deadline, Indicator, IndicatorKind, Operator, Plan, Target};
use crate::reported::{self, Figures};

/// What to evaluate.
#[derive(Clone, Debug)]
pub struct Request {
    /// The day of evaluation.
    pub as_of: Day,
    /// Facts of another year.
    pub replay: Option<Replay>,
    /// Stage of review of observations.
    pub stage: String,
    /// What was known then, in microseconds since 1970 UTC.
    pub known_at: Option<i64>,
    /// What statements may use.
    pub limits: QueryLimits,
    /// Whether to read past years for the outlook.
    pub outlook: bool,
}

/// Everything read.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The air by the standards at the plan's issue.
    pub air: Air,
    /// The same by the standards of the day of evaluation, where they differ.
    pub air_today: Option<Air>,
    /// Reported figures.
    pub figures: Figures,
    /// Registers.
    pub registers: Registers,
    /// Regions whose observations are, at least in part, of a simulation.
    pub simulated: BTreeSet<String>,
}

/// How many past years an outlook draws from at most.
const PAST_YEARS: i16 = 6;

/// Reads the facts that a plan's targets and rules need.
pub async fn gather(
    plan: &Plan,
    lake: &Lake,
    request: &Request,
    registers: Registers,
) -> Result<Facts, LakeError> {
    let issued = plan.header.issued.0;
    let spans = spans(plan, request);
    let regions = regions(plan);
    let air_request = |law_of: Day| AirRequest {
        regions: regions.clone(),
        stage: request.stage.clone(),
        known_at: request.known_at,
        replay: request.replay,
        law_of,
    };
    let read = async |law_of: Day| -> Result<Air, LakeError> {
        if regions.is_empty() {
            return Ok(Air::default());
        }
        Air::read(lake, &air_request(law_of), &spans, request.limits).await
    };
    let air = read(issued).await?;
    let air_today = if editions(issued) == editions(request.as_of) {
        None
    } else {
        Some(read(request.as_of).await?)
    };
    let id = &plan.header.id;
    let simulated = simulated(lake, &air, &spans, request.limits).await?;
    Ok(Facts {
        air,
        air_today,
        simulated,
        figures: reported::read(lake, id, request.known_at, request.limits).await?,
        registers,
    })
}

/// The regions with simulated rows in the spans; hardly any work where no simulated file was ever taken in.
async fn simulated(
    lake: &Lake,
    air: &Air,
    spans: &[(Day, Day)],
    limits: QueryLimits,
) -> Result<BTreeSet<String>, LakeError> {
    let any = "SELECT source FROM import WHERE kind = 'simulated' LIMIT 1";
    let files = lake.query(any, limits).await?;
    let none = files.iter().all(|batch| batch.num_rows() == 0);
    let first = spans.iter().map(|span| span.0).min();
    let last = spans.iter().map(|span| span.1).max();
    let (Some(first), Some(last), false) = (first, last, none) else {
        return Ok(BTreeSet::new());
    };
    let (first, last) = (air.data_day(first), air.data_day(last));
    let of = |table: &str| {
        format!(
            "SELECT DISTINCT site FROM {table}
             WHERE kind = 'simulated' AND day >= DATE '{first}' AND day < DATE '{last}'"
        )
    };
    let statement = format!("{} UNION {}", of("observation_hour"), of("observation_day"));
    let batches = lake.query(&statement, limits).await?;
    let sites = batches
        .iter()
        .flat_map(|batch| crate::judge::text_column(batch, "site"));
    Ok(sites.flatten().collect())
}

/// The editions of the standards in force on a day.
pub fn editions(day: Day) -> String {
    let limit = limits::limit(
        Pollutant::Pm25,
        limits::Averaging::Year,
        limits::Class::Two,
        day,
    );
    let parts = [
        limit
            .map(|limit| format!("{} {}", limit.edition, limit.stage))
            .ok(),
        aqi::edition_on(day)
            .map(|edition| edition.id.to_owned())
            .ok(),
        validity::rules_on(day)
            .map(|rules| rules.edition.to_owned())
            .ok(),
    ];
    let known: Vec<String> = parts
        .into_iter()
        .flatten()
        .map(|part| part.trim().to_owned())
        .collect();
    known.join(", ")
}

/// Measured indicators that a plan's targets use.
fn measured(plan: &Plan) -> Vec<(&Target, &Indicator)> {
    plan.targets()
        .filter_map(|target| Some((target, plan.indicator(target.indicator.get_ref())?)))
        .filter(|(_, indicator)| indicator.kind == IndicatorKind::Measured)
        .collect()
}

/// The regions to read: those in scope, the plan's cities, and the ranking's when a rank is asked for.
fn regions(plan: &Plan) -> BTreeSet<String> {
    let targets = measured(plan);
    let provided = plan.entities.iter().any(|entity| entity.provided);
    let mut codes = BTreeSet::new();
    for (target, _) in &targets {
        codes.extend(scope(plan, target));
    }
    if provided {
        let cities = engine::members(plan).remove(plan.header.cities.get_ref());
        codes.extend(cities.into_iter().flatten().map(|code| code.to_string()));
    }
    let ranks = targets.iter().any(|(_, indicator)| {
        indicator
            .sql
            .as_ref()
            .is_some_and(|sql| sql.contains("rank168"))
    });
    if ranks && let Ok(zone) = regions::zone(air::RANKING_SET) {
        let day = plan.header.issued.0.date().max(zone.since);
        let members = zone.members(day).ok().into_iter().flatten();
        codes.extend(members.map(|code| code.to_string()));
    }
    codes
}

/// The regions a target has a finding for.
pub fn scope(plan: &Plan, target: &Target) -> Vec<String> {
    let members = engine::members(plan);
    let mut codes: Vec<String> = Vec::new();
    for part in &target.scope {
        match part.get_ref().strip_prefix("zone:") {
            Some(zone) => {
                let zone = members.get(zone).into_iter().flatten();
                codes.extend(zone.map(ToString::to_string));
            }
            None => codes.push(part.get_ref().clone()),
        }
    }
    codes
}

/// The period of a target's figure on a day; `None` for stocks.
pub fn period(target: &Target, as_of: Day) -> Option<Period> {
    match target.period.get_ref().as_str() {
        "state" => None,
        "each_year" => Some(Period::Year(as_of.date().year())),
        "each_month" => Some(Period::Month(units::Month::of(as_of))),
        text => text.parse().ok(),
    }
}

/// The base of a target as a period.
pub fn base(target: &Target) -> Option<Period> {
    target.base.as_ref()?.get_ref().parse().ok()
}

/// The spans of days to read, in the plan's years.
fn spans(plan: &Plan, request: &Request) -> Vec<(Day, Day)> {
    let after = request.as_of.plus(1);
    let mut spans = Vec::new();
    let mut want = |period: Period| {
        if period.start() < after {
            spans.push((period.start(), period.end().min(after)));
        }
    };
    for (target, _) in measured(plan) {
        let Some(period) = period(target, request.as_of) else {
            continue;
        };
        want(period);
        if let Some(base) = base(target) {
            want(base);
            if *target.operator.get_ref() == Operator::Forward {
                want(Period::Days(base.start(), after.max(base.start().plus(1))));
            }
        }
        if request.outlook && period.end() > after && period.start() < after {
            let first = period.start().date().year() - PAST_YEARS;
            if let Some(start) = Day::from_ymd(first, 1, 1) {
                want(Period::Days(start, after));
            }
        }
    }
    if plan.entities.iter().any(|entity| entity.provided) {
        want(Period::Year(request.as_of.date().year()));
    }
    spans
}

/// Whether a deadline has come on a day; standing duties are always due.
pub fn is_due(deadline: Deadline, as_of: Day) -> bool {
    match deadline {
        Deadline::On(day) => day <= as_of,
        Deadline::Continuous => true,
        Deadline::Unstated => false,
    }
}
