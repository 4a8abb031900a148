//! One bench for each promise made to users (`promises.toml`).
//!
//! `cargo xtask bench` runs them and keeps the ledger. The import and ranking benches use the national
//! archives when the shared data folder stands beside the checkout, and say so when it does not.
#![expect(clippy::print_stdout, reason = "a bench that is not run must say so")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use bench::fleet;
use bench::registers::{self, handed};
use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use lake::{DayBy, Lake, PeriodRequest, QueryLimits, period_statistics, ranks};
use observe::load::{LoadOptions, load};
use plan::facts;
use standards::{aqi, composite, daily, evaluation, limits, validity};
use tokio::runtime::Runtime;
use units::{Day, MicrogramPerM3, Period, Pollutant};

/// 20 million six-item indices a second on one core.
fn aqi_six(c: &mut Criterion) {
    const ROWS: usize = 10_000;
    let columns: Vec<_> = (0..6).map(|p| bench::simulated_hours(ROWS, p)).collect();
    let rows: Vec<aqi::Six> = (0..ROWS)
        .map(|i| std::array::from_fn(|p| columns[p][i]))
        .collect();
    let method = aqi::Method {
        edition: aqi::editions().first().expect("an edition exists"),
        variant: aqi::standard_variant(),
    };
    let mut group = c.benchmark_group("aqi");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("six_pollutants", |b| {
        b.iter(|| {
            rows.iter()
                .map(|row| u64::from(aqi::hourly(method, row).aqi.unwrap_or(0)))
                .sum::<u64>()
        });
    });
    group.finish();
}

/// Annual statistics with validity of 7.5 years of hours at one station.
fn annual_statistics(c: &mut Criterion) {
    let start: Period = "2013-01".parse().expect("a period");
    let days = 365 * 7 + 2 + 181;
    let columns: Vec<Vec<Option<MicrogramPerM3>>> = (0..6)
        .map(|p| bench::simulated_hours(days * 24, 100 + p))
        .collect();
    let mut group = c.benchmark_group("statistics");
    group.bench_function("annual_7_5_years_one_station", |b| {
        b.iter(|| annual(&columns, start.start(), days));
    });
    group.finish();
}

fn annual(columns: &[Vec<Option<MicrogramPerM3>>], start: Day, days: usize) -> usize {
    let rules = validity::rules_on(Day::from_ymd(2019, 1, 1).expect("a day")).expect("rules");
    let on = Day::from_ymd(2019, 1, 1).expect("a day");
    let limit = limits::limit(
        Pollutant::O3,
        limits::Averaging::Max8h,
        limits::Class::Two,
        on,
    )
    .expect("a limit");
    let statistics: Vec<_> = (0..days)
        .map(|d| {
            let hours = std::array::from_fn(|p| &columns[p][d * 24..d * 24 + 24]);
            daily::statistics(
                rules,
                start.plus(i32::try_from(d).expect("few days")),
                hours,
                limit.value,
            )
        })
        .collect();
    let none = std::collections::BTreeSet::new();
    (2013..=2020)
        .map(|year| evaluation::evaluate(rules, Period::Year(year), &statistics, &none))
        .map(|evaluations| evaluations.iter().filter(|e| e.valid).count())
        .sum()
}

