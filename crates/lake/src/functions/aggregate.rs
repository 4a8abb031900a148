//! SQL aggregates that are exact and do not depend on the order of rows or the number of threads.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Array, ListArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Field, FieldRef, Int64Type};
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;
use standards::{daily, evaluation, limits, validity};
use units::{Exact, HourEnding, MicrogramPerM3, Pollutant, rounding};

use crate::schema::civil_time;

/// The type of every answer.
const ANSWER: (u8, i8) = (28, 6);

/// What a function of many rows makes of its pairs of whole numbers, sorted.
type Finish = fn(&[(i64, i64)]) -> Result<Option<i128>>;

/// `percentile_hj663(value, percent)`: HJ 663-2013 annex A.5, to six decimals.
pub(crate) fn percentile_hj663() -> AggregateUDF {
    AggregateUDF::from(Aggregate::new(
        "percentile_hj663",
        6,
        DataType::Int64,
        finish_percentile,
    ))
}

/// `mda8(o3, hour)`: the daily maximum of eight-hour means, null when the day is not valid.
pub(crate) fn mda8() -> AggregateUDF {
    AggregateUDF::from(Aggregate::new("mda8", 3, civil_time(), finish_mda8))
}

/// A function of a number and a key over many rows; its name is its identity.
#[derive(Debug)]
struct Aggregate {
    name: &'static str,
    decimals: i8,
    key: DataType,
    finish: Finish,
    signature: Signature,
}

impl Aggregate {
    fn new(name: &'static str, decimals: i8, key: DataType, finish: Finish) -> Self {
        Self {
            name,
            decimals,
            key,
            finish,
            signature: Signature::any(2, Volatility::Immutable),
        }
    }
}

impl PartialEq for Aggregate {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Aggregate {}

impl Hash for Aggregate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl AggregateUDFImpl for Aggregate {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _given: &[DataType]) -> Result<DataType> {
        Ok(DataType::Decimal128(ANSWER.0, ANSWER.1))
    }

    fn accumulator(&self, _args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let (decimals, key, finish) = (self.decimals, self.key.clone(), self.finish);
        Ok(Box::new(Gathered {
            pairs: Vec::new(),
            decimals,
            key,
            finish,
        }))
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let item = Arc::new(Field::new_list_field(DataType::Int64, true));
        Ok(vec![Arc::new(Field::new(
            args.name,
            DataType::List(item),
            true,
        ))])
    }
}

/// Gathers pairs of whole numbers, one a row.
#[derive(Debug)]
struct Gathered {
    pairs: Vec<(i64, i64)>,
    decimals: i8,
    key: DataType,
    finish: Finish,
}

impl Accumulator for Gathered {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let numbers = cast(&values[0], &DataType::Decimal128(ANSWER.0, self.decimals))?;
        let numbers = numbers.as_primitive::<Decimal128Type>();
        let keys = cast(&cast(&values[1], &self.key)?, &DataType::Int64)?;
        let keys = keys.as_primitive::<Int64Type>();
        for i in 0..numbers.len() {
            if numbers.is_valid(i) && keys.is_valid(i) {
                let Ok(number) = i64::try_from(numbers.value(i)) else {
                    return exec_err!("a value is beyond the range of concentrations");
                };
                self.pairs.push((keys.value(i), number));
            }
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.pairs.sort_unstable();
        Ok(ScalarValue::Decimal128(
            (self.finish)(&self.pairs)?,
            ANSWER.0,
            ANSWER.1,
        ))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.pairs.capacity() * size_of::<(i64, i64)>()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let flat: Int64Array = self.pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
        let offsets = datafusion::arrow::buffer::OffsetBuffer::from_lengths([flat.len()]);
        let field = Arc::new(Field::new_list_field(DataType::Int64, true));
        let list = ListArray::try_new(field, offsets, Arc::new(flat), None)?;
        Ok(vec![ScalarValue::List(Arc::new(list))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for state in states[0].as_list::<i32>().iter().flatten() {
            let flat = state.as_primitive::<Int64Type>();
            self.pairs
                .extend(flat.values().chunks_exact(2).map(|pair| (pair[0], pair[1])));
        }
        Ok(())
    }
}

fn finish_percentile(pairs: &[(i64, i64)]) -> Result<Option<i128>> {
    let Some(&(percent, _)) = pairs.first() else {
        return Ok(None);
    };
    let Some(percent) = u8::try_from(percent).ok().filter(|p| *p <= 100) else {
        return exec_err!("percentile_hj663: the percent must be 0 to 100, not {percent}");
    };
    if pairs.iter().any(|(other, _)| *other != i64::from(percent)) {
        return exec_err!(
            "percentile_hj663: the percent must be the same for every row of a group"
        );
    }
    let sorted: Vec<Exact> = pairs
        .iter()
        .map(|(_, v)| Exact::new(i128::from(*v), 1_000_000))
        .collect();
    Ok(evaluation::percentile(&sorted, percent).map(|value| rounding::gb8170(value, 6).scaled()))
}

fn finish_mda8(pairs: &[(i64, i64)]) -> Result<Option<i128>> {
    let Some(&(first, _)) = pairs.first() else {
        return Ok(None);
    };
    let day = HourEnding::from_number(first.div_euclid(MICROSECONDS_PER_HOUR)).day();
    let mut hours = [None; 24];
    for (moment, thousandths) in pairs {
        let hour = HourEnding::from_number(moment.div_euclid(MICROSECONDS_PER_HOUR));
        if hour.day() != day {
            return exec_err!(
                "mda8: the hours of a group must be of one day; {day} and {} were given",
                hour.day()
            );
        }
        hours[usize::from(hour.of_day()) - 1] =
            Some(MicrogramPerM3::from_thousandths(*thousandths));
    }
    let law = |e: &dyn std::error::Error| {
        datafusion::error::DataFusionError::Execution(format!("mda8: {e}"))
    };
    let rules = validity::rules_on(day).map_err(|e| law(&e))?;
    let limit = limits::limit(
        Pollutant::O3,
        limits::Averaging::Max8h,
        limits::Class::Two,
        day,
    )
    .map_err(|e| law(&e))?;
    let value = daily::mda8(rules, &hours, limit.value).value;
    Ok(value.map(|value| rounding::gb8170(value, 6).scaled()))
}

const MICROSECONDS_PER_HOUR: i64 = 3_600_000_000;
