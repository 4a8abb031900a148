//! Revisions: who changed what, when, why, from which file, and how much.

use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult};

use super::error::during;
use super::{Registry, RegistryError};
use crate::{By, Origin};

/// The table of revisions.
pub(super) const REVISION: &str = "lantian_revision";

/// One change of the register: an import or an edit of one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its number, from 1.
    pub id: i64,
    /// The entity it changed.
    pub entity: String,
    /// Who, when, why, from where.
    pub by: By,
    /// Things created.
    pub created: u64,
    /// Things changed.
    pub changed: u64,
    /// Things removed.
    pub removed: u64,
}

impl Registry {
    /// The last revisions, the latest first.
    pub async fn revisions(&self, limit: u64) -> Result<Vec<Revision>, RegistryError> {
        let select = select().order_by("id", Order::Desc).limit(limit).take();
        let rows = self.database.query_all(&select).await;
        let rows = rows.map_err(during("read the revisions"))?;
        let read = rows.iter().map(|row| {
            let row = Row::from_query_result(row, "").map_err(during("read the revisions"))?;
            row.revision()
        });
        read.collect()
    }

    /// The revision of a number.
    pub async fn revision(&self, id: i64) -> Result<Option<Revision>, RegistryError> {
        find(&self.database, id).await
    }

    /// The last revision that touched an entity; `None` while nothing was ever put into it.
    pub async fn entity_revision(&self, entity: &str) -> Result<Option<i64>, RegistryError> {
        self.table(entity)?;
        let select = Query::select()
            .column("revision")
            .from("lantian_entity")
            .and_where(Expr::col("entity").eq(entity))
            .take();
        let failed = during("read the revision of an entity");
        let row = self.database.query_one(&select).await.map_err(&failed)?;
        let read = row.map(|row| row.try_get_by_index::<Option<i64>>(0));
        Ok(read.transpose().map_err(failed)?.flatten())
    }

    /// The last revision at a moment (microseconds UTC): the greatest number among those made until then.
    pub(super) async fn revision_at(
        &self,
        on: &impl ConnectionTrait,
        moment: i64,
    ) -> Result<Option<i64>, RegistryError> {
        let select = Query::select()
            .expr(Expr::col("id").max())
            .from(REVISION)
            .and_where(Expr::col("at").lte(moment))
            .take();
        let failed = during("read the revisions");
        let row = on.query_one(&select).await.map_err(&failed)?;
        let read = row.map(|row| row.try_get_by_index::<Option<i64>>(0));
        Ok(read.transpose().map_err(failed)?.flatten())
    }
}

/// The revision of a number.
pub(super) async fn find(
    on: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<Revision>, RegistryError> {
    let select = select().and_where(Expr::col("id").eq(id)).take();
    let failed = during("read a revision");
    let row = on.query_one(&select).await.map_err(&failed)?;
    let row = row.map(|row| Row::from_query_result(&row, ""));
    let row = row.transpose().map_err(failed)?;
    row.map(Row::revision).transpose()
}

/// The number of the revision that a writer will make.
pub(super) async fn next(on: &DatabaseTransaction) -> Result<i64, DbErr> {
    let select = Query::select()
        .expr(Expr::col("id").max())
        .from(REVISION)
        .take();
    let row = on.query_one(&select).await?;
    let last: Option<i64> = row.map_or(Ok(None), |row| row.try_get_by_index(0))?;
    Ok(last.unwrap_or(0) + 1)
}

const COLUMNS: [&str; 11] = [
    "id", "entity", "at", "who", "why", "source", "sha256", "origin", "created", "changed",
    "removed",
];

pub(super) async fn insert(on: &DatabaseTransaction, made: &Revision) -> Result<(), DbErr> {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let by = &made.by;
    let insert = Query::insert()
        .into_table(REVISION)
        .columns(COLUMNS)
        .values_panic([
            Expr::val(made.id),
            Expr::val(made.entity.as_str()),
            Expr::val(by.at),
            Expr::val(by.who.as_str()),
            Expr::val(by.why.as_str()),
            Expr::val(by.source.clone()),
            Expr::val(by.sha256.clone()),
            Expr::val(by.origin.id()),
            Expr::val(count(made.created)),
            Expr::val(count(made.changed)),
            Expr::val(count(made.removed)),
        ])
        .take();
    on.execute(&insert).await?;
    Ok(())
}

fn select() -> SelectStatement {
    Query::select().columns(COLUMNS).from(REVISION).take()
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    entity: String,
    at: i64,
    who: String,
    why: String,
    source: Option<String>,
    sha256: Option<String>,
    origin: String,
    created: i64,
    changed: i64,
    removed: i64,
}

impl Row {
    fn revision(self) -> Result<Revision, RegistryError> {
        let damaged = || RegistryError::Damaged {
            what: format!("revision {} has the origin '{}'", self.id, self.origin),
        };
        let origin = Origin::of(&self.origin).ok_or_else(damaged)?;
        Ok(Revision {
            id: self.id,
            entity: self.entity,
            by: By {
                who: self.who,
                why: self.why,
                at: self.at,
                source: self.source,
                sha256: self.sha256,
                origin,
            },
            created: self.created.unsigned_abs(),
            changed: self.changed.unsigned_abs(),
            removed: self.removed.unsigned_abs(),
        })
    }
}
