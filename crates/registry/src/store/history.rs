//! What the register said before: the versions of a thing, and everything as of a moment.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, QueryResult};

use super::effect::{CellChange, changes};
use super::error::during;
use super::read::{Stored, after};
use super::table::{PAST, Table};
use super::{Registry, RegistryError, revision};
use crate::{By, Record};

/// A version of a thing: what one revision did to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The revision.
    pub revision: i64,
    /// Who, when, why, from where.
    pub by: By,
    /// What happened to the thing.
    pub change: Change,
    /// The cells that changed; all known ones when it was created or removed.
    pub cells: Vec<CellChange>,
}

/// What happened to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It came into the register.
    Created,
    /// Cells changed.
    Changed,
    /// It was taken out of the register.
    Removed,
}

/// A version that ended.
pub(super) struct Former {
    /// What it was.
    pub(super) stored: Stored,
    /// The revision that ended it.
    pub(super) until: i64,
}

impl Registry {
    /// What happened to a thing, the oldest first; empty when the register never knew it.
    pub async fn history(&self, entity: &str, key: &str) -> Result<Vec<Version>, RegistryError> {
        let table = self.table(entity)?;
        if key.contains('\0') {
            return Ok(Vec::new());
        }
        let open = self.begin_reading().await?;
        let failed = during("read the history of a thing");
        let former = former(table, &open, key).await?;
        let now = table.get(&open, key).await.map_err(&failed)?;
        let mut versions = Vec::new();
        for (revision, before, after) in steps(former, now) {
            let made = revision::find(&open, revision).await?;
            versions.push(version(
                table,
                revision,
                made.ok_or_else(|| lost(revision))?.by,
                (before.as_ref(), after.as_ref()),
            ));
        }
        open.rollback().await.map_err(failed)?;
        Ok(versions)
    }

    /// What the register said of a thing at a moment (microseconds UTC).
    pub async fn at(
        &self,
        entity: &str,
        key: &str,
        moment: i64,
    ) -> Result<Option<Record>, RegistryError> {
        let table = self.table(entity)?;
        let open = self.begin_reading().await?;
        let failed = during("read a former version");
        let Some(revision) = self.revision_at(&open, moment).await? else {
            return Ok(None);
        };
        if key.contains('\0') {
            return Ok(None);
        }
        let now = table.get(&open, key).await.map_err(&failed)?;
        if let Some(now) = now.filter(|now| now.revision <= revision) {
            return Ok(Some(now.record));
        }
        let select = past(table)
            .and_where(Expr::col("key").eq(key))
            .and_where(valid(revision))
            .take();
        let row = open.query_one(&select).await.map_err(failed)?;
        let former = row.map(|row| read_former(table, &row)).transpose()?;
        Ok(former.map(|former| former.stored.record))
    }

    /// Hands out everything that an entity held at a moment, in chunks in the order of the keys.
    pub async fn scan_at<E: From<RegistryError>>(
        &self,
        entity: &str,
        moment: i64,
        mut each: impl FnMut(&[Stored]) -> Result<(), E>,
    ) -> Result<(), E> {
        let table = self.table(entity)?;
        let open = self.begin_reading().await?;
        let Some(revision) = self.revision_at(&open, moment).await? else {
            return Ok(());
        };
        let mut last: Option<String> = None;
        loop {
            let chunk = chunk_at(table, &open, revision, last.as_deref()).await?;
            let Some(end) = chunk.last() else {
                break;
            };
            each(&chunk)?;
            last = Some(end.record.key.clone());
        }
        let ended = open.rollback().await;
        ended.map_err(during("read an entity as of a moment"))?;
        Ok(())
    }
}

