//! Writes the law that was read as constant Rust tables.

use super::law::{
    self, Law,
    schema::{
        Composite, Confidence, Dated, Edition, Item, Parameter, Plain, Scalar, Source, Spearman,
        Term,
    },
};

/// The rules whose value may change with time, as fields of `validity::Rules`.
const VALIDITY: [&str; 11] = [
    "day_hours",
    "o3_window_hours",
    "o3_window_length",
    "o3_day_windows",
    "o3_exceedance_suffices",
    "month_days",
    "february_days",
    "year_days",
    "every_month",
    "part_month_in_proportion",
    "city_station_percent",
];

/// The rules of rankings, as fields of `ranking::Rules`.
const RANKING: [&str; 8] = [
    "change_rate_decimals",
    "index_decimals",
    "worsening_leaves_out_attaining",
    "good_level",
    "heavy_level",
    "sand_dust_deducts_pm10",
    "sand_dust_deducts_pm25",
    "sand_dust_days_count_as_valid",
];

/// The rules above that are yes or no; the others are counts.
const FLAGS: [&str; 7] = [
    "o3_exceedance_suffices",
    "every_month",
    "part_month_in_proportion",
    "worsening_leaves_out_attaining",
    "sand_dust_deducts_pm10",
    "sand_dust_deducts_pm25",
    "sand_dust_days_count_as_valid",
];

/// The text of all tables.
pub(crate) fn tables(law: &Law) -> String {
    refuse_strangers(law);
    let segments: Vec<String> = segments(law);
    // The default method stands first: an enabled one.
    let (enabled, disabled): (Vec<_>, Vec<_>) = law.composites.iter().partition(|m| m.enabled);
    let methods: Vec<String> = enabled.into_iter().chain(disabled).map(method).collect();
    let ranking: String = RANKING.iter().map(|field| latest(law, field)).collect();
    let critical = law.spearman.as_ref().map(critical).unwrap_or_default();
    format!(
        "pub(crate) static RULES: [crate::validity::Rules; {}] = [{}];\n\
         pub(crate) static METHODS: [crate::composite::CompositeMethod; {}] = [{}];\n\
         pub(crate) static RANKING: crate::ranking::Rules = crate::ranking::Rules {{ {ranking} }};\n{critical}",
        segments.len(),
        segments.join(",\n"),
        methods.len(),
        methods.join(",\n"),
    )
}

/// A file that no table takes would be law without effect.
fn refuse_strangers(law: &Law) {
    for parameter in &law.parameters {
        let (folder, field) = parameter.id.split_once('.').unwrap_or_default();
        let known = if folder == "validity" {
            VALIDITY.contains(&field)
        } else {
            RANKING.contains(&field)
        };
        assert!(
            known,
            "standards/{folder}/{field}.toml: no such rule is used"
        );
    }
}

/// Cuts time where any rule changes; a stretch in which one is missing is not in force.
fn segments(law: &Law) -> Vec<String> {
    let mut starts: Vec<i32> = law
        .editions
        .iter()
        .flat_map(|e| [Some(number(e.since)), e.until.map(|last| number(last) + 1)])
        .flatten()
        .collect();
    let validity = law
        .parameters
        .iter()
        .filter(|p| p.id.starts_with("validity."));
    starts.extend(validity.flat_map(|p| &p.values).map(|v| number(v.since)));
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(&since, next)| segment(law, since, next))
        .collect()
}

fn segment(law: &Law, since: i32, next: Option<i32>) -> Option<String> {
    let holds =
        |e: &&Edition| number(e.since) <= since && e.until.is_none_or(|last| since <= number(last));
    let edition = law.editions.iter().find(holds)?;
    let fields: Option<String> = VALIDITY.iter().map(|field| at(law, field, since)).collect();
    let items: Vec<String> = edition.items.iter().map(item).collect();
    let plain = |p: &Plain| cited(&p.value.to_string(), &p.source, p.confidence);
    let until = next.map_or("None".to_owned(), |next| format!("Some({})", day(next - 1)));
    Some(format!(
        "crate::validity::Rules {{ since: {}, until: {until}, edition: {:?}, {} items: [{}], exceedance_decimals: {}, rate_decimals: {} }}",
        day(since),
        edition.label,
        fields?,
        items.join(", "),
        plain(&edition.exceedance_decimals),
        plain(&edition.rate_decimals),
    ))
}

