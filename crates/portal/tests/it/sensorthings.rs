//! The `SensorThings` service: addresses, options, what is refused.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::house::House;

const BASE: &str = "/sta/v1.1";

fn ids(answer: &Value) -> Vec<&str> {
    let all = answer["value"].as_array().expect("a collection").iter();
    all.map(|one| one["@iot.id"].as_str().expect("an id"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_lead_from_the_landing_page_to_values() {
    let house = House::new().await;
    let landing = house.get(BASE).await.ok();
    let sets = landing["value"].as_array().expect("collections");
    assert_eq!(sets.len(), 8);
    assert!(landing["serverSettings"]["conformance"].is_array());
    for set in sets {
        let url = set["url"].as_str().expect("an address");
        let path = url
            .split_once(&house.address.to_string())
            .expect("our own address")
            .1;
        let listed = house.get(&format!("{path}?$top=2&$count=true")).await.ok();
        assert!(listed["@iot.count"].is_u64(), "{path}: {listed}");
        for one in listed["value"].as_array().expect("a collection") {
            let link = one["@iot.selfLink"].as_str().expect("an address");
            let path = link
                .split_once(&house.address.to_string())
                .expect("our own")
                .1;
            assert_eq!(house.get(path).await.ok(), *one, "{path}");
            for (name, link) in one.as_object().expect("an entity") {
                if name.ends_with("@iot.navigationLink") {
                    let link = link.as_str().expect("an address");
                    let path = link
                        .split_once(&house.address.to_string())
                        .expect("our own")
                        .1;
                    house.get(&format!("{path}?$top=1")).await.ok();
                }
            }
        }
    }
    let whole = "Things('140100')/Datastreams('140100.pm25.live-actual')/ObservedProperty/name";
    let name = house.get(&format!("{BASE}/{whole}?lang=zh")).await.ok();
    assert!(
        name["name"]
            .as_str()
            .is_some_and(|name| name.contains("PM2.5")),
        "{name}"
    );
    let raw = house
        .get(&format!("{BASE}/Things('140100')/properties/code/$value"))
        .await;
    assert_eq!(raw.text(), "140100");
    let refs = house
        .get(&format!("{BASE}/Things('1081A')/Locations/$ref"))
        .await
        .ok();
    let links = refs["value"].as_array().expect("addresses");
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].as_object().map(serde_json::Map::len), Some(1));
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn options_filter_order_select_and_page() {
    let house = House::new().await;
    let get = async |query: &str| house.get(&format!("{BASE}/{query}")).await.ok();
    let two = get("Things?$orderby=id%20desc&$top=2&$select=id").await;
    assert_eq!(ids(&two), ["141100", "141000"]);
    let next = two["@iot.nextLink"].as_str().expect("more follow");
    let path = next
        .split_once(&house.address.to_string())
        .expect("our own")
        .1;
    assert_eq!(ids(&house.get(path).await.ok()), ["140900", "140800"]);

    let some = "startswith(properties/code,'1401') or substringof('81A',id)";
    let some = get(&format!("Things?$filter={}", some.replace(' ', "%20"))).await;
    assert_eq!(ids(&some), ["1081A", "140100"]);
    let no = "not (properties/level eq 'city') and Datastreams/ObservedProperty/id eq 'co'";
    let no = get(&format!("Things?$filter={}", no.replace(' ', "%20"))).await;
    assert_eq!(ids(&no), ["1081A", "1082A"]);

    // The tests' file: PM2.5 of 1081A is 40 + the hour of the stamp, and a stamp is the end of its hour.
    let values = async |filter: &str| {
        let filter = filter.replace(' ', "%20").replace('+', "%2B");
        let path = format!(
            "Datastreams('1081A.pm25.live-actual')/Observations?$filter={filter}&$select=result"
        );
        let found = get(&path).await;
        let all = found["value"].as_array().expect("values").iter();
        all.map(|one| one["result"].as_f64().expect("a number"))
            .collect::<Vec<_>>()
    };
    let span = "phenomenonTime ge 2019-01-31T00:00:00+08:00 and phenomenonTime lt 2019-01-31T03:00:00+08:00";
    assert_eq!(values(span).await, [41.0, 42.0, 43.0]);
    let during = "during(phenomenonTime,2019-01-31T00:00:00+08:00/2019-01-31T02:00:00+08:00)";
    assert_eq!(values(during).await, [41.0, 42.0]);
    let high = "result ge 62 and resultTime gt 2019-01-31T00:00:00+08:00";
    assert_eq!(values(high).await, [62.0, 63.0]);
    let utc = "resultTime eq 2019-01-30T16:00:00Z";
    assert_eq!(values(utc).await, [40.0]);
    let all = get("Observations?$filter=Datastream/Thing/id%20eq%20'1082A'%20and%20result%20eq%20126&$count=true").await;
    assert_eq!(
        all["@iot.count"],
        json!(2),
        "PM10 at 23:00 of both days: {all}"
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_understood_is_refused() {
    let house = House::new().await;
    let wrong = [
        ("Things?$filter=name%20like%20'x'", StatusCode::BAD_REQUEST),
        ("Things?$filter=name%20eq%20'x", StatusCode::BAD_REQUEST),
        (
            "Things?$filter=Datastreams/Observations/result%20gt%201",
            StatusCode::BAD_REQUEST,
        ),
        (
            "Observations?$filter=result%20gt%201%20or%20Datastream/id%20eq%20'x'",
            StatusCode::BAD_REQUEST,
        ),
        ("Observations?$orderby=parameters", StatusCode::BAD_REQUEST),
        ("Things?$top=-1", StatusCode::BAD_REQUEST),
        ("Things?$wish=1", StatusCode::BAD_REQUEST),
        ("Things?$expand=Nothing", StatusCode::BAD_REQUEST),
        (
            "Things?$expand=Datastreams($expand=Thing($expand=Datastreams($expand=Thing($expand=Locations))))",
            StatusCode::BAD_REQUEST,
        ),
        ("Things?$filter=%FF", StatusCode::BAD_REQUEST),
        ("Wings", StatusCode::NOT_FOUND),
        ("Things('nowhere')", StatusCode::NOT_FOUND),
        ("Things('140100')/Sensors", StatusCode::NOT_FOUND),
        (
            "Observations('140100.pm25.live-actual.2030010101')",
            StatusCode::NOT_FOUND,
        ),
        ("Things('%27%20or%20%271%27=%271')", StatusCode::NOT_FOUND),
    ];
    for (query, status) in wrong {
        let answer = house.get(&format!("{BASE}/{query}")).await;
        assert_eq!(answer.status, status, "{query}: {}", answer.text());
        assert_eq!(answer.json()["status"], status.as_u16(), "{query}");
    }
    let deep = format!("{}id%20eq%20'x'{}", "(".repeat(40), ")".repeat(40));
    let answer = house.get(&format!("{BASE}/Things?$filter={deep}")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let posted = house
        .public()
        .post(&format!("{BASE}/Things"), &json!({}))
        .await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
    house.stop().await;
}
