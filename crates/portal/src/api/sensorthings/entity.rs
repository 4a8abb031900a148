//! Entities as JSON: their properties, their own address, and the addresses of their links.

use answer::context::Context;
use serde_json::{Map, Value, json};

use super::catalogue::{Catalogue, Place, Stream, Thing, vocabulary};
use super::kind::Kind;
use super::observed::{self, Observed};

/// An entity.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// One of the catalogue, by its id.
    Known(Kind, String),
    /// An observation.
    Seen(Box<Observed>),
}

impl Item {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Known(kind, _) => *kind,
            Self::Seen(_) => Kind::Observation,
        }
    }

    pub(super) fn id(&self, catalogue: &Catalogue) -> String {
        match self {
            Self::Known(_, id) => id.clone(),
            Self::Seen(seen) => seen.id(catalogue),
        }
    }

    /// Its own address.
    pub(super) fn address(&self, catalogue: &Catalogue, base: &str) -> String {
        format!("{base}/{}('{}')", self.kind().set(), self.id(catalogue))
    }
}

/// The collections, and what the service conforms to.
pub(super) fn landing(base: &str) -> Value {
    let sets = Kind::ALL.map(Kind::set);
    let sets = sets.map(|name| json!({ "name": name, "url": format!("{base}/{name}") }));
    json!({
        "value": sets,
        "serverSettings": { "conformance": vocabulary().conformance },
    })
}

/// The properties of an entity without its addresses.
pub(super) fn properties(
    catalogue: &Catalogue,
    context: &Context,
    item: &Item,
) -> Map<String, Value> {
    let made = match item {
        Item::Seen(seen) => observation(catalogue, seen),
        Item::Known(kind, id) => match kind {
            Kind::Thing => catalogue
                .things
                .get(id)
                .map_or(Value::Null, |it| thing(context, it)),
            Kind::Location => catalogue
                .things
                .get(id)
                .map_or(Value::Null, |it| location(context, it)),
            Kind::FeatureOfInterest => catalogue
                .things
                .get(id)
                .map_or(Value::Null, |it| feature(context, it)),
            Kind::Datastream => {
                let stream = catalogue.stream(id).map(|place| &catalogue.streams[place]);
                stream.map_or(Value::Null, |stream| datastream(catalogue, context, stream))
            }
            Kind::Sensor => sensor(context, id),
            Kind::ObservedProperty => observed_property(context, id),
            Kind::HistoricalLocation | Kind::Observation => Value::Null,
        },
    };
    match made {
        Value::Object(properties) => properties,
        _ => Map::new(),
    }
}

/// The name of a site for people.
fn name(context: &Context, thing: &Thing) -> String {
    thing
        .name
        .clone()
        .unwrap_or_else(|| answer::places::name(context, &thing.site))
}

fn thing(context: &Context, thing: &Thing) -> Value {
    let level = context
        .words
        .find(&format!("sta-level-{}", thing.level), &[]);
    json!({
        "name": name(context, thing),
        "description": level.unwrap_or_else(|| thing.level.clone()),
        "properties": {
            "code": thing.site,
            "level": thing.level,
            "region": thing.region,
            "simulated": thing.simulated,
        },
    })
}

fn point(place: Option<Place>) -> Value {
    place.map_or(
        Value::Null,
        |place| json!({ "type": "Point", "coordinates": [place.lon, place.lat] }),
    )
}

fn accuracy(place: Option<Place>) -> Value {
    match place {
        None => json!({}),
        Some(place) if place.approximate => json!({ "accuracy": "approximate" }),
        Some(_) => json!({ "accuracy": "as registered" }),
    }
}

fn location(context: &Context, thing: &Thing) -> Value {
    json!({
        "name": name(context, thing),
        "description": context.say("sta-location", &[]),
        "encodingType": vocabulary().location_encoding,
        "location": point(thing.place),
        "properties": accuracy(thing.place),
    })
}

fn feature(context: &Context, thing: &Thing) -> Value {
    // A feature without a known place still is one: its geometry is null.
    let shape = match thing.place {
        Some(place) => point(Some(place)),
        None => json!({ "type": "Feature", "geometry": null, "properties": {} }),
    };
    json!({
        "name": name(context, thing),
        "description": context.say("sta-feature", &[]),
        "encodingType": vocabulary().location_encoding,
        "feature": shape,
        "properties": accuracy(thing.place),
    })
}

/// A basis in words.
fn basis(context: &Context, stage: &str, state: &str) -> String {
    let word = |key: String, id: &str| {
        context
            .words
            .find(&key, &[])
            .unwrap_or_else(|| id.to_owned())
    };
    let stage = word(format!("stage-{stage}"), stage);
    let state = word(format!("sta-state-{state}"), state);
    format!("{stage}, {state}")
}

fn datastream(catalogue: &Catalogue, context: &Context, stream: &Stream) -> Value {
    let item = stream.item();
    let site = catalogue
        .things
        .get(&stream.thing)
        .map(|thing| name(context, thing));
    let site = site.unwrap_or_else(|| stream.site.clone());
    let what = context.pick(&item.zh, &item.en);
    let basis = basis(context, &stream.stage, &stream.state);
    let unit = &vocabulary().units.get(&item.unit);
    let first = observed::moment(stream.first);
    json!({
        "name": context.say("sta-datastream", &[("site", &site), ("item", &what)]),
        "description": basis,
        "observationType": vocabulary().observation_type,
        "unitOfMeasurement": unit.map(|unit| json!({
            "name": unit.name,
            "symbol": unit.symbol,
            "definition": unit.definition,
        })),
        "phenomenonTime": observed::span(stream.first, stream.last),
        "resultTime": format!("{first}/{}", observed::moment(stream.last)),
        "properties": {
            "stage": stream.stage,
            "state": stream.state,
            "simulated": stream.simulated,
        },
    })
}

fn sensor(context: &Context, id: &str) -> Value {
    let (stage, state) = id.split_once('-').unwrap_or((id, ""));
    json!({
        "name": basis(context, stage, state),
        "description": context.say("sta-sensor", &[]),
        "encodingType": vocabulary().sensor_encoding,
        "metadata": context.say("sta-sensor-metadata", &[]),
        "properties": { "stage": stage, "state": state },
    })
}

fn observed_property(context: &Context, id: &str) -> Value {
    let item = vocabulary().items.iter().find(|item| item.id == id);
    item.map_or(Value::Null, |item| {
        json!({
            "name": context.pick(&item.zh, &item.en),
            "definition": item.definition,
            "description": item.id,
            "properties": { "item": item.id },
        })
    })
}

fn observation(catalogue: &Catalogue, seen: &Observed) -> Value {
    let stream = &catalogue.streams[seen.stream];
    json!({
        "phenomenonTime": observed::span(seen.hour, seen.hour),
        "resultTime": observed::moment(seen.hour),
        "result": seen.value,
        "parameters": {
            "stage": stream.stage,
            "state": stream.state,
            "kind": seen.kind,
            "known_at": observed::instant(seen.known_at),
            "source": seen.source,
        },
    })
}
