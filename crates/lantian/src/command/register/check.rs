//! `register check`: links to nothing, places elsewhere, outlets without emission.

use registry::check::{Misfit, Trouble, check};
use registry::geography::Geography;
use registry::store::Registry;

use crate::context::Context;
use crate::failure::{Failure, Kind};
use crate::output::{Cell, Column, Report};
use crate::{places, register};

use super::cells::{entity_name, header, shown};

/// Runs the command.
pub(super) async fn run(context: &Context) -> Result<Report, Failure> {
    let registry = register::registry(context).await?;
    let progress = context.progress("progress-register-check");
    let geography = Geography::read(&registry).await?;
    let checked = check(&registry, &geography).await?;
    drop(progress);
    let mut report = Report::new(
        context.say("register-check-title", &[]),
        Column::all(&["entity", "key", "name", "column", "value", "problem"]),
    );
    for misfit in &checked.misfits {
        report.rows.push(row(context, &registry, misfit));
    }
    if checked.misfits.is_empty() {
        report.columns.clear();
    } else {
        report.verdict = Some(Kind::Data);
    }
    if !geography.has_counties() {
        report
            .notes
            .push(context.say("note-register-no-boundaries", &[]));
    }
    report.notes.push(context.say(
        "note-register-checked",
        &[
            ("count", &checked.things),
            ("misfits", &checked.misfits.len()),
        ],
    ));
    Ok(report)
}

fn row(context: &Context, registry: &Registry, misfit: &Misfit) -> Vec<Cell> {
    let catalogue = registry.catalogue();
    let entity = catalogue.entity(&misfit.entity);
    let column = entity.and_then(|entity| entity.column(&misfit.column));
    let value = column.map(|(_, column)| shown(context, column, misfit.value.as_deref()));
    let value = value.unwrap_or_default();
    let named = |id: &str| {
        let found = catalogue.entity(id);
        found.map_or_else(
            || id.to_owned(),
            |found| entity_name(context, found).to_owned(),
        )
    };
    let key = format!("register-trouble-{}", misfit.trouble.id());
    let (found, kind, other) = match &misfit.trouble {
        Trouble::Elsewhere { found } => (places::name(context, &found.to_string()), "", None),
        Trouble::AreaDiffers { kind } => (String::new(), kind.as_str(), None),
        Trouble::Dangling { refers } => (String::new(), "", Some(named(refers))),
        Trouble::Nowhere | Trouble::EmissionUnstated => (String::new(), "", None),
    };
    let entity_named = other.unwrap_or_default();
    let problem = context.say(
        &key,
        &[
            ("value", &value),
            ("entity", &entity_named),
            ("found", &found),
            ("kind", &kind),
        ],
    );
    vec![
        Cell::text(named(&misfit.entity)),
        Cell::text(&misfit.key),
        Cell::maybe(misfit.name.as_deref()),
        Cell::text(column.map_or_else(
            || misfit.column.clone(),
            |(_, column)| header(context, column),
        )),
        Cell::text(value),
        Cell::text(problem),
    ]
}
