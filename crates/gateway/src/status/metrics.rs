//! Counters of the gateway, in the text of Prometheus.

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use crate::entry::Channel;

type Label = [(&'static str, String); 1];
type ByLabel = Family<Label, Counter>;

/// Everything that is counted.
pub(crate) struct Metrics {
    registry: Registry,
    accepted: [Counter; Channel::ALL.len()],
    connections: Gauge,
    connected: Counter,
    refused: ByLabel,
    ended: ByLabel,
    quarantined: ByLabel,
    quarantine_full: Counter,
    defects: ByLabel,
    skipped: Counter,
    answers: Counter,
    put_failures: ByLabel,
    put_s: Histogram,
    requests: ByLabel,
}

impl Metrics {
    /// All at zero.
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("lantian_gateway");
        let accepted = ByLabel::default();
        registry.register("accepted", "Frames that are durable", accepted.clone());
        let of = |channel: Channel| accepted.get_or_create_owned(&label("channel", channel.id()));
        let metrics = Self {
            accepted: Channel::ALL.map(of),
            connections: Gauge::default(),
            connected: Counter::default(),
            refused: Family::default(),
            ended: Family::default(),
            quarantined: Family::default(),
            quarantine_full: Counter::default(),
            defects: Family::default(),
            skipped: Counter::default(),
            answers: Counter::default(),
            put_failures: Family::default(),
            put_s: Histogram::new(exponential_buckets(0.000_5, 2.0, 15)),
            requests: Family::default(),
            registry: Registry::default(),
        };
        metrics.register(&mut registry);
        Self {
            registry,
            ..metrics
        }
    }

    fn register(&self, registry: &mut Registry) {
        let mut one = |name: &str, help: &str, counter: &Counter| {
            registry.register(name, help, counter.clone());
        };
        one("connected", "Connections accepted", &self.connected);
        one(
            "quarantine_full",
            "Frames not kept, for want of room in quarantine",
            &self.quarantine_full,
        );
        one("skipped_bytes", "Bytes between frames", &self.skipped);
        one("answers", "Answers written to devices", &self.answers);
        let mut many = |name: &str, help: &str, family: &ByLabel| {
            registry.register(name, help, family.clone());
        };
        many("refused", "Connections not accepted", &self.refused);
        many("ended", "Connections ended, by cause", &self.ended);
        many("quarantined", "Frames kept apart", &self.quarantined);
        many("defects", "Defects of frames, by name", &self.defects);
        many(
            "inbox_failures",
            "Batches that could not be kept",
            &self.put_failures,
        );
        many(
            "requests",
            "Requests to devices, by outcome",
            &self.requests,
        );
        registry.register("connections", "Open connections", self.connections.clone());
        registry.register(
            "put_seconds",
            "Time until a batch is durable",
            self.put_s.clone(),
        );
    }

    /// The text that a monitoring system reads.
    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
        let mut out = String::new();
        text::encode(&mut out, &self.registry)?;
        Ok(out)
    }

    pub(crate) fn accepted(&self, channel: Channel, count: u64) {
        self.accepted[channel as usize].inc_by(count);
    }

    pub(crate) fn opened(&self) {
        self.connections.inc();
        self.connected.inc();
    }

    pub(crate) fn closed(&self, cause: &str) {
        self.connections.dec();
        self.ended.get_or_create(&label("cause", cause)).inc();
    }

    pub(crate) fn refused(&self, reason: &str) {
        self.refused.get_or_create(&label("reason", reason)).inc();
    }

    pub(crate) fn quarantined(&self, reason: &str) {
        self.quarantined
            .get_or_create(&label("reason", reason))
            .inc();
    }

    pub(crate) fn quarantine_full(&self) {
        self.quarantine_full.inc();
    }

    pub(crate) fn defect(&self, id: &str) {
        self.defects.get_or_create(&label("defect", id)).inc();
    }

    pub(crate) fn skipped(&self, bytes: usize) {
        self.skipped.inc_by(bytes as u64);
    }

    pub(crate) fn answered(&self, count: u64) {
        self.answers.inc_by(count);
    }

    pub(crate) fn put(&self, took: Duration) {
        self.put_s.observe(took.as_secs_f64());
    }

    pub(crate) fn put_failed(&self, way: &str) {
        self.put_failures.get_or_create(&label("way", way)).inc();
    }

    pub(crate) fn requested(&self, outcome: &str) {
        self.requests
            .get_or_create(&label("outcome", outcome))
            .inc();
    }
}

fn label(name: &'static str, value: &str) -> Label {
    [(name, value.to_owned())]
}
