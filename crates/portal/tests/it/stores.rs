//! On PostgreSQL what every other test runs on files; and two portals over one database.

#[expect(clippy::unwrap_used, reason = "the server of registry's own tests")]
#[path = "../../../registry/tests/it/store/postgres.rs"]
mod postgres;

use access::Role;
use serde_json::json;

use crate::house::House;
use crate::register;

#[tokio::test(flavor = "multi_thread")]
async fn register_accounts_and_sessions_stand_in_postgresql_for_two_portals() {
    let server = postgres::Server::start();
    let url = server.database("portal");
    let house = House::with(|settings| {
        settings.registry.clone_from(&url);
        settings.accounts = url;
    })
    .await;
    register::editing(&house).await;
    let admin = house.as_role(Role::Administrator).await;
    let audit = admin.get("/api/v1/audit").await.ok();
    assert!(audit.to_string().contains("city"), "{audit}");
    let other = house.another().await;
    let here = house.as_role(Role::City).await;
    let there = here.at(other.address);
    assert_eq!(
        there.get("/api/v1/session").await.ok()["account"]["name"],
        "city"
    );
    let path = "/api/v1/register/boiler/%E9%94%8510%E6%99%8BA00001(23)";
    let boilers = "/api/v1/register/boiler";
    let seen = there.get(boilers).await.ok()["items"][0].clone();
    let change =
        json!({ "cells": { "capacity_t_h": "40" }, "why": "另一处", "revision": seen["revision"] });
    there.put(path, &change).await.ok();
    let after = here.get(boilers).await.ok();
    assert_eq!(after["items"][0]["cells"]["capacity_t_h"], "40");
    here.delete("/api/v1/session").await;
    assert_ne!(
        there.get("/api/v1/session").await.ok()["account"]["name"],
        "city",
        "who signs out at one is signed out at the other"
    );
    house.stop().await;
}
