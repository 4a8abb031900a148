//! `register show`: the things of a kind, or one thing with every column.

use clap::Args;
use regions::{Level, Region};
use registry::store::{Filter, Registry, Stored};
use registry::{Entity, Kind};

use crate::context::{Context, show_moment};
use crate::failure::{Failure, Kind as FailureKind};
use crate::output::{Cell, Column, Report};
use crate::register;

use super::cells::{entity_name, header, shown};

/// Options of `register show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// 对象类别：编号或名称 / kind of thing: id or name
    #[arg(value_name = "ENTITY")]
    entity: String,
    /// 对象编号；不写则列出 / key of the thing; all of them when left out
    #[arg(value_name = "KEY")]
    key: Option<String>,
    /// 只列该地区 / only this region
    #[arg(long)]
    region: Option<String>,
    /// 名称或编号中含有 / name or key contains
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// 最多列出行数 / how many at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u64,
}

/// Runs the command.
pub(super) async fn run(context: &Context, args: &ShowArgs) -> Result<Report, Failure> {
    let registry = register::registry(context).await?;
    let entity = register::entity(registry.catalogue(), &args.entity)?;
    match &args.key {
        Some(key) => one(context, &registry, entity, key).await,
        None => all(context, &registry, entity, args).await,
    }
}

async fn one(
    context: &Context,
    registry: &Registry,
    entity: &Entity,
    key: &str,
) -> Result<Report, Failure> {
    let stored = match context.as_of {
        Some(moment) => {
            let record = registry.at(&entity.id, key, moment).await?;
            record.map(|record| Stored {
                record,
                revision: 0,
            })
        }
        None => registry.get(&entity.id, key).await?,
    };
    let stored = stored.ok_or_else(|| {
        Failure::new(FailureKind::User, "failure-register-unknown")
            .with("entity", entity_name(context, entity))
            .with("key", key)
    })?;
    let title = context.say(
        "register-show-title",
        &[("entity", &entity_name(context, entity))],
    );
    let mut report = Report::new(title, Column::all(&["column", "name", "value"]));
    report.rows.push(vec![
        Cell::text("key"),
        Cell::text(context.pick(&entity.key.zh, &entity.key.en)),
        Cell::text(key),
    ]);
    for (column, cell) in entity.columns.iter().zip(&stored.record.cells) {
        report.rows.push(vec![
            Cell::text(&column.id),
            Cell::text(header(context, column)),
            cell.as_deref().map_or(Cell::Missing, |cell| {
                Cell::text(brief(column.kind, shown(context, column, Some(cell))))
            }),
        ]);
    }
    if stored.revision > 0 {
        let by = registry.revision(stored.revision).await?;
        if let Some(known) = by {
            report
                .notes
                .push(format!("{} · {}", show_moment(known.by.at), known.by.who));
        }
        report
            .notes
            .push(context.say("note-register-revision", &[("revision", &stored.revision)]));
    }
    Ok(report)
}

/// A boundary has thousands of points: only its beginning is shown.
fn brief(kind: Kind, text: String) -> String {
    const SHOWN: usize = 60;
    if kind == Kind::Area && text.len() > SHOWN {
        let end = text.floor_char_boundary(SHOWN);
        return format!("{}…", &text[..end]);
    }
    text
}

/// The digits that the codes of all regions within begin with: 14 for a province, 1401 for a city.
fn within(region: &Region) -> Option<String> {
    let digits = region.code.to_string();
    let length = match region.level {
        Level::Nation => return None,
        Level::Province => 2,
        Level::City => 4,
        Level::County => 6,
    };
    Some(digits[..length].to_owned())
}

async fn all(
    context: &Context,
    registry: &Registry,
    entity: &Entity,
    args: &ShowArgs,
) -> Result<Report, Failure> {
    let region = args
        .region
        .as_deref()
        .map(regions::resolve)
        .transpose()?
        .and_then(within);
    let filter = Filter {
        region,
        text: args.text.clone(),
        ..Filter::default()
    };
    let things = registry.page(&entity.id, &filter, args.limit).await?;
    let title = context.say(
        "register-show-title",
        &[("entity", &entity_name(context, entity))],
    );
    // Columns that nobody filled say nothing.
    let filled: Vec<usize> = (0..entity.columns.len())
        .filter(|place| {
            *place < 2
                || things
                    .iter()
                    .any(|thing| thing.record.cells[*place].is_some())
        })
        .collect();
    let mut columns = vec![Column::named(
        "key",
        context.pick(&entity.key.zh, &entity.key.en).to_owned(),
    )];
    columns.extend(filled.iter().map(|place| {
        let column = &entity.columns[*place];
        Column::named(&column.id, header(context, column))
    }));
    columns.push(Column::new("revision"));
    let mut report = Report::new(title, columns);
    for thing in &things {
        let mut row = vec![Cell::text(&thing.record.key)];
        row.extend(filled.iter().map(|place| {
            let column = &entity.columns[*place];
            let cell = thing.record.cells[*place].as_deref();
            cell.map_or(Cell::Missing, |cell| {
                Cell::text(brief(column.kind, shown(context, column, Some(cell))))
            })
        }));
        row.push(Cell::Integer(thing.revision));
        report.rows.push(row);
    }
    let total = registry.count(&entity.id).await?;
    report.notes.push(context.say(
        "note-register-shown",
        &[("shown", &things.len()), ("count", &total)],
    ));
    Ok(report)
}
