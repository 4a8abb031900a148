//! Sessions: what ends one ends it for whoever holds its cookie; what is only half signed in may do nothing.

use std::time::Duration;

use access::Role;
use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::SET_COOKIE;
use serde_json::json;

use crate::house::{Answer, Client, House, PASSWORD};

pub(crate) const SESSION: &str = "/api/v1/session";
const NEW_PASSWORD: &str = "another battery and staple";

async fn enter(client: &Client, name: &str, password: &str) -> Answer {
    client
        .post(SESSION, &json!({ "name": name, "password": password }))
        .await
}

/// The cookie that an answer sets, with its attributes.
fn set_cookie(answer: &Answer) -> &str {
    let cookie = answer.headers.get(SET_COOKIE).expect("a cookie is set");
    cookie.to_str().expect("it is a text")
}

/// Whoever an answer lets in.
pub(crate) fn entered(house: &House, answer: &Answer) -> Client {
    let cookie = set_cookie(answer).split(';').next().unwrap_or_default();
    let token = answer.ok()["csrf"].as_str().expect("a token").to_owned();
    house.public().holding(cookie, &token)
}

/// Somebody holds a cookie that is nobody's: nothing more is shown than to the public, nothing can be changed.
pub(crate) async fn is_nobody(client: &Client, case: &str) {
    let session = client.get(SESSION).await.ok();
    assert_eq!(
        (&session["signed_in"], &session["role"]),
        (&json!(false), &json!("public")),
        "{case}"
    );
    let read = client.get("/api/v1/register").await;
    assert_eq!(read.status, StatusCode::UNAUTHORIZED, "{case}");
    let added = json!({ "cells": { "key": "x" }, "why": "试验" });
    let written = client.post("/api/v1/register/facility", &added).await;
    assert_eq!(written.status, StatusCode::UNAUTHORIZED, "{case}");
}

/// Somebody holds a cookie that is somebody's.
pub(crate) async fn is_somebody(client: &Client, case: &str) {
    assert_eq!(client.get(SESSION).await.ok()["signed_in"], true, "{case}");
    client.get("/api/v1/register").await.ok();
}

