//! Reporting at the API: filling in, review by somebody else, files, and the figure in the plan's findings.

use access::Role;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{Answer, Client, House};

/// The share of electric-arc-furnace steel, which a province's department owes for 2025.
const FIGURE: &str = "/api/v1/reports/shanxi-2024/eaf_steel_share/140000/2025";
const FILE_NAME: HeaderName = HeaderName::from_static("x-file-name");
/// `abc` by FIPS 180-4, its first example.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn filled(value: &str) -> Value {
    json!({ "value": value, "evidence": "统计年报", "note": "", "attachments": [], "submit": true })
}

async fn bring(client: &Client, name: &str, bytes: &[u8]) -> Answer {
    let headers = [(FILE_NAME, name)];
    client
        .send(
            Method::POST,
            "/api/v1/attachments",
            &headers,
            Some(bytes.to_vec()),
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_counts_once_somebody_else_accepted_it() {
    let house = House::new().await;
    let province = house.as_role(Role::Province).await;
    let reviewer = house.as_role(Role::Administrator).await;
    let submitted = province.put(FIGURE, &filled("6.5")).await.ok();
    assert_eq!(submitted["state"], "submitted");
    assert_eq!(submitted["figure"]["reporter"], "province");
    let accept = json!({ "accept": true, "note": "", "at": submitted["figure"]["at"] });
    let review = format!("{FIGURE}/review");
    let own = province.post(&review, &accept).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    let sent_back = json!({ "accept": false, "note": "缺盖章" });
    let sent_back = reviewer.post(&review, &sent_back).await.ok();
    assert_eq!(sent_back["state"], "rejected");
    assert_eq!(sent_back["figure"]["note"], "缺盖章");
    let stale = reviewer.post(&review, &accept).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    province.put(FIGURE, &filled("6.5")).await.ok();
    let asks = "/api/v1/plans/shanxi-2024/findings?article=A010&as_of=2025-12-31";
    let before = province.get(asks).await.ok();
    assert_eq!(before["items"][0]["status"], "undetermined");
    let accepted = reviewer
        .post(&review, &json!({ "accept": true }))
        .await
        .ok();
    assert_eq!(accepted["state"], "accepted");
    assert_eq!(accepted["figure"]["reviewer"], "administrator");
    let after = province.get(asks).await.ok();
    let finding = &after["items"][0];
    assert_eq!(finding["status"], "met");
    assert_eq!(finding["figure"]["value"], "6.5");
    assert!(finding["figure"]["marks"].to_string().contains("reported"));
    let changed = province.put(FIGURE, &filled("7")).await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    let history = province.get(&format!("{FIGURE}/history")).await.ok();
    let states: Vec<&str> = history
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|row| row["state"].as_str())
        .collect();
    assert_eq!(states, ["submitted", "rejected", "submitted", "accepted"]);
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_does_not_review_what_they_filled_in() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    administrator.put(FIGURE, &filled("6.5")).await.ok();
    let review = format!("{FIGURE}/review");
    let own = administrator
        .post(&review, &json!({ "accept": true }))
        .await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    assert_eq!(own.json()["code"], "portal-report-own");
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_is_no_exact_number_is_refused_with_its_reason() {
    let house = House::new().await;
    let province = house.as_role(Role::Province).await;
    for value in ["约30", "10-20", "3e1", "无", "7月", "", "1\u{0}", "30万"] {
        let answer = province.put(FIGURE, &filled(value)).await;
        assert!(answer.status.is_client_error(), "{value} {}", answer.text());
        assert!(answer.json()["hint"].is_string());
    }
    let mut bare = filled("6.5");
    bare["evidence"] = json!("");
    let answer = province.put(FIGURE, &bare).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("佐证材料"), "{}", answer.text());
    let history = province.get(&format!("{FIGURE}/history")).await.ok();
    assert_eq!(history, json!([]));
    for (path, status) in [
        (
            "eaf_steel_share/140000/2999",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "eaf_steel_share/140000/2025-03",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("eaf_steel_share/110000/2025", StatusCode::NOT_FOUND),
        ("pm25_annual_mean/140200/2025", StatusCode::NOT_FOUND),
    ] {
        let path = format!("/api/v1/reports/shanxi-2024/{path}");
        let answer = province.put(&path, &filled("6.5")).await;
        assert_eq!(answer.status, status, "{path} {}", answer.text());
    }
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_by_its_digest_and_served_to_who_may_see_its_figure() {
    let house = House::with(|settings| settings.limits.upload_bytes = 1000).await;
    let province = house.as_role(Role::Province).await;
    let brought = bring(&province, "..%2F%E8%AF%81%E6%98%8E.html", b"abc")
        .await
        .ok();
    assert_eq!(brought["sha256"], ABC);
    assert_eq!(brought["name"], "证明.html");
    let path = format!("/api/v1/attachments/{ABC}");
    assert_eq!(house.get(&path).await.status, StatusCode::UNAUTHORIZED);
    let reviewer = house.as_role(Role::Administrator).await;
    assert_eq!(reviewer.get(&path).await.status, StatusCode::NOT_FOUND);
    let mut figure = filled("6.5");
    figure["attachments"] = json!([ABC]);
    let filled_in = province.put(FIGURE, &figure).await.ok();
    assert_eq!(filled_in["figure"]["evidence"], "统计年报");
    assert_eq!(filled_in["figure"]["attachments"][0]["bytes"], 3);
    let served = reviewer.get(&path).await;
    assert_eq!(served.bytes, b"abc");
    assert_eq!(served.headers[CONTENT_TYPE], "application/octet-stream");
    let disposition = served.headers[CONTENT_DISPOSITION]
        .to_str()
        .expect("a text");
    assert!(disposition.starts_with("attachment"), "{disposition}");
    let city = house.as_role(Role::City).await;
    assert_eq!(city.get(&path).await.status, StatusCode::NOT_FOUND);
    let large = bring(&province, "large", &[0; 1001]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let left = std::fs::read_dir(house.folder().join("attachments")).expect("the folder");
    assert_eq!(left.count(), 2, "the file and what stands beside it");
    figure["attachments"] = json!(["0".repeat(64)]);
    let unknown = province.put(FIGURE, &figure).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sees_what_their_region_owes_and_takes_its_form_home() {
    let house = House::new().await;
    let province = house.as_role(Role::Province).await;
    let all = province.get("/api/v1/reports?limit=1000").await.ok();
    let city = house.as_role(Role::City).await;
    let own = city.get("/api/v1/reports?limit=1000").await.ok();
    assert!(all["total"].as_u64() > own["total"].as_u64());
    for owed in own["items"].as_array().expect("a list") {
        let region = owed["region"]["id"].as_str().expect("a code");
        assert!(region.starts_with("1401"), "{owed}");
    }
    assert_eq!(
        house.get("/api/v1/reports").await.status,
        StatusCode::UNAUTHORIZED
    );
    let form = "/api/v1/reports/template.xlsx?plan=shanxi-2024&body=sx-ecology";
    let form = province.get(form).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.bytes.starts_with(b"PK"));
    let nobody = "/api/v1/reports/template.xlsx?plan=shanxi-2024&body=nobody";
    assert_eq!(province.get(nobody).await.status, StatusCode::NOT_FOUND);
    house.stop().await;
}
