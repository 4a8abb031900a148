//! Flags (标记): doubts about values that were read and are kept.
//!
//! Repeats and jumps need the hour before, so each site keeps its last values; a row that is not the next hour of
//! its site starts anew.

use units::Pollutant;

use crate::{
    batch::Row,
    mapping::Granularity,
    rules::{Kind, Rule, flag_rules},
};

/// A doubt about one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The site.
    pub site: String,
    /// The time, as in [`crate::Batch::time`].
    pub time: i64,
    /// The pollutant.
    pub pollutant: Pollutant,
    /// The rule's identifier.
    pub rule: &'static str,
    /// The value in thousandths of the regulated unit.
    pub value: i32,
    /// The record in the file.
    pub row: u32,
}

/// The rules that apply to one file, and what they remember.
#[derive(Debug)]
pub(crate) struct Checks {
    simple: Vec<(&'static Rule, [Vec<i32>; 6])>,
    swapped: Option<&'static Rule>,
    repeat: Vec<(&'static Rule, [Option<i32>; 6])>,
    jump: Vec<(&'static Rule, [Option<i32>; 6])>,
    /// No value up to these can break a simple rule.
    quiet: [i32; 6],
    sites: Vec<Last>,
}

/// The last hour of a site.
#[derive(Debug, Clone)]
struct Last {
    time: i64,
    values: [Option<i32>; 6],
    /// For how many hours each value has been the same.
    run: [u16; 6],
}

/// What a check finds: pollutant, rule, value.
pub(crate) type Doubt = (usize, &'static str, i32);

impl Checks {
    pub(crate) fn new(granularity: Granularity) -> Self {
        let rules = || {
            flag_rules()
                .iter()
                .filter(move |rule| rule.granularity.contains(&granularity))
        };
        let of = |kind: Kind| rules().filter(move |rule| rule.kind == kind);
        let single = |kind: Kind| of(kind).map(|rule| (rule, rule.limit())).collect();
        let simple: Vec<_> = of(Kind::FullScale)
            .chain(of(Kind::Above))
            .map(|rule| (rule, rule.limits()))
            .collect();
        Self {
            quiet: quiet(&simple),
            simple,
            swapped: of(Kind::Pm25AbovePm10).next(),
            repeat: single(Kind::Repeat),
            jump: single(Kind::Jump),
            sites: Vec::new(),
        }
    }

    /// Tells every doubt about a row.
    pub(crate) fn check(&mut self, row: &Row, mut tell: impl FnMut(Doubt)) {
        for (place, value) in row.values.iter().enumerate() {
            if let Some(value) = *value
                && value > self.quiet[place]
            {
                self.alone(place, value, &mut tell);
            }
        }
        let [_, _, pm10, pm25, ..] = row.values;
        if let (Some(rule), Some(pm10), Some(pm25)) = (self.swapped, pm10, pm25)
            && pm25 > pm10
        {
            tell((PM25, &rule.id, pm25));
        }
        if !(self.repeat.is_empty() && self.jump.is_empty()) {
            self.against_last(row, &mut tell);
        }
    }

    fn alone(&self, place: usize, value: i32, tell: &mut impl FnMut(Doubt)) {
        for (rule, limits) in &self.simple {
            let limits = &limits[place];
            let broken = match rule.kind {
                Kind::FullScale => limits.contains(&value),
                _ => limits.iter().any(|&limit| value > limit),
            };
            if broken {
                tell((place, &rule.id, value));
            }
        }
    }

    fn against_last(&mut self, row: &Row, tell: &mut impl FnMut(Doubt)) {
        let site = row.site as usize;
        if site >= self.sites.len() {
            self.sites.resize(
                site + 1,
                Last {
                    time: i64::MIN,
                    values: [None; 6],
                    run: [0; 6],
                },
            );
        }
        let last = &mut self.sites[site];
        if last.time.checked_add(1) != Some(row.time) {
            *last = Last {
                time: row.time,
                values: row.values,
                run: [1; 6],
            };
            return;
        }
        for place in 0..6 {
            let (before, now) = (last.values[place], row.values[place]);
            last.run[place] = if now.is_some() && now == before {
                last.run[place].saturating_add(1)
            } else {
                1
            };
            if let (Some(before), Some(now)) = (before, now) {
                repeats(&self.repeat, place, now, last.run[place], tell);
                jumps(&self.jump, place, before, now, tell);
            }
        }
        last.time = row.time;
        last.values = row.values;
    }
}

const PM25: usize = 3;

type Limited = (&'static Rule, [Option<i32>; 6]);

fn repeats(rules: &[Limited], place: usize, value: i32, run: u16, tell: &mut impl FnMut(Doubt)) {
    for (rule, limit) in rules {
        if rule.hours.is_some_and(|hours| run >= hours)
            && limit[place].is_some_and(|limit| value > limit)
        {
            tell((place, &rule.id, value));
        }
    }
}

fn jumps(rules: &[Limited], place: usize, before: i32, now: i32, tell: &mut impl FnMut(Doubt)) {
    let (low, high) = (before.min(now), before.max(now));
    for (rule, limit) in rules {
        let steep = rule
            .factor
            .is_some_and(|factor| i64::from(high) > i64::from(low) * i64::from(factor));
        if limit[place].is_some_and(|limit| high - low > limit) && steep {
            tell((place, &rule.id, now));
        }
    }
}

/// Per pollutant, the value up to which no simple rule speaks.
fn quiet(simple: &[(&'static Rule, [Vec<i32>; 6])]) -> [i32; 6] {
    std::array::from_fn(|place| {
        let limits = simple.iter().flat_map(|(_, limits)| &limits[place]);
        limits.min().map_or(i32::MAX, |&limit| limit - 1)
    })
}
