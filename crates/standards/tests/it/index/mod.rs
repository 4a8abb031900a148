//! Limits and indices: the law against literal tables, and the fast arithmetic against exact rationals.

mod limits;
mod vectors;
mod twin;
mod hours_and_days;
mod editions;
mod files;

use standards::aqi::{Method, edition, variant};
use units::{Day, MicrogramPerM3};

/// The method of an edition in a publisher's way.
fn method(edition_name: &str, variant_name: &str) -> Method {
    Method {
        edition: edition(edition_name).expect("a known edition"),
        variant: variant(variant_name).expect("a known variant"),
    }
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Six concentrations in µg/m³ as texts, `-` for a missing one.
fn six(text: &str) -> [Option<MicrogramPerM3>; 6] {
    let values: Vec<_> = text.split_whitespace().map(|v| v.parse().ok()).collect();
    values.try_into().expect("six values")
}
