//! Days of entry into force: each entry begins after the one before it and ends before the next begins.

use toml::value::{Date, Datetime};

use super::cited::Fault;

/// First day in force and last, if it is known.
#[derive(Clone, Copy)]
pub(crate) struct Days {
    pub(crate) since: i32,
    pub(crate) until: Option<i32>,
}

/// Reads the days of an entry.
pub(crate) fn days(
    file: &str,
    entry: &str,
    since: Datetime,
    until: Option<Datetime>,
) -> Result<Days, Fault> {
    let read = |when: Datetime| {
        let date = when
            .date
            .filter(|_| when.time.is_none() && when.offset.is_none());
        date.map(day_number)
            .ok_or_else(|| Fault::new(file, entry, format!("{when} is not a day")))
    };
    let days = Days {
        since: read(since)?,
        until: until.map(read).transpose()?,
    };
    if days.until.is_some_and(|last| last < days.since) {
        return Err(Fault::new(file, entry, "`until` lies before `since`"));
    }
    Ok(days)
}

/// Checks that entries ascend without overlap, and ends one without an end before the next.
pub(crate) fn chain(file: &str, entry: &str, all: &mut [Days]) -> Result<(), Fault> {
    for next in 1..all.len() {
        let (before, since) = (all[next - 1], all[next].since);
        let at = format!("{entry}, value {}", next + 1);
        if since <= before.since {
            return Err(Fault::new(
                file,
                at,
                "wrong order: it does not begin after the value before it",
            ));
        }
        if before.until.is_some_and(|last| last >= since) {
            return Err(Fault::new(
                file,
                at,
                "overlap: it begins before the value before it ends",
            ));
        }
        all[next - 1].until = before.until.or(Some(since - 1));
    }
    if all.is_empty() {
        return Err(Fault::new(file, entry, "has no value"));
    }
    Ok(())
}

impl Days {
    /// Writes the fields `since` and `until`.
    pub(crate) fn rust(self) -> String {
        let day = |number: i32| format!("Day::from_number({number})");
        let until = self
            .until
            .map_or("None".to_owned(), |last| format!("Some({})", day(last)));
        format!("since: {}, until: {until}", day(self.since))
    }
}

/// Days since 1970-01-01 (H. Hinnant, `days_from_civil`).
fn day_number(date: Date) -> i32 {
    let (year, month, day) = (
        i32::from(date.year),
        i32::from(date.month),
        i32::from(date.day),
    );
    let shifted_year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (shifted_year.div_euclid(400), shifted_year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}
