//! Frames become rows with the values, times and marks that they carry.

use gateway::Channel;

use crate::world::{MN, NOW, World, device, entry, frame, segment, text};

/// Frames 9 and 10 of standards.md §16.1, as they stand there.
const REALTIME: &str = "##0433QN=20240601085857223;ST=31;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20240601085857;a21026-Rtd=12.5,a21026-ZsRtd=15.6,a21026-Flag=N;a21002-Rtd=35.1,a21002-ZsRtd=43.9,a21002-Flag=N;a34013-Rtd=3.2,a34013-ZsRtd=4.0,a34013-Flag=N;a19001-Rtd=9.0,a19001-Flag=N;a01012-Rtd=98.4,a01012-Flag=N;a01014-Rtd=11.2,a01014-Flag=N;a01011-Rtd=10.5,a01011-Flag=N;a01013-Rtd=-0.120,a01013-Flag=N;a00000-Rtd=52.3,a00000-Flag=N&&DF81\r\n";
const HOUR: &str = "##0324QN=20240601090000001;ST=31;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20240601080000;a21026-Cou=2.35,a21026-Min=10.1,a21026-Avg=12.5,a21026-Max=15.0,a21026-ZsMin=12.6,a21026-ZsAvg=15.6,a21026-ZsMax=18.8,a21026-Flag=N;a00000-Cou=188280.0,a00000-Min=50.1,a00000-Avg=52.3,a00000-Max=54.9,a00000-Flag=N&&BC81\r\n";
/// Frame 2 of §16.1: lower-case check word, eight decimals, Flag of 2025.
const WATER: &str = "##0435QN=20210301111100112;ST=21;CN=2011;PW=123456;MN=ZLDSZ20210127;Flag=8;CP=&&DataTime=20210301111100;w01001-Rtd=8.33,w01001-Flag=N;w01009-Rtd=10.15,w01009-Flag=N;w01010-Rtd=9.7,w01010-Flag=N;w01014-Rtd=1425,w01014-Flag=N;w01003-Rtd=13.10,w01003-Flag=N;w21011-Rtd=0,w21011-Flag=N;w21001-Rtd=3.563168,w21001-Flag=N;w21003-Rtd=0.09055002,w21003-Flag=N;w01019-Rtd=4.102818,w01019-Flag=N;w01008-Rtd=0,w01008-Flag=N;w23002-Rtd=0,w23002-Flag=N&&7d00\r\n";
/// A public frame of 2005 with a comma for a semicolon.
const LARGE: &str = "##0218ST=32;CN=2011;PW=123456;,MN=88888881234567;FLAG=0;CP=&&DataTime=20180306120000;001-Rtd=6.951,001-Flag=N;060-Rtd=23.400,060-Flag=N;011-Rtd=134.119,011-Flag=N;B01-Rtd=382.222,B01-Flag=N;B00-Rtd=156720160.000,B00-Flag=N&&2940\r\n";

fn raw(channel_device: &str, text: &str) -> gateway::Entry {
    entry(
        Channel::Hj212,
        channel_device,
        NOW,
        text.as_bytes().to_vec(),
    )
}

#[tokio::test]
async fn the_frames_of_the_standards_file_are_in_the_tables_value_by_value() {
    let world = World::new().await;
    let drained = world.take(vec![raw(MN, REALTIME), raw(MN, HOUR)]).await;
    assert_eq!((drained.entries, drained.rows, drained.defects), (2, 11, 0));
    let rows = world
        .ask("SELECT factor, value, folded, mark, data_time, day, system, revision, resent, known_at FROM source_realtime ORDER BY factor")
        .await;
    let common = "2024-06-01T08:58:57 | 2024-06-01 | 31 | 0 | false | 2024-06-01T01:10:00Z";
    let expected = [
        "a00000 | 52.30000000 | - | N",
        "a01011 | 10.50000000 | - | N",
        "a01012 | 98.40000000 | - | N",
        "a01013 | -0.12000000 | - | N",
        "a01014 | 11.20000000 | - | N",
        "a19001 | 9.00000000 | - | N",
        "a21002 | 35.10000000 | 43.90000000 | N",
        "a21026 | 12.50000000 | 15.60000000 | N",
        "a34013 | 3.20000000 | 4.00000000 | N",
    ]
    .map(|row| format!("{row} | {common}"))
    .join("\n");
    assert_eq!(rows, expected);
    let hours = world
        .ask("SELECT factor, value, min, max, folded, folded_min, folded_max, amount, mark, data_time FROM source_hour ORDER BY factor")
        .await;
    assert_eq!(
        hours,
        "a00000 | 52.30000000 | 50.10000000 | 54.90000000 | - | - | - | 188280.00000000 | N | 2024-06-01T08:00:00\n\
         a21026 | 12.50000000 | 10.10000000 | 15.00000000 | 15.60000000 | 12.60000000 | 18.80000000 | 2.35000000 | N | 2024-06-01T08:00:00"
    );
}

