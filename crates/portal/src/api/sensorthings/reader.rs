//! Answering: from a path and options to entities, their links followed and expanded.
//!
//! Entities of the catalogue are filtered and ordered here; observations by the SQL engine, all of one level of an
//! `$expand` in one statement.

mod expand;
mod find;

use std::sync::atomic::{AtomicUsize, Ordering};

use answer::context::Context;
use answer::words::Language;
use serde_json::{Map, Value, json};

use super::catalogue::{Catalogue, vocabulary};
use super::entity::{Item, properties};
use super::judge;
use super::kind::{Kind, Link};
use super::options::{Options, percent_encoded};
use super::query;
use crate::portal::Portal;
use crate::problem::Refusal;

/// Entities that one answer may hold, expanded ones included.
const MOST: usize = 50_000;
/// The names that select an entity's id and its address.
const ID: &str = "@iot.id";
const SELF: &str = "@iot.selfLink";

/// Who answers one question.
pub(super) struct Reader<'a> {
    portal: &'a Portal,
    catalogue: &'a Catalogue,
    context: Context,
    base: &'a str,
    given: AtomicUsize,
}

/// What a path leads to.
pub(super) enum Found {
    /// A property.
    Property(String, Value),
    Items(Items),
    /// The addresses of a collection's entities.
    Addresses(Items),
    One(Item),
}

/// A collection.
pub(super) enum Items {
    Known(Kind, Vec<String>),
    /// The observations of datastreams.
    Observed(Vec<usize>),
}

