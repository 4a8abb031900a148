//! Whether role, region and facility of an account fit each other. What a role may do is not decided here.

use regions::{Level, RegionCode};

use crate::{AccessError, Role, Standing, StandingFault};

/// Refuses what no policy could make sense of.
pub(super) fn check_standing(standing: &Standing) -> Result<(), AccessError> {
    let role = standing.role;
    let checked = match role {
        Role::Province => check_region(standing.region, Some(Level::Province)),
        Role::City => check_region(standing.region, Some(Level::City)),
        Role::County => check_region(standing.region, Some(Level::County)),
        Role::Inspector if standing.region.is_none() => Err(StandingFault::RegionMissing),
        Role::Administrator | Role::Inspector | Role::Enterprise => {
            check_region(standing.region, None)
        }
        Role::Public => Err(StandingFault::Public),
    };
    let checked = checked.and(match (role, &standing.entity) {
        (Role::Enterprise, None) => Err(StandingFault::EntityMissing),
        (Role::Enterprise, Some(_)) | (_, None) => Ok(()),
        (_, Some(_)) => Err(StandingFault::EntityUnasked),
    });
    checked.map_err(|fault| AccessError::Standing { role, fault })
}

/// A region of the table, and of the level that a role needs.
fn check_region(region: Option<RegionCode>, level: Option<Level>) -> Result<(), StandingFault> {
    let Some(region) = region else {
        return match level {
            None => Ok(()),
            Some(_) => Err(StandingFault::RegionMissing),
        };
    };
    let known = regions::by_code(region).ok_or(StandingFault::RegionUnknown { region })?;
    if level.is_some_and(|level| level != known.level) {
        return Err(StandingFault::RegionLevel { region });
    }
    Ok(())
}
