"""Asks the SQL endpoint with psycopg: rows, parameters, what is refused, what takes too long.

Usage: sql.py HOST PORT USER PASSWORD. It knows the simulated month of the tests, and that a statement has few seconds.
"""

import sys
from decimal import Decimal

import psycopg

host, port, user, password = sys.argv[1:5]


def connect(secret):
    return psycopg.connect(
        host=host, port=port, user=user, password=secret, dbname="datafusion", sslmode="prefer", autocommit=True
    )


def same(found, expected, what):
    assert found == expected, f"{what}: {found!r} instead of {expected!r}"


try:
    connect("not the password")
except psycopg.OperationalError as refused:
    assert "password authentication failed" in str(refused), refused
else:
    raise AssertionError("a wrong password was taken")

with connect(password) as line:
    count = "SELECT count(*) FROM observation WHERE site = '140100'"
    same(line.execute(count).fetchone()[0], 744, "hours of a city")

    # With parameters, over the extended protocol.
    bound = line.execute(
        "SELECT site, count(pm25) AS n FROM observation WHERE level = %s GROUP BY site ORDER BY site", ("station",)
    ).fetchall()
    same([site for site, _ in bound], ["1081A", "1082A"], "stations")

    # Binary rows.
    with line.cursor(binary=True) as cursor:
        cursor.execute("SELECT pm25 FROM observation WHERE site = '1081A' AND hour = TIMESTAMP '2019-01-31 05:00:00'")
        same(cursor.fetchall(), [(Decimal("45.000"),)], "a value")

    # What tools ask to list tables.
    tables = line.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'").fetchall()
    names = {name for (name,) in tables}
    assert {"observation", "observation_hour", "finding"} <= names, names
    classes = line.execute(
        "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public'"
    ).fetchall()
    assert ("observation_hour",) in classes, classes

    # Domain functions.
    same(line.execute("SELECT region_name('140100')").fetchone()[0], "太原市", "a domain function")

    refused = [
        "CREATE TABLE t AS SELECT 1",
        "SELECT 1 AS a INTO t",
        "INSERT INTO observation_hour SELECT * FROM observation_hour",
        "CREATE EXTERNAL TABLE t STORED AS PARQUET LOCATION '/etc/passwd'",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "DROP TABLE observation_hour",
        "SET datafusion.runtime.memory_limit = '100G'",
        "EXPLAIN ANALYZE INSERT INTO observation_hour SELECT * FROM observation_hour",
        "DECLARE c CURSOR FOR SELECT 1",
    ]
    for statement in refused:
        for parameters in (None, ()):
            try:
                line.execute(statement, parameters, prepare=parameters is not None)
            except psycopg.Error as error:
                assert error.sqlstate == "25006", f"{statement}: {error.sqlstate} {error}"
            else:
                raise AssertionError(f"not refused: {statement}")

    # A statement that would never end is ended: at the server's limit, and sooner where the client wishes.
    endless = "SELECT count(*) FROM observation_hour a, observation_hour b, observation_hour c"
    for wish in (None, "SET statement_timeout = '50ms'"):
        if wish:
            line.execute(wish)
        try:
            line.execute(endless)
        except psycopg.errors.QueryCanceled as late:
            assert ("50ms" in str(late)) == (wish is not None), late
        else:
            raise AssertionError("an endless statement ended")
    line.execute("SET statement_timeout = 0")

    # A mistake is told, and the connection lives on.
    try:
        line.execute("SELECT no_such_column FROM observation")
    except psycopg.Error:
        pass
    else:
        raise AssertionError("a mistake was not told")
    same(line.execute("SELECT 1").fetchone(), (1,), "after a mistake")

print("ok")
