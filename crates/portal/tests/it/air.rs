//! The air: order and marks of today, series, calendar, a city and its day of evaluation, and the way to the file.

use std::collections::BTreeSet;

use reqwest::StatusCode;
use serde_json::Value;

use crate::house::{CITIES, House};

fn texts(value: &Value) -> BTreeSet<String> {
    let all = value.as_array().into_iter().flatten();
    all.filter_map(|one| one.as_str().map(str::to_owned))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_simulated_says_so_in_every_view_of_the_air() {
    let house = House::new().await;
    let today = house.get("/api/v1/today").await.ok();
    let items = today["items"].as_array().expect("items").clone();
    assert_eq!(items.len(), CITIES.len());
    assert!(items.iter().all(|item| item["simulated"] == true));
    for step in ["hour", "day"] {
        let path = format!("/api/v1/series?site=140100&from=2019-01-05&to=2019-01-06&step={step}");
        assert_eq!(house.get(&path).await.ok()["simulated"], true, "{step}");
    }
    let calendar = house.get("/api/v1/calendar?site=140100").await.ok();
    let notes = texts(&calendar["notes"]);
    assert!(notes.iter().any(|note| note.contains("模拟")), "{notes:?}");
    let city = house.get("/api/v1/cities/140100?replay=none").await.ok();
    assert!(texts(&city["marks"]).contains("simulated"), "{city}");
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rank_is_one_more_than_the_places_with_a_lower_index() {
    let house = House::new().await;
    let today = house.get("/api/v1/today?at=2019-01-16T08:00").await.ok();
    assert_eq!(today["hour"], "2019-01-16T08:00");
    let items = today["items"].as_array().expect("items");
    let aqi = |item: &Value| item["aqi"].as_u64().expect("an index");
    for item in items {
        let lower = items.iter().filter(|other| aqi(other) < aqi(item)).count();
        assert_eq!(item["rank"], lower + 1, "{item}");
    }
    let in_order = items.windows(2).all(|pair| aqi(&pair[0]) <= aqi(&pair[1]));
    assert!(in_order, "{today}");
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_shows_no_day_after_the_day_of_evaluation() {
    let house = House::new().await;
    let path = "/api/v1/cities/140100?as_of=2019-01-20&replay=none";
    let city = house.get(path).await.ok();
    assert_eq!(city["period"], "2019-01-01..2019-01-20");
    assert_eq!(city["days"]["ratio"]["expected"], 20);
    let worst = texts(&Value::Array(
        city["worst"]
            .as_array()
            .expect("days")
            .iter()
            .map(|day| day["day"].clone())
            .collect(),
    ));
    assert!(!worst.is_empty());
    assert!(worst.iter().all(|day| day.as_str() <= "2019-01-20"));
    // Nothing is known of the year before: nothing is compared with it.
    assert_eq!(city["change_rate"], Value::Null);
    assert_eq!(city["days"]["good_before"], Value::Null);
    let later = house.get(&format!("{path}&period=2019-02")).await;
    assert_eq!(later.status, StatusCode::BAD_REQUEST);
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_opens_down_to_the_row_it_came_from() {
    let house = House::new().await;
    let today = house.get("/api/v1/today?at=2019-01-16T08:00").await.ok();
    let item = &today["items"][0];
    let trace = house
        .get(item["trace"].as_str().expect("a trace"))
        .await
        .ok();
    assert_eq!(trace["nodes"][0]["value"], item["aqi"].to_string());
    let leaf = &trace["nodes"][0]["children"][0]["children"][0];
    let source = leaf["source"].as_str().expect("a source");
    assert!(
        source.contains("simulated") && source.contains(':'),
        "{source}"
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_that_end_at_midnight_belong_to_the_day_before() {
    let house = House::new().await;
    let path = "/api/v1/series?site=140100&from=2019-01-05&to=2019-01-05";
    let series = house.get(path).await.ok();
    let times = series["times"].as_array().expect("times");
    assert_eq!(times.len(), 24);
    assert_eq!(times[0], "2019-01-05T01:00");
    assert_eq!(times[23], "2019-01-06T00:00");
    house.stop().await;
}
