//! The table of one entity: its statements, and reading and writing its rows. Names are quoted by sea-query.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, OnConflict, Query, SelectStatement, Value};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};

use super::read::Stored;
use crate::{Entity, Kind, Record};

/// The former versions of everything.
pub(super) const PAST: &str = "lantian_past";

/// SQLite binds at most 32,766 parameters in a statement, PostgreSQL 65,535.
const PARAMETERS: usize = 32_766;

/// The table of one entity.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The entity's id, the table's name.
    pub(super) entity: String,
    /// The columns of the catalogue, in order.
    pub(super) columns: Vec<String>,
    /// Whether it has areas.
    long: bool,
}

/// Statements by their number of rows, which are powers of two: few texts, so that drivers keep them prepared.
#[derive(Debug, Default)]
pub(super) struct Texts {
    find: BTreeMap<usize, String>,
    write: BTreeMap<usize, String>,
    retire: BTreeMap<usize, String>,
}

impl Table {
    pub(super) fn new(entity: &Entity) -> Self {
        Self {
            long: entity
                .columns
                .iter()
                .any(|column| column.kind == Kind::Area),
            entity: entity.id.clone(),
            columns: entity
                .columns
                .iter()
                .map(|column| column.id.clone())
                .collect(),
        }
    }

    /// The entity without its columns, for questions about keys.
    pub(super) fn bare(&self) -> Self {
        Self {
            entity: self.entity.clone(),
            columns: Vec::new(),
            long: false,
        }
    }

    /// The most rows that one statement takes, a power of two.
    pub(super) fn batch(&self) -> usize {
        let most = if self.long { 64 } else { 1024 };
        let most = (PARAMETERS / (self.columns.len() + 2)).clamp(1, most);
        1 << most.ilog2()
    }

    pub(super) fn name(&self) -> Alias {
        Alias::new(&self.entity)
    }

    /// The most rows that are read at once: fewer where an area may be long.
    pub(super) fn chunk(&self) -> u64 {
        if self.long { 64 } else { 4096 }
    }

    /// Key, revision and the catalogue's columns.
    pub(super) fn select(&self) -> SelectStatement {
        let mut select = Query::select();
        select.column("key").column("revision").from(self.name());
        select.columns(self.columns.iter().map(Alias::new));
        select
    }

    /// The rows of a [`Table::select`] as one JSON text, which drivers hand over five times faster than cell by cell.
    ///
    /// A row is a list of lists, since functions of databases take a hundred arguments at most.
    fn packed_rows(&self, backend: DbBackend, rows: SelectStatement) -> SelectStatement {
        let (list, gather) = match backend {
            DbBackend::Sqlite => ("json_array", "json_group_array"),
            _ => ("json_build_array", "json_agg"),
        };
        let revision = Expr::col("revision").cast_as("text");
        let cells = self
            .columns
            .iter()
            .map(|column| Expr::col(Alias::new(column)));
        let cells: Vec<Expr> = [Expr::col("key"), revision]
            .into_iter()
            .chain(cells)
            .collect();
        let parts = cells
            .chunks(64)
            .map(|part| Func::cust(list).args(part.iter().cloned()));
        let row = Func::cust(list).args(parts.map(Expr::from));
        let gathered = Expr::from(Func::cust(gather).arg(row)).cast_as("text");
        Query::select()
            .expr(gathered)
            .from_subquery(rows, "rows")
            .take()
    }

    /// The things of a [`Table::select`], in the order of their keys.
    pub(super) async fn read(
        &self,
        on: &impl ConnectionTrait,
        select: SelectStatement,
    ) -> Result<Vec<Stored>, DbErr> {
        let backend = on.get_database_backend();
        let packed = backend.build(&self.packed_rows(backend, select));
        self.read_packed(on, packed).await
    }

    async fn read_packed(
        &self,
        on: &impl ConnectionTrait,
        packed: Statement,
    ) -> Result<Vec<Stored>, DbErr> {
        let row = on.query_one_raw(packed).await?;
        let text = row.map(|row| row.try_get_by_index::<Option<String>>(0));
        let Some(text) = text.transpose()?.flatten() else {
            return Ok(Vec::new());
        };
        let rows: Vec<Vec<Vec<Option<String>>>> =
            serde_json::from_str(&text).map_err(|e| DbErr::Json(e.to_string()))?;
        let things = rows.into_iter().map(thing);
        let things: Option<Vec<Stored>> = things.collect();
        let mut things = things.ok_or_else(|| DbErr::Type("a key or a revision".to_owned()))?;
        things.sort_unstable_by(|a, b| a.record.key.cmp(&b.record.key));
        Ok(things)
    }

    /// The thing of a key.
    pub(super) async fn get(
        &self,
        on: &impl ConnectionTrait,
        key: &str,
    ) -> Result<Option<Stored>, DbErr> {
        let select = self.select().and_where(Expr::col("key").eq(key)).take();
        Ok(self.read(on, select).await?.pop())
    }

