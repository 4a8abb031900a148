//! From the texts of the parameter files to the texts of the tables; refuses a faulty file by name and entry.

#[path = "cited.rs"]
mod cited;
#[path = "dated.rs"]
mod dated;
#[path = "limits.rs"]
mod limit_table;
#[path = "states.rs"]
mod state_table;
#[path = "editions.rs"]
mod edition_table;
#[path = "series.rs"]
mod series_table;
#[path = "levels.rs"]
mod level_table;
#[path = "variants.rs"]
mod variant_table;

pub(crate) use cited::Fault;

/// The file of `standards/gb3095` that holds no limits.
const STATES: &str = "gb3095/reference_state.toml";
/// The file of `standards/hj633` that is no edition.
const DAYS: &str = "hj633/days.toml";

/// A file's name and text.
type File = (String, String);

/// Writes the table of limits from the files of `standards/gb3095`.
pub(crate) fn limits(files: &[File]) -> Result<String, Fault> {
    let mut entries = Vec::new();
    for (file, text) in files.iter().filter(|(file, _)| file != STATES) {
        entries.extend(limit_table::read(file, text)?);
    }
    Ok(limit_table::write(entries))
}

/// Writes the table of gas states from the files of `standards/gb3095`.
pub(crate) fn states(files: &[File]) -> Result<String, Fault> {
    let found = files.iter().find(|(file, _)| file == STATES);
    let (file, text) = found.ok_or_else(|| Fault::new(STATES, "file", "is missing"))?;
    state_table::table(file, text)
}

/// Writes the tables of editions, days and variants from `standards/hj633` and `standards/publication`.
pub(crate) fn indices(hj633: &[File], publication: &[File]) -> Result<String, Fault> {
    let mut editions = Vec::new();
    for (file, text) in hj633.iter().filter(|(file, _)| file != DAYS) {
        editions.push(edition_table::read(file, text)?);
    }
    let days = hj633.iter().find(|(file, _)| file == DAYS);
    let (file, text) = days.ok_or_else(|| Fault::new(DAYS, "file", "is missing"))?;
    let mut tables = edition_table::write(&mut editions)?;
    tables += &edition_table::days(file, text)?;
    tables += &variant_table::table(publication)?;
    Ok(tables)
}
