//! The local inbox: order, durability, mending, limits.

pub(crate) mod entries;
mod log;
mod torn;
mod full;
mod kill;
mod load;
