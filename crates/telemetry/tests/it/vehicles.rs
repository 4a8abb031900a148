//! Vehicles: records, events, late data, and tracks.

use gateway::{Channel, Entry};
use lake::QueryLimits;
use regions::PlaceIndex;
use telemetry::track;
use units::{Coverage, Day, Exact};

use crate::world::{NOW, World, device, entry};

const VIN: &str = "LTESTVIN000000001";

/// A frame of GB 17691 Annex Q: `##`, command, VIN, version, no encryption, length, data, BCC.
fn frame(command: u8, data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![b'#', b'#', command];
    bytes.extend(VIN.bytes());
    bytes.extend([1, 1]);
    bytes.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
    bytes.extend(data);
    let bcc = bytes[2..].iter().fold(0, |bcc, byte| bcc ^ byte);
    bytes.push(bcc);
    bytes
}

/// One record of the engine stream with SCR at a minute and second of 08 h, raw values as the wire has them.
fn record(command: u8, (minute, second): (u8, u8), nox_down: u16, state: u8) -> Entry {
    let mut data = vec![24, 6, 1, 8, minute, second, 0x02, 0, 1];
    data.extend(13_056_u16.to_be_bytes()); // 51.0 km/h
    data.extend([190, 155, 135]); // 95 kPa, 30 %, 10 %
    data.extend(11_200_u16.to_be_bytes()); // 1400 rpm
    data.extend(250_u16.to_be_bytes()); // 12.5 L/h
    data.extend(17_000_u16.to_be_bytes()); // 650 ppm
    data.extend(nox_down.to_be_bytes());
    data.push(150); // 60 %
    data.extend(6_000_u16.to_be_bytes()); // 300 kg/h
    data.extend(17_696_u16.to_be_bytes()); // 280 °C
    data.extend(18_016_u16.to_be_bytes()); // 290 °C
    data.extend(25_u16.to_be_bytes()); // 2.5 kPa
    data.extend([125, 125, state]); // 85 °C, 50 %
    data.extend(112_500_000_u32.to_be_bytes());
    data.extend(37_800_000_u32.to_be_bytes());
    data.extend(1_234_567_u32.to_be_bytes()); // 123456.7 km
    entry(Channel::Gb17691, VIN, NOW, frame(command, &data))
}

async fn world() -> World {
    let mut world = World::new().await;
    world.devices = vec![device(VIN)];
    world
}

#[tokio::test]
async fn a_record_has_every_item_in_its_unit_and_what_is_invalid_is_missing() {
    let world = world().await;
    // 4900 × 0.05 − 200 = 45 ppm; 0xFFFF is no value; bit 0 of the state: no fix.
    world
        .take(vec![
            record(2, (0, 0), 4_900, 0),
            record(2, (0, 1), 0xFFFF, 1),
        ])
        .await;
    let asked = "SELECT speed_km_h, pressure_kpa, torque_percent, friction_torque_percent, engine_speed_rpm, fuel_flow_l_h, nox_up_ppm, nox_down_ppm, reagent_percent, air_flow_kg_h, scr_in_c, scr_out_c, dpf_kpa, coolant_c, fuel_percent, lon_deg, lat_deg, odometer_km FROM vehicle_record ORDER BY data_time";
    let first = "51 95 30 10 1400 12.5 650 45 60 300 280 290 2.5 85 50 112.5 37.8 123456.7";
    let second = "51 95 30 10 1400 12.5 650 - 60 300 280 290 2.5 85 50 - - 123456.7";
    let shown: Vec<String> = world.ask(asked).await.lines().map(plainly).collect();
    assert_eq!(shown, [first, second]);
    assert_eq!(
        world
            .ask("SELECT device, data_time, kind, ordinal, other FROM vehicle_record LIMIT 1")
            .await,
        format!("{VIN} | 2024-06-01T08:00:00 | engine_scr | 0 | -")
    );
}

