//! What a run of the generator came to: counts, rates and the time that acknowledgements took.

use std::time::Duration;

use serde::Serialize;

/// What a run came to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Frames, each counted once however often it was sent.
    pub frames: u64,
    /// Of them acknowledged.
    pub acked: u64,
    /// Frames sent again for want of an acknowledgement.
    pub resent: u64,
    /// Connections made.
    pub connections: u64,
    /// Faults committed.
    pub faults: u64,
    /// Requests of the host that were answered.
    pub requests: u64,
    /// Bytes of frames.
    pub bytes: u64,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Acknowledged frames a second.
    pub acked_per_s: f64,
    /// Mean size of a frame.
    pub bytes_per_frame: f64,
    /// Time from the first sending to the acknowledgement, in microseconds.
    pub latency_us: Latency,
}

/// Quantiles of a latency, in microseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Latency {
    /// Half are below.
    pub p50: u64,
    /// Nine of ten are below.
    pub p90: u64,
    /// Ninety-nine of a hundred are below.
    pub p99: u64,
    /// The longest.
    pub max: u64,
}

/// What one device counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) frames: u64,
    pub(super) acked: u64,
    pub(super) resent: u64,
    pub(super) connections: u64,
    pub(super) faults: u64,
    pub(super) requests: u64,
    pub(super) bytes: u64,
    pub(super) latencies_us: Vec<u32>,
}

impl Tally {
    /// Notes how long an acknowledgement took.
    pub(super) fn latency(&mut self, took: Duration) {
        let us = u32::try_from(took.as_micros()).unwrap_or(u32::MAX);
        self.latencies_us.push(us);
    }

    /// Adds what another device counted.
    pub(super) fn add(&mut self, other: Self) {
        self.frames += other.frames;
        self.acked += other.acked;
        self.resent += other.resent;
        self.connections += other.connections;
        self.faults += other.faults;
        self.requests += other.requests;
        self.bytes += other.bytes;
        self.latencies_us.extend(other.latencies_us);
    }

    /// What it all came to.
    pub(super) fn report(mut self, took: Duration) -> Report {
        self.latencies_us.sort_unstable();
        let seconds = took.as_secs_f64();
        Report {
            frames: self.frames,
            acked: self.acked,
            resent: self.resent,
            connections: self.connections,
            faults: self.faults,
            requests: self.requests,
            bytes: self.bytes,
            seconds,
            acked_per_s: self.acked as f64 / seconds.max(f64::MIN_POSITIVE),
            bytes_per_frame: self.bytes as f64 / self.frames.max(1) as f64,
            latency_us: Latency {
                p50: self.quantile(50),
                p90: self.quantile(90),
                p99: self.quantile(99),
                max: self.quantile(100),
            },
        }
    }

    fn quantile(&self, percent: usize) -> u64 {
        let last = self.latencies_us.len().saturating_sub(1);
        self.latencies_us
            .get(last * percent / 100)
            .copied()
            .unwrap_or_default()
            .into()
    }
}
