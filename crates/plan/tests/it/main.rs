//! The plan crate as its users meet it: folders and tables in, problems, outcomes and figures out.
#![expect(
    clippy::disallowed_methods,
    reason = "tests write folders of plans and read the material beside the repository"
)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be prepared has failed"
)]

mod tiny;
mod codes;
mod mutations;
mod shanxi;
mod solver;
mod judge;
mod twin;
mod counting;
mod lists;
mod gate;
mod text;
mod folder;
mod trend;
mod fuzz;
mod figures;
mod project;
