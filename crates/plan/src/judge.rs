//! Rules over the rows of registers: what each rule makes of each thing.
//!
//! The logic is SQL's: an unknown cell leaves the answer `undetermined` unless the rest decides it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use lake::arrow::array::{Array as _, ArrayRef, AsArray as _, BooleanArray, Int64Array};
use lake::arrow::compute::{cast, take};
use lake::arrow::datatypes::{DataType, Field, Int64Type, Schema};
use lake::arrow::record_batch::RecordBatch;
use lake::datafusion::config::Dialect;
use lake::datafusion::execution::context::SessionContext;
use units::Day;

use crate::model::{Derived, Plan, Rule, Then};
use crate::predicate::{self, Literals, PredicateError};
use crate::table;

/// Rows of entities, by the entity's id.
pub type Registers = BTreeMap<String, Register>;

/// The rows of one entity.
#[derive(Clone, Debug)]
pub struct Register {
    /// Where they come from: a file, or the lake.
    pub source: String,
    /// Whether they were made by a simulation.
    pub simulated: bool,
    /// The rows, under the schema of [`crate::table::schema`].
    pub rows: RecordBatch,
}

/// What a rule makes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The rule is not about it.
    NotApplicable,
    /// It must not be.
    Prohibited,
    /// What is required holds.
    Satisfied,
    /// What is required does not hold.
    Lacking,
    /// It has to go.
    Retire,
    /// It is let off.
    Exempt,
    /// It is on the list.
    Listed,
    /// It sets something off.
    Triggered,
    /// Someone is told.
    Notified,
    /// Another rule prevails.
    Yields,
    /// An unknown cell decides.
    Undetermined,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::NotApplicable,
        Self::Prohibited,
        Self::Satisfied,
        Self::Lacking,
        Self::Retire,
        Self::Exempt,
        Self::Listed,
        Self::Triggered,
        Self::Notified,
        Self::Yields,
        Self::Undetermined,
    ];

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Self::NotApplicable => "not_applicable",
            Self::Prohibited => "prohibited",
            Self::Satisfied => "satisfied",
            Self::Lacking => "lacking",
            Self::Retire => "retire",
            Self::Exempt => "exempt",
            Self::Listed => "listed",
            Self::Triggered => "triggered",
            Self::Notified => "notified",
            Self::Yields => "yields",
            Self::Undetermined => "undetermined",
        }
    }

    /// Whether the rule is certain to ask nothing of the row, or to have what it asks.
    pub fn rests(self) -> bool {
        matches!(self, Self::NotApplicable | Self::Satisfied | Self::Yields)
    }

    /// Whether the rule is at work on the row.
    pub fn fires(self) -> bool {
        !matches!(
            self,
            Self::NotApplicable | Self::Satisfied | Self::Yields | Self::Undetermined
        )
    }
}

/// What a rule made of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The thing.
    pub key: String,
    /// The region it is in.
    pub region: Option<String>,
    /// What came out.
    pub outcome: Outcome,
    /// Unknown cells, where they decide.
    pub missing: Vec<String>,
    /// The row of its file.
    pub row: i64,
}

/// Why a rule could not be applied to anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotJudged {
    /// Registers that are not there.
    Missing(Vec<String>),
    /// The predicate cannot be used.
    Predicate(PredicateError),
}

/// The outcomes of rules, by rule.
pub type Judged = BTreeMap<String, Result<Vec<Hit>, NotJudged>>;

/// Applies rules to registers; `context` holds the registers as tables for derived columns.
pub async fn judge(
    plan: &Plan,
    context: &SessionContext,
    registers: &Registers,
    as_of: Day,
    only: Option<&[&str]>,
) -> Judged {
    let mut judged = Judged::new();
    for rule in plan.rules() {
        let id = rule.id.get_ref();
        if only.is_some_and(|only| !only.contains(&id.as_str())) {
            continue;
        }
        let hits = one(plan, context, registers, as_of, rule).await;
        judged.insert(id.clone(), hits);
    }
    give_way(plan, &mut judged);
    judged
}

async fn one(
    plan: &Plan,
    context: &SessionContext,
    registers: &Registers,
    as_of: Day,
    rule: &Rule,
) -> Result<Vec<Hit>, NotJudged> {
    let entity = rule.entity.get_ref();
    let missing = missing_registers(context, registers, rule);
    let Some(register) = registers.get(entity).filter(|_| missing.is_empty()) else {
        return Err(NotJudged::Missing(missing));
    };
    let literals = predicate::literals(plan, Some(rule), as_of);
    let rows = derived(context, rule, &register.rows, &literals)
        .await
        .map_err(NotJudged::Predicate)?;
    apply(context, rule, &rows, &literals).map_err(NotJudged::Predicate)
}

