//! Air quality index (AQI) and its sub-indices (IAQI) by HJ 633-2012 and HJ 633-2026.
//!
//! Breakpoints, levels and rules stand in `standards/hj633`, the ways of publishers in `standards/publication`.
//! Indices are computed in whole numbers: exact, and fast enough for national archives.
//! A missing value stays missing; nothing is filled in.

mod series;
mod edition;
mod level;
mod variant;
mod curve;
mod exact;
mod pollutant_set;
mod index;

use units::{Day, MicrogramPerM3, Pollutant, rounding::Mode};

pub use crate::limits::NotInForce;
pub use edition::{
    Breakpoints, Edition, MissingRule, Rounding, UnknownEdition, edition, edition_on, editions,
};
pub use exact::iaqi_exact;
pub use index::{Completeness, HourlyNine, Index, daily, daily_exact, hourly, hourly_full};
pub use level::{Colour, Level, SensitiveGroup, Statement, level, sensitive_group};
pub use pollutant_set::PollutantSet;
pub use series::{Series, UnknownSeries};
pub use variant::{
    Basis, Concentrations, StoredAtMost, UnknownVariant, Variant, standard_variant, variant,
    variants,
};

use crate::limits::{Confidence, Source};
use curve::{Curve, Quantum};

/// By which edition an index is computed, and in which publisher's way.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// The edition.
    pub edition: &'static Edition,
    /// The publisher's way.
    pub variant: &'static Variant,
}

/// Concentrations in µg/m³ (CO too) in the order of `Pollutant::SIX`: SO2, NO2, PM10, PM2.5, CO, O3.
pub type Six = [Option<MicrogramPerM3>; 6];

impl Method {
    /// What a concentration is rounded to before its sub-index, if to anything.
    #[inline]
    fn rounding(self) -> Option<&'static Rounding> {
        match self.variant.concentrations {
            Concentrations::AsEdition => self.edition.rounding.as_ref(),
            Concentrations::AsPublished => None,
        }
    }

    /// What a daily mean is rounded to before its sub-index, if to anything.
    fn daily_rounding(self) -> Option<&'static Rounding> {
        match self.variant.concentrations {
            Concentrations::AsEdition => self
                .edition
                .daily_rounding
                .as_ref()
                .or_else(|| self.rounding()),
            Concentrations::AsPublished => None,
        }
    }
}

/// Computes the sub-index of one concentration, rounded first where the edition rules so (2026).
///
/// `None` where the edition defines none (2012: SO2 1 h or O3 8 h above 800 µg/m³) and for negative values.
///
/// ```
/// use standards::aqi::{Method, Series, edition, iaqi, standard_variant};
/// let method = Method { edition: edition("HJ 633-2026")?, variant: standard_variant() };
/// assert_eq!(iaqi(method, Series::Pm25Day, units::MicrogramPerM3::new(75)), Some(114));
/// # Ok::<(), standards::aqi::UnknownEdition>(())
/// ```
#[inline]
pub fn iaqi(method: Method, series: Series, value: MicrogramPerM3) -> Option<u16> {
    read(method, method.rounding(), series, value)
}

/// Whether a day of this AQI is a good day (优良天).
pub fn is_good_day(aqi: u16) -> bool {
    aqi <= GOOD_AT_MOST.0
}

/// Whether a day of this AQI is a day of heavy pollution (重污染天).
pub fn is_heavy_pollution_day(aqi: u16) -> bool {
    aqi > HEAVY_ABOVE.0
}

/// Where the thresholds of good days and of heavy pollution days are written.
pub fn day_sources() -> [Source; 2] {
    [GOOD_AT_MOST.1, HEAVY_ABOVE.1]
}

/// Rounds a concentration if told to, and reads it off its series.
#[inline]
fn read(
    method: Method,
    rounding: Option<&Rounding>,
    series: Series,
    value: MicrogramPerM3,
) -> Option<u16> {
    let thousandths = value.thousandths();
    if thousandths < 0 {
        return None;
    }
    let given = i32::try_from(thousandths).unwrap_or(i32::MAX);
    let kept = rounding.map_or(given, |r| r.quantum(series.pollutant()).round(given));
    let found = method
        .edition
        .breakpoints(series)
        .curve
        .read(kept, method.variant.rounding);
    found.map(|iaqi| iaqi.min(method.variant.cap))
}

include!(concat!(env!("OUT_DIR"), "/aqi.rs"));
