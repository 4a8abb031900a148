"""What a user would take instead: the same two jobs with Polars and deltalake, timed on the same machine.

    python bench/compare.py ../shared/data LANTIAN_BINARY

Import: the nine national archives, gzip to a Delta table. Polars neither resolves names, keeps rows and
moments of learning, checks duplicates nor flags values, so its job is the lighter one.
Ranking: monthly means, percentiles and composite index of every city, from the table it wrote (floating point).
"""

import glob
import shutil
import subprocess
import sys
import tempfile
import time

import polars as pl

LIMITS = {"SO2": 60, "NO2": 40, "PM10": 70, "PM2.5": 35, "CO": 4, "O3": 160}


def files(data):
    names = ["2018*", "2019*", "202001*"]
    return sorted(f for n in names for f in glob.glob(f"{data}/cnemc_city_hourly/national_366_hourly_{n}.csv.gz"))


def polars_import(paths, table):
    numbers = {c: pl.Float64 for c in [*LIMITS, "O3_8h", "AQI"]}
    for path in paths:
        rows = pl.read_csv(path, schema_overrides=numbers)
        stamp = pl.col("date").cast(pl.String).str.to_datetime("%Y%m%d") + pl.duration(hours="hour")
        rows = rows.with_columns(hour=stamp, day=(stamp - pl.duration(hours=1)).dt.date()).drop("date")
        rows.write_delta(table, mode="append")
    return pl.scan_delta(table).select(pl.len()).collect().item()


def polars_rank(table):
    first, last = pl.date(2019, 1, 1), pl.date(2019, 1, 31)
    hours = pl.scan_delta(table).filter(pl.col("day").is_between(first, last)).sort("city", "hour")
    windows = pl.col("O3").rolling_mean(8, min_samples=6).over("city", "day")
    hours = hours.with_columns(o3_8h=pl.when(pl.col("hour").cum_count().over("city", "day") >= 8).then(windows))
    means = [pl.col(c).mean() for c in ["SO2", "NO2", "PM10", "PM2.5", "CO"]]
    days = hours.group_by("city", "day").agg(*means, O3=pl.col("o3_8h").max())
    values = [pl.col(c).mean() for c in ["SO2", "NO2", "PM10", "PM2.5"]]
    values += [pl.col("CO").quantile(0.95, "linear"), pl.col("O3").quantile(0.9, "linear")]
    cities = days.group_by("city").agg(*values)
    index = sum(pl.col(c) / limit for c, limit in LIMITS.items())
    return cities.with_columns(index=index.round(2)).sort("index").collect()


def timed(name, job):
    start = time.perf_counter()
    answer = job()
    print(f"{name:32} {time.perf_counter() - start:8.3f} s")
    return answer


def main(data, binary):
    folder = tempfile.mkdtemp()
    paths = files(data)
    ours = [binary, "--lake", f"{folder}/lake", "--quiet"]
    run = lambda *words: subprocess.run([*ours, *words], check=True, stdout=subprocess.DEVNULL)
    rows = timed("polars import", lambda: polars_import(paths, f"{folder}/polars"))
    timed("lantian import (whole process)", lambda: run("import", *paths))
    for _ in range(2):
        worst = timed("polars rank", lambda: polars_rank(f"{folder}/polars"))
        timed("lantian rank (whole process)", lambda: run("rank", "--set", "key168", "--period", "2019-01"))
    print(f"{rows} rows; polars' worst: {worst.tail(3)['city'].to_list()}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
