//! Who may see and do what: accounts, sessions, one-time passwords, OpenID Connect, rights as policy data, and the
//! audit log.
//!
//! It answers questions and keeps records; it speaks no HTTP, shows no page and knows no sentence for people. It never
//! keeps a password, a session's id or a one-time code in clear, makes no account by itself except the first
//! administrator, and never changes or removes a line of the audit log. Time is an argument.
#![expect(
    clippy::disallowed_methods,
    reason = "an administrator's policies are a file"
)]

mod secret;
mod settings;
mod error;
mod role;
mod account;
mod store;
mod accounts;
mod password;
mod attempts;
mod sign_in;
mod totp;
mod sessions;
mod identity;
mod openid;
mod action;
mod policy;
mod audit;

pub use account::{Account, OneTime, Standing, Who};
pub use accounts::{Change, NewAccount};
pub use action::{Action, Resource};
pub use audit::{Broken, Chain, Entry, Filter, Line, Outcome};
pub use error::{AccessError, PasswordFault, StandingFault};
pub use identity::Identity;
pub use openid::{Departure, Kept, OpenIdError, Provider, Subject};
pub use policy::{Policy, PolicyError};
pub use role::Role;
pub use secret::Secret;
pub use sessions::Sessions;
pub use settings::{Cost, LockOut, Settings};
pub use sign_in::{Attempt, Refused};
pub use store::Access;
pub use totp::Enrolment;
