//! The state of the data at the API.

use access::Role;
use reqwest::StatusCode;

use crate::house::{CITIES, DEVICE, House};

#[tokio::test(flavor = "multi_thread")]
async fn coverage_counts_the_hours_of_each_city_and_a_rate_that_cannot_be_said_has_a_reason() {
    let house = House::new().await;
    let province = house.as_role(Role::Province).await;
    let quality = province
        .get("/api/v1/quality?from=2019-01-01&to=2019-02-01")
        .await
        .ok();
    let sites = quality["sites"].as_array().cloned().unwrap_or_default();
    assert_eq!(sites.len(), CITIES.len());
    for site in &sites {
        assert_eq!(site["expected"], 24 * 32);
        // The simulated month has no hour of February.
        assert_eq!(site["days"][31], serde_json::Value::Null, "{site}");
    }
    assert_eq!(quality["imports"].as_array().map(Vec::len), Some(2));
    let device = &quality["devices"][0];
    assert_eq!(
        (&device["mn"], &device["simulated"]),
        (&DEVICE.into(), &true.into())
    );
    assert_eq!(device["frames"], 0);
    let county = house.as_role(Role::County).await;
    assert_eq!(county.get("/api/v1/quality").await.status, StatusCode::OK);
    let elsewhere = county.get("/api/v1/quality?region=140200").await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    assert_eq!(
        house.get("/api/v1/quality").await.status,
        StatusCode::UNAUTHORIZED
    );
    let long = province
        .get("/api/v1/quality?from=2000-01-01&to=2019-01-01")
        .await;
    assert_eq!(long.status, StatusCode::BAD_REQUEST);
    house.stop().await;
}
