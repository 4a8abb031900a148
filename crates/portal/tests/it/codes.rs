//! One-time codes: each opens once, and whoever holds a session alone neither takes them off nor puts others in place.

use access::Role;
use jiff::Timestamp;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

use crate::house::{Answer, Client, House, PASSWORD};
use crate::sessions::{SESSION, entered, is_nobody, is_somebody, lines};

const CODES: &str = "/api/v1/session/totp";

async fn take_off(client: &Client, given: &Value) -> Answer {
    let headers = [(CONTENT_TYPE, "application/json")];
    let body = Some(given.to_string().into_bytes());
    client.send(Method::DELETE, CODES, &headers, body).await
}

/// The authenticator of a secret.
fn authenticator(secret: &Value) -> Totp {
    let secret = Secret::try_from_base32(secret.as_str().expect("a secret")).expect("Base32");
    Builder::new()
        .with_secret(secret)
        .build()
        .expect("an authenticator")
}

/// The code of so many steps of half a minute from now.
fn code(totp: &Totp, steps: i64) -> String {
    let seconds = Timestamp::now().as_second() + 30 * steps;
    totp.generate(u64::try_from(seconds).expect("after 1970"))
        .to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_one_time_code_opens_once_and_is_not_taken_off_without_another() {
    let house = House::new().await;
    let owner = house.as_role(Role::County).await;
    let begun = owner.post(CODES, &json!({})).await.ok();
    let totp = authenticator(&begun["secret"]);
    let confirmed = owner.put(CODES, &json!({ "code": code(&totp, -1) })).await;
    assert_eq!(
        confirmed.status,
        StatusCode::NO_CONTENT,
        "{}",
        confirmed.text()
    );
    is_nobody(&owner, "the session of before").await;
    let enter = async |code: Option<&str>| {
        let given = json!({ "name": "county", "password": PASSWORD, "code": code });
        house.public().post(SESSION, &given).await
    };
    let refused = async |code: Option<&str>, expected: &str| {
        let answer = enter(code).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text());
        assert_eq!(answer.json()["code"], expected);
    };
    refused(None, "access-code-needed").await;
    let now = code(&totp, 0);
    let answer = enter(Some(&now)).await;
    let inside = entered(&house, &answer);
    is_somebody(&inside, "with the code").await;
    refused(Some(&now), "access-code").await;
    // Whoever holds the session alone neither takes the codes off nor puts others in their place.
    let wrong = [
        (json!({ "code": now }), 400),
        (json!({ "code": "000000" }), 400),
        (json!({}), 422),
    ];
    for (given, status) in wrong {
        let answer = take_off(&inside, &given).await;
        assert_eq!(answer.status, status, "{given}: {}", answer.text());
    }
    let another = inside.post(CODES, &json!({})).await;
    let told = (another.status, &another.json()["code"]);
    assert_eq!(told, (StatusCode::CONFLICT, &json!("portal-codes-on")));
    let off = take_off(&inside, &json!({ "code": code(&totp, 1) })).await;
    assert_eq!(off.status, StatusCode::NO_CONTENT, "{}", off.text());
    is_nobody(&inside, "the session with codes").await;
    house.as_role(Role::County).await;
    let administrator = house.as_role(Role::Administrator).await;
    for (query, count) in [
        ("action=confirm_totp&outcome=done", 1),
        ("action=remove_totp&outcome=refused", 2),
        ("action=remove_totp&outcome=done", 1),
        ("action=sign_in&outcome=refused&account=", 2),
    ] {
        assert_eq!(lines(&administrator, query).await, count, "{query}");
    }
    house.stop().await;
}
