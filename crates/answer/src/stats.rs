//! `stats`: evaluation values of a period by HJ 663, limits, attainment, and days by level.

mod items;
mod days;
mod cities;

pub(crate) use items::{reasons, validity};

use clap::Args;
use lake::{Appended, Lake, PeriodRecord, PeriodRequest, Saved, save_statistics};
use units::Period;

use crate::context::{Context, moment};
use crate::failure::{Failure, Kind};
use crate::output::Report;
use crate::period::{PeriodOptions, compute, law_day};
use crate::places::{self, CITY, Sites};
use crate::provenance;

/// Options of `stats`.
#[derive(Debug, Args)]
pub struct StatsArgs {
    /// 城市、区县或站点 / cities, counties or stations
    #[arg(value_name = "SITE", required_unless_present = "set")]
    pub sites: Vec<String>,
    /// 区域或排名城市名单 / a zone or ranking set, such as key168
    #[arg(long, value_name = "ZONE", conflicts_with = "sites")]
    pub set: Option<String>,
    /// 时段：2019-01、2019Q1、2019H1、2019、2019-01-01..2019-03-31 / the period
    #[arg(long)]
    pub period: String,
    /// 结果存入数据湖 / keep the results in the lake
    #[arg(long)]
    pub save: bool,
    /// Options of the period.
    #[command(flatten)]
    pub options: PeriodOptions,
}

/// Runs the command.
pub async fn run(context: &Context, args: StatsArgs) -> Result<Report, Failure> {
    let period: Period = args.period.parse()?;
    let sites = match &args.set {
        Some(id) => Sites {
            ids: places::members(id, period.start())?.members,
            level: CITY,
        },
        None => places::sites(&args.sites)?,
    };
    let lake = context.lake()?;
    let request = args.options.request(context, sites, period)?;
    let records = compute(context, &lake, &request).await?;
    let mut report = items::report(context, &request, &records)?;
    report.sections.push(days::report(context, &records));
    if records.len() > 1 {
        report
            .sections
            .push(cities::report(context, &request, &records)?);
    }
    report.notes.push(context.say(
        "note-law",
        &[("day", &law_day(&request)), ("edition", &edition(&records))],
    ));
    report.notes.push(context.say("note-indicative", &[]));
    report.notes.extend(absent(context, &request, &records));
    report
        .notes
        .extend(provenance::notes(context, &lake, &request).await?);
    if args.save {
        report
            .notes
            .push(save(context, &lake, &request, &records).await?);
    }
    Ok(report)
}

fn edition(records: &[PeriodRecord]) -> &'static str {
    records
        .first()
        .map_or("", |record| record.composite.edition)
}

/// Names the sites asked for that have no data.
fn absent(context: &Context, request: &PeriodRequest, records: &[PeriodRecord]) -> Option<String> {
    let has = |site: &String| records.iter().any(|record| record.site == *site);
    let missing: Vec<String> = request
        .sites
        .iter()
        .filter(|site| !has(site))
        .map(|site| places::name(context, site))
        .collect();
    let count = missing.len();
    (count > 0).then(|| {
        context.say(
            "note-absent",
            &[("count", &count), ("sites", &missing.join(", "))],
        )
    })
}

/// Keeps the results under a name that says what they are of, so that saving twice changes nothing.
async fn save(
    context: &Context,
    lake: &Lake,
    request: &PeriodRequest,
    records: &[PeriodRecord],
) -> Result<String, Failure> {
    if !request.dust.is_empty() {
        return Err(Failure::new(Kind::User, "failure-save-dust"));
    }
    let known_at = request
        .as_of
        .map_or_else(|| moment(&context.now.to_string()), Ok)?;
    let sites: Vec<&str> = records.iter().map(|record| record.site.as_str()).collect();
    let source = format!(
        "statistics:{}:{}:{}:{}:{:?}:{}:{known_at}:{}",
        request.period,
        request.level,
        request.stage,
        law_day(request),
        request.day_by,
        request.composite.id,
        sites.join("+"),
    );
    let saved = Saved {
        period: request.period,
        level: request.level,
        known_at,
        source: &source,
    };
    let key = match save_statistics(lake, records, saved).await? {
        Appended::Now => "note-saved",
        Appended::Before => "note-saved-before",
    };
    Ok(context.say(key, &[("folder", &lake.place())]))
}
