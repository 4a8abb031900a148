//! Turns a function of one row into a function of the engine.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Decimal128Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Date32Type, Decimal128Type, Float64Type, Int64Type};
use datafusion::arrow::datatypes::{Field, FieldRef};
use datafusion::common::{Result, plan_err};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;
use units::{Day, MicrogramPerM3};

/// A function of one row, by its name.
pub(crate) struct Function {
    pub(crate) name: &'static str,
    /// The fewest and the most arguments.
    pub(crate) arguments: (usize, usize),
    pub(crate) returns: DataType,
    pub(crate) run: fn(&Arguments<'_>) -> Result<ArrayRef>,
}

/// A function as the engine wants it; its name is its identity.
#[derive(Debug)]
pub(crate) struct Wrapped {
    function: &'static Function,
    signature: Signature,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Wrapped {
    pub(crate) fn new(function: &'static Function) -> Self {
        Self {
            function,
            signature: Signature::variadic_any(Volatility::Immutable),
        }
    }
}

impl PartialEq for Wrapped {
    fn eq(&self, other: &Self) -> bool {
        self.function.name == other.function.name
    }
}

impl Eq for Wrapped {}

impl Hash for Wrapped {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.function.name.hash(state);
    }
}

impl ScalarUDFImpl for Wrapped {
    fn name(&self) -> &str {
        self.function.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        let (least, most) = self.function.arguments;
        if !(least..=most).contains(&given.len()) {
            return plan_err!(
                "{} takes {least} to {most} arguments, {} given",
                self.function.name,
                given.len()
            );
        }
        Ok(self.function.returns.clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let types: Vec<DataType> = args
            .arg_fields
            .iter()
            .map(|f| f.data_type().clone())
            .collect();
        Ok(Arc::new(Field::new(
            self.function.name,
            self.return_type(&types)?,
            true,
        )))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        answer(self.function.name, &args, self.function.run)
    }
}

/// Runs a function over the columns of a call, or over one row where every argument is a constant.
pub(crate) fn answer(
    name: &'static str,
    args: &ScalarFunctionArgs,
    run: impl FnOnce(&Arguments<'_>) -> Result<ArrayRef>,
) -> Result<ColumnarValue> {
    let one_row = args
        .args
        .iter()
        .all(|a| matches!(a, ColumnarValue::Scalar(_)));
    let rows = if one_row { 1 } else { args.number_rows };
    let answer = run(&Arguments {
        name,
        given: &args.args,
        rows,
    })?;
    if one_row {
        return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(
            &answer, 0,
        )?));
    }
    Ok(ColumnarValue::Array(answer))
}

/// The arguments of a call, column by column.
pub(crate) struct Arguments<'a> {
    pub(crate) name: &'static str,
    given: &'a [ColumnarValue],
    pub(crate) rows: usize,
}

impl Arguments<'_> {
    pub(crate) fn count(&self) -> usize {
        self.given.len()
    }

    /// A column of concentrations; anything that is a number with at most three decimals.
    pub(crate) fn concentrations(
        &self,
        place: usize,
        milligrams: bool,
    ) -> Result<Vec<Option<MicrogramPerM3>>> {
        let thousandths = self.decimals(place)?;
        let scale = if milligrams { 1000 } else { 1 };
        Ok(read(&thousandths, |i| {
            i64::try_from(thousandths.value(i))
                .ok()
                .map(|t| MicrogramPerM3::from_thousandths(t * scale))
        }))
    }

    /// A column of numbers as `DECIMAL(28,3)`.
    pub(crate) fn decimals(&self, place: usize) -> Result<Decimal128Array> {
        self.decimals_of(place, 28, 3)
    }

    /// A column of numbers as decimals of the scale.
    pub(crate) fn decimals_of(
        &self,
        place: usize,
        precision: u8,
        scale: i8,
    ) -> Result<Decimal128Array> {
        let wanted = DataType::Decimal128(precision, scale);
        Ok(cast(&self.array(place)?, &wanted)?
            .as_primitive::<Decimal128Type>()
            .clone())
    }

    pub(crate) fn integers(&self, place: usize) -> Result<Vec<Option<i64>>> {
        let array = cast(&self.array(place)?, &DataType::Int64)?;
        let array = array.as_primitive::<Int64Type>();
        Ok(read(array, |i| Some(array.value(i))))
    }

    pub(crate) fn floats(&self, place: usize) -> Result<Vec<Option<f64>>> {
        let array = cast(&self.array(place)?, &DataType::Float64)?;
        let array = array.as_primitive::<Float64Type>();
        Ok(read(array, |i| Some(array.value(i))))
    }

    pub(crate) fn texts(&self, place: usize) -> Result<Vec<Option<String>>> {
        let array = cast(&self.array(place)?, &DataType::Utf8)?;
        let array = array.as_string::<i32>();
        Ok(read(array, |i| Some(array.value(i).to_owned())))
    }

    /// The text of an argument that is the same for every row; `None` for a column of texts.
    pub(crate) fn constant_text(&self, place: usize) -> Option<&str> {
        match &self.given[place] {
            ColumnarValue::Scalar(text) => text.try_as_str().flatten(),
            ColumnarValue::Array(_) => None,
        }
    }

    /// Whether a column holds dates or times rather than names.
    pub(crate) fn is_time(&self, place: usize) -> bool {
        self.given[place].data_type().is_temporal()
    }

    pub(crate) fn days(&self, place: usize) -> Result<Vec<Option<Day>>> {
        let array = cast(&self.array(place)?, &DataType::Date32)?;
        let array = array.as_primitive::<Date32Type>();
        Ok(read(array, |i| Some(Day::from_number(array.value(i)))))
    }

    fn array(&self, place: usize) -> Result<ArrayRef> {
        self.given[place].to_array(self.rows)
    }

    /// An error that names this function.
    pub(crate) fn error(&self, cause: &dyn std::error::Error) -> DataFusionError {
        DataFusionError::Execution(format!("{}: {cause}", self.name))
    }
}

fn read<T>(array: &dyn Array, value: impl Fn(usize) -> Option<T>) -> Vec<Option<T>> {
    (0..array.len())
        .map(|i| if array.is_valid(i) { value(i) } else { None })
        .collect()
}
