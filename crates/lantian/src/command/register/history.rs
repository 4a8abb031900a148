//! `register history`: who changed a thing, when, from what to what, and why.

use clap::Args;
use registry::store::Change;

use crate::context::{Context, show_moment};
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};
use crate::register;

use super::cells::{entity_name, header, shown};

/// Options of `register history`.
#[derive(Debug, Args)]
pub(crate) struct HistoryArgs {
    /// 对象类别：编号或名称 / kind of thing: id or name
    #[arg(value_name = "ENTITY")]
    entity: String,
    /// 对象编号 / key of the thing
    #[arg(value_name = "KEY")]
    key: String,
}

/// Runs the command.
pub(super) async fn run(context: &Context, args: &HistoryArgs) -> Result<Report, Failure> {
    let registry = register::registry(context).await?;
    let entity = register::entity(registry.catalogue(), &args.entity)?;
    let versions = registry.history(&entity.id, &args.key).await?;
    if versions.is_empty() {
        return Err(Failure::new(Kind::User, "failure-register-unknown")
            .with("entity", entity_name(context, entity))
            .with("key", &args.key));
    }
    let title = context.say(
        "register-history-title",
        &[
            ("entity", &entity_name(context, entity)),
            ("key", &args.key),
        ],
    );
    let mut report = Report::new(
        title,
        Column::all(&[
            "revision",
            "changed",
            "who",
            "change",
            "column",
            "old_value",
            "new_value",
            "why",
            "file",
            "origin",
        ]),
    );
    for version in &versions {
        let change = match version.change {
            Change::Created => "created",
            Change::Changed => "changed",
            Change::Removed => "removed",
        };
        let mut row = |name: Cell, before: Cell, after: Cell| {
            report.rows.push(vec![
                Cell::Integer(version.revision),
                Cell::text(show_moment(version.by.at)),
                Cell::text(&version.by.who),
                Cell::text(context.say(&format!("register-change-{change}"), &[])),
                name,
                before,
                after,
                Cell::text(&version.by.why),
                Cell::maybe(version.by.source.as_deref()),
                Cell::text(
                    context.say(&format!("register-origin-{}", version.by.origin.id()), &[]),
                ),
            ]);
        };
        if version.cells.is_empty() {
            row(Cell::Missing, Cell::Missing, Cell::Missing);
        }
        for cell in &version.cells {
            let column = entity.column(&cell.column).map(|(_, column)| column);
            let word = |text: &Option<String>| match (column, text) {
                (Some(column), Some(text)) => Cell::text(shown(context, column, Some(text))),
                (None, Some(text)) => Cell::text(text),
                (_, None) => Cell::Missing,
            };
            let name = column.map_or_else(|| cell.column.clone(), |column| header(context, column));
            row(Cell::text(name), word(&cell.before), word(&cell.after));
        }
    }
    Ok(report)
}
