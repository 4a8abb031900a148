//! Edits and removals of one thing, by somebody who saw a revision of it: who comes second is told.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, Value};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::effect::{Effect, changes};
use super::error::during;
use super::import::{check_by, check_nul};
use super::lock::commit;
use super::read::Stored;
use super::revision::{self, Revision};
use super::table::{Table, Texts};
use super::{Registry, RegistryError, history};
use crate::{By, Given, GivenRow, Record};

/// What an edit did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The thing now.
    pub now: Stored,
    /// What changed.
    pub effect: Effect,
}

impl Registry {
    /// Changes cells of a thing, or makes it. `expected` is the revision that was seen; `None` says there was no thing.
    pub async fn edit(
        &self,
        entity: &str,
        key: &str,
        expected: Option<i64>,
        cells: &[(String, Given)],
        by: By,
    ) -> Result<Edited, RegistryError> {
        let table = self.table(entity)?;
        check_by(entity, &by)?;
        let row = given(table, key, cells)?;
        let failed = during("edit a thing");
        let open = self.begin_writing().await?;
        let before = seen(table, &open, key, expected).await?;
        let record = row.over(before.as_ref().map(|stored| &stored.record));
        let effect = Effect::of(table, before.as_ref().map(|stored| &stored.record), &record);
        if let (Effect::Same, Some(now)) = (&effect, &before) {
            let now = now.clone();
            open.rollback().await.map_err(failed)?;
            return Ok(Edited { now, effect });
        }
        let id = revision::next(&open).await.map_err(&failed)?;
        let mut made = Revision {
            id,
            entity: entity.to_owned(),
            by,
            created: 0,
            changed: 0,
            removed: 0,
        };
        let written = match &before {
            None => {
                made.created = 1;
                let records = vec![record.clone()];
                let mut texts = Texts::default();
                table.write(&open, &mut texts, records, id).await
            }
            Some(before) => {
                made.changed = 1;
                replace(table, &open, before, Some(&record), id).await
            }
        };
        written.map_err(failed)?;
        commit(open, &made).await?;
        let now = Stored {
            record,
            revision: id,
        };
        Ok(Edited { now, effect })
    }

    /// Removes a thing; its versions stay. Gives the revision that removed it.
    pub async fn remove(
        &self,
        entity: &str,
        key: &str,
        expected: i64,
        by: By,
    ) -> Result<i64, RegistryError> {
        let table = self.table(entity)?;
        check_by(entity, &by)?;
        check_nul(entity, key, "key", key)?;
        let failed = during("remove a thing");
        let open = self.begin_writing().await?;
        let before = seen(table, &open, key, Some(expected)).await?;
        let id = revision::next(&open).await.map_err(&failed)?;
        if let Some(before) = &before {
            let removed = replace(table, &open, before, None, id).await;
            removed.map_err(failed)?;
        }
        let made = Revision {
            id,
            entity: entity.to_owned(),
            by,
            created: 0,
            changed: 0,
            removed: 1,
        };
        commit(open, &made).await?;
        Ok(id)
    }
}

/// The edit as a row.
fn given(table: &Table, key: &str, cells: &[(String, Given)]) -> Result<GivenRow, RegistryError> {
    check_nul(&table.entity, key, "key", key)?;
    let mut row = GivenRow {
        line: 1,
        key: key.to_owned(),
        cells: vec![Given::Left; table.columns.len()],
    };
    for (column, cell) in cells {
        let place = table.columns.iter().position(|own| own == column);
        let place = place.ok_or_else(|| RegistryError::Column {
            entity: table.entity.clone(),
            column: column.clone(),
        })?;
        if let Given::Value(text) = cell {
            check_nul(&table.entity, key, column, text)?;
        }
        row.cells[place] = cell.clone();
    }
    Ok(row)
}

/// The thing, if it is as the editor saw it.
async fn seen(
    table: &Table,
    open: &DatabaseTransaction,
    key: &str,
    expected: Option<i64>,
) -> Result<Option<Stored>, RegistryError> {
    let failed = during("read the thing to edit");
    let now = table.get(open, key).await.map_err(failed)?;
    match (expected, now) {
        (None, None) => Ok(None),
        (Some(expected), Some(now)) if now.revision == expected => Ok(Some(now)),
        (expected, now) => Err(meanwhile(table, open, key, expected, now).await?),
    }
}

/// Who changed what since the editor looked.
async fn meanwhile(
    table: &Table,
    open: &DatabaseTransaction,
    key: &str,
    expected: Option<i64>,
    now: Option<Stored>,
) -> Result<RegistryError, RegistryError> {
    let former = history::former(table, open, key).await?;
    let last = former.last().map(|version| version.until);
    let Some(revision) = now.as_ref().map(|now| now.revision).or(last) else {
        return Ok(RegistryError::Unknown {
            entity: table.entity.clone(),
            key: key.to_owned(),
        });
    };
    let nothing = Record {
        key: key.to_owned(),
        cells: vec![None; table.columns.len()],
    };
    let mut versions = former.iter().map(|version| &version.stored);
    let then = versions.find(|version| Some(version.revision) == expected);
    let then = then.map_or(&nothing, |version| &version.record);
    let present = now.as_ref().map_or(&nothing, |now| &now.record);
    let made = revision::find(open, revision).await?;
    let made = made.ok_or_else(|| history::lost(revision))?;
    Ok(RegistryError::ChangedMeanwhile {
        entity: table.entity.clone(),
        key: key.to_owned(),
        revision,
        by: Box::new(made.by),
        removed: now.is_none(),
        columns: changes(table, &then.cells, &present.cells),
    })
}

/// Ends a version; only if it is still the one that was read, whatever else writes into the database.
async fn replace(
    table: &Table,
    open: &DatabaseTransaction,
    before: &Stored,
    after: Option<&Record>,
    revision: i64,
) -> Result<(), DbErr> {
    let mut texts = Texts::default();
    let former = std::slice::from_ref(before);
    table.retire(open, &mut texts, former, revision).await?;
    let same = Expr::col("key")
        .eq(before.record.key.as_str())
        .and(Expr::col("revision").eq(before.revision));
    let ended = match after {
        None => {
            let delete = Query::delete()
                .from_table(table.name())
                .and_where(same)
                .take();
            open.execute(&delete).await?
        }
        Some(after) => {
            let mut update = Query::update();
            update.table(table.name()).value("revision", revision);
            for (column, cell) in table.columns.iter().zip(&after.cells) {
                update.value(Alias::new(column), Value::String(cell.clone()));
            }
            open.execute(update.and_where(same)).await?
        }
    };
    if ended.rows_affected() == 1 {
        return Ok(());
    }
    Err(DbErr::RecordNotUpdated)
}
