//! `rank`: cities in order of the composite index, with its change from the year before.

mod change;
mod rows;

use clap::Args;
use lake::{Lake, PeriodRecord, PeriodRequest, ranks};
use standards::limits::{Class, limit};
use units::{Day, Period};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::Report;
use crate::period::{PeriodOptions, compute, law_day, official};
use crate::places::{self, CITY, Sites};
use crate::{figures, provenance};

/// Options of `rank`.
#[derive(Debug, Args)]
pub struct RankArgs {
    /// 排名城市名单或区域：key168、shanxi11 等 / ranking set or zone
    #[arg(long, value_name = "ZONE")]
    pub set: String,
    /// 时段：2019-01、2019Q1、2019 等 / the period
    #[arg(long)]
    pub period: String,
    /// 与上年同期比较 / compare with the same period of the year before
    #[arg(long)]
    pub year_on_year: bool,
    /// Options of the period.
    #[command(flatten)]
    pub options: PeriodOptions,
}

/// Runs the command.
pub async fn run(context: &Context, args: RankArgs) -> Result<Report, Failure> {
    let period: Period = args.period.parse()?;
    let set = places::members(&args.set, period.start())?;
    let members = set.members;
    let lake = context.lake()?;
    let sites = Sites {
        ids: members.clone(),
        level: CITY,
    };
    let request = args.options.request(context, sites, period)?;
    let kept = compute(context, &lake, &request).await?;
    let dust_kept = (!request.dust.is_empty()).then(|| change::before_deduction(&kept));
    let records = deducted(kept);
    let ranked = ranks(&records);
    let title = context.say(
        "rank-title",
        &[
            ("set", &context.pick(set.zh, set.en)),
            ("period", &period),
            ("count", &members.len()),
        ],
    );
    let mut report = rows::report(context, title, &request, &records, &ranked)?;
    if let Some(dust_kept) = &dust_kept {
        change::add_dust_kept(&mut report, dust_kept);
    }
    if args.year_on_year {
        let before = year_before(context, &lake, &request).await?;
        change::add(context, &mut report, &records, &before);
    }
    rows::add_absent(context, &mut report, &members, &records);
    report
        .notes
        .extend(notes(context, &lake, &request, &records, members.len()).await?);
    if args.year_on_year {
        report
            .notes
            .push(context.say("note-year-on-year", &[("day", &law_day(&request))]));
    }
    Ok(report)
}

/// Puts the figures after sand-dust deduction in place of those before, where the official list has them.
fn deducted(records: Vec<PeriodRecord>) -> Vec<PeriodRecord> {
    let deduct = |mut record: PeriodRecord| {
        let (evaluations, composite) = official(&record);
        (record.evaluations, record.composite) = (evaluations.clone(), composite.clone());
        record
    };
    records.into_iter().map(deduct).collect()
}

/// The same period of the year before, by the same limits; empty where there are no data.
async fn year_before(
    context: &Context,
    lake: &Lake,
    request: &PeriodRequest,
) -> Result<Vec<PeriodRecord>, Failure> {
    let before = PeriodRequest {
        period: request.period.year_before(),
        law_of: Some(law_day(request)),
        ..request.clone()
    };
    let progress = context.progress("progress-year-before");
    let records = lake::period_statistics(lake, &before, context.limits).await?;
    drop(progress);
    Ok(deducted(records))
}

async fn notes(
    context: &Context,
    lake: &Lake,
    request: &PeriodRequest,
    records: &[PeriodRecord],
    members: usize,
) -> Result<Vec<String>, Failure> {
    let on = law_day(request);
    let mut notes = Vec::new();
    let short = records.iter().filter(|record| !record.valid()).count();
    if short > 0 {
        notes.push(context.say("note-marked", &[("count", &short)]));
    }
    let absent = members.saturating_sub(records.len());
    if absent > 0 {
        notes.push(context.say("note-members-absent", &[("count", &absent)]));
    }
    if !request.dust.is_empty() {
        notes.push(context.say("note-dust-deducted", &[("count", &request.dust.len())]));
    }
    let method = request.composite;
    notes.push(context.say(
        "note-composite",
        &[
            ("name", &context.pick(method.zh, method.en)),
            ("source", &figures::cited(context, &method.source)),
        ],
    ));
    notes.push(limits_used(context, request, on)?);
    notes.extend(provenance::notes(context, lake, request).await?);
    Ok(notes)
}

/// The limits that the index divides by, with their documents.
fn limits_used(context: &Context, request: &PeriodRequest, on: Day) -> Result<String, Failure> {
    let mut values = Vec::new();
    let mut documents: Vec<String> = Vec::new();
    for term in &request.composite.terms {
        let limit = limit(term.pollutant, term.limit, Class::Two, on)?;
        let rules = standards::validity::rules_on(on)?;
        let value = rules.report(term.pollutant, limit.value.ug_m3());
        values.push(format!("{} {value}", term.pollutant));
        let document = format!("{} {}", limit.edition, limit.source.document);
        if !documents.contains(&document) {
            documents.push(document);
        }
    }
    let (values, documents) = (values.join(", "), documents.join("; "));
    Ok(context.say(
        "note-limits",
        &[("day", &on), ("values", &values), ("documents", &documents)],
    ))
}
