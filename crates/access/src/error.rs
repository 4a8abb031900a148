//! What can go wrong with accounts, sessions and the audit log, and what to do about it. It shows no password.

use regions::RegionCode;
use sea_orm::{DbErr, RuntimeErr, SqlxError};

use crate::Role;

/// What was asked cannot be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// The address is none.
    #[error(
        "'{address}' is no address of a database: {reason}; give a path, sqlite:PATH or postgres://USER@HOST/DATABASE"
    )]
    Address {
        /// The address, without a password.
        address: String,
        /// Why.
        reason: String,
    },
    /// The database cannot be opened.
    #[error(
        "the accounts at {place} cannot be opened: check that the place exists and may be written"
    )]
    Open {
        /// Where, without a password.
        place: String,
        /// What the driver says.
        #[source]
        source: DbErr,
    },
    /// The database was made by a newer program.
    #[error(
        "the accounts at {place} have the format {version}, which this program does not know: use the newer program"
    )]
    Newer {
        /// Where.
        place: String,
        /// Its format.
        version: i64,
    },
    /// The settings for hashes are none.
    #[error(
        "the cost of passwords ({memory_kib} KiB, {passes} passes, {lanes} lanes) is outside of what argon2 takes"
    )]
    Cost {
        /// Memory.
        memory_kib: u32,
        /// Passes.
        passes: u32,
        /// Lanes.
        lanes: u32,
    },
    /// Somebody else writes.
    #[error("cannot {doing}: somebody else is writing; try again")]
    Busy {
        /// What was tried.
        doing: &'static str,
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
    /// The database holds what this program cannot have written.
    #[error("the accounts are damaged: {what}; restore them from a copy")]
    Damaged {
        /// What was found.
        what: String,
    },
    /// The system gives no random bytes, or a hash cannot be made.
    #[error("no password can be hashed: {reason}")]
    Hash {
        /// Why.
        reason: argon2::password_hash::Error,
    },
    /// The name of an account is none.
    #[error("'{name}' is no account's name: 2 to 64 letters, digits and . - _ @, without spaces")]
    Name {
        /// The name given.
        name: String,
    },
    /// The name is in use.
    #[error("there is already an account '{name}'")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// There is no such account.
    #[error("there is no account {id}")]
    NoAccount {
        /// The number given.
        id: i64,
    },
    /// Role, region and entity do not fit each other.
    #[error("an account of the role {role} {fault}")]
    Standing {
        /// The role.
        role: Role,
        /// What does not fit.
        fault: StandingFault,
    },
    /// Nobody would be left to keep accounts.
    #[error("this is the last administrator: make another one first")]
    LastAdministrator,
    /// The new password is too weak.
    #[error("this password is refused: {fault}")]
    Password {
        /// Why.
        fault: PasswordFault,
    },
    /// The present password, given along with the new one, is wrong.
    #[error("the present password is wrong")]
    PresentPassword,
    /// Too many failures.
    #[error("too many failures: nothing is checked before {until}")]
    Locked {
        /// When the next attempt is checked.
        until: jiff::Timestamp,
    },
    /// A one-time code does not fit, or was used.
    #[error("this code is wrong or was used before")]
    Code,
    /// No enrolment of one-time codes has begun.
    #[error("no enrolment of one-time codes has begun: begin it first")]
    NotEnrolling,
    /// The identity belongs to an account.
    #[error("this identity is already linked to account {account}")]
    IdentityTaken {
        /// The account.
        account: i64,
    },
    /// The identity belongs to no account.
    #[error("this identity is linked to no account")]
    NoIdentity,
    /// The session's record cannot be read or written.
    #[error("the session cannot be read or written")]
    Session {
        /// Why.
        #[source]
        source: tower_sessions::session::Error,
    },
}

/// Why role, region and entity do not fit each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StandingFault {
    /// Nobody signs in as the public.
    #[error("needs no account")]
    Public,
    /// The role needs a region.
    #[error("needs a region")]
    RegionMissing,
    /// The table of regions does not have it.
    #[error("cannot be of {region}: the table of regions does not have it")]
    RegionUnknown {
        /// The code given.
        region: RegionCode,
    },
    /// The region is of another level than the role.
    #[error("cannot be of {region}, which is of another level")]
    RegionLevel {
        /// The code given.
        region: RegionCode,
    },
    /// An enterprise needs its facility.
    #[error("needs the key of a facility")]
    EntityMissing,
    /// Only an enterprise has a facility.
    #[error("has no facility of its own")]
    EntityUnasked,
}

/// Why a password is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordFault {
    /// Too short.
    #[error("it needs {least} characters")]
    Short {
        /// The least number of characters.
        least: usize,
    },
    /// Longer than anybody types.
    #[error("it may have {most} characters")]
    Long {
        /// The greatest number of characters.
        most: usize,
    },
    /// The account's name is in it.
    #[error("it contains the account's name")]
    Name,
    /// Everybody would guess it.
    #[error("it is on the list of passwords that are tried first")]
    Common,
    /// It is the present one.
    #[error("it is the present one")]
    Same,
}

/// Turns what the driver says into an error of this crate.
pub(crate) fn during(doing: &'static str) -> impl Fn(DbErr) -> AccessError {
    move |source| {
        let busy = matches!(source, DbErr::ConnectionAcquire(_))
            || matches!(
                code(&source).as_deref(),
                Some("5" | "517" | "261" | "6" | "55P03")
            );
        if busy {
            return AccessError::Busy { doing };
        }
        AccessError::Database { doing, source }
    }
}

/// What a driver says of an address that does not open.
pub(crate) fn unopened(place: &str, source: SqlxError) -> AccessError {
    AccessError::Open {
        place: place.to_owned(),
        source: DbErr::Conn(RuntimeErr::SqlxError(source.into())),
    }
}

fn code(error: &DbErr) -> Option<String> {
    let (DbErr::Conn(RuntimeErr::SqlxError(inner))
    | DbErr::Exec(RuntimeErr::SqlxError(inner))
    | DbErr::Query(RuntimeErr::SqlxError(inner))) = error
    else {
        return None;
    };
    let found = inner.as_database_error()?.code()?;
    Some(found.into_owned())
}