#[tokio::test]
async fn many_digits_stay_exact_and_habits_are_counted() {
    let mut world = World::new().await;
    world
        .devices
        .extend([device("ZLDSZ20210127"), device("88888881234567")]);
    world
        .take(vec![
            raw("ZLDSZ20210127", WATER),
            raw("88888881234567", LARGE),
        ])
        .await;
    let asked = "SELECT factor, value FROM source_realtime WHERE factor IN ('w21003', 'B00') ORDER BY factor";
    assert_eq!(
        world.ask(asked).await,
        "B00 | 156720160.00000000\nw21003 | 0.09055002"
    );
    let defects = world
        .ask("SELECT device, defect, count, day FROM device_defect WHERE defect IN ('crc_lower_case', 'comma_for_semicolon') ORDER BY device")
        .await;
    assert_eq!(
        defects,
        "88888881234567 | comma_for_semicolon | 1 | 2024-06-01\n\
         ZLDSZ20210127 | crc_lower_case | 1 | 2024-06-01"
    );
}

#[tokio::test]
async fn what_does_not_fit_a_column_is_a_defect_and_its_neighbours_stay() {
    let world = World::new().await;
    let content = "DataTime=20240601085900;a21026-Avg=0.123456789,a21026-Max=1.5,a21026-Flag=N;a21002-Avg=,a21002-Flag=D";
    world
        .take(vec![text(NOW, &segment(31, 2051, content))])
        .await;
    assert_eq!(
        world
            .ask("SELECT factor, value, max, mark FROM source_minute ORDER BY factor")
            .await,
        "a21002 | - | - | D\na21026 | - | 1.50000000 | N"
    );
    assert_eq!(
        world
            .ask("SELECT defect, count FROM device_defect ORDER BY defect")
            .await,
        "number_missing | 1\nvalue_does_not_fit | 1"
    );
}

#[tokio::test]
async fn the_packets_of_a_set_are_stored_each_even_without_a_time_of_its_own() {
    let world = World::new().await;
    let packet = |number: u8, content: &str| {
        let segment = format!(
            "QN=20240601085900001;ST=31;CN=2051;PW=123456;MN={MN};Flag=7;PNUM=2;PNO={number};CP=&&{content}&&"
        );
        text(NOW, &segment)
    };
    let first = packet(1, "DataTime=20240601085000;a21026-Avg=12.4,a21026-Flag=N");
    world
        .take(vec![first, packet(2, "a21002-Avg=35.0,a21002-Flag=N")])
        .await;
    assert_eq!(
        world
            .ask("SELECT factor, value, data_time FROM source_minute ORDER BY factor")
            .await,
        "a21002 | 35.00000000 | 2024-06-01T08:50:00\na21026 | 12.40000000 | 2024-06-01T08:50:00"
    );
    world
        .take(vec![packet(2, "a21003-Avg=1.0,a21003-Flag=N")])
        .await;
    assert_eq!(
        world.ask("SELECT reason FROM quarantine").await,
        "no_data_time"
    );
}

#[tokio::test]
async fn power_process_states_and_running_hours_have_their_tables() {
    let world = World::new().await;
    let realtime = "DataTime=20240601085900;d20105-Rtd=12.5,d20105-Flag=N";
    let process = "DataTime=20240601085900;p99101-Avg=88.0,p99101-Flag=N";
    let mixed =
        "DataTime=20240601085900;a21026-Avg=12.4,a21026-Flag=N;g11601-Avg=0.0,g11601-Flag=N";
    let states = "DataTime=20240601085900;SB001-RS=1;SB002-RS=0";
    let hours = "DataTime=20240601000000;SB001-RT=23.50";
    world
        .take(vec![
            text(NOW, &segment(44, 2011, realtime)),
            text(NOW, &segment(45, 2061, process)),
            text(NOW, &segment(31, 2051, mixed)),
            text(NOW, &segment(31, 2021, states)),
            text(NOW, &segment(31, 2041, hours)),
        ])
        .await;
    assert_eq!(
        world
            .ask("SELECT granularity, factor, value FROM power")
            .await,
        "realtime | d20105 | 12.50000000"
    );
    assert_eq!(
        world
            .ask("SELECT granularity, factor, value FROM process ORDER BY factor")
            .await,
        "minute | g11601 | 0.00000000\nhour | p99101 | 88.00000000"
    );
    assert_eq!(
        world.ask("SELECT factor FROM source_minute").await,
        "a21026"
    );
    assert_eq!(
        world
            .ask("SELECT equipment, item, state, value FROM equipment_state ORDER BY equipment")
            .await,
        "SB001 | RS | 1 | 1.00000000\nSB002 | RS | 0 | 0.00000000"
    );
    assert_eq!(
        world
            .ask("SELECT equipment, run_hours, day FROM equipment_day")
            .await,
        "SB001 | 23.50000000 | 2024-06-01"
    );
}

#[tokio::test]
async fn a_folded_value_that_could_not_be_computed_is_missing() {
    let world = World::new().await;
    let folded = |flag: u8| {
        let segment = format!(
            "QN=20260601090000001;ST=31;CN=2061;PW=123456;MN={MN};Flag={flag};CP=&&DataTime=202606010{flag}0000;a21026-Avg=1.5,a21026-ZsAvg=9999.99,a21026-Flag=N&&"
        );
        // 2026-06-01 10:00 UTC+8.
        entry(Channel::Hj212, MN, 1_780_279_200_000_000, frame(&segment))
    };
    world.take(vec![folded(9), folded(5)]).await;
    assert_eq!(
        world
            .ask("SELECT value, folded FROM source_hour ORDER BY data_time")
            .await,
        "1.50000000 | 9999.99000000\n1.50000000 | -",
        "only HJ 212-2025 has the sentinel"
    );
    let counted =
        world.ask("SELECT count FROM device_defect WHERE defect = 'folded_not_computable'");
    assert_eq!(counted.await, "1");
}
