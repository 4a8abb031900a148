//! Signing in at a provider: a small one of our own, which signs with a key made for the test and lies on request.

mod provider;

use access::{OpenIdError, Provider, Refused, Secret, Subject};

use crate::backend::{Backend, at, officer, wait_for};
use provider::{Lie, Running};

async fn discovered(running: &Running) -> Provider {
    let secret = Some(Secret::new("client secret"));
    let redirect = "https://lantian.example/sign-in/return";
    let provider = Provider::discover(&running.issuer, "lantian", secret, redirect).await;
    provider.unwrap()
}

/// Goes to the provider and comes back.
async fn round(lie: Lie) -> Result<Subject, OpenIdError> {
    let running = Running::start(lie).await;
    let provider = discovered(&running).await;
    let departure = provider.authorise(at(0));
    let (code, state) = running.sign_in(&departure.url);
    let returned = (code.as_str(), state.as_str());
    provider.finish(returned, departure.kept, at(60)).await
}

#[test]
fn who_returns_with_a_good_token_is_vouched_for() {
    wait_for(async {
        let subject = round(Lie::None).await.unwrap();
        assert_eq!(subject.subject, "u-1024");
        assert_eq!(subject.name.as_deref(), Some("王工"));
        assert_eq!(subject.email.as_deref(), Some("wang@example.org"));
    });
}

#[test]
fn a_token_that_is_not_what_it_should_be_is_refused() {
    wait_for(async {
        for lie in [
            Lie::Nonce,
            Lie::Audience,
            Lie::Issuer,
            Lie::Expired,
            Lie::Signature,
            Lie::Unsigned,
        ] {
            let refused = round(lie).await;
            assert!(
                matches!(refused, Err(OpenIdError::Token { .. })),
                "{lie:?} {refused:?}"
            );
        }
        let refused = round(Lie::NoToken).await;
        assert!(matches!(refused, Err(OpenIdError::NoToken)), "{refused:?}");
    });
}

#[test]
fn an_answer_for_another_session_or_too_late_is_refused() {
    wait_for(async {
        let running = Running::start(Lie::None).await;
        let provider = discovered(&running).await;
        let (mine, theirs) = (provider.authorise(at(0)), provider.authorise(at(0)));
        let (code, state) = running.sign_in(&theirs.url);
        let crossed = provider
            .finish((&code, &state), mine.kept.clone(), at(1))
            .await;
        assert!(matches!(crossed, Err(OpenIdError::State)));
        // With the right state and another one's code, the provider misses the verifier.
        let (_, state) = running.sign_in(&mine.url);
        let injected = provider.finish((&code, &state), mine.kept, at(1)).await;
        assert!(
            matches!(injected, Err(OpenIdError::Exchange { .. })),
            "{injected:?}"
        );
        let late = provider.authorise(at(0));
        let (code, state) = running.sign_in(&late.url);
        let refused = provider.finish((&code, &state), late.kept, at(3600)).await;
        assert!(matches!(refused, Err(OpenIdError::Late)));
    });
}

#[test]
fn a_provider_that_is_not_itself_or_has_no_tls_is_refused() {
    wait_for(async {
        let discover = async |issuer: &str| {
            let made = Provider::discover(issuer, "lantian", None, "https://a.example/r").await;
            made.unwrap_err()
        };
        let insecure = discover("http://provider.example").await;
        assert!(matches!(insecure, OpenIdError::Insecure { .. }));
        let running = Running::start(Lie::Metadata).await;
        let other = discover(&running.issuer).await;
        assert!(matches!(other, OpenIdError::Discovery { .. }), "{other:?}");
        let none = discover("provider").await;
        assert!(matches!(none, OpenIdError::Address { .. }), "{none:?}");
    });
}

#[test]
fn nothing_secret_is_shown() {
    wait_for(async {
        let running = Running::start(Lie::None).await;
        let provider = discovered(&running).await;
        assert!(!format!("{provider:?}").contains("client secret"));
        assert_eq!(format!("{:?}", provider.authorise(at(0)).kept), "Kept(***)");
    });
}

#[test]
fn an_identity_signs_in_once_an_administrator_linked_it() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let account = officer(&access, "wang").await;
        let other = officer(&access, "li").await;
        let subject = round(Lie::None).await.unwrap();
        let unknown = access.identify(&subject, at(0)).await;
        assert!(matches!(unknown, Err(Refused::Unlinked)));
        assert_eq!(access.accounts(None, 9).await.unwrap().len(), 2);
        access.link(account.id, &subject, at(1)).await.unwrap();
        let taken = access.link(other.id, &subject, at(1)).await;
        assert!(matches!(
            taken,
            Err(access::AccessError::IdentityTaken { account: 1 })
        ));
        assert_eq!(access.identify(&subject, at(2)).await.unwrap().name, "wang");
        let linked = access.identities(account.id).await.unwrap();
        assert_eq!(linked[0].shown_name, "王工");
        let elsewhere = Subject {
            issuer: "https://other.example".to_owned(),
            ..subject.clone()
        };
        let unknown = access.identify(&elsewhere, at(2)).await;
        assert!(matches!(unknown, Err(Refused::Unlinked)));
        access
            .unlink(&subject.issuer, &subject.subject)
            .await
            .unwrap();
        let unlinked = access.identify(&subject, at(3)).await;
        assert!(matches!(unlinked, Err(Refused::Unlinked)));
    });
}
