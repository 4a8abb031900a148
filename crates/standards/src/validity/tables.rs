//! The tables that the build writes from `standards/{validity,hj663,ranking}`.

include!(concat!(env!("OUT_DIR"), "/statistics.rs"));
