//! The SQL endpoint: PostgreSQL's wire protocol, reading only, for programs of analysts and BI tools.
//!
//! A connection sees one snapshot of the lake. Whoever signs in needs an account that may run SQL; the password comes in
//! clear text, so a connection from another machine is refused: a tunnel or a TLS proxy on this one carries it. Every
//! statement goes to the audit log. What is no query is refused, and a query ends at the limits of the settings.

mod guard;
mod line;
mod sign_in;
mod stream;
mod yielding;

use std::net::SocketAddr;
use std::sync::Arc;

use datafusion_postgres::pgwire::api::auth::DefaultServerParameterProvider;
use datafusion_postgres::pgwire::api::{ConnectionManager, RandomPidSecretKeyGenerator};
use datafusion_postgres::pgwire::tokio::process_socket;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, broadcast};
use tokio::task::JoinSet;

use crate::error::PortalError;
use crate::live::Event;
use crate::portal::Portal;
use line::{Handlers, Line};

/// Connections at the same time.
const CONNECTIONS: usize = 64;
/// Statements that are worked on at the same time, each within the limits of the settings.
const STATEMENTS: usize = 4;

/// What all connections share.
struct Shared {
    portal: Portal,
    connections: Arc<ConnectionManager>,
    keys: RandomPidSecretKeyGenerator,
    statements: Arc<Semaphore>,
    parameters: DefaultServerParameterProvider,
}

/// Answers statements until the portal stops; gives the address.
pub(crate) fn start(portal: Portal, listener: TcpListener) -> Result<SocketAddr, PortalError> {
    let address = listener
        .local_addr()
        .map_err(|source| PortalError::Listen {
            address: SocketAddr::from(([0, 0, 0, 0], 0)),
            source,
        })?;
    let mut parameters = DefaultServerParameterProvider::default();
    parameters.is_superuser = false;
    parameters.default_transaction_read_only = true;
    let events = portal.live().listen();
    let shared = Arc::new(Shared {
        portal,
        connections: Arc::new(ConnectionManager::new()),
        keys: RandomPidSecretKeyGenerator::default(),
        statements: Arc::new(Semaphore::new(STATEMENTS)),
        parameters,
    });
    tokio::spawn(accept(shared, listener, events));
    Ok(address)
}

async fn accept(
    shared: Arc<Shared>,
    listener: TcpListener,
    mut events: broadcast::Receiver<Event>,
) {
    let seats = Arc::new(Semaphore::new(CONNECTIONS));
    // Dropped at the end, with every connection.
    let mut open = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut events) => return,
            Some(_ended) = open.join_next() => continue,
        };
        let Ok((socket, peer)) = accepted else {
            continue;
        };
        let Ok(seat) = Arc::clone(&seats).try_acquire_owned() else {
            tracing::warn!(%peer, "too many SQL connections: one more is refused");
            continue;
        };
        let line = Handlers(Arc::new(Line::new(Arc::clone(&shared), peer)));
        let longest = shared.portal.access().settings().absolute;
        open.spawn(async move {
            // Nobody stays longer than a session at the page would.
            let served = tokio::time::timeout(longest, process_socket(socket, None, line)).await;
            if let Ok(Err(error)) = served {
                tracing::debug!(%peer, %error, "an SQL connection broke off");
            }
            drop(seat);
        });
    }
}

/// Ends when the portal stops.
async fn stopped(events: &mut broadcast::Receiver<Event>) {
    loop {
        match events.recv().await {
            Ok(Event::Stop) | Err(broadcast::error::RecvError::Closed) => return,
            _ => {}
        }
    }
}
