//! The inbox as a stream of NATS JetStream: one message an entry, its number the stream's.
//!
//! Each message carries an identifier made from its content, so that what is sent again after a lost answer is
//! not doubled. An entry is as durable as the server makes it before it answers: one server before 2.10, or
//! without `sync_interval: always`, may lose the last seconds in a power cut; three replicas do not.

mod reader;

use std::ops::Range;
use std::time::Duration;

use async_nats::jetstream::context::{ContextBuilder, PublishError, PublishErrorKind};
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::{self, ErrorCode, stream};
use async_nats::{ConnectOptions, ServerAddr};
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use crate::device::Secret;
use crate::entry::{Entry, Stored};

use super::Extent;
use super::error::InboxError;
use super::record;
use reader::Reader;

/// An answer that is not there by then is lost, and the message is sent again.
const ANSWER_WAIT: Duration = Duration::from_secs(3);

/// So long a `put` tries again before it gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(200);

/// So long the server knows identifiers; longer than any `put` tries.
const REMEMBERS: Duration = Duration::from_mins(2);

/// Messages that may be on their way, over all tasks.
const IN_FLIGHT: usize = 4096;

/// A stream of a NATS server.
#[derive(Debug)]
pub struct Stream {
    context: jetstream::Context,
    handle: stream::Stream,
    name: String,
    subject: String,
    /// Host and port, without the password that the address may carry.
    server: String,
    max_bytes: u64,
    reader: tokio::sync::Mutex<Reader>,
}

impl Stream {
    pub(super) async fn open(url: &Secret, name: &str, max_bytes: u64) -> Result<Self, InboxError> {
        let address: Result<ServerAddr, _> = url.reveal().parse();
        let address = address.map_err(|source| InboxError::Address { source })?;
        let server = format!("{}:{}", address.host(), address.port());
        let options = ConnectOptions::new().name("lantian gateway");
        let client = options
            .connect(address)
            .await
            .map_err(unreachable(&server))?;
        let context = ContextBuilder::new()
            .timeout(ANSWER_WAIT)
            .max_ack_inflight(IN_FLIGHT)
            .backpressure_on_inflight(true)
            .build(client);
        let subject = format!("{name}.entry");
        let stream = context
            .get_or_create_stream(stream::Config {
                name: name.to_owned(),
                subjects: vec![subject.clone()],
                storage: stream::StorageType::File,
                discard: stream::DiscardPolicy::New,
                max_bytes: i64::try_from(max_bytes).unwrap_or(i64::MAX),
                duplicate_window: REMEMBERS,
                ..Default::default()
            })
            .await;
        let stream = stream.map_err(|source| InboxError::Refused {
            server: server.clone(),
            stream: name.to_owned(),
            source: source.into(),
        })?;
        Ok(Self {
            context,
            handle: stream,
            name: name.to_owned(),
            subject,
            server,
            max_bytes,
            reader: tokio::sync::Mutex::default(),
        })
    }

    pub(super) async fn put(&self, entries: &[Entry]) -> Result<Range<u64>, InboxError> {
        let messages = messages(entries);
        let mut numbers = vec![None; messages.len()];
        let deadline = Instant::now() + PATIENCE;
        while let Err(error) = self.publish(&messages, &mut numbers).await {
            if !is_passing(&error) || Instant::now() >= deadline {
                return Err(self.publish_error(error));
            }
            tokio::time::sleep(PAUSE).await;
        }
        let given = || numbers.iter().copied().flatten();
        if let Some((first, last)) = given().min().zip(given().max()) {
            return Ok(first..last + 1);
        }
        let next = self.extent().await?.next;
        Ok(next..next)
    }

