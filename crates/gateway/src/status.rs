//! What the gateway says of itself: metrics, health, who is connected; and the way in for control.

mod http;
mod metrics;
mod token;

pub(crate) use http::open;
pub(crate) use metrics::Metrics;
