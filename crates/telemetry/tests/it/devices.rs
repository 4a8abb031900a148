//! Devices and outlets from the register.

use gateway::Secret;
use lake::QueryLimits;
use registry::store::Registry;
use registry::{By, Catalogue, Given};
use standards::stack::{Amount, Finding};
use telemetry::outlet::{self, Reviewed};
use telemetry::{Doubt, Secrets, devices};
use units::{Day, Exact, HourEnding};

use crate::world::{MN, NOW, World, segment, text};

async fn register(folder: &tempfile::TempDir) -> Registry {
    let path = folder.path().join("register.db");
    let catalogue = Catalogue::new(Vec::new()).unwrap();
    Registry::open(path.to_str().unwrap(), catalogue)
        .await
        .unwrap()
}

async fn put(registry: &Registry, entity: &str, key: &str, cells: &[(&str, &str)]) {
    let by = By {
        who: "li.wei".to_owned(),
        why: "test".to_owned(),
        at: NOW,
        ..By::default()
    };
    let cells: Vec<(String, Given)> = cells
        .iter()
        .map(|(column, value)| ((*column).to_owned(), Given::Value((*value).to_owned())))
        .collect();
    registry.edit(entity, key, None, &cells, by).await.unwrap();
}

#[tokio::test]
async fn devices_have_their_profile_clock_and_secrets_and_the_inactive_may_not_speak() {
    let folder = tempfile::tempdir().unwrap();
    let registry = register(&folder).await;
    let cells = [("codec_profile", "modbus"), ("clock_offset_s", "37")];
    put(&registry, "monitoring_device", MN, &cells).await;
    put(
        &registry,
        "monitoring_device",
        "OLD",
        &[("gateway_active", "false")],
    )
    .await;
    put(
        &registry,
        "monitoring_device",
        "ODD",
        &[("clock_offset_s", "1.5")],
    )
    .await;
    put(&registry, "vehicle", "LTESTVIN000000001", &[]).await;
    let mut secrets = Secrets::default();
    secrets.set_password(MN, Some(Secret::new("123456")));
    let read = devices(&registry, &secrets).await.unwrap();
    let ids: Vec<&str> = read
        .devices
        .iter()
        .map(|device| device.id.as_str())
        .collect();
    assert_eq!(ids, [MN, "LTESTVIN000000001", "ODD"]);
    let device = read.devices.find(MN).unwrap();
    assert_eq!(
        (device.profile.as_str(), device.clock_offset_s),
        ("modbus", 37)
    );
    assert_eq!(device.password.as_ref().unwrap().reveal(), "123456");
    assert_eq!(read.devices.find("ODD").unwrap().profile, "standard");
    let doubt = Doubt {
        device: "ODD".to_owned(),
        column: "clock_offset_s",
        text: "1.5".to_owned(),
    };
    assert_eq!(read.doubts, [doubt]);
    registry.close().await.unwrap();
}

/// A register with an outlet of 6 % reference oxygen, one device and one limit.
async fn register_with_outlet(folder: &tempfile::TempDir) -> Registry {
    let registry = register(folder).await;
    put(
        &registry,
        "outlet",
        "DA001",
        &[("reference_oxygen_percent", "6")],
    )
    .await;
    put(
        &registry,
        "monitoring_device",
        MN,
        &[("outlet_key", "DA001")],
    )
    .await;
    let limit = [
        ("outlet_key", "DA001"),
        ("pollutant", "so2"),
        ("limit_mg_m3", "15.6"),
        ("basis", "GB 13223-2011"),
    ];
    put(&registry, "outlet_limit", "L1", &limit).await;
    registry
}

/// The hours of standards.md §16: 12.5 mg/m³ at 9 % oxygen folds to 15.625 at 6 %; times 188 280 m³ it is 2.3535 kg.
#[tokio::test]
async fn a_day_of_an_outlet_is_folded_summed_and_judged() {
    let folder = tempfile::tempdir().unwrap();
    let registry = register_with_outlet(&folder).await;
    let world = World::new().await;
    let hour = |clock: u8, mark: char| {
        let content = format!(
            "DataTime=20240531{clock:02}0000;a21026-Avg=12.5,a21026-ZsAvg=15.6,a21026-Cou=2.35,a21026-Flag={mark};a19001-Avg=9.0,a19001-Flag=N;a00000-Avg=52.3,a00000-Cou=188280.0,a00000-Flag=N"
        );
        text(NOW, &segment(31, 2061, &content))
    };
    let mut frames: Vec<_> = (0..20).map(|clock| hour(clock, 'N')).collect();
    frames.extend([hour(20, 'D'), hour(21, 'F')]);
    world.take(frames).await;
    let day: Day = "2024-05-31".parse().unwrap();
    let facts = outlet::facts(&registry, "DA001", day).await.unwrap();
    assert_eq!(facts.devices, [MN]);
    let limits = QueryLimits::default();
    let reviewed = Reviewed::default();
    let outcome = outlet::day(&world.lake, &facts, &reviewed, day, None, limits)
        .await
        .unwrap();
    let first = outcome.hours[0]
        .factors
        .iter()
        .find(|f| f.factor == "a21026")
        .unwrap();
    assert_eq!(outcome.hours[0].hour, HourEnding::first_of(day));
    assert_eq!(first.folded, Ok(Exact::new(15_625, 1000)));
    assert_eq!(first.amount, Amount::Measured(Exact::new(23_535, 10_000)));
    assert_eq!(first.findings[0].limit, "L1");
    // 15.625 / 15.6
    let ratio = Exact::new(15_625, 15_600);
    assert_eq!(first.findings[0].finding, Finding::Exceeds { ratio });
    let sulphur = outcome
        .factors
        .iter()
        .find(|f| f.factor == "a21026")
        .unwrap();
    assert_eq!(sulphur.measured_hours, 20);
    assert_eq!(sulphur.measured, Ok(Exact::new(4_707, 100)));
    assert_eq!(sulphur.stopped_hours, 1);
    assert_eq!(sulphur.undetermined_hours, 3);
    assert_eq!(sulphur.concentration.coverage.valid, 20);
    let quarter = "2024Q2".parse().unwrap();
    let span = (quarter, day.plus(1));
    let rates = outlet::quarter(&world.lake, &facts, &reviewed, span, None, limits)
        .await
        .unwrap();
    // April and May have 1464 hours; 22 came, 20 of them valid.
    assert_eq!(rates.transmission.expected, 1464);
    assert_eq!(
        (rates.transmission.received, rates.transmission.valid),
        (22, 20)
    );
    let capture = rates.capture.get("a21026").unwrap();
    assert_eq!(
        (capture.hours, capture.stopped, capture.invalid),
        (1464, 1, 1443)
    );
    // What was not known yet is not there.
    let before = outlet::day(&world.lake, &facts, &reviewed, day, Some(NOW - 1), limits)
        .await
        .unwrap();
    assert!(before.hours.iter().all(|hour| !hour.received));
    registry.close().await.unwrap();
}
