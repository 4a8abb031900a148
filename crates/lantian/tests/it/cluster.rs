//! Beyond one process: a lake in a bucket, statements on a Ballista cluster, and roles that are killed.
//!
//! What a cluster answers is compared with what this process answers, byte by byte.

mod rig;

use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::run::{command, lantian_in, ran};
use rig::{Bucket, Cluster, wait};

/// The days that are made up.
const DAYS: usize = 20;

/// The files of a folder.
const FILES: [&str; 4] = ["0.csv", "1.csv", "2.csv", "3.csv"];

/// A folder with four files of made-up hours of three cities, and a lake `l` of them.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let mut state = 7_u32;
    let mut made = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 24
    };
    for (file, name) in FILES.iter().enumerate() {
        let mut lines = vec!["date,hour,type,140100,140200,140300".to_owned()];
        for (day, hour) in (0..DAYS / 4).flat_map(|day| (0..24).map(move |hour| (day, hour))) {
            let day = file * DAYS / 4 + day + 1;
            for item in ["PM2.5", "PM10", "SO2", "NO2", "O3", "CO"] {
                let [a, b, c]: [u32; 3] = std::array::from_fn(|_| 1 + made() % 97);
                lines.push(format!("201901{day:02},{hour},{item},{a},{b},{c}"));
            }
        }
        std::fs::write(folder.path().join(name), lines.join("\n") + "\n")
            .expect("a file can be written");
    }
    let mut import = command(folder.path(), &["--lake", "l", "--quiet", "import"]);
    let imported = ran(import.args(FILES).output().expect("the binary starts"));
    assert_eq!(imported.code, Some(0), "{}", imported.err);
    folder
}

/// Statements of every kind that people and programs send: each is answered in one order.
const STATEMENTS: [&str; 17] = [
    "SELECT count(*), count(DISTINCT site), min(hour), max(hour) FROM observation_hour",
    "SELECT site, avg(pm25) AS pm25, sum(pm10), max(o3) FROM observation GROUP BY site ORDER BY site",
    "SELECT site, day, mda8(o3, hour) FROM observation GROUP BY site, day ORDER BY site, day",
    "SELECT site, percentile_hj663(co, 95) FROM observation GROUP BY site ORDER BY site",
    "SELECT site, hour, aqi(so2, no2, pm10, pm25, co, o3, day) AS aqi FROM observation ORDER BY aqi DESC, site, hour LIMIT 20",
    "SELECT DISTINCT level(aqi(so2, no2, pm10, pm25, co, o3, 'HJ633-2012'), 'HJ633-2012') AS word FROM observation ORDER BY word",
    "SELECT region_name(site), in_zone(site, 'fen_wei_2018', DATE '2019-01-01') FROM observation GROUP BY site ORDER BY site",
    "SELECT a.site, b.site, count(*) FROM observation a JOIN observation b ON a.hour = b.hour AND a.pm25 > b.pm25 GROUP BY a.site, b.site ORDER BY 1, 2",
    "WITH daily AS (SELECT site, day, avg(pm25) AS mean FROM observation GROUP BY site, day)
     SELECT site, day, mean - lag(mean) OVER (PARTITION BY site ORDER BY day) AS step FROM daily ORDER BY site, day",
    "SELECT site, hour, rank() OVER (PARTITION BY hour ORDER BY pm25 DESC, site) AS place FROM observation ORDER BY hour, place LIMIT 50",
    "SELECT site FROM observation_hour WHERE pm25 > (SELECT avg(pm25) FROM observation_hour) GROUP BY site ORDER BY site",
    "SELECT site FROM observation_hour WHERE false",
    "SELECT count(*) FROM weather_hour",
    "SELECT h.site, f.rule FROM observation_hour h LEFT JOIN flag f ON f.site = h.site AND f.hour = h.hour GROUP BY h.site, f.rule ORDER BY 1, 2",
    "SELECT source, mapping, rows_loaded FROM import ORDER BY source",
    "SELECT round_gb8170(CAST(2.5 AS DECIMAL(9,3)), 0) AS rounded",
    "SELECT table_name FROM information_schema.tables ORDER BY table_name",
];

/// The bytes of an answer as CSV.
fn answer(folder: &Path, cluster: Option<&Cluster>, words: &[&str]) -> String {
    let mut command = command(
        folder,
        &[words, &["--lake", "l", "--format", "csv"]].concat(),
    );
    if let Some(cluster) = cluster {
        command.env("LANTIAN_CLUSTER", cluster.address());
    }
    let ran = ran(command.output().expect("the binary starts"));
    assert_eq!(ran.code, Some(0), "{words:?}: {}", ran.err);
    ran.out
}

#[test]
fn a_cluster_answers_what_one_process_answers_to_the_byte() {
    let folder = folder();
    let here = |words: &[&str]| answer(folder.path(), None, words);
    let mut asked: Vec<Vec<&str>> = STATEMENTS.map(|statement| vec!["sql", statement]).into();
    asked.push(vec![
        "rank",
        "--set",
        "shanxi11",
        "--period",
        "2019-01",
        "--as-of",
        "2030-01-01",
    ]);
    asked.push(vec![
        "stats",
        "太原",
        "--period",
        "2019-01",
        "--as-of",
        "2030-01-01",
    ]);
    asked.push(vec![
        "aqi",
        "太原",
        "--period",
        "2019-01",
        "--as-of",
        "2030-01-01",
    ]);
    let expected: Vec<String> = asked.iter().map(|words| here(words)).collect();
    let mut cluster = Cluster::start();
    for executors in 1..=2 {
        cluster.add_executor();
        for (words, expected) in asked.iter().zip(&expected) {
            let there = answer(folder.path(), Some(&cluster), words);
            assert_eq!(&there, expected, "{executors} executors: {words:?}");
        }
        for place in 0..executors {
            assert!(
                cluster.jobs(place) > 0,
                "executor {place} of {executors} did none of the work"
            );
        }
    }
}

