//! The real archives load in full. Every figure here was computed with pandas 3.1 on the same file
//! (`read_csv(dtype=str)`; a value counts if it is a plain number), not with this crate.

use std::path::PathBuf;

use observe::{ObserveError, detect, read};

use crate::collect::Told;

/// The path of a real file; says so if the folder is not there.
#[expect(
    clippy::print_stderr,
    reason = "a test that did not run must not look as if it had"
)]
fn shared(name: &str) -> Option<PathBuf> {
    let path =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(name);
    if !path.exists() {
        eprintln!("shared data missing: not run ({name})");
        return None;
    }
    Some(path)
}

fn told(name: &str) -> Option<Told> {
    let path = shared(name)?;
    let mapping = detect(&path).expect("a built-in mapping fits");
    Some(Told::of(|sink| read(&path, mapping, sink)).expect("the file can be read"))
}

/// Checks rows loaded, value counts (SO2 NO2 PM10 PM2.5 CO O3, 8 h O3, AQI) and the number of sites.
fn check(name: &str, rows: u64, counts: [usize; 8], sites: usize) -> Option<Told> {
    let told = told(name)?;
    assert_eq!(told.summary.rows_loaded, rows, "{name}");
    assert_eq!(told.counts(), counts, "{name}");
    assert_eq!(
        told.batches.last().map(|batch| batch.sites.len()),
        Some(sites),
        "{name}"
    );
    Some(told)
}

#[test]
fn national_city_hours_load_without_a_defect() {
    // pandas: rows − missing per column, nunique(city), (PM2.5 > PM10).sum().
    let first = check(
        "cnemc_city_hourly/national_366_hourly_201812.csv.gz",
        212_456,
        [
            211_925, 211_996, 207_044, 211_244, 211_813, 211_667, 211_996, 212_215,
        ],
        366,
    );
    let Some(first) = first else { return };
    assert_eq!(first.reasons().len(), 0);
    assert!(
        first
            .batches
            .last()
            .is_some_and(|batch| batch.sites.iter().all(|site| site.len() == 6))
    );
    assert_eq!(
        first
            .flags
            .iter()
            .filter(|flag| flag.rule == "pm25_above_pm10")
            .count(),
        2759
    );

    let name = "cnemc_city_hourly/national_366_hourly_201906.csv.gz";
    let counts = [
        250_393, 250_255, 248_365, 250_238, 250_163, 250_183, 250_807, 250_966,
    ];
    let Some(june) = check(name, 251_067, counts, 364) else {
        return;
    };
    // pandas: one PM10 of 9985; it is kept, and flagged.
    let full: Vec<i32> = june
        .flags
        .iter()
        .filter(|flag| flag.rule == "full_scale")
        .map(|flag| flag.value)
        .collect();
    assert_eq!(full, [9_985_000]);
}

#[test]
fn shanxi_city_hours_have_the_sums_of_the_file() {
    let name = "cnemc_city_hourly/shanxi11_hourly.csv.gz";
    let counts = [
        70_011, 70_013, 69_984, 70_002, 70_009, 70_007, 70_014, 70_014,
    ];
    let Some(told) = check(name, 70_020, counts, 11) else {
        return;
    };
    // pandas: DataFrame.sum(); CO × 1000.
    let sums = [
        2_327_667, 2_962_647, 8_160_828, 4_497_822, 0, 4_046_901, 3_857_826,
    ]
    .map(|sum: i64| sum * 1000);
    let mut expected: [i64; 8] = [0; 8];
    expected[..7].copy_from_slice(&sums);
    expected[4] = 90_273_530;
    expected[7] = 7_036_721;
    assert_eq!(told.sums(), expected);
    assert_eq!(told.summary.defects, 0);
    // sha256sum and ls -l of the file.
    assert_eq!(
        told.summary.sha256,
        "0d3226046aadb5490c92d14ef883fb67167b868ba6ceb7d760205900670335e6"
    );
    assert_eq!(told.summary.bytes, 1_498_771);
}

#[test]
fn neighbour_city_hours_load() {
    let name = "cnemc_city_hourly/shanxi_and_neighbours_hourly.csv.gz";
    let counts = [
        235_465, 235_455, 234_133, 235_436, 235_451, 235_461, 235_496, 235_495,
    ];
    check(name, 235_510, counts, 37);
}

#[test]
fn aqistudy_days_and_months_load_with_zero_as_missing() {
    // pandas: rows − zeros per column.
    let days = [
        350_590, 350_571, 350_500, 350_593, 350_562, 350_458, 0, 350_682,
    ];
    check(
        "aqistudy_daily/china_cities_daily_201312_201702.csv.gz",
        351_014,
        days,
        366,
    );
    check(
        "aqistudy_daily/shanxi11_daily.csv",
        10_363,
        [10_363, 10_363, 10_363, 10_363, 10_363, 10_363, 0, 10_363],
        11,
    );
    let months = [12_375, 12_374, 12_375, 12_287, 12_309, 12_285, 0, 12_375];
    check(
        "aqistudy_daily/china_cities_monthly_201312_201702.csv.gz",
        12_384,
        months,
        366,
    );
}

