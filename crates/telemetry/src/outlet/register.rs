//! What the register says of an outlet: its devices, its reference oxygen, its permitted limits.

use registry::store::{Registry, RegistryError, Stored};
use standards::stack::reference_oxygen;
use units::{Day, Exact};

/// What is known of an outlet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The MN of its devices.
    pub devices: Vec<String>,
    /// Reference oxygen in per cent; `None` where nothing is folded, or it is not known.
    pub reference_oxygen: Option<Exact>,
    /// Its limits: the number of each, the factor's code, mg/m³.
    pub limits: Vec<(String, String, Exact)>,
}

/// The pollutants of permits and their factors (HJ 212-2017 Annex B.2).
const FACTORS: [(&str, &str); 5] = [
    ("pm", "a34013"),
    ("so2", "a21026"),
    ("nox", "a21002"),
    ("nmhc", "a24088"),
    ("nh3", "a21001"),
];

/// Reads what the register says now of an outlet, by its key; the reference oxygen of its kind is that of a day.
pub async fn facts(registry: &Registry, outlet: &str, day: Day) -> Result<Facts, RegistryError> {
    let mut facts = Facts::default();
    if let Some(stored) = registry.get("outlet", outlet).await? {
        let read = Cells::new(registry, "outlet");
        let own = read
            .of(&stored, "reference_oxygen_percent")
            .and_then(decimal);
        let kind = read.of(&stored, "emission_equipment");
        let of_kind = kind.and_then(|kind| reference_oxygen(kind, day).ok()?.percent);
        facts.reference_oxygen = own.or(of_kind);
    }
    let devices = Cells::new(registry, "monitoring_device");
    registry
        .scan("monitoring_device", |chunk| {
            let own = chunk
                .iter()
                .filter(|stored| devices.of(stored, "outlet_key") == Some(outlet));
            facts
                .devices
                .extend(own.map(|stored| stored.record.key.clone()));
            Ok::<(), RegistryError>(())
        })
        .await?;
    let limits = Cells::new(registry, "outlet_limit");
    registry
        .scan("outlet_limit", |chunk| {
            facts.limits.extend(
                chunk
                    .iter()
                    .filter_map(|stored| limit(&limits, stored, outlet)),
            );
            Ok::<(), RegistryError>(())
        })
        .await?;
    Ok(facts)
}

fn limit(cells: &Cells<'_>, stored: &Stored, outlet: &str) -> Option<(String, String, Exact)> {
    if cells.of(stored, "outlet_key") != Some(outlet) {
        return None;
    }
    let pollutant = cells.of(stored, "pollutant")?;
    let (_, factor) = FACTORS.iter().find(|(own, _)| *own == pollutant)?;
    let value = cells.of(stored, "limit_mg_m3").and_then(decimal)?;
    Some((stored.record.key.clone(), (*factor).to_owned(), value))
}

/// The cells of an entity's records, by column.
struct Cells<'a>(Option<&'a registry::Entity>);

impl<'a> Cells<'a> {
    fn new(registry: &'a Registry, entity: &str) -> Self {
        Self(registry.catalogue().entity(entity))
    }

    fn of<'b>(&self, stored: &'b Stored, column: &str) -> Option<&'b str> {
        let (place, _) = self.0?.column(column)?;
        stored.record.cells.get(place)?.as_deref()
    }
}

/// A canonical decimal of the register.
fn decimal(text: &str) -> Option<Exact> {
    let number = wire::hj212::Number::parse(text)?;
    standards::stack::decimal(number.mantissa, number.scale).ok()
}