/// Long enough that a role can be killed in the middle: each hour of each site against each.
const LONG: &str = "SELECT a.site, count(*), sum(a.pm25 * b.pm10), max(a.o3 - b.no2) \
    FROM observation_hour a JOIN observation_hour b ON a.row % 7 <> b.row % 5 \
    JOIN observation_hour c ON c.row % 11 = a.row % 11 AND c.site = b.site \
    GROUP BY a.site ORDER BY a.site";

#[test]
fn a_statement_outlives_an_executor_and_the_next_ones_a_scheduler() {
    let folder = folder();
    let expected = answer(folder.path(), None, &["sql", LONG]);
    let mut cluster = Cluster::start();
    cluster.add_executor();
    cluster.add_executor();
    answer(folder.path(), Some(&cluster), &["sql", STATEMENTS[0]]);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| answer(folder.path(), Some(&cluster), &["sql", LONG]));
        let before = cluster.jobs(0);
        while cluster.jobs(0) == before {
            assert!(!asking.is_finished(), "the executor had no part in it");
            wait(Duration::from_millis(20));
        }
        cluster.kill_executor(0);
        assert!(
            !asking.is_finished(),
            "the statement was over before the executor"
        );
        assert_eq!(asking.join().expect("it is answered"), expected);
    });
    cluster.restart_scheduler();
    let again = answer(folder.path(), Some(&cluster), &["sql", LONG]);
    assert_eq!(again, expected);
}

#[test]
fn a_lake_in_a_bucket_is_the_lake_of_a_folder() {
    let folder = folder();
    let bucket = Bucket::start();
    let mut import = command(
        folder.path(),
        &["--lake", "s3://lake/shanxi", "--quiet", "import"],
    );
    let imported = ran(bucket.told(import.args(FILES)).output().expect("it starts"));
    assert_eq!(imported.code, Some(0), "{}", imported.err);
    for statement in STATEMENTS {
        let words = ["--lake", "s3://lake/shanxi", "--format", "csv", "sql"];
        let mut there = command(folder.path(), &words);
        let asked = bucket.told(there.arg(statement)).output();
        let there = ran(asked.expect("the binary starts"));
        assert_eq!(there.code, Some(0), "{statement}: {}", there.err);
        let here = answer(folder.path(), None, &["sql", statement]);
        assert_eq!(there.out, here, "{statement}");
    }
    let stored = bucket
        .root()
        .join("lake/shanxi/observation_hour/_delta_log");
    assert!(stored.is_dir(), "the table is not in the bucket");
}

#[test]
fn two_processes_write_a_bucket_and_a_third_compacts_it() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let bucket = Bucket::start();
    let day = |writer: usize, number: usize| {
        let name = folder.path().join(format!("w{writer}-{number}.csv"));
        let mut lines = vec![format!("date,hour,type,{}0100", 14 + writer)];
        lines.extend((0..24).map(|hour| {
            format!(
                "201901{:02},{hour},PM2.5,{}",
                number + 1,
                10 * writer + hour
            )
        }));
        std::fs::write(&name, lines.join("\n") + "\n").expect("a file can be written");
        name
    };
    let told = |words: &[&str]| {
        let mut command = command(
            folder.path(),
            &[words, &["--lake", "s3://lake/both", "--quiet"]].concat(),
        );
        bucket.told(&mut command);
        command
    };
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let told = &told;
            scope.spawn(move || {
                for number in 0..12 {
                    let mut import = told(&["import"]);
                    let ran = ran(import.arg(day(writer, number)).output().expect("it starts"));
                    assert_eq!(ran.code, Some(0), "{}", ran.err);
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..6 {
                let mut compact = told(&["lake", "compact"]);
                let ran = ran(compact.output().expect("it starts"));
                assert_eq!(ran.code, Some(0), "{}", ran.err);
            }
        });
    });
    let statement = "SELECT site, count(*), sum(pm25), count(DISTINCT hour) FROM observation_hour GROUP BY site ORDER BY site";
    let mut ask = told(&["sql", statement, "--format", "csv"]);
    let found = ran(ask.output().expect("it starts")).out;
    let hours: usize = (0..24).sum();
    let expected = |writer: usize| 12 * (24 * 10 * writer + hours);
    for writer in 0..2 {
        let line = format!("{}0100,288,{}.000,288", 14 + writer, expected(writer));
        assert!(found.contains(&line), "{line} in {found}");
    }
}

#[test]
fn a_cluster_that_is_not_there_is_told_of() {
    let folder = folder();
    let words = [
        "--lake",
        "l",
        "--cluster",
        "df://127.0.0.1:1",
        "sql",
        STATEMENTS[0],
    ];
    let ran = lantian_in(folder.path(), &words);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(ran.err.contains("连不上集群"), "{}", ran.err);
}

#[test]
fn addresses_that_are_none_are_told_of() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    for (option, word) in [
        (["--cluster", "localhost:50050"], "不是集群的地址"),
        (["--lake", "gs://bucket/lake"], "不能作为数据湖"),
        (["--lake", "s3://"], "不能作为数据湖"),
        (["--lake", "s3://key:secret@bucket/lake"], "不能作为数据湖"),
    ] {
        let words = [&option[..], &["sql", "SELECT 1"]].concat();
        let ran = lantian_in(folder.path(), &words);
        assert_eq!(ran.code, Some(4), "{option:?}: {}", ran.err);
        assert!(ran.err.contains(word), "{option:?}: {}", ran.err);
    }
}
