//! One connection: read, keep, answer; and nothing is read on while something is not yet kept or answered.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{self, AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::bucket::Bucket;
use super::reception::{Reception, stopped};
use super::session::{More, Session};
use super::settings::Speech;

/// Bytes read at once, into a buffer that all connections of a thread share.
const READ: usize = 64 * 1024;
/// Frames that may wait to be written to one device.
const ORDERS: usize = 4;
/// After so long without a byte a frame is taken for whole that lacks nothing but its line end.
const QUIET: Duration = Duration::from_millis(200);
/// So long the other end is given to close after us.
const PARTING: Duration = Duration::from_secs(1);

thread_local! {
    static BUFFER: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ].into_boxed_slice());
}

/// Why a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The other end closed it.
    Closed,
    /// It broke.
    Broken,
    /// It brought no frame that was accepted for too long.
    Idle,
    /// The other end did not take what was written.
    SlowReader,
    /// TLS could not be agreed on.
    Handshake,
    /// The gateway stops.
    Stopped,
}

impl Ending {
    /// Its name in metrics.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Broken => "broken",
            Self::Idle => "idle",
            Self::SlowReader => "slow_reader",
            Self::Handshake => "handshake",
            Self::Stopped => "stopped",
        }
    }
}

enum Event {
    Heard(More),
    Order(Box<[u8]>),
    End(Ending),
}

/// Serves one connection until it ends.
pub(super) async fn converse<S>(
    mut stream: S,
    peer: SocketAddr,
    speech: Speech,
    reception: Arc<Reception>,
    mut stop: watch::Receiver<bool>,
) -> Ending
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (mailbox, mut orders) = mpsc::channel(ORDERS);
    let mut session = Session::new(reception, speech, peer, mailbox);
    let ending = talk(&mut stream, &mut session, &mut orders, &mut stop).await;
    if ending == Ending::Stopped {
        let _ = timeout(PARTING, part(&mut stream)).await;
    }
    ending
}

async fn talk<S>(
    stream: &mut S,
    session: &mut Session,
    orders: &mut mpsc::Receiver<Box<[u8]>>,
    stop: &mut watch::Receiver<bool>,
) -> Ending
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let limits = session.reception().settings().limits;
    let mut pace = Bucket::new(
        limits.frames_per_s,
        limits.frames_burst,
        std::time::Instant::now(),
    );
    let mut deadline = Instant::now() + limits.idle();
    loop {
        let event = tokio::select! {
            biased;
            () = stopped(stop) => Event::End(Ending::Stopped),
            Some(order) = orders.recv() => Event::Order(order),
            read = timeout_at(patience(session, deadline), read(stream, session)) => {
                heard(&read, deadline)
            }
        };
        let (more, ended) = match event {
            Event::Order(order) => match write(stream, &order, limits.write()).await {
                Ok(()) => continue,
                Err(ending) => return ending,
            },
            Event::Heard(more) => (more, None),
            Event::End(ending) => (More::Ended, Some(ending)),
        };
        let batch = session.judge(more);
        let frames = batch.frames();
        if batch.has_accepted() {
            deadline = Instant::now() + limits.idle();
        }
        let Some(answers) = session.keep(batch, stop).await else {
            return Ending::Stopped;
        };
        if let Some(ending) = ended {
            return ending;
        }
        if let Err(ending) = write(stream, &answers, limits.write()).await {
            return ending;
        }
        let pause = pace.pay(frames, std::time::Instant::now());
        if !pause.is_zero() {
            tokio::select! {
                () = sleep(pause) => {}
                () = stopped(stop) => return Ending::Stopped,
            }
        }
    }
}

/// Until when bytes are waited for: not long where a frame lacks nothing but its line end.
fn patience(session: &Session, deadline: Instant) -> Instant {
    if session.is_waiting() {
        deadline.min(Instant::now() + QUIET)
    } else {
        deadline
    }
}

fn heard(
    read: &Result<io::Result<usize>, tokio::time::error::Elapsed>,
    deadline: Instant,
) -> Event {
    match read {
        Err(_) if Instant::now() < deadline => Event::Heard(More::Pauses),
        Err(_) => Event::End(Ending::Idle),
        Ok(Err(_)) => Event::End(Ending::Broken),
        Ok(Ok(0)) => Event::End(Ending::Closed),
        Ok(Ok(_)) => Event::Heard(More::Comes),
    }
}

/// Reads once into the thread's buffer and from there into the session, within one poll.
async fn read<S: AsyncRead + Unpin>(stream: &mut S, session: &mut Session) -> io::Result<usize> {
    std::future::poll_fn(|context| {
        BUFFER.with_borrow_mut(|buffer| {
            let mut into = ReadBuf::new(buffer);
            Pin::new(&mut *stream)
                .poll_read(context, &mut into)
                .map_ok(|()| {
                    session.hear(into.filled());
                    into.filled().len()
                })
        })
    })
    .await
}

async fn write<S>(stream: &mut S, bytes: &[u8], limit: Duration) -> Result<(), Ending>
where
    S: AsyncWrite + Unpin,
{
    if bytes.is_empty() {
        return Ok(());
    }
    let written = timeout(limit, async {
        stream.write_all(bytes).await?;
        stream.flush().await
    });
    match written.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Ending::Broken),
        Err(_) => Err(Ending::SlowReader),
    }
}

/// Closes our side and takes what still comes, so that answers on their way are not cut off by a reset.
async fn part<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S) -> io::Result<()> {
    stream.shutdown().await?;
    io::copy(stream, &mut io::sink()).await?;
    Ok(())
}
