//! Tests of the regions and zones: the lists against their sources, the names people type, the faults a file may have,
//! and the geometry against other programs.

mod archives;
mod codes;
mod data_files;
mod distance;
mod gcj02;
mod independent;
mod lists;
mod names;
mod outlines;
mod places;
mod points;
mod zones;
