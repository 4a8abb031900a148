//! `trend`: a series of periods at one site, and whether it rises or falls.

mod significance;

use clap::{Args, ValueEnum};
use lake::{Lake, PeriodRecord, PeriodRequest, period_statistics};
use standards::composite::composite_values;
use standards::validity;
use units::{Day, Exact, Period, Pollutant};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};
use crate::period::{PeriodOptions, law_day, no_data, official};
use crate::places::{self, Sites};
use crate::{figures, provenance};

/// Options of `trend`.
#[derive(Debug, Args)]
pub struct TrendArgs {
    /// 城市、区县或站点 / a city, county or station
    #[arg(value_name = "SITE")]
    pub site: String,
    /// 项目：pm25、o3 等，或 composite 综合指数 / an item, or composite for the index
    #[arg(long)]
    pub item: String,
    /// 起始时段（含）/ first period, included
    #[arg(long, value_name = "PERIOD")]
    pub from: String,
    /// 结束时段（含）/ last period, included
    #[arg(long, value_name = "PERIOD")]
    pub to: String,
    /// 统计周期 / length of each period
    #[arg(long, value_enum, default_value_t = Step::Year)]
    pub by: Step,
    /// Options of the period.
    #[command(flatten)]
    pub options: PeriodOptions,
}

/// The length of the periods of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// 月 / month
    Month,
    /// 季 / quarter
    Quarter,
    /// 年 / year
    Year,
}

/// What is followed through time.
#[derive(Clone, Copy, Debug)]
enum Followed {
    Item(Pollutant),
    Composite,
}

/// One period of the series.
struct Point {
    period: Period,
    shown: Cell,
    value: Option<Exact>,
    valid_days: Cell,
}

/// Runs the command.
pub async fn run(context: &Context, args: TrendArgs) -> Result<Report, Failure> {
    let followed = followed(&args.item)?;
    let (site, level) = places::site(&args.site)?;
    let span: Period = format!("{}..{}", args.from, args.to).parse()?;
    let lake = context.lake()?;
    let sites = Sites {
        ids: vec![site.clone()],
        level,
    };
    let request = args.options.request(context, sites, span)?;
    let points = points(context, &lake, &request, followed, args.by).await?;
    let name = places::name(context, &site);
    let item = followed.label(context);
    let title = context.say(
        "trend-title",
        &[("site", &name), ("item", &item), ("period", &span)],
    );
    let mut report = series(title, followed, &points);
    report
        .sections
        .push(significance::report(context, followed, &points));
    report.notes.push(context.say("note-indicative", &[]));
    report.notes.push(match request.law_of {
        Some(day) => context.say("note-trend-law-named", &[("day", &day)]),
        None => context.say("note-trend-law", &[]),
    });
    report
        .notes
        .extend(provenance::notes(context, &lake, &request).await?);
    Ok(report)
}

/// The series; no data in any of its periods is a failure.
async fn points(
    context: &Context,
    lake: &Lake,
    request: &PeriodRequest,
    followed: Followed,
    step: Step,
) -> Result<Vec<Point>, Failure> {
    let progress = context.progress("progress-statistics");
    let mut points = Vec::new();
    for period in periods(request.period, step) {
        progress.at(period.to_string());
        let part = PeriodRequest {
            period,
            ..request.clone()
        };
        points.push(point(context, lake, &part, followed).await?);
    }
    if points.iter().all(|point| point.shown == Cell::Missing) {
        return Err(no_data(context, request));
    }
    Ok(points)
}

fn followed(text: &str) -> Result<Followed, Failure> {
    if text.eq_ignore_ascii_case("composite") || text.eq_ignore_ascii_case("composite_index") {
        return Ok(Followed::Composite);
    }
    let pollutant: Pollutant = text.parse()?;
    match pollutant.index() {
        Some(_) => Ok(Followed::Item(pollutant)),
        None => Err(Failure::new(Kind::User, "failure-not-basic").with("text", text)),
    }
}

impl Followed {
    fn label(self, context: &Context) -> String {
        match self {
            Self::Item(pollutant) => pollutant.symbol().to_owned(),
            Self::Composite => context.say("composite-index", &[]),
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Self::Item(pollutant) => pollutant.unit(),
            Self::Composite => "1",
        }
    }

    /// What a value in µg/m³ is divided by to stand in its own unit.
    fn micrograms_per_unit(self) -> Exact {
        match self {
            Self::Item(pollutant) if pollutant.in_milligrams() => Exact::from_integer(1000),
            _ => Exact::from_integer(1),
        }
    }
}

/// The whole periods that begin in the span.
fn periods(span: Period, step: Step) -> Vec<Period> {
    let mut found: Vec<Period> = Vec::new();
    for month in span.months() {
        let quarter = (month.month + 2) / 3;
        let period = match step {
            Step::Month => Period::Month(month),
            Step::Quarter => Period::Quarter(month.year, quarter),
            Step::Year => Period::Year(month.year),
        };
        if found.last() != Some(&period) {
            found.push(period);
        }
    }
    found
}

async fn point(
    context: &Context,
    lake: &Lake,
    request: &PeriodRequest,
    followed: Followed,
) -> Result<Point, Failure> {
    let records = period_statistics(lake, request, context.limits).await?;
    let Some(record) = records.into_iter().next() else {
        return Ok(Point {
            period: request.period,
            shown: Cell::Missing,
            value: None,
            valid_days: Cell::Missing,
        });
    };
    let (shown, value, valid, days) = read(law_day(request), &record, followed)?;
    Ok(Point {
        period: request.period,
        shown: shown.judged(valid),
        value: value.filter(|_| valid),
        valid_days: figures::coverage(days),
    })
}

type Read = (Cell, Option<Exact>, bool, units::Coverage);

/// The value of a record as shown and as computed, whether it counts, and its days.
fn read(on: Day, record: &PeriodRecord, followed: Followed) -> Result<Read, Failure> {
    match followed {
        Followed::Composite => {
            let composite = official(record).1;
            let days = record
                .evaluations
                .iter()
                .map(|e| e.coverage)
                .min_by_key(|c| c.valid);
            Ok((
                Cell::rounded(composite.rounded),
                composite.index,
                record.valid(),
                days.unwrap_or_default(),
            ))
        }
        Followed::Item(pollutant) => {
            let place = pollutant.index().unwrap_or_default();
            let evaluations = official(record).0;
            let value = composite_values(evaluations)[place];
            let shown = figures::reported(validity::rules_on(on)?, pollutant, value);
            Ok((
                shown,
                value,
                evaluations[place].valid,
                evaluations[place].coverage,
            ))
        }
    }
}

fn series(title: String, followed: Followed, points: &[Point]) -> Report {
    let value = match followed {
        Followed::Item(pollutant) => Column::of("evaluation_value", pollutant.unit()),
        Followed::Composite => Column::new("composite_index"),
    };
    let mut report = Report::new(
        title,
        vec![Column::new("period"), value, Column::new("valid_days")],
    );
    for point in points {
        let period = Cell::text(point.period.to_string());
        report
            .rows
            .push(vec![period, point.shown.clone(), point.valid_days.clone()]);
    }
    report
}
