//! What rules and statements make of the facts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lake::arrow::array::{Array as _, AsArray as _, BooleanArray};
use lake::arrow::datatypes::Int64Type;
use lake::arrow::record_batch::RecordBatch;
use lake::datafusion::execution::context::SessionContext;
use lake::{DayIndices, LakeError};
use units::{Exact, Period};

use super::counted::{Counts, numbers};
use super::{Facts, Request, base, measured, period, scope};
use crate::air::{self, Item};
use crate::judge::hit_table::HitTable;
use crate::judge::{self, Judged, Register, Registers};
use crate::model::{Indicator, IndicatorKind, Operator, Plan, Target};
use crate::{engine, predicate, statement};

/// Facts, and what rules and statements made of them.
#[derive(Debug)]
pub struct Derived {
    /// The outcome of each rule.
    pub judged: Judged,
    /// The rows of counting statements.
    pub counted: BTreeMap<String, Result<Counts, String>>,
    /// The values of measured statements by indicator, period and law.
    pub measured: BTreeMap<(String, Period, Law), Result<Vec<Measured>, String>>,
    /// Evaluation values of each period and law.
    pub items: Items,
    /// How many rows each register has in each region.
    pub register_rows: BTreeMap<String, BTreeMap<String, u64>>,
    /// The tables that each statement reads.
    pub reads: BTreeMap<String, Vec<String>>,
}

/// Whose standards judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// Those of the day of issue.
    Issue,
    /// Those of the day of evaluation.
    Today,
}

/// One measured value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The region.
    pub region: String,
    /// The value.
    pub value: Option<Exact>,
    /// Valid days.
    pub valid: u64,
    /// Days of the period.
    pub expected: u64,
    /// Whether the standard's rules hold.
    pub complete: bool,
}

/// The registers that were handed in, and those that lantian fills itself from what is measured.
pub fn registers(plan: &Plan, facts: &Facts, request: &Request) -> Result<Registers, LakeError> {
    Ok(provided(plan, facts, request)?.0)
}

/// Evaluation values of periods.
type Items = BTreeMap<(Period, Law), Vec<Item>>;

fn provided(
    plan: &Plan,
    facts: &Facts,
    request: &Request,
) -> Result<(Registers, Items), LakeError> {
    let mut registers = facts.registers.clone();
    let mut items = Items::new();
    for entity in plan.entities.iter().filter(|entity| entity.provided) {
        let year = Period::Year(request.as_of.date().year());
        let own = facts.air.items(year, request.as_of, indices(plan))?;
        let rows = crate::provided::air_region(plan, entity, facts, &own, request.as_of)?;
        items.insert((year, Law::Issue), own);
        registers.insert(entity.id.get_ref().clone(), rows);
    }
    Ok((registers, items))
}

/// Applies the rules and runs the statements.
pub async fn derive(plan: &Plan, facts: &Facts, request: &Request) -> Result<Derived, LakeError> {
    let context = engine::session(plan, request.limits.threads);
    let (registers, items) = provided(plan, facts, request)?;
    for (name, register) in &registers {
        statement::register(&context, name, register.rows.clone())?;
    }
    let judged = judge::judge(plan, &context, &registers, request.as_of, None).await;
    let hits = HitTable::new(plan, &judged);
    context.register_table(statement::HIT, Arc::new(hits))?;
    let (order, _) = statement::ordered(plan, &context);
    let mut derived = Derived {
        judged,
        counted: BTreeMap::new(),
        measured: BTreeMap::new(),
        items,
        register_rows: registers
            .iter()
            .map(|(name, register)| (name.clone(), rows_by_region(register)))
            .collect(),
        reads: BTreeMap::new(),
    };
    let literals = predicate::literals(plan, None, request.as_of);
    for indicator in order {
        let Some(sql) = &indicator.sql else { continue };
        let tables = judge::tables(&context, sql);
        let known = tables.iter().all(|table| {
            context.table_exist(table.as_str()).unwrap_or(false) || table == statement::EVALUATION
        });
        derived.reads.insert(indicator.id.clone(), tables);
        if indicator.kind != IndicatorKind::Registered || !known {
            continue;
        }
        let rows = match predicate::substitute(sql, &literals) {
            Ok(sql) => run(&context, &sql).await,
            Err(e) => Err(e.to_string()),
        };
        if let Ok(rows) = &rows {
            statement::register(&context, &indicator.id, rows.clone())?;
        }
        derived
            .counted
            .insert(indicator.id.clone(), rows.map(|rows| Counts::new(&rows)));
    }
    measure(plan, facts, request, &context, &mut derived).await?;
    Ok(derived)
}

/// Runs the measured statements over every period that a target needs.
async fn measure(
    plan: &Plan,
    facts: &Facts,
    request: &Request,
    context: &SessionContext,
    derived: &mut Derived,
) -> Result<(), LakeError> {
    let mut wanted: BTreeSet<(Period, Law, &str)> = BTreeSet::new();
    for (target, indicator) in measured(plan) {
        let laws = [Law::Issue, Law::Today];
        for law in &laws[..=usize::from(facts.air_today.is_some())] {
            let own = period(target, request.as_of);
            for period in own.into_iter().chain(base(target)) {
                wanted.insert((period, *law, &indicator.id));
            }
        }
    }
    measure_all(plan, facts, request, context, &wanted, derived).await?;
    let mut months = BTreeSet::new();
    for (target, indicator) in measured(plan) {
        months.extend(
            trend_months(plan, target, indicator, request, derived)
                .into_iter()
                .map(|month| (Period::Month(month), Law::Issue, indicator.id.as_str())),
        );
    }
    measure_all(plan, facts, request, context, &months, derived).await
}

