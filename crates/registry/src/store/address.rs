//! From an address to connections. It makes no folder and shows no password.

use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{ConnectOptions, Connection};
use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, SqlxError};

use super::error::{RegistryError, unopened};

/// Connections of readers, and of writers, of whom one writes and the others wait; a server has 100 for everybody.
const READERS: u32 = 8;
const WRITERS: u32 = 4;

/// A place with its connections.
pub(super) struct Doors {
    /// Where they lead, without a password.
    pub(super) place: String,
    /// For whatever never waits for the writer's lock.
    pub(super) readers: DatabaseConnection,
    /// For writers, opened when the first one comes: however many wait, no reader waits behind them.
    pub(super) writers: DatabaseConnection,
}

/// Opens a place.
pub(super) async fn connect(url: &str, wait: Duration) -> Result<Doors, RegistryError> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return postgres(url, wait).await;
    }
    if let Some((scheme, _)) = url
        .split_once("://")
        .filter(|(scheme, _)| *scheme != "sqlite")
    {
        return Err(RegistryError::Address {
            address: format!("{scheme}://…"),
            reason: "neither SQLite nor PostgreSQL".to_owned(),
        });
    }
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    sqlite(path.strip_prefix("//").unwrap_or(path), wait).await
}

/// A committed import outlives a power cut: `synchronous=FULL` costs one flush per commit.
async fn sqlite(path: &str, wait: Duration) -> Result<Doors, RegistryError> {
    if path.is_empty() || path == ":memory:" {
        return Err(RegistryError::Address {
            address: path.to_owned(),
            reason: "a register is a file".to_owned(),
        });
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .page_size(8192)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(wait)
        .pragma("cache_size", "-65536")
        .pragma("journal_size_limit", "67108864")
        .row_buffer_size(1024)
        .disable_statement_logging();
    let readers = SqlitePoolOptions::new().max_connections(READERS);
    let readers = readers.connect_with(options.clone()).await;
    let writers = SqlitePoolOptions::new().max_connections(WRITERS);
    let writers = writers.acquire_timeout(queue(wait));
    Ok(Doors {
        place: path.to_owned(),
        readers: readers.map_err(|e| unopened(path, failed(e)))?.into(),
        writers: writers.connect_lazy_with(options).into(),
    })
}

async fn postgres(url: &str, wait: Duration) -> Result<Doors, RegistryError> {
    let options: PgConnectOptions = url.parse().map_err(|e: SqlxError| RegistryError::Address {
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
    let refused = |e| unopened(&place, failed(e));
    // A pool tries again for half a minute where nobody answers; one connection says so at once.
    let first = options.connect().await.map_err(refused)?;
    first.close().await.map_err(refused)?;
    let readers = PgPoolOptions::new().max_connections(READERS);
    let readers = readers
        .connect_with(options.clone())
        .await
        .map_err(refused)?;
    let writers = PgPoolOptions::new().max_connections(WRITERS);
    let writers = writers.acquire_timeout(queue(wait));
    Ok(Doors {
        readers: readers.into(),
        writers: writers.connect_lazy_with(options).into(),
        place,
    })
}

/// How long a writer queues for a connection, before it waits for the lock.
fn queue(wait: Duration) -> Duration {
    wait.max(Duration::from_secs(1))
}

fn failed(error: SqlxError) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(error.into()))
}
