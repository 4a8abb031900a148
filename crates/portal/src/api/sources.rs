//! Sources: enterprises and what stands for itself, their permits, outlets, devices, telemetry and raw frames.
//!
//! The register says what they are, the lake what their devices sent, `standards::stack` what the rules make of it,
//! the archive of the gateway what came in which bytes. Nothing is computed here.

mod index;
mod list;
mod facility;
mod related;
mod outlets;
mod articles;
mod presence;
mod device;
mod latest;
mod values;
mod judged;
mod frames;

pub(crate) use device::{Device, devices};
pub(crate) use facility::file_name;
pub(crate) use frames::reason_name;
pub(crate) use index::Source;
pub(crate) use outlets::last_heard;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::portal::Portal;

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(list::page))
        .routes(routes!(list::points))
        .routes(routes!(facility::view))
        .routes(routes!(latest::latest))
        .routes(routes!(values::values))
        .routes(routes!(frames::frames))
}