fn missing_registers(context: &SessionContext, registers: &Registers, rule: &Rule) -> Vec<String> {
    let mut missing = Vec::new();
    let mut want = |name: &str| {
        if !registers.contains_key(name) && !missing.contains(&name.to_owned()) {
            missing.push(name.to_owned());
        }
    };
    want(rule.entity.get_ref());
    for derived in rule.derive.values() {
        for table in tables(context, derived.sql.get_ref()) {
            want(&table);
        }
    }
    missing
}

/// The tables that a statement reads; none when it cannot be read.
pub fn tables(context: &SessionContext, sql: &str) -> Vec<String> {
    let plain = sql.replace('$', "");
    let state = context.state();
    let named = state
        .sql_to_statement(&plain, &Dialect::Generic)
        .and_then(|statement| state.resolve_table_references(&statement));
    let named = named.unwrap_or_default();
    named.iter().map(|table| table.table().to_owned()).collect()
}

/// The rows with the rule's derived columns beside them.
async fn derived(
    context: &SessionContext,
    rule: &Rule,
    rows: &RecordBatch,
    literals: &Literals,
) -> Result<RecordBatch, PredicateError> {
    let mut fields: Vec<Field> = rows
        .schema()
        .fields()
        .iter()
        .map(|field| field.as_ref().clone())
        .collect();
    let mut columns = rows.columns().to_vec();
    for (name, derived) in &rule.derive {
        let column = derived_column(context, derived, rows, literals).await?;
        fields.push(Field::new(name, column.data_type().clone(), true));
        columns.push(column);
    }
    let made = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns);
    made.map_err(|e| PredicateError::Refused {
        reason: e.to_string(),
    })
}

async fn derived_column(
    context: &SessionContext,
    derived: &Derived,
    rows: &RecordBatch,
    literals: &Literals,
) -> Result<ArrayRef, PredicateError> {
    let refused = |reason: String| PredicateError::Refused { reason };
    let sql = predicate::substitute(derived.sql.get_ref(), literals)?;
    let failed = |e: lake::datafusion::error::DataFusionError| refused(e.strip_backtrace());
    let frame = context.sql(&sql).await.map_err(failed)?;
    let planned = Arc::clone(frame.schema().inner());
    let batches = frame.collect().await.map_err(failed)?;
    // The engine may widen decimals while it runs; the rows know their own schema.
    let schema = batches.first().map_or(planned, RecordBatch::schema);
    let all = lake::arrow::compute::concat_batches(&schema, &batches)
        .map_err(|e| refused(e.to_string()))?;
    let (Some(keys), Some(values)) = (all.column_by_name("key"), all.column_by_name("value"))
    else {
        return Err(refused("a derived column gives key and value".to_owned()));
    };
    let keys = cast(keys, &DataType::Utf8).map_err(|e| refused(e.to_string()))?;
    let places: BTreeMap<&str, i64> = keys
        .as_string::<i32>()
        .iter()
        .zip(0..)
        .filter_map(|(key, place)| Some((key?, place)))
        .collect();
    let wanted = text_column(rows, "key");
    let picked: Int64Array = wanted
        .iter()
        .map(|key| places.get(key.as_deref()?).copied())
        .collect();
    let kind = table::derived_type(derived.unit.as_deref());
    cast(values, &kind)
        .and_then(|values| take(&values, &picked, None))
        .map_err(|e| refused(e.to_string()))
}

fn apply(
    context: &SessionContext,
    rule: &Rule,
    rows: &RecordBatch,
    literals: &Literals,
) -> Result<Vec<Hit>, PredicateError> {
    let answer = |text: &str| -> Result<BooleanArray, PredicateError> {
        let text = predicate::substitute(text, literals)?;
        predicate::compile(context, &text, &rows.schema())?.apply(rows)
    };
    let applies = answer(&applies(rule))?;
    let holds = rule.must.as_ref().map(|must| answer(must.get_ref()));
    let holds = holds.transpose()?;
    let (keys, places) = (text_column(rows, "key"), text_column(rows, "region"));
    let numbers = rows
        .column_by_name("row")
        .and_then(|column| column.as_primitive_opt::<Int64Type>());
    let read = columns_of(rule);
    let mut hits = Vec::with_capacity(rows.num_rows());
    for row in 0..rows.num_rows() {
        let state = |array: &BooleanArray| array.is_valid(row).then(|| array.value(row));
        let requirement = match holds.as_ref().map(state) {
            None => Requirement::None,
            Some(Some(true)) => Requirement::Holds,
            Some(Some(false)) => Requirement::Broken,
            Some(None) => Requirement::Unknown,
        };
        let outcome = outcome(rule.then, state(&applies), requirement);
        let missing = if outcome == Outcome::Undetermined {
            unknown(rows, &read, row)
        } else {
            Vec::new()
        };
        hits.push(Hit {
            key: keys[row].clone().unwrap_or_default(),
            region: places[row].clone(),
            outcome,
            missing,
            row: numbers.map_or(0, |numbers| numbers.value(row)),
        });
    }
    Ok(hits)
}

