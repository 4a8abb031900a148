//! Which built-in mapping a file wants, by the columns of its header.

use std::path::Path;

use crate::{
    builtin::builtin,
    error::ObserveError,
    mapping::{Mapping, SiteColumns},
    read::header_of,
};

/// Finds the built-in mapping for a file.
///
/// # Errors
/// [`ObserveError`] if the file cannot be read, or if no mapping or more than one fits its header.
pub fn detect(path: &Path) -> Result<&'static Mapping, ObserveError> {
    let header = header_of(path, ',')?;
    let file = path.to_string_lossy();
    if let [only] = header.as_slice()
        && only.contains('\t')
    {
        return detect_header(&header_of(path, '\t')?, &file);
    }
    detect_header(&header, &file)
}

/// Finds the built-in mapping for the header of a file called `file`.
///
/// # Errors
/// [`ObserveError::NoMapping`] and [`ObserveError::SeveralMappings`].
pub fn detect_header(header: &[String], file: &str) -> Result<&'static Mapping, ObserveError> {
    let fits: Vec<&Mapping> = builtin()
        .iter()
        .filter(|mapping| fits(mapping, header))
        .collect();
    let most = fits.iter().map(|mapping| mapping.header.len()).max();
    let best: Vec<&Mapping> = fits
        .into_iter()
        .filter(|mapping| Some(mapping.header.len()) == most)
        .collect();
    match best.as_slice() {
        [only] => Ok(only),
        [] => Err(ObserveError::NoMapping {
            file: file.to_owned(),
            found: header.to_vec(),
            nearest: nearest(header),
        }),
        several => Err(ObserveError::SeveralMappings {
            file: file.to_owned(),
            mappings: several.iter().map(|mapping| mapping.id.clone()).collect(),
        }),
    }
}

fn fits(mapping: &Mapping, header: &[String]) -> bool {
    lacking(mapping, header).is_empty() && right_columns(mapping, header)
}

fn lacking(mapping: &Mapping, header: &[String]) -> Vec<String> {
    mapping
        .header
        .iter()
        .filter(|column| !header.contains(column))
        .cloned()
        .collect()
}

/// Wide files of stations and of cities differ only in what their columns are named after.
fn right_columns(mapping: &Mapping, header: &[String]) -> bool {
    let Some(columns) = mapping.site.columns else {
        return true;
    };
    let sites = || {
        header
            .iter()
            .filter(|column| !mapping.header.contains(column) && !column.is_empty())
    };
    let codes = sites().filter(|column| is_station_code(column)).count();
    let mostly_codes = codes * 2 > sites().count();
    mostly_codes == (columns == SiteColumns::StationCodes)
}

fn is_station_code(column: &str) -> bool {
    matches!(column.as_bytes(), [digits @ .., b'A'..=b'Z'] if digits.len() == 4 && digits.iter().all(u8::is_ascii_digit))
}

/// The mapping that lacks the smallest part of its columns, if it has at least one of them.
fn nearest(header: &[String]) -> Option<(String, Vec<String>)> {
    let with_lacking = builtin()
        .iter()
        .map(|mapping| (mapping, lacking(mapping, header)));
    let partly = with_lacking.filter(|(mapping, lacking)| lacking.len() < mapping.header.len());
    let closest =
        partly.min_by_key(|(mapping, lacking)| lacking.len() * 1000 / mapping.header.len());
    closest.map(|(mapping, lacking)| (mapping.id.clone(), lacking))
}
