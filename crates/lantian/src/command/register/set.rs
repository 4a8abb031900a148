//! `register set`: edits one thing, and tells the second of two editors who was first.

use clap::Args;
use registry::sheet::{cell_of, column_of};
use registry::store::{Effect, RegistryError};
use registry::{Catalogue, Entity, Given, Origin};

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};
use crate::register;

use super::cells::{Author, entity_name, header, shown};
use super::import::sentence;

/// Options of `register set`.
#[derive(Debug, Args)]
pub(crate) struct SetArgs {
    /// 对象类别：编号或名称 / kind of thing: id or name
    #[arg(value_name = "ENTITY")]
    entity: String,
    /// 对象编号 / key of the thing
    #[arg(value_name = "KEY")]
    key: String,
    /// 列=值，例如 在用=否；值写 清空 表示未知 / `COLUMN=VALUE`, such as `in_use=no`; CLEAR for unknown
    #[arg(value_name = "COLUMN=VALUE", required_unless_present = "remove")]
    cells: Vec<String>,
    /// 看到的修订号；新增时不写 / the revision you saw; leave it out to add a new thing
    #[arg(long, value_name = "N")]
    revision: Option<i64>,
    /// 移出台账（历史保留）/ take it out of the register; its history stays
    #[arg(long, conflicts_with = "cells", requires = "revision")]
    remove: bool,
    #[command(flatten)]
    author: Author,
}

/// Runs the command.
pub(super) async fn run(context: &Context, args: &SetArgs) -> Result<Report, Failure> {
    let by = args.author.by(context, Origin::Real)?;
    let registry = register::new_registry(context).await?;
    let entity = register::entity(registry.catalogue(), &args.entity)?;
    let name = entity_name(context, entity);
    let mut report = Report::new(
        context.say("register-show-title", &[("entity", &name)]),
        Vec::new(),
    );
    if let (true, Some(revision)) = (args.remove, args.revision) {
        let revision = registry.remove(&entity.id, &args.key, revision, by).await?;
        report.notes.push(context.say(
            "note-register-removed",
            &[
                ("entity", &name),
                ("key", &args.key),
                ("revision", &revision),
            ],
        ));
        return Ok(report);
    }
    let cells = args
        .cells
        .iter()
        .map(|text| cell(context, registry.catalogue(), entity, text))
        .collect::<Result<Vec<_>, Failure>>()?;
    let edited = registry
        .edit(&entity.id, &args.key, args.revision, &cells, by)
        .await;
    let edited = match edited {
        Err(RegistryError::ChangedMeanwhile {
            revision,
            removed: false,
            ..
        }) if args.revision.is_none() => {
            return Err(Failure::new(Kind::User, "failure-register-exists")
                .with("entity", name)
                .with("key", &args.key)
                .with("revision", revision));
        }
        other => other?,
    };
    if let Effect::Changed(changes) = &edited.effect {
        report.columns = Column::all(&["column", "old_value", "new_value"]);
        for change in changes {
            let Some((_, column)) = entity.column(&change.column) else {
                continue;
            };
            let word = |text: &Option<String>| {
                let text = text.as_deref();
                text.map_or(Cell::Missing, |text| {
                    Cell::text(shown(context, column, Some(text)))
                })
            };
            report.rows.push(vec![
                Cell::text(header(context, column)),
                word(&change.before),
                word(&change.after),
            ]);
        }
    }
    let key = if edited.effect == Effect::Same {
        "note-register-same"
    } else {
        "note-register-set"
    };
    report.notes.push(context.say(
        key,
        &[
            ("entity", &name),
            ("key", &args.key),
            ("revision", &edited.now.revision),
        ],
    ));
    Ok(report)
}

/// `COLUMN=VALUE` as a cell: the column by id or name, the value as people type it.
fn cell(
    context: &Context,
    catalogue: &Catalogue,
    entity: &Entity,
    text: &str,
) -> Result<(String, Given), Failure> {
    let (name, value) = text
        .split_once(['=', '＝'])
        .ok_or_else(|| Failure::new(Kind::User, "failure-register-pair").with("text", text))?;
    let name = name.trim();
    let column = column_of(entity, name).ok_or_else(|| {
        Failure::new(Kind::User, "failure-register-column")
            .with("entity", entity_name(context, entity))
            .with("column", name)
    })?;
    let given = cell_of(column, value, context.today()).map_err(|problem| {
        Failure::new(Kind::User, "failure-register-cell")
            .with("column", header(context, column))
            .with("text", value)
            .with("problem", sentence(context, catalogue, &problem))
    })?;
    Ok((column.id.clone(), given))
}
