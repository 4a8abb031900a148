//! The promises of the portal (`promises.toml`): public views under load, and a year of hours.

use std::path::Path;
use std::time::Duration;

use bench::portal::{Load, load, start};
use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use lake::Lake;
use observe::load::LoadOptions;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Connections of the load, each asking anew when it was answered.
const CONNECTIONS: u64 = 32;
/// Requests of each connection.
const EACH: u64 = 500;

const TODAY: &str = "/api/v1/today?level=city";
const RANKING: &str = "/api/v1/rankings?set=shanxi11&period=2019-01";
const BOARD: &str = "/api/v1/plans/shanxi-2024";
const YEAR: &str = "/api/v1/series?site=140100&from=2019-01-01&to=2019-12-31";

/// Throughput of an address that was asked for before; the load is in the same process, on the same cores.
fn throughput(
    group: &mut BenchmarkGroup<'_, WallTime>,
    (name, path): (&str, &str),
    run: &impl Fn(&str) -> Load,
) {
    group.throughput(Throughput::Elements(CONNECTIONS * EACH));
    group.bench_function(name, |b| {
        b.iter_custom(|times| (0..times).map(|_| run(path).time).sum::<Duration>());
    });
}

fn portal(c: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = TempDir::new().expect("a folder");
    runtime.block_on(fill(folder.path()));
    let running = runtime.block_on(start(folder.path()));
    let address = running.address;
    let run = |path: &str| runtime.block_on(load(address, path, CONNECTIONS, EACH));
    let mut group = c.benchmark_group("portal");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for (name, path) in [("today", TODAY), ("ranking", RANKING), ("board", BOARD)] {
        throughput(&mut group, (name, path), &run);
    }
    group.throughput(Throughput::Elements(1));
    for (name, path) in [("today_p99", TODAY), ("ranking_p99", RANKING)] {
        group.bench_function(name, |b| {
            b.iter_custom(|times| (0..times).map(|_| run(path).p99).sum::<Duration>());
        });
    }
    let mut turn = 0_u64;
    group.bench_function("year_of_hours", |b| {
        b.iter_custom(|times| {
            let one = |_| {
                turn += 1;
                // Another address each time, so that nothing is kept.
                let path = format!("{YEAR}&turn={turn}");
                runtime.block_on(load(address, &path, 1, 1)).time
            };
            (0..times).map(one).sum::<Duration>()
        });
    });
    group.finish();
    runtime.block_on(running.stop());
}

/// The archive's months where they are at hand, else a simulated one.
async fn fill(folder: &Path) {
    let lake = Lake::open(&folder.join("lake")).expect("a lake");
    let archives = bench::national_archives();
    if archives.is_empty() {
        let cities = ["140100".to_owned(), "141000".to_owned()];
        observe::simulated::load_simulated(&lake, &cities, 0)
            .await
            .expect("simulated days");
        return;
    }
    let options = LoadOptions {
        mapping: None,
        known_at: 0,
        kind: "real",
        dry_run: false,
        threads: 2,
    };
    for (_, loaded) in observe::load::load(&lake, &archives, &options, &mut |_| {}).await {
        loaded.expect("imports");
    }
}

criterion_group!(benches, portal);
criterion_main!(benches);
