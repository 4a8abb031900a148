//! The register as rules read it: its newest state as tables of the lake, things out of their days left out.
//!
//! The register keeps texts; here they become the typed columns of the catalogue, with `row` for the revision that
//! wrote the thing and `origin` for whether it is real or simulated. It never writes to the register.

use std::collections::BTreeSet;
use std::sync::Arc;

use lake::arrow::array::{
    Array as _, ArrayRef, AsArray as _, BooleanArray, Int64Array, StringArray, new_null_array,
};
use lake::arrow::compute::{concat_batches, filter_record_batch};
use lake::arrow::datatypes::{DataType, Date32Type, Field, Schema, SchemaRef};
use lake::arrow::record_batch::RecordBatch;
use lake::{Lake, LakeError, QueryLimits};
use registry::catalogue::{ColumnDraft, Draft, Entity, Kind};
use registry::store::{Registry, RegistryError, Stored};
use registry::{Catalogue, CatalogueError, Origin};
use units::Day;

use crate::judge::{Register, Registers};
use crate::model::{ColumnType, Plan};
use crate::table;

/// The register cannot be brought before the rules.
#[derive(Debug, thiserror::Error)]
pub enum RegisterStateError {
    /// The register.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The lake.
    #[error(transparent)]
    Lake(#[from] LakeError),
}

/// An entity whose state was brought into the lake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The entity.
    pub entity: String,
    /// The change it is at.
    pub revision: i64,
    /// How many things it has.
    pub rows: usize,
}

/// The catalogue of the register: the house's own part and the vocabularies of plans.
pub fn catalogue<'a>(
    plans: impl IntoIterator<Item = &'a Plan>,
) -> Result<Catalogue, CatalogueError> {
    let drafts = plans.into_iter().flat_map(drafts).collect();
    Catalogue::new(drafts)
}

/// The entities of a plan that the register keeps, in its terms.
fn drafts(plan: &Plan) -> Vec<Draft> {
    let kept = plan.entities.iter().filter(|entity| !entity.provided);
    kept.map(|entity| Draft {
        id: entity.id.get_ref().clone(),
        zh: entity.zh.clone(),
        en: entity.en.clone(),
        columns: entity
            .columns
            .iter()
            .map(|column| ColumnDraft {
                id: column.id.get_ref().clone(),
                zh: Some(column.zh.clone()),
                en: Some(column.en.clone()),
                kind: Some(kind(column.kind)),
                unit: column.unit.clone(),
                values: column.values.clone(),
                ..ColumnDraft::default()
            })
            .collect(),
        ..Draft::default()
    })
    .collect()
}

fn kind(kind: ColumnType) -> Kind {
    match kind {
        ColumnType::Text => Kind::Text,
        ColumnType::Number => Kind::Number,
        ColumnType::Boolean => Kind::Boolean,
        ColumnType::Date => Kind::Date,
        ColumnType::Region => Kind::Region,
    }
}

/// Brings the entities that changed since the last time into the lake.
pub async fn bring(registry: &Registry, lake: &Lake) -> Result<Vec<Brought>, RegisterStateError> {
    let mut brought = Vec::new();
    for entity in &registry.catalogue().entities {
        let Some(revision) = registry.entity_revision(&entity.id).await? else {
            continue;
        };
        let schema = schema(entity);
        if lake.register_revision(&entity.id).await? == Some(revision)
            && lake.register_schema(&entity.id).await?.as_ref() == Some(&schema)
        {
            continue;
        }
        let simulated = registry.simulated_revisions(&entity.id).await?;
        let mut batches = Vec::new();
        let mut rows = 0;
        registry
            .scan::<RegistryError>(&entity.id, |chunk| {
                rows += chunk.len();
                batches.push(batch(entity, &schema, chunk, &simulated));
                Ok(())
            })
            .await?;
        lake.save_register(&entity.id, revision, &schema, batches)
            .await?;
        brought.push(Brought {
            entity: entity.id.clone(),
            revision,
            rows,
        });
    }
    Ok(brought)
}

/// The registers of a plan's entities as the lake has them, of the things that are there on a day.
///
/// An entity that was never filled is not among them: nothing is known of it.
pub async fn registers(
    plan: &Plan,
    lake: &Lake,
    as_of: Day,
    limits: QueryLimits,
) -> Result<Registers, LakeError> {
    let mut registers = Registers::new();
    for entity in plan.entities.iter().filter(|entity| !entity.provided) {
        let id = entity.id.get_ref();
        if let Some(state) = lake.register_state(id, limits).await? {
            let found = register(plan, id, state.revision, &state.rows, as_of);
            registers.insert(id.clone(), found);
        }
    }
    Ok(registers)
}

