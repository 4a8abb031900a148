//! A house of its own for a test: a lake of simulated hours, a register, an account of each role, and a portal that
//! listens on a free port.
//!
//! Nothing here is measured: the hours are those of `observe::simulated`, two stations and two facilities are invented.

mod client;

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use access::{Cost, NewAccount, Role, Secret, Standing};
use gateway::Place;
use jiff::Timestamp;
use lake::{Lake, QueryLimits};
use observe::load::{LoadOptions, load};
use observe::simulated::load_simulated;
use portal::{Example, Limits, Portal, Settings, TelemetryPlaces};
use registry::store::Registry;
use registry::{By, Given, Origin};
use reqwest::StatusCode;
use reqwest::header::SET_COOKIE;
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub(crate) use self::client::{Answer, Client};

/// 华炬钢铁, a facility of 小店区 in 太原, with an outlet, its limit and a device.
pub(crate) const OWN: &str = "911401000000000013";
/// A facility of 大同 that is none of theirs.
pub(crate) const OTHER: &str = "911402000000000018";
/// The device of [`OWN`].
pub(crate) const DEVICE: &str = "140105000000000000000001";
/// The stations, both in 太原.
pub(crate) const STATIONS: [&str; 2] = ["1081A", "1082A"];
/// The cities with hours: those of Shanxi.
pub(crate) const CITIES: [&str; 11] = [
    "140100", "140200", "140300", "140400", "140500", "140600", "140700", "140800", "140900",
    "141000", "141100",
];
/// The password of every account.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// A portal with all that is below it, in a folder that goes with it.
pub(crate) struct House {
    pub(crate) address: SocketAddr,
    /// Where the SQL endpoint listens.
    pub(crate) sql: SocketAddr,
    pub(crate) portal: Portal,
    http: reqwest::Client,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<()>>,
    folder: TempDir,
}

/// Another portal of the house.
pub(crate) struct Beside {
    pub(crate) address: SocketAddr,
    _stop: oneshot::Sender<()>,
}

/// A page of one file: what the program carries is not this crate's matter.
static PAGE: &[portal::PageFile] = &[portal::PageFile {
    path: "index.html",
    media: "text/html; charset=utf-8",
    tag: "\"page\"",
    body: b"<!doctype html><title>lantian</title>",
    gzip: None,
    brotli: None,
}];

impl House {
    /// A house with its portal.
    pub(crate) async fn new() -> Self {
        Self::with(|_settings| ()).await
    }