/// Entities of one page, how many there are if that was asked, and whether more follow.
struct Page {
    items: Vec<Item>,
    total: Option<u64>,
    more: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        portal: &'a Portal,
        catalogue: &'a Catalogue,
        language: Language,
        base: &'a str,
    ) -> Self {
        Self {
            portal,
            catalogue,
            context: portal.context(language),
            base,
            given: AtomicUsize::new(0),
        }
    }

    /// A collection's page.
    pub(super) async fn list(
        &self,
        items: Items,
        options: &Options,
        path: &str,
    ) -> Result<Value, Refusal> {
        let page = self.page(items, options).await?;
        let values = self.values(&page.items, options).await?;
        let mut answer = Map::new();
        if let Some(total) = page.total {
            answer.insert("@iot.count".to_owned(), total.into());
        }
        if page.more {
            let address = format!("{}/{}", self.base, percent_encoded(path.trim_matches('/')));
            answer.insert("@iot.nextLink".to_owned(), options.next(&address).into());
        }
        answer.insert("value".to_owned(), values.into());
        Ok(Value::Object(answer))
    }

    /// One entity.
    pub(super) async fn one(&self, item: Item, options: &Options) -> Result<Value, Refusal> {
        let values = self.values(&[item], options).await?;
        Ok(values.into_iter().next().unwrap_or_default())
    }

    async fn page(&self, items: Items, options: &Options) -> Result<Page, Refusal> {
        match items {
            Items::Known(kind, ids) => {
                let items = ids.into_iter().map(|id| Item::Known(kind, id)).collect();
                self.known_page(kind, items, options)
            }
            Items::Observed(streams) => {
                let (streams, options_left) = self.streams_fitting(streams, options)?;
                let (mut rows, total) =
                    query::together(self.portal, self.catalogue, &streams, &options_left).await?;
                let more = rows.len() > options.top;
                rows.truncate(options.top);
                let items = rows
                    .into_iter()
                    .map(|seen| Item::Seen(Box::new(seen)))
                    .collect();
                Ok(Page { items, total, more })
            }
        }
    }

    /// A page of entities of the catalogue: filtered, ordered, counted and cut.
    fn known_page(
        &self,
        kind: Kind,
        mut items: Vec<Item>,
        options: &Options,
    ) -> Result<Page, Refusal> {
        if let Some(filter) = &options.filter {
            for path in filter.paths() {
                Self::check(kind, path, "$filter")?;
            }
            items.retain(|item| judge::holds(filter, &|path| self.at(item, path)));
        }
        if !options.order.is_empty() {
            for key in &options.order {
                Self::check(kind, &key.path, "$orderby")?;
            }
            let keys = |item: &Item| -> Vec<Option<Value>> {
                let first = |path: &[String]| self.at(item, path).into_iter().next();
                options.order.iter().map(|key| first(&key.path)).collect()
            };
            let mut keyed: Vec<_> = items.into_iter().map(|item| (keys(&item), item)).collect();
            keyed.sort_by(|(left, _), (right, _)| {
                let pairs = options.order.iter().zip(left.iter().zip(right));
                let mut orders = pairs.map(|(key, (left, right))| {
                    let order = judge::order(left.as_ref(), right.as_ref());
                    if key.descending {
                        order.reverse()
                    } else {
                        order
                    }
                });
                orders
                    .find(|order| order.is_ne())
                    .unwrap_or(std::cmp::Ordering::Equal)
            });
            items = keyed.into_iter().map(|(_, item)| item).collect();
        }
        let total = items.len();
        let items: Vec<Item> = items
            .into_iter()
            .skip(options.skip)
            .take(options.top)
            .collect();
        Ok(Page {
            more: options.skip + items.len() < total && options.top > 0,
            total: options.count.then_some(total as u64),
            items,
        })
    }

    /// Refuses a path that leads nowhere, or through observations: those are asked by themselves.
    fn check(kind: Kind, path: &[String], option: &str) -> Result<(), Refusal> {
        let mut kind = kind;
        for part in path {
            match kind.link(part) {
                Some(link) if link.to == Kind::Observation => {
                    return Err(Refusal::bad(option, path.join("/")));
                }
                Some(link) => kind = link.to,
                None => return Ok(()),
            }
        }
        Err(Refusal::bad(option, path.join("/")))
    }

    /// What a path leads to from an entity: several values where a link leads to several.
    fn at(&self, item: &Item, path: &[String]) -> Vec<Value> {
        let Some((first, rest)) = path.split_first() else {
            return Vec::new();
        };
        if let Some(link) = item.kind().link(first) {
            let beyond = self.linked(item, link);
            return beyond.iter().flat_map(|item| self.at(item, rest)).collect();
        }
        let mut value = if first == "id" || first == ID {
            Value::String(item.id(self.catalogue))
        } else {
            let mut own = properties(self.catalogue, &self.context, item);
            own.remove(first).unwrap_or_default()
        };
        for name in rest {
            value = value.get_mut(name).map(Value::take).unwrap_or_default();
        }
        vec![value]
    }

    /// The entities that a link leads to; observations are asked of the lake instead.
    fn linked(&self, item: &Item, link: Link) -> Vec<Item> {
        let known = |kind: Kind, id: &str| Item::Known(kind, id.to_owned());
        let stream = |place: usize| known(Kind::Datastream, &self.catalogue.streams[place].id);
        let streams = |places: Vec<usize>| places.into_iter().map(stream).collect();
        match item {
            Item::Seen(seen) if link.to == Kind::Datastream => vec![stream(seen.stream)],
            Item::Seen(seen) => vec![known(link.to, &self.catalogue.streams[seen.stream].thing)],
            Item::Known(kind, id) => match (kind, link.to) {
                (Kind::Thing, Kind::Datastream) => {
                    streams(self.catalogue.streams_where(|stream| stream.thing == *id))
                }
                (Kind::Thing, Kind::Location) => {
                    let thing = self.catalogue.things.get(id);
                    let placed = thing.is_some_and(|thing| thing.place.is_some());
                    placed
                        .then(|| known(Kind::Location, id))
                        .into_iter()
                        .collect()
                }
                (Kind::Location, Kind::Thing) => vec![known(Kind::Thing, id)],
                (Kind::Datastream, to) => {
                    let Some(place) = self.catalogue.stream(id) else {
                        return Vec::new();
                    };
                    let stream = &self.catalogue.streams[place];
                    match to {
                        Kind::Thing => vec![known(to, &stream.thing)],
                        Kind::Sensor => vec![known(to, &stream.sensor())],
                        Kind::ObservedProperty => vec![known(to, &stream.item().id)],
                        _ => Vec::new(),
                    }
                }
                (Kind::Sensor, _) => streams(
                    self.catalogue
                        .streams_where(|stream| stream.sensor() == *id),
                ),
                (Kind::ObservedProperty, _) => streams(
                    self.catalogue
                        .streams_where(|stream| stream.item().id == *id),
                ),
                _ => Vec::new(),
            },
        }
    }

    /// The datastreams whose observations an entity links to.
    fn streams_of(&self, item: &Item) -> Vec<usize> {
        match item {
            Item::Known(Kind::Datastream, id) => self.catalogue.stream(id).into_iter().collect(),
            Item::Known(Kind::FeatureOfInterest, id) => {
                self.catalogue.streams_where(|stream| stream.thing == *id)
            }
            _ => Vec::new(),
        }
    }

    /// Entities as they are sent.
    async fn values(&self, items: &[Item], options: &Options) -> Result<Vec<Value>, Refusal> {
        let before = self.given.fetch_add(items.len(), Ordering::Relaxed);
        if before + items.len() > MOST {
            return Err(Refusal::bad("$expand", format!("> {MOST}")));
        }
        let mut values: Vec<Map<String, Value>> = items
            .iter()
            .map(|item| self.written(item, options))
            .collect();
        for expand in &options.expand {
            let beyond = self.expanded(items, expand).await?;
            for (value, beyond) in values.iter_mut().zip(beyond) {
                value.extend(beyond);
            }
        }
        Ok(values.into_iter().map(Value::Object).collect())
    }

    /// An entity with its addresses, or what is selected of it.
    fn written(&self, item: &Item, options: &Options) -> Map<String, Value> {
        let address = item.address(self.catalogue, self.base);
        let mut whole = Map::new();
        whole.insert(ID.to_owned(), item.id(self.catalogue).into());
        whole.insert(SELF.to_owned(), address.clone().into());
        whole.extend(properties(self.catalogue, &self.context, item));
        for link in item.kind().links() {
            let name = format!("{}@iot.navigationLink", link.name);
            whole.insert(name, json!(format!("{address}/{}", link.name)));
        }
        if options.select.is_empty() {
            return whole;
        }
        let selected = |name: &String| {
            let bare = name.trim_end_matches("@iot.navigationLink");
            options
                .select
                .iter()
                .any(|wanted| wanted == name || wanted == bare || (wanted == "id" && name == ID))
        };
        whole.retain(|name, _| selected(name));
        whole
    }

    /// The ids of all entities of a kind that the catalogue knows.
    fn all(&self, kind: Kind) -> Items {
        let catalogue = self.catalogue;
        let ids = match kind {
            Kind::Thing | Kind::FeatureOfInterest => catalogue.things.keys().cloned().collect(),
            Kind::Location => {
                let placed = catalogue
                    .things
                    .iter()
                    .filter(|(_, thing)| thing.place.is_some());
                placed.map(|(id, _)| id.clone()).collect()
            }
            Kind::Datastream => catalogue
                .streams
                .iter()
                .map(|stream| stream.id.clone())
                .collect(),
            Kind::Sensor => catalogue.sensors.iter().cloned().collect(),
            Kind::ObservedProperty => vocabulary()
                .items
                .iter()
                .map(|item| item.id.clone())
                .collect(),
            Kind::HistoricalLocation => Vec::new(),
            Kind::Observation => return Items::Observed(catalogue.streams_where(|_| true)),
        };
        Items::Known(kind, ids)
    }
}
