//! A row as it is sent, and finding what an address names.

use std::collections::{BTreeMap, BTreeSet};

use access::Action;
use registry::Entity;
use registry::store::Stored;
use serde::Serialize;
use utoipa::ToSchema;

use super::shown::KEY;
use super::sight::Sight;
use crate::portal::Portal;
use crate::problem::Refusal;

/// A row: canonical cells, the key among them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RegisterRow {
    key: String,
    cells: BTreeMap<String, Option<String>>,
    region: Option<String>,
    /// The revision that wrote it, which a change must name.
    revision: i64,
    simulated: bool,
    editable: bool,
}

/// The entity of an address.
pub(crate) fn entity<'a>(portal: &'a Portal, id: &str) -> Result<&'a Entity, Refusal> {
    let mut entities = portal.registry().catalogue().entities.iter();
    let found = entities.find(|entity| entity.id == id);
    found.ok_or_else(|| Refusal::not_found(id))
}

/// The thing of an address, if the reader may see it.
pub(crate) async fn thing(
    portal: &Portal,
    sight: &Sight<'_>,
    entity: &Entity,
    key: &str,
    action: Action,
) -> Result<Stored, Refusal> {
    let found = portal.registry().get(&entity.id, key).await?;
    let seen = found.filter(|stored| sight.permits(action, &stored.record));
    seen.ok_or_else(|| Refusal::not_found(key))
}

/// A row as it is sent.
pub(crate) fn row(
    entity: &Entity,
    sight: &Sight<'_>,
    simulated: &BTreeSet<i64>,
    stored: &Stored,
) -> RegisterRow {
    let record = &stored.record;
    let columns = entity.columns.iter().map(|column| column.id.clone());
    let mut cells: BTreeMap<_, _> = columns.zip(record.cells.iter().cloned()).collect();
    cells.insert(KEY.to_owned(), Some(record.key.clone()));
    RegisterRow {
        key: record.key.clone(),
        cells,
        region: sight.place(record).region.map(|code| code.to_string()),
        revision: stored.revision,
        simulated: simulated.contains(&stored.revision),
        editable: sight.permits(Action::EditRegister, record),
    }
}

/// The cell of a column.
pub(crate) fn cell<'a>(entity: &Entity, stored: &'a Stored, column: &str) -> Option<&'a str> {
    let (place, _) = entity.column(column)?;
    stored.record.cells.get(place)?.as_deref()
}
