//! Imports: many rows in one transaction, which is kept whole or not at all, and the dry run.
//!
//! A row updates the thing of its key; a row that says nothing new changes nothing. It does not judge cells.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::DatabaseTransaction;

use super::effect::Effect;
use super::error::during;
use super::lock::commit;
use super::read::Stored;
use super::revision::{self, Revision};
use super::table::{Table, Texts};
use super::{Registry, RegistryError};
use crate::{By, GivenRow};

/// An import in progress; dropped before [`Import::finish`] it leaves nothing behind.
#[derive(Debug)]
pub struct Import {
    /// `None` once something failed, so that half of a call is never kept.
    open: Option<DatabaseTransaction>,
    table: Table,
    by: By,
    texts: Texts,
    revision: i64,
    done: Imported,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The revision it made; `None` when nothing was new.
    pub revision: Option<i64>,
    /// Things created.
    pub created: u64,
    /// Things changed.
    pub changed: u64,
    /// Rows that said nothing new.
    pub same: u64,
}

impl Registry {
    /// Begins an import into an entity; waits while another one runs.
    pub async fn import(&self, entity: &str, by: By) -> Result<Import, RegistryError> {
        let table = self.table(entity)?.clone();
        check_by(entity, &by)?;
        let open = self.begin_import(entity, &by).await?;
        let revision = revision::next(&open).await;
        Ok(Import {
            revision: revision.map_err(during("begin the import"))?,
            open: Some(open),
            table,
            by,
            texts: Texts::default(),
            done: Imported::default(),
        })
    }

    /// What an import of these rows would do, row by row; writes nothing and holds nobody up.
    pub async fn compare(
        &self,
        entity: &str,
        rows: &[GivenRow],
    ) -> Result<Vec<Effect>, RegistryError> {
        let table = self.table(entity)?;
        let failed = during("compare rows with the register");
        let open = self.begin_reading().await?;
        let again = repeated(rows);
        let mut kept: BTreeMap<String, Stored> = BTreeMap::new();
        let mut texts = Texts::default();
        let mut effects = Vec::with_capacity(rows.len());
        for batch in rows.chunks(table.batch()) {
            check(table, batch)?;
            let found = table.find(&open, &mut texts, &keys(batch)).await;
            let mut known = found.map_err(&failed)?;
            for row in batch {
                // What an earlier batch made of a key prevails over what is stored.
                if let Some(earlier) = kept.remove(&row.key) {
                    known.insert(row.key.clone(), earlier);
                }
                let (effect, after) = judge(table, &known, row);
                let stored = Stored {
                    record: after,
                    revision: 0,
                };
                if again.contains(row.key.as_str()) {
                    kept.insert(row.key.clone(), stored.clone());
                }
                known.insert(row.key.clone(), stored);
                effects.push(effect);
            }
        }
        open.rollback().await.map_err(failed)?;
        Ok(effects)
    }
}

impl Import {
    /// Puts rows, in order, and says what each does. After an error the import is gone.
    pub async fn put(&mut self, rows: &[GivenRow]) -> Result<Vec<Effect>, RegistryError> {
        let open = self.open.take().ok_or(RegistryError::Abandoned)?;
        let mut effects = Vec::with_capacity(rows.len());
        for batch in rows.chunks(self.table.batch()) {
            check(&self.table, batch)?;
            self.put_batch(&open, batch, &mut effects).await?;
        }
        self.open = Some(open);
        Ok(effects)
    }

    async fn put_batch(
        &mut self,
        open: &DatabaseTransaction,
        batch: &[GivenRow],
        effects: &mut Vec<Effect>,
    ) -> Result<(), RegistryError> {
        let failed = during("import rows");
        let found = self.table.find(open, &mut self.texts, &keys(batch)).await;
        let mut known = found.map_err(&failed)?;
        let mut former = Vec::new();
        let mut touched = BTreeSet::new();
        for row in batch {
            let (effect, record) = judge(&self.table, &known, row);
            if effect == Effect::Same {
                self.done.same += 1;
            } else {
                let stored = Stored {
                    record,
                    revision: self.revision,
                };
                touched.insert(row.key.as_str());
                match known.insert(row.key.clone(), stored) {
                    None => self.done.created += 1,
                    // A thing that this import already wrote has no version in between.
                    Some(before) if before.revision == self.revision => {}
                    Some(before) => {
                        self.done.changed += 1;
                        former.push(before);
                    }
                }
            }
            effects.push(effect);
        }
        let retired = self
            .table
            .retire(open, &mut self.texts, &former, self.revision);
        retired.await.map_err(&failed)?;
        let changed = known
            .into_values()
            .filter(|now| touched.contains(now.record.key.as_str()));
        let records = changed.map(|stored| stored.record).collect();
        let written = self
            .table
            .write(open, &mut self.texts, records, self.revision);
        written.await.map_err(failed)
    }

    /// Keeps the import.
    pub async fn finish(self) -> Result<Imported, RegistryError> {
        let open = self.open.ok_or(RegistryError::Abandoned)?;
        let mut done = self.done;
        if done.created + done.changed == 0 {
            open.rollback().await.map_err(during("end the import"))?;
            return Ok(done);
        }
        let made = Revision {
            id: self.revision,
            entity: self.table.entity,
            by: self.by,
            created: done.created,
            changed: done.changed,
            removed: 0,
        };
        commit(open, &made).await?;
        done.revision = Some(made.id);
        Ok(done)
    }
}

fn judge(
    table: &Table,
    known: &BTreeMap<String, Stored>,
    row: &GivenRow,
) -> (Effect, crate::Record) {
    let before = known.get(&row.key).map(|stored| &stored.record);
    let after = row.over(before);
    (Effect::of(table, before, &after), after)
}

fn keys(rows: &[GivenRow]) -> Vec<&str> {
    let unique: BTreeSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    unique.into_iter().collect()
}

/// The keys that more than one row has.
fn repeated(rows: &[GivenRow]) -> BTreeSet<&str> {
    let mut keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    keys.sort_unstable();
    let pairs = keys.windows(2).filter(|pair| pair[0] == pair[1]);
    pairs.map(|pair| pair[0]).collect()
}

fn check(table: &Table, rows: &[GivenRow]) -> Result<(), RegistryError> {
    for row in rows {
        if row.cells.len() != table.columns.len() {
            return Err(RegistryError::Cells {
                entity: table.entity.clone(),
                line: row.line,
                expected: table.columns.len(),
                found: row.cells.len(),
            });
        }
        check_nul(&table.entity, &row.key, "key", &row.key)?;
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            if let crate::Given::Value(text) = cell {
                check_nul(&table.entity, &row.key, column, text)?;
            }
        }
    }
    Ok(())
}

/// PostgreSQL cannot store NUL, and SQLite's functions stop at it: neither does the register.
pub(super) fn check_nul(
    entity: &str,
    key: &str,
    column: &str,
    text: &str,
) -> Result<(), RegistryError> {
    if !text.as_bytes().contains(&0) {
        return Ok(());
    }
    Err(RegistryError::Nul {
        entity: entity.to_owned(),
        key: key.replace('\0', "␀"),
        column: column.to_owned(),
    })
}

/// The circumstances of a change are texts too.
pub(super) fn check_by(entity: &str, by: &By) -> Result<(), RegistryError> {
    let given = [
        ("who", Some(&by.who)),
        ("why", Some(&by.why)),
        ("source", by.source.as_ref()),
        ("sha256", by.sha256.as_ref()),
    ];
    for (name, text) in given {
        check_nul(entity, "", name, text.map_or("", String::as_str))?;
    }
    Ok(())
}
