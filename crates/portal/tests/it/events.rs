//! Live events: who is told of what.

use std::time::Duration;

use access::Role;
use reqwest::header::COOKIE;
use serde_json::json;

use crate::house::House;

async fn listen(house: &House, cookie: Option<&str>) -> reqwest::Response {
    let address = format!("http://{}/api/v1/live", house.address);
    let mut request = reqwest::Client::new().get(address);
    if let Some(cookie) = cookie {
        request = request.header(COOKIE, cookie);
    }
    request.send().await.expect("the portal answers")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_register_is_told_to_who_may_see_it() {
    let house = House::new().await;
    let province = house.as_role(Role::Province).await;
    let mut inside = listen(&house, province.cookie()).await;
    let outside = listen(&house, None).await;
    let cells = json!({ "key": "锅10晋A00001(23)", "name": "一号", "region": "140105" });
    let added = json!({ "cells": cells, "why": "登记" });
    province.post("/api/v1/register/boiler", &added).await.ok();
    let mut told = String::new();
    let heard = async {
        while !told.contains("event: register") {
            let chunk = inside.chunk().await.expect("it goes on");
            told.push_str(&String::from_utf8_lossy(&chunk.expect("it has not ended")));
        }
    };
    let heard = tokio::time::timeout(Duration::from_mins(1), heard).await;
    heard.expect("the change is told");
    drop(inside);
    let stopping = tokio::spawn(house.stop());
    let rest = outside.text().await.expect("the stream ends");
    assert!(!rest.contains("register"), "{rest}");
    stopping.await.expect("it stops");
}
