//! Where the things of an entity come from, and which revision it was at.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait as _;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};

use super::error::during;
use super::revision::REVISION;
use super::{Registry, RegistryError};
use crate::Origin;

impl Registry {
    /// The revisions of an entity that a simulation made.
    pub async fn simulated_revisions(&self, entity: &str) -> Result<BTreeSet<i64>, RegistryError> {
        self.table(entity)?;
        let select = Query::select()
            .column("id")
            .from(REVISION)
            .and_where(Expr::col("entity").eq(entity))
            .and_where(Expr::col("origin").eq(Origin::Simulated.id()))
            .take();
        let failed = during("read where things come from");
        let rows = self.database.query_all(&select).await.map_err(&failed)?;
        let ids = rows.iter().map(|row| row.try_get_by_index::<i64>(0));
        ids.collect::<Result<_, _>>().map_err(failed)
    }

    /// The last revision of an entity at a moment (microseconds UTC); `None` while nothing had been put into it.
    pub async fn entity_revision_at(
        &self,
        entity: &str,
        moment: i64,
    ) -> Result<Option<i64>, RegistryError> {
        self.table(entity)?;
        let select = Query::select()
            .expr(Expr::col("id").max())
            .from(REVISION)
            .and_where(Expr::col("entity").eq(entity))
            .and_where(Expr::col("at").lte(moment))
            .take();
        let failed = during("read the revision of an entity");
        let row = self.database.query_one(&select).await.map_err(&failed)?;
        let read = row.map(|row| row.try_get_by_index::<Option<i64>>(0));
        Ok(read.transpose().map_err(failed)?.flatten())
    }
}
