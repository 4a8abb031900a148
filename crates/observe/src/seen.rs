//! Which site-times a file has already had, so that a repeated row is noticed.
//!
//! Files are mostly in order of time, so each site keeps an ascending list; the few rows out of order go to a map.

use std::collections::BTreeMap;

use crate::defect::Reason;

#[derive(Debug, Default)]
pub(crate) struct Seen {
    ascending: Vec<Vec<(i64, u64)>>,
    late: BTreeMap<(u32, i64), u64>,
}

impl Seen {
    /// Notes a row by the digest of its values; says whether it repeats an earlier one.
    pub(crate) fn note(&mut self, site: u32, time: i64, digest: u64) -> Option<Reason> {
        let place = site as usize;
        if place >= self.ascending.len() {
            self.ascending.resize_with(place + 1, Vec::new);
        }
        let times = &mut self.ascending[place];
        if times.last().is_none_or(|&(last, _)| last < time) {
            times.push((time, digest));
            return None;
        }
        let earlier = match times.binary_search_by_key(&time, |&(time, _)| time) {
            Ok(found) => Some(times[found].1),
            Err(_) => self.late.get(&(site, time)).copied(),
        };
        let Some(earlier) = earlier else {
            self.late.insert((site, time), digest);
            return None;
        };
        Some(if earlier == digest {
            Reason::Duplicate
        } else {
            Reason::ConflictingDuplicate
        })
    }
}
