//! Columns that a rule computes from other entities, put beside the rows of its own.
//!
//! A statement gives `key` and `value`, or `region` and `value` where the value is that of a place; a row it
//! gives nothing for is unknown.

use std::collections::BTreeMap;
use std::sync::Arc;

use lake::arrow::array::{Array as _, ArrayRef, UInt32Array};
use lake::arrow::compute::{cast, take};
use lake::arrow::datatypes::{Field, Schema};
use lake::arrow::record_batch::RecordBatch;
use lake::datafusion::execution::context::SessionContext;

use super::texts;
use crate::model::{Derived, Rule};
use crate::predicate::{self, Literals, PredicateError};
use crate::table;

/// The rows with the rule's derived columns beside them.
pub(super) async fn beside(
    context: &SessionContext,
    rule: &Rule,
    rows: &RecordBatch,
    literals: &Literals,
) -> Result<RecordBatch, PredicateError> {
    if rule.derive.is_empty() {
        return Ok(rows.clone());
    }
    let schema = rows.schema();
    let mut fields: Vec<Field> = schema
        .fields()
        .iter()
        .map(|field| field.as_ref().clone())
        .collect();
    let mut columns = rows.columns().to_vec();
    for (name, derived) in &rule.derive {
        let column = column(context, derived, rows, literals).await?;
        fields.push(Field::new(name, column.data_type().clone(), true));
        columns.push(column);
    }
    let made = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns);
    made.map_err(|e| refused(e.to_string()))
}

fn refused(reason: String) -> PredicateError {
    PredicateError::Refused { reason }
}

async fn column(
    context: &SessionContext,
    derived: &Derived,
    rows: &RecordBatch,
    literals: &Literals,
) -> Result<ArrayRef, PredicateError> {
    let sql = predicate::substitute(derived.sql.get_ref(), literals)?;
    let failed = |e: lake::datafusion::error::DataFusionError| refused(e.strip_backtrace());
    let frame = context.sql(&sql).await.map_err(failed)?;
    let planned = Arc::clone(frame.schema().inner());
    let batches = frame.collect().await.map_err(failed)?;
    // The engine may widen decimals while it runs; the rows know their own schema.
    let schema = batches.first().map_or(planned, RecordBatch::schema);
    let all = lake::arrow::compute::concat_batches(&schema, &batches)
        .map_err(|e| refused(e.to_string()))?;
    let by = ["key", "region"]
        .into_iter()
        .find(|name| all.column_by_name(name).is_some());
    let (Some(by), Some(values)) = (by, all.column_by_name("value")) else {
        let reason = "a derived column gives key and value, or region and value";
        return Err(refused(reason.to_owned()));
    };
    let kind = table::derived_type(derived.unit.as_deref());
    cast(values, &kind)
        .and_then(|values| take(&values, &picked(&all, rows, by), None))
        .map_err(|e| refused(e.to_string()))
}

/// For every row, where the statement's row of the same name is.
fn picked(all: &RecordBatch, rows: &RecordBatch, by: &str) -> UInt32Array {
    let given = texts(all, by);
    let places: BTreeMap<&str, u32> = given
        .iter()
        .zip(0..)
        .filter_map(|(name, place)| Some((name?, place)))
        .collect();
    let wanted = texts(rows, by);
    wanted
        .iter()
        .map(|name| places.get(name?).copied())
        .collect()
}
