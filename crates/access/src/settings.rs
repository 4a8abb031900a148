//! How careful the house is: cost of a hash, lock-out, passwords, the length of sessions.

use std::time::Duration;

/// How careful the house is.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What one check of a password costs.
    pub cost: Cost,
    /// When somebody who guesses is shut out.
    pub lock_out: LockOut,
    /// The least characters of a password.
    pub password_length: usize,
    /// How long a session lives without a request.
    pub idle: Duration,
    /// How long a session lives at all.
    pub absolute: Duration,
    /// The name of this installation in an authenticator's list.
    pub issuer: String,
    /// How long a writer waits for another one.
    pub wait: Duration,
}

/// What one argon2id hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes in parallel.
    pub lanes: u32,
}

/// When somebody who guesses is shut out: at `failures` for the `first` while, which every further failure doubles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockOut {
    /// Failures of one account's name that shut it.
    pub failures: u32,
    /// Failures from one source address that shut it; more, since a whole office may share one.
    pub address_failures: u32,
    /// The first while.
    pub first: Duration,
    /// The longest while; failures older than it are forgotten.
    pub longest: Duration,
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

impl Default for Settings {
    fn default() -> Self {
        Self {
            cost: Cost::default(),
            lock_out: LockOut::default(),
            password_length: 12,
            idle: Duration::from_secs(30 * MINUTE),
            absolute: Duration::from_secs(12 * HOUR),
            issuer: "lantian".to_owned(),
            wait: Duration::from_secs(5),
        }
    }
}

impl Default for Cost {
    /// What the library recommends.
    fn default() -> Self {
        Self {
            memory_kib: argon2::Params::DEFAULT_M_COST,
            passes: argon2::Params::DEFAULT_T_COST,
            lanes: argon2::Params::DEFAULT_P_COST,
        }
    }
}

impl Default for LockOut {
    fn default() -> Self {
        Self {
            failures: 5,
            address_failures: 50,
            first: Duration::from_secs(15 * MINUTE),
            longest: Duration::from_secs(24 * HOUR),
        }
    }
}