    /// Sends what has no number yet and waits for the answers.
    async fn publish(
        &self,
        messages: &[PublishMessage],
        numbers: &mut [Option<u64>],
    ) -> Result<(), PublishError> {
        let mut failed = Ok(());
        let mut waiting = Vec::with_capacity(messages.len());
        for (message, number) in messages.iter().zip(numbers) {
            if number.is_some() {
                continue;
            }
            let subject = self.subject.clone();
            match self.context.send_publish(subject, message.clone()).await {
                Ok(answer) => waiting.push(async { (answer.await, number) }),
                Err(error) => {
                    failed = Err(error);
                    break;
                }
            }
        }
        // All at once: each answer has its own time to arrive, counted from when it is waited for.
        for (answer, number) in futures::future::join_all(waiting).await {
            match answer {
                Ok(kept) => *number = Some(kept.sequence),
                Err(error) => failed = Err(error),
            }
        }
        failed
    }

    pub(super) async fn read(
        &self,
        after: u64,
        max_bytes: usize,
        wait: Duration,
    ) -> Result<Vec<Stored>, InboxError> {
        let mut reader = self.reader.lock().await;
        let read = reader.read(&self.handle, after, max_bytes, wait).await;
        read.map_err(|error| match error {
            reader::ReadError::Foreign { sequence } => InboxError::Foreign {
                stream: self.name.clone(),
                sequence,
            },
            reader::ReadError::Server(source) => InboxError::Unreachable {
                server: self.server.clone(),
                source: Some(source),
            },
        })
    }

    pub(super) async fn release(&self, upto: u64) -> Result<(), InboxError> {
        let purge = self.handle.purge().sequence(upto.saturating_add(1));
        purge.await.map_err(unreachable(&self.server))?;
        Ok(())
    }

    pub(super) async fn extent(&self) -> Result<Extent, InboxError> {
        let info = self
            .handle
            .get_info()
            .await
            .map_err(unreachable(&self.server))?;
        let next = info.state.last_sequence + 1;
        Ok(Extent {
            first: info.state.first_sequence.clamp(1, next),
            next,
            bytes: info.state.bytes,
        })
    }

    fn publish_error(&self, error: PublishError) -> InboxError {
        if is_full(&error) {
            return InboxError::Full {
                bytes: self.max_bytes,
                max_bytes: self.max_bytes,
            };
        }
        match error.kind() {
            PublishErrorKind::TimedOut | PublishErrorKind::BrokenPipe => {
                unreachable(&self.server)(error)
            }
            _ => InboxError::Refused {
                server: self.server.clone(),
                stream: self.name.clone(),
                source: error.into(),
            },
        }
    }
}

/// Entries as messages, each with an identifier of its content and of how often that came before it here.
fn messages(entries: &[Entry]) -> Vec<PublishMessage> {
    let mut seen = std::collections::BTreeMap::<[u8; 32], u32>::new();
    let messages = entries.iter().map(|entry| {
        let mut bytes = Vec::with_capacity(entry.raw.len() + 128);
        record::encode(entry, &mut bytes);
        let digest: [u8; 32] = Sha256::digest(&bytes).into();
        let before = seen.entry(digest).or_default();
        let id = format!("{}-{before}", crate::archive::hex(&digest));
        *before += 1;
        PublishMessage::build().payload(bytes.into()).message_id(id)
    });
    messages.collect()
}

/// Whether trying again may help: the server is away, or its streams are not up yet.
fn is_passing(error: &PublishError) -> bool {
    matches!(
        error.kind(),
        PublishErrorKind::TimedOut
            | PublishErrorKind::BrokenPipe
            | PublishErrorKind::StreamNotFound
            | PublishErrorKind::MaxAckPending
    )
}

/// Whether the server keeps no more because the stream has reached its limit.
fn is_full(error: &PublishError) -> bool {
    let source = std::error::Error::source(error);
    let said = source.and_then(|source| source.downcast_ref::<jetstream::Error>());
    said.is_some_and(|said| match said.error_code() {
        // The server gives every failure of its store this code; only its words tell a limit from a bad disk.
        ErrorCode::STREAM_STORE_FAILED => said.to_string().contains("maximum"),
        code => code == ErrorCode::INSUFFICIENT_RESOURCES,
    })
}

fn unreachable<E>(server: &str) -> impl FnOnce(E) -> InboxError
where
    E: std::error::Error + Send + Sync + 'static,
{
    move |source| InboxError::Unreachable {
        server: server.to_owned(),
        source: Some(Box::new(source)),
    }
}