/// The rows a rule is about, its exceptions taken out.
pub fn applies(rule: &Rule) -> String {
    let mut text = format!("({})", rule.when.get_ref());
    for exception in &rule.exceptions {
        let _ = write!(text, " AND NOT ({})", exception.when.get_ref());
    }
    text
}

fn columns_of(rule: &Rule) -> Vec<String> {
    let mut texts = vec![applies(rule)];
    texts.extend(rule.must.iter().map(|must| must.get_ref().clone()));
    let named = texts
        .iter()
        .filter_map(|text| predicate::parse(text).ok())
        .flat_map(|expression| predicate::columns(&expression));
    let mut columns: Vec<String> = Vec::new();
    for name in named {
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    columns
}

fn unknown(rows: &RecordBatch, read: &[String], row: usize) -> Vec<String> {
    let is_unknown = |name: &&String| {
        rows.column_by_name(name)
            .is_some_and(|column| column.is_null(row))
    };
    read.iter().filter(is_unknown).cloned().collect()
}

/// What is required, on one row.
#[derive(Clone, Copy)]
enum Requirement {
    None,
    Holds,
    Broken,
    Unknown,
}

fn outcome(then: Then, applies: Option<bool>, requirement: Requirement) -> Outcome {
    match (applies, requirement) {
        (Some(false), _) => Outcome::NotApplicable,
        (None, _) | (Some(true), Requirement::Unknown) => Outcome::Undetermined,
        (Some(true), Requirement::Holds) => Outcome::Satisfied,
        (Some(true), Requirement::Broken) => Outcome::Lacking,
        (Some(true), Requirement::None) => match then {
            Then::Prohibit => Outcome::Prohibited,
            Then::Require => Outcome::Lacking,
            Then::Retire => Outcome::Retire,
            Then::Exempt => Outcome::Exempt,
            Then::List => Outcome::Listed,
            Then::Trigger => Outcome::Triggered,
            Then::Notify => Outcome::Notified,
        },
    }
}

/// Where a rule that prevails applies to a row, the other gives way; where that is unknown, so is the other.
fn give_way(plan: &Plan, judged: &mut Judged) {
    let before = judged.clone();
    for rule in plan.rules() {
        let Some(Ok(hits)) = judged.get_mut(rule.id.get_ref()) else {
            continue;
        };
        for other in &rule.yields_to {
            let same_entity = plan
                .rule(other.get_ref())
                .is_some_and(|(_, other)| other.entity.get_ref() == rule.entity.get_ref());
            let Some(prevailing) = before.get(other.get_ref()).filter(|_| same_entity) else {
                continue;
            };
            // Both were applied to the rows of one register, in its order.
            for (place, hit) in hits.iter_mut().enumerate() {
                if hit.outcome.fires() {
                    yield_to(
                        hit,
                        prevailing.as_ref().ok().and_then(|hits| hits.get(place)),
                    );
                }
            }
        }
    }
}

fn yield_to(hit: &mut Hit, prevailing: Option<&Hit>) {
    match prevailing {
        Some(other) if other.outcome == Outcome::Undetermined => {
            hit.outcome = Outcome::Undetermined;
            hit.missing.clone_from(&other.missing);
        }
        Some(other) if other.outcome.fires() || other.outcome == Outcome::Satisfied => {
            hit.outcome = Outcome::Yields;
        }
        Some(_) => {}
        None => hit.outcome = Outcome::Undetermined,
    }
}

/// A column of texts, whichever layout it has.
pub(crate) fn text_column(rows: &RecordBatch, name: &str) -> Vec<Option<String>> {
    let found = rows
        .column_by_name(name)
        .and_then(|column| cast(column, &DataType::Utf8).ok());
    found.map_or_else(
        || vec![None; rows.num_rows()],
        |column| {
            column
                .as_string::<i32>()
                .iter()
                .map(|text| text.map(str::to_owned))
                .collect()
        },
    )
}
