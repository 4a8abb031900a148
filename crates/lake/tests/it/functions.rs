//! The domain's functions in SQL, against the vectors of the standards (reference/standards.md §16).

use crate::rows::{ask, batch, empty_lake, row};
use lake::Table;

async fn check(expression: &str, expect: &str) {
    let (_guard, lake) = empty_lake();
    assert_eq!(
        ask(&lake, &format!("SELECT {expression}")).await,
        expect,
        "{expression}"
    );
}

#[tokio::test]
async fn sub_indices_take_the_edition_or_a_date() {
    check(
        "iaqi('pm25_24h', 75, 'HJ633-2012'), iaqi('pm25_24h', 75, 'HJ633-2026')",
        "100 | 114",
    )
    .await;
    check(
        "iaqi('pm25_24h', 75, DATE '2026-02-28'), iaqi('pm25_24h', 75, DATE '2026-03-01')",
        "100 | 114",
    )
    .await;
    check(
        "iaqi('co_24h', 2.1, '2012'), iaqi('o3_8h', 266, '2026')",
        "53 | 201",
    )
    .await;
    check(
        "iaqi('so2_1h', 801, 'HJ633-2012'), iaqi('so2_1h', 801, 'HJ633-2026')",
        "null | 200",
    )
    .await;
    check("iaqi('pm25_24h', NULL, 'HJ633-2012')", "null").await;
}

#[tokio::test]
async fn the_index_of_an_hour_takes_a_publication_variant() {
    let values = "13, 41, NULL, 36, 0.4, 64";
    check(&format!("aqi({values}, 'HJ633-2012')"), "52").await;
    check(&format!("aqi({values}, 'HJ633-2012', 'cnemc_live')"), "51").await;
    check(
        &format!("primary_pollutant({values}, 'HJ633-2012')"),
        "PM2.5",
    )
    .await;
    check("level(101, 'HJ633-2012')", "轻度污染").await;
}

#[tokio::test]
async fn rounding_is_gb8170() {
    check(
        "round_gb8170(2.675, 2), round_gb8170(2.665, 2), round_gb8170(34.5, 0)",
        "2.680000 | 2.660000 | 34.000000",
    )
    .await;
}

#[tokio::test]
async fn the_composite_index_follows_the_limits_in_force() {
    check(
        "composite_index(12, 36, 80, 42, 1.4, 178, DATE '2019-01-01')",
        "4.91",
    )
    .await;
    check(
        "composite_index(12, 36, 80, 42, 1.4, 178, DATE '2026-03-01')",
        "5.30",
    )
    .await;
    check(
        "composite_index(12, 36, NULL, 42, 1.4, 178, DATE '2019-01-01')",
        "null",
    )
    .await;
}

#[tokio::test]
async fn percentiles_follow_annex_a5() {
    let series = |last: u32| format!("(SELECT value FROM generate_series(1, {last}) AS t(value))");
    let (_guard, lake) = empty_lake();
    let month = format!("SELECT percentile_hj663(value, 90) FROM {}", series(31));
    let year = format!("SELECT percentile_hj663(value, 98) FROM {}", series(365));
    assert_eq!(ask(&lake, &month).await, "28.000000");
    assert_eq!(ask(&lake, &year).await, "357.720000");
    let four = "SELECT percentile_hj663(v, 95) FROM (VALUES (0.5), (0.7), (0.9), (1.1)) AS t(v)";
    assert_eq!(ask(&lake, four).await, "1.070000");
}

#[tokio::test]
async fn mda8_is_undetermined_when_too_few_hours_are_valid() {
    let (_guard, lake) = empty_lake();
    let day = 17_901 * 24;
    let full: Vec<_> = (1..=24)
        .map(|h| row("a", day + h, i128::from(h) * 1_000))
        .collect();
    let thin: Vec<_> = (1..=10)
        .map(|h| row("b", day + h, i128::from(h) * 1_000))
        .collect();
    let rows: Vec<_> = full.into_iter().chain(thin).collect();
    lake.append(Table::ObservationHour, "s", &[batch(&rows, "s")])
        .await
        .unwrap();
    let question = "SELECT site, mda8(o3, hour) FROM observation GROUP BY site, day ORDER BY site";
    // Hours 17 to 24 have the largest mean: 20.5.
    assert_eq!(ask(&lake, question).await, "a | 20.500000\nb | null");
}