/// The next things as of a revision: current rows that are old enough, and versions that were valid then.
async fn chunk_at(
    table: &Table,
    open: &DatabaseTransaction,
    revision: i64,
    last: Option<&str>,
) -> Result<Vec<Stored>, RegistryError> {
    let failed = during("read an entity as of a moment");
    let select = after(table, last, table.chunk())
        .and_where(Expr::col("revision").lte(revision))
        .take();
    let mut chunk = table.read(open, select).await.map_err(&failed)?;
    let mut select = past(table).and_where(valid(revision)).take();
    if let Some(key) = last {
        select.and_where(Expr::col("key").gt(key));
    }
    select.order_by("key", Order::Asc).limit(table.chunk());
    for row in open.query_all(&select).await.map_err(failed)? {
        chunk.push(read_former(table, &row)?.stored);
    }
    // A key is in one of the two, and the first of both together are the first of all.
    chunk.sort_unstable_by(|a, b| a.record.key.cmp(&b.record.key));
    chunk.truncate(usize::try_from(table.chunk()).unwrap_or(usize::MAX));
    Ok(chunk)
}

/// The versions of a thing that ended, the oldest first.
pub(super) async fn former(
    table: &Table,
    on: &impl ConnectionTrait,
    key: &str,
) -> Result<Vec<Former>, RegistryError> {
    let select = past(table)
        .and_where(Expr::col("key").eq(key))
        .order_by("revision", Order::Asc)
        .take();
    let rows = on.query_all(&select).await;
    let rows = rows.map_err(during("read the history of a thing"))?;
    rows.iter().map(|row| read_former(table, row)).collect()
}

/// The error of a revision that rows name and no table holds.
pub(super) fn lost(revision: i64) -> RegistryError {
    RegistryError::Damaged {
        what: format!("revision {revision} is named by a row and not there"),
    }
}

fn past(table: &Table) -> SelectStatement {
    Query::select()
        .columns(["key", "revision", "until_revision", "cells"])
        .from(PAST)
        .and_where(Expr::col("entity").eq(table.entity.as_str()))
        .take()
}

fn valid(revision: i64) -> Expr {
    let begun = Expr::col("revision").lte(revision);
    begun.and(Expr::col("until_revision").gt(revision))
}

fn read_former(table: &Table, row: &QueryResult) -> Result<Former, RegistryError> {
    let failed = during("read a former version");
    let texts: String = row.try_get_by_index(3).map_err(&failed)?;
    let key: String = row.try_get_by_index(0).map_err(&failed)?;
    let cells = serde_json::from_str::<BTreeMap<String, String>>(&texts);
    let cells = cells.map_err(|e| RegistryError::Damaged {
        what: format!(
            "a former version of {} '{key}' is no JSON ({e})",
            table.entity
        ),
    })?;
    let read = || -> Result<Former, DbErr> {
        Ok(Former {
            until: row.try_get_by_index(2)?,
            stored: Stored {
                revision: row.try_get_by_index(1)?,
                record: Record {
                    key,
                    cells: table.unpacked(cells),
                },
            },
        })
    };
    read().map_err(failed)
}

type Step = (i64, Option<Record>, Option<Record>);

/// The revisions of a thing with its states before and after.
fn steps(former: Vec<Former>, now: Option<Stored>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut end: Option<(i64, Record)> = None;
    let ended = former
        .into_iter()
        .map(|version| (version.stored, Some(version.until)));
    for (stored, until) in ended.chain(now.map(|now| (now, None))) {
        let before = match end.take() {
            Some((revision, before)) if revision == stored.revision => Some(before),
            Some((revision, before)) => {
                steps.push((revision, Some(before), None));
                None
            }
            None => None,
        };
        steps.push((stored.revision, before, Some(stored.record.clone())));
        end = until.map(|until| (until, stored.record));
    }
    if let Some((revision, before)) = end {
        steps.push((revision, Some(before), None));
    }
    steps
}

fn version(
    table: &Table,
    revision: i64,
    by: By,
    (before, after): (Option<&Record>, Option<&Record>),
) -> Version {
    let nothing = vec![None; table.columns.len()];
    let cells = |record: Option<&Record>| {
        record.map_or_else(|| nothing.clone(), |record| record.cells.clone())
    };
    Version {
        revision,
        by,
        change: match (before, after) {
            (None, _) => Change::Created,
            (Some(_), Some(_)) => Change::Changed,
            (Some(_), None) => Change::Removed,
        },
        cells: changes(table, &cells(before), &cells(after)),
    }
}
