//! From the bytes of a site's name to a place in the dictionary of sites.
//!
//! Archives list the same sites in the same order hour after hour, so the site that followed last time is tried
//! first; only a change of order costs a search.

use std::collections::BTreeMap;

use crate::{defect::Reason, mapping::Level};

/// All sites met so far.
#[derive(Debug)]
pub(crate) struct Sites {
    level: Level,
    prefix: String,
    names: Vec<Name>,
    by_name: BTreeMap<Box<[u8]>, u32>,
    last: Option<u32>,
    ids: Vec<String>,
    by_id: BTreeMap<String, u32>,
}

#[derive(Debug)]
struct Name {
    text: Box<[u8]>,
    site: u32,
    /// The name that came after it last time.
    follower: u32,
}

impl Sites {
    pub(crate) fn new(level: Level, prefix: &str, file_stem: &str) -> Self {
        Self {
            level,
            prefix: prefix.replace("{file}", file_stem),
            names: Vec::new(),
            by_name: BTreeMap::new(),
            last: None,
            ids: Vec::new(),
            by_id: BTreeMap::new(),
        }
    }

    /// The identifiers in the order of their numbers.
    pub(crate) fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The number of the site; with a reason if the name is new and odd.
    pub(crate) fn find(&mut self, text: &[u8]) -> (u32, Option<Reason>) {
        let (name, reason) = match self.guess(text) {
            Some(name) => (name, None),
            None => self.search(text),
        };
        if let Some(last) = self.last
            && let Some(before) = self.names.get_mut(last as usize)
        {
            before.follower = name;
        }
        self.last = Some(name);
        (self.names[name as usize].site, reason)
    }

    fn guess(&self, text: &[u8]) -> Option<u32> {
        let follower = self.names.get(self.last? as usize)?.follower;
        (*self.names.get(follower as usize)?.text == *text).then_some(follower)
    }

    fn search(&mut self, text: &[u8]) -> (u32, Option<Reason>) {
        if let Some(&name) = self.by_name.get(text) {
            return (name, None);
        }
        let (id, reason) = self.identify(text);
        let site = self.site(id);
        let name = next_number(self.names.len());
        self.names.push(Name {
            text: text.into(),
            site,
            follower: 0,
        });
        self.by_name.insert(text.into(), name);
        (name, reason)
    }

    fn identify(&self, text: &[u8]) -> (String, Option<Reason>) {
        let (name, garbled) = match std::str::from_utf8(text) {
            Ok(name) => (name.to_owned(), None),
            Err(_) => (
                String::from_utf8_lossy(text).into_owned(),
                Some(Reason::InvalidUtf8),
            ),
        };
        if self.level == Level::Station {
            return (format!("{}{name}", self.prefix), garbled);
        }
        match regions::resolve_exact(&name) {
            Some(code) => (code.to_string(), garbled),
            None => (
                format!("name:{name}"),
                garbled.or(Some(Reason::UnknownSite)),
            ),
        }
    }

    fn site(&mut self, id: String) -> u32 {
        if let Some(&site) = self.by_id.get(&id) {
            return site;
        }
        let site = next_number(self.ids.len());
        self.ids.push(id.clone());
        self.by_id.insert(id, site);
        site
    }
}

fn next_number(length: usize) -> u32 {
    u32::try_from(length).expect("a file names fewer than four thousand million sites")
}
