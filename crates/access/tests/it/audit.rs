//! The audit log: appended to by many, changed by nobody unnoticed.

use access::{Access, Broken, Entry, Filter, Outcome, Role};
use sea_orm::{ConnectionTrait, DbBackend};

use crate::backend::{Backend, at, wait_for};

fn entry(account: &str, action: &str, seconds: i64) -> Entry {
    Entry {
        at: at(seconds),
        account: Some(account.to_owned()),
        role: Role::City,
        from: "192.0.2.1".to_owned(),
        action: action.to_owned(),
        resource: "boiler/1 \u{0}".to_owned(),
        outcome: Outcome::Done,
        detail: "由 15 改为 20".to_owned(),
    }
}

async fn write(access: &Access, lines: i64) {
    for number in 1..=lines {
        let written = access.record(entry("wang", "edit_register", number)).await;
        assert_eq!(written.unwrap(), number);
    }
}

async fn tamper(backend: &Backend, statement: &str) -> Result<(), sea_orm::DbErr> {
    let database = backend.connect().await;
    database.execute_unprepared(statement).await.map(drop)
}

/// Whatever would change a line is refused, and found when somebody takes the triggers away.
pub(crate) async fn tampering(backend: &Backend) {
    let access = backend.open().await;
    let empty = access.verify().await.unwrap();
    assert_eq!((empty.lines, empty.broken), (0, None));
    write(&access, 5).await;
    let whole = access.verify().await.unwrap();
    assert_eq!((whole.lines, whole.broken), (5, None));
    let postgres = backend.connect().await.get_database_backend() == DbBackend::Postgres;
    let mut refused = vec![
        "UPDATE access_audit SET detail = 'nothing' WHERE number = 3",
        "DELETE FROM access_audit WHERE number = 5",
    ];
    refused.push(if postgres {
        "TRUNCATE access_audit"
    } else {
        "REPLACE INTO access_audit SELECT 3, at, account, role, source, action, resource, \
         outcome, 'nothing', previous, digest FROM access_audit WHERE number = 3"
    });
    for statement in refused {
        let said = tamper(backend, statement).await.unwrap_err().to_string();
        assert!(said.contains("append-only"), "{said}");
    }
    assert_eq!(access.verify().await.unwrap(), whole);
    for name in ["update", "delete", "insert", "change", "truncate"] {
        let on = if postgres { " ON access_audit" } else { "" };
        let drop = format!("DROP TRIGGER IF EXISTS access_audit_{name}{on}");
        tamper(backend, &drop).await.unwrap();
    }
    for column in [
        "account", "role", "source", "action", "resource", "outcome", "detail",
    ] {
        let set =
            |value: &str| format!("UPDATE access_audit SET {column} = {value} WHERE number = 3");
        tamper(backend, &set(&format!("{column} || 'x'")))
            .await
            .unwrap();
        let chain = access.verify().await.unwrap();
        assert_eq!(
            chain.broken,
            Some(Broken::Changed { number: 3 }),
            "{column}"
        );
        assert_eq!(chain.lines, 2);
        let back = set(&format!("substr({column}, 1, length({column}) - 1)"));
        tamper(backend, &back).await.unwrap();
    }
    assert_eq!(access.verify().await.unwrap(), whole);
    tamper(backend, "DELETE FROM access_audit WHERE number = 2")
        .await
        .unwrap();
    let chain = access.verify().await.unwrap();
    assert_eq!(chain.broken, Some(Broken::Missing { number: 3 }));
}

/// Two programs that write at the same time write one chain.
pub(crate) async fn two_writers(backend: &Backend) {
    let programs = [backend.open().await, backend.open().await];
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..40 {
        let access = programs[number % 2].clone();
        writers.spawn(async move { access.record(entry("wang", "download", 0)).await });
    }
    let mut numbers: Vec<i64> = writers
        .join_all()
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<i64>>());
    let chain = programs[0].verify().await.unwrap();
    assert_eq!((chain.lines, chain.broken), (40, None));
}

#[test]
fn a_changed_line_is_refused_and_found() {
    wait_for(tampering(&Backend::sqlite()));
}

#[test]
fn two_programs_write_one_chain() {
    wait_for(two_writers(&Backend::sqlite()));
}

/// Computed with Python's `hashlib` over the lists in JSON, as `docs/book/access.md` describes them.
#[test]
fn the_digest_is_what_an_independent_program_computes() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        write(&access, 2).await;
        let lines = access.page(&Filter::default(), None, 2).await.unwrap();
        let digests = lines.iter().map(|line| line.digest.as_str());
        assert!(digests.eq([
            "23ab134cdd71e0f3b172d5309ac38867d9bfcadafe4fab9731bee6495f4c0fa6",
            "b5a86ebee3703648ed717928845637b2acf993024a85d24c1ffb1951d7a0c1c3",
        ]));
    });
}

#[test]
fn lines_come_in_pages_newest_first_and_filtered() {
    wait_for(async {
        let backend = Backend::sqlite();
        let access = backend.open().await;
        for number in 1..=6 {
            let name = if number % 2 == 0 { "wang" } else { "li" };
            let mut entry = entry(name, "download", number);
            if number == 5 {
                entry.outcome = Outcome::Refused;
            }
            access.record(entry).await.unwrap();
        }
        let page = async |filter: Filter, before, limit| -> Vec<i64> {
            let lines = access.page(&filter, before, limit).await.unwrap();
            lines.iter().map(|line| line.number).collect()
        };
        let all = Filter::default;
        assert_eq!(page(all(), None, 4).await, [6, 5, 4, 3]);
        assert_eq!(page(all(), Some(3), 4).await, [2, 1]);
        let li = Filter {
            account: Some("li".to_owned()),
            ..all()
        };
        assert_eq!(page(li, None, 9).await, [5, 3, 1]);
        let refused = Filter {
            outcome: Some(Outcome::Refused),
            action: Some("download".to_owned()),
            ..all()
        };
        assert_eq!(page(refused, None, 9).await, [5]);
        let between = Filter {
            since: Some(at(2)),
            until: Some(at(4)),
            ..all()
        };
        assert_eq!(page(between, None, 9).await, [3, 2]);
        let line = &access.page(&all(), None, 1).await.unwrap()[0];
        assert_eq!(line.entry.detail, "由 15 改为 20");
        assert_eq!(line.entry.at, at(6));
    });
}
