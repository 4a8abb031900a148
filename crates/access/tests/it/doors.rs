//! Both databases: what the other modules test on SQLite, on PostgreSQL; and addresses.

use access::{Access, AccessError};
use sea_orm::ConnectionTrait;

use crate::backend::{Backend, settings, wait_for};
use crate::postgres::Server;
use crate::{accounts, audit, sessions, sign_in, totp};

#[test]
fn everything_holds_on_postgresql_too() {
    let server = Server::start();
    let own = |name: &str| Backend::at(server.database(name));
    wait_for(async {
        accounts::first_start(&own("first")).await;
        accounts::keeping(&own("keeping")).await;
        sign_in::lock_out(&own("lock_out")).await;
        sign_in::at_once(&own("at_once")).await;
        totp::vectors(&own("vectors")).await;
        sessions::life(&own("life")).await;
        audit::tampering(&own("tampering")).await;
        audit::two_writers(&own("writers")).await;
    });
}

#[test]
fn two_programs_open_an_empty_database_at_the_same_time() {
    let server = Server::start();
    wait_for(async {
        for backend in [Backend::sqlite(), Backend::at(server.database("empty"))] {
            let open = || Access::open(&backend.url, settings());
            let (first, second, third) = tokio::join!(open(), open(), open());
            for opened in [first, second, third] {
                opened.unwrap();
            }
        }
    });
}

#[test]
fn a_newer_database_is_left_alone() {
    wait_for(async {
        let backend = Backend::sqlite();
        backend.open().await.close().await.unwrap();
        let database = backend.connect().await;
        let newer = database
            .execute_unprepared("INSERT INTO access_format VALUES (2)")
            .await;
        newer.unwrap();
        let refused = Access::open(&backend.url, settings()).await;
        assert!(matches!(
            refused,
            Err(AccessError::Newer { version: 2, .. })
        ));
    });
}

#[test]
fn an_address_that_is_none_is_refused_without_its_password() {
    wait_for(async {
        for address in ["mysql://wang:secret@host/db", "", "sqlite::memory:"] {
            let refused = Access::open(address, settings()).await.unwrap_err();
            assert!(matches!(refused, AccessError::Address { .. }), "{refused}");
            assert!(!format!("{refused:?}").contains("secret"));
        }
        let missing = Access::open("sqlite:/no/such/folder/a.db", settings()).await;
        assert!(matches!(missing, Err(AccessError::Open { .. })));
    });
}
