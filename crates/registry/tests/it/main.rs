//! The register: catalogue, store, sheets, sources.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read files and start programs"
)]

mod catalogue;
mod sheet;
mod sources;
mod sources_places;
mod sources_rows;
mod store;
