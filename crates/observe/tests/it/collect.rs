//! Gathers what a reader tells.

use std::collections::BTreeMap;

use observe::{
    Batch, Defect, Event, Flag, Mapping, ObserveError, Summary, builtin_by_id, read_from,
};

/// Everything told about one file.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) summary: Summary,
    pub(crate) batches: Vec<Batch>,
    pub(crate) defects: Vec<Defect>,
    pub(crate) flags: Vec<Flag>,
}

/// The rows of all batches as (site, time, six values, 8 h ozone).
type Row = (String, i64, [Option<i32>; 6], Option<i32>);

impl Told {
    pub(crate) fn of(
        read: impl FnOnce(&mut dyn FnMut(Event)) -> Result<Summary, ObserveError>,
    ) -> Result<Self, ObserveError> {
        let (mut batches, mut defects, mut flags) = (Vec::new(), Vec::new(), Vec::new());
        let summary = read(&mut |event| match event {
            Event::Batch(batch) => batches.push(batch),
            Event::Defects(more) => defects.extend(more),
            Event::Flags(more) => flags.extend(more),
        })?;
        Ok(Self {
            summary,
            batches,
            defects,
            flags,
        })
    }

    pub(crate) fn rows(&self) -> Vec<Row> {
        let all = self.batches.iter().flat_map(|batch| {
            (0..batch.len()).map(move |row| {
                let site = batch.sites[batch.site[row] as usize].clone();
                let values = std::array::from_fn(|place| batch.values[place][row]);
                (site, batch.time[row], values, batch.o3_8h[row])
            })
        });
        all.collect()
    }

    /// How many values each of the six has, then 8 h ozone and the AQI.
    pub(crate) fn counts(&self) -> [usize; 8] {
        std::array::from_fn(|place| {
            let count = |batch: &Batch| match place {
                6 => batch.o3_8h.iter().flatten().count(),
                7 => batch.aqi.iter().flatten().count(),
                _ => batch.values[place].iter().flatten().count(),
            };
            self.batches.iter().map(count).sum()
        })
    }

    /// The sums of the six, then 8 h ozone and the AQI, the concentrations in thousandths.
    pub(crate) fn sums(&self) -> [i64; 8] {
        std::array::from_fn(|place| {
            let sum = |batch: &Batch| -> i64 {
                match place {
                    6 => batch.o3_8h.iter().flatten().copied().map(i64::from).sum(),
                    7 => batch.aqi.iter().flatten().copied().map(i64::from).sum(),
                    _ => batch.values[place]
                        .iter()
                        .flatten()
                        .copied()
                        .map(i64::from)
                        .sum(),
                }
            };
            self.batches.iter().map(sum).sum()
        })
    }

    /// How many defects there are of each reason.
    pub(crate) fn reasons(&self) -> BTreeMap<&'static str, usize> {
        let mut reasons = BTreeMap::new();
        for defect in &self.defects {
            *reasons.entry(defect.reason.id()).or_insert(0) += 1;
        }
        reasons
    }

    /// The defects as a person reads them.
    pub(crate) fn said(&self) -> Vec<String> {
        self.defects.iter().map(ToString::to_string).collect()
    }
}

pub(crate) fn mapping(id: &str) -> &'static Mapping {
    builtin_by_id(id).expect("a built-in mapping has this identifier")
}

/// Reads bytes as a file called `t.csv` by a built-in mapping.
pub(crate) fn told(bytes: &[u8], id: &str) -> Told {
    Told::of(|sink| read_from(bytes, "t.csv", mapping(id), sink)).expect("the file can be read")
}
