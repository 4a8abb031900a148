//! From what people and archives write to a region: codes, full and short names, English names, old names.
//!
//! Which regions a name may mean is settled when the crate is built (`build/names.rs`): a region of city level is
//! preferred to others (吉林 is the city, 吉林省 the province), and an abolished region gives way to a successor of the
//! same name. What is still ambiguous is refused with the candidates; nothing is guessed.

use crate::{
    code::RegionCode,
    fold::{fold, narrow},
    near::near,
    region::{Region, by_code},
    tables::{NAMES, Name, REGIONS},
};

/// Says why a text names no single region.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// The text is empty or blank.
    #[error(
        "the name of a region is empty: expected a name such as 太原市 or a code such as 140100"
    )]
    Empty,
    /// The text is a code that no region bears.
    #[error("no region bears the code {code}{}", inside(*within))]
    UnknownCode {
        /// The code given, filled up to six digits.
        code: RegionCode,
        /// The smallest region of the table that the code would lie in.
        within: Option<&'static Region>,
    },
    /// No region has this name.
    #[error("no region is called \"{text}\"{}", hint(near))]
    UnknownName {
        /// The text given.
        text: String,
        /// Regions with a name much like it, the likest first.
        near: Vec<&'static Region>,
    },
    /// Several regions have this name.
    #[error(
        "\"{text}\" may mean {}: give the code, or put the city before the name",
        list(candidates)
    )]
    Ambiguous {
        /// The text given.
        text: String,
        /// The regions of this name, in the order of codes.
        candidates: Vec<&'static Region>,
    },
}

/// Finds the region that `text` names: a code of two, four or six digits, or a Chinese or English name.
///
/// # Errors
/// [`ResolveError`], which lists the candidates of an ambiguous name and the neighbours of an unknown one.
///
/// # Examples
/// ```
/// # fn main() -> Result<(), regions::ResolveError> {
/// assert_eq!(regions::resolve(" 太原 ")?.code.get(), 140_100);
/// assert_eq!(regions::resolve("1401")?.zh, "太原市");
/// assert_eq!(regions::resolve("阳泉市城区")?.code.get(), 140_302);
/// # Ok(())
/// # }
/// ```
pub fn resolve(text: &str) -> Result<&'static Region, ResolveError> {
    if let Some(code) = digits(text) {
        return by_code(code).ok_or_else(|| unknown_code(code));
    }
    let candidates = candidates(text);
    match candidates.as_slice() {
        [only] => Ok(only),
        [] => Err(unknown_name(text)),
        _ => Err(ResolveError::Ambiguous {
            text: text.trim().to_owned(),
            candidates,
        }),
    }
}

/// Finds the code that `text` names beyond doubt, without allocating: for importers, once per row.
pub fn resolve_exact(text: &str) -> Option<RegionCode> {
    if let Some(code) = digits(text) {
        return by_code(code).map(|region| region.code);
    }
    match find(text)?.places {
        [only] => REGIONS.get(usize::from(*only)).map(|region| region.code),
        _ => None,
    }
}

/// Reads two, four or six digits, ASCII or full-width, as a code.
fn digits(text: &str) -> Option<RegionCode> {
    let mut count = 0_u32;
    let mut value = 0_u32;
    for raw in text.trim().chars() {
        count += 1;
        if count > 6 {
            return None;
        }
        value = value * 10 + narrow(raw).to_digit(10)?;
    }
    let filled = match count {
        2 => value * 10_000,
        4 => value * 100,
        6 => value,
        _ => return None,
    };
    RegionCode::new(filled).ok()
}

fn find(text: &str) -> Option<&'static Name> {
    let place = NAMES
        .binary_search_by(|name| name.key.chars().cmp(fold(text)))
        .ok()?;
    NAMES.get(place)
}

fn candidates(text: &str) -> Vec<&'static Region> {
    let places = find(text).map_or(&[][..], |name| name.places);
    places
        .iter()
        .filter_map(|place| REGIONS.get(usize::from(*place)))
        .collect()
}

fn unknown_code(code: RegionCode) -> ResolveError {
    let within = by_code(code.city()).or_else(|| by_code(code.province()));
    ResolveError::UnknownCode { code, within }
}

fn unknown_name(text: &str) -> ResolveError {
    if fold(text).next().is_none() {
        return ResolveError::Empty;
    }
    ResolveError::UnknownName {
        text: text.trim().to_owned(),
        near: near(text),
    }
}

fn inside(within: Option<&'static Region>) -> String {
    within.map_or_else(
        || ": expected a GB/T 2260 code".to_owned(),
        |region| {
            format!(
                "; its first digits are those of {} {}",
                region.code, region.zh
            )
        },
    )
}

fn hint(near: &[&'static Region]) -> String {
    if near.is_empty() {
        return ": give its full Chinese name or its six-digit code".to_owned();
    }
    format!("; like it are {}", list(near))
}

fn list(regions: &[&'static Region]) -> String {
    let items: Vec<String> = regions.iter().map(|region| item(region)).collect();
    items.join(", ")
}

fn item(region: &Region) -> String {
    let above = region.parent().map_or("", |parent| parent.zh);
    let gone = region
        .until
        .map_or_else(String::new, |until| format!(", until {until}"));
    format!("{} {} ({above}{gone})", region.code, region.zh)
}
