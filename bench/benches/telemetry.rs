//! The promises of telemetry (`promises.toml`): codecs, durable ingest with acknowledgement, inbox to lake.
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use bench::telemetry::{drained, ingest, minute_frame, vehicle_frame};
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use wire::hj212::{self, Profile};
use wire::vehicle::{self, Payload, Protocol};

/// Devices of the runs against a gateway.
const DEVICES: u32 = 64;

/// A minute frame of 772 bytes and ten factors: check word, header, every item, every number.
fn decode_hj212(c: &mut Criterion) {
    let frame = minute_frame();
    assert_eq!(frame.len(), 772, "the frame of the promise");
    let profile = Profile::named("standard").expect("a profile");
    let mut group = c.benchmark_group("telemetry");
    group.throughput(Throughput::Elements(1));
    group.bench_function("decode_hj212_minute", |b| {
        b.iter(|| {
            let mut sum = 0_i64;
            let decoded = hj212::decode_with(black_box(&frame), &profile, |reading| {
                black_box(reading.item.factor);
                sum ^= reading.number.map_or(0, |number| number.mantissa);
            });
            (sum, decoded.verdict)
        });
    });
    group.finish();
}

/// A real-time frame of a truck: BCC, head, block, every field of the record.
fn decode_vehicle(c: &mut Criterion) {
    let frame = vehicle_frame();
    let mut group = c.benchmark_group("telemetry");
    group.throughput(Throughput::Elements(1));
    group.bench_function("decode_vehicle_real_time", |b| {
        b.iter(|| {
            let decoded = vehicle::decode(black_box(&frame), Protocol::Gb17691);
            let payload = decoded.frame.expect("a frame").payload;
            let Payload::RealTime(real_time) = payload else {
                return 0;
            };
            let blocks = real_time.blocks.into_iter();
            let records = blocks.flat_map(|block| block.body.records());
            records.flat_map(vehicle::Record::values).count()
        });
    });
    group.finish();
}

/// Frames acknowledged a second over loopback, each on the disk before its acknowledgement; generator included.
fn durable_ingest(c: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let mut group = c.benchmark_group("telemetry");
    let frames = 4_000;
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Elements(u64::from(DEVICES) * frames));
    group.bench_function("durable_ingest", |b| {
        b.iter_custom(|times| {
            let run = |_| {
                let folder = TempDir::new().expect("a folder");
                let report = runtime.block_on(ingest(folder.path(), DEVICES, frames, 64));
                assert_eq!(report.acked, report.frames, "all are acknowledged");
                Duration::from_secs_f64(report.seconds)
            };
            (0..times).map(run).sum()
        });
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("acknowledgement_p99", |b| {
        b.iter_custom(|times| {
            let run = |_| {
                let folder = TempDir::new().expect("a folder");
                let report = runtime.block_on(ingest(folder.path(), DEVICES, frames, 64));
                Duration::from_micros(report.latency_us.p99)
            };
            (0..times).map(run).sum()
        });
    });
    group.finish();
}

/// Minute frames of ten factors from the inbox into archive and lake.
fn inbox_to_lake(c: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let mut group = c.benchmark_group("telemetry");
    let frames = 2_000;
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Elements(u64::from(DEVICES) * frames));
    group.bench_function("inbox_to_lake", |b| {
        b.iter_custom(|times| (0..times).map(|_| emptied(&runtime, frames)).sum());
    });
    group.finish();
}

fn emptied(runtime: &Runtime, frames: u64) -> Duration {
    let folder = TempDir::new().expect("a folder");
    let path: &Path = folder.path();
    runtime.block_on(ingest(path, DEVICES, frames, 64));
    let begun = Instant::now();
    let rows = runtime.block_on(drained(path, DEVICES));
    assert!(rows >= u64::from(DEVICES) * frames, "all are in the lake");
    begun.elapsed()
}

criterion_group!(
    telemetry,
    decode_hj212,
    decode_vehicle,
    durable_ingest,
    inbox_to_lake
);
criterion_main!(telemetry);
