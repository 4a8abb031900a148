//! Guessing names and passwords: who guesses is shut out, and learns nothing, not even which names there are.

use access::Role;
use reqwest::header::{CONTENT_TYPE, HeaderName};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::house::{Answer, Client, House, PASSWORD};

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");
const WRONG: &str = "access-wrong";
const LOCKED: &str = "access-locked";

async fn enter(client: &Client, name: &str, password: &str, from: Option<&str>) -> Answer {
    let given = json!({ "name": name, "password": password })
        .to_string()
        .into_bytes();
    let mut headers = vec![(CONTENT_TYPE, "application/json")];
    headers.extend(from.map(|list| (FORWARDED, list)));
    client
        .send(Method::POST, "/api/v1/session", &headers, Some(given))
        .await
}

async fn refused(client: &Client, name: &str, password: &str, from: Option<&str>) -> String {
    let answer = enter(client, name, password, from).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text());
    assert!(answer.headers.get("set-cookie").is_none());
    answer.json()["code"].as_str().expect("a code").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_passwords_shut_a_name_and_an_unknown_name_is_answered_alike() {
    let house = House::new().await;
    let public = house.public();
    let known = enter(&public, "city", "no such password", None).await;
    let unknown = enter(&public, "nobody.here", "no such password", None).await;
    assert_eq!(
        (known.status, known.text()),
        (unknown.status, unknown.text())
    );
    let names = |answer: &Answer| -> Vec<String> {
        answer.headers.keys().map(ToString::to_string).collect()
    };
    assert_eq!(names(&known), names(&unknown));
    for name in ["city", "nobody.here"] {
        for _ in 0..4 {
            assert_eq!(
                refused(&public, name, "no such password", None).await,
                WRONG
            );
        }
        assert_eq!(
            refused(&public, name, PASSWORD, None).await,
            LOCKED,
            "{name}"
        );
        assert_eq!(
            refused(&public, &name.to_uppercase(), PASSWORD, None).await,
            LOCKED,
            "{name}"
        );
    }
    let administrator = house.as_role(Role::Administrator).await;
    let log = administrator
        .get("/api/v1/audit?action=sign_in&outcome=refused&limit=500")
        .await
        .ok();
    assert_eq!(log["total"], 14);
    let lines = log["items"].as_array().expect("lines");
    assert!(
        lines.iter().all(|line| line["from"] == "127.0.0.1"),
        "{log}"
    );
    let of = |name: &str| lines.iter().filter(|line| line["resource"] == name).count();
    assert_eq!((of("city"), of("nobody.here")), (6, 6));
    assert_eq!(
        administrator.get("/api/v1/audit/verify").await.ok()["intact"],
        true
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_tries_many_names_is_shut_and_others_are_not() {
    let house = House::guarded(|settings| settings.lock_out.address_failures = 6).await;
    let public = house.public();
    let thief = Some("203.0.113.9");
    for number in 0..6 {
        assert_eq!(
            refused(&public, &format!("name{number}"), "a guess", thief).await,
            WRONG
        );
    }
    assert_eq!(refused(&public, "city", PASSWORD, thief).await, LOCKED);
    // What was in the list before the proxy added to it is anybody's claim.
    assert_eq!(
        refused(&public, "city", PASSWORD, Some("198.51.100.7, 203.0.113.9")).await,
        LOCKED
    );
    enter(&public, "city", PASSWORD, Some("203.0.113.9, 198.51.100.7"))
        .await
        .ok();
    enter(&public, "city", PASSWORD, None).await.ok();
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_the_same_time_are_no_more_than_may_fail() {
    let house = House::new().await;
    let mut guesses = tokio::task::JoinSet::new();
    for _ in 0..24 {
        let public = house.public();
        guesses.spawn(async move { refused(&public, "city", "a guess", None).await });
    }
    let codes = guesses.join_all().await;
    let count = |code: &str| codes.iter().filter(|told| *told == code).count();
    assert_eq!((count(WRONG), count(LOCKED)), (5, 19));
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_session_is_no_place_to_guess_the_password() {
    let house = House::new().await;
    let thief = house.as_role(Role::City).await;
    let guess = json!({ "old": "a guess", "new": "another battery and staple" });
    let right = json!({ "old": PASSWORD, "new": "another battery and staple" });
    for _ in 0..5 {
        let answer = thief.post("/api/v1/session/password", &guess).await;
        assert_eq!(answer.json()["code"], "access-present-password");
    }
    let answer = thief.post("/api/v1/session/password", &right).await;
    assert_eq!(
        (answer.status.is_client_error(), &answer.json()["code"]),
        (true, &json!(LOCKED))
    );
    let administrator = house.as_role(Role::Administrator).await;
    let log = administrator
        .get("/api/v1/audit?action=set_password&outcome=refused&account=city")
        .await
        .ok();
    assert_eq!(log["total"], 6);
    house.stop().await;
}
