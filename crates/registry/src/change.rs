//! Who changed the register, when and why.

/// Where facts come from, which is said wherever they are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Facts of the world.
    #[default]
    Real,
    /// Made by a simulation.
    Simulated,
}

impl Origin {
    /// Its id in tables.
    pub fn id(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Simulated => "simulated",
        }
    }

    /// The origin of an id.
    pub fn of(id: &str) -> Option<Self> {
        [Self::Real, Self::Simulated]
            .into_iter()
            .find(|origin| origin.id() == id)
    }
}

/// The circumstances of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct By {
    /// Who makes it.
    pub who: String,
    /// Why.
    pub why: String,
    /// The moment, in microseconds since 1970 UTC.
    pub at: i64,
    /// The file it comes from.
    pub source: Option<String>,
    /// The SHA-256 of the file.
    pub sha256: Option<String>,
    /// Where the facts come from.
    pub origin: Origin,
}
