//! Listening: connections within their limits, a time for every head and every request, and a stop that lets
//! what was begun end.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt as _;

use crate::error::PortalError;
use crate::live::Event;
use crate::portal::Portal;
use crate::{api, state};

/// How long what was begun may take after a stop.
const LEAVE: Duration = Duration::from_secs(20);
/// How long to wait when the machine has no descriptor left.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// A portal that listens.
pub struct Served {
    /// Where.
    pub address: SocketAddr,
    /// Where the SQL endpoint listens, if it does.
    pub sql: Option<SocketAddr>,
    listener: TcpListener,
    portal: Portal,
}

/// Takes the address, so that people can be told it before the first request.
pub async fn serve(portal: Portal) -> Result<Served, PortalError> {
    let wanted = portal.settings().listen;
    let listener = bind(wanted).await?;
    let address = listener
        .local_addr()
        .map_err(|source| PortalError::Listen {
            address: wanted,
            source,
        })?;
    let sql = match portal.settings().sql {
        Some(wanted) => Some(api::sql::start(portal.clone(), bind(wanted).await?)?),
        None => None,
    };
    Ok(Served {
        address,
        sql,
        listener,
        portal,
    })
}

async fn bind(address: SocketAddr) -> Result<TcpListener, PortalError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| PortalError::Listen { address, source })
}

impl Served {
    /// Answers until `stop` ends, then lets what was begun end.
    pub async fn until(self, stop: impl Future<Output = ()>) {
        let router = api::router(self.portal.clone());
        let watching = tokio::spawn(state::watch(self.portal.clone()));
        let limits = self.portal.settings().limits.clone();
        let seats = Arc::new(Semaphore::new(limits.connections));
        let (leaving, left) = watch::channel(false);
        let mut stop = pin!(stop);
        loop {
            // A stop is heard also while every seat is taken.
            let next = async {
                let seat = Arc::clone(&seats).acquire_owned().await;
                (seat, self.listener.accept().await)
            };
            let (seat, accepted) = tokio::select! {
                next = next => next,
                () = &mut stop => break,
            };
            let Ok((stream, peer)) = accepted else {
                tokio::time::sleep(EXHAUSTED).await;
                continue;
            };
            let (router, left) = (router.clone(), left.clone());
            tokio::spawn(async move {
                connection(router, stream, peer, limits.head_time, left).await;
                drop(seat);
            });
        }
        watching.abort();
        self.portal.live().tell(Event::Stop);
        drop(self.listener);
        drop(left);
        let _ = leaving.send(true);
        let _ = tokio::time::timeout(LEAVE, leaving.closed()).await;
    }
}

async fn connection(
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
    head_time: Duration,
    mut left: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let service = router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(axum::body::Body::new)
    });
    let mut serving = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(head_time)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
    );
    tokio::select! {
        _ = serving.as_mut() => {}
        _ = left.changed() => {
            serving.as_mut().graceful_shutdown();
            let _ = serving.await;
        }
    }
}
