//! A made fleet and made enterprises, as the CSV files that a bureau would hand in. Simulated; used only to time.

use std::fmt::Write as _;

/// Region codes of counties that the made things are spread over.
fn counties() -> Vec<String> {
    let province: regions::RegionCode = "140000".parse().expect("a code");
    regions::all()
        .iter()
        .filter(|region| region.level == regions::Level::County)
        .filter(|region| regions::contains(province, region.code))
        .map(|region| region.code.to_string())
        .collect()
}

/// A stream of numbers that looks random and is the same every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let place = self.next() % from.len() as u64;
        from[usize::try_from(place).unwrap_or(0)]
    }
}

/// A yes or no, one in eight unknown.
const BOOLEAN: [&str; 8] = ["是", "否", "是", "否", "是", "否", "是", ""];

/// `vehicles` rows of the register of vehicles, 15 columns.
pub fn vehicles_csv(vehicles: usize) -> String {
    let counties = counties();
    let mut numbers = Numbers(7);
    let mut text = String::with_capacity(vehicles * 120);
    text.push_str(
        "key,name,region,in_use,vehicle_class,energy,emission_stage,lean_burn,public_use,\
         in_built_up_area,scenic_5a,served_industry,haul,heavy_diesel,remote_monitored\n",
    );
    for vehicle in 0..vehicles {
        let county = &counties[vehicle % counties.len()];
        let _ = write!(text, "SIM{vehicle:014},模拟车辆{vehicle},{county}");
        let cells = [
            numbers.pick(&BOOLEAN),
            numbers.pick(&["light_truck", "medium_truck", "heavy_truck", "passenger"]),
            numbers.pick(&["gasoline", "diesel", "natural_gas", "electric"]),
            numbers.pick(&["1", "2", "3", "4", "5", "6", ""]),
            numbers.pick(&BOOLEAN),
            numbers.pick(&["bus", "taxi", "sanitation", "muck", "none"]),
            numbers.pick(&BOOLEAN),
            numbers.pick(&BOOLEAN),
            numbers.pick(&["steel", "coking", "coal", "other", ""]),
            numbers.pick(&["short_haul", "in_plant", "other"]),
            numbers.pick(&BOOLEAN),
            numbers.pick(&BOOLEAN),
        ];
        for cell in cells {
            text.push(',');
            text.push_str(cell);
        }
        text.push('\n');
    }
    text
}

/// The yes-or-no columns of made enterprises.
const MARKS: [&str; 24] = [
    "closed",
    "has_coking",
    "has_sintering",
    "has_pelletizing",
    "has_hot_rolling",
    "has_ironmaking",
    "has_steelmaking",
    "in_built_up_area",
    "fits_ecological_function",
    "key_enterprise",
    "material_dust",
    "dust_video_installed",
    "ldar_to_standard",
    "ule_required",
    "has_air_emission",
    "in_reduction_list",
    "key_industry",
    "one_plant_plan",
    "meets_key_unit_criteria",
    "in_key_unit_list",
    "monitoring_disclosed",
    "measures_disclosed",
    "penalties_disclosed",
    "rectification_disclosed",
];

/// `facilities` rows of the register of enterprises.
pub fn facilities_csv(facilities: usize) -> String {
    let counties = counties();
    let mut numbers = Numbers(11);
    let mut text = String::with_capacity(facilities * 180);
    let _ = writeln!(
        text,
        "key,name,region,industry,performance_grade,{}",
        MARKS.join(",")
    );
    for facility in 0..facilities {
        let county = &counties[facility % counties.len()];
        let industry = numbers.pick(&[
            "steel",
            "coking",
            "cement",
            "chemical",
            "brick_tile",
            "other",
        ]);
        let grade = numbers.pick(&["a", "b", "c", "d", "none"]);
        let _ = write!(
            text,
            "sim:{facility:08},模拟企业{facility},{county},{industry},{grade}"
        );
        for _ in MARKS {
            text.push(',');
            text.push_str(numbers.pick(&BOOLEAN));
        }
        text.push('\n');
    }
    text
}

/// Points spread over the province's square, as longitude and latitude in degrees.
pub fn points(points: usize) -> Vec<(f64, f64)> {
    let mut numbers = Numbers(13);
    let mut share = move || (numbers.next() % 1_000_000) as f64 / 1_000_000.0;
    (0..points)
        .map(|_| (110.2 + 4.4 * share(), 34.5 + 6.3 * share()))
        .collect()
}