/// Numbers without the zeros at their end, parted by blanks.
fn plainly(line: &str) -> String {
    let plain = |cell: &str| match cell.split_once('.') {
        Some(_) => cell.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => cell.to_owned(),
    };
    line.split(" | ").map(plain).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn what_is_sent_late_again_is_dropped_and_what_is_new_lands_at_its_time() {
    let world = world().await;
    world
        .take(vec![
            record(2, (0, 0), 4_900, 0),
            record(2, (0, 9), 4_900, 0),
        ])
        .await;
    let drained = world
        .take(vec![
            record(3, (0, 0), 4_900, 0),
            record(3, (0, 5), 4_900, 0),
        ])
        .await;
    assert_eq!((drained.repeated, drained.rows), (1, 1));
    assert_eq!(
        world
            .ask("SELECT data_time, resent FROM vehicle_record ORDER BY data_time")
            .await,
        "2024-06-01T08:00:00 | false\n2024-06-01T08:00:05 | true\n2024-06-01T08:00:09 | false"
    );
}

#[tokio::test]
async fn logins_logouts_and_tampering_are_events() {
    let world = world().await;
    // The logout of standards.md §16.5.
    let logout = "2323044C5445535456494E30303030303030303101010008180601090000000121";
    let bytes = |text: &str| -> Vec<u8> {
        let pair = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        (0..text.len()).step_by(2).map(pair).collect()
    };
    let mut tamper = vec![24, 6, 1, 8, 30, 0, 0, 7, 0];
    tamper.extend(112_500_000_u32.to_be_bytes());
    tamper.extend(37_800_000_u32.to_be_bytes());
    world
        .take(vec![
            entry(Channel::Gb17691, VIN, NOW, bytes(logout)),
            entry(Channel::Gb17691, VIN, NOW, frame(6, &tamper)),
        ])
        .await;
    assert_eq!(
        world
            .ask("SELECT data_time, kind, serial, content FROM vehicle_event ORDER BY data_time")
            .await,
        "2024-06-01T08:30:00 | tamper | 7 | {\"lat_deg\":\"37.800000\",\"lon_deg\":\"112.500000\"}\n\
         2024-06-01T09:00:00 | logout | 1 | -"
    );
}

#[tokio::test]
async fn a_track_has_means_with_their_coverage_silences_and_zones() {
    let world = world().await;
    world
        .take(vec![
            record(2, (0, 0), 4_900, 0),
            record(2, (0, 1), 5_000, 0),
            record(2, (0, 2), 0xFFFF, 1),
            record(2, (5, 0), 4_900, 1),
        ])
        .await;
    let day: Day = "2024-06-01".parse().unwrap();
    let limits = QueryLimits::default();
    let records = track::records(&world.lake, VIN, (day, day.plus(1)), None, limits)
        .await
        .unwrap();
    let minutes = track::minutes(&records, 60);
    assert_eq!(minutes.len(), 2);
    // (45 + 50) / 2 ppm, of two records of sixty.
    assert_eq!(minutes[0].nox_down.value, Some(Exact::new(95, 2)));
    assert_eq!(minutes[0].nox_down.coverage, Coverage::new(2, 60));
    assert_eq!(minutes[0].speed.coverage, Coverage::new(3, 60));
    assert_eq!(minutes[1].position, None);
    let silences = track::silences(&records, &[], 60);
    assert_eq!(silences.len(), 1);
    assert_eq!(silences[0].to - silences[0].from, 298_000_000);
    assert!(!silences[0].logged_out);
    let square = r#"{"type":"Polygon","coordinates":[[[112.0,37.0],[113.0,37.0],[113.0,38.0],[112.0,38.0],[112.0,37.0]]]}"#;
    let zones = PlaceIndex::new(vec![(
        "low",
        regions::polygon_from_geojson(square).unwrap(),
    )]);
    let (inside, unknown) = track::inside(&minutes, &zones);
    assert_eq!((inside.get("low"), unknown), (Some(&1), 1));
}
