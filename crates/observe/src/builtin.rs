//! The mappings of the archives we know, from `mappings/*.toml`.

use std::sync::LazyLock;

use crate::mapping::Mapping;

const TEXTS: [&str; 10] = [
    include_str!("../mappings/cnemc_city_hourly.toml"),
    include_str!("../mappings/wide_station_hourly.toml"),
    include_str!("../mappings/wide_city_hourly.toml"),
    include_str!("../mappings/aqistudy_city_daily.toml"),
    include_str!("../mappings/aqistudy_city_monthly.toml"),
    include_str!("../mappings/crawl_station_hourly.toml"),
    include_str!("../mappings/crawl_national_hour.toml"),
    include_str!("../mappings/jinan_station_hourly.toml"),
    include_str!("../mappings/uci_beijing_hourly.toml"),
    include_str!("../mappings/tianqihoubao_city_daily.toml"),
];

static MAPPINGS: LazyLock<Vec<Mapping>> = LazyLock::new(|| {
    let read = |text: &&str| Mapping::from_toml(text);
    let mappings: Result<Vec<Mapping>, _> = TEXTS.iter().map(read).collect();
    mappings.expect("the built-in mappings are well formed, which a test checks")
});

/// All built-in mappings.
pub fn builtin() -> &'static [Mapping] {
    &MAPPINGS
}

/// The built-in mapping of this identifier.
pub fn builtin_by_id(id: &str) -> Option<&'static Mapping> {
    MAPPINGS.iter().find(|mapping| mapping.id == id)
}
