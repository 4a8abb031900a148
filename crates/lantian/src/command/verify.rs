//! `verify`: published hourly indices beside ours, and why they differ.

use clap::{Args, ValueEnum};
use lake::{Lake, Verified, verify_hours};
use standards::aqi::{self, Edition, Method};
use units::{Day, Exact};

use crate::context::Context;
use crate::failure::{Failure, Kind, law};
use crate::output::{Cell, Column, Report, from_batches};
use crate::{figures, rows};

/// Options of `verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// 核对对象 / what to compare
    #[arg(value_enum)]
    pub(crate) what: What,
    /// 数据来源的映射 / mapping of the archive that published them
    #[arg(long, default_value = "cnemc_city_hourly", value_name = "ID")]
    pub(crate) mapping: String,
    /// 发布口径 / how the publisher applies the standard
    #[arg(long, default_value = "cnemc_live", value_name = "ID")]
    pub(crate) variant: String,
    /// 标准版本（默认：首日有效者）/ edition; the one of the archive's first day unless given
    #[arg(long, value_name = "ID|DAY")]
    pub(crate) edition: Option<String>,
}

/// Which published numbers to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// 指数 / the index
    Aqi,
    /// 分指数 / the sub-indices
    Iaqi,
}

const COLUMNS: [&str; 6] = ["item", "rows", "matches", "both_absent", "differ", "share"];

/// Runs the command.
pub(crate) async fn run(context: &Context, args: VerifyArgs) -> Result<Report, Failure> {
    let lake = context.lake()?;
    let variant = aqi::variant(&args.variant).map_err(|_error| law::variant(&args.variant))?;
    let edition = match &args.edition {
        Some(text) => figures::edition(text)?,
        None => first_edition(context, &lake, &args.mapping).await?,
    };
    let why = if args.edition.is_some() {
        "note-edition-named"
    } else {
        "note-edition-first"
    };
    let progress = context.progress("progress-verify");
    let all = verify_hours(
        &lake,
        &args.mapping,
        Method { edition, variant },
        context.limits,
    )
    .await?;
    drop(progress);
    let wanted = |id: &str| (id == "aqi") == (args.what == What::Aqi);
    let found: Vec<(&str, &Verified)> = all
        .iter()
        .filter(|(id, _)| wanted(id))
        .map(|(id, v)| (*id, v))
        .collect();
    if found.is_empty() {
        return Err(
            Failure::new(Kind::Data, "failure-nothing-published").with("mapping", &args.mapping)
        );
    }
    let title = context.say("verify-title", &[("mapping", &args.mapping)]);
    let mut report = Report::new(title, Column::all(&COLUMNS));
    report.rows = found
        .iter()
        .map(|(id, verified)| row(context, id, verified))
        .collect();
    let sections = [reasons(context, &found), examples(context, &found)];
    report.sections = sections
        .into_iter()
        .filter(|section| !section.rows.is_empty())
        .collect();
    report
        .notes
        .push(context.say(why, &[("edition", &edition.id)]));
    report.notes.push(context.say(
        "note-variant",
        &[("variant", &context.pick(variant.zh, variant.en))],
    ));
    report.notes.push(
        context
            .pick(variant.changes_zh, variant.changes_en)
            .to_owned(),
    );
    Ok(report)
}

/// The edition in force on the first day that the mapping's archive has.
async fn first_edition(
    context: &Context,
    lake: &Lake,
    mapping: &str,
) -> Result<&'static Edition, Failure> {
    let statement = format!(
        "SELECT CAST(min(day) AS VARCHAR) FROM observation_hour WHERE source LIKE '%{}'",
        rows::quoted(mapping)
    );
    let report = from_batches(lake.query(&statement, context.limits).await?)?;
    let day = report
        .rows
        .into_iter()
        .flatten()
        .next()
        .map(|cell| rows::plain(&cell))
        .unwrap_or_default();
    let missing = || Failure::new(Kind::Data, "failure-nothing-published").with("mapping", mapping);
    let day: Day = day.parse().map_err(|_error| missing())?;
    Ok(aqi::edition_on(day)?)
}

fn row(context: &Context, id: &str, verified: &Verified) -> Vec<Cell> {
    let count = |n: u64| Cell::integer(i64::try_from(n).ok());
    let share = (verified.rows > 0).then(|| {
        Exact::new(
            i128::from(verified.matches) * 100,
            i128::from(verified.rows),
        )
    });
    vec![
        Cell::text(item(context, id)),
        count(verified.rows),
        count(verified.matches),
        count(verified.both_absent),
        count(verified.rows - verified.matches),
        Cell::exact(share, 4),
    ]
}

fn item(context: &Context, id: &str) -> String {
    context
        .words
        .find(&format!("column-{id}"), &[])
        .unwrap_or_else(|| id.to_owned())
}

fn reasons(context: &Context, found: &[(&str, &Verified)]) -> Report {
    let columns = Column::all(&["item", "reason", "rows", "meaning"]);
    let mut report = Report::new(context.say("verify-reasons-title", &[]), columns);
    for (id, verified) in found {
        for (reason, count) in &verified.reasons {
            report.rows.push(vec![
                Cell::text(item(context, id)),
                Cell::text(*reason),
                Cell::integer(i64::try_from(*count).ok()),
                Cell::text(context.say(&format!("reason-{reason}"), &[])),
            ]);
        }
    }
    report
}

fn examples(context: &Context, found: &[(&str, &Verified)]) -> Report {
    let columns = Column::all(&["item", "source", "row", "published", "computed"]);
    let mut report = Report::new(context.say("verify-examples-title", &[]), columns);
    for (id, verified) in found {
        for (source, row, published, ours) in &verified.examples {
            report.rows.push(vec![
                Cell::text(item(context, id)),
                Cell::text(source),
                Cell::Integer(*row),
                Cell::integer(*published),
                Cell::integer(*ours),
            ]);
        }
    }
    report
}
