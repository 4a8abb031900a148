//! `aqi`: the index of given values, or day by day from the lake.

mod values;
mod days;

use clap::Args;

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::Report;
use crate::period::PeriodOptions;

/// Options of `aqi`.
#[derive(Debug, Args)]
pub struct AqiArgs {
    /// 城市、区县或站点（名称、代码或编号）/ cities, counties or stations
    #[arg(value_name = "SITE")]
    pub sites: Vec<String>,
    /// 时段：2026-02、2026Q1、2026-02-28..2026-03-01 等 / the period
    #[arg(long, requires = "sites")]
    pub period: Option<String>,
    /// Given concentrations, in place of sites.
    #[command(flatten)]
    pub values: Values,
    /// Options of the period.
    #[command(flatten)]
    pub options: PeriodOptions,
}

/// Given concentrations.
#[derive(Debug, Args)]
pub struct Values {
    /// SO2 浓度 / concentration, µg/m³
    #[arg(long, value_name = "µg/m³", allow_negative_numbers = true)]
    pub so2: Option<String>,
    /// NO2 浓度 / concentration, µg/m³
    #[arg(long, value_name = "µg/m³", allow_negative_numbers = true)]
    pub no2: Option<String>,
    /// PM10 浓度 / concentration, µg/m³
    #[arg(long, value_name = "µg/m³", allow_negative_numbers = true)]
    pub pm10: Option<String>,
    /// PM2.5 浓度 / concentration, µg/m³
    #[arg(long, value_name = "µg/m³", allow_negative_numbers = true)]
    pub pm25: Option<String>,
    /// CO 浓度 / concentration, mg/m³
    #[arg(long, value_name = "mg/m³", allow_negative_numbers = true)]
    pub co: Option<String>,
    /// O3 浓度（--daily 时为日最大 8 小时平均）/ concentration; with --daily the daily maximum 8 h mean
    #[arg(long, value_name = "µg/m³", allow_negative_numbers = true)]
    pub o3: Option<String>,
    /// 按日报计算（默认按实时报）/ the daily index; the hourly one unless given
    #[arg(long)]
    pub daily: bool,
    /// 数值所属日期，据此选标准版本（默认今天）/ the day of the values, which selects the edition
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,
    /// How the publisher applies the standard.
    #[arg(
        help = "发布口径：standard、cnemc_live 等 / how the publisher applies the standard",
        long,
        value_name = "ID"
    )]
    pub variant: Option<String>,
}

impl Values {
    /// The six texts in the order of `Pollutant::SIX`.
    fn six(&self) -> [Option<&str>; 6] {
        let Self {
            so2,
            no2,
            pm10,
            pm25,
            co,
            o3,
            ..
        } = self;
        [so2, no2, pm10, pm25, co, o3].map(Option::as_deref)
    }
}

/// Runs the command.
pub async fn run(context: &Context, args: AqiArgs) -> Result<Report, Failure> {
    let given = args.values.six().iter().any(Option::is_some);
    match (args.sites.is_empty(), given) {
        (true, true) => values::report(context, &args.values, args.options.edition.as_deref()),
        (false, false) => days::report(context, &args).await,
        (false, true) => Err(Failure::new(Kind::User, "failure-aqi-both")),
        (true, false) => Err(Failure::new(Kind::User, "failure-aqi-nothing")),
    }
}
