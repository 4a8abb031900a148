//! Sessions that are begun, used, stolen, expired, ended and replayed.

use std::sync::Arc;

use access::{Access, Account, Change, Role, Secret, Who};
use sea_orm::ConnectionTrait;
use tower_sessions::session::Id;
use tower_sessions::{Session, SessionStore};

use crate::backend::{Backend, PASSWORD, at, officer, standing, wait_for};

const MINUTE: i64 = 60;

/// A request with a cookie, or without.
fn request(access: &Access, id: Option<Id>) -> Session {
    Session::new(id, Arc::new(access.sessions()), None)
}

/// Signs in and gives the cookie.
async fn begun(access: &Access, account: &Account) -> Id {
    let session = request(access, None);
    access.begin(&session, account, at(0)).await.unwrap();
    session.save().await.unwrap();
    session.id().unwrap()
}

/// Who a cookie is at a moment; a request that changed its session keeps the change, as the layer does.
async fn who(access: &Access, id: Id, seconds: i64) -> Who {
    let session = request(access, Some(id));
    let who = access.who(&session, at(seconds)).await.unwrap();
    if session.is_modified() && !session.is_empty().await {
        session.save().await.unwrap();
    }
    who
}

async fn alive(access: &Access, id: Id, seconds: i64) -> bool {
    who(access, id, seconds).await.account.is_some()
}

/// A session from its beginning to its end, and what is left for whoever copied the cookie.
pub(crate) async fn life(backend: &Backend) {
    let access = backend.open().await;
    let account = officer(&access, "wang").await;
    let id = begun(&access, &account).await;
    let found = who(&access, id, 1).await;
    assert_eq!(found.standing.role, Role::City);
    assert_eq!(found.account.unwrap().name, "wang");
    let guessed = Id(id.0.wrapping_add(1));
    assert!(!alive(&access, guessed, 1).await);
    // A slow request still has the session when another one signs out.
    let slow = request(&access, Some(id));
    slow.insert("draft", 1).await.unwrap();
    access.end(&request(&access, Some(id))).await.unwrap();
    slow.save().await.unwrap();
    assert!(!alive(&access, id, 2).await);
    assert!(access.sessions().load(&id).await.unwrap().is_none());
}

/// What the database holds of sessions, as text.
async fn stored(backend: &Backend) -> String {
    let database = backend.connect().await;
    let all = sea_orm::Statement::from_string(
        database.get_database_backend(),
        "SELECT digest || data FROM access_session",
    );
    let rows = database.query_all_raw(all).await.unwrap();
    let texts = rows.iter().map(|row| row.try_get_by_index::<String>(0));
    texts.map(Result::unwrap).collect()
}

#[test]
fn a_session_lives_until_it_is_ended_and_not_again() {
    wait_for(life(&Backend::sqlite()));
}

#[test]
fn the_database_does_not_know_a_sessions_id() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let account = officer(&access, "wang").await;
        let id = begun(&access, &account).await;
        let stored = stored(&backend).await;
        assert!(stored.contains("epoch"));
        assert!(!stored.contains(&id.to_string()));
        assert!(!stored.contains(&id.0.to_string()));
        // What the database holds is no cookie.
        let digest = stored.split('{').next().unwrap();
        assert!(digest.parse::<Id>().is_err());
    });
}

#[test]
fn signing_in_leaves_nothing_to_who_fixed_the_id() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let account = officer(&access, "wang").await;
        let planted = request(&access, None);
        planted.insert("planted", true).await.unwrap();
        planted.save().await.unwrap();
        let fixed = planted.id().unwrap();
        let session = request(&access, Some(fixed));
        access.begin(&session, &account, at(0)).await.unwrap();
        session.save().await.unwrap();
        let own = session.id().unwrap();
        assert_ne!(own, fixed);
        assert!(!alive(&access, fixed, 1).await);
        assert!(alive(&access, own, 1).await);
        let planted = request(&access, Some(own)).get::<bool>("planted").await;
        assert_eq!(planted.unwrap(), None);
    });
}

#[test]
fn a_session_expires_half_an_hour_after_the_last_request() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let account = officer(&access, "wang").await;
        let id = begun(&access, &account).await;
        assert!(alive(&access, id, 29 * MINUTE).await);
        assert!(alive(&access, id, 58 * MINUTE).await);
        assert!(!alive(&access, id, 88 * MINUTE).await);
        // It is gone, whatever the clock says.
        assert!(!alive(&access, id, 59 * MINUTE).await);
    });
}

#[test]
fn a_session_expires_after_half_a_day_however_busy() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let account = officer(&access, "wang").await;
        let id = begun(&access, &account).await;
        for minutes in (20..12 * 60).step_by(20) {
            assert!(alive(&access, id, minutes * MINUTE).await, "{minutes}");
        }
        assert!(!alive(&access, id, 12 * 60 * MINUTE).await);
    });
}

#[test]
fn an_expired_record_is_not_loaded_and_is_removed() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let account = officer(&access, "wang").await;
        let session = request(&access, None);
        access.begin(&session, &account, at(0)).await.unwrap();
        let past = time::OffsetDateTime::from_unix_timestamp(1_700_000_000).unwrap();
        session.set_expiry(Some(tower_sessions::Expiry::AtDateTime(past)));
        session.save().await.unwrap();
        let id = session.id().unwrap();
        assert!(access.sessions().load(&id).await.unwrap().is_none());
        assert!(!stored(&backend).await.is_empty());
        access.forget_expired(at(1)).await.unwrap();
        assert!(stored(&backend).await.is_empty());
    });
}

#[test]
fn whatever_weakens_a_session_ends_all_of_the_account() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let account = officer(&access, "wang").await;
        let other = officer(&access, "li").await;
        let kept = begun(&access, &other).await;
        let mut now = 1;
        let mut password = PASSWORD.to_owned();
        for step in 0..6 {
            let account = access.account(account.id).await.unwrap();
            let (first, second) = (
                begun(&access, &account).await,
                begun(&access, &account).await,
            );
            assert!(alive(&access, first, now).await, "{step}");
            now += 1;
            match step {
                0 => {
                    let passwords = (&Secret::new(password), &Secret::new("a quite new one"));
                    access
                        .set_password(account.id, passwords, at(now))
                        .await
                        .unwrap();
                    password = "a quite new one".to_owned();
                }
                1 => {
                    let change = Change {
                        standing: Some(standing(Role::City, Some("140200"))),
                        ..Change::default()
                    };
                    access.change(account.id, change).await.unwrap();
                }
                2 => {
                    access.remove_totp(account.id).await.unwrap();
                }
                3 => access.end_sessions(account.id).await.unwrap(),
                4 => {
                    access.reset_password(account.id).await.unwrap();
                }
                _ => {
                    let change = Change {
                        disabled: Some(true),
                        ..Change::default()
                    };
                    access.change(account.id, change).await.unwrap();
                }
            }
            assert!(!alive(&access, first, now).await, "{step}");
            assert!(!alive(&access, second, now).await, "{step}");
        }
        assert!(alive(&access, kept, now).await);
        let rename = Change {
            shown_name: Some("李".to_owned()),
            ..Change::default()
        };
        access.change(other.id, rename).await.unwrap();
        assert!(alive(&access, kept, now).await);
    });
}
