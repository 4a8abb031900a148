//! Following a path: collections, entities, links, properties.

use serde_json::Value;

use super::{Found, ID, Items, Reader, SELF};
use crate::api::sensorthings::entity::{Item, properties};
use crate::api::sensorthings::expression::Expression;
use crate::api::sensorthings::judge;
use crate::api::sensorthings::kind::Kind;
use crate::api::sensorthings::observed::Observed;
use crate::api::sensorthings::options::Options;
use crate::api::sensorthings::path::{self, Segment};
use crate::api::sensorthings::query;
use crate::problem::Refusal;

impl Reader<'_> {
    /// What a path leads to.
    pub(in crate::api::sensorthings) async fn find(&self, path: &str) -> Result<Found, Refusal> {
        let nowhere = || Refusal::not_found(path);
        let segments = path::read(path).ok_or_else(nowhere)?;
        let (first, mut rest) = segments.split_first().ok_or_else(nowhere)?;
        let kind = Kind::of_set(&first.name).ok_or_else(nowhere)?;
        let mut found = match &first.id {
            None => Found::Items(self.all(kind)),
            Some(id) => Found::One(self.entity(kind, id).await?.ok_or_else(nowhere)?),
        };
        while let Some((segment, further)) = rest.split_first() {
            rest = further;
            found = match found {
                Found::Items(items) if segment.name == "$ref" && segment.id.is_none() => {
                    Found::Addresses(items)
                }
                Found::One(item) => self.step(&item, segment).await?.ok_or_else(nowhere)?,
                Found::Property(_, value) if segment.id.is_none() => {
                    let inner = value.get(&segment.name).cloned().ok_or_else(nowhere)?;
                    Found::Property(segment.name.clone(), inner)
                }
                _ => return Err(nowhere()),
            };
        }
        Ok(found)
    }

    /// One step from an entity.
    async fn step(&self, item: &Item, segment: &Segment) -> Result<Option<Found>, Refusal> {
        let Some(link) = item.kind().link(&segment.name) else {
            return Ok(self.property(item, segment));
        };
        let found = match (&segment.id, link.many) {
            (None, true) if link.to == Kind::Observation => {
                Some(Found::Items(Items::Observed(self.streams_of(item))))
            }
            (None, true) => {
                let linked = self.linked(item, link);
                let ids = linked.iter().map(|item| item.id(self.catalogue));
                Some(Found::Items(Items::Known(link.to, ids.collect())))
            }
            (None, false) => self.linked(item, link).into_iter().next().map(Found::One),
            (Some(id), true) if link.to == Kind::Observation => {
                let found = self.entity(link.to, id).await?;
                let streams = self.streams_of(item);
                let here = |found: &Item| match found {
                    Item::Seen(seen) => streams.contains(&seen.stream),
                    Item::Known(..) => false,
                };
                found.filter(here).map(Found::One)
            }
            (Some(id), true) => {
                let mut linked = self.linked(item, link).into_iter();
                linked
                    .find(|item| item.id(self.catalogue) == *id)
                    .map(Found::One)
            }
            (Some(_), false) => None,
        };
        Ok(found)
    }

    fn property(&self, item: &Item, segment: &Segment) -> Option<Found> {
        let name = &segment.name;
        let value = match name.as_str() {
            "id" | ID => item.id(self.catalogue).into(),
            SELF => item.address(self.catalogue, self.base).into(),
            _ => properties(self.catalogue, &self.context, item).remove(name)?,
        };
        segment
            .id
            .is_none()
            .then(|| Found::Property(name.clone(), value))
    }

    /// The entity of an id.
    async fn entity(&self, kind: Kind, id: &str) -> Result<Option<Item>, Refusal> {
        let catalogue = self.catalogue;
        if kind == Kind::Observation {
            let Some((stream, hour)) = Observed::of_id(catalogue, id) else {
                return Ok(None);
            };
            let seen = query::one(self.portal, catalogue, stream, hour).await?;
            return Ok(seen.map(|seen| Item::Seen(Box::new(seen))));
        }
        let Items::Known(_, ids) = self.all(kind) else {
            return Ok(None);
        };
        let there = ids.iter().any(|known| known == id);
        Ok(there.then(|| Item::Known(kind, id.to_owned())))
    }

    /// Datastreams for which what a filter says of them holds, and the options without that part of the filter.
    pub(super) fn streams_fitting(
        &self,
        mut streams: Vec<usize>,
        options: &Options,
    ) -> Result<(Vec<usize>, Options), Refusal> {
        let mut left = options.clone();
        let Some(filter) = left.filter.take() else {
            return Ok((streams, left));
        };
        for part in filter.conjuncts() {
            let paths = part.paths();
            let beyond = paths.iter().filter(|path| {
                path.first()
                    .is_some_and(|first| Kind::Observation.link(first).is_some())
            });
            let beyond = beyond.count();
            if beyond == 0 {
                let own = part.clone();
                left.filter = Some(match left.filter.take() {
                    None => own,
                    Some(before) => Expression::And(Box::new(before), Box::new(own)),
                });
                continue;
            }
            // A condition on both a value and its datastream, joined by `or`, has no plain statement.
            let mixed = paths.iter().find(|_| beyond < paths.len());
            if let Some(path) = mixed {
                return Err(Refusal::bad("$filter", path.join("/")));
            }
            for path in &paths {
                Self::check(Kind::Observation, path, "$filter")?;
            }
            streams.retain(|place| judge::holds(part, &|path| self.beyond(*place, path)));
        }
        Ok((streams, left))
    }

    /// What a path leads to from any observation of a datastream.
    fn beyond(&self, place: usize, path: &[String]) -> Vec<Value> {
        let Some((first, rest)) = path.split_first() else {
            return Vec::new();
        };
        let stream = &self.catalogue.streams[place];
        let item = if first == "Datastream" {
            Item::Known(Kind::Datastream, stream.id.clone())
        } else {
            Item::Known(Kind::FeatureOfInterest, stream.thing.clone())
        };
        self.at(&item, rest)
    }
}
