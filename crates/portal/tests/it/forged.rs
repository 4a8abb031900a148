//! Requests that another site makes somebody's browser send: they change nothing, and are written down.

use access::Role;
use reqwest::header::{CONTENT_TYPE, HeaderName, ORIGIN};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::house::{Client, House, PASSWORD};

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const ACCOUNTS: &str = "/api/v1/accounts";

/// Tries to make an account; programs outside of browsers send no more headers than these.
async fn create(client: &Client, headers: &[(HeaderName, &str)]) -> (StatusCode, String) {
    let new = json!({ "name": "mallory", "shown_name": "M", "role": "administrator" });
    let mut all = vec![(CONTENT_TYPE, "application/json")];
    all.extend_from_slice(headers);
    let answer = client
        .send(
            Method::POST,
            ACCOUNTS,
            &all,
            Some(new.to_string().into_bytes()),
        )
        .await;
    let code = answer.json()["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (answer.status, code)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_of_another_site_changes_nothing() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    let elsewhere: [&[(HeaderName, &str)]; 7] = [
        &[(ORIGIN, "https://evil.example")],
        &[(ORIGIN, "null")],
        &[(ORIGIN, "http://127.0.0.1:1")],
        &[(SITE, "cross-site")],
        &[(SITE, "same-site")],
        &[(SITE, "cross-site"), (ORIGIN, "https://evil.example")],
        &[(SITE, "same-origin"), (ORIGIN, "https://evil.example")],
    ];
    let refused = (StatusCode::FORBIDDEN, "portal-cross-site".to_owned());
    for headers in elsewhere {
        assert_eq!(
            create(&administrator, headers).await,
            refused,
            "{headers:?}"
        );
    }
    let cookie = administrator.cookie().expect("signed in");
    let other = house.as_role(Role::City).await;
    let half = administrator.token().get(..10).expect("it is long");
    for token in ["", "0", other.token(), half] {
        assert_eq!(
            create(&house.public().holding(cookie, token), &[]).await,
            refused,
            "{token}"
        );
    }
    let found = administrator.get("/api/v1/accounts?q=mallory").await.ok();
    assert_eq!(found["total"], 0);
    let log = administrator
        .get("/api/v1/audit?action=cross_site&outcome=refused&account=administrator")
        .await
        .ok();
    assert_eq!(log["total"], 11, "{log}");
    assert_eq!(log["items"][0]["resource"], "POST /api/v1/accounts");
    let own = format!("http://{}", house.address);
    let from_here: [&[(HeaderName, &str)]; 2] =
        [&[(ORIGIN, &own), (SITE, "same-origin")], &[(SITE, "none")]];
    let (first, _) = create(&administrator, from_here[0]).await;
    let (second, taken) = create(&administrator, from_here[1]).await;
    assert_eq!((first, second), (StatusCode::OK, StatusCode::BAD_REQUEST));
    assert_eq!(taken, "access-name-taken");
    assert_eq!(
        administrator.get("/api/v1/audit/verify").await.ok()["intact"],
        true
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_signed_in_or_out_from_another_site() {
    let house = House::new().await;
    let given = json!({ "name": "city", "password": PASSWORD })
        .to_string()
        .into_bytes();
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (ORIGIN, "https://evil.example"),
    ];
    let answer = house
        .public()
        .send(Method::POST, "/api/v1/session", &headers, Some(given))
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.headers.get("set-cookie").is_none());
    let city = house.as_role(Role::City).await;
    assert_eq!(
        city.without_token().delete("/api/v1/session").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(city.get("/api/v1/session").await.ok()["signed_in"], true);
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_a_page_is_no_request_of_the_api() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    let new = json!({ "name": "mallory", "shown_name": "M", "role": "administrator" }).to_string();
    let kinds = [
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data; boundary=x",
    ];
    for kind in kinds {
        let body = Some(new.clone().into_bytes());
        let answer = administrator
            .send(Method::POST, ACCOUNTS, &[(CONTENT_TYPE, kind)], body)
            .await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    let untold = administrator
        .send(Method::POST, ACCOUNTS, &[], Some(new.into_bytes()))
        .await;
    assert_eq!(untold.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(
        administrator.get("/api/v1/accounts?q=mallory").await.ok()["total"],
        0
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_site_may_read_an_answer() {
    let house = House::new().await;
    let city = house.as_role(Role::City).await;
    let from = [(ORIGIN, "https://evil.example")];
    let asked = [
        (Method::GET, "/api/v1/register"),
        (Method::GET, "/api/v1/today"),
        (Method::OPTIONS, ACCOUNTS),
    ];
    for (method, path) in asked {
        let answer = city.send(method, path, &from, None).await;
        let named = answer
            .headers
            .keys()
            .any(|name| name.as_str().starts_with("access-control-"));
        assert!(!named, "{path}: {:?}", answer.headers);
        let shared = answer.headers.get("cross-origin-resource-policy");
        assert_eq!(
            shared.map(reqwest::header::HeaderValue::as_bytes),
            Some(&b"same-origin"[..])
        );
    }
    house.stop().await;
}
