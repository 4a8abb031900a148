//! The tables, and the triggers that keep the audit log as it is. A format once released is never edited.

use sea_orm::sea_query::{ColumnDef, Expr, ExprTrait, Index, Query, Table, TableCreateStatement};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};

use super::Access;
use crate::AccessError;
use crate::error::during;

/// The format that this program writes.
const FORMAT: i64 = 1;

/// Makes what is missing, which takes the writer's lock only then.
pub(super) async fn fit(access: &Access) -> Result<(), AccessError> {
    const DOING: &str = "make the tables of accounts";
    if known(access, &access.database).await? {
        return Ok(());
    }
    let open = access.begin_writing(DOING).await?;
    // Another program may have made them while this one waited.
    if known(access, &open).await? {
        return Ok(());
    }
    let failed = during(DOING);
    create(&open).await.map_err(&failed)?;
    open.commit().await.map_err(failed)
}

/// Whether the tables are there, in a format that this program knows.
async fn known(access: &Access, on: &impl ConnectionTrait) -> Result<bool, AccessError> {
    let failed = during("read the format of accounts");
    // Not `to_regclass`, which may remember from before the lock that there is none.
    let find = match on.get_database_backend() {
        DbBackend::Sqlite => "SELECT count(*) FROM sqlite_master WHERE name = 'access_format'",
        _ => {
            "SELECT count(*) FROM pg_tables \
             WHERE tablename = 'access_format' AND schemaname = ANY(current_schemas(false))"
        }
    };
    let find = sea_orm::Statement::from_string(on.get_database_backend(), find);
    let row = on.query_one_raw(find).await.map_err(&failed)?;
    let there = row.map(|row| row.try_get_by_index::<i64>(0)).transpose();
    if there.map_err(&failed)?.unwrap_or(0) == 0 {
        return Ok(false);
    }
    let version = Query::select()
        .expr(Expr::col("version").max())
        .from("access_format")
        .take();
    let row = on.query_one(&version).await.map_err(&failed)?;
    let version = row.map(|row| row.try_get_by_index::<Option<i64>>(0));
    match version.transpose().map_err(failed)?.flatten() {
        Some(version) if version > FORMAT => Err(AccessError::Newer {
            place: access.place().to_owned(),
            version,
        }),
        version => Ok(version.is_some()),
    }
}

async fn create(open: &DatabaseTransaction) -> Result<(), DbErr> {
    for table in [account(), failure(), session(), identity(), audit()] {
        open.execute(&table).await?;
    }
    for statement in guards(open.get_database_backend()) {
        open.execute_unprepared(statement).await?;
    }
    open.execute(
        &table("access_format")
            .col(number("version").primary_key())
            .take(),
    )
    .await?;
    let insert = Query::insert()
        .into_table("access_format")
        .columns(["version"])
        .values_panic([Expr::val(FORMAT)])
        .take();
    open.execute(&insert).await?;
    Ok(())
}

fn account() -> TableCreateStatement {
    let mut account = table("access_account");
    account.col(number("id").primary_key());
    account.col(text("name").unique_key());
    account.col(text("shown_name")).col(text("role"));
    account.col(maybe_number("region"));
    account.col(maybe_text("entity")).col(maybe_text("body"));
    account.col(text("password"));
    account.col(ColumnDef::new("must_change").boolean().not_null().take());
    account.col(ColumnDef::new("disabled").boolean().not_null().take());
    account
        .col(maybe_text("totp"))
        .col(maybe_text("totp_pending"));
    account.col(maybe_number("totp_step"));
    account.col(number("epoch")).col(number("created_at"));
    account.col(maybe_number("last_sign_in"));
    account
}

/// Failures by what is counted: a name, known or not, or a source address.
fn failure() -> TableCreateStatement {
    let mut failure = table("access_failure");
    failure.col(text("counted").primary_key());
    failure.col(number("failures")).col(number("last_at"));
    failure.col(maybe_number("until"));
    failure
}

/// Sessions by the SHA-256 of their id.
fn session() -> TableCreateStatement {
    let mut session = table("access_session");
    session.col(text("digest").primary_key());
    session.col(text("data")).col(number("expires_at"));
    session
}

fn identity() -> TableCreateStatement {
    let mut identity = table("access_identity");
    identity.col(text("issuer")).col(text("subject"));
    identity.col(number("account")).col(text("shown_name"));
    identity.col(number("linked_at"));
    identity.primary_key(Index::create().col("issuer").col("subject"));
    identity
}

fn audit() -> TableCreateStatement {
    let mut audit = table("access_audit");
    audit.col(number("number").primary_key()).col(number("at"));
    audit.col(maybe_text("account")).col(text("role"));
    audit.col(text("source")).col(text("action"));
    audit.col(text("resource")).col(text("outcome"));
    audit
        .col(text("detail"))
        .col(text("previous"))
        .col(text("digest"));
    audit
}

/// Refuse what would change a written line, whoever asks; `REPLACE` on SQLite deletes without asking, so a number that
/// exists is refused too.
fn guards(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Sqlite => &[
            "CREATE TRIGGER access_audit_update BEFORE UPDATE ON access_audit \
             BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
            "CREATE TRIGGER access_audit_delete BEFORE DELETE ON access_audit \
             BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
            "CREATE TRIGGER access_audit_insert BEFORE INSERT ON access_audit \
             WHEN EXISTS (SELECT 1 FROM access_audit WHERE number = NEW.number) \
             BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
        ],
        _ => &[
            "CREATE FUNCTION access_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
            "CREATE TRIGGER access_audit_change BEFORE UPDATE OR DELETE ON access_audit \
             FOR EACH ROW EXECUTE FUNCTION access_audit_refuse()",
            "CREATE TRIGGER access_audit_truncate BEFORE TRUNCATE ON access_audit \
             FOR EACH STATEMENT EXECUTE FUNCTION access_audit_refuse()",
        ],
    }
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).take()
}

fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

fn maybe_number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().take()
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

fn maybe_text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().take()
}
