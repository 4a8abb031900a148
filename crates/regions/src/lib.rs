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
//! What it refuses to do: guess between two regions of one name, answer for a zone on a day when the zone was not in
//! force, hold polygons, or list the counties of other provinces. 汾河谷地, 大同盆地, 忻定盆地, 上党盆地 and
//! 太原及周边"1+30" are not zones here, because no list of their members is at hand; 太原盆地 holds only the counties
//! that the plan names and says `Assumed`.

mod code;
mod level;
mod region;
mod resolve;
mod near;
mod zone;
mod distance;
mod fold;
mod tables;

pub use code::{CodeError, RegionCode};
pub use distance::distance_m;
pub use level::Level;
pub use region::{Region, Source, State, all, by_code, contains};
pub use resolve::{ResolveError, resolve, resolve_exact};
pub use zone::{Member, Zone, ZoneError, in_zone, zone, zones};
