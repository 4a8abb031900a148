//! Every rule of a plan over made-up registers of a province's size, with the time that each takes.
//!
//! `cargo run --example rules_over_registers -- 1000000 100000 1000`: rows of vehicles, of facilities, and of
//! every other entity. The rows are random over the words of the vocabulary; they show time, not outcomes.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for the terminal that takes the time"
)]

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lake::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringArray,
};
use lake::arrow::record_batch::RecordBatch;
use plan::judge::{Register, Registers, judge};
use plan::model::{Column, ColumnType, Entity};
use plan::{Plan, engine, folder, load, statement, table};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64;
use units::Day;

fn main() -> Result<(), Box<dyn Error>> {
    let sizes: Vec<usize> = std::env::args()
        .skip(1)
        .map(|argument| argument.parse())
        .collect::<Result<_, _>>()?;
    let [vehicles, facilities, others] = sizes.as_slice() else {
        return Err("arguments: rows of vehicles, of facilities, of every other entity".into());
    };
    let (plan, _) = load(&folder::open("shanxi-2024", None)?);
    let plan = plan.ok_or("the plan does not load")?;
    let registers = registers(&plan, |entity| match entity {
        "vehicle" => *vehicles,
        "facility" => *facilities,
        _ => *others,
    });
    let context = engine::session(&plan, 2);
    for (name, register) in &registers {
        statement::register(&context, name, register.rows.clone())?;
    }
    let as_of: Day = "2025-12-31".parse()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().build()?;
    let time = |only: Option<&[&str]>| -> (Duration, plan::judge::Judged) {
        let start = Instant::now();
        let judged = runtime.block_on(judge(&plan, &context, &registers, as_of, only));
        (start.elapsed(), judged)
    };
    for round in 1..=3 {
        println!("all rules, round {round}: {:?}", time(None).0);
    }
    let mut times: Vec<(Duration, String)> = Vec::new();
    for rule in plan.rules() {
        let id = rule.id.get_ref().as_str();
        let (took, judged) = time(Some(&[id]));
        let rows = judged[id].as_ref().map_or(0, plan::judge::Judgement::len);
        times.push((took, format!("{id} {} {rows}", rule.entity.get_ref())));
    }
    times.sort_by(|a, b| b.cmp(a));
    for (took, rule) in times.iter().take(25) {
        println!("{rule}: {took:?}");
    }
    let (_, judged) = time(None);
    let start = Instant::now();
    let hits: usize = judged
        .values()
        .flatten()
        .map(|judgement| judgement.hits().collect::<Vec<_>>().len())
        .sum();
    println!("a hit made for each of {hits} rows: {:?}", start.elapsed());
    Ok(())
}

fn registers(plan: &Plan, rows: impl Fn(&str) -> usize) -> Registers {
    let mut random = Pcg64::seed_from_u64(4);
    let of_entity = |entity: &Entity| {
        let name = entity.id.get_ref();
        let register = Register {
            source: "random".to_owned(),
            simulated: true,
            rows: batch(entity, rows(name), &mut random),
        };
        (name.clone(), register)
    };
    plan.entities.iter().map(of_entity).collect()
}

/// One cell in twenty is unknown.
const UNKNOWN: f64 = 0.05;

fn batch(entity: &Entity, rows: usize, random: &mut Pcg64) -> RecordBatch {
    let counties: Vec<String> = regions::all()
        .iter()
        .map(|region| region.code.to_string())
        .filter(|code| code.starts_with("14") && !code.ends_with("00"))
        .collect();
    let places: Vec<&str> = counties.iter().map(String::as_str).collect();
    let name = entity.id.get_ref();
    let keys = (0..rows).map(|row| format!("{name}-{row:07}"));
    let keys: ArrayRef = Arc::new(StringArray::from_iter_values(keys));
    let mut columns = vec![Arc::clone(&keys), keys, words(&places, rows, random)];
    columns.extend(
        entity
            .columns
            .iter()
            .map(|c| cells(c, &places, rows, random)),
    );
    let numbers = (0..rows).filter_map(|row| i64::try_from(row).ok());
    columns.push(Arc::new(Int64Array::from_iter_values(numbers)));
    RecordBatch::try_new(table::schema(entity), columns)
        .unwrap_or_else(|_| RecordBatch::new_empty(table::schema(entity)))
}

fn cells(column: &Column, places: &[&str], rows: usize, random: &mut Pcg64) -> ArrayRef {
    let known = |random: &mut Pcg64| !random.random_bool(UNKNOWN);
    match column.kind {
        ColumnType::Region => words(places, rows, random),
        ColumnType::Text => {
            let listed: Vec<&str> = column.values.keys().map(String::as_str).collect();
            words(&listed, rows, random)
        }
        ColumnType::Boolean => {
            let cell = |_| known(random).then(|| random.random_bool(0.5));
            Arc::new((0..rows).map(cell).collect::<BooleanArray>())
        }
        ColumnType::Date => {
            let cell = |_| known(random).then(|| random.random_range(19_000..20_800));
            Arc::new((0..rows).map(cell).collect::<Date32Array>())
        }
        ColumnType::Number => {
            // Stages are small, sizes larger; degrees in Shanxi.
            let (low, high) = match column.unit.as_deref() {
                Some("阶段" | "级") => (0, 7),
                Some("°") if column.id.get_ref() == "lat" => (35, 40),
                Some("°") => (110, 114),
                _ => (0, 2000),
            };
            let cell = |_| {
                known(random).then(|| random.random_range(low * 1_000_000..=high * 1_000_000_i128))
            };
            let made: Decimal128Array = (0..rows).map(cell).collect();
            Arc::new(made.with_data_type(table::data_type(ColumnType::Number)))
        }
    }
}

fn words(listed: &[&str], rows: usize, random: &mut Pcg64) -> ArrayRef {
    let cell = |_| {
        let known = !listed.is_empty() && !random.random_bool(UNKNOWN);
        known.then(|| listed[random.random_range(0..listed.len())])
    };
    Arc::new((0..rows).map(cell).collect::<StringArray>())
}
