//! `region_at(lon, lat)`: the code of the outline that a position lies in, for sessions that were given outlines.
//!
//! Null where a coordinate is null or no outline holds the position. It does not know which edition of the outlines it
//! was given, nor their reference system: that is for whoever registers them.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use regions::{PlaceIndex, RegionCode};

use super::scalar::{Arguments, answer};

/// The function over some outlines.
pub(crate) fn region_at(places: Arc<PlaceIndex<RegionCode>>) -> ScalarUDF {
    let codes = places.ids().iter().map(ToString::to_string).collect();
    ScalarUDF::from(RegionAt {
        places,
        codes,
        signature: Signature::any(2, Volatility::Immutable),
    })
}

/// Two of these are the same function when they look at the same outlines.
#[derive(Debug)]
struct RegionAt {
    places: Arc<PlaceIndex<RegionCode>>,
    codes: Vec<String>,
    signature: Signature,
}

impl PartialEq for RegionAt {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.places, &other.places)
    }
}

impl Eq for RegionAt {}

impl Hash for RegionAt {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.places).hash(state);
    }
}

impl ScalarUDFImpl for RegionAt {
    fn name(&self) -> &'static str {
        "region_at"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _given: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        answer("region_at", &args, |arguments| self.codes_of(arguments))
    }
}

impl RegionAt {
    fn codes_of(&self, arguments: &Arguments<'_>) -> Result<ArrayRef> {
        let (lon, lat) = (arguments.floats(0)?, arguments.floats(1)?);
        let code = |(lon, lat): (Option<f64>, Option<f64>)| {
            let place = self.places.place(lon?, lat?)?;
            Some(self.codes[place].as_str())
        };
        Ok(Arc::new(
            lon.into_iter().zip(lat).map(code).collect::<StringArray>(),
        ))
    }
}
