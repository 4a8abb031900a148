//! Which rows of an entity somebody may see or change.
//!
//! The policy decides, row by row. To it a row is what lies in its region and, where it is the asker's own facility's,
//! what belongs to that facility; other facilities it does not tell apart, so that its answers can be remembered.

use std::sync::Arc;

use access::{Action, Resource};
use registry::store::{Filter, RegistryError, Stored};
use registry::{Entity, Record};

use super::ties::{Columns, Place, Ties, ties};
use crate::portal::Portal;
use crate::problem::Refusal;
use crate::visitor::Visitor;

/// What somebody may do with the rows of an entity.
pub(crate) struct Sight<'a> {
    visitor: &'a Visitor,
    columns: Columns,
    ties: Arc<Ties>,
}

/// A list as far as somebody may see it.
pub(crate) struct Seen {
    /// The rows of the page, in the order of their keys.
    pub(crate) rows: Vec<Stored>,
    /// How many there are in all pages.
    pub(crate) total: u64,
    /// Whether another page follows.
    pub(crate) more: bool,
}

/// Names the standing on which lists depend.
pub(crate) fn scope(visitor: &Visitor) -> String {
    let standing = &visitor.who.standing;
    let region = standing
        .region
        .map_or_else(String::new, |code| code.to_string());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (entity, body) = (text(&standing.entity), text(&standing.body));
    format!("{}|{region}|{entity}|{body}", standing.role)
}

/// Refuses who may do something nowhere.
pub(crate) fn must_somewhere(visitor: &Visitor, action: Action) -> Result<(), Refusal> {
    if visitor.acts(action) {
        return Ok(());
    }
    visitor.must(action, &Resource::default())
}

impl<'a> Sight<'a> {
    /// That of a visitor on an entity.
    pub(crate) async fn of(
        portal: &Portal,
        visitor: &'a Visitor,
        entity: &Entity,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            visitor,
            columns: Columns::of(portal.registry().catalogue(), entity),
            ties: ties(portal).await?,
        })
    }

    /// Where a row is and whose it is.
    pub(crate) fn place(&self, record: &Record) -> Place {
        self.columns.place(&self.ties, record)
    }

    /// What a row is to the policy.
    pub(crate) fn resource(&self, record: &Record) -> Resource {
        resource(self.visitor, self.place(record))
    }

    /// Whether somebody may do something with a row.
    pub(crate) fn permits(&self, action: Action, record: &Record) -> bool {
        self.visitor.may(action, &self.resource(record))
    }

    /// The rows that somebody may do all of it with, which a filter lets through.
    pub(crate) async fn list(
        &self,
        portal: &Portal,
        entity: &str,
        actions: &[Action],
        filter: &Filter,
        most: u64,
    ) -> Result<Seen, Refusal> {
        let registry = portal.registry();
        let everywhere = Resource::default();
        if actions
            .iter()
            .all(|action| self.visitor.may(*action, &everywhere))
        {
            let all = Filter {
                after: None,
                ..filter.clone()
            };
            let mut rows = registry.page(entity, filter, most + 1).await?;
            let more = rows.len() as u64 > most;
            rows.truncate(usize::try_from(most).unwrap_or(usize::MAX));
            let total = registry.count_of(entity, &all).await?;
            return Ok(Seen { rows, total, more });
        }
        self.through(portal, entity, actions, filter, most).await
    }

    /// The same, looking at every row that the filter lets through.
    async fn through(
        &self,
        portal: &Portal,
        entity: &str,
        actions: &[Action],
        filter: &Filter,
        most: u64,
    ) -> Result<Seen, Refusal> {
        const CHUNK: u64 = 5_000;
        let mut part = Filter {
            after: None,
            ..filter.clone()
        };
        let mut seen = Seen {
            rows: Vec::new(),
            total: 0,
            more: false,
        };
        loop {
            let things = portal.registry().page(entity, &part, CHUNK).await?;
            let Some(last) = things.last() else {
                return Ok(seen);
            };
            part.after = Some(last.record.key.clone());
            for thing in things {
                if !actions
                    .iter()
                    .all(|action| self.permits(*action, &thing.record))
                {
                    continue;
                }
                seen.total += 1;
                let before = |after: &String| thing.record.key <= *after;
                if filter.after.as_ref().is_some_and(before) {
                    continue;
                }
                if seen.rows.len() as u64 == most {
                    seen.more = true;
                } else {
                    seen.rows.push(thing);
                }
            }
        }
    }

    /// Every row that somebody may do all of it with.
    pub(crate) async fn all(
        &self,
        portal: &Portal,
        entity: &str,
        actions: &[Action],
    ) -> Result<Vec<Stored>, Refusal> {
        let mut rows = Vec::new();
        let each = |things: &[Stored]| {
            let seen = things.iter().filter(|thing| {
                actions
                    .iter()
                    .all(|action| self.permits(*action, &thing.record))
            });
            rows.extend(seen.cloned());
            Ok::<(), RegistryError>(())
        };
        portal.registry().scan(entity, each).await?;
        Ok(rows)
    }
}

/// What lies at a place, to the policy.
pub(crate) fn resource(visitor: &Visitor, place: Place) -> Resource {
    let own = visitor.who.standing.entity.as_ref();
    Resource {
        region: place.region,
        entity: place.owner.filter(|owner| own == Some(owner)),
        body: None,
    }
}
