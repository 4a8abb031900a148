//! Where things are, by the boundaries that the register itself holds: counties and drawn areas.
//!
//! Without boundaries it knows nothing and says nothing; it never guesses a county from a city.

use std::collections::BTreeMap;

use geo::{Area as _, MultiPolygon};
use regions::{PlaceIndex, RegionCode, covers};

use crate::store::{Registry, RegistryError};

/// The boundaries of the register.
#[derive(Debug, Default)]
pub struct Geography {
    counties: Option<PlaceIndex<RegionCode>>,
    covered: Option<RegionCode>,
    areas: BTreeMap<String, Vec<MultiPolygon>>,
}

impl Geography {
    /// Reads the boundaries of counties (`region_boundary`) and of drawn areas (`zone_area`).
    pub async fn read(registry: &Registry) -> Result<Self, RegistryError> {
        let mut counties = Vec::new();
        let mut provinces = Vec::new();
        each_area(
            registry,
            "region_boundary",
            "level",
            |key, level, shape| match (key.parse::<RegionCode>(), level) {
                (Ok(code), "county") => counties.push((code, shape)),
                (Ok(code), "province") => provinces.push((code, shape)),
                _ => {}
            },
        )
        .await?;
        let mut areas: BTreeMap<String, Vec<MultiPolygon>> = BTreeMap::new();
        each_area(registry, "zone_area", "kind", |_, kind, shape| {
            areas.entry(kind.to_owned()).or_default().push(shape);
        })
        .await?;
        Ok(Self {
            covered: covered(&provinces, &counties),
            counties: (!counties.is_empty()).then(|| PlaceIndex::new(counties)),
            areas,
        })
    }

    /// Whether there are boundaries of counties.
    pub fn has_counties(&self) -> bool {
        self.counties.is_some()
    }

    /// The index of counties, for the functions of SQL.
    pub fn counties(&self) -> Option<&PlaceIndex<RegionCode>> {
        self.counties.as_ref()
    }

    /// The province whose counties leave no gap in its own boundary, when there is just one.
    pub fn covered(&self) -> Option<RegionCode> {
        self.covered
    }

    /// The county of a point in degrees of WGS-84.
    pub fn county(&self, lon_deg: f64, lat_deg: f64) -> Option<RegionCode> {
        self.counties.as_ref()?.locate(lon_deg, lat_deg).copied()
    }

    /// Whether a point lies in a drawn area of a kind; `None` when none of that kind was drawn.
    pub fn within(&self, kind: &str, lon_deg: f64, lat_deg: f64) -> Option<bool> {
        let areas = self.areas.get(kind)?;
        Some(areas.iter().any(|area| covers(area, lon_deg, lat_deg)))
    }
}

/// Counties of other sources than the province's may differ from it by this share along its border.
const BORDER: f64 = 0.01;

fn covered(
    provinces: &[(RegionCode, MultiPolygon)],
    counties: &[(RegionCode, MultiPolygon)],
) -> Option<RegionCode> {
    let mut whole = provinces.iter().filter(|(province, outline)| {
        let own = counties
            .iter()
            .filter(|(county, _)| regions::contains(*province, *county));
        let area: f64 = own.map(|(_, shape)| shape.unsigned_area()).sum();
        area > outline.unsigned_area() * (1.0 - BORDER)
    });
    let (province, _) = whole.next()?;
    whole.next().is_none().then_some(*province)
}

async fn each_area(
    registry: &Registry,
    entity: &str,
    column: &str,
    mut take: impl FnMut(&str, &str, MultiPolygon),
) -> Result<(), RegistryError> {
    let Some(kept) = registry.catalogue().entity(entity) else {
        return Ok(());
    };
    let place = |id: &str| kept.column(id).map(|(place, _)| place);
    let (Some(shape), Some(column)) = (place("area"), place(column)) else {
        return Ok(());
    };
    registry
        .scan::<RegistryError>(entity, |things| {
            for thing in things {
                let cell = |place: usize| thing.record.cells.get(place)?.as_deref();
                if let (Some(text), Some(word)) = (cell(shape), cell(column))
                    && let Some(polygons) = polygons(text)
                {
                    take(&thing.record.key, word, polygons);
                }
            }
            Ok(())
        })
        .await
}

/// The polygons of a GeoJSON geometry.
fn polygons(text: &str) -> Option<MultiPolygon> {
    let geometry: geojson::Geometry = text.parse().ok()?;
    match geo::Geometry::try_from(geometry).ok()? {
        geo::Geometry::Polygon(polygon) => Some(MultiPolygon::new(vec![polygon])),
        geo::Geometry::MultiPolygon(polygons) => Some(polygons),
        _ => None,
    }
}
