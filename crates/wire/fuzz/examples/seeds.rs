//! Writes seeds for the fuzzer, made by our own encoders: `cargo run --example seeds -- TARGET FOLDER`.

use std::path::Path;
use std::{env, fs, process};

#[path = "seeds_of/hj212.rs"]
mod hj212;
#[path = "seeds_of/vehicle.rs"]
mod vehicle;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [target, folder] = arguments.as_slice() else {
        eprintln!("TARGET and FOLDER are needed");
        process::exit(2);
    };
    let seeds = match target.as_str() {
        "hj212" => hj212::all(),
        "vehicle_gb17691" => vehicle::gb17691(),
        "vehicle_gb32960" => vehicle::gb32960(),
        other => {
            eprintln!("there is no target {other}");
            process::exit(2);
        }
    };
    fs::create_dir_all(folder).expect("the folder can be made");
    for (number, seed) in seeds.iter().enumerate() {
        let path = Path::new(folder).join(format!("seed-{number:02}"));
        fs::write(path, seed).expect("the folder can be written");
    }
}