#[tokio::test]
async fn places_are_known_by_code() {
    check(
        "in_zone('140100', 'key168', DATE '2019-02-01'), region_name('140100')",
        "true | 太原市",
    )
    .await;
}

#[tokio::test]
async fn distances_are_geodesic() {
    // 110,987.044 m by pyproj 3.7.2; the mean sphere would give 111,195.
    check(
        "round(distance_m(112.0, 37.0, 112.0, 38.0) * 1000)",
        "110987044.0",
    )
    .await;
    check(
        "distance_m(112.0, 37.0, 112.0, NULL), distance_m(37.0, 112.0, 112.0, 37.0)",
        "null | null",
    )
    .await;
}

#[tokio::test]
async fn displaced_coordinates_are_put_back() {
    // The first row of docs/method/independent/gcj02.csv, by coord-convert 0.2.1.
    check(
        "round(gcj02_to_wgs84_lon(112.839490729605, 39.583380072066), 7), round(gcj02_to_wgs84_lat(112.839490729605, 39.583380072066), 7)",
        "112.8328689 | 39.5823846",
    )
    .await;
    check(
        "gcj02_to_wgs84_lon(-0.1, 51.5), gcj02_to_wgs84_lat(112.5, NULL)",
        "null | null",
    )
    .await;
}

const TRIANGLE: &str =
    r#"{"type":"Polygon","coordinates":[[[112,37],[113,37],[113,38],[112,37]]]}"#;

#[tokio::test]
async fn a_polygon_holds_its_border_and_not_what_is_beside_it() {
    check(
        &format!("in_polygon(112.9, 37.1, '{TRIANGLE}'), in_polygon(112.5, 37.5, '{TRIANGLE}')"),
        "true | true",
    )
    .await;
    check(
        &format!("in_polygon(112.1, 37.9, '{TRIANGLE}'), in_polygon(NULL, 37.1, '{TRIANGLE}'), in_polygon(112, 37, NULL)"),
        "false | null | null",
    )
    .await;
    let (_guard, lake) = empty_lake();
    let rows = format!(
        "VALUES (112.9, '{TRIANGLE}'), (112.1, '{TRIANGLE}'), (112.9, NULL), (NULL, '{TRIANGLE}'), (112.8, '{TRIANGLE}')"
    );
    let columns = format!("SELECT in_polygon(lon, 37.2, outline) FROM ({rows}) AS t(lon, outline)");
    assert_eq!(ask(&lake, &columns).await, "true\nfalse\nnull\nnull\ntrue");
    let constant =
        format!("SELECT in_polygon(lon, 37.4, '{TRIANGLE}') FROM ({rows}) AS t(lon, outline)");
    assert_eq!(ask(&lake, &constant).await, "true\nfalse\ntrue\nnull\ntrue");
}

#[tokio::test]
async fn a_geometry_that_is_no_polygon_is_explained() {
    let (_guard, lake) = empty_lake();
    let point = r#"SELECT in_polygon(112, 37, '{"type":"Point","coordinates":[112,37]}')"#;
    let failed = lake
        .query(point, lake::QueryLimits::default())
        .await
        .unwrap_err();
    let text = format!("{failed:?}");
    assert!(text.contains("in_polygon: the geometry is Point"), "{text}");
}

/// Boilers scattered over a province, with a key for each, and plants; some of either without a position.
const SCATTERED: &str = "
    WITH boiler AS (SELECT i % 500 AS key,
             CASE WHEN i % 11 = 0 THEN NULL ELSE 110.2 + (i * 7919 % 4400) / 1000.0 END AS lon,
             34.5 + (i * 104729 % 6300) / 1000.0 AS lat
           FROM generate_series(1, 1000) AS t(i)),
         plant AS (SELECT 110.2 + (i * 3571 % 4400) / 1000.0 AS lon,
             CASE WHEN i % 7 = 0 THEN NULL WHEN i % 13 = 0 THEN 112.0 ELSE 34.5 + (i * 2741 % 6300) / 1000.0 END AS lat
           FROM generate_series(1, 60) AS t(i))";

