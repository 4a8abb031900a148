//! What must hold between entries: codes are unique, parents and successors exist, zones name regions rightly.

use std::collections::BTreeMap;

use super::{
    level::{Level, within},
    read::{Fault, Member, Problem, Region, Zone},
};

/// A zone with the members of the zones it includes, in the order of codes.
pub(crate) struct Memberships {
    pub(crate) zone: Zone,
    pub(crate) members: Vec<Member>,
}

/// Sorts the regions by code and checks them against each other.
pub(crate) fn regions(regions: &mut [Region]) -> Result<(), Fault> {
    regions.sort_by_key(|region| region.code);
    for pair in regions.windows(2) {
        if let [first, second] = pair
            && first.code == second.code
        {
            return Err(fault(
                second,
                Problem::DuplicateCode {
                    first: first.file.clone(),
                },
            ));
        }
    }
    let regions = &*regions;
    regions.iter().try_for_each(|region| {
        succeeded(region, regions)?;
        nested(region, regions)
    })
}

fn succeeded(region: &Region, regions: &[Region]) -> Result<(), Fault> {
    match region.successor {
        Some(successor) if find(regions, successor).is_none() => {
            Err(fault(region, Problem::UnknownSuccessor { successor }))
        }
        _ => Ok(()),
    }
}

fn nested(region: &Region, regions: &[Region]) -> Result<(), Fault> {
    let level = Level::of(region.code);
    let above = |candidate: &Region| {
        matches!(Level::of(candidate.code), Level::Province | Level::City)
            && Level::of(candidate.code) < level
            && within(candidate.code, region.code)
    };
    if level <= Level::Province || regions.iter().any(above) {
        return Ok(());
    }
    Err(fault(region, Problem::NoParent))
}

/// Checks the members of every zone and joins those of included zones.
pub(crate) fn zones(zones: &[Zone], regions: &[Region]) -> Result<Vec<Memberships>, Fault> {
    let by_id: BTreeMap<&str, &Zone> = zones.iter().map(|zone| (zone.id.as_str(), zone)).collect();
    zones
        .iter()
        .map(|zone| memberships(zone, &by_id, regions))
        .collect()
}

fn memberships(
    zone: &Zone,
    by_id: &BTreeMap<&str, &Zone>,
    regions: &[Region],
) -> Result<Memberships, Fault> {
    let mut members = zone.members.clone();
    for id in &zone.includes {
        let included = by_id
            .get(id.as_str())
            .filter(|included| included.includes.is_empty());
        let Some(included) = included else {
            return Err(Fault::new(
                &zone.file,
                "header",
                Problem::UnknownZone { id: id.clone() },
            ));
        };
        members.extend(included.members.iter().cloned());
    }
    if members.is_empty() {
        return Err(Fault::new(
            &zone.file,
            "header",
            Problem::Blank { key: "members" },
        ));
    }
    members.sort_by_key(|member| (member.code, member.since));
    let problem = |member: &Member, problem| {
        Fault::new(
            &zone.file,
            &format!("{} {}", member.code, member.zh),
            problem,
        )
    };
    for member in &members {
        named(member, regions).map_err(|found| problem(member, found))?;
    }
    for pair in members.windows(2) {
        if let [first, second] = pair
            && overlap(first, second)
        {
            return Err(problem(second, Problem::Overlap));
        }
    }
    Ok(Memberships {
        zone: zone.clone(),
        members,
    })
}

fn named(member: &Member, regions: &[Region]) -> Result<(), Problem> {
    let region = find(regions, member.code).ok_or(Problem::UnknownMember)?;
    if member.zh == region.zh || member.zh == region.short {
        return Ok(());
    }
    Err(Problem::WrongName {
        zh: region.zh.clone(),
    })
}

fn overlap(first: &Member, second: &Member) -> bool {
    first.code == second.code && first.until.is_none_or(|until| second.since < until)
}

fn find(regions: &[Region], code: u32) -> Option<&Region> {
    regions.iter().find(|region| region.code == code)
}

fn fault(region: &Region, problem: Problem) -> Fault {
    Fault::new(
        &region.file,
        &format!("{} {}", region.code, region.zh),
        problem,
    )
}
