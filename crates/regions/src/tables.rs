//! The constant tables that the build script makes from `standards/regions` and `standards/zones`.

use jiff::civil::date;

use crate::{
    code::RegionCode,
    level::Level,
    region::{Region, Source, State},
    zone::{Member, Zone},
};

/// A folded name and the regions, by place in [`REGIONS`], that it may mean.
pub(crate) struct Name {
    pub(crate) key: &'static str,
    pub(crate) places: &'static [u16],
}

include!(concat!(env!("OUT_DIR"), "/tables.rs"));
