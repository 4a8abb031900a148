//! Names much like a mistaken one, for the hint of an error. Never an answer.
//!
//! Two names are alike when one change of a character makes them equal, or, in Chinese, when they share at least half
//! of the characters of the shorter one beside the words for city, county and so on.

use crate::{
    fold::fold,
    region::{Region, all},
};

/// As many names as a reader of an error will look at.
const MOST: usize = 5;

/// Finds at most five regions with a name like `text`, the likest first.
pub(crate) fn near(text: &str) -> Vec<&'static Region> {
    let wanted: Vec<char> = fold(text).collect();
    let mut found: Vec<(usize, &'static Region)> = all()
        .iter()
        .filter_map(|region| Some((unlikeness_to_any(&wanted, region)?, region)))
        .collect();
    found.sort_by_key(|(unlikeness, region)| {
        (
            *unlikeness,
            region.until.is_some(),
            region.level,
            region.code,
        )
    });
    found
        .into_iter()
        .take(MOST)
        .map(|(_, region)| region)
        .collect()
}

fn unlikeness_to_any(wanted: &[char], region: &Region) -> Option<usize> {
    let names = [region.zh, region.short, region.en]
        .into_iter()
        .chain(region.aliases.iter().copied());
    names
        .filter_map(|name| unlikeness(wanted, &fold(name).collect::<Vec<char>>()))
        .min()
}

/// Gives 0 for names one change apart, more the less two Chinese names share, `None` for names not alike.
fn unlikeness(wanted: &[char], name: &[char]) -> Option<usize> {
    if name.len() > 1 && one_change_apart(wanted, name) {
        return Some(0);
    }
    let stem = |text: &[char]| {
        text.iter()
            .copied()
            .filter(|c| !c.is_ascii() && !"省市县区州盟地".contains(*c))
            .collect()
    };
    let (wanted_stem, name_stem): (Vec<char>, Vec<char>) = (stem(wanted), stem(name));
    let shared = wanted_stem.iter().filter(|c| name_stem.contains(c)).count();
    let shorter = wanted_stem.len().min(name_stem.len());
    let longer = wanted_stem.len().max(name_stem.len());
    (shared > 0 && shared * 2 >= shorter).then(|| 1 + longer - shared.min(longer))
}

/// Tells whether at most one character inserted, left out or replaced makes `a` and `b` equal.
fn one_change_apart(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let tail = short[head..]
        .iter()
        .rev()
        .zip(long.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    long.len() - head - tail <= 1
}
