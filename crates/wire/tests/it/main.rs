//! The codecs against frames from outside: public gateways' traffic, the standards' own examples, and
//! properties that hold for any bytes. Where the shared archive is missing, the tests that need it say so.
#![expect(
    clippy::unwrap_used,
    reason = "in a test a value that is missing is the failure"
)]
#![expect(
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests read the shared archive, and say when it is not there"
)]

mod hj212;
mod vehicle;
mod corpus;
