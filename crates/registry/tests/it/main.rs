//! The register: catalogue, store, sheets, sources.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read files and start programs"
)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be prepared has failed"
)]

mod catalogue;
mod sheet;
mod sources;
mod sources_places;
mod sources_rows;
mod store;