/// How many lines of the log say so.
pub(crate) async fn lines(administrator: &Client, query: &str) -> u64 {
    let log = administrator
        .get(&format!("/api/v1/audit?{query}"))
        .await
        .ok();
    log["total"].as_u64().expect("a count")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_session_ends_when_its_owner_signs_out_and_is_not_replayed() {
    let house = House::new().await;
    let owner = house.as_role(Role::County).await;
    let thief = owner.clone();
    is_somebody(&thief, "while it lasts").await;
    assert_eq!(owner.delete(SESSION).await.status, StatusCode::NO_CONTENT);
    is_nobody(&thief, "after the sign-out").await;
    // A browser that still sends the cookie is let in again all the same, under another one.
    let stale = owner.without_token();
    let again = entered(&house, &enter(&stale, "county", PASSWORD).await);
    is_nobody(&thief, "after another sign-in").await;
    is_somebody(&again, "the owner").await;
    let administrator = house.as_role(Role::Administrator).await;
    assert_eq!(
        lines(
            &administrator,
            "action=sign_out&account=county&outcome=done"
        )
        .await,
        1
    );
    assert_eq!(
        administrator.get("/api/v1/audit/verify").await.ok()["intact"],
        true
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_every_other_session() {
    let house = House::new().await;
    let (owner, thief) = (
        house.as_role(Role::County).await,
        house.as_role(Role::County).await,
    );
    let change = json!({ "old": PASSWORD, "new": NEW_PASSWORD });
    let changed = owner.post("/api/v1/session/password", &change).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT, "{}", changed.text());
    is_nobody(&thief, "the other session").await;
    is_nobody(&owner, "the cookie of before").await;
    let cookie = set_cookie(&changed).split(';').next().unwrap_or_default();
    is_somebody(
        &house.public().holding(cookie, ""),
        "the cookie that came with it",
    )
    .await;
    let old = enter(&house.public(), "county", PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    enter(&house.public(), "county", NEW_PASSWORD).await.ok();
    let administrator = house.as_role(Role::Administrator).await;
    assert_eq!(
        lines(
            &administrator,
            "action=set_password&account=county&outcome=done"
        )
        .await,
        1
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_rights_a_reset_and_disabling_end_the_sessions_of_an_account() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    let found = administrator.get("/api/v1/accounts?q=county").await.ok();
    let account = format!(
        "/api/v1/accounts/{}",
        found["items"][0]["id"].as_str().expect("an id")
    );
    for change in [
        json!({ "region": "140106" }),
        json!({ "role": "city", "region": "140100" }),
    ] {
        let before = house.as_role(Role::County).await;
        is_somebody(&before, "before").await;
        administrator.patch(&account, &change).await.ok();
        is_nobody(&before, &change.to_string()).await;
    }
    let before = house.as_role(Role::County).await;
    administrator
        .patch(&account, &json!({ "disabled": true }))
        .await
        .ok();
    is_nobody(&before, "disabled").await;
    let out = enter(&house.public(), "county", PASSWORD).await;
    assert_eq!(
        (out.status, &out.json()["code"]),
        (StatusCode::UNAUTHORIZED, &json!("access-disabled"))
    );
    administrator
        .patch(&account, &json!({ "disabled": false }))
        .await
        .ok();
    is_nobody(&before, "an old cookie of an account that is back").await;
    let before = house.as_role(Role::County).await;
    administrator
        .post(&format!("{account}/reset"), &json!({}))
        .await
        .ok();
    is_nobody(&before, "reset").await;
    assert_eq!(
        lines(&administrator, "action=change_account&outcome=done").await,
        4
    );
    assert_eq!(
        lines(&administrator, "action=reset_password&outcome=done").await,
        1
    );
    assert_eq!(
        administrator.get("/api/v1/audit/verify").await.ok()["intact"],
        true
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_expires_when_idle_and_at_its_end() {
    let idle = House::guarded(|settings| settings.idle = Duration::ZERO).await;
    is_nobody(&idle.as_role(Role::County).await, "idle").await;
    idle.stop().await;
    let absolute = House::guarded(|settings| settings.absolute = Duration::ZERO).await;
    is_nobody(&absolute.as_role(Role::County).await, "at its end").await;
    absolute.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_of_before_the_sign_in_is_worth_nothing_after_it() {
    let house = House::new().await;
    // One that somebody made up, and one that was really given.
    let made_up = "lantian_session=AAAAAAAAAAAAAAAAAAAAAA";
    let given = house.as_role(Role::Inspector).await;
    let real = given.cookie().expect("a cookie").to_owned();
    for (cookie, token) in [(made_up, ""), (real.as_str(), given.token())] {
        let victim = house.public().holding(cookie, token);
        let answer = enter(&victim, "county", PASSWORD).await;
        let county = entered(&house, &answer);
        assert_ne!(county.cookie(), Some(cookie));
        is_somebody(&county, cookie).await;
        is_nobody(&house.public().holding(cookie, token), cookie).await;
    }
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_is_kept_from_scripts_other_sites_and_open_lines() {
    for secure in [false, true] {
        let house = House::with(|settings| settings.secure = secure).await;
        let answer = enter(&house.public(), "county", PASSWORD).await;
        let cookie = set_cookie(&answer);
        let parts: Vec<&str> = cookie.split("; ").collect();
        assert!(
            parts.contains(&"HttpOnly") && parts.contains(&"Path=/"),
            "{cookie}"
        );
        assert!(
            parts
                .iter()
                .any(|part| ["SameSite=Lax", "SameSite=Strict"].contains(part)),
            "{cookie}"
        );
        assert_eq!(parts.contains(&"Secure"), secure, "{cookie}");
        assert!(
            !parts.iter().any(|part| part.starts_with("Domain")),
            "{cookie}"
        );
        let hsts = answer.headers.get("strict-transport-security");
        assert_eq!(hsts.is_some(), secure);
        house.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_of_the_first_start_opens_nothing_before_it_is_changed() {
    let house = House::unentered().await;
    let access = house.portal.access();
    let first = access
        .first_administrator(Timestamp::now())
        .await
        .expect("the accounts answer");
    let password = first.expect("the first").password;
    let again = access
        .first_administrator(Timestamp::now())
        .await
        .expect("the accounts answer");
    assert!(again.is_none(), "there is one already");
    let answer = enter(&house.public(), "admin", password.reveal()).await;
    let session = answer.ok();
    assert_eq!(
        (&session["must_change_password"], &session["role"]),
        (&json!(true), &json!("public"))
    );
    assert_eq!(
        session["actions"].as_array().map(Vec::len),
        Some(4),
        "{session}"
    );
    let half = entered(&house, &answer);
    for path in [
        "/api/v1/accounts",
        "/api/v1/audit",
        "/api/v1/register",
        "/api/v1/facilities",
        "/api/v1/reports",
    ] {
        assert_eq!(half.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let new = json!({ "name": "x.y", "shown_name": "X", "role": "administrator" });
    assert_eq!(
        half.post("/api/v1/accounts", &new).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        half.post("/api/v1/session/totp", &json!({})).await.status,
        StatusCode::FORBIDDEN
    );
    let same = json!({ "old": password.reveal(), "new": password.reveal() });
    assert_eq!(
        half.post("/api/v1/session/password", &same).await.status,
        StatusCode::BAD_REQUEST
    );
    let change = json!({ "old": password.reveal(), "new": NEW_PASSWORD });
    let changed = half.post("/api/v1/session/password", &change).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT, "{}", changed.text());
    is_nobody(&half, "the half session").await;
    let used = enter(&house.public(), "admin", password.reveal()).await;
    assert_eq!(used.status, StatusCode::UNAUTHORIZED);
    let administrator = entered(&house, &enter(&house.public(), "admin", NEW_PASSWORD).await);
    for query in [
        "action=create_account&outcome=refused",
        "action=set_password&outcome=refused",
        "action=set_password&outcome=done",
        "action=sign_in&outcome=refused",
    ] {
        assert_eq!(lines(&administrator, query).await, 1, "{query}");
    }
    let log = administrator.get("/api/v1/audit?limit=500").await;
    assert!(!log.text().contains(password.reveal()) && !log.text().contains(NEW_PASSWORD));
    assert_eq!(
        administrator.get("/api/v1/audit/verify").await.ok()["intact"],
        true
    );
    house.stop().await;
}