fn at(law: &Law, field: &str, since: i32) -> Option<String> {
    let parameter = find(law, "validity", field);
    let value = parameter
        .values
        .iter()
        .rev()
        .find(|v| number(v.since) <= since)?;
    Some(field_text(field, value))
}

fn latest(law: &Law, field: &str) -> String {
    let values = &find(law, "ranking", field).values;
    values
        .last()
        .map(|value| field_text(field, value))
        .unwrap_or_default()
}

fn find<'a>(law: &'a Law, folder: &str, field: &str) -> &'a Parameter {
    let id = format!("{folder}.{field}");
    let found = law.parameters.iter().find(|p| p.id == id);
    found.unwrap_or_else(|| panic!("standards/{folder}/{field}.toml: is missing"))
}

fn field_text(field: &str, dated: &Dated) -> String {
    let fits = matches!(dated.value, Scalar::Flag(_)) == FLAGS.contains(&field);
    assert!(
        fits,
        "standards, {field}, value since {}: is a count for a yes or no, or the reverse",
        dated.since
    );
    let value = match dated.value {
        Scalar::Count(count) => count.to_string(),
        Scalar::Flag(flag) => flag.to_string(),
    };
    format!(
        "{field}: {}, ",
        cited(&value, &dated.source, dated.confidence)
    )
}

fn item(item: &Item) -> String {
    let mean_limit = item
        .mean_limit
        .as_deref()
        .map_or("None".to_owned(), |l| format!("Some({})", averaging(l)));
    format!(
        "crate::validity::Item {{ pollutant: {}, percentile: {}, decimals: {}, mean_limit: {mean_limit}, percentile_limit: {} }}",
        pollutant(&item.pollutant),
        cited(&item.percentile.to_string(), &item.source, item.confidence),
        item.decimals,
        averaging(&item.percentile_limit),
    )
}

fn method(method: &Composite) -> String {
    let term = |t: &Term| {
        let statistic = if t.statistic == "mean" {
            "Mean"
        } else {
            "Percentile"
        };
        format!(
            "crate::composite::Term {{ pollutant: {}, statistic: crate::composite::Statistic::{statistic}, limit: {}, weight: {} }}",
            pollutant(&t.pollutant),
            averaging(&t.limit),
            t.weight,
        )
    };
    let terms: Vec<String> = method.items.iter().map(term).collect();
    format!(
        "crate::composite::CompositeMethod {{ id: {:?}, zh: {:?}, en: {:?}, enabled: {}, decimals: {}, terms: [{}], source: {} }}",
        method.id,
        method.name.zh,
        method.name.en,
        method.enabled,
        method.decimals,
        terms.join(", "),
        source(&method.source, method.confidence),
    )
}

fn critical(table: &Spearman) -> String {
    let rows: Vec<String> = table
        .rows
        .iter()
        .map(|r| format!("({}, {}, {})", r.count, r.p05, r.p01))
        .collect();
    format!(
        "/// Count of values, and the critical values at 0.05 and 0.01 in thousandths.\n\
         pub(crate) static SPEARMAN: crate::validity::Cited<&[(u32, u32, u32)]> = {};\n",
        cited(
            &format!("&[{}]", rows.join(", ")),
            &table.source,
            table.confidence
        ),
    )
}

fn cited(value: &str, from: &Source, confidence: Confidence) -> String {
    format!(
        "crate::validity::Cited {{ value: {value}, source: {} }}",
        source(from, confidence)
    )
}

fn source(source: &Source, confidence: Confidence) -> String {
    format!(
        "crate::limits::Source {{ document: {:?}, clause: {:?}, confidence: crate::limits::Confidence::{confidence:?} }}",
        source.document, source.clause,
    )
}

fn averaging(text: &str) -> String {
    let variant = match text {
        "year" => "Year",
        "day" => "Day",
        _ => "Max8h",
    };
    format!("crate::limits::Averaging::{variant}")
}

fn pollutant(id: &str) -> String {
    let mut letters = id.chars();
    let first: String = letters
        .next()
        .map(|c| c.to_ascii_uppercase())
        .into_iter()
        .collect();
    format!("units::Pollutant::{first}{}", letters.as_str())
}

fn day(number: i32) -> String {
    format!("units::Day::from_number({number})")
}

/// Every date was checked when its file was read.
fn number(date: toml::value::Datetime) -> i32 {
    law::day("", "", date).unwrap_or_else(|error| panic!("{error}"))
}
