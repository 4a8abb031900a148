//! Accounts, roles and the audit log at the API.

use access::Role;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::house::{House, OWN, PASSWORD};

/// Everybody who signs in but the administrator.
const OTHERS: [Role; 5] = [
    Role::Province,
    Role::City,
    Role::County,
    Role::Enterprise,
    Role::Inspector,
];

#[tokio::test(flavor = "multi_thread")]
async fn only_an_administrator_keeps_accounts_and_reads_the_log() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    let paths = [
        "/api/v1/accounts",
        "/api/v1/roles",
        "/api/v1/audit",
        "/api/v1/audit/verify",
    ];
    for path in paths {
        administrator.get(path).await.ok();
        assert_eq!(
            house.get(path).await.status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
    let new = json!({ "name": "x.y", "shown_name": "X", "role": "administrator" });
    for role in OTHERS {
        let client = house.as_role(role).await;
        for path in paths {
            assert_eq!(
                client.get(path).await.status,
                StatusCode::FORBIDDEN,
                "{role} {path}"
            );
        }
        let made = client.post("/api/v1/accounts", &new).await;
        assert_eq!(made.status, StatusCode::FORBIDDEN, "{role}");
    }
    let refused = administrator
        .get("/api/v1/audit?action=create_account&outcome=refused")
        .await;
    assert_eq!(refused.ok()["total"], OTHERS.len());
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_changed_reset_and_disabled_and_the_log_says_so() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    let new = json!({ "name": "Li.Lei", "shown_name": "李雷", "role": "city", "region": "140100" });
    let made = administrator.post("/api/v1/accounts", &new).await.ok();
    let id = made["account"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(made["account"]["name"], "li.lei");
    assert_eq!(made["account"]["must_change_password"], true);
    let password = made["one_time_password"].as_str().expect("a password");
    let given = json!({ "name": "li.lei", "password": password });
    let entered = house.public().post("/api/v1/session", &given).await.ok();
    assert_eq!(entered["must_change_password"], true);
    assert_eq!(
        entered["role"], "public",
        "nothing is permitted before the change"
    );

    let one = format!("/api/v1/accounts/{id}");
    let changed = json!({ "role": "enterprise", "entity": OWN, "region": "140105" });
    let changed = administrator.patch(&one, &changed).await.ok();
    assert_eq!(changed["entity"]["id"], OWN);
    assert_eq!(changed["shown_name"], "李雷", "what is left out stays");
    let back = json!({ "role": "city", "entity": null, "region": "140100" });
    assert_eq!(
        administrator.patch(&one, &back).await.ok()["entity"],
        Value::Null
    );
    let wrong = [
        json!({ "role": "emperor" }),
        json!({ "role": "county" }),
        json!({ "entity": "no such facility" }),
        json!({ "region": "999999" }),
        json!({ "body": "nobody" }),
    ];
    for wrong in wrong {
        let answer = administrator.patch(&one, &wrong).await;
        assert_eq!(
            answer.status,
            StatusCode::BAD_REQUEST,
            "{wrong}: {}",
            answer.text()
        );
    }
    let again = administrator
        .post(&format!("{one}/reset"), &json!({}))
        .await
        .ok();
    assert_ne!(again["one_time_password"], *password);
    let disabled = administrator
        .patch(&one, &json!({ "disabled": true }))
        .await
        .ok();
    assert_eq!(disabled["disabled"], true);
    let given = json!({ "name": "li.lei", "password": again["one_time_password"] });
    let refused = house.public().post("/api/v1/session", &given).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);

    let found = administrator.get("/api/v1/accounts?q=%E6%9D%8E").await.ok();
    assert_eq!(
        (&found["total"], &found["items"][0]["id"]),
        (&json!(1), &json!(id))
    );
    let nothing = administrator
        .patch("/api/v1/accounts/987654321", &json!({}))
        .await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND, "{}", nothing.text());
    let log = administrator
        .get("/api/v1/audit?action=change_account")
        .await
        .ok();
    let outcomes = log["items"].as_array().expect("lines").iter();
    let done = outcomes.filter(|line| line["outcome"] == "done").count();
    assert_eq!(done, 3, "{log}");
    let whole = administrator.get("/api/v1/audit/verify").await.ok();
    assert_eq!(whole["intact"], true);
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    let own = administrator
        .get("/api/v1/accounts?q=administrator")
        .await
        .ok();
    let id = own["items"][0]["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/accounts/{id}");
    for change in [
        json!({ "disabled": true }),
        json!({ "role": "province", "region": "140000" }),
    ] {
        let answer = administrator.patch(&path, &change).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{change}");
    }
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_belongs_to_one_account_alone() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    let identities = |id: u32| format!("/api/v1/accounts/{id}/identities");
    let identity = json!({ "issuer": "https://id.example", "subject": "s-1", "name": "韩梅梅" });
    let linked = administrator.post(&identities(2), &identity).await.ok();
    assert_eq!(linked[0]["subject"], "s-1");
    let taken = administrator.post(&identities(3), &identity).await;
    assert_eq!(taken.status, StatusCode::BAD_REQUEST);
    let which = "issuer=https%3A%2F%2Fid.example&subject=s-1";
    let wrong = administrator
        .delete(&format!("{}?{which}", identities(3)))
        .await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    let right = administrator
        .delete(&format!("{}?{which}", identities(2)))
        .await;
    assert_eq!(right.status, StatusCode::NO_CONTENT);
    assert_eq!(administrator.get(&identities(2)).await.ok(), json!([]));
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_roles_says_what_the_policy_permits() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    let roles = administrator.get("/api/v1/roles?lang=zh").await.ok();
    let allowed = |role: &str, action: &str| {
        let all = roles.as_array().expect("roles").iter();
        let role = all
            .into_iter()
            .find(|view| view["id"] == role)
            .expect("the role");
        let mut actions = role["actions"].as_array().expect("actions").iter();
        let action = actions
            .find(|view| view["id"] == action)
            .expect("the action");
        action["allowed"].as_str().expect("a reach").to_owned()
    };
    let expected = [
        ("administrator", "manage_account", "everywhere"),
        ("province", "manage_account", "no"),
        ("province", "run_sql", "own_region"),
        ("city", "edit_register", "own_region"),
        ("city", "run_sql", "no"),
        ("county", "review_report", "no"),
        ("inspector", "view_frame", "own_region"),
        ("inspector", "edit_register", "no"),
        ("enterprise", "view_telemetry", "own_entity"),
        ("enterprise", "view_air", "everywhere"),
        ("public", "view_ranking", "everywhere"),
        ("public", "view_register", "no"),
    ];
    for (role, action, reach) in expected {
        assert_eq!(allowed(role, action), reach, "{role} {action}");
    }
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changing_request_needs_the_token_of_its_session() {
    let house = House::new().await;
    let administrator = house.as_role(Role::Administrator).await;
    let new = json!({ "name": "wei.fang", "shown_name": "魏芳", "role": "inspector", "region": "140000" });
    let bare = administrator
        .without_token()
        .post("/api/v1/accounts", &new)
        .await;
    assert_eq!(bare.status, StatusCode::FORBIDDEN);
    assert_eq!(bare.json()["code"], "portal-cross-site");
    let found = administrator.get("/api/v1/accounts?q=wei.fang").await.ok();
    assert_eq!(found["total"], 0);
    let wrong = json!({ "old": PASSWORD, "new": "short" });
    let put = administrator.put("/api/v1/session/password", &wrong).await;
    assert_eq!(put.status, StatusCode::METHOD_NOT_ALLOWED);
    house.stop().await;
}
