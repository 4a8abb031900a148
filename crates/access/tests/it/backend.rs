//! Where a test keeps its accounts, and whom it puts there.

use std::str::FromStr;

use access::{Access, Account, Attempt, Cost, NewAccount, Role, Secret, Settings, Standing};
use jiff::Timestamp;

/// A password that the rule takes.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// An empty database of its own.
pub(crate) struct Backend {
    /// The address.
    pub(crate) url: String,
    _folder: Option<tempfile::TempDir>,
}

impl Backend {
    /// A file in a folder of its own.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            url: format!("sqlite:{}/账户 1%.db", folder.path().display()),
            _folder: Some(folder),
        }
    }

    /// A database on a server.
    pub(crate) fn at(url: String) -> Self {
        Self { url, _folder: None }
    }

    /// The accounts, with hashes that cost next to nothing.
    pub(crate) async fn open(&self) -> Access {
        Access::open(&self.url, settings()).await.unwrap()
    }

    /// A second way in, past the crate.
    pub(crate) async fn connect(&self) -> sea_orm::DatabaseConnection {
        let path = self.url.strip_prefix("sqlite:");
        let url = path.map_or(self.url.clone(), |path| {
            format!("sqlite:{}", path.replace('%', "%25"))
        });
        sea_orm::Database::connect(url).await.unwrap()
    }
}

/// The usual care, with cheap hashes.
pub(crate) fn settings() -> Settings {
    Settings {
        cost: Cost {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        },
        ..Settings::default()
    }
}

/// Runs a test.
pub(crate) fn wait_for<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(test)
}

/// A moment of the first day, some seconds in.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + seconds).unwrap()
}

/// A role in a region; an enterprise has the facility E1.
pub(crate) fn standing(role: Role, region: Option<&str>) -> Standing {
    Standing {
        role,
        region: region.map(|code| FromStr::from_str(code).unwrap()),
        entity: (role == Role::Enterprise).then(|| "E1".to_owned()),
        body: None,
    }
}

/// Somebody with the password of these tests.
pub(crate) async fn somebody(access: &Access, name: &str, standing: Standing) -> Account {
    let new = NewAccount {
        name: name.to_owned(),
        shown_name: name.to_owned(),
        standing,
    };
    let made = access.create(new, at(0)).await.unwrap();
    let passwords = (&made.password, &Secret::new(PASSWORD));
    let set = access.set_password(made.account.id, passwords, at(0)).await;
    set.unwrap()
}

/// An officer of 太原.
pub(crate) async fn officer(access: &Access, name: &str) -> Account {
    somebody(access, name, standing(Role::City, Some("140100"))).await
}

/// An attempt to sign in.
pub(crate) fn attempt(name: &str, password: &str, seconds: i64) -> Attempt {
    Attempt {
        name: name.to_owned(),
        password: Secret::new(password),
        code: None,
        from: "192.0.2.1".to_owned(),
        now: at(seconds),
    }
}
