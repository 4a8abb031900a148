//! The archive: what is kept, what is skipped, what is cut, and what checking finds.

mod days;
mod kept;
mod torn;
mod tampered;
mod independent;
mod kill;
