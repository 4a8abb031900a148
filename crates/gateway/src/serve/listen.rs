//! Accepts connections and gives each a task of its own; a task that panics ends its connection alone.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::admission::Seat;
use super::connection::{Ending, converse};
use super::reception::{Reception, stopped};
use super::settings::Speech;

/// So long nothing is accepted when the system has no more descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Accepts until the gateway stops, then waits for the open connections, no longer than they may take.
pub(super) async fn listen(
    listener: TcpListener,
    speech: Speech,
    tls: Option<TlsAcceptor>,
    reception: Arc<Reception>,
    stop: watch::Receiver<bool>,
) {
    let mut ending = stop.clone();
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            () = stopped(&mut ending) => break,
            Some(ended) = open.join_next() => note_end(&reception, ended),
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let Some(seat) = seat(&reception, peer) else { continue };
                    let task = attend(stream, peer, speech, tls.clone(), Arc::clone(&reception), seat, stop.clone());
                    reception.metrics().opened();
                    open.spawn(task);
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    sleep(ACCEPT_PAUSE).await;
                }
            },
        }
    }
    drop(listener);
    let all = async {
        while let Some(ended) = open.join_next().await {
            note_end(&reception, ended);
        }
    };
    if timeout(reception.settings().limits.drain(), all)
        .await
        .is_err()
    {
        tracing::warn!(
            connections = open.len(),
            "connections were cut off on stopping"
        );
    }
}

fn seat(reception: &Reception, peer: SocketAddr) -> Option<Seat> {
    let limits = &reception.settings().limits;
    let seat =
        reception
            .admission()
            .seat(peer.ip(), limits.connections, limits.connections_per_peer);
    seat.map_err(|full| reception.metrics().refused(full.id()))
        .ok()
}

async fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    speech: Speech,
    tls: Option<TlsAcceptor>,
    reception: Arc<Reception>,
    seat: Seat,
    stop: watch::Receiver<bool>,
) -> Ending {
    let _seat = seat;
    let _ = stream.set_nodelay(true);
    let Some(acceptor) = tls else {
        return converse(stream, peer, speech, reception, stop).await;
    };
    // Boxed, so that connections without TLS are small.
    Box::pin(async move {
        let limit = reception.settings().limits.write();
        match timeout(limit, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => converse(stream, peer, speech, reception, stop).await,
            Ok(Err(_)) | Err(_) => Ending::Handshake,
        }
    })
    .await
}

fn note_end(reception: &Reception, ended: Result<Ending, tokio::task::JoinError>) {
    let cause = match ended {
        Ok(ending) => ending.id(),
        Err(error) => {
            tracing::error!(%error, "a connection ended in a panic");
            "panic"
        }
    };
    reception.metrics().closed(cause);
}
