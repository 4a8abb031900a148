//! The web side of lantian: the HTTP API, live updates, sign-in and rights, the embedded page.
//!
//! It asks the crates below and shows what they answer, each figure with the way to its proof.
//! It refuses to compute a figure of its own, and to answer anything that the policy does not permit.
#![expect(
    clippy::disallowed_methods,
    reason = "a server reads the clock and keeps attachments in files"
)]
#![expect(
    unused_qualifications,
    reason = "the macros that describe handlers write the paths of their arguments in full"
)]

mod settings;
mod error;
mod words;
mod portal;
mod state;
mod memo;
mod problem;
mod asked;
mod visitor;
mod reply;
mod security;
mod arrival;
mod page;
mod live;
mod api;
mod serve;

pub use error::PortalError;
pub use page::PageFile;
pub use portal::Portal;
pub use serve::{Served, serve};
pub use settings::{Example, Limits, OpenId, Settings, TelemetryPlaces};
