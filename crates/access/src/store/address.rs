//! From an address to connections. It makes no folder and shows no password.

use std::time::Duration;

use sea_orm::DatabaseConnection;
use sea_orm::SqlxError;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{ConnectOptions, Connection};

use crate::AccessError;
use crate::error::unopened;

/// Connections; a server has 100 for everybody.
const CONNECTIONS: u32 = 8;

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// Opens a place, and names it without a password.
pub(super) async fn connect(
    url: &str,
    wait: Duration,
) -> Result<(DatabaseConnection, String), AccessError> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return postgres(url, wait).await;
    }
    let other = url
        .split_once("://")
        .filter(|(scheme, _)| *scheme != "sqlite");
    if let Some((scheme, _)) = other {
        return Err(AccessError::Address {
            address: format!("{scheme}://…"),
            reason: "neither SQLite nor PostgreSQL".to_owned(),
        });
    }
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    sqlite(path.strip_prefix("//").unwrap_or(path), wait).await
}

/// A line of the audit log outlives a power cut: `synchronous=FULL` costs one flush per commit.
async fn sqlite(path: &str, wait: Duration) -> Result<(DatabaseConnection, String), AccessError> {
    if path.is_empty() || path == ":memory:" {
        return Err(AccessError::Address {
            address: path.to_owned(),
            reason: "accounts are a file".to_owned(),
        });
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(wait)
        .disable_statement_logging();
    let mut left = wait;
    loop {
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS);
        match pool.connect_with(options.clone()).await {
            Ok(pool) => return Ok((pool.into(), path.to_owned())),
            // SQLite does not wait by itself where another program makes the same new file.
            Err(source) if is_locked(&source) && left > Duration::ZERO => {
                tokio::time::sleep(PAUSE).await;
                left = left.saturating_sub(PAUSE);
            }
            Err(source) => return Err(unopened(path, source)),
        }
    }
}

async fn postgres(url: &str, wait: Duration) -> Result<(DatabaseConnection, String), AccessError> {
    let options: PgConnectOptions = url.parse().map_err(|e: SqlxError| AccessError::Address {
        address: "postgres://…".to_owned(),
        reason: e.to_string(),
    })?;
    let place = format!(
        "postgres://{}@{}:{}/{}",
        options.get_username(),
        options.get_host(),
        options.get_port(),
        options.get_database().unwrap_or_default()
    );
    let options = options.disable_statement_logging();
    let refused = |source| unopened(&place, source);
    // A pool tries again for half a minute where nobody answers; one connection says so at once.
    let first = options.connect().await.map_err(refused)?;
    first.close().await.map_err(refused)?;
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS);
    let pool = pool.acquire_timeout(wait.max(Duration::from_secs(1)));
    let pool = pool.connect_with(options).await.map_err(refused)?;
    Ok((pool.into(), place))
}

fn is_locked(error: &SqlxError) -> bool {
    let code = error
        .as_database_error()
        .and_then(sea_orm::sqlx::error::DatabaseError::code);
    matches!(code.as_deref(), Some("5" | "261" | "517"))
}
