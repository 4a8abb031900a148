//! What can go wrong with the register, and what to do about it. It never shows a password.

use sea_orm::{DbErr, RuntimeErr, SqlxError};

use super::effect::CellChange;
use crate::By;

/// The register cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The address is none.
    #[error(
        "'{address}' is no address of a register: {reason}; give a path, sqlite:PATH or postgres://USER@HOST/DATABASE"
    )]
    Address {
        /// The address, without a password.
        address: String,
        /// Why.
        reason: String,
    },
    /// The database cannot be opened.
    #[error("the register at {place} cannot be opened: {reason}")]
    Open {
        /// Where.
        place: String,
        /// Why, and what to do.
        reason: &'static str,
        /// What the driver says.
        #[source]
        source: DbErr,
    },
    /// The database was made by a newer program.
    #[error(
        "the register at {place} has the format {version}, which this program does not know: use the newer program that made it"
    )]
    Newer {
        /// Where.
        place: String,
        /// The first format not known.
        version: String,
    },
    /// The database does not allow it.
    #[error("the database does not allow to {doing}: give its user the right to it")]
    Denied {
        /// What was tried.
        doing: &'static str,
        /// What the driver says.
        #[source]
        source: DbErr,
    },
    /// Somebody else is writing.
    #[error("somebody else is writing into the register{}: try again when that is finished", by_whom(import.as_ref()))]
    Busy {
        /// The import that was announced last: its entity, who makes it, and when it began.
        import: Option<(String, String, i64)>,
    },
    /// The catalogue has no such entity.
    #[error("the catalogue has no entity '{entity}'")]
    Entity {
        /// The id that was asked for.
        entity: String,
    },
    /// The entity has no such column.
    #[error("{entity} has no column '{column}'")]
    Column {
        /// The entity.
        entity: String,
        /// The id that was asked for.
        column: String,
    },
    /// A row has not as many cells as its entity has columns.
    #[error("line {line} has {found} cells; {entity} has {expected} columns")]
    Cells {
        /// The entity.
        entity: String,
        /// The line.
        line: u64,
        /// The number of columns.
        expected: usize,
        /// The number of cells.
        found: usize,
    },
    /// A text holds a character that databases do not store.
    #[error(
        "{entity} '{key}': the text of {column} holds the character NUL (U+0000), which no register stores: remove it"
    )]
    Nul {
        /// The entity.
        entity: String,
        /// The key, its NUL characters made visible.
        key: String,
        /// The column, or what else holds it.
        column: String,
    },
    /// The register does not know the thing.
    #[error("the register has no {entity} '{key}'")]
    Unknown {
        /// The entity.
        entity: String,
        /// The key.
        key: String,
    },
    /// Somebody else changed the thing since it was read.
    #[error("{entity} '{key}' was {} meanwhile by {} on {} ({}){}: look at it again", if *removed { "removed" } else { "changed" }, by.who, moment(by.at), by.why, then_and_now(columns))]
    ChangedMeanwhile {
        /// The entity.
        entity: String,
        /// The key.
        key: String,
        /// The revision now: the one to expect next time, unless it was removed.
        revision: i64,
        /// Who changed it last, when and why.
        by: Box<By>,
        /// Whether it is gone.
        removed: bool,
        /// What differs: each column with its value then and now.
        columns: Vec<CellChange>,
    },
    /// The import met an error or was interrupted, and nothing of it stays.
    #[error("this import failed before, and nothing of it was kept: begin it again")]
    Abandoned,
    /// There is no room.
    #[error("cannot {doing}: the disk of the register is full; nothing was changed")]
    Full {
        /// What was tried.
        doing: &'static str,
        /// What the driver says.
        #[source]
        source: DbErr,
    },
    /// The database refuses.
    #[error("cannot {doing}: the database refuses")]
    Database {
        /// What was tried.
        doing: &'static str,
        /// What the driver says.
        #[source]
        source: DbErr,
    },
    /// The register holds what it cannot have written.
    #[error("the register is damaged: {what}; restore it from a copy")]
    Damaged {
        /// What was found.
        what: String,
    },
}

/// A moment as people read it, in UTC.
fn moment(micros: i64) -> String {
    let known = jiff::Timestamp::from_microsecond(micros);
    known.map_or_else(|_| micros.to_string(), |moment| moment.to_string())
}

fn by_whom(import: Option<&(String, String, i64)>) -> String {
    import.map_or_else(String::new, |(entity, who, at)| {
        format!(" ({who} imports {entity} since {})", moment(*at))
    })
}

fn then_and_now(columns: &[CellChange]) -> String {
    let shown = |cell: &Option<String>| cell.as_deref().unwrap_or("unknown").to_owned();
    let each = columns.iter().map(|change| {
        let (then, now) = (shown(&change.before), shown(&change.after));
        format!("; {} then {then}, now {now}", change.column)
    });
    each.collect::<Vec<_>>().concat()
}

/// Turns what the driver says into an error of the register.
pub(super) fn during(doing: &'static str) -> impl Fn(DbErr) -> RegistryError {
    move |source| match code(&source).as_deref() {
        None if matches!(source, DbErr::ConnectionAcquire(_)) => {
            RegistryError::Busy { import: None }
        }
        Some("5" | "517" | "261" | "6" | "55P03") => RegistryError::Busy { import: None },
        Some("8" | "264" | "1032" | "42501" | "25006") => RegistryError::Denied { doing, source },
        Some("13" | "53100") => RegistryError::Full { doing, source },
        _ => RegistryError::Database { doing, source },
    }
}

/// Why a database could not be opened, and what to do.
pub(super) fn unopened(place: &str, source: DbErr) -> RegistryError {
    let reason = match code(&source).as_deref() {
        Some("14") => "its folder is missing, or may not be written: make it, or give another path",
        Some("26") => "the file is no SQLite database: give another path",
        Some("11") => "the file is damaged: restore it from a copy",
        Some("8" | "1032") => "the file may not be written: change its permissions",
        Some("5" | "261") => "somebody else holds it: try again later",
        Some("28P01" | "28000") => "the server refuses the user or the password: check both",
        Some("3D000") => "the server has no such database: make it with createdb",
        Some("53300") => "the server has no connection left: try again later",
        _ => match sqlx(&source) {
            Some(SqlxError::Io(_)) => "no server answers there: start it, or check host and port",
            Some(SqlxError::PoolTimedOut) => {
                "the server does not answer in time: check host and port"
            }
            Some(SqlxError::Tls(_)) => "no secure connection can be made: check sslmode",
            _ => "the driver refuses",
        },
    };
    RegistryError::Open {
        place: place.to_owned(),
        reason,
        source,
    }
}

fn sqlx(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(inner))
        | DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner)) => Some(inner.as_ref()),
        _ => None,
    }
}

fn code(error: &DbErr) -> Option<String> {
    let found = sqlx(error)?.as_database_error()?.code()?;
    Some(found.into_owned())
}
