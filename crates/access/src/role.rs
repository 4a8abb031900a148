//! The roles, by their ids. What a role may do stands in the policy, not here.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What somebody is to the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Keeps accounts, the audit log and everything else.
    Administrator,
    /// An officer of a province.
    Province,
    /// An officer of a city.
    City,
    /// An officer of a county.
    County,
    /// An enterprise, which sees itself.
    Enterprise,
    /// Looks at everything in a region and edits nothing.
    Inspector,
    /// Anybody, without an account.
    Public,
}

impl Role {
    /// All roles, in the order in which lists show them.
    pub const ALL: [Self; 7] = [
        Self::Administrator,
        Self::Province,
        Self::City,
        Self::County,
        Self::Enterprise,
        Self::Inspector,
        Self::Public,
    ];

    /// Gives the id that policies, tables and configuration use.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Enterprise => "enterprise",
            Self::Inspector => "inspector",
            Self::Public => "public",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(id: &str) -> Result<Self, UnknownRole> {
        let found = Self::ALL.into_iter().find(|role| role.id() == id);
        found.ok_or_else(|| UnknownRole { id: id.to_owned() })
    }
}

/// No role has this id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no role '{id}'")]
pub struct UnknownRole {
    /// The id given.
    pub id: String,
}
