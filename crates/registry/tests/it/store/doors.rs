//! Addresses that lead nowhere, and what a person is told.

use registry::store::{Registry, RegistryError};

use super::backend::{catalogue, wait_for};
use super::postgres::Server;

fn refused(url: &str) -> String {
    let refused = wait_for(Registry::open(url, catalogue())).unwrap_err();
    let mut text = refused.to_string();
    let mut source = std::error::Error::source(&refused);
    while let Some(inner) = source {
        assert!(!inner.to_string().contains("s3cret"), "{inner}");
        source = inner.source();
    }
    assert!(
        !text.contains("s3cret") && !format!("{refused:?}").contains("s3cret"),
        "{text}"
    );
    text.truncate(200);
    text
}

#[test]
fn a_file_that_cannot_be_a_register_is_refused_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let missing = refused(&path("no/such/folder/register.db"));
    assert!(
        missing.ends_with(
            "its folder is missing, or may not be written: make it, or give another path"
        )
    );
    std::fs::write(
        path("letter.txt"),
        "a letter, and surely no database\n".repeat(99),
    )
    .unwrap();
    let letter = refused(&format!("sqlite:{}", path("letter.txt")));
    assert!(
        letter.ends_with("the file is no SQLite database: give another path"),
        "{letter}"
    );
    let unchanged = std::fs::read_to_string(path("letter.txt")).unwrap();
    assert!(unchanged.starts_with("a letter"));
    assert!(refused("mysql://u:s3cret@h/d").starts_with("'mysql://…' is no address of a register"));
    assert!(refused("sqlite::memory:").contains("a register is a file"));
    assert!(refused("postgres://u:s3cret@h:port/d").starts_with("'postgres://…' is no address"));
}

#[test]
fn a_plain_path_and_an_address_lead_to_one_register() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.db").display().to_string();
    wait_for(async {
        for url in [
            path.clone(),
            format!("sqlite:{path}"),
            format!("sqlite://{path}"),
        ] {
            let registry = Registry::open(&url, catalogue()).await.unwrap();
            assert_eq!(registry.place(), path);
            let made = registry.edit("boiler", &url, None, &[], super::backend::by("李", 1, ""));
            made.await.unwrap();
        }
        let registry = Registry::open(&path, catalogue()).await.unwrap();
        assert_eq!(registry.count("boiler").await.unwrap(), 3);
    });
}

#[test]
fn a_server_that_refuses_is_reported_without_the_password() {
    // A port that was free a moment ago, and where nobody listens now.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let closed = refused(&format!("postgres://li:s3cret@127.0.0.1:{port}/register"));
    let expected = format!(
        "the register at postgres://li@127.0.0.1:{port}/register cannot be \
        opened: no server answers there: start it, or check host and port"
    );
    assert_eq!(closed, expected);
    let server = Server::start();
    let nobody = refused(&server.url("nobody:s3cret", "postgres"));
    assert!(
        nobody.ends_with("the server refuses the user or the password: check both"),
        "{nobody}"
    );
    let nowhere = refused(&server.url("postgres:s3cret", "nowhere"));
    assert!(
        nowhere.ends_with("the server has no such database: make it with createdb"),
        "{nowhere}"
    );
    let url = server.database("shared");
    server.sql("CREATE ROLE reader LOGIN PASSWORD 's3cret'");
    let reader = server.url("reader:s3cret", "shared");
    let denied = refused(&reader);
    assert!(
        denied.starts_with("the database does not allow to make the tables"),
        "{denied}"
    );
    wait_for(async {
        let registry = Registry::open(&url, catalogue()).await.unwrap();
        let grants = "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader";
        let owner = sea_orm::Database::connect(&url).await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&owner, grants)
            .await
            .unwrap();
        // Whoever may only read can read, and is told that writing is not allowed.
        let reader = Registry::open(&reader, catalogue()).await.unwrap();
        assert_eq!(reader.count("boiler").await.unwrap(), 0);
        let by = super::backend::by("li", 1, "");
        let denied = reader
            .edit("boiler", "b1", None, &[], by)
            .await
            .unwrap_err();
        assert!(matches!(denied, RegistryError::Denied { .. }), "{denied}");
        assert_eq!(registry.count("boiler").await.unwrap(), 0);
    });
}
