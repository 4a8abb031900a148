//! Administrative regions of China by GB/T 2260 code, and the zones that air-quality law draws over them.
//!
//! Source: GB/T 2260 codes and names as published by 民政部 (see `standards/regions/*.toml`), zone lists from the
//! documents each `standards/zones/*.toml` cites. Both are checked and turned into constant tables when the crate is
//! built; nothing is read at run time.
//!
//! The table holds the nation, every province and prefecture, the 117 counties of 山西省, the county-level cities that
//! the air-quality archives name, the units a province administers directly, and the abolished codes that older data
//! may carry. Logic elsewhere works on [`RegionCode`]; names are for people, and [`resolve`] is the one door from a
//! name to a code.
//!
//! Beside the codes stands geometry: [`distance_m`] on the ellipsoid of WGS 84, [`PlaceIndex`] (in which polygon),
//! [`PointIndex`] (nearest, within a radius), [`overlay()`] (which polygons an area overlaps) and [`gcj02`]. The method
//! is `docs/method/places.md`.
//!
//! What it refuses to do: guess between two regions of one name, answer for a zone on a day when the zone was not in
//! force, list the counties of other provinces, or carry outlines of its own: polygons come from the caller, who knows
//! their licence, their edition and their reference system. 汾河谷地, 大同盆地, 忻定盆地, 上党盆地 and
//! 太原及周边"1+30" are not zones here, because no list of their members is at hand; 太原盆地 holds only the counties
//! that the plan names and says `Assumed`.

mod code;
mod level;
mod region;
mod resolve;
mod near;
mod zone;
mod distance;
mod bounds;
pub mod gcj02;
mod places;
mod raster;
mod shape;
mod grid;
mod points;
mod nearest;
mod overlay;
mod outline;
mod fold;
mod tables;

pub use bounds::{Geocentric, least_between_latitudes_m};
pub use code::{CodeError, RegionCode};
pub use distance::{distance_m, is_position};
pub use level::Level;
pub use nearest::Nearest;
pub use outline::{
    OutlineDefect, OutlineError, OutlineFault, Outlines, polygon_from_geojson,
    polygons_from_geojson,
};
pub use overlay::{Overlap, SLIVER, overlay};
pub use places::{PlaceIndex, covers};
pub use points::PointIndex;
pub use region::{Region, Source, State, all, by_code, contains};
pub use resolve::{ResolveError, resolve, resolve_exact};
pub use zone::{Member, Zone, ZoneError, in_zone, zone, zones};
