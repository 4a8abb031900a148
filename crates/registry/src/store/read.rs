//! What the register says now. A reader is never held up by a writer and sees whole revisions only.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, Order, Query, SelectStatement};

use super::error::during;
use super::revision::REVISION;
use super::table::{Table, Texts};
use super::{Registry, RegistryError};
use crate::{Origin, Record};

/// A thing as the register holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its key and cells.
    pub record: Record,
    /// The revision that wrote it, which an edit must name.
    pub revision: i64,
}

/// Which things a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Things whose region's code begins so: `14` for a province, `1401` for a city.
    pub region: Option<String>,
    /// Things whose key or name holds this text; ASCII letters in either case.
    pub text: Option<String>,
    /// Things after this key.
    pub after: Option<String>,
}

impl Registry {
    /// The thing of a key.
    pub async fn get(&self, entity: &str, key: &str) -> Result<Option<Stored>, RegistryError> {
        // No key holds NUL, and PostgreSQL would refuse the question.
        if key.contains('\0') {
            return Ok(None);
        }
        let stored = self.table(entity)?.get(&self.database, key).await;
        stored.map_err(during("read a thing"))
    }

    /// The first things that a filter lets through, in the order of their keys.
    pub async fn page(
        &self,
        entity: &str,
        filter: &Filter,
        limit: u64,
    ) -> Result<Vec<Stored>, RegistryError> {
        let table = self.table(entity)?;
        let mut select = after(table, filter.after.as_deref(), limit);
        narrow(table, filter, &mut select);
        let read = table.read(&self.database, select).await;
        read.map_err(during("read a list"))
    }

    /// The number of things that a filter lets through.
    pub async fn count_of(&self, entity: &str, filter: &Filter) -> Result<u64, RegistryError> {
        let table = self.table(entity)?;
        let mut select = Query::select();
        select.expr(Expr::cust("COUNT(*)")).from(table.name());
        if let Some(key) = &filter.after {
            select.and_where(Expr::col("key").gt(key.as_str()));
        }
        narrow(table, filter, &mut select);
        let failed = during("count things");
        let row = self.database.query_one(&select).await.map_err(&failed)?;
        let number: Option<i64> = row
            .map(|row| row.try_get_by_index(0))
            .transpose()
            .map_err(failed)?;
        Ok(number.unwrap_or(0).unsigned_abs())
    }

    /// The number of things.
    pub async fn count(&self, entity: &str) -> Result<u64, RegistryError> {
        self.count_of(entity, &Filter::default()).await
    }

    /// Hands out everything of an entity, of one state, in chunks in the order of the keys.
    pub async fn scan<E: From<RegistryError>>(
        &self,
        entity: &str,
        mut each: impl FnMut(&[Stored]) -> Result<(), E>,
    ) -> Result<(), E> {
        let table = self.table(entity)?;
        let failed = during("read an entity");
        let open = self.begin_reading().await?;
        let mut last: Option<String> = None;
        loop {
            let select = after(table, last.as_deref(), table.chunk());
            let chunk = table.read(&open, select).await.map_err(&failed)?;
            let Some(end) = chunk.last() else {
                break;
            };
            each(&chunk)?;
            last = Some(end.record.key.clone());
        }
        open.rollback().await.map_err(failed)?;
        Ok(())
    }

    /// The keys that no thing has, for checks of references.
    pub async fn missing_keys(
        &self,
        entity: &str,
        keys: &[String],
    ) -> Result<BTreeSet<String>, RegistryError> {
        let table = self.table(entity)?;
        let bare = table.bare();
        let mut missing: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
        let asked: Vec<&str> = missing
            .iter()
            .copied()
            .filter(|key| !key.contains('\0'))
            .collect();
        let mut texts = Texts::default();
        for part in asked.chunks(bare.batch()) {
            let found = bare.find(&self.database, &mut texts, part).await;
            for key in found.map_err(during("check references"))?.keys() {
                missing.remove(key.as_str());
            }
        }
        Ok(missing.into_iter().map(str::to_owned).collect())
    }

    /// Whether anything that an entity holds now was made by a simulation.
    pub async fn simulated(&self, entity: &str) -> Result<bool, RegistryError> {
        let table = self.table(entity)?;
        // Most registers have no such revision at all, and the rows need not be looked at.
        let ids = Query::select()
            .column("id")
            .from(REVISION)
            .and_where(Expr::col("entity").eq(entity))
            .and_where(Expr::col("origin").eq(Origin::Simulated.id()))
            .take();
        let failed = during("read where things come from");
        let any = self.database.query_one(&ids.clone().limit(1).take()).await;
        if any.map_err(&failed)?.is_none() {
            return Ok(false);
        }
        let rows = Query::select()
            .column("key")
            .from(table.name())
            .and_where(Expr::col("revision").in_subquery(ids))
            .limit(1)
            .take();
        let found = self.database.query_one(&rows).await.map_err(failed)?;
        Ok(found.is_some())
    }
}

/// The things after a key.
pub(super) fn after(table: &Table, key: Option<&str>, limit: u64) -> SelectStatement {
    let mut select = table.select();
    if let Some(key) = key {
        select.and_where(Expr::col("key").gt(key));
    }
    select.order_by("key", Order::Asc).limit(limit).take()
}

fn narrow(table: &Table, filter: &Filter, select: &mut SelectStatement) {
    let has = |column: &str| table.columns.iter().any(|own| own == column);
    let like = |pattern: String| LikeExpr::new(pattern).escape('\\');
    if let Some(region) = &filter.region {
        let begins = like(format!("{}%", literal(region)));
        let within = if has("region") {
            Expr::col("region").like(begins)
        } else {
            Expr::val(1).eq(0)
        };
        select.and_where(within);
    }
    if let Some(text) = &filter.text {
        let holds = format!("%{}%", literal(&text.to_ascii_lowercase()));
        let holding = |column: &'static str| {
            Expr::from(Func::lower(Expr::col(column))).like(like(holds.clone()))
        };
        let found = if has("name") {
            holding("key").or(holding("name"))
        } else {
            holding("key")
        };
        select.and_where(found);
    }
}

/// A text in a pattern, standing for itself; no stored text holds NUL.
fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars().filter(|c| *c != '\0') {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}
