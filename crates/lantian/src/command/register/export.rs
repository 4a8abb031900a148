//! `register export`: the things of a kind as a file that can be edited and imported again.

use std::path::PathBuf;

use clap::Args;
use registry::store::{Filter, RegistryError};
use registry::{Record, sheet};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::Report;
use crate::register;

use super::cells::entity_name;

/// Options of `register export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// 对象类别：编号或名称 / kind of thing: id or name
    #[arg(value_name = "ENTITY")]
    entity: String,
    /// 文件：.xlsx、.csv 或 .geojson（默认 对象名.xlsx）/ the file: .xlsx, .csv or .geojson
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// 只导出该地区 / only this region
    #[arg(long)]
    region: Option<String>,
}

/// Runs the command; `--as-of` exports what the register said then.
pub(super) async fn run(context: &Context, args: &ExportArgs) -> Result<Report, Failure> {
    let registry = register::registry(context).await?;
    let entity = register::entity(registry.catalogue(), &args.entity)?;
    let region = args.region.as_deref().map(regions::resolve).transpose()?;
    let filter = Filter {
        region: region.map(|region| region.code.to_string()),
        ..Filter::default()
    };
    let place = entity.column("region").map(|(place, _)| place);
    let wanted = |record: &Record| {
        let Some(code) = &filter.region else {
            return true;
        };
        let own = place.and_then(|place| record.cells.get(place)?.as_deref());
        let codes = own.and_then(|own| Some((code.parse().ok()?, own.parse().ok()?)));
        codes.is_some_and(|(wide, own)| regions::contains(wide, own))
    };
    let mut records: Vec<Record> = Vec::new();
    let mut gather = |things: &[registry::store::Stored]| -> Result<(), RegistryError> {
        let own = things.iter().map(|thing| &thing.record);
        records.extend(own.filter(|record| wanted(record)).cloned());
        Ok(())
    };
    match context.as_of {
        Some(moment) => registry.scan_at(&entity.id, moment, &mut gather).await?,
        None => registry.scan(&entity.id, &mut gather).await?,
    }
    let file = args.file.clone().or_else(|| context.out.clone());
    let path = file.unwrap_or_else(|| PathBuf::from(format!("{}.xlsx", entity.name.zh)));
    let ending = path.extension().and_then(|ending| ending.to_str());
    let bytes = match ending.unwrap_or_default().to_ascii_lowercase().as_str() {
        "csv" => sheet::export_csv(entity, &records)?,
        "json" | "geojson" => sheet::export_geojson(entity, &records).into_bytes(),
        _ => sheet::export(entity, &records)?,
    };
    std::fs::write(&path, bytes).map_err(|e| Failure::file(&path, &e))?;
    let title = context.say(
        "register-show-title",
        &[("entity", &entity_name(context, entity))],
    );
    let mut report = Report::new(title, Vec::new());
    report.notes.push(context.say(
        "note-register-written",
        &[("file", &path.display()), ("count", &records.len())],
    ));
    Ok(report)
}
