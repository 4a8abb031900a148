//! A mapping laid against the header of one file: which field of a record goes where.

use crate::{
    batch::Has,
    clock::Columns,
    error::ObserveError,
    mapping::{Decimals, Layout, Mapping},
    number::Scale,
    wanted::wanted,
};

/// Where the fields of a record go.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) width: usize,
    pub(crate) header: Vec<String>,
    pub(crate) time: Columns<usize>,
    pub(crate) site: SitePlace,
    pub(crate) cells: Vec<Cell>,
    pub(crate) missing: Missing,
    pub(crate) decimals: Decimals,
    pub(crate) has: Has,
    /// Value columns that are not there.
    pub(crate) absent: Vec<String>,
}

/// Where the site of a record is.
#[derive(Debug)]
pub(crate) enum SitePlace {
    Column(usize),
    Constant(Vec<u8>),
    /// The wide layout: the place of the type, and all places that are sites.
    Wide {
        kind: usize,
        sites: Vec<usize>,
    },
}

/// A field, or in the wide layout a type of row, and where it goes.
#[derive(Debug)]
pub(crate) struct Cell {
    /// Its place in the record; none in the wide layout.
    pub(crate) place: usize,
    pub(crate) name: String,
    pub(crate) target: Target,
    pub(crate) scale: Scale,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Value(usize),
    O3EightHours,
    Aqi,
    Iaqi(usize),
    Weather(usize),
    Wind,
}

/// Texts that mean "no value".
#[derive(Debug)]
pub(crate) struct Missing {
    numbers: Vec<Vec<u8>>,
    words: Vec<Vec<u8>>,
}

impl Missing {
    fn new(texts: &[String]) -> Self {
        let bytes = texts.iter().map(|text| text.as_bytes().to_vec());
        let (numbers, words) =
            bytes.partition(|text: &Vec<u8>| text.first().is_some_and(u8::is_ascii_digit));
        Self { numbers, words }
    }

    pub(crate) fn has(&self, text: &[u8]) -> bool {
        match text.first() {
            None => true,
            Some(b'0'..=b'9') => self.numbers.iter().any(|number| number == text),
            Some(_) => self.words.iter().any(|word| word == text),
        }
    }
}

/// The place of a published index among the seven.
pub(crate) fn iaqi_place(name: &str) -> Option<usize> {
    if name == "o3_8h" {
        return Some(6);
    }
    name.parse::<units::Pollutant>().ok()?.index()
}

impl Plan {
    /// Lays the mapping against the header of `file`.
    pub(crate) fn new(
        mapping: &Mapping,
        header: Vec<String>,
        file: &str,
        stem: &str,
    ) -> Result<Self, ObserveError> {
        let header = overridden(mapping, header, file)?;
        let places = Places {
            mapping,
            file,
            header: &header,
        };
        let time = Columns::of(&mapping.time).expect("a mapping is checked when it is made");
        let time = time.locate(|column| places.need(&column))?;
        let wide = mapping.layout == Layout::Wide;
        let (cells, absent) = if wide {
            (types(mapping), Vec::new())
        } else {
            cells(&places)?
        };
        let valued = cells
            .iter()
            .any(|cell| matches!(cell.target, Target::Value(_) | Target::O3EightHours));
        if !valued {
            return Err(ObserveError::NoValueColumn {
                file: file.to_owned(),
                mapping: mapping.id.clone(),
                found: header,
            });
        }
        let site = site_place(&places, &time, stem)?;
        let has = |wanted: fn(&Target) -> bool| cells.iter().any(|cell| wanted(&cell.target));
        Ok(Self {
            width: header.len(),
            time,
            site,
            missing: Missing::new(&mapping.missing),
            decimals: mapping.decimals,
            has: Has {
                iaqi: has(|target| matches!(target, Target::Iaqi(_))),
                weather: has(|target| matches!(target, Target::Weather(_) | Target::Wind)),
            },
            cells,
            absent,
            header,
        })
    }
}

fn overridden(
    mapping: &Mapping,
    header: Vec<String>,
    file: &str,
) -> Result<Vec<String>, ObserveError> {
    match &mapping.header_override {
        None => Ok(header),
        Some(names) if names.len() == header.len() => Ok(names.clone()),
        Some(names) => Err(ObserveError::OverrideLength {
            file: file.to_owned(),
            mapping: mapping.id.clone(),
            expected: names.len(),
            found: header.len(),
        }),
    }
}

struct Places<'a> {
    mapping: &'a Mapping,
    file: &'a str,
    header: &'a [String],
}

impl Places<'_> {
    /// The place of a column that may be absent; twice is an error.
    fn find(&self, column: &str) -> Result<Option<usize>, ObserveError> {
        let mut places = (0..self.header.len()).filter(|&place| self.header[place] == column);
        let first = places.next();
        if places.next().is_some() {
            return Err(ObserveError::RepeatedColumn {
                file: self.file.to_owned(),
                column: column.to_owned(),
            });
        }
        Ok(first)
    }

    fn need(&self, column: &str) -> Result<usize, ObserveError> {
        let absent = || ObserveError::MissingColumn {
            file: self.file.to_owned(),
            mapping: self.mapping.id.clone(),
            column: column.to_owned(),
            found: self.header.to_vec(),
            near: self
                .header
                .iter()
                .find(|name| folded(name) == folded(column))
                .cloned(),
        };
        self.find(column)?.ok_or_else(absent)
    }
}

/// A column's name without case, spaces and punctuation.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn site_place(
    places: &Places<'_>,
    time: &Columns<usize>,
    stem: &str,
) -> Result<SitePlace, ObserveError> {
    let rule = &places.mapping.site;
    if let Some(column) = &rule.column {
        return places.need(column).map(SitePlace::Column);
    }
    if rule.columns.is_some() {
        let kind = places.need(places.mapping.type_column.as_deref().unwrap_or_default())?;
        let mut taken = vec![kind];
        let note = |place: usize| -> Result<(), ObserveError> {
            taken.push(place);
            Ok(())
        };
        time.clone().locate(note)?;
        let sites = (0..places.header.len()).filter(|place| !taken.contains(place));
        let named = sites
            .filter(|&place| !places.header[place].is_empty())
            .collect();
        return Ok(SitePlace::Wide { kind, sites: named });
    }
    let constant = rule.constant.as_deref().unwrap_or(stem);
    Ok(SitePlace::Constant(constant.as_bytes().to_vec()))
}

fn cells(places: &Places<'_>) -> Result<(Vec<Cell>, Vec<String>), ObserveError> {
    let mut cells = Vec::new();
    let mut absent = Vec::new();
    for wanted in wanted(places.mapping) {
        match places.find(wanted.name)? {
            Some(place) => cells.push(wanted.at(place)),
            None if wanted.required => absent.push(wanted.name.to_owned()),
            None => {}
        }
    }
    Ok((cells, absent))
}

fn types(mapping: &Mapping) -> Vec<Cell> {
    wanted(mapping)
        .map(|wanted| wanted.at(usize::MAX))
        .collect()
}
