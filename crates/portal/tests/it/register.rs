//! The register at the API: forms, spreadsheets, history, and who may touch what.

use access::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{Answer, Client, DEVICE, House, OTHER, OWN};

/// A credit code with a check character (GB 32100-2015) that the register does not hold: the catalogue's example.
const NEW: &str = "911401000000000026";
/// The header under which a file's name travels.
const NAME: reqwest::header::HeaderName = reqwest::header::HeaderName::from_static("x-file-name");

async fn upload(client: &Client, entity: &str, name: &str, text: &str) -> Answer {
    let path = format!("/api/v1/register/{entity}/upload?why=%E8%AF%95%E9%AA%8C");
    let headers = [(NAME, name)];
    client
        .send(
            Method::POST,
            &path,
            &headers,
            Some(text.as_bytes().to_vec()),
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_names_the_revision_seen_and_the_second_editor_is_told() {
    let house = House::new().await;
    editing(&house).await;
    house.stop().await;
}

pub(crate) async fn editing(house: &House) {
    let client = house.as_role(Role::City).await;
    let cells = json!({ "key": "锅10晋A00001(23)", "name": "1号锅炉", "region": "140105",
        "facility_key": OWN, "capacity_t_h": "35蒸吨", "in_use": "是" });
    let added = json!({ "cells": cells, "why": "现场核查" });
    let row = client.post("/api/v1/register/boiler", &added).await.ok();
    assert_eq!(row["cells"]["capacity_t_h"], "35");
    assert_eq!(row["cells"]["in_use"], "true");
    assert_eq!(row["editable"], true);
    let path = "/api/v1/register/boiler/%E9%94%8510%E6%99%8BA00001(23)";
    let change =
        |cells: Value| json!({ "cells": cells, "why": "停用", "revision": row["revision"] });
    let changed = client
        .put(path, &change(json!({ "in_use": "false" })))
        .await
        .ok();
    assert!(changed["revision"].as_i64() > row["revision"].as_i64());
    let second = client.put(path, &change(json!({ "in_use": "true" }))).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text().contains("停用"), "{}", second.text());
    let again = client.post("/api/v1/register/boiler", &added).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let history = client.get(&format!("{path}/history?lang=en")).await.ok();
    assert_eq!(history[0]["change"], "changed");
    assert_eq!(history[0]["who"], "city");
    assert_eq!(history[0]["why"], "停用");
    assert_eq!(history[0]["cells"][0]["before"], "yes");
    assert_eq!(history[0]["cells"][0]["after"], "no");
    assert_eq!(history[1]["change"], "added");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_wrong_is_told_cell_by_cell_and_nothing_is_written() {
    let house = House::new().await;
    let client = house.as_role(Role::Province).await;
    let add = |cells: Value, why: &str| json!({ "cells": cells, "why": why });
    let wrong = json!({ "key": "911401000000000014", "region": "140105", "industry": "魔法" });
    let answer = client
        .post("/api/v1/register/facility", &add(wrong, "试验"))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let detail = answer.json()["detail"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert!(
        detail.contains("魔法") && detail.contains("911401000000000014"),
        "{detail}"
    );
    let right = json!({ "key": NEW, "region": "140105" });
    let answer = client
        .post("/api/v1/register/facility", &add(right, " "))
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let facilities = client.get("/api/v1/register/facility").await.ok();
    assert_eq!(facilities["total"], 2);
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_sees_and_changes_its_own_rows_alone() {
    let house = House::new().await;
    let county = house.as_role(Role::County).await;
    let facilities = county.get("/api/v1/register/facility").await.ok();
    assert_eq!(facilities["total"], 1);
    assert_eq!(facilities["items"][0]["key"], OWN);
    // A limit says no region of its own: it lies where its outlet lies.
    assert_eq!(
        county.get("/api/v1/register/outlet_limit").await.ok()["total"],
        1
    );
    let change = json!({ "cells": { "name": "改名" }, "why": "试验", "revision": 2 });
    let other = county
        .put(&format!("/api/v1/register/facility/{OTHER}"), &change)
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let moved = json!({ "cells": { "region": "140200" }, "why": "试验",
        "revision": facilities["items"][0]["revision"] });
    let moved = county
        .put(&format!("/api/v1/register/facility/{OWN}"), &moved)
        .await;
    assert_eq!(moved.status, StatusCode::FORBIDDEN);
    let elsewhere = json!({ "cells": { "key": NEW, "region": "140200" }, "why": "试验" });
    let elsewhere = county.post("/api/v1/register/facility", &elsewhere).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    let inspector = house.as_role(Role::Inspector).await;
    let edit = json!({ "cells": { "key": NEW, "region": "140105" }, "why": "试验" });
    let edit = inspector.post("/api/v1/register/facility", &edit).await;
    assert_eq!(edit.status, StatusCode::FORBIDDEN);
    let lines = house.as_role(Role::Administrator).await;
    let audit = lines.get("/api/v1/audit?action=edit_register").await.ok();
    assert!(
        audit["items"]
            .as_array()
            .is_some_and(|rows| rows.len() == 3),
        "{audit}"
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enterprise_sees_what_belongs_to_it_and_the_public_nothing() {
    let house = House::new().await;
    let own = house.as_role(Role::Enterprise).await;
    let total = async |client: &Client, entity: &str| {
        client.get(&format!("/api/v1/register/{entity}")).await.ok()["total"].clone()
    };
    for entity in ["facility", "outlet", "outlet_limit", "monitoring_device"] {
        assert_eq!(total(&own, entity).await, 1, "{entity}");
    }
    assert_eq!(total(&own, "air_station").await, 0);
    let other = house.sign_in("other").await;
    assert_eq!(total(&other, "monitoring_device").await, 0);
    let history = format!("/api/v1/register/monitoring_device/{DEVICE}/history");
    assert_eq!(own.get(&history).await.status, StatusCode::OK);
    assert_eq!(other.get(&history).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        house.get("/api/v1/register").await.status,
        StatusCode::UNAUTHORIZED
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_shows_its_difference_first_and_leaves_rows_of_others_out() {
    let house = House::new().await;
    let county = house.as_role(Role::County).await;
    let text = format!(
        "key,name,region\n{OWN},华炬钢铁改名,140105\n{NEW},新企业,140105\n{OTHER},别家,140105\nX,错码,140105\n"
    );
    let difference = upload(&county, "facility", "%E4%BC%81%E4%B8%9A.csv", &text)
        .await
        .ok();
    assert_eq!(difference["file"], "企业.csv");
    let counts =
        ["rows", "added", "changed", "unchanged", "bad"].map(|name| difference[name].as_i64());
    assert_eq!(counts, [4, 1, 1, 0, 2].map(Some));
    assert_eq!(
        difference["samples"][0]["cells"][0]["after"],
        "华炬钢铁改名"
    );
    assert_eq!(difference["defects"][0]["row"], 4);
    assert_eq!(difference["defects"][0]["text"], OTHER);
    assert_eq!(
        county.get("/api/v1/register/facility").await.ok()["total"],
        1
    );
    let token = difference["token"].as_str().unwrap_or_default();
    let path = format!("/api/v1/register/facility/upload/{token}");
    let marked = county.get(&format!("{path}/marked.xlsx")).await;
    assert!(marked.text().contains("不在您的地区"), "{}", marked.text());
    let city = house.as_role(Role::City).await;
    assert_eq!(
        city.post(&path, &json!({})).await.status,
        StatusCode::NOT_FOUND
    );
    let written = county.post(&path, &json!({ "why": "年度核对" })).await.ok();
    assert_eq!(
        (written["added"].as_i64(), written["bad"].as_i64()),
        (Some(1), Some(2))
    );
    assert_eq!(
        county.post(&path, &json!({})).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        county.get("/api/v1/register/facility").await.ok()["total"],
        2
    );
    let history = county
        .get(&format!("/api/v1/register/facility/{NEW}/history"))
        .await
        .ok();
    assert_eq!(history[0]["source"], "企业.csv");
    assert_eq!(history[0]["why"], "年度核对");
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_home_reads_back_without_a_difference() {
    let house = House::new().await;
    let city = house.as_role(Role::City).await;
    let export = city.get("/api/v1/register/facility.xlsx").await;
    assert_eq!(export.status, StatusCode::OK);
    let headers = [(NAME, "facility.xlsx")];
    let path = "/api/v1/register/facility/upload";
    let difference = city
        .send(Method::POST, path, &headers, Some(export.bytes))
        .await
        .ok();
    let counts =
        ["rows", "added", "changed", "unchanged", "bad"].map(|name| difference[name].as_i64());
    assert_eq!(counts, [1, 0, 0, 1, 0].map(Some));
    // What is left out of a thing that is there stays, also where a new one would need it.
    let partial = format!("key,name\n{OWN}001P-DA001,2号烧结机头\n");
    let partial = upload(&city, "outlet", "outlet.csv", &partial).await.ok();
    let counts = ["changed", "bad"].map(|name| partial[name].as_i64());
    assert_eq!(counts, [1, 0].map(Some), "{partial}");
    let template = city.get("/api/v1/register/facility/template.xlsx").await;
    assert!(template.bytes.starts_with(b"PK"));
    let garbage = upload(&city, "facility", "x", "no such thing").await;
    assert!(garbage.status.is_client_error(), "{}", garbage.status);
    house.stop().await;
}
