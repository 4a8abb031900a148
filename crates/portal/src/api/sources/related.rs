//! What belongs to a source and what it names: rows of the register tied to it by the links of the catalogue.

use std::collections::BTreeSet;

use access::Action;
use answer::context::Context;
use registry::Entity;
use registry::store::{RegistryError, Stored};

use super::super::register::{Columns, cell, entity_name, resource, ties};
use super::super::shapes::Named;
use super::facility::{Related, RelatedRow, filled};
use crate::portal::Portal;
use crate::problem::Refusal;
use crate::visitor::Visitor;

/// Rows of an entity.
pub(super) type Rows<'a> = (&'a Entity, Vec<Stored>);

/// What names it, what names that in turn, and what it names itself, as far as the reader may see it.
pub(super) async fn related<'a>(
    portal: &'a Portal,
    visitor: &Visitor,
    of: &Entity,
    stored: &Stored,
) -> Result<Vec<Rows<'a>>, Refusal> {
    let catalogue = portal.registry().catalogue();
    let ties = ties(portal).await?;
    let mut found: Vec<Rows<'_>> = Vec::new();
    let own = BTreeSet::from([stored.record.key.clone()]);
    let first = naming(portal, &of.id, &own).await?;
    for (entity, rows) in &first {
        let keys = rows.iter().map(|row| row.record.key.clone()).collect();
        found.extend(naming(portal, &entity.id, &keys).await?);
    }
    found.splice(0..0, first);
    found.extend(named(portal, of, stored).await?);
    let mut related: Vec<Rows<'_>> = Vec::new();
    for (entity, mut rows) in found {
        let columns = Columns::of(catalogue, entity);
        rows.retain(|row| {
            let place = columns.place(&ties, &row.record);
            visitor.may(Action::ViewSource, &resource(visitor, place))
        });
        if rows.is_empty() || related.iter().any(|(known, _)| known.id == entity.id) {
            continue;
        }
        related.push((entity, rows));
    }
    Ok(related)
}

/// Related rows as they are sent.
pub(super) fn described(context: &Context, (entity, rows): &Rows<'_>) -> Related {
    Related {
        entity: Named::new(&entity.id, entity_name(context, entity)),
        rows: rows
            .iter()
            .map(|row| row_of(context, entity, row))
            .collect(),
    }
}

/// The rows of every entity that name one of these things.
async fn naming<'a>(
    portal: &'a Portal,
    id: &str,
    keys: &BTreeSet<String>,
) -> Result<Vec<Rows<'a>>, Refusal> {
    let mut found = Vec::new();
    for entity in &portal.registry().catalogue().entities {
        let columns = entity.columns.iter().enumerate();
        let links: Vec<usize> = columns
            .filter(|(_, column)| column.refers.as_deref() == Some(id))
            .map(|(place, _)| place)
            .collect();
        if links.is_empty() || keys.is_empty() {
            continue;
        }
        let mut rows = Vec::new();
        let each = |things: &[Stored]| {
            let tied = things.iter().filter(|thing| {
                let mut named = links
                    .iter()
                    .filter_map(|place| thing.record.cells.get(*place)?.as_ref());
                named.any(|key| keys.contains(key))
            });
            rows.extend(tied.cloned());
            Ok::<(), RegistryError>(())
        };
        portal.registry().scan(&entity.id, each).await?;
        if !rows.is_empty() {
            found.push((entity, rows));
        }
    }
    Ok(found)
}

/// The things that a row names.
async fn named<'a>(
    portal: &'a Portal,
    of: &Entity,
    stored: &Stored,
) -> Result<Vec<Rows<'a>>, Refusal> {
    let registry = portal.registry();
    let mut found = Vec::new();
    for (column, key) in of.columns.iter().zip(&stored.record.cells) {
        let (Some(id), Some(key)) = (&column.refers, key) else {
            continue;
        };
        let entity = registry
            .catalogue()
            .entities
            .iter()
            .find(|entity| entity.id == *id);
        if let (Some(entity), Some(row)) = (entity, registry.get(id, key).await?) {
            found.push((entity, vec![row]));
        }
    }
    Ok(found)
}

fn row_of(context: &Context, entity: &Entity, stored: &Stored) -> RelatedRow {
    let key = stored.record.key.clone();
    RelatedRow {
        name: cell(entity, stored, "name").unwrap_or(&key).to_owned(),
        fields: filled(context, entity, stored),
        key,
    }
}
