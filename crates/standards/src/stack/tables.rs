//! The tables that the build writes from `standards/stack`.

include!(concat!(env!("OUT_DIR"), "/stack.rs"));
