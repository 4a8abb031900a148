//! Reading a file by a mapping.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use crate::{
    batch::{Event, Summary},
    defect::Reason,
    error::ObserveError,
    input::Input,
    loader::Loader,
    mapping::Mapping,
};

/// Reads a file, plain or gzip, in UTF-8, UTF-16 or GBK, and gives its rows, defects and flags to `sink`.
///
/// # Errors
/// [`ObserveError`] if nothing of the file can be read: it does not open, is empty, or lacks a column that every row
/// needs. Whatever is wrong with single rows is told to `sink`.
pub fn read(
    path: &Path,
    mapping: &Mapping,
    sink: &mut dyn FnMut(Event),
) -> Result<Summary, ObserveError> {
    let source = open(path)?;
    read_from(source, &path.to_string_lossy(), mapping, sink)
}

/// Reads the bytes of a file called `file`, as [`read`] does.
///
/// # Errors
/// As [`read`].
pub fn read_from(
    source: impl Read,
    file: &str,
    mapping: &Mapping,
    sink: &mut dyn FnMut(Event),
) -> Result<Summary, ObserveError> {
    let mut input = Input::open(source, file)?;
    let text = std::mem::replace(&mut input.text, Box::new(io::empty()));
    let mut records = Records::new(text, mapping.delimiter);
    let header = records.header(file)?;
    let mut loader = Loader::new(mapping, header, file, sink)?;
    let stop = records.each(|record, row| loader.record(record, row));
    if let Some(stop) = stop {
        let text = format!(
            "row {}, byte {} of the text: {}",
            stop.row, stop.byte, stop.error
        );
        loader.teller.tell(
            Some(stop.row),
            None,
            text.as_bytes(),
            stop.reason(input.gzip),
        );
    }
    if input.garbled.get() {
        loader
            .teller
            .tell(None, None, input.encoding.as_bytes(), Reason::InvalidUtf8);
    }
    drop(records);
    let mut summary = loader.finish();
    summary.encoding = input.encoding;
    (summary.sha256, summary.bytes) = input.finish();
    Ok(summary)
}

/// Reads rows that another source has split into fields already; the first is taken as row 2.
///
/// # Errors
/// As [`read`], for the header.
pub fn read_rows(
    header: Vec<String>,
    rows: impl IntoIterator<Item = Vec<Option<String>>>,
    mapping: &Mapping,
    file: &str,
    sink: &mut dyn FnMut(Event),
) -> Result<Summary, ObserveError> {
    let mut loader = Loader::new(mapping, header, file, sink)?;
    for (row, number) in rows.into_iter().zip(2..) {
        loader.record(&row, number);
    }
    let mut summary = loader.finish();
    summary.encoding = "UTF-8";
    Ok(summary)
}

/// The columns of a file, each without spaces around it.
pub(crate) fn header_of(path: &Path, delimiter: char) -> Result<Vec<String>, ObserveError> {
    let file = path.to_string_lossy();
    let input = Input::open(open(path)?, &file)?;
    Records::new(input.text, delimiter).header(&file)
}

fn open(path: &Path) -> Result<File, ObserveError> {
    File::open(path).map_err(|source| ObserveError::Open {
        path: path.to_owned(),
        source,
    })
}

/// The records of a text, numbered.
struct Records<'a> {
    csv: csv::Reader<Box<dyn Read + 'a>>,
    record: csv::ByteRecord,
    row: u32,
}

/// Where and why reading broke off.
struct Stop {
    row: u32,
    byte: u64,
    error: io::Error,
}

impl Stop {
    fn reason(&self, gzip: bool) -> Reason {
        match (gzip, self.error.kind()) {
            (false, _) => Reason::ReadStopped,
            (true, io::ErrorKind::UnexpectedEof) => Reason::TruncatedGzip,
            (true, _) => Reason::CorruptGzip,
        }
    }
}

impl<'a> Records<'a> {
    fn new(text: Box<dyn Read + 'a>, delimiter: char) -> Self {
        let csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(u8::try_from(delimiter).unwrap_or(b','))
            .buffer_capacity(1 << 16)
            .from_reader(text);
        Self {
            csv,
            record: csv::ByteRecord::new(),
            row: 0,
        }
    }

    fn header(&mut self, file: &str) -> Result<Vec<String>, ObserveError> {
        match self.next() {
            Ok(true) => {}
            Ok(false) => {
                return Err(ObserveError::Empty {
                    file: file.to_owned(),
                });
            }
            Err(stop) => {
                return Err(ObserveError::Read {
                    file: file.to_owned(),
                    source: stop.error,
                });
            }
        }
        let names = self
            .record
            .iter()
            .map(|name| String::from_utf8_lossy(name).trim().to_owned());
        let names: Vec<String> = names.collect();
        if names.iter().all(String::is_empty) && names.len() == 1 {
            return Err(ObserveError::Empty {
                file: file.to_owned(),
            });
        }
        Ok(names)
    }

    /// Hands out every record; gives the reason if reading broke off.
    fn each(&mut self, mut take: impl FnMut(&csv::ByteRecord, u32)) -> Option<Stop> {
        loop {
            match self.next() {
                Ok(true) => take(&self.record, self.row),
                Ok(false) => return None,
                Err(stop) => return Some(stop),
            }
        }
    }

    fn next(&mut self) -> Result<bool, Stop> {
        self.row = self.row.saturating_add(1);
        self.csv
            .read_byte_record(&mut self.record)
            .map_err(|error| Stop {
                row: self.row,
                byte: self.csv.position().byte(),
                error: match error.into_kind() {
                    csv::ErrorKind::Io(error) => error,
                    kind => io::Error::other(format!("{kind:?}")),
                },
            })
    }
}
