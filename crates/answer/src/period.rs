//! Options that every command about a period shares, and the request they make.

use std::path::PathBuf;

use clap::Args;
use lake::{Lake, PeriodRecord, PeriodRequest, period_statistics};
use standards::composite::{self, Composite};
use standards::evaluation::Evaluation;
use units::{Day, Period};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::places::{self, DayRule, Sites};
use crate::{dust, figures};

/// The ranking's composite index.
const DEFAULT_COMPOSITE: &str = "ranking2018";

/// Options of commands about a period.
#[derive(Debug, Args)]
pub struct PeriodOptions {
    /// 数据阶段：live 实时、reviewed 审核 / stage of review
    #[arg(long, default_value = "live")]
    pub stage: String,
    /// 日的划分 / how hour stamps make days
    #[arg(long, value_enum, default_value_t)]
    pub day_by: DayRule,
    /// 限值与规则取该日有效者（默认：时段首日）/ the day whose limits and rules apply
    #[arg(long, value_name = "DAY")]
    pub law_of: Option<String>,
    /// 日 AQI 的标准版本（默认按日期）/ edition of the daily index
    #[arg(long, value_name = "ID|DAY")]
    pub edition: Option<String>,
    /// 沙尘日官方名单（CSV：site,day）/ official sand-dust days
    #[arg(long, value_name = "FILE")]
    pub dust: Option<PathBuf>,
    /// 综合指数算法 / composite index method
    #[arg(long, default_value = DEFAULT_COMPOSITE, value_name = "ID")]
    pub composite: String,
}

impl PeriodOptions {
    /// The request for some sites over a period.
    pub fn request(
        &self,
        context: &Context,
        sites: Sites,
        period: Period,
    ) -> Result<PeriodRequest, Failure> {
        Ok(PeriodRequest {
            period,
            sites: sites.ids,
            level: sites.level,
            stage: self.stage.clone(),
            as_of: context.as_of,
            day_by: self.day_by.into(),
            law_of: self.law_of.as_deref().map(str::parse::<Day>).transpose()?,
            edition: self.edition.as_deref().map(figures::edition).transpose()?,
            dust: dust::read(self.dust.as_deref())?,
            composite: composite::method(&self.composite)?,
        })
    }
}

/// The day whose limits and rules a request uses.
pub fn law_day(request: &PeriodRequest) -> Day {
    request.law_of.unwrap_or_else(|| request.period.start())
}

/// The figures after sand-dust deduction where the official list names the site, else those before.
pub fn official(record: &PeriodRecord) -> (&[Evaluation; 6], &Composite) {
    match (&record.after_dust, &record.composite_after_dust) {
        (Some(evaluations), Some(composite)) => (evaluations, composite),
        _ => (&record.evaluations, &record.composite),
    }
}

/// The first names of a list, and how many there are.
fn few(context: &Context, sites: &[String]) -> String {
    const SHOWN: usize = 5;
    let names: Vec<String> = sites
        .iter()
        .take(SHOWN)
        .map(|site| places::name(context, site))
        .collect();
    let more = if sites.len() > SHOWN {
        format!(" … ({})", sites.len())
    } else {
        String::new()
    };
    format!("{}{more}", names.join(", "))
}

/// Computes, and says so when there is nothing to compute from.
pub async fn compute(
    context: &Context,
    lake: &Lake,
    request: &PeriodRequest,
) -> Result<Vec<PeriodRecord>, Failure> {
    let progress = context.progress("progress-statistics");
    let records = period_statistics(lake, request, context.limits).await?;
    drop(progress);
    if records.is_empty() {
        return Err(no_data(context, request));
    }
    Ok(records)
}

/// The failure of a request that nothing in the lake answers.
pub fn no_data(context: &Context, request: &PeriodRequest) -> Failure {
    Failure::new(Kind::Data, "failure-no-data")
        .with("period", request.period)
        .with("sites", few(context, &request.sites))
        .with("stage", &request.stage)
}
