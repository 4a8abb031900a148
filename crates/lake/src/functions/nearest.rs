//! `nearest_m(lon, lat, lon2, lat2)`: the least geodesic distance of a group of pairs, as a cross join gives them.
//!
//! Rows in which a coordinate is null, or is no position (beyond ±180°, ±90°), are passed over; a group with no other
//! rows answers null. Whoever must know of them counts them.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array};
use datafusion::arrow::buffer::NullBuffer;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type};
use datafusion::common::Result;
use datafusion::logical_expr::function::AccumulatorArgs;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;
use regions::{Nearest, is_position};

/// The aggregate.
pub(crate) fn nearest_m() -> AggregateUDF {
    AggregateUDF::from(NearestM {
        signature: Signature::any(4, Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct NearestM {
    signature: Signature,
}

impl AggregateUDFImpl for NearestM {
    fn name(&self) -> &'static str {
        "nearest_m"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _given: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn accumulator(&self, _args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Group(Nearest::default())))
    }

    fn groups_accumulator_supported(&self, _args: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(
        &self,
        _args: AccumulatorArgs<'_>,
    ) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Groups(Vec::new())))
    }
}

/// The four columns of a batch, and in which rows one of them is null.
struct Pairs {
    columns: [Float64Array; 4],
    nulls: Option<NullBuffer>,
}

impl Pairs {
    fn new(values: &[ArrayRef]) -> Result<Self> {
        let column = |i: usize| -> Result<Float64Array> {
            Ok(cast(&values[i], &DataType::Float64)?
                .as_primitive::<Float64Type>()
                .clone())
        };
        let columns = [column(0)?, column(1)?, column(2)?, column(3)?];
        let nulls = NullBuffer::union_many(columns.each_ref().map(Array::nulls));
        Ok(Self { columns, nulls })
    }

    fn rows(&self) -> usize {
        self.columns[0].len()
    }

    fn offer(&self, row: usize, nearest: &mut Nearest) {
        if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            return;
        }
        let [lon1, lat1, lon2, lat2] = self.columns.each_ref().map(|column| column.value(row));
        if is_position(lon1, lat1) && is_position(lon2, lat2) {
            nearest.offer(lon1, lat1, lon2, lat2);
        }
    }
}

#[derive(Debug)]
struct Group(Nearest);

impl Accumulator for Group {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let pairs = Pairs::new(values)?;
        for row in 0..pairs.rows() {
            pairs.offer(row, &mut self.0);
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::Float64(self.0.distance_m()))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.evaluate()?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let metres = states[0].as_primitive::<Float64Type>();
        metres.iter().flatten().for_each(|m| self.0.offer_m(m));
        Ok(())
    }
}

/// All groups of a partition at once; the engine numbers them.
#[derive(Debug)]
struct Groups(Vec<Nearest>);

impl GroupsAccumulator for Groups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        count: usize,
    ) -> Result<()> {
        self.0.resize(count, Nearest::default());
        let pairs = Pairs::new(values)?;
        for (row, group) in groups.iter().enumerate() {
            if filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row)) {
                pairs.offer(row, &mut self.0[*group]);
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let emitted = emit_to.take_needed(&mut self.0);
        let metres: Float64Array = emitted.iter().map(Nearest::distance_m).collect();
        Ok(Arc::new(metres))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![self.evaluate(emit_to)?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef], groups: &[usize], count: usize) -> Result<()> {
        self.0.resize(count, Nearest::default());
        let metres = states[0].as_primitive::<Float64Type>();
        for (metres, group) in metres.iter().zip(groups) {
            if let Some(metres) = metres {
                self.0[*group].offer_m(metres);
            }
        }
        Ok(())
    }

    fn convert_to_state(
        &self,
        values: &[ArrayRef],
        filter: Option<&BooleanArray>,
    ) -> Result<Vec<ArrayRef>> {
        let rows = values[0].len();
        let mut each = Self(Vec::new());
        each.update_batch(values, &(0..rows).collect::<Vec<_>>(), filter, rows)?;
        each.state(EmitTo::All)
    }

    fn size(&self) -> usize {
        self.0.capacity() * size_of::<Nearest>()
    }
}
