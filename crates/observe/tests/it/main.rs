//! Reading archives, good and bad: every value that loads was in the file, every one that does not has a defect.

mod collect;
mod archives;
mod bad_inputs;
mod forms;
mod properties;
