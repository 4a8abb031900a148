//! `register list`: the kinds of things there are, how many of each, and the last change.

use crate::context::{Context, show_moment};
use crate::failure::Failure;
use crate::output::{Cell, Column, Report};
use crate::register;

use super::cells::entity_name;

/// Runs the command.
pub(super) async fn run(context: &Context) -> Result<Report, Failure> {
    let mut report = Report::new(
        context.say("register-list-none", &[]),
        Column::all(&[
            "entity", "name", "columns", "things", "revision", "changed", "who",
        ]),
    );
    let registry = register::registry_if_there(context).await?;
    if let Some(registry) = &registry {
        report.title = context.say("register-list-title", &[("place", &registry.place())]);
    }
    for entity in &register::catalogue()?.entities {
        let mut row = vec![
            Cell::text(&entity.id),
            Cell::text(entity_name(context, entity)),
            Cell::count(entity.columns.len() + 1),
        ];
        let revision = match &registry {
            Some(registry) => registry.entity_revision(&entity.id).await?,
            None => None,
        };
        if let (Some(registry), Some(revision)) = (&registry, revision) {
            let by = registry.revision(revision).await?;
            row.extend([
                Cell::count(registry.count(&entity.id).await?),
                Cell::Integer(revision),
                Cell::maybe(by.as_ref().map(|known| show_moment(known.by.at))),
                Cell::maybe(by.map(|known| known.by.who)),
            ]);
        } else {
            row.extend([Cell::Missing, Cell::Missing, Cell::Missing, Cell::Missing]);
        }
        report.rows.push(row);
    }
    report.notes.push(context.say("note-register-list", &[]));
    Ok(report)
}
