//! What changes while somebody looks, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use access::Action;
use axum::response::sse::{self, KeepAlive, Sse};
use futures::Stream;
use futures::stream::unfold;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

/// Events that a slow reader may be behind; beyond them it misses some and asks anew.
const BEHIND: usize = 256;
/// How often a silent connection is told that it lives.
const ALIVE: Duration = Duration::from_secs(20);

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A table of the lake grew.
    Table(&'static str),
    /// The register changed.
    Register,
    /// A plan was evaluated anew.
    Plan(String),
    /// The portal stops: listeners go.
    Stop,
}

/// Whoever listens.
pub(crate) struct Live(broadcast::Sender<Event>);

impl Live {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(BEHIND).0)
    }

    /// Tells everybody who listens.
    pub(crate) fn tell(&self, event: Event) {
        // Nobody may listen.
        let _ = self.0.send(event);
    }

    /// Listens.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}

/// The events as a stream that browsers read: `today`, `plan`, `telemetry`, `register`, each with what changed, of
/// which the reader is told those that ask for no right, or for one that `may` says they have.
pub(crate) fn stream(
    events: broadcast::Receiver<Event>,
    may: impl Fn(Action) -> bool + Send + Sync + 'static,
) -> Sse<impl Stream<Item = Result<sse::Event, Infallible>>> {
    let stream = unfold((events, may), |(mut events, may)| async {
        let event = loop {
            match events.recv().await {
                Ok(Event::Stop) | Err(RecvError::Closed) => return None,
                Ok(event) if asks_for(&event).is_none_or(&may) => break written(&event),
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => {
                    break sse::Event::default().event("missed").data("{}");
                }
            }
        };
        Some((Ok(event), (events, may)))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(ALIVE))
}

/// The right without which one is not told of it.
fn asks_for(event: &Event) -> Option<Action> {
    match event {
        Event::Table("observation_hour" | "observation_day" | "finding" | "reported_figure")
        | Event::Plan(_)
        | Event::Stop => None,
        Event::Table(_) => Some(Action::ViewTelemetry),
        Event::Register => Some(Action::ViewRegister),
    }
}

fn written(event: &Event) -> sse::Event {
    let (name, data) = match event {
        Event::Table("observation_hour" | "observation_day") => ("today", "{}".to_owned()),
        Event::Table("finding" | "reported_figure") => ("plan", "{}".to_owned()),
        Event::Table(table) => (
            "telemetry",
            serde_json::json!({ "table": table }).to_string(),
        ),
        Event::Register => ("register", "{}".to_owned()),
        Event::Plan(plan) => ("plan", serde_json::json!({ "plan": plan }).to_string()),
        Event::Stop => ("stop", "{}".to_owned()),
    };
    sse::Event::default().event(name).data(data)
}
