//! Signing in, and shutting out whoever guesses.

use access::{Access, Attempt, Change, Refused};

use crate::backend::{Backend, PASSWORD, at, attempt, officer, wait_for};

const MINUTE: i64 = 60;

async fn wrong(access: &Access, name: &str, seconds: i64) {
    let refused = access
        .sign_in(attempt(name, "a wrong password", seconds))
        .await;
    assert!(matches!(refused, Err(Refused::Wrong)), "{refused:?}");
}

async fn locked(access: &Access, attempt: Attempt) -> i64 {
    match access.sign_in(attempt).await {
        Err(Refused::Locked { until }) => until.as_second() - at(0).as_second(),
        other => panic!("{other:?}"),
    }
}

/// Five failures, a quarter of an hour, and twice as long each time.
pub(crate) async fn lock_out(backend: &Backend) {
    let access = backend.open().await;
    officer(&access, "wang").await;
    for _ in 0..5 {
        wrong(&access, "wang", 0).await;
    }
    assert_eq!(
        locked(&access, attempt("WANG", PASSWORD, 1)).await,
        15 * MINUTE
    );
    wrong(&access, "wang", 15 * MINUTE).await;
    let until = locked(&access, attempt("wang", PASSWORD, 16 * MINUTE)).await;
    assert_eq!(until, 45 * MINUTE);
    let mut now = until;
    for hours in [1, 2, 4, 8, 16, 24, 24] {
        wrong(&access, "wang", now).await;
        let until = locked(&access, attempt("wang", PASSWORD, now + 1)).await;
        assert_eq!(until - now, hours * 60 * MINUTE);
        now = until;
    }
    assert!(access.sign_in(attempt("wang", PASSWORD, now)).await.is_ok());
    for _ in 0..4 {
        wrong(&access, "wang", now).await;
    }
    assert!(access.sign_in(attempt("wang", PASSWORD, now)).await.is_ok());
}

/// However many guess at the same time, no more than five are checked.
pub(crate) async fn at_once(backend: &Backend) {
    let access = backend.open().await;
    officer(&access, "wang").await;
    let mut guesses = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let access = access.clone();
        guesses.spawn(async move { access.sign_in(attempt("wang", "a guess", 0)).await });
    }
    let answers = guesses.join_all().await;
    let checked = answers.iter().filter(|a| matches!(a, Err(Refused::Wrong)));
    assert_eq!(checked.count(), 5);
    let locked = answers
        .iter()
        .filter(|a| matches!(a, Err(Refused::Locked { .. })));
    assert_eq!(locked.count(), 7);
}

#[test]
fn five_failures_shut_a_name_out_for_longer_and_longer() {
    wait_for(lock_out(&Backend::sqlite()));
}

#[test]
fn guesses_at_the_same_time_are_counted_one_by_one() {
    wait_for(at_once(&Backend::sqlite()));
}

#[test]
fn an_unknown_name_is_answered_as_a_known_one() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        officer(&access, "wang").await;
        for name in ["wang", "nobody", "", "no name/at all"] {
            let mut texts = Vec::new();
            for _ in 0..6 {
                let refused = access.sign_in(attempt(name, "a wrong password", 0)).await;
                texts.push(refused.unwrap_err().to_string());
            }
            assert_eq!(texts[..5], vec!["name or password are wrong"; 5], "{name}");
            assert!(texts[5].starts_with("too many failures"), "{name}");
        }
    });
}

#[test]
fn a_source_address_is_shut_out_for_everybody_and_by_failures_only() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        officer(&access, "wang").await;
        for number in 0..25 {
            wrong(&access, &format!("name{number}"), 0).await;
            assert!(access.sign_in(attempt("wang", PASSWORD, 0)).await.is_ok());
        }
        for number in 25..50 {
            wrong(&access, &format!("name{number}"), 0).await;
        }
        assert_eq!(
            locked(&access, attempt("wang", PASSWORD, 1)).await,
            15 * MINUTE
        );
        let elsewhere = Attempt {
            from: "192.0.2.2".to_owned(),
            ..attempt("wang", PASSWORD, 1)
        };
        assert!(access.sign_in(elsewhere).await.is_ok());
    });
}

#[test]
fn failures_are_forgotten_after_a_day() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        officer(&access, "wang").await;
        for _ in 0..4 {
            wrong(&access, "wang", 0).await;
        }
        let day = 24 * 60 * MINUTE;
        access.forget_expired(at(day + 1)).await.unwrap();
        for _ in 0..4 {
            wrong(&access, "wang", day + 2).await;
        }
        assert!(
            access
                .sign_in(attempt("wang", PASSWORD, day + 3))
                .await
                .is_ok()
        );
    });
}

#[test]
fn only_the_right_password_learns_that_an_account_is_disabled() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let account = officer(&access, "wang").await;
        let disable = Change {
            disabled: Some(true),
            ..Change::default()
        };
        access.change(account.id, disable).await.unwrap();
        wrong(&access, "wang", 0).await;
        let refused = access.sign_in(attempt("wang", PASSWORD, 0)).await;
        assert!(matches!(refused, Err(Refused::Disabled)));
    });
}
