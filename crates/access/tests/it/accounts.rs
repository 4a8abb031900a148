//! Making and changing accounts, and the rule for passwords.

use access::{
    AccessError, Change, NewAccount, PasswordFault, Refused, Role, Secret, StandingFault, Who,
};

use crate::backend::{Backend, PASSWORD, at, attempt, officer, somebody, standing, wait_for};

/// The first start: one account, one password, shown once, and of no use before another one is set.
pub(crate) async fn first_start(backend: &Backend) {
    let access = backend.open().await;
    let first = access.first_administrator(at(0)).await.unwrap().unwrap();
    assert_eq!(first.account.name, "admin");
    assert!(first.account.must_change_password);
    assert!(access.first_administrator(at(1)).await.unwrap().is_none());
    assert_eq!(format!("{:?}", first.password), "***");
    let password = first.password.reveal().to_owned();
    let groups: Vec<&str> = password.split('-').collect();
    assert_eq!(groups.iter().map(|group| group.len()).sum::<usize>(), 20);
    assert!(!stored(backend).await.contains(&password));
    let account = access
        .sign_in(attempt("admin", &password, 2))
        .await
        .unwrap();
    assert_eq!(Who::of(account).standing.role, Role::Public);
    let passwords = (&first.password, &Secret::new(PASSWORD));
    let account = access
        .set_password(first.account.id, passwords, at(3))
        .await;
    let account = account.unwrap();
    assert_eq!(Who::of(account).standing.role, Role::Administrator);
    let again = access.sign_in(attempt("admin", &password, 4)).await;
    assert!(matches!(again, Err(Refused::Wrong)));
    assert!(access.sign_in(attempt("Admin ", PASSWORD, 5)).await.is_ok());
}

/// Everything that the table of accounts holds, as text.
async fn stored(backend: &Backend) -> String {
    use sea_orm::ConnectionTrait;
    let database = backend.connect().await;
    let all = sea_orm::Statement::from_string(
        database.get_database_backend(),
        "SELECT name || shown_name || password FROM access_account",
    );
    let rows = database.query_all_raw(all).await.unwrap();
    let texts = rows.iter().map(|row| row.try_get_by_index::<String>(0));
    texts.map(Result::unwrap).collect()
}

/// Listing, changing, resetting.
pub(crate) async fn keeping(backend: &Backend) {
    let access = backend.open().await;
    let admin = somebody(&access, "keeper", standing(Role::Administrator, None)).await;
    for name in ["wang.gong", "李工", "zhao_gong"] {
        officer(&access, name).await;
    }
    let first = access.accounts(None, 2).await.unwrap();
    let rest = access.accounts(Some(first[1].id), 10).await.unwrap();
    let names: Vec<&str> = first.iter().chain(&rest).map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["keeper", "wang.gong", "李工", "zhao_gong"]);
    let li = &rest[0];
    let change = Change {
        shown_name: Some("李工程师\n".to_owned()),
        standing: Some(standing(Role::County, Some("140105"))),
        disabled: None,
    };
    let li = access.change(li.id, change).await.unwrap();
    assert_eq!(li.shown_name, "李工程师");
    assert_eq!(li.standing, standing(Role::County, Some("140105")));
    let reset = access.reset_password(li.id).await.unwrap();
    assert!(reset.account.must_change_password);
    let old = access.sign_in(attempt("李工", PASSWORD, 1)).await;
    assert!(matches!(old, Err(Refused::Wrong)));
    let new = access
        .sign_in(attempt("李工", reset.password.reveal(), 2))
        .await;
    assert!(new.unwrap().last_sign_in.is_some());
    let disable = Change {
        disabled: Some(true),
        ..Change::default()
    };
    let last = access.change(admin.id, disable.clone()).await;
    assert!(matches!(last, Err(AccessError::LastAdministrator)));
    somebody(&access, "second", standing(Role::Administrator, None)).await;
    assert!(access.change(admin.id, disable).await.unwrap().disabled);
    let nobody = access.account(99).await;
    assert!(matches!(nobody, Err(AccessError::NoAccount { id: 99 })));
}

