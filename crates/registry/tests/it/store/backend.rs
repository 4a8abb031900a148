//! Where a test keeps its register, and what it puts there.

use std::time::Duration;

use registry::catalogue::{Form, Key, Name};
use registry::store::Registry;
use registry::{By, Catalogue, Column, Entity, Given, GivenRow, Kind, Origin};

use super::postgres::Server;

/// An empty database of its own.
pub(crate) struct Backend {
    /// The address of the register.
    pub(crate) url: String,
    _folder: Option<tempfile::TempDir>,
}

impl Backend {
    /// A file in a folder of its own.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/登记 1%.db", folder.path().display());
        Self {
            url,
            _folder: Some(folder),
        }
    }

    /// A database of its own on a server.
    pub(crate) fn postgres(server: &Server, name: &str) -> Self {
        Self {
            url: server.database(name),
            _folder: None,
        }
    }

    /// The register with the catalogue of [`catalogue`].
    pub(crate) async fn open(&self) -> Registry {
        Registry::open(&self.url, catalogue()).await.unwrap()
    }

    /// The same for a writer that does not wait.
    pub(crate) async fn open_impatient(&self) -> Registry {
        let wait = Duration::from_millis(30);
        let opened = Registry::open_waiting(&self.url, catalogue(), wait).await;
        opened.unwrap()
    }

    /// A second way in, past the register.
    pub(crate) async fn connect(&self) -> sea_orm::DatabaseConnection {
        let path = self.url.strip_prefix("sqlite:");
        let url = path.map_or(self.url.clone(), |path| {
            format!("sqlite:{}", path.replace('%', "%25"))
        });
        sea_orm::Database::connect(url).await.unwrap()
    }
}

/// Runs a test of the suite.
pub(crate) fn wait_for<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(test)
}

/// Boilers with a name, a region, a fuel and a capacity.
pub(crate) fn catalogue() -> Catalogue {
    Catalogue {
        entities: vec![entity("boiler", &["name", "region", "fuel", "capacity"])],
    }
}

/// An entity of texts.
pub(crate) fn entity(id: &str, columns: &[&str]) -> Entity {
    let name = || Name {
        zh: id.to_owned(),
        en: id.to_owned(),
    };
    let column = |id: &&str| Column {
        id: (*id).to_owned(),
        name: name(),
        kind: Kind::Text,
        unit: None,
        values: Vec::new(),
        required: false,
        min: None,
        max: None,
        refers: None,
        example: None,
    };
    Entity {
        id: id.to_owned(),
        name: name(),
        key: Key {
            zh: "编号".to_owned(),
            en: "number".to_owned(),
            form: Form::Text,
            example: "1".to_owned(),
        },
        located: false,
        columns: columns.iter().map(column).collect(),
    }
}

/// A row: `""` leaves a cell, `"-"` clears it.
pub(crate) fn row(key: &str, cells: &[&str]) -> GivenRow {
    GivenRow {
        line: 1,
        key: key.to_owned(),
        cells: cells.iter().map(|cell| given(cell)).collect(),
    }
}

/// A cell as in [`row`].
pub(crate) fn given(cell: &str) -> Given {
    match cell {
        "" => Given::Left,
        "-" => Given::Cleared,
        text => Given::Value(text.to_owned()),
    }
}

/// Stored cells in short: `""` is unknown.
pub(crate) fn cells(record: &registry::Record) -> Vec<&str> {
    record
        .cells
        .iter()
        .map(|cell| cell.as_deref().unwrap_or(""))
        .collect()
}

/// Somebody at a moment.
pub(crate) fn by(who: &str, at: i64, why: &str) -> By {
    By {
        who: who.to_owned(),
        why: why.to_owned(),
        at,
        source: None,
        sha256: None,
        origin: Origin::Real,
    }
}

/// Imports rows and keeps them.
pub(crate) async fn import(
    registry: &Registry,
    by: By,
    rows: &[GivenRow],
) -> registry::store::Imported {
    let mut import = registry.import("boiler", by).await.unwrap();
    import.put(rows).await.unwrap();
    import.finish().await.unwrap()
}