    /// The things of keys, by key.
    pub(super) async fn find(
        &self,
        on: &impl ConnectionTrait,
        texts: &mut Texts,
        keys: &[&str],
    ) -> Result<BTreeMap<String, Stored>, DbErr> {
        let backend = on.get_database_backend();
        let mut found = BTreeMap::new();
        for part in powers(keys, self.batch()) {
            let sql = texts
                .find
                .entry(part.len())
                .or_insert_with(|| self.find_text(backend, part.len()));
            let values = part.iter().map(|key| text(key));
            let statement = Statement::from_sql_and_values(backend, sql.as_str(), values);
            let things = self.read_packed(on, statement).await?.into_iter();
            found.extend(things.map(|stored| (stored.record.key.clone(), stored)));
        }
        Ok(found)
    }

    fn find_text(&self, backend: DbBackend, rows: usize) -> String {
        let keys = vec![""; rows];
        let select = self.select().and_where(Expr::col("key").is_in(keys)).take();
        backend.build(&self.packed_rows(backend, select)).sql
    }

    /// Inserts or overwrites things, each key once, as of a revision.
    pub(super) async fn write(
        &self,
        on: &DatabaseTransaction,
        texts: &mut Texts,
        records: Vec<Record>,
        revision: i64,
    ) -> Result<(), DbErr> {
        let backend = on.get_database_backend();
        let mut left = records.into_iter();
        for rows in power_sizes(left.len(), self.batch()) {
            let sql = texts
                .write
                .entry(rows)
                .or_insert_with(|| self.write_text(backend, rows));
            let mut values = Vec::with_capacity(rows * (self.columns.len() + 2));
            for record in left.by_ref().take(rows) {
                values.push(Value::String(Some(record.key)));
                values.push(Value::BigInt(Some(revision)));
                values.extend(record.cells.into_iter().map(Value::String));
            }
            let statement = Statement::from_sql_and_values(backend, sql.as_str(), values);
            on.execute_raw(statement).await?;
        }
        Ok(())
    }

    fn write_text(&self, backend: DbBackend, rows: usize) -> String {
        let columns = || self.columns.iter().map(Alias::new);
        let mut insert = Query::insert();
        insert.into_table(self.name());
        insert.columns(
            ["key", "revision"]
                .map(Alias::new)
                .into_iter()
                .chain(columns()),
        );
        for _ in 0..rows {
            let nothing = (0..self.columns.len() + 2).map(|_| Expr::val(0));
            insert.values_panic(nothing);
        }
        let mut over = OnConflict::column("key");
        over.update_column("revision").update_columns(columns());
        backend.build(insert.on_conflict(over)).sql
    }

    /// Keeps former versions, each with the revision that ends it.
    pub(super) async fn retire(
        &self,
        on: &DatabaseTransaction,
        texts: &mut Texts,
        former: &[Stored],
        until: i64,
    ) -> Result<(), DbErr> {
        let backend = on.get_database_backend();
        for part in powers(former, 1024) {
            let sql = texts
                .retire
                .entry(part.len())
                .or_insert_with(|| retire_text(backend, part.len()));
            let values = part.iter().flat_map(|stored| {
                let record = &stored.record;
                [
                    text(&self.entity),
                    text(&record.key),
                    Value::BigInt(Some(stored.revision)),
                    Value::BigInt(Some(until)),
                    Value::String(Some(self.packed(&record.cells))),
                ]
            });
            let statement = Statement::from_sql_and_values(backend, sql.as_str(), values);
            on.execute_raw(statement).await?;
        }
        Ok(())
    }

    /// Cells as JSON by column, without the unknown ones.
    fn packed(&self, cells: &[Option<String>]) -> String {
        let known = self.columns.iter().zip(cells);
        let known: BTreeMap<&str, &str> = known
            .filter_map(|(column, cell)| Some((column.as_str(), cell.as_deref()?)))
            .collect();
        serde_json::to_string(&known).expect("texts by text are JSON")
    }

    /// The catalogue's cells of a former version.
    pub(super) fn unpacked(&self, mut cells: BTreeMap<String, String>) -> Vec<Option<String>> {
        let each = self.columns.iter().map(|column| cells.remove(column));
        each.collect()
    }
}

fn retire_text(backend: DbBackend, rows: usize) -> String {
    let mut insert = Query::insert();
    insert.into_table(PAST);
    insert.columns(["entity", "key", "revision", "until_revision", "cells"]);
    for _ in 0..rows {
        insert.values_panic((0..5).map(|_| Expr::val(0)));
    }
    backend.build(&insert).sql
}

/// A row of [`Table::packed_rows`]: key, revision, cells.
fn thing(parts: Vec<Vec<Option<String>>>) -> Option<Stored> {
    let mut cells = parts.into_iter().flatten();
    let key = cells.next()??;
    let revision = cells.next()??.parse().ok()?;
    Some(Stored {
        record: Record {
            key,
            cells: cells.collect(),
        },
        revision,
    })
}

fn text(text: &str) -> Value {
    Value::String(Some(text.to_owned()))
}

/// A slice in parts whose lengths are powers of two, the greatest first.
fn powers<T>(items: &[T], most: usize) -> impl Iterator<Item = &[T]> {
    let mut left = items;
    power_sizes(items.len(), most).map(move |size| {
        let (part, rest) = left.split_at(size);
        left = rest;
        part
    })
}

fn power_sizes(mut left: usize, most: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let size = 1 << left.min(most).checked_ilog2()?;
        left -= size;
        Some(size)
    })
}
