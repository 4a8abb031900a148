//! Tells the caller what is wrong, in bundles.

use crate::{
    batch::{BATCH_ROWS, Event},
    defect::{Defect, Reason, excerpt},
};

/// Says what is wrong, in bundles.
pub(crate) struct Teller<'a> {
    file: &'a str,
    pub(crate) sink: &'a mut dyn FnMut(Event),
    defects: Vec<Defect>,
    pub(crate) count: u64,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(file: &'a str, sink: &'a mut dyn FnMut(Event)) -> Self {
        Self {
            file,
            sink,
            defects: Vec::new(),
            count: 0,
        }
    }

    pub(crate) fn tell(
        &mut self,
        row: Option<u32>,
        column: Option<&str>,
        raw: &[u8],
        reason: Reason,
    ) {
        self.count += 1;
        self.defects.push(Defect {
            file: self.file.to_owned(),
            row,
            column: column.map(str::to_owned),
            text: excerpt(raw),
            reason,
        });
        if self.defects.len() >= BATCH_ROWS {
            self.flush();
        }
    }

    /// Gives out what has gathered.
    pub(crate) fn flush(&mut self) {
        if !self.defects.is_empty() {
            (self.sink)(Event::Defects(std::mem::take(&mut self.defects)));
        }
    }
}
