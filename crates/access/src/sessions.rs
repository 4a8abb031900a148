//! Sessions: the store for `tower_sessions`, and who a session is.
//!
//! The database keeps the SHA-256 of a session's id, so that whoever reads it cannot be anybody. What weakens a session
//! ends it: the account's epoch is compared at each request. A session that was ended is never written again.

use async_trait::async_trait;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{self, Error};
use tower_sessions::{Session, SessionStore};

use crate::error::during;
use crate::{Access, AccessError, Account, Who};

const SESSION: &str = "access_session";

/// Where a session keeps who it is.
const WHO: &str = "who";

/// How much older than the last request a session's mark of it may be: a page asks for many things at once, and not
/// each is worth a write.
const GRAIN: i64 = 60_000_000;

/// The store of sessions.
#[derive(Clone, Debug)]
pub struct Sessions {
    database: DatabaseConnection,
}

/// Who a session is, and since when; moments in microseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    account: i64,
    epoch: i64,
    begun_at: i64,
    seen_at: i64,
}

impl Access {
    /// Gives the store of sessions, for a layer of `tower_sessions`.
    pub fn sessions(&self) -> Sessions {
        Sessions {
            database: self.database.clone(),
        }
    }

    /// Makes a session that of an account, under a new id: whoever knew the old one is left with nothing.
    pub async fn begin(
        &self,
        session: &Session,
        account: &Account,
        now: Timestamp,
    ) -> Result<(), AccessError> {
        let failed = |source| AccessError::Session { source };
        let mark = Mark {
            account: account.id,
            epoch: account.epoch,
            begun_at: now.as_microsecond(),
            seen_at: now.as_microsecond(),
        };
        session.clear().await;
        session.cycle_id().await.map_err(failed)?;
        session.insert(WHO, mark).await.map_err(failed)
    }

    /// Ends a session.
    pub async fn end(&self, session: &Session) -> Result<(), AccessError> {
        let ended = session.flush().await;
        ended.map_err(|source| AccessError::Session { source })
    }

    /// Tells who a session is; a session that expired or was ended is nobody's, and is removed.
    pub async fn who(&self, session: &Session, now: Timestamp) -> Result<Who, AccessError> {
        let failed = |source| AccessError::Session { source };
        let Some(mark) = session.get::<Mark>(WHO).await.map_err(failed)? else {
            return Ok(Who::public());
        };
        let now = now.as_microsecond();
        let account = if self.alive(&mark, now) {
            self.holder(&mark).await?
        } else {
            None
        };
        let Some(account) = account else {
            self.end(session).await?;
            return Ok(Who::public());
        };
        if now - mark.seen_at >= GRAIN {
            let seen = Mark {
                seen_at: now,
                ..mark
            };
            session.insert(WHO, seen).await.map_err(failed)?;
        }
        Ok(Who::of(account))
    }

    fn alive(&self, mark: &Mark, now: i64) -> bool {
        let within = |since: i64, length: std::time::Duration| {
            let passed = u128::try_from(now.saturating_sub(since)).unwrap_or(0);
            passed < length.as_micros()
        };
        within(mark.seen_at, self.settings.idle) && within(mark.begun_at, self.settings.absolute)
    }

    /// The account, unless something ended its sessions since.
    async fn holder(&self, mark: &Mark) -> Result<Option<Account>, AccessError> {
        let account = match self.account(mark.account).await {
            Err(AccessError::NoAccount { .. }) => return Ok(None),
            other => other?,
        };
        Ok((account.epoch == mark.epoch && !account.disabled).then_some(account))
    }

    pub(crate) async fn forget_sessions(&self, now: Timestamp) -> Result<(), AccessError> {
        let delete = Query::delete()
            .from_table(SESSION)
            .and_where(Expr::col("expires_at").lt(now.as_microsecond()))
            .take();
        let failed = during("remove expired sessions");
        self.database.execute(&delete).await.map_err(failed)?;
        Ok(())
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        let mut over = OnConflict::column("digest");
        over.do_nothing();
        loop {
            let insert = Query::insert()
                .into_table(SESSION)
                .columns(["digest", "data", "expires_at"])
                .values_panic([
                    Expr::val(digest(&record.id)),
                    Expr::val(data(record)?),
                    Expr::val(micros(record.expiry_date)),
                ])
                .on_conflict(over.clone())
                .take();
            let made = self.database.execute(&insert).await.map_err(backend)?;
            if made.rows_affected() == 1 {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        let update = Query::update()
            .table(SESSION)
            .value("data", data(record)?)
            .value("expires_at", micros(record.expiry_date))
            .and_where(Expr::col("digest").eq(digest(&record.id)))
            .take();
        // No row: it was ended while this request ran, and stays so.
        self.database.execute(&update).await.map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let select = Query::select()
            .columns(["data", "expires_at"])
            .from(SESSION)
            .and_where(Expr::col("digest").eq(digest(id)))
            .take();
        let Some(row) = self.database.query_one(&select).await.map_err(backend)? else {
            return Ok(None);
        };
        let text: String = row.try_get_by_index(0).map_err(backend)?;
        let expires_at: i64 = row.try_get_by_index(1).map_err(backend)?;
        // The layer dates records by this clock too.
        if expires_at <= micros(OffsetDateTime::now_utc()) {
            return Ok(None);
        }
        let expiry = OffsetDateTime::from_unix_timestamp_nanos(i128::from(expires_at) * 1000);
        Ok(Some(Record {
            id: *id,
            data: serde_json::from_str(&text).map_err(|e| Error::Decode(e.to_string()))?,
            expiry_date: expiry.map_err(|e| Error::Decode(e.to_string()))?,
        }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        let delete = Query::delete()
            .from_table(SESSION)
            .and_where(Expr::col("digest").eq(digest(id)))
            .take();
        self.database.execute(&delete).await.map_err(backend)?;
        Ok(())
    }
}

fn digest(id: &Id) -> String {
    format!("{:x}", Sha256::digest(id.to_string().as_bytes()))
}

fn data(record: &Record) -> session_store::Result<String> {
    serde_json::to_string(&record.data).map_err(|e| Error::Encode(e.to_string()))
}

fn micros(moment: OffsetDateTime) -> i64 {
    i64::try_from(moment.unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX)
}

#[expect(clippy::needless_pass_by_value, reason = "map_err gives it by value")]
fn backend(error: DbErr) -> Error {
    Error::Backend(error.to_string())
}