    /// A house whose portal is started with other settings.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::made(change, |_settings| (), true).await
    }

    /// A house that keeps its accounts by other rules.
    pub(crate) async fn guarded(change: impl FnOnce(&mut access::Settings)) -> Self {
        Self::made(|_settings| (), change, true).await
    }

    /// A house that nobody entered yet: it has no account.
    pub(crate) async fn unentered() -> Self {
        Self::made(|_settings| (), |_settings| (), false).await
    }

    async fn made(
        change: impl FnOnce(&mut Settings),
        guard: impl FnOnce(&mut access::Settings),
        entered: bool,
    ) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let (mut settings, mut access) = (settings(folder.path()), quick());
        change(&mut settings);
        guard(&mut access);
        fill_lake(&settings.lake, folder.path()).await;
        let portal = Portal::open(settings, access).await;
        let portal = portal.expect("the portal opens");
        fill_register(&portal.settings().registry).await;
        if entered {
            make_accounts(&portal).await;
        }
        let served = portal::serve(portal.clone()).await.expect("a port is free");
        let (address, sql) = (served.address, served.sql.expect("SQL is asked for"));
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(served.until(async {
            let _ = stopped.await;
        }));
        Self {
            address,
            sql,
            portal,
            http: reqwest::Client::builder()
                .timeout(Duration::from_mins(2))
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .expect("a client can be made"),
            stop: Some(stop),
            running: Some(running),
            folder,
        }
    }

    /// A second portal over the same lake, register and accounts, until it is dropped.
    pub(crate) async fn another(&self) -> Beside {
        let portal = Portal::open(self.portal.settings().clone(), quick()).await;
        let portal = portal.expect("a second portal opens");
        let served = portal::serve(portal).await.expect("a port is free");
        let address = served.address;
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(served.until(async {
            let _ = stopped.await;
        }));
        Beside {
            address,
            _stop: stop,
        }
    }

    /// The folder of the house.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Somebody without an account.
    pub(crate) fn public(&self) -> Client {
        Client {
            base: format!("http://{}", self.address),
            http: self.http.clone(),
            cookie: None,
            csrf: String::new(),
        }
    }

    /// The holder of the account of a role, signed in: Shanxi for the province, 太原 for the city and the inspector,
    /// 小店区 for the county, [`OWN`] for the enterprise.
    pub(crate) async fn as_role(&self, role: Role) -> Client {
        match role {
            Role::Public => self.public(),
            other => self.sign_in(other.id()).await,
        }
    }

    /// The holder of an account, signed in.
    pub(crate) async fn sign_in(&self, name: &str) -> Client {
        let mut client = self.public();
        let given = json!({ "name": name, "password": PASSWORD });
        let answer = client.post("/api/v1/session", &given).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let cookie = answer.headers.get(SET_COOKIE).expect("a cookie is set");
        let cookie = cookie.to_str().expect("it is a text");
        client.cookie = cookie.split(';').next().map(str::to_owned);
        answer.json()["csrf"]
            .as_str()
            .expect("a token is given")
            .clone_into(&mut client.csrf);
        client
    }

    /// What somebody without an account is answered.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.public().get(path).await
    }

    /// Tells the portal to stop, and waits until it has.
    pub(crate) async fn stop(mut self) {
        drop(self.stop.take());
        let running = self.running.take().expect("it runs until now");
        let ended = tokio::time::timeout(Duration::from_mins(1), running).await;
        ended.expect("it stops in time").expect("it does not fail");
    }
}

fn settings(folder: &Path) -> Settings {
    let local = SocketAddr::from(([127, 0, 0, 1], 0));
    Settings {
        listen: local,
        lake: folder.join("lake").into(),
        cluster: None,
        registry: folder.join("register.sqlite").display().to_string(),
        accounts: folder.join("access.sqlite").display().to_string(),
        attachments: folder.join("attachments"),
        telemetry: TelemetryPlaces {
            archive: folder.join("archive"),
            inbox: Place::Folder {
                folder: folder.join("inbox"),
                max_bytes: 1 << 20,
            },
            gateway: None,
        },
        policy: None,
        page: PAGE,
        home_region: "140000".to_owned(),
        example: Some(Example {
            as_of: "2019-01-31".parse().expect("a day"),
            replay: None,
        }),
        dust: None,
        secure: false,
        public_address: None,
        open_id: Vec::new(),
        sql: Some(local),
        query: QueryLimits::default(),
        limits: Limits::default(),
    }
}

/// Hashes that cost nothing: these tests guess no passwords.
fn quick() -> access::Settings {
    access::Settings {
        cost: Cost {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        },
        ..access::Settings::default()
    }
}

async fn fill_lake(place: &lake::Place, folder: &Path) {
    let lake = Lake::at(place).expect("a lake opens");
    let known_at = Timestamp::now().as_microsecond();
    let loaded = load_simulated(&lake, &CITIES.map(str::to_owned), known_at).await;
    loaded.expect("the simulated month loads");
    let file = folder.join("stations.csv");
    fs::write(&file, station_hours()).expect("a file can be written");
    let options = LoadOptions {
        mapping: None,
        known_at,
        kind: "simulated",
        dry_run: false,
        threads: 1,
    };
    for (_, loaded) in load(&lake, &[file], &options, &mut |_file| ()).await {
        loaded.expect("the stations' hours load");
    }
}

/// The last two days of the month for both stations, as a wide file.
fn station_hours() -> String {
    let mut lines = vec![format!("date,hour,type,{}", STATIONS.join(","))];
    for (day, hour) in (30..=31).flat_map(|day| (0..24).map(move |hour| (day, hour))) {
        for (item, value) in [
            ("PM2.5", 40),
            ("PM10", 80),
            ("SO2", 10),
            ("NO2", 30),
            ("O3", 50),
        ] {
            let (one, two) = (value + hour, value + 2 * hour);
            lines.push(format!("201901{day},{hour},{item},{one},{two}"));
        }
        lines.push(format!("201901{day},{hour},CO,0.8,1.1"));
    }
    lines.join("\n") + "\n"
}

