//! `register import`: takes filled templates, CSV, GeoJSON and the files of public trackers into the register.

mod outcome;
mod published;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use registry::geography::Geography;
use registry::intake::{self, Handed, Mode};
use registry::sheet::{Defect, Problem, entity_of};
use registry::store::Registry;
use registry::{By, Catalogue, Entity, Origin, sources};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};
use crate::register;

use super::cells::{Author, entity_name};

/// Options of `register import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// 填好的模板（XLSX）、CSV、GeoJSON，或公开数据库的原始文件 / filled templates, CSV, GeoJSON, or files of public trackers
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// 对象类别（默认由工作表名、文件名或表头判断）/ kind of thing; by sheet, file name or header unless given
    #[arg(long, value_name = "ENTITY")]
    entity: Option<String>,
    /// 只显示差异和错误，不写入 / show differences and mistakes, write nothing
    #[arg(long)]
    dry_run: bool,
    /// 标为模拟数据 / mark as simulated
    #[arg(long)]
    simulated: bool,
    /// 标红副本的文件名（默认在原文件旁加“.错误”）/ the marked copy [default: beside the file]
    #[arg(long, value_name = "FILE")]
    marked: Option<PathBuf>,
    #[command(flatten)]
    author: Author,
}

/// What every file of one command shares.
struct Task<'a> {
    context: &'a Context,
    registry: &'a Registry,
    geography: Arc<Geography>,
    by: By,
    mode: Mode,
    args: &'a ImportArgs,
}

/// Runs the command.
pub(super) async fn run(context: &Context, args: &ImportArgs) -> Result<Report, Failure> {
    let origin = if args.simulated {
        Origin::Simulated
    } else {
        Origin::Real
    };
    let by = args.author.by(context, origin)?;
    let registry = register::new_registry(context).await?;
    let mut report = Report::new(String::new(), Vec::new());
    for path in &args.files {
        // A file of boundaries makes the next ones' places known.
        let task = Task {
            context,
            registry: &registry,
            geography: Arc::new(Geography::read(&registry).await?),
            by: by.clone(),
            mode: if args.dry_run {
                Mode::Compare
            } else {
                Mode::Write
            },
            args,
        };
        let part = task.file(path).await?;
        report.verdict = report.verdict.or(part.verdict);
        report.sections.push(part);
    }
    if let [_] = report.sections.as_slice() {
        report = report.sections.remove(0);
    }
    if args.simulated {
        let note = context.say("note-register-simulated", &[]);
        report.notes.push(note);
    }
    registry.close().await?;
    Ok(report)
}

impl Task<'_> {
    async fn file(&self, path: &Path) -> Result<Report, Failure> {
        let bytes = std::fs::read(path).map_err(|e| Failure::file(path, &e))?;
        let handed = Handed {
            name: path.display().to_string(),
            bytes: bytes.into(),
        };
        if self.args.entity.is_none() {
            let header = sources::header(&handed.bytes);
            if let Some(source) = sources::detect(&handed.name, &header) {
                return self.published(source, &handed).await;
            }
        }
        let entity = self.entity(&handed)?.clone();
        let progress = self.context.progress("progress-register-read");
        let said = |done: u64| {
            let arguments: [(&str, &dyn std::fmt::Display); 2] =
                [("file", &handed.name), ("done", &done)];
            progress.at(self.context.say("progress-register-import", &arguments));
        };
        let when = (self.mode, self.context.today());
        let by = self.by.clone();
        let taken = intake::file(
            self.registry,
            &entity,
            &handed,
            &self.geography,
            when,
            by,
            said,
        )
        .await?;
        drop(progress);
        self.outcome(&entity, &handed, path, &taken)
    }

    fn entity(&self, handed: &Handed) -> Result<&Entity, Failure> {
        let catalogue = self.registry.catalogue();
        match &self.args.entity {
            Some(text) => register::entity(catalogue, text),
            None => entity_of(catalogue, &handed.name, &handed.bytes).ok_or_else(|| {
                Failure::new(Kind::User, "failure-register-entity-open").with("file", &handed.name)
            }),
        }
    }
}

/// A mistake in the reader's language.
pub(super) fn sentence(context: &Context, catalogue: &Catalogue, problem: &Problem) -> String {
    let mut given = problem.arguments();
    for (name, value) in &mut given {
        let entity = catalogue.entity(value).filter(|_| *name == "entity");
        if let Some(entity) = entity {
            entity_name(context, entity).clone_into(value);
        }
    }
    let arguments: Vec<(&str, &dyn std::fmt::Display)> = given
        .iter()
        .map(|(name, value)| (*name, value as &dyn std::fmt::Display))
        .collect();
    context.say(&format!("sheet-{}", problem.id()), &arguments)
}

/// Mistakes as rows: line, column, what stood there, what is wrong with it.
fn defect_row(
    context: &Context,
    catalogue: &Catalogue,
    entity: &Entity,
    defect: &Defect,
) -> Vec<Cell> {
    vec![
        Cell::text(entity_name(context, entity)),
        Cell::count(defect.line),
        Cell::text(&defect.header),
        Cell::text(&defect.text),
        Cell::text(sentence(context, catalogue, &defect.problem)),
    ]
}

/// The columns of mistakes.
fn defect_columns() -> Vec<Column> {
    Column::all(&["entity", "line", "column", "text", "problem"])
}
