//! `import`: takes data files into the lake, and says what came of each: rows, defects, doubts.

mod outcome;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use observe::load::{LoadOptions, load};
use observe::simulated::load_simulated;
use observe::{Mapping, builtin, builtin_by_id};
use units::Day;

use crate::context::{Context, moment};
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};

/// Options of `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// 数据文件（CSV 可为 .gz，或 Parquet）/ data files: CSV, gzip or not, or Parquet
    #[arg(required_unless_present_any = ["list_mappings", "simulated"], value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// 列映射：名称或 TOML 文件 / mapping: an id, or a TOML file
    #[arg(long, value_name = "ID|FILE.toml")]
    pub(crate) mapping: Option<String>,
    /// 获知时间（默认为现在）/ when the values became known; now unless given
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<String>,
    /// 导入内置的模拟月（没有文件时），或把文件标为模拟 / the built-in simulated month, or mark the files as simulated
    #[arg(long)]
    pub(crate) simulated: bool,
    /// 只检查，不写入 / read and check, write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// 列出已有映射 / list the mappings there are
    #[arg(long)]
    pub(crate) list_mappings: bool,
}

/// Takes the files in.
pub(crate) async fn run(context: &Context, args: ImportArgs) -> Result<Report, Failure> {
    if args.list_mappings {
        return Ok(mappings(context));
    }
    let known_at = match &args.known_at {
        Some(text) => moment(text)?,
        None => context.now.as_microsecond(),
    };
    if args.files.is_empty() {
        return simulate(context, known_at).await;
    }
    let options = LoadOptions {
        mapping: args.mapping.as_deref().map(chosen).transpose()?,
        known_at,
        kind: if args.simulated { "simulated" } else { "real" },
        dry_run: args.dry_run,
        threads: context.limits.threads.max(1),
    };
    let lake = context.new_lake()?;
    let progress = context.progress("progress-import");
    let (total, mut done) = (args.files.len(), 0);
    let mut finished = |file: &Path| {
        done += 1;
        let name = file.display();
        progress.at(context.say(
            "progress-imported",
            &[("done", &done), ("total", &total), ("file", &name)],
        ));
    };
    let results = load(&lake, &args.files, &options, &mut finished).await;
    drop(progress);
    Ok(outcome::report(context, &results, &options))
}

/// The mapping of an id, or of the user's own file.
fn chosen(text: &str) -> Result<Arc<Mapping>, Failure> {
    if let Some(mapping) = builtin_by_id(text) {
        return Ok(Arc::new(mapping.clone()));
    }
    let path = Path::new(text);
    if !path.exists() {
        let known: Vec<&str> = builtin()
            .iter()
            .map(|mapping| mapping.id.as_str())
            .collect();
        return Err(Failure::new(Kind::User, "failure-mapping-unknown")
            .with("text", text)
            .with("known", known.join(", ")));
    }
    let toml = std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))?;
    let failed = |e| {
        Failure::new(Kind::User, "failure-mapping")
            .with("file", text)
            .because(&e)
    };
    Ok(Arc::new(Mapping::from_toml(&toml).map_err(failed)?))
}

/// The built-in simulated month, for every city of the national ranking.
async fn simulate(context: &Context, known_at: i64) -> Result<Report, Failure> {
    let month: Day = SIMULATED_DAY.parse()?;
    let members = regions::zone("key168")?.members(month.date())?;
    let cities: Vec<String> = members.map(|code| code.to_string()).collect();
    let lake = context.new_lake()?;
    let progress = context.progress("progress-import");
    let (rows, appended) = load_simulated(&lake, &cities, known_at)
        .await
        .map_err(|e| Failure::internal(&e))?;
    drop(progress);
    let columns = Column::all(&["file", "rows_loaded", "outcome"]);
    let mut report = Report::new(context.say("import-title", &[("count", &1)]), columns);
    report.rows.push(vec![
        Cell::text("simulated-2019-01"),
        Cell::integer(i64::try_from(rows).ok()),
        Cell::text(context.say(outcome::key(appended, false), &[])),
    ]);
    report.notes.push(context.say("note-simulated", &[]));
    Ok(report)
}

/// A day of the simulated month.
const SIMULATED_DAY: &str = "2019-01-31";

fn mappings(context: &Context) -> Report {
    let columns = Column::all(&["mapping", "name", "granularity", "source"]);
    let mut report = Report::new(context.say("import-mappings-title", &[]), columns);
    for mapping in builtin() {
        report.rows.push(vec![
            Cell::text(&mapping.id),
            Cell::text(context.pick(&mapping.name.zh, &mapping.name.en)),
            Cell::text(format!("{:?}", mapping.time.granularity).to_lowercase()),
            Cell::text(&mapping.source),
        ]);
    }
    report.notes.push(context.say("note-own-mapping", &[]));
    report
}
