//! Whether a mapping that is well formed also says everything that reading needs.

use crate::{
    clock::Columns,
    error::MappingError,
    mapping::{Layout, Mapping},
    plan::iaqi_place,
};

impl Mapping {
    pub(crate) fn check(&self) -> Result<(), MappingError> {
        self.check_lists()?;
        self.check_pollutants()?;
        self.check_site()?;
        self.offset_minutes()?;
        Columns::of(&self.time)
            .map(drop)
            .map_err(|expected| MappingError::Time {
                mapping: self.id.clone(),
                expected,
            })
    }

    /// The offset of the file's clock from UTC.
    pub(crate) fn offset_minutes(&self) -> Result<i64, MappingError> {
        offset(&self.time.zone).ok_or_else(|| MappingError::Zone {
            mapping: self.id.clone(),
            zone: self.time.zone.clone(),
        })
    }

    fn check_lists(&self) -> Result<(), MappingError> {
        let empty = |key| MappingError::EmptyList {
            mapping: self.id.clone(),
            key,
        };
        if self.header.is_empty() {
            return Err(empty("header"));
        }
        if self.value.is_empty() {
            return Err(empty("value"));
        }
        Ok(())
    }

    fn check_pollutants(&self) -> Result<(), MappingError> {
        let wrong = |name: &str| MappingError::Pollutant {
            mapping: self.id.clone(),
            name: name.to_owned(),
        };
        if let Some(rule) = self.value.iter().find(|rule| rule.place().is_none()) {
            return Err(wrong(&rule.pollutant));
        }
        let unknown = self
            .published
            .iaqi
            .keys()
            .find(|name| iaqi_place(name).is_none());
        unknown.map_or(Ok(()), |name| Err(wrong(name)))
    }

    fn check_site(&self) -> Result<(), MappingError> {
        let wrong = |expected| {
            Err(MappingError::Site {
                mapping: self.id.clone(),
                expected,
            })
        };
        let site = &self.site;
        let said = [
            site.column.is_some(),
            site.constant.is_some(),
            site.from_file_name,
            site.columns.is_some(),
        ];
        if said.into_iter().filter(|&said| said).count() != 1 {
            return wrong("exactly one of column, constant, from_file_name, columns");
        }
        match (
            self.layout,
            site.columns.is_some(),
            self.type_column.is_some(),
        ) {
            (Layout::Wide, true, true) | (Layout::Long, false, false) => Ok(()),
            (Layout::Wide, ..) => wrong("columns, and the mapping type_column, in the wide layout"),
            (Layout::Long, ..) => {
                wrong("no columns, and the mapping no type_column, in the long layout")
            }
        }
    }
}

/// Reads `+08:00`, `-05:30` or `Z` as minutes.
pub(crate) fn offset(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = match text[1..].split_once(':') {
        Some(parts) => parts,
        None if text.len() == 5 && text.is_ascii() => text[1..].split_at(2),
        None => return None,
    };
    Some(sign * (two_digits(hours, 14)? * 60 + two_digits(minutes, 59)?))
}

fn two_digits(text: &str, most: i64) -> Option<i64> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|&value| digits && value <= most)
}