#[tokio::test]
async fn the_nearest_is_the_least_distance_whatever_the_grouping() {
    let (_guard, lake) = empty_lake();
    let both = "nearest_m(b.lon, b.lat, p.lon, p.lat) AS fast, min(distance_m(b.lon, b.lat, p.lon, p.lat)) AS slow";
    let pairs = "FROM boiler b CROSS JOIN plant p";
    let groups = format!(
        "{SCATTERED} SELECT count(*), count(fast), sum(CASE WHEN fast IS DISTINCT FROM slow THEN 1 ELSE 0 END)
         FROM (SELECT b.key, {both} {pairs} GROUP BY b.key)"
    );
    assert_eq!(ask(&lake, &groups).await, "500 | 500 | 0");
    let all = format!("{SCATTERED} SELECT fast = slow, fast > 0 FROM (SELECT {both} {pairs})");
    assert_eq!(ask(&lake, &all).await, "true | true");
    let filtered = format!(
        "{SCATTERED} SELECT count(fast), sum(CASE WHEN fast IS DISTINCT FROM slow THEN 1 ELSE 0 END) FROM (
           SELECT b.key, nearest_m(b.lon, b.lat, p.lon, p.lat) FILTER (WHERE p.lat < 36) AS fast,
                  min(distance_m(b.lon, b.lat, p.lon, p.lat)) FILTER (WHERE p.lat < 36) AS slow {pairs} GROUP BY b.key)"
    );
    assert_eq!(ask(&lake, &filtered).await, "500 | 0");
}

#[tokio::test]
async fn a_group_without_positions_has_no_nearest() {
    let (_guard, lake) = empty_lake();
    let question = "SELECT key, round(nearest_m(lon, 37.0, 112.0, 37.0)) FROM (VALUES
        ('a', NULL), ('a', 112.0), ('b', NULL), ('c', 999.0)) AS t(key, lon) GROUP BY key ORDER BY key";
    assert_eq!(ask(&lake, question).await, "a | 0.0\nb | null\nc | null");
    assert_eq!(
        ask(&lake, "SELECT nearest_m(112, 37, 112, 37) WHERE 1 = 0").await,
        "null"
    );
}

#[tokio::test]
async fn the_nearest_of_very_many_groups_is_right_too() {
    // So many groups of one row that the engine gives up gathering them by partition.
    let (_guard, lake) = empty_lake();
    let question = "SELECT count(*), sum(CASE WHEN fast = slow THEN 0 ELSE 1 END) FROM (
        SELECT i, nearest_m(112, 37, 110 + i / 100000.0, 37) AS fast, min(distance_m(112, 37, 110 + i / 100000.0, 37)) AS slow
        FROM generate_series(1, 300000) AS t(i) GROUP BY i)";
    assert_eq!(ask(&lake, question).await, "300000 | 0");
}

#[tokio::test]
async fn a_session_with_outlines_knows_the_region_of_a_position() {
    let (_guard, lake) = empty_lake();
    let context = lake::session(&lake, lake::QueryLimits::default())
        .await
        .unwrap();
    let outlines = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":140105}},"geometry":{TRIANGLE}}}]}}"#
    );
    let (outlines, defects) = regions::polygons_from_geojson(&outlines, "code").unwrap();
    assert_eq!(defects, []);
    let places = std::sync::Arc::new(regions::PlaceIndex::new(outlines));
    lake::functions::register_places(&context, places);
    let question = "SELECT region_at(lon, lat) FROM (VALUES
        (112.9, 37.1), (112.1, 37.9), (NULL, 37.1), (112, 37)) AS t(lon, lat)";
    let batches = context
        .sql(question)
        .await
        .unwrap()
        .collect()
        .await
        .unwrap();
    let codes = batches[0].column(0);
    let codes = lake::arrow::array::AsArray::as_string::<i32>(codes);
    let codes: Vec<_> = codes.iter().collect();
    assert_eq!(codes, [Some("140105"), None, None, Some("140105")]);
}

#[tokio::test]
async fn a_wrong_argument_is_explained() {
    let (_guard, lake) = empty_lake();
    let limits = lake::QueryLimits::default();
    let failed = lake
        .query("SELECT iaqi('pm25', 1, 'HJ633-1999')", limits)
        .await
        .unwrap_err();
    let text = format!("{failed:?}");
    assert!(text.contains("iaqi"), "{text}");
}
