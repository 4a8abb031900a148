//! The wide layout: rows are (hour, type), columns are sites. The rows of one hour are gathered, then given out as
//! one row per site that has any value.

use crate::{
    batch::Row,
    decode::decode,
    defect::Reason,
    loader::Loader,
    plan::{SitePlace, Target},
    record::Record,
};

/// The hour being gathered.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    /// Per site column, its site number, found when the first record comes.
    sites: Vec<u32>,
    rows: Vec<Row>,
    time: Option<i64>,
}

impl Loader<'_> {
    /// Takes a record of the wide layout.
    pub(crate) fn wide_record(&mut self, record: &impl Record, row: u32) {
        let Some(time) = self.time(record, row) else {
            return;
        };
        if self.grid.time != Some(time) {
            self.flush_grid();
            self.begin_hour(time, row);
        }
        let SitePlace::Wide { kind, sites } = &self.plan.site else {
            return;
        };
        let kind = record.field(*kind).trim_ascii();
        for cell in self
            .plan
            .cells
            .iter()
            .filter(|cell| cell.name.as_bytes() == kind)
        {
            for (&place, gathered) in sites.iter().zip(&mut self.grid.rows) {
                let text = record.field(place).trim_ascii();
                let mut values = Row::default();
                let problem = decode(&self.plan, cell, text, &mut values)
                    .and_then(|()| merge(gathered, &values, cell.target));
                if let Err(reason) = problem {
                    self.teller
                        .tell(Some(row), Some(&self.plan.header[place]), text, reason);
                }
            }
        }
    }

    /// Gives out the hour gathered so far.
    pub(crate) fn flush_grid(&mut self) {
        self.grid.time = None;
        for row in std::mem::take(&mut self.grid.rows) {
            if row.has_value() {
                self.push(&row, Vec::new);
            }
        }
    }

    fn begin_hour(&mut self, time: i64, row: u32) {
        if self.grid.sites.is_empty() {
            self.grid.sites = self.wide_sites();
        }
        let rows = self.grid.sites.iter().map(|&site| Row {
            site,
            time,
            number: row,
            ..Row::default()
        });
        self.grid.rows = rows.collect();
        self.grid.time = Some(time);
    }

    fn wide_sites(&mut self) -> Vec<u32> {
        let SitePlace::Wide { sites, .. } = &self.plan.site else {
            return Vec::new();
        };
        let places = sites.clone();
        let names: Vec<String> = places
            .iter()
            .map(|&place| self.plan.header[place].clone())
            .collect();
        let numbered = places.into_iter().zip(names);
        numbered
            .map(|(place, name)| self.site(name.as_bytes(), Some(place), 1))
            .collect()
    }
}

impl Row {
    fn has_value(&self) -> bool {
        let concentrations = self.values.iter().chain([&self.o3_8h]);
        concentrations.flatten().next().is_some()
            || self
                .iaqi
                .iter()
                .chain([&self.aqi])
                .flatten()
                .next()
                .is_some()
    }
}

/// Adds one value to the gathered row; a second value of one kind is a duplicate, and the first stays.
fn merge(gathered: &mut Row, values: &Row, target: Target) -> Result<(), Reason> {
    match target {
        Target::Value(place) => keep(&mut gathered.values[place], values.values[place]),
        Target::O3EightHours => keep(&mut gathered.o3_8h, values.o3_8h),
        Target::Aqi => keep(&mut gathered.aqi, values.aqi),
        Target::Iaqi(place) => keep(&mut gathered.iaqi[place], values.iaqi[place]),
        Target::Weather(place) => keep(&mut gathered.weather[place], values.weather[place]),
        Target::Wind => keep(&mut gathered.wind, values.wind),
    }
}

fn keep<T: Copy + PartialEq>(kept: &mut Option<T>, new: Option<T>) -> Result<(), Reason> {
    match (*kept, new) {
        (None, new) => *kept = new,
        (Some(_), None) => {}
        (Some(old), Some(new)) if old == new => return Err(Reason::Duplicate),
        (Some(_), Some(_)) => return Err(Reason::ConflictingDuplicate),
    }
    Ok(())
}
