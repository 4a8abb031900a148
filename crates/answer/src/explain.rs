//! `explain`: one number back to the rules it was made by and the rows it rests on.

mod index;
mod item;
mod day;

use clap::{Args, ValueEnum};
use lake::{DayIndex, Lake, PeriodRecord, PeriodRequest};
use units::{Day, Period, Pollutant};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Node, Report};
use crate::period::{PeriodOptions, compute};
use crate::places::{self, Sites};
use crate::provenance;

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// 要追溯的数 / the number to trace
    #[arg(value_enum)]
    pub what: What,
    /// 城市、区县或站点 / a city, county or station
    #[arg(value_name = "SITE")]
    pub site: String,
    /// 时段 / the period
    #[arg(long, required_unless_present = "day")]
    pub period: Option<String>,
    /// 项目：pm25 等 / an item
    #[arg(long)]
    pub item: Option<String>,
    /// 展开该日的逐时原始记录 / the day whose hourly rows to show
    #[arg(long, value_name = "DAY")]
    pub day: Option<String>,
    /// Options of the period.
    #[command(flatten)]
    pub options: PeriodOptions,
}

/// Which number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// 综合指数 / composite index
    #[value(name = "composite_index", alias = "composite")]
    CompositeIndex,
    /// 平均值与百分位数 / mean and percentile
    Mean,
    /// 日 AQI / daily index
    Aqi,
    /// 日分指数 / daily sub-index
    Iaqi,
}

/// What every part of a trace is made with.
pub(crate) struct Trace<'a> {
    pub(crate) context: &'a Context,
    pub(crate) lake: &'a Lake,
    pub(crate) request: &'a PeriodRequest,
    pub(crate) record: &'a PeriodRecord,
    /// The day to open down to its rows.
    pub(crate) opened: Option<Day>,
}

/// Runs the command.
pub async fn run(context: &Context, args: ExplainArgs) -> Result<Report, Failure> {
    let opened = args.day.as_deref().map(str::parse::<Day>).transpose()?;
    let period = match (&args.period, opened) {
        (Some(text), _) => text.parse()?,
        (None, Some(day)) => Period::Day(day),
        (None, None) => return Err(Failure::new(Kind::User, "failure-aqi-period")),
    };
    let item = args.item.as_deref().map(basic).transpose()?;
    let (site, level) = places::site(&args.site)?;
    let lake = context.lake()?;
    let request = args.options.request(
        context,
        Sites {
            ids: vec![site.clone()],
            level,
        },
        period,
    )?;
    let records = compute(context, &lake, &request).await?;
    let Some(record) = records.first() else {
        return Err(Failure::new(Kind::Data, "failure-no-data"));
    };
    let trace = Trace {
        context,
        lake: &lake,
        request: &request,
        record,
        opened,
    };
    let name = places::name(context, &site);
    let title = context.say(
        "explain-title",
        &[("site", &name), ("code", &site), ("period", &period)],
    );
    let mut report = Report::new(title, Vec::new());
    report.tree = trace.tree(args.what, item).await?;
    report.notes = provenance::notes(context, &lake, &request).await?;
    Ok(report)
}

fn basic(text: &str) -> Result<Pollutant, Failure> {
    let pollutant: Pollutant = text.parse()?;
    match pollutant.index() {
        Some(_) => Ok(pollutant),
        None => Err(Failure::new(Kind::User, "failure-not-basic").with("text", text)),
    }
}

impl Trace<'_> {
    async fn tree(&self, what: What, item: Option<Pollutant>) -> Result<Vec<Node>, Failure> {
        let items: Vec<Pollutant> = Pollutant::SIX
            .into_iter()
            .filter(|p| item.is_none_or(|i| i == *p))
            .collect();
        match what {
            What::CompositeIndex => Ok(vec![index::composite(self, &items).await?]),
            What::Mean => {
                let mut nodes = Vec::new();
                for pollutant in items {
                    nodes.push(item::evaluation(self, pollutant).await?);
                }
                Ok(nodes)
            }
            What::Aqi | What::Iaqi => {
                let mut nodes = Vec::new();
                for day in self.days() {
                    nodes.push(day::index(self, day, &items, what == What::Aqi).await?);
                }
                Ok(nodes)
            }
        }
    }

    /// The days to show: the one asked for, or all.
    fn days(&self) -> impl Iterator<Item = &DayIndex> {
        let asked = |day: &&DayIndex| {
            self.opened
                .is_none_or(|opened| day.record.statistics.day == opened)
        };
        self.record.days.iter().filter(asked)
    }

    /// Whether a day is opened down to its rows.
    fn opens(&self, day: Day) -> bool {
        self.opened == Some(day)
    }

    /// A sentence in the reader's language.
    fn say(&self, key: &str) -> String {
        self.context.say(key, &[])
    }
}
