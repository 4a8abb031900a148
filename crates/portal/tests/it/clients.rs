//! Clients of others' making, in Python: Fraunhofer's for `SensorThings`, psycopg for SQL, schemathesis for the API.
//!
//! `cargo xtask test` prepares the interpreter; without it these tests say so and check nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use access::Role;

use crate::house::{House, PASSWORD};

/// The interpreter with the packages of `tests/python/requirements.txt`.
fn python() -> Option<PathBuf> {
    let named = std::env::var_os("LANTIAN_PYTHON").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../venv/bin/python");
    let found = named.or(Some(beside)).filter(|path| path.exists());
    if found.is_none() {
        eprintln!(
            "NOT RUN: no Python for the clients; `cargo xtask test` makes it, LANTIAN_PYTHON names another"
        );
    }
    found
}

/// Runs a program of `tests/python`, while the portal goes on answering.
async fn run(python: PathBuf, program: &str, words: Vec<String>) -> Output {
    let program = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/python")
        .join(program);
    let ran = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(python);
        command
            .arg(program)
            .args(words)
            .current_dir(env!("CARGO_TARGET_TMPDIR"));
        command
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("NO_PROXY", "*")
            .output()
    });
    ran.await
        .expect("the program is waited for")
        .expect("the program starts")
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}\n{}", text(&output.stdout), text(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_sensorthings_client_lists_stations_and_reads_a_series() {
    let Some(python) = python() else { return };
    let house = House::new().await;
    let base = format!("http://{}/sta/v1.1", house.address);
    let output = run(python, "sta.py", vec![base]).await;
    assert!(output.status.success(), "{}", said(&output));
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn psycopg_asks_the_sql_endpoint_and_changes_nothing() {
    let Some(python) = python() else { return };
    let house = House::with(|settings| settings.query.time = Duration::from_secs(5)).await;
    let words = |user: &str| {
        let (host, port) = (house.sql.ip().to_string(), house.sql.port().to_string());
        vec![host, port, user.to_owned(), PASSWORD.to_owned()]
    };
    let output = run(python.clone(), "sql.py", words(Role::Province.id())).await;
    assert!(output.status.success(), "{}", said(&output));
    for role in [Role::City, Role::County, Role::Enterprise, Role::Inspector] {
        let output = run(python.clone(), "sql.py", words(role.id())).await;
        assert!(!output.status.success(), "{role}");
        assert!(
            said(&output).contains("may not run SQL"),
            "{role}: {}",
            said(&output)
        );
    }
    let administrator = house.as_role(Role::Administrator).await;
    let refused = administrator
        .get("/api/v1/audit?action=run_sql&outcome=refused")
        .await
        .ok();
    let lines = refused["items"].as_array().expect("lines");
    let of = |word: &str| {
        lines
            .iter()
            .any(|line| line["detail"].as_str().is_some_and(|d| d.contains(word)))
    };
    assert!(of("DROP TABLE") && of("connect"), "{refused}");
    house.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_that_schemathesis_thinks_of_is_our_failure() {
    let Some(python) = python() else { return };
    let house = House::new().await;
    let base = format!("http://{}", house.address);
    let stranger = vec![base.clone(), "15".to_owned()];
    let output = run(python.clone(), "openapi.py", stranger).await;
    assert!(output.status.success(), "{}", said(&output));
    let administrator = house.as_role(Role::Administrator).await;
    let cookie = administrator.cookie().expect("signed in").to_owned();
    let words = vec![
        base,
        "25".to_owned(),
        cookie,
        administrator.token().to_owned(),
    ];
    let output = run(python, "openapi.py", words).await;
    assert!(output.status.success(), "{}", said(&output));
    house.stop().await;
}
