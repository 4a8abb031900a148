//! One-time codes: the vectors of RFC 6238, appendix B, and that a code serves once.

use access::{Access, AccessError, Account, Attempt, Refused};
use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use totp_rs::{Builder, Totp};

use crate::backend::{Backend, PASSWORD, at, attempt, officer, wait_for};

/// "12345678901234567890" in Base32, the secret of the vectors for SHA-1.
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// Seconds since 1970 and the code of eight digits, of which ours are the last six.
const VECTORS: [(i64, &str); 6] = [
    (59, "94287082"),
    (1_111_111_109, "07081804"),
    (1_111_111_111, "14050471"),
    (1_234_567_890, "89005924"),
    (2_000_000_000, "69279037"),
    (20_000_000_000, "65353130"),
];

fn with_code(code: &str, now: Timestamp) -> Attempt {
    Attempt {
        code: Some(code.to_owned()),
        now,
        ..attempt("wang", PASSWORD, 0)
    }
}

/// Signs in by the vectors, each code once.
pub(crate) async fn vectors(backend: &Backend) {
    let access = backend.open().await;
    officer(&access, "wang").await;
    let database = backend.connect().await;
    let set = format!("UPDATE access_account SET totp = '{SECRET}'");
    database.execute_unprepared(&set).await.unwrap();
    for (seconds, code) in VECTORS {
        let now = Timestamp::from_second(seconds).unwrap();
        let signed_in = access.sign_in(with_code(&code[2..], now)).await;
        assert!(signed_in.is_ok(), "{seconds}");
        let again = access.sign_in(with_code(&code[2..], now)).await;
        assert!(matches!(again, Err(Refused::CodeWrong)), "{seconds}");
    }
}

async fn enrolled(access: &Access) -> (Account, Totp) {
    let account = officer(access, "wang").await;
    let enrolment = access.begin_totp(account.id).await.unwrap();
    let secret = totp_rs::Secret::try_from_base32(enrolment.secret.reveal()).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    (account, totp)
}

fn code(totp: &Totp, seconds: i64) -> String {
    let now = u64::try_from(at(seconds).as_second()).unwrap();
    totp.generate(now).to_string()
}

#[test]
fn the_vectors_of_the_rfc_sign_in_once() {
    wait_for(vectors(&Backend::sqlite()));
}

#[test]
fn of_two_who_send_the_same_code_one_is_in() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let (account, totp) = enrolled(&access).await;
        let confirmed = access
            .confirm_totp(account.id, &code(&totp, 0), at(0))
            .await;
        assert!(confirmed.unwrap().has_totp);
        let mut both = tokio::task::JoinSet::new();
        for _ in 0..2 {
            let (access, code) = (access.clone(), code(&totp, 60));
            both.spawn(async move { access.sign_in(with_code(&code, at(60))).await });
        }
        let answers = both.join_all().await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    });
}

#[test]
fn codes_are_asked_for_after_they_were_confirmed_and_until_they_are_removed() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let (account, totp) = enrolled(&access).await;
        assert!(access.sign_in(attempt("wang", PASSWORD, 0)).await.is_ok());
        let refused = access.confirm_totp(account.id, "000", at(0)).await;
        assert!(matches!(refused, Err(AccessError::Code)));
        let first = code(&totp, 0);
        access
            .confirm_totp(account.id, &first, at(0))
            .await
            .unwrap();
        let again = access.confirm_totp(account.id, &first, at(0)).await;
        assert!(matches!(again, Err(AccessError::NotEnrolling)));
        let without = access.sign_in(attempt("wang", PASSWORD, 1)).await;
        assert!(matches!(without, Err(Refused::CodeNeeded)));
        let replayed = access.sign_in(with_code(&first, at(1))).await;
        assert!(matches!(replayed, Err(Refused::CodeWrong)));
        let stale = access.sign_in(with_code(&code(&totp, 100), at(300))).await;
        assert!(matches!(stale, Err(Refused::CodeWrong)));
        let spaced = format!("{} {}", &code(&totp, 300)[..3], &code(&totp, 300)[3..]);
        assert!(access.sign_in(with_code(&spaced, at(300))).await.is_ok());
        assert!(!access.remove_totp(account.id).await.unwrap().has_totp);
        assert!(access.sign_in(attempt("wang", PASSWORD, 301)).await.is_ok());
    });
}

#[test]
fn guessing_codes_shuts_out_even_with_the_right_password() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let (account, totp) = enrolled(&access).await;
        access
            .confirm_totp(account.id, &code(&totp, 0), at(0))
            .await
            .unwrap();
        for _ in 0..5 {
            let without = access.sign_in(attempt("wang", PASSWORD, 1)).await;
            assert!(matches!(without, Err(Refused::CodeNeeded)));
            let guess = access.sign_in(with_code("12345", at(1))).await;
            assert!(matches!(guess, Err(Refused::CodeWrong)));
        }
        let locked = access.sign_in(with_code(&code(&totp, 60), at(60))).await;
        assert!(matches!(locked, Err(Refused::Locked { .. })));
    });
}

#[test]
fn the_address_for_an_authenticator_names_issuer_and_account() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let account = officer(&access, "王工").await;
        let enrolment = access.begin_totp(account.id).await.unwrap();
        let uri = enrolment.uri.reveal();
        assert!(uri.starts_with("otpauth://totp/lantian:"), "{uri}");
        assert!(uri.contains(enrolment.secret.reveal()));
        assert_eq!(enrolment.secret.reveal().len(), 32);
    });
}
