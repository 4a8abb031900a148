//! SQL over `regions`: zones, names, distance.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray, Float64Array, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use regions::RegionCode;

use super::scalar::{Arguments, Function};

pub(crate) static FUNCTIONS: &[Function] = &[
    Function {
        name: "in_zone",
        arguments: (3, 3),
        returns: DataType::Boolean,
        run: in_zone,
    },
    Function {
        name: "region_name",
        arguments: (1, 1),
        returns: DataType::Utf8,
        run: region_name,
    },
    Function {
        name: "distance_m",
        arguments: (4, 4),
        returns: DataType::Float64,
        run: distance_m,
    },
];

fn in_zone(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let (codes, zones, days) = (arguments.texts(0)?, arguments.texts(1)?, arguments.days(2)?);
    let mut answers = Vec::with_capacity(arguments.rows);
    for ((code, zone), day) in codes.into_iter().zip(zones).zip(days) {
        let (Some(code), Some(zone), Some(day)) = (code, zone, day) else {
            answers.push(None);
            continue;
        };
        let Ok(code) = code.parse::<RegionCode>() else {
            answers.push(None);
            continue;
        };
        answers.push(Some(
            regions::in_zone(code, &zone, day.date()).map_err(|e| arguments.error(&e))?,
        ));
    }
    Ok(Arc::new(BooleanArray::from(answers)))
}

fn region_name(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let name = |code: Option<String>| {
        let code = code?.parse::<RegionCode>().ok()?;
        regions::by_code(code).map(|region| region.zh)
    };
    Ok(Arc::new(
        arguments
            .texts(0)?
            .into_iter()
            .map(name)
            .collect::<StringArray>(),
    ))
}

fn distance_m(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let columns: Vec<_> = (0..4)
        .map(|place| arguments.floats(place))
        .collect::<Result<_>>()?;
    let row = |i: usize| {
        Some(regions::distance_m(
            columns[0][i]?,
            columns[1][i]?,
            columns[2][i]?,
            columns[3][i]?,
        ))
    };
    Ok(Arc::new(
        (0..arguments.rows).map(row).collect::<Float64Array>(),
    ))
}
