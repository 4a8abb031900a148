//! Signing in at a provider of OpenID Connect, over the API: there, back, and what is refused.

#[expect(clippy::unwrap_used, reason = "the provider of access's own tests")]
#[expect(dead_code, reason = "access's tests tell it to lie")]
#[path = "../../../access/tests/it/openid/provider.rs"]
mod provider;

use access::{Role, Secret};
use portal::OpenId;
use provider::{Lie, Running};
use reqwest::StatusCode;
use reqwest::header::{LOCATION, SET_COOKIE};
use serde_json::json;
use url::Url;

use crate::house::{Answer, Client, House};

async fn house(provider: &Running) -> House {
    let issuer = provider.issuer.clone();
    House::with(|settings| {
        settings.public_address = Some("https://lantian.example".to_owned());
        settings.open_id = vec![OpenId {
            id: "province".to_owned(),
            name: "省统一身份认证".to_owned(),
            issuer,
            client_id: "lantian".to_owned(),
            client_secret: Secret::new("client secret"),
        }];
    })
    .await
}

fn header(answer: &Answer, name: &reqwest::header::HeaderName) -> String {
    let value = answer.headers.get(name).expect("the header is there");
    value.to_str().expect("it is a text").to_owned()
}

/// Leaves for the provider; gives who left, with the session's cookie, and where to.
async fn depart(house: &House) -> (Client, Url) {
    let left = house.get("/api/v1/session/oidc/province").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.text());
    let cookie = header(&left, &SET_COOKIE);
    let cookie = cookie.split(';').next().expect("a cookie has a beginning");
    let client = house.public().holding(cookie, "");
    let url = header(&left, &LOCATION).parse();
    (client, url.expect("it is an address"))
}

fn callback(code: &str, state: &str) -> String {
    format!("/api/v1/session/oidc/province/callback?code={code}&state={state}")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_signs_in_when_an_administrator_has_linked_it() {
    let provider = Running::start(Lie::None).await;
    let house = house(&provider).await;
    let (client, url) = depart(&house).await;
    let (code, state) = provider.sign_in(&url);
    let unknown = client.get(&callback(&code, &state)).await;
    assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
    let admin = house.as_role(Role::Administrator).await;
    let accounts = admin.get("/api/v1/accounts").await.ok();
    let accounts = accounts["items"].as_array().expect("accounts are listed");
    let city = accounts.iter().find(|account| account["name"] == "city");
    let id = city.and_then(|account| account["id"].as_str());
    let id = id.expect("the house has a city's account");
    let link = json!({ "issuer": provider.issuer, "subject": "u-1024", "name": "王工" });
    let path = format!("/api/v1/accounts/{id}/identities");
    admin.post(&path, &link).await.ok();
    let (client, url) = depart(&house).await;
    let (code, state) = provider.sign_in(&url);
    let entered = client.get(&callback(&code, &state)).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    assert_eq!(header(&entered, &LOCATION), "/");
    let cookie = header(&entered, &SET_COOKIE);
    let cookie = cookie.split(';').next().expect("a cookie has a beginning");
    assert_ne!(
        Some(cookie),
        client.cookie(),
        "who signed in has a new session"
    );
    let session = client.holding(cookie, "").get("/api/v1/session").await.ok();
    assert_eq!(session["account"]["name"], "city");
    let old = client.get("/api/v1/session").await.ok();
    assert_ne!(
        old["account"]["name"], "city",
        "the session of the departure signs nobody in"
    );
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_not_asked_for_or_is_used_twice_is_refused() {
    let provider = Running::start(Lie::None).await;
    let house = house(&provider).await;
    let (mine, url) = depart(&house).await;
    let (code, state) = provider.sign_in(&url);
    // A stranger's browser is sent with a good code: it never left.
    let sent = house.get(&callback(&code, &state)).await;
    assert!(sent.status.is_client_error(), "{}", sent.status);
    let forged = mine.get(&callback(&code, "forged")).await;
    assert!(forged.status.is_client_error(), "{}", forged.status);
    // The departure is used up by the first answer, right or wrong.
    let late = mine.get(&callback(&code, &state)).await;
    assert!(late.status.is_client_error(), "{}", late.status);
    let unknown = house.get("/api/v1/session/oidc/nobody").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    house.stop().await;
}
