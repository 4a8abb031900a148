//! `sql`: reading statements over the lake, one or a conversation.

mod shell;

use std::time::Duration;

use clap::Args;
use lake::{Lake, QueryLimits};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Report, from_batches};

/// Options of `sql`.
#[derive(Debug, Args)]
pub(crate) struct SqlArgs {
    /// 查询语句；不给则进入交互 / a statement; without one, a conversation
    pub(crate) statement: Option<String>,
    /// 时限（秒）/ time limit in seconds
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    pub(crate) timeout: u64,
    /// 内存上限，如 512MiB、1GiB / memory limit
    #[arg(long, default_value = "1GiB", value_name = "SIZE")]
    pub(crate) memory: String,
}

/// Runs the command.
pub(crate) async fn run(context: &Context, args: SqlArgs) -> Result<Option<Report>, Failure> {
    let limits = QueryLimits {
        memory_bytes: bytes(&args.memory)?,
        time: Duration::from_secs(args.timeout),
        threads: context.limits.threads,
    };
    let lake = context.lake()?;
    match args.statement {
        Some(statement) => answer(context, &lake, &statement, limits).await.map(Some),
        None => shell::run(context, &lake, limits).await.map(|()| None),
    }
}

/// Runs one statement.
async fn answer(
    context: &Context,
    lake: &Lake,
    statement: &str,
    limits: QueryLimits,
) -> Result<Report, Failure> {
    let progress = context.progress("progress-query");
    let batches = lake.query(statement, limits).await?;
    drop(progress);
    let mut report = from_batches(batches)?;
    report
        .notes
        .push(context.say("note-rows", &[("count", &report.rows.len())]));
    Ok(report)
}

/// Reads a size such as `512MiB`, `1GiB` or a count of bytes.
fn bytes(text: &str) -> Result<usize, Failure> {
    let bad = || Failure::new(Kind::User, "failure-size").with("text", text);
    let trimmed = text.trim();
    let digits = trimmed.trim_end_matches(|c: char| !c.is_ascii_digit());
    let shift = match trimmed[digits.len()..].trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return Err(bad()),
    };
    let number: usize = digits.parse().map_err(|_error| bad())?;
    number
        .checked_mul(1 << shift)
        .filter(|bytes| *bytes > 0)
        .ok_or_else(bad)
}
