//! Vehicles: reads `standards/vehicle` and writes the tables of blocks, commands and ways of encryption.
//!
//! An unknown key, a missing citation, a repeated id and a `times` that names no number before it stop the build.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the standards and writes the tables"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Stands before each table with numbers: digits are grouped for people, and nobody reads the tables.
const GENERATED: &str = "#[allow(clippy::unreadable_literal, reason = \"written by the build\")]\n";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Blocks {
    id: String,
    name: Names,
    since: String,
    block: Vec<Block>,
    record: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    document: String,
    clause: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Confidence {
    Seen,
    Memory,
    Assumed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    kind: u8,
    id: String,
    name: Names,
    #[serde(default)]
    grouped: bool,
    parts: Vec<Part>,
    #[serde(default)]
    habit: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    record: String,
    times: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    id: String,
    source: Source,
    confidence: Confidence,
    fields: Vec<Field>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    id: String,
    zh: String,
    en: String,
    bytes: u8,
    scale: Option<String>,
    #[serde(default)]
    offset: i64,
    unit: Option<String>,
    invalid: Option<u32>,
    abnormal: Option<u32>,
    #[serde(default)]
    form: Form,
}

#[derive(Deserialize, Clone, Copy, Default, Debug, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Form {
    #[default]
    Number,
    Bits,
    Text,
    Bytes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Codes {
    command: Vec<Code>,
    encryption: Vec<Code>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    channel: String,
    #[serde(rename = "code")]
    first: u8,
    to: Option<u8>,
    id: String,
    content: Option<String>,
    name: Names,
    source: Source,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defects {
    defect: Vec<Defect>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defect {
    id: String,
    name: Names,
}

/// Writes `vehicle.rs` into the build's output folder.
pub(crate) fn generate() {
    let mut out = String::new();
    for name in ["gb17691", "gb32960"] {
        let file = format!("{name}.toml");
        let blocks: Blocks = read(&file);
        assert!(
            blocks.id == name
                && !blocks.since.is_empty()
                && !blocks.name.zh.is_empty()
                && !blocks.name.en.is_empty(),
            "standards/vehicle/{file}: id, name and since"
        );
        tables(&mut out, &file, &blocks);
    }
    let codes: Codes = read("commands.toml");
    commands(&mut out, &codes.command);
    encryptions(&mut out, &codes.encryption);
    let words: Defects = read("defects.toml");
    defects(&mut out, &words.defect);
    let folder = std::env::var("OUT_DIR").unwrap_or_else(|error| panic!("OUT_DIR: {error}"));
    let path = Path::new(&folder).join("vehicle.rs");
    fs::write(&path, out).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn read<T: DeserializeOwned>(file: &str) -> T {
    let path = crate::standards().join("vehicle").join(file);
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    toml::from_str(&text).unwrap_or_else(|e| panic!("standards/vehicle/{file}: {e}"))
}

/// The records and blocks of one file as statics.
fn tables(out: &mut String, file: &str, blocks: &Blocks) {
    let prefix = blocks.id.to_uppercase();
    let mut records = BTreeMap::new();
    for record in &blocks.record {
        let last = records.insert(record.id.as_str(), record);
        assert!(
            last.is_none(),
            "standards/vehicle/{file}: record {} twice",
            record.id
        );
        write_record(out, file, &prefix, record);
    }
    let mut kinds = BTreeMap::new();
    let mut rows = String::new();
    for block in &blocks.block {
        let last = kinds.insert(block.kind, &block.id);
        assert!(
            last.is_none(),
            "standards/vehicle/{file}: kind {} twice",
            block.kind
        );
        assert!(
            !block.parts.is_empty(),
            "standards/vehicle/{file}: block {} without parts",
            block.id
        );
        let own = parts(file, &prefix, &records, &block.parts);
        let habit = parts(file, &prefix, &records, &block.habit);
        let Names { zh, en } = &block.name;
        let _ = writeln!(
            rows,
            "    BlockLayout {{ kind: {}, id: {:?}, zh: {zh:?}, en: {en:?}, grouped: {}, parts: &[{own}], habit: &[{habit}] }},",
            block.kind, block.id, block.grouped
        );
    }
    let _ = writeln!(
        out,
        "pub(super) static {prefix}: [BlockLayout; {}] = [\n{rows}];",
        blocks.block.len()
    );
}

fn parts(file: &str, prefix: &str, records: &BTreeMap<&str, &Record>, list: &[Part]) -> String {
    let mut before: Option<&Field> = None;
    let mut text = Vec::new();
    for part in list {
        let record = records
            .get(part.record.as_str())
            .unwrap_or_else(|| panic!("standards/vehicle/{file}: no record {}", part.record));
        if let Some(times) = &part.times {
            let counted =
                before.is_some_and(|field| &field.id == times && field.form == Form::Number);
            assert!(
                counted,
                "standards/vehicle/{file}: {times} is not the number before {}",
                part.record
            );
        }
        before = if part.times.is_some() {
            None
        } else {
            record.fields.last()
        };
        text.push(format!(
            "Part {{ record: &{prefix}_{}, repeated: {} }}",
            part.record.to_uppercase(),
            part.times.is_some()
        ));
    }
    text.join(", ")
}

fn write_record(out: &mut String, file: &str, prefix: &str, record: &Record) {
    let mut at = 0_usize;
    let mut rows = String::new();
    let mut seen = BTreeSet::new();
    for field in &record.fields {
        assert!(
            seen.insert(&field.id),
            "standards/vehicle/{file}: field {} twice",
            field.id
        );
        let numeric = matches!(field.form, Form::Number | Form::Bits);
        assert!(
            !numeric || matches!(field.bytes, 1 | 2 | 4),
            "standards/vehicle/{file}: width of {}",
            field.id
        );
        let (scale, decimals) = decimal(file, field.scale.as_deref().unwrap_or("1"));
        let shift = field.offset * 10_i64.pow(u32::from(decimals));
        let Field {
            id,
            zh,
            en,
            bytes,
            unit,
            invalid,
            abnormal,
            form,
            ..
        } = field;
        let _ = writeln!(
            rows,
            "        Field {{ id: {id:?}, zh: {zh:?}, en: {en:?}, unit: {unit:?}, form: Form::{form:?}, at: {at}, bytes: {bytes}, scale: {scale}, decimals: {decimals}, shift: {shift}, invalid: {invalid:?}, abnormal: {abnormal:?} }},"
        );
        at += usize::from(*bytes);
    }
    assert!(
        at > 0,
        "standards/vehicle/{file}: record {} is empty",
        record.id
    );
    let position = position(&record.fields);
    let Source { document, clause } = &record.source;
    assert!(
        !document.is_empty() && !clause.is_empty(),
        "standards/vehicle/{file}: citation of {}",
        record.id
    );
    let _ = writeln!(
        out,
        "{GENERATED}pub(super) static {prefix}_{}: RecordLayout = RecordLayout {{ id: {:?}, bytes: {at}, position: {position:?}, source: Source {{ document: {document:?}, clause: {clause:?}, seen: {} }}, fields: &[\n{rows}    ] }};",
        record.id.to_uppercase(),
        record.id,
        seen_in_the_document(record.confidence)
    );
}

fn seen_in_the_document(confidence: Confidence) -> bool {
    match confidence {
        Confidence::Seen => true,
        Confidence::Memory | Confidence::Assumed => false,
    }
}

/// The index of the field of the state of positioning, where longitude and latitude follow it.
fn position(fields: &[Field]) -> Option<usize> {
    let ids: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
    ids.windows(3)
        .position(|three| three == ["position_state", "longitude", "latitude"])
}

/// A decimal as mantissa and number of decimals.
fn decimal(file: &str, text: &str) -> (i64, u8) {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mantissa = format!("{whole}{fraction}")
        .parse()
        .unwrap_or_else(|_| panic!("standards/vehicle/{file}: {text} is no decimal"));
    let decimals = u8::try_from(fraction.len())
        .unwrap_or_else(|_| panic!("standards/vehicle/{file}: {text} is too long"));
    (mantissa, decimals)
}

fn commands(out: &mut String, list: &[Code]) {
    let mut rows = String::new();
    for code in list {
        let content = code
            .content
            .as_deref()
            .unwrap_or_else(|| panic!("standards/vehicle/commands.toml: content of {}", code.id));
        let Names { zh, en } = &code.name;
        let _ = writeln!(
            rows,
            "    Command {{ channel: Channel::{}, first: {}, last: {}, id: {:?}, zh: {zh:?}, en: {en:?}, content: Content::{}, source: {} }},",
            camel(&code.channel),
            code.first,
            code.to.unwrap_or(code.first),
            code.id,
            camel(content),
            cited(code)
        );
    }
    let _ = writeln!(
        out,
        "pub(super) static COMMANDS: [Command; {}] = [\n{rows}];",
        list.len()
    );
}

fn encryptions(out: &mut String, list: &[Code]) {
    let mut rows = String::new();
    for code in list {
        assert!(
            code.content.is_none() && code.to.is_none(),
            "standards/vehicle/commands.toml: {}",
            code.id
        );
        let Names { zh, en } = &code.name;
        let _ = writeln!(
            rows,
            "    Encryption {{ protocol: Protocol::{}, code: {}, id: {:?}, zh: {zh:?}, en: {en:?}, source: {} }},",
            camel(&code.channel),
            code.first,
            code.id,
            cited(code)
        );
    }
    let _ = writeln!(
        out,
        "pub(super) static ENCRYPTIONS: [Encryption; {}] = [\n{rows}];",
        list.len()
    );
}

fn defects(out: &mut String, list: &[Defect]) {
    let mut rows = String::new();
    for Defect { id, name } in list {
        let Names { zh, en } = name;
        let _ = writeln!(rows, "    Words {{ id: {id:?}, zh: {zh:?}, en: {en:?} }},");
    }
    let _ = writeln!(
        out,
        "pub(super) static DEFECTS: [Words; {}] = [\n{rows}];",
        list.len()
    );
}

fn cited(code: &Code) -> String {
    let Source { document, clause } = &code.source;
    format!(
        "Source {{ document: {document:?}, clause: {clause:?}, seen: {} }}",
        seen_in_the_document(code.confidence)
    )
}

fn camel(id: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase())
            .into_iter()
            .chain(letters)
            .collect::<String>()
    };
    id.split('_').map(capital).collect()
}
