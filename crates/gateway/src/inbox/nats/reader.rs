//! Reading a stream in the order of its numbers.
//!
//! The server's consumer is only a cursor: it is made anew whenever another place is asked for, it was lost,
//! or a message did not arrive. What was read is never acknowledged to the server; release alone removes.

use std::collections::VecDeque;
use std::error::Error;
use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, Consumer, DeliverPolicy, pull};
use async_nats::jetstream::stream::Stream;
use futures::StreamExt;
use tokio::time::{Instant, timeout};

use crate::entry::Stored;

use super::super::record;

/// Messages asked for at once.
const MESSAGES: usize = 1000;

/// What is there arrives within this time, or the server is away.
const ANSWER_WAIT: Duration = Duration::from_secs(2);

/// The server forgets a cursor that nobody used for so long.
const FORGOTTEN: Duration = Duration::from_mins(5);

/// The place in the stream.
#[derive(Debug, Default)]
pub(super) struct Reader {
    cursor: Option<Cursor>,
}

#[derive(Debug)]
struct Cursor {
    consumer: Consumer<pull::Config>,
    /// What has arrived and was not asked for yet, all after the number `after`.
    arrived: VecDeque<Stored>,
    after: u64,
    /// Deliveries so far, which the server counts too.
    deliveries: u64,
}

/// Why nothing could be read.
pub(super) enum ReadError {
    Foreign { sequence: u64 },
    Server(Box<dyn Error + Send + Sync>),
}

#[derive(Debug, thiserror::Error)]
#[error("a message got lost on its way")]
struct Lost;

#[derive(Debug, thiserror::Error)]
#[error("no answer")]
struct NoAnswer;

impl Reader {
    pub(super) async fn read(
        &mut self,
        stream: &Stream,
        after: u64,
        max_bytes: usize,
        wait: Duration,
    ) -> Result<Vec<Stored>, ReadError> {
        let deadline = Instant::now() + wait;
        let first_try = self.try_read(stream, after, max_bytes, deadline).await;
        match first_try {
            // The cursor may have gone with a restart of the server: once more with a new one.
            Err(ReadError::Server(_)) => {
                self.cursor = None;
                self.try_read(stream, after, max_bytes, deadline).await
            }
            other => other,
        }
    }

    async fn try_read(
        &mut self,
        stream: &Stream,
        after: u64,
        max_bytes: usize,
        deadline: Instant,
    ) -> Result<Vec<Stored>, ReadError> {
        // A cursor that failed half-way is not put back.
        let mut cursor = match self.cursor.take() {
            Some(cursor) if cursor.after == after => cursor,
            _ => Cursor::new(stream, after).await?,
        };
        let mut entries = Vec::new();
        let mut bytes = 0;
        while entries.is_empty() || bytes < max_bytes {
            if cursor.arrived.is_empty() {
                cursor.fetch(MESSAGES, None).await?;
            }
            if cursor.arrived.is_empty() && entries.is_empty() {
                let left = deadline.saturating_duration_since(Instant::now());
                if !left.is_zero() {
                    cursor.fetch(1, Some(left)).await?;
                }
            }
            let Some(stored) = cursor.arrived.pop_front() else {
                break;
            };
            cursor.after = stored.sequence;
            bytes += stored.entry.raw.len();
            entries.push(stored);
        }
        self.cursor = Some(cursor);
        Ok(entries)
    }
}

impl Cursor {
    async fn new(stream: &Stream, after: u64) -> Result<Self, ReadError> {
        let created = stream.create_consumer(pull::Config {
            deliver_policy: DeliverPolicy::ByStartSequence {
                start_sequence: after + 1,
            },
            ack_policy: AckPolicy::None,
            inactive_threshold: FORGOTTEN,
            memory_storage: true,
            ..Default::default()
        });
        Ok(Self {
            consumer: created.await.map_err(|e| ReadError::Server(e.into()))?,
            arrived: VecDeque::new(),
            after,
            deliveries: 0,
        })
    }

    /// Takes what is there, at most so many messages; or waits for them so long.
    async fn fetch(&mut self, messages: usize, wait: Option<Duration>) -> Result<(), ReadError> {
        let patience = wait.unwrap_or_default() + ANSWER_WAIT;
        let fetching = timeout(patience, self.fetch_patiently(messages, wait));
        fetching
            .await
            .unwrap_or(Err(ReadError::Server(NoAnswer.into())))
    }

    async fn fetch_patiently(
        &mut self,
        messages: usize,
        wait: Option<Duration>,
    ) -> Result<(), ReadError> {
        let asked = match wait {
            None => {
                self.consumer
                    .fetch()
                    .max_messages(messages)
                    .messages()
                    .await
            }
            Some(wait) => {
                let batch = self.consumer.batch().max_messages(messages);
                batch.expires(wait).messages().await
            }
        };
        let mut batch = asked.map_err(|e| ReadError::Server(e.into()))?;
        while let Some(message) = batch.next().await {
            let message = message.map_err(ReadError::Server)?;
            let info = message.info().map_err(ReadError::Server)?;
            self.deliveries += 1;
            if info.consumer_sequence != self.deliveries {
                return Err(ReadError::Server(Lost.into()));
            }
            let sequence = info.stream_sequence;
            let Some(entry) = record::decode(&message.payload) else {
                return Err(ReadError::Foreign { sequence });
            };
            self.arrived.push_back(Stored { sequence, entry });
        }
        Ok(())
    }
}
