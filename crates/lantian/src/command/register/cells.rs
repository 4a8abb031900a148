//! Cells of the register as people read them.

use clap::Args;
use registry::{By, Column, Entity, Kind, Origin};

use crate::context::Context;
use crate::failure::{Failure, Kind as FailureKind};
use crate::places;

/// Who makes a change, and why.
#[derive(Debug, Args)]
pub(crate) struct Author {
    /// 操作人（默认为 `LANTIAN_WHO` 或系统用户）/ who makes the change [default: `LANTIAN_WHO` or the system's user]
    #[arg(long, value_name = "NAME")]
    pub(crate) who: Option<String>,
    /// 原因 / why
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) why: String,
}

impl Author {
    /// The circumstances of a change.
    pub(crate) fn by(&self, context: &Context, origin: Origin) -> Result<By, Failure> {
        let named = ["LANTIAN_WHO", "USER", "USERNAME", "LOGNAME"]
            .into_iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|name| !name.is_empty());
        let who = self.who.clone().or(named);
        Ok(By {
            who: who.ok_or_else(|| Failure::new(FailureKind::User, "failure-register-who"))?,
            why: self.why.clone(),
            at: context.now.as_microsecond(),
            origin,
            ..By::default()
        })
    }
}

/// A cell in the reader's language: yes and no, listed words, names of regions.
pub(crate) fn shown(context: &Context, column: &Column, cell: Option<&str>) -> String {
    let Some(cell) = cell else {
        return String::new();
    };
    match column.kind {
        Kind::Boolean => context.say(if cell == "true" { "yes" } else { "no" }, &[]),
        Kind::Region => places::name(context, cell),
        _ => word(context, column, cell).to_owned(),
    }
}

fn word<'a>(context: &Context, column: &'a Column, cell: &'a str) -> &'a str {
    let listed = column.values.iter().find(|(id, _)| id == cell);
    listed.map_or(cell, |(id, zh)| context.pick(zh, id))
}

/// The header of a column, with its unit.
pub(crate) fn header(context: &Context, column: &Column) -> String {
    let name = context.pick(&column.name.zh, &column.name.en);
    match &column.unit {
        Some(unit) => format!("{name}({unit})"),
        None => name.to_owned(),
    }
}

/// The name of an entity in the reader's language.
pub(crate) fn entity_name<'a>(context: &Context, entity: &'a Entity) -> &'a str {
    context.pick(&entity.name.zh, &entity.name.en)
}
