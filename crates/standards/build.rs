//! Turns the dated, cited law in `standards/` into constant tables, and fails the build on an unknown
//! key, a missing citation, an overlap or a wrong order.

#[path = "build/index.rs"]
mod index;
#[path = "build/statistics.rs"]
mod statistics;
#[path = "build/stack.rs"]
mod stack;

fn main() {
    index::generate();
    statistics::generate();
    stack::generate();
}
