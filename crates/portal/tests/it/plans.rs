//! Plans at the API: how they stand, for whom, and that every number opens.

use access::Role;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::house::{Client, House};

/// January 2019 stands for January 2025, the last year of the plan's targets.
const JANUARY: &str = "as_of=2025-01-31&replay=2019=2025";
const PLAN: &str = "/api/v1/plans/shanxi-2024";

async fn findings(client: &Client, more: &str) -> Vec<Value> {
    let page = client
        .get(&format!("{PLAN}/findings?{JANUARY}&limit=1000{more}"))
        .await
        .ok();
    assert_eq!(page["next"], Value::Null);
    page["items"].as_array().expect("a list").clone()
}

fn texts<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    let items = list.as_array().expect("a list").iter();
    items
        .map(|item| item[field].as_str().expect("a text"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_sees_what_is_measured_and_officers_what_their_region_allows() {
    let house = House::new().await;
    let public = findings(&house.public(), "").await;
    assert!(!public.is_empty());
    let province = house.as_role(Role::Province).await;
    let all = findings(&province, "").await;
    assert!(all.len() > public.len());
    let clause = province
        .get(&format!("{PLAN}/clauses/2?{JANUARY}"))
        .await
        .ok();
    let sources = texts(&clause["targets"], "source");
    assert!(
        sources.iter().all(|source| *source != "measured"),
        "{sources:?}"
    );
    let hidden = house.get(&format!("{PLAN}/clauses/2?{JANUARY}")).await.ok();
    assert_eq!(hidden["text"], clause["text"]);
    assert_eq!(hidden["targets"][0]["findings"], json!([]));
    assert_eq!(hidden["rules"][0]["outcomes"], json!([]));
    assert_eq!(
        clause["targets"][0]["findings"][0]["region"]["id"],
        "140000"
    );
    let city = house.as_role(Role::City).await;
    let own = findings(&city, "").await;
    let beyond: Vec<&Value> = own.iter().filter(|one| !public.contains(one)).collect();
    assert!(!beyond.is_empty());
    for finding in beyond {
        let region = finding["region"]["id"].as_str().expect("a code");
        assert!(region.starts_with("1401"), "{finding}");
    }
    let address = clause["targets"][0]["findings"][0]["trace"].as_str();
    let address = address.expect("an address");
    assert_eq!(house.get(address).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(city.get(address).await.status, StatusCode::NOT_FOUND);
    province.get(address).await.ok();
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_counts_what_the_list_of_findings_shows() {
    let house = House::new().await;
    let board = house.get(&format!("{PLAN}?{JANUARY}&lang=en")).await.ok();
    assert_eq!(board["replay"], "2019=2025");
    let marks: Vec<&str> = board["marks"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        marks.contains(&"replayed") && marks.contains(&"simulated"),
        "{marks:?}"
    );
    let mut total = 0;
    for status in board["statuses"].as_array().expect("a list") {
        let id = status["status"].as_str().expect("an id");
        let shown = findings(&house.public(), &format!("&status={id}")).await;
        assert_eq!(status["count"], shown.len(), "{id}");
        total += shown.len();
    }
    assert_eq!(total, findings(&house.public(), "").await.len());
    let clauses = board["clauses"].as_array().expect("a list");
    assert_eq!(clauses.len(), 39, "the goals and 38 clauses");
    let gates = clauses.iter().find(|clause| clause["number"] == "1");
    let gates = gates.expect("clause 1");
    assert_eq!(gates["section"], "(一)深入推进产业结构优化调整");
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_runs_of_a_clause_are_its_text_and_every_quote_is_marked_in_them() {
    let house = House::new().await;
    for number in ["1", "9", "13", "21"] {
        let clause = house.get(&format!("{PLAN}/clauses/{number}")).await.ok();
        let pieces = clause["text"].as_array().expect("a list");
        for kind in ["targets", "rules", "duties"] {
            for article in clause[kind].as_array().expect("a list") {
                let quoting = pieces.iter().filter(|piece| {
                    let articles = piece["articles"].as_array().expect("a list");
                    articles.contains(&article["id"])
                });
                let marked: String = quoting.filter_map(|piece| piece["text"].as_str()).collect();
                let quote = article["quote"].as_str().expect("a text");
                assert!(
                    marked.contains(quote),
                    "{number} {}: {marked}",
                    article["id"]
                );
            }
        }
    }
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_remains_of_a_mean_is_what_the_days_so_far_leave() {
    let house = House::new().await;
    let found = findings(&house.public(), "&article=A113&lang=en").await;
    let [finding] = found.as_slice() else {
        panic!("one finding: {found:?}");
    };
    let outlook = &finding["outlook"];
    assert_eq!(outlook["remaining_days"], 334);
    let series = "/api/v1/series?site=140200&from=2019-01-01&to=2019-01-31&step=day";
    let days = house.get(series).await.ok();
    let days = days["values"]["pm25"].as_array().expect("a list").clone();
    let sum: f64 = days
        .iter()
        .map(|day| {
            day.as_str()
                .expect("a value")
                .parse::<f64>()
                .expect("a number")
        })
        .sum();
    assert_eq!(days.len(), 31);
    // The limit is 25 and the mean is stated in whole µg/m³: it may be anything that rounds to 25 (GB/T 8170).
    let left = (25.5 * 365.0 - sum) / 334.0;
    let allowed: f64 = outlook["allowed"]
        .as_str()
        .expect("a number")
        .parse()
        .expect("a number");
    assert!((allowed - left).abs() < 0.1, "{allowed} {left}");
    assert_eq!(
        outlook["sentence"],
        format!("the remaining 334 days may average at most {allowed:.1} µg/m³")
    );
    let trace = house
        .get(finding["trace"].as_str().expect("an address"))
        .await
        .ok();
    let text = trace.to_string();
    assert!(text.contains("observation"), "{text}");
    let file = text.contains("simulated") || text.contains("模拟");
    assert!(file, "{text}");
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn things_under_a_rule_are_shown_to_their_own_officers() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    for (key, region, capacity) in [
        ("锅10晋A00001(23)", "140105", "20"),
        ("锅10晋B00001(23)", "140200", ""),
    ] {
        let cells = json!({ "key": key, "name": "锅炉", "region": region, "fuel": "coal",
            "in_use": "true", "capacity_t_h": capacity });
        let added = json!({ "cells": cells, "why": "试验" });
        administrator
            .post("/api/v1/register/boiler", &added)
            .await
            .ok();
    }
    let path = format!("{PLAN}/rules/B037/entities");
    assert_eq!(house.get(&path).await.status, StatusCode::UNAUTHORIZED);
    let province = house.as_role(Role::Province).await;
    let all = province.get(&path).await.ok();
    assert_eq!(texts(&all["items"], "outcome"), ["retire", "undetermined"]);
    let missing = all["items"][1]["missing"][0].as_str();
    assert!(missing.is_some_and(|name| name.contains("蒸发量")), "{all}");
    let city = house.as_role(Role::City).await.get(&path).await.ok();
    assert_eq!(city["total"], 1);
    assert_eq!(city["items"][0]["key"], "锅10晋A00001(23)");
    let counts = json!([{ "region": { "id": "140100", "name": "太原" }, "at_work": 1, "open": 0 }]);
    assert_eq!(city["counts"], counts);
    let open = province
        .get(&format!("{path}?outcome=undetermined"))
        .await
        .ok();
    assert_eq!(open["total"], 1);
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn days_replays_and_names_that_are_none_are_refused() {
    let house = House::new().await;
    for (path, status) in [
        ("?as_of=soon", StatusCode::BAD_REQUEST),
        ("?as_of=9999-12-31", StatusCode::BAD_REQUEST),
        ("?replay=2016", StatusCode::BAD_REQUEST),
        ("/findings?status=fine", StatusCode::BAD_REQUEST),
        ("/findings?cursor=-1", StatusCode::BAD_REQUEST),
        ("/clauses/39", StatusCode::NOT_FOUND),
        ("/findings/A113/140100/trace", StatusCode::NOT_FOUND),
        ("x", StatusCode::NOT_FOUND),
    ] {
        let answer = house.get(&format!("{PLAN}{path}")).await;
        assert_eq!(answer.status, status, "{path} {}", answer.text());
        assert!(answer.json()["hint"].is_string());
    }
    house.stop().await;
}