#[test]
fn station_files_of_shanxi_load_and_repeat_themselves_315_times() {
    let cities = [
        "临汾", "吕梁", "大同", "太原", "忻州", "晋中", "晋城", "朔州", "运城", "长治", "阳泉",
    ];
    let (mut rows, mut duplicates, mut counts) = (0, 0, [0; 8]);
    for city in cities {
        let Some(told) = told(&format!("shanxi_station_hourly_202004/{city}.csv")) else {
            return;
        };
        rows += told.summary.rows_loaded;
        duplicates += told.reasons().get("duplicate").copied().unwrap_or(0);
        assert_eq!(
            told.reasons()
                .keys()
                .filter(|&&reason| reason != "duplicate")
                .count(),
            0,
            "{city}"
        );
        assert!(
            told.rows()
                .iter()
                .all(|row| row.0.starts_with(&format!("{city}/")))
        );
        for (total, count) in counts.iter_mut().zip(told.counts()) {
            *total += count;
        }
    }
    // pandas: 8,095 rows; drop_duplicates(Date, Hour, WatchPoint) leaves 7,780; not 'NaN' per column.
    assert_eq!((rows, duplicates), (7780, 315));
    assert_eq!(counts, [6001, 5992, 5919, 5978, 5995, 5969, 6033, 5995]);
}

#[test]
fn stations_of_one_name_in_several_cities_are_told_not_mixed() {
    let Some(told) = told("shanxi_station_hourly_202004/national_2020041220.csv") else {
        return;
    };
    // pandas: 356 rows, 306 distinct WatchPoint.
    assert_eq!(
        (
            told.summary.rows_read,
            told.summary.rows_loaded,
            told.summary.defects
        ),
        (356, 306, 50)
    );
}

#[test]
fn jinan_loads_with_co_in_milligrams_and_every_index() {
    let name = "jinan_station_hourly_2020/jinan_aqi_iaqi_hourly.csv.gz";
    let counts = [
        40_472, 40_474, 40_444, 40_466, 39_800, 39_692, 40_216, 41_888,
    ];
    let Some(told) = check(name, 41_888, counts, 176) else {
        return;
    };
    assert_eq!(told.summary.defects, 0);
    // pandas: COvalue.sum() µg/m³ is as many thousandths of mg/m³; PM2_5Iaqi.sum(), O3_8Iaqi.sum().
    assert_eq!(told.sums()[4], 44_491_287);
    let index = |place: usize| -> i64 {
        let columns = told.batches.iter().filter_map(|batch| batch.iaqi.as_ref());
        columns
            .flat_map(|iaqi| iaqi[place].iter().flatten())
            .map(|&value| i64::from(value))
            .sum()
    };
    assert_eq!((index(3), index(6)), (3_656_589, 786_701));
    // Python: (datetime(2020, 11, 9, 13) - datetime(1970, 1, 1)) in hours, and 2020-12-09 23:00.
    assert_eq!(
        (told.summary.first, told.summary.last),
        (Some(445_813), Some(446_543))
    );
}

#[test]
fn the_weekly_record_of_jinan_has_its_milliseconds_read() {
    let name = "jinan_station_hourly_2020/Air_20210103T1558.csv";
    let Some(told) = check(name, 176, [168, 167, 165, 165, 165, 165, 166, 176], 176) else {
        return;
    };
    // 1609657200 s is 2021-01-03 15:00 in UTC+8: (1609657200 + 28800) / 3600.
    assert_eq!(
        (told.summary.first, told.summary.last),
        (Some(447_135), Some(447_135))
    );
}

#[test]
fn the_twelve_beijing_stations_load_with_their_weather() {
    let stations = [
        "Aotizhongxin",
        "Changping",
        "Dingling",
        "Dongsi",
        "Guanyuan",
        "Gucheng",
        "Huairou",
        "Nongzhanguan",
        "Shunyi",
        "Tiantan",
        "Wanliu",
        "Wanshouxigong",
    ];
    let (mut rows, mut counts) = (0, [0; 8]);
    for station in stations {
        let name = format!("uci_beijing_multisite/PRSA_Data_{station}_20130301-20170228.csv.gz");
        let Some(told) = told(&name) else { return };
        rows += told.summary.rows_loaded;
        // Temperatures such as -2.77555756156289e-17 are the only thing that is no number.
        assert!(
            told.defects.iter().all(|defect| defect.text.contains("e-")),
            "{:?}",
            told.said()
        );
        for (total, count) in counts.iter_mut().zip(told.counts()) {
            *total += count;
        }
    }
    assert_eq!(rows, 420_768);
    assert_eq!(
        counts,
        [411_747, 408_652, 414_319, 412_029, 400_067, 407_491, 0, 0]
    );
}

#[test]
fn the_shifted_header_of_taiyuan_is_put_right() {
    let Some(told) = check(
        "taiyuan_daily_2025_2026/太原.csv",
        523,
        [523, 523, 523, 523, 523, 0, 0, 523],
        1,
    ) else {
        return;
    };
    // pandas, columns renamed by position: sums of SO2 NO2 PM10 PM2.5 CO and AQI.
    assert_eq!(
        told.sums(),
        [
            5_345_000, 15_106_000, 42_509_000, 19_564_000, 379_960, 0, 0, 40_569
        ]
    );
    assert_eq!(told.summary.warnings.len(), 0);
}

#[test]
fn a_station_list_fits_no_mapping() {
    let Some(path) = shared("jinan_station_hourly_2020/Sta_20210103T1558.csv") else {
        return;
    };
    let error = detect(&path).expect_err("it holds no observations");
    assert!(matches!(error, ObserveError::NoMapping { .. }));
    assert!(error.to_string().contains("--mapping"), "{error}");
}
