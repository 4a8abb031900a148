//! The eight kinds of entities and their links, as the standard's data model has them.

/// A kind of entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Thing,
    Location,
    HistoricalLocation,
    Datastream,
    Sensor,
    ObservedProperty,
    FeatureOfInterest,
    Observation,
}

/// A link from one kind to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// Its name in addresses and options.
    pub(super) name: &'static str,
    /// The kind it leads to.
    pub(super) to: Kind,
    /// Whether it leads to several.
    pub(super) many: bool,
}

impl Kind {
    /// All kinds, in the order of the landing page.
    pub(super) const ALL: [Self; 8] = [
        Self::Thing,
        Self::Location,
        Self::HistoricalLocation,
        Self::Datastream,
        Self::Sensor,
        Self::ObservedProperty,
        Self::FeatureOfInterest,
        Self::Observation,
    ];

    /// The name of the collection.
    pub(super) fn set(self) -> &'static str {
        match self {
            Self::Thing => "Things",
            Self::Location => "Locations",
            Self::HistoricalLocation => "HistoricalLocations",
            Self::Datastream => "Datastreams",
            Self::Sensor => "Sensors",
            Self::ObservedProperty => "ObservedProperties",
            Self::FeatureOfInterest => "FeaturesOfInterest",
            Self::Observation => "Observations",
        }
    }

    /// The kind of a collection.
    pub(super) fn of_set(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.set() == name)
    }

    /// Its links.
    pub(super) fn links(self) -> &'static [Link] {
        match self {
            Self::Thing => &[DATASTREAMS, HISTORICAL_LOCATIONS, LOCATIONS],
            Self::Location => &[HISTORICAL_LOCATIONS, THINGS],
            Self::HistoricalLocation => &[LOCATIONS, THING],
            Self::Datastream => &[OBSERVATIONS, OBSERVED_PROPERTY, SENSOR, THING],
            Self::Sensor | Self::ObservedProperty => &[DATASTREAMS],
            Self::FeatureOfInterest => &[OBSERVATIONS],
            Self::Observation => &[DATASTREAM, FEATURE_OF_INTEREST],
        }
    }

    /// The link of a name.
    pub(super) fn link(self, name: &str) -> Option<Link> {
        self.links().iter().find(|link| link.name == name).copied()
    }
}

const fn many(to: Kind, name: &'static str) -> Link {
    Link {
        name,
        to,
        many: true,
    }
}

const fn one(to: Kind, name: &'static str) -> Link {
    Link {
        name,
        to,
        many: false,
    }
}

const THINGS: Link = many(Kind::Thing, "Things");
const THING: Link = one(Kind::Thing, "Thing");
const LOCATIONS: Link = many(Kind::Location, "Locations");
const HISTORICAL_LOCATIONS: Link = many(Kind::HistoricalLocation, "HistoricalLocations");
const DATASTREAMS: Link = many(Kind::Datastream, "Datastreams");
const DATASTREAM: Link = one(Kind::Datastream, "Datastream");
const SENSOR: Link = one(Kind::Sensor, "Sensor");
const OBSERVED_PROPERTY: Link = one(Kind::ObservedProperty, "ObservedProperty");
const OBSERVATIONS: Link = many(Kind::Observation, "Observations");
const FEATURE_OF_INTEREST: Link = one(Kind::FeatureOfInterest, "FeatureOfInterest");
