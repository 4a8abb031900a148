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
//! | `in_zone(code, zone, day)`, `region_name(code)` | places by their codes |
//! | `distance_m(lon1, lat1, lon2, lat2)` | metres over the ellipsoid of WGS 84 |
//! | `nearest_m(lon, lat, lon2, lat2)` | aggregate: the least of these over a cross join; see its module on nulls |
//! | `gcj02_to_wgs84_lon(lon, lat)`, `gcj02_to_wgs84_lat(lon, lat)` | null outside China |
//! | `in_polygon(lon, lat, geojson)` | whether a position lies in, or on the border of, a GeoJSON geometry |
//! | `region_at(lon, lat)` | the code of the outline, where [`register_places`] gave outlines |
//!
//! Concentrations are µg/m³, and mg/m³ for CO. Coordinates are decimal degrees; what is no position (beyond ±180°,
//! ±90°) answers as null does.

mod scalar;
mod air;
mod place;
mod region_at;
mod aggregate;
mod nearest;

use std::sync::Arc;

use datafusion::execution::context::SessionContext;
use datafusion::logical_expr::{AggregateUDF, ScalarUDF};
use regions::{PlaceIndex, RegionCode};

/// Registers every function with a session; executors of a cluster call this too.
pub fn register(context: &SessionContext) {
    for function in scalar_functions() {
        context.register_udf(function);
    }
    for function in aggregate_functions() {
        context.register_udaf(function);
    }
}

/// Gives a session `region_at(lon, lat)` over these outlines, in place of any that it had.
pub fn register_places(context: &SessionContext, places: Arc<PlaceIndex<RegionCode>>) {
    context.register_udf(region_at::region_at(places));
}

/// The functions of one row.
pub fn scalar_functions() -> Vec<ScalarUDF> {
    let all = air::FUNCTIONS.iter().chain(place::FUNCTIONS);
    all.map(|function| ScalarUDF::from(scalar::Wrapped::new(function)))
        .collect()
}

/// The functions of many rows.
pub fn aggregate_functions() -> Vec<AggregateUDF> {
    vec![
        aggregate::percentile_hj663(),
        aggregate::mda8(),
        nearest::nearest_m(),
    ]
}
