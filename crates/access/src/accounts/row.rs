//! Rows of accounts: the statements that find them, and reading them. No row carries the hash of a password here.

use jiff::Timestamp;
use regions::RegionCode;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{DbErr, QueryResult};

use super::ACCOUNT;
use crate::error::during;
use crate::{AccessError, Account, Role, Standing};

pub(crate) fn select() -> SelectStatement {
    Query::select()
        .columns([
            "id",
            "name",
            "shown_name",
            "role",
            "region",
            "entity",
            "body",
            "disabled",
            "must_change",
            "totp",
            "created_at",
            "last_sign_in",
            "epoch",
        ])
        .from(ACCOUNT)
        .take()
}

pub(crate) fn by_name(name: &str) -> SelectStatement {
    select().and_where(Expr::col("name").eq(name)).take()
}

/// One account, or any.
pub(super) fn by_number(id: Option<i64>) -> SelectStatement {
    let mut select = select();
    if let Some(id) = id {
        select.and_where(Expr::col("id").eq(id));
    }
    select.limit(1).take()
}

/// Another administrator who may sign in.
pub(super) fn administrators(except: i64) -> SelectStatement {
    select()
        .and_where(Expr::col("role").eq(Role::Administrator.id()))
        .and_where(Expr::col("disabled").eq(false))
        .and_where(Expr::col("id").ne(except))
        .limit(1)
        .take()
}

pub(crate) fn read(row: &QueryResult) -> Result<Account, AccessError> {
    let read = || -> Result<_, DbErr> {
        Ok((
            row.try_get::<String>("", "role")?,
            row.try_get::<Option<i64>>("", "region")?,
            row.try_get::<i64>("", "created_at")?,
            row.try_get::<Option<i64>>("", "last_sign_in")?,
        ))
    };
    let failed = during("read an account");
    let (role, region, created_at, last_sign_in) = read().map_err(&failed)?;
    let damaged = |what: String| AccessError::Damaged { what };
    let role: Role = role.parse().map_err(|e| damaged(format!("{e}")))?;
    let region = region.map(|code| {
        let code = u32::try_from(code)
            .ok()
            .and_then(|code| RegionCode::new(code).ok());
        code.ok_or_else(|| damaged("an account is of no region's code".to_owned()))
    });
    let region = region.transpose()?;
    let moment = |micros| moment(micros, "an account");
    let read = || -> Result<Account, DbErr> {
        Ok(Account {
            id: row.try_get("", "id")?,
            name: row.try_get("", "name")?,
            shown_name: row.try_get("", "shown_name")?,
            standing: Standing {
                role,
                region,
                entity: row.try_get("", "entity")?,
                body: row.try_get("", "body")?,
            },
            disabled: row.try_get("", "disabled")?,
            must_change_password: row.try_get("", "must_change")?,
            has_totp: row.try_get::<Option<String>>("", "totp")?.is_some(),
            created_at: Timestamp::UNIX_EPOCH,
            last_sign_in: None,
            epoch: row.try_get("", "epoch")?,
        })
    };
    let mut account = read().map_err(failed)?;
    account.created_at = moment(created_at)?;
    account.last_sign_in = last_sign_in.map(moment).transpose()?;
    Ok(account)
}

/// A moment as it is kept, in microseconds.
pub(crate) fn moment(micros: i64, of: &str) -> Result<Timestamp, AccessError> {
    let read = Timestamp::from_microsecond(micros);
    read.map_err(|_outside| AccessError::Damaged {
        what: format!("{of} has a moment out of range ({micros})"),
    })
}
