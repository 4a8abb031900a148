//! The row pipeline: records go in one by one, batches, defects and flags go out.
//!
//! It knows nothing of files: CSV records and rows from another source (Parquet) take the same way.

use units::Pollutant;

use crate::{
    batch::{BATCH_ROWS, Batch, Event, Row, Summary},
    clock::{Clock, Columns, joined},
    decode::decode,
    defect::Reason,
    error::ObserveError,
    flag::{Checks, Flag},
    mapping::{Basis, Granularity, Level, Mapping},
    plan::{Plan, SitePlace},
    record::{Record, record_text},
    seen::Seen,
    site::Sites,
    teller::Teller,
    warning::Shares,
    wide::Grid,
};

/// Everything that reading one file remembers.
pub(crate) struct Loader<'a> {
    pub(crate) plan: Plan,
    pub(crate) teller: Teller<'a>,
    pub(crate) grid: Grid,
    sites: Sites,
    clock: Clock,
    seen: Seen,
    checks: Checks,
    shares: Shares,
    kind: (Level, Granularity, Basis),
    batch: Batch,
    flags: Vec<Flag>,
    pub(crate) summary: Summary,
}

impl<'a> Loader<'a> {
    pub(crate) fn new(
        mapping: &Mapping,
        header: Vec<String>,
        file: &'a str,
        sink: &'a mut dyn FnMut(Event),
    ) -> Result<Self, ObserveError> {
        let stem = stem(file);
        let plan = Plan::new(mapping, header, file, stem)?;
        let offset = mapping
            .offset_minutes()
            .expect("a mapping is checked when it is made");
        let granularity = mapping.time.granularity;
        let mut teller = Teller::new(file, sink);
        for column in &plan.absent {
            teller.tell(
                Some(1),
                Some(column),
                column.as_bytes(),
                Reason::MissingColumn,
            );
        }
        Ok(Self {
            batch: Batch::new(mapping.level, granularity, mapping.basis, plan.has),
            grid: Grid::default(),
            sites: Sites::new(mapping.level, &mapping.site.prefix, stem),
            clock: Clock::new(&mapping.time, offset),
            seen: Seen::default(),
            checks: Checks::new(granularity),
            shares: Shares::new(granularity),
            kind: (mapping.level, granularity, mapping.basis),
            flags: Vec::new(),
            summary: Summary {
                mapping: mapping.id.clone(),
                ..Summary::default()
            },
            plan,
            teller,
        })
    }

    /// Takes the record that is number `row` of the file.
    pub(crate) fn record(&mut self, record: &impl Record, row: u32) {
        self.summary.rows_read += 1;
        if !self.right_width(record, row) {
            return;
        }
        if let SitePlace::Wide { .. } = self.plan.site {
            return self.wide_record(record, row);
        }
        let Some(time) = self.time(record, row) else {
            return;
        };
        let Some(site) = self.long_site(record, row) else {
            return;
        };
        let mut values = Row {
            site,
            time,
            number: row,
            ..Row::default()
        };
        for cell in &self.plan.cells {
            let text = record.field(cell.place).trim_ascii();
            if let Err(reason) = decode(&self.plan, cell, text, &mut values) {
                self.teller.tell(Some(row), Some(&cell.name), text, reason);
            }
        }
        self.push(&values, || record_text(record));
    }

    /// Ends the file and says what it held.
    pub(crate) fn finish(mut self) -> Summary {
        self.flush_grid();
        self.flush();
        self.teller.flush();
        self.summary.defects = self.teller.count;
        self.summary.warnings = self.shares.warnings();
        self.summary
    }

