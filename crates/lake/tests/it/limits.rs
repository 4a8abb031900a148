//! Statements from users only read, and stay within their memory and time.

use std::time::Duration;

use lake::{LakeError, QueryLimits};

use crate::rows::{ask, empty_lake};

#[tokio::test]
async fn statements_that_change_something_are_refused() {
    let (guard, lake) = empty_lake();
    let before = ask(&lake, "SELECT count(*) FROM import").await;
    let file = guard.path().join("out.csv");
    let statements = [
        "CREATE TABLE t AS SELECT 1".to_owned(),
        "DROP TABLE import".to_owned(),
        "DELETE FROM import".to_owned(),
        "INSERT INTO import SELECT * FROM import".to_owned(),
        format!("COPY (SELECT 1) TO '{}'", file.display()),
        format!(
            "CREATE EXTERNAL TABLE x STORED AS CSV LOCATION '{}'",
            guard.path().display()
        ),
        "SET datafusion.execution.batch_size = 1".to_owned(),
    ];
    for statement in statements {
        let refused = lake.query(&statement, QueryLimits::default()).await;
        assert!(
            matches!(refused, Err(LakeError::NotReadOnly)),
            "{statement}: {refused:?}"
        );
    }
    assert!(!file.exists());
    assert_eq!(ask(&lake, "SELECT count(*) FROM import").await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_that_runs_too_long_is_stopped() {
    let (_guard, lake) = empty_lake();
    let limits = QueryLimits {
        time: Duration::from_millis(50),
        ..QueryLimits::default()
    };
    let endless = "SELECT sum(a.value * b.value) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b";
    let failed = lake.query(endless, limits).await.unwrap_err();
    assert!(matches!(failed, LakeError::TimedOut { .. }), "{failed:?}");
}

#[tokio::test]
async fn a_statement_that_needs_too_much_memory_fails_alone() {
    let (_guard, lake) = empty_lake();
    let limits = QueryLimits {
        memory_bytes: 1 << 20,
        ..QueryLimits::default()
    };
    let wide = "SELECT array_agg(value) FROM generate_series(1, 3000000)";
    assert!(lake.query(wide, limits).await.is_err());
    assert_eq!(ask(&lake, "SELECT 1").await, "1");
}
