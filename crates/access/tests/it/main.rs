//! Tests of accounts, sessions, rights and the audit log.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read files and start programs"
)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be prepared has failed"
)]

mod backend;
#[path = "../../../registry/tests/it/store/postgres.rs"]
mod postgres;
mod accounts;
mod sign_in;
mod totp;
mod sessions;
mod audit;
mod openid;
mod rights;
mod policy;
mod doors;
