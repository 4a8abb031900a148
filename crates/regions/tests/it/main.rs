//! Tests of the regions and zones: the lists against their sources, the names people type, the faults a file may have.

mod archives;
mod codes;
mod data_files;
mod distance;
mod lists;
mod names;
mod zones;
