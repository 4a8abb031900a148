//! Reference oxygen and hourly limits of the standards by kind of equipment.
//!
//! Which kind an outlet is, and which class of limit binds it, is a fact of its permit and not decided here.

use units::{Day, Exact};

use super::{
    Name,
    tables::{LIMITS, OXYGEN},
};
use crate::limits::Source;

/// The oxygen that a kind of equipment is folded to.
#[derive(Clone, Copy, Debug)]
pub struct ReferenceOxygen {
    /// The kind of equipment.
    pub equipment: &'static str,
    /// Its name.
    pub name: Name,
    /// In per cent; `None` where its standard has none and nothing is folded.
    pub percent: Option<Exact>,
    /// First day in force.
    pub since: Day,
    /// Where it is written.
    pub source: Source,
}

/// An hourly limit of a standard.
#[derive(Clone, Copy, Debug)]
pub struct StandardLimit {
    /// The kind of equipment.
    pub equipment: &'static str,
    /// The factor's code.
    pub factor: &'static str,
    /// The class of limit.
    pub class: LimitClass,
    /// mg/m³, folded.
    pub value: Exact,
    /// First day in force.
    pub since: Day,
    /// Where it is written.
    pub source: Source,
}

/// Class of an emission limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LimitClass {
    /// The standard's own limit (排放限值).
    General,
    /// The special limit of key regions (特别排放限值).
    Special,
    /// Ultra-low emission (超低排放).
    UltraLow,
}

/// A kind of equipment has no reference oxygen on a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownEquipment {
    /// No such kind.
    #[error("there is no kind of equipment {equipment:?}; expected one of {known}")]
    Unknown {
        /// What was given.
        equipment: String,
        /// The kinds that there are.
        known: String,
    },
    /// The day lies before the first rule.
    #[error(
        "the reference oxygen of {equipment} is not in force on {day}; the first day in force is {first}"
    )]
    NotYet {
        /// The kind of equipment.
        equipment: String,
        /// The day asked for.
        day: Day,
        /// The first day in force.
        first: Day,
    },
}

/// The reference oxygen of a kind of equipment on a day.
///
/// # Errors
///
/// An unknown kind, or a day before the first in force.
pub fn reference_oxygen(
    equipment: &str,
    day: Day,
) -> Result<&'static ReferenceOxygen, UnknownEquipment> {
    let of_kind = || OXYGEN.iter().filter(|row| row.equipment == equipment);
    if let Some(found) = of_kind().rev().find(|row| row.since <= day) {
        return Ok(found);
    }
    Err(of_kind().next().map_or_else(
        || UnknownEquipment::Unknown {
            equipment: equipment.to_owned(),
            known: known(),
        },
        |first| UnknownEquipment::NotYet {
            equipment: equipment.to_owned(),
            day,
            first: first.since,
        },
    ))
}

/// Every reference oxygen, by kind and then by day.
pub fn reference_oxygens() -> &'static [ReferenceOxygen] {
    OXYGEN
}

/// The limits of one class for a kind of equipment on a day, one for each factor limited.
pub fn standard_limits(
    equipment: &str,
    class: LimitClass,
    day: Day,
) -> impl Iterator<Item = &'static StandardLimit> {
    let in_force = move |limit: &&StandardLimit| limit.since <= day;
    LIMITS
        .iter()
        .filter(move |limit| limit.equipment == equipment && limit.class == class)
        .filter(in_force)
        .filter(move |limit| {
            let replaces = |other: &&StandardLimit| {
                (other.equipment, other.class, other.factor)
                    == (limit.equipment, limit.class, limit.factor)
                    && other.since > limit.since
            };
            !LIMITS.iter().filter(in_force).any(|other| replaces(&other))
        })
}

fn known() -> String {
    let mut kinds: Vec<&str> = OXYGEN.iter().map(|row| row.equipment).collect();
    kinds.dedup();
    kinds.join(", ")
}