/// The registers as the register itself had them at a moment, in microseconds since 1970 UTC.
pub async fn registers_at(
    plan: &Plan,
    registry: &Registry,
    moment: i64,
    as_of: Day,
) -> Result<Registers, RegisterStateError> {
    let mut registers = Registers::new();
    for entity in plan.entities.iter().filter(|entity| !entity.provided) {
        let id = entity.id.get_ref();
        let Some(kept) = registry.catalogue().entity(id) else {
            continue;
        };
        let Some(revision) = registry.entity_revision_at(id, moment).await? else {
            continue;
        };
        let schema = schema(kept);
        let simulated = registry.simulated_revisions(id).await?;
        let mut batches = Vec::new();
        registry
            .scan_at::<RegistryError>(id, moment, |chunk| {
                batches.push(batch(kept, &schema, chunk, &simulated));
                Ok(())
            })
            .await?;
        let rows = concat_batches(&schema, &batches).map_err(LakeError::from)?;
        registers.insert(id.clone(), register(plan, id, revision, &rows, as_of));
    }
    Ok(registers)
}

fn register(plan: &Plan, entity: &str, revision: i64, rows: &RecordBatch, as_of: Day) -> Register {
    let rows = conforming(plan, entity, there(rows, as_of));
    let simulated = rows
        .column_by_name(ORIGIN)
        .and_then(|column| column.as_string_opt::<i32>())
        .is_some_and(|origins| {
            origins
                .iter()
                .any(|origin| origin == Some(Origin::Simulated.id()))
        });
    Register {
        source: format!("register_{entity}@{revision}"),
        simulated,
        rows,
    }
}

/// The column that says where the facts of a row come from.
const ORIGIN: &str = "origin";

/// The columns of an entity's table in the lake.
pub fn schema(entity: &Entity) -> SchemaRef {
    let mut fields = vec![Field::new("key", DataType::Utf8, true)];
    fields.extend(
        entity
            .columns
            .iter()
            .map(|column| Field::new(&column.id, table::data_type(column_type(column.kind)), true)),
    );
    fields.push(Field::new("row", DataType::Int64, true));
    fields.push(Field::new(ORIGIN, DataType::Utf8, true));
    Arc::new(Schema::new(fields))
}

fn column_type(kind: Kind) -> ColumnType {
    match kind {
        Kind::Text | Kind::Area => ColumnType::Text,
        Kind::Number => ColumnType::Number,
        Kind::Boolean => ColumnType::Boolean,
        Kind::Date => ColumnType::Date,
        Kind::Region => ColumnType::Region,
    }
}

/// Things as columns.
fn batch(
    entity: &Entity,
    schema: &SchemaRef,
    things: &[Stored],
    simulated: &BTreeSet<i64>,
) -> RecordBatch {
    let keys = things.iter().map(|thing| Some(thing.record.key.as_str()));
    let mut arrays: Vec<ArrayRef> = vec![Arc::new(keys.collect::<StringArray>())];
    for (place, column) in entity.columns.iter().enumerate() {
        let texts: Vec<Option<&str>> = things
            .iter()
            .map(|thing| thing.record.cells.get(place)?.as_deref())
            .collect();
        arrays.push(table::canonical(column_type(column.kind), &texts));
    }
    let revisions = things.iter().map(|thing| thing.revision);
    arrays.push(Arc::new(Int64Array::from_iter_values(revisions)));
    let origin = |thing: &Stored| {
        let simulated = simulated.contains(&thing.revision);
        if simulated {
            Origin::Simulated
        } else {
            Origin::Real
        }
    };
    let origin = things.iter().map(|thing| Some(origin(thing).id()));
    arrays.push(Arc::new(origin.collect::<StringArray>()));
    RecordBatch::try_new(Arc::clone(schema), arrays)
        .unwrap_or_else(|_| RecordBatch::new_empty(Arc::clone(schema)))
}

/// The things that are there on a day: from `valid_from` on, before `valid_until`.
fn there(rows: &RecordBatch, day: Day) -> RecordBatch {
    let bound = |name: &str| {
        let column = rows
            .column_by_name(name)?
            .as_primitive_opt::<Date32Type>()?;
        (column.null_count() < column.len()).then_some(column)
    };
    let (from, until) = (bound("valid_from"), bound("valid_until"));
    if from.is_none() && until.is_none() {
        return rows.clone();
    }
    let day = day.number();
    let there: BooleanArray = (0..rows.num_rows())
        .map(|row| {
            let begun = from.is_none_or(|from| from.is_null(row) || from.value(row) <= day);
            let lasts = until.is_none_or(|until| until.is_null(row) || day < until.value(row));
            Some(begun && lasts)
        })
        .collect();
    filter_record_batch(rows, &there).unwrap_or_else(|_| rows.clone())
}

/// The rows with every column of the plan's vocabulary: what the register does not have yet is unknown.
fn conforming(plan: &Plan, entity: &str, rows: RecordBatch) -> RecordBatch {
    let Some(entity) = plan.entity(entity) else {
        return rows;
    };
    let mut fields: Vec<Field> = rows
        .schema()
        .fields()
        .iter()
        .map(|field| field.as_ref().clone())
        .collect();
    let mut arrays = rows.columns().to_vec();
    for (name, kind) in table::columns(entity) {
        if rows.column_by_name(name).is_none() {
            let kind = table::data_type(kind);
            arrays.push(new_null_array(&kind, rows.num_rows()));
            fields.push(Field::new(name, kind, true));
        }
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).unwrap_or(rows)
}