/// An entity, a key, and cells by column.
type Row = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// The outlet of [`OWN`].
const OUTLET: &str = "911401000000000013001P-DA001";

/// What the register holds.
const ROWS: [Row; 7] = [
    (
        "facility",
        OWN,
        &[
            ("name", "华炬钢铁(模拟)"),
            ("region", "140105"),
            ("lon", "112.56"),
            ("lat", "37.74"),
            ("industry", "steel"),
        ],
    ),
    (
        "facility",
        OTHER,
        &[
            ("name", "同泉水泥(模拟)"),
            ("region", "140200"),
            ("industry", "cement"),
        ],
    ),
    (
        "outlet",
        OUTLET,
        &[
            ("name", "1号烧结机头"),
            ("region", "140105"),
            ("facility_key", OWN),
        ],
    ),
    (
        "outlet_limit",
        "911401000000000013001P-DA001-NOx",
        &[
            ("outlet_key", OUTLET),
            ("pollutant", "nox"),
            ("limit_mg_m3", "50"),
            ("basis", "排污许可证(模拟)"),
        ],
    ),
    (
        "monitoring_device",
        DEVICE,
        &[
            ("name", "1号烧结机头在线监测"),
            ("region", "140105"),
            ("facility_key", OWN),
            ("outlet_key", OUTLET),
            ("gateway_active", "true"),
        ],
    ),
    (
        "air_station",
        STATIONS[0],
        &[
            ("name", "桃园"),
            ("region", "140106"),
            ("lon", "112.5369"),
            ("lat", "37.8694"),
        ],
    ),
    (
        "air_station",
        STATIONS[1],
        &[
            ("name", "小店"),
            ("region", "140105"),
            ("lon", "112.5583"),
            ("lat", "37.7394"),
        ],
    ),
];

async fn fill_register(address: &str) {
    let catalogue = answer::register::catalogue().expect("the catalogue is whole");
    let registry = Registry::open(address, catalogue).await;
    let registry = registry.expect("the register opens");
    for (entity, key, cells) in ROWS {
        let given = |(column, text): &(&str, &str)| {
            ((*column).to_owned(), Given::Value((*text).to_owned()))
        };
        let cells: Vec<_> = cells.iter().map(given).collect();
        let by = By {
            who: "test".to_owned(),
            why: "试验".to_owned(),
            at: Timestamp::now().as_microsecond(),
            origin: Origin::Simulated,
            ..By::default()
        };
        let edited = registry.edit(entity, key, None, &cells, by).await;
        edited.unwrap_or_else(|error| panic!("{entity} {key}: {error}"));
    }
    registry.close().await.expect("the register closes");
}

/// An account of each role, named as the role; a second enterprise is named `other`.
async fn make_accounts(portal: &Portal) {
    let enterprise = Role::Enterprise.id();
    let all = [
        (Role::Administrator.id(), Role::Administrator, None, None),
        (Role::Province.id(), Role::Province, Some("140000"), None),
        (Role::City.id(), Role::City, Some("140100"), None),
        (Role::County.id(), Role::County, Some("140105"), None),
        (Role::Inspector.id(), Role::Inspector, Some("140100"), None),
        (enterprise, Role::Enterprise, Some("140105"), Some(OWN)),
        ("other", Role::Enterprise, Some("140200"), Some(OTHER)),
    ];
    let now = Timestamp::now();
    for (name, role, region, entity) in all {
        let new = NewAccount {
            name: name.to_owned(),
            shown_name: name.to_owned(),
            standing: Standing {
                role,
                region: region.map(|code| code.parse().expect("a region's code")),
                entity: entity.map(str::to_owned),
                body: None,
            },
        };
        let access = portal.access();
        let made = access.create(new, now).await.expect("an account is made");
        let words = (&made.password, &Secret::new(PASSWORD));
        let set = access.set_password(made.account.id, words, now).await;
        set.expect("its password is set");
    }
}
