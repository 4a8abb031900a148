//! A register of made vehicles and enterprises, and the boundaries of counties where they are at hand.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use plan::Plan;
use regions::{PlaceIndex, RegionCode};
use registry::geography::Geography;
use registry::intake::{Handed, Mode, file};
use registry::store::Registry;
use registry::{By, Origin};
use units::Day;

/// A file of made things, handed in as a bureau would.
pub fn handed(name: &str, text: &str) -> Handed {
    Handed {
        name: name.to_owned(),
        bytes: text.as_bytes().into(),
    }
}

/// Opens an empty register in a folder.
///
/// # Panics
/// When it cannot be opened.
pub async fn open(folder: &Path, plan: &Plan) -> Registry {
    let catalogue = plan::register::catalogue([plan]).expect("the plan fits the catalogue");
    let path = folder.join("register.sqlite");
    Registry::open(&path.to_string_lossy(), catalogue)
        .await
        .expect("a register")
}

/// Takes a file into the register; gives the rows that were new.
///
/// # Panics
/// When a row is refused: the made files have no mistakes.
pub async fn take(registry: &Registry, entity: &str, handed: &Handed) -> u64 {
    let by = By {
        who: "bench".to_owned(),
        why: "bench".to_owned(),
        origin: Origin::Simulated,
        ..By::default()
    };
    let entity = registry
        .catalogue()
        .entity(entity)
        .expect("it is there")
        .clone();
    let nowhere = Arc::new(Geography::default());
    let today = Day::from_ymd(2026, 1, 1).expect("a day");
    let taken = file(
        registry,
        &entity,
        handed,
        &nowhere,
        (Mode::Write, today),
        by,
        |_| {},
    )
    .await
    .expect("it is taken in");
    assert_eq!(taken.refused, 0, "{:?}", taken.defects.first());
    taken.done.created
}

/// The 117 counties of Shanxi, when the shared data folder stands beside the checkout.
///
/// # Panics
/// When the file there is no GeoJSON.
#[expect(
    clippy::disallowed_methods,
    reason = "a bench reads the archive beside the checkout"
)]
pub fn counties() -> Option<PlaceIndex<RegionCode>> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/shanxi_boundaries/shanxi_district_amap.geojson");
    let text = std::fs::read_to_string(file).ok()?;
    let read = regions::polygons_from_geojson(&text, "district_adcode");
    let (polygons, _) = read.expect("boundaries are GeoJSON");
    Some(PlaceIndex::new(polygons))
}
