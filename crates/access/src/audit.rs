//! The audit log: who did what, when and from where. Lines are added and never changed.
//!
//! Each line carries the SHA-256 of the line before and of itself, so that a change is found; who keeps the last
//! digest elsewhere also finds that lines were cut off at the end. Triggers of the database refuse changes.

mod chain;

use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use crate::accounts::moment;
use crate::error::during;
use crate::{Access, AccessError, Role};

pub use chain::{Broken, Chain};

const AUDIT: &str = "access_audit";
const COLUMNS: [&str; 11] = [
    "number", "at", "account", "role", "source", "action", "resource", "outcome", "detail",
    "previous", "digest",
];

/// What is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// The account's name, or the name that was tried.
    pub account: Option<String>,
    /// In which role.
    pub role: Role,
    /// From which address.
    pub from: String,
    /// The id of what was done; an [`Action`](crate::Action)'s or another one, as `sign_in`.
    pub action: String,
    /// To what.
    pub resource: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What else is worth knowing. Never a password, a code or a token.
    pub detail: String,
}

/// How something ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was not permitted.
    Refused,
    /// It was permitted and failed.
    Failed,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1 without gaps.
    pub number: i64,
    /// What it says.
    pub entry: Entry,
    /// The digest of this line and all before.
    pub digest: String,
}

/// Which lines are wanted; `None` wants all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this account.
    pub account: Option<String>,
    /// Of this action.
    pub action: Option<String>,
    /// With this outcome.
    pub outcome: Option<Outcome>,
    /// From this moment on.
    pub since: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 3] = [Self::Done, Self::Refused, Self::Failed];

    /// Gives the id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

impl Access {
    /// Writes a line, one writer at a time, and gives its number.
    pub async fn record(&self, entry: Entry) -> Result<i64, AccessError> {
        let doing = "write into the audit log";
        let failed = during(doing);
        let open = self.begin_writing(doing).await?;
        let last = Query::select()
            .columns(["number", "digest"])
            .from(AUDIT)
            .order_by("number", Order::Desc)
            .limit(1)
            .take();
        let last = open.query_one(&last).await.map_err(&failed)?;
        let (number, previous) = match last {
            None => (1, String::new()),
            Some(row) => {
                let number: i64 = row.try_get_by_index(0).map_err(&failed)?;
                (number + 1, row.try_get_by_index(1).map_err(&failed)?)
            }
        };
        let entry = kept(entry);
        let digest = chain::digest(&previous, number, &entry);
        let insert = Query::insert()
            .into_table(AUDIT)
            .columns(COLUMNS)
            .values_panic([
                Expr::val(number),
                Expr::val(entry.at.as_microsecond()),
                Expr::val(entry.account),
                Expr::val(entry.role.id()),
                Expr::val(entry.from),
                Expr::val(entry.action),
                Expr::val(entry.resource),
                Expr::val(entry.outcome.id()),
                Expr::val(entry.detail),
                Expr::val(previous),
                Expr::val(digest),
            ])
            .take();
        open.execute(&insert).await.map_err(&failed)?;
        open.commit().await.map_err(failed)?;
        Ok(number)
    }

    /// Gives lines, the newest first, from before the line `before`.
    pub async fn page(
        &self,
        filter: &Filter,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<Line>, AccessError> {
        let mut select = lines();
        narrow(&mut select, filter);
        if let Some(before) = before {
            select.and_where(Expr::col("number").lt(before));
        }
        select.order_by("number", Order::Desc).limit(limit);
        let rows = self.database.query_all(&select).await;
        let rows = rows.map_err(during("read the audit log"))?;
        rows.iter().map(|row| Ok(read(row)?.0)).collect()
    }

    /// Tells how many lines there are.
    pub async fn count_lines(&self, filter: &Filter) -> Result<u64, AccessError> {
        let mut select = Query::select()
            .expr(Expr::col("number").count())
            .from(AUDIT)
            .take();
        narrow(&mut select, filter);
        let failed = during("count the audit log");
        let row = self.database.query_one(&select).await.map_err(&failed)?;
        let count = row.map(|row| row.try_get_by_index::<i64>(0)).transpose();
        Ok(u64::try_from(count.map_err(failed)?.unwrap_or(0)).unwrap_or(0))
    }
}

/// The entry as databases keep it: microseconds, and no zero bytes, which PostgreSQL refuses.
fn kept(entry: Entry) -> Entry {
    let plain = |text: String| text.replace('\0', "\u{fffd}");
    let at = Timestamp::from_microsecond(entry.at.as_microsecond());
    Entry {
        at: at.unwrap_or(entry.at),
        account: entry.account.map(plain),
        role: entry.role,
        from: plain(entry.from),
        action: plain(entry.action),
        resource: plain(entry.resource),
        outcome: entry.outcome,
        detail: plain(entry.detail),
    }
}

/// Leaves the lines that are wanted.
fn narrow(select: &mut SelectStatement, filter: &Filter) {
    let given = [
        ("account", filter.account.as_deref()),
        ("action", filter.action.as_deref()),
        ("outcome", filter.outcome.map(Outcome::id)),
    ];
    for (column, value) in given {
        if let Some(value) = value {
            select.and_where(Expr::col(column).eq(value));
        }
    }
    if let Some(since) = filter.since {
        select.and_where(Expr::col("at").gte(since.as_microsecond()));
    }
    if let Some(until) = filter.until {
        select.and_where(Expr::col("at").lt(until.as_microsecond()));
    }
}

fn lines() -> SelectStatement {
    Query::select().columns(COLUMNS).from(AUDIT).take()
}

/// A line, and the digest of the one before.
fn read(row: &QueryResult) -> Result<(Line, String), AccessError> {
    let failed = during("read the audit log");
    let text = |column: &str| row.try_get::<String>("", column).map_err(&failed);
    let numbers = || -> Result<(i64, i64), DbErr> {
        Ok((row.try_get("", "number")?, row.try_get("", "at")?))
    };
    let (number, at) = numbers().map_err(&failed)?;
    let damaged = |what: String| AccessError::Damaged { what };
    let (role, outcome) = (text("role")?, text("outcome")?);
    let known = Outcome::ALL.into_iter().find(|known| known.id() == outcome);
    let entry = Entry {
        at: moment(at, "a line of the audit log")?,
        account: row.try_get("", "account").map_err(&failed)?,
        role: role.parse().map_err(|e| damaged(format!("{e}")))?,
        from: text("source")?,
        action: text("action")?,
        resource: text("resource")?,
        outcome: known.ok_or_else(|| damaged(format!("there is no outcome '{outcome}'")))?,
        detail: text("detail")?,
    };
    let line = Line {
        number,
        entry,
        digest: text("digest")?,
    };
    Ok((line, text("previous")?))
}
