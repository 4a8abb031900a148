//! From files into the lake: each file once, its good rows, its defects and its flags together.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use lake::arrow::array::{ArrayRef, Int64Array, StringArray, TimestampMicrosecondArray};
use lake::arrow::record_batch::RecordBatch;
use lake::{Appended, Lake, LakeError, Table};
use sha2::{Digest as _, Sha256};

use crate::parquet;
use crate::rows::{self, Stamp};
use crate::{Defect, Event, Flag, Granularity, Mapping, ObserveError, Summary, detect, read};

/// How files are taken in.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// The mapping to use; found by the header when `None`.
    pub mapping: Option<Arc<Mapping>>,
    /// When the values were learned, in microseconds since 1970 UTC.
    pub known_at: i64,
    /// `real`, `simulated` or `replayed`.
    pub kind: &'static str,
    /// Read and report, but write nothing.
    pub dry_run: bool,
    /// How many files to read at once.
    pub threads: usize,
}

/// What became of one file.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The file.
    pub file: PathBuf,
    /// The import's identity: the start of the file's SHA-256 and the mapping.
    pub source: String,
    /// What the reader counted.
    pub summary: Summary,
    /// Whether this import wrote something, or had been made before.
    pub appended: Appended,
    /// The defects, as written to the lake.
    pub defects: Vec<Defect>,
}

/// A file could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file could not be read or understood.
    #[error(transparent)]
    Observe(#[from] ObserveError),
    /// The lake refused.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// A reading thread ended early.
    #[error("reading {file} was broken off")]
    Broken {
        /// The file.
        file: String,
    },
}

/// Everything read from one file, ready to be appended.
struct Gathered {
    batches: Vec<RecordBatch>,
    weather: Vec<RecordBatch>,
    granularity: Granularity,
    defects: Vec<Defect>,
    flags: Vec<Flag>,
    summary: Summary,
    sha256: String,
    source: String,
}

/// Takes files in, `threads` at a time; one file's failure leaves the others alone.
///
/// `finished` is called with each file as it ends.
pub async fn load(
    lake: &Lake,
    files: &[PathBuf],
    options: &LoadOptions,
    finished: &mut dyn FnMut(&Path),
) -> Vec<(PathBuf, Result<Loaded, LoadError>)> {
    let mut results = Vec::with_capacity(files.len());
    let mut waiting = files.iter().cloned();
    let mut running = std::collections::VecDeque::new();
    loop {
        while running.len() < options.threads.max(1)
            && let Some(file) = waiting.next()
        {
            let (task_lake, task_file, task_options) =
                (lake.clone(), file.clone(), options.clone());
            running.push_back((
                file,
                tokio::spawn(async move { load_one(&task_lake, task_file, task_options).await }),
            ));
        }
        let Some((file, task)) = running.pop_front() else {
            break;
        };
        let broken = |_| LoadError::Broken {
            file: file.display().to_string(),
        };
        let result = task.await.map_err(broken).and_then(std::convert::identity);
        finished(&file);
        results.push((file, result));
    }
    results
}

async fn load_one(lake: &Lake, file: PathBuf, options: LoadOptions) -> Result<Loaded, LoadError> {
    let broken = |_| LoadError::Broken {
        file: file.display().to_string(),
    };
    let (path, reading) = (file.clone(), options.clone());
    let gathered = tokio::task::spawn_blocking(move || gather(&path, &reading))
        .await
        .map_err(broken)??;
    let appended = if options.dry_run {
        Appended::Before
    } else {
        append(lake, &file, &options, &gathered).await?
    };
    Ok(Loaded {
        file,
        source: gathered.source,
        summary: gathered.summary,
        appended,
        defects: gathered.defects,
    })
}

fn gather(file: &Path, options: &LoadOptions) -> Result<Gathered, LoadError> {
    let bytes = std::fs::read(file).map_err(|source| ObserveError::Open {
        path: file.to_path_buf(),
        source,
    })?;
    let sha256 = hex(&Sha256::digest(&bytes));
    drop(bytes);
    let is_parquet = parquet::is_parquet(file)?;
    let mapping = match &options.mapping {
        Some(mapping) => Arc::clone(mapping),
        None if is_parquet => Arc::new(parquet::detect(file)?.clone()),
        None => Arc::new(detect(file)?.clone()),
    };
    let source = format!("{}-{}", &sha256[..16], mapping.id);
    let mut gathered = Gathered {
        batches: Vec::new(),
        weather: Vec::new(),
        granularity: Granularity::Hour,
        defects: Vec::new(),
        flags: Vec::new(),
        summary: Summary::default(),
        sha256,
        source,
    };
    gathered.summary = read_into(&mut gathered, file, &mapping, options)?;
    Ok(gathered)
}

