//! SQL over `standards`: indices, levels, rounding.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Decimal128Array, Int16Array, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use standards::aqi::{self, Edition, Index, Method, Six};
use standards::composite;
use units::{Day, Exact, rounding};

use super::scalar::{Arguments, Function};

pub(crate) static FUNCTIONS: &[Function] = &[
    Function {
        name: "iaqi",
        arguments: (3, 4),
        returns: DataType::Int16,
        run: iaqi,
    },
    Function {
        name: "aqi",
        arguments: (7, 8),
        returns: DataType::Int16,
        run: aqi_hour,
    },
    Function {
        name: "aqi_day",
        arguments: (7, 8),
        returns: DataType::Int16,
        run: aqi_day,
    },
    Function {
        name: "primary_pollutant",
        arguments: (7, 8),
        returns: DataType::Utf8,
        run: primary_hour,
    },
    Function {
        name: "primary_pollutant_day",
        arguments: (7, 8),
        returns: DataType::Utf8,
        run: primary_day,
    },
    Function {
        name: "level",
        arguments: (2, 2),
        returns: DataType::Utf8,
        run: level,
    },
    Function {
        name: "composite_index",
        arguments: (7, 7),
        returns: DataType::Decimal128(12, 2),
        run: composite_index,
    },
    Function {
        name: "round_gb8170",
        arguments: (2, 2),
        returns: DataType::Decimal128(28, 6),
        run: round_gb8170,
    },
];