/// From gzip to committed table, every national archive at hand.
fn import_archives(c: &mut Criterion) {
    let Some(files) = archives() else { return };
    let runtime = Runtime::new().expect("a runtime");
    let rows = runtime.block_on(async { imported(&files).await.2 });
    let mut group = c.benchmark_group("import");
    group
        .sampling_mode(SamplingMode::Flat)
        .sample_size(10)
        .measurement_time(Duration::from_secs(30));
    group.throughput(Throughput::Elements(rows));
    group.bench_function("cnemc_all_cities", |b| {
        b.iter_batched(
            || files.clone(),
            |files| runtime.block_on(imported(&files)),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

/// Month statistics and ranking of every city, from a warm lake.
fn rank_month(c: &mut Criterion) {
    let Some(files) = archives() else { return };
    let runtime = Runtime::new().expect("a runtime");
    let (_folder, lake, _) = runtime.block_on(imported(&files));
    let request = PeriodRequest {
        period: "2019-01".parse().expect("a period"),
        sites: Vec::new(),
        level: "city",
        stage: "live".to_owned(),
        as_of: None,
        day_by: DayBy::HourEnding,
        law_of: None,
        edition: None,
        dust: BTreeMap::new(),
        composite: composite::method("ranking2018").expect("the ranking method"),
    };
    let mut group = c.benchmark_group("rank");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(10));
    group.bench_function("month_366_cities", |b| {
        b.iter(|| {
            let records = runtime
                .block_on(period_statistics(&lake, &request, QueryLimits::default()))
                .expect("statistics");
            ranks(&records).into_iter().flatten().count()
        });
    });
    group.finish();
}

fn archives() -> Option<Vec<PathBuf>> {
    let files = bench::national_archives();
    if files.is_empty() {
        println!(
            "shared/data is not beside the checkout: the import and ranking benches were not run"
        );
        return None;
    }
    Some(files)
}

async fn imported(files: &[PathBuf]) -> (tempfile::TempDir, Lake, u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let lake = Lake::open(folder.path()).expect("a lake");
    let options = LoadOptions {
        mapping: None,
        known_at: 0,
        kind: "real",
        dry_run: false,
        threads: 2,
    };
    let results = load(&lake, files, &options, &mut |_| {}).await;
    let rows = results
        .into_iter()
        .map(|(_, loaded)| loaded.expect("imports").summary.rows_loaded)
        .sum();
    (folder, lake, rows)
}

/// The whole check of the first plan, scenarios among it.
fn plan_check(c: &mut Criterion) {
    let folder = plan::folder::open("shanxi-2024", None).expect("the plan comes with the program");
    let runtime = Runtime::new().expect("a runtime");
    let mut group = c.benchmark_group("plan");
    group.sample_size(20);
    group.bench_function("check", |b| {
        b.iter(|| {
            let (_, checked) = runtime.block_on(plan::check(&folder));
            assert!(checked.problems.is_empty(), "the plan is whole");
            checked.counts.targets
        });
    });
    group.finish();
}

/// Every target and rule over 366 cities and 13 months of hours, and a what-if over the same facts.
fn plan_evaluate(c: &mut Criterion) {
    let Some(files) = archives() else { return };
    let runtime = Runtime::new().expect("a runtime");
    let (_folder, lake, _) = runtime.block_on(imported(&files));
    runtime.block_on(bench::thirteen_months(&lake));
    let plan = bench::shanxi();
    let request = bench::replayed_2019();
    let mut group = c.benchmark_group("plan");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(15));
    group.bench_function("evaluate_13_months", |b| {
        b.iter(|| {
            runtime.block_on(async {
                let facts = facts::gather(&plan, &lake, &request, BTreeMap::new())
                    .await
                    .expect("facts");
                let derived = facts::derive(&plan, &facts, &request).await.expect("rules");
                let evaluation = plan::evaluate::evaluate(&plan, &facts, &derived, &request);
                assert!(evaluation.findings.iter().any(|f| f.value.is_some()));
                evaluation.findings.len()
            })
        });
    });
    let whatif = plan
        .whatifs
        .iter()
        .find(|whatif| whatif.id == "linfen-40")
        .expect("the plan has it");
    let facts = runtime
        .block_on(facts::gather(&plan, &lake, &request, BTreeMap::new()))
        .expect("facts");
    let derived = runtime
        .block_on(facts::derive(&plan, &facts, &request))
        .expect("rules");
    let evaluation = plan::evaluate::evaluate(&plan, &facts, &derived, &request);
    let base = plan::compare::Base {
        facts: &facts,
        derived: &derived,
        evaluation: &evaluation,
    };
    group.bench_function("compare", |b| {
        b.iter(|| {
            let compared = plan::compare::compare(&plan, &base, &request, whatif);
            let compared = runtime.block_on(compared).expect("a comparison");
            assert_eq!(compared.findings.len(), 1);
            compared.same
        });
    });
    group.finish();
}

/// How many made vehicles and enterprises the register's benches use.
const VEHICLES: usize = 1_000_000;
const FACILITIES: usize = 100_000;

/// A million vehicles and a hundred thousand enterprises, CSV to committed register, into an empty SQLite file.
fn register_import(c: &mut Criterion) {
    let plan = bench::shanxi();
    let vehicles = handed("vehicle.csv", &fleet::vehicles_csv(VEHICLES));
    let facilities = handed("facility.csv", &fleet::facilities_csv(FACILITIES));
    let runtime = Runtime::new().expect("a runtime");
    let mut group = c.benchmark_group("register");
    group
        .sample_size(10)
        .sampling_mode(SamplingMode::Flat)
        .throughput(Throughput::Elements((VEHICLES + FACILITIES) as u64));
    group.bench_function("import_1_1_million", |b| {
        b.iter_batched(
            || tempfile::tempdir().expect("a folder"),
            |folder| {
                runtime.block_on(async {
                    let registry = registers::open(folder.path(), &plan).await;
                    let made = registers::take(&registry, "facility", &facilities).await
                        + registers::take(&registry, "vehicle", &vehicles).await;
                    assert_eq!(made, (VEHICLES + FACILITIES) as u64);
                    registry.close().await.expect("it closes");
                });
                folder
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

/// Every rule of the plan over them, from the lake's snapshot of the register to judgements and counts.
fn register_rules(c: &mut Criterion) {
    let plan = bench::shanxi();
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let lake = Lake::open(&folder.path().join("lake")).expect("a lake");
    runtime.block_on(async {
        let registry = registers::open(folder.path(), &plan).await;
        let files = [
            ("facility", fleet::facilities_csv(FACILITIES)),
            ("vehicle", fleet::vehicles_csv(VEHICLES)),
        ];
        for (entity, text) in files {
            let handed = handed(&format!("{entity}.csv"), &text);
            registers::take(&registry, entity, &handed).await;
        }
        plan::register::bring(&registry, &lake)
            .await
            .expect("a snapshot");
    });
    let request = bench::replayed_2019();
    let mut group = c.benchmark_group("register");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(20));
    group.bench_function("rules_1_1_million", |b| {
        b.iter(|| {
            runtime.block_on(async {
                let registers =
                    plan::register::registers(&plan, &lake, request.as_of, request.limits)
                        .await
                        .expect("the register");
                let facts = facts::gather(&plan, &lake, &request, registers)
                    .await
                    .expect("facts");
                let derived = facts::derive(&plan, &facts, &request).await.expect("rules");
                derived.judged.len()
            })
        });
    });
    group.finish();
}

/// A million points placed into the 117 counties of Shanxi, on one core.
fn place_points(c: &mut Criterion) {
    let Some(counties) = registers::counties() else {
        println!("../shared/data/shanxi_boundaries is not there: place bench not run");
        return;
    };
    let points = fleet::points(1_000_000);
    let mut group = c.benchmark_group("places");
    group.sample_size(20);
    group.bench_function("million_points_117_counties", |b| {
        b.iter(|| {
            let placed = points
                .iter()
                .filter(|(lon_deg, lat_deg)| counties.locate(*lon_deg, *lat_deg).is_some());
            placed.count()
        });
    });
    group.finish();
}

criterion_group!(
    promises,
    place_points,
    register_import,
    register_rules,
    plan_check,
    plan_evaluate,
    aqi_six,
    annual_statistics,
    rank_month,
    import_archives
);
criterion_main!(promises);