    pub(crate) fn time(&mut self, record: &impl Record, row: u32) -> Option<i64> {
        let (value, place) = match self.plan.time {
            Columns::Date { date } => (self.clock.date(record.field(date)), date),
            Columns::DateHour { date, hour } => {
                let value = self.clock.hour(record.field(date), record.field(hour));
                (
                    value,
                    if value == Err(Reason::BadHour) {
                        hour
                    } else {
                        date
                    },
                )
            }
            Columns::Timestamp { timestamp } => {
                (self.clock.timestamp(record.field(timestamp)), timestamp)
            }
            Columns::Parts {
                year,
                month,
                day,
                hour,
            } => {
                let field =
                    |place: Option<usize>| place.map_or(&b"1"[..], |place| record.field(place));
                let date = joined(record.field(year), record.field(month), field(day));
                let date = if day.is_some() {
                    &date[..]
                } else {
                    &date[..date.len() - 2]
                };
                match hour {
                    Some(hour) => {
                        let value = self.clock.hour(date, record.field(hour));
                        (
                            value,
                            if value == Err(Reason::BadHour) {
                                hour
                            } else {
                                day.unwrap_or(month)
                            },
                        )
                    }
                    None => (self.clock.date(date), day.unwrap_or(month)),
                }
            }
        };
        match value {
            Ok(time) => Some(time),
            Err(reason) => {
                self.teller.tell(
                    Some(row),
                    Some(&self.plan.header[place]),
                    record.field(place),
                    reason,
                );
                None
            }
        }
    }

    /// The number of the site of this name.
    pub(crate) fn site(&mut self, name: &[u8], column: Option<usize>, row: u32) -> u32 {
        let (site, reason) = self.sites.find(name);
        if let Some(reason) = reason {
            let column = column.map(|place| self.plan.header[place].as_str());
            self.teller.tell(Some(row), column, name, reason);
        }
        site
    }

    /// Gives out a row, unless it repeats an earlier one; `raw` is what the file had.
    pub(crate) fn push(&mut self, row: &Row, raw: impl FnOnce() -> Vec<u8>) {
        if let Some(reason) = self.seen.note(row.site, row.time, row.digest()) {
            return self.teller.tell(Some(row.number), None, &raw(), reason);
        }
        let (sites, flags) = (self.sites.ids(), &mut self.flags);
        self.checks.check(row, |(place, rule, value)| {
            let site = sites[row.site as usize].clone();
            flags.push(Flag {
                site,
                time: row.time,
                pollutant: Pollutant::SIX[place],
                rule,
                value,
                row: row.number,
            });
        });
        self.shares.count(row);
        self.batch.push(row);
        self.summary.rows_loaded += 1;
        self.summary.first = Some(
            self.summary
                .first
                .map_or(row.time, |first| first.min(row.time)),
        );
        self.summary.last = Some(
            self.summary
                .last
                .map_or(row.time, |last| last.max(row.time)),
        );
        if self.batch.len() >= BATCH_ROWS {
            self.flush();
        }
    }

    fn long_site(&mut self, record: &impl Record, row: u32) -> Option<u32> {
        let place = match &self.plan.site {
            SitePlace::Column(place) => *place,
            SitePlace::Constant(name) => {
                let name = name.clone();
                return Some(self.site(&name, None, row));
            }
            SitePlace::Wide { .. } => return None,
        };
        let name = record.field(place).trim_ascii();
        if self.plan.missing.has(name) {
            self.teller.tell(
                Some(row),
                Some(&self.plan.header[place]),
                name,
                Reason::MissingSite,
            );
            return None;
        }
        Some(self.site(name, Some(place), row))
    }

    /// Fields beyond the header are forgiven if they are empty.
    fn right_width(&mut self, record: &impl Record, row: u32) -> bool {
        let (width, found) = (self.plan.width, record.width());
        let right = found >= width && (width..found).all(|place| record.field(place).is_empty());
        if !right {
            self.teller.tell(
                Some(row),
                None,
                &record_text(record),
                Reason::WrongFieldCount,
            );
        }
        right
    }

    fn flush(&mut self) {
        if !self.batch.is_empty() {
            let (level, granularity, basis) = self.kind;
            let next = Batch::new(level, granularity, basis, self.plan.has);
            let mut batch = std::mem::replace(&mut self.batch, next);
            batch.sites = self.sites.ids().to_vec();
            (self.teller.sink)(Event::Batch(batch));
        }
        self.teller.flush();
        if !self.flags.is_empty() {
            self.summary.flags += self.flags.len() as u64;
            (self.teller.sink)(Event::Flags(std::mem::take(&mut self.flags)));
        }
    }
}

/// The file's name without folders and extensions.
fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