/// The edition of each row, from a column of names or of days.
fn editions(arguments: &Arguments<'_>, place: usize) -> Result<Vec<Option<&'static Edition>>> {
    if arguments.is_time(place) {
        let find = |day: Option<Day>| {
            day.map(aqi::edition_on)
                .transpose()
                .map_err(|e| arguments.error(&e))
        };
        return arguments.days(place)?.into_iter().map(find).collect();
    }
    let find = |name: Option<String>| {
        let Some(name) = name else { return Ok(None) };
        match name.parse::<Day>() {
            Ok(day) => aqi::edition_on(day)
                .map(Some)
                .map_err(|e| arguments.error(&e)),
            Err(_) => aqi::edition(&name)
                .map(Some)
                .map_err(|e| arguments.error(&e)),
        }
    };
    arguments.texts(place)?.into_iter().map(find).collect()
}

/// The edition and publication variant of each row; the variant may be left out.
fn methods(arguments: &Arguments<'_>, edition_place: usize) -> Result<Vec<Option<Method>>> {
    let editions = editions(arguments, edition_place)?;
    let variants = if arguments.count() > edition_place + 1 {
        arguments.texts(edition_place + 1)?
    } else {
        vec![Some("standard".to_owned()); editions.len()]
    };
    let join = |(edition, variant): (Option<&'static Edition>, Option<String>)| {
        let (Some(edition), Some(variant)) = (edition, variant) else {
            return Ok(None);
        };
        let variant = aqi::variant(&variant).map_err(|e| arguments.error(&e))?;
        Ok(Some(Method { edition, variant }))
    };
    editions.into_iter().zip(variants).map(join).collect()
}

fn iaqi(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let series = arguments.texts(0)?;
    let numbers = arguments.decimals(1)?;
    let methods = methods(arguments, 2)?;
    let mut answers = Vec::with_capacity(arguments.rows);
    for i in 0..arguments.rows {
        let (Some(series), Some(method)) = (&series[i], methods[i]) else {
            answers.push(None);
            continue;
        };
        let series: aqi::Series = series.parse().map_err(|e| arguments.error(&e))?;
        let scale = if series.pollutant().in_milligrams() {
            1000
        } else {
            1
        };
        let thousandths =
            datafusion::arrow::array::Array::is_valid(&numbers, i).then(|| numbers.value(i));
        let value = thousandths.and_then(|t| i64::try_from(t).ok());
        let value = value.map(|t| units::MicrogramPerM3::from_thousandths(t * scale));
        answers.push(
            value
                .and_then(|v| aqi::iaqi(method, series, v))
                .and_then(|i| i16::try_from(i).ok()),
        );
    }
    Ok(Arc::new(Int16Array::from(answers)))
}

/// The index of each row; rows whose edition is null have none.
fn indices(
    arguments: &Arguments<'_>,
    index: fn(Method, &Six) -> Index,
) -> Result<Vec<Option<Index>>> {
    let columns: Vec<_> = (0..6)
        .map(|place| arguments.concentrations(place, place == 4))
        .collect::<Result<_>>()?;
    let methods = methods(arguments, 6)?;
    let row =
        |i: usize| methods[i].map(|method| index(method, &std::array::from_fn(|p| columns[p][i])));
    Ok((0..arguments.rows).map(row).collect())
}

fn of_day(method: Method, values: &Six) -> Index {
    aqi::daily(method, values, None)
}

fn numbers(indices: Vec<Option<Index>>) -> ArrayRef {
    let number = |index: Option<Index>| {
        index
            .and_then(|i| i.aqi)
            .and_then(|aqi| i16::try_from(aqi).ok())
    };
    Arc::new(indices.into_iter().map(number).collect::<Int16Array>())
}

fn primaries(indices: Vec<Option<Index>>) -> ArrayRef {
    let name = |index: Option<Index>| {
        index
            .map(|i| i.primary.to_string())
            .filter(|s| !s.is_empty())
    };
    Arc::new(indices.into_iter().map(name).collect::<StringArray>())
}

fn aqi_hour(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    Ok(numbers(indices(arguments, aqi::hourly)?))
}

fn aqi_day(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    Ok(numbers(indices(arguments, of_day)?))
}

fn primary_hour(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    Ok(primaries(indices(arguments, aqi::hourly)?))
}

fn primary_day(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    Ok(primaries(indices(arguments, of_day)?))
}

fn level(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let numbers = arguments.integers(0)?;
    let editions = editions(arguments, 1)?;
    let name = |(number, edition): (Option<i64>, Option<&'static Edition>)| {
        let number = u16::try_from(number?).ok()?;
        Some(aqi::level(edition?, number).class_zh)
    };
    Ok(Arc::new(
        numbers
            .into_iter()
            .zip(editions)
            .map(name)
            .collect::<StringArray>(),
    ))
}

fn composite_index(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    const DECIMALS: i8 = 9;
    let columns: Vec<Decimal128Array> = (0..6)
        .map(|place| arguments.decimals_of(place, 28, DECIMALS))
        .collect::<Result<_>>()?;
    let days = arguments.days(6)?;
    let method = composite::method("ranking2018").map_err(|e| arguments.error(&e))?;
    let one = 10_i128.pow(DECIMALS.unsigned_abs().into());
    let mut answers = Vec::with_capacity(arguments.rows);
    for (i, day) in days.into_iter().enumerate() {
        let Some(day) = day else {
            answers.push(None);
            continue;
        };
        let values = std::array::from_fn(|p| {
            let valid = datafusion::arrow::array::Array::is_valid(&columns[p], i);
            let scale = if p == 4 { 1000 } else { 1 };
            valid.then(|| Exact::new(columns[p].value(i) * scale, one))
        });
        let answer = composite::composite(method, day, &values).map_err(|e| arguments.error(&e))?;
        answers.push(answer.rounded.map(units::Rounded::scaled));
    }
    Ok(Arc::new(
        answers
            .into_iter()
            .collect::<Decimal128Array>()
            .with_precision_and_scale(12, 2)?,
    ))
}

fn round_gb8170(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let numbers = arguments.decimals_of(0, 34, 12)?;
    let decimals = arguments.integers(1)?;
    let answer = |(i, decimals): (usize, Option<i64>)| {
        let decimals = u32::try_from(decimals?).ok().filter(|d| *d <= 6)?;
        let valid = datafusion::arrow::array::Array::is_valid(&numbers, i);
        let number = valid.then(|| Exact::new(numbers.value(i), 10_i128.pow(12)))?;
        let rounded = rounding::gb8170(number, decimals);
        Some(rounded.scaled() * 10_i128.pow(6 - decimals))
    };
    let answers: Decimal128Array = decimals.into_iter().enumerate().map(answer).collect();
    Ok(Arc::new(answers.with_precision_and_scale(28, 6)?))
}
