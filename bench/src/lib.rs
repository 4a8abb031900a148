//! What the benches share: inputs that are made, never copied, and the archives where they are at hand.

use std::path::PathBuf;

use units::MicrogramPerM3;

/// A made series of whole hours for one item: a daily and a yearly swing, with about 2 % missing.
///
/// Simulated; used only to time arithmetic.
pub fn simulated_hours(hours: usize, seed: u64) -> Vec<Option<MicrogramPerM3>> {
    let mut state = seed | 1;
    let mut values = Vec::with_capacity(hours);
    for hour in 0..hours {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let noise = i64::try_from(state >> 59).unwrap_or(0);
        let of_day = i64::try_from(hour % 24).unwrap_or(0);
        let of_year = i64::try_from(hour / 24 % 365).unwrap_or(0);
        let level = 30 + (of_day - 12).abs() + (of_year - 182).abs() / 4 + noise;
        values.push((state >> 33 & 63 != 0).then(|| MicrogramPerM3::new(level)));
    }
    values
}

/// The national hourly archives, when the shared data folder stands beside the checkout.
pub fn national_archives() -> Vec<PathBuf> {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/cnemc_city_hourly");
    let months = [
        "201812", "201901", "201902", "201903", "201904", "201905", "201906", "201912", "202001",
    ];
    let name = |month: &&str| folder.join(format!("national_366_hourly_{month}.csv.gz"));
    months
        .iter()
        .map(name)
        .filter(|path| path.exists())
        .collect()
}