#[test]
fn the_first_start_makes_one_administrator() {
    wait_for(first_start(&Backend::sqlite()));
}

#[test]
fn accounts_are_kept() {
    wait_for(keeping(&Backend::sqlite()));
}

#[test]
fn names_are_taken_once_and_have_a_form() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        officer(&access, "wang").await;
        let new = |name: &str| NewAccount {
            name: name.to_owned(),
            shown_name: String::new(),
            standing: standing(Role::City, Some("140100")),
        };
        let taken = access.create(new("WANG"), at(0)).await;
        assert!(matches!(taken, Err(AccessError::NameTaken { name }) if name == "wang"));
        for name in ["", "w", "wang gong", "wang\0", "wang/..", &"w".repeat(65)] {
            let refused = access.create(new(name), at(0)).await;
            assert!(matches!(refused, Err(AccessError::Name { .. })), "{name:?}");
        }
    });
}

#[test]
fn role_region_and_facility_fit_each_other() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let refused = async |standing| {
            let new = NewAccount {
                name: "wang".to_owned(),
                shown_name: String::new(),
                standing,
            };
            match access.create(new, at(0)).await {
                Err(AccessError::Standing { fault, .. }) => fault,
                other => panic!("{other:?}"),
            }
        };
        let fault = refused(standing(Role::Public, None)).await;
        assert_eq!(fault, StandingFault::Public);
        for role in [Role::Province, Role::City, Role::County, Role::Inspector] {
            let fault = refused(standing(role, None)).await;
            assert_eq!(fault, StandingFault::RegionMissing, "{role}");
        }
        for (role, region) in [
            (Role::Province, "140100"),
            (Role::City, "140000"),
            (Role::County, "140100"),
        ] {
            let fault = refused(standing(role, Some(region))).await;
            assert!(matches!(fault, StandingFault::RegionLevel { .. }), "{role}");
        }
        let fault = refused(standing(Role::City, Some("149900"))).await;
        assert!(matches!(fault, StandingFault::RegionUnknown { .. }));
        let mut firm = standing(Role::Enterprise, None);
        firm.entity = None;
        assert_eq!(refused(firm).await, StandingFault::EntityMissing);
        let mut officer = standing(Role::City, Some("140100"));
        officer.entity = Some("E1".to_owned());
        assert_eq!(refused(officer).await, StandingFault::EntityUnasked);
    });
}

#[test]
fn weak_passwords_are_refused() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let account = officer(&access, "wang").await;
        let set = async |new: &str| {
            let passwords = (&Secret::new(PASSWORD), &Secret::new(new));
            match access.set_password(account.id, passwords, at(0)).await {
                Err(AccessError::Password { fault }) => fault,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(set("short").await, PasswordFault::Short { least: 12 });
        assert_eq!(
            set("十一个字的密码太短了啊").await,
            PasswordFault::Short { least: 12 }
        );
        assert_eq!(set("my name is Wang!").await, PasswordFault::Name);
        assert_eq!(set("QWERtyuiop123").await, PasswordFault::Common);
        assert_eq!(set(PASSWORD).await, PasswordFault::Same);
        assert_eq!(
            set(&"长".repeat(300)).await,
            PasswordFault::Long { most: 256 }
        );
        let wrong = (
            &Secret::new("something else"),
            &Secret::new("another good one"),
        );
        let refused = access.set_password(account.id, wrong, at(0)).await;
        assert!(matches!(refused, Err(AccessError::PresentPassword)));
    });
}

#[test]
fn a_stolen_session_is_no_place_to_guess_the_password() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        let account = officer(&access, "wang").await;
        let guess = (
            &Secret::new("something else"),
            &Secret::new("another good one"),
        );
        for _ in 0..5 {
            let refused = access.set_password(account.id, guess, at(0)).await;
            assert!(matches!(refused, Err(AccessError::PresentPassword)));
        }
        let right = (&Secret::new(PASSWORD), &Secret::new("another good one"));
        let locked = access.set_password(account.id, right, at(1)).await;
        assert!(matches!(locked, Err(AccessError::Locked { .. })));
    });
}
