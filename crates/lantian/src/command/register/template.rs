//! `register template`: spreadsheets to fill, one an entity.

use std::path::PathBuf;

use clap::Args;
use registry::sheet;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Cell, Column, Report};
use crate::register;

use super::cells::entity_name;

/// Options of `register template`.
#[derive(Debug, Args)]
pub(crate) struct TemplateArgs {
    /// 对象类别；不写则每类一个文件 / kinds of things; all of them when left out
    #[arg(value_name = "ENTITY")]
    entities: Vec<String>,
    /// 模板存放的目录 / the folder to write to
    #[arg(long, default_value = ".", value_name = "DIR")]
    folder: PathBuf,
}

/// Runs the command; `--out` names the file of a single template.
pub(super) fn run(context: &Context, args: &TemplateArgs) -> Result<Report, Failure> {
    let catalogue = register::catalogue()?;
    let named = args
        .entities
        .iter()
        .map(|text| register::entity(&catalogue, text));
    let mut entities = named.collect::<Result<Vec<_>, Failure>>()?;
    if entities.is_empty() {
        entities = catalogue.entities.iter().collect();
    }
    let columns = Column::all(&["entity", "name", "columns", "file"]);
    let mut report = Report::new(context.say("register-template-title", &[]), columns);
    std::fs::create_dir_all(&args.folder).map_err(|e| Failure::file(&args.folder, &e))?;
    for entity in entities {
        let path = args.folder.join(format!("{}.xlsx", entity.name.zh));
        let bytes = sheet::template(entity, &catalogue)?;
        std::fs::write(&path, bytes).map_err(|e| Failure::file(&path, &e))?;
        report.rows.push(vec![
            Cell::text(&entity.id),
            Cell::text(entity_name(context, entity)),
            Cell::count(entity.columns.len() + 1),
            Cell::text(path.display().to_string()),
        ]);
    }
    Ok(report)
}
