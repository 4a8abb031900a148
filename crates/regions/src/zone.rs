//! Zones: lists of regions that a legal document names together, each with the days on which it holds.
//!
//! Every interval is half-open: `until` is the first day on which a membership no longer holds.

use jiff::civil::Date;

use crate::{
    code::RegionCode,
    region::{Source, State, contains},
    tables::ZONES,
};

/// A dated list of regions that a document names together.
#[derive(Debug, PartialEq, Eq)]
pub struct Zone {
    /// The identity: the name of its file in `standards/zones`.
    pub id: &'static str,
    /// The Chinese name.
    pub zh: &'static str,
    /// The English name.
    pub en: &'static str,
    /// Whether the membership was seen in a source or is a reading still to be confirmed.
    pub state: State,
    /// The first day in force.
    pub since: Date,
    /// The first day no longer in force.
    pub until: Option<Date>,
    /// What a reader of the list should know.
    pub note: Option<&'static str>,
    /// The document that names the members.
    pub source: &'static Source,
    /// Every membership there ever was, in the order of codes.
    pub memberships: &'static [Member],
}

/// The membership of one region in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The region.
    pub code: RegionCode,
    /// The first day of membership.
    pub since: Date,
    /// The first day no longer a member.
    pub until: Option<Date>,
}

/// Says why a question about a zone has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// No zone has this id.
    #[error("no zone is called \"{id}\"; known are {}", ids())]
    Unknown {
        /// The id given.
        id: String,
    },
    /// The zone was not in force on that day.
    #[error("zone {id} was not in force on {on}: it holds from {since}{}", end(*until))]
    NotInForce {
        /// The zone.
        id: &'static str,
        /// The day asked for.
        on: Date,
        /// The first day in force.
        since: Date,
        /// The first day no longer in force.
        until: Option<Date>,
    },
}

/// Gives every zone in the order of ids.
pub fn zones() -> &'static [Zone] {
    &ZONES
}

/// Finds the zone called `id`.
///
/// # Errors
/// [`ZoneError::Unknown`], which lists the zones there are.
pub fn zone(id: &str) -> Result<&'static Zone, ZoneError> {
    ZONES
        .iter()
        .find(|zone| zone.id == id)
        .ok_or_else(|| ZoneError::Unknown { id: id.to_owned() })
}

/// Tells whether `code`, or the city or province it lies in, is a member of the zone `zone_id` on the day `on`.
///
/// # Errors
/// [`ZoneError`] if there is no such zone or it was not in force on that day.
pub fn in_zone(code: RegionCode, zone_id: &str, on: Date) -> Result<bool, ZoneError> {
    let mut members = zone(zone_id)?.members(on)?;
    Ok(members.any(|member| contains(member, code)))
}

impl Zone {
    /// Lists the members on the day `on` in the order of codes.
    ///
    /// # Errors
    /// [`ZoneError::NotInForce`] outside the days of the zone: an empty list would be a false answer.
    pub fn members(&self, on: Date) -> Result<impl Iterator<Item = RegionCode> + use<>, ZoneError> {
        if !holds(self.since, self.until, on) {
            return Err(ZoneError::NotInForce {
                id: self.id,
                on,
                since: self.since,
                until: self.until,
            });
        }
        let memberships = self.memberships;
        Ok(memberships
            .iter()
            .filter(move |member| member.in_force(on))
            .map(|member| member.code))
    }
}

impl Member {
    fn in_force(&self, on: Date) -> bool {
        holds(self.since, self.until, on)
    }
}

fn holds(since: Date, until: Option<Date>, on: Date) -> bool {
    since <= on && until.is_none_or(|end| on < end)
}

fn ids() -> String {
    let known: Vec<&str> = ZONES.iter().map(|zone| zone.id).collect();
    known.join(", ")
}

fn end(until: Option<Date>) -> String {
    until.map_or_else(String::new, |day| format!(" to the day before {day}"))
}