/// The whole months that the trend test of a rank needs; none where no region has a base to compare with.
fn trend_months(
    plan: &Plan,
    target: &Target,
    indicator: &Indicator,
    request: &Request,
    derived: &Derived,
) -> Vec<units::Month> {
    let forward = *target.operator.get_ref() == Operator::Forward;
    let Some(base) = base(target).filter(|_| forward) else {
        return Vec::new();
    };
    let key = (indicator.id.clone(), base, Law::Issue);
    let rows = derived
        .measured
        .get(&key)
        .and_then(|rows| rows.as_ref().ok());
    let scope = scope(plan, target);
    let has_base = rows
        .into_iter()
        .flatten()
        .any(|row| row.complete && scope.contains(&row.region));
    let end = request.as_of.plus(1);
    if !has_base || end <= base.start() {
        return Vec::new();
    }
    Period::Days(base.start(), end)
        .months()
        .filter(|month| month.next().first() <= end)
        .collect()
}

/// Whether any measured indicator counts days by the index.
fn indices(plan: &Plan) -> DayIndices {
    let counts = |sql: &str| {
        ["heavy_day", "good_day"]
            .iter()
            .any(|item| sql.contains(item))
    };
    let any = measured(plan)
        .iter()
        .any(|(_, indicator)| indicator.sql.as_deref().is_some_and(counts));
    if any {
        DayIndices::Computed
    } else {
        DayIndices::LeftOut
    }
}

async fn measure_all(
    plan: &Plan,
    facts: &Facts,
    request: &Request,
    context: &SessionContext,
    wanted: &BTreeSet<(Period, Law, &str)>,
    derived: &mut Derived,
) -> Result<(), LakeError> {
    let literals = predicate::literals(plan, None, request.as_of);
    let mut current: Option<(Period, Law)> = None;
    for (period, law, id) in wanted {
        let (period, law) = (*period, *law);
        if current != Some((period, law)) {
            let air = match law {
                Law::Issue => Some(&facts.air),
                Law::Today => facts.air_today.as_ref(),
            };
            let items = match (derived.items.remove(&(period, law)), air) {
                (Some(items), _) => items,
                (None, Some(air)) => air.items(period, request.as_of, indices(plan))?,
                (None, None) => Vec::new(),
            };
            statement::register(context, statement::EVALUATION, air::batch(&items))?;
            derived.items.insert((period, law), items);
            current = Some((period, law));
        }
        let sql = plan
            .indicator(id)
            .and_then(|indicator| indicator.sql.as_ref());
        let rows = match sql.map(|sql| predicate::substitute(sql, &literals)) {
            Some(Ok(sql)) => run(context, &sql).await,
            Some(Err(e)) => Err(e.to_string()),
            None => continue,
        };
        derived.measured.insert(
            ((*id).to_owned(), period, law),
            rows.map(|rows| measured_rows(&rows)),
        );
    }
    Ok(())
}

async fn run(context: &SessionContext, sql: &str) -> Result<RecordBatch, String> {
    let failed = |e: lake::datafusion::error::DataFusionError| e.strip_backtrace();
    let frame = context.sql(sql).await.map_err(failed)?;
    let planned = Arc::clone(frame.schema().inner());
    let batches = frame.collect().await.map_err(failed)?;
    let schema = batches.first().map_or(planned, RecordBatch::schema);
    lake::arrow::compute::concat_batches(&schema, &batches).map_err(|e| e.to_string())
}

fn rows_by_region(register: &Register) -> BTreeMap<String, u64> {
    let regions = judge::texts(&register.rows, "region");
    let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
    for region in regions.iter().flatten() {
        *rows.entry(region).or_default() += 1;
    }
    rows.into_iter()
        .map(|(region, count)| (region.to_owned(), count))
        .collect()
}

fn measured_rows(rows: &RecordBatch) -> Vec<Measured> {
    let regions = judge::text_column(rows, "region");
    let values = numbers(rows, "value");
    let count = |name: &str, row: usize| {
        let column = rows.column_by_name(name);
        let column = column.and_then(|column| column.as_primitive_opt::<Int64Type>());
        column.map_or(0, |column| u64::try_from(column.value(row)).unwrap_or(0))
    };
    let complete: Option<&BooleanArray> = rows
        .column_by_name("complete")
        .and_then(|column| column.as_boolean_opt());
    (0..rows.num_rows())
        .map(|row| Measured {
            region: regions[row].clone().unwrap_or_default(),
            value: values[row],
            valid: count("valid", row),
            expected: count("expected", row),
            complete: complete
                .is_some_and(|complete| complete.is_valid(row) && complete.value(row)),
        })
        .collect()
}
