//! The names under which a region is found, and which region a name means when several bear it.

use std::collections::BTreeMap;

use super::{
    fold::fold,
    level::{Level, within},
    read::Region,
};

/// Gives each folded name the places of the regions it may mean, in the order of codes.
pub(crate) fn names(regions: &[Region]) -> BTreeMap<String, Vec<usize>> {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, region) in regions.iter().enumerate() {
        for name in names_of(region, regions) {
            bearers
                .entry(fold(&name).collect())
                .or_default()
                .push(place);
        }
    }
    bearers
        .into_iter()
        .map(|(key, places)| (key, preferred(places, regions)))
        .collect()
}

fn names_of(region: &Region, regions: &[Region]) -> Vec<String> {
    let mut names = chinese(region);
    names.extend(qualified(region, regions));
    names.extend(english(region));
    names
}

fn chinese(region: &Region) -> Vec<String> {
    let aliases = region.aliases.iter().filter(|alias| !is_latin(alias));
    [&region.zh, &region.short]
        .into_iter()
        .chain(aliases)
        .cloned()
        .collect()
}

/// Puts the names of the regions above before the Chinese names: 阳泉市城区, 山西省阳泉市城区.
fn qualified(region: &Region, regions: &[Region]) -> Vec<String> {
    let Some(above) = parent(region, regions) else {
        return Vec::new();
    };
    let mut prefixes = vec![above.zh.clone(), above.short.clone()];
    if let Some(top) = parent(above, regions) {
        prefixes.extend([
            format!("{}{}", top.zh, above.zh),
            format!("{}{}", top.short, above.short),
        ]);
    }
    let own = chinese(region);
    prefixes
        .iter()
        .flat_map(|prefix| own.iter().map(move |name| format!("{prefix}{name}")))
        .collect()
}

/// Adds the English name without and with the word for its kind: Qingxu County, Qingxu; Taiyuan, Taiyuan City.
fn english(region: &Region) -> Vec<String> {
    let mut names = vec![region.en.clone()];
    names.extend(
        region
            .aliases
            .iter()
            .filter(|alias| is_latin(alias))
            .cloned(),
    );
    let bare = region
        .en
        .strip_suffix(" County")
        .or_else(|| region.en.strip_suffix(" District"));
    names.extend(bare.map(str::to_owned));
    let kind = match Level::of(region.code) {
        Level::Province => Some("Province"),
        Level::City | Level::County if region.zh.ends_with('市') => Some("City"),
        _ => None,
    };
    names.extend(kind.map(|kind| format!("{} {kind}", region.en)));
    names
}

fn parent<'a>(region: &Region, regions: &'a [Region]) -> Option<&'a Region> {
    let above = |candidate: &&Region| {
        let level = Level::of(candidate.code);
        level != Level::Nation
            && level < Level::of(region.code)
            && within(candidate.code, region.code)
    };
    regions
        .iter()
        .filter(above)
        .max_by_key(|candidate| Level::of(candidate.code))
}

/// Drops an abolished region where its successor bears the name too, then keeps the level that people mean first.
fn preferred(mut places: Vec<usize>, regions: &[Region]) -> Vec<usize> {
    places.dedup();
    let codes: Vec<u32> = places.iter().map(|place| regions[*place].code).collect();
    places.retain(|place| {
        !regions[*place]
            .successor
            .is_some_and(|successor| codes.contains(&successor))
    });
    let first = places
        .iter()
        .map(|place| precedence(&regions[*place]))
        .min();
    places.retain(|place| Some(precedence(&regions[*place])) == first);
    places
}

fn precedence(region: &Region) -> u8 {
    match Level::of(region.code) {
        Level::City => 0,
        Level::Province => 1,
        Level::Nation => 2,
        Level::County => 3,
    }
}

fn is_latin(name: &str) -> bool {
    name.chars().all(|c| c < '\u{2e80}')
}
