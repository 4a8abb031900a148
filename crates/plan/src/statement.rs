//! Statements of indicators: what they may read, in which order, and what they must give.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use lake::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use lake::arrow::record_batch::RecordBatch;
use lake::datafusion::datasource::MemTable;
use lake::datafusion::error::Result as EngineResult;
use lake::datafusion::execution::context::SessionContext;

use crate::judge::tables;
use crate::model::{Indicator, Plan};

/// The outcome of every rule for every row.
pub const HIT: &str = "hit";
/// Evaluation values of regions over the period asked for.
pub const EVALUATION: &str = "evaluation";

/// Columns of [`HIT`].
pub fn hit_schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        let columns = ["rule", "entity", "key", "region", "outcome"];
        let fields = columns.map(|name| Field::new(name, DataType::Utf8, true));
        Arc::new(Schema::new(fields.to_vec()))
    });
    Arc::clone(&SCHEMA)
}

/// Decimals that an evaluation value is handed to statements with: more than any comparison rounds to.
pub const VALUE_SCALE: u32 = 12;

/// The type of evaluation values, and of the figures that statements give.
pub fn value_type() -> DataType {
    DataType::Decimal128(38, 12)
}

/// Columns of [`EVALUATION`].
pub fn evaluation_schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        Arc::new(Schema::new(vec![
            Field::new("region", DataType::Utf8, false),
            Field::new("item", DataType::Utf8, false),
            Field::new("value", value_type(), true),
            Field::new("valid", DataType::Int64, false),
            Field::new("expected", DataType::Int64, false),
            Field::new("complete", DataType::Boolean, false),
            Field::new("rows", DataType::Int64, false),
        ]))
    });
    Arc::clone(&SCHEMA)
}

/// The columns a measured statement gives.
pub const MEASURED: [&str; 5] = ["region", "value", "valid", "expected", "complete"];
/// The columns a counting statement gives; `whole` may follow.
pub const REGISTERED: [&str; 3] = ["region", "key", "part"];

/// Puts a table of rows into a session, in place of one of that name.
pub fn register(context: &SessionContext, name: &str, rows: RecordBatch) -> EngineResult<()> {
    let table = MemTable::try_new(rows.schema(), vec![vec![rows]])?;
    context.deregister_table(name)?;
    context.register_table(name, Arc::new(table))?;
    Ok(())
}

/// Indicators with statements in an order in which each comes after those it reads.
///
/// The second list holds those that need each other in a circle.
pub fn ordered<'a>(
    plan: &'a Plan,
    context: &SessionContext,
) -> (Vec<&'a Indicator>, Vec<Vec<&'a str>>) {
    let statements: BTreeMap<&str, (&Indicator, Vec<String>)> = plan
        .indicators
        .iter()
        .filter_map(|indicator| {
            let sql = indicator.sql.as_ref()?;
            Some((indicator.id.as_str(), (indicator, tables(context, sql))))
        })
        .collect();
    let mut state = Ordering {
        statements: &statements,
        done: Vec::new(),
        path: Vec::new(),
        circles: Vec::new(),
    };
    for id in statements.keys() {
        state.visit(id);
    }
    let order = state.done.iter().map(|id| statements[id].0).collect();
    (order, state.circles)
}

struct Ordering<'a, 'b> {
    statements: &'b BTreeMap<&'a str, (&'a Indicator, Vec<String>)>,
    done: Vec<&'a str>,
    path: Vec<&'a str>,
    circles: Vec<Vec<&'a str>>,
}

impl<'a> Ordering<'a, '_> {
    fn visit(&mut self, id: &'a str) {
        if self.done.contains(&id) {
            return;
        }
        if let Some(start) = self.path.iter().position(|seen| *seen == id) {
            let circle = self.path[start..].to_vec();
            self.circles.push(circle);
            return;
        }
        self.path.push(id);
        let reads = &self.statements[id].1;
        for read in reads {
            if let Some((known, _)) = self.statements.get_key_value(read.as_str()) {
                self.visit(known);
            }
        }
        self.path.pop();
        if !self.done.contains(&id) {
            self.done.push(id);
        }
    }
}
