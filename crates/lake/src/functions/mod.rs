//! The domain's functions in SQL. Each wraps one function of `standards` or `regions`, takes the edition
//! of the standard or a date as an argument, and adds no arithmetic of its own.
//!
//! | function | answers |
//! |---|---|
//! | `iaqi(series, value, edition_or_day [, variant])` | sub-index; series such as `pm25_24h`, `o3_8h` |
//! | `aqi(so2, no2, pm10, pm25, co, o3, edition_or_day [, variant])` | hourly index |
//! | `aqi_day(so2, no2, pm10, pm25, co, o3_mda8, edition_or_day [, variant])` | daily index |
//! | `primary_pollutant(…)`, `primary_pollutant_day(…)` | as above, the pollutant or pollutants |
//! | `level(aqi, edition_or_day)` | the level's Chinese name |
//! | `composite_index(so2, no2, pm10, pm25, co_p95, o3_p90, day)` | rounded as published |
//! | `round_gb8170(value, decimals)` | GB/T 8170 |
//! | `percentile_hj663(value, percent)` | aggregate |
//! | `mda8(o3, hour)` | aggregate over the hours of one day |
//! | `in_zone(code, zone, day)`, `region_name(code)`, `distance_m(lon1, lat1, lon2, lat2)` | places |
//!
//! Concentrations are µg/m³, and mg/m³ for CO.

mod scalar;
mod air;
mod place;
mod aggregate;

use datafusion::execution::context::SessionContext;
use datafusion::logical_expr::{AggregateUDF, ScalarUDF};

/// Registers every function with a session; executors of a cluster call this too.
pub fn register(context: &SessionContext) {
    for function in scalar_functions() {
        context.register_udf(function);
    }
    for function in aggregate_functions() {
        context.register_udaf(function);
    }
}

/// The functions of one row.
pub fn scalar_functions() -> Vec<ScalarUDF> {
    let all = air::FUNCTIONS.iter().chain(place::FUNCTIONS);
    all.map(|function| ScalarUDF::from(scalar::Wrapped::new(function)))
        .collect()
}

/// The functions of many rows.
pub fn aggregate_functions() -> Vec<AggregateUDF> {
    vec![aggregate::percentile_hj663(), aggregate::mda8()]
}
