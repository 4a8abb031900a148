//! Counting attempts, by the name that was given (known or not) and by source address.
//!
//! An attempt is counted as a failure before its password is checked and taken back when it succeeds, so that however
//! many are sent at the same time no more are checked than may fail.

use std::cmp::{max, min};
use std::time::Duration;

use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use sha2::{Digest, Sha256};

use crate::error::during;
use crate::{Access, AccessError, LockOut};

const FAILURE: &str = "access_failure";
const DOING: &str = "count an attempt";

/// An attempt that was counted.
#[derive(Debug)]
pub(crate) struct Counted {
    name: String,
    address: String,
}

/// What was counted of one name or address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Failures {
    /// How many.
    pub(crate) count: i64,
    /// The last one, in microseconds.
    pub(crate) last_at: i64,
    /// Until when nothing is checked.
    pub(crate) until: Option<i64>,
}

impl Failures {
    /// What is counted after one more, or until when nothing is checked.
    pub(crate) fn more(self, lock_out: LockOut, limit: u32, now: i64) -> Result<Self, i64> {
        let micros = |length: Duration| i64::try_from(length.as_micros()).unwrap_or(i64::MAX / 2);
        if let Some(until) = self.until.filter(|until| *until > now) {
            return Err(until);
        }
        let longest = micros(lock_out.longest);
        let last = max(self.last_at, self.until.unwrap_or(0));
        let old = last.saturating_add(longest) < now;
        let count = if old { 1 } else { self.count + 1 };
        let beyond = u32::try_from(count - i64::from(limit));
        let until = beyond.ok().map(|doublings| {
            let length = micros(lock_out.first).saturating_mul(2_i64.saturating_pow(doublings));
            now.saturating_add(min(length, longest))
        });
        Ok(Self {
            count,
            last_at: now,
            until,
        })
    }
}

impl Access {
    /// Counts an attempt, or gives the moment until which none is checked.
    pub(crate) async fn count(
        &self,
        name: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<Result<Counted, Timestamp>, AccessError> {
        let counted = Counted {
            name: key("name", name),
            address: key("address", address),
        };
        let lock_out = self.settings.lock_out;
        let both = [
            (&counted.name, lock_out.failures),
            (&counted.address, lock_out.address_failures),
        ];
        let open = self.begin_writing(DOING).await?;
        for (key, limit) in both {
            let before = read(&open, key).await?.unwrap_or_default();
            match before.more(lock_out, limit, now.as_microsecond()) {
                Ok(after) => write(&open, key, after).await?,
                Err(until) => return Ok(Err(crate::accounts::moment(until, "a lock")?)),
            }
        }
        open.commit().await.map_err(during(DOING))?;
        Ok(Ok(counted))
    }

    /// Takes an attempt back that did not fail. `clear` forgets the name's failures too.
    pub(crate) async fn take_back(&self, counted: Counted, clear: bool) -> Result<(), AccessError> {
        let open = self.begin_writing(DOING).await?;
        for (key, clear) in [(&counted.name, clear), (&counted.address, false)] {
            let Some(mut failures) = read(&open, key).await? else {
                continue;
            };
            failures.count -= 1;
            failures.until = None;
            if clear {
                failures.count = 0;
            }
            write(&open, key, failures).await?;
        }
        open.commit().await.map_err(during(DOING))
    }

    /// Removes what no longer matters: failures that are forgotten anyway, and expired sessions.
    pub async fn forget_expired(&self, now: Timestamp) -> Result<(), AccessError> {
        let longest = i64::try_from(self.settings.lock_out.longest.as_micros());
        let old = now.as_microsecond() - longest.unwrap_or(i64::MAX / 2);
        let failures = Query::delete()
            .from_table(FAILURE)
            .and_where(Expr::col("last_at").lt(old))
            .and_where(Expr::col("until").is_null().or(Expr::col("until").lt(old)))
            .take();
        let failed = during("forget what expired");
        self.database.execute(&failures).await.map_err(failed)?;
        self.forget_sessions(now).await
    }
}

/// What is counted, in a fixed length, whatever was sent.
fn key(what: &str, given: &str) -> String {
    let digest = Sha256::digest(given.trim().to_lowercase().as_bytes());
    format!("{what}:{digest:x}")
}

async fn read(open: &DatabaseTransaction, key: &str) -> Result<Option<Failures>, AccessError> {
    let failed = during(DOING);
    let select = Query::select()
        .columns(["failures", "last_at", "until"])
        .from(FAILURE)
        .and_where(Expr::col("counted").eq(key))
        .take();
    let Some(row) = open.query_one(&select).await.map_err(&failed)? else {
        return Ok(None);
    };
    Ok(Some(Failures {
        count: row.try_get_by_index(0).map_err(&failed)?,
        last_at: row.try_get_by_index(1).map_err(&failed)?,
        until: row.try_get_by_index(2).map_err(failed)?,
    }))
}

async fn write(open: &DatabaseTransaction, key: &str, now: Failures) -> Result<(), AccessError> {
    let mut over = OnConflict::column("counted");
    over.update_columns(["failures", "last_at", "until"]);
    let insert = Query::insert()
        .into_table(FAILURE)
        .columns(["counted", "failures", "last_at", "until"])
        .values_panic([
            Expr::val(key),
            Expr::val(now.count),
            Expr::val(now.last_at),
            Expr::val(now.until),
        ])
        .on_conflict(over)
        .take();
    open.execute(&insert).await.map_err(during(DOING))?;
    Ok(())
}
