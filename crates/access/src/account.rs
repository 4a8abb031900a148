//! An account, and who asks. Neither carries a password or its hash.

use jiff::Timestamp;
use regions::RegionCode;

use crate::{Role, Secret};

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number, which is never given twice.
    pub id: i64,
    /// The name to sign in with, in lower case; it never changes.
    pub name: String,
    /// The name to show.
    pub shown_name: String,
    /// What it may do, and where.
    pub standing: Standing,
    /// Whether it may not sign in.
    pub disabled: bool,
    /// Whether it may do nothing before it has a password of its own.
    pub must_change_password: bool,
    /// Whether a one-time code is asked for.
    pub has_totp: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When somebody last signed in with it.
    pub last_sign_in: Option<Timestamp>,
    /// Rises with everything that ends the account's sessions.
    pub(crate) epoch: i64,
}

/// What somebody may do, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// The role.
    pub role: Role,
    /// The region, for officers and inspectors.
    pub region: Option<RegionCode>,
    /// The facility's key in the register, for an enterprise.
    pub entity: Option<String>,
    /// The id of the body for which somebody reports.
    pub body: Option<String>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The account, if somebody signed in.
    pub account: Option<Account>,
    /// What they may do: the account's standing, or the public's as long as a new password is due.
    pub standing: Standing,
}

/// An account that was made or reset, with the password for its next sign-in, which is shown once and not kept.
#[derive(Clone, Debug)]
pub struct OneTime {
    /// The account.
    pub account: Account,
    /// The password.
    pub password: Secret,
}

impl Standing {
    /// Gives the standing of the public: the whole country, without an account.
    pub const fn public() -> Self {
        Self {
            role: Role::Public,
            region: None,
            entity: None,
            body: None,
        }
    }
}

impl Who {
    /// Gives somebody who did not sign in.
    pub const fn public() -> Self {
        Self {
            account: None,
            standing: Standing::public(),
        }
    }

    /// Gives the holder of an account. Until a new password is set they may do no more than the public.
    pub fn of(account: Account) -> Self {
        let standing = if account.must_change_password || account.disabled {
            Standing::public()
        } else {
            account.standing.clone()
        };
        Self {
            account: Some(account),
            standing,
        }
    }
}
