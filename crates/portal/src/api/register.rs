//! The register: what people keep of sources, equipment, projects and places, by form and by spreadsheet.
//!
//! Reads and changes go row by row through the policy; what a cell may say is the catalogue's matter. It writes
//! nothing without a reason and a name, and overwrites nothing that somebody else changed meanwhile.

mod ties;
mod sight;
mod shown;
mod row;
mod list;
mod history;
mod form;
mod edit;
mod kept;
mod upload;
mod files;

pub(crate) use list::{begins, named};
pub(crate) use row::{cell, entity};
pub(crate) use shown::{column_name, entity_name, shown, unit};
pub(crate) use sight::{must_somewhere, resource, scope};
pub(crate) use ties::{Columns, FACILITY, Place, Ties, ties};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::portal::Portal;

/// The addresses.
pub(super) fn routes() -> OpenApiRouter<Portal> {
    OpenApiRouter::new()
        .routes(routes!(list::entities))
        .routes(routes!(list::page, edit::add))
        .routes(routes!(edit::change, edit::remove))
        .routes(routes!(history::history))
        .routes(routes!(files::template))
        .routes(routes!(files::export))
        .routes(routes!(upload::compare))
        .routes(routes!(upload::commit))
        .routes(routes!(upload::marked))
}
