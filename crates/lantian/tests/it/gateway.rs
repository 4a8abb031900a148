//! The gateway as it runs: real processes, a generator that keeps its own ledger, and things that go wrong.
//!
//! What the generator has an acknowledgement for must be in the lake once, with the values that it sent. The
//! ledger is the generator's; nothing here believes the gateway.

mod rig;
mod ledger;

use std::time::Duration;

use rig::{Rig, Tmpfs, end, nats, wait};

use crate::run::lantian_in;

/// How often the gateway is killed in one test.
const KILLS: usize = 50;

#[test]
fn what_was_acknowledged_is_in_the_lake_once_after_fifty_kills() {
    let mut rig = Rig::new();
    rig.enter_devices(6);
    rig.start_gateway();
    let load = rig.load(&["--devices", "6", "--window", "2", "--timeout-ms", "500"]);
    for kill in 0..KILLS {
        wait(Duration::from_millis(120 + 37 * (kill as u64 % 7)));
        rig.kill_gateway();
        rig.start_gateway();
    }
    end(load);
    rig.stop_gateway();
    ledger::check(&rig, 1_000);
}

#[test]
fn simulated_devices_are_marked_where_devices_are_listed() {
    let rig = Rig::new();
    rig.enter_devices(2);
    let ran = lantian_in(rig.folder(), &["telemetry", "devices"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert_eq!(ran.out.matches("模拟").count(), 2, "{}", ran.out);
}

#[test]
fn faults_of_devices_cost_nothing_that_was_acknowledged() {
    let mut rig = Rig::new();
    rig.enter_devices(6);
    rig.start_gateway();
    let faults = [
        "garbage=0.1",
        "duplicate=0.1",
        "out_of_order=0.1",
        "cut=0.05",
        "half_open=0.01",
    ];
    let mut words = vec!["--devices", "6", "--frames", "300", "--timeout-ms", "500"];
    words.extend(faults.iter().flat_map(|fault| ["--fault", fault]));
    rig.load_to_its_end(&words);
    rig.stop_gateway();
    ledger::check(&rig, 1_800);
}

#[test]
fn a_full_disk_stops_acknowledgements_and_loses_none() {
    let Some(disk) = Tmpfs::mount(48) else {
        eprintln!(
            "NOT RUN: no small file system can be mounted here, so the full disk was not tried"
        );
        return;
    };
    let mut rig = Rig::on(disk.path());
    rig.enter_devices(4);
    rig.start_gateway();
    let load = rig.load(&["--devices", "4", "--window", "4", "--timeout-ms", "500"]);
    rig.wait_for_acknowledgements(200);
    let filler = disk.fill();
    rig.wait_until_none_is_acknowledged();
    let before = rig.acknowledged();
    std::fs::remove_file(filler).expect("the filler is there");
    rig.wait_for_acknowledgements(before + 200);
    end(load);
    rig.stop_gateway();
    ledger::check(&rig, before + 200);
}

#[test]
fn a_nats_server_that_is_killed_and_started_again_loses_nothing() {
    let Some(mut server) = nats::Server::start() else {
        eprintln!("NOT RUN: there is no nats-server here (Debian: nats-server)");
        return;
    };
    let mut rig = Rig::new();
    rig.inbox = Some(server.url());
    rig.enter_devices(4);
    rig.start_gateway();
    let load = rig.load(&["--devices", "4", "--window", "4", "--timeout-ms", "2000"]);
    rig.wait_for_acknowledgements(200);
    server.kill();
    server.start_again();
    let before = rig.acknowledged();
    rig.wait_for_acknowledgements(before + 200);
    rig.kill_gateway();
    rig.start_gateway();
    let before = rig.acknowledged();
    rig.wait_for_acknowledgements(before + 200);
    end(load);
    rig.stop_gateway();
    ledger::check(&rig, before + 200);
}
