//! `lake`: what the tables hold, and looking after their files.

use clap::Subcommand;
use lake::{Lake, Table};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Cell, Column, Report, from_batches};

/// What to do with the lake.
#[derive(Debug, Subcommand)]
pub(crate) enum LakeCommand {
    /// 合并小文件并清理旧文件 / merge small files and delete unused ones
    Compact {
        /// 旧文件保留小时数 / hours for which unused files are kept
        #[arg(long, default_value_t = 168, value_name = "HOURS")]
        keep_hours: u32,
    },
    /// 列出各表的行数、站点与起止日期 / list the tables with rows, sites and days
    Tables,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, command: LakeCommand) -> Result<Report, Failure> {
    let lake = context.lake()?;
    match command {
        LakeCommand::Compact { keep_hours } => compact(context, &lake, keep_hours).await,
        LakeCommand::Tables => tables(context, &lake).await,
    }
}

async fn compact(context: &Context, lake: &Lake, keep_hours: u32) -> Result<Report, Failure> {
    let progress = context.progress("progress-compact");
    let done = lake.maintain(i64::from(keep_hours)).await?;
    drop(progress);
    let columns = Column::all(&["table", "files_merged", "files_written", "files_deleted"]);
    let mut report = Report::new(context.say("compact-title", &[]), columns);
    let count = |n: u64| Cell::integer(i64::try_from(n).ok());
    for table in done {
        report.rows.push(vec![
            Cell::text(table.table.name()),
            count(table.files_merged),
            count(table.files_written),
            count(table.files_deleted),
        ]);
    }
    Ok(report)
}

/// What each table holds.
pub(crate) async fn tables(context: &Context, lake: &Lake) -> Result<Report, Failure> {
    let columns = Column::all(&["table", "rows", "sites", "first_day", "last_day"]);
    let mut report = Report::new(context.say("tables-title", &[]), columns);
    let progress = context.progress("progress-query");
    for table in Table::ALL {
        let mut row = vec![Cell::text(table.name())];
        let counted = from_batches(lake.query(&counting(table), context.limits).await?)?;
        row.extend(counted.rows.into_iter().next().unwrap_or_default());
        report.rows.push(row);
    }
    drop(progress);
    Ok(report)
}

/// Rows, sites, first and last day; null for what a table has no column of.
fn counting(table: Table) -> String {
    let schema = table.schema();
    let has = |column: &str| schema.field_with_name(column).is_ok();
    let sites = if has("site") {
        "count(DISTINCT site)"
    } else {
        "NULL"
    };
    let (first, last) = if has("day") {
        ("min(day)", "max(day)")
    } else {
        ("NULL", "NULL")
    };
    let name = table.name();
    format!(
        "SELECT count(*) AS n, {sites} AS sites, {first} AS first_day, {last} AS last_day FROM {name}"
    )
}