fn read_into(
    gathered: &mut Gathered,
    file: &Path,
    mapping: &Mapping,
    options: &LoadOptions,
) -> Result<Summary, LoadError> {
    let source = gathered.source.clone();
    let stamp = Stamp {
        known_at: options.known_at,
        kind: options.kind,
        source: &source,
    };
    let mut failed = None;
    let mut sink = |event| {
        if let Err(error) = keep(gathered, event, stamp) {
            failed = Some(error);
        }
    };
    let reader = if parquet::is_parquet(file)? {
        parquet::read
    } else {
        read
    };
    let summary = reader(file, mapping, &mut sink)?;
    failed.map_or(Ok(summary), |error| Err(error.into()))
}

fn keep(gathered: &mut Gathered, event: Event, stamp: Stamp<'_>) -> Result<(), LakeError> {
    match event {
        Event::Batch(batch) => {
            gathered.granularity = batch.granularity;
            gathered.batches.push(rows::observations(&batch, stamp)?);
            if let Some(weather) = &batch.weather {
                gathered
                    .weather
                    .push(rows::weather(&batch, weather, stamp)?);
            }
        }
        Event::Defects(defects) => gathered.defects.extend(defects),
        Event::Flags(flags) => gathered.flags.extend(flags),
    }
    Ok(())
}

/// Each table takes a source once, so an import that was broken off between two tables completes when
/// it is run again; the row in `import` comes last.
async fn append(
    lake: &Lake,
    file: &Path,
    options: &LoadOptions,
    gathered: &Gathered,
) -> Result<Appended, LoadError> {
    let source = gathered.source.as_str();
    let stamp = Stamp {
        known_at: options.known_at,
        kind: options.kind,
        source,
    };
    if lake.holds(Table::Import, source).await? {
        return Ok(Appended::Before);
    }
    lake.append(rows::table(gathered.granularity), source, &gathered.batches)
        .await?;
    if !gathered.weather.is_empty() {
        lake.append(Table::WeatherHour, source, &gathered.weather)
            .await?;
    }
    if !gathered.defects.is_empty() {
        lake.append(
            Table::Defect,
            source,
            &[rows::defects(&gathered.defects, stamp)?],
        )
        .await?;
    }
    if !gathered.flags.is_empty() {
        let flags = rows::flags(&gathered.flags, gathered.granularity, stamp)?;
        lake.append(Table::Flag, source, &[flags]).await?;
    }
    let row = import_row(file, options, gathered)?;
    Ok(lake.append(Table::Import, source, &[row]).await?)
}

fn import_row(
    file: &Path,
    options: &LoadOptions,
    gathered: &Gathered,
) -> Result<RecordBatch, LakeError> {
    let text = |value: &str| -> ArrayRef { Arc::new(StringArray::from(vec![value])) };
    let number = |value: u64| -> ArrayRef {
        Arc::new(Int64Array::from(vec![
            i64::try_from(value).unwrap_or(i64::MAX),
        ]))
    };
    let name = file.file_name().map_or_else(
        || file.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    );
    let summary = &gathered.summary;
    let known_at = TimestampMicrosecondArray::from(vec![options.known_at]).with_timezone("UTC");
    let columns = vec![
        text(&name),
        text(&gathered.sha256),
        text(&summary.mapping),
        text(options.kind),
        number(summary.rows_read),
        number(summary.rows_loaded),
        number(summary.defects),
        number(summary.flags),
        Arc::new(known_at) as ArrayRef,
        text(&gathered.source),
    ];
    Ok(RecordBatch::try_new(Table::Import.schema(), columns)?)
}

fn hex(digest: &[u8]) -> String {
    use std::fmt::Write as _;
    digest
        .iter()
        .fold(String::with_capacity(digest.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Appends a simulated batch as if it were a file of that name, once.
pub(crate) async fn append_simulated(
    lake: &Lake,
    name: &Path,
    options: &LoadOptions,
    batch: &crate::Batch,
) -> Result<Appended, LoadError> {
    let source = name.display().to_string();
    let stamp = Stamp {
        known_at: options.known_at,
        kind: options.kind,
        source: &source,
    };
    let rows = batch.site.len() as u64;
    let summary = Summary {
        mapping: "simulated".to_owned(),
        rows_read: rows,
        rows_loaded: rows,
        ..Summary::default()
    };
    let gathered = Gathered {
        batches: vec![rows::observations(batch, stamp)?],
        weather: Vec::new(),
        granularity: batch.granularity,
        defects: Vec::new(),
        flags: Vec::new(),
        summary,
        sha256: String::new(),
        source: source.clone(),
    };
    append(lake, name, options, &gathered).await
}
